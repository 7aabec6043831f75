#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# From nothing to a ping, and to ModemManager: a guest with Debian's kernel, an
# emulated USB modem, the modules of this tree. Exit status 0 means everything shown was true.
set -euo pipefail
top=$(cd "$(dirname "$0")/../.." && pwd)
cd "$top"
echo "demo: 1/3 kernel"
tests/vm/kernels.sh dir stock > /dev/null
echo "demo: 2/3 building the modules and the modem"
scripts/build.sh stock
echo "demo: 3/3 booting a guest; log: build/stock/log/demo.log"
rc=0
tests/vm/run.sh -t 900 -l build/stock/log/demo.log stock tests/vm/cases/demo.sh || rc=$?
echo
if [ $rc -eq 0 ]; then
	echo "demo: passed. What the guest saw:"
else
	echo "demo: FAILED. What the guest saw:"
fi
tr -d '\r' < build/stock/log/demo.log | sed -n 's/^\(\[[0-9. ]*\] \)\{0,1\}demo> //p'
exit $rc
