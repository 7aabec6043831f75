# SPDX-License-Identifier: GPL-2.0
# A modem without coverage takes no data for a minute and a half: what waits is
# lost, the session is not.
. "$TOP/tests/vm/lib.sh"

load_stack; check "the modules load"
# Blocks that timed out are missing in the count, rightly.
modem_start m --allow=NTH_SEQUENCE; check "a modem is plugged in"
wait_port && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "connected"
resets=$(modem_field m reset_function) opens=$(modem_field m opens)
ctl m set out_hold 1 > /dev/null
ping -q -i 0.5 -W 1 -I wwan0 "$(gw4 0)" > /dev/null 2>&1 &
pings=$!
# Eight failures of another kind, ten seconds each, would have had it restarted.
sleep 100
kill $pings
grep -q '^tx_failed' "/sys/module/$CLIENT/parameters/counters"; check "transfers timed out"
ctl m set out_hold 0 > /dev/null
wait_for 30 ping4 wwan0 "$(gw4 0)" 1; check "data flows when the modem takes it again"
[ "$(modem_field m reset_function)" = "$resets" ] && [ "$(modem_field m opens)" = "$opens" ]
check "without a restart"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
