#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# check-docs.sh DIR: the code in the documents the project implements compiles,
# unchanged, against include/. DIR holds the documents; nothing of them is kept.
# What a block leaves out is added around it: the client's own names, a function
# around bare statements, a missing return. TAP on stdout.
# shellcheck disable=SC2086,SC2317
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
docs=$(cd "${1:?usage: check-docs.sh DIR}" && pwd) || exit 1
cd "$top" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
blocks=0

common="-fshort-wchar -ffreestanding -nostdinc -fno-strict-aliasing -Wall -Werror
	-DNT_CLIENT_TU -Iinclude -fsyntax-only"
c_flags="-std=gnu11 $common"
cxx_flags="-std=gnu++17 $common -fno-exceptions -fno-rtti -x c++"

check() {
	local name=$1
	shift
	blocks=$((blocks + 1))
	if "$@" > "$work/out" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		head -30 "$work/out" | sed 's/^/  /'
		bad=1
	fi
}

# fenced FILE: each fenced block of a Markdown file to $work/N.block.
fenced() {
	rm -f "$work"/*.block
	awk -v out="$work" '
		/^[ \t]*```/ { inside = !inside; if (inside) n++; next }
		inside { print > (out "/" n ".block") }' "$1"
}

# A block of definitions has a brace of its own in the first column of its code.
is_definitions() {
	local indent
	indent=$(sed -nE 's/^([[:space:]]*)[^[:space:]].*/\1/p;T;q' "$1")
	grep -q "^$indent{[[:space:]]*$" "$1"
}

# Definitions as they are; where a function that returns something has no return
# statement, one is added in front of its last brace.
definitions() {
	awk '
		function count(line, c) { return gsub(c, c, line) }
		{
			line = $0
			sub(/\/\/.*/, "", line)
			if (!depth)
				head = head " " line
			opens = count(line, "{")
			closes = count(line, "}")
			if (!depth && opens) {
				returns = head !~ /^[ \t]*(static )?(VOID|void)[ \t]/
				found = 0
				variable = "STATUS_SUCCESS"
			}
			if (line ~ /(^|[^A-Za-z_])return([^A-Za-z_]|$)/)
				found = 1
			if (match(line, /NTSTATUS[ \t]+[A-Za-z_]+/) && depth) {
				variable = substr(line, RSTART, RLENGTH)
				sub(/NTSTATUS[ \t]+/, "", variable)
			}
			depth += opens - closes
			if (!depth && closes) {
				if (returns && !found)
					print "return " variable ";"
				head = ""
			}
			print
		}' "$1"
}

# Bare statements of EvtDriverDeviceAdd, with the variables they take for granted.
statements() {
	cat <<'END'
NTSTATUS Statements(PWDFDEVICE_INIT deviceInit);
NTSTATUS Statements(PWDFDEVICE_INIT deviceInit)
{
	WDF_OBJECT_ATTRIBUTES deviceAttributes;
	WDFDEVICE wdfDevice;
	NTSTATUS status;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&deviceAttributes, MY_DEVICE_CONTEXT);
END
	cat "$1"
	printf '\treturn status;\n}\n'
}

# compiles BLOCK: as C and as C++, with either type of the DSS callback.
compiles() {
	{
		echo '#include "tests/headers/docs_stubs.h"'
		if is_definitions "$1"; then definitions "$1"; else statements "$1"; fi
	} > "$work/unit.c"
	local kind
	for kind in "" -DDSS_WITH_STATUS; do
		gcc $c_flags $kind -I. "$work/unit.c" || return 1
		g++ $cxx_flags $kind -I. "$work/unit.c" || return 1
	done
}

# The printed declaration, under another name: it differs from the headers' in
# one parameter, but every type in it must exist. Print has spaces of its own.
ndis_compiles() {
	{
		printf '#include <ndis.h>\n#define NdisRegisterProtocol NdisRegisterProtocolAsPrinted\n'
		awk '/declared as follows/ { on = 1; next } on { print } on && /;/ { exit }' "$1" |
			sed 's/\xc2\xa0/ /g'
	} > "$work/unit.c"
	gcc $c_flags "$work/unit.c"
}

for doc in "$docs"/*.md; do
	[ -e "$doc" ] || continue
	fenced "$doc"
	for block in "$work"/*.block; do
		[ -e "$block" ] || continue
		number=$(basename "$block" .block)
		check "$(basename "$doc"), code block $number" compiles "$block"
	done
done
for doc in "$docs"/*protocol*.txt; do
	[ -e "$doc" ] || continue
	if [ -e include/ndis.h ]; then
		check "$(basename "$doc"), NdisRegisterProtocol" ndis_compiles "$doc"
	else
		echo "ok - $(basename "$doc") # SKIP include/ndis.h is not there yet"
	fi
done
if [ "$blocks" -eq 0 ]; then
	echo "not ok - no code block in $docs"
	bad=1
fi
exit $bad
