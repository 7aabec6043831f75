# SPDX-License-Identifier: GPL-2.0
# Parameters of a driver in configfs: made before it is loaded, read by its adapters,
# gone with their folders.
. "$TOP/tests/vm/lib.sh"

base=/sys/kernel/config/ndis_shim
driver=$base/test_softnic
jumbo="$driver/parameters/*JumboPacket"
# The interface of the first adapter.
net() {
	local d
	for d in /sys/class/net/*/device; do
		[ "$(basename "$(readlink -f "$d")")" = test_softnic.0 ] || continue
		basename "$(dirname "$d")"
	done
}
have_net() { [ -n "$(net)" ]; }

modprobe -q configfs
mount -t configfs configfs /sys/kernel/config 2>/dev/null
load ndis_shim ndis_configfs; check "ndis_configfs loads"
[ -d "$base" ]; check "there is a folder of ours"
mkdir "$driver" && [ -d "$driver/parameters" ]; check "a driver that is not loaded has one"
mkdir "$jumbo"; check "a parameter"
[ "$(cat "$jumbo/type")" = text ]; check "text, to begin with"
[ -z "$(cat "$jumbo/value")" ]; check "without a value"
! mkdir "$driver/parameters/*jumbopacket" 2>/dev/null; check "its name has no case"
echo REG_DWORD > "$jumbo/type"; check "a number"
! echo words > "$jumbo/value" 2>/dev/null; check "what is no number is refused"
echo 3000 > "$jumbo/value" && [ "$(cat "$jumbo/value")" = 3000 ]; check "a number is not"
! echo REG_NOTHING > "$jumbo/type" 2>/dev/null; check "no such type is refused"
! rmmod ndis_configfs 2>/dev/null; check "the module stays while there are folders"
load test_softnic; check "the driver loads"
wait_for 10 have_net; check "it has an interface"
ip -d link show "$(net)" | grep -q 'maxmtu 3000'; check "of the size that configfs says"
unload test_softnic; check "it unloads"
rmdir "$jumbo" && rmdir "$driver"; check "the folders go"
unload ndis_configfs ndis_shim; check "and the modules"
check_unload
