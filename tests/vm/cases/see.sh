# SPDX-License-Identifier: GPL-2.0
# What an administrator can see: sysfs, ethtool, trace events, and the control channel
# as Wireshark reads it.
. "$TOP/tests/vm/lib.sh"

tracing=/sys/kernel/tracing
basic=a289cc33bcbb8b4fb6b0133ec2aae6df

# What IP_CONFIGURATION said, in mbimcli's words and in sysfs, one value a line.
of_mbimcli() { sed -n "s/.*\(IP\|DNS\) \[[0-9]*\]: '\([^']*\)'.*/\2/p;s/.*\(Gateway\|MTU\): '\([^']*\)'.*/\2/p" "$CASE_DIR/ip.0"; }
of_sysfs() {
	local v f
	for v in ipv4 ipv6; do
		for f in addresses gateway dns mtu; do cat "/sys/class/net/wwan0/mbim/${v}_$f"; done
	done
}
# stats IF: a snapshot of its counters, for value and sum.
stats() { ethtool -S "$1" | tr -d ' ' > "$CASE_DIR/stats"; }
value() { sed -n "s/^$1://p" "$CASE_DIR/stats"; }
sum() { awk -F: -v re="^$1\$" '$1 ~ re { n += $2; found++ } END { print found ? n : "none" }' "$CASE_DIR/stats"; }
traced() { grep -q "$1" "$CASE_DIR/trace"; check "trace: $2"; }
captured() { grep -q "^$1" "$CASE_DIR/types"; check "capture: $2"; }

load_stack; check "the modules load"
mountpoint -q $tracing || mount -t tracefs tracefs $tracing
echo 1 > $tracing/events/mbbcx/enable && echo 1 > $tracing/events/ndis_shim/enable; check "trace events"
python3 "$TOP/scripts/mbim-pcap" "$CASE_DIR/pcap" 2> "$CASE_DIR/pcap.err" &
pcap=$!
wait_for 120 grep -q 1 $tracing/instances/mbim-pcap.$pcap/events/mbbcx/mbb_fragment/enable
check "mbim-pcap listens"
modem_start m --out-max 2048
wait_port && wait_if wwan0; check "a modem is plugged in"

# ---- sysfs ----
[ "$(cat /sys/class/net/wwan0/mbim/session)" = 0 ] && [ "$(cat /sys/class/net/wwan0/mbim/state)" = deactivated ]
check "sysfs: session 0, deactivated"
[ -z "$(of_sysfs)" ]; check "sysfs: no addresses yet"
connect wwan0 0 && [ "$(cat /sys/class/net/wwan0/mbim/state)" = activated ]; check "sysfs: activated"
of_mbimcli > "$CASE_DIR/of_mbimcli"; of_sysfs > "$CASE_DIR/of_sysfs"
[ -s "$CASE_DIR/of_sysfs" ] && cmp -s "$CASE_DIR/of_mbimcli" "$CASE_DIR/of_sysfs" ||
	{ show diff "$CASE_DIR/of_mbimcli" "$CASE_DIR/of_sysfs"; false; }
check "sysfs: addresses, gateways, name servers and MTUs as the modem gave them"
connect wwan0.1 1 && [ "$(cat /sys/class/net/wwan0.1/mbim/session)" = 1 ]; check "sysfs: session 1"

# ---- ethtool ----
ethtool -i wwan0 | grep -qx "driver: $CLIENT"; check "ethtool -i: the driver"
bus=$(ethtool -i wwan0 | sed -n 's/^bus-info: //p')
[ -n "$bus" ] && [ -e "/sys/bus/usb/devices/$bus" ]; check "ethtool -i: the bus"
stats wwan0.1; before=$(sum 'rx_(copied|pages)')
stats wwan0; blocks=$(value device_tx_ntbs)
ping4 wwan0 "$(gw4 0)" 20; check "packets"
stats wwan0
[ $(($(value device_tx_ntbs) - blocks)) -ge 20 ] && [ "$(sum 'rx_(copied|pages)')" -ge 20 ]; check "ethtool -S: they are counted"
stats wwan0.1
[ $(($(sum 'rx_(copied|pages)') - before)) -lt 20 ] && [ "$(value device_tx_ntbs)" -ge $((blocks + 20)) ]
check "ethtool -S: for its session only, in blocks that are the device's"
# One block leaves since nothing is under way, the next one collects until it is full.
dss() { timeout 60 "$BUILD/mbb-dss" "/dev/wwan0$1" "${@:2}" > "$CASE_DIR/$1" 2>&1; }
dss mbim0 open 5 && dss mbim0 open 6; check "two device service sessions"
ctl m set out_hold 1 > /dev/null
ping -q -c 1 -W 30 -I wwan0 "$(gw4 0)" > /dev/null & pids=$!
ping -q -c 1 -W 30 -I wwan0.1 "$(gw4 1)" > /dev/null & pids="$pids $!"
for i in 5 6; do
	dss dss$i fill &
	pids="$pids $!"
	wait_for 20 grep -q full "$CASE_DIR/dss$i"
done
ctl m set out_hold 0 > /dev/null
wrong=0
for p in $pids; do wait "$p" || wrong=1; done
[ $wrong = 0 ]; check "many in a row"
stats wwan0
for why in idle full; do
	[ "$(value device_tx_flush_$why)" -gt 0 ]; check "ethtool -S: blocks that left because: $why"
done
[ "$(sum 'device_tx_flush_.*')" = "$(value device_tx_ntbs)" ]; check "ethtool -S: each for one reason"
[ "$(value device_tx_fill_75_100)" -gt 0 ] && [ "$(value device_tx_fill_0_25)" -gt 0 ] &&
	[ "$(sum 'device_tx_fill_.*')" = "$(value device_tx_ntbs)" ]
check "ethtool -S: how full they were"

# ---- ethtool's knobs ----
coalesce() { ethtool -c "$1" | sed -n "s/^$2:[[:space:]]*\([0-9]*\).*/\1/p"; }
rings() { ethtool -g "$1" | sed -n "s/^$2:[[:space:]]*//p" | tail -1; }
if [ "$CLIENT" = mbim_usb ]; then
	[ "$(coalesce wwan0 tx-usecs)" = "$(cat /sys/module/mbim_usb/parameters/tx_hold_us)" ]
	check "ethtool -c: how long small packets wait"
	ethtool -C wwan0 tx-usecs 250 tx-frames 16 && [ "$(coalesce wwan0.1 tx-usecs)" = 250 ] &&
		[ "$(coalesce wwan0.1 tx-frames)" = 16 ]
	check "ethtool -C: all sessions of the modem wait longer"
	! ethtool -C wwan0 tx-usecs 10001 2> /dev/null && ! ethtool -C wwan0 rx-usecs 10 2> /dev/null &&
		[ "$(coalesce wwan0 tx-usecs)" = 250 ]
	check "ethtool -C: not for ever, and nothing else"
fi
[ "$(rings wwan0 TX)" = 256 ]; check "ethtool -g: the session's rings"
ethtool -G wwan0 tx 500 && [ "$(rings wwan0 TX)" = 512 ] && [ "$(rings wwan0.1 TX)" = 256 ] &&
	ping4 wwan0 "$(gw4 0)" && ping4 wwan0.1 "$(gw4 1)"
check "ethtool -G: another length, of one session"

# ---- the end of a session ----
disconnect 0; check "disconnect"
[ -z "$(of_sysfs)" ] && [ "$(cat /sys/class/net/wwan0/mbim/state)" = deactivated ]; check "sysfs: the addresses are gone"
dss mbim0 close 5; check "the end of a device service session"
ctl m deactivate 1 > /dev/null; check "the network ends session 1"
wait_for 10 grep -q deactivated /sys/class/net/wwan0.1/mbim/state; check "sysfs: deactivated"

# ---- trace events ----
cat $tracing/trace > "$CASE_DIR/trace"
traced "mbb_state: $bus opening -> open" "the function's state"
traced "mbb_message: $bus -> OPEN " "messages to it"
traced "mbb_message: $bus <- COMMAND_DONE .*fragment=0/1" "and from it"
traced "mbb_request: $bus send completed status=0x00000000" "requests of the client"
traced "mbb_session: $bus session 0 activated" "a session begins"
traced "mbb_session: $bus session 0 deactivated by the host" "and ends"
traced "mbb_session: $bus session 1 deactivated by the function" "another one is ended"
traced "mbb_session: $bus service session 5 opened" "a device service session"
traced "mbb_session: $bus service session 5 closed" "and its end"
traced "mbb_fragment: $bus -> 0/16 0100000010000000" "bytes"
traced "wdf_pnp_state: $bus" "the device's state"

# ---- the capture ----
kill $pcap; wait $pcap; check "mbim-pcap ends"
[ ! -s "$CASE_DIR/pcap.err" ] || { show cat "$CASE_DIR/pcap.err"; false; }
check "and has lost nothing"
! ls -d $tracing/instances/mbim-pcap.* > /dev/null 2>&1; check "nor left anything"
python3 "$TOP/tests/vm/mbim-types.py" "$CASE_DIR/pcap" > "$CASE_DIR/types"
[ -s "$CASE_DIR/types" ] && ! grep bad "$CASE_DIR/types"; check "capture: nothing but whole messages"
captured "-> 00000001 16" "OPEN"
captured "<- 80000001 16" "OPEN_DONE"
captured "-> 00000003 .* $basic 12" "CONNECT"
captured "<- 80000003 .* $basic 15" "what the modem said of addresses"
captured "<- 80000007 .* $basic 12" "the indication that session 1 is over"
of_trace() { grep -c 'mbb_fragment: .*\(->\|<-\) 0/' "$CASE_DIR/trace"; }
[ "$(wc -l < "$CASE_DIR/types")" -ge "$(of_trace)" ]; check "capture: as much as was traced"
if command -v tshark > /dev/null; then
	tshark -r "$CASE_DIR/pcap" -Y mbim > "$CASE_DIR/tshark" 2> /dev/null
	[ "$(wc -l < "$CASE_DIR/tshark")" = "$(wc -l < "$CASE_DIR/types")" ] &&
		grep -q 'COMMAND_DONE *: IP_CONFIGURATION' "$CASE_DIR/tshark" && ! grep Malformed "$CASE_DIR/tshark"
	check "Wireshark reads every one"
else
	say "tshark is not installed"
fi

check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
