#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Do the tests bite? Applies each one-line break of tests/mutations, builds,
# runs the KUnit suites in user-mode Linux, and expects the named case to fail.
# A build that a static assertion ends is as good. Prints the survivors; exit
# status 1 if there are any.
#
# Only what matters is built: a break in include/ concerns the suite that looks
# at the header, one in a module's source that module and the suite.
#
#	mutate.sh [PATTERN]	only rows that match the pattern
#
# tests/mutations has one row each, tab-separated:
#	promise	file	sed expression	suite: case
set -euo pipefail
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top"
pattern=${1:-.}
scripts/build.sh uml > /dev/null
tests/kunit/run.sh uml > build/mutate.base || { echo "mutate: the unchanged tree fails its tests"; exit 1; }
dir=$(tests/vm/kernels.sh dir uml)
all=$top/build/mutate
workers=$(nproc)
rm -rf "$all"
mkdir -p "$all"
grep -v '^#' tests/mutations | grep -E "$pattern" > "$all/rows" || true
total=$(grep -c . "$all/rows" || true)

# build WORK TARGET...
build() {
	local work=$1
	shift
	make -s -C "$dir/build" ARCH=um M="$work/src" KBUILD_EXTRA_SYMBOLS="$work/symvers" \
		NDIS_SHIM_TEST=y "$@" > "$work/make.log" 2>&1
}

# verdict WORK FILE SUITE CASE: of the tree in WORK, which has the break in FILE.
verdict() {
	local work=$1 file=$2 only=$3 case_name=$4 targets=tests/kunit/kunit_$3.ko
	case $file in
	include/*) ;;
	ndis_shim/*.c) targets="$targets ndis_shim/ndis_shim.ko" ;;
	mbbcx/*.c) targets="$targets mbbcx/mbbcx.ko" ;;
	*) targets=modules ;;
	esac
	# shellcheck disable=SC2086
	if ! build "$work" $targets; then
		if grep -q 'static assertion failed' "$work/make.log"; then
			echo killed
		else
			echo "does not compile"
		fi
		return
	fi
	rm -f "$work"/*.ko	# links, some to what went with the last break
	find "$work/src" -name '*.ko' -exec ln -sf -t "$work" {} +
	KERNEL_DIR=$dir UNTIL=$case_name ONLY=$only LIMIT=45 \
		tests/kunit/run.sh uml "$work" > "$work/out" 2>&1 || true
	# A hang or a crash is noticed as surely as a failed case.
	if grep -qF "not ok - $case_name" "$work/out" ||
	   grep -qE 'not ok - kunit: no end marker' "$work/out"; then
		echo killed
	elif grep -qE "ok - $case_name( |\$)" "$work/out"; then
		echo survived
	else
		echo "did not run"
	fi
}

# row WORK FILE EXPRESSION CASE: break it, look, mend it.
row() {
	local work=$1 file=$2 expr=$3 case_name=$4 only
	if ! sed -E "$expr" "$file" > "$work/broken" 2> /dev/null; then
		echo "the break is none"
		return
	fi
	if cmp -s "$file" "$work/broken"; then
		echo "the break does not apply any more"
		return
	fi
	cp -p "$work/src/$file" "$work/original"
	cat "$work/broken" > "$work/src/$file"
	only=$(grep -lE "\.name = \"${case_name%%:*}\"" tests/kunit/*_test.c | head -1)
	only=$(basename "$only" _test.c)
	verdict "$work" "$file" "$only" "$case_name"
	# As it was, with its time: what was built from the break has to go instead.
	cp -p "$work/original" "$work/src/$file"
	case $file in
	include/*) rm -f "$work/src/tests/kunit/${only}"*.o "$work/src/tests/kunit/kunit_$only".* ;;
	*) touch "$work/src/$file" ;;
	esac
}

# worker K: each row whose number leaves K, in a tree of its own.
worker() {
	local work=$all/$1 n=0 promise file expr case_name said
	mkdir -p "$work"
	cp -a build/uml/src "$work/src"
	cp "$work/src/Module.symvers" "$work/symvers"
	while IFS=$'\t' read -r promise file expr case_name; do
		n=$((n + 1))
		[ $((n % workers)) -eq "$1" ] || continue
		said=$(row "$work" "$file" "$expr" "$case_name")
		printf '%d/%d %s: %s\n' "$n" "$total" "$promise" "$said"
		printf '%s: %s: %s: %s (should fail %s)\n' "$said" "$promise" "$file" "$expr" "$case_name" \
			>> "$work/results"
	done < "$all/rows"
}

trap 'trap "" TERM; kill 0; exit 130' INT TERM
for ((k = 0; k < workers; k++)); do
	worker $k &
done
wait
cat "$all"/*/results > "$all/results" 2> /dev/null || true
killed=$(grep -c '^killed' "$all/results" || true)
echo "mutate: $killed of $total breaks noticed"
[ "$killed" -eq "$total" ] || { grep -v '^killed' "$all/results" | sed 's/^/survivor: /'; exit 1; }
