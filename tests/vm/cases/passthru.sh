# SPDX-License-Identifier: GPL-2.0
# drivers/passthru between Linux and an interface: one end of a veth, and the
# modem's wwan0; one and two of them on each other. Linux configures what they make
# like any other interface. The argument says how many megabytes the longest streams
# carry each way.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

MEGABYTES=${CASE_ARGS:-3}
FEW=$((MEGABYTES < 3 ? MEGABYTES : 3))

# ---- over a veth ----
modprobe -q veth
ip netns add peer
veth_up && serve peer; check "a veth pair, and a server at the far end"
peer ethtool -K v1 tso on gso on gro on tx on rx on > /dev/null 2>&1
offloads=$(peer ethtool -k v1 | grep -cE '^(tcp-segmentation-offload|generic-segmentation-offload|generic-receive-offload|tx-checksumming|rx-checksumming): on')
[ "$offloads" = 5 ]; check "which has GRO, GSO, TSO and checksum offload on"

load ndis_shim && insmod "$BUILD/passthru.ko" bind=v0,wwan0; check "the driver loads"
wait_if ndisim0; check "its interface ndisim0 appears"
lies_on ndisim0 v0; check "on top of v0, as Linux sees it"
[ "$(cat /sys/class/net/ndisim0/address)" = 02:00:00:00:00:01 ]; check "with the address of v0"
wait_for 10 has_address ndisim0 10.88.0.1 && wait_for 10 has_address ndisim0 fd88::1
check "the addresses of v0 have moved up"
! has_address v0 10.88.0.1 && ! has_address v0 fd88::1; check "and are not there twice"
ip link set ndisim0 up && wait_carrier ndisim0; check "it is set up"
pings ndisim0; check "ping over IPv4 and IPv6"
for to in $V4 $V6; do
	stream ndisim0 $to $FEW -u; check "TCP to $to, $FEW MB up alone"
	stream ndisim0 $to $FEW -D; check "TCP to $to, $FEW MB down alone"
	stream ndisim0 $to "$MEGABYTES"; check "TCP to $to, $MEGABYTES MB each way"
done

# ---- configured like any other ----
fits() { ping -q -c 2 -i 0.2 -W 5 -M "do" -s "$2" -I "$1" $V4 > "$CASE_DIR/ping" 2>&1; }
fits ndisim0 1472; check "frames of 1500 bytes pass"
ip link set ndisim0 mtu 1300; check "mtu 1300"
fits ndisim0 1272 && ! fits ndisim0 1273; check "is what is kept to"
! ip link set ndisim0 mtu 9000 2> /dev/null; check "more than the adapter below has is refused"
ip link set ndisim0 mtu 1500 && fits ndisim0 1472; check "mtu 1500 again"
ip link set ndisim0 down; check "down"
! ping4 ndisim0 $V4 1 2> /dev/null; check "nothing passes then"
ip link set ndisim0 name pass0 && ip link set pass0 up && ip addr replace fd88::1/64 dev pass0 nodad
check "renamed, and up again"
pings pass0; check "ping under the new name"
ip link set pass0 address 02:00:00:00:00:99; check "another address"
ip neigh flush dev pass0
peer ip neigh flush dev v1
pings pass0; check "is one that frames come to"
peer ip neigh show dev v1 | grep -q "10.88.0.1.*02:00:00:00:00:99"; check "and that the far end has learnt"
ip link set pass0 address 02:00:00:00:00:01; check "the old one again"
peer ip neigh flush dev v1
pings pass0; check "ping with it"
ip link set pass0 promisc on && ip link set pass0 allmulticast on && ip link set pass0 promisc off &&
	ip link set pass0 allmulticast off && pings pass0; check "promiscuous, all multicast, and back"
ip netns add other && ip link set pass0 netns other; check "moved to a network namespace"
ip netns exec other bash -c 'ip addr add 10.88.0.1/24 dev pass0 && ip link set pass0 up' &&
	ip netns exec other ping -q -c 5 -i 0.2 -W 5 $V4 > "$CASE_DIR/ping" 2>&1
check "ping from there"
ip netns exec other ip link set pass0 netns 1 && wait_if pass0; check "and back"
ip addr add 10.88.0.1/24 dev pass0 && ip addr add fd88::1/64 dev pass0 nodad &&
	ip link set pass0 name ndisim0 && ip link set ndisim0 up && pings ndisim0; check "ping again"

# ---- two on each other ----
insmod "$BUILD/test_passthru2.ko" bind=ndisim0 && wait_if ndisim1; check "a second one on top of the first"
[ "$(cat /sys/class/net/ndisim1/address)" = "$(cat /sys/class/net/ndisim0/address)" ]
check "has its address"
lies_on ndisim1 ndisim0; check "and lies on it, as Linux sees it"
wait_for 10 has_address ndisim1 10.88.0.1 && wait_for 10 has_address ndisim1 fd88::1
check "the addresses have moved up once more"
! has_address ndisim0 10.88.0.1 && ! has_address ndisim0 fd88::1; check "and are not there twice"
ip link set ndisim1 up && wait_carrier ndisim1; check "it is set up"
pings ndisim1; check "ping through both"
stream ndisim1 $V4 "$MEGABYTES"; check "TCP through both, $MEGABYTES MB each way"
# The lower one goes, and what is above it with it; then the upper one under traffic.
ping -q $FLOOD -I ndisim1 $V4 > /dev/null 2>&1 &
pinger=$!
stream ndisim1 $V4 1000 2> /dev/null &
streamer=$!
sleep 1
rmmod passthru; check "the lower driver unloads while traffic runs"
kill $pinger $streamer 2> /dev/null
wait $pinger $streamer 2> /dev/null
[ ! -e /sys/class/net/ndisim0 ] && [ ! -e /sys/class/net/ndisim1 ]; check "both interfaces are gone with it"
wait_for 10 has_address v0 10.88.0.1 && wait_for 10 has_address v0 fd88::1; check "and the addresses all the way down"
insmod "$BUILD/passthru.ko" bind=v0,wwan0 && wait_if ndisim0 && wait_if ndisim1; check "both come back"
rmmod test_passthru2; check "the upper driver unloads"
[ -e /sys/class/net/ndisim0 ] && [ ! -e /sys/class/net/ndisim1 ]; check "its interface is gone, the lower one is there"

# ---- unloaded while it is at work ----
ip addr replace 10.88.0.1/24 dev ndisim0 && ip addr replace fd88::1/64 dev ndisim0 nodad &&
	ip link set ndisim0 up && wait_carrier ndisim0 && pings ndisim0; check "ping through one again"
ip link set v0 netns other && wait_for 20 test ! -e /sys/class/net/ndisim0
check "v0 moves to a network namespace: its interface is gone"
ip netns exec other ip link set v0 netns 1 && wait_if ndisim0; check "and back: it is there again"
ip addr add 10.88.0.1/24 dev ndisim0 && ip addr add fd88::1/64 dev ndisim0 nodad &&
	ip link set v0 up && ip link set ndisim0 up && wait_carrier ndisim0 && pings ndisim0
check "ping once more"
ip netns exec peer ping -q $FLOOD 10.88.0.1 > /dev/null 2>&1 &
pinger=$!
stream ndisim0 $V4 1000 2> /dev/null &
streamer=$!
sleep 1
rmmod passthru; check "the driver unloads while traffic runs"
[ ! -e /sys/class/net/ndisim0 ]; check "its interface is gone"
wait_for 10 has_address v0 10.88.0.1 && wait_for 10 has_address v0 fd88::1; check "the addresses are with v0 again"
kill $pinger $streamer 2> /dev/null
wait $pinger $streamer 2> /dev/null
pings v0; check "ping without it"
insmod "$BUILD/passthru.ko" bind=v0 && wait_if ndisim0 && ip link set ndisim0 netns other &&
	ip netns exec other ip addr add 10.99.0.1/24 dev ndisim0
check "the driver once more, its interface in a network namespace with an address there"
rmmod passthru && sleep 1 && [ -z "$(ip -4 addr show | grep 10.99.0.1)" ]
check "is unloaded: the address has not come out of there"
kill $server
ip link del v0
ip netns del peer
ip netns del other
unload ndis_shim; check "the rest unloads"
check_unload

# ---- over the modem ----
load_stack && modem_start m --tun=far --in-queue=20000; check "a modem with a network behind it"
wait_port && wait_if wwan0 && connect wwan0 0 && wait_carrier wwan0; check "session 0 connects"
serve far; check "a server waits there"
insmod "$BUILD/passthru.ko" bind=wwan0 && wait_if ndisim0; check "the driver over wwan0"
lies_on ndisim0 wwan0; check "its interface is on top of wwan0"
mine=$(sed -n "s/.*IP \[0\]: '\([0-9.]*\).*/\1/p" "$CASE_DIR/ip.0" | head -1)
wait_for 10 has_address ndisim0 "$mine"; check "it has the address $mine now"
ip link set ndisim0 up && wait_carrier ndisim0; check "it is set up"
ping4 ndisim0 "$(gw4 0)"; check "ping over IPv4"
ping6 ndisim0 "$(gw6 0)"; check "ping over IPv6"
stream ndisim0 "$(gw6 0)" $FEW -u; check "TCP over IPv6, $FEW MB up alone"
stream ndisim0 "$(gw6 0)" $FEW -D; check "TCP over IPv6, $FEW MB down alone"
stream ndisim0 "$(gw4 0)" "$MEGABYTES"; check "TCP over IPv4, $MEGABYTES MB each way"
# The modem goes under it.
ping -q $FLOOD -I ndisim0 "$(gw4 0)" > /dev/null 2>&1 &
pinger=$!
sleep 1
ctl m unplug > /dev/null
wait_for 20 test ! -e /sys/class/net/ndisim0; check "unplugged under traffic: its interface is gone"
kill $pinger $server 2> /dev/null
wait $pinger $server 2> /dev/null
modem_stop m
modem_start n && wait_port && wait_if wwan0 && connect wwan0 0; check "another modem"
wait_if ndisim0; check "is found by the driver"
mine=$(sed -n "s/.*IP \[0\]: '\([0-9.]*\).*/\1/p" "$CASE_DIR/ip.0" | head -1)
ip addr flush dev wwan0 scope global
ip addr add "$mine/24" dev ndisim0 && ip link set ndisim0 up && wait_carrier ndisim0 &&
	ping4 ndisim0 "$(gw4 0)"; check "ping over it, with an address of its own"
rmmod passthru; check "the driver unloads"
ping4 wwan0 "$(gw4 0)" ; check "ping without it"
ctl n unplug > /dev/null
check_violations n
modem_stop n
unload_stack; check "the rest unloads"
check_unload
