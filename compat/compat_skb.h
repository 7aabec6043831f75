/* SPDX-License-Identifier: GPL-2.0 */
/* Where kernel versions keep what cuts large packets up. */
#ifndef _COMPAT_SKB_H
#define _COMPAT_SKB_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 5, 0)
#include <net/gso.h>
#endif

#endif
