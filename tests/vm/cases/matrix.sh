# SPDX-License-Identifier: GPL-2.0
# NTB formats, sizes, alignments, NDP places and speeds. With the argument "few",
# each value once. Otherwise each value meets each value of the others (pairs; all
# combinations are matrix-full.sh). In either case the largest datagram that a small
# NTB holds, which has to be negotiated; the packet boundaries that lone datagrams of
# 1500 bytes do not reach at super speed; a modem that takes less than it should. A
# limit on datagrams, and on NDPs, goes with it.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"
COUNT=1000 LONE=edges
. "$TOP/tests/vm/matrix-lib.sh"

configs() {
	while read -r format speed size divisor remainder ndp options; do
		# shellcheck disable=SC2086
		matrix_config "$format" "$speed" "$size" "$divisor" "$remainder" "$ndp" $options < /dev/null
	done
}

load ndis_shim mbbcx; check "the modules load"
configs << 'END'
32 super 65535 32 10 chained
16 high  16384 32 10 last
32 high   2048  4  0 first
16 high   2048  4  0 last --mtu=2016 --net-caps=0x28 --datagram=1400 --vid=0x12d1 --ndp-to-end
16 super  4096  4  0 last --mtu=2048 --out-datagrams=2
16 high   2048  4  0 last --in-max=1600 --out-max=1600 --net-caps=0x28 --datagram=1400 --datagram-fixed
END
[ "${CASE_ARGS:-}" = few ] || configs << 'END'
16 high  16384  4  0 last
16 super 65535  4  0 chained
32 super  2048  4 10 last
32 super 16384  4 10 chained
16 high  65535  4 10 first
16 high   2048 32  0 chained
16 super 16384 32  0 first
32 super 65535 32  0 last
32 high   2048 32 10 first
END
unload_stack; check "the rest unloads"
check_unload
