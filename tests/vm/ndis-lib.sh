# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the cases with NDIS drivers share: a veth whose far end is a host of its own,
# and streams to it. Sourced after lib.sh.

TRAFFIC=$BUILD/mbb-traffic
V4=10.88.0.2 V6=fd88::2

peer() { ip netns exec peer "$@"; }
# veth_up: v0 here, v1 in the namespace "peer", both up, with addresses.
veth_up() {
	ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 &&
	ip link set v1 netns peer && ip addr add 10.88.0.1/24 dev v0 &&
	ip addr add fd88::1/64 dev v0 nodad && ip link set v0 up &&
	peer ip addr add $V4/24 dev v1 && peer ip addr add $V6/64 dev v1 nodad &&
	peer ip link set v1 up
}
# has_address IF ADDRESS
has_address() { ip -o addr show dev "$1" 2> /dev/null | grep -qF " $2/"; }
# lies_on IF LOWER: Linux knows which interface is on top of which.
lies_on() { [ -e "/sys/class/net/$2/upper_$1" ]; }
# pings IF: both families over the veth.
pings() { ping4 "$1" $V4 && ping6 "$1" $V6; }

# serve NAMESPACE: a TCP server there, of which $server is the process.
serve() {
	ip netns exec "$1" "$TRAFFIC" tcp-server > "$CASE_DIR/server.$1" 2>&1 &
	server=$!
	wait_for 30 grep -q listening "$CASE_DIR/server.$1"
}
# stream IF ADDRESS MEGABYTES [options]: every byte is compared at both ends.
stream() {
	local if=$1 to=$2 count=$3
	shift 3
	"$TRAFFIC" tcp-client -i "$if" -d "$to" -c $((count * 1000000)) "$@" > "$CASE_DIR/stream" 2>&1 ||
		{ show cat "$CASE_DIR/stream"; show ip -s link show "$if"; false; }
}
# What the last stream said.
stream_says() { tail -1 "$CASE_DIR/stream"; }

# ---- drivers/ndisprot ----

# receive IF NAME OPTIONS...: in the background, at work when this returns; what it
# prints goes under NAME, its process is $receiver.
receive() {
	local if=$1 out=$CASE_DIR/$2
	shift 2
	"$BUILD/ndisprot" receive "$if" "$@" > "$out" 2> "$out.err" &
	receiver=$!
	wait_for 30 grep -q receiving "$out.err"
}
receive_stop() {
	kill "$receiver" 2> /dev/null
	wait "$receiver" 2> /dev/null
	return 0
}
bound() { "$BUILD/ndisprot" list 2> /dev/null | grep -q "^\\\\Device\\\\$1 "; }
# frame echo|arp MAC-TO MAC-FROM IP-FROM IP-TO: an echo request, or who has IP-TO, in hex.
frame() {
	python3 -c '
import socket, struct, sys
kind, to, mac, source, target = sys.argv[1:]
to, mac = (bytes.fromhex(a.replace(":", "")) for a in (to, mac))
source, target = (socket.inet_aton(a) for a in (source, target))
def total(data):
    n = sum(struct.unpack("!%dH" % (len(data) // 2), data))
    n = (n & 0xffff) + (n >> 16)
    return struct.pack("!H", ~((n & 0xffff) + (n >> 16)) & 0xffff)
if kind == "arp":
    packet = b"\x08\x06" + bytes.fromhex("0001080006040001") + mac + source + bytes(6) + target
else:
    icmp = b"\x08\x00\x00\x00\x4e\x44\x00\x01" + b"ndis" * 8
    icmp = icmp[:2] + total(icmp) + icmp[4:]
    ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(icmp), 1, 0, 64, 1, 0) + source + target
    packet = b"\x08\x00" + ip[:10] + total(ip) + ip[12:] + icmp
print((to + mac + packet).hex())' "$@"
}
# The same, as it comes back: an echo reply with our id, or an ARP reply.
ECHO_REPLY='0800450000.*0000....4e440001' ARP_REPLY='080600010800060400020'
