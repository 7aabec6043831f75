# SPDX-License-Identifier: GPL-2.0
# A module of the build folder, by its name: loads, has its own try.sh run if
# scripts/try-driver has brought one, and unloads with nothing left.
. "$TOP/tests/vm/lib.sh"

name=$CASE_ARGS
tried=$BUILD/try/$name
file=$BUILD/$name.ko
needs() { modinfo -F depends "$file" | tr ',' '\n' | grep -qx "$1"; }
lines() { while IFS= read -r l; do say "$l"; done; }

modprobe -q -a usbcore wwan configfs
mount -t configfs configfs /sys/kernel/config 2> /dev/null
stack=ndis_shim
! needs mbbcx || stack="ndis_shim mbbcx"
load $stack; check "the modules below it load"
# What its author has said, between quotes or not.
eval "insmod \"$file\" $(cat "$tried/config.args" 2> /dev/null)" 2> "$CASE_DIR/insmod" ||
	{ lines < "$CASE_DIR/insmod"; false; }
check "$name loads"
sleep 1
if [ -e "$tried/try.sh" ]; then
	# Where its author has it, since it may want programs there.
	(cd "$(cat "$tried/config.from")" && timeout 120 bash ./try.sh) > "$CASE_DIR/try" 2>&1
	rc=$?
	lines < "$CASE_DIR/try"
	(exit $rc); check "$name: try.sh"
fi
unload "$name"; check "$name unloads"
[ "$stack" = ndis_shim ] || unload mbbcx
unload ndis_shim; check "and the modules below it"
dmesg | grep -E "^[^]]*\] (ndis_shim|mbbcx|$name)[: ]" | grep -vE 'taints kernel|module verification' |
	lines
check_unload
