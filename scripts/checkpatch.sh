#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# What the kernel's checkpatch.pl finds, with .checkpatch.conf; nothing else is printed.
#
#	checkpatch.sh [FILE...]
#
# Without files all of ours: tests/clients is left out, drivers' source as people write it.
set -uo pipefail
cd "$(dirname "$0")/.." || exit 1
source=$(tests/vm/kernels.sh source) || exit 1
if [ $# -gt 0 ]; then
	printf '%s\n' "$@"
else
	git ls-files '*.c' '*.h' '*.cpp' ':!tests/clients'
fi | xargs -d '\n' -r -P "$(nproc)" -n 40 "$source/scripts/checkpatch.pl" -f
