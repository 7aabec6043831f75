# SPDX-License-Identifier: GPL-2.0
# Who may do what: nodes, settings and what there is to see are root's, links need
# CAP_NET_ADMIN, and nothing that anybody can read tells where the kernel keeps things.
. "$TOP/tests/vm/lib.sh"

unprivileged() { setpriv --reuid=65534 --regid=65534 --inh-caps=-all "$@"; }
nobody() { unprivileged --clear-groups "$@"; }
opens() { nobody sh -c "exec 3<>$1" 2> /dev/null; }
reads() { nobody cat "$1" > /dev/null 2>&1; }
# All that our modules show, of files that can be read at all.
shown() {
	find /sys/kernel/debug/ndis_shim /sys/kernel/debug/mbbcx /sys/kernel/debug/mbim_sim \
		/sys/module/ndis_shim/parameters /sys/module/mbbcx/parameters \
		"/sys/module/$CLIENT/parameters" -type f 2> /dev/null
	find /sys/class/net/wwan0/statistics /sys/class/wwan/ -follow -maxdepth 2 -type f 2> /dev/null
}
load_ports 2 && load ndisprot
check "the modules load"
modprobe configfs 2> /dev/null
mount -t configfs configfs /sys/kernel/config 2> /dev/null
modem_start m; check "a modem is plugged in"
wait_port && wait_port wwan0mbim1 && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)" 2
check "connected"

bad=
for node in /dev/wwan0mbim* $(find /dev -newer "$CASE_DIR/m.pid" -name '*dss*') /dev/ndisprot* /dev/[Nn]disprot*; do
	[ -c "$node" ] || continue
	say "$node $(stat -c '%U %a' "$node")"
	[ "$(stat -c %u "$node")" = 0 ] && [ "$(($(stat -c %a "$node") % 10))" = 0 ] && ! opens "$node" || bad="$bad $node"
done
[ -z "$bad" ]; check "nobody but root opens a node$bad"
! nobody mbimcli -d /dev/wwan0mbim0 --query-device-caps > /dev/null 2>&1; check "or talks to the modem"
bad=
for f in /sys/kernel/debug/mbbcx/*/state /sys/kernel/debug/ndis_shim/objects /sys/kernel/debug/ndis_shim/violations; do
	! reads "$f" || bad="$bad $f"
done
[ -z "$bad" ]; check "nobody but root reads debugfs$bad"
! nobody mkdir /sys/kernel/config/ndis_shim/some_driver 2> /dev/null; check "or configures a driver"
bad=$(find /sys/module/{ndis_shim,mbbcx,"$CLIENT"}/parameters -type f -perm /022 | tr '\n' ' ')
[ -z "$bad" ]; check "or sets a parameter$bad"
! nobody ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1 2> /dev/null
check "or makes a link"
! nobody ip link set wwan0 down 2> /dev/null && ! nobody ip link del wwan0 2> /dev/null
check "or takes one away"
! nobody ethtool -C wwan0 tx-usecs 1 > /dev/null 2>&1; check "or sets what ethtool sets"
ping4 wwan0 "$(gw4 0)" 2; check "the session has noticed none of it"

shown > "$CASE_DIR/files"
say "$(grep -c . "$CASE_DIR/files") files show something"
xargs -a "$CASE_DIR/files" grep -lE 'ffff[0-9a-f]{12}' > "$CASE_DIR/tell" 2> /dev/null
[ ! -s "$CASE_DIR/tell" ]; check "none of them tells an address of the kernel" || show cat "$CASE_DIR/tell"
dmesg | grep -iE 'ndis|mbb|mbim' | grep -E 'ffff[0-9a-f]{12}' > "$CASE_DIR/tell"
[ ! -s "$CASE_DIR/tell" ]; check "nor does the log" || show head "$CASE_DIR/tell"

# With the rule for a group, its members may.
member() { unprivileged --groups="$(getent group dialout | cut -d: -f3)" "$@"; }
mkdir -p /etc/udev/rules.d
cp "$TOP/udev/71-mbbcx-group.rules" /etc/udev/rules.d/
udev_start; check "udev has the rule for a group"
for node in /dev/wwan0mbim*; do say "$node $(stat -c '%U %G %a' "$node")"; done
member timeout 60 mbimcli -d /dev/wwan0mbim0 --query-device-caps > /dev/null 2>&1; check "a member talks to the modem"
! opens /dev/wwan0mbim0; check "nobody else does"
! member ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1 2> /dev/null; check "a member makes no link"
killall -q -w systemd-udevd
rm /etc/udev/rules.d/71-mbbcx-group.rules
check_violations m
modem_stop m
rmmod ndisprot
unload_stack; check "the modules unload"
check_unload
