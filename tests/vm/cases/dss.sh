# SPDX-License-Identifier: GPL-2.0
# Device service sessions: opened through a control port, used through their character
# devices, ended by the host, by a function that forgets and by the unplugging.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/recovery-lib.sh"

# dss NODE WHAT [NUMBER]: mbb-dss on /dev/wwan0NODE, its report in $CASE_DIR/NODE.
dss() { timeout 120 "$BUILD/mbb-dss" "/dev/$WWAN$1" "${@:2}" > "$CASE_DIR/$1" 2>&1 || { show cat "$CASE_DIR/$1"; false; }; }
dss_open() { dss mbim0 open "$1"; }
# In the background, until NODE's report has the line TEXT.
dss_says() {
	rm -f "$CASE_DIR/$1"
	timeout 120 "$BUILD/mbb-dss" "/dev/$WWAN$1" "$2" > "$CASE_DIR/$1" 2>&1 &
	wait_for 10 grep -q "$3" "$CASE_DIR/$1"
}
hang() { dss_says "dss$1" hang waiting; }
hung_up() { wait_for 20 grep -q 'hung up' "$CASE_DIR/dss$1" || { show cat "$CASE_DIR/dss$1"; false; }; }
no_node() { ! ls /dev/${WWAN}dss* > /dev/null 2>&1; }
field() { cat "/sys/class/wwan_dss/${WWAN}dss$1/$2"; }

load_stack; check "the modules load"
modem_start m
wait_port && wait_if $WWAN; check "a modem is plugged in"
no_node; check "no session, no device"
dss_open 5; check "DSS_CONNECT"
[ -c /dev/${WWAN}dss5 ]; check "the device is there when the answer is read"
[ "$(field 5 session)" = 5 ] && [ "$(field 5 service)" = 6d6f6465-6d2d-4563-a86f-000000000001 ]
check "sysfs names session and service"
[ "$(readlink -f /sys/class/wwan_dss/${WWAN}dss5/device)" = "$(readlink -f /sys/class/wwan/$WWAN)" ]
check "it is beside the modem's ports"
dss dss5 poll; check "permissions, messages, poll, not waiting"
dss dss5 echo 1000; check "a thousand messages there and back"
dss_open 5 && dss dss5 poll; check "opened once more: still one device"

# ---- several ----
dss_open 0 && dss_open 17 && dss_open 255; check "three more sessions"
! dss_open 6 && grep -q 'status 33' "$CASE_DIR/mbim0" && [ ! -e /dev/${WWAN}dss6 ]
check "one too many for the modem: its status, and no device"
connect $WWAN 0; check "an IP session beside them"
pids=
for i in 0 5 17 255; do
	dss dss$i echo 200 &
	pids="$pids $!"
done
ping4 $WWAN "$(gw4 0)" 10; check "IP packets share the blocks with them"
wrong=0
for p in $pids; do wait "$p" || wrong=1; done
[ $wrong = 0 ]; check "four sessions at once, nothing mixed up"

# ---- back-pressure ----
ctl m set out_hold 1 > /dev/null
dss_says dss17 fill full; check "a modem that takes nothing stops the writer"
filler=$!
say "$(cat "$CASE_DIR/dss17")"
dss dss5 poll & other=$!
sleep 1
kill -0 $filler && kill -0 $other; check "both wait"
ctl m set out_hold 0 > /dev/null
if [ "$CLIENT" = mbim_cdc ]; then
	# Stock cdc_ncm drops one now and then after it was held up, and counts it.
	wait $filler || say "dropped by cdc_ncm: $(cat /sys/class/net/wwan0/statistics/tx_dropped)"
	[ "$(cat /sys/class/net/wwan0/statistics/tx_dropped)" -le 4 ]; check "and goes on: few are lost below"
	timeout 2 cat "/dev/${WWAN}dss17" > /dev/null
else
	wait $filler; check "and goes on: every message of it arrives"
fi
wait $other; check "another session's as well"
[ "$(field 17 tx_failed)$(field 17 rx_dropped)" = 00 ]; check "nothing was dropped or failed"

# ---- ends ----
hang 5; check "a program reads"
dss mbim0 close 5; check "DSS_CONNECT to close it"
[ ! -e /dev/${WWAN}dss5 ]; check "the device is gone when the answer is read"
hung_up 5; check "the program sees the end: end of file, HUP, EPIPE"
[ -c /dev/${WWAN}dss17 ] && dss dss17 poll; check "the others are what they were"
dss_open 5 && dss dss5 poll; check "and it can be opened again"
hang 5 && hang 17
ctl m forget > /dev/null
asks
wait_for 20 answered; check "a function that forgets is opened again"
hung_up 5 && hung_up 17 && no_node; check "its sessions are over"
dss_open 5 && dss_open 17 && dss dss5 echo 50; check "and are opened again"
hang 5 && hang 17
ctl m unplug > /dev/null
hung_up 5 && hung_up 17; check "unplugged: everybody sees the end"
wait_for 10 no_node; check "no device is left"
check_violations m
modem_stop m

# ---- rmmod ----
modem_start n --serial 2
wait_port && dss_open 5 && dss dss5 poll; check "another modem"
exec 9<> /dev/${WWAN}dss5
rmmod "$CLIENT"; check "the driver may go while a program has it open"
! rmmod mbbcx 2> /dev/null; check "mbbcx waits for the program"
read -r -t 1 -u 9 line; [ $? = 1 ]; check "which reads the end"
exec 9>&-
check_violations n
modem_stop n
unload_stack; check "the rest unloads"
check_unload
