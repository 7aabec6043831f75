# SPDX-License-Identifier: GPL-2.0
# The clients without hardware: each checks from inside what it was promised,
# this looks from outside.
. "$TOP/tests/vm/lib.sh"

report() { dmesg | grep "$1: [0-9]* checks" | tail -1; }

run_client() {
	local c=$1
	modprobe -q wwan
	load ndis_shim mbbcx "$c"; check "$c loads" || return
	wait_port; check "$c: a control port appears"
	wait_if wwan0; check "$c: wwan0 appears"
	[ "$(cat /sys/class/net/wwan0/type)" = 65534 ]; check "$c: wwan0 is a raw IP interface"
	! carrier wwan0; check "$c: no carrier before CONNECT"
	mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 && grep -q "Max sessions: '17'" "$CASE_DIR/caps"
	check "$c: device caps come back whole"
	mbim --query-device-services > "$CASE_DIR/services" 2>&1; check "$c: device services"
	mbim --connect="session-id=0,apn=x,ip-type=ipv4" > "$CASE_DIR/c0" 2>&1; check "$c: connect"
	wait_carrier wwan0 || { ip link set wwan0 up; wait_carrier wwan0; }
	ip link set wwan0 up
	wait_carrier wwan0; check "$c: carrier after CONNECT"
	ip addr add 10.99.0.2/24 dev wwan0
	ping4 wwan0 10.99.0.1 20; check "$c: packets through the rings and back"
	ping -q -c 3 -s 1472 -W 5 -I wwan0 10.99.0.1 > /dev/null; check "$c: packets of the full MTU"

	mbim --connect="session-id=3,apn=x,ip-type=ipv4" > "$CASE_DIR/c3" 2>&1
	check "$c: CONNECT of session 3 without a link"
	wait_if wwan0.3; check "$c: its link was made on demand"
	[ "$(ip -d -j link show wwan0.3 | grep -c '"info_kind":"wwan"')" = 1 ]; check "$c: it is an ordinary wwan link"
	mbim --disconnect=3 > "$CASE_DIR/d3" 2>&1; check "$c: session 3 disconnects"
	wait_for 10 test ! -e /sys/class/net/wwan0.3; check "$c: its link is destroyed"
	ip link add name mine parentdev wwan0 type wwan linkid 5; check "$c: a link by hand"
	! ip link add name twice parentdev wwan0 type wwan linkid 5 2> /dev/null; check "$c: no second link for a session"
	! ip link add name far parentdev wwan0 type wwan linkid 99 2> /dev/null; check "$c: no link beyond the last session"
	ip link del mine; check "$c: deleted by hand"
	ip link add name mine parentdev wwan0 type wwan linkid 5; check "$c: and made again"
	mbim --disconnect=0 > "$CASE_DIR/d0" 2>&1; check "$c: session 0 disconnects"
	wait_for 10 eval '! carrier wwan0'; check "$c: the carrier goes"
	unload "$c" mbbcx ndis_shim; check "$c unloads"
	seen=$(report "$c" | sed 's/.*: //')
	[[ $seen == *" 0 failed"* ]]; check "$c: promises seen from inside: $seen"
	report "$c" | grep -qE 'opens [1-9].*closes [1-9]'; check "$c: the function was opened and closed"
	check_unload
}
run_client test_mbb2018
run_client test_mbbnow
