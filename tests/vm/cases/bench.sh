# SPDX-License-Identifier: GPL-2.0
# The benchmark: stock cdc_mbim and ours in turn on the device of tests/bench, each
# measurement with both. Not a test: there is no result that is wrong here. To be run
# with run.sh -i; lines that begin with "# bench" are for tests/bench/report.py.
# The argument: how many turns (default 3), and which plan: full (default), one (a
# session), many (sixteen), over (only what lies on other interfaces), control (only the
# port), or profile (the most telling ones, and where their time goes).
. "$TOP/tests/vm/lib.sh"

CONTROL=/sys/kernel/debug/mbim_bench
IFS=, read -r TURNS PLAN << END
${CASE_ARGS:-3,full}
END
SESSIONS=16

grep -m1 'model name' /proc/cpuinfo | tr -d '\t' | while IFS= read -r l; do say "$l"; done
! grep -qwE 'erms|fsrm' /proc/cpuinfo; check "the processor has no fast string moves"
dmesg | grep -iE 'tsc: |clocksource: Switched' > "$CASE_DIR/clock"; show cat "$CASE_DIR/clock"

# When the guest waits for the host's files, its time leaps ahead (run.sh -i), over any
# time limit. What is used below is brought into memory first, and nobody has a limit.
mkdir -p "$CASE_DIR/ko"
cp "$BUILD"/{ndis_shim,mbbcx,mbim_usb,passthru,bench}.ko "$CASE_DIR/ko/"
[ ! -e "$BUILD/bench-control" ] || cp "$BUILD/bench-control" "$CASE_DIR/ko/"
ldd "$(command -v mbimcli)" | grep -o '/[^ ]*' | xargs cat "$(command -v mbimcli)" > /dev/null
mbimcli --help-all > /dev/null
tc -s qdisc show > /dev/null
mbim() { mbimcli -d /dev/wwan0mbim0 "$@" > "$CASE_DIR/mbim" 2>&1; }

# What the queues of interfaces have dropped, which is theirs to do.
qdisc_drops() { tc -s qdisc show | sed -n 's/.*dropped \([0-9]*\),.*/\1/p' | awk '{ n += $1 } END { print n + 0 }'; }

# measure DRIVER NAME COMMAND...
measure() {
	local driver=$1 name=$2 drops
	shift 2
	drops=$(qdisc_drops)
	if echo "$*" > $CONTROL 2> "$CASE_DIR/err"; then
		result "# bench driver=$driver name=$name $(cat $CONTROL) qdisc_drops=$(($(qdisc_drops) - drops))"
	else
		result "# bench driver=$driver name=$name failed=$(tail -c 40 "$CASE_DIR/err" | tr ' \n' '__')"
	fi
}

# shares DRIVER NAME: lines "# profile DRIVER NAME SHARE FUNCTION"
shares() {
	local driver=$1 name=$2
	grep -vE 'native_safe_halt|\[bench\]' /sys/kernel/debug/mbim_bench_profile | sort | uniq -c | sort -rn > "$CASE_DIR/profile"
	awk -v who="# profile $driver $name" '{ n[NR] = $1; f[NR] = $2 " " $3; sum += $1 }
		END { for (i = 1; i <= NR && i <= 40; i++) printf "%s %.1f %% %s\n", who, n[i] * 100 / sum, f[i] }' \
		"$CASE_DIR/profile" > "$VERDICT"
}
profile() {
	measure "$@"
	shares "$1" "$2"
}
profiles() {
	echo Y > /sys/module/bench/parameters/profile
	profile "$1" rx-udp-1400 rx udp 1400 10000 socket
	profile "$1" rx-udp-64 rx udp 64 10000 socket
	profile "$1" tx-udp-1400 tx udp 1400 10000 socket
	profile "$1" tx-udp-64 tx udp 64 10000 socket
	profile "$1" rx-tcp rx tcp 8000000
	profile "$1" tx-tcp tx tcp 8000000
	[ -e "$CASE_DIR/ko/bench-control" ] || return
	echo "sample 1" > $CONTROL
	commands "$1" 1000
	echo "sample 0" > $CONTROL
	shares "$1" control
}
# all DRIVER: the plan.
all() {
	case $PLAN in
	profile) profiles "$1" ;;
	one) single "$1" ;;
	control) commands "$1" ;;
	many) many "$1" ;;
	*) single "$1"; many "$1" ;;
	esac
}

# commands DRIVER [COUNT]: on the port, one at a time.
commands() {
	local port=/dev/wwan0mbim0
	[ -e $port ] || port=/dev/cdc-wdm0
	"$CASE_DIR/ko/bench-control" $port "${2:-50}" ${CONTROL}_commanded > "$CASE_DIR/control" 2>&1 &&
		result "# bench driver=$1 name=control $(cat "$CASE_DIR/control")"
	check "turn $turn: commands on the control port of $1" || show cat "$CASE_DIR/control"
}

single() {
	local d=$1 n s
	for s in 1400 512 64; do
		n=10000
		measure "$d" rx-udp-$s-stack rx udp $s $n stack
		measure "$d" rx-udp-$s rx udp $s $n socket
		# at this size sender and bus fall in and out of step: more, to be repeatable
		[ $s != 512 ] || n=30000
		measure "$d" tx-udp-$s-device tx udp $s $n device
		measure "$d" tx-udp-$s tx udp $s $n socket
	done
	measure "$d" rx-tcp rx tcp 8000000
	measure "$d" tx-tcp tx tcp 8000000
	measure "$d" lone lone 12 50
	measure "$d" memory-1400 memory 1400 2000
	measure "$d" memory-64 memory 64 2000
	[ ! -e "$CASE_DIR/ko/bench-control" ] || commands "$d"
}
many() {
	local d=$1
	measure "$d" rx-udp-1400-$SESSIONS rx udp 1400 10000 socket $SESSIONS
	measure "$d" rx-udp-64-$SESSIONS rx udp 64 10000 socket $SESSIONS
	measure "$d" tx-udp-1400-$SESSIONS tx udp 1400 10000 socket $SESSIONS
	measure "$d" tx-udp-64-$SESSIONS tx udp 64 10000 socket $SESSIONS
	measure "$d" rx-tcp-$SESSIONS rx tcp 8000000 $SESSIONS
	measure "$d" tx-tcp-$SESSIONS tx tcp 8000000 $SESSIONS
}

# The sessions beside the first one.
further() {
	case $PLAN in full | many) seq 1 $((SESSIONS - 1)) ;; esac
}
up() {
	ip link set "$1" up && ip addr replace "10.64.$2.2/24" dev "$1"
}
stock_links() {
	local i
	for i in $(further); do
		ip link add link wwan0 name "wwan0.$i" type vlan id "$i" && up "wwan0.$i" "$i" || return
	done
}
our_links() {
	local i
	for i in $(further); do
		ip link add name "wwan0.$i" parentdev wwan0 type wwan linkid "$i" &&
			mbim --connect="session-id=$i,apn=internet" &&
			up "wwan0.$i" "$i" || return
	done
}
stock() {
	modprobe cdc_mbim && wait_if wwan0 && up wwan0 0 && stock_links && sleep 1
	check "turn $1: stock cdc_mbim is bound" || { show ip link; return; }
	all stock
	modprobe -r cdc_mbim
}
# The clock skips what the host takes to hand over a file, on a busy one a program's
# patience with it: the next time the files are there.
soon() { "$@" || "$@" || "$@"; }
ours() {
	local m
	for m in ndis_shim mbbcx mbim_usb; do
		insmod "$CASE_DIR/ko/$m.ko"; check "turn $1: $m loads" || return
	done
	wait_port wwan0mbim0 60 && wait_if wwan0 && soon mbim --connect=session-id=0,apn=internet &&
		up wwan0 0 && wait_carrier wwan0 && our_links && sleep 1
	check "turn $1: mbim_usb is bound" || { show cat "$CASE_DIR/mbim"; show ip link; unload_stack; return; }
	all ours
	unload_stack
}

# on_top DRIVER UPPER PREFIX...: what an interface on v0 costs, under the name of each prefix.
on_top() {
	local d=$1 upper=$2 way where prefix
	shift 2
	ethtool -K "$upper" gro off > /dev/null 2>&1
	ip addr flush dev v0
	ip link set "$upper" up && ip addr replace 10.64.0.2/24 dev "$upper" &&
		ip neigh replace 10.64.0.1 lladdr 02:00:00:00:00:02 nud permanent dev "$upper"
	wait_carrier "$upper" 10; check "turn $turn: $upper on v0" || return
	for way in up down; do
		for where in stack socket; do
			for prefix in "$@"; do
				$over_measure "$d" "$prefix-$way-$where" over $way "$upper" v1 1400 10000 $where
			done
		done
	done
	ip addr flush dev "$upper"
}
over() {
	over_measure=measure
	[ "$PLAN" != profile ] || over_measure=profile
	ip link add v0 address 02:00:00:00:00:01 type veth peer name v1 address 02:00:00:00:00:02 &&
		ip link set v0 up && ip link set v1 up && ip link add m0 link v0 type macvlan mode bridge
	on_top stock m0 macvlan
	ip link del m0
	ip link add b0 type bridge && ip link set v0 master b0
	on_top stock b0 bridge
	ip link del b0
	insmod "$CASE_DIR/ko/ndis_shim.ko" && insmod "$CASE_DIR/ko/passthru.ko" bind=v0 && wait_if ndisim0 &&
		on_top ours ndisim0 macvlan bridge
	unload passthru ndis_shim
	ip link del v0
}

# What routers are asked for would go out between measurements.
sysctl -qw net.ipv6.conf.all.disable_ipv6=1 net.ipv6.conf.default.disable_ipv6=1
modprobe -q -a usbcore wwan
modprobe -q -a veth macvlan bridge
insmod "$CASE_DIR/ko/bench.ko"; check "the benchmark's device is there"
for turn in $(seq "$TURNS"); do
	if [ "$PLAN" != over ]; then
		stock "$turn"
		ours "$turn"
	fi
	case $PLAN in full | over | profile) over ;; esac
done
rmmod bench
sysctl -qw net.ipv6.conf.all.disable_ipv6=0 net.ipv6.conf.default.disable_ipv6=0
