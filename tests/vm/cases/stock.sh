# SPDX-License-Identifier: GPL-2.0
# The emulated modem under stock cdc_mbim: proves modem and cases right. What
# stock does against the rules is a named list (tests/modem/stock-departures).
. "$TOP/tests/vm/lib.sh"

modprobe cdc_mbim
modem_start m --allow-file "$TOP/tests/modem/stock-departures"
check "the modem is plugged in"
wait_for 20 test -c /dev/cdc-wdm0; check "stock cdc_mbim offers /dev/cdc-wdm0"
export PORT=/dev/cdc-wdm0
mbim --query-device-caps > "$CASE_DIR/caps" 2>&1 || show cat "$CASE_DIR/caps"
grep -q 353001234567890 "$CASE_DIR/caps"; check "device caps"
for q in --query-subscriber-ready-status --query-registration-state --query-signal-state \
	--query-device-services --query-home-provider --query-radio-state --query-packet-service-state; do
	mbim "$q" > "$CASE_DIR/q" 2>&1 || { show cat "$CASE_DIR/q"; false; }
	check "mbimcli $q"
done
mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1; check "attach"
# Stock drops every session at CLOSE: keep the function open between commands.
mbim --no-close --connect=session-id=0,apn=internet,ip-type=ipv4v6 > "$CASE_DIR/c" 2>&1 || show cat "$CASE_DIR/c"
mbim --no-open=20 --no-close --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1; check "connect, IP configuration"
configure wwan0 0
ping4 wwan0 "$(gw4 0)"; check "IPv4"
ping6 wwan0 "$(gw6 0)"; check "IPv6"
mbim --no-open=30 --disconnect=0 > "$CASE_DIR/d" 2>&1; check "disconnect"
check_violations m
ctl m unplug > /dev/null
wait_for 10 test ! -e /dev/cdc-wdm0; check "unplug"
modem_stop m
modprobe -r cdc_mbim
