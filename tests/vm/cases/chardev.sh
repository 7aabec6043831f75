# SPDX-License-Identifier: GPL-2.0
# The device of a Windows driver, from outside: open, read, write, control
# requests, poll, signals, and a driver that cannot go while it is open.
. "$TOP/tests/vm/lib.sh"

load ndis_shim test_wdm_echo; check "the driver loads"
wait_for 5 test -c /dev/testecho; check "its symbolic link is a node"
for c in $("$BUILD/echo-test" list); do
	timeout 60 "$BUILD/echo-test" "$c" > "$CASE_DIR/out" 2>&1 || { show cat "$CASE_DIR/out"; false; }
	check "$c"
done
exec 9< /dev/testecho
! rmmod test_wdm_echo 2> /dev/null; check "an open file keeps the driver"
exec 9<&-
wait_for 5 rmmod test_wdm_echo; check "and only that"
[ ! -e /dev/testecho ]; check "the node goes with the driver"
unload ndis_shim; check "the rest unloads"
check_unload
