#!/bin/bash
# SPDX-License-Identifier: GPL-2.0
# Names locks of which nobody says what they protect: neither a comment beside or above
# them nor, for a member, its line in the kernel-doc of the structure.
awk '
FNR == 1 { doc = ""; inside = 0; above = 0 }
/^\/\*\*/ { doc = ""; inside = 1 }
inside { doc = doc $0 " " }
/\*\// { inside = 0 }
/^[ \t]*(static )?(struct mutex|spinlock_t|raw_spinlock_t|struct rw_semaphore)[ \t]+[a-z_]+;/ ||
/^(static )?DEFINE_(MUTEX|SPINLOCK|RAW_SPINLOCK|RWLOCK|RWSEM)\(|^(static )?DECLARE_RWSEM\(/ {
	name = $0
	sub(/^[^(;]*\(|^.*[ \t]/, "", name)
	sub(/[;),].*/, "", name)
	if (!/\/\*/ && !above && index(doc " ", "@" name ":") == 0)
		print FILENAME ":" FNR ": " name
}
{ above = /\*\/[ \t]*$/ }
/^}/ { doc = "" }
' "$@" /dev/null
