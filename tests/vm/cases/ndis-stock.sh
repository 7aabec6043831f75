# SPDX-License-Identifier: GPL-2.0
# NDIS drivers over the Ethernet-framed wwan0 that stock cdc_mbim makes. It has no
# ARP, and no use for addresses.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/ndis-lib.sh"

tool=$BUILD/ndisprot
modprobe cdc_mbim
modem_start m --allow-file "$TOP/tests/modem/stock-departures"
wait_for 20 test -c /dev/cdc-wdm0; check "a modem under stock cdc_mbim"
export PORT=/dev/cdc-wdm0
mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1
# Stock drops every session at CLOSE: keep the function open between commands.
mbim --no-close --connect=session-id=0,apn=internet,ip-type=ipv4v6 > "$CASE_DIR/c" 2>&1 || show cat "$CASE_DIR/c"
mbim --no-open=20 --no-close --query-ip-configuration=0 > "$CASE_DIR/ip.0" 2>&1; check "connected"
configure wwan0 0
mine=$(sed -n "s/.*IP \[0\]: '\([0-9.]*\).*/\1/p" "$CASE_DIR/ip.0" | head -1)
[ "$(cat /sys/class/net/wwan0/type)" = 1 ]; check "wwan0 is Ethernet"
ping4 wwan0 "$(gw4 0)"; check "ping over it"

# echoes IF: a receiver that stays, whose echo request has been answered.
echoes() {
	receive "$1" seen -s "$(frame echo "$mac" "$mac" "$mine" "$(gw4 0)")"
	wait_for 30 grep -q "^$mac............$ECHO_REPLY" "$CASE_DIR/seen" ||
		{ show cat "$CASE_DIR/seen" "$CASE_DIR/seen.err"; false; }
}

# ---- a protocol beside Linux ----
load ndis_shim && insmod "$BUILD/ndisprot.ko" bind=wwan0 && bound wwan0; check "ndisprot is bound to wwan0"
mac=$("$tool" query wwan0 0x01010102)
[ "$mac" = "$(tr -d : < /sys/class/net/wwan0/address)" ]; check "whose address is the one that Linux knows"
receive wwan0 seen -f promiscuous
ping4 wwan0 "$(gw4 0)"; check "ping goes on below the driver"
sees_answers() { [ "$(grep -c "^$mac............0800" "$CASE_DIR/seen")" -ge 5 ]; }
wait_for 30 sees_answers; check "and the driver sees the answers"
receive_stop
echoes wwan0; check "an echo request of its own comes back"
receive_stop
rmmod ndisprot; check "it unloads"

# ---- an intermediate driver instead of it ----
insmod "$BUILD/passthru.ko" bind=wwan0 && wait_if ndisim0; check "passthru makes an interface over wwan0"
wait_for 10 has_address ndisim0 "$mine"; check "the address has moved up"
ip link show ndisim0 | grep -q NOARP; check "it has no ARP either"
ip link set ndisim0 up && wait_carrier ndisim0; check "it is set up"
ping4 ndisim0 "$(gw4 0)"; check "ping over IPv4"
ping6 ndisim0 "$(gw6 0)"; check "ping over IPv6"
insmod "$BUILD/test_passthru2.ko" bind=ndisim0 && wait_if ndisim1; check "a second one on top of it"
lies_on ndisim1 ndisim0 && ip link show ndisim1 | grep -q ndisim1@ndisim0; check "as Linux sees it, too"
wait_for 10 has_address ndisim1 "$mine"; check "the address has moved up once more"
ip link set ndisim1 up && wait_carrier ndisim1; check "it is set up"
ping4 ndisim1 "$(gw4 0)"; check "ping through both"
insmod "$BUILD/ndisprot.ko" bind=ndisim1 && bound ndisim1; check "ndisprot on top of both"
echoes ndisim1; check "an echo request of its own comes back through them"

ping -q $FLOOD -I ndisim1 "$(gw4 0)" > /dev/null 2>&1 &
pinger=$!
sleep 1
ctl m unplug > /dev/null
wait_for 20 test ! -e /sys/class/net/ndisim0 -a ! -e /sys/class/net/ndisim1
check "unplugged under traffic: all interfaces are gone"
wait "$receiver"
grep -q 'No such device' "$CASE_DIR/seen.err"; check "the reader is told"
kill $pinger 2> /dev/null
wait $pinger 2> /dev/null
check_violations m
modem_stop m
unload ndisprot test_passthru2 passthru ndis_shim; check "the drivers unload"
check_unload
modprobe -r cdc_mbim
