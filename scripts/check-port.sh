#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The porting kit without a kernel: port-check finds nothing missing in our drivers, test
# clients and skeletons, and everything that is planted in a copy; what new-client makes
# compiles as C, and as C++ where it is not built for old NDIS. TAP on stdout.
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0
check() {
	local name=$1
	shift
	if "$@" > "$work/out" 2>&1; then
		echo "ok - $name"
	else
		echo "not ok - $name"
		head -30 "$work/out" | sed 's/^/  /'
		bad=1
	fi
}

for dir in drivers/*/ tests/clients/*/; do
	case $dir in tests/clients/common/ | tests/clients/headers/) continue ;; esac
	check "port-check ${dir%/}: nothing missing" scripts/port-check "$dir"
done

# ---- new-client ----
made() { scripts/new-client "$1" "a_$1" "$work/new/$1" && scripts/port-check "$work/new/$1"; }
as_cxx() {
	mkdir "$work/cxx-$1" && cp "$work/new/$1"/*.h "$work/cxx-$1" 2> /dev/null
	local file
	for file in "$work/new/$1"/*.c; do
		case $file in *linux_glue.c) continue ;; esac
		cp "$file" "$work/cxx-$1/$(basename "$file" .c).cpp"
	done
	scripts/port-check "$work/cxx-$1"
}
for kind in mbb netadapter kmdf usb protocol im; do
	check "new-client $kind: compiles, nothing missing" made $kind
done
for kind in mbb netadapter kmdf usb; do
	check "new-client $kind: compiles as C++" as_cxx $kind
done
refused() { ! scripts/new-client "$@"; }
check "new-client: no such kind" refused nothing x "$work/x"
check "new-client: no such name" refused mbb 'a-b' "$work/x"
check "new-client: a folder with something in it" refused mbb x "$work/new/mbb"

# ---- what is planted is found ----

# Forty names: calls of every third stub and absent function, and names that nobody knows.
cp -r tests/clients/common "$work/common"
cp -r tests/clients/mbbnow "$work/planted"
awk -F' *\\| *' '($5 == "stub" || $5 == "absent") && $2 ~ /^[A-Z][a-z]+[A-Z]/ && $2 !~ /_/ {print $2}' \
	docs/coverage.md | sort -u | awk 'NR % 2' | head -24 > "$work/with-row"
for i in $(seq $((40 - $(wc -l < "$work/with-row") - 9))); do echo "WdfPlanted$i"; done > "$work/calls"
printf '%s\n' WDF_PLANTED_CONFIG NET_PLANTED_CAPABILITIES PPLANTED_THING > "$work/types"
printf '%s\n' STATUS_PLANTED_BAD OID_PLANTED IRP_MJ_PLANTED > "$work/constants"
printf '%s\n' EVT_WDF_PLANTED_ONE EVT_NET_PLANTED_TWO EVT_MBB_PLANTED_THREE > "$work/callbacks"
{
	echo '#include <ntddk.h>'
	echo '#include <wdf.h>'
	echo '#include <plantedheader.h>'
	sed 's/.*/&  My&;/' "$work/callbacks"
	while read -r name; do echo "struct holder_$name { $name Member; };"; done < "$work/types"
	echo 'NTSTATUS Planted(WDFDEVICE Device);'
	echo 'NTSTATUS Planted(WDFDEVICE Device)'
	echo '{'
	sed 's/.*/	&(Device);/' "$work/with-row" "$work/calls"
	sed 's/.*/	if ((LONG)(ULONG_PTR)Device == (LONG)&) return 0;/' "$work/constants"
	echo '	return STATUS_SUCCESS;'
	echo '}'
} > "$work/planted/planted.c"
sed -i 's/^test_mbbnow-y += driver.o/&\ntest_mbbnow-y += planted.o/' "$work/planted/Kbuild"
scripts/port-check "$work/planted" > "$work/report" 2>&1
everything_found() {
	local name lost=0
	while read -r name; do
		grep -qF "$(grep "^| $name |" docs/coverage.md)" "$work/report" &&
			grep -q "^    $name: planted.c:" "$work/report" ||
			{ echo "$name: not reported with its row"; lost=1; }
	done < "$work/with-row"
	while read -r name; do
		grep -A1 "^    $name: planted.c:" "$work/report" | grep -q 'no row in docs/coverage.md' ||
			{ echo "$name: not reported"; lost=1; }
	done < <(cat "$work/calls" "$work/types" "$work/constants" "$work/callbacks")
	grep -q '^    <plantedheader.h>: planted.c:3' "$work/report" ||
		{ echo "the header: not reported"; lost=1; }
	[ $lost -eq 0 ] || cat "$work/report"
	[ $lost -eq 0 ]
}
planted=$(cat "$work/with-row" "$work/calls" "$work/types" "$work/constants" "$work/callbacks" | sort -u | wc -l)
[ "$planted" -eq 40 ] || { echo "not ok - port-check: forty names are planted: $planted"; bad=1; }
check "port-check: forty planted names are found, those with a row with it" everything_found

# ---- as source comes from Windows ----
foreign=$work/foreign
mkdir -p "$foreign/Inc" "$foreign/src"
printf '\xef\xbb\xbf#include <NTDDK.H>\r\n#include <Wdf.h>\r\n#include "..\\INC\\Foreign.H"\r\n' > "$foreign/src/main.c"
printf 'NTSTATUS Use(VOID) { return FOREIGN + EXTRA + FEATURE; }\r\n' >> "$foreign/src/main.c"
printf '#include <common.h>\r\nNTSTATUS Use(VOID);\r\n#define FOREIGN STATUS_SUCCESS\r\n' > "$foreign/Inc/foreign.h"
printf '#define EXTRA 1\n' > "$foreign/Inc/Common.h"
printf 'this is not C\n' > "$foreign/src/unused.c"
cat > "$foreign/foreign.vcxproj" <<'END'
<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003">
  <ItemDefinitionGroup><ClCompile>
    <PreprocessorDefinitions>FEATURE=2;%(PreprocessorDefinitions)</PreprocessorDefinitions>
    <AdditionalIncludeDirectories>.\inc;%(AdditionalIncludeDirectories)</AdditionalIncludeDirectories>
  </ClCompile></ItemDefinitionGroup>
  <ItemGroup><ClCompile Include="Src\Main.c" /></ItemGroup>
</Project>
END
printf '[Models]\r\n%%d%%=Install, USB\\VID_1234&PID_ABCD&MI_02\r\n' > "$foreign/foreign.inf"
windows_folder() {
	scripts/port-check "$foreign" | tee "$work/report" &&
		grep -q 'a backslash in an include: src/main.c:3' "$work/report" &&
		grep -q 'in another letter case: .*src/main.c:2' "$work/report" &&
		grep -q 'left out: src/unused.c' "$work/report" &&
		grep -q 'for interface 2: { USB_DEVICE(0x1234, 0xabcd) },' "$work/report"
}
check "port-check: a folder from Windows with a project and an INF file" windows_folder
mended() {
	scripts/port-check --mend "$foreign" > "$work/mended"
	scripts/port-check "$foreign" | tee "$work/report"
	grep -q 'another letter case, mended: ' "$work/mended" &&
		grep -q '^#include "../Inc/foreign.h"' "$foreign/src/main.c" &&
		! grep -qE 'letter case|backslash' "$work/report" && grep -q 'nothing missing' "$work/report"
}
check "port-check --mend: includes as the files are called" mended
rm "$foreign/foreign.vcxproj"
printf 'TARGETNAME=foreign\r\nC_DEFINES=$(C_DEFINES) -DFEATURE=2\r\nINCLUDES=inc\r\nSOURCES=src\\main.c \\\r\n        src\\missing.c\r\n' > "$foreign/sources"
sources_file() { scripts/port-check "$foreign" | tee "$work/report" && grep -q 'missing.c is in a build file' "$work/report"; }
check "port-check: one with a sources file" sources_file

# ---- a Kbuild in another letter case than the files ----
cased=$work/cased
mkdir "$cased"
printf 'obj-m := cased.o\ncased-y += driver.o Queue.o gone.o linux_glue.o\n' > "$cased/Kbuild"
for file in Driver.c Queue.c linux_glue.c; do printf '#include <wdf.h>\n' > "$cased/$file"; done
other_case() {
	scripts/port-check "$cased" | tee "$work/report" &&
		grep -q 'lists driver.o, and the file is called Driver.c: Driver.o$' "$work/report" &&
		grep -q 'lists gone.o, and there is no gone.c$' "$work/report" &&
		! grep -qE 'lists (Queue|linux_glue)' "$work/report"
}
check "port-check: objects of a Kbuild in another letter case" other_case
accepted() {
	! make -f include/client.mk NT_TOP="$top" CONFIG_MODULES=y src="$1" obj-m=cased.o cased-y="$2" \
		2>&1 | tee "$work/report" | grep -q 'lists driver.o, and there is no driver.c'
}
check "client.mk: an object without a source is refused" eval '! accepted "$cased" driver.o'
check "client.mk: one with a source is not" accepted "$cased" "Driver.o linux_glue.o"

# ---- trace messages ----
traced=$work/traced
mkdir "$traced"
cat > "$traced/trace.h" <<'END'
#define WPP_CONTROL_GUIDS WPP_DEFINE_CONTROL_GUID(Guid, (12345678,1111,2222,3333,444444444444), \
	WPP_DEFINE_BIT(TRACE_DRIVER) WPP_DEFINE_BIT(TRACE_DEVICE))
// begin_wpp config
// FUNC Trace{FLAGS=TRACE_DRIVER}(LEVEL, MSG, ...);
// FUNC FuncEntry{LEVEL=TRACE_LEVEL_VERBOSE}(FLAGS);
// USESUFFIX(FuncEntry, "%!FUNC! Entry");
// end_wpp
END
cat > "$traced/driver.c" <<'END'
#include <ntddk.h>
#include "trace.h"
#include "driver.tmh"
DRIVER_INITIALIZE DriverEntry;
NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WPP_INIT_TRACING(DriverObject, RegistryPath);
	FuncEntry(TRACE_DRIVER);
	Trace(TRACE_LEVEL_ERROR, "bad %d", 1);
	TraceEvents(TRACE_LEVEL_INFORMATION, TRACE_DEVICE, "%!FUNC! %!STATUS!", STATUS_SUCCESS);
	DoTraceMessage(TRACE_DRIVER, "x");
	WPP_CLEANUP(DriverObject);
	return STATUS_SUCCESS;
}
END
cp "$traced/driver.c" "$traced/other.cpp"
wpp() {
	scripts/port-check "$traced" > "$work/report"
	grep -q '<driver.tmh>' "$work/report" && scripts/wpp-headers "$traced" && scripts/port-check "$traced"
}
check "wpp-headers: trace messages compile, C and C++" wpp
[ $bad -eq 0 ]
