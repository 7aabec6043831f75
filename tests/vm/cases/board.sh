# SPDX-License-Identifier: GPL-2.0
# A KMDF driver of a USB device that is no modem: control requests, reads and
# writes, a request that waits for an interrupt, halts, settings, selective
# suspend, resets, and a board that is pulled out while a program waits.
. "$TOP/tests/vm/lib.sh"

node() { set -- /dev/test_usb_board.*; [ -c "$1" ] && echo "$1"; }
wait_node() { wait_for 20 node; }
bt() { timeout 60 "$BUILD/board-test" "$(node)" "$@"; }
# says ANSWER COMMAND...: the program's answer is exactly that.
says() {
	local wanted=$1 got
	shift
	got=$(bt "$@")
	[ "$got" = "$wanted" ] || { show echo "$*: got $got, not $wanted"; false; }
}
# later FILE COMMAND...: in the background, with time to get to the driver.
later() {
	local file=$CASE_DIR/$1
	shift
	"$BUILD/board-test" "$(node)" "$@" > "$file" 2>&1 &
	waiter=$!
	sleep 0.5
}
board() { echo "$*" > "$CASE_DIR/board.ctl"; }
seen() { grep -q "$1" "$CASE_DIR/board.log"; }
dev() { dirname "$(grep -l b00c /sys/bus/usb/devices/*/idProduct | head -1)"; }
status_is() { [ "$(cat "$(dev)/power/runtime_status")" = "$1" ]; }

load ndis_shim test_usb_board; check "the driver loads"
modprobe -q vhci_hcd
"$BUILD/usb-board" -c "$CASE_DIR/board.ctl" > "$CASE_DIR/board.log" 2>&1 &
pid=$!
wait_for 20 seen ready; check "an emulated board is plugged in"
wait_node; check "its interface is a node"

says 00 ctl get-bar; check "the bar is dark"
bt ctl set-bar a5 > /dev/null; check "the bar is set"
wait_for 5 seen "bar a5"; check "the board saw it"
says a5 ctl get-bar; check "and it is read back"
bt ctl set-digit 3f > /dev/null && says 3f ctl get-digit; check "the digit, too"
says 4c006500610072006e0069006e006700200062006f00610072006400 ctl product; check "the product string"
says 0100 ctl status; check "GET_STATUS by an URB"
bt ctl config | grep -q '^09024500010100e03209040000'; check "the configuration descriptor"
bt loop 40 > "$CASE_DIR/loop" || { show cat "$CASE_DIR/loop"; false; }; check "what is written is read"

later wait ctl wait
kill -0 $waiter; check "a request waits for the switches"
board switch 5a
wait $waiter && grep -qx 5a "$CASE_DIR/wait"; check "and is told of them"
says 5a ctl switches; check "as the board itself says"

later read read 512
kill -0 $waiter; check "a read waits"
bt ctl abort > /dev/null; check "the pipe is aborted"
! wait $waiter; check "and the read with it"
later read read 512
kill $waiter
! wait $waiter; check "a program that reads can be ended"
bt write after > /dev/null && says after read 512; check "and takes nothing along"

board stall 86
sleep 0.2
! bt read 512 > /dev/null; check "a halted pipe fails"
bt ctl reset-pipes > /dev/null; check "a reset"
wait_for 5 seen "halt of 86 cleared"; check "clears the halt"
bt write again > /dev/null && says again read 512; check "and data moves"

says 03 ctl setting 01; check "another setting has its pipes"
seen "setting 1"; check "the board was told"
! bt read 512 > /dev/null; check "it has no pipe to read from"
says 03 ctl setting 00; check "back to the first setting"
bt loop 5 > /dev/null; check "data moves again"
later wait ctl wait
board switch 11
wait $waiter && grep -qx 11 "$CASE_DIR/wait"; check "and so do the switches"

wait_for 30 status_is suspended; check "an idle board is suspended"
says a5 ctl get-bar; check "a request wakes it"
wait_for 30 status_is suspended; check "and it sleeps again"
bt loop 3 > /dev/null; check "data wakes it, too"

bt ctl reset > /dev/null; check "a reset of the port"
sleep 1
wait_node && says a5 ctl get-bar; check "the board answers after it"
bt ctl reenumerate > /dev/null; check "a cycle of the port"
wait_for 5 seen reenumerate; check "the board is told"
sleep 1
wait_node && bt loop 3 > /dev/null; check "and comes back"

later wait ctl wait
board unplug
wait_for 20 seen unplugged; check "the board is pulled out"
! wait $waiter; check "who waited is told"
wait_for 5 eval '! node'; check "the node is gone"
board plug
wait_node; check "it is plugged in again"
bt loop 3 > /dev/null; check "and works"

board quit
wait $pid; check "the board goes"
unload test_usb_board ndis_shim; check "the driver unloads"
check_unload
