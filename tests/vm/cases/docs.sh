# SPDX-License-Identifier: GPL-2.0
# The commands of README.md and docs/*.md that are for a machine with a modem: as they
# are shown, in the order of the pages, each group of them (scripts/check-doc-commands)
# in a machine that is as the page says. The argument names groups: docs:modem,sim.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/mm-lib.sh"

# ---- a machine as the pages have it ----

# Root has no sudo to become root with.
printf '#!/bin/sh\nexec "$@"\n' > /run/bin/sudo
chmod +x /run/bin/sudo
# Built in place: modules, a program, and the drivers that pages make at home.
for ko in "$BUILD"/src/{ndis_shim,mbbcx,drivers/*}/*.ko; do
	ln -sf "$ko" "$TOP/${ko#"$BUILD"/src/}"
done
ln -sf "$BUILD/ndisprot" "$TOP/drivers/ndisprot/tool/ndisprot"
for made in first:first mydriver:mydriver mydrv:mydrv-linux; do
	mkdir -p "$HOME/${made#*:}"
	ln -sf "$BUILD/${made%:*}.ko" "$HOME/${made#*:}/"
done
# Installed: depmod reads these few and not thousands of the kernel's.
installed=/run/modules/lib/modules/$RELEASE
mkdir -p "$installed/updates" "$installed/kernel" /etc/modprobe.d
modprobe -q -a --show-depends usbcore wwan vhci_hcd tun cdc_mbim veth configfs 2> /dev/null |
	awk '$1 == "insmod" {print $2}' | sort -u | xargs cp -t "$installed/kernel"
cp "/lib/modules/$RELEASE"/modules.{builtin,order}* "$installed/" 2> /dev/null
for ko in ndis_shim ndis_configfs mbbcx mbim_usb mbim_cdc mbim_sim ndisprot passthru; do
	cp "$BUILD/$ko.ko" "$installed/updates/"
done
depmod -b /run/modules "$RELEASE" && mount --bind /run/modules/lib/modules /lib/modules
check "the modules are installed"

loaded() { [ -e "/sys/module/$1" ]; }
# Whatever a page has left loaded, in an order in which it goes.
all_away() {
	unload first mydriver mydrv passthru ndisprot mbim_sim mbim_cdc mbim_usb mbbcx ndis_configfs ndis_shim
	check "$scenario: the modules unload"
	check_unload
}
modem_away() {
	check_violations m
	modem_stop m
}

# ---- the groups: what is there before, what has come when the next commands are due ----

begin_modem() { modprobe mbim_usb && modem_start m && wait_port && wait_if wwan0; }
end_modem() {
	modem_away
	all_away
}

begin_mm() {
	bus_start && modprobe mbim_usb && modem_start m && wait_port && udevadm settle -t 120 && mm_start &&
		wait_state disabled 240 && mmcli -m any --timeout=120 --enable > /dev/null && wait_state registered
}
end_mm() {
	mm_stop
	bus_stop
	modem_away
	modprobe -q -r cdc_mbim
	all_away
}

begin_nm() {
	begin_mm && nm_start &&
		patiently 60 eval 'nmcli -t -f DEVICE,TYPE device | grep -q "^wwan0mbim0:gsm"'
}
end_nm() {
	nm_stop
	end_mm
}

begin_ports() { begin_modem; }
ready_ports() { [ ! -e /etc/modprobe.d/mbbcx-ports.conf ] || wait_port wwan0mbim3; }
end_ports() {
	rm -f /etc/modprobe.d/mbbcx-ports.conf
	end_modem
}

begin_modprobe() { modem_start m; }
ready_modprobe() { ! loaded mbim_usb || wait_port; }
end_modprobe() {
	wait_for 20 test -c /dev/cdc-wdm0; check "modprobe: stock cdc_mbim has the modem in the end"
	modem_stop m
	modprobe -q -r cdc_mbim
	all_away
}

begin_insmod() { :; }
end_insmod() { all_away; }

begin_udev() { mkdir -p /etc/udev/rules.d && udev_start && begin_modem; }
end_udev() {
	bus_stop
	modem_away
	modprobe -q -r cdc_mbim
	all_away
}

begin_cdc() { CLIENT=mbim_cdc modem_start m && wait_if wwan0; }
ready_cdc() { ! loaded mbim_cdc || wait_port wwan1mbim0; }
end_cdc() {
	modem_away
	modprobe -q -r cdc_mbim
	all_away
}

begin_sim() { :; }
ready_sim() { ! loaded mbim_sim || { wait_port wwan1mbim0 && wait_port && { ip -n net link show ncx0 || wait_if ncx0; }; }; }
end_sim() { all_away; }

begin_skel() { :; }
ready_skel() { ! loaded first || wait_for 20 test -c /dev/first; }
end_skel() { all_away; }

begin_mydrv() { :; }
end_mydrv() { all_away; }

# eth0, and somebody on its other end who talks.
begin_ndis() {
	modprobe -q veth
	ip netns add peer && ip link add eth0 address 02:00:00:00:00:01 type veth peer name eth1 netns peer &&
		ip addr add 10.88.0.1/24 dev eth0 && ip link set eth0 up &&
		ip -n peer addr add 10.88.0.2/24 dev eth1 && ip -n peer link set eth1 up || return 1
	ip netns exec peer ping -q -i 0.2 10.88.0.1 > /dev/null 2>&1 &
	pinger=$!
}
ready_ndis() {
	if loaded mydriver; then
		wait_if my0
	elif loaded passthru; then
		wait_if ndisim0
	fi
}
end_ndis() {
	kill $pinger
	wait $pinger 2> /dev/null
	all_away
	ip link del eth0
	ip netns del peer
}

begin_configfs() { load ndis_shim; }
end_configfs() {
	rmdir /sys/kernel/config/ndis_shim/mydrv/parameters/Speed /sys/kernel/config/ndis_shim/mydrv
	all_away
}

begin_log() { load ndis_shim; }
end_log() {
	local event=/sys/kernel/tracing/events/ndis_shim/nt_violation
	[ ! -e $event ] || { echo '!stacktrace' > $event/trigger; echo 0 > $event/enable; }
	all_away
}

# ---- the commands ----

# shown FILE: its commands as a person gives them, one after the other, until one fails.
shown() { (cd "$TOP" && exec timeout 900 bash -euxo pipefail "$1") < /dev/null > "$CASE_DIR/out" 2>&1; }
# group NAME: all blocks of one group.
group() {
	local number place needs
	scenario=$1
	"begin_$scenario"; check "$scenario: it is as the pages say" || show ls /dev
	awk -v of="$scenario" '$3 == of' "$blocks/list" > "$blocks/of"
	while read -r number place _ needs; do
		due=$((due + 1))
		if [ "$needs" != - ] && [ ! -e "$needs" ]; then
			say "$place: left out: this kernel has no $needs"
			continue
		fi
		if [ "$(type -t "ready_$scenario")" = function ]; then
			"ready_$scenario" > /dev/null || not_ok "$scenario: what $place is about has not come"
		fi
		shown "$blocks/$number"; check "$place: as it is shown" || show tail -n 30 "$CASE_DIR/out"
	done < "$blocks/of"
	"end_$scenario"
}

blocks=$CASE_DIR/blocks
python3 "$TOP/scripts/check-doc-commands" --write guest "$blocks"; check "the pages are read"
wanted=${CASE_ARGS//,/ }
[ -n "$wanted" ] || wanted=$(awk '!seen[$3]++ {print $3}' "$blocks/list")
due=0
for name in $wanted; do
	group "$name"
done
[ -n "$CASE_ARGS" ] || [ "$due" -eq "$(grep -c . "$blocks/list")" ] && [ "$due" -gt 0 ]
check "these were all commands that the pages have for a guest: $due blocks"
umount /lib/modules
