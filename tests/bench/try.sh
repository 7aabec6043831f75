#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Measures modules that are built already, and prints the table.
#
#	try.sh DIR [TURNS [PLAN]]
#
# DIR	folder with ndis_shim.ko, mbbcx.ko, mbim_usb.ko, passthru.ko and bench.ko for
#	Debian's kernel: build/stock after scripts/build.sh stock
# PLAN	one: a session; many: sixteen; over: passthru; control: the port; end: programs
#	and the USB/IP modem; full (default): all of these; profile: where the
#	instructions go
#
# What was measured goes to DIR/bench.log, the plot to DIR/bench.svg.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
dir=$(cd "${1:?which folder}" && pwd)
log=$dir/bench.log

case ${3:-full} in
full) cases="bench:${2:-3},full bench-end:${2:-3}" ;;
end) cases="bench-end:${2:-3}" ;;
*) cases="bench:${2:-3},$3" ;;
esac
# shellcheck disable=SC2086
"$here/../vm/run.sh" -i -t 1200 -b "$dir" -l "$dir/log/bench.log" stock $cases | tee "$log" ||
	echo "bench: the guest had complaints, see above"
"$here/report.py" --svg "$dir/bench.svg" "$log"
