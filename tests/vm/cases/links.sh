# SPDX-License-Identifier: GPL-2.0
# Links come and go from all sides at once: by hand, up and down, with a network
# namespace that dies, and under a device that is unplugged meanwhile.
. "$TOP/tests/vm/lib.sh"

# Each goes on until $CASE_DIR/calm exists, whatever fails on the way.
stormy() { [ ! -e "$CASE_DIR/calm" ]; }
by_hand() {	# NAME SESSION
	while stormy; do
		ip link add name "$1" parentdev wwan0 type wwan linkid "$2"
		ip link set "$1" up
		ip link del "$1"
	done
}
in_namespace() {	# NAME SESSION
	local ns=dying$2
	while stormy; do
		ip netns add "$ns"
		ip link add name "$1" parentdev wwan0 type wwan linkid "$2"
		ip link set "$1" netns "$ns" up
		ip netns del "$ns"
	done
}
# The default link, which comes back.
primary() {
	while stormy; do
		ip netns add dying0
		ip link set wwan0 netns dying0
		ip netns del dying0
		wait_if wwan0 2
	done
}
up_and_down() {
	while stormy; do
		ip link set wwan0 up
		ip -s link show wwan0
		ip link set wwan0 mtu 1280
		ip link set wwan0 down
		ip link set wwan0 mtu 1500
	done
}
packets() {
	while stormy; do
		configure wwan0 0
		ping -q $FLOOD -w 1 -I wwan0 "$(gw4 0)"
	done
}

storm() {
	rm -f "$CASE_DIR/calm"
	storms=
	for s in "by_hand hand1 1" "by_hand hand2 1" "in_namespace hand3 2" primary up_and_down packets; do
		$s > /dev/null 2>&1 &
		storms="$storms $!"
	done
}
calm() {
	local pid rc=0
	touch "$CASE_DIR/calm"
	for pid in $storms; do
		wait_for 150 eval "! kill -0 $pid 2> /dev/null" || rc=1
	done
	return $rc
}

load_stack; check "the modules load"
modem_start m; check "the modem starts"
wait_port && wait_if wwan0 && connect wwan0 0; check "session 0 connects"
ip link add name small mtu 1300 parentdev wwan0 type wwan linkid 1
[ "$(cat /sys/class/net/small/mtu)" = 1300 ]; check "a link has the MTU that it was asked for with"
ip link del small

storm
sleep 8
calm; check "nobody hangs"
wait_if wwan0; check "the default link is there"
connect wwan0 0; check "session 0 connects again"
ping4 wwan0 "$(gw4 0)"; check "packets go through it"
wait_for 10 ip link add name after parentdev wwan0 type wwan linkid 1; check "session 1 can have a link"
wait_for 10 ip link add name late parentdev wwan0 type wwan linkid 2; check "session 2 can have a link"

storm
sleep 3
ctl m unplug > /dev/null
wait_for 20 test ! -e /dev/wwan0mbim0; check "the port goes in the middle of it"
calm; check "nobody hangs then either"
wait_for 10 eval '! ls -d /sys/class/net/wwan* 2> /dev/null'; check "no interface is left"
modem_stop m
unload_stack; check "the modules unload"
check_unload
