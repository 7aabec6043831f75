# SPDX-License-Identifier: GPL-2.0
# Both pipes full, on all processors: two flows up and two down on each of four
# sessions. What goes down waits in the modem first, until there is enough to fill the
# bus for a while, however fast the machine is; what goes up comes from programs that
# send as fast as their sockets' buffers get empty. Nothing is lost, nothing of a
# session overtakes, and neither do blocks. The argument is how often, once without it.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"
. "$TOP/tests/vm/load-lib.sh"

TIMES=${CASE_ARGS:-1}
COUNT=8000
ALL=$((COUNT * SESSIONS * FLOWS))

plenty_down() { [ "$(modem_field m in_queued)" -ge $((ALL / 2)) ]; }
# saturated ROUND
saturated() {
	local first=$((100 * $1))
	PIDS=''
	ctl m set in_hold 1 > /dev/null
	flows down $first both -n $COUNT -m 28 -M 1500 -t 1 -b 64
	wait_for 60 plenty_down; check "round $1: the modem has blocks without end"
	flows up $first both -n $COUNT -m 28 -M 1500 -t 0 -b 64
	ctl m set in_hold 0 > /dev/null
	# shellcheck disable=SC2086
	all_pass $PIDS
	check "$ALL datagrams each way on $SESSIONS sessions arrive in order ($TOOK s)"
}
# The same blocks and datagrams at both ends of the bus.
same() { [ "$(counter "$1")" = "$(modem_field m "$2")" ]; }

load_stack; check "the modules load"
modem_start m --in-queue=100000; check "a modem is plugged in"
many_sessions; check "$SESSIONS sessions are connected"
for id in $(seq 0 $((SESSIONS - 1))); do
	deep_queue "$(link_of "$id")"
done
say "$(nproc) processors"
for round in $(seq "$TIMES"); do
	saturated "$round"
done
wait_for 10 same tx_ntbs out_ntbs && same tx_datagrams out_datagrams; check "the modem had every block and datagram up"
wait_for 10 same rx_ntbs in_ntbs && same rx_datagrams in_datagrams; check "the host had every block and datagram down"
check_sequences
[ "$(counter rx_dropped)" = 0 ] && [ "$(modem_field m in_dropped)" = 0 ]; check "none was dropped at either end"
say "$(counter tx_fill_75_100) of $(counter tx_ntbs) blocks up were full, or nearly"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
