# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the cases with modems without hardware share: their knobs, and their network
# in a namespace of its own, which is reached through the sessions only.
# Sourced after lib.sh.
#
#	wwan0, wwan0.N, wwan1 --- the modems' sessions   ncx0 [namespace net]
#	10.64.0.2                                         10.64.0.1, 10.64.N.1, ...

KNOBS=/sys/kernel/debug/mbim_sim
BUS=/sys/bus/wdfroot
mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug

# knob NAME VALUE [MODEM]
knob() { echo "$2" > "$KNOBS/${3:-0}/$1"; }
# status NAME [MODEM]
status() { sed -n "s/^$1 //p" "$KNOBS/${2:-0}/status"; }
status_is() { [ "$(status "$1" "$3")" = "$2" ]; }
# What all modems counted together.
counter() { sed -n "s/^$1 //p" /sys/module/mbim_sim/parameters/counters; }

# query WHAT...: one question of mbimcli; says TEXT: in its answer.
query() { mbim "--query-$1" > "$CASE_DIR/query" 2>&1; }
says() { grep -qi "$1" "$CASE_DIR/query" || { show cat "$CASE_DIR/query"; false; }; }

in_net() { ip netns exec net "$@"; }
network_if() { basename $BUS/devices/mbim_simnet.0/net/*; }
# sim_network [MODEMS]: the network's interface in the namespace "net", which is made
# if there is none, with the gateways of the modems' sessions 0.
sim_network() {
	local if m
	wait_for 10 test -e $BUS/devices/mbim_simnet.0/net || return 1
	if=$(network_if)
	[ -e /run/netns/net ] || ip netns add net || return 1
	ip link set "$if" netns net && in_net ip link set lo up && in_net ip link set "$if" up || return 1
	in_net ip addr add 10.64.0.1/10 dev "$if"
	in_net ip -6 addr add fd00:51::1/32 dev "$if" nodad
	for ((m = 1; m < ${1:-1}; m++)); do
		in_net ip addr add 10.$((64 + m)).0.1/32 dev "$if"
		in_net ip -6 addr add "fd00:51:$(printf %x $m)::1/128" dev "$if" nodad
	done
}
# sim_gateways SESSION...: those of further sessions of modem 0.
sim_gateways() {
	local if s
	if=$(in_net ls /sys/class/net | grep ncx)
	for s; do
		in_net ip addr add 10.64.$s.1/32 dev "$if" &&
			in_net ip -6 addr add "fd00:51:0:$s::1/128" dev "$if" nodad || return 1
	done
}
# online [MODEM]: session 0 connected and configured, and the network answers.
online() {
	local m=${1:-0}
	PORT=/dev/wwan${m}mbim0 connect "wwan$m" 0 && wait_carrier "wwan$m" &&
		ping4 "wwan$m" 10.$((64 + m)).0.1 2
}
# check_sim [MODEM [KIND]]: what the host got wrong, of all kinds, which come last in
# the status, but the one named.
check_sim() {
	local n
	n=$(awk -v but="${2:-}" 'past && $1 != but {n += $2} /^down_bytes/ {past = 1} END {print n + 0}' \
		"$KNOBS/${1:-0}/status")
	[ "$n" = 0 ] || show cat "$KNOBS/${1:-0}/status"
	[ "$n" = 0 ]
	check "modem ${1:-0} saw no violation of MBIM: $n"
}
