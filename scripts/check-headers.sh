#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The Windows headers by themselves: each compiles alone and twice, as C and as
# C++, without a Linux header; what clients write compiles; internal code may
# include both worlds. TAP on stdout; KDIR says which kernel headers to use.
# shellcheck disable=SC2046,SC2086,SC2317
set -u
top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
KDIR=${KDIR:-/lib/modules/$(uname -r)/build}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# As kernel objects are compiled; gnu_inline is what kernel builds turn inline into.
common="-fshort-wchar -ffreestanding -nostdinc -fno-strict-aliasing -fno-common
	-Wall -Wextra -Werror -Wno-multichar -DNT_CLIENT_TU -Iinclude -Iinclude/crt"
c_flags="-std=gnu11 $common -Wmissing-prototypes -Wstrict-prototypes
	-Wdeclaration-after-statement -include $work/kernel.h"
cxx_flags="-std=gnu++17 $common -fno-exceptions -fno-rtti -x c++"
echo '#define inline inline __attribute__((__gnu_inline__)) __attribute__((__unused__))' \
	> "$work/kernel.h"

# check NAME COMMAND...: one result; what the command said only on failure.
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

# c FILE and cxx FILE: compile to nothing.
c() { gcc $c_flags "${@:2}" -fsyntax-only "$1"; }
cxx() { g++ $cxx_flags "${@:2}" -fsyntax-only "$1"; }

# What NDIS drivers add, and the versions of NDIS that they are built for; an
# edge may be older than the other.
ndis_flags="$(sed -n 's/^ccflags-y += //p' include/ndis.mk) -Iinclude/case"
ndis_versions=("" "-DNDIS40 -DNDIS40_MINIPORT" "-DNDIS50=1 -DNDIS50_MINIPORT=1 -DNDIS_WDM=1"
	"-DNDIS51 -DNDIS51_MINIPORT -DNDIS_MINIPORT_DRIVER" "-DNDIS40 -DNDIS51_MINIPORT"
	"-DNDIS50 -DNDIS51" "-DNDIS50_MINIPORT -DNDIS51_MINIPORT" "-DNDIS51_MINIPORT" "-DNDIS50")

# alone_and_twice HEADER [flags]
alone_and_twice() {
	printf '#include <%s>\n#include <%s>\n' "$1" "$1" > "$work/alone.c"
	printf 'extern "C" {\n#include <%s>\n}\n' "$1" > "$work/within.cpp"
	c "$work/alone.c" "${@:2}" && cxx "$work/alone.c" "${@:2}" && cxx "$work/within.cpp" "${@:2}"
}

# every_version COMMAND...: with each set of defines in turn behind it.
every_version() {
	local version
	for version in "${ndis_versions[@]}"; do
		"$@" $version || { echo "with ${version:-no define}"; return 1; }
	done
}

packed() {
	printf '#include <pshpack%d.h>\nstruct s { char a; long long b; };\n#include <poppack.h>\n' "$1" > "$work/p.c"
	printf 'struct t { char a; long long b; };\n' >> "$work/p.c"
	printf '_Static_assert(sizeof(struct s) == %d && sizeof(struct t) == 16, "");\n' $((8 + $1)) >> "$work/p.c"
	c "$work/p.c"
}

for header in $(cd include && find . -name '*.[hH]' | sed 's,^\./,,' | sort); do
	case $header in
	ntmodule.h) ;;
	poppack.h)
		for n in 1 2 4 8; do
			check "<pshpack$n.h> to <poppack.h>" packed $n
		done ;;
	ndis*|ntddndis.h|case/N*)
		check "<$header> alone and twice, C and C++, every version" \
			every_version alone_and_twice "$header" ;;
	*) check "<$header> alone and twice, C and C++" alone_and_twice "$header" ;;
	esac
done
check "tests/clients/headers/ndis_habits.c, every version" \
	every_version c tests/clients/headers/ndis_habits.c $ndis_flags
check "tests/clients/headers/ndis_habits.c of a checked build" \
	c tests/clients/headers/ndis_habits.c $ndis_flags -DNDIS51 -DNDIS51_MINIPORT -DDBG=1
check "tests/clients/headers/ndis_cxx.cpp, every version" \
	every_version cxx tests/clients/headers/ndis_cxx.cpp

for file in habits_cxx habits_cxx_other; do
	check "tests/clients/headers/$file.cpp" cxx tests/clients/headers/$file.cpp
done

# What people include together: each of them first, the others in both orders.
together() {
	local first rest
	local usual=(ntddk.h wdf.h ndis.h usb.h usbdi.h usbdlib.h wdfusb.h netadaptercx.h
		mbbcx.h initguid.h ntstrsafe.h ntintsafe.h guiddef.h windef.h devioctl.h
		net/ring.h net/packet.h)
	for first in "${usual[@]}"; do
		rest=$(printf '#include <%s>\n' "${usual[@]}")
		{ echo "#include <$first>"; echo "$rest"; } > "$work/together.c"
		{ echo "#include <$first>"; echo "$rest" | tac; } > "$work/rehtegot.c"
		c "$work/together.c" && c "$work/rehtegot.c" && cxx "$work/together.c" &&
			cxx "$work/rehtegot.c" || { echo "<$first> first"; return 1; }
	done
}
check "usual headers in any order, C and C++" together
# The C++ ones of the run-time; C++ only, beside everything else.
cxx_run_time() {
	local header
	for header in $(cd include/crt && find . -type f ! -name '*.h' | sed 's,^\./,,'); do
		printf '#include <%s>\n#include <ntddk.h>\n#include <%s>\n' "$header" "$header" \
			> "$work/alone.cpp"
		cxx "$work/alone.cpp" || { echo "<$header>"; return 1; }
		printf 'extern "C" {\n#include <%s>\n}\n' "$header" > "$work/within.cpp"
		cxx "$work/within.cpp" || { echo "<$header> within extern \"C\""; return 1; }
	done
}
check "the C++ run-time's headers" cxx_run_time

for file in init_helpers spellings habits; do
	check "tests/clients/headers/$file.c as C" \
		c tests/clients/headers/$file.c -Wno-declaration-after-statement
	check "tests/clients/headers/$file.c as C++" cxx tests/clients/headers/$file.c
done

# Each helper that a header offers is one that init_helpers.c tries.
unused_helpers() {
	local before='static inline VOID |#define |NT_SIZED_INIT\('
	grep -rhoE "^($before)?[A-Z][A-Z0-9_]*_INIT[A-Z0-9_]*[(,]" include --include='*.h' |
		sed -E "s/^($before)//; s/[(,]\$//" | grep -vE '^(NT_|NDIS_INIT_FUNCTION$)' | sort -u |
		while read -r helper; do
			grep -q "\<$helper(" tests/clients/headers/init_helpers.c || echo "$helper"
		done > "$work/unused"
	cat "$work/unused"
	[ ! -s "$work/unused" ]
}
check "every INIT helper is tried" unused_helpers

run_c() { gcc $c_flags -o "$work/run" "$@" && "$work/run"; }
run_cxx() { g++ $cxx_flags -o "$work/run" "$@" && "$work/run"; }
run_mixed() {
	gcc $c_flags -c -o "$work/a.o" tests/clients/headers/context_type.c &&
	g++ $cxx_flags -c -o "$work/b.o" tests/clients/headers/context_type_other.c &&
	ld -r -o "$work/driver.o" "$work/a.o" "$work/b.o" &&
	gcc -o "$work/run" "$work/driver.o" && "$work/run"
}
check "DSS callbacks of both kinds, C" run_c tests/clients/headers/config_kinds.c
check "DSS callbacks of both kinds, C++" run_cxx tests/clients/headers/config_kinds.c
check "one context type in two files, C" \
	run_c tests/clients/headers/context_type.c tests/clients/headers/context_type_other.c
check "one context type in two files, C and C++" run_mixed

includes_of_linux() {
	! grep -nE '#[[:space:]]*include[[:space:]]*<(linux|asm|asm-generic|uapi|kunit)/' "$@"
}
check "no Linux header in include/" includes_of_linux -r include --exclude=ntmodule.h
two_faced() {
	[ "$(grep -rl include_next include | sort | xargs)" = \
		"include/net/checksum.h include/net/gso.h" ]
}
check "two headers share their path with Linux, no more" two_faced

# Clients see include/ and their own folder: where a Linux header, or anything
# that is not in include/, is needed, this does not compile.
clients=$(find drivers tests/clients \( -name '*.c' -o -name '*.cpp' \) ! -name 'linux_glue.c' \
	! -path '*/tool/*' ! -path 'tests/clients/headers/*' | sort)
check "no Linux header in a client's sources" includes_of_linux $clients \
	$(find drivers tests/clients -name '*.h')
# What its Kbuild adds for all its files.
client_flags() {
	local kbuild
	kbuild=$(dirname "$1")/Kbuild
	if grep -qs 'include/ndis.mk$' "$kbuild"; then
		echo "$ndis_flags $(sed -n 's/^ccflags-y += //p' "$kbuild")"
	fi
}
for file in $clients; do
	case $file in
	*.cpp) check "$file against include/ alone" cxx "$file" -I"$(dirname "$file")" ;;
	*) check "$file against include/ alone" c "$file" -I"$(dirname "$file")" \
		-Wno-declaration-after-statement -Wno-missing-field-initializers \
		-Wno-unused-parameter -Wno-sign-compare $(client_flags "$file") ;;
	esac
done

if [ -e "$KDIR/Makefile" ]; then
	mkdir "$work/tree"
	cp -r include compat ndis_shim "$work/tree"
	mkdir -p "$work/tree/tests"
	cp -r tests/headers "$work/tree/tests"
	for order in linux_first windows_first; do
		check "internal code may include both worlds, $order" \
			make -C "$KDIR" M="$work/tree/tests/headers" W=1 KCFLAGS=-Werror "internal_$order.o"
	done

	# C++ as client.mk compiles it for this kernel, and what it refuses.
	kbuild_cxx() {
		local dir=$work/tree/cxx$1
		mkdir -p "$dir"
		cp "${@:2}" tests/clients/headers/habits_cxx.h "$dir"
		{
			echo "obj-m := cxx.o"
			echo "cxx-y := $(cd "$dir" && echo *.cpp | sed 's/\.cpp/.o/g')"
			echo "NT_TOP := \$(src)/.."
			echo "include \$(NT_TOP)/include/client.mk"
		} > "$dir/Kbuild"
		make -C "$KDIR" M="$dir" KCFLAGS=-Werror cxx.o
	}
	refused() {
		echo "$2" > "$work/refused.cpp"
		! kbuild_cxx "-$1" "$work/refused.cpp" > "$work/refused.log" 2>&1 &&
			grep -E "error: .*$3" "$work/refused.log" || { cat "$work/refused.log"; return 1; }
	}
	check "C++ of two files in a module" \
		kbuild_cxx 1 tests/clients/headers/habits_cxx.cpp tests/clients/headers/habits_cxx_other.cpp
	check "a static constructor is refused" refused constructor \
		'int Read(); struct A { int m; A() : m(Read()) {} } TheOnlyOne;' 'static objects'
	check "a destructor at exit is refused" refused destructor \
		'void Free(int); struct A { int m = 1; ~A() { Free(m); } };
		 int Get() { static A a; return a.m; }' 'static objects'
	check "an exception is refused" refused exception \
		'void Throw() { throw 1; }' 'exception'
	check "RTTI is refused" refused rtti \
		'struct A { virtual int f() { return 1; } }; struct B : A {};
		 B *Cast(A *a) { return dynamic_cast<B *>(a); }' 'dynamic_cast.*rtti'
else
	echo "ok - C++ in a module # SKIP no kernel headers in $KDIR"
	echo "ok - internal code may include both worlds # SKIP no kernel headers in $KDIR"
fi
exit $bad
