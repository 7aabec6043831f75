# SPDX-License-Identifier: GPL-2.0
# The benchmark from end to end: datagrams and TCP between programs and the USB/IP
# modem, stock cdc_mbim and ours in turn, and what the whole guest did for them, modem
# and programs included. That cannot be told apart here (what a modem does depends on
# the blocks that it gets): bench.sh has the host's share. To be run with run.sh -i;
# lines that begin with "# bench" are for tests/bench/report.py. The argument: how many
# turns, three without it.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/traffic-lib.sh"

CONTROL=/sys/kernel/debug/mbim_bench
TURNS=${CASE_ARGS:-3}
DATAGRAMS=10000
BYTES=8000000

# When the guest waits for the host's files, its time leaps ahead (run.sh -i), over any
# time limit: what is used below is in memory first.
mkdir -p "$CASE_DIR/ko"
cp "$BUILD"/{ndis_shim,mbbcx,mbim_usb,bench}.ko "$BUILD"/{mbim-modem,mbb-traffic} "$CASE_DIR/ko/"
BUILD=$CASE_DIR/ko
TRAFFIC=$BUILD/mbb-traffic
for used in mbimcli ip tc sysctl nice timeout sleep sed grep; do
	ldd "$(command -v $used)" | grep -o '/[^ ]*' | xargs cat "$(command -v $used)" > /dev/null
done
mbimcli --help-all > /dev/null
mbim() { mbimcli -d "$PORT" "$@"; }

# whole DRIVER NAME "KEY=NUMBER..." COMMAND...: what the guest does meanwhile.
whole() {
	local driver=$1 name=$2 work=$3
	shift 3
	echo "meter 1" > $CONTROL
	"$@" > "$CASE_DIR/said" 2>&1
	check "turn $turn: $driver: $name" || { show cat "$CASE_DIR/said"; return; }
	echo "meter 0" > $CONTROL
	result "# bench driver=$driver name=$name $work $(cat $CONTROL)"
}
# datagrams MODE LENGTH [options]
datagrams() {
	local mode=$1 length=$2
	shift 2
	"$TRAFFIC" "$mode" -i wwan0 -d "$(gw4 0)" -n $DATAGRAMS -m "$length" -M "$length" -s 60000 "$@"
}
stream() { "$TRAFFIC" tcp-client -i wwan0 -d "$(gw4 0)" -c $BYTES "$1"; }

# Two transactions a command: stock drops every session at CLOSE.
stock_session() {
	mbim --no-close --connect="session-id=0,apn=internet,ip-type=ipv4v6" > "$CASE_DIR/connect.0" 2>&1 &&
		mbim --no-open=20 --no-close --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1 &&
		configure wwan0 0
}
ours_session() { connect wwan0 0 && wait_carrier wwan0; }
# plugged DRIVER [options]: a modem with a session.
plugged() {
	local driver=$1
	shift
	modem_start m --allow-file="$TOP/tests/modem/stock-departures" --in-queue=20000 "$@" &&
		wait_for 60 test -c "$PORT" && wait_if wwan0 60 && "${driver}_session" &&
		sysctl -qw net.ipv6.conf.wwan0.disable_ipv6=1	# routers are not asked for meanwhile
	check "turn $turn: a modem on $driver"
}
unplugged() {
	modem_stop m
	wait_for 60 test ! -e /sys/class/net/wwan0
}
all() {
	local size work="packets=$DATAGRAMS delivered=$DATAGRAMS"
	plugged "$1" && deep_queue wwan0 || { unplugged; return; }
	for size in 1400 64; do
		# down no faster than sockets can take it, up as fast as they can be filled
		whole "$1" end-rx-udp-$size "$work" datagrams source $size -t 400 -b 16
		whole "$1" end-tx-udp-$size "$work" datagrams sink $size -t 0 -b 64
	done
	unplugged
	plugged "$1" --tun=far || { unplugged; return; }
	ip netns exec far "$TRAFFIC" tcp-server > "$CASE_DIR/server" 2>&1 &
	server=$!
	wait_for 60 grep -q listening "$CASE_DIR/server"
	whole "$1" end-rx-tcp bytes=$BYTES stream -D
	whole "$1" end-tx-tcp bytes=$BYTES stream -u
	kill $server
	unplugged
}
stock() {
	PORT=/dev/cdc-wdm0
	modprobe cdc_mbim; check "turn $turn: cdc_mbim loads"
	all stock
	modprobe -r cdc_mbim
}
ours() {
	local m
	PORT=/dev/wwan0mbim0
	for m in ndis_shim mbbcx mbim_usb; do
		insmod "$CASE_DIR/ko/$m.ko"; check "turn $turn: $m loads" || return
	done
	all ours
	unload_stack
}

modprobe -q -a usbcore wwan vhci_hcd tun
insmod "$CASE_DIR/ko/bench.ko" && echo "plug 0" > $CONTROL; check "the meter is there"
for turn in $(seq "$TURNS"); do
	stock
	ours
done
rmmod bench
