# SPDX-License-Identifier: GPL-2.0
# Four modems in use at once, each unplugged at a random moment again and again; then all
# modules loaded and unloaded again and again below them. Each time everything goes
# at once and nothing is left.
#
#	churn:PULLS,LOADS	PULLS are those under traffic; a quarter more come earlier
. "$TOP/tests/vm/lib.sh"

IFS=, read -r PULLS LOADS <<< "${CASE_ARGS:-20,5}"
MODEMS="0 1 2 3"
# "At once" is far below every timeout there is (10 s control transfer, 60 s command). A
# kernel with instruments may need as much for itself, with four modems in use: there it is
# to be below a command's.
AT_ONCE=8
case ${KERNEL:-} in *debug | kcsan) AT_ONCE=30 ;; esac
tenths() { sleep "$(($1 / 10)).$(($1 % 10))"; }

# ---- modem $1 is in port $1 of the virtual bus ----

device() { echo /sys/devices/platform/vhci_hcd.0/usb*/*-$(($1 + 1))/*:1.0/wwan/wwan*; }
found() { [ -d "$(device "$1")" ]; }
# Whether the kernel has anything of it, and what. Names tell nothing: another modem may have
# got them.
present() {
	readlink -f /sys/bus/usb/devices/* /sys/class/{net,wwan}/* |
		grep -E "vhci_hcd.0/usb[0-9]+/[0-9]+-$(($1 + 1))(/|$)"
}
absent() { ! present "$1"; }
carries() {
	local w
	w=$(cat "$CASE_DIR/wwan.$1") && [ "$(cat "/sys/class/net/$w/statistics/rx_packets")" -gt 3 ]
} 2> /dev/null

# Whoever has modem $1: connects, sends, reads a port, asks. Ends when it is killed, or
# when there is nothing to use any more.
use() {
	local w
	exec > /dev/null 2>&1
	wait_for 20 found "$1" || return
	w=$(basename "$(device "$1")")
	echo "$w" > "$CASE_DIR/wwan.$1"
	PORT=/dev/${w}mbim0
	wait_port "${w}mbim0" || return
	# Two readers of one port would take each other's answers.
	cat "/dev/${w}mbim1" &
	timeout 30 mbimcli -d "$PORT" --connect=session-id=0,apn=internet,ip-type=ipv4v6 || return
	ip link set "$w" up && ip addr replace "10.$((200 + $1)).0.2/30" dev "$w" || return
	# Much, and yet little enough for four to take turns on slow processors.
	ping -q -i 0.01 -W 1 -s 1200 -I "$w" "10.$((200 + $1)).0.1" &
	while [ -e "$PORT" ]; do
		"$BUILD/mbb-ports" -n 8 -t 10 "$PORT"
		sleep 0.3
	done
	wait
}
# Until the user of modem $1 is killed: its children are of a group of their own.
use_start() {
	rm -f "$CASE_DIR/wwan.$1"
	set -m
	use "$1" &
	set +m
	user=$!
}
# What was in use hangs on nothing: all of them go, and soon.
use_stop() {
	kill -KILL -- -$user 2> /dev/null
	wait $user 2> /dev/null
	wait_for 10 users_gone || {
		echo "users hang:"
		for p in $(users); do cat "/proc/$p/comm" "/proc/$p/stack"; done
	} >> "$CASE_DIR/bad" 2>&1
}
users() { pgrep -g $user -r D,R,S; }
users_gone() { [ -z "$(users)" ]; }

# ---- a plug is pulled ----

# One round of modem $1: unplugged after it has begun to carry packets, or, each fourth
# time, after as little time as it may.
pull() {
	local start
	use_start "$1"
	# A plug that is in again before the hub was looked at has never been out, for usbcore.
	wait_for 20 present "$1" || echo "modem $1: is not seen" >> "$CASE_DIR/bad"
	if [ $((RANDOM % 4)) = 0 ]; then
		tenths $((RANDOM % 30))
	else
		wait_for 30 carries "$1"
		tenths $((RANDOM % 10))
	fi
	! carries "$1" || echo x >> "$CASE_DIR/pulled"
	start=$(date +%s%N)
	ctl "m$1" unplug > /dev/null
	wait_for $AT_ONCE absent "$1" ||
		{ echo "modem $1: after $AT_ONCE s there is still"; present "$1"; } >> "$CASE_DIR/bad"
	echo $((($(date +%s%N) - start) / 1000000)) >> "$CASE_DIR/took"
	wait_for 60 absent "$1"
	use_stop
	echo x >> "$CASE_DIR/all"
	ctl "m$1" replug > /dev/null
}
lines() { cat "$CASE_DIR/$1" 2> /dev/null | wc -l; }
pulls() {
	RANDOM=$((SEED + $1))
	while [ "$(lines pulled)" -lt "$PULLS" ] && [ "$(lines bad)" -lt 5 ]; do
		pull "$1"
		[ "$1" != 0 ] || [ $(($(lines all) % 25)) -gt 3 ] || say "$(lines pulled) of $PULLS"
	done
}

SEED=${SEED:-1}
rm -f "$CASE_DIR"/{bad,pulled,all,took}
load_ports 2; check "the modules load"
for m in $MODEMS; do
	modem_start "m$m" --serial "$m" --vhci-port "$m" --ipv4=10.$((200 + m)).N.2 --ipv4-gw=10.$((200 + m)).N.1
	check "modem $m is plugged in"
done
pids=
for m in $MODEMS; do
	pulls "$m" &
	pids="$pids $!"
done
# The modems are children, too: wait only for these.
# shellcheck disable=SC2086
wait $pids
[ "$(lines bad)" = 0 ] || show cat "$CASE_DIR/bad"
all=$(lines all) pulled=$(lines pulled)
[ "$(lines bad)" = 0 ]; check "$all times a plug is pulled, everything goes at once"
[ "$pulled" -ge "$PULLS" ]; check "$pulled of them under traffic"
say "it takes $(sort -n "$CASE_DIR/took" | tail -1) ms at most, as a rule $(sort -n "$CASE_DIR/took" |
	sed -n "$(((all + 1) / 2))p") ms"
for m in $MODEMS; do wait_for 20 found "$m"; check "modem $m is found once more"; done

# ---- modules go and come under their users ----

cycle() {
	local users='' m at=$1
	for m in $MODEMS; do use_start "$m"; users="$users $user"; done
	tenths $((RANDOM % 40))
	unload_stack || { echo "cycle $at: they do not unload" >> "$CASE_DIR/bad"; show cat /proc/modules; }
	for user in $users; do use_stop; done
	dmesg | grep 'unload: [0-9]* objects' | tail -1 | grep -q ' 0 objects, 0 pool blocks, 0 violations' ||
		echo "cycle $at: something is left" >> "$CASE_DIR/bad"
	load_ports 2 || echo "cycle $at: they do not load" >> "$CASE_DIR/bad"
}
for ((n = 1; n <= LOADS; n++)); do
	cycle $n
	[ "$(lines bad)" -lt 5 ] || break
	[ $((n % 10)) != 0 ] || say "$n of $LOADS"
done
[ "$(lines bad)" = 0 ] || show cat "$CASE_DIR/bad"
done=$((n - 1))
[ "$(lines bad)" = 0 ]; check "$done times all modules are unloaded in use, and loaded"

for m in $MODEMS; do
	wait_for 20 found "$m"; check "modem $m is found"
	w=$(basename "$(device "$m")")
	PORT=/dev/${w}mbim0 wait_for 60 mbim --query-device-caps; check "modem $m answers"
	check_violations "m$m"
	modem_stop "m$m"
done
unload_stack; check "the modules unload"
check_unload
