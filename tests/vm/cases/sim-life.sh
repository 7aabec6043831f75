# SPDX-License-Identifier: GPL-2.0
# mbim_sim: modems that fail, go and come under traffic, sleep and are woken; and
# the modules loaded and unloaded in every state.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/sim-lib.sh"

ROUNDS=${CASE_ARGS:-8}
# How often the modules went and left nothing.
clean() { dmesg | grep -c "ndis_shim: unload: 0 objects, 0 pool blocks, 0 violations"; }
before=$(clean)
flood() { (timeout 20 ip netns exec net ping -q $FLOOD -c 20000 "$1" > /dev/null 2>&1 &); }

load ndis_shim mbbcx && insmod "$BUILD/mbim_sim.ko" modems=2; check "the modules load"
wait_port && wait_port wwan1mbim0 && sim_network 2 && online 0 && online 1; check "two modems are connected"

# ---- a modem that is restarted, and one that goes with traffic ----
knob restart 1 1; check "a modem fails"
wait_for 20 status_is sessions 0 1; check "all it had is gone"
wait_port wwan1mbim0 && wait_if wwan1 && online 1; check "it comes back and connects"
carrier wwan0 && ping4 wwan0 10.64.0.1; check "the other one felt nothing"
flood 10.64.0.2
sleep 0.5
echo mbim_sim.0 > $BUS/drivers/mbim_sim/unbind; check "unbound under traffic"
[ ! -e /sys/class/net/wwan0 ] && [ ! -e $KNOBS/0 ]; check "its interface is gone"
ping4 wwan1 10.65.0.1; check "the other one is not"
echo mbim_sim.0 > $BUS/drivers/mbim_sim/bind && wait_port && online 0; check "bound again, it connects"
echo mbim_simnet.0 > $BUS/drivers/mbim_sim/unbind; check "the network goes"
! ping -q -c 1 -W 1 -I wwan0 10.64.0.1 > /dev/null && [ "$(counter no_taker)" -ge 1 ]
check "packets to it are lost, which is counted"
echo mbim_simnet.0 > $BUS/drivers/mbim_sim/bind && sim_network 2; check "and comes back"
ping4 wwan0 10.64.0.1 && ping4 wwan1 10.65.0.1; check "to sessions that are still connected"
unload mbim_sim; check "it unloads while its network is in another namespace"

# ---- asleep ----
insmod "$BUILD/mbim_sim.ko" idle_timeout_ms=500; check "loaded again, with sleep"
wait_port && sim_network 1 && online 0; check "it connects"
asleep() { [ "$(cat $BUS/devices/mbim_sim.0/power/runtime_status)" = suspended ]; }
wait_for 20 asleep; check "an idle modem falls asleep"
carrier wwan0 && [ "$(status open)" = 1 ]; check "armed: the function stays open, the session connected"
in_net ping -q -c 3 -W 5 10.64.0.2 > /dev/null; check "a packet wakes it"
wait_for 20 asleep; check "it falls asleep again"
# Linux may wake it with a packet of its own just before, and then the indication does not.
rings() { asleep && knob wake 1 && wait_for 2 eval 'dmesg | grep -q "woken by REGISTER_STATE"'; }
wait_for 30 rings
check "an indication wakes it, and its host is told why"
[ "$(counter wakes)" -ge 2 ]; check "wakes are counted"
wait_for 20 asleep && query device-caps; check "and so does its host"
ping4 wwan0 10.64.0.1; check "sleep did not end the session"
check_sim 0
wait_for 20 asleep
unload mbim_sim mbbcx ndis_shim; check "the modules unload while it sleeps"
check_unload

# ---- loaded and unloaded, with something else going on each time ----
# A program in the middle of a command ends with it.
busy() {
	knob answer_delay_ms 20000
	timeout 60 mbimcli -d /dev/wwan0mbim0 --query-signal-state > "$CASE_DIR/busy" 2>&1 &
	BUSY=$!
	sleep 1
}
# Not by itself, and not because its own patience was over.
ended() {
	local rc=0
	wait "$BUSY" || rc=$?
	[ $rc -ne 0 ] && [ $rc -ne 124 ]
}
round() {
	load ndis_shim mbbcx && insmod "$BUILD/mbim_sim.ko" modems=$((1 + $1 % 3)) || return 1
	case $(($1 % 4)) in
	0) ;;
	1) wait_port && query device-caps ;;
	2) wait_port && sim_network 1 && online 0 && flood 10.64.0.2 ;;
	3) wait_port && busy ;;
	esac || return 1
	unload mbim_sim mbbcx ndis_shim || return 1
	[ $(($1 % 4)) -ne 3 ] || ended
}
for ((i = 0; i < ROUNDS; i++)); do
	round $i; check "loaded and unloaded, round $i"
done
ip netns del net
n=$(($(clean) - before))
[ $n -eq $((ROUNDS + 1)) ]; check "nothing was left, $n times"
