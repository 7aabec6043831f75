// SPDX-License-Identifier: GPL-2.0
/*
 * Indications of a miniport: packets that come back exactly once or not at all,
 * frames in pieces and their transfers.
 */
#include "ndis_im_mock.h"

static struct im_frame *frame;

static void run(struct kunit *test, bool packets, bool serialized)
{
	if (serialized)
		im.attributes &= ~NDIS_ATTRIBUTE_DESERIALIZE;
	im_run(test, packets);
	frame = im_frame(test, 100);
}

static void stop(struct kunit *test)
{
	if (upper.handle)
		up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	im_frame_free(frame);
}

static void indicate(NDIS_STATUS status)
{
	NDIS_SET_PACKET_STATUS(frame->packet, status);
	NDIS_SET_PACKET_HEADER_SIZE(frame->packet, 14);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
}

/* ---- packets ---- */

static void nobody_keeps_it(struct kunit *test)
{
	run(test, true, false);
	indicate(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 1);
	KUNIT_EXPECT_EQ(test, upper.keep_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	KUNIT_EXPECT_PTR_EQ(test, im.returned, frame->packet);
	KUNIT_EXPECT_GE(test, atomic_read(&upper.completes), 1);
	stop(test);
}

static void kept_comes_back_once(struct kunit *test)
{
	run(test, true, false);
	upper.keep = 2;
	indicate(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	/* A descriptor of its own, over the same bytes. */
	KUNIT_ASSERT_EQ(test, upper.n_kept, 1u);
	KUNIT_EXPECT_PTR_NE(test, upper.kept[0], frame->packet);
	KUNIT_EXPECT_EQ(test, ndis_packet_length(upper.kept[0]), 100u);
	KUNIT_EXPECT_EQ(test, im_last_byte(upper.kept[0]), 100 - 14 - 1);
	NdisReturnPackets(upper.kept, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	NdisReturnPackets(upper.kept, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	stop(test);
}

static void returned_before_the_indication_is(struct kunit *test)
{
	run(test, true, false);
	upper.keep = 1;
	upper.return_early = true;
	indicate(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	stop(test);
}

static void resources_never_come_back(struct kunit *test)
{
	run(test, true, false);
	upper.keep = 1;
	indicate(NDIS_STATUS_RESOURCES);
	/* It may not be kept: as data, all of it. */
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 1);
	KUNIT_EXPECT_EQ(test, upper.lookahead, upper.size);
	KUNIT_EXPECT_EQ(test, upper.size, 86u);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	/* It is the driver's again, who may free it or indicate it once more. */
	indicate(NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 2);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	stop(test);
}

static void no_return_handler_no_keeping(struct kunit *test)
{
	im.chars.ReturnPacketHandler = NULL;
	run(test, true, false);
	upper.keep = 1;
	indicate(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 1);
	stop(test);
}

static void whole_packet_as_lookahead(struct kunit *test)
{
	static u8 tail[60] = { [59] = 0x77 };
	PNDIS_BUFFER second;
	NDIS_STATUS status;

	run(test, false, false);
	/* In two buffers: in one piece for who looks ahead. */
	NdisAdjustBufferLength(frame->buffer, 40);
	NdisAllocateBuffer(&status, &second, NULL, tail, sizeof(tail));
	NdisChainBufferAtBack(frame->packet, second);
	indicate(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, upper.lookahead, 86u);
	KUNIT_EXPECT_EQ(test, upper.size, 86u);
	KUNIT_EXPECT_EQ(test, upper.last, 0x77);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	NdisFreeBuffer(second);
	stop(test);
}

static void indicated_twice(struct kunit *test)
{
	run(test, true, false);
	upper.keep = 1;
	indicate(NDIS_STATUS_SUCCESS);
	NdisMIndicateReceivePacket(im.handle, &frame->packet, 1);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 1);
	NdisReturnPackets(upper.kept, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	stop(test);
}

static void array_of_packets(struct kunit *test)
{
	struct im_frame *more[4];
	PNDIS_PACKET packets[4];
	unsigned int i;

	run(test, true, false);
	upper.keep = 1;
	for (i = 0; i < 4; i++) {
		more[i] = im_frame(test, 64 + i);
		packets[i] = more[i]->packet;
		NDIS_SET_PACKET_STATUS(packets[i], i == 2 ? NDIS_STATUS_RESOURCES : 0);
	}
	NdisMIndicateReceivePacket(im.handle, packets, 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 1);
	NdisReturnPackets(upper.kept, 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 3);
	for (i = 0; i < 4; i++)
		im_frame_free(more[i]);
	stop(test);
}

static int return_later(void *unused)
{
	msleep(100);
	NdisReturnPackets(upper.kept, 1);
	return 0;
}

static int returns_at_halt;

static void count_returns(void)
{
	returns_at_halt = atomic_read(&im.returns);
}

/* Everything that was indicated is back before MiniportHalt. */
static void returned_before_halt(struct kunit *test)
{
	run(test, true, false);
	upper.keep = 1;
	im.in_halt = count_returns;
	indicate(NDIS_STATUS_SUCCESS);
	kthread_run(return_later, NULL, "returns");
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, returns_at_halt, 1);
	im_frame_free(frame);
}

static void indicate_in_halt(void)
{
	indicate(NDIS_STATUS_SUCCESS);
	indicate(NDIS_STATUS_RESOURCES);
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data + 14, 86, 86);
	NdisMEthIndicateReceiveComplete(im.handle);
	NdisMIndicateStatus(im.handle, NDIS_STATUS_LINK_SPEED_CHANGE, NULL, 0);
	NdisMIndicateStatusComplete(im.handle);
}

/* The binding below is open until MiniportHalt closes it: what comes is refused. */
static void refused_while_halting(struct kunit *test)
{
	run(test, true, false);
	im.in_halt = indicate_in_halt;
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	im_frame_free(frame);
}

static PNDIS_PACKET free_packet;

static void indicate_free_in_halt(void)
{
	NdisMIndicateReceivePacket(im.handle, &free_packet, 1);
}

/* Nor does it get back what is not its own. */
static void refused_is_its_own(struct kunit *test)
{
	run(test, true, false);
	im.in_halt = indicate_free_in_halt;
	free_packet = frame->packet;
	im_frame_free(frame);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
}

static void no_packets(struct kunit *test)
{
	PNDIS_PACKET none = NULL;

	run(test, true, false);
	NdisMIndicateReceivePacket(im.handle, NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisMIndicateReceivePacket(im.handle, &none, 1);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisMIndicateReceivePacket(im.handle, NULL, 0);
	stop(test);
}

/* The handle is dead when the call returns, whoever still knows the instance. */
static void after_halt(struct kunit *test)
{
	struct ndis_instance *instance;

	run(test, true, false);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	indicate(NDIS_STATUS_SUCCESS);
	NdisMEthIndicateReceiveComplete(im.handle);
	NdisMIndicateStatus(im.handle, NDIS_STATUS_MEDIA_CONNECT, NULL, 0);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 3);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	ndis_instance_put(instance);
	im_frame_free(frame);
}

/* ---- serialized ---- */

static void serialized_status(struct kunit *test)
{
	NDIS_HANDLE handle;

	run(test, true, true);
	KUNIT_ASSERT_TRUE(test, NdisIMSwitchToMiniport(im.handle, &handle));
	indicate(NDIS_STATUS_SUCCESS);
	/* It may look, and has the packet back when it lets go. */
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_STATUS(frame->packet), NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 0);
	NdisIMRevertBack(im.handle, handle);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	KUNIT_ASSERT_TRUE(test, NdisIMSwitchToMiniport(im.handle, &handle));
	indicate(NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_STATUS(frame->packet), NDIS_STATUS_RESOURCES);
	NdisIMRevertBack(im.handle, handle);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.returns), 1);
	stop(test);
}

/* ---- in pieces ---- */

static PNDIS_PACKET target;
static PNDIS_BUFFER target_buffer;
static u8 target_data[256];

static void make_target(struct kunit *test)
{
	NDIS_STATUS status;

	memset(target_data, 0xee, sizeof(target_data));
	NdisAllocatePacket(&status, &target, im_pool);
	NdisAllocateBuffer(&status, &target_buffer, NULL, target_data, sizeof(target_data));
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtFront(target, target_buffer);
	upper.transfer = target;
}

static void free_target(void)
{
	NdisFreeBuffer(target_buffer);
	NdisFreePacket(target);
}

static void indicate_pieces(UINT lookahead)
{
	NdisMEthIndicateReceive(im.handle, (NDIS_HANDLE)0x99, frame->data, 14, frame->data + 14,
				lookahead, 86);
	NdisMEthIndicateReceiveComplete(im.handle);
}

static void pieces(struct kunit *test)
{
	run(test, true, false);
	indicate_pieces(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.packets), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 1);
	KUNIT_EXPECT_EQ(test, upper.lookahead, 20u);
	KUNIT_EXPECT_EQ(test, upper.size, 86u);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.completes), 1);
	indicate_pieces(100);
	NdisMEthIndicateReceive(im.handle, NULL, NULL, 14, frame->data, 4, 4);
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 13, frame->data, 4, 4);
	NdisMEthIndicateReceive(im.handle, NULL, frame->data, 14, frame->data, 4, UINT_MAX - 13);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 1);
	stop(test);
}

static void expect_target(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, target_data[0], 20);
	KUNIT_EXPECT_EQ(test, target_data[65], 85);
	KUNIT_EXPECT_EQ(test, target_data[66], 0xee);
}

static void transfer_at_once(struct kunit *test)
{
	run(test, false, false);
	make_target(test);
	upper.transfer_offset = 20;
	indicate_pieces(20);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, upper.transfer_bytes, 66u);
	/* The net_device is down and has asked for nothing. */
	KUNIT_EXPECT_EQ(test, atomic_read(&im.transfers), 1);
	expect_target(test);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 0);
	free_target();
	stop(test);
}

static void transfer_that_pends(struct kunit *test)
{
	run(test, false, false);
	make_target(test);
	upper.transfer_offset = 20;
	im.transfer = NDIS_STATUS_PENDING;
	indicate_pieces(20);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 0);
	NdisMTransferDataComplete(im.handle, target, NDIS_STATUS_SUCCESS, 66);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	KUNIT_EXPECT_EQ(test, upper.transfer_bytes, 66u);
	NdisMTransferDataComplete(im.handle, target, NDIS_STATUS_SUCCESS, 66);
	EXPECT_VIOLATIONS(test, NDIS_DOUBLE_COMPLETE, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	expect_target(test);
	free_target();
	stop(test);
}

static void transfer_of_a_serialized_one(struct kunit *test)
{
	NDIS_HANDLE handle;

	run(test, false, true);
	make_target(test);
	upper.transfer_offset = 20;
	KUNIT_ASSERT_TRUE(test, NdisIMSwitchToMiniport(im.handle, &handle));
	indicate_pieces(20);
	NdisIMRevertBack(im.handle, handle);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	expect_target(test);
	free_target();
	stop(test);
}

static void no_transfer_handler(struct kunit *test)
{
	im.chars.TransferDataHandler = NULL;
	run(test, false, false);
	make_target(test);
	upper.transfer_offset = 20;
	indicate_pieces(20);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_NOT_SUPPORTED);
	free_target();
	stop(test);
}

/* Other media: there to be linked to. */
/* Eighty bytes of data behind @header; @takes is what the function makes of it. */
static void header_of(struct kunit *test, bool ring, const char *header, u32 size, int takes)
{
	int before = atomic_read(&upper.receives);

	memcpy(frame->data, header, size);
	if (ring)
		NdisMTrIndicateReceive(im.handle, NULL, frame->data, size, frame->data + 40, 80,
				       80);
	else
		NdisMFddiIndicateReceive(im.handle, NULL, frame->data, size, frame->data + 40, 80,
					 80);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), before + takes);
	if (takes)
		KUNIT_EXPECT_EQ(test, upper.size, 80u);
	else
		EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

/* What headers begin with: frame control of either medium, then two addresses. */
#define RING		"\x10\x40"
#define FDDI		"\x51"
#define FDDI_SHORT	"\x11"
#define EVERYBODY	"\xc0\0\xff\xff\xff\xff"
#define SOMEBODY	"\0\0\0\0\0\1"
#define SENDER		"\0\x02\x03\x04\x05\x06"
#define SENDER_ROUTED	"\x80\x02\x03\x04\x05\x06"

static void token_ring(struct kunit *test)
{
	im.medium = NdisMedium802_5;
	run(test, false, false);
	header_of(test, true, RING EVERYBODY SENDER, 14, 1);
	header_of(test, true, RING SOMEBODY SENDER, 13, 0);
	/* A route of six bytes follows the source address. */
	header_of(test, true, RING SOMEBODY SENDER_ROUTED "\x06\0\1\2\3\4", 20, 1);
	header_of(test, true, RING SOMEBODY SENDER_ROUTED "\x06\0\1\2\3\4", 18, 0);
	NdisMTrIndicateReceiveComplete(im.handle);
	KUNIT_EXPECT_GE(test, atomic_read(&upper.completes), 1);
	header_of(test, false, FDDI SOMEBODY SENDER, 13, 0);
	stop(test);
}

static void fddi(struct kunit *test)
{
	im.medium = NdisMediumFddi;
	run(test, false, false);
	header_of(test, false, FDDI SOMEBODY SENDER, 13, 1);
	header_of(test, false, FDDI SOMEBODY SENDER, 12, 0);
	/* Short addresses. */
	header_of(test, false, FDDI_SHORT "\0\1\0\x02", 5, 1);
	header_of(test, false, FDDI_SHORT "\0\1\0", 4, 0);
	NdisMFddiIndicateReceiveComplete(im.handle);
	KUNIT_EXPECT_GE(test, atomic_read(&upper.completes), 1);
	stop(test);
}

static void other_media(struct kunit *test)
{
	run(test, true, false);
	NdisMTrIndicateReceive(im.handle, NULL, frame->data, 14, frame->data, 4, 4);
	NdisMFddiIndicateReceive(im.handle, NULL, frame->data, 14, frame->data, 4, 4);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 0);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(nobody_keeps_it),
	KUNIT_CASE(kept_comes_back_once),
	KUNIT_CASE(returned_before_the_indication_is),
	KUNIT_CASE(resources_never_come_back),
	KUNIT_CASE(no_return_handler_no_keeping),
	KUNIT_CASE(whole_packet_as_lookahead),
	KUNIT_CASE(indicated_twice),
	KUNIT_CASE(array_of_packets),
	KUNIT_CASE(returned_before_halt),
	KUNIT_CASE(refused_while_halting),
	KUNIT_CASE(refused_is_its_own),
	KUNIT_CASE(no_packets),
	KUNIT_CASE(after_halt),
	KUNIT_CASE(serialized_status),
	KUNIT_CASE(pieces),
	KUNIT_CASE(transfer_at_once),
	KUNIT_CASE(transfer_that_pends),
	KUNIT_CASE(transfer_of_a_serialized_one),
	KUNIT_CASE(no_transfer_handler),
	KUNIT_CASE(token_ring),
	KUNIT_CASE(fddi),
	KUNIT_CASE(other_media),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_receive",
	.init = im_setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
