/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about network devices that have no
 * interface of their own and about adding NAPI instances to them.
 */
#ifndef _COMPAT_NETDEV_H
#define _COMPAT_NETDEV_H

#include <linux/netdevice.h>
#include <linux/slab.h>
#include <linux/version.h>

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 10, 0)

static inline struct net_device *nt_dummy_netdev_alloc(void)
{
	return alloc_netdev_dummy(0);
}

static inline void nt_dummy_netdev_free(struct net_device *dev)
{
	free_netdev(dev);
}

#else

/* A net_device that only carries NAPI instances: never registered. */
static inline struct net_device *nt_dummy_netdev_alloc(void)
{
	struct net_device *dev = kzalloc(sizeof(*dev), GFP_KERNEL);

	if (dev)
		init_dummy_netdev(dev);
	return dev;
}

static inline void nt_dummy_netdev_free(struct net_device *dev)
{
	kfree(dev);
}

#endif

/*
 * An instance that sockets cannot busy-poll, so that a poll which ends always
 * hands all of its packets on. The stock helper that sets the bit is named for
 * Tx, but the bit is all that it adds.
 */
static inline void nt_napi_add_no_busy_poll(struct net_device *dev, struct napi_struct *napi,
					    int (*poll)(struct napi_struct *, int))
{
	netif_napi_add_tx(dev, napi, poll);
}

#endif
