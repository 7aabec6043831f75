# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What every case starts with. A case is a list of steps; each ends in
# check "what was promised", which reports the exit status of the step before.

: "${VERDICT:=/dev/stdout}"
# The module of the driver that USB modems get; another one has the same parameters.
: "${CLIENT:=mbim_usb}"
# What the modem is called: its port is ${WWAN}mbim0, its session 0 $WWAN. The driver
# over stock cdc_mbim finds the first name taken by that.
case $CLIENT in
mbim_cdc) : "${WWAN:=wwan1}" ;;
*) : "${WWAN:=wwan0}" ;;
esac

# How ping floods. In user-mode Linux time stands still while a processor has no rest.
case ${KERNEL:-} in
uml*) FLOOD="-i 0.01" ;;
*) FLOOD=-f ;;
esac

# result LINE: to whoever runs the case, and between the kernel's own lines.
result() { echo "$1" > /dev/kmsg; echo "$1" > "$VERDICT"; }
say() { result "# $*"; }
ok() { result "ok - $CASE: $*"; }
not_ok() { result "not ok - $CASE: $*"; }
# Reports the status of the previous command under a name. No $(...) in the
# name: the substitution would be the previous command.
check() {
	local rc=$?
	if [ $rc -eq 0 ]; then ok "$*"; else not_ok "$* (status $rc)"; fi
	return $rc
}
# wait_for SECONDS COMMAND...: until the command succeeds.
wait_for() {
	local end=$((SECONDS + $1))
	shift
	while ! "$@" > /dev/null 2>&1; do
		[ $SECONDS -lt $end ] || return 1
		sleep 0.1
	done
}
# Output of a command in the log, for whoever reads a failure.
show() {
	echo "+ $*" > /dev/kmsg
	"$@" 2>&1 | while IFS= read -r l; do echo "  $l"; done > /dev/console
}

# ---- modules ----

# load MODULE...: ours, from the build; what they need of the kernel's comes along.
load() {
	local m
	modprobe -q -a usbcore wwan
	for m in "$@"; do
		insmod "$BUILD/$m.ko" || return 1
	done
}
# The stack under a USB modem; arguments go to the client.
load_stack() {
	load ndis_shim mbbcx && insmod "$BUILD/$CLIENT.ko" "$@"
}
# The same with that many control ports.
load_ports() {
	load ndis_shim && insmod "$BUILD/mbbcx.ko" control_ports="$1" && insmod "$BUILD/$CLIENT.ko"
}
# Unloads in the order given; ours then says what it left behind.
unload() {
	local m
	for m in "$@"; do
		grep -q "^$m " /proc/modules || continue
		rmmod "$m" || return 1
	done
}
unload_stack() { unload "$CLIENT" mbbcx ndis_shim; }
# The line that ndis_shim prints when it goes counts what was left; 0 is right.
check_unload() {
	local left none="0 objects, 0 pool blocks, 0 violations"
	left=$(dmesg | sed -n 's/.*unload: \([0-9]* objects.*\)/\1/p' | tail -1)
	[ "$left" = "$none" ] || left="$left: $(dmesg | grep -o 'violation [0-9].*' | tail -3 | paste -sd '|')"
	[ "$left" = "$none" ]
	check "nothing is left in ndis_shim at unload: $left"
}

# udev looks at what is there, with the rules that are there. killall ends it.
udev_start() {
	mkdir -p /run/udev
	/lib/systemd/systemd-udevd --daemon || return 1
	udevadm trigger --action=add --subsystem-match=net --subsystem-match=usb \
		--subsystem-match=usbmisc --subsystem-match=wwan && udevadm settle -t 60
}

# ---- the emulated modem ----

# modem_start NAME [options]: plugged when this returns.
modem_start() {
	local name=$1
	shift
	if [ "$CLIENT" = mbim_cdc ]; then
		modprobe cdc_mbim
		set -- --allow-file "$TOP/tests/modem/stock-departures" "$@"
	fi
	modprobe -q vhci_hcd
	modprobe -q tun
	rm -f "$CASE_DIR/$name.ctl"
	# A modem has a processor of its own: it does not take turns with its host's programs.
	nice -n -20 "$BUILD/mbim-modem" --ctl "$CASE_DIR/$name.ctl" \
		--violations "$CASE_DIR/$name.violations" "$@" > "$CASE_DIR/$name.log" 2>&1 &
	echo $! > "$CASE_DIR/$name.pid"
	wait_for 20 test -S "$CASE_DIR/$name.ctl" || { show cat "$CASE_DIR/$name.log"; return 1; }
}
ctl() {
	local name=$1
	shift
	"$BUILD/mbim-modem" --ctl "$CASE_DIR/$name.ctl" "$@"
}
# modem_field NAME KEY: one value of the modem's status.
modem_field() { ctl "$1" status | tr ' ' '\n' | sed -n "s/^$2=//p" | head -1; }
modem_stop() {
	ctl "$1" quit > /dev/null 2>&1 || kill "$(cat "$CASE_DIR/$1.pid")" 2> /dev/null
	wait "$(cat "$CASE_DIR/$1.pid")" 2> /dev/null
	return 0
}
# The violation log must be there and empty: what it holds is shown.
check_violations() {
	local f=$CASE_DIR/$1.violations n
	n=$(grep -c . "$f" 2> /dev/null)
	[ "$n" = 0 ] || sed 's/^/  violation: /' "$f" | head -20 > /dev/console
	[ "$n" = 0 ]
	check "the modem saw no violation of MBIM: ${n:-no log}"
}

# ---- the host side ----

# mbim DEV-options...: mbimcli on port 0 of the first modem (PORT overrides).
mbim() { timeout 60 mbimcli -d "${PORT:-/dev/${WWAN}mbim0}" "$@"; }
wait_port() { wait_for "${2:-20}" test -c "/dev/${1:-${WWAN}mbim0}"; }
wait_if() { wait_for "${2:-20}" test -e "/sys/class/net/${1:-$WWAN}"; }
carrier() { [ "$(cat "/sys/class/net/$1/carrier" 2> /dev/null)" = 1 ]; }
wait_carrier() { wait_for "${2:-10}" carrier "$1"; }

# connect IF SESSION: activate and configure by what the modem says.
connect() {
	local if=$1 id=$2
	mbim --connect="session-id=$id,apn=internet,ip-type=ipv4v6" > "$CASE_DIR/connect.$id" 2>&1 ||
		{ show cat "$CASE_DIR/connect.$id"; return 1; }
	mbim --query-ip-configuration="$id" > "$CASE_DIR/ip.$id" 2>&1 ||
		{ show cat "$CASE_DIR/ip.$id"; return 1; }
	configure "$if" "$id"
}
# Addresses as the modem gave them in IP_CONFIGURATION.
configure() {
	local if=$1 f=$CASE_DIR/ip.$2 a
	ip link set "$if" up || return 1
	for a in $(sed -n "s/.*IP \[[0-9]*\]: '\([^']*\)'.*/\1/p" "$f"); do
		ip addr replace "$a" dev "$if" nodad 2> /dev/null || ip addr replace "$a" dev "$if"
	done
}
# Gateways the modem gave for a session: the first IPv4 one, the first IPv6 one.
gw4() { sed -n "/IPv4/,/IPv6/s/.*Gateway: '\([0-9.]*\)'.*/\1/p" "$CASE_DIR/ip.$1" | head -1; }
gw6() { sed -n "s/.*Gateway: '\([0-9a-f]*:[0-9a-f:]*\)'.*/\1/p" "$CASE_DIR/ip.$1" | head -1; }
ping4() { ping -q -c "${3:-5}" -i 0.2 -W 5 -I "$1" "$2" > "$CASE_DIR/ping" 2>&1 || { show cat "$CASE_DIR/ping"; false; }; }
ping6() { ping -6 -q -c "${3:-5}" -i 0.2 -W 5 -I "$1" "$2" > "$CASE_DIR/ping" 2>&1 || { show cat "$CASE_DIR/ping"; false; }; }
disconnect() { mbim --disconnect="$1" > "$CASE_DIR/disconnect" 2>&1 || { show cat "$CASE_DIR/disconnect"; false; }; }
