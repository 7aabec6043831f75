/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about unaligned access: the header's
 * place.
 */
#ifndef _COMPAT_UNALIGNED_H
#define _COMPAT_UNALIGNED_H

#ifdef NT_HAVE_UNALIGNED_H
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif
