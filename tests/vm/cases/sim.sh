# SPDX-License-Identifier: GPL-2.0
# mbim_sim: two modems without hardware and their network. What mbimcli sees of
# them, packets and streams through their sessions, and what each knob does.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/sim-lib.sh"

bus_above() { basename "$(readlink -f "/sys/class/wwan/$1/device/../subsystem")"; }

load ndis_shim mbbcx && insmod "$BUILD/mbim_sim.ko" modems=2; check "the modules load"
wait_port && wait_port wwan1mbim0; check "two control ports appear"
wait_if wwan0 && wait_if wwan1; check "two interfaces appear"
[ "$(bus_above wwan0)" = platform ] && [ "$(bus_above wwan1)" = platform ]
check "each modem has a platform device of its own"
sim_network 2; check "the network's interface moves into a namespace"
sim_gateways 3; check "with the gateways of a further session"

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

# ---- streams, each byte compared at both ends ----
TRAFFIC=$BUILD/mbb-traffic BYTES=$((${MEGABYTES:-5} * 1000000))
"$TRAFFIC" tcp-server > "$CASE_DIR/server.here" 2>&1 &
servers=$!
in_net "$TRAFFIC" tcp-server > "$CASE_DIR/server.net" 2>&1 &
servers="$servers $!"
wait_for 10 grep -q listening "$CASE_DIR/server.here"
wait_for 10 grep -q listening "$CASE_DIR/server.net"; check "TCP servers wait at both ends"
# stream NAME COMMAND...: one connection, data both ways.
stream() {
	local name=$1
	shift
	timeout 600 "$@" -c "$BYTES" > "$CASE_DIR/stream.$name" 2>&1 || { show cat "$CASE_DIR/stream.$name"; false; }
}
stream v4 "$TRAFFIC" tcp-client -i wwan0 -d 10.64.0.1; check "TCP over IPv4, $BYTES bytes each way"
stream v6 "$TRAFFIC" tcp-client -i wwan0 -d fd00:51::1; check "TCP over IPv6"
stream net ip netns exec net "$TRAFFIC" tcp-client -d 10.64.0.2; check "TCP from the network"
stream a "$TRAFFIC" tcp-client -i wwan0 -d 10.64.0.1 &
a=$!
stream b "$TRAFFIC" tcp-client -i wwan0.3 -d 10.64.3.1 &
b=$!
stream c "$TRAFFIC" tcp-client -i wwan1 -d 10.65.0.1 &
c=$!
wait $a && wait $b && wait $c; check "on three sessions of two modems at once"
grep -q PASS "$CASE_DIR/server.net" && ! grep -hq FAIL "$CASE_DIR/server.net" "$CASE_DIR/server.here"
check "the servers saw every stream whole"
# shellcheck disable=SC2086
kill $servers

# ---- knobs ----
knob signal 7 && query signal-state && says "RSSI.*7"; check "signal"
! knob signal 77 2> /dev/null; check "no signal that there is not"
knob disconnect 3 && wait_for 10 eval '! carrier wwan0.3'; check "the network ends a session"
carrier wwan0; check "and no other one"
knob detach 1 && wait_for 10 eval '! carrier wwan0'; check "the network detaches"
query packet-service-state && says "Packet service state: 'detached'"; check "the host can see it"
mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1 && online 0; check "attached and connected again"
knob coverage 0 && wait_for 10 eval '! carrier wwan0'
query registration-state && says "Register state: 'searching'"; check "coverage is lost"
knob coverage 1 && query registration-state && says "Register state: 'home'"; check "and found"
knob radio 0 && query radio-state && says "Hardware radio state: 'off'"; check "the switch turns the radio off"
! mbim --connect=session-id=0,apn=x > "$CASE_DIR/fail" 2>&1 && grep -q RadioPowerOff "$CASE_DIR/fail"
check "without which nothing connects"
knob radio 1 && query radio-state && says "Hardware radio state: 'on'"; check "and on"
knob pin 1234 && query pin-state && says "'locked'"; check "the SIM is locked"
! mbim --enter-pin=4321 > "$CASE_DIR/pin" 2>&1; check "a wrong PIN is refused"
query pin-state && says "Remaining attempts: '2'"; check "and counted"
mbim --enter-pin=1234 > "$CASE_DIR/pin" 2>&1; check "the right one is taken"
[ "$(cat $KNOBS/0/pin)" = 0 ]; check "and unlocks"
echo > $KNOBS/0/pin
knob sim 0 && query subscriber-ready-status && says "not-inserted"; check "the SIM is taken out"
knob sim 1 && query registration-state && says "home"; check "and put in again"
online 0; check "which ends in a connection"
PORT=/dev/wwan1mbim0 query registration-state && carrier wwan1 && ping4 wwan1 10.65.0.1
check "the second modem felt nothing of all this"

# ---- faults of the control channel ----
knob answer_busy 1 && ! query device-caps && says Busy; check "fault: BUSY"
knob function_error 1 && ! query device-caps; check "fault: FUNCTION_ERROR"
knob connect_fail 1
! mbim --connect=session-id=5,apn=x,ip-type=ipv4 > "$CASE_DIR/fail" 2>&1; check "fault: CONNECT"
knob answer_delay_ms 1500 && SECONDS=0 && query device-caps && [ $SECONDS -ge 1 ]; check "fault: late answers"
knob answer_delay_ms 0
knob answer_twice 2 && query device-caps && query signal-state; check "fault: answers that come twice"
knob notify_extra 5 && query device-caps && query signal-state; check "fault: announcements of nothing"
carrier wwan0 && ping4 wwan0 10.64.0.1; check "the session stays all the while"
knob down_drop 3 && ! ping -q -c 3 -i 0.2 -W 1 -I wwan0 10.64.0.1 > /dev/null
ping4 wwan0 10.64.0.1; check "fault: lost packets, and no more of them"
opens=$(status opens)
knob open_drop 1; knob function_error_code 5; knob function_error 1
! query device-caps; check "fault: a function that says that it is not open"
wait_for 120 query device-caps && [ "$(status opens)" -ge $((opens + 2)) ]
check "is opened again, the second time if the first is lost"
wait_for 10 eval '! carrier wwan0'; check "its session is told to be down"
online 0; check "and connects again"
check_sim 0
check_sim 1

knob close_drop 1
SECONDS=0
unload mbim_sim && [ $SECONDS -le 30 ]; check "fault: an unanswered CLOSE does not keep it loaded"
[ ! -e $KNOBS ]; check "the knobs are gone"
unload mbbcx ndis_shim; check "the modules unload"
ip netns del net
check_unload
