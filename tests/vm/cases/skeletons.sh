# SPDX-License-Identifier: GPL-2.0
# What scripts/new-client makes: each of the six loads, does what its README says can
# be seen, and goes without a trace.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

said() { dmesg | grep -q "$1"; }
node() { set -- /dev/skel_usb.*; [ -c "$1" ] && echo "$1"; }
no_node() { ! node; }
interfaces() { ls /sys/class/net | sort; }
# new_interface: the one that was not in $before.
new_interface() { interfaces | grep -vxF "$before" | head -1; }
has_new_interface() { [ -n "$(new_interface)" ]; }
counted() { [ "$(cat "/sys/class/net/$1/statistics/$2")" -gt 0 ]; }

# ---- mbb ----
load ndis_shim mbbcx skel_mbb; check "mbb: it loads"
wait_for 10 said 'skel_mbb: adapter of session 0'; check "mbb: MbbCx has asked for its adapter"
wait_port && wait_if; check "mbb: there is a port, and an interface"
mbim --noop > "$CASE_DIR/noop" 2>&1 || { show cat "$CASE_DIR/noop"; false; }
check "mbb: the port can be opened and closed"
! mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 && grep -q NoDeviceSupport "$CASE_DIR/caps" ||
	{ show cat "$CASE_DIR/caps"; false; }
check "mbb: a command is refused in so many words"
unload skel_mbb mbbcx; check "mbb: it unloads"

# ---- netadapter ----
before=$(interfaces)
load skel_netadapter; check "netadapter: it loads"
wait_for 10 has_new_interface; check "netadapter: there is a new interface"
if=$(new_interface)
ip link set "$if" up && wait_carrier "$if"; check "netadapter: it has a link"
ip addr add 192.0.2.2/24 dev "$if"
ip neigh replace 192.0.2.1 lladdr 02:00:00:00:00:09 dev "$if"
ping -q -c 3 -i 0.2 -W 1 -I "$if" 192.0.2.1 > "$CASE_DIR/ping" 2>&1
wait_for 10 counted "$if" tx_packets; check "netadapter: what is sent is counted"
wait_for 10 counted "$if" rx_packets; check "netadapter: and comes back"
unload skel_netadapter; check "netadapter: it unloads"

# ---- kmdf ----
insmod "$BUILD/skel_kmdf.ko" config='Period=20'; check "kmdf: it loads"
said 'skel_kmdf: working, a tick every 20 ms'; check "kmdf: it has read its parameter"
wait_for 10 test -c /dev/skel_kmdf && echo hello > /dev/skel_kmdf; check "kmdf: its node takes a message"
[ "$(timeout 20 cat /dev/skel_kmdf)" = hello ]; check "kmdf: which can be read, and ends"
sleep 0.5
unload skel_kmdf; check "kmdf: it unloads"
said 'skel_kmdf: going, after [1-9][0-9]* ticks'; check "kmdf: its timer has run"
insmod "$BUILD/skel_kmdf.ko" config='Period=1'; check "kmdf: it loads with a parameter that no device can have"
said 'skel_kmdf: EvtDriverDeviceAdd failed, status 0xc000000d' && [ ! -e /dev/skel_kmdf ]
check "kmdf: the log tells why there is none"
unload skel_kmdf; check "kmdf: it unloads without one"

# ---- usb ----
modprobe -q usbcore
load skel_usb; check "usb: it loads"
modem_start m --pid 1; check "usb: a device is plugged in"
wait_for 20 said 'skel_usb: device 1209:0001'; check "usb: it is found"
wait_for 10 said 'skel_usb: endpoint 0x8'; check "usb: it has pipes"
wait_for 10 said 'skel_usb: working'; check "usb: it works"
wait_for 10 node > /dev/null; check "usb: it has a node"
timeout 20 cat "$(node)" > "$CASE_DIR/told"
grep -q '^device 1209:0001, USB' "$CASE_DIR/told" || { show cat "$CASE_DIR/told"; false; }
check "usb: which tells what it is, and ends"
[ "$(grep -c . "$CASE_DIR/told")" -eq 1 ]; check "usb: once"
modem_stop m
wait_for 20 said 'skel_usb: going'; check "usb: it is unplugged"
wait_for 10 no_node; check "usb: the node goes with it"
unload skel_usb; check "usb: it unloads"

# ---- protocol ----
modprobe -q veth
ip netns add peer
veth_up; check "protocol: a veth pair"
insmod "$BUILD/skel_protocol.ko" bind=v0; check "protocol: it loads"
wait_for 10 said 'skel_protocol: bound to .*v0'; check "protocol: it is bound"
pings v0; check "protocol: and disturbs nobody"
unload skel_protocol; check "protocol: it unloads"
said 'skel_protocol: unbound from .*v0, [1-9][0-9]* frames'; check "protocol: it has counted frames"

# ---- im ----
insmod "$BUILD/skel_im.ko" bind=v0; check "im: it loads"
wait_if ndisim0; check "im: its interface appears"
lies_on ndisim0 v0; check "im: on top of v0"
wait_for 10 has_address ndisim0 10.88.0.1 && ip link set ndisim0 up && wait_carrier ndisim0
check "im: it is set up"
pings ndisim0; check "im: everything passes through"
unload skel_im ndis_shim; check "im: it unloads"
check_unload
