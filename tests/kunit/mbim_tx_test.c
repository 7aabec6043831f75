// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's transmit engine above the pipe: what packets in the sessions' rings
 * become in blocks, whose turn it is, and when packets are given back. The rings
 * are made here, and blocks go nowhere.
 */
#include "wdf_mock.h"

#include "../../drivers/mbim_usb/driver.h"

static unsigned int timers;
static LONGLONG timer_due;
static u64 now;
static u32 timer_resolution;

static BOOLEAN start_timer(WDFTIMER timer, LONGLONG due)
{
	timers++;
	timer_due = due;
	return FALSE;
}

#define WdfTimerStart(timer, due)		start_timer(timer, due)
#define KeQueryInterruptTimePrecise(counter)	(*(counter) = now)

#include "../../drivers/mbim_usb/dss.c"
#include "../../drivers/mbim_usb/ntb_decode.c"
#include "../../drivers/mbim_usb/ntb_encode.c"
#include "../../drivers/mbim_usb/ntb_tx.c"
#include "../../drivers/mbim_usb/segment.c"
#include "../../drivers/mbim_usb/tx_fill.c"
#include "../../drivers/mbim_usb/tx_hold.c"

#define RING		64u
#define BLOCK		4096u
#define LARGEST		1500u
#define QUEUES		2u
#define HEADERS		40u
#define PAYLOAD		40000u

LONG64 MbimCounters[MbimCounterCount];
MBIM_PARAMETERS MbimParameters;

struct tx_ring {
	NET_RING *packets;
	NET_RING *fragments;
	unsigned int woken, done;
	u32 first, count;		/* given back last */
};

static struct {
	MBIM_DEVICE *device;
	TX_QUEUE queue[QUEUES];
	struct tx_ring ring[QUEUES];
	u8 *data;
	NTB_READER reader;
} usb;

/* ---- what the engine needs of the rest ---- */

static struct tx_ring *ring_of(TX_QUEUE *queue)
{
	return &usb.ring[queue - usb.queue];
}

VOID TxQueueCompleted(TX_QUEUE *Queue, UINT32 First, UINT32 Packets)
{
	ring_of(Queue)->first = First;
	ring_of(Queue)->count = Packets;
	ring_of(Queue)->done += Packets;
}

VOID TxQueueWake(TX_QUEUE *Queue)
{
	ring_of(Queue)->woken++;
}

NTSTATUS TxRecoveryCreate(MBIM_DEVICE *Device)
{
	return STATUS_SUCCESS;
}

VOID TxRecoverySchedule(MBIM_DEVICE *Device, BOOLEAN TimedOut)
{
}

VOID TxRecoveryStop(MBIM_DEVICE *Device)
{
}

UINT32 MbimTimerResolution(VOID)
{
	return timer_resolution;
}

BOOLEAN DeviceIsGoneStatus(NTSTATUS Status)
{
	return FALSE;
}

VOID MbbDeviceSendDeviceServiceSessionDataComplete(WDFMEMORY Data, NTSTATUS Status)
{
}

VOID MbbDeviceReceiveDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
}

/* ---- fixture ---- */

/* A packet's extensions come after it: checksum at 16, GSO at 24. */
#define PACKET_STRIDE	32u
#define FRAGMENT_STRIDE	16u

static NET_RING *make_ring(struct kunit *test, u16 stride)
{
	NET_RING *ring = kunit_kzalloc(test, sizeof(*ring) + RING * stride, GFP_KERNEL);

	if (!ring)
		return NULL;
	ring->ElementStride = stride;
	ring->NumberOfElements = RING;
	ring->ElementIndexMask = RING - 1;
	return ring;
}

static void make_extension(NET_EXTENSION *extension, NET_RING *ring, u32 offset)
{
	extension->Reserved[0] = ring->Buffer + offset;
	extension->Reserved[1] = (void *)(uintptr_t)ring->ElementStride;
	extension->Enabled = TRUE;
}

static int make_queue(struct kunit *test, u8 session)
{
	struct tx_ring *ring = &usb.ring[session];
	TX_QUEUE *queue = &usb.queue[session];

	ring->packets = make_ring(test, PACKET_STRIDE);
	ring->fragments = make_ring(test, FRAGMENT_STRIDE);
	if (!ring->packets || !ring->fragments)
		return -ENOMEM;
	queue->Device = usb.device;
	queue->Session = session;
	queue->Packets = ring->packets;
	queue->Fragments = ring->fragments;
	make_extension(&queue->VirtualAddress, ring->fragments, sizeof(NET_FRAGMENT));
	make_extension(&queue->Checksum, ring->packets, 16);
	make_extension(&queue->Gso, ring->packets, 24);
	usb.device->Tx.Queues[session] = queue;
	return 0;
}

static int make_slots(struct kunit *test, MBIM_TX *tx)
{
	unsigned int i;

	InitializeListHead(&tx->Free);
	InitializeListHead(&tx->DssWaiting);
	for (i = 0; i < TX_SLOTS; i++) {
		TX_SLOT *slot = &tx->Slots[i];

		slot->Device = usb.device;
		slot->Buffer = kunit_kzalloc(test, BLOCK + 1, GFP_KERNEL);
		if (!slot->Buffer)
			return -ENOMEM;
		InitializeListHead(&slot->Dss);
		InsertTailList(&tx->Free, &slot->Link);
	}
	return 0;
}

static int tx_init(struct kunit *test)
{
	NTB_PARAMETERS parameters = {
		.FormatsSupported = NTB_FORMATS_16, .OutMaxSize = BLOCK, .OutDivisor = 4,
		.OutAlignment = 4,
	};
	WDF_OBJECT_ATTRIBUTES attributes;
	int err = mock_setup(test);
	u32 i;

	if (!err)
		err = mock_add();
	if (err)
		return err;
	memset(&usb, 0, sizeof(usb));
	now = 1000000;
	timer_resolution = 1000;
	usb.data = kunit_kzalloc(test, HEADERS + PAYLOAD, GFP_KERNEL);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, MBIM_DEVICE);
	if (!usb.data ||
	    !NT_SUCCESS(WdfObjectAllocateContext(mock.device, &attributes, (PVOID *)&usb.device)))
		return -ENOMEM;
	usb.device->WdfDevice = mock.device;
	usb.device->Usb.MaximumDatagram = LARGEST;
	usb.device->Tx.Running = TRUE;
	if (!NtbRulesInit(&usb.device->Tx.Rules, &parameters, NtbFormat16, 512, FALSE))
		return -EINVAL;
	usb.device->Tx.Worth = Worth(usb.device);
	for (i = 0; i < PAYLOAD; i++)
		usb.data[HEADERS + i] = i * 3 ^ i >> 7;
	usb.data[0] = 0x45;
	usb.data[9] = 6;
	usb.data[12] = 192;
	usb.data[16] = 192;
	usb.data[32] = 5 << 4;
	usb.data[33] = 0x18;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = mock.device;
	if (!NT_SUCCESS(WdfSpinLockCreate(&attributes, &usb.device->Tx.Lock)))
		return -ENOMEM;
	err = make_slots(test, &usb.device->Tx);
	for (i = 0; !err && i < QUEUES; i++)
		err = make_queue(test, i);
	return err;
}

/* ---- packets ---- */

static void add_fragment(TX_QUEUE *queue, u32 from, u32 length)
{
	NET_RING *ring = queue->Fragments;
	NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(ring, ring->EndIndex);

	memset(fragment, 0, FRAGMENT_STRIDE);
	fragment->ValidLength = length;
	fragment->Offset = 1;
	fragment->Capacity = length + 1;
	NetExtensionGetFragmentVirtualAddress(&queue->VirtualAddress, ring->EndIndex)
		->VirtualAddress = usb.data + from - 1;
	ring->EndIndex = NetRingIncrementIndex(ring, ring->EndIndex);
}

/* With @payload of the pattern in pieces of @piece bytes; @mss 0: not to be cut. */
static void send(u32 session, u32 payload, u32 mss, u32 piece)
{
	TX_QUEUE *queue = &usb.queue[session];
	NET_RING *ring = queue->Packets;
	NET_PACKET *packet = NetRingGetPacketAtIndex(ring, ring->EndIndex);
	NET_PACKET_CHECKSUM *checksum;
	u32 at, n;

	BePut16(usb.data + 2, HEADERS + payload);
	memset(packet, 0, PACKET_STRIDE);
	packet->FragmentIndex = queue->Fragments->EndIndex;
	for (at = 0; at < HEADERS + payload; at += n) {
		n = min(piece, HEADERS + payload - at);
		add_fragment(queue, at, n);
		packet->FragmentCount++;
	}
	NetExtensionGetPacketGso(&queue->Gso, ring->EndIndex)->TCP.Mss = mss;
	checksum = NetExtensionGetPacketChecksum(&queue->Checksum, ring->EndIndex);
	checksum->Layer3 = NetPacketTxChecksumActionRequired;
	checksum->Layer4 = NetPacketTxChecksumActionRequired;
	ring->EndIndex = NetRingIncrementIndex(ring, ring->EndIndex);
	TxQueueTakeNew(queue);
}

/* ---- blocks ---- */

static TX_SLOT *next_block(void)
{
	TX_SLOT *slot;

	WdfSpinLockAcquire(usb.device->Tx.Lock);
	slot = TxNext(usb.device);
	WdfSpinLockRelease(usb.device->Tx.Lock);
	return slot;
}

static void arrived(TX_SLOT *slot)
{
	LIST_ENTRY sends;

	InitializeListHead(&sends);
	WdfSpinLockAcquire(usb.device->Tx.Lock);
	usb.device->Tx.InFlight--;
	ReleaseSlot(&usb.device->Tx, slot, &sends);
	WdfSpinLockRelease(usb.device->Tx.Lock);
}

/* Payload of the segments of @session in a block: is it what follows @at? */
static u32 check_block(struct kunit *test, TX_SLOT *slot, u32 session, u32 at, u32 *others)
{
	NTB_DATAGRAM datagram;

	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&usb.reader, slot->Buffer, slot->Length, BLOCK,
						 NtbFormat16), (int)NtbErrorNone);
	*others = 0;
	while (NtbReaderNext(&usb.reader, &datagram)) {
		const u8 *p = slot->Buffer + datagram.Offset;
		u8 again[LARGEST];

		if (datagram.Session != session) {
			++*others;
			continue;
		}
		KUNIT_ASSERT_LE(test, datagram.Length, LARGEST);
		KUNIT_ASSERT_LE(test, at + datagram.Length - HEADERS, PAYLOAD);
		KUNIT_EXPECT_EQ(test, BeGet32(p + 24), at);
		KUNIT_EXPECT_EQ(test, memcmp(p + HEADERS, usb.data + HEADERS + at,
					     datagram.Length - HEADERS), 0);
		memcpy(again, p, datagram.Length);
		SegmentChecksum(again, datagram.Length, TRUE, TRUE);
		KUNIT_EXPECT_EQ(test, memcmp(again, p, datagram.Length), 0);
		at += datagram.Length - HEADERS;
	}
	return at;
}

static void large_packet_goes_on_in_the_next_block(struct kunit *test)
{
	u32 at = 0, others, blocks = 0, done = 0;
	TX_SLOT *slot;

	send(0, 20001, 1000, 777);
	while (blocks < 20 && (slot = next_block())) {
		at = check_block(test, slot, 0, at, &others);
		blocks++;
		/* all but the last give nothing back */
		arrived(slot);
		KUNIT_EXPECT_EQ(test, done, 0U);
		done = usb.ring[0].done;
	}
	KUNIT_EXPECT_EQ(test, at, 20001U);
	KUNIT_EXPECT_GT(test, blocks, 4U);
	KUNIT_EXPECT_EQ(test, usb.ring[0].done, 1U);
	KUNIT_EXPECT_EQ(test, TxQueueWaiting(&usb.queue[0]), 0U);
}

static void packets_around_a_large_one(struct kunit *test)
{
	unsigned int datagrams = 0;
	TX_SLOT *slot;

	send(0, 100, 0, 4000);
	send(0, 9000, 900, 4000);
	send(0, 200, 0, 33);
	while (datagrams < 20 && (slot = next_block())) {
		datagrams += slot->Builder.DatagramCount;
		arrived(slot);
	}
	KUNIT_EXPECT_EQ(test, datagrams, 12U);
	KUNIT_EXPECT_EQ(test, usb.ring[0].done, 3U);
}

/* What comes while a block is under way goes together, with its completion. */
static void blocks_collect_while_one_is_under_way(struct kunit *test)
{
	TX_SLOT *slot;

	send(0, 100, 0, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 1U);
	send(0, 100, 0, 4096);
	KUNIT_EXPECT_PTR_EQ(test, next_block(), NULL);
	send(1, 100, 0, 4096);
	KUNIT_EXPECT_PTR_EQ(test, next_block(), NULL);
	arrived(slot);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 2U);
	KUNIT_EXPECT_EQ(test, usb.device->Counters[MbimTxFlushIdle], 2LL);
}

/* Sends @n packets, and takes the block that they leave in, if they do. */
static TX_SLOT *send_some(unsigned int n)
{
	while (n--)
		send(0, 100, 0, 4096);
	return next_block();
}

static void hold(u32 us)
{
	MbimParameters.TxHold = us;
	TxHoldStart(usb.device);
	timers = 0;
}

/* Packets that come soon after a block wait for others, and leave with the timer. */
static void packets_that_come_fast_share_a_block(struct kunit *test)
{
	TX_SLOT *slot;

	hold(100);
	slot = send_some(2);
	KUNIT_ASSERT_NOT_NULL(test, slot);	/* there was none for long */
	now += 400;
	arrived(slot);
	KUNIT_EXPECT_PTR_EQ(test, send_some(2), NULL);
	KUNIT_EXPECT_EQ(test, timers, 1U);
	KUNIT_EXPECT_EQ(test, timer_due, -600LL);
	now += 300;
	KUNIT_EXPECT_PTR_EQ(test, send_some(3), NULL);
	KUNIT_EXPECT_EQ(test, timers, 1U);
	TxHoldOver(usb.device);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 5U);
	arrived(slot);
	now += 1000;				/* later: at once again */
	slot = send_some(2);
	KUNIT_ASSERT_NOT_NULL(test, slot);
	arrived(slot);
	/* nothing is left of the time that was over */
	KUNIT_EXPECT_PTR_EQ(test, send_some(2), NULL);
}

/* As many packets as may wait for nothing, one after the other, leave. */
static void some_leave_alone(struct kunit *test, unsigned int number)
{
	TX_SLOT *slot;

	while (number--) {
		slot = send_some(1);
		KUNIT_ASSERT_NOT_NULL(test, slot);
		arrived(slot);
	}
}

static void a_packet_alone_does_not_wait(struct kunit *test)
{
	int i;

	hold(100);
	some_leave_alone(test, 8);
	for (i = 0; i < 20; i++) {
		now += 4000;
		some_leave_alone(test, 1);
	}
	KUNIT_EXPECT_EQ(test, timers, 0U);
	now += 1000000;				/* they have not been saved up */
	some_leave_alone(test, 8);
	KUNIT_EXPECT_PTR_EQ(test, send_some(1), NULL);
}

/* A sender that the bus keeps up with gets blocks of several packets all the same. */
static void packets_that_are_alone_all_the_time_wait(struct kunit *test)
{
	TX_SLOT *slot;
	int i;

	hold(100);
	some_leave_alone(test, 8);
	now += 300;
	KUNIT_EXPECT_PTR_EQ(test, send_some(1), NULL);
	KUNIT_EXPECT_EQ(test, timers, 1U);
	KUNIT_EXPECT_EQ(test, timer_due, -700LL);
	KUNIT_EXPECT_PTR_EQ(test, send_some(1), NULL);
	now += 700;
	TxHoldOver(usb.device);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 2U);
	arrived(slot);
	/* no longer than that, and no debt that grows */
	for (i = 0; i < 20; i++) {
		now += 1000;
		some_leave_alone(test, 1);
	}
	now += 8000;
	some_leave_alone(test, 2);
	KUNIT_EXPECT_PTR_EQ(test, send_some(1), NULL);
}

static void a_full_block_never_waits(struct kunit *test)
{
	TX_SLOT *slot;

	hold(100);
	slot = send_some(1);
	KUNIT_ASSERT_NOT_NULL(test, slot);
	arrived(slot);
	KUNIT_EXPECT_PTR_EQ(test, send_some(2), NULL);
	send(0, 9000, 900, 4000);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_GT(test, slot->Length, BLOCK - 1000);
	arrived(slot);
	/* its timer comes late */
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	TxHoldOver(usb.device);
	KUNIT_EXPECT_FALSE(test, usb.device->Tx.HoldOver);
}

/* With so many packets a block leaves, as ethtool's tx-frames has it. */
static void so_many_do_not_wait(struct kunit *test)
{
	u32 us = 0, packets = 0;
	TX_SLOT *slot;

	hold(100);
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 100, 4), STATUS_SUCCESS);
	TxHoldQuery(usb.device, &us, &packets);
	KUNIT_EXPECT_EQ(test, us, 100U);
	KUNIT_EXPECT_EQ(test, packets, 4U);
	slot = send_some(1);
	KUNIT_ASSERT_NOT_NULL(test, slot);
	arrived(slot);
	KUNIT_EXPECT_PTR_EQ(test, send_some(3), NULL);
	slot = send_some(1);
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 4U);
}

/* What the user has set for a device outlives its sleep, and changes of the parameter. */
static void hold_time_is_the_users(struct kunit *test)
{
	u32 us = 0, packets = 0;
	TX_SLOT *slot;

	hold(100);
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 10001, 0), STATUS_INVALID_PARAMETER);
	timer_resolution = 1000001;
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 1000, 0), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 0, 0), STATUS_SUCCESS);
	timer_resolution = 1;
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 200, 0), STATUS_SUCCESS);
	hold(50);
	TxHoldQuery(usb.device, &us, &packets);
	KUNIT_EXPECT_EQ(test, us, 200U);
	slot = send_some(1);
	KUNIT_ASSERT_NOT_NULL(test, slot);
	arrived(slot);
	KUNIT_EXPECT_PTR_EQ(test, send_some(2), NULL);
	KUNIT_EXPECT_EQ(test, timer_due, -2000LL);
	/* a block that waits does not when nothing shall */
	usb.device->Tx.Pumping = TRUE;
	KUNIT_EXPECT_EQ(test, TxHoldSet(usb.device, 0, 0), STATUS_SUCCESS);
	usb.device->Tx.Pumping = FALSE;
	KUNIT_EXPECT_NOT_NULL(test, next_block());
}

static void nothing_waits(struct kunit *test)
{
	int i;

	for (i = 0; i < 3; i++) {
		TX_SLOT *slot = send_some(2);

		KUNIT_ASSERT_NOT_NULL(test, slot);
		arrived(slot);
	}
	KUNIT_EXPECT_EQ(test, timers, 0U);
}

static void nothing_waits_if_switched_off(struct kunit *test)
{
	hold(0);
	nothing_waits(test);
	timer_resolution = 100001;	/* ticks would be far too long */
	hold(100);
	nothing_waits(test);
}

/* Few packets are full blocks where a device takes two at a time. */
static void small_blocks_leave_beside_each_other(struct kunit *test)
{
	TX_SLOT *slot[2];
	int i;

	usb.device->Tx.Rules.MaximumDatagrams = 2;
	usb.device->Tx.Worth = Worth(usb.device);
	send(0, 100, 0, 4096);
	slot[0] = next_block();
	for (i = 0; i < 4; i++)
		send(0, 100, 0, 4096);
	slot[1] = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot[0]);
	KUNIT_ASSERT_NOT_NULL(test, slot[1]);
	KUNIT_EXPECT_EQ(test, slot[1]->Builder.DatagramCount, 2U);
	KUNIT_EXPECT_PTR_EQ(test, next_block(), NULL);
	arrived(slot[0]);
	arrived(slot[1]);
	slot[0] = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot[0]);
	KUNIT_EXPECT_EQ(test, slot[0]->Builder.DatagramCount, 2U);
}

/* A block never waits for the end of a large packet while the pipe takes it. */
static void full_blocks_leave_at_once(struct kunit *test)
{
	u32 at = 0, others, blocks = 0;
	TX_SLOT *slot[TX_SLOTS + 1];

	send(0, PAYLOAD, 1400, 4096);
	/* as if a small one had come behind it in the same Advance */
	usb.device->Tx.Large = FALSE;
	while (blocks <= TX_SLOTS && (slot[blocks] = next_block()))
		at = check_block(test, slot[blocks++], 0, at, &others);
	KUNIT_EXPECT_EQ(test, blocks, TX_IN_FLIGHT);
	KUNIT_EXPECT_GT(test, at, (BLOCK - 1440) * TX_IN_FLIGHT);
	KUNIT_EXPECT_TRUE(test, usb.queue[0].Cutting);
	arrived(slot[0]);
	slot[0] = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot[0]);
	check_block(test, slot[0], 0, at, &others);
}

/* Between the blocks of one session's large packet the other one has its turn. */
static void large_packet_waits_its_turn(struct kunit *test)
{
	u32 at, others;
	TX_SLOT *slot;

	send(0, PAYLOAD, 1400, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	at = check_block(test, slot, 0, 0, &others);
	KUNIT_EXPECT_EQ(test, others, 0U);
	send(1, 1000, 0, 4096);
	send(1, 1000, 0, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	check_block(test, slot, 0, at, &others);
	KUNIT_EXPECT_EQ(test, others, 2U);
	KUNIT_EXPECT_EQ(test, usb.ring[0].done + usb.ring[1].done, 0U);
	arrived(slot);
	KUNIT_EXPECT_EQ(test, usb.ring[1].done, 2U);
	KUNIT_EXPECT_EQ(test, usb.ring[0].done, 0U);
}

static void what_cannot_be_cut_is_refused(struct kunit *test)
{
	send(0, 9000, LARGEST - HEADERS + 1, 4096);
	KUNIT_EXPECT_PTR_EQ(test, next_block(), NULL);
	KUNIT_EXPECT_EQ(test, usb.device->Counters[MbimTxTooLong], 1LL);
	KUNIT_EXPECT_EQ(test, usb.ring[0].woken, 1U);
	KUNIT_EXPECT_TRUE(test, NetRingGetPacketAtIndex(usb.ring[0].packets, 0)->Scratch);
	usb.data[9] = 1;
	send(0, 9000, 1000, 4096);
	KUNIT_EXPECT_PTR_EQ(test, next_block(), NULL);
	KUNIT_EXPECT_EQ(test, usb.device->Counters[MbimTxNotIp], 1LL);
	KUNIT_EXPECT_EQ(test, TxQueueWaiting(&usb.queue[0]), 0U);
}

static void a_forgotten_queue_is_cut_no_more(struct kunit *test)
{
	TX_SLOT *slot;
	u32 others;

	send(0, PAYLOAD, 1400, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	WdfSpinLockAcquire(usb.device->Tx.Lock);
	TxForgetQueue(usb.device, &usb.queue[0]);
	WdfSpinLockRelease(usb.device->Tx.Lock);
	arrived(slot);
	KUNIT_EXPECT_EQ(test, usb.ring[0].done, 0U);
	send(1, 300, 0, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	check_block(test, slot, 0, 0, &others);
	KUNIT_EXPECT_EQ(test, others, 1U);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 1U);
}

/* 12 bytes of NTH16, 40 of an ACK, an NDP16 of one entry. */
static void lone_acknowledgement(struct kunit *test)
{
	TX_SLOT *slot;

	send(0, 0, 0, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Length, 68U);
}

/* Fragments in one piece or many: the packet is the same. */
static void pieces_make_no_difference(struct kunit *test)
{
	u32 piece, others;
	TX_SLOT *slot;

	for (piece = 41; piece < 1100; piece += 97) {
		send(0, 1000, 0, piece);
		slot = next_block();
		KUNIT_ASSERT_NOT_NULL(test, slot);
		KUNIT_EXPECT_EQ(test, check_block(test, slot, 0, 0, &others), 1000U);
		arrived(slot);
	}
}

/* Where layer 4 is may be said, or not, or be wrong: its checksum is the same. */
static void layout_makes_no_difference(struct kunit *test)
{
	static const NET_PACKET_LAYOUT layouts[] = {
		{ .Layer3Type = NetPacketLayer3TypeIPv4NoOptions, .Layer3HeaderLength = 20,
		  .Layer4Type = NetPacketLayer4TypeTcp, .Layer4HeaderLength = 20 },
		{ .Layer3Type = NetPacketLayer3TypeUnspecified },
		{ .Layer3Type = NetPacketLayer3TypeIPv4NoOptions, .Layer3HeaderLength = 20,
		  .Layer4Type = NetPacketLayer4TypeIPFragment },
		{ .Layer2HeaderLength = 14,
		  .Layer3Type = NetPacketLayer3TypeIPv4NoOptions, .Layer3HeaderLength = 20,
		  .Layer4Type = NetPacketLayer4TypeTcp, .Layer4HeaderLength = 20 },
		{ .Layer3Type = NetPacketLayer3TypeIPv4NoOptions, .Layer3HeaderLength = 500,
		  .Layer4Type = NetPacketLayer4TypeUdp, .Layer4HeaderLength = 41 },
	};
	u8 again[540];
	const u8 *p;
	u32 i, n;

	for (i = 0; i < ARRAY_SIZE(layouts); i++) {
		NET_RING *ring = usb.queue[0].Packets;
		TX_SLOT *slot;

		/* three in a row: the first one, the next, and one like that */
		for (n = 0; n < 3; n++) {
			send(0, 500, 0, 4096);
			NetRingGetPacketAtIndex(ring, 3 * i + n)->Layout = layouts[i];
			NetExtensionGetPacketChecksum(&usb.queue[0].Checksum, 3 * i + n)->Layer3 =
				NetPacketTxChecksumActionPassthrough;
		}
		slot = next_block();
		KUNIT_ASSERT_NOT_NULL(test, slot);
		KUNIT_ASSERT_EQ(test, slot->Builder.DatagramCount, 3U);
		memcpy(again, usb.data, sizeof(again));
		SegmentChecksum(again, sizeof(again), FALSE, TRUE);
		for (n = 0; n < 3; n++) {
			KUNIT_ASSERT_EQ(test, slot->Builder.Entries[n].Length, 540U);
			p = slot->Buffer + slot->Builder.Entries[n].Index;
			KUNIT_EXPECT_EQ(test, memcmp(again, p, sizeof(again)), 0);
		}
		arrived(slot);
		KUNIT_EXPECT_EQ(test, usb.ring[0].first, 3 * i);
		KUNIT_EXPECT_EQ(test, usb.ring[0].count, 3U);
	}
}

/* A run ends in front of what is not whole, or not to be sent at all. */
static void runs_end_where_they_must(struct kunit *test)
{
	TX_SLOT *slot;
	u32 i;

	for (i = 0; i < 3; i++)
		send(0, 100, 0, 4096);
	send(0, 100, 0, 4096);
	NetRingGetPacketAtIndex(usb.queue[0].Packets, 3)->Ignore = 1;
	send(0, LARGEST - HEADERS + 1, 0, 4096);
	send(0, 100, 0, 33);
	send(0, 0, 0, 4096);
	send(1, 100, 0, 4096);
	send(0, 100, 0, 4096);
	slot = next_block();
	KUNIT_ASSERT_NOT_NULL(test, slot);
	KUNIT_EXPECT_EQ(test, slot->Builder.DatagramCount, 7U);
	KUNIT_EXPECT_EQ(test, usb.device->Counters[MbimTxTooLong], 1LL);
	KUNIT_EXPECT_EQ(test, usb.device->Tx.Packets, 0U);
	KUNIT_EXPECT_EQ(test, TxQueueWaiting(&usb.queue[0]), 0U);
	arrived(slot);
	KUNIT_EXPECT_EQ(test, usb.ring[0].first, 0U);
	KUNIT_EXPECT_EQ(test, usb.ring[0].count, 8U);
	KUNIT_EXPECT_EQ(test, usb.ring[1].count, 1U);
}

static struct kunit_case tx_cases[] = {
	KUNIT_CASE(large_packet_goes_on_in_the_next_block),
	KUNIT_CASE(packets_around_a_large_one),
	KUNIT_CASE(blocks_collect_while_one_is_under_way),
	KUNIT_CASE(packets_that_come_fast_share_a_block),
	KUNIT_CASE(a_packet_alone_does_not_wait),
	KUNIT_CASE(packets_that_are_alone_all_the_time_wait),
	KUNIT_CASE(a_full_block_never_waits),
	KUNIT_CASE(so_many_do_not_wait),
	KUNIT_CASE(hold_time_is_the_users),
	KUNIT_CASE(nothing_waits_if_switched_off),
	KUNIT_CASE(small_blocks_leave_beside_each_other),
	KUNIT_CASE(full_blocks_leave_at_once),
	KUNIT_CASE(large_packet_waits_its_turn),
	KUNIT_CASE(what_cannot_be_cut_is_refused),
	KUNIT_CASE(a_forgotten_queue_is_cut_no_more),
	KUNIT_CASE(lone_acknowledgement),
	KUNIT_CASE(pieces_make_no_difference),
	KUNIT_CASE(layout_makes_no_difference),
	KUNIT_CASE(runs_end_where_they_must),
	{}
};

static struct kunit_suite tx_suite = {
	.name = "mbim_usb_tx",
	.init = tx_init,
	.exit = mock_teardown,
	.test_cases = tx_cases,
};

kunit_test_suite(tx_suite);
