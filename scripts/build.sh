#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds all modules and the test programs for one of the test kernels, in a
# copy of the tree (build/KERNEL), so that several kernels do not meet.
#
#	build.sh KERNEL [make arguments]	KERNEL: see tests/vm/kernels.sh
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
kernel=${1:?which kernel}
shift
dir=$("$top/tests/vm/kernels.sh" dir "$kernel")
out=$top/build/$kernel
mkdir -p "$out/src"

# Only what differs is copied, so a second build compiles what changed; what
# went away in the tree goes away in the copy.
(cd "$top" && find include compat ndis_shim mbbcx drivers tests/kunit tests/clients tests/bench tests/fail Kbuild \
	-type f \( -name '*.[chH]' -o -name '*.cpp' -o -path '*include/crt/*' -o -name 'Kbuild*' -o -name '*.mk' -o -name '*.def' \) \
	2>/dev/null | sort) > "$out/files"
(cd "$out/src" && find . -type f \( -name '*.[chH]' -o -name '*.cpp' -o -path '*include/crt/*' -o -name 'Kbuild*' -o -name '*.mk' -o -name '*.def' \) \
	! -name '*.mod.c' | sed 's,^\./,,' | sort) > "$out/have"
comm -13 "$out/files" "$out/have" | (cd "$out/src" && xargs -r rm -f)
while IFS= read -r f; do
	cmp -s "$top/$f" "$out/src/$f" || (cd "$top" && cp --parents -t "$out/src" "$f")
done < "$out/files"

arch=
targets="ndis_shim/ mbbcx/ drivers/ tests/clients/"
case $kernel in
uml*) arch="ARCH=um" targets="$targets tests/kunit/" ;;
stock) targets="$targets tests/bench/ tests/fail/" ;;
stock-* | debug) targets="$targets tests/fail/" ;;
esac
# The instrumented kernels have UBSAN for those who ask; the kernel itself does not.
ubsan=
case $kernel in *debug) ubsan="UBSAN_SANITIZE=y" ;; esac
# Debian's kernels are configured for gcc, and make chooses flags by that. What headers
# choose by it stays, and makes clang say something about the newest ones.
case $kernel in
*-clang)
	set -- CC=clang-19 CONFIG_CC_IS_GCC= CONFIG_GCC_VERSION=0 \
		CONFIG_CC_IS_CLANG=y CONFIG_CLANG_VERSION=190107 \
		CONFIG_CC_IMPLICIT_FALLTHROUGH=-Wimplicit-fallthrough \
		CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT= \
		CONFIG_FTRACE_MCOUNT_USE_CC= CONFIG_FTRACE_MCOUNT_USE_OBJTOOL=y \
		CONFIG_UBSAN_BOUNDS_STRICT= CONFIG_UBSAN_ARRAY_BOUNDS=y \
		KCFLAGS=-Wno-duplicate-decl-specifier "$@"
	;;
# The layouts that the headers assert are those of 64 bits.
i386) set -- "KCFLAGS='-DC_ASSERT(e)='" "$@" ;;
arm64) set -- CROSS_COMPILE=aarch64-linux-gnu- "$@" ;;
s390x) set -- CROSS_COMPILE=s390x-linux-gnu- "$@" ;;
esac
echo "obj-m := $targets" > "$out/src/Kbuild"
echo "build: modules for $kernel"
# shellcheck disable=SC2086
make -s -C "$dir/build" $arch $ubsan M="$out/src" NDIS_SHIM_TEST=y -j"$(nproc)" "$@" modules 2>&1 |
	{ grep -v 'Skipping BTF generation' || true; }

# Of another processor: whether it compiles is all that can be seen here.
case $kernel in i386 | arm64 | s390x) exit ;; esac

# What scripts/new-client makes, as somebody would who has just made one of each.
rm -rf "$out/skeletons.new"
for kind in mbb netadapter kmdf usb protocol im; do
	"$top/scripts/new-client" $kind skel_$kind "$out/skeletons.new/$kind" > /dev/null
done
# And the three that the pages make (tests/vm/cases/docs.sh).
for made in kmdf:first im:mydriver usb:mydrv; do
	"$top/scripts/new-client" "${made%:*}" "${made#*:}" "$out/skeletons.new/${made#*:}" > /dev/null
done
(cd "$out/skeletons.new" && for kind in */; do echo "obj-m += $kind"; done > Kbuild)
mkdir -p "$out/skeletons"
(cd "$out/skeletons.new" && find . -type f) | while IFS= read -r f; do
	cmp -s "$out/skeletons.new/$f" "$out/skeletons/$f" ||
		install -D -m 644 "$out/skeletons.new/$f" "$out/skeletons/$f"
done
rm -rf "$out/skeletons.new"
# shellcheck disable=SC2086
make -s -C "$dir/build" $arch $ubsan M="$out/skeletons" -j"$(nproc)" \
	KBUILD_EXTRA_SYMBOLS="$out/src/Module.symvers" "$@" modules 2>&1 |
	{ grep -v 'Skipping BTF generation' || true; }
find "$out/src" "$out/skeletons" -name '*.ko' -exec ln -sf -t "$out" {} +
echo "build: test programs"
for d in tests/modem tests/ports tests/traffic drivers/ndisprot/tool tests/clients/wdm_echo/tool \
	tests/board tests/bench tests/clients/usb_board/tool; do
	make -s -C "$top/$d" O="$out" > /dev/null
done
