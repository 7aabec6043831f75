# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What saturate.sh and overload.sh share: several sessions, several flows of numbered
# datagrams on each, up and down. Sourced after traffic-lib.sh.

# Many of them start at once: from memory.
cp "$TRAFFIC" /run/mbb-traffic && TRAFFIC=/run/mbb-traffic
SESSIONS=4
FLOWS=2		# of each session and direction

link_of() { if [ "$1" = 0 ]; then echo "$WWAN"; else echo "$WWAN.$1"; fi; }
# many_sessions: so many, connected.
many_sessions() {
	local id
	wait_port && wait_if "$WWAN" || return
	for id in $(seq 0 $((SESSIONS - 1))); do
		[ "$id" = 0 ] || ip link add name "$(link_of "$id")" parentdev "$WWAN" type wwan linkid "$id" || return
		connect "$(link_of "$id")" "$id" && wait_carrier "$(link_of "$id")" || return
	done
}
# flows up|down FIRST FAMILY [options]: every flow of that direction starts, with numbers
# from FIRST on; PIDS gets what they are. FAMILY both: every second session has IPv6.
flows() {
	local way=$1 flow=$2 family=$3 mode=sink id n v
	shift 3
	[ "$way" = up ] || mode=source
	for id in $(seq 0 $((SESSIONS - 1))); do
		v=$family
		[ "$family" != both ] || v=$((4 + 2 * (id % 2)))
		for n in $(seq $FLOWS); do
			traffic "$way.$id.$n" $mode "$(link_of "$id")" "$id" "$v" -f "$flow" "$@" &
			PIDS="$PIDS $!"
			flow=$((flow + 1))
		done
	done
}
# counter NAME: of all devices of the driver.
counter() {
	local v
	v=$(sed -n "s/^$1 //p" "/sys/module/$CLIENT/parameters/counters")
	echo "${v:-0}"
}
# snmp PROTOCOL NAME: one of the kernel's own.
snmp() {
	awk -v p="$1:" -v f="$2" '$1 != p { next }
		!c { for (i = 2; i <= NF; i++) if ($i == f) c = i; next }
		{ print $c }' /proc/net/snmp
}
# statistic NAME: of all sessions' interfaces together.
statistic() {
	local id sum=0
	for id in $(seq 0 $((SESSIONS - 1))); do
		sum=$((sum + $(cat "/sys/class/net/$(link_of "$id")/statistics/$1")))
	done
	echo $sum
}
# of_sessions up|down: datagrams of all sessions that the modem has seen.
of_sessions() { ctl m status | sed -n "s/^session[0-9].* $1=\([0-9]*\) .*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }
# queueing: what all queueing disciplines of the sessions have passed on, dropped and hold.
queueing() {
	local id
	for id in $(seq 0 $((SESSIONS - 1))); do
		tc -s qdisc show dev "$(link_of "$id")" root
	done | awk '/^ *Sent/ { sent += $4; gsub(",", ""); drop += $7 }
		/^ *backlog/ { held += $3 } END { print sent + 0, drop + 0, held + 0 }'
}
# Is the channel as numbered as it was sent? Both ends count blocks.
check_sequences() {
	[ "$(counter rx_sequence_gaps)" = 0 ]; check "no sequence number of the modem's blocks was missing"
	! grep -q NTH_SEQUENCE "$CASE_DIR/m.violations"; check "and none of the host's"
}
