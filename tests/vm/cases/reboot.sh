# SPDX-License-Identifier: GPL-2.0
# A reboot closes the function: the guest goes down in this case, and what the
# modem saw on the way is the result. Must be alone in its boot.
. "$TOP/tests/vm/lib.sh"

load_stack; check "the modules load"
modem_start m --verbose
wait_port && connect wwan0 0; check "connected"
# The modem's event log goes straight to the verdict: nothing else survives.
(tail -n +1 -f "$CASE_DIR/m.log" | while IFS= read -r l; do
	case $l in *CLOSE*) echo "ok - reboot: CLOSE reaches the modem on reboot" > "$VERDICT" ;; esac
done) &
sleep 1
echo "EXPECT reboot: CLOSE reaches the modem on reboot" > "$VERDICT"
echo END > "$VERDICT"
reboot -f
sleep 60
