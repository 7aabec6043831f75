# SPDX-License-Identifier: GPL-2.0
# More than the bus carries, either way, for as many minutes as the argument says, a
# short while without it: four sessions with two flows up and two down, while the modem
# lets each pipe wait in turn. Whatever is lost somebody has counted: what leaves one
# place on the way is what comes into the next, to the packet, from the programs' sockets
# to the modem and back. And what arrives is in order.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"
. "$TOP/tests/vm/load-lib.sh"

MINUTES=${CASE_ARGS:-0}
COUNT=60000
[ "$MINUTES" != 0 ] || COUNT=8000

# Users' queueing disciplines, and ones that are short.
short_queues() {
	local id
	modprobe -q sch_fq_codel
	for id in $(seq 0 $((SESSIONS - 1))); do
		# Only IPv4 is counted on the way: Linux itself has nothing to say then.
		echo 1 > "/proc/sys/net/ipv6/conf/$(link_of "$id")/disable_ipv6" || return
		if [ $((id % 2)) = 0 ]; then
			tc qdisc replace dev "$(link_of "$id")" root fq_codel
		else
			tc qdisc replace dev "$(link_of "$id")" root pfifo limit 200
		fi || return
	done
}
# The pipes wait in turn, a third of the time each. Never as long as a transfer may take:
# this comes before the crowd.
stutter() {
	local knob
	renice -n -15 -p "$BASHPID" > /dev/null
	while [ ! -e "$CASE_DIR/calm" ]; do
		for knob in out_hold in_hold; do
			ctl m set $knob 1 > /dev/null
			sleep 0.3
			ctl m set $knob 0 > /dev/null
			sleep 0.15
		done
	done
}
# What is on the way, to see that nothing is any more.
under_way() {
	local q
	q=$(queueing)
	echo "${q##* } $(modem_field m in_queued) $(modem_field m out_datagrams)" \
		"$(modem_field m in_datagrams) $(snmp Ip InReceives)"
}
calm() {
	local before
	before=$(under_way)
	sleep 1
	case $before in "0 0 "*) [ "$(under_way)" = "$before" ] ;; *) false ;; esac
}
# ledger NAME: what every place has counted until now, a variable each: NAME_place.
ledger() {
	local sent drop held
	note() { eval "$1_$2=$3"; }
	read -r sent drop held <<< "$(queueing)"
	note "$1" queued $((sent + drop + held))
	note "$1" passed "$sent"
	note "$1" queue_drops "$drop"
	note "$1" programs $(($(snmp Udp OutDatagrams) + $(snmp Udp SndbufErrors) + $(snmp Icmp OutMsgs)))
	note "$1" tx "$(statistic tx_packets)"
	note "$1" tx_drops "$(statistic tx_dropped)"
	note "$1" tx_driver "$(counter tx_datagrams)"
	note "$1" tx_modem "$(modem_field m out_datagrams)"
	note "$1" tx_sessions "$(of_sessions up)"
	note "$1" rx_sessions "$(of_sessions down)"
	note "$1" rx_held "$(modem_field m in_dropped)"
	note "$1" rx_modem "$(modem_field m in_datagrams)"
	note "$1" rx_driver "$(counter rx_datagrams)"
	note "$1" rx_driver_drops $(($(counter rx_dropped) + $(counter rx_no_session)))
	note "$1" rx "$(statistic rx_packets)"
	note "$1" rx_drops "$(statistic rx_dropped)"
	note "$1" ip "$(snmp Ip InReceives)"
	note "$1" socket_drops $(($(snmp Udp RcvbufErrors) + $(snmp Udp NoPorts)))
}
# since PLACE: between both ledgers.
since() { local end=end_$1 begin=begin_$1; echo $((${!end} - ${!begin})); }
# balance TEXT OUT IN...: what left is what came, in one place or another.
balance() {
	local text=$1 out=$2 sum=0 place list=''
	shift 2
	for place in "$@"; do
		sum=$((sum + $(since "$place")))
		list="$list $place $(since "$place")"
	done
	out=$(since "$out")
	[ "$out" = "$sum" ]; check "$text: $out =$list"
}
# One round of every flow at once; what got lost is added to LOST_UP and LOST_DOWN.
round() {
	local first=$1 before f
	PIDS=''
	before=$(snmp Udp OutDatagrams)
	flows down "$first" 4 -n $COUNT -m 28 -M 1500 -t 30000 -b 64 -s 3000
	# Their questions come before the crowd.
	wait_for 60 eval "[ \$(snmp Udp OutDatagrams) -ge $((before + SESSIONS * FLOWS)) ]" || return
	flows up "$first" 4 -n $COUNT -m 28 -M 1500 -t 30000 -b 64
	# shellcheck disable=SC2086
	wait $PIDS
	for f in "$CASE_DIR"/run.*; do
		grep -q 'reordered 0 duplicated 0 altered 0 (wrong length 0) send errors 0' "$f" ||
			{ cp "$f" "$CASE_DIR/bad.$first.${f##*.run.}"; }
	done
	LOST_UP=$((LOST_UP + $(lost up)))
	LOST_DOWN=$((LOST_DOWN + $(lost down)))
	rm -f "$CASE_DIR"/run.*
}
lost() { sed -n 's/.* lost \([0-9]*\) .*/\1/p' "$CASE_DIR/run.$1".* | awk '{ n += $1 } END { print n + 0 }'; }

load_stack; check "the modules load"
modem_start m --in-queue=2000; check "a modem is plugged in"
many_sessions && short_queues; check "$SESSIONS sessions are connected"
wait_for 30 calm; check "nothing is on the way"
ledger begin
stutter &
stutterer=$!
LOST_UP=0 LOST_DOWN=0 rounds=0
until=$((SECONDS + 60 * MINUTES))
while :; do
	rounds=$((rounds + 1))
	round $((100 * rounds)) || { not_ok "round $rounds"; break; }
	[ $((rounds % 5)) -ne 0 ] || say "round $rounds"
	[ $SECONDS -lt $until ] || break
done
touch "$CASE_DIR/calm"
wait $stutterer
wait_for 60 calm; check "in the end nothing is on the way"
ledger end

say "$rounds rounds of $((COUNT * SESSIONS * FLOWS)) datagrams each way: $LOST_UP lost up, $LOST_DOWN down"
[ "$(since queue_drops)" -gt 0 ] && [ "$(since rx_held)" -gt 0 ]; check "there was more than either way carries"
! ls "$CASE_DIR"/bad.* > /dev/null 2>&1; check "what arrived was whole and in order" || show cat "$CASE_DIR"/bad.*
balance "up, from programs into queues" programs queued
balance "up, from queues to the driver, or dropped and counted" passed tx tx_drops
balance "up, from the interfaces into blocks" tx tx_driver
balance "up, from blocks to the modem" tx_driver tx_modem
balance "up, in the modem to its sessions" tx_modem tx_sessions
balance "down, from the network into blocks, or held and dropped in the modem" rx_sessions rx_modem rx_held
balance "down, from the modem to the driver, or dropped and counted" rx_modem rx_driver rx_driver_drops
balance "down, from the driver to interfaces, or dropped and counted" rx_driver rx rx_drops
balance "down, from the interfaces to IP" rx ip
[ "$LOST_UP" -le $(($(since queue_drops) + $(since tx_drops))) ]
check "what programs miss up was counted as dropped: $LOST_UP"
[ "$LOST_DOWN" -le $(($(since rx_held) + $(since rx_driver_drops) + $(since rx_drops) + $(since socket_drops))) ]
check "what programs miss down was counted as dropped: $LOST_DOWN"
check_sequences
show cat "/sys/module/$CLIENT/parameters/counters"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
