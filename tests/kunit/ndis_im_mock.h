/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An intermediate driver's upper edge and a protocol above it, for the suites
 * about miniports: what either is called with is counted and checked, what it does
 * is what the case says. There is no adapter below: the suite is it.
 * Included once by each suite.
 */
#ifndef _TESTS_KUNIT_NDIS_IM_MOCK_H
#define _TESTS_KUNIT_NDIS_IM_MOCK_H

#include <linux/completion.h>
#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/sched/task.h>
#include <linux/slab.h>

#include "ndis_client.h"

#include "ndis/core.h"
#include "ndis/miniport_internal.h"

#define IM_NAME		"kunitim0"
#define IM_CONTEXT	((NDIS_HANDLE)&im)
#define IM_PACKETS	64
#define UP_CONTEXT	((NDIS_HANDLE)&upper)

/* True as soon as @cond is, false if it is not in time. */
#define im_wait(cond)								\
	({									\
		unsigned long end_ = jiffies + 10 * HZ;				\
		while (!(cond) && time_before(jiffies, end_))			\
			msleep(20);						\
		(cond);								\
	})

/* ---- the miniport ---- */

/**
 * struct im - what the miniport does and has seen
 * @chars: its handlers
 * @attributes: for NdisMSetAttributesEx
 * @initialize: what MiniportInitialize returns
 * @no_attributes: it forgets NdisMSetAttributesEx
 * @medium: the medium that it chooses; -1: an index that there is not
 * @send: what MiniportSend returns; or the status of each of SendPackets
 * @completes_inside: sends are completed before the handler returns
 * @room: sends it takes before it says RESOURCES; -1: any number
 * @request: what Query and Set return
 * @request_inside: completed before PENDING is returned
 * @inside: handlers that run; @inside_max: most at a time
 * @delay: a handler takes that long, in us
 * @sent: packets that it has, to send
 */
static struct im {
	NDIS_HANDLE wrapper, driver, handle;
	NDIS51_MINIPORT_CHARACTERISTICS chars;
	ULONG attributes;
	UINT hang_seconds;
	NDIS_STATUS initialize;
	bool no_attributes;
	int medium;
	void (*in_initialize)(void);
	void (*in_halt)(void);
	void (*in_send)(void);
	void (*in_return)(PNDIS_PACKET packet);
	void (*in_request)(NDIS_OID oid);
	NDIS_STATUS send;
	bool completes_inside;
	int room;
	NDIS_STATUS request;
	bool request_inside;
	bool request_silent;
	NDIS_STATUS transfer;
	UINT transfer_bytes;
	NDIS_STATUS reset;
	bool hangs;
	unsigned int delay;

	atomic_t inits, halts, sends, returns, requests, sets, transfers, resets, hangs_asked;
	atomic_t cancels, callbacks, sends_asked;
	atomic_t inside, inside_max;
	bool bad_level, bad_context, late, halted;
	bool upper_at_halt, netdev_at_halt;
	NDIS_HANDLE device_context;
	spinlock_t lock;			/* protects room, sent and order */
	PNDIS_PACKET sent[IM_PACKETS];
	unsigned int n_sent;
	u8 order[IM_PACKETS];			/* last byte of each packet sent */
	PNDIS_PACKET filling;
	PNDIS_PACKET returned;
	NDIS_OID oid;
	u32 set_value, asked_value;
	u32 filter;
	u8 address[6];
	u32 mtu, link;
	PVOID cancel_id;
	UINT flags;
} im;

static void im_enter(NDIS_HANDLE context, KIRQL level)
{
	int now = atomic_inc_return(&im.inside), seen = atomic_read(&im.inside_max);

	while (now > seen && !atomic_try_cmpxchg(&im.inside_max, &seen, now))
		;
	im.bad_context |= context != IM_CONTEXT;
	im.bad_level |= KeGetCurrentIrql() < level;
	im.late |= im.halted;
	if (im.delay)
		udelay(im.delay);
}

static void im_exit(void)
{
	atomic_dec(&im.inside);
}

static NDIS_STATUS im_initialize(PNDIS_STATUS error, PUINT index, PNDIS_MEDIUM media, UINT count,
				 NDIS_HANDLE handle, NDIS_HANDLE config)
{
	UINT i;

	atomic_inc(&im.inits);
	im.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	im.handle = handle;
	im.device_context = NdisIMGetDeviceContext(handle);
	*index = count;
	for (i = 0; i < count; i++) {
		if (media[i] == (NDIS_MEDIUM)im.medium)
			*index = i;
	}
	if (!im.no_attributes)
		NdisMSetAttributesEx(handle, IM_CONTEXT, im.hang_seconds, im.attributes, 0);
	if (im.in_initialize)
		im.in_initialize();
	return im.initialize;
}

static VOID im_halt(NDIS_HANDLE context)
{
	im.bad_context |= context != IM_CONTEXT;
	im.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	im.late |= atomic_read(&im.inside);
	rcu_read_lock();
	im.netdev_at_halt = dev_get_by_name_rcu(&init_net, IM_NAME);
	rcu_read_unlock();
	if (im.in_halt)
		im.in_halt();
	atomic_inc(&im.halts);
	im.halted = true;
}

static u8 im_last_byte(PNDIS_PACKET packet)
{
	u8 byte = 0;

	ndis_packet_read(packet, ndis_packet_length(packet) - 1, &byte, 1);
	return byte;
}

/* True: it has taken the packet. */
static bool im_take(PNDIS_PACKET packet)
{
	unsigned long flags;
	bool takes;

	spin_lock_irqsave(&im.lock, flags);
	takes = im.room && im.n_sent < IM_PACKETS;
	if (takes) {
		im.order[atomic_read(&im.sends) % IM_PACKETS] = im_last_byte(packet);
		if (im.room > 0)
			im.room--;
		atomic_inc(&im.sends);
		if (im.send == NDIS_STATUS_PENDING && !im.completes_inside)
			im.sent[im.n_sent++] = packet;
	}
	spin_unlock_irqrestore(&im.lock, flags);
	return takes;
}

static NDIS_STATUS im_send(NDIS_HANDLE context, PNDIS_PACKET packet, UINT flags)
{
	NDIS_STATUS status = NDIS_STATUS_RESOURCES;

	im_enter(context, PASSIVE_LEVEL);
	atomic_inc(&im.sends_asked);
	im.flags = flags;
	if (im.in_send)
		im.in_send();
	if (im_take(packet)) {
		status = im.send;
		if (im.completes_inside)
			NdisMSendComplete(im.handle, packet, NDIS_STATUS_SUCCESS);
	}
	im_exit();
	return status;
}

static VOID im_send_packets(NDIS_HANDLE context, PPNDIS_PACKET packets, UINT count)
{
	bool serialized = !(im.attributes & NDIS_ATTRIBUTE_DESERIALIZE);
	UINT i;

	im_enter(context, PASSIVE_LEVEL);
	atomic_inc(&im.sends_asked);
	if (im.in_send)
		im.in_send();
	for (i = 0; i < count; i++) {
		if (!im_take(packets[i])) {
			if (serialized)
				NDIS_SET_PACKET_STATUS(packets[i], NDIS_STATUS_RESOURCES);
			else
				NdisMSendComplete(im.handle, packets[i], NDIS_STATUS_RESOURCES);
		} else if (im.completes_inside) {
			NdisMSendComplete(im.handle, packets[i], NDIS_STATUS_SUCCESS);
		} else if (serialized) {
			NDIS_SET_PACKET_STATUS(packets[i], im.send);
		}
	}
	im_exit();
}

static VOID im_return(NDIS_HANDLE context, PNDIS_PACKET packet)
{
	im_enter(context, PASSIVE_LEVEL);
	im.returned = packet;
	atomic_inc(&im.returns);
	if (im.in_return)
		im.in_return(packet);
	im_exit();
}

static bool im_answer(NDIS_OID oid, PVOID buffer, ULONG length, PULONG written)
{
	u32 value;

	switch (oid) {
	case OID_802_3_CURRENT_ADDRESS:
		*written = min_t(ULONG, length, 6);
		memcpy(buffer, im.address, *written);
		return true;
	case OID_GEN_MAXIMUM_FRAME_SIZE:
		value = im.mtu;
		break;
	case OID_GEN_MEDIA_CONNECT_STATUS:
		value = im.link;
		break;
	default:
		value = 0x55aa;
		break;
	}
	*written = min_t(ULONG, length, sizeof(value));
	memcpy(buffer, &value, *written);
	return true;
}

static NDIS_STATUS im_query(NDIS_HANDLE context, NDIS_OID oid, PVOID buffer, ULONG length,
			    PULONG written, PULONG needed)
{
	NDIS_STATUS status;

	im_enter(context, DISPATCH_LEVEL);
	im.oid = oid;
	atomic_inc(&im.requests);
	if (length == 4)
		memcpy(&im.asked_value, buffer, 4);
	im_answer(oid, buffer, length, written);
	if (im.in_request)
		im.in_request(oid);
	status = im.request;
	if (status == NDIS_STATUS_PENDING && im.request_inside)
		NdisMQueryInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
	im_exit();
	return status;
}

static NDIS_STATUS im_set(NDIS_HANDLE context, NDIS_OID oid, PVOID buffer, ULONG length,
			  PULONG read, PULONG needed)
{
	NDIS_STATUS status;

	im_enter(context, DISPATCH_LEVEL);
	im.oid = oid;
	atomic_inc(&im.requests);
	atomic_inc(&im.sets);
	*read = length;
	if (length == 4)
		memcpy(&im.set_value, buffer, 4);
	if (oid == OID_GEN_CURRENT_PACKET_FILTER)
		WRITE_ONCE(im.filter, im.set_value);
	if (im.in_request)
		im.in_request(oid);
	status = im.request;
	if (status == NDIS_STATUS_PENDING && im.request_inside)
		NdisMSetInformationComplete(im.handle, NDIS_STATUS_SUCCESS);
	im_exit();
	return status;
}

static NDIS_STATUS im_transfer(PNDIS_PACKET packet, PUINT transferred, NDIS_HANDLE context,
			       NDIS_HANDLE receive, UINT offset, UINT bytes)
{
	u8 value;
	UINT i;

	im_enter(context, DISPATCH_LEVEL);
	atomic_inc(&im.transfers);
	im.filling = packet;
	/* The byte at offset n of a frame is n. */
	for (i = 0; i < bytes; i++) {
		value = offset + i;
		ndis_packet_write(packet, i, &value, 1);
	}
	im.transfer_bytes = bytes;
	if (im.transfer == NDIS_STATUS_SUCCESS)
		*transferred = bytes;
	im_exit();
	return im.transfer;
}

static inline NDIS_STATUS im_reset(PBOOLEAN addressing, NDIS_HANDLE context)
{
	im_enter(context, DISPATCH_LEVEL);
	atomic_inc(&im.resets);
	im_exit();
	return im.reset;
}

static inline BOOLEAN im_check_for_hang(NDIS_HANDLE context)
{
	im_enter(context, DISPATCH_LEVEL);
	atomic_inc(&im.hangs_asked);
	im_exit();
	return im.hangs;
}

static VOID im_cancel(NDIS_HANDLE context, PVOID id)
{
	im.cancel_id = id;
	atomic_inc(&im.cancels);
}

static inline void im_complete(unsigned int i, NDIS_STATUS status)
{
	NdisMSendComplete(im.handle, im.sent[i], status);
}

static NDIS_STATUS im_register(void)
{
	NdisMInitializeWrapper(&im.wrapper, &client.module.priv->object, NULL, NULL);
	return NdisIMRegisterLayeredMiniport(im.wrapper, (void *)&im.chars, sizeof(im.chars),
					     &im.driver);
}

static NDIS_STATUS im_start_name(const char *name)
{
	NDIS_STATUS status = NDIS_STATUS_RESOURCES;
	NDIS_STRING string;

	if (!ndis_string_create(&string, name)) {
		status = NdisIMInitializeDeviceInstanceEx(im.driver, &string,
							  (NDIS_HANDLE)0x1234);
		kfree(string.Buffer);
	}
	return status;
}

static inline NDIS_STATUS im_cancel_name(const char *name)
{
	NDIS_STATUS status = NDIS_STATUS_RESOURCES;
	NDIS_STRING string;

	if (!ndis_string_create(&string, name)) {
		status = NdisIMCancelInitializeDeviceInstance(im.driver, &string);
		kfree(string.Buffer);
	}
	return status;
}

static inline NDIS_STATUS im_stop(void)
{
	return NdisIMDeInitializeDeviceInstance(im.handle);
}

/* There is an adapter of that name. */
static inline bool im_present(const char *name)
{
	struct ndis_adapter *adapter = NULL;
	NDIS_STRING string;

	if (!ndis_string_create(&string, name)) {
		adapter = ndis_adapter_find(&string);
		kfree(string.Buffer);
	}
	if (adapter)
		ndis_adapter_put(adapter);
	return adapter;
}

static inline bool im_has_netdev(void)
{
	struct net_device *dev = dev_get_by_name(&init_net, IM_NAME);

	dev_put(dev);
	return dev;
}

/* As if one of its handlers ran on another processor. */
static inline void im_begin_handler(struct ndis_instance *instance)
{
	instance->token.owner = &init_task;
	instance->token.depth = 1;
}

/* Who ends looks for what waits. */
static inline void im_end_handler(struct ndis_instance *instance)
{
	instance->token.owner = NULL;
	instance->token.depth = 0;
	NdisMSendResourcesAvailable(im.handle);
}

/* ---- the protocol above: opens by itself, without a Bind ---- */

static struct upper {
	NDIS_HANDLE protocol, handle;
	UINT medium;
	NDIS_STATUS status;
	struct completion opened, closed;
	atomic_t sends, receives, packets, completes, transfers, requests, resets, statuses;
	atomic_t status_completes, closes;
	INT keep;
	NDIS_STATUS keep_status;
	PNDIS_PACKET kept[IM_PACKETS];
	unsigned int n_kept;
	bool return_early;		/* on another CPU, as it were: inside the handler */
	NDIS_STATUS send_status[IM_PACKETS];
	NDIS_STATUS request_status;
	NDIS_STATUS reset_status;
	NDIS_STATUS latest_status;
	NDIS_STATUS transfer_status;
	UINT transfer_bytes;
	PNDIS_PACKET transfer;		/* to be filled in Receive, or NULL */
	UINT transfer_offset;
	UINT lookahead, size;
	u8 last;			/* byte of the lookahead */
	void (*in_send_complete)(PNDIS_PACKET packet);
	void (*in_request_complete)(void);
	void (*in_receive_packet)(PNDIS_PACKET packet);
	NDIS_HANDLE pool;
	NDIS_STATUS statuses_seen[8];
} upper;

static VOID up_open_complete(NDIS_HANDLE context, NDIS_STATUS status, NDIS_STATUS error)
{
	upper.status = status;
	complete(&upper.opened);
}

static VOID up_close_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
	atomic_inc(&upper.closes);
	complete(&upper.closed);
}

static VOID up_send_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status)
{
	unsigned int n = atomic_inc_return(&upper.sends) - 1;

	upper.send_status[n % IM_PACKETS] = status;
	if (upper.in_send_complete)
		upper.in_send_complete(packet);
}

static VOID up_transfer_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status,
				 UINT bytes)
{
	upper.transfer_status = status;
	upper.transfer_bytes = bytes;
	atomic_inc(&upper.transfers);
}

static VOID up_reset_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
	upper.reset_status = status;
	atomic_inc(&upper.resets);
}

static VOID up_request_complete(NDIS_HANDLE context, PNDIS_REQUEST request, NDIS_STATUS status)
{
	upper.request_status = status;
	atomic_inc(&upper.requests);
	if (upper.in_request_complete)
		upper.in_request_complete();
}

static NDIS_STATUS up_receive(NDIS_HANDLE context, NDIS_HANDLE receive, PVOID header,
			      UINT header_size, PVOID lookahead, UINT lookahead_size,
			      UINT packet_size)
{
	atomic_inc(&upper.receives);
	upper.lookahead = lookahead_size;
	upper.size = packet_size;
	upper.last = lookahead_size ? ((u8 *)lookahead)[lookahead_size - 1] : 0;
	if (upper.transfer)
		NdisTransferData(&upper.transfer_status, upper.handle, receive,
				 upper.transfer_offset, packet_size - upper.transfer_offset,
				 upper.transfer, &upper.transfer_bytes);
	return NDIS_STATUS_SUCCESS;
}

static VOID up_receive_complete(NDIS_HANDLE context)
{
	atomic_inc(&upper.completes);
}

static INT up_receive_packet(NDIS_HANDLE context, PNDIS_PACKET packet)
{
	atomic_inc(&upper.packets);
	upper.keep_status = NDIS_GET_PACKET_STATUS(packet);
	if (upper.in_receive_packet)
		upper.in_receive_packet(packet);
	if (upper.keep && !upper.return_early && upper.n_kept < IM_PACKETS)
		upper.kept[upper.n_kept++] = packet;
	if (upper.return_early)
		NdisReturnPackets(&packet, 1);
	return upper.keep;
}

static VOID up_status_handler(NDIS_HANDLE context, NDIS_STATUS status, PVOID buffer, UINT size)
{
	unsigned int n = atomic_inc_return(&upper.statuses) - 1;

	upper.latest_status = status;
	upper.statuses_seen[n % ARRAY_SIZE(upper.statuses_seen)] = status;
}

static VOID up_status_complete(NDIS_HANDLE context)
{
	atomic_inc(&upper.status_completes);
}

static NDIS_STATUS up_register(bool packets)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars = { .MajorNdisVersion = 5 };
	NDIS_STATUS status;

	chars.OpenAdapterCompleteHandler = up_open_complete;
	chars.CloseAdapterCompleteHandler = up_close_complete;
	chars.SendCompleteHandler = up_send_complete;
	chars.TransferDataCompleteHandler = up_transfer_complete;
	chars.ResetCompleteHandler = up_reset_complete;
	chars.RequestCompleteHandler = up_request_complete;
	chars.ReceiveHandler = up_receive;
	chars.ReceiveCompleteHandler = up_receive_complete;
	chars.ReceivePacketHandler = packets ? up_receive_packet : NULL;
	chars.StatusHandler = up_status_handler;
	chars.StatusCompleteHandler = up_status_complete;
	NdisRegisterProtocolWorker(WdfDriverGlobals, &status, &upper.protocol, (void *)&chars,
				   sizeof(chars));
	return status;
}

static void up_set_filter(struct kunit *test, u32 filter)
{
	NDIS_REQUEST request = { .RequestType = NdisRequestSetInformation };
	int before = atomic_read(&upper.requests);
	NDIS_STATUS status;

	request.DATA.SET_INFORMATION.Oid = OID_GEN_CURRENT_PACKET_FILTER;
	request.DATA.SET_INFORMATION.InformationBuffer = &filter;
	request.DATA.SET_INFORMATION.InformationBufferLength = sizeof(filter);
	NdisRequest(&status, upper.handle, &request);
	if (status == NDIS_STATUS_PENDING)
		KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.requests) == before + 1));
	else
		KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
}

static NDIS_STATUS up_open(const char *name)
{
	NDIS_MEDIUM media[] = { (NDIS_MEDIUM)im.medium };
	NDIS_STATUS status = NDIS_STATUS_RESOURCES, error;
	NDIS_STRING string;

	init_completion(&upper.opened);
	init_completion(&upper.closed);
	if (ndis_string_create(&string, name))
		return status;
	NdisOpenAdapter(&status, &error, &upper.handle, &upper.medium, media, 1, upper.protocol,
			UP_CONTEXT, &string, 0, NULL);
	kfree(string.Buffer);
	if (status == NDIS_STATUS_PENDING) {
		if (!wait_for_completion_timeout(&upper.opened, 10 * HZ))
			return NDIS_STATUS_FAILURE;
		status = upper.status;
	}
	return status;
}

static void up_close(struct kunit *test)
{
	NDIS_STATUS status;

	NdisCloseAdapter(&status, upper.handle);
	if (status == NDIS_STATUS_PENDING)
		KUNIT_EXPECT_TRUE(test, wait_for_completion_timeout(&upper.closed, 10 * HZ));
	upper.handle = NULL;
}

/* ---- packets of the suite's: a frame of @size bytes, n at offset n after the header ---- */

struct im_frame {
	PNDIS_PACKET packet;
	PNDIS_BUFFER buffer;
	u8 data[256];
};

static NDIS_HANDLE im_pool;

static void im_frame_init(struct kunit *test, struct im_frame *frame, u32 size)
{
	NDIS_STATUS status;
	u32 i;

	memset(frame->data, 0xff, 6);
	memcpy(frame->data + 6, "\x02KUNIT", 6);
	frame->data[12] = 0x88;
	frame->data[13] = 0xb5;
	for (i = 14; i < sizeof(frame->data); i++)
		frame->data[i] = i - 14;
	NdisAllocatePacket(&status, &frame->packet, im_pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisAllocateBuffer(&status, &frame->buffer, NULL, frame->data, size);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtFront(frame->packet, frame->buffer);
}

static inline struct im_frame *im_frame(struct kunit *test, u32 size)
{
	struct im_frame *frame = kunit_kzalloc(test, sizeof(*frame), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, frame);
	im_frame_init(test, frame, size);
	return frame;
}

static inline void im_frame_free(struct im_frame *frame)
{
	NdisFreeBuffer(frame->buffer);
	NdisFreePacket(frame->packet);
}

/* ---- suites ---- */

static int im_setup(struct kunit *test)
{
	NDIS_STATUS status;
	int err = client_setup(test);

	if (err)
		return err;
	memset(&im, 0, sizeof(im));
	memset(&upper, 0, sizeof(upper));
	spin_lock_init(&im.lock);
	im.attributes = NDIS_ATTRIBUTE_DESERIALIZE | NDIS_ATTRIBUTE_INTERMEDIATE_DRIVER;
	im.medium = NdisMedium802_3;
	im.send = NDIS_STATUS_PENDING;
	im.room = -1;
	im.mtu = 1500;
	memcpy(im.address, "\x02\x00\x5e\x10\x20\x30", 6);
	im.chars.MajorNdisVersion = 5;
	im.chars.MinorNdisVersion = 1;
	im.chars.InitializeHandler = im_initialize;
	im.chars.HaltHandler = im_halt;
	im.chars.QueryInformationHandler = im_query;
	im.chars.SetInformationHandler = im_set;
	im.chars.SendHandler = im_send;
	im.chars.SendPacketsHandler = im_send_packets;
	im.chars.ReturnPacketHandler = im_return;
	im.chars.TransferDataHandler = im_transfer;
	im.chars.CancelSendPacketsHandler = im_cancel;
	NdisAllocatePacketPool(&status, &im_pool, IM_PACKETS, 64);
	return status == NDIS_STATUS_SUCCESS ? 0 : -ENOMEM;
}

/* Registered, running, and with a protocol above it that wants everything. */
static inline void im_run(struct kunit *test, bool packets)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, up_register(packets), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, up_open(IM_NAME), NDIS_STATUS_SUCCESS);
	up_set_filter(test, NDIS_PACKET_TYPE_PROMISCUOUS);
	/* What is told to the miniport in consequence is over. */
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(im.filter) & NDIS_PACKET_TYPE_PROMISCUOUS));
	msleep(20);
}

/* Whatever a case did: all is gone, and no handler ran when it must not. */
static void im_teardown(struct kunit *test)
{
	NDIS_STATUS status;

	if (upper.handle)
		up_close(test);
	if (upper.protocol)
		NdisDeregisterProtocol(&status, upper.protocol);
	if (im.driver)
		NdisIMDeregisterLayeredMiniport(im.driver);
	if (im.wrapper)
		NdisTerminateWrapper(im.wrapper, NULL);
	NdisFreePacketPool(im_pool);
	KUNIT_EXPECT_FALSE(test, im.bad_level);
	KUNIT_EXPECT_FALSE(test, im.bad_context);
	KUNIT_EXPECT_FALSE(test, im.late);
	if (!(im.attributes & NDIS_ATTRIBUTE_DESERIALIZE))
		KUNIT_EXPECT_LE(test, atomic_read(&im.inside_max), 1);
	KUNIT_EXPECT_FALSE(test, im_present(IM_NAME));
	KUNIT_EXPECT_FALSE(test, im_has_netdev());
	client_teardown(test);
}

#endif
