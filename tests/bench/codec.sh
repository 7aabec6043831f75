#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Benchmark of the NTB codec and the packet rings in user-mode Linux, at native speed,
# beside what cdc_mbim does in the same run. Prints "name ratio" for each figure: how
# many times as fast ours is, the median of many rounds in alternation.
#
#	codec.sh [-v]	-v: and picoseconds for each datagram, ours and stock
#
#  encode-N	into blocks, UDP with N bytes of data: cdc_ncm_fill_tx_frame() (NTB16,
#		16 KB) against NtbBuilder*() and a copy; stock's memory for each block
#		is its own, ours is used again
#  encode-net-N	the same, and stock's memory is not counted
#  decode-N	a full block of 16 KB, from its header to datagrams that can be handed on:
#		cdc_mbim_rx_fixup() copies each out of the block, ours stay where they are
#  checks-N	the same, and stock does not copy: its checks alone, which are of the
#		block, against ours, which are of overlaps and of IP headers as well
#  *-ntb32-32k-N the same against ours with NTB32 and 32 KB; stock has no such thing
#  ring		a packet through a NET_RING against an skb through usbnet's list
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
top=$(cd "$here/../.." && pwd)
verbose=
[ "${1:-}" != -v ] || verbose=1
dir=$("$top/tests/vm/kernels.sh" dir uml)
out=$top/build/bench-codec
log=$out/console.log
limit=600

rm -rf "$out"
mkdir -p "$out/src" "$out/root"/{bin,proc,sys,dev,mod,tmp}
(cd "$top" && find include compat ndis_shim/netadapter drivers/mbim_usb tests/bench/codec \
	-type f \( -name '*.[ch]' -o -name '*.mk' -o -path '*include/crt/*' -o -path '*bench/codec/Kbuild' \) \
	-exec cp --parents -t "$out/src" {} +)
echo 'obj-m := tests/bench/codec/' > "$out/src/Kbuild"
make -s -C "$dir/build" ARCH=um M="$out/src" -j"$(nproc)" modules > "$out/build.log" 2>&1 ||
	{ cat "$out/build.log" >&2; exit 1; }

cp "$(command -v busybox)" "$out/root/bin/busybox"
modprobe -q -n --show-depends -d "$dir/root" -S "$(cat "$dir/release")" cdc_ncm |
	awk '$1 == "insmod" {print $2}' > "$out/depends"
cp "$out/src/tests/bench/codec/codec_bench.ko" $(cat "$out/depends") "$out/root/mod/"
{
	echo '#!/bin/busybox sh'
	sed 's,.*/,/bin/busybox insmod /mod/,' "$out/depends"
	echo '/bin/busybox insmod /mod/codec_bench.ko'
	echo '/bin/busybox poweroff -f'
} > "$out/root/init"
chmod +x "$out/root/init"

timeout -k 5 $limit "$dir/linux" mem=512M root=/dev/root rootfstype=hostfs \
	rootflags="$out/root" rw init=/init con=null con0=null,fd:1 panic=-1 \
	< /dev/null > "$log" 2>&1 || true
tr -d '\r' < "$log" > "$log.text"
if ! grep -q 'CODEC-END' "$log.text" || grep -q 'CODEC-FAILED' "$log.text"; then
	tail -30 "$log.text" >&2
	echo "codec.sh: no result: see $log" >&2
	exit 1
fi
sed -n 's/.*CODEC \([a-z]\)/\1/p' "$log.text" |
	if [ -n "$verbose" ]; then cat; else cut -d' ' -f1,2; fi
