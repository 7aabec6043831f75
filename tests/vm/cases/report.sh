# SPDX-License-Identifier: GPL-2.0
# mbb-report while a modem is connected: what it has to say, and what it must not, each
# of it there to be found.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

IMEI=353001234567890
report() { python3 "$TOP/scripts/mbb-report" "$@" > "$CASE_DIR/report" 2> "$CASE_DIR/report.err"; }
says() { grep -qE -- "$1" "$CASE_DIR/report"; check "it says: $2" || grep -nE "${3:-^==}" "$CASE_DIR/report" | head -30 > /dev/console; }
# Not told: $1, which has to be something, and be known to whom the report asks ($2).
hides() {
	[ -n "$1" ] && [ "$1" != -- ]; check "there is $2 to hide"
	! grep -qF -- "$1" "$CASE_DIR/report"; check "it hides $2" || { grep -nF -- "$1" "$CASE_DIR/report" | head -3 > /dev/console; }
}

load_stack; check "the modules load"
bus_start; check "D-Bus and udev start"
modem_start m --serial 1; check "a modem is plugged in"
wait_port && udevadm settle -t 120 && mm_start && wait_state disabled 240; check "ModemManager finds it" || mm_show
mm_connect one "apn=private.example,user=somebody,password=verysecret,ip-type=ipv4v6"
patiently 60 mmcli -m any --timeout=180 --simple-connect="apn=private.example,user=somebody,password=verysecret,ip-type=ipv4v6"
wait_state connected; check "it connects" || mm_show
BEARER=$(value "-m any" modem.generic.bearers | head -1)
bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping"
imsi=$(value "-i $(value "-m any" modem.generic.sim)" sim.properties.imsi)
iccid=$(value "-i $(value "-m any" modem.generic.sim)" sim.properties.iccid)
phone=$(value "-m any" modem.generic.own-numbers | head -1)
address=$(bearer_address "$BEARER" 4)
address6=$(bearer_address "$BEARER" 6)
gateway=$(value "-b $BEARER" bearer.ipv4-config.gateway)
# The log has some of it, too, in words that nobody has foreseen.
echo "mbbcx: noted: $IMEI, ($imsi) [$iccid] \"$phone\" from $address and $address6" > /dev/kmsg

report; check "mbb-report ends well" || show cat "$CASE_DIR/report.err"
says "^kernel: $(uname -r)" "the kernel"
says '^loaded: .*used by' "which modules are loaded"
says '^tx_hold_us: 300' "their parameters"
says '^usb [0-9-]+|== usb .*: lsusb' "the modem"
says ': class 02/0e/00 driver mbim_usb' "its interfaces and drivers"
says '^12 01 ' "its descriptors"
says '^== wwan wwan0mbim0' "its port"
says '^state: activated' "the session"
says '^ *device_tx_ntbs: [1-9]' "its counters"
says '^== mbbcx/.*/state' "debugfs"
says 'mbbcx: noted' "the log"
says 'modem.generic.state *: connected' "what ModemManager says"
says 'bearer.status.connected *: yes' "and of the bearer"
hides "$IMEI" "the IMEI"
hides "$imsi" "the IMSI"
hides "$iccid" "the ICCID"
hides "$phone" "the telephone number"
hides "$address" "the address"
hides "$address6" "the IPv6 address"
hides "$gateway" "the gateway"
hides MODEM0001 "the serial number"
hides private.example "the access point"
hides somebody "the user"
hides verysecret "the password"
says '^imei: 1 different' "how many IMEIs it hid"
says '^ipv4: [1-9]' "and addresses"
says '^never collected: messages' "what it never had"
[ "$(grep -c '<imei-1>' "$CASE_DIR/report")" -ge 2 ]; check "one value has one word"

report --with-addresses; grep -qF "$address" "$CASE_DIR/report"; check "addresses are there for whoever asks for them"
! grep -qF "$IMEI" "$CASE_DIR/report"; check "and nothing else"
rm -f "$CASE_DIR/file"; umask 000
report -o "$CASE_DIR/file"; [ "$(stat -c %a "$CASE_DIR/file")" = 600 ]; check "a file is nobody else's"
umask 022
usb_end
