// SPDX-License-Identifier: GPL-2.0
/*
 * Transfers that an intermediate driver passes on: a frame comes in pieces from
 * below and goes up in pieces, and the packet that those above want the rest in is
 * the one that the adapter below is asked to fill. The suite is that adapter.
 */
#include "ndis_im_mock.h"

#define BELOW_NAME	"kunitbelow"
#define BELOW_PACKETS	1024
#define SIZE		86	/* bytes that follow a frame's header */
#define PART		20	/* of these, in a lookahead that is short */

/* ---- the adapter below ---- */

/**
 * struct below - what it does and has seen
 * @status: what a transfer returns
 * @header: of its frames
 * @data: byte n of it is n
 * @packets: to be filled, @n of them
 */
static struct below {
	struct ndis_adapter adapter;
	struct completion released;
	struct ndis_binding *binding;
	NDIS_STATUS status;
	u8 header[14];
	u8 data[SIZE];
	PNDIS_PACKET packets[BELOW_PACKETS];
	unsigned int n;
} below;

static NDIS_STATUS below_attach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	below.binding = binding;
	return NDIS_STATUS_SUCCESS;
}

static void below_detach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
}

static void below_send(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count)
{
}

static NDIS_STATUS below_request(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	return NDIS_STATUS_NOT_SUPPORTED;
}

static NDIS_STATUS below_transfer(struct ndis_binding *binding, void *context, UINT offset,
				  UINT bytes, PNDIS_PACKET packet, UINT *transferred)
{
	UINT done = ndis_packet_write(packet, 0, below.data + offset, bytes);

	below.packets[below.n++ % BELOW_PACKETS] = packet;
	if (below.status == NDIS_STATUS_SUCCESS)
		*transferred = done;
	return below.status;
}

static const char *below_instance_name(struct ndis_adapter *adapter)
{
	return "Below";
}

static void below_release(struct ndis_adapter *adapter)
{
	complete(&below.released);
}

static const struct ndis_adapter_ops below_ops = {
	.attach = below_attach,
	.detach = below_detach,
	.send = below_send,
	.request = below_request,
	.transfer = below_transfer,
	.instance_name = below_instance_name,
	.release = below_release,
};

static void indicate(u32 lookahead)
{
	struct ndis_rx_frame frame = {
		.header = below.header,
		.header_size = sizeof(below.header),
		.data = below.data,
		.data_size = lookahead,
		.packet_size = SIZE,
		.classes = NDIS_PACKET_TYPE_BROADCAST,
		.destination = below.header,
	};

	ndis_dispatch_begin();
	ndis_receive_all(&below.adapter, &frame);
	ndis_receive_complete(&below.adapter);
	ndis_dispatch_end();
}

static void below_done(unsigned int i, NDIS_STATUS status, UINT bytes)
{
	ndis_transfer_done(below.binding, below.packets[i], status, bytes);
}

static enum ndis_packet_owner owner(PNDIS_PACKET packet)
{
	return atomic_read(&container_of(packet, struct ndis_packet_block, packet)->owner);
}

/* ---- the driver's lower edge ---- */

/**
 * struct low - what it does and has seen
 * @most: bytes of a lookahead that it passes up
 * @own: a packet of its own, for the transfers below
 * @own_first: it begins with a transfer of its own
 * @own_last: it ends with one
 * @first: how the former went
 * @last: how the latter went
 * @silent: it tells nobody of completions
 * @packet: of the latest completion
 */
static struct low {
	NDIS_HANDLE protocol, handle;
	struct completion opened, closed;
	NDIS_STATUS status;
	UINT most;
	struct im_frame *own;
	bool own_first, own_last;
	NDIS_STATUS first, last;
	bool silent;
	unsigned int receives, completes;
	PNDIS_PACKET packet;
} low;

static VOID low_open_complete(NDIS_HANDLE context, NDIS_STATUS status, NDIS_STATUS error)
{
	low.status = status;
	complete(&low.opened);
}

static VOID low_close_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
	complete(&low.closed);
}

static VOID low_send_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status)
{
}

static VOID low_reset_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
}

static VOID low_request_complete(NDIS_HANDLE context, PNDIS_REQUEST request, NDIS_STATUS status)
{
}

static VOID low_transfer_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status,
				  UINT bytes)
{
	low.packet = packet;
	WRITE_ONCE(low.completes, low.completes + 1);
	if (!low.silent && (!low.own || packet != low.own->packet))
		NdisMTransferDataComplete(im.handle, packet, status, bytes);
}

static NDIS_STATUS low_transfer_own(NDIS_HANDLE receive)
{
	NDIS_STATUS status;
	UINT done;

	NdisTransferData(&status, low.handle, receive, 0, SIZE, low.own->packet, &done);
	return status;
}

static NDIS_STATUS low_receive(NDIS_HANDLE context, NDIS_HANDLE receive, PVOID header,
			       UINT header_size, PVOID lookahead, UINT lookahead_size,
			       UINT packet_size)
{
	if (low.own_first)
		low.first = low_transfer_own(receive);
	NdisMEthIndicateReceive(im.handle, receive, header, header_size, lookahead,
				min(lookahead_size, low.most), packet_size);
	if (low.own_last)
		low.last = low_transfer_own(receive);
	WRITE_ONCE(low.receives, low.receives + 1);
	return NDIS_STATUS_SUCCESS;
}

static VOID low_receive_complete(NDIS_HANDLE context)
{
	NdisMEthIndicateReceiveComplete(im.handle);
}

static VOID low_status(NDIS_HANDLE context, NDIS_STATUS status, PVOID buffer, UINT size)
{
}

static VOID low_status_complete(NDIS_HANDLE context)
{
}

static NDIS_STATUS low_register(void)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars = {
		.MajorNdisVersion = 5,
		.OpenAdapterCompleteHandler = low_open_complete,
		.CloseAdapterCompleteHandler = low_close_complete,
		.SendCompleteHandler = low_send_complete,
		.TransferDataCompleteHandler = low_transfer_complete,
		.ResetCompleteHandler = low_reset_complete,
		.RequestCompleteHandler = low_request_complete,
		.ReceiveHandler = low_receive,
		.ReceiveCompleteHandler = low_receive_complete,
		.StatusHandler = low_status,
		.StatusCompleteHandler = low_status_complete,
	};
	NDIS_STATUS status;

	NdisRegisterProtocolWorker(WdfDriverGlobals, &status, &low.protocol, (void *)&chars,
				   sizeof(chars));
	return status;
}

static NDIS_STATUS low_open(void)
{
	static NDIS_MEDIUM media[] = { NdisMedium802_3 };
	NDIS_STATUS status, error;
	NDIS_STRING name;
	UINT medium;

	if (ndis_string_create(&name, BELOW_NAME))
		return NDIS_STATUS_RESOURCES;
	NdisOpenAdapter(&status, &error, &low.handle, &medium, media, 1, low.protocol, NULL,
			&name, 0, NULL);
	kfree(name.Buffer);
	if (status == NDIS_STATUS_PENDING &&
	    wait_for_completion_timeout(&low.opened, 10 * HZ))
		status = low.status;
	return status;
}

static void low_close(struct kunit *test)
{
	NDIS_STATUS status;

	NdisCloseAdapter(&status, low.handle);
	if (status == NDIS_STATUS_PENDING)
		KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&low.closed, 10 * HZ), 0ul);
	low.handle = NULL;
}

/* ---- the driver's upper edge ---- */

static NDIS_STATUS pass_on(PNDIS_PACKET packet, PUINT transferred, NDIS_HANDLE context,
			   NDIS_HANDLE receive, UINT offset, UINT bytes)
{
	NDIS_STATUS status;

	im_enter(context, DISPATCH_LEVEL);
	atomic_inc(&im.transfers);
	NdisTransferData(&status, low.handle, receive, offset, bytes, packet, transferred);
	im_exit();
	return status;
}

static NDIS_STATUS latest;

/* Until it is refused. */
static NDIS_STATUS pass_on_often(PNDIS_PACKET packet, PUINT transferred, NDIS_HANDLE context,
				 NDIS_HANDLE receive, UINT offset, UINT bytes)
{
	do {
		latest = pass_on(packet, transferred, context, receive, offset, bytes);
	} while (latest == NDIS_STATUS_PENDING && below.n < BELOW_PACKETS);
	return below.n ? NDIS_STATUS_PENDING : latest;
}

/* ---- cases ---- */

static struct im_frame *target;

static void run(struct kunit *test)
{
	im_run(test, false);
	KUNIT_ASSERT_EQ(test, low_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, low_open(), NDIS_STATUS_SUCCESS);
	below.binding->filter = NDIS_PACKET_TYPE_BROADCAST;
	target = im_frame(test, sizeof(target->data));
	memset(target->data, 0xee, sizeof(target->data));
	upper.transfer = target->packet;
	upper.transfer_offset = PART;
}

static void stop(struct kunit *test)
{
	low_close(test);
	up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	im_frame_free(target);
	if (low.own)
		im_frame_free(low.own);
}

/* All that was behind the lookahead, and nothing else. */
static void expect_target(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, memcmp(target->data, below.data + PART, SIZE - PART), 0);
	KUNIT_EXPECT_EQ(test, target->data[SIZE - PART], 0xee);
	memset(target->data, 0xee, sizeof(target->data));
}

/* Below it is another packet, that is nobody's when it is over. */
static void at_once(struct kunit *test)
{
	unsigned int i;

	run(test);
	for (i = 0; i < 2; i++) {
		indicate(PART);
		KUNIT_EXPECT_EQ(test, atomic_read(&im.transfers), (int)i + 1);
		KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, upper.transfer_bytes, (UINT)SIZE - PART);
		expect_target(test);
		KUNIT_ASSERT_EQ(test, below.n, i + 1);
		KUNIT_EXPECT_PTR_NE(test, below.packets[i], target->packet);
		KUNIT_EXPECT_EQ(test, owner(below.packets[i]), NDIS_PACKET_FREE);
		KUNIT_EXPECT_EQ(test, owner(target->packet), NDIS_PACKET_CLIENT);
	}
	/* A failure is the same to the packets. */
	below.status = NDIS_STATUS_FAILURE;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, owner(below.packets[2]), NDIS_PACKET_FREE);
	KUNIT_EXPECT_EQ(test, owner(target->packet), NDIS_PACKET_CLIENT);
	KUNIT_EXPECT_EQ(test, low.completes, 0u);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 0);
	EXPECT_NO_VIOLATION(test);
	stop(test);
}

/* The driver hears of the packet that it knows. */
static void pends(struct kunit *test)
{
	run(test);
	below.status = NDIS_STATUS_PENDING;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_PENDING);
	KUNIT_ASSERT_EQ(test, below.n, 1u);
	KUNIT_EXPECT_PTR_NE(test, below.packets[0], target->packet);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 0);
	below_done(0, NDIS_STATUS_SUCCESS, SIZE - PART);
	KUNIT_EXPECT_EQ(test, low.completes, 1u);
	KUNIT_EXPECT_PTR_EQ(test, low.packet, target->packet);
	KUNIT_EXPECT_EQ(test, owner(below.packets[0]), NDIS_PACKET_FREE);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, upper.transfer_bytes, (UINT)SIZE - PART);
	KUNIT_EXPECT_EQ(test, owner(target->packet), NDIS_PACKET_CLIENT);
	expect_target(test);
	EXPECT_NO_VIOLATION(test);
	/* Once, below as above. */
	below_done(0, NDIS_STATUS_SUCCESS, SIZE - PART);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	KUNIT_EXPECT_EQ(test, low.completes, 1u);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	stop(test);
}

/* The driver shows less than it was shown: nobody below is asked. */
static void from_what_came_along(struct kunit *test)
{
	run(test);
	indicate(SIZE);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	expect_target(test);
	ndis_knob_set(NDIS_KNOB_PEND_TRANSFER, 1);
	indicate(SIZE);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&upper.transfers) == 1));
	KUNIT_EXPECT_PTR_EQ(test, low.packet, target->packet);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	expect_target(test);
	KUNIT_EXPECT_EQ(test, below.n, 0u);
	stop(test);
}

/* There are so many at a time; who is refused has his packet back. */
static void more_than_there_are(struct kunit *test)
{
	unsigned int i, n;

	im.chars.TransferDataHandler = pass_on_often;
	run(test);
	below.status = NDIS_STATUS_PENDING;
	low.silent = true;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, latest, NDIS_STATUS_RESOURCES);
	n = below.n;
	KUNIT_EXPECT_GE(test, n, 64u);
	KUNIT_EXPECT_LT(test, n, (unsigned int)BELOW_PACKETS);
	for (i = 0; i < n; i++)
		below_done(i, NDIS_STATUS_SUCCESS, SIZE - PART);
	KUNIT_EXPECT_EQ(test, low.completes, n);
	KUNIT_EXPECT_PTR_EQ(test, low.packet, target->packet);
	NdisMTransferDataComplete(im.handle, target->packet, NDIS_STATUS_SUCCESS, SIZE - PART);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	EXPECT_NO_VIOLATION(test);
	/* They are all there again. */
	below.n = 0;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, below.n, n);
	for (i = 0; i < below.n; i++)
		below_done(i, NDIS_STATUS_SUCCESS, SIZE - PART);
	NdisMTransferDataComplete(im.handle, target->packet, NDIS_STATUS_SUCCESS, SIZE - PART);
	KUNIT_EXPECT_EQ(test, owner(target->packet), NDIS_PACKET_CLIENT);
	stop(test);
}

static u64 frames_of(struct net_device *dev)
{
	struct rtnl_link_stats64 stats;

	dev_get_stats(dev, &stats);
	return stats.rx_packets;
}

/* Each of them asks for the rest of the one frame; the next waits for all. */
static void all_those_above(struct kunit *test)
{
	struct net_device *dev;

	run(test);
	dev = dev_get_by_name(&init_net, IM_NAME);
	KUNIT_ASSERT_NOT_NULL(test, dev);
	rtnl_lock();
	KUNIT_EXPECT_EQ(test, dev_open(dev, NULL), 0);
	rtnl_unlock();
	below.status = NDIS_STATUS_PENDING;
	indicate(PART);
	EXPECT_NO_VIOLATION(test);
	KUNIT_ASSERT_EQ(test, below.n, 2u);
	KUNIT_EXPECT_PTR_NE(test, below.packets[0], below.packets[1]);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_PENDING);

	upper.transfer = NULL;
	low.most = SIZE;
	indicate(SIZE);
	KUNIT_EXPECT_EQ(test, READ_ONCE(low.receives), 1u);
	below_done(0, NDIS_STATUS_SUCCESS, SIZE - PART);
	msleep(50);
	KUNIT_EXPECT_EQ(test, READ_ONCE(low.receives), 1u);
	below_done(1, NDIS_STATUS_SUCCESS, SIZE - PART);
	KUNIT_EXPECT_TRUE(test, im_wait(READ_ONCE(low.receives) == 2));
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.transfers), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.receives), 2);
	expect_target(test);
	KUNIT_EXPECT_TRUE(test, im_wait(frames_of(dev) == 2));
	EXPECT_NO_VIOLATION(test);
	dev_put(dev);
	stop(test);
}

/* One of the driver's own is neither in their way nor they in its. */
static void its_own_beside_them(struct kunit *test)
{
	run(test);
	low.own = im_frame(test, sizeof(low.own->data));
	low.own_first = true;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, low.first, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	expect_target(test);
	low.own_first = false;
	low.own_last = true;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_SUCCESS);
	expect_target(test);
	KUNIT_EXPECT_EQ(test, low.last, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(low.own->data, below.data, SIZE), 0);
	EXPECT_NO_VIOLATION(test);
	stop(test);
}

/* A packet that pends below, but that no miniport was given, is not passed on. */
static void its_own_twice(struct kunit *test)
{
	run(test);
	low.own = im_frame(test, sizeof(low.own->data));
	low.own_first = true;
	low.own_last = true;
	upper.transfer = NULL;
	below.status = NDIS_STATUS_PENDING;
	indicate(PART);
	KUNIT_EXPECT_EQ(test, low.first, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, low.last, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_TRANSFER, 1);
	KUNIT_ASSERT_EQ(test, below.n, 1u);
	KUNIT_EXPECT_PTR_EQ(test, below.packets[0], low.own->packet);
	below_done(0, NDIS_STATUS_SUCCESS, SIZE);
	KUNIT_EXPECT_EQ(test, low.completes, 1u);
	KUNIT_EXPECT_PTR_EQ(test, low.packet, low.own->packet);
	stop(test);
}

/* Who has no miniport was given no packet to fill: it is somebody else's. */
static void no_intermediate_driver(struct kunit *test)
{
	run(test);
	client.module.priv->intermediate = false;
	indicate(PART);
	client.module.priv->intermediate = true;
	EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
	KUNIT_EXPECT_EQ(test, upper.transfer_status, NDIS_STATUS_INVALID_PACKET);
	KUNIT_EXPECT_EQ(test, below.n, 0u);
	KUNIT_EXPECT_EQ(test, owner(target->packet), NDIS_PACKET_CLIENT);
	stop(test);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(at_once),
	KUNIT_CASE(pends),
	KUNIT_CASE(from_what_came_along),
	KUNIT_CASE(more_than_there_are),
	KUNIT_CASE(all_those_above),
	KUNIT_CASE(its_own_beside_them),
	KUNIT_CASE(its_own_twice),
	KUNIT_CASE(no_intermediate_driver),
	{}
};

static int setup(struct kunit *test)
{
	unsigned int i;
	int err = im_setup(test);

	if (err)
		return err;
	memset(&below, 0, sizeof(below));
	memset(&low, 0, sizeof(low));
	init_completion(&below.released);
	init_completion(&low.opened);
	init_completion(&low.closed);
	low.most = PART;
	/* What Linux sends through the interface is none of the suite's business. */
	im.completes_inside = true;
	im.chars.TransferDataHandler = pass_on;
	eth_broadcast_addr(below.header);
	memcpy(below.header + 6, "\x02KUNIT\x88\xb5", 8);
	for (i = 0; i < SIZE; i++)
		below.data[i] = i;
	err = ndis_adapter_init(&below.adapter, BELOW_NAME);
	if (err)
		return err;
	below.adapter.ops = &below_ops;
	below.adapter.media[0] = NdisMedium802_3;
	below.adapter.n_media = 1;
	ndis_adapter_arrive(&below.adapter);
	return 0;
}

/* Of a case that has failed, or its close would wait for ever. */
static void reclaim(void)
{
	unsigned int i;

	for (i = 0; i < min_t(unsigned int, below.n, BELOW_PACKETS); i++) {
		if (owner(below.packets[i]) == NDIS_PACKET_TRANSFER)
			below_done(i, NDIS_STATUS_FAILURE, 0);
	}
}

static void teardown(struct kunit *test)
{
	NDIS_STATUS status;

	ndis_knob_set(NDIS_KNOB_PEND_TRANSFER, 0);
	reclaim();
	if (low.handle)
		low_close(test);
	if (low.protocol)
		NdisDeregisterProtocol(&status, low.protocol);
	ndis_adapter_leave(&below.adapter);
	ndis_adapter_drain(&below.adapter);
	ndis_adapter_put(&below.adapter);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&below.released, 10 * HZ), 0ul);
	im_teardown(test);
}

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_transfer",
	.init = setup,
	.exit = teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
