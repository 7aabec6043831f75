# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# One configuration of the NTB matrix after the other. Sourced after
# traffic-lib.sh; matrix.sh and matrix-full.sh say which configurations.

# Datagrams each way, on each of two sessions, per configuration; half of them
# IPv4 with NTBs as they come, half IPv6 with NTBs padded to every edge.
: "${COUNT:=10000}"
# Sizes of lone datagrams: "edges" for those around whole packets, or "all".
: "${LONE:=all}"

IN_PAD_EACH=5	# each edge in turn: see the modem's knob in_pad

# Lone datagrams, each in an NTB of its own up and another one down: with all
# sizes one after the other the NTBs end everywhere, on packet boundaries too.
lone_datagrams() {
	local mps=$1 edge from to
	if [ "$LONE" = all ]; then
		traffic lone echo wwan0 0 4 -r -S -w 1 -t 0 -m 20 -M "$MTU" -n $((MTU - 19)) &
		all_pass $!
		return
	fi
	for ((edge = mps; edge < MTU + 100; edge += mps)); do
		from=$((edge - 100)) to=$((edge + 4))
		[ $to -le "$MTU" ] || to=$MTU
		traffic "lone$edge" echo wwan0 0 4 -r -S -w 1 -t 0 -m $from -M $to \
			-n $((to - from + 1)) &
		all_pass $! || return
	done
}
# Held back at the pipe, datagrams collect in NTBs as large as they may become,
# if only the kernel lets enough of them into the ring.
largest_blocks() {
	local run
	echo 200000 > /sys/class/net/wwan0/queues/tx-0/byte_queue_limits/limit_min
	ctl m set out_hold 1 > /dev/null
	traffic large sink wwan0 0 4 -r -t 0 -m 1300 -M "$MTU" -n 400 &
	run=$!
	wait_for 20 backlog wwan0 100
	ctl m set out_hold 0 > /dev/null
	all_pass $run
}
matrix_traffic() {
	local mps=$1
	both_ways 4 -n $((COUNT / 2)) -m 20 -M "$MTU" -t 4000 -b 16 || return
	ctl m set in_pad $IN_PAD_EACH > /dev/null
	both_ways 6 -n $((COUNT / 2)) -m 20 -M "$MTU" -t 4000 -b 16 || return
	ctl m set in_pad 0 > /dev/null
	lone_datagrams "$mps" && largest_blocks
}
# That the run did reach the edges: the modem's own counts say so.
edges_reached() {
	local format=$1 size=$2 name value
	local -A count
	while IFS='=' read -r name value; do
		count[$name]=$value
	done <<< "$(ctl m status)"
	EDGES="${count[out_edges]} up on a packet's edge, ${count[in_zlps]} ZLPs and ${count[in_full]} full ones"
	EDGES="$EDGES down, largest ${count[out_largest]} up"
	[ "${count[ntb_format]}" = "$format" ] && [ "${count[out_edges]}" -gt 0 ] &&
		[ "${count[in_zlps]}" -gt 0 ] && [ "${count[in_full]}" -gt 0 ] &&
		[ "${count[out_largest]}" -gt $((size - 1600)) ] &&
		[ "${count[out_largest]}" -le "$size" ] && return
	say "edges not reached: NTB${count[ntb_format]}, $EDGES"
	return 1
}
# The addresses are those of the first configuration, whose answer is kept.
matrix_session() {
	[ -s "$CASE_DIR/ip.$2" ] || { session_up "$1" "$2"; return; }
	mbim --connect="session-id=$2,apn=internet,ip-type=ipv4v6" > "$CASE_DIR/connect.$2" 2>&1 &&
		configure "$1" "$2" && wait_carrier "$1" && deep_queue "$1"
}
matrix_sessions() {
	wait_port && wait_if wwan0 && matrix_session wwan0 0 &&
		ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1 && matrix_session wwan0.1 1
}
# The MTU as large as it may be, which must be what these options of the modem say.
largest_mtu() {
	local o if wanted=1500 datagram=0
	for o in "$@"; do
		case $o in
		--mtu=*) wanted=${o#*=} ;;
		--datagram=*) datagram=${o#*=} ;;
		--datagram-fixed) wanted=$datagram ;;
		esac
	done
	for if in wwan0 wwan0.1; do
		MTU=$(ip -d link show "$if" | sed -n 's/.* maxmtu \([0-9]*\).*/\1/p')
		[ "$MTU" = "$wanted" ] || { say "$if: MTU $MTU instead of $wanted"; return 1; }
		ip link set "$if" mtu "$MTU" || return
	done
}
# From plug to unload of the driver in one configuration.
matrix_steps() {
	local format=$1 speed=$2 size=$3 divisor=$4 remainder=$5 ndp=$6 mps=512
	[ "$speed" = high ] || mps=1024
	shift 6
	insmod "$BUILD/$CLIENT.ko" ntb_format="$format" || return
	modem_start m --speed="$speed" --in-max="$size" --out-max="$size" --in-queue=50000 \
		--in-divisor="$divisor" --out-divisor="$divisor" --in-ndp="$ndp" \
		--in-remainder="$remainder" --out-remainder="$remainder" "$@" || return
	matrix_sessions && largest_mtu "$@" && matrix_traffic $mps && edges_reached "$format" "$size" || return
	disconnect 1 && disconnect 0 && rmmod "$CLIENT" &&
		wait_for 10 eval '[ "$(modem_field m closes)" -ge 1 ]'
}
# matrix_config FORMAT SPEED SIZE DIVISOR REMAINDER NDP [modem options]
matrix_config() {
	local start=$SECONDS rc n
	rm -f "$CASE_DIR/m.violations"
	EDGES=
	matrix_steps "$@"
	rc=$?
	! grep -q "^$CLIENT " /proc/modules || rmmod "$CLIENT"
	modem_stop m
	n=$(grep -c . "$CASE_DIR/m.violations")
	[ "$n" -eq 0 ] || show head -20 "$CASE_DIR/m.violations"
	wait_for 10 test ! -e /sys/class/net/wwan0
	[ $rc -eq 0 ] && [ "$n" -eq 0 ]
	check "NTB$1, $2 speed, $3 bytes, divisor $4 remainder $5, NDP $6${7:+ ${*:7}}: $COUNT each way" \
		"on two sessions, $n violations; $EDGES ($((SECONDS - start)) s)"
}
