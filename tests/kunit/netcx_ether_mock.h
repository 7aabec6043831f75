/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A NetAdapterCx client that is an Ethernet adapter with several queues and no
 * hardware: what it sends is recorded by queue, what it receives is what the
 * case put into a queue. Its buffers are the framework's.
 */
#ifndef _TESTS_KUNIT_NETCX_ETHER_MOCK_H
#define _TESTS_KUNIT_NETCX_ETHER_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/spinlock.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>

#include "cx.h"
#include "verifier.h"
#include "wait_for.h"

#define ETHER_QUEUES	4
#define ETHER_SEEN	64
#define ETHER_BYTES	256
#define ETHER_MAGIC	0x88b5		/* EtherType of the cases' own frames */

/* A packet that was sent, as the client saw it. */
struct ether_seen {
	u32 len;
	u32 first;			/* of it in the first fragment */
	u8 data[ETHER_BYTES];
	NET_PACKET_LAYOUT layout;
	NET_PACKET_CHECKSUM sum;
	NET_PACKET_GSO gso;
	NET_PACKET_IEEE8021Q tag;
};

/* A packet to be received. */
struct ether_rx {
	const u8 *data;
	u32 len;
	NET_PACKET_CHECKSUM sum;
	NET_PACKET_HASH hash;
	NET_PACKET_IEEE8021Q tag;
	u16 segments;
};

struct ether_queue {
	NETPACKETQUEUE handle;
	ULONG id;
	bool running;
	struct ether_seen seen[ETHER_SEEN];
	unsigned int count;
	struct ether_rx rx[ETHER_SEEN];
	unsigned int rx_head, rx_tail;
	NET_EXTENSION va, sum, gso, tag, hash, rsc;
};

/**
 * struct ether - the client; there is one device at a time
 * @tx_queues, @rx_queues: how many it offers
 * @prepare: more capabilities, just before the start
 * @configure: more of a device to be created
 * @fail_id: creation of the Rx queue with this id fails; -1 for none
 * @trace: life of the queues, as in netcx_mock.h, each followed by its id
 */
struct ether {
	SIZE_T tx_queues, rx_queues;
	void (*prepare)(NETADAPTER adapter);
	VOID (*configure)(PWDFDEVICE_INIT init);
	int fail_id;
	u8 address[ETH_ALEN];
	u8 permanent[ETH_ALEN];
	bool count_all;		/* frames of the stack, too */
	bool hold_tx;
	bool no_scaling;	/* else there is, with more than one Rx queue */
	u32 table_size;
	NTSTATUS enable_status;

	WDFDEVICE device;
	NETADAPTER adapter;
	unsigned int prepared;	/* how often the device was started */
	spinlock_t lock;
	struct ether_queue tx[ETHER_QUEUES];
	struct ether_queue rx[ETHER_QUEUES];
	char trace[256];

	/* receive scaling as the client was told */
	unsigned int enabled, disabled, keys, tables;
	u8 key[40];
	SIZE_T key_length;
	u8 table[64];
	SIZE_T table_length;
};

static struct ether ether;

static NTSTATUS ether_scaling_enable(NETADAPTER adapter,
				     NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE hash,
				     NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE protocol);
static VOID ether_scaling_disable(NETADAPTER adapter);
static NTSTATUS ether_scaling_key(NETADAPTER adapter,
				  NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY const *key);
static NTSTATUS ether_scaling_table(NETADAPTER adapter,
				    NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES *entries);

NT_MODULE_GLOBALS;

static void ether_trace(char what, ULONG id)
{
	unsigned long flags;
	size_t n;

	spin_lock_irqsave(&ether.lock, flags);
	n = strlen(ether.trace);
	if (n + 2 < sizeof(ether.trace)) {
		ether.trace[n] = what;
		ether.trace[n + 1] = '0' + id;
	}
	spin_unlock_irqrestore(&ether.lock, flags);
}

static struct ether_queue *ether_queue(NETPACKETQUEUE handle)
{
	unsigned int i;

	for (i = 0; i < ETHER_QUEUES; i++) {
		if (ether.tx[i].handle == handle)
			return &ether.tx[i];
		if (ether.rx[i].handle == handle)
			return &ether.rx[i];
	}
	return NULL;
}

/* ---- transmit ---- */

static void ether_tx_see(struct ether_queue *q, NET_RING *fragments, u32 index,
			 const NET_PACKET *packet)
{
	struct ether_seen *seen = &q->seen[q->count % ETHER_SEEN];
	u32 i, at, len;

	memset(seen, 0, sizeof(*seen));
	for (i = 0; i < packet->FragmentCount; i++) {
		NET_FRAGMENT *fragment;
		u8 *va;

		at = (packet->FragmentIndex + i) & fragments->ElementIndexMask;
		fragment = NetRingGetFragmentAtIndex(fragments, at);
		va = NetExtensionGetFragmentVirtualAddress(&q->va, at)->VirtualAddress;
		len = min_t(u32, fragment->ValidLength,
			    seen->len < ETHER_BYTES ? ETHER_BYTES - seen->len : 0);
		memcpy(seen->data + min_t(u32, seen->len, ETHER_BYTES), va + fragment->Offset,
		       len);
		if (!i)
			seen->first = fragment->ValidLength;
		seen->len += fragment->ValidLength;
	}
	seen->layout = packet->Layout;
	if (q->sum.Enabled)
		seen->sum = *NetExtensionGetPacketChecksum(&q->sum, index);
	if (q->gso.Enabled)
		seen->gso = *NetExtensionGetPacketGso(&q->gso, index);
	if (q->tag.Enabled)
		seen->tag = *NetExtensionGetPacketIeee8021Q(&q->tag, index);
	/* The stack sends things of its own. */
	if (ether.count_all || (seen->data[12] << 8 | seen->data[13]) == ETHER_MAGIC)
		q->count++;
}

static VOID ether_tx_advance(NETPACKETQUEUE handle)
{
	NET_RING_COLLECTION const *rings = NetTxQueueGetRingCollection(handle);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);
	struct ether_queue *q = ether_queue(handle);
	unsigned long flags;

	spin_lock_irqsave(&ether.lock, flags);
	while (packets->NextIndex != packets->EndIndex) {
		ether_tx_see(q, fragments, packets->NextIndex,
			     NetRingGetPacketAtIndex(packets, packets->NextIndex));
		packets->NextIndex = NetRingIncrementIndex(packets, packets->NextIndex);
	}
	if (!ether.hold_tx) {
		packets->BeginIndex = packets->NextIndex;
		fragments->BeginIndex = fragments->EndIndex;
	}
	spin_unlock_irqrestore(&ether.lock, flags);
}

static VOID ether_notification(NETPACKETQUEUE handle, BOOLEAN enabled)
{
}

static VOID ether_start(NETPACKETQUEUE handle)
{
	struct ether_queue *q = ether_queue(handle);

	ether_trace(q - ether.tx < ETHER_QUEUES && q >= ether.tx ? 'S' : 's', q->id);
	q->running = true;
}

static VOID ether_stop(NETPACKETQUEUE handle)
{
	struct ether_queue *q = ether_queue(handle);

	ether_trace(q - ether.tx < ETHER_QUEUES && q >= ether.tx ? 'P' : 'p', q->id);
	q->running = false;
}

static VOID ether_tx_cancel(NETPACKETQUEUE handle)
{
	NET_RING *packets = NetRingCollectionGetPacketRing(NetTxQueueGetRingCollection(handle));

	packets->BeginIndex = packets->EndIndex;
}

static void ether_open(struct ether_queue *q, bool tx, PCWSTR name, NET_EXTENSION_TYPE type,
		       NET_EXTENSION *ext)
{
	NET_EXTENSION_QUERY query;

	NET_EXTENSION_QUERY_INIT(&query, name, 1, type);
	if (tx)
		NetTxQueueGetExtension(q->handle, &query, ext);
	else
		NetRxQueueGetExtension(q->handle, &query, ext);
}

static void ether_extensions(struct ether_queue *q, bool tx)
{
	ether_open(q, tx, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, NetExtensionTypeFragment,
		   &q->va);
	ether_open(q, tx, NET_PACKET_EXTENSION_CHECKSUM_NAME, NetExtensionTypePacket, &q->sum);
	ether_open(q, tx, NET_PACKET_EXTENSION_GSO_NAME, NetExtensionTypePacket, &q->gso);
	ether_open(q, tx, NET_PACKET_EXTENSION_IEEE8021Q_NAME, NetExtensionTypePacket, &q->tag);
	ether_open(q, tx, NET_PACKET_EXTENSION_HASH_NAME, NetExtensionTypePacket, &q->hash);
	ether_open(q, tx, NET_PACKET_EXTENSION_RSC_NAME, NetExtensionTypePacket, &q->rsc);
}

static NTSTATUS ether_create_tx(NETADAPTER adapter, NETTXQUEUE_INIT *init)
{
	ULONG id = NetTxQueueInitGetQueueId(init);
	NET_PACKET_QUEUE_CONFIG config;
	NTSTATUS status;

	if (id >= ETHER_QUEUES)
		return STATUS_UNSUCCESSFUL;
	ether_trace('C', id);
	NET_PACKET_QUEUE_CONFIG_INIT(&config, ether_tx_advance, ether_notification,
				     ether_tx_cancel);
	config.EvtStart = ether_start;
	config.EvtStop = ether_stop;
	status = NetTxQueueCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &config, &ether.tx[id].handle);
	if (!NT_SUCCESS(status))
		return status;
	ether.tx[id].id = id;
	ether_extensions(&ether.tx[id], true);
	return STATUS_SUCCESS;
}

/* ---- receive ---- */

static void ether_rx_fill(struct ether_queue *q, NET_RING *packets, NET_RING *fragments,
			  const struct ether_rx *rx)
{
	u32 at = fragments->BeginIndex, index = packets->BeginIndex;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(fragments, at);
	NET_PACKET *packet = NetRingGetPacketAtIndex(packets, index);

	memcpy(NetExtensionGetFragmentVirtualAddress(&q->va, at)->VirtualAddress, rx->data,
	       rx->len);
	fragment->ValidLength = rx->len;
	fragment->Offset = 0;
	packet->FragmentIndex = at;
	packet->FragmentCount = 1;
	RtlZeroMemory(&packet->Layout, sizeof(packet->Layout));
	if (q->sum.Enabled)
		*NetExtensionGetPacketChecksum(&q->sum, index) = rx->sum;
	if (q->hash.Enabled)
		*NetExtensionGetPacketHash(&q->hash, index) = rx->hash;
	if (q->tag.Enabled)
		*NetExtensionGetPacketIeee8021Q(&q->tag, index) = rx->tag;
	if (q->rsc.Enabled)
		NetExtensionGetPacketRsc(&q->rsc, index)->TCP.CoalescedSegmentCount =
			rx->segments;
	fragments->BeginIndex = NetRingIncrementIndex(fragments, at);
	packets->BeginIndex = NetRingIncrementIndex(packets, index);
}

static VOID ether_rx_advance(NETPACKETQUEUE handle)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(handle);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);
	struct ether_queue *q = ether_queue(handle);
	unsigned long flags;

	spin_lock_irqsave(&ether.lock, flags);
	while (q->rx_head != q->rx_tail && packets->BeginIndex != packets->EndIndex &&
	       fragments->BeginIndex != fragments->EndIndex)
		ether_rx_fill(q, packets, fragments, &q->rx[q->rx_head++ % ETHER_SEEN]);
	spin_unlock_irqrestore(&ether.lock, flags);
}

static VOID ether_rx_cancel(NETPACKETQUEUE handle)
{
	NET_RING_COLLECTION const *rings = NetRxQueueGetRingCollection(handle);
	NET_RING *packets = NetRingCollectionGetPacketRing(rings);
	NET_RING *fragments = NetRingCollectionGetFragmentRing(rings);

	while (packets->BeginIndex != packets->EndIndex) {
		NetRingGetPacketAtIndex(packets, packets->BeginIndex)->Ignore = 1;
		packets->BeginIndex = NetRingIncrementIndex(packets, packets->BeginIndex);
	}
	fragments->BeginIndex = fragments->EndIndex;
}

static NTSTATUS ether_create_rx(NETADAPTER adapter, NETRXQUEUE_INIT *init)
{
	ULONG id = NetRxQueueInitGetQueueId(init);
	NET_PACKET_QUEUE_CONFIG config;
	NTSTATUS status;

	if (id >= ETHER_QUEUES || (int)id == ether.fail_id)
		return STATUS_UNSUCCESSFUL;
	ether_trace('c', id);
	NET_PACKET_QUEUE_CONFIG_INIT(&config, ether_rx_advance, ether_notification,
				     ether_rx_cancel);
	config.EvtStart = ether_start;
	config.EvtStop = ether_stop;
	status = NetRxQueueCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &config, &ether.rx[id].handle);
	if (!NT_SUCCESS(status))
		return status;
	ether.rx[id].id = id;
	ether_extensions(&ether.rx[id], false);
	return STATUS_SUCCESS;
}

static NTSTATUS ether_scaling_enable(NETADAPTER adapter,
				     NET_ADAPTER_RECEIVE_SCALING_HASH_TYPE hash,
				     NET_ADAPTER_RECEIVE_SCALING_PROTOCOL_TYPE protocol)
{
	if (hash != NetAdapterReceiveScalingHashTypeToeplitz ||
	    protocol != (NetAdapterReceiveScalingProtocolTypeIPv4 |
			 NetAdapterReceiveScalingProtocolTypeTcp))
		return STATUS_INVALID_PARAMETER;
	ether.enabled++;
	return ether.enable_status;
}

static VOID ether_scaling_disable(NETADAPTER adapter)
{
	ether.disabled++;
}

static NTSTATUS ether_scaling_key(NETADAPTER adapter,
				  NET_ADAPTER_RECEIVE_SCALING_HASH_SECRET_KEY const *key)
{
	ether.key_length = key->Length;
	memcpy(ether.key, key->Key, min_t(SIZE_T, key->Length, sizeof(ether.key)));
	ether.keys++;
	return STATUS_SUCCESS;
}

static NTSTATUS ether_scaling_table(NETADAPTER adapter,
				    NET_ADAPTER_RECEIVE_SCALING_INDIRECTION_ENTRIES *entries)
{
	SIZE_T i;

	for (i = 0; i < entries->Length && i < ARRAY_SIZE(ether.table); i++) {
		struct ether_queue *q = ether_queue(entries->Entries[i].PacketQueue);

		ether.table[entries->Entries[i].Index % ARRAY_SIZE(ether.table)] =
			q && q->running ? q->id : 99;
		entries->Entries[i].Status = STATUS_SUCCESS;
	}
	ether.table_length = entries->Length;
	ether.tables++;
	return STATUS_SUCCESS;
}

/* A frame arrives in queue @id; @rx's data stay the case's. */
static __maybe_unused void ether_receive(ULONG id, const struct ether_rx *rx)
{
	struct ether_queue *q = &ether.rx[id];
	unsigned long flags;

	spin_lock_irqsave(&ether.lock, flags);
	q->rx[q->rx_tail++ % ETHER_SEEN] = *rx;
	spin_unlock_irqrestore(&ether.lock, flags);
	NetRxQueueNotifyMoreReceivedPacketsAvailable(q->handle);
}

/* ---- device ---- */

static NTSTATUS ether_prepare_hardware(WDFDEVICE device, WDFCMRESLIST raw,
				       WDFCMRESLIST translated)
{
	NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES scaling;
	NET_ADAPTER_LINK_LAYER_CAPABILITIES caps;
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_LINK_LAYER_ADDRESS address;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	NET_ADAPTER_LINK_STATE link;
	NETADAPTER_INIT *init;
	NTSTATUS status;

	init = NetAdapterInitAllocate(device);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, ether_create_tx, ether_create_rx);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	status = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &ether.adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, ether.tx_queues);
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, 1514, ether.rx_queues);
	NetAdapterSetDataPathCapabilities(ether.adapter, &tx, &rx);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&caps, 1000000000, 1000000000);
	NetAdapterSetLinkLayerCapabilities(ether.adapter, &caps);
	NetAdapterSetLinkLayerMtuSize(ether.adapter, 1500);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, ETH_ALEN, ether.permanent);
	NetAdapterSetPermanentLinkLayerAddress(ether.adapter, &address);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, ETH_ALEN, ether.address);
	NetAdapterSetCurrentLinkLayerAddress(ether.adapter, &address);
	NET_ADAPTER_LINK_STATE_INIT(&link, 1000000000, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(ether.adapter, &link);
	if (ether.rx_queues > 1 && !ether.no_scaling) {
		NET_ADAPTER_RECEIVE_SCALING_CAPABILITIES_INIT(
			&scaling, ether.rx_queues, ether.table_size,
			NetAdapterReceiveScalingUnhashedTargetTypeHashIndex,
			NetAdapterReceiveScalingHashTypeToeplitz,
			NetAdapterReceiveScalingProtocolTypeIPv4 |
			NetAdapterReceiveScalingProtocolTypeTcp,
			ether_scaling_enable, ether_scaling_disable, ether_scaling_key,
			ether_scaling_table);
		NetAdapterSetReceiveScalingCapabilities(ether.adapter, &scaling);
	}
	if (ether.prepare)
		ether.prepare(ether.adapter);
	status = NetAdapterStart(ether.adapter);
	WRITE_ONCE(ether.prepared, ether.prepared + 1);
	return status;
}

static NTSTATUS ether_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS callbacks;
	NTSTATUS status;

	status = NetDeviceInitConfig(init);
	if (!NT_SUCCESS(status))
		return status;
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&callbacks);
	callbacks.EvtDevicePrepareHardware = ether_prepare_hardware;
	if (ether.configure)
		ether.configure(init);
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &callbacks);
	return WdfDeviceCreate(&init, WDF_NO_OBJECT_ATTRIBUTES, &ether.device);
}

static NTSTATUS ether_driver_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, ether_device_add);
	return WdfDriverCreate(driver, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

static struct nt_module ether_module = {
	.name = "kunit_netcx_ether",
	.owner = NULL,		/* as in netcx_mock.h */
	.entry = ether_driver_entry,
	.globals = &nt_module_globals,
	.root_devices = 1,
};

/* ---- what the suites share ---- */

static bool ether_loaded;
static struct net_device *ether_dev;

static int ether_test_init(struct kunit *test)
{
	memset(&ether, 0, sizeof(ether));
	spin_lock_init(&ether.lock);
	ether.tx_queues = 1;
	ether.rx_queues = 1;
	ether.fail_id = -1;
	ether.table_size = 8;
	ether_addr_copy(ether.address, (const u8[]){ 0x02, 0, 0, 0, 0, 1 });
	ether_addr_copy(ether.permanent, ether.address);
	return 0;
}

static void ether_test_exit(struct kunit *test)
{
	ether_dev = NULL;
	if (ether_loaded)
		nt_module_unload(&ether_module);
	ether_loaded = false;
}

static __maybe_unused int ether_set_up(bool up)
{
	int err = 0;

	rtnl_lock();
	if (up)
		err = dev_open(ether_dev, NULL);
	else
		dev_close(ether_dev);
	rtnl_unlock();
	return err;
}

/* The client is loaded and its interface exists, down. */
static void ether_load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&ether_module), 0);
	ether_loaded = true;
	KUNIT_ASSERT_TRUE(test, WAIT_FOR((ether_dev = cx_adapter_netdev_get(ether.adapter))));
	dev_put(ether_dev);
}

/* A frame of @len bytes to queue @id; its bytes count up from @number. */
static __maybe_unused void ether_send(struct kunit *test, u32 id, u32 len, u8 number)
{
	struct sk_buff *skb = alloc_skb(len, GFP_KERNEL);
	u8 *data;
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, skb);
	data = skb_put(skb, len);
	for (i = 0; i < len; i++)
		data[i] = (u8)(number + i);
	eth_broadcast_addr(data);
	data[12] = ETHER_MAGIC >> 8;
	data[13] = ETHER_MAGIC & 0xff;
	skb_reset_mac_header(skb);
	skb->protocol = htons(ETHER_MAGIC);
	skb->dev = ether_dev;
	dev_direct_xmit(skb, id);
}

#endif
