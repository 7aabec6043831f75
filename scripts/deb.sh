#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Builds the Debian packages in build/deb, from a copy of the tree as it is.
#
#	deb.sh		prints the packages' names; what the tools say is in build/deb/log
set -euo pipefail

top=$(cd "$(dirname "$0")/.." && pwd)
out=$top/build/deb
cd "$top"
dpkg-checkbuilddeps debian/control || { echo "deb: run scripts/setup.sh deb" >&2; exit 1; }
version=$(dpkg-parsechangelog -l debian/changelog -S Version)
tree=$out/mbbcx-${version%-*}
rm -rf "$out"
mkdir -p "$tree"
tar -c --exclude=./build --exclude=./.git --exclude='*.o' --exclude='*.ko' --exclude='*.mod' \
	--exclude='*.mod.c' --exclude='.*.cmd' --exclude='.*.d' --exclude=Module.symvers \
	--exclude=modules.order --exclude=__pycache__ --exclude='./tests/*' . | tar -x -C "$tree"
cd "$tree"
# Alone they would need signatures and a source package, which is a distributor's affair.
dpkg-buildpackage -b -us -uc > "$out/log" 2>&1 || { tail -30 "$out/log" >&2; exit 1; }
cd "$out"
rm -rf "$tree"
if command -v lintian > /dev/null; then
	# There is no bug "intent to package" to be closed by packages that nobody uploads.
	lintian --allow-root --fail-on error,warning --suppress-tags initial-upload-closes-no-bugs \
		./*.changes || exit 1
fi
ls "$out"/*.deb
