// SPDX-License-Identifier: GPL-2.0
/*
 * Receiving queues of several adapters below one device, which are polled together: who
 * has a turn when, and that one of them may go while others are busy. The client has no
 * hardware; what it "receives" nobody looks at, since no interface is up.
 */
#include <kunit/test.h>
#include <linux/bottom_half.h>
#include <linux/delay.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>

#include "wait_for.h"

#define ADAPTERS	3
#define TRACE_MAX	1024

/**
 * struct gm_queue - an adapter and its Rx queue
 * @waiting: packets to be received
 * @drips: one at a time, so that each needs an Advance
 * @tells: of what waits when it is armed
 * @returned: buffers that came back
 * @out_of_order: Advances that came before EvtStart or after EvtStop
 */
struct gm_queue {
	NETADAPTER adapter;
	NETPACKETQUEUE rxq;
	NET_EXTENSION va;
	NET_EXTENSION context;
	atomic_t waiting;
	bool drips;
	bool tells;
	atomic_t returned;
	atomic_t armed;
	bool running;
	unsigned int out_of_order;
};

/* @trace: capitals: Advance; small letters: a buffer came back */
static struct gm {
	struct gm_queue queue[ADAPTERS];
	char trace[TRACE_MAX];
	unsigned int traced;
	bool loaded;
	u8 packet[64];
} gm;

NT_MODULE_GLOBALS;

/* By the poll only, of which there is one. */
static void gm_trace(char what)
{
	if (gm.traced + 1 < TRACE_MAX)
		gm.trace[gm.traced++] = what;
}

static struct gm_queue *gm_find(NETPACKETQUEUE queue)
{
	unsigned int i;

	for (i = 0; i < ADAPTERS - 1; i++)
		if (gm.queue[i].rxq == queue)
			break;
	return &gm.queue[i];
}

/* ---- receive queue ---- */

static void gm_fill(struct gm_queue *q, NET_RING *packets, NET_RING *fragments)
{
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
	u32 at = fragments->BeginIndex;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, at);

	fragment->Capacity = sizeof(gm.packet);
	fragment->ValidLength = sizeof(gm.packet);
	NetExtensionGetFragmentVirtualAddress(&q->va, at)->VirtualAddress = gm.packet;
	NetExtensionGetFragmentReturnContext(&q->context, at)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)q;
	packet->FragmentIndex = at;
	packet->FragmentCount = 1;
	packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	fragments->BeginIndex = NetRingIncrementIndex(fragments, at);
	atomic_dec(&q->waiting);
}

static VOID gm_rx_advance(NETPACKETQUEUE queue)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);
	struct gm_queue *q = gm_find(queue);

	gm_trace('A' + (q - gm.queue));
	q->out_of_order += !q->running;
	while (atomic_read(&q->waiting) > 0 && packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex) {
		gm_fill(q, packets, fragments);
		if (q->drips)
			break;
	}
}

static VOID gm_return_buffer(NETADAPTER adapter, NET_FRAGMENT_RETURN_CONTEXT_HANDLE handle)
{
	struct gm_queue *q = (struct gm_queue *)handle;

	gm_trace('a' + (q - gm.queue));
	atomic_inc(&q->returned);
}

static VOID gm_rx_notification(NETPACKETQUEUE queue, BOOLEAN enabled)
{
	struct gm_queue *q = gm_find(queue);

	if (enabled && q->tells && atomic_read(&q->waiting))
		NetRxQueueNotifyMoreReceivedPacketsAvailable(queue);
	else
		atomic_set(&q->armed, enabled);
}

static VOID gm_rx_cancel(NETPACKETQUEUE queue)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

static VOID gm_rx_start(NETPACKETQUEUE queue)
{
	gm_find(queue)->running = true;
}

static VOID gm_rx_stop(NETPACKETQUEUE queue)
{
	gm_find(queue)->running = false;
}

static NTSTATUS gm_create_rx(NETADAPTER adapter, NETRXQUEUE_INIT *init)
{
	NET_PACKET_QUEUE_CONFIG config;
	NET_EXTENSION_QUERY query;
	struct gm_queue *q = gm.queue;
	NTSTATUS status;

	while (q->adapter != adapter)
		q++;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, gm_rx_advance, gm_rx_notification, gm_rx_cancel);
	config.EvtStart = gm_rx_start;
	config.EvtStop = gm_rx_stop;
	status = NetRxQueueCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &config, &q->rxq);
	if (!NT_SUCCESS(status))
		return status;
	NetExtensionQueryInit(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
			      NetExtensionTypeFragment);
	NetRxQueueGetExtension(q->rxq, &query, &q->va);
	NetExtensionQueryInit(&query, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME, 1,
			      NetExtensionTypeFragment);
	NetRxQueueGetExtension(q->rxq, &query, &q->context);
	return STATUS_SUCCESS;
}

/* ---- transmit queue: nothing is ever sent ---- */

static VOID gm_tx_advance(NETPACKETQUEUE queue)
{
	NET_RING *packets =
		NetRingCollectionGetPacketRing(NetTxQueueGetRingCollection(queue));

	packets->BeginIndex = packets->EndIndex;
}

static VOID gm_tx_notification(NETPACKETQUEUE queue, BOOLEAN enabled)
{
}

static NTSTATUS gm_create_tx(NETADAPTER adapter, NETTXQUEUE_INIT *init)
{
	NET_PACKET_QUEUE_CONFIG config;
	NETPACKETQUEUE queue;

	NET_PACKET_QUEUE_CONFIG_INIT(&config, gm_tx_advance, gm_tx_notification, gm_tx_advance);
	return NetTxQueueCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &config, &queue);
}

/* ---- device ---- */

static NTSTATUS gm_adapter(WDFDEVICE device, struct gm_queue *q)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	NETADAPTER_INIT *init = NetAdapterInitAllocate(device);
	NTSTATUS status;

	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, gm_create_tx, gm_create_rx);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	status = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &q->adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, gm_return_buffer, 1500, 1);
	NetAdapterSetDatapathCapabilities(q->adapter, &tx, &rx);
	NetAdapterSetLinkLayerMtuSize(q->adapter, 1500);
	return NetAdapterStart(q->adapter);
}

static NTSTATUS gm_prepare_hardware(WDFDEVICE device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	NTSTATUS status = STATUS_SUCCESS;
	unsigned int i;

	for (i = 0; i < ADAPTERS && NT_SUCCESS(status); i++)
		status = gm_adapter(device, &gm.queue[i]);
	return status;
}

static NTSTATUS gm_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDFDEVICE device;
	NTSTATUS status = NetDeviceInitConfig(init);

	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDevicePrepareHardware = gm_prepare_hardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	return WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &device);
}

static NTSTATUS gm_driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, gm_device_add);
	return WdfDriverCreate(driver, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static struct nt_module gm_module = {
	.name = "kunit_netcx_group",
	/* KUnit runs a module's cases before its kobject exists. */
	.owner = NULL,
	.entry = gm_driver_entry,
	.globals = &nt_module_globals,
	.root_devices = 1,
};

/* ---- fixture ---- */

static bool gm_idle(void)
{
	unsigned int i;

	for (i = 0; i < ADAPTERS; i++)
		if (!atomic_read(&gm.queue[i].armed))
			return false;
	return true;
}

static int gm_init(struct kunit *test)
{
	memset(&gm, 0, sizeof(gm));
	KUNIT_ASSERT_EQ(test, nt_module_load(&gm_module), 0);
	gm.loaded = true;
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	/* The poll that has armed the last one ends. */
	msleep(20);
	gm.traced = 0;
	return 0;
}

static void gm_exit(struct kunit *test)
{
	if (gm.loaded)
		nt_module_unload(&gm_module);
	gm.loaded = false;
}

/* All of them have received, and say so before anybody is polled. */
static void gm_go(void)
{
	unsigned int i;

	local_bh_disable();
	for (i = 0; i < ADAPTERS; i++) {
		if (!atomic_read(&gm.queue[i].waiting))
			continue;
		atomic_set(&gm.queue[i].armed, 0);
		NetRxQueueNotifyMoreReceivedPacketsAvailable(gm.queue[i].rxq);
	}
	local_bh_enable();
}

/* ---- cases ---- */

static void queues_take_turns(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ADAPTERS; i++)
		atomic_set(&gm.queue[i].waiting, 1);
	gm_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	KUNIT_EXPECT_STREQ(test, gm.trace, "ABCabcABC");
}

/* What comes of arming is as good as what an Advance finds. */
static void who_tells_is_not_asked_again(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < ADAPTERS; i++) {
		gm.queue[i].tells = i != 1;
		if (i != 1)
			nt_rx_arming_tells(gm.queue[i].rxq);
		atomic_set(&gm.queue[i].waiting, 1);
	}
	gm_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	KUNIT_EXPECT_STREQ(test, gm.trace, "ABCabcB");

	/* One at a time: each arming but the last one says that there are more. */
	gm.queue[0].drips = true;
	atomic_set(&gm.queue[0].waiting, 5);
	gm_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	KUNIT_EXPECT_EQ(test, atomic_read(&gm.queue[0].returned), 6);
	KUNIT_EXPECT_STREQ(test, gm.trace, "ABCabcBAaAaAaAaAa");
}

static void busy_queue_lets_others_in(struct kunit *test)
{
	unsigned int before = 0;
	const char *p;

	/* More than a poll takes, and one that comes after them. */
	atomic_set(&gm.queue[0].waiting, 200);
	atomic_set(&gm.queue[2].waiting, 1);
	gm_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	KUNIT_EXPECT_EQ(test, atomic_read(&gm.queue[0].returned), 200);
	KUNIT_EXPECT_EQ(test, atomic_read(&gm.queue[2].returned), 1);
	for (p = gm.trace; *p && *p != 'c'; p++)
		before += *p == 'a';
	KUNIT_EXPECT_LE(test, before, 16U);
}

/* Two that never end within a budget both get on. */
static void next_poll_goes_on_where_one_has_ended(struct kunit *test)
{
	unsigned int i, n[ADAPTERS] = {};
	int lead = 0;

	for (i = 0; i < ADAPTERS; i++)
		atomic_set(&gm.queue[i].waiting, 200);
	gm_go();
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(gm_idle()));
	for (i = 0; i < ADAPTERS; i++)
		KUNIT_EXPECT_EQ(test, atomic_read(&gm.queue[i].returned), 200);
	for (i = 0; gm.trace[i]; i++) {
		if (gm.trace[i] < 'a')
			continue;
		n[gm.trace[i] - 'a']++;
		/* Until the first has all of its own. */
		if (n[0] < 200 && n[1] < 200 && n[2] < 200)
			lead = max3(lead, abs((int)(n[0] - n[1])), abs((int)(n[0] - n[2])));
	}
	/* A turn, and as much again where a budget has ended within one. */
	KUNIT_EXPECT_LE(test, lead, 32);
}

static void queue_goes_while_another_is_busy(struct kunit *test)
{
	gm.queue[0].drips = true;
	atomic_set(&gm.queue[0].waiting, 20000);
	atomic_set(&gm.queue[1].waiting, 100);
	gm_go();
	NetAdapterStop(gm.queue[1].adapter);
	KUNIT_EXPECT_FALSE(test, gm.queue[1].running);
	KUNIT_ASSERT_TRUE(test, WAIT_FOR(atomic_read(&gm.queue[0].returned) == 20000));
	KUNIT_EXPECT_EQ(test, gm.queue[0].out_of_order + gm.queue[1].out_of_order, 0U);

	/* Its successor is polled like any other. */
	atomic_set(&gm.queue[1].waiting, 1);
	atomic_set(&gm.queue[1].returned, 0);
	KUNIT_EXPECT_EQ(test, NetAdapterStart(gm.queue[1].adapter), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(atomic_read(&gm.queue[1].returned) == 1));
	KUNIT_EXPECT_EQ(test, gm.queue[1].out_of_order, 0U);
}

static struct kunit_case gm_cases[] = {
	KUNIT_CASE(queues_take_turns),
	KUNIT_CASE(who_tells_is_not_asked_again),
	KUNIT_CASE(busy_queue_lets_others_in),
	KUNIT_CASE(next_poll_goes_on_where_one_has_ended),
	KUNIT_CASE(queue_goes_while_another_is_busy),
	{ }
};

static struct kunit_suite gm_suite = {
	.name = "ndis_shim_netcx_group",
	.init = gm_init,
	.exit = gm_exit,
	.test_cases = gm_cases,
};

kunit_test_suite(gm_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
