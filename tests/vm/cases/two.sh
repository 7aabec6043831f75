# SPDX-License-Identifier: GPL-2.0
# Two modems at once; one is unplugged under the other's traffic.
. "$TOP/tests/vm/lib.sh"

load_stack; check "the modules load"
modem_start a --serial 1
wait_port wwan0mbim0; check "the first modem has a port"
modem_start b --serial 2 --speed super
wait_port wwan1mbim0; check "the second modem has a port of its own"
wait_if wwan0 && wait_if wwan1; check "each has a default link called like its device"
PORT=/dev/wwan0mbim0 connect wwan0 0; check "the first connects"
cp "$CASE_DIR/ip.0" "$CASE_DIR/ip.a"
# Both emulated networks use the same addresses: a table for each.
ip link set wwan1 up
PORT=/dev/wwan1mbim0 mbim --connect=session-id=0,apn=internet,ip-type=ipv4v6 > /dev/null 2>&1
check "the second connects"
wait_carrier wwan1; check "the second has a carrier"
ping -q -i 0.02 -c 400 -W 5 -I wwan0 "$(gw4 0)" > "$CASE_DIR/long" 2>&1 &
traffic=$!
sleep 1
ctl b unplug > /dev/null
wait_for 10 test ! -e /sys/class/net/wwan1; check "the second is unplugged"
[ -e /sys/class/net/wwan0 ]; check "the first is still there"
wait $traffic
loss=$(grep loss "$CASE_DIR/long")
[[ $loss == *" 0% packet loss"* ]]; check "the first lost nothing: $loss"
modem_start c --serial 3
wait_port wwan1mbim0; check "a third modem takes the free number"
check_violations a
check_violations b
rmmod "$CLIENT"; check "rmmod with two modems"
wait_for 10 eval '[ "$(modem_field a closes)" -ge 1 ] && [ "$(modem_field c closes)" -ge 1 ]'; check "both were closed"
check_violations c
modem_stop a
modem_stop b
modem_stop c
unload_stack; check "the rest unloads"
check_unload
