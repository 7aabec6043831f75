# SPDX-License-Identifier: GPL-2.0
# A modem that answers wrongly, twice, not at all or with errors: one clear end for
# the program that asked, a counter for it, and everybody goes on.
. "$TOP/tests/vm/lib.sh"
. "$TOP/tests/vm/recovery-lib.sh"

load_stack; check "the modules load"
modem_start m; check "a modem is plugged in"
wait_port && wait_if wwan0 && connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "connected"

# ---- answers ----
fault answer_twice answers_unknown "status 0"
fault answer_foreign answers_unknown "status 0"
fault answer_mismatch answers_mismatched "FUNCTION_ERROR 6"
fault answer_malformed fragment_errors "FUNCTION_ERROR 3"
fault function_error function_errors "FUNCTION_ERROR 6"
fault command_stall send_failures "status 2"
fault command_error send_failures "status 2"
fault response_error receive_failures "status 0"
ping4 wwan0 "$(gw4 0)"; check "the session has not noticed"
[ "$(mbbcx_counter reopens)" = 0 ]; check "nor was the function opened again"

# ---- notifications ----
before=$(usb_counter notifications_missed)
ctl m set notify_drop 1 > /dev/null
answered; check "an answer is found although its notification was lost"
[ "$(usb_counter notifications_missed)" -gt "${before:-0}" ]; check "it is counted"
ctl m set notify_drop 1 > /dev/null
started=$SECONDS
answered && [ $((SECONDS - started)) -lt 15 ]; check "the next one is found sooner"
ping4 wwan0 "$(gw4 0)"; check "the session is still up"

# ---- a function that forgets ----
ctl m forget > /dev/null
asks; ends "status 2"; check "forget: the command that meets it fails"
wait_for 20 answered; check "forget: the function is open again"
[ "$(mbbcx_counter reopens)" = 1 ]; check "forget: after one OPEN"
wait_for 5 eval '! carrier wwan0'; check "forget: the session is down"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "forget: and comes up again"
ctl m forget > /dev/null
asks
wait_for 60 answered; check "again: it is answered again"
[ "$(mbbcx_counter power_cycles)" = 1 ]; check "again: after a power cycle"
connect wwan0 0 && ping4 wwan0 "$(gw4 0)"; check "again: traffic flows"
check_violations m
modem_stop m
wait_for 20 test ! -e /dev/wwan0mbim0; check "the modem is unplugged"

# ---- fragments ----
modem_start m --max-control 64; check "a modem with small fragments"
wait_port && wait_for 30 answered; check "it answers"
fault fragment_drop fragment_errors "status 2"
check_violations m
modem_stop m
unload_stack; check "the modules unload"
check_unload
