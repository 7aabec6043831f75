# SPDX-License-Identifier: GPL-2.0
# drivers/ndisprot on one end of a veth: what its filter names and nothing else,
# beside Linux's own stack, while the interface comes and goes: eight times, or as
# often as the argument says.
. "$TOP/tests/vm/lib.sh"

tool=$BUILD/ndisprot
peer() { ip netns exec peer "$@"; }

# veth_up: v0 here, v1 in a namespace of its own, both addressed.
veth_up() {
	ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 &&
	ip link set v1 netns peer && ip addr add 10.88.0.1/24 dev v0 && ip link set v0 up &&
	peer ip addr add 10.88.0.2/24 dev v1 && peer ip link set v1 up
}
# peer_sends HEX...: frames from the other end, by Linux's own packet socket.
peer_sends() {
	peer python3 -c '
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind(("v1", 0))
for frame in sys.argv[1:]:
    s.send(bytes.fromhex(frame))' "$@"
}
# peer_receives SECONDS: frames of type 88b5 that arrive there, in hex.
peer_receives() {
	peer python3 -c '
import socket, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.htons(0x88b5))
s.bind(("v1", 0x88b5))
s.settimeout(float(sys.argv[1]))
print("ready", flush=True)
try:
    while True:
        print(s.recv(2000).hex(), flush=True)
except TimeoutError:
    pass' "$1"
}
# receive NAME OPTIONS...: ndisprot in the background, started when this returns.
receive() {
	local out=$CASE_DIR/$1
	shift
	"$tool" receive v0 "$@" > "$out" 2> "$out.err" &
	receiver=$!
	wait_for 10 grep -q receiving "$out.err"
}
bound() { "$tool" list 2> /dev/null | grep -q '^\\Device\\v0 '; }

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

# expect_types NAME BYTES: the last bytes of the frames of our type, in order.
expect_types() {
	local got
	got=$(grep -oE "^.{24}${type}.." "$CASE_DIR/$1" | sed 's/.*\(..\)$/\1/' | tr '\n' ' ')
	[ "$got" = "$2" ] || { say "$1: got $got"; return 1; }
}
receive plain -t 15
# shellcheck disable=SC2086
peer_sends $five
wait $receiver
expect_types plain "01 02 "; check "directed and broadcast, no others"
receive group -t 15 -m 03:00:00:00:00:aa
# shellcheck disable=SC2086
peer_sends $five
wait $receiver
expect_types group "01 02 03 "; check "a group of the multicast list, no other"
receive all -t 15 -f promiscuous
# shellcheck disable=SC2086
peer_sends $five
wait $receiver
expect_types all "01 02 03 04 05 "; check "promiscuous sees all of them"

peer_receives 15 > "$CASE_DIR/there" &
there=$!
wait_for 10 grep -q ready "$CASE_DIR/there"
long=020000000002020000000001${type}$(head -c 1500 /dev/zero | tr '\0' 'a' | xxd -p | tr -d '\n')
"$tool" send v0 "020000000002020000000001${type}0102030405"; check "send"
"$tool" send v0 "$long"; check "send the longest frame"
! "$tool" send v0 "${long}00" 2> /dev/null; check "a longer one is refused"
wait $there
grep -q "^020000000002020000000001${type}0102030405" "$CASE_DIR/there"; check "it arrives as it was sent"
grep -qx "$long" "$CASE_DIR/there"; check "so does the longest"

# ---- beside Linux ----
receive beside -f promiscuous
ping -q -c 20 -i 0.05 -W 5 10.88.0.2 > /dev/null; check "ping goes on below the driver"
kill $receiver
wait $receiver 2> /dev/null
[ "$(grep -c '0800' "$CASE_DIR/beside")" -ge 20 ]; check "and the driver sees it"

# ---- the end ----
receive last
! rmmod ndisprot 2> /dev/null; check "an open file keeps the driver"
! "$tool" receive v0 -t 1 > /dev/null 2> "$CASE_DIR/busy" && grep -q busy "$CASE_DIR/busy"
check "a second program is told that the adapter is taken"
ip link del v0
wait $receiver
grep -q 'No such device' "$CASE_DIR/last.err"; check "the reader is told that the adapter is gone"
for i in $(seq 1 "${CASE_ARGS:-8}"); do
	veth_up && wait_for 10 bound || { not_ok "round $i: bound again"; break; }
	receive storm
	"$tool" send v0 -n 2000 "020000000002020000000001${type}06" 2> /dev/null &
	sender=$!
	peer ping -q -f -w 1 10.88.0.1 > /dev/null 2>&1 &
	pinger=$!
	sleep "0.$((i % 10))"
	ip link del v0
	wait $receiver $sender $pinger
done
ok "$i removals with a reader and a writer at work"
veth_up && wait_for 10 bound; check "bound again"
rmmod ndisprot; check "the driver unloads while it is bound"
ip link del v0; check "nothing holds the interface"
ip netns del peer
unload ndis_shim; check "the rest unloads"
check_unload
