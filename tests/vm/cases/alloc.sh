# SPDX-License-Identifier: GPL-2.0
# The Nth allocation of one step fails, or the Nth submission of a transfer, for N = 1,
# 2 and so on until there is no Nth any more: the step works or says that it did not,
# nothing hangs, and the next time, with memory, it works.
#
#	alloc:STEP[,WHAT[,MORE]]
#
# STEP is probe, connect, link, im or send. WHAT is what fails, see tests/fail/main.c:
# "alloc" (without it), "near", which leaves out what the kernel allocates for us, or
# "submit", with an error after a colon. MORE is "by=K", only every Kth N, "from=N", or
# "every": each Nth fails instead of one, for N up to 4.
#
# Which of them comes first is another each time, where several contexts allocate. So
# there are as many tries as any of them has counted allocations.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

FAIL=/sys/module/test_fail/parameters
IFS=, read -r STEP WHAT MORE <<< "$CASE_ARGS"
: "${WHAT:=alloc}"
read -r KIND ERROR <<< "${WHAT/:/ }"
BY=1 FROM=1 EVERY=
case $MORE in
by=*) BY=${MORE#by=} ;;
from=*) FROM=${MORE#from=} ;;
every) EVERY=every ;;
esac

# ---- the modem and its driver ----

dev() { for d in /sys/bus/usb/devices/*; do [ "$(cat "$d/idVendor" 2> /dev/null)" = 1209 ] && basename "$d"; done | head -1; }
bound() { [ -e "/sys/bus/usb/drivers/$CLIENT/$base:1.0" ]; }
bind() { timeout 60 sh -c "echo $base:1.0 > /sys/bus/usb/drivers/$CLIENT/bind" 2> "$CASE_DIR/said"; }
unbind() {
	! bound || timeout 60 sh -c "echo $base:1.0 > /sys/bus/usb/drivers/$CLIENT/unbind"
	wait_for 20 test ! -e "/dev/${WWAN}mbim0"
}
answers() { timeout 30 "$BUILD/mbb-ports" -n 1 -t 10 "/dev/${WWAN}mbim0" > "$CASE_DIR/ports" 2>&1; }

# ---- the steps: once with STEP, undone with STEP_undo, whatever it came to ----

probe() { bind && wait_port "${WWAN}mbim0" 10 && wait_for 20 answers && wait_if "$WWAN" 5; }
probe_undo() { unbind; }

mbim_soon() { timeout 20 mbimcli -d "/dev/${WWAN}mbim0" "$@" > "$CASE_DIR/said" 2>&1; }
connect_step() {
	mbim_soon --connect=session-id=1,apn=internet,ip-type=ipv4 && ip link set "$WWAN.1" up &&
		wait_carrier "$WWAN.1" 5
}
connect_undo() {
	mbim_soon --disconnect=1
	wait_for 20 test ! -e "/sys/class/net/$WWAN.1"
}

link_step() {
	timeout 30 ip link add name "$WWAN.2" parentdev "$WWAN" type wwan linkid 2 2> "$CASE_DIR/said" &&
		timeout 30 ip link set "$WWAN.2" up
}
link_undo() { ! [ -e "/sys/class/net/$WWAN.2" ] || timeout 30 ip link del "$WWAN.2"; }

im_step() {
	timeout 60 insmod "$BUILD/passthru.ko" bind=v0 2> "$CASE_DIR/said" && wait_if ndisim0 3 &&
		ip link set ndisim0 up && wait_carrier ndisim0 3 && ping -q -c 1 -W 2 -I ndisim0 $V4 > /dev/null
}
im_undo() { ! grep -q '^passthru ' /proc/modules || timeout 60 rmmod passthru; }

# Enough to empty what the kernel keeps of small memory; what is lost is lost.
send_step() {
	[ -n "$(ping -q -c 60 -i 0.01 -W 2 -s 1200 -I "$WWAN" "$(gw4 0)" 2> /dev/null | sed -n '/ 0% packet loss/p')" ]
}
# Where every submission fails, the driver gives the device a new start, which ends the
# session, and may fail, too: then nobody has the device. With carrier it works, or is
# broken.
send_undo() {
	bound || bind
	carrier "$WWAN" || wait_for 60 connect "$WWAN" 0
}

case $STEP in
connect | link | im | send) STEP_DO=${STEP}_step ;;
*) STEP_DO=$STEP ;;
esac

# ---- one try after the other ----

arm() { echo "$*" > $FAIL/arm; }
# What ours and the kernel have complained about since the try began.
complaints() {
	dmesg | awk '/alloc: try/ { n = 0; next } { l[++n] = $0 } END { for (i = 1; i <= n; i++) print l[i] }' |
		grep -iE 'fail|error|refused|warning|no memory|not bound|could not be|no control port'
}
bad() {
	say "$STEP $WHAT $n: $*"
	say "  it was $callers"
	problems=$((problems + 1))
}
# One try with the Nth failing and one with none.
try() {
	local rc=0
	: > "$CASE_DIR/said"
	echo "alloc: try $STEP $WHAT $n" > /dev/kmsg
	arm "$KIND $n $ERROR $EVERY"
	$STEP_DO || rc=$?
	read -r count hits callers < $FAIL/seen
	arm off
	if [ $rc -ne 0 ]; then
		failed=$((failed + 1))
		[ "$hits" != 0 ] || bad "failed without anything having been made to"
		told || bad "failed without a word"
	fi
	"${STEP}_undo" || bad "what is left does not go"
	again || bad "does not work the next time"
	"${STEP}_undo" || bad "does not go the next time"
}
# Somebody has to have said something: whoever was asked, or the log; but that a device
# (-ENODEV) is not there any more is said by whoever sees it go.
told() {
	[ "$STEP" = send ] || [ "$ERROR" = -19 ] || [ -n "$(complaints)" ] ||
		grep -qiE 'error|cannot|answers' "$CASE_DIR/said"
}
again() {
	wait_for 60 eval "$STEP_DO || { ${STEP}_undo; false; }"
}

all() {
	local n=$FROM tried=0 most=$count
	[ -z "$EVERY" ] || most=4
	failed=0 problems=0
	while [ $n -le "$most" ] && [ $problems -lt 5 ]; do
		try
		[ "$hits" = 0 ] || tried=$((tried + 1))
		[ -n "$EVERY" ] || [ "$count" -le "$most" ] || most=$count
		n=$((n + BY))
	done
	say "$STEP: $tried of $most made to fail, $failed times it did not work"
	[ $tried -gt 0 ]; check "$STEP, $WHAT $MORE: something fails"
	[ $problems = 0 ]; check "$STEP, $WHAT $MORE: nothing is broken by it"
}

# ---- what there is around it ----

modprobe -q -a usbcore wwan veth
insmod "$BUILD/test_fail.ko" modules="ndis_shim,mbbcx,$CLIENT,passthru"; check "memory can fail"
load_stack; check "the modules load"
case $STEP in
im)
	ip netns add peer
	veth_up; check "a veth pair"
	;;
*)
	modem_start m; check "a modem is plugged in"
	wait_port && wait_if "$WWAN"; check "and found"
	base=$(dev)
	;;
esac
case $STEP in
probe) unbind; check "it is unbound" ;;
send) connect "$WWAN" 0 && ping4 "$WWAN" "$(gw4 0)"; check "it is connected" ;;
esac
arm "$KIND 0"
"$STEP_DO"; check "$STEP works"
read -r count hits callers < $FAIL/seen
say "$STEP: $count that could fail"
"${STEP}_undo"
all
case $STEP in
im) ip link del v0; ip netns del peer ;;
*) ctl m unplug > /dev/null; modem_stop m ;;
esac
unload_stack; check "the modules unload"
rmmod test_fail
check_unload
