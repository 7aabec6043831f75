# SPDX-License-Identifier: GPL-2.0
# tests/clients/ndis51_mux over two ends of veths: two virtual interfaces over one of
# them, each with an address and a peer of its own; more that come and go under
# traffic, the lower interface that goes, and the driver that does.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

mux() { python3 "$TOP/tests/vm/mux-ctl.py" "$@"; }
# listed NUMBER COLUMN: of that virtual adapter.
listed() { mux list | awk -v n="$1" -v c="$2" '$1 == n { print $c }'; }
# add LOWER: its number is in $number.
add() {
	mux add "$1" > "$CASE_DIR/added" && number=$(cat "$CASE_DIR/added") && wait_if "mux$number"
}
# up NUMBER ADDRESS: in use under that address.
up() {
	ip addr replace "$2/24" dev "mux$1" && ip link set "mux$1" up && wait_carrier "mux$1"
}

# Traffic is pings with pauses: in user-mode Linux time stands still while a processor
# has no rest, as with ping -f and with less than 10 ms between two.
modprobe -q veth
ip netns add peer
ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 &&
	ip link set v1 netns peer && ip link set v0 up && peer ip link set v1 up &&
	peer ip addr add 10.91.0.2/24 dev v1 && peer ip addr add 10.92.0.2/24 dev v1
check "a veth pair, whose far end is in two networks"
ip link add w0 address 02:00:00:00:01:01 type veth peer name w1 address 02:00:00:00:01:02 &&
	ip link set w1 netns peer && ip link set w0 up && peer ip link set w1 up &&
	peer ip addr add 10.93.0.2/24 dev w1
check "and another one"

load ndis_shim && insmod "$BUILD/test_ndis51_mux.ko" bind=v0,w0 config="v0/VElans=2"
check "the driver loads"
wait_for 10 test -c /dev/ndismux; check "its control device is there"
wait_if mux1 && wait_if mux2; check "two interfaces over v0, by configuration"
[ "$(cat /sys/class/net/mux1/address)" = 02:00:00:01:00:01 ] &&
	[ "$(cat /sys/class/net/mux2/address)" = 02:00:00:02:00:01 ]
check "each has an address of its own"
mux list > "$CASE_DIR/list"
[ "$(grep -c 'Device.v0$' "$CASE_DIR/list")" = 2 ] && [ "$(grep -c . "$CASE_DIR/list")" = 2 ]
check "the driver says the same"
[ "$(listed 1 3)" = 0x0 ]; check "nobody listens: neither does v0"

# ---- two over one ----
up 1 10.91.0.1 && up 2 10.92.0.1; check "both are set up"
ping4 mux1 10.91.0.2; check "one pings its peer"
ping4 mux2 10.92.0.2; check "the other one its own"
peer ip neigh show dev v1 | grep -q '10.91.0.1.*02:00:00:01:00:01' &&
	peer ip neigh show dev v1 | grep -q '10.92.0.1.*02:00:00:02:00:01'
check "the far end knows them by two addresses"
ip netns exec peer ping -q -c 5 -i 0.2 -W 5 10.91.0.1 > /dev/null; check "and reaches the one"
ip netns exec peer ping -q -c 5 -i 0.2 -W 5 10.92.0.1 > /dev/null; check "and the other"
wait_for 10 eval '[ "$(($(listed 1 3) & 0x20))" != 0 ]'; check "v0 takes every frame now"
ip link set mux1 promisc on && wait_for 10 eval '[ "$(($(listed 1 2) & 0x20))" != 0 ]'
check "promiscuous is what the one is told"
[ "$(($(listed 2 2) & 0x20))" = 0 ]; check "and only that one"
ip link set mux1 promisc off
serve peer; check "a server at the far end"
stream mux1 10.91.0.2 2; check "TCP through the one, 2 MB each way"
stream mux2 10.92.0.2 2; check "TCP through the other"

# ---- over the second adapter, on demand ----
add w0; check "a virtual adapter is made over w0"
third=$number
up "$third" 10.93.0.1 && ping4 "mux$third" 10.93.0.2; check "it pings"
! mux add nosuch > /dev/null 2>&1; check "over an adapter that there is not: refused"
! mux remove 99 2> /dev/null; check "removing one that there is not: refused"

# ---- coming and going under traffic ----
ping -q -i 0.02 -I mux1 10.91.0.2 > "$CASE_DIR/flood" 2>&1 &
pinger=$!
for i in 1 2 3 4 5; do
	add v0 && up "$number" "10.92.0.1$i" && ping4 "mux$number" 10.92.0.2 || break
	ping -q -i 0.02 -I "mux$number" 10.92.0.2 > /dev/null 2>&1 &
	other=$!
	sleep 0.3
	mux remove "$number" && wait_for 10 test ! -e "/sys/class/net/mux$number" || break
	kill $other 2> /dev/null
	wait $other 2> /dev/null
done
[ "$i" = 5 ] && [ ! -e "/sys/class/net/mux$number" ]
check "five come and go under traffic of their own and another's"
ping4 mux2 10.92.0.2; check "the second one pings still"
kill -INT $pinger 2> /dev/null
wait $pinger 2> /dev/null
sed -n 's/.* \([0-9]*\) received.*/\1/p' "$CASE_DIR/flood" | grep -qv '^0$'; check "and the first did all the time"
n=0
while add w0; do n=$((n + 1)); done 2> /dev/null
[ $n = 15 ]; check "sixteen over one adapter, and no more ($n more)"
mux list | awk -v t="$third" '/w0$/ && $1 != t { print $1 }' > "$CASE_DIR/more"
while read -r number; do mux remove "$number" || break; done < "$CASE_DIR/more"
[ "$(mux list | grep -c 'w0$')" = 1 ]; check "all but the first are removed"
ip link set mux1 down && ip link set mux2 down && wait_for 10 eval '[ "$(listed 1 3)" = 0x0 ]'
check "both down: v0 listens no more"
ip link set mux1 up && ip link set mux2 up && up 1 10.91.0.1 && up 2 10.92.0.1 && ping4 mux1 10.91.0.2
check "up again"

# ---- link, unbind, unload ----
peer ip link set w1 down && wait_for 10 eval "! carrier mux$third"; check "no carrier below: none above"
peer ip link set w1 up && wait_carrier "mux$third"; check "and back"
ping -q -i 0.02 -I "mux$third" 10.93.0.2 > /dev/null 2>&1 &
pinger=$!
sleep 0.3
ip link del w0 && wait_for 20 test ! -e "/sys/class/net/mux$third"; check "w0 goes under traffic: so does what is above"
kill $pinger 2> /dev/null
wait $pinger 2> /dev/null
ping4 mux1 10.91.0.2; check "the others stay"
ip netns exec peer ping -q -i 0.02 10.91.0.1 > /dev/null 2>&1 &
pinger=$!
ping -q -i 0.02 -s 1400 -I mux2 10.92.0.2 > /dev/null 2>&1 &
streamer=$!
sleep 1
rmmod test_ndis51_mux; check "the driver unloads while traffic runs"
kill $pinger $streamer $server 2> /dev/null
wait $pinger $streamer $server 2> /dev/null
[ ! -e /sys/class/net/mux1 ] && [ ! -e /sys/class/net/mux2 ] && [ ! -e /dev/ndismux ]
check "nothing of it is left"
[ "$(cat /sys/class/net/v0/flags)" = 0x1003 ]; check "v0 is as it was"
ip link del v0
ip netns del peer
unload ndis_shim; check "the rest unloads"
check_unload
