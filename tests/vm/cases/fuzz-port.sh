# SPDX-License-Identifier: GPL-2.0
# Programs that write nonsense to control ports: the driver stays a host that keeps to
# MBIM, and everybody else's business goes on. Argument: how many transfers each.
. "$TOP/tests/vm/lib.sh"

count=${CASE_ARGS:-20000}
# fuzz PORT SEED: its report in the log
fuzz() {
	local rc
	"$BUILD/mbb-fuzz" "/dev/$1" "$count" "$2" > "$CASE_DIR/fuzz.$1" 2>&1
	rc=$?
	while IFS= read -r l; do say "$l"; done < "$CASE_DIR/fuzz.$1"
	return $rc
}
load_ports 3
check "the modules load"
# What is in the information buffers of commands is the program's and the modem's business.
modem_start m --max-control=512 \
	--allow=INFO_LENGTH,INFO_OFFSET,INFO_STRING,INFO_VALUE,INFO_COMMAND_TYPE,INFO_FILTER,USB_POISON
check "a modem is plugged in"
wait_port && wait_port wwan0mbim1 && wait_port wwan0mbim2 && wait_if wwan0; check "it has three ports"
fuzz wwan0mbim1 1; check "$count transfers that are no MBIM: whoever comes next is answered"
fuzz wwan0mbim1 1000001 &
first=$!
fuzz wwan0mbim2 2000001; check "and so they are when two programs do it"
wait $first; check "both of them"
mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 && connect wwan0 0 && wait_carrier wwan0 &&
	ping4 wwan0 "$(gw4 0)" 3
check "a program that means it connects, and data flows"
[ "$(modem_field m opens)" = 1 ] && [ "$(modem_field m closes)" = 0 ]
check "the function was opened once, and not closed"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
