# SPDX-License-Identifier: GPL-2.0
# Adapters are removed while drivers bind to them, open them, send, ask, transfer,
# keep frames, unbind, close: under traffic, with a protocol driver alone, above an
# intermediate driver, and above two. Each round waits until the state is there. The
# argument is the number of rounds.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

ROUNDS=${CASE_ARGS:-20}
tool=$BUILD/ndisprot
knobs=/sys/kernel/debug/ndis_shim/ndis

# knob NAME=VALUE...: these, and no others.
knob() {
	local k
	for k in "$knobs"/{pend,delay,lookahead,force,defer}*; do
		echo 0 > "$k"
	done
	for k in "$@"; do
		echo "${k#*=}" > "$knobs/${k%%=*}"
	done
}
# is PATTERN: a pair and its bindings, as debugfs has them.
is() { grep -qE "^$1" $knobs/bindings; }
gone() { ! grep -q ' \(v0\|ndisim[01]\) ' $knobs/bindings && [ ! -e /sys/class/net/ndisim0 ]; }
fails() { show cat $knobs/bindings; not_ok "round $round: $*"; }

# ---- the layers: the topmost driver, the adapter on top, and what makes it ----
layer() {
	case $1 in
	0) driver=ndisprot top=v0 pair="NDISPROT v0" ;;
	1) driver=passthru top=ndisim0 pair="PASSTHRU v0" ;;
	2) driver=test_passthru2 top=ndisim1 pair="PASSTHRU ndisim0" ;;
	esac
}
bring() {
	local bind
	case $1 in
	ndisprot) bind='v0,ndisim*' ;;
	passthru) bind=v0 ;;
	test_passthru2) bind=ndisim0 ;;
	esac
	grep -q "^$1 " /proc/modules || insmod "$BUILD/$1.ko" "bind=$bind"
}
drivers() {
	bring ndisprot || return
	[ "$1" -lt 1 ] || bring passthru || return
	[ "$1" -lt 2 ] || bring test_passthru2
}

# ---- traffic, from the arrival on ----
# Not "peer ping": what is killed afterwards would be the shell around it.
arrive() {
	veth_up || return
	ip netns exec peer ping -q $FLOOD 10.88.0.1 > /dev/null 2>&1 &
	jobs_now=$!
}
# The addresses move up with the first driver; Linux uses the topmost interface.
settled() {
	wait_for 60 is "NDISPROT $top idle open" || return
	[ $top = v0 ] && return
	[ $top = ndisim0 ] || ip link set ndisim0 up
	ip addr replace 10.88.0.1/24 dev $top
	ip link set $top up && wait_carrier $top
}
# in_background COMMAND...: a part of the traffic.
in_background() {
	"$@" > /dev/null 2>&1 &
	jobs_now="$jobs_now $!"
}
leave() {
	ip link del v0
	knob
	# shellcheck disable=SC2086
	kill -CONT $jobs_now 2> /dev/null
	# shellcheck disable=SC2086
	kill $jobs_now 2> /dev/null
	# shellcheck disable=SC2086
	wait $jobs_now 2> /dev/null
}
ask() {
	while "$tool" query "$top" 0x01010102; do
		:
	done
}
send() { "$tool" send "$top" -n 100000 020000000002020000000001${type}06; }
type=88b5

# ---- the states ----
# What happens once is held until the adapter is gone; what goes on is delayed.
HELD=60000
# come_held KNOB: the driver comes last, and is held by it.
come_held() {
	rmmod $driver
	arrive || return
	[ $driver != test_passthru2 ] || wait_for 60 is "NDISPROT ndisim0 idle open" || return
	knob "$1=1" delay_ms=$HELD
	in_background bring $driver
}
state_binding() {
	come_held pend_request && wait_for 60 is "$pair binding open pending"
}
state_opening() {
	come_held pend_open && wait_for 60 is "$pair binding opening"
}
state_bound() {
	arrive && settled
}
state_sends() {
	arrive && settled || return
	knob pend_send=1 delay_ms=200
	in_background send
	in_background ping -q $FLOOD $V4
	wait_for 60 is "NDISPROT $top idle open pending"
}
state_requests() {
	arrive && settled || return
	knob pend_request=1 delay_ms=200
	in_background ask
	wait_for 60 is "NDISPROT $top idle open pending"
}
state_transfers() {
	arrive && settled || return
	knob lookahead=20 force_resources=1 pend_transfer=1 delay_ms=200
	in_background "$tool" receive "$top" -f promiscuous
	wait_for 60 is "NDISPROT $top idle open.* transfer"
}
# A program that has stopped leaves them with the driver.
state_returns() {
	arrive && settled && receive "$top" kept -f promiscuous || return
	jobs_now="$jobs_now $receiver"
	wait_for 60 test -s "$CASE_DIR/kept" && kill -STOP "$receiver" && sleep 1
}
# An intermediate driver unbinds for as long as what is above it closes.
state_unbinding() {
	arrive && settled || return
	if [ $driver = ndisprot ]; then
		knob pend_request=1 delay_ms=$HELD
	else
		knob pend_close=1 delay_ms=$HELD
	fi
	in_background rmmod $driver
	wait_for 60 is "$pair unbinding open"
}
state_closing() {
	arrive && settled || return
	[ $driver = ndisprot ] || rmmod ndisprot
	knob pend_close=1 delay_ms=$HELD
	in_background rmmod $driver
	wait_for 60 is "$pair unbinding closing"
}
states="binding opening bound sends requests transfers returns unbinding closing"

modprobe -q veth
ip netns add peer
load ndis_shim; check "the shim loads"
[ -w $knobs/pend_open ]; check "it has test knobs"
declare -A done_in
round=0
while [ $round -lt "$ROUNDS" ]; do
	for height in 0 1 2; do
		layer $height
		for state in $states; do
			[ $round -lt "$ROUNDS" ] || break 3
			round=$((round + 1))
			echo "round $round: $driver $state" > /dev/kmsg
			knob
			drivers $height || { fails "the drivers load"; break 3; }
			if state_$state; then
				done_in[$state]=$((${done_in[$state]:-0} + 1))
			else
				fails "$driver does not come to be $state"
			fi
			leave
			if ! wait_for 120 gone; then
				fails "removed while $driver was $state: still there"
				break 3
			fi
		done
	done
	unload test_passthru2 passthru ndisprot || fails "the drivers unload"
done
for state in $states; do
	[ "${done_in[$state]:-0}" -ge $((ROUNDS / 10)) ]; check "removed while $state: ${done_in[$state]:-0} times"
done
[ $round -eq "$ROUNDS" ]; check "$round removals"
! pgrep -x ping > /dev/null; check "all traffic has ended"
knob
drivers 2 && arrive && for layer in 0 1 2; do layer $layer && settled || break; done; check "all are bound once more"
ping4 ndisim1 $V4; check "ping through all of them"
rmmod ndisprot && rmmod passthru && rmmod test_passthru2; check "the drivers unload, from the middle"
leave
ip netns del peer
unload ndis_shim; check "the rest unloads"
check_unload
