# SPDX-License-Identifier: GPL-2.0
# A pair of software Ethernet adapters, NetAdapterCx clients with an interface of
# their own, with one of them in a network namespace: TCP and UDP between the two,
# offloads, filters, receive scaling, another MTU under traffic; the rings are
# compared around each callback all the time.
. "$TOP/tests/vm/lib.sh"

# net_of N: the interface of the N-th adapter.
net_of() {
	local d
	for d in /sys/class/net/*/device; do
		[ "$(basename "$(readlink -f "$d")")" = "test_softnic.$1" ] || continue
		basename "$(dirname "$d")"
	done
}
have_both() { [ -n "$(net_of 0)" ] && [ -n "$(net_of 1)" ]; }
there() { ip netns exec far "$@"; }
counter() { ethtool -S "$1" | sed -n "s/^ *$2: //p"; }
# iperf NAME ARGUMENTS...: here to there. By amount or by rate: where the clock only
# goes on while nobody has anything to do, unlimited sending would last for ever.
iperf() {
	local name=$1
	shift
	there iperf3 -s -1 -D -p 5201 -I "$CASE_DIR/iperf.pid" > /dev/null 2>&1
	wait_for 10 eval 'there ss -ltn | grep -q :5201' || return 1
	timeout 60 iperf3 -c "${ADDRESS:-10.77.0.2}" -p 5201 -J "$@" > "$CASE_DIR/$name.json" 2>&1 ||
		{ show tail -20 "$CASE_DIR/$name.json"; return 1; }
}
# Bytes that the receiver of an iperf run says it got.
received() { sed -n '/"sum_received"/,/}/s/.*"bytes":\t*\([0-9]*\).*/\1/p' "$CASE_DIR/$1.json" | tail -1; }
at_least() { [ "${1:-0}" -ge "$2" ]; }
checked() { cat /sys/module/ndis_shim/parameters/ring_check; }

modprobe -q -a usbcore wwan
insmod "$BUILD/ndis_shim.ko" ring_check=1 && insmod "$BUILD/test_softnic.ko" "config=*JumboPacket=4000"
check "it loads"
wait_for 10 have_both; check "both adapters have an interface"
near=$(net_of 0)
far=$(net_of 1)
[ "$(cat "/sys/class/net/$near/address")" = 02:53:4e:49:43:00 ]; check "the address is the client's"
[ "$(ls -d "/sys/class/net/$near/queues/tx-"* | wc -l)" = 4 ]; check "four Tx queues"
[ "$(ethtool -l "$near" | grep -c "^RX:.*4")" = 2 ]; check "four Rx queues"
ethtool -i "$near" | grep -q 'driver: test_softnic'; check "ethtool names the driver"
ip -d link show "$near" | grep -q 'maxmtu 4000'; check "its configuration came by the module's parameter"

ip netns add far && ip link set "$far" netns far; check "one moves into a namespace"
ip addr add 10.77.0.1/24 dev "$near" && ip -6 addr add fd77::1/64 dev "$near" nodad
ip link set "$near" up; check "here it comes up"
there ip addr add 10.77.0.2/24 dev "$far" && there ip -6 addr add fd77::2/64 dev "$far" nodad
there ip link set lo up
there ip link set "$far" up; check "and there"
wait_carrier "$near"; check "there is a carrier"
ping4 "$near" 10.77.0.2 10; check "IPv4 goes over the wire"
ping6 "$near" fd77::2 10; check "IPv6 does, by multicast solicitation"
ping -q -c 3 -s 1472 -M "do" -W 5 10.77.0.2 > /dev/null; check "packets of the full MTU"

iperf tcp -n 16M; check "TCP"
# The sender stops with up to 10 MB under way, which the receiver does not count.
at_least "$(received tcp)" 4000000; check "and data arrive"
at_least "$(counter "$near" violations)" 1 && show dmesg
[ "$(counter "$near" violations)" = 0 ]; check "no rule of the queues is broken here"
[ "$(there ethtool -S "$far" | sed -n 's/^ *violations: //p')" = 0 ]; check "and none there"
iperf back -n 8M -R; check "TCP the other way"
iperf many -n 8M -P 8; check "eight connections"
ADDRESS=fd77::2 iperf six -6 -n 8M; check "TCP over IPv6"
iperf udp -u -b 20M -t 2; check "UDP"

ethtool -K "$near" tso off gso off tx off rx off > /dev/null; check "offloads are switched off"
iperf plain -n 4M; check "TCP without offloads"
ethtool -K "$near" tx on rx on tso on gso on > /dev/null; check "and on again"
ethtool -k "$near" | grep -q 'tcp-segmentation-offload: on'; check "segmentation is the client's"
iperf again -n 8M; check "TCP with them"

ethtool -x "$near" | grep -q '4 RX ring'; check "ethtool shows the table of queues"
ethtool -X "$near" weight 0 0 0 1; check "and takes another one"
ethtool -x "$near" | grep -q '^ *0: *3 *3 *3'; check "which it shows"
ping4 "$near" 10.77.0.2 5; check "packets come by the last queue"
ethtool -X "$near" equal 4 && ethtool -K "$near" rxhash off && ping4 "$near" 10.77.0.2 5
check "and without scaling"
ethtool -K "$near" rxhash on

ip link add link "$near" name v77 type vlan id 77 && ip addr add 10.78.0.1/24 dev v77 &&
	ip link set v77 up && there ip link add link "$far" name v77 type vlan id 77 &&
	there ip addr add 10.78.0.2/24 dev v77 && there ip link set v77 up
check "802.1Q on both"
ping4 v77 10.78.0.2 5; check "tags go beside the frames"
ip link del v77

# Frames for others pass only promiscuously.
ip neigh replace 10.77.0.99 lladdr 02:00:00:00:00:99 dev "$near"
before=$(there cat "/sys/class/net/$far/statistics/rx_packets")
ping -q -c 3 -W 1 -i 0.2 10.77.0.99 > /dev/null 2>&1
[ "$(there cat "/sys/class/net/$far/statistics/rx_packets")" -le $((before + 2)) ]
check "the filter keeps frames for others out"
there ip link set "$far" promisc on
sleep 0.3
before=$(there cat "/sys/class/net/$far/statistics/rx_packets")
ping -q -c 3 -W 1 -i 0.2 10.77.0.99 > /dev/null 2>&1
[ "$(there cat "/sys/class/net/$far/statistics/rx_packets")" -ge $((before + 3)) ]
check "promiscuously they come"
there ip link set "$far" promisc off

# Queues are stopped and made again while packets are under way.
iperf mtu -b 20M -t 6 &
run=$!
sleep 1
for mtu in 1400 4000 1300 4000; do
	echo $mtu > /sys/module/test_softnic/parameters/mtu || break
	sleep 0.7
done
[ $mtu = 4000 ]; check "the MTU changes under traffic"
wait $run; check "and the connection lives"
ip -d link show "$near" | grep -q 'maxmtu 4000'; check "the last one counts"
ip link set "$near" mtu 3000 && there ip link set "$far" mtu 3000; check "user space has a say below that"
ping -q -c 3 -s 2972 -M "do" -W 5 10.77.0.2 > /dev/null; check "packets of that size"
for _ in 1 2 3; do ip link set "$near" down && ip link set "$near" up; done
wait_carrier "$near" && ping4 "$near" 10.77.0.2 5; check "down and up"
[ "$(counter "$near" violations)" = 0 ]; check "still no rule is broken"
[ "$(there ethtool -S "$far" | sed -n 's/^ *violations: //p')" = 0 ]; check "nor there"

ip netns del far; check "the namespace goes"
wait_for 10 have_both
unload test_softnic; check "the driver is unloaded with its interfaces up"
[ "$(dmesg | grep -c 'softnic [01]: 0 buffers out')" -ge 2 ]; check "all receive buffers came back"
unload ndis_shim
check_unload
