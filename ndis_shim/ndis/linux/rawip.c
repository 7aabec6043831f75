// SPDX-License-Identifier: GPL-2.0
/*
 * Ethernet for interfaces that carry bare IP packets: what the codec says, with
 * the addresses that the interface has.
 */
#include "ndis/linux/netdev.h"

#include <linux/inetdevice.h>
#include <linux/rcupdate.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>

static bool rawip_owns_v4(struct net_device *dev, const u8 *address)
{
	struct in_device *in_dev = __in_dev_get_rcu(dev);
	const struct in_ifaddr *ifa;

	if (!in_dev)
		return false;
	in_dev_for_each_ifa_rcu(ifa, in_dev) {
		if (!memcmp(&ifa->ifa_local, address, sizeof(ifa->ifa_local)))
			return true;
	}
	return false;
}

static bool rawip_owns_v6(struct net_device *dev, const u8 *address)
{
#if IS_ENABLED(CONFIG_IPV6)
	struct inet6_dev *in6_dev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;

	if (!in6_dev)
		return false;
	list_for_each_entry_rcu(ifa, &in6_dev->addr_list, if_list) {
		if (!memcmp(&ifa->addr, address, sizeof(ifa->addr)))
			return true;
	}
#endif
	return false;
}

/* RCU is held around the codec. */
static bool rawip_is_own(void *context, const u8 *address, size_t size)
{
	return size == sizeof(struct in_addr) ? rawip_owns_v4(context, address) :
						rawip_owns_v6(context, address);
}

int ndis_netdev_rawip_header(struct ndis_netdev *nd, const struct sk_buff *skb, u8 *header)
{
	struct ndis_rawip_link link = { .own = nd->own, .peer = nd->peer };

	return ndis_rawip_header(&link, skb->data, skb->len, header);
}

/* Only the sender hears it: it alone has asked. */
static void rawip_answer(struct ndis_binding *binding, const u8 *answer, size_t size)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	struct sk_buff *skb = alloc_skb(size, GFP_ATOMIC | __GFP_NOWARN);

	if (!skb) {
		atomic_long_inc(&nd->dropped);
		return;
	}
	skb_put_data(skb, answer, size);
	ndis_netdev_back(nd, skb, NULL, binding, NDIS_PACKET_TYPE_DIRECTED);
}

struct sk_buff *ndis_netdev_rawip_frame(struct ndis_binding *binding, struct net_device *dev,
					struct sk_buff *skb, NDIS_STATUS *status)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	struct ndis_rawip_link link = {
		.own = nd->own,
		.peer = nd->peer,
		.is_own = rawip_is_own,
		.context = dev,
	};
	u8 answer[NDIS_RAWIP_ANSWER_MAX];
	enum ndis_rawip_verdict verdict;
	unsigned int version;
	size_t size;

	rcu_read_lock();
	verdict = ndis_rawip_frame(&link, skb->data, skb->len, &version, &size, answer);
	rcu_read_unlock();
	if (verdict == NDIS_RAWIP_SEND) {
		skb_pull(skb, NDIS_RAWIP_HEADER);
		skb_trim(skb, size);
		skb_reset_mac_header(skb);
		skb_reset_network_header(skb);
		skb->protocol = version == 4 ? htons(ETH_P_IP) : htons(ETH_P_IPV6);
		return skb;
	}
	if (verdict == NDIS_RAWIP_ANSWER)
		rawip_answer(binding, answer, size);
	*status = verdict == NDIS_RAWIP_INVALID ? NDIS_STATUS_INVALID_PACKET :
						  NDIS_STATUS_SUCCESS;
	consume_skb(skb);
	return NULL;
}
