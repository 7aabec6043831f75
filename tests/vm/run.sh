#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs test cases in a guest and says how they went.
#
#	run.sh [options] KERNEL CASE...
#
#  KERNEL	one of kernels.sh: stock, stock-* and debug run in QEMU, uml and uml-debug as
#		programs of this machine, with one processor and a clock that skips
#		to the next timer when there is nothing to do
#  CASE		scripts of tests/vm/cases; all of them run in one boot, in order;
#		what follows a colon is for the script: matrix-full:16,high,2048
#  -b DIR	folder with the modules built for KERNEL and the test programs
#  -t SEC	time limit for the whole boot (default 900)
#  -l FILE	where the console log goes (default: in the build folder)
#  -a ARGS	more kernel command line
#  -i		one processor whose time is the instructions it executes, a nanosecond
#		each (stock and debug): for measuring, see tests/bench
#  -r ROOT	a Debian system, in the folder ROOT, instead of the host's files: its own
#		kernel, its systemd with what is enabled there, on a disk of its own (stock)
#  -v		show the console while it runs
#
# CLIENT=MODULE: the client of the emulated modem, instead of mbim_usb, in the cases
# that have one: usb, traffic, recovery and so on pass with test_mbb_cxx, too.
#
# The guest sees the host's root read-only, below an overlay in memory: every
# tool of the host is there, nothing it writes stays. Results come back
# over a serial port of their own, one "ok" or "not ok" line each (TAP), and
# the runner adds its own checks: no report of KASAN, lockdep, kmemleak or a
# WARN on the console, an end marker, and the time limit.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
build='' limit=900 log='' verbose='' append='' mem=1G count='' other=''

while getopts b:t:l:a:r:ivh o; do
	case $o in
	b) build=$(cd "$OPTARG" && pwd) ;;
	t) limit=$OPTARG ;;
	l) log=$OPTARG ;;
	a) append=$OPTARG ;;
	i) count=1 ;;
	r) other=$(cd "$OPTARG" && pwd) ;;
	v) verbose=1 ;;
	*) sed -n '3,32p' "$0"; exit 2 ;;
	esac
done
shift $((OPTIND - 1))
[ $# -ge 2 ] || { sed -n '3,32p' "$0"; exit 2; }
kernel=$1
shift

if [ -n "$other" ]; then
	[ "$kernel" = stock ] || { echo "run.sh: -r goes with stock" >&2; exit 2; }
	dir=$other
	vmlinuz=$(find "$other/boot" -name 'vmlinuz-*' | sort -V | tail -1)
	release=${vmlinuz##*/vmlinuz-}
	modules=$other
else
	dir=$("$here/kernels.sh" dir "$kernel")
	release=$(cat "$dir/release")
	vmlinuz=$dir/vmlinuz modules=$dir/root
fi
: "${build:=$top/build/$kernel}"
first=$(basename "$1" .sh)
: "${log:=$build/log/$first.log}"
mkdir -p "$(dirname "$log")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT

# ---- its first files: busybox, the modules that reach the host's files, init ----
root=$tmp/root
mkdir -p "$root"/{bin,proc,sys,dev,lib,new,mod,host,over}
busybox=$(command -v busybox) || { echo "busybox is missing: run scripts/setup.sh" >&2; exit 1; }
cp "$busybox" "$root/bin/busybox"
: > "$root/mod/list"
# Dependencies first, as modprobe would; built-in ones print nothing.
early() {
	local m name
	for m in "$@"; do
		modprobe -q -n --show-depends -d "$modules" -S "$release" "$m" 2>/dev/null |
		awk '$1 == "insmod" {print $2}' | while read -r ko; do
			name=$(basename "$ko" .xz)
			case $ko in *.xz) xz -dc "$ko" > "$root/mod/$name" ;; *) cp "$ko" "$root/mod/" ;; esac
			grep -qx "$name" "$root/mod/list" || echo "$name" >> "$root/mod/list"
		done || true
	done
}
cp "$here/init" "$root/init"
chmod +x "$root/init"
{
	echo "KERNEL=$kernel"
	echo "RELEASE=$release"
	echo "KDIR=$dir"
	echo "TOP=$top"
	echo "BUILD=$build"
	echo "CASES='$*'"
	echo "CASE_SEED='${SEED:-1}'"
	echo "CLIENT='${CLIENT:-mbim_usb}'"
	echo "OTHER=$other"
} > "$root/env"

# ---- boot ----
: > "$tmp/verdict"
# The emulated processors share the host's clock: without "tsc=reliable" Linux asks
# the HPET each time, a device, for which all processors wait. How fast it is they are
# told, see tsc_khz.c.
#
# With -i, idle time passes at once (sleep=off), up to the next timer: what the host
# does meanwhile makes no difference. The processor has no fast string moves, which
# would count one instruction for each byte.
boot_qemu() {
	local bios='' options='' khz='' machine="-accel tcg,thread=multi -cpu max -smp 2"
	local files=() tag=host path=/
	# Debian's kernel marks memory that nobody has written: what reaches a modem of it,
	# and what is written where nobody should, is found (USB_POISON; reports.sh).
	case $count$kernel in stock*) options="slub_debug=ZP page_poison=1" ;; esac
	if [ -n "$count" ]; then
		machine="-accel tcg -icount shift=0,sleep=off -cpu max,-erms,-fsrm -smp 1"
	else
		cc -O2 -o "$tmp/tsc_khz" "$here/tsc_khz.c" && khz=$("$tmp/tsc_khz")
	fi
	[ -z "$khz" ] || options="$options tsc_early_khz=$khz"
	if [ -n "$other" ]; then
		# Thousands of files that depmod and dpkg go through: on a disk, that takes seconds.
		mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$other" "$tmp/disk" 6G
		files=(-drive "file=$tmp/disk,format=raw,if=virtio,cache=unsafe")
		tag=tree path=$top
		options="$options systemd.mask=serial-getty@ttyS0.service"
		early virtio_blk ext4
	fi
	files+=(-virtfs "local,path=$path,mount_tag=$tag,security_model=none,readonly=on,multidevs=remap")
	early virtio_pci 9pnet_virtio 9p overlay
	(cd "$root" && find . | cpio -o -H newc --quiet | gzip -1 > "$tmp/initrd.gz")
	[ ! -e /usr/share/qemu/qboot.rom ] || bios="-bios qboot.rom"
	# shellcheck disable=SC2086
	qemu-system-x86_64 \
		-M q35 $bios $machine -m $mem \
		-display none -no-reboot -nodefaults \
		-kernel "$vmlinuz" -initrd "$tmp/initrd.gz" "${files[@]}" \
		-serial file:"$log" -serial file:"$tmp/verdict" \
		-append "console=ttyS0 panic=-1 panic_on_oops=1 quiet loglevel=7 no_timer_check tsc=reliable $options $append" \
		< /dev/null > "$tmp/out" 2>&1 &
}
boot_uml() {
	"$dir/linux" mem=$mem time-travel root=/dev/root rootfstype=hostfs \
		rootflags="$root" rw init=/init con=null con0=null,fd:1 ssl=null \
		ssl1=null,fd:7 panic=-1 panic_on_oops=1 $append \
		< /dev/null > "$log" 2> "$tmp/out" 7> "$tmp/verdict" &
}
case $kernel in
uml*) boot_uml ;;
*) boot_qemu ;;
esac
guest=$!
# User-mode Linux makes itself a session; its programs are processes in there.
end() {
	kill -KILL $guest 2> /dev/null || true
	case $kernel in uml*) pkill -KILL -s $guest || true ;; esac
}
trap 'end; rm -rf "$tmp"' EXIT

# Results as they come, so that a person sees progress.
seen=0
show() {
	local n
	n=$(grep -c '' "$tmp/verdict" || true)
	if [ "$n" -gt "$seen" ]; then
		sed -n "$((seen + 1)),${n}p" "$tmp/verdict" | tr -d '\r' | sed "s/^/[$kernel] /"
		seen=$n
	fi
}
[ -z "$verbose" ] || { tail -F "$log" 2>/dev/null & trap 'kill $! 2>/dev/null || true; end; rm -rf "$tmp"' EXIT; }
late=''
SECONDS=0
while kill -0 $guest 2>/dev/null; do
	show
	[ $SECONDS -lt "$limit" ] || { late=1; end; }
	sleep 0.5
done
rc=0
{ wait $guest; } 2> /dev/null || rc=$?
show

# ---- verdict ----
tr -d '\r' < "$tmp/verdict" > "$log.tap"
bad=0
fail() { echo "[$kernel] not ok - $first: $*"; echo "not ok - $first: $*" >> "$log.tap"; bad=1; }
halted() { grep -q '^END' "$log.tap" && tail -n 1 "$log" | grep -q 'reboot: System halted'; }
[ $rc -eq 0 ] || cat "$tmp/out" >&2
if [ -n "$late" ]; then
	fail "time limit of $limit s"
elif [ $rc -eq 134 ] && halted; then
	# Seen once in a hundred boots on a busy machine: user-mode Linux aborts, in silence,
	# where it should exit. The guest, modules and all, was over before.
	echo "[$kernel] # $first: user-mode Linux aborted after the guest had halted"
elif [ $rc -ne 0 ]; then
	fail "the kernel ended with status $rc"
fi
grep -q '^END' "$log.tap" || fail "no end marker: the guest died or hung (console: $log)"
if "$here/reports.sh" "$log" > "$tmp/reports"; then
	:
else
	fail "kernel reports on the console ($log): $(head -3 "$tmp/reports" | tr '\n' '|')"
fi
# A case that reboots the guest says before what must be reported while it goes.
while read -r promised; do
	grep -qxF "ok - $promised" "$log.tap" || fail "never reported: $promised"
done < <(sed -n 's/^EXPECT //p' "$log.tap")
! grep -q '^not ok' "$log.tap" || bad=1
exit $bad
