#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What reports.sh takes for a bug, and what it does not, line by line; TAP on stdout.
set -u
here=$(cd "$(dirname "$0")" && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT
bad=0
# is found|quiet NAME LINE...: a console that has these lines.
is() {
	local want=$1 name=$2 got=quiet
	shift 2
	printf '[    1.000000] %s\r\n' "systemd is not there" "$@" "reboot: System halted" > "$log"
	"$here/reports.sh" "$log" > /dev/null || got=found
	[ $got = "$want" ] || bad=1
	[ $got = "$want" ] && echo "ok - reports: $name is $want" || echo "not ok - reports: $name is $got"
}

is found "KASAN" "BUG: KASAN: slab-use-after-free in mbb_x+0x1/0x2 [mbbcx]"
is found "lockdep" "WARNING: possible circular locking dependency detected"
is found "kmemleak" "unreferenced object 0xffff888006c3a000 (size 1024):"
is found "a debug object" "ODEBUG: free active (active state 0) object type: timer_list hint: x+0x0/0x10"
is found "a debug object on a stack" "ODEBUG: object 0000000012345678 is on stack 0000000087654321, but NOT annotated."
is found "that debug objects ended" "ODEBUG: Out of memory. ODEBUG disabled"
is found "a wrong use of the DMA API" \
	"DMA-API: xhci_hcd 0000:00:04.0: device driver frees DMA memory with different size [size=64 bytes] [unmap size=32 bytes]"
is found "a mapping left" "DMA-API: test 0: device driver has pending DMA allocations while released from device [count=1]"
is found "that DMA debugging ended" "DMA-API: debugging out of memory - disabling"
is found "an object written to after it was freed" "BUG kmalloc-64 (Not tainted): Poison overwritten"
is found "a reference that is not given back" \
	"unregister_netdevice: waiting for wwan0 to become free. Usage count = 2"
is quiet "that DMA debugging began" "DMA-API: preallocated 65536 debug entries" \
	"DMA-API: debugging enabled by kernel config" "DMA-API: dma_debug_entry pool grown to 131072 (200%)"
wwan="WARNING: CPU: 0 PID: 77 at drivers/net/wwan/wwan_core.c:1053 wwan_create_default_link.constprop.0+0x1/0x2 [wwan]"
is found "the WWAN core's WARN" "==== case unplug" "$wwan" "==== end unplug"
is found "its WARN after memory failed" "==== case alloc" "==== end alloc" "$wwan"
is quiet "its WARN where memory fails" "==== case alloc" "$wwan" "==== end alloc"
is found "another WARN where memory fails" "==== case alloc" \
	"WARNING: CPU: 0 PID: 77 at mbbcx/session.c:7 mbb_session_create+0x1/0x2 [mbbcx]" "==== end alloc"
race="BUG: KCSAN: data-race in a / b"
is found "a race of ours" "$race" "" "write to 0xffff888003f8d0c0 of 8 bytes by task 41 on cpu 0:" \
	" _find_next_bit+0x1/0x2" " mbb_a+0x1/0x2 [mbbcx]" "" \
	"read to 0xffff888003f8d0c0 of 8 bytes by interrupt on cpu 1:" " b+0x1/0x2 [usbcore]" "======="
is quiet "a race of others" "$race" "" "write to 0xffff888003f8d0c0 of 8 bytes by task 41 on cpu 0:" \
	" a+0x1/0x2 [usbcore]" " c+0x1/0x2" " mbb_a+0x1/0x2 [mbbcx]" "" \
	"read to 0xffff888003f8d0c0 of 8 bytes by interrupt on cpu 1:" " b+0x1/0x2 [usbcore]" "=======" \
	"read of 8 bytes by" " mbb_a+0x1/0x2 [mbbcx]"
exit $bad
