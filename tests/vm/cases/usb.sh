# SPDX-License-Identifier: GPL-2.0
# What USB does to a bound modem besides unplugging it: unbinding by either
# interface, selective suspend and resume, port reset, deauthorisation.
. "$TOP/tests/vm/lib.sh"

dev() { for d in /sys/bus/usb/devices/*; do [ "$(cat "$d/idVendor" 2> /dev/null)" = 1209 ] && echo "$d"; done | head -1; }
answers() { mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 || { show cat "$CASE_DIR/caps"; false; }; }
status_is() { [ "$(cat "$(dev)/power/runtime_status")" = "$1" ]; }
# USBDEVFS_RESET on the device's file.
port_reset() {
	perl -e 'open(F, "+<", $ARGV[0]) or die; defined(ioctl(F, 0x5514, 0)) or die $!' \
		"/dev/bus/usb/$(printf '%03d/%03d' "$(cat "$(dev)/busnum")" "$(cat "$(dev)/devnum")")"
}

load_stack idle_timeout_ms=1000; check "the modules load"
modem_start m; check "an emulated modem is plugged in"
wait_port && answers; check "it answers"

base=$(basename "$(dev)")
for i in 0 1; do
	echo "$base:1.$i" > "/sys/bus/usb/drivers/$CLIENT/unbind"; check "unbinding interface $i"
	wait_for 10 test ! -e /dev/wwan0mbim0; check "the port is gone"
	[ ! -e "/sys/bus/usb/devices/$base:1.0/driver" ] && [ ! -e "/sys/bus/usb/devices/$base:1.1/driver" ]
	check "both interfaces are free"
	echo "$base:1.0" > "/sys/bus/usb/drivers/$CLIENT/bind"; check "binding the control interface"
	[ -e "/sys/bus/usb/devices/$base:1.1/driver" ]; check "takes the data interface along"
	wait_port && answers; check "it answers again"
done

wait_for 30 status_is suspended; check "an idle modem is suspended"
answers; check "a command wakes it"
wait_for 30 status_is suspended; check "and it sleeps again"

# The function stays open over a sleep: no reset, even of a modem that does not
# tell what was negotiated, which is how a driver could see that it forgot.
echo on > "$(dev)/power/control"
ctl m set input_size_stall 1 > /dev/null
resets=$(modem_field m reset_function)
echo auto > "$(dev)/power/control"
wait_for 30 status_is suspended; check "a modem that refuses GET_NTB_INPUT_SIZE sleeps"
answers; check "and wakes"
[ "$(modem_field m reset_function)" = "$resets" ]; check "without having been reset"
wait_for 30 status_is suspended
ctl m set input_size_stall 0 > /dev/null
answers; check "a modem that tells it again wakes"
[ "$(modem_field m reset_function)" = "$resets" ]; check "without having been reset, too"
wait_for 30 status_is suspended
echo "$base:1.0" > "/sys/bus/usb/drivers/$CLIENT/unbind"; check "unbinding a sleeping modem"
echo "$base:1.0" > "/sys/bus/usb/drivers/$CLIENT/bind"; check "and binding it"
wait_port && answers; check "it answers"

port_reset; check "a port reset"
[ -e "/sys/bus/usb/devices/$base:1.0/driver" ]; check "leaves the driver bound"
wait_port && answers; check "it answers after the reset"
connect wwan0 0 && wait_carrier wwan0 && ping4 wwan0 "$(gw4 0)"; check "and connects"
port_reset; check "a port reset under a session"
wait_port && answers; check "it answers after that, too"

echo 0 > "$(dev)/authorized"; check "deauthorising the device"
wait_for 10 test ! -e /dev/wwan0mbim0; check "takes the port away"
echo 1 > "$(dev)/authorized"; check "authorising it"
wait_port && answers; check "brings it back"

check_violations m
modem_stop m
wait_for 10 test ! -e /dev/wwan0mbim0
unload_stack; check "the modules unload"
check_unload
