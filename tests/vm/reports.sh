#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Prints the lines of a console log that mean the kernel found a bug; exit
# status 1 if there are any. Known ones, that are not ours, are named here
# with the reason.
set -u
log=${1:?console log}

# lib/maple_tree.c:816/:860: user-mode Linux's own fork path, reported by its
# RCU checks before anything of ours runs. The place is three lines below the headline.
known='lib/maple_tree.c:(816|860)'

# What wwan_create_default_link() has against having no memory it says with a WARN;
# where memory is made to fail on purpose, that is no news.
wwan='WARNING: .* wwan_create_default_link'

# What debugging of DMA says when it has found nothing.
calm='DMA-API: (preallocated|debugging enabled|dma_debug_entry pool grown)'

# Of the races that KCSAN finds in a kernel that has many, ours are those where one of
# the two is in a module of ours, or in what that called (two lines below its headline).
ours='\\[(ndis|mbb|mbim_|passthru|skel_|test_)[a-z_]*\\]'

clean=$(mktemp)
trap 'rm -f "$clean"' EXIT
tr -d '\r' < "$log" | awk -v known="$known" -v wwan="$wwan" -v ours="$ours" '
	/==== (case|end) / { alloc = / case alloc/ }
	alloc && $0 ~ wwan { next }
	{ line[++n] = $0 }
	function race_is_ours(i) {
		for (; i <= n && line[i] !~ /=======/; i++)
			if (line[i] ~ / of [0-9]+ bytes by / && line[i + 1] line[i + 2] ~ ours)
				return 1
		return 0
	}
	END {
		for (i = 1; i <= n; i++) {
			if (line[i] ~ /suspicious RCU usage/ && line[i + 3] ~ known)
				continue
			if (line[i] ~ /BUG: KCSAN:/ && !race_is_ours(i))
				continue
			print line[i]
		}
	}' > "$clean"

found=$(grep -aE \
	'BUG:|BUG [a-zA-Z0-9_-]+ \(|KASAN:|UBSAN:|WARNING:|possible circular|possible recursive|inconsistent lock state|suspicious RCU|unreferenced object|INFO: task .* blocked|refcount_t:|Oops|general protection|Kernel panic|sleeping function called|scheduling while atomic|DEBUG_LOCKS_WARN|ODEBUG:|list_(add|del) corruption|stack-protector|NULL pointer|soft lockup|rcu_(sched|preempt).* stall|DMA-API:|unregister_netdevice: waiting|ndis_shim: leak|mbbcx: leak' \
	"$clean" | grep -avE "$known|$calm|WARNING: Spectre|spurious" || true)
[ -z "$found" ] || { echo "$found"; exit 1; }
