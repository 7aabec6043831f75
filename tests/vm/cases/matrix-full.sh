# SPDX-License-Identifier: GPL-2.0
# Every combination of alignment, remainder and NDP place for one NTB format,
# speed and size, given behind the name: matrix-full:16,high,2048. Twelve of
# these are the whole matrix; groups.soak has them all.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"
. "$TOP/tests/vm/matrix-lib.sh"

IFS=, read -r format speed size <<< "$CASE_ARGS"
[ -n "$size" ]; check "format, speed and size are given: $CASE_ARGS" || exit 1

load ndis_shim mbbcx; check "the modules load"
for divisor in 4 32; do
	for remainder in 0 10; do
		for ndp in first last chained; do
			matrix_config "$format" "$speed" "$size" $divisor $remainder $ndp
		done
	done
done
unload_stack; check "the rest unloads"
check_unload
