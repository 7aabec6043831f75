#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The tests, stage by stage; ends in one line "N passed, N failed".
#
#	check.sh [check|static|fuzz|kunit|guest|guest-debug|guest-uml|install|soak|matrix]
#
# A stage that cannot run counts as one failure, with what to do about it.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
what=${1:-check}
results=$top/build/results.tap
mkdir -p build
: > "$results"
start=$(date +%s)
boots=$(nproc)
[ "$boots" -le 4 ] || boots=4
# What runs in the background does not hear Ctrl-C.
trap 'trap "" TERM; kill 0; exit 130' INT TERM

stage() { printf '\n== %s (%d min in)\n' "$*" $((($(date +%s) - start) / 60)); }
# note LINE: one TAP result, shown and counted.
note() { echo "$*"; echo "$*" >> "$results"; }
# step NAME COMMAND...: one result from an exit status; output shown on failure.
step() {
	local name=$1 out
	shift
	if out=$("$@" 2>&1); then
		note "ok - $name"
	else
		echo "$out" | tail -40
		note "not ok - $name"
	fi
}
# taps NAME COMMAND...: a command that prints results of its own. Several may run
# at once.
taps() {
	local name=$1 out rc
	shift
	out=$(mktemp build/stage.XXXXXX)
	"$@" 2>&1 | tee "$out"
	rc=${PIPESTATUS[0]}
	sed -nE 's/^(\[[a-z-]+\] )?((not )?ok( |$).*)/\2/p' "$out" | flock "$results" tee -a "$results" > /dev/null
	if [ "$rc" -ne 0 ] && ! grep -qE '^(\[[a-z-]+\] )?not ok' "$out"; then
		note "not ok - $name: ended with status $rc"
	fi
	rm -f "$out"
}

static() {
	stage "static checks"
	taps static scripts/check-static.sh
	step "checkpatch.pl finds nothing" scripts/checkpatch.sh
	taps headers scripts/check-headers.sh
	taps porting scripts/check-port.sh
	taps reports tests/vm/reports-test.sh
	taps mbb-report tests/report-test
	taps pages scripts/check-doc-commands
	taps messages scripts/check-messages
	step "coverage.md agrees with headers, exports and tests" scripts/check-coverage
	if [ -n "${DOCS:-}" ]; then
		taps documents scripts/check-docs.sh "$DOCS"
	else
		echo "check-docs: left out: DOCS= is not given"
	fi
	stage "modem: self-test without a kernel"
	step "modem self-test" make -s -C tests/modem O="$top/build" check
	step "fuzzers replay their corpus" make -s -C tests/fuzz check
	step "fuzzers reach 95 % of each parser" make -s -C tests/fuzz coverage
}

# A minute for each parser, beside what follows.
fuzz() {
	local t
	stage "fuzzers, in the background"
	for t in tests/fuzz/fuzz_*.c; do
		t=$(basename "$t" .c)
		job "$t" make -s -C tests/fuzz "fuzz-$t"
	done
}

# Jobs that run at once, as many as there are processors, up to four: guests and
# user-mode kernels use one processor each, and wait for a part of their time.
# Lists have the longest first, so that the last ones leave little to wait for.
job() {
	# wait -n also tells of jobs that ended long ago.
	while [ "$(jobs -rp | wc -l)" -ge "$boots" ]; do
		wait -n || true
	done
	taps "$@" &
}

# built KERNEL [ARGUMENT...]: whether there is a kernel and the modules for it.
built() {
	local k=$1
	shift
	tests/vm/kernels.sh dir "$k" > /dev/null || { note "not ok - kernel $k"; return 1; }
	if [ $# -gt 0 ]; then
		step "modules build for $k, $*, no warning" scripts/quiet.sh scripts/build.sh "$k" "$@"
	else
		step "modules build for $k" scripts/build.sh "$k"
	fi
}

kunit() {
	local k
	for k in uml uml-debug; do
		stage "KUnit, $k"
		built $k || continue
		[ $k != uml ] || taps pages scripts/check-doc-commands --uml
		job "kunit $k" tests/kunit/run.sh $k
	done
}

# guest KERNEL [LIST]: every group of cases in a boot of its own; LIST.KERNEL has
# further ones for that kernel only.
guest() {
	local k=$1 list=tests/vm/${2:-groups} group limit client cases
	local -a strict=()
	stage "guest cases, kernel $k"
	case $k in
	stock) strict=(W=1 C=2) ;;
	# Later kernels' own headers are not for W=1 with clang, and not for the sparse of
	# this release.
	*-clang) strict=(W=0) ;;
	stock-*) strict=(W=1) ;;
	esac
	built "$k" "${strict[@]}" || return
	[ "$k" != stock ] || taps manual scripts/check-man build/stock
	while read -r group limit cases; do
		case $group in '' | '#'*) continue ;; esac
		client=
		case $cases in CLIENT=*) client=${cases%% *} cases=${cases#* } ;; esac
		# shellcheck disable=SC2086
		job "guest $k $group" env $client tests/vm/run.sh -t "$limit" -l "build/$k/log/$group.log" "$k" $cases
	done < <(cat "$list.$k" "$list" 2> /dev/null)
}

# Other kernels, another compiler, other processors: what "make check" does with one.
matrix() {
	local k
	tests/vm/kernels.sh update || echo "matrix: the mirror is out of reach: with the kernels there are"
	for k in stock stock-6.12 stock-new; do
		guest $k groups.matrix
	done
	for k in stock stock-6.12 stock-new; do
		guest $k-clang groups.clang
	done
	stage "processors that nothing runs on here"
	for k in arm64 s390x i386; do
		built $k W=1
	done
}

case $what in
check)
	static
	fuzz
	guest stock
	kunit
	guest uml groups.user
	guest debug
	;;
matrix) matrix ;;
static) static ;;
fuzz) fuzz ;;
kunit) kunit ;;
guest) guest stock ;;
guest-debug) guest debug ;;
guest-uml)
	guest uml groups.user
	guest uml
	;;
install)
	stage "packages on a fresh Debian 12"
	! built stock || taps install tests/install.sh
	;;
soak)
	guest stock groups.soak
	guest debug groups.soak
	guest kcsan groups.races
	;;
*) sed -n '3,8p' "$0"; exit 2 ;;
esac
wait
[ "$what" != check ] ||
	echo "left out of make check: $(cat tests/vm/groups.{soak*,races} | grep -c '^[^#]') group(s) of 'make soak', 'make mutate' and 'make check-install'"

passed=$(grep -c '^ok' "$results")
failed=$(grep -c '^not ok' "$results")
printf '\n'
[ "$failed" -eq 0 ] || { echo "failed:"; grep '^not ok' "$results"; }
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
