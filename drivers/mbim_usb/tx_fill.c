// SPDX-License-Identifier: GPL-2.0
/*
 * What waits in a session's transmit queue is copied into a block: whole packets,
 * and large ones segment by segment, as many as there is room for. A packet whose
 * segments are in blocks only in part stays at NextIndex, and the next block goes
 * on where this one has ended; it is given back with the block that takes the last.
 *
 * All of it under Tx.Lock.
 */
#include "driver.h"

typedef enum _TX_FILL {
	TxFillDone,			/* all of it is in blocks */
	TxFillRefused,			/* none of it ever will be */
	TxFillNoRoom			/* the rest waits for the next block */
} TX_FILL;

static TX_CURSOR PacketStart(const NET_PACKET *Packet)
{
	TX_CURSOR cursor = {
		.Fragment = Packet->FragmentIndex,
		.Fragments = Packet->FragmentCount,
	};

	return cursor;
}

static UINT32 PacketLength(const TX_QUEUE *Queue, const NET_PACKET *Packet)
{
	UINT32 length = 0;
	UINT16 i;

	for (i = 0; i < Packet->FragmentCount; i++) {
		UINT32 index = NetRingAdvanceIndex(Queue->Fragments, Packet->FragmentIndex, i);

		length += (UINT32)NetRingGetFragmentAtIndex(Queue->Fragments, index)->ValidLength;
	}
	return length;
}

/*
 * Takes up to @Length bytes from where @Cursor is, to @To or, if that is NULL, to
 * nowhere. Fewer only if the packet has no more.
 */
static UINT32 Take(const TX_QUEUE *Queue, TX_CURSOR *Cursor, UINT8 *To, UINT32 Length)
{
	UINT32 taken = 0;

	while (taken < Length && Cursor->Fragments) {
		const NET_FRAGMENT *fragment = NetRingGetFragmentAtIndex(Queue->Fragments,
									 Cursor->Fragment);
		UINT32 left = (UINT32)fragment->ValidLength - Cursor->Offset;
		UINT32 n = Length - taken < left ? Length - taken : left;

		if (To) {
			const NET_FRAGMENT_VIRTUAL_ADDRESS *address =
				NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress,
								      Cursor->Fragment);

			RtlCopyMemory(To + taken, (const UINT8 *)address->VirtualAddress +
				      fragment->Offset + Cursor->Offset, n);
		}
		taken += n;
		Cursor->Offset += n;
		if (n == left) {
			Cursor->Fragment = NetRingIncrementIndex(Queue->Fragments,
								 Cursor->Fragment);
			Cursor->Fragments--;
			Cursor->Offset = 0;
		}
	}
	return taken;
}

/* Most packets are one fragment. NULL: this one is not. */
static const UINT8 *OnlyFragment(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT32 *Length)
{
	const NET_FRAGMENT *fragment;
	UINT32 index = Packet->FragmentIndex;

	if (Packet->FragmentCount != 1)
		return NULL;
	fragment = NetRingGetFragmentAtIndex(Queue->Fragments, index);
	*Length = (UINT32)fragment->ValidLength;
	return (const UINT8 *)NetExtensionGetFragmentVirtualAddress(&Queue->VirtualAddress, index)
		->VirtualAddress + fragment->Offset;
}

static UINT8 FirstByte(const TX_QUEUE *Queue, const NET_PACKET *Packet)
{
	TX_CURSOR cursor = PacketStart(Packet);
	UINT8 first = 0;

	Take(Queue, &cursor, &first, 1);
	return first;
}

/* Sessions carry IP and nothing else, and modems choke on what is too long. */
static BOOLEAN MaySend(TX_QUEUE *Queue, UINT8 First, UINT32 Length)
{
	UINT32 minimum = First >> 4 == 4 ? 20 : First >> 4 == 6 ? 40 : MAXULONG;

	if (Length < minimum) {
		Count(Queue->Device, MbimTxNotIp, 1);
		return FALSE;
	}
	if (Length > Queue->Device->Usb.MaximumDatagram) {
		Count(Queue->Device, MbimTxTooLong, 1);
		return FALSE;
	}
	return TRUE;
}

/* Of a packet that is to be cut; 0: it is not. */
static UINT32 SegmentSize(const TX_QUEUE *Queue, UINT32 Index)
{
	if (!Queue->Gso.Enabled)
		return 0;
	/* UDP's is in the same place */
	return NetExtensionGetPacketGso(&Queue->Gso, Index)->TCP.Mss;
}

/* ---- whole packets ---- */

/*
 * NetAdapterCx has looked at the headers of nearly all packets already. FALSE: it has not
 * found what a checksum can be computed of.
 */
static inline BOOLEAN KnowsLayer4(NET_PACKET_LAYOUT Layout, UINT32 Length)
{
	return !Layout.Layer2HeaderLength && Layout.Layer3HeaderLength >= 20 &&
	       ((Layout.Layer4Type == NetPacketLayer4TypeUdp &&
		 Layout.Layer4HeaderLength >= 8) ||
		(Layout.Layer4Type == NetPacketLayer4TypeTcp &&
		 Layout.Layer4HeaderLength >= 20)) &&
	       (Layout.Layer3Type == NetPacketLayer3TypeIPv4NoOptions ||
		Layout.Layer3Type == NetPacketLayer3TypeIPv4WithOptions ||
		Layout.Layer3Type == NetPacketLayer3TypeIPv6NoExtensions) &&
	       (UINT32)Layout.Layer3HeaderLength + Layout.Layer4HeaderLength <= Length;
}

/*
 * What is asked for and cannot be done is asked for of something that is no TCP
 * or UDP: NetAdapterCx does not, and the packet is as good as it was.
 */
static VOID FinishChecksum(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT32 Index,
			   UINT8 *Copy, UINT32 Length)
{
	NET_PACKET_LAYOUT layout = Packet->Layout;
	const NET_PACKET_CHECKSUM *checksum;
	BOOLEAN layer3, layer4;

	if (!Queue->Checksum.Enabled)
		return;
	checksum = NetExtensionGetPacketChecksum(&Queue->Checksum, Index);
	layer3 = checksum->Layer3 == NetPacketTxChecksumActionRequired;
	layer4 = checksum->Layer4 == NetPacketTxChecksumActionRequired;
	if (layer4 && !layer3 && KnowsLayer4(layout, Length))
		SegmentChecksumAt(Copy, Length, layout.Layer3HeaderLength,
				  layout.Layer4Type == NetPacketLayer4TypeUdp);
	else if (layer3 || layer4)
		SegmentChecksum(Copy, Length, layer3, layer4);
}

static TX_FILL FillWhole(TX_QUEUE *Queue, TX_SLOT *Slot, UINT32 Index)
{
	const NET_PACKET *packet = NetRingGetPacketAtIndex(Queue->Packets, Index);
	TX_CURSOR cursor = PacketStart(packet);
	UINT32 length = 0;
	const UINT8 *only = OnlyFragment(Queue, packet, &length);
	UINT8 *to;

	if (!only)
		length = PacketLength(Queue, packet);
	if (!MaySend(Queue, only && length ? *only : FirstByte(Queue, packet), length))
		return TxFillRefused;
	to = NtbBuilderReserve(&Slot->Builder, NtbStreamIp, Queue->Session, length);
	if (!to)
		return TxFillNoRoom;
	if (only)
		RtlCopyMemory(to, only, length);
	else
		Take(Queue, &cursor, to, length);
	FinishChecksum(Queue, packet, Index, to, length);
	return TxFillDone;
}

/*
 * FinishChecksum() of a packet whose headers are those of the one before, as a rule.
 * @Known: a layout that KnowsLayer4() is pleased with; its Layer4HeaderLength 0: none yet
 */
static inline VOID FinishAgain(const TX_QUEUE *Queue, const NET_PACKET *Packet, UINT32 Index,
			       UINT8 *Copy, UINT32 Length, NET_PACKET_LAYOUT *Known)
{
	NET_PACKET_CHECKSUM checksum;

	if (!Queue->Checksum.Enabled)
		return;
	checksum = *NetExtensionGetPacketChecksum(&Queue->Checksum, Index);
	if (checksum.Layer3 == NetPacketTxChecksumActionPassthrough &&
	    checksum.Layer4 == NetPacketTxChecksumActionPassthrough)
		return;
	if (checksum.Layer3 == NetPacketTxChecksumActionPassthrough &&
	    checksum.Layer4 == NetPacketTxChecksumActionRequired &&
	    Known->Layer4HeaderLength &&
	    RtlEqualMemory(Known, &Packet->Layout, sizeof(*Known)) &&
	    (UINT32)Known->Layer3HeaderLength + Known->Layer4HeaderLength <= Length) {
		SegmentChecksumAt(Copy, Length, Known->Layer3HeaderLength,
				  Known->Layer4Type == NetPacketLayer4TypeUdp);
		return;
	}
	if (KnowsLayer4(Packet->Layout, Length))
		*Known = Packet->Layout;
	FinishChecksum(Queue, Packet, Index, Copy, Length);
}

/*
 * Most packets are like the one before: whole, in one fragment, of the session that has
 * the block's last NDP. So many of these as there are, and as fit; the next one, whatever
 * it is, is left to FillPacket().
 */
static UINT32 FillRun(TX_QUEUE *Queue, TX_SLOT *Slot)
{
	UINT32 index = Queue->Packets->NextIndex, filled = 0, length = 0;
	UINT32 largest = Queue->Device->Usb.MaximumDatagram;
	NET_PACKET_LAYOUT known = { 0 };
	const NET_PACKET *packet;
	const UINT8 *only;
	NTB_RUN begun, run;
	UINT8 *to;

	if (!NtbRunBegin(&begun, &Slot->Builder, NtbStreamIp, Queue->Session))
		return 0;
	/* a copy whose address nobody has stays in registers */
	run = begun;
	for (; index != Queue->Ready; index = NetRingIncrementIndex(Queue->Packets, index)) {
		packet = NetRingGetPacketAtIndex(Queue->Packets, index);
		if (packet->Ignore || SegmentSize(Queue, index))
			break;
		only = OnlyFragment(Queue, packet, &length);
		/* MaySend() would count it; what is shorter than this it judges, too */
		if (!only || length < 40 || length > largest ||
		    (*only >> 4 != 4 && *only >> 4 != 6))
			break;
		to = NtbRunReserve(&run, length);
		if (!to)
			break;
		RtlCopyMemory(to, only, length);
		FinishAgain(Queue, packet, index, to, length, &known);
		filled++;
	}
	begun = run;
	NtbRunEnd(&begun, &Slot->Builder);
	Queue->Packets->NextIndex = index;
	Queue->Device->Tx.Packets -= filled;
	return filled;
}

/* ---- large packets ---- */

static BOOLEAN BeginCutting(TX_QUEUE *Queue, const NET_PACKET *Packet, UINT32 Mss)
{
	SEGMENTER *segmenter = &Queue->Segmenter;
	UINT8 headers[SEGMENT_MAXIMUM_HEADERS];
	UINT32 available;

	Queue->Cursor = PacketStart(Packet);
	available = Take(Queue, &Queue->Cursor, headers, sizeof(headers));
	if (!SegmenterInit(segmenter, headers, available, PacketLength(Queue, Packet), Mss)) {
		Count(Queue->Device, MbimTxNotIp, 1);
		return FALSE;
	}
	if (segmenter->HeadersLength + segmenter->Mss > Queue->Device->Usb.MaximumDatagram) {
		Count(Queue->Device, MbimTxTooLong, 1);
		return FALSE;
	}
	Queue->Cursor = PacketStart(Packet);
	Take(Queue, &Queue->Cursor, NULL, segmenter->HeadersLength);
	Queue->Segment = 0;
	Queue->Cutting = TRUE;
	return TRUE;
}

static TX_FILL FillSegments(TX_QUEUE *Queue, TX_SLOT *Slot, UINT32 Index, UINT32 Mss)
{
	const NET_PACKET *packet = NetRingGetPacketAtIndex(Queue->Packets, Index);
	const SEGMENTER *segmenter = &Queue->Segmenter;

	if (!Queue->Cutting && !BeginCutting(Queue, packet, Mss))
		return TxFillRefused;
	for (; Queue->Segment < segmenter->Count; Queue->Segment++) {
		UINT32 payload = SegmentPayload(segmenter, Queue->Segment);
		UINT8 *to = NtbBuilderReserve(&Slot->Builder, NtbStreamIp, Queue->Session,
					      segmenter->HeadersLength + payload);

		if (!to)
			return TxFillNoRoom;
		Take(Queue, &Queue->Cursor, to + segmenter->HeadersLength, payload);
		SegmentFinish(segmenter, Queue->Segment, to);
	}
	Queue->Cutting = FALSE;
	return TxFillDone;
}

/* ---- a queue ---- */

static TX_FILL FillPacket(TX_QUEUE *Queue, TX_SLOT *Slot, UINT32 Index)
{
	UINT32 mss;

	if (NetRingGetPacketAtIndex(Queue->Packets, Index)->Ignore)
		return TxFillRefused;
	mss = SegmentSize(Queue, Index);
	return mss ? FillSegments(Queue, Slot, Index, mss) : FillWhole(Queue, Slot, Index);
}

/* @Slot's transfer gives back what there is up to @Last, this one included. */
static VOID NoteRange(TX_QUEUE *Queue, TX_SLOT *Slot, UINT32 First, UINT32 Last)
{
	TX_RANGE *range = &Slot->Ranges[Queue->Session];

	if (!range->Queue) {
		Slot->Sessions |= 1u << Queue->Session;
		range->Queue = Queue;
		range->First = First;
	}
	/* packets that were refused in between are within the range, too */
	range->Count = NetRingGetRangeCount(Queue->Packets, range->First, Last) + 1;
}

BOOLEAN TxQueueFill(TX_QUEUE *Queue, TX_SLOT *Slot)
{
	MBIM_TX *tx = &Queue->Device->Tx;
	NET_RING *ring = Queue->Packets;
	UINT32 first = 0, last = 0, filled = 0;
	TX_FILL fill = TxFillDone;
	BOOLEAN refused = FALSE;

	while (ring->NextIndex != Queue->Ready) {
		fill = FillPacket(Queue, Slot, ring->NextIndex);
		if (fill == TxFillNoRoom)
			break;
		if (fill == TxFillRefused) {
			NetRingGetPacketAtIndex(ring, ring->NextIndex)->Scratch = 1;
			refused = TRUE;
		} else {
			last = ring->NextIndex;
			if (!filled++)
				first = last;
		}
		ring->NextIndex = NetRingIncrementIndex(ring, ring->NextIndex);
		tx->Packets--;
		if (fill == TxFillDone && ring->NextIndex != Queue->Ready) {
			filled += FillRun(Queue, Slot);
			last = NetRingAdvanceIndex(ring, ring->NextIndex, -1);
		}
	}
	if (ring->NextIndex == Queue->Ready)
		tx->Waiting &= ~(1u << Queue->Session);
	if (filled)
		NoteRange(Queue, Slot, first, last);
	/* no transfer will ask for these to be taken back */
	if (refused)
		TxQueueWake(Queue);
	return fill != TxFillNoRoom;
}

UINT32 TxQueueWaiting(const TX_QUEUE *Queue)
{
	return NetRingGetRangeCount(Queue->Packets, Queue->Packets->NextIndex, Queue->Ready);
}

/* What has come since the last Advance is the engine's. FALSE: nothing has. */
BOOLEAN TxQueueTakeNew(TX_QUEUE *Queue)
{
	MBIM_TX *tx = &Queue->Device->Tx;
	const NET_RING *ring = Queue->Packets;
	UINT32 end = ring->EndIndex;
	UINT32 last = (end - 1) & ring->ElementIndexMask;

	if (Queue->Ready == end)
		return FALSE;
	tx->Packets += NetRingGetRangeCount(ring, Queue->Ready, end);
	tx->Waiting |= 1u << Queue->Session;
	/* UDP's segment size is in the same place as TCP's */
	if (Queue->Gso.Enabled && NetExtensionGetPacketGso(&Queue->Gso, last)->TCP.Mss)
		tx->Large = TRUE;
	Queue->Ready = end;
	return TRUE;
}
