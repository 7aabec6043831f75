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
work=$top/build/mutate
total=$(grep -v '^#' tests/mutations | grep -cE "$pattern" || true)
n=0 killed=0 survivors=()
dir=$(tests/vm/kernels.sh dir uml)
rm -rf "$work"
mkdir -p "$work"
cp -a build/uml/src "$work/src"
cp "$work/src/Module.symvers" "$work/symvers"

build() {	# TARGET...
	make -s -C "$dir/build" ARCH=um M="$work/src" KBUILD_EXTRA_SYMBOLS="$work/symvers" \
		NDIS_SHIM_TEST=y -j2 "$@" > "$work/make.log" 2>&1
}
while IFS=$'\t' read -r promise file expr case_name; do
	case $promise in '' | '#'*) continue ;; esac
	n=$((n + 1))
	cp -p "$work/src/$file" "$work/original"
	sed -E "$expr" "$file" > "$work/src/$file"
	if cmp -s "$file" "$work/src/$file"; then
		cp -p "$work/original" "$work/src/$file"
		survivors+=("$promise: the break does not apply to $file any more: $expr")
		continue
	fi
	verdict=survived
	suite=${case_name%%:*}
	only=$(grep -lE "\.name = \"$suite\"" tests/kunit/*_test.c | head -1)
	only=$(basename "$only" _test.c)
	targets="tests/kunit/kunit_$only.ko"
	case $file in
	include/*) ;;
	ndis_shim/*.c) targets="$targets ndis_shim/ndis_shim.ko" ;;
	mbbcx/*.c) targets="$targets mbbcx/mbbcx.ko" ;;
	*) targets=modules ;;
	esac
	# shellcheck disable=SC2086
	if ! build $targets; then
		verdict="does not compile"
		! grep -q 'static assertion failed' "$work/make.log" || verdict=killed
	else
		rm -f "$work"/*.ko	# links, some to what went with the last break
		find "$work/src" -name '*.ko' -exec ln -sf -t "$work" {} +
		ONLY=$only LIMIT=45 tests/kunit/run.sh uml "$work" > "$work/out" 2>&1 || true
		# A hang or a crash is noticed as surely as a failed case.
		if grep -qF "not ok - $case_name" "$work/out"; then
			verdict=killed
		elif grep -qE 'not ok - kunit: no end marker' "$work/out"; then
			verdict=killed
		elif ! grep -qE "ok - $case_name( |\$)" "$work/out"; then
			verdict="did not run"
		fi
	fi
	# As it was, with its time: what was built from the break has to go instead.
	cp -p "$work/original" "$work/src/$file"
	case $file in
	include/*) rm -f "$work/src/tests/kunit/${only}"*.o "$work/src/tests/kunit/kunit_$only".* ;;
	*) touch "$work/src/$file" ;;
	esac
	if [ "$verdict" = killed ]; then
		killed=$((killed + 1))
	else
		survivors+=("$promise: $verdict: $file: $expr (should fail $case_name)")
	fi
	printf '%d/%d %s: %s\n' "$n" "$total" "$promise" "$verdict"
done < <(grep -v '^#' tests/mutations | grep -E "$pattern")
echo "mutate: $killed of $n breaks noticed"
[ ${#survivors[@]} -eq 0 ] || { printf 'survivor: %s\n' "${survivors[@]}"; exit 1; }
