# SPDX-License-Identifier: GPL-2.0
# Datagrams of every size on two sessions of drivers/mbim_cdc, up and down, at a pace
# that stock cdc_mbim below it can keep: when it is saturated it drops what it has put
# together, and counts that; on two processors it reorders what it receives.
CLIENT=mbim_cdc
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

COUNT=4000
counter() { sed -n "s/^$1 //p" /sys/module/mbim_cdc/parameters/counters; }
# paced IF ID FAMILY
paced() {
	traffic "up.$2" sink "$1" "$2" "$3" -r -n $COUNT -m 20 -M 1500 -t 4000 -b 4 &
	up=$!
	traffic "down.$2" source "$1" "$2" "$3" -r -n $COUNT -m 20 -M 1500 -t 4000 -b 4 &
	all_pass $up $!
}

load_stack; check "the modules load"
modem_start m --in-queue=50000; check "a modem is plugged in"
two_sessions; check "sessions 0 and 1 are connected"
echo 1 > /sys/class/net/wwan0/queues/rx-0/rps_cpus
for family in 4 6; do
	paced wwan1 0 $family; check "IPv$family: $COUNT datagrams of 20 to 1500 bytes each way on session 0 ($TOOK s)"
	paced wwan1.1 1 $family; check "IPv$family: the same on session 1, by its tag ($TOOK s)"
done
traffic echo.0 echo wwan1 0 4 -n $COUNT -t 4000 -m 20 -M 1500 &
first=$!
traffic echo.1 echo wwan1.1 1 6 -n $COUNT -t 4000 -m 20 -M 1500 &
all_pass $first $!; check "UDP on both at once: $COUNT datagrams of each come back ($TOOK s)"
[ -z "$(counter rx_dropped)$(counter rx_partial)$(counter rx_unknown_vlan)$(counter tx_failed)" ]
check "nothing was lost on the way"
show cat /sys/module/mbim_cdc/parameters/counters
show ctl m status
disconnect 1; check "session 1 disconnects"
disconnect 0; check "session 0 disconnects"
unload_stack; check "the modules unload"
check_unload
check_violations m
modem_stop m
