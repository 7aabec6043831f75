// SPDX-License-Identifier: GPL-2.0
/*
 * Adapters and what may be asked of them when: creation, capabilities, queues'
 * configuration, removal. What packets do is netcx_queue_test.c, what the
 * checking mode notices netcx_check_test.c.
 */
#include <kunit/test.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/if_arp.h>

#include "netcx_mock.h"
#include "wdf/root_bus.h"
#include "wait_for.h"

static bool loaded;

/* What a hook saw. */
static struct {
	NTSTATUS status[8];
	NETPACKETQUEUE queue;
	void *init[2];
	ULONG id[2];
	unsigned int calls;
} saw;

static int adapter_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	memset(&saw, 0, sizeof(saw));
	spin_lock_init(&mock.lock);
	return 0;
}

static void load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	loaded = true;
}

static void unload(void)
{
	if (loaded)
		nt_module_unload(&mock_module);
	loaded = false;
}

static void adapter_test_exit(struct kunit *test)
{
	unload();
}

/* Loaded, with an adapter that is not started. */
static void load_stopped(struct kunit *test)
{
	mock.no_start = true;
	load(test);
}

/* ---- creation ---- */

static void adapter_needs_a_net_device(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_NOT_A_NET_DEVICE);

	mock.no_config = true;
	load(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NOT_A_NET_DEVICE), before + 1);
	KUNIT_EXPECT_PTR_EQ(test, mock.adapter, NULL);
}

static void init_makes_one_adapter(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_INIT);
	NETADAPTER adapter = NULL, second = (NETADAPTER)&saw;
	NETADAPTER_INIT *init;

	load_stopped(test);
	init = NetAdapterInitAllocate(mock.device);
	KUNIT_ASSERT_NOT_NULL(test, init);
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, NULL, NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, NULL, &adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_NOT_NULL(test, adapter);
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, NULL, &second),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_PTR_EQ(test, second, NULL);
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(NULL, NULL, &second), STATUS_INVALID_PARAMETER);
	NetAdapterInitFree(init);
	/* Freed memory is not looked at. */
	NetAdapterInitFree(init);
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, NULL, &second), STATUS_INVALID_PARAMETER);
	NetAdapterInitFree(NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_INIT), before + 5);
}

static VOID adapter_cleanup(WDFOBJECT object)
{
	mock_trace('A');
}

static VOID adapter_destroy(WDFOBJECT object)
{
	mock_trace('B');
}

static NETADAPTER create_with_callbacks(struct kunit *test, NET_ADAPTER_DATAPATH_CALLBACKS *cb)
{
	NETADAPTER_INIT *init = NetAdapterInitAllocate(mock.device);
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER adapter = NULL;

	KUNIT_ASSERT_NOT_NULL(test, init);
	NetAdapterInitSetDatapathCallbacks(init, cb);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = adapter_cleanup;
	attributes.EvtDestroyCallback = adapter_destroy;
	KUNIT_EXPECT_EQ(test, NetAdapterCreate(init, &attributes, &adapter), STATUS_SUCCESS);
	NetAdapterInitFree(init);
	KUNIT_ASSERT_NOT_NULL(test, adapter);
	return adapter;
}

static void datapath_callbacks_are_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_BAD_INIT);
	NET_ADAPTER_DATAPATH_CALLBACKS cb;
	NETADAPTER adapter;

	load_stopped(test);
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&cb, mock_create_tx, NULL);
	adapter = create_with_callbacks(test, &cb);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_INIT), before + 1);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&cb, mock_create_tx, mock_create_rx);
	cb.Size++;
	create_with_callbacks(test, &cb);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_INIT), before + 2);
	cb.Size--;
	adapter = create_with_callbacks(test, &cb);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

/* Queues go before their adapter. */
static void adapter_ends_after_its_queues(struct kunit *test)
{
	NET_ADAPTER_DATAPATH_CALLBACKS cb;
	NETADAPTER adapter;
	size_t len;

	load_stopped(test);
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&cb, mock_create_tx, mock_create_rx);
	adapter = create_with_callbacks(test, &cb);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(adapter), STATUS_SUCCESS);
	unload();
	len = strlen(mock.trace);
	KUNIT_ASSERT_GE(test, len, (size_t)2);
	KUNIT_EXPECT_STREQ(test, mock.trace + len - 2, "AB");
}

/* ---- start and stop ---- */

static void start_and_stop_and_start(struct kunit *test)
{
	load_stopped(test);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
	NetAdapterStop(mock.adapter);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
	KUNIT_EXPECT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKDCcSs");
}

static void stop_in_callback(void *init, bool tx)
{
	NetAdapterStop(mock.adapter);
	saw.status[0] = NetAdapterStart(mock.adapter);
}

/* It would wait for the very callback that it is called from. */
static void start_and_stop_not_in_a_queues_callback(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_CALLBACK_DEADLOCK);

	mock.create = stop_in_callback;
	load(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_CALLBACK_DEADLOCK), before + 4);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

static void handle_that_is_no_adapter(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WRONG_HANDLE_TYPE);
	NETADAPTER wrong;

	load_stopped(test);
	wrong = (NETADAPTER)mock.device;
	KUNIT_EXPECT_EQ(test, NetAdapterStart(wrong), STATUS_INVALID_PARAMETER);
	NetAdapterStop(wrong);
	NetAdapterSetLinkLayerMtuSize(wrong, 1500);
	NetAdapterSetLinkState(wrong, NULL);
	NetAdapterSetDataPathCapabilities(wrong, NULL, NULL);
	NetAdapterSetLinkLayerCapabilities(wrong, NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WRONG_HANDLE_TYPE), before + 6);
}

static void surprise_removal_ends_everything(struct kunit *test)
{
	load(test);
	KUNIT_EXPECT_TRUE(test, cx_adapter_carrier(mock.adapter));
	wdf_root_surprise_remove(wdf_root_find(mock_module.priv, 0));
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
	KUNIT_EXPECT_EQ(test, mock.out_of_order, 0u);
}

static void removal_does_not_wait_for_fragments(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED);
	unsigned long start;

	mock.keep_cancelled = true;
	load(test);
	start = jiffies;
	unload();
	KUNIT_EXPECT_TRUE(test, time_before(jiffies, start + 5 * HZ));
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED), before + 1);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
}

/* The fragments' time begins when the packets are back. */
static void slow_hardware_is_waited_for(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED);

	mock.late_rx = true;
	load(test);
	unload();
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_NOT_DRAINED), before);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSsxpXPkdKD");
}

/* ---- capabilities ---- */

enum caps_mistake {
	CAPS_GOOD, CAPS_TX_SIZE, CAPS_TX_NO_QUEUE, CAPS_TX_NO_FRAGMENT, CAPS_TX_ALIGNMENT,
	CAPS_TX_HINT, CAPS_TX_BACKFILL, CAPS_TX_MAPPING, CAPS_RX_SIZE, CAPS_RX_NO_QUEUE,
	CAPS_RX_HINT, CAPS_RX_MODE, CAPS_RX_NOT_ATTACHED, CAPS_RX_NO_RETURN, CAPS_RX_NO_FRAME,
	CAPS_RX_ALIGNMENT,
};

struct caps_case {
	const char *name;
	enum caps_mistake mistake;
};

static const struct caps_case caps_cases[] = {
	{ "good", CAPS_GOOD },
	{ "tx_size", CAPS_TX_SIZE },
	{ "tx_no_queue", CAPS_TX_NO_QUEUE },
	{ "tx_no_fragment", CAPS_TX_NO_FRAGMENT },
	{ "tx_alignment", CAPS_TX_ALIGNMENT },
	{ "tx_hint", CAPS_TX_HINT },
	{ "tx_backfill", CAPS_TX_BACKFILL },
	{ "tx_mapping", CAPS_TX_MAPPING },
	{ "rx_size", CAPS_RX_SIZE },
	{ "rx_no_queue", CAPS_RX_NO_QUEUE },
	{ "rx_hint", CAPS_RX_HINT },
	{ "rx_mode", CAPS_RX_MODE },
	{ "rx_not_attached", CAPS_RX_NOT_ATTACHED },
	{ "rx_no_return", CAPS_RX_NO_RETURN },
	{ "rx_no_frame", CAPS_RX_NO_FRAME },
	{ "rx_alignment", CAPS_RX_ALIGNMENT },
};

static void caps_case_name(const struct caps_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(caps, caps_cases, caps_case_name);

static void caps_spoil_tx(NET_ADAPTER_TX_CAPABILITIES *tx, enum caps_mistake mistake)
{
	NET_ADAPTER_TX_CAPABILITIES_INIT(tx, mistake == CAPS_TX_NO_QUEUE ? 0 : 1);
	if (mistake == CAPS_TX_SIZE)
		tx->Size--;
	if (mistake == CAPS_TX_NO_FRAGMENT)
		tx->MaximumNumberOfFragments = 0;
	if (mistake == CAPS_TX_ALIGNMENT)
		tx->FragmentBufferAlignment = 3;
	if (mistake == CAPS_TX_HINT)
		tx->FragmentRingNumberOfElementsHint = 100;
	if (mistake == CAPS_TX_BACKFILL)
		tx->PayloadBackfill = 1024;
	if (mistake == CAPS_TX_MAPPING)
		tx->MappingRequirement = 2;
}

static void caps_spoil_rx(NET_ADAPTER_RX_CAPABILITIES *rx, enum caps_mistake mistake)
{
	if (mistake == CAPS_RX_NO_FRAME || mistake == CAPS_RX_ALIGNMENT)
		NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(rx, 1500, 1);
	else
		NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(rx, mock_return_buffer, 1500, 1);
	if (mistake == CAPS_RX_SIZE)
		rx->Size--;
	if (mistake == CAPS_RX_NO_QUEUE)
		rx->MaximumNumberOfQueues = 0;
	if (mistake == CAPS_RX_HINT)
		rx->FragmentRingNumberOfElementsHint = 3;
	if (mistake == CAPS_RX_MODE)
		rx->AllocationMode = 2;
	if (mistake == CAPS_RX_NOT_ATTACHED)
		rx->AttachmentMode = NetRxFragmentBufferAttachmentModeSystem;
	if (mistake == CAPS_RX_NO_RETURN)
		rx->EvtAdapterReturnRxBuffer = NULL;
	if (mistake == CAPS_RX_NO_FRAME)
		rx->MaximumFrameSize = 0;
	if (mistake == CAPS_RX_ALIGNMENT)
		rx->FragmentBufferAlignment = 0;
}

/* What is refused changes nothing: the adapter starts with what it had. */
static void capabilities_are_judged(struct kunit *test)
{
	const struct caps_case *c = test->param_value;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	u64 before;

	load_stopped(test);
	before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	caps_spoil_tx(&tx, c->mistake);
	caps_spoil_rx(&rx, c->mistake);
	NetAdapterSetDataPathCapabilities(mock.adapter, &tx, &rx);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES),
			before + (c->mistake != CAPS_GOOD));
	KUNIT_EXPECT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

static void hints_size_the_fragment_ring(struct kunit *test)
{
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	NET_RING_COLLECTION const *rings;

	load_stopped(test);
	caps_spoil_tx(&tx, CAPS_GOOD);
	caps_spoil_rx(&rx, CAPS_GOOD);
	tx.FragmentRingNumberOfElementsHint = 1024;
	rx.FragmentRingNumberOfElementsHint = 512;
	NetAdapterSetDataPathCapabilities(mock.adapter, &tx, &rx);
	KUNIT_ASSERT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	rings = NetTxQueueGetRingCollection(mock.txq);
	KUNIT_EXPECT_EQ(test, NetRingCollectionGetFragmentRing(rings)->NumberOfElements, 1024u);
	rings = NetRxQueueGetRingCollection(mock.rxq);
	KUNIT_EXPECT_EQ(test, NetRingCollectionGetFragmentRing(rings)->NumberOfElements, 512u);
}

/* There is no DMA enabler: said when it is started, not by wrong behaviour. */
static void dma_is_not_supported(struct kunit *test)
{
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	load_stopped(test);
	caps_spoil_rx(&rx, CAPS_GOOD);
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	tx.MappingRequirement = NetMemoryMappingRequirementDmaMapped;
	NetAdapterSetDataPathCapabilities(mock.adapter, &tx, &rx);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(mock.adapter), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_STREQ(test, mock.trace, "");
}

static void capabilities_come_before_the_start(struct kunit *test)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	u64 before;

	load(test);
	before = nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE);
	caps_spoil_tx(&tx, CAPS_GOOD);
	caps_spoil_rx(&rx, CAPS_GOOD);
	NetAdapterSetDataPathCapabilities(mock.adapter, &tx, &rx);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), before + 1);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, 1, 1);
	NetAdapterSetLinkLayerCapabilities(mock.adapter, &link);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_WRONG_STATE), before + 2);
}

/* ---- link ---- */

static u32 speed_of(struct kunit *test)
{
	struct ethtool_link_ksettings settings = {};
	struct net_device *dev = NULL;

	KUNIT_ASSERT_TRUE(test, WAIT_FOR((dev = cx_adapter_netdev_get(mock.adapter)) != NULL));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(dev->reg_state == NETREG_REGISTERED));
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, __ethtool_get_link_ksettings(dev, &settings), 0);
	rtnl_unlock();
	dev_put(dev);
	return settings.base.speed;
}

static void set_link_speed(ULONG64 speed)
{
	NET_ADAPTER_LINK_STATE state;

	NET_ADAPTER_LINK_STATE_INIT(&state, speed, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(mock.adapter, &state);
}

static void link_layer_capabilities_are_the_speed(struct kunit *test)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	u64 before;

	load_stopped(test);
	before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, 50000000, 50000000);
	NetAdapterSetLinkLayerCapabilities(mock.adapter, &link);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before);
	link.Size = 0;
	link.MaxTxLinkSpeed = 1000000;
	NetAdapterSetLinkLayerCapabilities(mock.adapter, &link);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 1);
	set_link_speed(NET_ADAPTER_LINK_SPEED_UNKNOWN);
	KUNIT_ASSERT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, speed_of(test), 50u);
	set_link_speed(20000000);
	KUNIT_EXPECT_EQ(test, speed_of(test), 20u);
}

static void link_state_is_judged(struct kunit *test)
{
	NET_ADAPTER_LINK_STATE state;
	u64 before;

	load(test);
	before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(&state);
	state.Size--;
	NetAdapterSetLinkState(mock.adapter, &state);
	NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(&state);
	state.MediaConnectState = 3;
	NetAdapterSetLinkState(mock.adapter, &state);
	NetAdapterSetLinkState(mock.adapter, NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 3);
	KUNIT_EXPECT_TRUE(test, cx_adapter_carrier(mock.adapter));
}

static void address_makes_it_ethernet(struct kunit *test)
{
	static const u8 bytes[] = { 2, 0, 0, 0, 0, 1 }, other[] = { 2, 0, 0, 0, 0, 2 };
	NET_ADAPTER_LINK_LAYER_ADDRESS address;
	struct net_device *dev = NULL;
	u64 before;

	load_stopped(test);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, sizeof(other), other);
	NetAdapterSetPermanentLinkLayerAddress(mock.adapter, &address);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, sizeof(bytes), bytes);
	NetAdapterSetCurrentLinkLayerAddress(mock.adapter, &address);
	before = nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES);
	address.Length = sizeof(address.Address) + 1;
	NetAdapterSetPermanentLinkLayerAddress(mock.adapter, &address);
	NetAdapterSetCurrentLinkLayerAddress(mock.adapter, NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_BAD_CAPABILITIES), before + 2);

	KUNIT_ASSERT_EQ(test, NetAdapterStart(mock.adapter), STATUS_SUCCESS);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((dev = cx_adapter_netdev_get(mock.adapter)) != NULL));
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(dev->reg_state == NETREG_REGISTERED));
	KUNIT_EXPECT_EQ(test, dev->type, ARPHRD_ETHER);
	KUNIT_EXPECT_TRUE(test, ether_addr_equal(dev->dev_addr, bytes));
	/* A packet that others hold, too, cannot be queued. */
	KUNIT_EXPECT_FALSE(test, dev->priv_flags & IFF_TX_SKB_SHARING);
	KUNIT_EXPECT_TRUE(test, dev->priv_flags & IFF_DISABLE_NETPOLL);
	dev_put(dev);
}

static void mtu_has_bounds(struct kunit *test)
{
	load_stopped(test);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1);
	KUNIT_EXPECT_EQ(test, cx_adapter_mtu(mock.adapter), 68u);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1 << 20);
	KUNIT_EXPECT_EQ(test, cx_adapter_mtu(mock.adapter), 65535u);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1358);
	KUNIT_EXPECT_EQ(test, cx_adapter_mtu(mock.adapter), 1358u);
}

/* ---- queues ---- */

static void create_bad_queues(void *init, bool tx)
{
	NET_PACKET_QUEUE_CONFIG good, bad;
	unsigned int i;

	saw.calls++;
	saw.init[tx] = init;
	saw.id[tx] = tx ? NetTxQueueInitGetQueueId(init) : NetRxQueueInitGetQueueId(init);
	NET_PACKET_QUEUE_CONFIG_INIT(&good, mock_tx_advance, mock_tx_notification,
				     mock_tx_cancel);
	for (i = 0; i < 6; i++) {
		NETPACKETQUEUE queue = (NETPACKETQUEUE)init;
		bool as_tx = tx != (i == 5);
		NTSTATUS status;

		bad = good;
		if (i == 0)
			bad.Size--;
		if (i == 1)
			bad.EvtAdvance = NULL;
		if (i == 2)
			bad.EvtSetNotificationEnabled = NULL;
		if (i == 3)
			bad.EvtCancel = NULL;
		if (as_tx)
			status = NetTxQueueCreate(init, NULL, i == 4 ? NULL : &bad, &queue);
		else
			status = NetRxQueueCreate(init, NULL, i == 4 ? NULL : &bad, &queue);
		saw.status[i] = queue ? STATUS_SUCCESS : status;
	}
	saw.status[6] = tx ? NetTxQueueCreate(init, NULL, &good, NULL) :
			     NetRxQueueCreate(init, NULL, &good, NULL);
}

static void expect_bad_queues(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, saw.status[1], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[2], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[3], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[4], STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, saw.status[5], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[6], STATUS_INVALID_PARAMETER);
}

static void create_bad_tx_queues(void *init, bool tx)
{
	if (tx)
		create_bad_queues(init, tx);
}

static void create_bad_rx_queues(void *init, bool tx)
{
	if (!tx)
		create_bad_queues(init, tx);
}

static void tx_queue_config_is_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG);

	saw.id[true] = 9;
	mock.create = create_bad_tx_queues;
	load(test);
	KUNIT_EXPECT_EQ(test, saw.calls, 1u);
	expect_bad_queues(test);
	KUNIT_EXPECT_EQ(test, saw.id[true], 0u);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG), before + 5);
	/* None of it was in the way of the good one. */
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

static void rx_queue_config_is_judged(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG);

	saw.id[false] = 9;
	mock.create = create_bad_rx_queues;
	load(test);
	KUNIT_EXPECT_EQ(test, saw.calls, 1u);
	expect_bad_queues(test);
	KUNIT_EXPECT_EQ(test, saw.id[false], 0u);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG), before + 5);
	KUNIT_EXPECT_STREQ(test, mock.trace, "CcSs");
}

static void create_two_queues(void *init, bool tx)
{
	NET_PACKET_QUEUE_CONFIG config;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, mock_tx_advance, mock_tx_notification,
				     mock_tx_cancel);
	saw.init[tx] = init;
	if (tx)
		saw.status[0] = NetTxQueueCreate(init, NULL, &config, &saw.queue);
}

static void init_makes_one_queue(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_QUEUE_BAD_INIT);

	mock.create = create_two_queues;
	load(test);
	/* The mock's own call was the second one, and failed. */
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_BAD_INIT), before + 1);
	KUNIT_EXPECT_PTR_EQ(test, mock.txq, NULL);
	KUNIT_EXPECT_FALSE(test, cx_adapter_carrier(mock.adapter));
}

static void queue_init_ends_with_its_callback(struct kunit *test)
{
	NETPACKETQUEUE queue = (NETPACKETQUEUE)&saw;
	NET_PACKET_QUEUE_CONFIG config;
	u64 before;

	mock.create = create_bad_queues;
	load(test);
	before = nt_violation_count(NT_RULE_QUEUE_BAD_INIT);
	NET_PACKET_QUEUE_CONFIG_INIT(&config, mock_tx_advance, mock_tx_notification,
				     mock_tx_cancel);
	KUNIT_EXPECT_EQ(test, NetTxQueueCreate(saw.init[true], NULL, &config, &queue),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_PTR_EQ(test, queue, NULL);
	KUNIT_EXPECT_EQ(test, NetTxQueueInitGetQueueId(saw.init[true]), 0u);
	KUNIT_EXPECT_EQ(test, NetRxQueueInitGetQueueId(saw.init[false]), 0u);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_BAD_INIT), before + 3);
}

static void queues_have_their_rings(struct kunit *test)
{
	NET_RING_COLLECTION const *tx, *rx;
	u64 before;

	load(test);
	tx = NetTxQueueGetRingCollection(mock.txq);
	rx = NetRxQueueGetRingCollection(mock.rxq);
	KUNIT_ASSERT_NOT_NULL(test, tx);
	KUNIT_ASSERT_NOT_NULL(test, rx);
	KUNIT_EXPECT_PTR_NE(test, tx, rx);
	KUNIT_EXPECT_PTR_EQ(test, tx, NetTxQueueGetRingCollection(mock.txq));
	KUNIT_EXPECT_EQ(test, NetRingCollectionGetPacketRing(tx)->NumberOfElements, 256u);
	KUNIT_EXPECT_EQ(test, NetRingCollectionGetPacketRing(rx)->NumberOfElements, 256u);
	KUNIT_EXPECT_NOT_NULL(test, NetRingCollectionGetFragmentRing(tx));
	KUNIT_EXPECT_NOT_NULL(test, NetRingCollectionGetFragmentRing(rx));
	KUNIT_EXPECT_PTR_EQ(test, NetRingCollectionGetDataBufferRing(rx), NULL);
	before = nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION);
	KUNIT_EXPECT_PTR_EQ(test, NetTxQueueGetRingCollection(mock.rxq), NULL);
	KUNIT_EXPECT_PTR_EQ(test, NetRxQueueGetRingCollection(mock.txq), NULL);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION), before + 2);
}

typedef VOID (get_extension)(NETPACKETQUEUE queue, const NET_EXTENSION_QUERY *query,
			     NET_EXTENSION *ext);

static void expect_extensions(struct kunit *test, get_extension *get, NETPACKETQUEUE queue,
			      NETPACKETQUEUE wrong)
{
	u64 config = nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG);
	u64 direction = nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION);
	NET_EXTENSION_QUERY query;
	NET_EXTENSION ext;

	NET_EXTENSION_QUERY_INIT(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
				 NetExtensionTypeFragment);
	memset(&ext, 0xff, sizeof(ext));
	get(queue, &query, &ext);
	KUNIT_EXPECT_EQ(test, ext.Enabled, TRUE);
	get(wrong, &query, &ext);
	KUNIT_EXPECT_EQ(test, ext.Enabled, FALSE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION), direction + 1);
	ext.Enabled = TRUE;
	get(queue, NULL, &ext);
	KUNIT_EXPECT_EQ(test, ext.Enabled, FALSE);
	query.Size--;
	ext.Enabled = TRUE;
	get(queue, &query, &ext);
	KUNIT_EXPECT_EQ(test, ext.Enabled, FALSE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_BAD_CONFIG), config + 2);
	NET_EXTENSION_QUERY_INIT(&query, L"no_such_extension", 1);
	ext.Enabled = TRUE;
	get(queue, &query, &ext);
	KUNIT_EXPECT_EQ(test, ext.Enabled, FALSE);
}

static void tx_extensions_by_query(struct kunit *test)
{
	load(test);
	expect_extensions(test, NetTxQueueGetExtension, mock.txq, mock.rxq);
}

static void rx_extensions_by_query(struct kunit *test)
{
	load(test);
	expect_extensions(test, NetRxQueueGetExtension, mock.rxq, mock.txq);
}

static void notification_of_the_wrong_direction(struct kunit *test)
{
	u64 before;

	load(test);
	before = nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION);
	NetTxQueueNotifyMoreCompletedPacketsAvailable(mock.rxq);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION), before + 1);
	NetRxQueueNotifyMoreReceivedPacketsAvailable(mock.txq);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_QUEUE_WRONG_DIRECTION), before + 2);
}

static void notification_is_an_advance(struct kunit *test)
{
	unsigned int before;

	load(test);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(atomic_read(&mock.rx_armed)));
	before = mock.rx_advances;
	NetRxQueueNotifyMoreReceivedPacketsAvailable(mock.rxq);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.rx_advances > before));
}

static struct kunit_case adapter_cases[] = {
	KUNIT_CASE(adapter_needs_a_net_device),
	KUNIT_CASE(init_makes_one_adapter),
	KUNIT_CASE(datapath_callbacks_are_judged),
	KUNIT_CASE(adapter_ends_after_its_queues),
	KUNIT_CASE(start_and_stop_and_start),
	KUNIT_CASE(start_and_stop_not_in_a_queues_callback),
	KUNIT_CASE(handle_that_is_no_adapter),
	KUNIT_CASE(surprise_removal_ends_everything),
	KUNIT_CASE(removal_does_not_wait_for_fragments),
	KUNIT_CASE(slow_hardware_is_waited_for),
	KUNIT_CASE_PARAM(capabilities_are_judged, caps_gen_params),
	KUNIT_CASE(hints_size_the_fragment_ring),
	KUNIT_CASE(dma_is_not_supported),
	KUNIT_CASE(capabilities_come_before_the_start),
	KUNIT_CASE(link_layer_capabilities_are_the_speed),
	KUNIT_CASE(link_state_is_judged),
	KUNIT_CASE(address_makes_it_ethernet),
	KUNIT_CASE(mtu_has_bounds),
	KUNIT_CASE(tx_queue_config_is_judged),
	KUNIT_CASE(rx_queue_config_is_judged),
	KUNIT_CASE(init_makes_one_queue),
	KUNIT_CASE(queue_init_ends_with_its_callback),
	KUNIT_CASE(queues_have_their_rings),
	KUNIT_CASE(tx_extensions_by_query),
	KUNIT_CASE(rx_extensions_by_query),
	KUNIT_CASE(notification_of_the_wrong_direction),
	KUNIT_CASE(notification_is_an_advance),
	{ }
};

static struct kunit_suite adapter_suite = {
	.name = "ndis_shim_netadapter",
	.init = adapter_test_init,
	.exit = adapter_test_exit,
	.test_cases = adapter_cases,
};

kunit_test_suite(adapter_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
