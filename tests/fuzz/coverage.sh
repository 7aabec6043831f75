#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# How many lines of each parser a fuzz target has reached; fails below 95 %.
#
#	coverage.sh FOLDER	where the target was built with --coverage, and run
set -euo pipefail
cd "${1:?folder}"
least=95
# Less, since answers have a known length and none is larger than its buffer: guards.
export EXCEPT="mbim_sim/info.c"

# Not parsers: the target itself, and what is in it for errors of the test only.
gcov ./*.gcda 2> /dev/null | awk -v least=$least '
	/^File/ { split($0, part, "\047"); file = part[2]; next }
	/^Lines executed/ && file != "" && file !~ /tests\/fuzz\/|^\/usr\// {
		split($2, part, ":"); percent = part[2] + 0
		sub(/.*\/(mbbcx|ndis_shim|drivers)\//, "&", file)
		n = split(file, path, "/"); name = path[n - 1] "/" path[n]
		printf "%6.2f %% of %4d lines: %s\n", percent, $4, name
		if (percent < least && index(ENVIRON["EXCEPT"], name) == 0) low = low " " path[n]
	}
	/^Lines executed/ { file = "" }
	END { if (low != "") { print "below " least " %:" low; exit 1 } }' || {
	grep -H '#####' ./*.gcov | grep -v 'fuzz_\|make\|mutator\|replay_main' | head -40
	exit 1
}
