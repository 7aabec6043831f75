#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Kernels for the tests, fetched or built once and kept outside the tree.
#
#	kernels.sh dir NAME	print the folder of kernel NAME, making it first
#	kernels.sh source	print the folder of the source that kernels are built from
#	kernels.sh list		what there is and where it would be
#	kernels.sh update	look for newer ones that are not of this release
#
# NAME	what it is
#  stock	Debian's own kernel and headers, as packages, unpacked privately
#  stock-6.12	that of Debian 13, as Debian 12 has it in its backports
#  stock-new	the newest that Debian has anywhere, and the compiler it was built with
#  ...-clang	each of these, for modules that clang compiles: the same folder
#  i386, arm64, s390x	headers alone, for compiling: 32 bits, another processor, big-endian
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
# shellcheck source=tests/vm/debian.sh
. "$here/debian.sh"

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
	mkdir -p "$cache"
	exec 7> "$cache/.lock-source"
	flock 7
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
	flock -u 7
	echo "$dir"
}

# kernel_packages TOOL PACKAGE: it, and the parts of a kernel that it depends on.
kernel_packages() {
	echo "$2"
	"$1" apt-cache show --no-all-versions "$2" | sed -n 's/^Depends: //p' | tr '|' '\n' |
		grep -oE '\blinux-(base|binary|modules|headers|kbuild)-[0-9][^ ,]*' | sort -u
}

# point_headers DIR KERNEL: headers that were unpacked refer to each other by absolute
# paths: these lead to DIR from now on.
point_headers() {
	local root=$1/root headers=$1/root/usr/src/linux-headers-$2 l t
	sed -i "s,/usr/src/,$root/usr/src/,g" "$headers/Makefile"
	find "$root/usr/src" -type l | while read -r l; do
		t=$(readlink "$l")
		case $t in /usr/*) ln -sfn "$root$t" "$l" ;; esac
	done
	if [ ! -e "$headers/scripts" ]; then
		ln -sfn "$root/usr/lib/linux-kbuild-6.1/scripts" "$headers/scripts"
	fi
	# Types for BPF programs, of modules too: that takes pahole and time, and no test.
	rm -f "$headers/vmlinux"
	sed -i "s/^CONFIG_PAHOLE_VERSION=.*/CONFIG_PAHOLE_VERSION=$("$headers/scripts/pahole-version.sh" pahole)/" \
		"$headers/include/config/auto.conf"
	ln -sfn "root/usr/src/linux-headers-$2" "$1/build"
}

point_image() {
	local root=$1/root
	[ -e "$root/lib" ] || ln -s usr/lib "$root/lib"
	if [ -e "$root/boot/vmlinuz-$2" ]; then
		ln -sfn "root/boot/vmlinuz-$2" "$1/vmlinuz"
	else
		ln -sfn "root/lib/modules/$2/vmlinuz" "$1/vmlinuz"
	fi
	ln -sfn "root/lib/modules/$2" "$1/modules"
	depmod -b "$root" "$2"
	echo "$2" > "$1/release"
}

build_stock() {
	local k=$1 dir=$2 p
	say "fetching Debian's kernel $k and its headers"
	for p in "linux-image-$k" $(kernel_packages command "linux-headers-$k"); do
		fetch "$p" "$dir/root"
	done
	point_headers "$dir" "$k"
	point_image "$dir" "$k"
}

# build_debian KERNEL DIR SUITE: one that this release does not have.
build_debian() {
	local k=$1 dir=$2 suite=$3 kvars
	say "fetching kernel $k of $suite and its headers"
	# shellcheck disable=SC2046
	debian_fetch "$dir/root" $({ kernel_packages debian_apt "linux-image-$k"
		kernel_packages debian_apt "linux-headers-$k"; } | sort -u)
	kvars=$dir/root/usr/src/linux-headers-$k/.kernelvariables
	own_compiler "$dir" "$suite" "$kvars"
	own_libc "$dir/root"
	point_headers "$dir" "$k"
	point_image "$dir" "$k"
}

# build_headers KERNEL DIR ARCH: with the tools of this machine's processor.
build_headers() {
	local k=$1 dir=$2 arch=$3
	say "fetching the headers of $k for $arch"
	# shellcheck disable=SC2046
	debian_fetch "$dir/root" $(kernel_packages debian_apt "linux-headers-$k:$arch" |
		sed 's/^linux-kbuild.*/&:amd64/')
	point_headers "$dir" "$k"
	echo "$k" > "$dir/release"
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
	local name=${1%-clang} key dir src frag k=- suite=
	mkdir -p "$cache"
	case $name in
	stock)
		k=$(abi)-amd64
		dir=$cache/stock-${k%-amd64}-$(pkg_version "linux-image-$k")
		;;
	stock-6.12)
		read -r suite k <<< "$(newest_image linux-image-amd64 amd64 bookworm-backports)"
		dir=$cache/$name-$k
		;;
	stock-new)
		# shellcheck disable=SC2046
		read -r suite k <<< "$(newest_image linux-image-amd64 amd64 $(newer_suites))"
		dir=$cache/$name-$k
		;;
	i386 | arm64 | s390x)
		read -r suite k <<< "$(newest_image "linux-headers-${name/i386/686-pae}" "$name" bookworm)"
		dir=$cache/$name-$k
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
	[ -n "$k" ] || exit 1
	exec 8> "$cache/.lock-$name"
	flock 8
	if [ ! -e "$dir/.done" ]; then
		rm -rf "$dir"
		mkdir -p "$dir"
		case $name in
		stock) build_stock "$k" "$dir" ;;
		stock-*) build_debian "$k" "$dir" "$suite" ;;
		i386 | arm64 | s390x) build_headers "$k" "$dir" "$name" ;;
		*) build_source "$name" "$frag" "$src" "$dir" ;;
		esac
		touch "$dir/.done"
	fi
	flock -u 8
	echo "$dir"
}

case ${1:-} in
dir) kernel_dir "${2:?which kernel}" ;;
source) source_dir ;;
update) debian_update ;;
list) ls -d "$cache"/*/ 2>/dev/null || echo "nothing cached in $cache" ;;
*) sed -n '3,28p' "$0"; exit 2 ;;
esac
