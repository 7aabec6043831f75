#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Prints the lines of a console log that mean the kernel found a bug; exit
# status 1 if there are any. Known ones, that are not ours, are named here
# with the reason.
set -u
log=${1:?console log}

# lib/maple_tree.c:816/:860: user-mode Linux's own fork path, reported by its
# RCU checks before anything of ours runs.
known='lib/maple_tree.c:(816|860)'

found=$(grep -aE \
	'BUG:|KASAN:|UBSAN:|WARNING:|possible circular|possible recursive|inconsistent lock state|suspicious RCU|unreferenced object|INFO: task .* blocked|refcount_t:|Oops|general protection|Kernel panic|sleeping function called|scheduling while atomic|DEBUG_LOCKS_WARN|ODEBUG:|list_(add|del) corruption|stack-protector|NULL pointer|soft lockup|rcu_(sched|preempt).* stall|DMA-API:.*(error|leak)|ndis_shim: leak|mbbcx: leak' \
	"$log" | grep -avE "$known|DMA-API: preallocated|WARNING: Spectre|spurious|maple_tree" || true)
[ -z "$found" ] || { echo "$found"; exit 1; }
