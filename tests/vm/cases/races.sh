# SPDX-License-Identifier: GPL-2.0
# Everything at once, at random: the plug is pulled, the driver bound, unbound, removed and
# loaded, links and namespaces made and unmade, sessions connected, ports opened and closed,
# runtime sleep allowed and forbidden, all under traffic. Nobody expects that a thing
# works; nothing may hang, and when it is over everything works.
# Argument: for how many seconds.
. "$TOP/tests/vm/lib.sh"

for_long=${CASE_ARGS:-60}
stop=$CASE_DIR/stop
rm -f "$stop"
# Tenths of a second, up to $1: actors get out of step.
pause() { sleep "$((RANDOM % $1 / 10)).$((RANDOM % 10))"; }
quietly() { timeout -k 5 20 "$@" > /dev/null 2>&1; }
# act NAME COMMAND: again and again until it is over; how often is in a file.
act() {
	local n=0
	RANDOM=$((SEED + BASHPID))
	while [ ! -e "$stop" ]; do
		"$2"
		n=$((n + 1))
	done
	echo "$n" > "$CASE_DIR/did.$1"
}
session() { echo $((RANDOM % 3)); }
link_of() { [ "$1" = 0 ] && echo wwan0 || echo "wwan0.$1"; }

# ---- actors ----

plug() {
	modem_start m > /dev/null 2>&1
	pause 60
	if [ $((RANDOM % 2)) = 0 ]; then ctl m unplug > /dev/null 2>&1; pause 5; fi
	modem_stop m
}
talk() {
	local s
	s=$(session)
	quietly mbimcli -d /dev/wwan0mbim0 --connect="session-id=$s,apn=internet,ip-type=ipv4v6"
	quietly ip link set "$(link_of "$s")" up
	quietly ip addr replace "10.64.$s.2/24" dev "$(link_of "$s")"
	pause 10
	[ $((RANDOM % 2)) = 0 ] || quietly mbimcli -d /dev/wwan0mbim0 --disconnect="$s"
}
traffic() {
	local s
	s=$(session)
	quietly ping -q -i 0.002 -c 500 -s $((RANDOM % 1400)) -W 1 -I "$(link_of "$s")" "10.64.$s.1" || pause 5
}
port() {
	quietly "$BUILD/mbb-fuzz" /dev/wwan0mbim1 $((RANDOM % 200)) $RANDOM || pause 5
}
# By hand: a shell would make a file where there is no node.
opener() {
	quietly dd if=/dev/zero of=/dev/wwan0mbim0 conv=nocreat,notrunc bs=20 count=1 || pause 5
}
links() {
	local s
	s=$((1 + RANDOM % 4))
	quietly ip link add name "wwan0.$s" parentdev wwan0 type wwan linkid $s
	pause 5
	quietly ip link del "wwan0.$s"
}
namespaces() {
	quietly ip netns add races
	quietly ip link set "$(link_of "$(session)")" netns races
	pause 8
	quietly ip netns del races
}
binder() {
	local b
	b=$(basename "$(echo /sys/bus/usb/drivers/"$CLIENT"/*:1.0)")
	pause 20
	quietly sh -c "echo $b > /sys/bus/usb/drivers/$CLIENT/unbind"
	pause 5
	quietly sh -c "echo $b > /sys/bus/usb/drivers/$CLIENT/bind"
}
remover() {
	pause 50
	quietly rmmod "$CLIENT"
	pause 10
	quietly insmod "$BUILD/$CLIENT.ko"
}
sleeper() {
	local d
	for d in /sys/bus/usb/devices/*/power; do
		[ -e "$d/autosuspend_delay_ms" ] || continue
		echo $((RANDOM % 300)) > "$d/autosuspend_delay_ms"
		[ $((RANDOM % 2)) = 0 ] && echo auto > "$d/control" || echo on > "$d/control"
	done 2> /dev/null
	pause 10
}
looker() {
	cat /sys/kernel/debug/mbbcx/*/* /sys/kernel/debug/ndis_shim/* /sys/module/*/parameters/counters \
		/sys/class/net/wwan0*/mbim/* > /dev/null 2>&1
	quietly ethtool -S wwan0
	quietly ethtool -G wwan0 rx $((64 << RANDOM % 4))
	pause 3
}

# ---- the case ----

SEED=${SEED:-1}
load_ports 2
check "the modules load"
actors="plug talk traffic port opener links namespaces binder remover sleeper looker"
pids=
for a in $actors; do
	act "$a" "$a" &
	pids="$pids $!"
done
sleep "$for_long"
: > "$stop"
ended() { for p in $pids; do [ ! -e "/proc/$p" ] || return 1; done; }
wait_for 120 ended; check "everybody gets out of it within two minutes" ||
	for p in $pids; do show cat "/proc/$p/stack"; done
for a in $actors; do said="$said $a $(cat "$CASE_DIR/did.$a" 2> /dev/null),"; done
say "how often:$said for $for_long s"

ip netns del races 2> /dev/null
grep -q "^$CLIENT " /proc/modules || insmod "$BUILD/$CLIENT.ko"
gone() { [ ! -e /dev/wwan0mbim0 ]; }
wait_for 30 gone; check "the last modem is gone"
modem_start m && wait_port && wait_if wwan0 && connect wwan0 0 && wait_carrier wwan0 &&
	ping4 wwan0 "$(gw4 0)" 3
check "another one connects, and data flows"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
