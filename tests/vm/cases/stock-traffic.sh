# SPDX-License-Identifier: GPL-2.0
# The traffic of traffic.sh, matrix.sh and tcp.sh through stock cdc_mbim: proves
# modem and cases right. Session 0 is wwan0 itself, session 1 a VLAN over it.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

COUNT=5000
export PORT=/dev/cdc-wdm0

modprobe cdc_mbim
modprobe -q 8021q
# Two transactions a command: stock drops every session at CLOSE, so the
# function stays open, and who does not open goes on counting.
stock_connect() {
	mbim $1 --no-close --connect="session-id=$2,apn=internet,ip-type=ipv4v6" > "$CASE_DIR/connect.$2" 2>&1 ||
		{ show cat "$CASE_DIR/connect.$2"; return 1; }
	mbim --no-open=$((20 + 10 * $2)) --no-close --query-ip-configuration="$2" > "$CASE_DIR/ip.$2" 2>&1
}
# Plugged in, two sessions connected and configured.
stock_modem() {
	modem_start m --allow-file="$TOP/tests/modem/stock-departures" --in-queue=50000 &&
		wait_for 20 test -c $PORT && wait_if wwan0 || return
	stock_connect "" 0 && configure wwan0 0 || return
	stock_connect --no-open=25 1 || return
	ip link add link wwan0 name wwan0.1 type vlan id 1 && configure wwan0.1 1 || return
	deep_queue wwan0
	deep_queue wwan0.1
	# usbnet hands packets to whatever processor it runs on: not in order.
	echo 1 > /sys/class/net/wwan0/queues/rx-0/rps_cpus
}
stock_gone() {
	modem_stop m
	wait_for 10 test ! -e /sys/class/net/wwan0
}

stock_modem; check "two sessions through cdc_mbim"
for family in 4 6; do
	both_ways $family -n $COUNT -m 20 -M 1500 -t 4000 -b 4
	check "IPv$family: $COUNT datagrams each way on two sessions at once ($TOOK s)"
done
traffic lone echo wwan0 0 4 -r -S -w 1 -t 0 -m 20 -M 1500 -n 1481 &
all_pass $!; check "a lone datagram of every size up and down"
show ctl m status
show ctl m violations
check_violations m
stock_gone; check "unplug"

modem_start m --allow-file="$TOP/tests/modem/stock-departures" --tun=far
wait_for 20 test -c $PORT && wait_if wwan0 && stock_connect "" 0 && configure wwan0 0; check "a network behind the modem"
ip netns exec far "$TRAFFIC" tcp-server > "$CASE_DIR/server" 2>&1 &
server=$!
wait_for 10 grep -q listening "$CASE_DIR/server"
for family in 4 6; do
	traffic tcp tcp-client wwan0 0 $family -c 5000000 &
	all_pass $!; check "IPv$family: 5 MB of TCP each way ($TOOK s)"
done
kill $server
check_violations m
stock_gone; check "unplug"
modprobe -r cdc_mbim
