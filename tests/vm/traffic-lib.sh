# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the cases with traffic share: two connected sessions, and checked
# datagrams through them. Sourced after lib.sh.

TRAFFIC=$BUILD/mbb-traffic

# fq_codel, the default, drops what waits too long, and in an emulated machine
# everything does. A plain queue that holds a whole run loses nothing; the kernel in
# user mode has no other.
deep_queue() {
	tc qdisc replace dev "$1" root pfifo limit 20000 2> /dev/null || ip link set dev "$1" txqueuelen 20000
}

# session_up IF ID: connected, configured and ready for traffic.
session_up() {
	connect "$1" "$2" && wait_carrier "$1" && deep_queue "$1"
}
# two_sessions: sessions 0 and 1 of the first modem, the second by ip link.
two_sessions() {
	wait_port && wait_if $WWAN || return
	session_up $WWAN 0 || return
	ip link add name $WWAN.1 parentdev $WWAN type wwan linkid 1 && session_up $WWAN.1 1
}
# The far end of a session as the modem gave it.
gateway() { if [ "$2" = 6 ]; then gw6 "$1"; else gw4 "$1"; fi; }

# all_pass PID...: the runs started in the background; what they and everybody on
# the way say is shown if one fails. TOOK is the seconds of the longest.
all_pass() {
	local p bad=0
	for p in "$@"; do
		wait "$p" || bad=1
	done
	TOOK=$(sed -n 's/.* in \([0-9.]*\) s$/\1/p' "$CASE_DIR"/run.* | sort -n | tail -1)
	[ $bad -eq 0 ] || { show tail -n 3 "$CASE_DIR"/run.*; show_counters; }
	rm -f "$CASE_DIR"/run.*
	return $bad
}
# traffic NAME MODE IF ID FAMILY [options]: one run, its line kept under NAME.
traffic() {
	local name=$1 mode=$2 if=$3 id=$4 family=$5
	shift 5
	"$TRAFFIC" "$mode" -i "$if" -d "$(gateway "$id" "$family")" "$@" > "$CASE_DIR/run.$name" 2>&1
}
# both_ways FAMILY [options]: up and down at once on both sessions at once.
both_ways() {
	local family=$1 pids='' if id
	shift
	for id in 0 1; do
		if=$WWAN
		[ $id = 0 ] || if=$WWAN.1
		traffic "up.$id" sink $if $id "$family" -r "$@" &
		pids="$pids $!"
		traffic "down.$id" source $if $id "$family" -r "$@" &
		pids="$pids $!"
	done
	# shellcheck disable=SC2086
	all_pass $pids
}
# backlog IF COUNT: at least so many packets wait in the queue of an interface.
backlog() {
	local n
	n=$(tc -s qdisc show dev "$1" root | sed -n 's/.*backlog [^ ]* \([0-9]*\)p.*/\1/p')
	[ "${n:-0}" -ge "$2" ]
}
# What everybody on the way has counted, for whoever reads a failure.
show_counters() {
	show ctl m status
	show cat "/sys/module/$CLIENT/parameters/counters"
	show ip -s link show type wwan
	show tc -s qdisc show
	show grep . /proc/net/packet /proc/net/softnet_stat
}
