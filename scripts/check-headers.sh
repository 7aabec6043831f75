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

alone_and_twice() {
	printf '#include <%s>\n#include <%s>\n' "$1" "$1" > "$work/alone.c"
	printf 'extern "C" {\n#include <%s>\n}\n' "$1" > "$work/within.cpp"
	c "$work/alone.c" && cxx "$work/alone.c" && cxx "$work/within.cpp"
}

for header in $(cd include && find . -name '*.h' | sed 's,^\./,,' | sort); do
	# The one includes Linux headers, the other ends what a third began.
	case $header in ntmodule.h | poppack.h) continue ;; esac
	check "<$header> alone and twice, C and C++" alone_and_twice "$header"
done

for file in init_helpers spellings habits; do
	check "tests/headers/$file.c as C" c tests/headers/$file.c -Wno-declaration-after-statement
	check "tests/headers/$file.c as C++" cxx tests/headers/$file.c
done

# Each helper that a header offers is one that init_helpers.c tries.
unused_helpers() {
	local before='static inline VOID |#define |NT_SIZED_INIT\('
	grep -rhoE "^($before)?[A-Z][A-Z0-9_]*_INIT[A-Z0-9_]*[(,]" include --include='*.h' |
		sed -E "s/^($before)//; s/[(,]\$//" | grep -v '^NT_' | sort -u |
		while read -r helper; do
			grep -q "\<$helper(" tests/headers/init_helpers.c || echo "$helper"
		done > "$work/unused"
	cat "$work/unused"
	[ ! -s "$work/unused" ]
}
check "every INIT helper is tried" unused_helpers

run_c() { gcc $c_flags -o "$work/run" "$@" && "$work/run"; }
run_cxx() { g++ $cxx_flags -o "$work/run" "$@" && "$work/run"; }
run_mixed() {
	gcc $c_flags -c -o "$work/a.o" tests/headers/context_type.c &&
	g++ $cxx_flags -c -o "$work/b.o" tests/headers/context_type_other.c &&
	ld -r -o "$work/driver.o" "$work/a.o" "$work/b.o" &&
	gcc -o "$work/run" "$work/driver.o" && "$work/run"
}
check "DSS callbacks of both kinds, C" run_c tests/headers/config_kinds.c
check "DSS callbacks of both kinds, C++" run_cxx tests/headers/config_kinds.c
check "one context type in two files, C" \
	run_c tests/headers/context_type.c tests/headers/context_type_other.c
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
clients=$(find drivers tests/clients \( -name '*.c' -o -name '*.cpp' \) ! -name 'linux_glue.c' | sort)
check "no Linux header in a client's sources" includes_of_linux $clients \
	$(find drivers tests/clients -name '*.h')
for file in $clients; do
	case $file in
	*.cpp) check "$file against include/ alone" cxx "$file" -I"$(dirname "$file")" ;;
	*) check "$file against include/ alone" c "$file" -I"$(dirname "$file")" \
		-Wno-declaration-after-statement -Wno-missing-field-initializers \
		-Wno-unused-parameter -Wno-sign-compare ;;
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
else
	echo "ok - internal code may include both worlds # SKIP no kernel headers in $KDIR"
fi
exit $bad
