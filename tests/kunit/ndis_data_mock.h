/* SPDX-License-Identifier: GPL-2.0 */
/*
 * For the suites of the data path: an adapter and a driver that do what the case
 * says, and remember what they were called with. Included once by each suite.
 */
#ifndef _TESTS_KUNIT_NDIS_DATA_MOCK_H
#define _TESTS_KUNIT_NDIS_DATA_MOCK_H

#include "ndis_mock.h"

#include "ndis/receive.h"

#define FRAME	64	/* bytes of a frame, of which 14 are its header */

static const u8 everybody[6] = { 255, 255, 255, 255, 255, 255 };

static struct data {
	struct ndis_adapter_ops ops;
	struct mock_adapter *adapter;
	struct mock_open *open;
	struct ndis_binding *binding;
	NDIS_HANDLE pool;

	/* sends */
	bool sent_at_once;
	NDIS_STATUS sent_status;
	unsigned int n_sent;
	PNDIS_PACKET sent[40];
	unsigned int n_done;
	PNDIS_PACKET done[40];
	NDIS_STATUS done_status;
	bool resend;			/* from inside SendComplete, once */
	bool sent_elsewhere;		/* another thread completes, the call goes on */
	void (*in_send_complete)(void);

	/* indications */
	u8 frame[FRAME];
	INT keeps;			/* what ReceivePacket returns */
	bool return_early;
	unsigned int receives, receive_packets, completes, depth, depth_max;
	UINT lookahead, packet_size;
	u8 order[16];
	PNDIS_PACKET packet, packets[2];
	NDIS_STATUS packet_status;
	UINT packet_flags;
	UINT header_size;
	struct ndis_packet_pool *lent_pool;
	int lent;
	MDL mdl;
	void (*in_receive)(NDIS_HANDLE context);

	/* transfers */
	u8 buffer[FRAME];
	PNDIS_PACKET into;
	UINT offset, bytes, transferred;
	NDIS_STATUS transfer_status, transfer_again;
	NDIS_STATUS send_status;
	unsigned int transfers;
	UINT transfer_bytes;
	NDIS_HANDLE stale;
	NDIS_STATUS below;		/* what transfer() returns */
	PNDIS_PACKET below_packet;
} data;

/* ---- the adapter ---- */

static int data_send_elsewhere(void *packet)
{
	ndis_send_done(data.binding, packet, data.sent_status);
	return 0;
}

static void data_send(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++) {
		data.sent[data.n_sent++ % 40] = packets[i];
		if (data.sent_at_once)
			ndis_send_done(binding, packets[i], data.sent_status);
		if (data.sent_elsewhere)
			kthread_run(data_send_elsewhere, packets[i], "send_done");
	}
	if (data.sent_elsewhere)
		msleep(50);
}

static NDIS_STATUS data_transfer(struct ndis_binding *binding, void *context, UINT offset,
				 UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	data.below_packet = packet;
	if (data.below != NDIS_STATUS_PENDING)
		*transferred = ndis_packet_write(packet, 0, data.frame + 14 + offset, bytes);
	return data.below;
}

static void data_return(struct ndis_adapter *adapter, void *lent)
{
	ndis_packet_free(lent);
	data.lent--;
}

static PNDIS_PACKET data_make_packet(struct ndis_binding *binding, struct ndis_rx_frame *frame)
{
	PNDIS_PACKET packet = ndis_packet_alloc(data.lent_pool);

	if (!packet)
		return NULL;
	MmInitializeMdl(&data.mdl, data.frame, FRAME);
	MmBuildMdlForNonPagedPool(&data.mdl);
	packet->Private.Head = &data.mdl;
	packet->Private.Tail = &data.mdl;
	container_of(packet, struct ndis_packet_block, packet)->lent = packet;
	data.lent++;
	return packet;
}

static inline struct ndis_rx_frame data_frame(void)
{
	return (struct ndis_rx_frame){
		.header = data.frame,
		.header_size = 14,
		.data = data.frame + 14,
		.data_size = FRAME - 14,
		.packet_size = FRAME - 14,
		.classes = NDIS_PACKET_TYPE_BROADCAST,
		.destination = data.frame,
		.keep = true,
		.cut = true,
		.make_packet = data_make_packet,
	};
}

static inline void indicate(struct ndis_rx_frame *frame)
{
	ndis_dispatch_begin();
	ndis_receive_all(&data.adapter->adapter, frame);
	ndis_receive_complete(&data.adapter->adapter);
	ndis_dispatch_end();
}

/* ---- the driver ---- */

static VOID data_send_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status)
{
	NDIS_STATUS again;

	mock_context(context);
	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	data.done[data.n_done++ % 40] = packet;
	data.done_status = status;
	if (data.in_send_complete)
		data.in_send_complete();
	if (data.resend) {
		data.resend = false;
		NdisSend(&again, data.open->handle, packet);
	}
}

static NDIS_STATUS data_receive(NDIS_HANDLE context, NDIS_HANDLE receive, PVOID header,
				UINT header_size, PVOID lookahead, UINT lookahead_size,
				UINT packet_size)
{
	mock_context(context);
	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	data.order[data.receives % 16] = ((u8 *)header)[13];
	data.receives++;
	data.depth_max = max(data.depth_max, ++data.depth);
	data.lookahead = lookahead_size;
	data.packet_size = packet_size;
	data.header_size = header_size;
	data.stale = receive;
	if (data.in_receive)
		data.in_receive(receive);
	data.depth--;
	return NDIS_STATUS_NOT_ACCEPTED;
}

static INT data_receive_packet(NDIS_HANDLE context, PNDIS_PACKET packet)
{
	mock_context(context);
	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	data.packets[data.receive_packets++ % 2] = packet;
	data.packet = packet;
	data.packet_status = NDIS_GET_PACKET_STATUS(packet);
	data.packet_flags = NdisGetPacketFlags(packet);
	data.header_size = NDIS_GET_PACKET_HEADER_SIZE(packet);
	if (data.return_early)
		NdisReturnPackets(&packet, 1);
	return data.keeps;
}

static VOID data_receive_complete(NDIS_HANDLE context)
{
	mock_context(context);
	mock.bad_level |= data.depth;
	data.completes++;
}

static VOID data_transfer_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status,
				   UINT bytes)
{
	mock_context(context);
	mock.bad_level |= packet != data.into || KeGetCurrentIrql() != DISPATCH_LEVEL;
	data.transfer_status = status;
	data.transfer_bytes = bytes;
	WRITE_ONCE(data.transfers, data.transfers + 1);
}

static inline PNDIS_PACKET data_packet(struct kunit *test, void *bytes, u32 size)
{
	NDIS_STATUS status;
	PNDIS_PACKET packet;
	PNDIS_BUFFER buffer;

	NdisAllocatePacket(&status, &packet, data.pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	if (!size)
		return packet;
	NdisAllocateBuffer(&status, &buffer, NULL, bytes, size);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtFront(packet, buffer);
	return packet;
}

static inline void data_free(PNDIS_PACKET packet)
{
	PNDIS_BUFFER buffer;

	NdisUnchainBufferAtFront(packet, &buffer);
	if (buffer)
		NdisFreeBuffer(buffer);
	NdisFreePacket(packet);
}

static struct ndis_binding *binding_of(struct mock_open *open)
{
	struct ndis_object *object = ndis_object_get(open->handle, NDIS_HANDLE_BINDING, __func__);

	/* Open, so that the suite need not hold it. */
	ndis_object_put(object);
	return container_of(object, struct ndis_binding, object);
}

static int data_register(bool packets)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, packets ? 5 : 3);
	chars.SendCompleteHandler = data_send_complete;
	chars.ReceiveHandler = data_receive;
	chars.ReceiveCompleteHandler = data_receive_complete;
	chars.TransferDataCompleteHandler = data_transfer_complete;
	if (packets) {
		chars.ReceivePacketHandler = data_receive_packet;
		chars.BindAdapterHandler = NULL;
		chars.UnbindAdapterHandler = NULL;
	}
	if (mock_register_chars(&chars, mock_size(packets ? 5 : 3)) != NDIS_STATUS_SUCCESS)
		return -EINVAL;
	data.open = mock_open_text("mock0", true);
	if (!data.open || data.open->status != NDIS_STATUS_SUCCESS)
		return -EIO;
	data.binding = binding_of(data.open);
	data.binding->filter = NDIS_PACKET_TYPE_BROADCAST;
	return 0;
}

static int data_setup(struct kunit *test, bool packets)
{
	NDIS_STATUS status;
	unsigned int i;
	int err = mock_setup(test);

	if (err)
		return err;
	memset(&data, 0, sizeof(data));
	for (i = 0; i < FRAME; i++)
		data.frame[i] = i;
	memcpy(data.frame, everybody, 6);
	data.adapter = mock_adapter(test, "mock0");
	data.ops = mock_ops;
	data.ops.send = data_send;
	data.ops.transfer = data_transfer;
	data.ops.return_packet = data_return;
	data.adapter->adapter.ops = &data.ops;
	ndis_adapter_arrive(&data.adapter->adapter);
	NdisAllocatePacketPool(&status, &data.pool, 40, 0);
	if (ndis_packet_pool_create(NULL, 8, 0, 0, &data.lent_pool))
		return -ENOMEM;
	return data_register(packets);
}

static bool data_is(PNDIS_PACKET packet, enum ndis_packet_owner owner)
{
	return packet && atomic_read(&container_of(packet, struct ndis_packet_block,
						   packet)->owner) == (int)owner;
}

/* Of a case that has failed, or its close would wait for ever. */
static void data_reclaim(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(data.sent); i++) {
		if (data_is(data.sent[i], NDIS_PACKET_SENDING))
			ndis_send_done(data.binding, data.sent[i], NDIS_STATUS_FAILURE);
	}
	if (data_is(data.below_packet, NDIS_PACKET_TRANSFER))
		ndis_transfer_done(data.binding, data.below_packet, NDIS_STATUS_FAILURE, 0);
	for (i = 0; i < ARRAY_SIZE(data.packets); i++) {
		if (data_is(data.packets[i], NDIS_PACKET_LENT))
			NdisReturnPackets(&data.packets[i], 1);
	}
}

static void data_teardown(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < NDIS_KNOB_COUNT; i++)
		ndis_knob_set(i, 0);
	data_reclaim();
	if (data.pool)
		NdisFreePacketPool(data.pool);
	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	ndis_packet_pool_destroy(data.lent_pool);
	mock_leave(data.adapter);
	mock_teardown(test);
}

#endif
