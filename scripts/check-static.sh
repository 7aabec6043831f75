#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Rules about the text of the tree that no compiler checks; TAP on stdout.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
# empty NAME TEXT: ok if TEXT is empty.
empty() {
	if [ -z "$2" ]; then
		echo "ok - $1"
	else
		echo "not ok - $1"
		echo "$2" | head -20 | sed 's/^/  /'
		bad=1
	fi
}
files() { git ls-files "$@" 2>/dev/null || true; }
code=$(files '*.c' '*.h' '*.cpp')

empty "no Linux header in include/" \
	"$(grep -nE '#[[:space:]]*include[[:space:]]*<(linux|asm|uapi|kunit)/' -r include | grep -v '^include/ntmodule.h')"
empty "no Linux header in the clients' sources" \
	"$(grep -nE '#[[:space:]]*include[[:space:]]*<(linux|asm|uapi|kunit)/' -r drivers tests/clients --include='*.c' --include='*.h' --include='*.cpp' 2>/dev/null | grep -v '/linux_glue.c:')"
empty "kernel versions are compared in compat/ only" \
	"$(grep -nE 'LINUX_VERSION_CODE|KERNEL_VERSION\(' $code | grep -v '^compat/')"
empty "<linux/netdevice.h> only where the layering allows" \
	"$(grep -lE '<linux/netdevice.h>' $(files 'ndis_shim/*.c' 'mbbcx/*.c') | grep -vE '/linux/')"
empty "<linux/usb.h> only below wdf/usb and in glue" \
	"$(grep -lE '<linux/usb(/[a-z]+)?\.h>' $(files 'ndis_shim/*.c' 'mbbcx/*.c' 'drivers/*.c') | grep -vE 'wdf/usb/|linux_glue.c')"
empty "<linux/wwan.h> only in mbbcx/linux" \
	"$(grep -lE '<linux/wwan.h>' $(files 'ndis_shim/*.c' 'mbbcx/*.c' 'drivers/*.c') | grep -v '^mbbcx/linux/')"
empty "every source says its licence" \
	"$(for f in $code $(files '*.sh' '*Kbuild*' '*.mk' '*.def'); do [ -s "$f" ] && ! head -3 "$f" | grep -q 'SPDX-License-Identifier' && echo "$f"; done)"
empty "no file above 800 lines" \
	"$(wc -l $code | awk '$2 != "total" && $1 > 800 {print $2 " (" $1 ")"}')"
empty "no marks left in the code" \
	"$(grep -nE '\b(TO''DO|FIX''ME|XX''X|HA''CK)\b' $code $(files '*.sh') Makefile)"
empty "each lock says what it protects" \
	"$(scripts/bare-locks.sh $(files '*.c' '*.h' '*.cpp' ':!tests/clients'))"
empty "functions have at most 80 lines" "$(scripts/long-functions.sh $code)"
# A substitution in the arguments replaces the status that check reports.
empty "no substitution in what check reports" \
	"$(grep -nE '\bcheck "[^"]*\$\(' $(files 'tests/vm/*.sh' 'tests/vm/cases/*.sh'))"
empty "each rule of the verifier is named by a case that breaks it" \
	"$(sed -nE 's/^RULE\([0-9]+, ([A-Z0-9_]+),.*/\1/p' ndis_shim/rules.def mbbcx/rules.def |
		while read -r rule; do
			grep -rqwE "((NT|MBB)_RULE_)?$rule|RULE_${rule#MBB_}" tests/kunit || echo "$rule"
		done)"
empty "each break of tests/mutations applies" \
	"$(while IFS=$'\t' read -r promise file expr _; do
		case $promise in '' | '#'*) continue ;; esac
		sed -E "$expr" "$file" 2>&1 | cmp -s - "$file" && echo "$promise: $file: $expr"
	done < tests/mutations)"
version=$(sed -n 's/^#define NT_SHIM_VERSION[[:space:]]*"\(.*\)"/\1/p' include/ntversion.h)
empty "one version: include/ntversion.h, dkms.conf, debian/changelog, CHANGELOG.md" \
	"$(grep -qxF "PACKAGE_VERSION=\"$version\"" dkms.conf || echo "dkms.conf: not $version"
		sed -n 1p debian/changelog | grep -qF "($version-" || echo "debian/changelog: not $version"
		grep -m 1 '^## ' CHANGELOG.md | grep -qxF "## $version" || echo "CHANGELOG.md: not $version")"
# obj-m of the tree is what dkms.conf has to install, and what says its version.
empty "each module is in dkms.conf, says its version, and has a page" \
	"$(sed -nE 's/^obj-.*[:+]= ([a-z_]+)\.o$/\1/p' ndis_shim/Kbuild mbbcx/Kbuild drivers/*/Kbuild | while read -r m; do
		grep -q "^BUILT_MODULE_NAME\[[0-9]*\]=\"$m\"" dkms.conf || echo "dkms.conf: no $m"
		[ -e "man/$m.4" ] && grep -qx "man/$m.4" debian/mbbcx-dkms.manpages || echo "$m: no page"
	done
	for f in drivers/*/linux_glue.c ndis_shim/main.c ndis_shim/configfs/configfs.c mbbcx/main.c; do
		grep -qx 'MODULE_VERSION(NT_SHIM_VERSION);' "$f" || echo "$f: no version"
	done)"
if command -v groff > /dev/null; then
	empty "manual pages" "$(for f in man/*; do groff -man -ww -Tutf8 -z "$f" 2>&1; done)"
fi
if command -v shellcheck > /dev/null; then
	empty "shellcheck" "$(shellcheck -x -s bash -S warning -e SC1091,SC2034,SC2046,SC2154,SC2319 $(files '*.sh') 2>&1 | head -40)"
fi
if command -v codespell > /dev/null; then
	empty "codespell" "$(codespell -q 3 --ignore-words .codespell-ignore $(files | grep -vE '^LICENSE|\.frag$|^tests/fuzz/corpus|^tests/mutations') 2>&1 | head -20)"
fi
exit $bad
