# SPDX-License-Identifier: GPL-2.0
# shellcheck shell=bash
# What the cases about a modem's faults share: a question on a port, how it ended
# for the program, and what the counters say.

mbbcx_state() { sed -n "s/^$1 *//p" /sys/kernel/debug/mbbcx/*/state 2> /dev/null; }
mbbcx_counter() { sed -n "s/^$1 *//p" /sys/kernel/debug/mbbcx/*/counters 2> /dev/null; }
usb_counter() { sed -n "s/^$1 //p" "/sys/module/$CLIENT/parameters/counters"; }
# asks: one DEVICE_CAPS query of a program that opens port 0 for it. What
# it got is in $CASE_DIR/asked.
asks() { "$BUILD/mbb-ports" -t 150 -c 1 /dev/${WWAN}mbim0 > "$CASE_DIR/asked" 2>&1; }
answered() { asks && grep -q '^status 0 ' "$CASE_DIR/asked"; }
# ends TEXT: the last program heard this.
ends() { grep -q "$1" "$CASE_DIR/asked" || { show cat "$CASE_DIR/asked"; false; }; }
# moved COUNTER BEFORE
moved() { [ "$(mbbcx_counter "$1")" -gt "${2:-0}" ]; }
# fault KNOB COUNTER TEXT: one of it under a question. The program hears TEXT, the
# counter moves, and the next question is answered.
fault() {
	local before
	before=$(mbbcx_counter "$2")
	ctl m set "$1" 1 > /dev/null
	asks
	ends "$3"; check "$1: the program hears \"$3\""
	moved "$2" "$before"; check "$1: $2 has counted"
	ctl m set "$1" 0 > /dev/null
	answered; check "$1: the next one is answered"
}
