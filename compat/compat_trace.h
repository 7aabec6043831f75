/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about trace events: since 6.10 a string's
 * source is named where it is declared, and only there.
 */
#ifndef _COMPAT_TRACE_H
#define _COMPAT_TRACE_H

#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)
#define nt_assign_str(field, source)	__assign_str(field)
#else
#define nt_assign_str(field, source)	__assign_str(field, source)
#endif

#endif
