# SPDX-License-Identifier: GPL-2.0
# Nine modems of two client drivers at once, eight of mbim_sim and one of mbim_usb:
# each is a wwanN with traffic of its own, and none feels the others go.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/sim-lib.sh"

MODEMS=8
# The wwanN below a device, whatever its number.
wwan_of() {
	local d
	for d in "$1"/wwan/wwan*; do
		[ -d "$d" ] && basename "$d"
	done | grep .
}
sim_wwan() { wwan_of "$BUS/devices/mbim_sim.$1"; }
usb_wwan() { wwan_of "$(dirname "$(readlink -f /sys/bus/usb/drivers/"$CLIENT"/*:*/wwan)")"; }

# modem_up WWAN NAME: session 0 connected; its gateway is in gateway.NAME.
modem_up() {
	wait_port "$1mbim0" && wait_if "$1" && PORT=/dev/$1mbim0 connect "$1" 0 && wait_carrier "$1" || return 1
	gw4 0 > "$CASE_DIR/gateway.$2"
}
# pings_start WWAN NAME, then pings_end NAME...: none is lost meanwhile. The last one
# may be under way.
lost_none() {
	awk '/packets transmitted/ {sent = $1; got = $4} END {exit !(got > 0 && sent - got <= 1)}' "$1"
}
pings_start() {
	ping -q -i 0.1 -W 10 -I "$1" "$(cat "$CASE_DIR/gateway.$2")" > "$CASE_DIR/pings.$2" 2>&1 &
	echo $! > "$CASE_DIR/pid.$2"
}
pings_end() {
	local n pid bad=0
	for n in "$@"; do
		pid=$(cat "$CASE_DIR/pid.$n")
		kill -INT "$pid"
		wait "$pid"
		lost_none "$CASE_DIR/pings.$n" || { show cat "$CASE_DIR/pings.$n"; bad=1; }
	done
	return $bad
}
pings_stop() { pings_end "$@" > /dev/null 2>&1; return 0; }

load_stack && insmod "$BUILD/mbim_sim.ko" modems=$MODEMS; check "two client drivers load"
modem_start m --ipv4=10.200.N.2 --ipv4-gw=10.200.N.1 --ipv4-dns=10.200.N.1
check "a USB modem is plugged in beside $MODEMS without hardware"
wait_for 20 usb_wwan; usb=$(usb_wwan)
names=''
for ((i = 0; i < MODEMS; i++)); do names="$names $(sim_wwan $i)"; done
n=$(tr ' ' '\n' <<< "$names $usb" | sort -u | grep -c '^wwan[0-9]*$')
[ "$n" = $((MODEMS + 1)) ]; check "each is a wwanN of its own:$names, $usb"
sim_network $MODEMS; check "the network is in a namespace"

bad=0
for ((i = 0; i < MODEMS; i++)); do modem_up "$(sim_wwan $i)" $i || bad=1; done
[ $bad = 0 ]; check "all $MODEMS connect"
modem_up "$usb" usb; check "so does the USB modem"
[ "$(sort -u "$CASE_DIR"/gateway.* | grep -c .)" = $((MODEMS + 1)) ]; check "each with addresses of its own"

pings_start "$usb" usb
for ((i = 0; i < MODEMS; i++)); do pings_start "$(sim_wwan $i)" $i; done
sleep 3
echo mbim_sim.3 > $BUS/drivers/mbim_sim/unbind; check "one of them is unbound under its traffic"
knob restart 1 5; check "one fails"
knob detach 1 6; check "one is detached"
sleep 1
[ -z "$(sim_wwan 3)" ]; check "the first is gone"
wait_for 20 status_is opens 1 5; check "the second has started again"
pings_stop 3 5 6
pings_end 0 1 2 4 7 usb; check "the others lost nothing"

echo mbim_sim.3 > $BUS/drivers/mbim_sim/bind; check "it is bound again"
for i in 3 5 6; do
	[ $i != 6 ] || PORT=/dev/$(sim_wwan 6)mbim0 mbim --attach-packet-service > /dev/null 2>&1
	modem_up "$(sim_wwan $i)" $i; check "modem $i connects again"
done

for ((i = 0; i < MODEMS; i++)); do pings_start "$(sim_wwan $i)" $i; done
pings_start "$usb" usb
sleep 1
ctl m unplug > /dev/null
wait_for 10 test ! -e "/sys/class/net/$usb"; check "the USB modem is unplugged"
pings_stop usb
ctl m replug > /dev/null
wait_for 20 usb_wwan; usb=$(usb_wwan)
modem_up "$usb" usb; check "plugged in again, it connects"
unload "$CLIENT"; check "its driver is unloaded"
pings_end 0 1 2 3 4 5 6 7; check "the modems without hardware lost nothing"
check_violations m

insmod "$BUILD/$CLIENT.ko"; check "its driver is loaded again"
wait_for 20 usb_wwan; usb=$(usb_wwan)
modem_up "$usb" usb && pings_start "$usb" usb; check "and the modem connects"
for ((i = 0; i < MODEMS; i++)); do check_sim $i; done
unload mbim_sim; check "the driver of the eight is unloaded"
sleep 1
pings_end usb; check "the USB modem lost nothing"
check_violations m
unload_stack; check "the modules unload"
modem_stop m
ip netns del net
check_unload
