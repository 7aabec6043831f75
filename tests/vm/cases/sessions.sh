# SPDX-License-Identifier: GPL-2.0
# As many sessions as there are, with traffic on all of them, while four of them
# are opened and closed all the time, by hand and on demand: nothing is lost on the
# others. The argument is how often that is, 12 times without it. Then what belongs
# to one session alone: its MTU, its network namespace, its user's rights.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

TIMES=${CASE_ARGS:-12}
STEADY=12	# sessions 0 to 12 stay, 13 to 16 come and go

link_of() { if [ "$1" = 0 ]; then echo $WWAN; else echo "$WWAN.$1"; fi; }

# steady ID: datagrams there and back, a round after the other, until it is calm.
steady() {
	local rounds=0
	while [ ! -e "$CASE_DIR/calm" ]; do
		traffic "steady.$1" echo "$(link_of "$1")" "$1" $((4 + 2 * ($1 % 2))) \
			-n 100 -t 20000 -m 20 -M 1400 -f "$1" || { cp "$CASE_DIR/run.steady.$1" "$CASE_DIR/lost.$1"; return 1; }
		rounds=$((rounds + 1))
	done
	echo $rounds > "$CASE_DIR/rounds.$1"
}
# Each way of opening and closing a session has a control port of its own.
by_hand() {
	local if=$WWAN.$1 PORT=/dev/${WWAN}mbim$2
	ip link add name "$if" parentdev $WWAN type wwan linkid "$1" &&
		connect "$if" "$1" && ping4 "$if" "$(gw4 "$1")" 2 && ip link del "$if"
}
on_demand() {
	local if=$WWAN.$1 PORT=/dev/${WWAN}mbim$2
	connect "$if" "$1" && ping6 "$if" "$(gw6 "$1")" 2 && mbim --disconnect="$1" > /dev/null 2>&1 &&
		wait_for 20 test ! -e "/sys/class/net/$if"
}
# Taken down by its user, and unmade because nobody wants it.
network_ends() {
	local if=$WWAN.$1 PORT=/dev/${WWAN}mbim$2
	connect "$if" "$1" && ctl m deactivate "$1" > /dev/null && wait_for 20 eval "! carrier $if" &&
		ip link set "$if" down && wait_for 20 test ! -e "/sys/class/net/$if"
}
# repeat WAY ID PORT
repeat() {
	local n
	for n in $(seq $((TIMES / 4))); do
		[ $((n % 25)) -ne 0 ] || say "$1: round $n of $((TIMES / 4))"
		"$1" "$2" "$3" || { echo "$1, round $n" > "$CASE_DIR/stuck.$2"; return 1; }
	done
}

storm() {
	local id pids='' p
	rm -f "$CASE_DIR"/calm "$CASE_DIR"/stuck.* "$CASE_DIR"/lost.*
	for id in $(seq 0 $STEADY); do
		steady "$id" &
		pids="$pids $!"
	done
	repeat by_hand 13 1 & p=$!
	repeat on_demand 14 2 & p="$p $!"
	repeat network_ends 15 3 & p="$p $!"
	repeat by_hand 16 4 & p="$p $!"
	# shellcheck disable=SC2086
	wait $p
	! ls "$CASE_DIR"/stuck.* > /dev/null 2>&1 || show grep . "$CASE_DIR"/stuck.*
	! ls "$CASE_DIR"/stuck.* > /dev/null 2>&1; check "sessions 13 to 16 were opened and closed $TIMES times"
	touch "$CASE_DIR/calm"
	# shellcheck disable=SC2086
	all_pass $pids && ! ls "$CASE_DIR"/lost.* > /dev/null 2>&1
	check "nothing was lost on the other thirteen meanwhile"
	[ "$(cat "$CASE_DIR"/rounds.* | wc -l)" = $((STEADY + 1)) ]; check "all of them had traffic"
	show grep . "$CASE_DIR"/rounds.*
}

all_at_once() {
	local id pids=
	for id in $(seq 0 16); do
		[ "$id" = 0 ] || [ $((id % 2)) = 1 ] ||
			ip link add name "$WWAN.$id" parentdev $WWAN type wwan linkid "$id"
		session_up "$(link_of "$id")" "$id" || { not_ok "session $id connects"; return; }
	done
	[ "$(ip -br link show type wwan | grep -c .)" = 17 ]; check "17 sessions, every second one made by CONNECT"
	! ip link add name $WWAN.17 parentdev $WWAN type wwan linkid 17 2> /dev/null; check "and no more"
	for id in $(seq 0 16); do
		"$TRAFFIC" echo -i "$(link_of "$id")" -d "$(gw4 "$id")" -n 50 -t 20000 > "$CASE_DIR/run.$id" 2>&1 &
		pids="$pids $!"
	done
	# shellcheck disable=SC2086
	all_pass $pids; check "traffic on all of them ($TOOK s)"
	for id in 13 14 15 16; do
		mbim --disconnect="$id" > /dev/null 2>&1 || not_ok "session $id disconnects"
	done
	wait_for 20 test ! -e /sys/class/net/$WWAN.13 && [ -e /sys/class/net/$WWAN.14 ]
	check "CONNECT's links go with their sessions, others stay"
	ip link del $WWAN.14
	ip link del $WWAN.16
}

mtu_is() { [ "$(cat "/sys/class/net/$1/mtu")" = "$2" ]; }
mtu() {
	ctl m set ip_mtu 1400 > /dev/null
	connect $WWAN.13 13 && wait_for 10 mtu_is $WWAN.13 1400; check "an interface gets the MTU of IP_CONFIGURATION"
	ip link set $WWAN.13 mtu 1300
	mbim --query-ip-configuration=13 > /dev/null 2>&1
	mtu_is $WWAN.13 1300; check "which its user may change"
	ctl m set ip_mtu 1360 > /dev/null
	ctl m ip-change 13 > /dev/null
	wait_for 10 mtu_is $WWAN.13 1360; check "until the network says another"
	mtu_is $WWAN 1500; check "the others keep theirs"
	ctl m set ip_mtu 0 > /dev/null
	disconnect 13; check "session 13 disconnects"
}

unprivileged() {
	setpriv --bounding-set=-net_admin --inh-caps=-net_admin \
		mbimcli -d /dev/${WWAN}mbim0 --connect=session-id=13,apn=internet > "$CASE_DIR/out" 2>&1
	[ $? -ne 0 ] && grep -q OperationNotAllowed "$CASE_DIR/out"
	check "CONNECT without CAP_NET_ADMIN is refused" || show cat "$CASE_DIR/out"
	[ ! -e /sys/class/net/$WWAN.13 ]; check "and makes no interface"
	ip link add name $WWAN.13 parentdev $WWAN type wwan linkid 13
	setpriv --bounding-set=-net_admin --inh-caps=-net_admin \
		mbimcli -d /dev/${WWAN}mbim0 --connect=session-id=13,apn=internet > "$CASE_DIR/out" 2>&1
	check "with an interface that is there it works" || show cat "$CASE_DIR/out"
	ip link del $WWAN.13
}

namespaces() {
	ip netns add blue
	ip link set $WWAN.1 netns blue && ip netns exec blue ip link set $WWAN.1 up
	check "a link moves into a network namespace"
	ip netns exec blue ip addr add "$(sed -n "s/.*IP \[0\]: '\([0-9.]*\/[0-9]*\)'.*/\1/p" "$CASE_DIR/ip.1" | head -1)" dev $WWAN.1
	ip netns exec blue ping -q -c 3 -W 5 "$(gw4 1)" > "$CASE_DIR/ping" 2>&1; check "its session goes on there"
	ip link set $WWAN netns blue
	ip netns del blue
	wait_if $WWAN; check "a namespace that dies gives session 0 back"
	configure $WWAN 0 && wait_carrier $WWAN && ping4 $WWAN "$(gw4 0)"; check "with its context"
	wait_for 20 eval 'ip link add name $WWAN.1 parentdev $WWAN type wwan linkid 1 2> /dev/null'
	check "session 1 is free"
	ip link set $WWAN.1 up
	sleep 1
	! carrier $WWAN.1; check "and not connected"
}

load_ports 5
check "the modules load"
modem_start m --sessions=17 --in-queue=50000 --grace-ms=10000; check "a modem with 17 sessions is plugged in"
wait_port ${WWAN}mbim4 && wait_if $WWAN; check "it has five control ports"
all_at_once
storm
mtu
unprivileged
namespaces
check_violations m
unload_stack; check "the modules unload"
check_unload
modem_stop m
