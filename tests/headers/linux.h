/* SPDX-License-Identifier: GPL-2.0 */
/* What internal code may include of Linux, for internal_*.c. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pm_runtime.h>
#include <linux/usb.h>
#include <linux/usb/cdc.h>
#include <linux/wwan.h>
#include <net/checksum.h>
#include <net/ip6_checksum.h>
