# SPDX-License-Identifier: GPL-2.0
# Modems that fall asleep and wake up, many times: mbim_sim, which the network can
# wake, and the emulated USB modem, which only its host can. Armed and closed, under
# traffic, with a function that forgets what it knew; and what the modems were told.
# The argument is how often, 10 times without it.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/sim-lib.sh"

N=${CASE_ARGS:-10}
DEV=	# of the modem that sleeps

mbbcx() { sed -n "s/^$1 *//p" "$(echo /sys/kernel/debug/mbbcx/*/counters)"; }
asleep() { [ "$(cat "$DEV/power/runtime_status")" = suspended ]; }
wait_asleep() { wait_for 30 asleep; }
grows() { [ "$("$1" "$2")" -gt "$3" ]; }
answers() { mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 || { show cat "$CASE_DIR/caps"; false; }; }
pings() { ping -q -c 1 -W 5 -I wwan0 "$1" > /dev/null; }
# A modem that Linux has just woken with a packet of its own wakes nobody: what asks for
# a wake is tried again.
rings() { asleep && knob wake 1 && grows counter wakes "$1"; }
# each COMMAND...: N times, with the number; fails if one of them does.
each() {
	local i bad=0
	for ((i = 0; i < N; i++)); do "$@" "$i" || { show echo "round $i"; bad=1; }; done
	[ $bad = 0 ]
}

# What arming has cost since the last arming_starts: a list and a filter each time,
# and one each to undo it. STATUS says what the modem was told.
# Numbers of one sleep: Linux itself sends a packet now and then, and a modem that
# wakes for it between two readings has been told a filter that goes with no list. Whether
# it sleeps is asked before it is looked whether it has fallen asleep meanwhile.
read_arming() {
	asleep || return 1
	armed=$(mbbcx wakes_armed) sets=$($STATUS subscribe_sets) filters=$($STATUS filter_sets)
	asleep && [ "$armed" = "$(mbbcx wakes_armed)" ]
}
arming_starts() {
	local armed sets filters
	STATUS=$1
	wait_for 30 read_arming
	ARMED=$armed SETS=$sets FILTERS=$filters
}
check_arming() {
	local armed sets filters slept
	wait_for 30 read_arming
	slept=$((armed - ARMED)) sets=$((sets - SETS)) filters=$((filters - FILTERS))
	[ $slept -ge "$N" ]; check "each sleep was armed: $slept"
	[ $sets = $((2 * slept)) ] && [ $filters = $((2 * slept)) ]
	check "one list and one filter to arm, one each to undo: $sets, $filters"
	[ "$($STATUS opens)" = 1 ] && [ "$($STATUS closes)" = 0 ]; check "it was opened once and never closed"
}

# ---- mbim_sim ----

sim_start() {
	insmod "$BUILD/mbim_sim.ko" "$@" && wait_port && wait_if wwan0 && sim_network || return 1
	DEV=/sys/bus/wdfroot/devices/mbim_sim.0
}
sim_end() {
	check_sim 0 not_open
	unload mbim_sim; check "it unloads"
	ip netns del net
}

sim_round() {
	local wakes
	wait_asleep && carrier wwan0 && status_is open 1 || return 1
	case $(($1 % 3)) in
	0) in_net ping -q -c 1 -W 5 10.64.0.2 > /dev/null ;;
	1) pings 10.64.0.1 ;;
	2)
		wakes=$(counter wakes)
		wait_for 10 rings "$wakes"
		;;
	esac
}
sim_traffic() {
	local flood i bad=0
	in_net ping -q -c "$N" -i 0.4 -W 5 10.64.0.2 > "$CASE_DIR/ping"
	grep -q ' 0% packet loss' "$CASE_DIR/ping" || { show cat "$CASE_DIR/ping"; false; }
	check "each packet finds it asleep, and none is lost"
	ip netns exec net ping -q $FLOOD -c 1000000 -W 5 10.64.0.2 > /dev/null 2>&1 &
	flood=$!
	for ((i = 0; i < 5; i++)); do answers || bad=1; done
	kill $flood
	[ $bad = 0 ]; check "commands beside a flood"
	wait_asleep; check "and it sleeps again"
}
ends_asleep() {
	connect wwan0 0 && wait_carrier wwan0 && wait_asleep || return 1
	knob disconnect 0
	wait_for 10 eval '! carrier wwan0' && wait_for 2 eval 'dmesg | grep -q "woken by PACKET_STATE"'
}
sim_events() {
	knob detach 1 && wait_for 10 eval '! carrier wwan0'; check "the network detaches a modem that sleeps: carrier off"
	mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1
	wait_for 60 ends_asleep
	check "the network ends a session while the modem sleeps: carrier off, the reason in the log"
}
sim_forgets() {
	connect wwan0 0 && wait_carrier wwan0 && wait_asleep || return 1
	knob forget 1
	answers && wait_for 10 eval '! carrier wwan0'
}
sim_round_closed() {
	local opens
	wait_asleep && status_is open 0 || return 1
	[ $(($1 % 10)) -ne 0 ] || { answers; return; }
	# an OPEN, which no function that sleeps could answer
	opens=$(status opens)
	printf '\1\0\0\0\20\0\0\0\1\0\0\0\0\20\0\0' > /dev/wwan0mbim0 && wait_for 10 grows status opens "$opens"
}

sim_armed() {
	sim_start idle_timeout_ms=100; check "a modem that falls asleep soon"
	connect wwan0 0 && wait_carrier wwan0; check "it connects"
	arming_starts status
	each sim_round; check "$N times: it sleeps with its session up, and wakes for whoever wants it"
	check_arming
	sim_traffic
	sim_events
	each sim_forgets; check "$N times: it forgets, works again, and its session is reported down"
	connect wwan0 0 && wait_carrier wwan0 && ping4 wwan0 10.64.0.1; check "and connects, with no reload"
	sim_end
}
sim_closed() {
	sim_start idle_timeout_ms=100 idle_wakes=0; check "a modem that sleeps like the dead"
	each sim_round_closed; check "$N times: a write to its port wakes it"
	wait_asleep
	status_is opens "$(status closes)" && [ "$(status closes)" -gt "$N" ]; check "opened and closed each time"
	connect wwan0 0 && wait_carrier wwan0; check "it connects"
	sleep 2
	! asleep; check "and does not sleep with a session up"
	disconnect 0 && wait_asleep; check "but without"
	sim_end
}

# ---- USB: suspended by its host, woken by it ----

usb_status() { modem_field m "$1"; }
usb_device() { for d in /sys/bus/usb/devices/*; do [ "$(cat "$d/idVendor" 2> /dev/null)" = 1209 ] && echo "$d"; done | head -1; }
port_reset() {
	perl -e 'open(F, "+<", $ARGV[0]) or die; defined(ioctl(F, 0x5514, 0)) or die $!' \
		"/dev/bus/usb/$(printf '%03d/%03d' "$(cat "$DEV/busnum")" "$(cat "$DEV/devnum")")"
}
usb_works() { connect wwan0 0 && wait_carrier wwan0 && pings "$GW"; }

usb_round() {
	wait_asleep && carrier wwan0 && [ "$(usb_status open)" = 1 ] || return 1
	if (($1 % 10)); then pings "$GW"; else answers; fi
}
usb_reset() {
	(($1 % 2)) || wait_asleep || return 1
	port_reset && wait_for 10 eval '! carrier wwan0' && usb_works
}
usb_forgets() {
	wait_asleep || return 1
	ctl m forget > /dev/null
	answers && wait_for 10 eval '! carrier wwan0' && usb_works
}

usb() {
	insmod "$BUILD/$CLIENT.ko" idle_timeout_ms=200; check "the USB driver loads"
	modem_start m && wait_port && answers; check "an emulated modem is plugged in"
	DEV=$(usb_device)
	connect wwan0 0 && wait_carrier wwan0; check "it connects"
	GW=$(gw4 0)
	arming_starts usb_status
	each usb_round; check "$N times: it sleeps with its session up, and wakes for a packet or a command"
	check_arming
	ping -q -c "$N" -i 0.6 -W 5 -I wwan0 "$GW" > "$CASE_DIR/ping"
	grep -q ' 0% packet loss' "$CASE_DIR/ping" || { show cat "$CASE_DIR/ping"; false; }
	check "no packet is lost"
	each usb_reset; check "$N times: a reset of the port ends the session once, and it connects again"
	each usb_forgets; check "$N times: so does a function that forgets while it is suspended"
	check_violations m
	modem_stop m
	wait_for 10 test ! -e /dev/wwan0mbim0; check "it is unplugged"
}

load ndis_shim mbbcx; check "the modules load"
sim_armed
sim_closed
usb
unload "$CLIENT" mbbcx ndis_shim; check "the modules unload"
check_unload
