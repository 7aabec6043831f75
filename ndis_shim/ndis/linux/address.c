// SPDX-License-Identifier: GPL-2.0
/*
 * The addresses of one interface given to another, when an intermediate driver's
 * comes to lie on top of it and when it goes.
 *
 * Asked for under RTNL, done by rtnetlink, which takes RTNL itself: so the list is
 * made at once and moved by a worker, one move after the other. An address is
 * added there before it is removed here. Addresses that Linux makes by itself
 * (link-local, from router advertisements) stay: the other makes its own. Routes
 * other than those of the addresses are whoever made them's to move.
 */
#include "ndis/linux/netdev.h"

#include <linux/inetdevice.h>
#include <linux/net.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/socket.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/netlink.h>

/* A lifetime without an end, as rtnetlink has it. */
#define NDIS_ADDRESS_FOREVER	U32_MAX
/* An IPv6 address as text, terminated. */
#define NDIS_ADDRESS_TEXT	48

static struct workqueue_struct *ndis_address_wq;

/**
 * struct ndis_address - one of them
 * @node: in the list of a move
 * @message: what both requests have in common
 * @flags: IFA_F_*
 * @local: the address; 4 or 16 bytes
 * @peer: the other end, or the address again
 * @broadcast: 0: none; IPv4
 * @preferred: seconds left, or NDIS_ADDRESS_FOREVER
 * @valid: likewise
 */
struct ndis_address {
	struct list_head node;
	struct ifaddrmsg message;
	u32 flags;
	u8 local[16];
	u8 peer[16];
	__be32 broadcast;
	u32 preferred;
	u32 valid;
};

/**
 * struct ndis_address_move - a move
 * @work: in ndis_address_wq
 * @addresses: struct ndis_address
 * @from: interface index
 * @to: interface index
 * @from_name: for the log
 * @to_name: for the log
 */
struct ndis_address_move {
	struct work_struct work;
	struct list_head addresses;
	int from;
	int to;
	char from_name[IFNAMSIZ];
	char to_name[IFNAMSIZ];
};

static unsigned int ndis_address_size(const struct ndis_address *address)
{
	return address->message.ifa_family == AF_INET ? sizeof(struct in_addr) :
							sizeof(struct in6_addr);
}

/* ---- the list; RTNL ---- */

static struct ndis_address *ndis_address_add(struct ndis_address_move *move, u8 family,
					     u8 prefix, u8 scope, u32 flags)
{
	struct ndis_address *address = kzalloc(sizeof(*address), GFP_ATOMIC);

	if (!address)
		return NULL;
	address->message.ifa_family = family;
	address->message.ifa_prefixlen = prefix;
	address->message.ifa_scope = scope;
	address->flags = flags;
	list_add_tail(&address->node, &move->addresses);
	return address;
}

/* What is left of a lifetime that began at @since. */
static u32 ndis_address_left(u32 seconds, unsigned long since)
{
	unsigned long gone = (jiffies - since) / HZ;

	if (seconds == NDIS_ADDRESS_FOREVER)
		return seconds;
	return seconds > gone ? seconds - gone : 0;
}

static void ndis_addresses_v4(struct ndis_address_move *move, struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);
	const struct in_ifaddr *ifa;
	struct ndis_address *address;

	if (!in_dev)
		return;
	in_dev_for_each_ifa_rtnl(ifa, in_dev) {
		address = ndis_address_add(move, AF_INET, ifa->ifa_prefixlen, ifa->ifa_scope,
					   ifa->ifa_flags & (IFA_F_NOPREFIXROUTE |
							     IFA_F_MCAUTOJOIN));
		if (!address)
			return;
		memcpy(address->local, &ifa->ifa_local, sizeof(ifa->ifa_local));
		memcpy(address->peer, &ifa->ifa_address, sizeof(ifa->ifa_address));
		address->broadcast = ifa->ifa_broadcast;
		address->valid = NDIS_ADDRESS_FOREVER;
		address->preferred = NDIS_ADDRESS_FOREVER;
		if (ifa->ifa_flags & IFA_F_PERMANENT)
			continue;
		address->valid = ndis_address_left(ifa->ifa_valid_lft, ifa->ifa_tstamp);
		address->preferred = min(address->valid,
					 ndis_address_left(ifa->ifa_preferred_lft,
							   ifa->ifa_tstamp));
	}
}

static void ndis_addresses_v6(struct ndis_address_move *move, struct net_device *dev)
{
#if IS_ENABLED(CONFIG_IPV6)
	struct inet6_dev *in6_dev = __in6_dev_get(dev);
	const struct inet6_ifaddr *ifa;
	struct ndis_address *address;

	if (!in6_dev)
		return;
	read_lock_bh(&in6_dev->lock);
	list_for_each_entry(ifa, &in6_dev->addr_list, if_list) {
		if (!(ifa->flags & IFA_F_PERMANENT) || ifa->scope & IFA_LINK)
			continue;
		/* It was looked for on this link already. */
		address = ndis_address_add(move, AF_INET6, ifa->prefix_len, 0,
					   (ifa->flags & IFA_F_NOPREFIXROUTE) | IFA_F_NODAD);
		if (!address)
			break;
		memcpy(address->local, &ifa->addr, sizeof(ifa->addr));
		memcpy(address->peer, &ifa->addr, sizeof(ifa->addr));
		address->valid = NDIS_ADDRESS_FOREVER;
		address->preferred = NDIS_ADDRESS_FOREVER;
	}
	read_unlock_bh(&in6_dev->lock);
#endif
}

/* ---- the requests ---- */

static int ndis_address_put(struct sk_buff *skb, const struct ndis_address *address, int type,
			    int index)
{
	unsigned int size = ndis_address_size(address);
	struct ifa_cacheinfo lifetime = {
		.ifa_prefered = address->preferred,
		.ifa_valid = address->valid,
	};
	struct nlmsghdr *header;
	struct ifaddrmsg *message;

	header = nlmsg_put(skb, 0, 1, type, sizeof(*message),
			   NLM_F_REQUEST | NLM_F_ACK |
			   (type == RTM_NEWADDR ? NLM_F_CREATE | NLM_F_REPLACE : 0));
	if (!header)
		return -EMSGSIZE;
	message = nlmsg_data(header);
	*message = address->message;
	message->ifa_index = index;
	if (nla_put(skb, IFA_LOCAL, size, address->local) ||
	    nla_put(skb, IFA_ADDRESS, size, address->peer))
		return -EMSGSIZE;
	if (type == RTM_NEWADDR &&
	    (nla_put_u32(skb, IFA_FLAGS, address->flags) ||
	     nla_put(skb, IFA_CACHEINFO, sizeof(lifetime), &lifetime) ||
	     (address->broadcast && nla_put_in_addr(skb, IFA_BROADCAST, address->broadcast))))
		return -EMSGSIZE;
	nlmsg_end(skb, header);
	return 0;
}

/* rtnetlink has answered by the time that the request is sent. */
static int ndis_address_answer(struct socket *sock)
{
	struct {
		struct nlmsghdr header;
		struct nlmsgerr error;
	} answer = {};
	struct kvec vec = { .iov_base = &answer, .iov_len = sizeof(answer) };
	struct msghdr msg = {};
	int size;

	size = kernel_recvmsg(sock, &msg, &vec, 1, sizeof(answer), MSG_DONTWAIT);
	if (size < 0)
		return size;
	if (size < (int)offsetofend(typeof(answer), error.error) ||
	    answer.header.nlmsg_type != NLMSG_ERROR)
		return -EPROTO;
	return answer.error.error;
}

static int ndis_address_ask(struct socket *sock, const struct ndis_address *address, int type,
			    int index)
{
	struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
	struct msghdr msg = { .msg_name = &kernel, .msg_namelen = sizeof(kernel) };
	struct sk_buff *skb = nlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	struct kvec vec;
	int err;

	if (!skb)
		return -ENOMEM;
	err = ndis_address_put(skb, address, type, index);
	if (!err) {
		vec.iov_base = skb->data;
		vec.iov_len = skb->len;
		err = kernel_sendmsg(sock, &msg, &vec, 1, skb->len);
	}
	kfree_skb(skb);
	return err < 0 ? err : ndis_address_answer(sock);
}

/* ---- the move ---- */

static void ndis_address_say(const struct ndis_address_move *move,
			     const struct ndis_address *address, int err)
{
	char text[NDIS_ADDRESS_TEXT];

	if (address->message.ifa_family == AF_INET)
		snprintf(text, sizeof(text), "%pI4", address->local);
	else
		snprintf(text, sizeof(text), "%pI6c", address->local);
	if (err)
		pr_warn("%s/%u stays with %s, not with %s: %d\n", text,
			address->message.ifa_prefixlen, move->from_name, move->to_name, err);
	else
		pr_info("%s/%u moves from %s to %s\n", text, address->message.ifa_prefixlen,
			move->from_name, move->to_name);
}

static void ndis_address_work(struct work_struct *work)
{
	struct ndis_address_move *move = container_of(work, struct ndis_address_move, work);
	struct ndis_address *address, *next;
	struct socket *sock = NULL;
	int err, no_socket;

	no_socket = sock_create_kern(&init_net, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &sock);
	list_for_each_entry_safe(address, next, &move->addresses, node) {
		err = no_socket ?: ndis_address_ask(sock, address, RTM_NEWADDR, move->to);
		/* Where the interface is gone, so is the address. */
		if (!err)
			ndis_address_ask(sock, address, RTM_DELADDR, move->from);
		ndis_address_say(move, address, err);
		kfree(address);
	}
	if (!no_socket)
		sock_release(sock);
	kfree(move);
}

void ndis_addresses_move(struct net_device *from, struct net_device *to)
{
	struct ndis_address_move *move;

	ASSERT_RTNL();
	if (!net_eq(dev_net(from), &init_net) || !net_eq(dev_net(to), &init_net))
		return;
	move = kzalloc(sizeof(*move), GFP_KERNEL);
	if (!move) {
		netdev_warn(from, "no memory to move its addresses to %s\n", to->name);
		return;
	}
	INIT_WORK(&move->work, ndis_address_work);
	INIT_LIST_HEAD(&move->addresses);
	move->from = from->ifindex;
	move->to = to->ifindex;
	strscpy(move->from_name, from->name, sizeof(move->from_name));
	strscpy(move->to_name, to->name, sizeof(move->to_name));
	ndis_addresses_v4(move, from);
	ndis_addresses_v6(move, from);
	queue_work(ndis_address_wq, &move->work);
}

void ndis_addresses_flush(void)
{
	flush_workqueue(ndis_address_wq);
}

int ndis_addresses_init(void)
{
	ndis_address_wq = alloc_ordered_workqueue("ndis_address", 0);
	return ndis_address_wq ? 0 : -ENOMEM;
}

void ndis_addresses_exit(void)
{
	destroy_workqueue(ndis_address_wq);
}
