#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs inside the guest, started by init: the cases one after the other, each
# in a shell of its own, then the checks that every boot gets, then power off.
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C
set -a
# shellcheck disable=SC1091
. /run/test-env
VERDICT=/dev/ttyS1
set +a
stty -F $VERDICT raw 2>/dev/null

# The guest's own kernel modules, so that modprobe finds them.
[ -n "$OTHER" ] || mount --bind "$KDIR/root/lib/modules" /lib/modules 2>/dev/null ||
	{ mkdir -p /lib/modules && mount --bind "$KDIR/root/lib/modules" /lib/modules; }
ip link set lo up
echo 1 > /proc/sys/kernel/printk_ratelimit_burst 2>/dev/null
hostname guest 2>/dev/null
# Programs start six times as fast from one file in memory that is linked statically
# as from the host's files, and cases start a lot of these.
mkdir -p /run/bin
if cp "$(command -v busybox)" /run/bin/ 2> /dev/null; then
	for c in cat cp cut grep head ls mkdir rm sed seq sleep sort tr wc; do
		ln -s busybox /run/bin/$c
	done
fi
PATH=/run/bin:$PATH

# Scans on its own would look at everything every few minutes; one comes at the end.
if [ -e /sys/kernel/debug/kmemleak ]; then
	echo scan=off > /sys/kernel/debug/kmemleak
	echo clear > /sys/kernel/debug/kmemleak
	HAVE_KMEMLEAK=1
fi
export HAVE_KMEMLEAK

# Somebody who wants to know when packets came, all the time. Each ping wants to, and
# with the first and the last one the kernel changes its own code: qemu has been seen
# to execute what was there before, for ever, while the other processor waited.
# By another name, since cases look for pings.
ln -s "$(command -v ping)" /run/bin/timestamps
timestamps -q -i 86400 127.0.0.1 > /dev/null 2>&1 &

for c in $CASES; do
	name=$(basename "${c%%:*}" .sh) args=
	[[ $c != *:* ]] || args=${c#*:}
	echo "==== case $name" > /dev/kmsg
	echo "# case $name" > $VERDICT
	export CASE=$name CASE_ARGS=$args CASE_DIR=/run/case-$name
	mkdir -p "$CASE_DIR"
	bash "$TOP/tests/vm/cases/$name.sh" || echo "not ok - $name: the script ended with status $?" > $VERDICT
	# Whatever a case forgot must not fall on the next one.
	left=$(awk '$1 ~ /^(ndis_shim|mbbcx|mbim_usb|mbim_sim|mbim_cdc|skel_|test_)/ {print $1}' /proc/modules | tr '\n' ' ')
	if [ -n "$left" ]; then
		echo "not ok - $name: modules left loaded: $left" > $VERDICT
	fi
	echo "==== end $name" > /dev/kmsg
done

if [ -n "$HAVE_KMEMLEAK" ]; then
	# Two scans: what changed since the one before is not told, and what is younger
	# than five seconds neither.
	SECONDS=0
	echo scan > /sys/kernel/debug/kmemleak
	[ $SECONDS -ge 6 ] || sleep $((6 - SECONDS))
	echo scan > /sys/kernel/debug/kmemleak
	# The file has no size that could be asked for.
	leaks=$(cat /sys/kernel/debug/kmemleak)
	if [ -n "$leaks" ]; then
		echo "$leaks"
		echo "not ok - kmemleak: unreferenced objects" > $VERDICT
	else
		echo "ok - kmemleak: nothing unreferenced" > $VERDICT
	fi
fi
# How much the detector of data races has looked at.
if [ -e /sys/kernel/debug/kcsan ]; then
	sed -n 's/^\(setup_watchpoints\|data_races\)[: ]*/# kcsan: \1 /p' /sys/kernel/debug/kcsan > $VERDICT
fi
echo END > $VERDICT
sync
sleep 0.3
# User-mode Linux has no SysRq.
[ -e /proc/sysrq-trigger ] || /run/bin/busybox poweroff -f
mkfifo /run/nothing
echo o > /proc/sysrq-trigger
# In the shell itself: the host's files go with the devices, and init must not end.
read -r _ <> /run/nothing
