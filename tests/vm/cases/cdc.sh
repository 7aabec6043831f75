# SPDX-License-Identifier: GPL-2.0
# drivers/mbim_cdc: stock cdc_mbim has the modem all the time, and an MbbCx client on
# top of it its sessions. Loading takes its interface over, unloading gives it back,
# plugging and unplugging go through both.
CLIENT=mbim_cdc
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/recovery-lib.sh"

driver_is_stock() { [ "$(basename "$(readlink /sys/class/net/wwan0/device/driver)")" = cdc_mbim ]; }
# IFF_UP and IFF_SLAVE of the stock interface: 1 and 0x800.
flag() { [ $(($(cat /sys/class/net/wwan0/flags) & $1)) -ne 0 ]; }
# Stock's own path to the network. Its function stays open between the commands.
stock_works() {
	wait_for 15 test -c /dev/cdc-wdm0 || return 1
	PORT=/dev/cdc-wdm0 mbim --attach-packet-service > /dev/null 2>&1
	PORT=/dev/cdc-wdm0 mbim --connect=session-id=0,apn=internet,ip-type=ipv4v6 --no-close > "$CASE_DIR/stock" 2>&1 ||
		{ show cat "$CASE_DIR/stock"; return 1; }
	PORT=/dev/cdc-wdm0 mbim --no-open=10 --no-close --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1 || return 1
	configure wwan0 0 && ping4 wwan0 "$(gw4 0)" && ping6 wwan0 "$(gw6 0)"
}
counter() { sed -n "s/^$1 //p" /sys/module/mbim_cdc/parameters/counters; }
both_sessions() {
	connect wwan1 0 && wait_carrier wwan1 && ping4 wwan1 "$(gw4 0)" && ping6 wwan1 "$(gw6 0)"
	check "session 0: both kinds of IP"
	connect wwan1.3 3 && wait_carrier wwan1.3 && ping4 wwan1.3 "$(gw4 3)" && ping6 wwan1.3 "$(gw6 3)"
	check "session 3, by a tag: both kinds of IP"
	ping4 wwan1 "$(gw4 0)"; check "session 0 does not care"
}

modem_start m --sessions=8
wait_if wwan0 && driver_is_stock; check "stock cdc_mbim has the modem"
stock_works; check "stock traffic works before"
ip addr flush dev wwan0

load_stack; check "the modules load"
wait_port && wait_if wwan1; check "a modem of MbbCx is there, under names of its own"
driver_is_stock; check "cdc_mbim still has it"
flag 1 && flag 0x800; check "the interface below is up, and taken"
! ip -6 -o addr show dev wwan0 | grep -q fe80; check "IPv6 does not live there"
mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 && grep -q 353001234567890 "$CASE_DIR/caps"
check "it answers" || show cat "$CASE_DIR/caps"
both_sessions
disconnect 3; check "session 3 ends"
wait_for 10 test ! -e /sys/class/net/wwan1.3; check "and its interface"
[ "$(counter tx_datagrams)" -gt 0 ] && [ "$(counter rx_datagrams)" -gt 0 ]; check "counters have counted"
ethtool -S wwan1 | grep -q device_fragments_sent; check "ethtool shows the device's"
show cat /sys/module/mbim_cdc/parameters/counters

# ---- plug and unplug ----
ctl m unplug > /dev/null
wait_for 20 test ! -e /dev/wwan1mbim0 -a ! -e /sys/class/net/wwan1 -a ! -e /sys/class/net/wwan0
check "unplugged: everything is gone"
ctl m replug > /dev/null
wait_if wwan0 && wait_port && wait_if wwan1; check "plugged in again, it comes back"
connect wwan1 0 && wait_carrier wwan1 && ping4 wwan1 "$(gw4 0)"; check "and works"

# ---- another one ----
modem_start n --serial 2
wait_if wwan2 && wait_port wwan3mbim0 && wait_if wwan3; check "a second modem has names of its own, twice"
PORT=/dev/wwan3mbim0 connect wwan3 0 && ping4 wwan3 "$(gw4 0)"; check "and works"
PORT=/dev/wwan1mbim0 mbim --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1 && ping4 wwan1 "$(gw4 0)"
check "beside the first"
ctl n unplug > /dev/null
wait_for 20 test ! -e /dev/wwan3mbim0 -a ! -e /sys/class/net/wwan3 -a ! -e /sys/class/net/wwan2
check "unplugged: what was its is gone"
modem_stop n
ping4 wwan1 "$(gw4 0)"; check "the first does not care"

# ---- a flood while it goes ----
ping -q $FLOOD -I wwan1 "$(gw4 0)" > /dev/null 2>&1 &
pinger=$!
sleep 1
unload_stack; check "the modules unload under traffic"
kill $pinger 2> /dev/null
wait $pinger 2> /dev/null
check_unload
driver_is_stock; check "cdc_mbim has the modem"
! flag 0x800; check "the interface is Linux's again"
wait_for 10 eval '[ "$(modem_field m closes)" -ge 1 ]'; check "the function was closed"
stock_works; check "stock traffic works after"

load_stack && wait_port && connect wwan1 0 && ping4 wwan1 "$(gw4 0)"; check "loaded again, it works"
unload_stack; check "and unloads"
check_unload
check_violations m
modem_stop m
wait_for 10 test ! -e /sys/class/net/wwan0
modprobe -r cdc_mbim
