# SPDX-License-Identifier: GPL-2.0
# The whole machine sleeps, with a modem of mbim_sim and one program that keeps its
# port open all the time. Must be alone in its boot: the host's files do not come
# back from a sleep of their device, so the case goes on in a root in memory, with
# busybox, and ends the guest itself.
# The argument is how often it sleeps in each way, 10 times without it.
#
# Sleep stops where the kernel's own test of it does (pm_test): all devices down.
# shellcheck disable=SC2016
. "$TOP/tests/vm/lib.sh"

load ndis_shim mbbcx && insmod "$BUILD/mbim_sim.ko"; check "the modules load"
wait_port && wait_if wwan0
wait_for 10 test -e /sys/bus/wdfroot/devices/mbim_simnet.0/net; check "a modem and its network"
netif=$(basename /sys/bus/wdfroot/devices/mbim_simnet.0/net/*)
ip netns add net && ip link set "$netif" netns net && ip netns exec net ip link set "$netif" up &&
	ip netns exec net ip addr add 10.64.0.1/10 dev "$netif"
ip link set wwan0 up && ip addr add 10.64.0.2/24 dev wwan0; check "addresses"

root=/run/memory
mkdir -p $root && mount -t tmpfs memory $root
mkdir -p $root/bin $root/proc $root/sys $root/dev $root/tmp
cp "$(command -v busybox)" $root/bin/
chroot $root /bin/busybox --install -s /bin
for d in proc sys dev; do mount --rbind /$d $root/$d; done
mount -t debugfs debugfs $root/sys/kernel/debug 2> /dev/null

cat > $root/sleep.sh <<'INSIDE'
N=$1
DEV=/sys/bus/wdfroot/devices/mbim_sim.0
KNOBS=/sys/kernel/debug/mbim_sim/0
HEX=a289cc33bcbb8b4fb6b0133ec2aae6df
say() { echo "$1"; echo "$1" > /dev/kmsg; echo "$1" > "$VERDICT"; }
check() { if [ $? = 0 ]; then say "ok - sleep: $*"; else say "not ok - sleep: $*"; fi; }
status() { sed -n "s/^$1 //p" $KNOBS/status; }
heard() { tail -c "+$((${1:-0} + 1))" /tmp/heard | hexdump -v -e '1/1 "%02x"'; }
carrier() { [ "$(cat /sys/class/net/wwan0/carrier)" = 1 ]; }
wait_for() {
	n=$(($1 * 10)); shift
	while ! eval "$*"; do
		n=$((n - 1)); [ $n -gt 0 ] || return 1
		usleep 100000
	done
}
# send HEX: a message to the port, whole
send() { printf "$(echo "$1" | sed 's/../\\x&/g')" | dd bs=4096 >&3 2> /dev/null; }
le() { printf '%02x%02x0000' $(($1 & 255)) $(($1 >> 8)); }
tid=1
# command CID SET INFO: sent, and answered with success
command() {
	tid=$((tid + 1))
	len=$((${#3} / 2))
	mark=$(wc -c < /tmp/heard)
	send "03000000$(le $((48 + len)))$(le $tid)0100000000000000$HEX$(le $1)$(le $2)$(le $len)$3"
	answered $1
}
answered() { wait_for 20 "heard $mark | grep -q '03000080........$(le $tid)0100000000000000$HEX$(le $1)00000000'"; }
answers() { command 1 0 ''; }
INTERNET=7e5e2a7e4e6f7272736b656e7e5e2a7e
# 0 session  4 activate  8 strings, none  32 compression  36 authentication  40 IPv4
connect() {
	command 12 1 "0000000001000000$(printf '%048d' 0)000000000000000001000000$INTERNET" &&
		wait_for 10 carrier
}
reaches() { ping -c 1 -W 5 -I wwan0 10.64.0.1 > /dev/null; }
# How often the program was told that session 0 is down.
downs() { heard | grep -o "07000080........000000000100000000000000${HEX}0c000000........0000000003000000" | wc -l; }
to_sleep() { echo "$1" > /sys/power/state; }

exec 3<> /dev/wwan0mbim0
cat <&3 > /tmp/heard &
send "010000001000000001000000""00100000"
wait_for 10 "heard | grep -q '^01000080'"; check "one program opens the port and keeps it"
answers; check "the modem answers it"
connect && reaches; check "and connects"
echo devices > /sys/power/pm_test; check "the kernel can try sleep"
echo 0 > /sys/module/suspend/parameters/pm_test_delay
ping -i 1 -I wwan0 10.64.0.1 > /tmp/ping 2>&1 &

echo enabled > $DEV/power/wakeup
bad=0 i=0 opens=$(status opens)
while [ $i -lt $N ]; do
	to_sleep freeze && carrier && answers && reaches || bad=$((bad + 1))
	i=$((i + 1))
done
[ $bad = 0 ]; check "$N times asleep, armed: sessions and programs go on (bad: $bad)"
[ "$(status opens)" = "$opens" ] && [ "$(status closes)" = 0 ]; check "never closed"
[ "$(status subscribe_sets)" -ge $((2 * N)) ] && [ "$(status filter_sets)" = 0 ]
check "armed by a list, with no packets to wake for"
[ "$(downs)" = 0 ]; check "nobody was told of an end"

bad=0 i=0
while [ $i -lt $N ]; do
	echo 1 > $KNOBS/forget
	to_sleep freeze && answers && wait_for 10 '! carrier' && connect && reaches || bad=$((bad + 1))
	i=$((i + 1))
done
[ $bad = 0 ]; check "$N times asleep, and everything forgotten: it works again (bad: $bad)"
[ "$(downs)" = $N ]; check "the end of its session was told once each time"

echo disabled > $DEV/power/wakeup
bad=0 i=0 closes=$(status closes) before=$(downs)
while [ $i -lt $N ]; do
	to_sleep freeze && wait_for 10 '! carrier' && answers && connect && reaches || bad=$((bad + 1))
	i=$((i + 1))
done
[ $bad = 0 ]; check "$N times asleep, closed: the same program connects again (bad: $bad)"
[ $(($(status closes) - closes)) = $N ]; check "closed each time"
[ $(($(downs) - before)) = $N ]; check "and the end of the session was told once each time"

if grep -q disk /sys/power/state; then
	closes=$(status closes)
	echo enabled > $DEV/power/wakeup
	bad=0 i=0
	while [ $i -lt 5 ]; do
		to_sleep disk && wait_for 10 '! carrier' && answers && connect && reaches || bad=$((bad + 1))
		i=$((i + 1))
	done
	[ $bad = 0 ]; check "hibernation, tried 5 times: the same program connects again (bad: $bad)"
	[ $(($(status closes) - closes)) = 5 ]; check "closed for it, wake or not"
fi

n=$(awk '/^down_bytes/ {v = 1; next} v && $1 != "not_open" {n += $2} END {print n + 0}' $KNOBS/status)
[ "$n" = 0 ]; check "the modem saw no other violation of MBIM ($n)"
[ "$(status not_open)" -le $N ]; check "but messages from a host that could not know"
echo END > "$VERDICT"
sleep 1
echo o > /proc/sysrq-trigger
sleep 60
INSIDE

export VERDICT
exec chroot $root /bin/sh /sleep.sh "${CASE_ARGS:-10}"
