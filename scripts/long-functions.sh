#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Names functions of more than 80 lines, unless the line before them or the
# comment above says "long:" and why.
awk '
FNR == 1 { infn = 0; why = 0 }
/long:/ { why = 1 }
/^{/ && !infn { infn = 1; start = FNR; name = prev; next }
/^}/ && infn {
	if (FNR - start > 80 && !why)
		print FILENAME ": " name " (" FNR - start " lines)"
	infn = 0; why = 0
}
/^[a-zA-Z_].*[(]/ { prev = $0 }
' "$@" /dev/null
