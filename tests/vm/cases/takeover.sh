# SPDX-License-Identifier: GPL-2.0
# Stock cdc_mbim has the modem; loading ours moves it over, unloading gives it
# back; a modem plugged in later is moved too; takeover=0 leaves all alone.
. "$TOP/tests/vm/lib.sh"

driver_of() { basename "$(readlink "$1/driver" 2> /dev/null)" 2> /dev/null; }
# Sysfs folder of the communication interface of the modem with serial $1.
comm_if() {
	local d
	for d in /sys/bus/usb/devices/*; do
		[ "$(cat "$d/serial" 2> /dev/null)" = "$1" ] || continue
		for i in "$d":*; do
			[ "$(cat "$i/bInterfaceNumber" 2> /dev/null)" = 00 ] && echo "$i"
		done
	done
}
bound() { [ "$(driver_of "$(comm_if "$1")")" = "$2" ]; }

# Stock's own path to the network: cdc-wdm and an Ethernet-like wwan0.
stock_works() {
	local d if
	wait_for 15 ls /dev/cdc-wdm* || return 1
	d=$(ls /dev/cdc-wdm* | head -1)
	if=$(ls "$(comm_if "$1")/net" | head -1)
	[ -n "$if" ] || return 1
	PORT=$d mbim --attach-packet-service > /dev/null 2>&1
	PORT=$d mbim --connect=session-id=0,apn=internet,ip-type=ipv4v6 --no-close > "$CASE_DIR/stock" 2>&1 || return 1
	PORT=$d mbim --no-open=10 --no-close --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1 || return 1
	configure "$if" 0 && ping4 "$if" "$(gw4 0)"
}

modprobe cdc_mbim
modem_start m --serial 1
SERIAL=MODEM0001
wait_for 20 bound "$SERIAL" cdc_mbim; check "stock cdc_mbim binds the modem"
stock_works "$SERIAL"; check "stock traffic works before"

load_stack takeover=0; check "takeover=0: the modules load"
sleep 1
bound "$SERIAL" cdc_mbim; check "takeover=0: the modem stays with cdc_mbim"
unload_stack

load_stack; check "the modules load"
wait_for 20 bound "$SERIAL" "$CLIENT"; check "loading moves the modem over"
wait_port; check "its control port appears"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "traffic works with ours"

ctl m unplug > /dev/null
wait_for 10 test ! -e /dev/wwan0mbim0
ctl m replug > /dev/null
wait_for 20 bound "$SERIAL" "$CLIENT"; check "plugged in again, it comes to ours"
wait_port && mbim --query-device-caps > /dev/null 2>&1; check "and answers"

# Who takes nothing over any more still owes what he took.
echo 0 > "/sys/module/$CLIENT/parameters/takeover"
unload_stack; check "the modules unload"
check_unload
wait_for 20 bound "$SERIAL" cdc_mbim; check "unloading gives the modem back"
stock_works "$SERIAL"; check "stock traffic works after"
modem_stop m
modprobe -r cdc_mbim
