// SPDX-License-Identifier: GPL-2.0
/*
 * The bytes of a packet: reading, writing and copying along its buffer chain.
 * The chain is a driver's: it may end anywhere, run in a circle, or name memory
 * that is not mapped. What is copied is never more than both sides have.
 */
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/ndis_internal.h"

/* More buffers than that are a chain without an end. */
#define NDIS_CHAIN_LIMIT	4096

/**
 * struct ndis_cursor - a place in a packet
 * @buffer: what the place is in; NULL: behind the end
 * @offset: in @buffer
 * @seen: buffers that were passed
 */
struct ndis_cursor {
	PNDIS_BUFFER buffer;
	u32 offset;
	unsigned int seen;
};

static void ndis_cursor_next(struct ndis_cursor *cursor)
{
	cursor->buffer = cursor->buffer->Next;
	cursor->offset = 0;
	if (cursor->buffer && ++cursor->seen == NDIS_CHAIN_LIMIT) {
		nt_violation(NULL, NT_RULE_NDIS_PACKET_CHAIN, "no end after %u buffers",
			     cursor->seen);
		cursor->buffer = NULL;
	}
}

static void ndis_cursor_init(struct ndis_cursor *cursor, PNDIS_PACKET packet, u32 offset)
{
	cursor->buffer = packet->Private.Head;
	cursor->offset = 0;
	cursor->seen = 0;
	while (cursor->buffer && offset >= cursor->buffer->ByteCount) {
		offset -= cursor->buffer->ByteCount;
		ndis_cursor_next(cursor);
	}
	if (cursor->buffer)
		cursor->offset = offset;
}

/* Bytes in one piece at the cursor and where they are; 0 at the end. */
static u32 ndis_cursor_piece(struct ndis_cursor *cursor, u8 **data)
{
	while (cursor->buffer && cursor->offset == cursor->buffer->ByteCount)
		ndis_cursor_next(cursor);
	if (!cursor->buffer)
		return 0;
	*data = MmGetSystemAddressForMdlSafe(cursor->buffer, NormalPagePriority);
	if (!*data) {
		cursor->buffer = NULL;
		return 0;
	}
	*data += cursor->offset;
	return cursor->buffer->ByteCount - cursor->offset;
}

/* As far as both go. */
static u32 ndis_cursor_copy(struct ndis_cursor *to, struct ndis_cursor *from, u32 bytes)
{
	u32 done = 0;

	while (done < bytes) {
		u8 *target, *source;
		u32 piece = ndis_cursor_piece(to, &target);

		piece = min3(piece, ndis_cursor_piece(from, &source), bytes - done);
		if (!piece)
			break;
		memmove(target, source, piece);
		to->offset += piece;
		from->offset += piece;
		done += piece;
	}
	return done;
}

/* A packet's chain of one buffer, for memory in one piece. */
static void ndis_cursor_flat(struct ndis_cursor *cursor, MDL *mdl, void *data, u32 bytes)
{
	MmInitializeMdl(mdl, data, bytes);
	MmBuildMdlForNonPagedPool(mdl);
	cursor->buffer = mdl;
	cursor->offset = 0;
	cursor->seen = 0;
}

/**
 * ndis_packet_read() - copy bytes out of a packet
 * @packet: packet
 * @offset: from the beginning of its data
 * @to: where to
 * @bytes: how many at most
 *
 * Context: any. Return: how many there were.
 */
u32 ndis_packet_read(PNDIS_PACKET packet, u32 offset, void *to, u32 bytes)
{
	struct ndis_cursor source, target;
	MDL mdl;

	ndis_cursor_init(&source, packet, offset);
	ndis_cursor_flat(&target, &mdl, to, bytes);
	return ndis_cursor_copy(&target, &source, bytes);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_read);

/**
 * ndis_packet_write() - copy bytes into a packet
 * @packet: packet; it gets no longer
 * @offset: from the beginning of its data
 * @from: where from
 * @bytes: how many at most
 *
 * Context: any. Return: how many there was room for.
 */
u32 ndis_packet_write(PNDIS_PACKET packet, u32 offset, const void *from, u32 bytes)
{
	struct ndis_cursor source, target;
	MDL mdl;

	ndis_cursor_init(&target, packet, offset);
	ndis_cursor_flat(&source, &mdl, (void *)from, bytes);
	return ndis_cursor_copy(&target, &source, bytes);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_write);

/**
 * ndis_packet_length() - bytes of a packet
 * @packet: packet; what it says about its own length is not believed
 *
 * Context: any. Return: the sum of its buffers; 0 for a chain without an end or
 * longer than 32 bits can say.
 */
u32 ndis_packet_length(PNDIS_PACKET packet)
{
	struct ndis_cursor cursor;
	u64 length = 0;

	/* Most have one buffer. */
	if (packet->Private.Head && !packet->Private.Head->Next)
		return packet->Private.Head->ByteCount;
	ndis_cursor_init(&cursor, packet, 0);
	while (cursor.buffer) {
		length += cursor.buffer->ByteCount;
		ndis_cursor_next(&cursor);
	}
	if (cursor.seen == NDIS_CHAIN_LIMIT || length > U32_MAX)
		return 0;
	return length;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_packet_length);

VOID NdisCopyFromPacketToPacket(PNDIS_PACKET Destination, UINT DestinationOffset,
				UINT BytesToCopy, PNDIS_PACKET Source, UINT SourceOffset,
				PUINT BytesCopied)
{
	struct ndis_cursor source, target;

	if (BytesCopied)
		*BytesCopied = 0;
	if (!BytesCopied || !Destination || !Source) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", __func__);
		return;
	}
	ndis_cursor_init(&source, Source, SourceOffset);
	ndis_cursor_init(&target, Destination, DestinationOffset);
	*BytesCopied = ndis_cursor_copy(&target, &source, BytesToCopy);
}
EXPORT_SYMBOL_NS_GPL(NdisCopyFromPacketToPacket, NDIS_SHIM);
