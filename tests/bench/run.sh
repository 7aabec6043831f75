#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# make bench: builds, measures, prints the table. TURNS (default 3) is how often both
# drivers are measured, CODEC=no leaves the codec out.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
out=$top/build/bench
turns=${TURNS:-3}
SECONDS=0
say() { printf '== bench: %s (%d s in)\n' "$*" $SECONDS; }

mkdir -p "$out"
say "building the modules for Debian's kernel"
"$top/scripts/build.sh" stock
say "stock cdc_mbim and mbim_usb in one guest, $turns turns, about a minute and a half each"
"$top/tests/vm/run.sh" -i -t $((300 + 240 * turns)) -l "$out/console.log" stock \
	"bench:$turns,full" "bench-end:$turns" | tee "$out/guest.log" || say "the guest had complaints, see above"
: > "$out/codec.log"
if [ "${CODEC:-}" != no ] && [ -x "$here/codec.sh" ]; then
	say "the NTB codec at native speed, in user-mode Linux"
	"$here/codec.sh" | tee "$out/codec.log" || say "the codec's benchmark failed, see above"
fi
say "done"
"$here/report.py" --svg "$out/bench.svg" --codec "$out/codec.log" "$out/guest.log" |
	tee "$out/table.txt"
echo "plot: $out/bench.svg; this table: $out/table.txt; all lines: $out/guest.log"
echo "again: make bench, or tests/bench/try.sh build/stock without building"
