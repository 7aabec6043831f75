// SPDX-License-Identifier: GPL-2.0
/*
 * The data path between protocols and adapters: sending, filters, indications,
 * lookahead and transfers.
 */
#include "ndis_data_mock.h"

static int plain_setup(struct kunit *test)
{
	return data_setup(test, false);
}

static ULONG pending_count(void)
{
	ULONG count = 99;

	NdisQueryPendingIOCount(data.open->handle, &count);
	return count;
}

static NDIS_STATUS send_one(PNDIS_PACKET packet)
{
	NDIS_STATUS status = 0x12345;

	NdisSend(&status, data.open->handle, packet);
	return status;
}

/* ---- sending ---- */

static void send_that_is_done_has_no_completion(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	data.sent_at_once = true;
	data.sent_status = NDIS_STATUS_NO_CABLE;
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_NO_CABLE);
	KUNIT_EXPECT_EQ(test, data.n_sent, 1u);
	KUNIT_EXPECT_EQ(test, data.n_done, 0u);
	KUNIT_EXPECT_EQ(test, pending_count(), 0u);
	data_free(packet);
}

static void send_that_pends_completes_once(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, pending_count(), 1u);
	ndis_send_done(data.binding, packet, NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_PTR_EQ(test, data.done[0], packet);
	KUNIT_EXPECT_EQ(test, data.done_status, NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_EQ(test, pending_count(), 0u);
	EXPECT_NO_VIOLATION(test);
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	data_free(packet);
}

/* Whoever is later tells the driver: the call, or the completion, never both. */
static void done_before_the_call_returns(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	data.sent_elsewhere = true;
	data.sent_status = NDIS_STATUS_NO_CABLE;
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_NO_CABLE);
	KUNIT_EXPECT_EQ(test, data.n_done, 0u);
	NdisSendPackets(data.open->handle, &packet, 1);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_EQ(test, data.done_status, NDIS_STATUS_NO_CABLE);
	KUNIT_EXPECT_EQ(test, pending_count(), 0u);
	data_free(packet);
}

static void packet_in_flight_is_not_sent_again(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_INVALID_PACKET);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	NdisFreePacket(packet);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	KUNIT_EXPECT_EQ(test, data.n_sent, 1u);
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	data_free(packet);
}

static void send_again_from_completion(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	data.resend = true;
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.n_sent, 2u);
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.n_done, 2u);
	data_free(packet);
}

static void empty_packets_are_invalid(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, NULL, 0);

	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_INVALID_PACKET);
	KUNIT_EXPECT_EQ(test, data.n_sent, 0u);
	KUNIT_EXPECT_EQ(test, data.n_done, 0u);
	NdisSendPackets(data.open->handle, &packet, 1);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_EQ(test, data.done_status, NDIS_STATUS_INVALID_PACKET);
	data_free(packet);
}

static void send_needs_an_adapter_that_takes_it(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	WRITE_ONCE(data.adapter->adapter.resetting, true);
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_RESET_IN_PROGRESS);
	WRITE_ONCE(data.adapter->adapter.resetting, false);
	WRITE_ONCE(data.adapter->adapter.state, NDIS_ADAPTER_LEAVING);
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_ADAPTER_REMOVED);
	WRITE_ONCE(data.adapter->adapter.state, NDIS_ADAPTER_PRESENT);
	KUNIT_EXPECT_EQ(test, data.n_sent, 0u);
	data_free(packet);
}

/* More than go down at a time, in order, each completed, whatever the status. */
static void send_packets_completes_each(struct kunit *test)
{
	PNDIS_PACKET packets[35];
	unsigned int i;

	for (i = 0; i < 35; i++)
		packets[i] = data_packet(test, data.frame, FRAME);
	data.sent_at_once = true;
	NdisSendPackets(data.open->handle, packets, 35);
	KUNIT_EXPECT_EQ(test, data.n_sent, 35u);
	KUNIT_EXPECT_EQ(test, data.n_done, 35u);
	for (i = 0; i < 35; i++) {
		KUNIT_EXPECT_PTR_EQ(test, data.sent[i], packets[i]);
		KUNIT_EXPECT_PTR_EQ(test, data.done[i], packets[i]);
		data_free(packets[i]);
	}
	KUNIT_EXPECT_EQ(test, pending_count(), 0u);
}

static void send_can_be_made_to_pend(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	ndis_knob_set(NDIS_KNOB_PEND_SEND, 1);
	if (!ndis_knob(NDIS_KNOB_PEND_SEND))
		goto out;
	data.sent_at_once = true;
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(data.n_done) == 1));
out:
	data_free(packet);
}

static void close_waits_for_sends(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, mock_close(data.open, false), NDIS_STATUS_PENDING);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&data.open->closes), 0);
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&data.open->closes) == 1));
	data_free(packet);
}

static void use_while_closing(NDIS_HANDLE context)
{
	mock.bad_level |= mock_close(data.open, false) != NDIS_STATUS_PENDING;
	NdisSend(&data.send_status, data.open->handle, data.into);
	NdisTransferData(&data.transfer_status, data.open->handle, context, 0, 1, data.into,
			 &data.transferred);
	mock.bad_level |= !!NdisGetReceivedPacket(data.open->handle, context);
	NdisSendPackets(data.open->handle, &data.into, 1);
}

/* A handler that runs while its driver closes: nothing of it is the driver's fault. */
static void closing_inside_receive(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = use_while_closing;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.send_status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_REQUEST_ABORTED);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_EQ(test, data.done_status, NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, data.n_sent, 0u);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&data.open->closes) == 1));
	/* Nothing is called any more, not even for these. */
	NdisSendPackets(data.open->handle, &data.into, 1);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	data_free(data.into);
}

static void send_while_the_open_pends(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);
	DECLARE_COMPLETION_ONSTACK(gate);
	struct mock_open *open;
	NDIS_STATUS status;

	data.adapter->attach_gate = &gate;
	open = mock_open_text("mock0", false);
	NdisSend(&status, open->handle, packet);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_ADAPTER_NOT_READY);
	NdisSendPackets(open->handle, &packet, 1);
	KUNIT_EXPECT_EQ(test, data.n_done, 1u);
	KUNIT_EXPECT_EQ(test, data.done_status, NDIS_STATUS_ADAPTER_NOT_READY);
	KUNIT_EXPECT_EQ(test, data.n_sent, 0u);
	complete_all(&gate);
	wait_for_completion(&open->opened);
	data.adapter->attach_gate = NULL;
	mock_close(open, true);
	data_free(packet);
}

/* What a packet says about itself is not what is sent, nor what is written. */
static void lengths_are_of_the_chain(struct kunit *test)
{
	PNDIS_PACKET packet = data_packet(test, data.frame, FRAME);

	packet->Private.TotalLength = 100000;
	packet->Private.ValidCounts = TRUE;
	KUNIT_EXPECT_EQ(test, ndis_packet_length(packet), (u32)FRAME);
	packet->Private.TotalLength = 0;
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_PENDING);
	ndis_send_done(data.binding, packet, NDIS_STATUS_SUCCESS);
	data_free(packet);
	packet = data_packet(test, NULL, 0);
	packet->Private.TotalLength = FRAME;
	packet->Private.ValidCounts = TRUE;
	KUNIT_EXPECT_EQ(test, send_one(packet), NDIS_STATUS_INVALID_PACKET);
	data_free(packet);
}

static void pointers_that_are_not_there(struct kunit *test)
{
	PNDIS_PACKET packet = NULL;
	NDIS_STATUS status;

	NdisSend(NULL, data.open->handle, NULL);
	NdisSend(&status, data.open->handle, NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_INVALID_PACKET);
	NdisSendPackets(data.open->handle, &packet, 1);
	NdisReturnPackets(&packet, 1);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 4);
	NdisSendPackets(data.open->handle, NULL, 1);
	NdisReturnPackets(NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	NdisTransferData(NULL, data.open->handle, NULL, 0, 0, NULL, NULL);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	NdisSendPackets(data.open->handle, NULL, 0);
	NdisReturnPackets(NULL, 0);
	KUNIT_EXPECT_EQ(test, data.n_done, 0u);
	EXPECT_NO_VIOLATION(test);
}

static void partial_cancel_ids_differ(struct kunit *test)
{
	UCHAR first = NdisGeneratePartialCancelId();

	KUNIT_EXPECT_NE(test, first, NdisGeneratePartialCancelId());
	NdisCancelSendPackets(data.open->handle, (PVOID)1);
}

/* ---- filters ---- */

static void filter_classes(struct kunit *test)
{
	static const u8 me[6] = { 2, 1 }, other[6] = { 2, 2 }, group[6] = { 1, 2 };

	KUNIT_EXPECT_EQ(test, ndis_filter_classes(me, me), (u32)NDIS_PACKET_TYPE_DIRECTED);
	KUNIT_EXPECT_EQ(test, ndis_filter_classes(other, me), 0u);
	KUNIT_EXPECT_EQ(test, ndis_filter_classes(everybody, me),
			(u32)NDIS_PACKET_TYPE_BROADCAST);
	KUNIT_EXPECT_EQ(test, ndis_filter_classes(group, me),
			(u32)(NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST));
}

static void filter_decides(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();
	u32 *filter = &data.binding->filter;

	*filter = 0;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	*filter = NDIS_PACKET_TYPE_DIRECTED;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	*filter = NDIS_PACKET_TYPE_BROADCAST;
	KUNIT_EXPECT_TRUE(test, ndis_filter_wants(data.binding, &frame));
	frame.classes = 0;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	*filter = NDIS_PACKET_TYPE_PROMISCUOUS;
	KUNIT_EXPECT_TRUE(test, ndis_filter_wants(data.binding, &frame));
	frame.sender = data.binding;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	frame.sender = NULL;
	*filter = 0;
	data.binding->medium = NdisMediumWirelessWan;
	KUNIT_EXPECT_TRUE(test, ndis_filter_wants(data.binding, &frame));
	data.binding->medium = NdisMedium802_3;
}

static void multicast_needs_the_list(struct kunit *test)
{
	static u8 group[6] = { 1, 0, 0x5e, 0, 0, 1 };
	struct ndis_rx_frame frame = data_frame();
	NDIS_REQUEST request = { .RequestType = NdisRequestSetInformation };
	NDIS_STATUS status;

	frame.classes = NDIS_PACKET_TYPE_MULTICAST | NDIS_PACKET_TYPE_ALL_MULTICAST;
	frame.destination = group;
	data.binding->filter = NDIS_PACKET_TYPE_MULTICAST;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	request.DATA.SET_INFORMATION.Oid = OID_802_3_MULTICAST_LIST;
	request.DATA.SET_INFORMATION.InformationBuffer = group;
	request.DATA.SET_INFORMATION.InformationBufferLength = 6;
	NdisRequest(&status, data.open->handle, &request);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.requests) == 1));
	KUNIT_EXPECT_TRUE(test, ndis_filter_wants(data.binding, &frame));
	frame.destination = everybody;
	KUNIT_EXPECT_FALSE(test, ndis_filter_wants(data.binding, &frame));
	data.binding->filter = NDIS_PACKET_TYPE_ALL_MULTICAST;
	KUNIT_EXPECT_TRUE(test, ndis_filter_wants(data.binding, &frame));
}

/* ---- Receive ---- */

static void lookahead_is_all_of_the_frame(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receives, 1u);
	KUNIT_EXPECT_EQ(test, data.header_size, 14u);
	KUNIT_EXPECT_EQ(test, data.lookahead, (UINT)FRAME - 14);
	KUNIT_EXPECT_EQ(test, data.packet_size, (UINT)FRAME - 14);
	KUNIT_EXPECT_EQ(test, data.completes, 1u);
	/* Nothing since: no ReceiveComplete. */
	ndis_dispatch_begin();
	ndis_receive_complete(&data.adapter->adapter);
	ndis_dispatch_end();
	KUNIT_EXPECT_EQ(test, data.completes, 1u);
}

static void lookahead_can_be_made_short(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	ndis_knob_set(NDIS_KNOB_LOOKAHEAD, 20);
	if (!ndis_knob(NDIS_KNOB_LOOKAHEAD))
		return;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lookahead, 20u);
	KUNIT_EXPECT_EQ(test, data.packet_size, (UINT)FRAME - 14);
	/* What came as a packet is always seen whole. */
	frame.cut = false;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lookahead, (UINT)FRAME - 14);
}

static void indicate_another(NDIS_HANDLE context)
{
	struct ndis_rx_frame frame = data_frame();
	u8 header[14];

	if (data.receives > 1)
		return;
	memcpy(header, data.frame, 14);
	header[13] = 77;
	frame.header = header;
	frame.destination = header;
	ndis_receive(data.binding, &frame);
	mock.bad_level |= data.receives != 1;
}

/* From inside a handler, as from another CPU: its turn comes afterwards. */
static void one_indication_at_a_time(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.in_receive = indicate_another;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.receives, 2u);
	KUNIT_EXPECT_EQ(test, data.depth_max, 1u);
	KUNIT_EXPECT_EQ(test, data.order[0], 13);
	KUNIT_EXPECT_EQ(test, data.order[1], 77);
}

static void ask_for_packet(NDIS_HANDLE context)
{
	data.packet = NdisGetReceivedPacket(data.open->handle, context);
	if (data.packet)
		data.packet_status = NDIS_GET_PACKET_STATUS(data.packet);
}

static void received_packet_lasts_as_long_as_receive(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.in_receive = ask_for_packet;
	indicate(&frame);
	KUNIT_EXPECT_NOT_NULL(test, data.packet);
	KUNIT_EXPECT_EQ(test, data.packet_status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, data.lent, 0);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_NULL(test, NdisGetReceivedPacket(data.open->handle, data.stale));
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	frame.make_packet = NULL;
	indicate(&frame);
	KUNIT_EXPECT_NULL(test, data.packet);
}

/* ---- transfers ---- */

static void transfer(NDIS_HANDLE context)
{
	NdisTransferData(&data.transfer_status, data.open->handle, context, data.offset,
			 data.bytes, data.into, &data.transferred);
}

static void transfer_twice(NDIS_HANDLE context)
{
	transfer(context);
	NdisTransferData(&data.transfer_again, data.open->handle, context, 0, 1, data.into,
			 &data.transferred);
}

/* With what an earlier Receive was called with. */
static void transfer_late(NDIS_HANDLE context)
{
	transfer((NDIS_HANDLE)((unsigned long)context - 1));
}

static void transfer_ends(struct kunit *test, UINT offset, UINT bytes, NDIS_STATUS status,
			  UINT transferred)
{
	struct ndis_rx_frame frame = data_frame();

	memset(data.buffer, 0, sizeof(data.buffer));
	data.offset = offset;
	data.bytes = bytes;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, status);
	if (status != NDIS_STATUS_SUCCESS)
		return;
	KUNIT_EXPECT_EQ(test, data.transferred, transferred);
	KUNIT_EXPECT_EQ(test, memcmp(data.buffer, data.frame + 14 + offset, transferred), 0);
}

static void transfer_at_every_offset(struct kunit *test)
{
	UINT size = FRAME - 14;

	data.into = data_packet(test, data.buffer, 40);
	data.in_receive = transfer;
	transfer_ends(test, 0, 40, NDIS_STATUS_SUCCESS, 40);
	transfer_ends(test, 20, size - 20, NDIS_STATUS_SUCCESS, size - 20);
	transfer_ends(test, size, 0, NDIS_STATUS_SUCCESS, 0);
	transfer_ends(test, size - 1, 1, NDIS_STATUS_SUCCESS, 1);
	/* As far as there is room. */
	transfer_ends(test, 0, size, NDIS_STATUS_SUCCESS, 40);
	transfer_ends(test, size + 1, 0, NDIS_STATUS_FAILURE, 0);
	transfer_ends(test, size, 1, NDIS_STATUS_FAILURE, 0);
	transfer_ends(test, 1, UINT_MAX, NDIS_STATUS_FAILURE, 0);
	KUNIT_EXPECT_EQ(test, data.transfers, 0u);
	data_free(data.into);
}

static void transfer_only_once_and_in_time(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.into = data_packet(test, data.buffer, 40);
	data.bytes = 4;
	data.in_receive = transfer_twice;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.transfer_again, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	transfer(data.stale);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_NOT_INDICATING);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	data.in_receive = transfer_late;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_NOT_INDICATING);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	data_free(data.into);
}

static void transfer_asks_below_for_the_rest(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = transfer;
	data.bytes = FRAME - 14;
	frame.data_size = 10;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.lookahead, 10u);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, data.transferred, (UINT)FRAME - 14);
	KUNIT_EXPECT_EQ(test, memcmp(data.buffer, data.frame + 14, FRAME - 14), 0);
	data_free(data.into);
}

/* Who has no TransferDataComplete never hears PENDING. */
static void transfer_without_a_handler(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = transfer;
	data.bytes = 8;
	data.below = NDIS_STATUS_PENDING;
	data.binding->protocol->chars.TransferDataCompleteHandler = NULL;
	ndis_knob_set(NDIS_KNOB_PEND_TRANSFER, 1);
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_SUCCESS);
	EXPECT_NO_VIOLATION(test);
	frame.data_size = 4;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, data.below_packet);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	data_free(data.into);
}

static void transfer_during_a_reset(struct kunit *test)
{
	data.into = data_packet(test, data.buffer, 40);
	data.in_receive = transfer;
	WRITE_ONCE(data.adapter->adapter.resetting, true);
	transfer_ends(test, 0, 40, NDIS_STATUS_RESET_IN_PROGRESS, 0);
	WRITE_ONCE(data.adapter->adapter.resetting, false);
	transfer_ends(test, 0, 40, NDIS_STATUS_SUCCESS, 40);
	data_free(data.into);
}

static void frames_wait_while_a_transfer_pends(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame(), next = data_frame();

	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = transfer;
	data.bytes = FRAME - 14;
	data.below = NDIS_STATUS_PENDING;
	frame.data_size = 10;
	indicate(&frame);
	KUNIT_EXPECT_EQ(test, data.transfer_status, NDIS_STATUS_PENDING);
	data.in_receive = NULL;
	indicate(&next);
	KUNIT_EXPECT_EQ(test, data.receives, 1u);
	ndis_transfer_done(data.binding, data.below_packet, NDIS_STATUS_SUCCESS, 7);
	KUNIT_EXPECT_EQ(test, data.transfers, 1u);
	KUNIT_EXPECT_EQ(test, data.transfer_bytes, 7u);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(data.receives) == 2));
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(data.completes) == 2));
	EXPECT_NO_VIOLATION(test);
	ndis_transfer_done(data.binding, data.below_packet, NDIS_STATUS_SUCCESS, 7);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	data_free(data.into);
}

static void transfer_can_be_made_to_pend(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame();

	ndis_knob_set(NDIS_KNOB_PEND_TRANSFER, 1);
	if (!ndis_knob(NDIS_KNOB_PEND_TRANSFER))
		return;
	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = transfer;
	data.bytes = 8;
	indicate(&frame);
	KUNIT_EXPECT_TRUE(test, mock_wait(READ_ONCE(data.transfers) == 1));
	KUNIT_EXPECT_EQ(test, data.transfer_bytes, 8u);
	KUNIT_EXPECT_EQ(test, memcmp(data.buffer, data.frame + 14, 8), 0);
	data_free(data.into);
}

static void close_discards_frames_that_wait(struct kunit *test)
{
	struct ndis_rx_frame frame = data_frame(), next = data_frame();

	data.into = data_packet(test, data.buffer, FRAME);
	data.in_receive = transfer;
	data.bytes = FRAME - 14;
	data.below = NDIS_STATUS_PENDING;
	frame.data_size = 10;
	indicate(&frame);
	indicate(&next);
	KUNIT_EXPECT_EQ(test, mock_close(data.open, false), NDIS_STATUS_PENDING);
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&data.open->closes), 0);
	ndis_transfer_done(data.binding, data.below_packet, NDIS_STATUS_REQUEST_ABORTED, 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&data.open->closes) == 1));
	KUNIT_EXPECT_EQ(test, data.receives, 1u);
	data_free(data.into);
}

static struct kunit_case ndis_data_cases[] = {
	KUNIT_CASE(send_that_is_done_has_no_completion),
	KUNIT_CASE(send_that_pends_completes_once),
	KUNIT_CASE(done_before_the_call_returns),
	KUNIT_CASE(packet_in_flight_is_not_sent_again),
	KUNIT_CASE(send_again_from_completion),
	KUNIT_CASE(empty_packets_are_invalid),
	KUNIT_CASE(send_needs_an_adapter_that_takes_it),
	KUNIT_CASE(send_packets_completes_each),
	KUNIT_CASE(send_can_be_made_to_pend),
	KUNIT_CASE(close_waits_for_sends),
	KUNIT_CASE(closing_inside_receive),
	KUNIT_CASE(send_while_the_open_pends),
	KUNIT_CASE(lengths_are_of_the_chain),
	KUNIT_CASE(pointers_that_are_not_there),
	KUNIT_CASE(partial_cancel_ids_differ),
	KUNIT_CASE(filter_classes),
	KUNIT_CASE(filter_decides),
	KUNIT_CASE(multicast_needs_the_list),
	KUNIT_CASE(lookahead_is_all_of_the_frame),
	KUNIT_CASE(lookahead_can_be_made_short),
	KUNIT_CASE(one_indication_at_a_time),
	KUNIT_CASE(received_packet_lasts_as_long_as_receive),
	KUNIT_CASE(transfer_at_every_offset),
	KUNIT_CASE(transfer_only_once_and_in_time),
	KUNIT_CASE(transfer_asks_below_for_the_rest),
	KUNIT_CASE(transfer_without_a_handler),
	KUNIT_CASE(transfer_during_a_reset),
	KUNIT_CASE(frames_wait_while_a_transfer_pends),
	KUNIT_CASE(transfer_can_be_made_to_pend),
	KUNIT_CASE(close_discards_frames_that_wait),
	{}
};

static struct kunit_suite ndis_data_suite = {
	.name = "ndis_data",
	.init = plain_setup,
	.exit = data_teardown,
	.test_cases = ndis_data_cases,
};

kunit_test_suite(ndis_data_suite);
