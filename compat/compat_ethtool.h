/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about ethtool: of receive scaling all arguments
 * come in one structure since 6.8, what waits to be sent together has a time with a name
 * of its own since 6.3, and the number of receive rings has an operation in later ones.
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

/*
 * NT_RX_RINGS_OPS(count) defines count_op for struct ethtool_ops around
 *	u32 count(struct net_device *dev);
 * and NT_RX_RINGS_OP is the member that it goes to.
 */
#ifdef NT_HAVE_RX_RING_COUNT

#define NT_RX_RINGS_OP	.get_rx_ring_count
#define NT_RX_RINGS_OPS(count)								\
static u32 count##_op(struct net_device *dev)						\
{											\
	return count(dev);								\
}

#else

#define NT_RX_RINGS_OP	.get_rxnfc
#define NT_RX_RINGS_OPS(count)								\
static int count##_op(struct net_device *dev, struct ethtool_rxnfc *info, u32 *rules)	\
{											\
	if (info->cmd != ETHTOOL_GRXRINGS)						\
		return -EOPNOTSUPP;							\
	info->data = count(dev);							\
	return 0;									\
}

#endif

/*
 * Ours is one time. Where user space has two names for it, the one that is changed
 * counts.
 */
#ifdef ETHTOOL_COALESCE_TX_AGGR_TIME_USECS

#define NT_COALESCE_PARAMS	(ETHTOOL_COALESCE_TX_USECS | ETHTOOL_COALESCE_TX_MAX_FRAMES | \
				 ETHTOOL_COALESCE_TX_AGGR_TIME_USECS)

static inline void nt_coalesce_show_aggregation(struct kernel_ethtool_coalesce *kernel, u32 usecs)
{
	kernel->tx_aggr_time_usecs = usecs;
}

static inline void nt_coalesce_take_aggregation(const struct kernel_ethtool_coalesce *kernel,
						u32 before, u32 *usecs)
{
	if (kernel->tx_aggr_time_usecs != before)
		*usecs = kernel->tx_aggr_time_usecs;
}

#else

#define NT_COALESCE_PARAMS	(ETHTOOL_COALESCE_TX_USECS | ETHTOOL_COALESCE_TX_MAX_FRAMES)

static inline void nt_coalesce_show_aggregation(struct kernel_ethtool_coalesce *kernel, u32 usecs)
{
}

static inline void nt_coalesce_take_aggregation(const struct kernel_ethtool_coalesce *kernel,
						u32 before, u32 *usecs)
{
}

#endif

#endif
