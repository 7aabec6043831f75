/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Two headers have this path. A client driver means Windows'; whoever has
 * Linux headers in sight already means Linux'.
 *
 * No guard of its own around both: Linux' side has one.
 */
#if defined(NT_SHIM_TU) || defined(_LINUX_TYPES_H)
#include_next <net/gso.h>
#else
#include <net/gsotypes.h>
#endif
