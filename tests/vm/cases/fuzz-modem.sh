# SPDX-License-Identifier: GPL-2.0
# Modems of which one transfer in a few is spoiled, whatever it is, from the first
# descriptor on: the machine goes on, and the next modem works.
#
#	fuzz-modem:N,FROM
#
# N transfers are spoiled in all, a tenth of them, a thousand at most, before there is a
# session. Which ones is a matter of the modem's number; modems are counted from FROM.
. "$TOP/tests/vm/lib.sh"

IFS=, read -r wanted from <<< "$CASE_ARGS"
: "${wanted:=1500}" "${from:=0}"
early=$((wanted < 1000 ? 100 : wanted < 10000 ? wanted / 10 : 1000))
spoiled=0 transfers=0 modems=0 ports=0 sessions=0
rates=(3 8 20 50 200)
# Nobody expects that it works: it must end.
try() { timeout -k 5 15 mbimcli -d /dev/wwan0mbim0 "$@" > "$CASE_DIR/try" 2>&1; }
use() {
	wait_for 6 test -c /dev/wwan0mbim0 || return
	ports=$((ports + 1))
	try --query-device-caps
	try --connect=session-id=0,apn=internet,ip-type=ipv4v6 && sessions=$((sessions + 1))
	# Addresses as the modem has them for its first session.
	ip link set wwan0 up 2> /dev/null
	ip addr replace "$address" dev wwan0 2> /dev/null
	timeout -k 5 10 ping -q -i 0.01 -c 300 -W 1 -I wwan0 "$gateway" > /dev/null 2>&1
	try --query-ip-configuration=0
	try --disconnect=0
}
load_stack; check "the modules load"
modem_start m && wait_port && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)" 2
check "a good modem connects"
gateway=$(gw4 0)
address=$(ip -4 -o addr show wwan0 | awk '{print $4; exit}')
modem_stop m
gone() { [ ! -e /dev/wwan0mbim0 ]; }
wait_for 10 gone; check "and goes"

stuck=
while [ "$spoiled" -lt "$early" ] && [ "$modems" -lt 2000 ]; do
	modems=$((modems + 1))
	modem_start m --knob=spoil_seed=$((from + modems)) --knob=spoil_rate=${rates[modems % 5]} ||
		{ stuck="modem $modems does not start"; break; }
	use
	spoiled=$((spoiled + $(modem_field m spoiled))) transfers=$((transfers + $(modem_field m transfers_in)))
	modem_stop m
	wait_for 30 gone || { stuck="modem $modems is there still"; break; }
done
say "$spoiled of $transfers transfers spoiled, of $modems modems; $ports were taken for modems, $sessions connected"
[ -z "$stuck" ]; check "each modem goes when it is unplugged $stuck"
[ "$spoiled" -ge "$early" ] && [ "$ports" -gt 0 ] && [ "$sessions" -gt 0 ]
check "$early spoiled transfers, some of them in sessions"

# As many blocks and commands as there is time for: most of what is spoiled is in here.
busy() {
	local pings=() size
	for size in 0 600 1400; do
		# shellcheck disable=SC2086
		timeout -k 5 30 ping -q $FLOOD -c 20000 -s $size -W 1 -I wwan0 "$gateway" > /dev/null 2>&1 &
		pings+=($!)
	done
	while kill -0 "${pings[@]}" 2> /dev/null; do
		timeout -k 5 5 "$BUILD/mbb-ports" -n 50 -t 1 /dev/wwan0mbim0 > /dev/null 2>&1
		sleep 0.1	# without a port it ends at once
	done
	wait "${pings[@]}"
}
again() { try --query-device-caps; }
flows() {
	connect wwan0 0 2> /dev/null
	ping -q -c 1 -W 3 -I wwan0 "$gateway" > /dev/null 2>&1
}
# What may be left halted or out of step after such a time is to be found out and mended.
for ((seed = from + 3001; spoiled < wanted && seed < from + 5000; seed++)); do
	modem_start m --knob=spoil_seed=$seed && wait_port && wait_if wwan0 && connect wwan0 0 &&
		ping4 wwan0 "$gateway" 2 && ctl m set spoil_rate $((2 + seed % 4)) > /dev/null
	check "modem $seed begins well" || break
	busy
	ctl m set spoil_rate 0 > /dev/null
	spoiled=$((spoiled + $(modem_field m spoiled)))
	wait_for 90 again; check "commands are answered again when it is over" || show ctl m status
	wait_for 60 flows; check "and data flows" || show ctl m status
	modem_stop m
	wait_for 30 gone
done
say "$spoiled transfers spoiled in all"
[ "$spoiled" -ge "$wanted" ]; check "$wanted spoiled transfers in all"
unload_stack; check "the modules unload"
check_unload
