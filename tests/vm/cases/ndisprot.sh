# SPDX-License-Identifier: GPL-2.0
# drivers/ndisprot on one end of a veth: what its filter names and nothing else,
# beside Linux's own stack, while the interface comes and goes: eight times, or as
# often as the argument says.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

tool=$BUILD/ndisprot

# peer_sends HEX...: frames from the other end, by Linux's own packet socket.
peer_sends() {
	peer python3 -c '
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("v1", 0))
for frame in sys.argv[1:]:
    s.send(bytes.fromhex(frame))' "$@"
}
# peer_receives: frames of type 88b5 that arrive there, in hex, until it is killed.
peer_receives() {
	peer python3 -c '
import socket
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x88b5))
s.bind(("v1", 0x88b5))
print("ready", flush=True)
while True:
    print(s.recv(2000).hex(), flush=True)'
}

modprobe -q veth
ip netns add peer
veth_up; check "a veth pair"
load ndis_shim && insmod "$BUILD/ndisprot.ko" bind=v0; check "the driver loads"
[ "$(stat -c %a /dev/ndisprot)" = 600 ]; check "its device is root's"
"$tool" list > "$CASE_DIR/list"; check "list"
grep -q '^\\Device\\v0 02:00:00:00:00:01 frame 1514 .* connected' "$CASE_DIR/list"
check "the adapter is as Linux says"
[ "$(grep -c . "$CASE_DIR/list")" = 1 ]; check "bind= names one adapter, and it is the only one"
[ "$("$tool" query v0 0x01010102)" = 020000000001 ]; check "an OID is asked for"

# ---- frames ----
type=88b5
directed=020000000001020000000002${type}01
broadcast=ffffffffffff020000000002${type}02
group=0300000000aa020000000002${type}03
othergroup=0300000000bb020000000002${type}04
other=020000000099020000000002${type}05
five="$directed $broadcast $group $othergroup $other"

# Broadcast, after the five: whoever sees it has seen what he wants of them.
last=ffffffffffff020000000002${type}ff

# sees BYTES OPTIONS...: the last bytes of the frames of our type that a receiver with
# these options is shown, in order.
sees() {
	local got wanted=$1
	shift
	receive v0 seen "$@"
	# shellcheck disable=SC2086
	peer_sends $five $last
	wait_for 60 grep -q "^$last" "$CASE_DIR/seen"
	receive_stop
	got=$(grep -oE "^.{24}${type}.." "$CASE_DIR/seen" | sed 's/.*\(..\)$/\1/' | tr '\n' ' ')
	[ "$got" = "$wanted ff " ] || { say "seen: $got"; return 1; }
}
sees "01 02"; check "directed and broadcast, no others"
sees "01 02 03" -m 03:00:00:00:00:aa; check "a group of the multicast list, no other"
sees "01 02 03 04 05" -f promiscuous; check "promiscuous sees all of them"

peer_receives > "$CASE_DIR/there" &
there=$!
wait_for 30 grep -q ready "$CASE_DIR/there"
short=020000000002020000000001${type}0102030405
long=020000000002020000000001${type}$(printf '61%.0s' {1..1500})
"$tool" send v0 "$short"; check "send"
"$tool" send v0 "$long"; check "send the longest frame"
! "$tool" send v0 "${long}00" 2> /dev/null; check "a longer one is refused"
wait_for 60 grep -q "^$short" "$CASE_DIR/there"; check "it arrives as it was sent"
wait_for 60 grep -qx "$long" "$CASE_DIR/there"; check "so does the longest"
kill $there
wait $there 2> /dev/null

# ---- beside Linux ----
receive v0 beside -f promiscuous
ping -q -c 20 -i 0.05 -W 5 $V4 > /dev/null; check "ping goes on below the driver"
receive_stop
[ "$(grep -c '0800' "$CASE_DIR/beside")" -ge 20 ]; check "and the driver sees it"

# ---- the end ----
receive v0 last
! rmmod ndisprot 2> /dev/null; check "an open file keeps the driver"
! "$tool" receive v0 -t 1 > /dev/null 2> "$CASE_DIR/busy" && grep -q busy "$CASE_DIR/busy"
check "a second program is told that the adapter is taken"
ip link del v0
wait $receiver
grep -q 'No such device' "$CASE_DIR/last.err"; check "the reader is told that the adapter is gone"
for i in $(seq 1 "${CASE_ARGS:-8}"); do
	veth_up && wait_for 10 bound v0 || { not_ok "round $i: bound again"; break; }
	receive v0 storm
	"$tool" send v0 -n 2000 "020000000002020000000001${type}06" 2> /dev/null &
	sender=$!
	peer ping -q $FLOOD -w 1 10.88.0.1 > /dev/null 2>&1 &
	pinger=$!
	sleep "0.$((i % 10))"
	ip link del v0
	wait $receiver $sender $pinger
done
ok "$i removals with a reader and a writer at work"
veth_up && wait_for 10 bound v0; check "bound again"
rmmod ndisprot; check "the driver unloads while it is bound"
ip link del v0; check "nothing holds the interface"
ip netns del peer
unload ndis_shim; check "the rest unloads"
check_unload

# ---- on raw IP, to a driver that knows only Ethernet ----
load_stack && modem_start m && wait_port && wait_if wwan0 && connect wwan0 0 && wait_carrier wwan0
check "session 0 of a modem is connected"
mine=$(sed -n "s/.*IP \[0\]: '\([0-9.]*\).*/\1/p" "$CASE_DIR/ip.0" | head -1)
insmod "$BUILD/ndisprot.ko" bind='wwan*' && wait_for 30 bound wwan0; check "the driver is bound to wwan0"
mac=$("$tool" query wwan0 0x01010102)
[[ $mac =~ ^02[0-9a-f]{10}$ ]]; check "which has an Ethernet address now: $mac"
receive wwan0 raw -f promiscuous
ping4 wwan0 "$(gw4 0)"; check "ping goes on below the driver"
sees_answers() { [ "$(grep -c "^$mac............0800" "$CASE_DIR/raw")" -ge 5 ]; }
wait_for 30 sees_answers; check "and the driver sees the answers, with a header"
receive_stop
# asks PATTERN FRAME [SECONDS]: a frame like that comes after this one was sent.
asks() {
	receive wwan0 answer -s "$2"
	wait_for "${3:-30}" grep -q "$1" "$CASE_DIR/answer"
	local rc=$?
	receive_stop
	return $rc
}
asks "^$mac.*$ARP_REPLY" "$(frame arp ffffffffffff "$mac" "$mine" "$(gw4 0)")"; check "ARP is answered"
peer_mac=$(sed -n "s/^$mac\(............\)$ARP_REPLY.*/\1/p" "$CASE_DIR/answer" | head -1)
[[ $peer_mac =~ ^02[0-9a-f]{10}$ ]]; check "by an address: $peer_mac"
asks "^$mac$peer_mac$ECHO_REPLY" "$(frame echo "$peer_mac" "$mac" "$mine" "$(gw4 0)")"
check "an echo request to it comes back from the network"
! asks "$ARP_REPLY" "$(frame arp ffffffffffff "$mac" "$mine" "$mine")" 3; check "nobody answers for an address of our own"
ctl m unplug > /dev/null
wait_for 20 eval '! bound wwan0'; check "unplugged: not bound any more"
check_violations m
modem_stop m
rmmod ndisprot && unload_stack; check "all of it unloads"
check_unload
