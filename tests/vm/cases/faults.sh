# SPDX-License-Identifier: GPL-2.0
# Transfers that fail and blocks that make no sense, a few of each kind under
# traffic: the driver notices, gets over it, and the session stays.
. "$TOP/tests/vm/lib.sh"

spent() { [ "$(ctl m knobs | sed -n "s/^$1=//p")" = 0 ]; }
counter() { sed -n "s/^$1 //p" "/sys/module/$CLIENT/parameters/counters"; }
caps() { mbim --query-device-caps > "$CASE_DIR/caps" 2>&1; }
# data_fault KNOB COUNTER: three of them
data_fault() {
	local before
	before=$(counter "$2")
	ctl m set "$1" 3 > /dev/null
	wait_for 30 spent "$1" && wait_for 30 ping4 wwan0 "$(gw4 0)" 2 && [ "$(counter "$2")" -gt "${before:-0}" ]
	check "$1: data flows again, and $2 has counted"
}
# ntb_fault EDIT COUNTER: three blocks with it
ntb_fault() {
	local before
	before=$(counter "$2")
	ctl m fault ntb:3 "$1" > /dev/null
	wait_for 30 ping4 wwan0 "$(gw4 0)" 2 && ctl m fault off && [ "$(counter "$2")" -gt "${before:-0}" ]
	check "$1 in blocks: data flows again, and $2 has counted"
}
# control_fault KNOB: the command that meets it may fail, not those behind it
control_fault() {
	ctl m set "$1" 1 > /dev/null
	wait_for 60 eval "caps; spent $1" && wait_for 60 caps
	check "$1: commands are answered again"
}
load_stack; check "the modules load"
# Blocks that the modem failed are missing in its count, rightly.
modem_start m --allow=NTH_SEQUENCE; check "a modem is plugged in"
wait_port && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "connected"
resets=$(modem_field m reset_function) opens=$(modem_field m opens)
ping -q -i 0.05 -W 1 -I wwan0 "$(gw4 0)" > /dev/null 2>&1 &
pings=$!
data_fault in_stall rx_failed
data_fault in_error rx_failed
data_fault out_stall tx_failed
data_fault out_error tx_failed
ntb_fault signature=0 rx_bad_signature
ntb_fault sequence=+1 rx_sequence_gaps
ntb_fault index=@end rx_bad_ndp_index
ntb_fault ndp.next=@ndp rx_bad_ndp_loop
ntb_fault ndp.bytes=0xfff0 rx_bad_entry
ntb_fault size=-20 rx_bad_block_length
control_fault notify_error
control_fault notify_extra
control_fault command_stall
kill $pings
[ "$(modem_field m reset_function)" = "$resets" ] && [ "$(modem_field m opens)" = "$opens" ]
check "the function was neither reset nor opened again"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
