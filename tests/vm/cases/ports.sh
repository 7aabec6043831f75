# SPDX-License-Identifier: GPL-2.0
# Eight control ports, each an MBIM function of its own to the program on it.
. "$TOP/tests/vm/lib.sh"

state() { sed -n "s/^$1 *//p" /sys/kernel/debug/mbbcx/*/state; }
mbbcx_counter() { sed -n "s/^$1 *//p" /sys/kernel/debug/mbbcx/*/counters; }
# ports OPTIONS...: mbb-ports, its report in the log
ports() {
	"$BUILD/mbb-ports" "$@" > "$CASE_DIR/ports" 2>&1
	local rc=$?
	while IFS= read -r l; do say "$l"; done < "$CASE_DIR/ports"
	return $rc
}
# As many as are read, whatever the speed: there are always some.
flood() { while :; do ctl m indicate 50 50 > /dev/null || return; sleep 0.2; done; }

load_ports 8
check "the modules load"
modem_start m --max-control 512; check "a modem is plugged in"
all=
for i in 0 1 2 3 4 5 6 7; do
	wait_port wwan0mbim$i && all="$all /dev/wwan0mbim$i"
	check "there is port $i"
done

# shellcheck disable=SC2086
ports $all; check "eight programs, 64 pipelined queries each: every answer is right"
if [ "$CLIENT" = mbim_usb ]; then
	[ "$(sed -n 's/^reads_ahead //p' /sys/module/mbim_usb/parameters/counters)" -gt 0 ]
	check "some were read before they were announced"
fi
flood &
flooding=$!
# shellcheck disable=SC2086
ports $all; check "and so it is while indications pour in"
ports -d -n 500 /dev/wwan0mbim4; check "a program that does not read is stopped, and loses nothing"
{ kill $flooding; wait $flooding; } 2> /dev/null
[ "$(modem_field m opens)" = 1 ] && [ "$(modem_field m closes)" = 0 ]
check "the function was opened once, and not closed"
[ "$(mbbcx_counter answers_unknown)" = 0 ] && [ "$(mbbcx_counter fragment_errors)" = 0 ]
check "no answer went astray" || show cat /sys/kernel/debug/mbbcx/*/counters
say "window $(state window), at most $(modem_field m max_outstanding) at a time"

# Two programs, one session.
PORT=/dev/wwan0mbim1 mbim --connect=session-id=1,apn=internet,ip-type=ipv4v6 > "$CASE_DIR/c1" 2>&1 &
first=$!
PORT=/dev/wwan0mbim2 mbim --connect=session-id=1,apn=internet,ip-type=ipv4v6 > "$CASE_DIR/c2" 2>&1
second=$?
wait $first && [ $second = 0 ]; check "two programs activate one session"
wait_if wwan0.1 && ip link set wwan0.1 up && wait_carrier wwan0.1; check "it has one interface, with a carrier"
PORT=/dev/wwan0mbim2 disconnect 1; check "one of them ends it"
wait_for 10 test ! -e /sys/class/net/wwan0.1; check "the interface goes"

# A program dies in the middle of CONNECT: the function carries it out all the same.
ctl m set connect_delay_ms 3000 > /dev/null
mbimcli -d /dev/wwan0mbim3 --connect=session-id=2,apn=internet,ip-type=ipv4v6 > /dev/null 2>&1 &
dying=$!
wait_for 10 eval '[ "$(modem_field m outstanding)" -ge 1 ]'
sleep 1
{ kill -KILL $dying; wait $dying; } 2> /dev/null
wait_if wwan0.2 && ip link set wwan0.2 up && wait_carrier wwan0.2 20; check "a CONNECT outlives its program, and the session follows"
ctl m set connect_delay_ms 0 > /dev/null
ports /dev/wwan0mbim3; check "the next program on that port starts afresh"
PORT=/dev/wwan0mbim5 disconnect 2; check "another program ends that session"
wait_for 10 test ! -e /sys/class/net/wwan0.2; check "its interface goes"

check_violations m
modem_stop m
wait_for 20 test ! -e /dev/wwan0mbim0; check "the modem is unplugged"

# How much a device takes at a time is not in the API: it is learnt.
modem_start b --outstanding 2 --allow=MSG_TOO_MANY; check "a modem that takes two commands at a time"
wait_port wwan0mbim7; check "it has its ports"
# shellcheck disable=SC2086
ports $all; check "BUSY is no program's concern"
[ "$(mbbcx_counter commands_busy)" -ge 1 ] && [ "$(mbbcx_counter commands_busy)" -le 60 ]
check "it was answered, but not often"
say "window $(state window), BUSY $(mbbcx_counter commands_busy)"
check_violations b
modem_stop b
unload_stack; check "the modules unload"
check_unload
