# SPDX-License-Identifier: GPL-2.0
# The plug is pulled under traffic: every reader and writer gets an error at
# once, nothing of ours waits for a timeout, nothing is left.
. "$TOP/tests/vm/lib.sh"

load_stack; check "the modules load"
for round in $(seq 1 "${CASE_ARGS:-3}"); do
	modem_start m || not_ok "the modem starts"
	wait_port && wait_if wwan0 && connect wwan0 0; check "round $round: connected"
	ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1
	connect wwan0.1 1; check "round $round: session 1 connected"
	ping -q $FLOOD -W 1 -I wwan0 "$(gw4 0)" > /dev/null 2>&1 &
	pings=$!
	ping -q $FLOOD -W 1 -I wwan0.1 "$(gw4 1)" > /dev/null 2>&1 &
	pings="$pings $!"
	# A reader that sleeps in read() and a program in the middle of a command.
	cat /dev/wwan0mbim0 > /dev/null 2> "$CASE_DIR/reader" &
	reader=$!
	ctl m set answer_delay_ms 20000 > /dev/null
	timeout 60 mbimcli -d /dev/wwan0mbim0 --query-signal-state > "$CASE_DIR/query" 2>&1 &
	query=$!
	sleep 1
	start=$(date +%s%N)
	ctl m unplug > /dev/null
	wait_for 10 eval '! kill -0 '$reader' 2> /dev/null'; check "round $round: a sleeping reader is woken"
	wait_for 10 test ! -e /sys/class/net/wwan0; check "round $round: the interfaces go"
	wait_for 10 test ! -e /dev/wwan0mbim0; check "round $round: the port goes"
	took=$((($(date +%s%N) - start) / 1000000))
	# Far below every timeout there is (10 s control transfer, 60 s command).
	[ $took -lt 8000 ]; check "round $round: nothing waited for a timeout ($took ms)"
	# shellcheck disable=SC2086
	kill $pings $query $reader 2> /dev/null
	# The modem is a child too: wait only for what this round started.
	wait $pings $query $reader 2> /dev/null
	modem_stop m
done
unload_stack; check "the modules unload"
check_unload
