/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about buses: since 6.11 they may only look
 * at the driver that they match.
 */
#ifndef _COMPAT_BUS_H
#define _COMPAT_BUS_H

#include <linux/device/driver.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 11, 0)
typedef const struct device_driver nt_matched_driver;
#else
typedef struct device_driver nt_matched_driver;
#endif

#endif
