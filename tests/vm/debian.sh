# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# Packages of other Debian releases and other processors than this machine's, for
# kernels.sh, which sources this: downloaded with lists that apt keeps in the cache,
# signed as those of the machine are, and unpacked there. The machine's own sources,
# lists and packages are not touched, and nobody needs to be root.

mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
# shellcheck disable=SC2154 # cache is of kernels.sh
apt_dir=$cache/apt

# Suites with kernels newer than this release's, and the suite that the rest of a
# machine with such a kernel is of.
newer_suites() { echo bookworm-backports trixie trixie-backports sid; }
home_suite() { echo "${1%-backports}"; }
# Processors that the modules are compiled for, and never run on.
other_archs() { echo arm64 i386 s390x; }

# debian_apt TOOL ARGUMENT...: apt-get or apt-cache with those lists.
debian_apt() {
	local tool=$1
	shift
	"$tool" -q \
		-o Dir::Etc::sourcelist="$apt_dir/sources.list" -o Dir::Etc::sourceparts=/dev/null \
		-o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null \
		-o Dir::State="$apt_dir/state" -o Dir::State::status="$apt_dir/status" \
		-o Dir::Cache="$apt_dir/cache" -o Acquire::Languages=none \
		-o APT::Architecture=amd64 -o APT::Architectures="amd64,$(other_archs | tr ' ' ,)" \
		-o APT::Sandbox::User="$(id -un)" "$@"
}

# Lists are read when there are none and when somebody asks ("kernels.sh update"), so
# that a kernel does not change while something is tested with it.
debian_update() {
	local signed suite others
	signed="signed-by=/usr/share/keyrings/debian-archive-keyring.gpg"
	others=$(other_archs | tr ' ' ,)
	mkdir -p "$apt_dir"/state/lists/partial "$apt_dir"/cache/archives/partial
	: > "$apt_dir/status"
	{
		for suite in $(newer_suites); do
			echo "deb [$signed arch=amd64] $mirror $suite main"
		done
		echo "deb [$signed arch=amd64,$others] $mirror bookworm main"
	} > "$apt_dir/sources.list"
	say "reading Debian's package lists ($(newer_suites); $(other_archs))"
	debian_apt apt-get -q update >&2 || return
	rm -f "$apt_dir"/newest-*
	touch "$apt_dir/.done"
}

debian_lists() {
	[ -e "$apt_dir/.done" ] || (
		exec 9> "$cache/.lock-apt"
		flock 9
		[ -e "$apt_dir/.done" ] || debian_update
	) || die "cannot read the package lists of $mirror"
}

# newest_image PACKAGE ARCH SUITE...: the suite that has the newest version of a kernel's
# metapackage, and the name of that kernel; looked for once in these lists.
newest_image() {
	local what="$*" known
	known=$apt_dir/newest-${what// /-}
	debian_lists
	if [ ! -e "$known" ]; then
		look_for_newest "$@" > "$known.$$" || { rm -f "$known.$$"; return 1; }
		mv "$known.$$" "$known"
	fi
	cat "$known"
}

look_for_newest() {
	local pkg=$1 arch=$2 best suite version where
	shift 2
	best=$(debian_apt apt-cache madison "$pkg:$arch" | sed 's/ *| */ /g' |
		while read -r _ version _ suite where _; do
			suite=${suite%/*}
			[ "$where" = "$arch" ] && [[ " $* " == *" $suite "* ]] || continue
			echo "$version $suite"
		done | sort -V | tail -1)
	[ -n "$best" ] || die "no $pkg for $arch in $*"
	read -r version suite <<< "$best"
	echo "$suite" "$(debian_apt apt-cache show "$pkg:$arch=$version" |
		sed -nE 's/^Depends:.*linux-(image|headers)-([^ ,]*).*/\2/p' | head -1)"
}

# debian_fetch DIR PACKAGE...: download and unpack.
debian_fetch() {
	local dir=$1 tmp deb
	shift
	tmp=$(mktemp -d)
	(cd "$tmp" && debian_apt apt-get download "$@" >&2) ||
		die "cannot download $*: is the mirror reachable? Is it gone? (kernels.sh update)"
	for deb in "$tmp"/*.deb; do
		dpkg -x "$deb" "$dir"
	done
	rm -rf "$tmp"
}

# own_libc ROOT: programs below it that this machine's C library is too old for get the
# one that is unpacked there.
own_libc() {
	local root=$1 lib=$1/usr/lib/x86_64-linux-gnu program
	find "$root/usr" -type f -perm -u+x ! -name '*.so*' | while read -r program; do
		! ldd "$program" 2>&1 | grep -q 'GLIBC.*not found' && continue
		mv "$program" "$program.elf"
		printf '#!/bin/sh\nexec %s --argv0 "$0" --library-path %s %s "$@"\n' \
			"$lib/ld-linux-x86-64.so.2" "$lib" "$program.elf" > "$program"
		chmod +x "$program"
	done
}

# own_compiler DIR SUITE VARIABLES: the compiler that a kernel's headers ask for, where
# this machine has none of that version.
own_compiler() {
	local dir=$1 suite=$2 vars=$3 v home l
	v=$(sed -nE 's/^CC = .*gcc-([0-9]+).*/\1/p' "$vars")
	[ -n "$v" ] || die "$vars names no compiler"
	command -v "gcc-$v" > /dev/null && return
	home=$(home_suite "$suite")
	say "fetching gcc-$v of $home, with which that kernel was built"
	debian_fetch "$dir/root" {cpp,gcc,g++}-"$v"-x86-64-linux-gnu/"$home" \
		{libc6,libgmp10,libisl23,libmpc3,libmpfr6,libzstd1,zlib1g,libelf1t64}/"$home"
	mkdir -p "$dir/bin"
	for l in gcc g++; do
		printf '#!/bin/sh\nexec %s -B%s "$@"\n' "$dir/root/usr/bin/x86_64-linux-gnu-$l-$v" \
			"$dir/root/usr/libexec/gcc/x86_64-linux-gnu/$v/" > "$dir/bin/$l-$v"
		chmod +x "$dir/bin/$l-$v"
	done
	sed -i "s,^\(CC = .*\)\$(CROSS_COMPILE)gcc-$v,\1$dir/bin/gcc-$v," "$vars"
}
