/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about ethtool's receive scaling: since 6.8
 * all arguments come in one structure.
 */
#ifndef _COMPAT_ETHTOOL_H
#define _COMPAT_ETHTOOL_H

#include <linux/ethtool.h>
#include <linux/netdevice.h>
#include <linux/version.h>

/*
 * NT_RXFH_OPS(get, set) defines get_op and set_op for struct ethtool_ops around
 *	int get(struct net_device *dev, u32 *table, u8 *key, u8 *function);
 *	int set(struct net_device *dev, const u32 *table, const u8 *key, u8 function);
 * Any pointer may be NULL.
 */
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 8, 0)

#define NT_RXFH_OPS(get, set)								\
static int get##_op(struct net_device *dev, struct ethtool_rxfh_param *rxfh)		\
{											\
	return get(dev, rxfh->indir, rxfh->key, &rxfh->hfunc);				\
}											\
											\
static int set##_op(struct net_device *dev, struct ethtool_rxfh_param *rxfh,		\
		    struct netlink_ext_ack *extack)					\
{											\
	if (rxfh->rss_context)								\
		return -EOPNOTSUPP;							\
	return set(dev, rxfh->indir, rxfh->key, rxfh->hfunc);				\
}

/* The operations called, as the core calls them: RTNL held. */
static inline int nt_rxfh_get(struct net_device *dev, u32 *table, u8 *key)
{
	struct ethtool_rxfh_param rxfh = { .indir = table, .key = key };

	return dev->ethtool_ops->get_rxfh(dev, &rxfh);
}

static inline int nt_rxfh_set(struct net_device *dev, u32 *table, u8 *key)
{
	struct ethtool_rxfh_param rxfh = { .indir = table, .key = key };

	return dev->ethtool_ops->set_rxfh(dev, &rxfh, NULL);
}

#else

static inline int nt_rxfh_get(struct net_device *dev, u32 *table, u8 *key)
{
	return dev->ethtool_ops->get_rxfh(dev, table, key, NULL);
}

static inline int nt_rxfh_set(struct net_device *dev, u32 *table, u8 *key)
{
	return dev->ethtool_ops->set_rxfh(dev, table, key, ETH_RSS_HASH_NO_CHANGE);
}

#define NT_RXFH_OPS(get, set)								\
static int get##_op(struct net_device *dev, u32 *table, u8 *key, u8 *function)		\
{											\
	return get(dev, table, key, function);						\
}											\
											\
static int set##_op(struct net_device *dev, const u32 *table, const u8 *key,		\
		    const u8 function)							\
{											\
	return set(dev, table, key, function);						\
}

#endif

#endif
