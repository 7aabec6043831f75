# SPDX-License-Identifier: GPL-2.0
# ModemManager, as Debian has it, on port 0, while mbimcli is at work on port 1:
# from the plug to two bearers at once, through everything that a network and a
# person at the plug do.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

start_all() {
	load_ports 2
	check "the modules load"
	bus_start; check "D-Bus and udev start"
	modem_start m; check "a modem is plugged in"
	wait_port ${WWAN}mbim1 && udevadm settle -t 120; check "it has two ports"
	mm_start; check "ModemManager starts"
	wait_state disabled 240; check "it finds the modem" || mm_show
	meanwhile /dev/${WWAN}mbim1
}
# What the network does, ModemManager follows.
network() {
	mm_connect one "apn=internet,ip-type=ipv4"; check "connects once more"
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping"
	ctl m deactivate 0 > /dev/null
	patiently 30 bearer_connected "$BEARER" no; check "the network ends the context: ModemManager knows"
	! carrier $WWAN; check "and the carrier is off"
	mmcli -b "$BEARER" --timeout=120 --connect > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
	wait_carrier $WWAN && bearer_configure "$BEARER" && bearer_ping "$BEARER" 4
	check "the same bearer connects again"
	ctl m detach > /dev/null
	patiently 30 bearer_connected "$BEARER" no; check "the network detaches: ModemManager knows"
	ctl m attach > /dev/null
	patiently 60 mmcli -b "$BEARER" --timeout=60 --connect; check "attached again, it connects"
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping"
}

replug() {
	meanwhile_over 5; check "mbimcli on the other port has missed nothing"
	ctl m unplug > /dev/null
	patiently 60 eval '! mmcli -m any'; check "unplugged while connected: ModemManager drops the modem"
	wait_for 10 test ! -e /dev/${WWAN}mbim0; check "and holds no port of it"
	ctl m replug > /dev/null
	wait_state disabled 120; check "plugged in again, it is found again" || mm_show
	meanwhile /dev/${WWAN}mbim1
	mmcli -m any --timeout=180 --simple-connect="apn=internet,ip-type=ipv4v6" > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
	wait_state connected; check "and connects by one command" || mm_show
	BEARER=$(value "-m any" modem.generic.bearers | head -1)
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4 && bearer_ping "$BEARER" 6; check "ping"
	mmcli -m any --timeout=120 --simple-disconnect > "$CASE_DIR/out" 2>&1; check "and disconnects"
	mmcli -m any --timeout=120 --disable > "$CASE_DIR/out" 2>&1 && wait_state disabled; check "and is disabled"
	meanwhile_over 1; check "mbimcli has missed nothing"
}

start_all
mm_appearance 353001234567890
! grep "${WWAN}mbim1" "$CASE_DIR/modem" | grep -qv ignored; check "and leaves the other port alone"
mm_single ipv4 4
mm_single ipv6 6
mm_single ipv4v6 4 6
mm_two_bearers
network
replug
usb_end
