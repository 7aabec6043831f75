// SPDX-License-Identifier: GPL-2.0
/*
 * The class-extension interface's part about adapters: one that an extension
 * had its client make, bound to a net_device that the extension allocated.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <net/sch_generic.h>

#include "netcx_mock.h"

static bool loaded;
static struct {
	NETADAPTER adapter;
	unsigned int opened, stopped, released;
	int refuse;
	bool destroyed, released_early;
} ext;

static int ext_open(void *ctx, NETADAPTER adapter)
{
	ext.opened += ctx == &ext;
	return ext.refuse;
}

static void ext_stop(void *ctx, NETADAPTER adapter)
{
	ext.stopped += ctx == &ext;
}

static void ext_released(void *ctx)
{
	ext.released += ctx == &ext;
	ext.released_early |= !ext.destroyed;
}

static const struct cx_adapter_ops ext_ops = {
	.name = "kunit", .open = ext_open, .stop = ext_stop, .released = ext_released,
};

static const struct cx_adapter_ops collecting_ops = {
	.name = "collects", .open = ext_open, .stop = ext_stop, .released = ext_released,
	.collects = true,
};

static const struct cx_adapter_ops other_ops = { .name = "other" };
static const struct cx_adapter_ops *ops;

static VOID adapter_destroy(WDFOBJECT object)
{
	ext.destroyed = true;
}

static int seam_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	memset(&ext, 0, sizeof(ext));
	spin_lock_init(&mock.lock);
	mock.no_start = true;
	ops = &ext_ops;
	if (nt_module_load(&mock_module))
		return -EIO;
	loaded = true;
	return 0;
}

static void seam_test_exit(struct kunit *test)
{
	if (loaded)
		nt_module_unload(&mock_module);
	loaded = false;
}

/* As an extension does around the client's create-adapter callback. */
static void make_adapter(struct kunit *test)
{
	NETADAPTER_INIT *init = cx_adapter_init_alloc(mock.device, ops, &ext);
	NET_ADAPTER_DATAPATH_CALLBACKS callbacks;
	WDF_OBJECT_ATTRIBUTES attributes;

	KUNIT_ASSERT_NOT_NULL(test, init);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_init_created(init), NULL);
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&callbacks, mock_create_tx, mock_create_rx);
	NetAdapterInitSetDatapathCallbacks(init, &callbacks);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = adapter_destroy;
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, &attributes, &ext.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_init_created(init), ext.adapter);
	cx_adapter_init_free(init);
	KUNIT_ASSERT_NOT_NULL(test, ext.adapter);
}

static struct net_device *make_netdev(struct kunit *test)
{
	struct net_device *dev = alloc_netdev(cx_netdev_priv_size(), "seam%d", NET_NAME_UNKNOWN,
					      cx_netdev_setup);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	return dev;
}

static int bind(struct net_device *dev)
{
	int err;

	rtnl_lock();
	err = cx_netdev_bind(ext.adapter, dev, netdev_priv(dev));
	rtnl_unlock();
	return err;
}

static struct net_device *bound_and_registered(struct kunit *test)
{
	struct net_device *dev = make_netdev(test);

	KUNIT_EXPECT_EQ(test, bind(dev), 0);
	dev->needs_free_netdev = true;
	KUNIT_ASSERT_EQ(test, register_netdev(dev), 0);
	return dev;
}

/* One IPv4 packet, as the mock knows them. */
static void send_long(struct kunit *test, struct net_device *dev, unsigned int length)
{
	struct sk_buff *skb = alloc_skb(length + LL_MAX_HEADER, GFP_KERNEL);
	u32 head[2] = { MOCK_MAGIC, 0 };
	u8 *data;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	skb_reserve(skb, LL_MAX_HEADER);
	data = skb_put_zero(skb, length);
	data[0] = 0x45;
	data[2] = length >> 8;
	data[3] = length;
	memcpy(data + 20, head, sizeof(head));
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IP);
	skb_reset_network_header(skb);
	dev_queue_xmit(skb);
}

static void send(struct kunit *test, struct net_device *dev)
{
	send_long(test, dev, MOCK_HEADER);
}

static void init_is_lent_not_given(struct kunit *test)
{
	NETADAPTER_INIT *init = cx_adapter_init_alloc(mock.device, &ext_ops, &ext);
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_INIT);

	KUNIT_ASSERT_NOT_NULL(test, init);
	NetAdapterInitFree(init);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_INIT), before + 1);
	cx_adapter_init_free(init);
}

static void adapter_knows_its_extension(struct kunit *test)
{
	u64 before;

	make_adapter(test);
	before = nt_violation_count(NT_RULE_ADAPTER_FOREIGN);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_context(ext.adapter, &ext_ops, __func__),
			    (void *)&ext);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_FOREIGN), before);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_context(ext.adapter, &other_ops, __func__), NULL);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_context(mock.adapter, &ext_ops, __func__), NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_FOREIGN), before + 2);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_device(ext.adapter), mock.device);
}

static void queues_run_between_start_and_stop(struct kunit *test)
{
	make_adapter(test);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
	cx_adapter_stop(ext.adapter);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
}

/* The client's own half of the start alone starts nothing. */
static void start_needs_the_extension(struct kunit *test)
{
	make_adapter(test);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(ext.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

static void delete_releases_once_and_last(struct kunit *test)
{
	make_adapter(test);
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	cx_adapter_delete(ext.adapter);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
	KUNIT_EXPECT_TRUE(test, ext.destroyed);
	KUNIT_EXPECT_EQ(test, ext.released, 1u);
	KUNIT_EXPECT_FALSE(test, ext.released_early);
}

static void client_cannot_delete(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_DELETE_NOT_ALLOWED);

	make_adapter(test);
	WdfObjectDelete(ext.adapter);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_DELETE_NOT_ALLOWED), before + 1);
	KUNIT_EXPECT_FALSE(test, ext.destroyed);
}

static void netdev_of_the_extension(struct kunit *test)
{
	struct net_device *dev, *got;

	make_adapter(test);
	NetAdapterSetLinkLayerMtuSize(ext.adapter, 1400);
	dev = bound_and_registered(test);
	got = cx_adapter_netdev_get(ext.adapter);
	KUNIT_EXPECT_PTR_EQ(test, got, dev);
	dev_put(got);
	rtnl_lock();
	KUNIT_EXPECT_PTR_EQ(test, cx_netdev_adapter(dev), ext.adapter);
	KUNIT_EXPECT_EQ(test, dev->mtu, 1400u);
	KUNIT_EXPECT_EQ(test, dev->max_mtu, 1400u);
	rtnl_unlock();

	cx_adapter_set_carrier(ext.adapter, true);
	KUNIT_EXPECT_TRUE(test, netif_carrier_ok(dev));
	cx_adapter_set_carrier(ext.adapter, false);
	KUNIT_EXPECT_FALSE(test, netif_carrier_ok(dev));

	unregister_netdev(dev);
	KUNIT_EXPECT_PTR_EQ(test, cx_adapter_netdev_get(ext.adapter), NULL);
	cx_adapter_delete(ext.adapter);
	KUNIT_EXPECT_EQ(test, ext.released, 1u);
}

/* ip link add ... mtu 1300: the core sets it before the link is bound. */
static void mtu_asked_for_stays(struct kunit *test)
{
	struct net_device *dev;

	make_adapter(test);
	dev = make_netdev(test);
	dev->mtu = 1300;
	KUNIT_EXPECT_EQ(test, bind(dev), 0);
	KUNIT_EXPECT_EQ(test, dev->mtu, 1300u);
	rtnl_lock();
	cx_netdev_unbind(dev);
	rtnl_unlock();
	free_netdev(dev);
	cx_adapter_delete(ext.adapter);
}

/* An address does not make the packets of a raw IP interface Ethernet frames. */
static void address_changes_no_frame(struct kunit *test)
{
	static const u8 bytes[] = { 2, 0, 0, 0, 0, 1 };
	NET_ADAPTER_LINK_LAYER_ADDRESS address;
	struct net_device *dev;
	unsigned int i;

	make_adapter(test);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, sizeof(bytes), bytes);
	NetAdapterSetPermanentLinkLayerAddress(ext.adapter, &address);
	dev = bound_and_registered(test);
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	cx_adapter_set_carrier(ext.adapter, true);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), 0);
	rtnl_unlock();
	for (i = 0; i < 300 && qdisc_tx_is_noop(dev); i++)
		msleep(20);
	send(test, dev);
	for (i = 0; i < 300 && !mock.tx_count; i++)
		msleep(20);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 1u);
	KUNIT_EXPECT_EQ(test, mock.tx_bad, 0u);
	unregister_netdev(dev);
	cx_adapter_delete(ext.adapter);
}

/* The first poll may be ksoftirqd's, and late: a packet that is sent before waits for it. */
static void wait_polled(struct kunit *test, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < 300 && (mock.tx_count < count || !atomic_read(&mock.tx_armed)); i++)
		msleep(20);
	KUNIT_EXPECT_GE(test, mock.tx_count, count);
	KUNIT_EXPECT_TRUE(test, atomic_read(&mock.tx_armed));
}

/* Up, with a client that has taken one packet, and keeps it. */
static struct net_device *client_keeps_one(struct kunit *test)
{
	struct net_device *dev;
	unsigned int i;

	make_adapter(test);
	dev = bound_and_registered(test);
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	cx_adapter_set_carrier(ext.adapter, true);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), 0);
	rtnl_unlock();
	for (i = 0; i < 300 && qdisc_tx_is_noop(dev); i++)
		msleep(20);
#ifdef CONFIG_BQL
	/* It has learnt nothing yet, and stops the queue after each packet. */
	netdev_get_tx_queue(dev, 0)->dql.min_limit = 1 << 20;
	netdev_get_tx_queue(dev, 0)->dql.limit = 1 << 20;
	netdev_get_tx_queue(dev, 0)->dql.adj_limit = 1 << 20;
#endif
	mock.hold_tx = true;
	send(test, dev);
	wait_polled(test, 1);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 1u);
	return dev;
}

static void client_lets_go(struct kunit *test)
{
	WRITE_ONCE(mock.hold_tx, false);
	NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.txq);
}

static void no_more_of(struct kunit *test, struct net_device *dev)
{
	WRITE_ONCE(mock.hold_tx, false);
	unregister_netdev(dev);
	cx_adapter_delete(ext.adapter);
	KUNIT_EXPECT_EQ(test, mock.tx_bad, 0u);
}

/* A client that is not said to collect gets each packet as it comes. */
static void packets_do_not_wait(struct kunit *test)
{
	struct net_device *dev = client_keeps_one(test);

	send(test, dev);
	send(test, dev);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 3u);
	no_more_of(test, dev);
}

/* What a device takes in a millisecond BQL lets through, unless somebody else has a say. */
static void bql_keeps_pace(struct kunit *test)
{
#ifdef CONFIG_BQL
	struct net_device *dev;
	struct dql *dql;
	unsigned int i;

	ops = &collecting_ops;
	dev = client_keeps_one(test);
	dql = &netdev_get_tx_queue(dev, 0)->dql;
	client_lets_go(test);
	for (i = 0; i < 3; i++) {
		msleep(20);
		send_long(test, dev, 1000);
	}
	KUNIT_EXPECT_EQ(test, dql->min_limit, 1u << 20);
	WRITE_ONCE(dql->min_limit, 0);
	for (i = 0; i < 300 && !READ_ONCE(dql->min_limit); i++) {
		msleep(20);
		send_long(test, dev, 1000);
	}
	KUNIT_EXPECT_GT(test, dql->min_limit, 0u);
	KUNIT_EXPECT_LE(test, dql->min_limit, 1000u);
	rtnl_lock();
	dev_close(dev);
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), 0);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, dql->min_limit, 0u);
	no_more_of(test, dev);
#endif
}

/* From where it has asked for them on. */
static void mdls_are_made_for_who_asks(struct kunit *test)
{
	struct net_device *dev = client_keeps_one(test);
	const NET_RING *fragments =
		NetRingCollectionGetFragmentRing(NetTxQueueGetRingCollection(mock.txq));
	u32 first = fragments->BeginIndex, second = NetRingIncrementIndex(fragments, first);
	NET_FRAGMENT_VIRTUAL_ADDRESS *va;
	NET_EXTENSION_QUERY query;
	NET_EXTENSION mdl;
	PMDL made;

	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_MDL_NAME,
				 NET_FRAGMENT_EXTENSION_MDL_VERSION_1, NetExtensionTypeFragment);
	NetTxQueueGetExtension(mock.txq, &query, &mdl);
	KUNIT_ASSERT_TRUE(test, mdl.Enabled);
	KUNIT_EXPECT_PTR_EQ(test, NetExtensionGetFragmentMdl(&mdl, first)->Mdl, NULL);
	send(test, dev);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 2u);
	made = NetExtensionGetFragmentMdl(&mdl, second)->Mdl;
	KUNIT_EXPECT_NOT_NULL(test, made);
	if (made) {
		KUNIT_EXPECT_EQ(test, (u64)MmGetMdlByteCount(made),
				(u64)NetRingGetFragmentAtIndex((NET_RING *)fragments,
							       second)->ValidLength);
		va = NetExtensionGetFragmentVirtualAddress(&mock.tx_va, second);
		KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(made, NormalPagePriority),
				    va->VirtualAddress);
	}
	no_more_of(test, dev);
}

/* One that does has them when it gives back what it has, without an Advance for each. */
static void few_packets_wait_for_a_collector(struct kunit *test)
{
	struct net_device *dev;
	unsigned int i, advances;

	ops = &collecting_ops;
	dev = client_keeps_one(test);
	advances = mock.tx_advances;
	for (i = 0; i < 5; i++)
		send(test, dev);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 1u);
	KUNIT_EXPECT_EQ(test, mock.tx_advances, advances);
	client_lets_go(test);
	for (i = 0; i < 300 && mock.tx_count < 6; i++)
		msleep(20);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 6u);
	/* It has none: the next one is its at once. */
	send(test, dev);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 7u);
	no_more_of(test, dev);
}

/* While the client keeps one, @count more of @length are sent: @taken of them are its own at
 * once, and all when it has let go.
 */
static void send_beside_one(struct kunit *test, unsigned int count, unsigned int length,
			    unsigned int taken)
{
	struct net_device *dev;
	unsigned int i;

	ops = &collecting_ops;
	dev = client_keeps_one(test);
	for (i = 0; i < count; i++)
		send_long(test, dev, length);
	wait_polled(test, 1 + taken);
	client_lets_go(test);
	for (i = 0; i < 300 && mock.tx_count < 1 + count; i++)
		msleep(20);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 1 + count);
	no_more_of(test, dev);
}

static void many_packets_do_not_wait(struct kunit *test)
{
	send_beside_one(test, 70, MOCK_HEADER, 64);
}

/* Nor do few large ones, which may be a whole transfer. */
static void many_bytes_do_not_wait(struct kunit *test)
{
	send_beside_one(test, 20, 1400, 16);
}

/* The queues are made again: those of the old ones will tell nobody of anything. */
static void packets_wait_for_no_former_queue(struct kunit *test)
{
	struct net_device *dev;
	unsigned int i;

	ops = &collecting_ops;
	dev = client_keeps_one(test);
	send(test, dev);
	KUNIT_EXPECT_EQ(test, mock.tx_count, 1u);
	cx_adapter_stop(ext.adapter);
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	send(test, dev);
	for (i = 0; i < 300 && mock.tx_count < 2; i++)
		msleep(20);
	KUNIT_EXPECT_GE(test, mock.tx_count, 2u);
	no_more_of(test, dev);
}

/* Carrier is what both say. */
static void client_may_say_disconnected(struct kunit *test)
{
	NET_ADAPTER_LINK_STATE state;

	make_adapter(test);
	cx_adapter_set_carrier(ext.adapter, true);
	KUNIT_EXPECT_TRUE(test, cx_adapter_carrier(ext.adapter));
	NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(&state);
	NetAdapterSetLinkState(ext.adapter, &state);
	KUNIT_EXPECT_FALSE(test, cx_adapter_carrier(ext.adapter));
}

static unsigned int told;
static bool told_tso;

static VOID set_sum(NETADAPTER adapter, NETOFFLOAD offload)
{
}

static VOID set_gso(NETADAPTER adapter, NETOFFLOAD offload)
{
	told_tso = NetOffloadIsLsoIPv4Enabled(offload);
	WRITE_ONCE(told, told + 1);
}

static void set_offloads(void)
{
	const NET_ADAPTER_OFFLOAD_LAYER3_FLAGS l3 = NetAdapterOffloadLayer3FlagIPv4NoOptions;
	const NET_ADAPTER_OFFLOAD_LAYER4_FLAGS l4 = NetAdapterOffloadLayer4FlagTcpNoOptions;
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES tag;
	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES sum;
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES gso;

	NET_ADAPTER_OFFLOAD_TX_CHECKSUM_CAPABILITIES_INIT(&sum, l3, set_sum);
	sum.Layer4Flags = l4;
	NetAdapterOffloadSetTxChecksumCapabilities(ext.adapter, &sum);
	NET_ADAPTER_OFFLOAD_GSO_CAPABILITIES_INIT(&gso, l3, l4, 40000, 2, set_gso);
	NetAdapterOffloadSetGsoCapabilities(ext.adapter, &gso);
	NET_ADAPTER_OFFLOAD_IEEE8021Q_TAG_CAPABILITIES_INIT(
		&tag, NetAdapterOffloadIeee8021VlanTaggingFlag);
	NetAdapterOffloadSetIeee8021qTagCapabilities(ext.adapter, &tag);
}

static bool wait_told(unsigned int times)
{
	unsigned int i;

	for (i = 0; i < 300 && READ_ONCE(told) != times; i++)
		msleep(20);
	return READ_ONCE(told) == times;
}

/* What the client can do the extension's interface has; and the next one again. */
static void offloads_of_the_client(struct kunit *test)
{
	struct net_device *dev;
	NET_EXTENSION gso;
	NET_EXTENSION_QUERY query;

	told = 0;
	make_adapter(test);
	set_offloads();
	dev = bound_and_registered(test);
	KUNIT_EXPECT_TRUE(test, dev->features & NETIF_F_TSO);
	KUNIT_EXPECT_TRUE(test, dev->features & NETIF_F_IP_CSUM);
	KUNIT_EXPECT_TRUE(test, dev->features & NETIF_F_SG);
	KUNIT_EXPECT_FALSE(test, dev->features & (NETIF_F_TSO6 | NETIF_F_HW_VLAN_CTAG_TX));
	KUNIT_EXPECT_EQ(test, dev->gso_max_size, 40000U);
	KUNIT_EXPECT_EQ(test, cx_adapter_start(ext.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, told, 1U);
	KUNIT_EXPECT_TRUE(test, told_tso);
	NET_EXTENSION_QUERY_INIT(&query, NET_PACKET_EXTENSION_GSO_NAME,
				 NET_PACKET_EXTENSION_GSO_VERSION_1, NetExtensionTypePacket);
	NetTxQueueGetExtension(mock.txq, &query, &gso);
	KUNIT_EXPECT_TRUE(test, gso.Enabled);

	rtnl_lock();
	dev->wanted_features &= ~NETIF_F_TSO;
	netdev_update_features(dev);
	rtnl_unlock();
	KUNIT_EXPECT_TRUE(test, wait_told(2));
	KUNIT_EXPECT_FALSE(test, told_tso);
	unregister_netdev(dev);
	dev = bound_and_registered(test);
	KUNIT_EXPECT_TRUE(test, dev->features & NETIF_F_TSO);
	KUNIT_EXPECT_TRUE(test, wait_told(3));
	KUNIT_EXPECT_TRUE(test, told_tso);
	unregister_netdev(dev);
	cx_adapter_delete(ext.adapter);
}

static void extension_hears_of_up_and_down(struct kunit *test)
{
	struct net_device *dev;

	make_adapter(test);
	dev = bound_and_registered(test);
	rtnl_lock();
	ext.refuse = -EBUSY;
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), -EBUSY);
	ext.refuse = 0;
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), 0);
	KUNIT_EXPECT_EQ(test, ext.opened, 2u);
	dev_close(dev);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, ext.stopped, 1u);
	unregister_netdev(dev);
	cx_adapter_delete(ext.adapter);
}

static void an_adapter_has_one_netdev(struct kunit *test)
{
	struct net_device *dev, *second;

	make_adapter(test);
	dev = make_netdev(test);
	second = make_netdev(test);
	KUNIT_EXPECT_EQ(test, bind(dev), 0);
	KUNIT_EXPECT_EQ(test, bind(dev), -EBUSY);
	KUNIT_EXPECT_EQ(test, bind(second), -EBUSY);
	rtnl_lock();
	cx_netdev_unbind(dev);
	rtnl_unlock();
	KUNIT_EXPECT_EQ(test, bind(second), 0);
	rtnl_lock();
	cx_netdev_unbind(second);
	cx_netdev_unbind(second);
	rtnl_unlock();
	cx_adapter_delete(ext.adapter);
	KUNIT_EXPECT_EQ(test, ext.released, 1u);
	free_netdev(dev);
	free_netdev(second);
}

static void foreign_netdev_is_refused(struct kunit *test)
{
	struct net_device *dev = alloc_netdev(cx_netdev_priv_size(), "alien%d", NET_NAME_UNKNOWN,
					      ether_setup);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	make_adapter(test);
	KUNIT_EXPECT_EQ(test, bind(dev), -EINVAL);
	rtnl_lock();
	KUNIT_EXPECT_PTR_EQ(test, cx_netdev_adapter(dev), NULL);
	rtnl_unlock();
	free_netdev(dev);
}

static struct kunit_case seam_cases[] = {
	KUNIT_CASE(init_is_lent_not_given),
	KUNIT_CASE(adapter_knows_its_extension),
	KUNIT_CASE(queues_run_between_start_and_stop),
	KUNIT_CASE(start_needs_the_extension),
	KUNIT_CASE(delete_releases_once_and_last),
	KUNIT_CASE(client_cannot_delete),
	KUNIT_CASE(netdev_of_the_extension),
	KUNIT_CASE(mtu_asked_for_stays),
	KUNIT_CASE(address_changes_no_frame),
	KUNIT_CASE(packets_do_not_wait),
	KUNIT_CASE(bql_keeps_pace),
	KUNIT_CASE(mdls_are_made_for_who_asks),
	KUNIT_CASE(few_packets_wait_for_a_collector),
	KUNIT_CASE(many_packets_do_not_wait),
	KUNIT_CASE(many_bytes_do_not_wait),
	KUNIT_CASE(packets_wait_for_no_former_queue),
	KUNIT_CASE(client_may_say_disconnected),
	KUNIT_CASE(offloads_of_the_client),
	KUNIT_CASE(extension_hears_of_up_and_down),
	KUNIT_CASE(an_adapter_has_one_netdev),
	KUNIT_CASE(foreign_netdev_is_refused),
	{ }
};

static struct kunit_suite seam_suite = {
	.name = "ndis_shim_seam",
	.init = seam_test_init,
	.exit = seam_test_exit,
	.test_cases = seam_cases,
};

kunit_test_suite(seam_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
