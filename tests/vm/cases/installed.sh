# SPDX-License-Identifier: GPL-2.0
# A Debian with the package on it (tests/install.sh): a modem that is plugged in is
# mbim_usb's and ModemManager's with nothing done, removal gives it back to cdc_mbim, and
# an installation beside a modem takes it, each of them unless the modem is in use.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

loaded() { grep -q "^$1 " /proc/modules; }
comm_driver() { basename "$(readlink /sys/bus/usb/devices/*:1.0/driver | grep -v hub)" 2> /dev/null; }
driver_is() { [ "$(comm_driver)" = "$1" ]; }
handover() { /usr/lib/mbbcx/handover "$1" > "$CASE_DIR/handover" 2>&1; }
journal() { show journalctl -b -n 40 --no-pager -o cat -u ModemManager; }
# connected PORT: ModemManager has the modem on that port, and one command connects it.
connected() {
	local port=$1
	patiently 240 eval '[ "$(value "-m any" modem.generic.primary-port)" = '"$port"' ]'
	check "ModemManager finds the modem on $port" || { journal; show mmcli -m any; }
	# ModemManager's own, while it gets to know the modem, are no failures.
	patiently 300 eval 'mmcli -m any --timeout=120 --simple-connect=apn=internet,ip-type=ipv4v6 > "$CASE_DIR/out" 2>&1'
	wait_state connected; check "asked for a connection, it has one" || { show cat "$CASE_DIR/out"; journal; }
	BEARER=$(value "-m any" modem.generic.bearers | head -1)
	IF=$(value "-b $BEARER" bearer.status.interface)
	bearer_configure "$BEARER" && bearer_ping "$BEARER" 4 && bearer_ping "$BEARER" 6
	check "ping over IPv4 and IPv6 on $IF"
}
disconnected() {
	mmcli -m any --timeout=120 --simple-disconnect > "$CASE_DIR/out" 2>&1
	ip link set "$IF" down
}

plug() {
	systemctl is-system-running --wait > "$CASE_DIR/running"
	say "the system is $(cat "$CASE_DIR/running")"
	[ -z "$(systemctl --failed --no-legend --plain)" ]; check "the system has started" || show systemctl --failed --no-legend
	patiently 120 systemctl -q is-active ModemManager; check "ModemManager, too"
	! loaded mbim_usb && ! loaded ndis_shim; check "without a modem no module is loaded"
	modem_start m --serial 1; check "a modem is plugged in"
	wait_port; check "its control port is there, with nothing done"
	driver_is mbim_usb; check "mbim_usb has it"
	! dmesg | grep -q 'taken over from'; check "and had it first"
	[ "$(cat /sys/module/mbim_usb/version)" = "$(dpkg-query -W -f '${source:Upstream-Version}' mbbcx-dkms)" ]
	check "it is the package's version"
	udevadm settle -t 120
	[ "$(readlink -f /dev/mbim/by-path/*-port0)" = /dev/wwan0mbim0 ] &&
		[ "$(readlink -f /dev/mbim/by-id/*MODEM0001-port0)" = /dev/wwan0mbim0 ]
	check "it has names that stay" || show find /dev/mbim
	connected wwan0mbim0
}

report() {
	local word
	mbb-report -o "$CASE_DIR/report"; check "mbb-report"
	[ "$(stat -c %a "$CASE_DIR/report")" = 600 ]; check "its file is nobody else's"
	for word in "version: *$(dpkg-query -W -f '${source:Upstream-Version}' mbbcx-dkms)" \
		'mbbcx-dkms .* installed' 'driver mbim_usb' 'bInterfaceSubClass' 'softdep cdc_mbim pre: mbim_usb' \
		'state: activated' 'modem.generic.state *: connected' 'bearer.status.connected *: yes'; do
		grep -q "$word" "$CASE_DIR/report"; check "it says: $word"
	done
}

# What is in use stays; then the package goes.
removal() {
	handover give; driver_is mbim_usb && grep -q 'in use' "$CASE_DIR/handover"
	check "a modem in use stays with mbim_usb, and one is told"
	bearer_ping "$BEARER" 4; check "its connection, too"
	disconnected; check "disconnected"
	# For the installation later: what DKMS has built, so that no guest compiles.
	mkdir -p /usr/share/mbbcx-dkms
	dkms mktarball mbbcx/"$(cat /sys/module/mbim_usb/version)" --archive built.tar.gz > "$CASE_DIR/out" 2>&1 &&
		cp /var/lib/dkms/mbbcx/*/tarball/built.tar.gz /run/built.tar.gz; check "the modules are put by" || show cat "$CASE_DIR/out"
	dpkg --purge mbbcx-dkms > "$CASE_DIR/purge" 2>&1; check "dpkg --purge" || show cat "$CASE_DIR/purge"
	! loaded mbim_usb && ! loaded mbbcx && ! loaded ndis_shim; check "no module is left in memory" || show cat "$CASE_DIR/purge"
	check_unload
	wait_for 60 driver_is cdc_mbim; check "cdc_mbim has the modem, with nothing done"
	connected cdc-wdm0
	[ -z "$(find /usr/src /lib/modules /etc /usr/lib/udev /usr/lib/modprobe.d /var/lib/dkms -name '*mbbcx*' -o -name 'ndis_shim*' -o -name 'mbim_usb*')" ]
	check "nothing is left of it"
}

# dpkg -i with the modem on cdc_mbim, and in use.
installation() {
	mkdir -p /usr/share/mbbcx-dkms
	cp /run/built.tar.gz "/usr/share/mbbcx-dkms/mbbcx-$(dpkg-deb -f /root/debs/mbbcx-dkms_*.deb Version | sed 's/-.*//').dkms.tar.gz"
	dpkg -i /root/debs/mbbcx-dkms_*.deb > "$CASE_DIR/install" 2>&1; check "dpkg -i" || show cat "$CASE_DIR/install"
	driver_is cdc_mbim && grep -q 'in use' "$CASE_DIR/install"
	check "a modem in use stays with cdc_mbim, and one is told" || show cat "$CASE_DIR/install"
	bearer_ping "$BEARER" 4; check "its connection, too"
	disconnected
	handover take; wait_for 60 driver_is mbim_usb; check "at rest, it comes to mbim_usb" || show cat "$CASE_DIR/handover"
	connected wwan0mbim0
	disconnected
	ctl m unplug > /dev/null
	wait_for 20 test ! -e /dev/wwan0mbim0; check "it is unplugged"
	dpkg --purge mbbcx-dkms > "$CASE_DIR/purge" 2>&1; check "dpkg --purge without a modem" || show cat "$CASE_DIR/purge"
	! loaded ndis_shim; check "no module is left in memory"
	ctl m replug > /dev/null
	wait_for 60 driver_is cdc_mbim; check "plugged in again, it is cdc_mbim's"
}

plug
report
removal
installation
systemctl stop ModemManager
modem_stop m
