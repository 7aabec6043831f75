# SPDX-License-Identifier: GPL-2.0
# ModemManager, as Debian has it, with a modem without hardware: finds it, enables
# and connects it, follows what its network does, and tells two of them apart.
# mbimcli is at work on the second port all the time.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/sim-lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

modems() { mmcli -L 2> /dev/null | grep -c /Modem/; }
modems_are() { [ "$(modems)" = "$1" ]; }
# What mmcli calls a modem, by its platform device.
uid() { echo "-m /sys/devices/platform/mbim_sim.$1"; }

start_all() {
	load ndis_shim && insmod "$BUILD/mbbcx.ko" control_ports=2 && insmod "$BUILD/mbim_sim.ko"
	check "the modules load"
	bus_start; check "D-Bus and udev start"
	wait_port wwan0mbim1; check "the modem has two ports"
	sim_network 2; check "its network is in a namespace"
	sim_gateways 1 2 3; check "with the gateways of further sessions"
	mm_start; check "ModemManager starts"
	wait_state disabled 120; check "it finds the modem" || mm_show
	meanwhile /dev/wwan0mbim1
}
appearance() {
	mm_appearance 353490069870000
	! grep wwan0mbim1 "$CASE_DIR/modem" | grep -qv ignored; check "and leaves the other port alone"
	! grep -q ncx "$CASE_DIR/modem"; check "and the network's interface"
	grep -q 'device *: /sys/devices/platform/mbim_sim.0$' "$CASE_DIR/modem"; check "it knows the device"
}
network() {
	mm_connect one "apn=internet,ip-type=ipv4"; check "connects once more"
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping"
	knob disconnect 0
	patiently 60 bearer_connected "$BEARER" no; check "the network ends the session: ModemManager knows"
	mmcli -b "$BEARER" --connect > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
	wait_carrier wwan0 && bearer_configure "$BEARER" && bearer_ping "$BEARER" 4
	check "the same bearer connects again"
	knob detach 1
	patiently 60 bearer_connected "$BEARER" no; check "the network detaches: ModemManager knows"
	patiently 60 mmcli -b "$BEARER" --connect; check "it attaches and connects"
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping"
	knob coverage 0
	wait_state enabled; check "coverage is lost: it is no longer registered" || mm_show
	knob coverage 1
	wait_state registered; check "and found: it registers" || mm_show
	knob signal 31
	patiently 60 eval '[ "$(value "-m any" modem.generic.signal-quality.value)" = 100 ]'
	check "a better signal is shown"
}
# Both are there, and neither is the other's.
two() {
	local m
	meanwhile_over 10; check "mbimcli on the other port has missed nothing"
	check_sim 0
	unload mbim_sim; check "the driver is unloaded under ModemManager"
	patiently 60 modems_are 0; check "which drops the modem"
	insmod "$BUILD/mbim_sim.ko" modems=2 && sim_network 2; check "it is loaded with two modems"
	patiently 120 modems_are 2; check "ModemManager finds both"
	for m in 0 1; do
		patiently 60 eval '[ "$(value "$(uid '$m')" modem.generic.state)" = disabled ]'
		[ "$(value "$(uid $m)" modem.generic.primary-port)" = wwan${m}mbim0 ]; check "modem $m has its port"
		# shellcheck disable=SC2046
		mmcli $(uid $m) --timeout=120 --simple-connect="apn=internet,ip-type=ipv4v6" > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
		BEARER=$(value "$(uid $m)" modem.generic.bearers | head -1)
		bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "modem $m connects"
		[ "$(value "-b $BEARER" bearer.status.interface)" = wwan$m ]; check "with its interface"
	done
	ping4 wwan0 10.64.0.1 && ping4 wwan1 10.65.0.1; check "both at once"
	check_sim 0
	check_sim 1
}
end_all() {
	mm_stop; check "ModemManager ends"
	bus_stop
	unload mbim_sim mbbcx ndis_shim; check "the modules unload"
	ip netns del net
	check_unload
}

start_all
appearance
mm_single ipv4 4
mm_single ipv6 6
mm_single ipv4v6 4 6
mm_two_bearers
network
two
end_all
