// SPDX-License-Identifier: GPL-2.0
/*
 * An adapter's offloads as the interface's features (ethtool -k), and back.
 */
#include "netadapter/linux/linux.h"

/* Smallest limit that the core can work with, and largest that packets keep to. */
#define NETCX_GSO_MIN	4096
#define NETCX_GSO_MAX	65536

/* What any of the bits makes of a feature, and the feature of the bits. */
static const struct {
	unsigned long bits;
	netdev_features_t feature;
} netcx_features_table[] = {
	{ NETCX_OFFLOAD_TX_SUM, NETIF_F_IP_CSUM | NETIF_F_IPV6_CSUM },
	{ NETCX_OFFLOAD_RX_SUM, NETIF_F_RXCSUM },
	{ NETCX_OFFLOAD_LSO_IPV4, NETIF_F_TSO },
	{ NETCX_OFFLOAD_LSO_IPV6, NETIF_F_TSO6 },
	{ NETCX_OFFLOAD_USO, NETIF_F_GSO_UDP_L4 },
	{ NETCX_OFFLOAD_RSC, NETIF_F_GRO_HW },
	{ NETCX_OFFLOAD_VLAN_TX, NETIF_F_HW_VLAN_CTAG_TX },
	{ NETCX_OFFLOAD_VLAN_RX, NETIF_F_HW_VLAN_CTAG_RX },
};

/* The core gives segments to nobody who cannot compute checksums. Where a client
 * can do that for segments only, tx_offload.c does it for the rest.
 */
static netdev_features_t netcx_features_sums(const struct netcx_offload *offload)
{
	netdev_features_t features = 0;
	bool layer4 = offload->supported & (NETCX_OFFLOAD_TX_TCP | NETCX_OFFLOAD_TX_UDP);

	if ((layer4 && (offload->tx_l3 & NETCX_L3_IPV4)) ||
	    (offload->supported & (NETCX_OFFLOAD_LSO_IPV4 | NETCX_OFFLOAD_USO_IPV4)))
		features |= NETIF_F_IP_CSUM;
	if ((layer4 && (offload->tx_l3 & NETCX_L3_IPV6)) ||
	    (offload->supported & (NETCX_OFFLOAD_LSO_IPV6 | NETCX_OFFLOAD_USO_IPV6)))
		features |= NETIF_F_IPV6_CSUM;
	return features;
}

static netdev_features_t netcx_features(const struct netcx_adapter *adapter)
{
	netdev_features_t sums = NETIF_F_IP_CSUM | NETIF_F_IPV6_CSUM, features = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(netcx_features_table); i++) {
		if (adapter->offload.supported & netcx_features_table[i].bits)
			features |= netcx_features_table[i].feature;
	}
	if (netcx_scaling_present(adapter))
		features |= NETIF_F_RXHASH;
	/* IP packets have no tags. */
	if (adapter->ext)
		features &= ~(NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_CTAG_RX);
	return (features & ~sums) | netcx_features_sums(&adapter->offload);
}

/**
 * netcx_features_init() - what an adapter's interface can do
 * @adapter: has its capabilities
 * @dev: not registered
 *
 * Context: process, RTNL.
 */
void netcx_features_init(struct netcx_adapter *adapter, struct net_device *dev)
{
	netdev_features_t features = netcx_features(adapter);

	dev->hw_features |= features;
	dev->features |= features;
	dev->vlan_features |= (features | NETIF_F_SG) &
			      ~(NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_CTAG_RX);
	if (adapter->offload.supported & NETCX_OFFLOAD_GSO)
		netif_set_tso_max_size(dev, clamp_t(SIZE_T, adapter->offload.gso_max,
						    NETCX_GSO_MIN, NETCX_GSO_MAX));
}

/**
 * netcx_features_set() - ndo_set_features
 * @adapter: with an interface of its own, or another's
 * @features: that are on from now
 *
 * Context: process, RTNL.
 */
void netcx_features_set(struct netcx_adapter *adapter, netdev_features_t features)
{
	unsigned long wanted = 0;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(netcx_features_table); i++) {
		if (features & netcx_features_table[i].feature)
			wanted |= netcx_features_table[i].bits;
	}
	netcx_offload_want(adapter, wanted & adapter->offload.supported);
	netcx_scaling_want(adapter, features & NETIF_F_RXHASH);
}

/* The key that all interfaces of the machine have by default. */
void netcx_link_hash_key(u8 *key)
{
	netdev_rss_key_fill(key, NETCX_SCALING_KEY);
}
