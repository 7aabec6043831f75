#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Kernels for the tests, fetched or built once and kept outside the tree.
#
#	kernels.sh dir NAME	print the folder of kernel NAME, making it first
#	kernels.sh list		what there is and where it would be
#
# NAME	what it is
#  stock	Debian's own kernel and headers, as packages, unpacked privately
#  debug	x86-64 with SMP, KASAN, lockdep, kmemleak, sleep-in-atomic checks
#  kcsan	x86-64 with SMP and the detector of data races
#  uml		user-mode Linux with KUnit
#  uml-debug	the same under KASAN, lockdep and kmemleak
#
# The cache is keyed on source version and configuration, so a changed fragment
# or a new Debian kernel makes a new folder and never a stale result. Folders
# hold what an out-of-tree module build needs (build/), the image (vmlinuz or
# linux) and the loadable modules (modules/).
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
cache=${NT_KERNEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nt-kernels}
jobs=$(nproc)

say() { echo "kernels: $*" >&2; }
die() { say "$*"; exit 1; }

# Version of the newest 6.1 kernel that the package mirror has (6.1.0-NN).
abi() {
	local a
	a=$(apt-cache depends linux-image-amd64 2>/dev/null |
	    sed -n 's/.*Depends: linux-image-\(6\.1\.0-[0-9]*\)-amd64$/\1/p' | head -1)
	[ -n "$a" ] || die "no linux-image-amd64 for 6.1 known: run 'apt-get update' on a Debian 12 machine"
	echo "$a"
}

pkg_version() {
	apt-cache madison "$1" | awk -F'|' '{gsub(/ /, "", $2); print $2; exit}'
}

# fetch PACKAGE DIR: download a package and unpack it into DIR.
fetch() {
	local tmp
	tmp=$(mktemp -d)
	chmod 755 "$tmp"
	(cd "$tmp" && apt-get -q download "$1" >&2) || die "cannot download $1: is the package mirror reachable?"
	dpkg -x "$tmp"/*.deb "$2"
	rm -rf "$tmp"
}

# swap FILE OLD NEW: unless that was done before.
swap() { ! grep -q "$2" "$1" || sed -i "s/$2/$3/" "$1"; }
# mend SOURCE: what user-mode Linux needs. Its kernels' fragments name the numbers,
# which makes their key another when there is a new one.
mend() {
	# 1: processors with AMX save 11 KB of FPU state, 2.6 are reserved.
	swap "$1/arch/x86/um/user-offsets.c" \
		'DEFINE_LONGS(HOST_FP_SIZE, 2696)' 'DEFINE_LONGS(HOST_FP_SIZE, 12288)'
	# 2: an alarm that was under way when the clock skipped past it turned it back.
	swap "$1/arch/um/kernel/time.c" \
		$'^\ttime_travel_set_time(time_travel_next_event);' \
		'\tif (time_travel_next_event > time_travel_time)\n\t&'
}

source_dir() {
	local ver dir
	ver=$(pkg_version linux-source-6.1)
	[ -n "$ver" ] || die "linux-source-6.1 is not known to apt"
	dir=$cache/source-$ver
	if [ ! -e "$dir/.done" ]; then
		say "unpacking the kernel source $ver (1.4 GB, a minute)"
		rm -rf "$dir"
		mkdir -p "$dir/pkg"
		fetch linux-source-6.1 "$dir/pkg"
		tar -C "$dir" --strip-components=1 -xJf "$dir/pkg/usr/src/linux-source-6.1.tar.xz"
		rm -rf "$dir/pkg"
		echo "$ver" > "$dir/.version"
		touch "$dir/.done"
	fi
	mend "$dir"
	echo "$dir"
}

build_stock() {
	local a=$1 dir=$2 k
	say "fetching Debian's kernel $a and its headers"
	for k in "linux-image-$a-amd64" "linux-headers-$a-amd64" "linux-headers-$a-common" linux-kbuild-6.1; do
		fetch "$k" "$dir/root"
	done
	# The headers refer to each other by absolute path: point them here.
	sed -i "s,/usr/src/,$dir/root/usr/src/,g" "$dir/root/usr/src/linux-headers-$a-amd64/Makefile"
	find "$dir/root/usr/src" -type l | while read -r l; do
		t=$(readlink "$l")
		case $t in /usr/*) ln -sfn "$dir/root$t" "$l" ;; esac
	done
	if [ ! -e "$dir/root/usr/src/linux-headers-$a-amd64/scripts" ]; then
		ln -sfn "$dir/root/usr/lib/linux-kbuild-6.1/scripts" "$dir/root/usr/src/linux-headers-$a-amd64/scripts"
	fi
	ln -sfn "root/usr/src/linux-headers-$a-amd64" "$dir/build"
	ln -sfn "root/boot/vmlinuz-$a-amd64" "$dir/vmlinuz"
	ln -sfn "root/lib/modules/$a-amd64" "$dir/modules"
	depmod -b "$dir/root" "$a-amd64"
	echo "$a-amd64" > "$dir/release"
}

# KCSAN does not go together with KASAN, and is slow enough without what looks for
# other things.
kcsan_fragment() {
	local f=$cache/x86-kcsan.frag new
	new=$(mktemp "$f.XXXXXX")
	grep -vE 'KASAN|KCOV|KMEMLEAK|DMA_API|DEBUG_OBJECTS|PROVE_LOCKING|UBSAN|FAIL|LOCALVERSION=' \
		"$here/kernels/x86-debug.frag" | cat - "$here/kernels/x86-kcsan.frag" > "$new"
	mv "$new" "$f"
	echo "$f"
}

build_source() {
	local name=$1 frag=$2 src=$3 dir=$4 arch='' targets="linux modules"
	case $name in
	uml*) arch="ARCH=um" ;;
	*) targets="bzImage modules" ;;
	esac
	mkdir -p "$dir/build"
	# shellcheck disable=SC2086
	make -s -C "$src" $arch O="$dir/build" KCONFIG_ALLCONFIG="$frag" allnoconfig >&2
	local total=1 log=$dir/build.log
	case $name in debug | kcsan) total=2700 ;; uml*) total=1500 ;; esac
	say "building kernel $name (minutes; log: $log)"
	# shellcheck disable=SC2086
	make -C "$src" $arch O="$dir/build" -j"$jobs" $targets > "$log" 2>&1 &
	local pid=$! n
	while kill -0 $pid 2>/dev/null; do
		sleep 20
		n=$(grep -cE '^  (CC|AS|LD|AR)' "$log" || true)
		say "$name: $n of about $total steps"
	done
	wait $pid || { tail -30 "$log" >&2; die "building kernel $name failed"; }
	case $name in
	debug | kcsan)
		ln -sfn build/arch/x86/boot/bzImage "$dir/vmlinuz"
		make -s -C "$src" O="$dir/build" INSTALL_MOD_PATH="$dir/root" modules_install >&2
		;;
	*)
		ln -sfn build/linux "$dir/linux"
		make -s -C "$src" ARCH=um O="$dir/build" INSTALL_MOD_PATH="$dir/root" modules_install >&2
		;;
	esac
	cat "$dir/build/include/config/kernel.release" > "$dir/release"
	ln -sfn "root/lib/modules/$(cat "$dir/release")" "$dir/modules"
}

kernel_dir() {
	local name=$1 key dir src frag a
	mkdir -p "$cache"
	case $name in
	stock)
		a=$(abi)
		dir=$cache/stock-$a-$(pkg_version "linux-image-$a-amd64")
		;;
	debug | kcsan | uml | uml-debug)
		src=$(source_dir)
		case $name in
		debug) frag=$here/kernels/x86-debug.frag ;;
		kcsan) frag=$(kcsan_fragment) ;;
		uml) frag=$here/kernels/uml-fast.frag ;;
		uml-debug) frag=$here/kernels/uml-debug.frag ;;
		esac
		key=$(cat "$frag" <(gcc -dumpfullversion) | sha256sum | cut -c1-12)
		dir=$cache/$name-$(cat "$src/.version")-$key
		;;
	*) die "no kernel is called '$name'" ;;
	esac
	exec 8> "$cache/.lock-$name"
	flock 8
	if [ ! -e "$dir/.done" ]; then
		rm -rf "$dir"
		mkdir -p "$dir"
		case $name in
		stock) build_stock "$a" "$dir" ;;
		*) build_source "$name" "$frag" "$src" "$dir" ;;
		esac
		touch "$dir/.done"
	fi
	flock -u 8
	echo "$dir"
}

case ${1:-} in
dir) kernel_dir "${2:?which kernel}" ;;
list) ls -d "$cache"/*/ 2>/dev/null || echo "nothing cached in $cache" ;;
*) sed -n '3,21p' "$0"; exit 2 ;;
esac
