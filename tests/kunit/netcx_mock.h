/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A NetAdapterCx client without hardware, for the netcx suites: what it sends
 * is recorded, what it receives is what the case queued. It makes the mistakes
 * that it is told to make.
 */
#ifndef _TESTS_KUNIT_NETCX_MOCK_H
#define _TESTS_KUNIT_NETCX_MOCK_H

#include <linux/delay.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>

#include "cx.h"
#include "verifier.h"

#define MOCK_MAGIC	0x6d6f636b
#define MOCK_RX_MAX	256
#define MOCK_TX_MAX	2048
#define MOCK_HEADER	28		/* IPv4 header, magic, number */

/* What is wrong with a received packet. */
enum mock_mistake {
	MOCK_NONE,
	MOCK_PAST_CAPACITY,
	MOCK_NO_ADDRESS,
	MOCK_WRONG_FRAGMENT,
	MOCK_NO_FRAGMENT,
	MOCK_LAYOUT,
	MOCK_IGNORED,
	MOCK_NOT_IP,
};

struct mock_rx {
	u8 *data;
	u32 len;
	enum mock_mistake mistake;
};

/**
 * struct mock - the client; there is one device at a time
 * @trace: life of the queues: create, start, cancel (x), stop (p), cleanup (k),
 *	destroy; capitals for Tx
 * @lock: protects everything that callbacks and cases share
 */
struct mock {
	/* set by the case */
	bool system_managed;
	bool no_queue;
	bool no_start;
	bool hold_tx;
	bool keep_fragments;
	bool notify_when_armed;
	bool no_config;
	bool keep_cancelled;	/* EvtCancel of Rx gives no fragment back */
	bool keep_tx;		/* EvtCancel of Tx gives no packet back */
	bool late_rx;		/* nor does that of Rx; later packets, then fragments */
	ULONG fragments;
	void (*create)(void *init, bool tx);	/* first in the create callbacks */
	void (*advance)(NET_RING *packets);	/* last in Advance of Tx */
	void (*mad)(NET_RING *packets, NET_RING *fragments);	/* instead of any Advance */
	void (*arm)(void);			/* may wake from Sx: when armed, */
	void (*disarm)(void);			/* and when disarmed */

	WDFDEVICE device;
	NETADAPTER adapter;
	NETPACKETQUEUE txq;
	NETPACKETQUEUE rxq;
	NET_EXTENSION tx_va;
	NET_EXTENSION rx_va;
	NET_EXTENSION rx_context;

	spinlock_t lock;
	char trace[64];
	unsigned int tx_advances, rx_advances;
	unsigned int tx_armed_empty;
	unsigned int out_of_order;
	bool tx_running, rx_running;
	bool indices_not_zero;
	u32 tx_seen[MOCK_TX_MAX];
	unsigned int tx_count;
	unsigned int tx_bad;
	unsigned int max_fragments;
	struct mock_rx rx[MOCK_RX_MAX];
	unsigned int rx_head, rx_tail;
	bool rx_flood;			/* the first of them again and again */
	unsigned int rx_returned[MOCK_RX_MAX];
	unsigned long rx_cancelled;	/* jiffies */
	atomic_t tx_armed, rx_armed;
	atomic_t arm_notified;
};

static struct mock mock;

NT_MODULE_GLOBALS;

static void mock_trace(char what)
{
	unsigned long flags;
	size_t n;

	spin_lock_irqsave(&mock.lock, flags);
	n = strlen(mock.trace);
	if (n + 1 < sizeof(mock.trace))
		mock.trace[n] = what;
	spin_unlock_irqrestore(&mock.lock, flags);
}

/* ---- transmit queue ---- */

static void mock_tx_see(NET_RING *fragments, const NET_PACKET *packet)
{
	u8 buffer[MOCK_HEADER + 4];
	u32 i, n = 0, head[2];

	mock.max_fragments = max_t(u32, mock.max_fragments, packet->FragmentCount);
	for (i = 0; i < packet->FragmentCount && n < sizeof(buffer); i++) {
		u32 at = (packet->FragmentIndex + i) & fragments->ElementIndexMask;
		NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, at);
		u8 *va = NetExtensionGetFragmentVirtualAddress(&mock.tx_va, at)->VirtualAddress;
		u32 len = min_t(u32, fragment->ValidLength, sizeof(buffer) - n);

		if (fragment->Offset + fragment->ValidLength > fragment->Capacity)
			mock.tx_bad++;
		memcpy(buffer + n, va + fragment->Offset, len);
		n += len;
	}
	if (n < MOCK_HEADER)
		return;
	memcpy(head, buffer + 20, sizeof(head));
	if (head[0] != MOCK_MAGIC)
		return;		/* the stack's own */
	if (!NetPacketIsIpv4(packet) || packet->Layout.Layer3HeaderLength != 20 ||
	    packet->Layout.Layer2Type != NetPacketLayer2TypeNull)
		mock.tx_bad++;
	if (mock.tx_count < MOCK_TX_MAX)
		mock.tx_seen[mock.tx_count++] = head[1];
}

static VOID mock_tx_advance(NETPACKETQUEUE queue)
{
	NET_RING_COLLECTION const *rings = NetTxQueueGetRingCollection(queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);
	unsigned long flags;

	spin_lock_irqsave(&mock.lock, flags);
	mock.tx_advances++;
	mock.out_of_order += !mock.tx_running;
	if (mock.mad) {
		mock.mad(packets, fragments);
		spin_unlock_irqrestore(&mock.lock, flags);
		return;
	}
	while (packets->NextIndex != packets->EndIndex) {
		NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->NextIndex);

		if (!packet->Ignore)
			mock_tx_see(fragments, packet);
		packets->NextIndex = NetRingIncrementIndex(packets, packets->NextIndex);
	}
	if (!READ_ONCE(mock.hold_tx)) {
		packets->BeginIndex = packets->NextIndex;
		/* as the shipped sample does, or not at all */
		if (!mock.keep_fragments)
			fragments->BeginIndex = fragments->EndIndex;
	}
	if (mock.advance)
		mock.advance(packets);
	spin_unlock_irqrestore(&mock.lock, flags);
}

static VOID mock_tx_notification(NETPACKETQUEUE queue, BOOLEAN enabled)
{
	NET_RING *packets = NetRingCollectionGetPacketRing(NetTxQueueGetRingCollection(queue));

	if (packets->BeginIndex == packets->EndIndex)
		mock.tx_armed_empty++;
	atomic_set(&mock.tx_armed, enabled);
}

static VOID mock_tx_cancel(NETPACKETQUEUE queue)
{
	NET_RING *packets = NetRingCollectionGetPacketRing(NetTxQueueGetRingCollection(queue));

	mock_trace('X');
	if (!mock.keep_tx && !mock.mad)
		packets->BeginIndex = packets->EndIndex;
}

static VOID mock_tx_start(NETPACKETQUEUE queue)
{
	NET_RING *packets = NetRingCollectionGetPacketRing(NetTxQueueGetRingCollection(queue));

	mock_trace('S');
	mock.indices_not_zero |= packets->BeginIndex || packets->NextIndex || packets->EndIndex;
	mock.tx_running = true;
}

static VOID mock_tx_stop(NETPACKETQUEUE queue)
{
	mock_trace('P');
	mock.tx_running = false;
}

static VOID mock_tx_cleanup(WDFOBJECT object)
{
	mock_trace('K');
}

static VOID mock_tx_destroy(WDFOBJECT object)
{
	mock_trace('D');
}

static NTSTATUS mock_create_tx(NETADAPTER adapter, NETTXQUEUE_INIT *init)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NTSTATUS status;

	if (mock.no_queue)
		return STATUS_SUCCESS;
	if (mock.create)
		mock.create(init, true);
	mock_trace('C');
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_tx_cleanup;
	attributes.EvtDestroyCallback = mock_tx_destroy;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, mock_tx_advance, mock_tx_notification,
				     mock_tx_cancel);
	config.EvtStart = mock_tx_start;
	config.EvtStop = mock_tx_stop;
	status = NetTxQueueCreate(init, &attributes, &config, &mock.txq);
	if (!NT_SUCCESS(status))
		return status;
	NetExtensionQueryInit(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
			      NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1,
			      NetExtensionTypeFragment);
	NetTxQueueGetExtension(mock.txq, &query, &mock.tx_va);
	return mock.tx_va.Enabled ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

/* ---- receive queue ---- */

static void mock_rx_fill(NET_RING *packets, NET_RING *fragments, unsigned int number)
{
	const struct mock_rx *rx = &mock.rx[number];
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, packets->BeginIndex);
	u32 at = fragments->BeginIndex;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, at);

	packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	if (rx->mistake == MOCK_IGNORED) {
		packet->Ignore = 1;
		return;
	}
	fragment->ValidLength = rx->len;
	fragment->Offset = 0;
	if (mock.system_managed) {
		memcpy(NetExtensionGetFragmentVirtualAddress(&mock.rx_va, at)->VirtualAddress,
		       rx->data, rx->len);
	} else {
		fragment->Capacity = rx->len;
		NetExtensionGetFragmentVirtualAddress(&mock.rx_va, at)->VirtualAddress = rx->data;
		NetExtensionGetFragmentReturnContext(&mock.rx_context, at)->Handle =
			(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)(uintptr_t)(number + 1);
	}
	packet->FragmentIndex = at;
	packet->FragmentCount = 1;
	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));

	if (rx->mistake == MOCK_PAST_CAPACITY)
		fragment->Offset = 1;
	if (rx->mistake == MOCK_NO_ADDRESS)
		NetExtensionGetFragmentVirtualAddress(&mock.rx_va, at)->VirtualAddress = NULL;
	if (rx->mistake == MOCK_WRONG_FRAGMENT)
		packet->FragmentIndex = NetRingAdvanceIndex(fragments, at, 5);
	if (rx->mistake == MOCK_NO_FRAGMENT)
		packet->FragmentCount = 0;
	if (rx->mistake == MOCK_LAYOUT)
		packet->Layout.Layer2Type = 15;
	fragments->BeginIndex = NetRingIncrementIndex(fragments, at);
}

/* After EvtCancel of a client whose hardware takes its time. */
static void mock_rx_give_back_late(NET_RING *packets, NET_RING *fragments)
{
	if (time_before(jiffies, mock.rx_cancelled + HZ / 4))
		return;
	if (packets->BeginIndex == packets->EndIndex)
		fragments->BeginIndex = fragments->EndIndex;
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
}

static VOID mock_rx_advance(NETPACKETQUEUE queue)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);
	unsigned long flags;

	spin_lock_irqsave(&mock.lock, flags);
	mock.rx_advances++;
	mock.out_of_order += !mock.rx_running;
	if (mock.mad) {
		mock.mad(packets, fragments);
		spin_unlock_irqrestore(&mock.lock, flags);
		return;
	}
	while (mock.rx_flood && packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex)
		mock_rx_fill(packets, fragments, 0);
	while (mock.rx_head != mock.rx_tail && packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex)
		mock_rx_fill(packets, fragments, mock.rx_head++);
	if (mock.rx_cancelled)
		mock_rx_give_back_late(packets, fragments);
	spin_unlock_irqrestore(&mock.lock, flags);
}

static VOID mock_rx_notification(NETPACKETQUEUE queue, BOOLEAN enabled)
{
	/* Allowed: data had been waiting already. */
	if (mock.notify_when_armed && !atomic_xchg(&mock.arm_notified, 1)) {
		NetRxQueueNotifyMoreReceivedPacketsAvailable(queue);
		return;
	}
	atomic_set(&mock.rx_armed, enabled);
}

static VOID mock_rx_cancel(NETPACKETQUEUE queue)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(queue);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);

	mock_trace('x');
	if (mock.mad)
		return;
	if (mock.late_rx) {
		mock.rx_cancelled = jiffies;
		return;
	}
	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	if (!mock.keep_cancelled)
		fragments->BeginIndex = fragments->EndIndex;
}

static VOID mock_rx_start(NETPACKETQUEUE queue)
{
	mock_trace('s');
	mock.rx_running = true;
}

static VOID mock_rx_stop(NETPACKETQUEUE queue)
{
	mock_trace('p');
	mock.rx_running = false;
}

static VOID mock_rx_cleanup(WDFOBJECT object)
{
	mock_trace('k');
}

static VOID mock_rx_destroy(WDFOBJECT object)
{
	mock_trace('d');
}

static NTSTATUS mock_create_rx(NETADAPTER adapter, NETRXQUEUE_INIT *init)
{
	NET_PACKET_QUEUE_CONFIG config;
	WDF_OBJECT_ATTRIBUTES attributes;
	NET_EXTENSION_QUERY query;
	NTSTATUS status;

	if (mock.create)
		mock.create(init, false);
	mock_trace('c');
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_rx_cleanup;
	attributes.EvtDestroyCallback = mock_rx_destroy;
	NET_PACKET_QUEUE_CONFIG_INIT(&config, mock_rx_advance, mock_rx_notification,
				     mock_rx_cancel);
	config.EvtStart = mock_rx_start;
	config.EvtStop = mock_rx_stop;
	status = NetRxQueueCreate(init, &attributes, &config, &mock.rxq);
	if (!NT_SUCCESS(status))
		return status;
	NetExtensionQueryInit(&query, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
			      NetExtensionTypeFragment);
	NetRxQueueGetExtension(mock.rxq, &query, &mock.rx_va);
	NetExtensionQueryInit(&query, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME, 1,
			      NetExtensionTypeFragment);
	NetRxQueueGetExtension(mock.rxq, &query, &mock.rx_context);
	return mock.rx_va.Enabled ? STATUS_SUCCESS : STATUS_UNSUCCESSFUL;
}

static VOID mock_return_buffer(NETADAPTER adapter, NET_FRAGMENT_RETURN_CONTEXT_HANDLE handle)
{
	uintptr_t number = (uintptr_t)handle - 1;

	if (number < MOCK_RX_MAX)
		mock.rx_returned[number]++;
}

/* ---- device ---- */

static NTSTATUS mock_prepare_hardware(WDFDEVICE device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	NET_ADAPTER_LINK_STATE link;
	NETADAPTER_INIT *init;
	NTSTATUS status;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCannotWakeFromS0);
	WdfDeviceAssignS0IdleSettings(device, &idle);

	init = NetAdapterInitAllocate(device);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, mock_create_tx, mock_create_rx);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	status = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &mock.adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	if (mock.fragments)
		tx.MaximumNumberOfFragments = mock.fragments;
	if (mock.system_managed)
		NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, 1500, 1);
	else
		NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, mock_return_buffer, 1500, 1);
	NetAdapterSetDatapathCapabilities(mock.adapter, &tx, &rx);
	NetAdapterSetLinkLayerMtuSize(mock.adapter, 1500);
	NET_ADAPTER_LINK_STATE_INIT(&link, 100000000, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(mock.adapter, &link);
	return mock.no_start ? STATUS_SUCCESS : NetAdapterStart(mock.adapter);
}

static NTSTATUS mock_arm_wake(WDFDEVICE device)
{
	mock.arm();
	return STATUS_SUCCESS;
}

static VOID mock_disarm_wake(WDFDEVICE device)
{
	mock.disarm();
}

static NTSTATUS mock_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	NTSTATUS status = STATUS_SUCCESS;

	if (!mock.no_config)
		status = NetDeviceInitConfig(init);
	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDevicePrepareHardware = mock_prepare_hardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	if (mock.arm) {
		policy.EvtDeviceArmWakeFromSx = mock_arm_wake;
		policy.EvtDeviceDisarmWakeFromSx = mock_disarm_wake;
	}
	WdfDeviceInitSetPowerPolicyEventCallbacks(init, &policy);
	status = WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &mock.device);
	if (!NT_SUCCESS(status) || !mock.arm)
		return status;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	return WdfDeviceAssignSxWakeSettings(mock.device, &wake);
}

static NTSTATUS mock_driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, mock_device_add);
	return WdfDriverCreate(driver, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static struct nt_module mock_module = {
	.name = "kunit_netcx_mock",
	/* KUnit runs a module's cases before its kobject exists. */
	.owner = NULL,
	.entry = mock_driver_entry,
	.globals = &nt_module_globals,
	.root_devices = 1,
};

#endif
