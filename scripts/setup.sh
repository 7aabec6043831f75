#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Installs the Debian packages that building and testing need; does nothing,
# and needs no rights, when they are all there.
#
#	setup.sh [deb|matrix]	and those for make deb and check-install, or make matrix
set -euo pipefail

packages=(
	bc bison build-essential busybox-static clang codespell cpio dbus ethtool flex
	g++ gcc iperf3 iproute2 iputils-ping kmod libclang-rt-14-dev libelf-dev
	libmbim-utils libssl-dev make
	modemmanager network-manager polkitd procps psmisc python3 qemu-system-x86
	seabios shellcheck sparse udev util-linux xz-utils
)
case ${1:-} in
'') ;;
deb) packages+=(debhelper debootstrap dh-dkms) ;;
matrix) packages+=(clang-19 gcc-aarch64-linux-gnu gcc-s390x-linux-gnu) ;;
*) sed -n '3,6p' "$0"; exit 2 ;;
esac

missing=()
for p in "${packages[@]}"; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'ok installed' || missing+=("$p")
done
# The lists of the package mirror: kernels are fetched by name from them.
fresh() { apt-cache madison linux-image-amd64 2>/dev/null | grep -q .; }

if [ ${#missing[@]} -eq 0 ] && fresh; then
	exit 0
fi
sudo=
if [ "$(id -u)" -ne 0 ]; then
	sudo=sudo
	command -v sudo > /dev/null || {
		echo "setup: these packages are missing: ${missing[*]}"
		echo "setup: become root, run: apt-get install ${missing[*]}"
		exit 1
	}
fi
export DEBIAN_FRONTEND=noninteractive
echo "setup: reading the package lists"
$sudo apt-get -q -q update
if [ ${#missing[@]} -gt 0 ]; then
	echo "setup: installing ${missing[*]}"
	# Only guests are to run these: a machine that did without keeps its network as it is.
	off=()
	for unit in modemmanager:ModemManager network-manager:NetworkManager; do
		[[ " ${missing[*]} " != *" ${unit%:*} "* || ! -d /run/systemd/system ]] ||
			off+=("${unit#*:}.service")
	done
	[ ${#off[@]} -eq 0 ] || $sudo systemctl -q mask "${off[@]}"
	rc=0
	$sudo apt-get -q -q install -y --no-install-recommends "${missing[@]}" > /dev/null || rc=$?
	for unit in "${off[@]}"; do
		$sudo systemctl -q unmask "$unit"
		$sudo systemctl -q disable "$unit" 2> /dev/null || true
	done
	exit $rc
fi
