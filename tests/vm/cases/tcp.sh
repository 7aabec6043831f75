# SPDX-License-Identifier: GPL-2.0
# Real TCP endpoints talk through the modem: its network side is a namespace
# with a TUN device for each session. Every byte is compared at both ends.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

MEGABYTES=${MEGABYTES:-10}

# tcp NAME IF ID FAMILY [options]: one stream, both ways unless options say else.
tcp() {
	local name=$1 if=$2 id=$3 family=$4
	shift 4
	timeout 1200 "$TRAFFIC" tcp-client -i "$if" -d "$(gateway "$id" "$family")" \
		-c $((MEGABYTES * 1000000)) "$@" > "$CASE_DIR/run.$name" 2>&1
}
load_stack; check "the modules load"
modem_start m --tun=far --in-queue=20000; check "a modem with a network namespace behind it is plugged in"
two_sessions; check "sessions 0 and 1 are connected"
ip netns exec far "$TRAFFIC" tcp-server > "$CASE_DIR/server" 2>&1 &
server=$!
wait_for 10 grep -q listening "$CASE_DIR/server"; check "a TCP server waits in the namespace"
ping4 $WWAN "$(gw4 0)" && ping6 $WWAN.1 "$(gw6 1)"; check "pings go through the TUN devices"

# TCP copes with losses, so it gets the queue that users have.
tc qdisc del dev $WWAN root
tc qdisc del dev $WWAN.1 root
for family in 4 6; do
	tcp both.0 $WWAN 0 $family &
	first=$!
	tcp both.1 $WWAN.1 1 $family &
	all_pass $first $!
	check "IPv$family: $MEGABYTES MB each way on two sessions at once ($TOOK s)"
	tcp up $WWAN 0 $family -u &
	all_pass $!; check "IPv$family: $MEGABYTES MB up alone ($TOOK s)"
	tcp down $WWAN.1 1 $family -D &
	all_pass $!; check "IPv$family: $MEGABYTES MB down alone ($TOOK s)"
done
streams=$(grep -c PASS "$CASE_DIR/server")
[ "$streams" -eq 8 ] && ! grep -q FAIL "$CASE_DIR/server"; check "the server saw every stream whole: $streams"

disconnect 1 && disconnect 0; check "both sessions disconnect"
kill $server
unload_stack; check "the modules unload"
check_unload
check_violations m
modem_stop m
