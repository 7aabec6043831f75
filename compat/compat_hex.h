/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about hexadecimal digits: they left
 * <linux/kernel.h> for a header of their own.
 */
#ifndef _COMPAT_HEX_H
#define _COMPAT_HEX_H

#ifdef NT_HAVE_HEX_H
#include <linux/hex.h>
#else
#include <linux/kernel.h>
#endif

#endif
