# SPDX-License-Identifier: GPL-2.0
# NetworkManager on top of ModemManager: one connection profile, as a person at a
# desk would make it, and what becomes of it when the network or the plug goes.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

nm_show() {
	show nmcli device
	show tail -n 40 "$CASE_DIR/nm.log"
}
active() { [ "$(nmcli -g GENERAL.STATE connection show modem 2> /dev/null)" = activated ]; }
# Any address in the modem's network answers.
world() { ping -q -c 3 -i 0.2 -W 5 "$1" > "$CASE_DIR/ping" 2>&1 || { show cat "$CASE_DIR/ping"; show ip route; show ip -6 route; false; }; }

load_stack; check "the modules load"
bus_start; check "D-Bus and udev start"
modem_start m; check "a modem is plugged in"
wait_port && udevadm settle -t 120 && mm_start && wait_state disabled 240; check "ModemManager finds it" || mm_show
nm_start; check "NetworkManager starts"
patiently 60 eval 'nmcli -t -f DEVICE,TYPE device | grep -q "^wwan0mbim0:gsm"'; check "it has the modem, too" || nm_show
nmcli connection add type gsm con-name modem ifname '*' apn internet \
	connection.autoconnect-retries 0 > "$CASE_DIR/out" 2>&1; check "a profile is made"
nmcli --wait 180 connection up modem > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
patiently 60 active; check "it comes up" || { nm_show; mm_show; }
show ip addr show dev wwan0
show ip route
world 198.51.100.7; check "the world is reached over IPv4"
world 2001:db8:ffff::7; check "and over IPv6"

ctl m coverage off > /dev/null
patiently 60 eval '! active && ! carrier wwan0'; check "out of reach: NetworkManager knows"
ctl m coverage on > /dev/null
patiently 240 active && world 198.51.100.7; check "in reach again, it connects by itself" || nm_show
ctl m unplug > /dev/null
patiently 60 eval '! nmcli -t -f DEVICE device | grep -q "^wwan0mbim0"'; check "unplugged: it is gone"
ctl m replug > /dev/null
patiently 240 active && world 2001:db8:ffff::7; check "plugged in again it is connected again" || { nm_show; mm_show; }
nmcli --wait 60 connection down modem > "$CASE_DIR/out" 2>&1 || show cat "$CASE_DIR/out"
wait_for 20 eval '! carrier wwan0'; check "taken down, the context ends"

nm_stop; check "NetworkManager ends"
usb_end
