#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Runs the KUnit suites in user-mode Linux and prints one line per case.
#
#	run.sh KERNEL [BUILD]	KERNEL: uml or uml-debug
#
# ONLY=NAME runs the suites of tests/kunit/NAME_test.c alone.
# KERNEL_DIR=DIR has the kernel: who runs many of these asks kernels.sh once.
# LIMIT=SECONDS of processor time are what the kernel may take.
# UNTIL='SUITE: CASE' ends the run when that case has failed: what comes after a
# failure may hang.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
kernel=${1:?uml or uml-debug}
build=${2:-$top/build/$kernel}
dir=${KERNEL_DIR:-$("$top/tests/vm/kernels.sh" dir "$kernel")}

root=$build/root
log=$build/kunit.log
rm -rf "$root"
mkdir -p "$root"/{bin,proc,sys,dev,mod,tmp}
cp "$(command -v busybox)" "$root/bin/busybox"
cp "$build"/*.ko "$root/mod/"
if [ -n "${ONLY:-}" ]; then
	find "$root/mod" -name 'kunit_*.ko' ! -name "kunit_$ONLY.ko" -delete
fi
cp "$here/init" "$root/init"
chmod +x "$root/init"
# Modules of the kernel itself that ours need, dependencies first.
: > "$root/mod/list"
for m in usbcore wwan; do
	modprobe -q -n --show-depends -d "$dir/root" -S "$(cat "$dir/release")" "$m" 2>/dev/null |
	awk '$1 == "insmod" {print $2}' | while read -r ko; do
		cp "$ko" "$root/mod/"
		basename "$ko" >> "$root/mod/list"
	done || true
done
# Nobody waits for a clock here: with "time-travel" the kernel's own skips to the
# next timer when there is nothing to do. A busy processor takes the time it takes.
"$dir/linux" mem=512M time-travel root=/dev/root rootfstype=hostfs rootflags="$root" rw \
	init=/init con=null con0=null,fd:1 panic=-1 < /dev/null > "$log" 2>&1 &
pid=$!
# The kernel makes itself a session. Its programs are processes in there that it
# traces; whatever it ends of, some may be left, stopped for ever.
end() {
	kill -KILL $pid 2> /dev/null || true
	pkill -KILL -s $pid || true
}
trap end EXIT
# failed: whether the console says so of the case that UNTIL names.
failed() {
	tr -d '\r' < "$log" | awk -v suite="${UNTIL%%:*}" -v name="${UNTIL#*: }" '
		/# Subtest: / { now = $NF }
		now == suite && /\] +not ok [0-9]+ / && $NF == name { found = 1 }
		END { exit !found }'
}
# late: whether the kernel has had its time. A kernel that hangs looks for its next
# timer without end, so it is the processor's time that counts: how long that takes
# depends on what else the machine has to do.
limit=${LIMIT:-300}
tick=$(getconf CLK_TCK)
late() {
	local stat
	read -r stat < "/proc/$pid/stat" || return 1
	read -ra stat <<< "${stat##*) }"
	[ $(((stat[11] + stat[12]) / tick)) -ge "$limit" ] || [ $SECONDS -ge $((20 * limit)) ]
}
why=''
SECONDS=0
while kill -0 $pid 2> /dev/null; do
	if [ -n "${UNTIL:-}" ] && failed; then
		why="stopped after $UNTIL"
	elif late 2> /dev/null; then
		why="stopped after $limit s of processor time, or $SECONDS s of the clock"
	fi
	[ -z "$why" ] || break
	sleep 0.2
done
rc=0
{ end; wait $pid; } 2> /dev/null || rc=$?
trap - EXIT

bad=0
# From the console: what debugfs has of a case ends after 512 bytes, and with it
# the line that says whether it failed. A case stands four columns in, its
# parameters eight.
tr -d '\r' < "$log" | awk '
	/^KTAP-CASE / { sub(/^KTAP-CASE /, ""); print }
	!/^\[ *[0-9.]+\]     [^ ]/ { next }
	{ sub(/^\[ *[0-9.]+\]     /, "") }
	/^# Subtest: / { suite = $3 }
	/^(not )?ok [0-9]+ / {
		result = $1 == "not" ? "not ok" : "ok"
		sub(/^(not )?ok [0-9]+ (- )?/, "")
		print result " - " suite ": " $0
	}' > "$log.tap"
sed "s/^/[$kernel] /" "$log.tap"
fail() { echo "[$kernel] not ok - kunit: $*"; echo "not ok - kunit: $*" >> "$log.tap"; bad=1; }
grep -aq '^KUNIT-END' "$log" || fail "no end marker (${why:-status $rc}): see $log"
"$top/tests/vm/reports.sh" "$log" > "$build/kunit.reports" || fail "kernel reports: $(head -3 "$build/kunit.reports" | tr '\n' '|') see $log"
grep -q '^ok' "$log.tap" || fail "no case ran: see $log"
! grep -q '^not ok' "$log.tap" || bad=1
exit $bad
