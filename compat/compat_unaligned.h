/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about unaligned access: the header's
 * place.
 */
#ifndef _COMPAT_UNALIGNED_H
#define _COMPAT_UNALIGNED_H

#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 12, 0)
#include <linux/unaligned.h>
#else
#include <asm/unaligned.h>
#endif

#endif
