# SPDX-License-Identifier: GPL-2.0
# Datagrams on two sessions, up and down at once, of every size from the header
# to the MTU: none is lost, altered, repeated or overtaken, and the modem finds
# nothing to complain about from plug to unload.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

COUNT=10000

load_stack; check "the modules load"
modem_start m --in-queue=50000; check "a modem is plugged in"
two_sessions; check "sessions 0 and 1 are connected"

for family in 4 6; do
	both_ways $family -n $COUNT -m 20 -M 1500 -t 2000 -b 8
	check "IPv$family: $COUNT datagrams of 20 to 1500 bytes each way on two sessions at once ($TOOK s)"
done
traffic echo.0 echo $WWAN 0 4 -n $COUNT -t 0 -m 20 -M 1500 &
first=$!
traffic echo.1 echo $WWAN.1 1 6 -n $COUNT -t 0 -m 20 -M 1500 &
all_pass $first $!
check "UDP: $COUNT datagrams of each session come back ($TOOK s)"

# As fast as the modem can, on both sessions: a host that is behind makes it wait.
traffic flood.0 source $WWAN 0 6 -r -n 20000 -t 1 -b 64 -m 40 -M 1500 &
first=$!
traffic flood.1 source $WWAN.1 1 6 -r -n 20000 -t 1 -b 64 -m 40 -M 1500 &
all_pass $first $!
check "a flood of 20000 datagrams to each session arrives ($TOOK s)"
show grep -E 'rx_(dropped|throttled)' "/sys/module/$CLIENT/parameters/counters"
! grep -q rx_dropped "/sys/module/$CLIENT/parameters/counters"; check "no datagram was dropped"

disconnect 1; check "session 1 disconnects"
disconnect 0; check "session 0 disconnects"
unload_stack; check "the modules unload"
check_unload
wait_for 10 eval '[ "$(modem_field m closes)" -ge 1 ]'; check "the function was closed"
check_violations m
modem_stop m
