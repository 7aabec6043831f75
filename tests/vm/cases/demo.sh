# SPDX-License-Identifier: GPL-2.0
# From plug to ping, as a person would see it. Lines "demo> " are the summary.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"
tell() { echo "demo> $*" > /dev/console; say "$*"; }
tell_output() { "$@" 2>&1 | while IFS= read -r l; do echo "demo>     $l" > /dev/console; done; }

tell "kernel $(uname -r), libmbim $(mbimcli --version | sed -n '1s/.* //p')"
load_stack; check "the modules load"
modem_start m; check "an emulated MBIM modem is plugged in"
wait_port; check "the control port /dev/wwan0mbim0 appears"
wait_if wwan0; check "the network interface wwan0 appears"
tell "interfaces:"
tell_output ip -br link show type wwan

mbim --query-device-caps > "$CASE_DIR/caps" 2>&1; check "mbimcli reads the device capabilities"
tell "device capabilities:"
tell_output sed -n 's/^\t *\(Device ID\|Firmware info\|Max sessions\|Data class\): */\1: /p' "$CASE_DIR/caps"
mbim --attach-packet-service > "$CASE_DIR/attach" 2>&1; check "the modem attaches to the network"
connect wwan0 0; check "session 0 connects"
wait_carrier wwan0; check "the carrier follows"
tell "wwan0, configured by what the modem said:"
tell_output ip -br addr show dev wwan0
ping4 wwan0 "$(gw4 0)"; check "ping over IPv4 through wwan0"
tell "ping $(gw4 0) through wwan0:"
tell_output tail -2 "$CASE_DIR/ping"
ping6 wwan0 "$(gw6 0)"; check "ping over IPv6 through wwan0"
tell "ping $(gw6 0) through wwan0:"
tell_output tail -2 "$CASE_DIR/ping"

ip link add name wwan0.1 parentdev wwan0 type wwan linkid 1; check "ip link makes a link for session 1"
connect wwan0.1 1; check "session 1 connects"
wait_carrier wwan0.1
ping4 wwan0.1 "$(gw4 1)"; check "ping over IPv4 through wwan0.1"
ping6 wwan0.1 "$(gw6 1)"; check "ping over IPv6 through wwan0.1"
tell "with a second session, made by ip link, IPv4 and IPv6 pinged through it, too:"
tell_output ip -br addr show type wwan

insmod "$BUILD/passthru.ko" bind=wwan0 && wait_if ndisim0
check "passthru, an NDIS intermediate driver, makes ndisim0 on top of wwan0"
mine=$(sed -n "s/.*IP \[0\]: '\([0-9.]*\).*/\1/p" "$CASE_DIR/ip.0" | head -1)
wait_for 10 eval 'ip -o addr show dev ndisim0 | grep -q " $mine/"'; check "it has the address of wwan0 now"
ip link set ndisim0 up && wait_carrier ndisim0; check "it is set up like any other interface"
tell "passthru, an NDIS intermediate driver, between Linux and wwan0:"
tell_output ip -br addr show dev wwan0
tell_output ip -br addr show dev ndisim0
ping4 ndisim0 "$(gw4 0)"; check "ping over IPv4 through ndisim0"
tell "ping $(gw4 0) through ndisim0, passthru and wwan0:"
tell_output tail -2 "$CASE_DIR/ping"
ping6 ndisim0 "$(gw6 0)"; check "ping over IPv6 through ndisim0"
rmmod passthru; check "passthru unloads"
wait_for 10 eval 'ip -o addr show dev wwan0 | grep -q " $mine/"' && ping4 wwan0 "$(gw4 0)"
check "and wwan0 is as it was"

ctl m unplug > /dev/null
wait_for 10 test ! -e /sys/class/net/wwan0; check "unplugged: the interfaces are gone"
tell "unplugged: $(ip -br link show type wwan | grep -c . || true) wwan interfaces left"

bus_start; check "D-Bus and udev start"
ctl m replug > /dev/null
wait_port && udevadm settle -t 120; check "plugged in again"
mm_start; check "ModemManager starts"
wait_state disabled 240; check "it finds the modem" || mm_show
mmcli -m any --timeout=180 --simple-connect="apn=internet,ip-type=ipv4v6" > "$CASE_DIR/simple" 2>&1 || show cat "$CASE_DIR/simple"
wait_state connected 120; check "which connects it"
BEARER=$(value "-m any" modem.generic.bearers | head -1)
bearer_configure "$BEARER" && bearer_ping "$BEARER" 4; check "ping over IPv4 from the bearer's address"
bearer_ping "$BEARER" 6; check "ping over IPv6"
tell "plugged in again; mmcli -m any, in short:"
# mmcli has colours even for files.
mmcli -m any | sed 's/\x1b\[[0-9;]*m//g' > "$CASE_DIR/modem"
tell_output grep -E '(model|drivers|primary port|  ports|  state|access tech|signal quality|operator name|registration|paths):' "$CASE_DIR/modem"
tell "ping from the bearer's address:"
tell_output tail -2 "$CASE_DIR/ping"

usb_end
