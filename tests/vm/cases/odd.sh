# SPDX-License-Identifier: GPL-2.0
# Modems that break or stretch the rules as real ones do: each is found, taken
# over if stock has it, opened, connected and pinged through.
. "$TOP/tests/vm/lib.sh"

caps() { mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 || { show cat "$CASE_DIR/caps"; false; }; }
# odd DESCRIPTION [modem options]
odd() {
	local what=$1
	shift
	modem_start m "$@" && wait_port && wait_if wwan0 && caps &&
		connect wwan0 0 && wait_carrier wwan0 && ping4 wwan0 "$(gw4 0)" 3 && ping6 wwan0 "$(gw6 0)" 3
	check "$what: $*"
	check_violations m
	modem_stop m
	wait_for 10 test ! -e /dev/wwan0mbim0
}
modprobe cdc_mbim	# and cdc_ncm, which has the dual functions
load_stack; check "the modules load"
odd "NCM and MBIM in one function" --dual
odd "the same without association" --dual --iad=0
odd "interface numbers with holes" --comm-if=12 --data-if=14
odd "the data interface has the lower number" --comm-if=3 --data-if=1 --iad=0
odd "no Union" --union=0
odd "neither Union nor association" --union=0 --iad=0
odd "notifications in pieces" --int-mps=8
odd "one notification for a whole message, stalls for nothing" --notify=message --empty=stall
odd "fragments of the least size" --max-control=64
odd "RESET_FUNCTION refused" --knob=reset_stall=100
odd "small segments, no extended descriptor" --segment=1500 --filter-size=20 --extended=0
odd "NTBs that never end short" --in-zlp=always --knob=in_pad=4
odd "Huawei: one NDP, behind the datagrams" --vid=0x12d1 --pid=0x15c1 --ndp-to-end
unload_stack; check "the modules unload"
check_unload
modprobe -r cdc_mbim
