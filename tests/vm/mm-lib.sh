# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# ModemManager in the guest, with what it needs beside it and without systemd: a
# system bus, udev, and polkit, which the bus starts. Sourced after lib.sh.

MM_LOG=$CASE_DIR/mm.log

# bus_start: D-Bus and udev, with the project's own rule as README installs it, and
# the client's name where it says that there may be further ones.
bus_start() {
	mkdir -p /run/dbus /run/lock /etc/udev/rules.d
	sed "s/\"mbim_usb|/&$CLIENT|/" "$TOP/udev/78-mbbcx.rules" > /etc/udev/rules.d/78-mbbcx.rules
	dbus-uuidgen --ensure
	dbus-daemon --system --fork --nopidfile || return 1
	udev_start
}
mm_start() {
	ModemManager --debug --log-file="$MM_LOG" > /dev/null 2>&1 &
	echo $! > "$CASE_DIR/mm.pid"
	patiently 60 mmcli -L
}
mm_stop() { kill "$(cat "$CASE_DIR/mm.pid")" && wait "$(cat "$CASE_DIR/mm.pid")"; }
# NetworkManager, which leaves everything but the modem alone.
nm_start() {
	mkdir -p /etc/NetworkManager/conf.d /var/lib/NetworkManager
	printf '[main]\nplugins=keyfile\ndns=none\nno-auto-default=*\n' > /etc/NetworkManager/conf.d/guest.conf
	NetworkManager --no-daemon > "$CASE_DIR/nm.log" 2>&1 &
	echo $! > "$CASE_DIR/nm.pid"
	patiently 60 eval '[ "$(nmcli -t -f RUNNING general)" = running ]'
}
nm_stop() { kill "$(cat "$CASE_DIR/nm.pid")" && wait "$(cat "$CASE_DIR/nm.pid")"; }
# The rest goes, too: what is left would see the next case's devices, and the proxy
# has a port open. It and polkitd were started by others.
bus_stop() { killall -q -w mbim-proxy polkitd dbus-daemon systemd-udevd; return 0; }
# usb_end: the end of a case that has the emulated modem m.
usb_end() {
	mm_stop; check "ModemManager ends"
	bus_stop
	check_violations m
	# Before the modules: udev may have loaded cdc_mbim, which would take the modem over.
	modem_stop m
	unload_stack; check "the modules unload"
	check_unload
}

# patiently SECONDS COMMAND...: wait_for for commands that ask ModemManager, which
# has other things to do in an emulated machine.
patiently() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@" > /dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 1
	done
}
# value OBJECT KEY: one value of mmcli, OBJECT being "-m any", "-b 2" and so on.
# An array's values come one after the other.
value() {
	local object=$1 key=$2
	# shellcheck disable=SC2086
	mmcli $object --output-keyvalue 2> /dev/null |
		sed -n "s/^$key\(\.value\[[0-9]*\]\)\{0,1\} *: //p"
}
state_is() { [ "$(value "-m any" modem.generic.state)" = "$1" ]; }
wait_state() { patiently "${2:-60}" state_is "$1"; }
# Shows how far ModemManager came, for whoever reads a failure.
mm_show() {
	show mmcli -m any
	show tail -n 60 "$MM_LOG"
}

# mm_connect NAME PROPERTIES: a bearer of these properties, connected; its path is
# in BEARER.
mm_connect() {
	local name=$1 out=$CASE_DIR/bearer.$1
	BEARER=
	mmcli -m any --timeout=120 --create-bearer="$2" > "$out" 2>&1 || { show cat "$out"; return 1; }
	BEARER=$(sed -n 's,.*\(/org/freedesktop/ModemManager1/Bearer/[0-9]*\).*,\1,p' "$out" | head -1)
	mmcli -b "$BEARER" --connect --timeout=120 > "$out" 2>&1 || { show cat "$out"; mm_show; return 1; }
}
bearer_connected() { [ "$(value "-b $1" bearer.status.connected)" = "${2:-yes}" ]; }
bearer_address() { value "-b $1" "bearer.ipv$2-config.address"; }
# bearer_configure BEARER: its interface, with the addresses that ModemManager has
# for it, and without IPv6 if it has none of that: Linux would send into a context
# that cannot carry it.
bearer_configure() {
	local if a p n
	if=$(value "-b $1" bearer.status.interface)
	a=$(bearer_address "$1" 6)
	[[ $a == *:* ]]
	echo $? > "/proc/sys/net/ipv6/conf/$if/disable_ipv6"
	ip link set "$if" up || return 1
	for n in 4 6; do
		a=$(bearer_address "$1" $n)
		p=$(value "-b $1" "bearer.ipv$n-config.prefix")
		case $a in --|'') continue ;; esac
		ip addr replace "$a/$p" dev "$if" nodad 2> /dev/null || ip addr replace "$a/$p" dev "$if" || return 1
	done
}
# bearer_ping BEARER 4|6: its gateway, from its address.
bearer_ping() {
	local if gw
	if=$(value "-b $1" bearer.status.interface)
	gw=$(value "-b $1" "bearer.ipv$2-config.gateway")
	ping "-$2" -q -c 3 -i 0.2 -W 5 -I "$if" -I "$(bearer_address "$1" "$2")" "$gw" > "$CASE_DIR/ping" 2>&1 ||
		{ show cat "$CASE_DIR/ping"; false; }
}

# meanwhile PORT: mbimcli on another port, one query after the other, until
# meanwhile_over N, which fails if one of them did, or if there were fewer than N.
meanwhile() {
	rm -f "$CASE_DIR/over" "$CASE_DIR/missed"
	echo 0 > "$CASE_DIR/queries"
	(
		n=0
		while [ ! -e "$CASE_DIR/over" ]; do
			if timeout 60 mbimcli -d "$1" --query-signal-state > "$CASE_DIR/query" 2>&1; then
				n=$((n + 1))
				echo $n > "$CASE_DIR/queries"
			else
				cat "$CASE_DIR/query" >> "$CASE_DIR/missed"
			fi
			sleep 0.5
		done
	) &
	MEANWHILE=$!
}
meanwhile_over() {
	touch "$CASE_DIR/over"
	wait $MEANWHILE
	[ ! -e "$CASE_DIR/missed" ] || { show cat "$CASE_DIR/missed"; return 1; }
	[ "$(cat "$CASE_DIR/queries")" -ge "$1" ]
}

# mm_appearance IMEI: the modem as it was found, in $CASE_DIR/modem; then enabled.
mm_appearance() {
	mmcli -m any --output-keyvalue > "$CASE_DIR/modem" 2>&1
	show cat "$CASE_DIR/modem"
	grep -q "primary-port *: ${WWAN}mbim0\$" "$CASE_DIR/modem"; check "on port 0"
	grep -q "$WWAN (net)" "$CASE_DIR/modem"; check "with wwan0 for its data"
	[ "$(value "-m any" modem.3gpp.imei)" = "$1" ]; check "its IMEI is the modem's"
	mmcli -m any --timeout=120 --enable > "$CASE_DIR/enable" 2>&1 || show cat "$CASE_DIR/enable"
	wait_state registered; check "enabled, it registers" || mm_show
	patiently 60 eval '[ "$(value "-m any" modem.generic.signal-quality.value)" -gt 0 ]'
	check "the signal is shown"
}

# mm_single TYPE FAMILY...: a bearer of its own for one kind of addresses, on wwan0.
mm_single() {
	local type=$1 family
	shift
	mm_connect one "apn=internet,ip-type=$type" && bearer_connected "$BEARER"
	check "$type: connects"
	show mmcli -b "$BEARER"
	wait_state connected; check "$type: the modem is connected"
	[ "$(value "-b $BEARER" bearer.status.interface)" = $WWAN ]; check "$type: on wwan0"
	bearer_configure "$BEARER"; check "$type: the bearer has what the interface needs"
	wait_carrier $WWAN; check "$type: the carrier is on"
	for family; do
		bearer_ping "$BEARER" "$family"; check "$type: ping over IPv$family"
	done
	mmcli -b "$BEARER" --timeout=60 --disconnect > "$CASE_DIR/out" 2>&1; check "$type: disconnects"
	wait_for 20 eval '! carrier $WWAN'; check "$type: the carrier goes"
	ip addr flush dev $WWAN
	mmcli -m any --delete-bearer="$BEARER" > /dev/null 2>&1
}

# mm_two_bearers: at once, by multiplexing.
mm_two_bearers() {
	local first second if
	mm_connect first "apn=internet,ip-type=ipv4v6,multiplex=requested"; check "a first bearer, multiplexed, connects"
	first=$BEARER
	mm_connect second "apn=internet2,ip-type=ipv4v6,multiplex=requested"; check "a second one, too"
	second=$BEARER
	show mmcli -b "$first"
	show mmcli -b "$second"
	show ip -d link show type wwan
	if=$(value "-b $second" bearer.status.interface)
	[ "$if" != "$(value "-b $first" bearer.status.interface)" ]; check "each has an interface of its own"
	[ "$(value "-b $second" bearer.status.multiplexed)" = yes ]; check "the second is multiplexed"
	for BEARER in $first $second; do
		bearer_configure "$BEARER" && bearer_ping "$BEARER" 4 && bearer_ping "$BEARER" 6
		check "ping through ${BEARER##*/} over IPv4 and IPv6"
	done
	mmcli -b "$second" --timeout=60 --disconnect > "$CASE_DIR/out" 2>&1; check "the second disconnects"
	wait_for 20 test ! -e "/sys/class/net/$if"; check "its interface goes"
	bearer_ping "$first" 4; check "the first does not care"
	mmcli -b "$first" --timeout=60 --disconnect > "$CASE_DIR/out" 2>&1; check "the first disconnects"
	mmcli -m any --delete-bearer="$first" > /dev/null 2>&1
	mmcli -m any --delete-bearer="$second" > /dev/null 2>&1
}
