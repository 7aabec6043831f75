// SPDX-License-Identifier: GPL-2.0
/*
 * The net_device of a device instance: what Linux configures, sends through it and
 * receives from it.
 */
#include "ndis_im_mock.h"

#include <linux/if_arp.h>
#include <linux/if_packet.h>
#include <linux/skbuff.h>

#include "ndis/linux/netdev.h"

static struct net_device *dev;

/* Frames of the suite end in it: the stack sends others, IPv6 for one. */
#define OURS	0x42

/* Completes what the miniport has, all of it or what is not the suite's. */
static void complete_sent(NDIS_STATUS status, bool all)
{
	PNDIS_PACKET packets[IM_PACKETS];
	unsigned int i, kept = 0, n = 0;

	spin_lock_bh(&im.lock);
	for (i = 0; i < im.n_sent; i++) {
		if (all || im_last_byte(im.sent[i]) != OURS)
			packets[n++] = im.sent[i];
		else
			im.sent[kept++] = im.sent[i];
	}
	im.n_sent = kept;
	spin_unlock_bh(&im.lock);
	for (i = 0; i < n; i++)
		NdisMSendComplete(im.handle, packets[i], status);
}

static unsigned int count_ours(void)
{
	unsigned int i, n = 0;

	spin_lock_bh(&im.lock);
	for (i = 0; i < im.n_sent; i++)
		n += im_last_byte(im.sent[i]) == OURS;
	spin_unlock_bh(&im.lock);
	return n;
}

static void complete_others(void)
{
	complete_sent(NDIS_STATUS_SUCCESS, false);
}

static void start(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	dev = dev_get_by_name(&init_net, IM_NAME);
	KUNIT_ASSERT_NOT_NULL(test, dev);
}

static int bring(bool up)
{
	int err = 0;

	rtnl_lock();
	if (up)
		err = dev_open(dev, NULL);
	else
		dev_close(dev);
	rtnl_unlock();
	return err;
}

static void start_up(struct kunit *test)
{
	start(test);
	KUNIT_ASSERT_EQ(test, bring(true), 0);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_DIRECTED));
}

static void stop(struct kunit *test)
{
	dev_put(dev);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static void looks(struct kunit *test)
{
	im.mtu = 1400;
	im.link = NdisMediaStateDisconnected;
	start(test);
	KUNIT_EXPECT_EQ(test, dev->type, ARPHRD_ETHER);
	KUNIT_EXPECT_EQ(test, dev->mtu, 1400u);
	KUNIT_EXPECT_EQ(test, dev->max_mtu, 1400u);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(dev->dev_addr, im.address));
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(dev));
	/* What the core then does before it hands a frame over. */
	KUNIT_EXPECT_EQ(test, dev->features & (NETIF_F_SG | NETIF_F_GSO_MASK | NETIF_F_CSUM_MASK),
			0ull);
	/* Nor are there any with interrupts off. */
	KUNIT_EXPECT_TRUE(test, dev->priv_flags & IFF_DISABLE_NETPOLL);
	stop(test);
}

static void carrier_follows_status(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(dev));
	NdisMIndicateStatus(im.handle, NDIS_STATUS_MEDIA_DISCONNECT, NULL, 0);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(dev));
	NdisMIndicateStatus(im.handle, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(dev));
	stop(test);
}

static void disconnect_early(NDIS_OID oid)
{
	if (oid == OID_802_3_CURRENT_ADDRESS)
		NdisMIndicateStatus(im.handle, NDIS_STATUS_MEDIA_DISCONNECT, NULL, 0);
}

/* What it says after it was asked, and before there is an interface, counts. */
static void carrier_before_the_interface(struct kunit *test)
{
	im.in_request = disconnect_early;
	start(test);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(dev));
	im.in_request = NULL;
	stop(test);
}

static void filter_follows_the_interface(struct kunit *test)
{
	start_up(test);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_BROADCAST));
	rtnl_lock();
	dev_set_promiscuity(dev, 1);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_PROMISCUOUS));
	rtnl_lock();
	dev_set_promiscuity(dev, -1);
	dev_set_allmulti(dev, 1);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_ALL_MULTICAST));
	KUNIT_EXPECT_FALSE(test, im.filter & NDIS_PACKET_TYPE_PROMISCUOUS);
	rtnl_lock();
	dev_set_allmulti(dev, -1);
	rtnl_unlock();
	bring(false);
	KUNIT_EXPECT_TRUE(test, im_wait(!READ_ONCE(im.filter)));
	stop(test);
}

/* While it is up. The miniport cannot: it gets all frames, and the core sorts them. */
static void another_address(struct kunit *test)
{
	struct sockaddr address = { .sa_family = ARPHRD_ETHER };
	int err;

	memcpy(address.sa_data, "\x02\x11\x22\x33\x44\x55", 6);
	start_up(test);
	rtnl_lock();
	err = dev_set_mac_address(dev, &address, NULL);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, err, 0);
	KUNIT_EXPECT_TRUE(test, netif_running(dev));
	KUNIT_EXPECT_EQ(test, memcmp(dev->dev_addr, address.sa_data, ETH_ALEN), 0);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_PROMISCUOUS));
	stop(test);
}

/* ---- sending ---- */

static struct sk_buff *make_skb(struct kunit *test, unsigned int size)
{
	struct sk_buff *skb = alloc_skb(size + 32, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, 32);
	skb_put_zero(skb, size);
	memset(skb->data, 0xff, 6);
	skb->data[12] = 0x88;
	skb->data[13] = 0xb5;
	skb->data[size - 1] = OURS;
	skb_reset_mac_header(skb);
	skb->protocol = htons(0x88b5);
	skb->dev = dev;
	return skb;
}

/* Up, and a frame of Linux's is with the miniport. */
static void start_sending(struct kunit *test)
{
	start_up(test);
	KUNIT_EXPECT_EQ(test, dev_queue_xmit(make_skb(test, 60)), NET_XMIT_SUCCESS);
	KUNIT_EXPECT_TRUE(test, im_wait(count_ours() == 1));
}

static void expect_dropped(struct kunit *test)
{
	struct rtnl_link_stats64 stats;

	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_GE(test, stats.tx_dropped, 1ull);
}

static void sent_frames_are_packets(struct kunit *test)
{
	struct rtnl_link_stats64 stats;

	start_sending(test);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_EQ(test, stats.tx_packets, 0ull);
	complete_sent(NDIS_STATUS_SUCCESS, true);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_GE(test, stats.tx_packets, 1ull);
	KUNIT_EXPECT_EQ(test, stats.tx_dropped, 0ull);
	stop(test);
}

static void failures_are_counted(struct kunit *test)
{
	start_sending(test);
	complete_sent(NDIS_STATUS_FAILURE, true);
	expect_dropped(test);
	stop(test);
}

static void pending_is_no_end(struct kunit *test)
{
	start_sending(test);
	/* Only what is ours: Linux may have sent something, too. */
	complete_sent(NDIS_STATUS_SUCCESS, false);
	complete_sent(NDIS_STATUS_PENDING, true);
	EXPECT_VIOLATIONS(test, NDIS_COMPLETION, 1);
	expect_dropped(test);
	stop(test);
}

/* The miniport has so many, and no more; the queue starts again at the half. */
static void flow_control(struct kunit *test)
{
	static PNDIS_PACKET taken[128];
	unsigned int i, n = 0;

	start_up(test);
	/* Its array is smaller than the window: emptied as it fills. */
	for (i = 0; i < 128 && n < 128; i++) {
		dev_queue_xmit(make_skb(test, 60));
		spin_lock_bh(&im.lock);
		while (im.n_sent && n < 128)
			taken[n++] = im.sent[--im.n_sent];
		spin_unlock_bh(&im.lock);
	}
	KUNIT_EXPECT_TRUE(test, im_wait(netif_queue_stopped(dev)));
	for (i = 0; i < 64; i++)
		NdisMSendComplete(im.handle, taken[i], NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, netif_queue_stopped(dev));
	NdisMSendComplete(im.handle, taken[i++], NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, netif_queue_stopped(dev));
	for (; i < n; i++)
		NdisMSendComplete(im.handle, taken[i], NDIS_STATUS_SUCCESS);
	complete_sent(NDIS_STATUS_SUCCESS, true);
	stop(test);
}

static void complete_in_halt(void)
{
	complete_sent(NDIS_STATUS_SUCCESS, true);
}

/* What the miniport still has, it may complete within MiniportHalt. */
static void completed_by_halt(struct kunit *test)
{
	start_sending(test);
	im.in_halt = complete_in_halt;
	stop(test);
}

static void lost_by_halt(struct kunit *test)
{
	start_sending(test);
	stop(test);
	EXPECT_VIOLATIONS(test, NDIS_LOST_OPERATION, 1);
}

/* ---- receiving ---- */

static atomic_t heard;
static u8 heard_last;
static unsigned int heard_size;

static int hear(struct sk_buff *skb, struct net_device *in, struct packet_type *type,
		struct net_device *original)
{
	heard_size = skb->len;
	skb_copy_bits(skb, skb->len - 1, &heard_last, 1);
	kfree_skb(skb);
	atomic_inc(&heard);
	return 0;
}

static struct packet_type hearing = { .type = cpu_to_be16(0x88b5), .func = hear };

static void listen(void)
{
	atomic_set(&heard, 0);
	hearing.dev = dev;
	dev_add_pack(&hearing);
}

static void received_frames(struct kunit *test)
{
	struct rtnl_link_stats64 stats;
	struct im_frame *frame = im_frame(test, 100);

	start_up(test);
	listen();
	NDIS_SET_PACKET_STATUS(frame->packet, NDIS_STATUS_SUCCESS);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_EQ(test, heard_size, 86u);
	KUNIT_EXPECT_EQ(test, heard_last, 85);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_EQ(test, stats.rx_packets, 1ull);
	KUNIT_EXPECT_EQ(test, stats.rx_bytes, 100ull);
	/* Down: not to be heard. */
	bring(false);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&heard), 1);
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_EQ(test, stats.rx_dropped, 0ull);
	dev_remove_pack(&hearing);
	im_frame_free(frame);
	stop(test);
}

static void received_in_pieces(struct kunit *test)
{
	struct im_frame *frame = im_frame(test, 100);

	start_up(test);
	listen();
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 86, 86);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&im.transfers), 0);
	/* The rest is asked for. */
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 20, 86);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.transfers), 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 2));
	KUNIT_EXPECT_EQ(test, heard_size, 86u);
	KUNIT_EXPECT_EQ(test, heard_last, 85);
	im.transfer = NDIS_STATUS_PENDING;
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 20, 86);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&heard), 2);
	NdisMTransferDataComplete(im.handle, im.filling, NDIS_STATUS_SUCCESS, 66);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 3));
	/* Cut short: nothing. And one that is never filled. */
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 20, 86);
	NdisMTransferDataComplete(im.handle, im.filling, NDIS_STATUS_SUCCESS, 65);
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 20, 86);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&heard), 3);
	dev_remove_pack(&hearing);
	im_frame_free(frame);
	stop(test);
	EXPECT_VIOLATIONS(test, NDIS_LOST_OPERATION, 1);
}

/* The lower edge of another intermediate driver takes them. */
static void taken_over(struct kunit *test)
{
	struct im_frame *frame = im_frame(test, 100);
	struct ndis_object *object;
	struct ndis_protocol *protocol;

	start_up(test);
	listen();
	KUNIT_ASSERT_EQ(test, up_register(true), NDIS_STATUS_SUCCESS);
	object = ndis_object_get(upper.protocol, NDIS_HANDLE_PROTOCOL, __func__);
	protocol = container_of(object, struct ndis_protocol, object);
	/* Of another driver's, as far as the instance can tell. */
	protocol->miniport = (struct ndis_miniport_driver *)&im;
	KUNIT_ASSERT_EQ(test, up_open(IM_NAME), NDIS_STATUS_SUCCESS);
	up_set_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 1);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&heard), 0);
	up_close(test);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	protocol->miniport = NULL;
	ndis_object_put(object);
	dev_remove_pack(&hearing);
	im_frame_free(frame);
	stop(test);
}

/* Both hear the same frame. */
static void protocol_and_interface(struct kunit *test)
{
	struct im_frame *frame = im_frame(test, 100);

	im_run(test, true);
	dev = dev_get_by_name(&init_net, IM_NAME);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	bring(true);
	listen();
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 1);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&heard) == 1));
	dev_remove_pack(&hearing);
	up_close(test);
	im_frame_free(frame);
	stop(test);
}

static const struct net_device_ops other_ops;

static void other_setup(struct net_device *other)
{
	ether_setup(other);
	other->netdev_ops = &other_ops;
	other->needs_free_netdev = true;
}

static void other_setup_raw(struct net_device *other)
{
	other->netdev_ops = &other_ops;
	other->needs_free_netdev = true;
	other->type = ARPHRD_NONE;
	other->mtu = 1400;
}

static struct net_device *other_interface(struct kunit *test, const char *name, bool raw,
					  unsigned int flags)
{
	struct net_device *other = alloc_netdev(0, name, NET_NAME_USER,
						raw ? other_setup_raw : other_setup);

	KUNIT_ASSERT_NOT_NULL(test, other);
	if (!raw)
		eth_hw_addr_random(other);
	other->flags |= flags;
	KUNIT_ASSERT_EQ(test, register_netdev(other), 0);
	return other;
}

static struct ndis_adapter *find_adapter(const char *name)
{
	struct ndis_adapter *adapter = NULL;
	NDIS_STRING string;

	if (!ndis_string_create(&string, name)) {
		adapter = ndis_adapter_find(&string);
		kfree(string.Buffer);
	}
	return adapter;
}

/* Locks are taken from the top down, and what is between counts. */
static void depth_of_stacks(struct kunit *test)
{
	struct net_device *low = other_interface(test, "kunitlow", false, 0);
	struct net_device *high = other_interface(test, "kunithigh", false, 0);
	struct ndis_adapter *adapter = find_adapter("kunithigh");

	KUNIT_ASSERT_NOT_NULL(test, adapter);
	KUNIT_EXPECT_EQ(test, ndis_virtual_depth(adapter), 0u);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, netdev_upper_dev_link(low, high, NULL), 0);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, ndis_virtual_depth(adapter), 1u);
	rtnl_lock();
	netdev_upper_dev_unlink(low, high);
	rtnl_unlock();
	unregister_netdev(high);
	unregister_netdev(low);
	KUNIT_EXPECT_EQ(test, ndis_virtual_depth(adapter), 0u);
	ndis_adapter_put(adapter);
}

/* `ip link` shows what it lies on, be that another instance's. */
static void one_on_another(struct kunit *test)
{
	struct ndis_instance *below;
	struct net_device *high;
	NDIS_HANDLE low;

	start(test);
	KUNIT_EXPECT_EQ(test, dev_get_iflink(dev), dev->ifindex);
	low = im.handle;
	below = ndis_instance_get(low, __func__);
	KUNIT_ASSERT_NOT_NULL(test, below);
	KUNIT_ASSERT_EQ(test, im_start_name("kunitim1"), NDIS_STATUS_SUCCESS);
	high = dev_get_by_name(&init_net, "kunitim1");
	KUNIT_ASSERT_NOT_NULL(test, high);

	rtnl_lock();
	KUNIT_EXPECT_EQ(test, ndis_takeover_link(&below->adapter, high), 0);
	KUNIT_EXPECT_TRUE(test, netdev_has_upper_dev(dev, high));
	KUNIT_EXPECT_EQ(test, dev_get_iflink(high), dev->ifindex);
	/* There is one place. */
	KUNIT_EXPECT_EQ(test, ndis_takeover_link(&below->adapter, high), -ENODEV);
	rtnl_unlock();

	/* The lower one goes first: it is let go of. */
	dev_put(dev);
	KUNIT_EXPECT_EQ(test, NdisIMDeInitializeDeviceInstance(low), NDIS_STATUS_SUCCESS);
	im.halted = false;
	KUNIT_EXPECT_EQ(test, dev_get_iflink(high), high->ifindex);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, ndis_takeover_link(&below->adapter, high), -ENODEV);
	rtnl_unlock();
	ndis_instance_put(below);
	dev_put(high);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static const char *placed_on;

/* As if the Bind that it is started in had opened that one. */
static void place(void)
{
	struct ndis_instance *instance = ndis_instance_get(im.handle, __func__);

	if (!instance)
		return;
	instance->lower = find_adapter(placed_on);
	ndis_instance_put(instance);
}

static bool has_no_arp(struct kunit *test, const char *name)
{
	struct net_device *on_top = dev_get_by_name(&init_net, name);
	bool no_arp;

	KUNIT_ASSERT_NOT_NULL(test, on_top);
	no_arp = on_top->flags & IFF_NOARP;
	dev_put(on_top);
	return no_arp;
}

static void expect_no_arp_above(struct kunit *test, bool raw, unsigned int flags, bool no_arp)
{
	struct net_device *low = other_interface(test, "kunitlow", raw, flags);

	placed_on = "kunitlow";
	im.in_initialize = place;
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, has_no_arp(test, IM_NAME), no_arp);
	rtnl_lock();
	KUNIT_EXPECT_TRUE(test, netdev_has_any_upper_dev(low));
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	im.halted = false;
	unregister_netdev(low);
}

/* Nobody down there would answer. For a raw one the adapter itself does. */
static void no_arp_above_one_without(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	expect_no_arp_above(test, false, 0, false);
	expect_no_arp_above(test, false, IFF_NOARP, true);
	expect_no_arp_above(test, true, IFF_NOARP | IFF_POINTOPOINT, false);
	im.in_initialize = NULL;
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, has_no_arp(test, IM_NAME));
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

/* Nor two levels down. */
static void no_arp_above_an_instance_without(struct kunit *test)
{
	struct net_device *low = other_interface(test, "kunitlow", false, IFF_NOARP);
	NDIS_HANDLE first;

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	placed_on = "kunitlow";
	im.in_initialize = place;
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	first = im.handle;
	placed_on = IM_NAME;
	KUNIT_ASSERT_EQ(test, im_start_name("kunitim1"), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, has_no_arp(test, "kunitim1"));
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	im.halted = false;
	im.handle = first;
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	unregister_netdev(low);
}

/* A medium that Linux has no interfaces of: protocols only. */
static void no_interface_for_fddi(struct kunit *test)
{
	im.medium = NdisMediumFddi;
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, im_has_netdev());
	KUNIT_EXPECT_TRUE(test, im_present(IM_NAME));
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static void raw_ip(struct kunit *test)
{
	u8 packet[20] = { 0x45, [3] = 20 };
	struct rtnl_link_stats64 stats;

	im.medium = NdisMediumWirelessWan;
	start(test);
	KUNIT_EXPECT_EQ(test, dev->type, ARPHRD_NONE);
	KUNIT_EXPECT_EQ(test, dev->hard_header_len, 0);
	KUNIT_EXPECT_TRUE(test, dev->flags & IFF_NOARP);
	KUNIT_EXPECT_TRUE(test, dev->priv_flags & IFF_DISABLE_NETPOLL);
	KUNIT_EXPECT_EQ(test, bring(true), 0);
	/* Frames that have no header need not say where it is. */
	NdisMEthIndicateReceive(im.handle, NULL, NULL, 0, packet, sizeof(packet), sizeof(packet));
	dev_get_stats(dev, &stats);
	KUNIT_EXPECT_EQ(test, stats.rx_packets, 1ull);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(looks),
	KUNIT_CASE(carrier_follows_status),
	KUNIT_CASE(carrier_before_the_interface),
	KUNIT_CASE(filter_follows_the_interface),
	KUNIT_CASE(another_address),
	KUNIT_CASE(sent_frames_are_packets),
	KUNIT_CASE(failures_are_counted),
	KUNIT_CASE(pending_is_no_end),
	KUNIT_CASE(flow_control),
	KUNIT_CASE(completed_by_halt),
	KUNIT_CASE(lost_by_halt),
	KUNIT_CASE(received_frames),
	KUNIT_CASE(received_in_pieces),
	KUNIT_CASE(taken_over),
	KUNIT_CASE(protocol_and_interface),
	KUNIT_CASE(depth_of_stacks),
	KUNIT_CASE(one_on_another),
	KUNIT_CASE(no_arp_above_one_without),
	KUNIT_CASE(no_arp_above_an_instance_without),
	KUNIT_CASE(no_interface_for_fddi),
	KUNIT_CASE(raw_ip),
	{}
};

static int setup(struct kunit *test)
{
	int err = im_setup(test);

	im.link = NdisMediaStateConnected;
	im.in_halt = complete_others;
	return err;
}

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_netdev",
	.init = setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
