# SPDX-License-Identifier: GPL-2.0
# Faults that do not go away: each ends in a bounded number of steps, with errors for
# the programs that wait; and when the fault is over, traffic flows again without a
# reload. Minutes, since most of it is waiting for time-outs.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/recovery-lib.sh"

restarts() { dmesg | grep -c 'device failed (.*restarting it'; }

load_stack; check "the modules load"
modem_start m --allow=NTH_SEQUENCE; check "a modem is plugged in"
wait_port && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "connected"

# ---- a function that cannot be opened any more ----
ctl m set open_status 2 > /dev/null
ctl m forget > /dev/null
asks; ends "status 2"; check "refused: the command that meets it fails"
wait_for 20 eval '[ "$(mbbcx_counter power_cycles)" -ge 1 ]'; check "refused: a power cycle is tried"
wait_for 60 eval '[ "$(restarts)" -ge 1 ]'; check "refused: then a restart"
wait_port wwan0mbim0 60 && wait_for 60 eval '[ "$(mbbcx_state state)" = failed ]'
check "refused: then it is given up"
[ "$(restarts)" = 1 ]; check "refused: restarted once"
asks; ends "value 2"; check "refused: the port is there, and says so"
ctl m set open_status 0 > /dev/null
sleep 11
answered; check "refused: a program that comes later opens it"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "refused: traffic flows again"

# ---- pipes that fail over and over ----
storm() {
	local before
	before=$(restarts)
	ctl m set "$1" 20 > /dev/null
	ping -q -i 0.2 -c 20 -W 1 -I wwan0 "$(gw4 0)" > /dev/null 2>&1
	asks
	# a device that came back without addresses sends nothing more
	wait_for 30 eval "[ \"\$(ctl m knobs | sed -n 's/^$1=//p')\" = 0 ]"
	ctl m set "$1" 0 > /dev/null
	[ $(($(restarts) - before)) -le 5 ]; check "$1: the device was restarted a few times at most"
	wait_port wwan0mbim0 60 && wait_for 60 answered; check "$1: it is answered again"
	wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "$1: traffic flows again"
}
storm notify_error
storm in_error
storm out_error

# ---- an answer that comes too late ----
late=$(mbbcx_counter answers_late)
disconnect 0; check "late: disconnected"
ctl m set connect_delay_ms 70000 > /dev/null
(sleep 30; ctl m set connect_delay_ms 0) > /dev/null &	# what is sent by then is delayed
timeout 100 mbimcli -d /dev/wwan0mbim0 --connect=session-id=0,apn=internet,ip-type=ipv4v6 > "$CASE_DIR/late" 2>&1
[ $? -ne 0 ]; check "late: the program hears of a failure"
wait_for 60 moved answers_late "$late"; check "late: the answer comes, and is counted"
wait_for 20 eval '! carrier wwan0'; check "late: the context is undone"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "late: the next CONNECT works"

# ---- a function that hangs ----
ctl m set mute 1 > /dev/null
asks; ends "status 2"; check "hang: the program hears of a failure"
wait_for 60 moved hangs_suspected 0; check "hang: the function is asked whether it hangs"
wait_for 90 moved reopens 0; check "hang: it is opened again"
ctl m set mute 0 > /dev/null
wait_for 120 answered; check "hang: it is answered again"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "hang: traffic flows again"

check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
