#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# The packages on a Debian 12 that has never heard of them: installed with apt, used in
# a guest that boots it, removed. TAP on stdout; root's, since it makes a system.
#
#	install.sh [-s STEP]	STEP: only package, hand, guest or purge, on what was left before
#
# The commands are those of the pages, as they are shown (scripts/check-doc-commands).
#
# The system comes from debootstrap once, and is kept beside the test kernels
# (tests/vm/kernels.sh); what is done to it is in an overlay of build/install.
set -uo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
cd "$top" || exit 1
work=$top/build/install
root=$work/root
mirror=${DEBIAN_MIRROR:-http://deb.debian.org}
# A machine that people connect with: systemd, udev, D-Bus, ModemManager. The rest is what
# shows how it went.
packages=(linux-image-amd64 modemmanager libmbim-utils usbutils ethtool)
include=systemd-sysv,udev,kmod,dbus,ca-certificates,iproute2,iputils-ping,procps,initramfs-tools,man-db
only=
while getopts s:h o; do
	case $o in
	s) only=$OPTARG ;;
	*) sed -n '3,12p' "$0"; exit 2 ;;
	esac
done
if [ "$(id -u)" -ne 0 ]; then
	command -v sudo > /dev/null || { echo "not ok - install: needs to be root"; exit 1; }
	exec sudo -E "$0" "$@"
fi

bad=0
# check NAME: the status of the command before.
check() {
	if [ $? -eq 0 ]; then
		echo "ok - install: $*"
	else
		echo "not ok - install: $*"
		bad=1
		return 1
	fi
}
# What a failure of the last command in the system said.
shown() { tail -30 "$work/out" | sed 's/^/  /'; return 1; }

# ---- the system ----

base() {
	local cache key dir
	cache=${NT_KERNEL_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/nt-kernels}
	key=$(echo "$include ${packages[*]}" | sha256sum | cut -c1-12)
	dir=$cache/debian-12-$key
	if [ ! -e "$dir.done" ]; then
		echo "install: making a Debian 12 (minutes)" >&2
		rm -rf "$dir"
		mkdir -p "$dir"
		debootstrap --variant=minbase --include="$include" bookworm "$dir" "$mirror/debian" >&2 || return 1
		printf 'deb %s bookworm main\n' "$mirror/debian" > "$dir/etc/apt/sources.list"
		printf 'deb %s bookworm-updates main\n' "$mirror/debian" >> "$dir/etc/apt/sources.list"
		printf 'deb %s bookworm-security main\n' "$mirror/debian-security" >> "$dir/etc/apt/sources.list"
		mkdir -p "$dir/proc" "$dir/sys"
		chroot "$dir" mount -t proc proc /proc
		chroot "$dir" apt-get -q update >&2 &&
			DEBIAN_FRONTEND=noninteractive chroot "$dir" apt-get -q -y --no-install-recommends \
				install "${packages[@]}" >&2 && touch "$dir.done"
		umount "$dir/proc"
		[ -e "$dir.done" ] || return 1
	fi
	echo "$dir"
}
# Kernels and headers are to be of one day.
mounts() {
	mkdir -p "$work/up" "$work/work" "$root"
	mount -t overlay overlay -o "lowerdir=$1,upperdir=$work/up,workdir=$work/work" "$root" &&
		mount -t proc proc "$root/proc" && mount -t devtmpfs devtmpfs "$root/dev" &&
		mount -t tmpfs run "$root/run"
}
unmount() {
	local m
	for m in run dev proc ''; do
		! mountpoint -q "$root/$m" || umount "$root/$m"
	done
}
# Without services: a folder has none. The resolver is the machine's.
into() {
	cp /etc/resolv.conf "$root/etc/resolv.conf"
	DEBIAN_FRONTEND=noninteractive LC_ALL=C HOME=/root chroot "$root" "$@" > "$work/out" 2>&1
}

# ---- what the pages show ----

declare -A done_before
# as_shown STEP: the commands of one step, in the order of the pages, those that two pages
# have once; a person answers yes to apt.
as_shown() {
	local number place text
	rm -rf "$work/pages"
	scripts/check-doc-commands --write install "$work/pages"
	printf '#!/bin/sh\nexec "$@"\n' > "$root/usr/local/bin/sudo"
	chmod 755 "$root/usr/local/bin/sudo"
	echo 'APT::Get::Assume-Yes "true";' > "$root/root/yes.conf"
	while read -r number place _; do
		text=$(cat "$work/pages/$number")
		[ -z "${done_before[$text]:-}" ] || continue
		done_before[$text]=1
		if [ "$1" = host ]; then
			bash -euxo pipefail "$work/pages/$number" < /dev/null > "$work/out" 2>&1
		else
			cp "$work/pages/$number" "$root/root/shown"
			into env APT_CONFIG=/root/yes.conf bash -c 'cd /root/tree && exec bash -euxo pipefail /root/shown' < /dev/null
		fi
		check "$place: as it is shown" || shown
	done < <(awk -v of="$1" '$3 == of' "$work/pages/list")
}
# A clone of this tree, as it is, in the system.
tree() {
	rm -rf "$root/root/tree"
	mkdir -p "$root/root/tree"
	git ls-files -z -co --exclude-standard | tar -c --null -T - --ignore-failed-read 2> /dev/null |
		tar -x -C "$root/root/tree"
}
# The system's release, which is not that of the kernel that runs here.
release() {
	local kernel
	kernel=$(basename "$root"/boot/vmlinuz-*)
	echo "${kernel#vmlinuz-}"
}

# ---- what is there ----

# All that could tell that the package was there, but for what apt itself writes and for
# packages that were installed with it.
traces() {
	local f
	(cd "$root" && find . -xdev \( -path ./proc -o -path ./sys -o -path ./dev -o -path ./run -o \
		-path ./var/log -o -path ./var/cache -o -path ./var/lib/apt -o -path ./root \) -prune -o \
		\( -iname '*mbbcx*' -o -name 'ndis_*' -o -name 'ndisprot*' -o -name 'mbim_usb*' -o -name 'mbim_sim*' -o \
		-name 'mbim_cdc*' -o -name 'passthru.*' \) -print)
	for f in "$root"/lib/modules/*/modules.{dep,alias,symbols,softdep}; do
		grep -HE 'ndis_shim|mbbcx|mbim_usb' "$f"
	done
	grep -rlE 'mbbcx|mbim_usb' "$root/etc" "$root/usr/lib/udev" "$root/usr/lib/modprobe.d" 2> /dev/null
	chroot "$root" dpkg-query -W -f '${Package} ${Status}\n' 'mbbcx*' 2> /dev/null | grep -v not-installed
}
# The indexes of depmod, but for modules of DKMS.
indexes() { (cd "$root" && sort lib/modules/*/modules.{dep,alias,symbols,softdep} | sha256sum); }
# But for what packages that came along have in there: dkms, and fakeroot.
initramfs() {
	chroot "$root" sh -c 'for i in /boot/initrd.img-*; do lsinitramfs "$i"; done' |
		grep -vE '^etc/(modprobe.d/dkms|ld.so.conf.d/fakeroot.*)\.conf$' | sort > "$1"
}

package() {
	local version release
	as_shown host
	tree
	mkdir -p "$root/root/debs" && cp build/deb/*.deb "$root/root/debs/"
	rm -f "$root"/root/debs/*dbgsym*
	mkdir -p "$root/root/tree/build" && cp -r "$root/root/debs" "$root/root/tree/build/deb"
	indexes > "$work/indexes"
	initramfs "$work/initramfs"
	traces > "$work/before"
	[ ! -s "$work/before" ]; check "nothing of it is there before" || cat "$work/before"
	into apt-get -q update; check "package lists"
	# What the package needs comes along, headers among it.
	as_shown -
	version=$(sed -n 's/.*NT_SHIM_VERSION[[:space:]]*"\(.*\)"/\1/p' include/ntversion.h)
	release=$(release)
	[ "$(chroot "$root" dkms status mbbcx)" = "mbbcx/$version, $release, x86_64: installed" ]
	check "DKMS has built the modules for $release" || chroot "$root" dkms status
	! grep -qi 'warning:' "$root/var/lib/dkms/mbbcx/$version/$release/x86_64/log/make.log"
	check "without a warning" || grep -i warning: "$root/var/lib/dkms/mbbcx/$version/$release/x86_64/log/make.log"
	chroot "$root" modinfo -k "$release" -F version mbim_usb | grep -qx "$version"; check "they say their version"
	chroot "$root" modprobe -S "$release" -n -v "usb:v1199p9091d0006dc00dsc00dp00ic02isc0Eip00in0C" > "$work/probe" 2>&1
	awk '/mbim_usb.ko/ && !m { m = NR } /cdc_mbim.ko/ && !c { c = NR } END { exit !(m && c && m < c) }' "$work/probe"
	check "a modem's alias loads mbim_usb, and cdc_mbim after it" || cat "$work/probe"
	into update-initramfs -u -k all; check "update-initramfs"
	! chroot "$root" sh -c 'for i in /boot/initrd.img-*; do lsinitramfs "$i"; done' | grep -E 'modules/.*(ndis_shim|mbim_usb)'
	check "a new initramfs has none of the modules"
	into sh -c 'for page in ndis_shim ndis_configfs mbbcx mbim_usb mbim_cdc mbim_sim ndisprot passthru; do
		MANWIDTH=80 man -E ascii 4 $page > /dev/null || exit 1; done'
	check "man 4 of each module" || shown
	into sh -ec "for kind in mbb netadapter kmdf usb protocol im; do
		rm -rf /root/\$kind && mbbcx-new-client \$kind pkg_\$kind /root/\$kind
		mbbcx-port-check /root/\$kind && make -C /root/\$kind KDIR=/lib/modules/$release/build; done"
	check "mbbcx-new-client's drivers compile, on DKMS's Module.symvers" || shown
	! grep -E 'WARNING|warning:' "$work/out"; check "without a warning"
}

# Without the package: in a clone, for the kernel that runs, which in here is by name the
# one of the machine outside.
hand() {
	local running
	running=$root/lib/modules/$(uname -r)
	tree
	[ -e "$running" ] || ln -s "$(release)" "$running"
	as_shown hand
	[ ! -L "$running" ] || rm "$running"
	rm -rf "$root/root/tree"
}

guest() {
	unmount_inner
	tests/vm/run.sh -r "$root" -t "${INSTALL_SECONDS:-3000}" -l "$work/guest.log" stock installed ||
		bad=1
	mount_inner
}
# What the guest sees below a mount is not its business.
unmount_inner() { umount "$root/run" "$root/dev" "$root/proc"; }
mount_inner() {
	mount -t proc proc "$root/proc" && mount -t devtmpfs devtmpfs "$root/dev" &&
		mount -t tmpfs run "$root/run"
}

purge() {
	rm -rf "$root"/root/{mbb,netadapter,kmdf,usb,protocol,im}
	mkdir -p "$root/root/tree"
	as_shown purge
	traces > "$work/after"
	[ ! -s "$work/after" ]; check "nothing of it is left" || cat "$work/after"
	indexes | cmp -s - "$work/indexes"; check "depmod's indexes are what they were"
	into update-initramfs -u -k all
	initramfs "$work/initramfs.after"
	cmp -s "$work/initramfs" "$work/initramfs.after"; check "an initramfs is made of the same files" ||
		diff "$work/initramfs" "$work/initramfs.after"
}

mkdir -p "$work"
from=$(base) || { echo "not ok - install: no Debian 12 from $mirror"; exit 1; }
umask 022
unmount
trap 'unmount' EXIT
[ -n "$only" ] || rm -rf "$work/up" "$work/work"
mounts "$from" || { echo "not ok - install: no overlay over $from"; exit 1; }
for step in ${only:-package hand guest purge}; do $step; done
exit $bad
