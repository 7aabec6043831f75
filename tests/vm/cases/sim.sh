# SPDX-License-Identifier: GPL-2.0
# mbim_sim: two modems without hardware and their network, which lives in a
# namespace of its own and is reached through wwan0 only.
#
#	wwan0, wwan0.N, wwan1 --- the modems' sessions   ncx0 [namespace net]
#	10.64.0.2                                         10.64.0.1, 10.64.N.1, ...
. "$TOP/tests/vm/lib.sh"

KNOBS=/sys/kernel/debug/mbim_sim
mountpoint -q /sys/kernel/debug || mount -t debugfs none /sys/kernel/debug
knob() { echo "$2" > "$KNOBS/${3:-0}/$1"; }
status() { sed -n "s/^$1 //p" "$KNOBS/${2:-0}/status"; }
counter() { sed -n "s/^$1 //p" /sys/module/mbim_sim/parameters/counters; }
query() { mbim "--query-$1" > "$CASE_DIR/query" 2>&1; }
# A line of the last answer.
says() { grep -qi "$1" "$CASE_DIR/query"; }
in_net() { ip netns exec net "$@"; }
bus_above() { basename "$(readlink -f "/sys/class/wwan/$1/device/../subsystem")"; }
network_if() { basename /sys/bus/wdfroot/devices/mbim_simnet.0/net/*; }

load ndis_shim mbbcx && insmod "$BUILD/mbim_sim.ko" modems=2; check "the modules load"
wait_port && wait_port wwan1mbim0; check "two control ports appear"
wait_if wwan0 && wait_if wwan1; check "two interfaces appear"
[ "$(bus_above wwan0)" = platform ] && [ "$(bus_above wwan1)" = platform ]
check "each modem has a platform device of its own"
wait_for 10 test -e /sys/bus/wdfroot/devices/mbim_simnet.0/net; check "the network's interface appears"
netif=$(network_if)

# ---- the network: addresses of both ends' prefixes ----
ip netns add net && ip link set "$netif" netns net && in_net ip link set "$netif" up
check "it moves into a namespace"
in_net ip link set lo up
in_net ip addr add 10.64.0.1/10 dev "$netif"
in_net ip addr add 10.64.3.1/32 dev "$netif"
in_net ip addr add 10.65.0.1/32 dev "$netif"
in_net ip -6 addr add fd00:51::1/32 dev "$netif" nodad
in_net ip -6 addr add fd00:51:0:3::1/128 dev "$netif" nodad

# ---- what the modem is ----
query device-caps && says "Max sessions: '17'" && says "353490069870000"
check "device capabilities"
query subscriber-ready-status && says "Ready state: 'initialized'" && says "001010123456000"
check "the SIM is ready"
query registration-state && says "Register state: 'home'"; check "it is registered"
query packet-service-state && says "Packet service state: 'attached'"; check "and attached"
query signal-state && says "RSSI.*20"; check "signal state"
query pin-state && query pin-list && query home-provider && query visible-providers
check "PIN and providers"
query device-services && says "sms" && query packet-statistics; check "device services"
PORT=/dev/wwan1mbim0 query device-caps && says "353490069870001"; check "the second modem is another one"

# ---- sessions and packets ----
connect wwan0 0; check "session 0 connects"
wait_carrier wwan0; check "the carrier follows"
[ "$(gw4 0)" = 10.64.0.1 ] && [ "$(gw6 0)" = fd00:51::1 ]; check "the modem hands addresses out"
ping4 wwan0 10.64.0.1 20; check "ping to the network over IPv4"
ping6 wwan0 fd00:51::1; check "and over IPv6"
ping -q -c 3 -s 1472 -M "do" -W 5 -I wwan0 10.64.0.1 > /dev/null; check "packets of the full MTU"
in_net ping -q -c 5 -i 0.2 -W 5 10.64.0.2 > /dev/null; check "ping from the network"
! in_net ping -q -c 1 -W 1 10.64.9.2 > /dev/null; check "none to a session that is not connected"
[ "$(counter not_connected)" -ge 1 ]; check "which is counted"
! in_net ping -q -c 1 -W 1 10.120.0.2 > /dev/null; [ "$(counter no_route)" -ge 1 ]
check "as are addresses that are no modem's"

ip link add name wwan0.3 parentdev wwan0 type wwan linkid 3; check "a link for session 3"
connect wwan0.3 3 && wait_carrier wwan0.3; check "session 3 connects"
ping4 wwan0.3 10.64.3.1 && ping6 wwan0.3 fd00:51:0:3::1; check "ping through it"
PORT=/dev/wwan1mbim0 connect wwan1 0 && wait_carrier wwan1; check "the second modem connects"
ping4 wwan1 10.65.0.1; check "ping through it"
[ "$(status sessions)" = 2 ] && [ "$(status sessions 1)" = 1 ]; check "the modems know their sessions"
[ "$(status up_packets)" -ge 35 ] && [ "$(status down_packets)" -ge 35 ]; check "and count their packets"
ping4 wwan0 10.64.0.1; check "session 0 beside them"

# ---- knobs ----
knob signal 7 && query signal-state && says "RSSI.*7"; check "signal"
! knob signal 77 2> /dev/null; check "no signal that there is not"
knob disconnect 3 && wait_for 10 eval '! carrier wwan0.3'; check "the network ends a session"
carrier wwan0; check "and no other one"
knob detach 1 && wait_for 10 eval '! carrier wwan0'; check "the network detaches"
query packet-service-state && says "Packet service state: 'detached'"; check "the host can see it"
mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1 && connect wwan0 0 && wait_carrier wwan0
check "attached and connected again"
ping4 wwan0 10.64.0.1; check "with traffic"
knob coverage 0 && wait_for 10 eval '! carrier wwan0'
query registration-state && says "Register state: 'searching'"; check "coverage is lost"
knob coverage 1 && query registration-state && says "Register state: 'home'"; check "and found"
knob pin 1234 && query pin-state && says "'locked'"; check "the SIM is locked"
! mbim --enter-pin=4321 > "$CASE_DIR/pin" 2>&1; check "a wrong PIN is refused"
mbim --enter-pin=1234 > "$CASE_DIR/pin" 2>&1; check "the right one is taken"
[ "$(cat $KNOBS/0/pin)" = 0 ]; check "and unlocks"
echo > $KNOBS/0/pin
knob sim 0 && query subscriber-ready-status && says "not-inserted"; check "the SIM is taken out"
knob sim 1 && query registration-state && says "home"; check "and put in again"
connect wwan0 0 && wait_carrier wwan0 && ping4 wwan0 10.64.0.1; check "which ends in a connection"

knob answer_busy 1 && ! query device-caps; check "fault: BUSY"
knob function_error 1 && ! query device-caps; check "fault: FUNCTION_ERROR"
knob connect_fail 1
! mbim --connect=session-id=5,apn=x,ip-type=ipv4 > "$CASE_DIR/fail" 2>&1; check "fault: CONNECT"
knob answer_delay_ms 1500 && SECONDS=0 && query device-caps && [ $SECONDS -ge 1 ]; check "fault: late answers"
knob answer_delay_ms 0
knob down_drop 3 && ! ping -q -c 3 -i 0.2 -W 1 -I wwan0 10.64.0.1 > /dev/null
ping4 wwan0 10.64.0.1; check "fault: lost packets, and no more of them"
query device-caps; check "all is well afterwards"
n=$(awk '/^opens/ {seen = 1} /^down_bytes/ {v = 1; next} v {n += $2} END {print n}' $KNOBS/0/status)
[ "$n" = 0 ]; check "the modem saw no violation of MBIM: $n"

# ---- a modem that is restarted, and one that goes with traffic ----
knob restart 1 1; sleep 1; wait_port wwan1mbim0; check "a modem fails and comes back"
(timeout 20 ip netns exec net ping -q -f -c 20000 10.64.0.2 > /dev/null 2>&1 &)
sleep 0.5
echo mbim_sim.0 > /sys/bus/wdfroot/drivers/mbim_sim/unbind; check "unbound under traffic"
[ ! -e /sys/class/net/wwan0 ]; check "its interface is gone"
echo mbim_sim.0 > /sys/bus/wdfroot/drivers/mbim_sim/bind && wait_port; check "bound again"

# ---- asleep ----
unload mbim_sim; check "it unloads while its network is in another namespace"
insmod "$BUILD/mbim_sim.ko" idle_timeout_ms=500; check "loaded again, with sleep"
wait_port && wait_for 10 test -e /sys/bus/wdfroot/devices/mbim_simnet.0/net
netif=$(network_if)
ip link set "$netif" netns net && in_net ip link set "$netif" up && in_net ip addr add 10.64.0.1/10 dev "$netif"
connect wwan0 0 && wait_carrier wwan0 && ping4 wwan0 10.64.0.1; check "it connects"
asleep() { [ "$(cat /sys/bus/wdfroot/devices/mbim_sim.0/power/runtime_status)" = suspended ]; }
wait_for 20 asleep; check "an idle modem falls asleep"
carrier wwan0 && [ "$(status open)" = 1 ]; check "armed: the function stays open, the session connected"
in_net ping -q -c 3 -W 5 10.64.0.2 > /dev/null; check "a packet wakes it"
wait_for 20 asleep; check "it falls asleep again"
knob wake 1 && wait_for 10 eval 'dmesg | grep -q "woken by REGISTER_STATE"'
check "an indication wakes it, and its host is told why"
[ "$(counter wakes)" -ge 2 ]; check "wakes are counted"
wait_for 20 asleep && query device-caps; check "and so does its host"
ping4 wwan0 10.64.0.1; check "sleep did not end the session"

unload mbim_sim mbbcx ndis_shim; check "the modules unload"
ip netns del net
[ ! -e $KNOBS ]; check "the knobs are gone"
check_unload
