// SPDX-License-Identifier: GPL-2.0
/*
 * Buffers and their pools, chains of them, and the bytes of a packet.
 */
#include "ndis_client.h"

static u8 memory[4 * 4096];

static int buffer_setup(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < sizeof(memory); i++)
		memory[i] = i * 7 + (i >> 8);
	return client_setup(test);
}

static PNDIS_BUFFER describe(struct kunit *test, void *va, UINT length)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	PNDIS_BUFFER buffer = NULL;

	NdisAllocateBuffer(&status, &buffer, NULL, va, length);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, buffer);
	return buffer;
}

static void free_chain(PNDIS_BUFFER buffer)
{
	PNDIS_BUFFER next;

	for (; buffer; buffer = next) {
		next = buffer->Next;
		NdisFreeBuffer(buffer);
	}
}

/* A packet over pieces of memory with these lengths, one after the other. */
static void chain(struct kunit *test, PNDIS_PACKET packet, u8 *data, const UINT *pieces,
		  unsigned int count)
{
	unsigned int i;

	memset(packet, 0, sizeof(*packet));
	for (i = 0; i < count; i++) {
		NdisChainBufferAtBack(packet, describe(test, data, pieces[i]));
		data += pieces[i];
	}
}

/* ---- pools ---- */

static void buffer_pool_has_no_limit(struct kunit *test)
{
	PNDIS_BUFFER buffers[3];
	NDIS_STATUS status;
	NDIS_HANDLE pool;
	unsigned int i;

	NdisAllocateBufferPool(&status, &pool, 1);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	for (i = 0; i < 3; i++) {
		NdisAllocateBuffer(&status, &buffers[i], pool, memory, 10);
		KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	}
	NdisFreeBuffer(buffers[0]);
	NdisFreeBuffer(buffers[1]);
	NdisFreeBufferPool(pool);
	/* It has nothing to do with the pool. */
	KUNIT_EXPECT_EQ(test, NdisBufferLength(buffers[2]), 10u);
	NdisFreeBuffer(buffers[2]);
	EXPECT_NO_VIOLATION(test);
}

static void bad_buffer_pools(struct kunit *test)
{
	PNDIS_BUFFER buffer = (PNDIS_BUFFER)memory;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	NDIS_HANDLE pool;

	NdisAllocateBufferPool(&status, &pool, 1);
	NdisFreeBufferPool(pool);
	NdisFreeBufferPool(pool);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisAllocateBuffer(&status, &buffer, pool, memory, 10);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, buffer);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisAllocatePacketPool(&status, &pool, 1, 0);
	NdisFreeBufferPool(pool);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	NdisFreePacketPool(pool);
}

static void nowhere_to_answer(struct kunit *test)
{
	NDIS_STATUS status = 7;
	PNDIS_BUFFER buffer;
	NDIS_HANDLE pool;

	NdisAllocateBufferPool(NULL, &pool, 1);
	NdisAllocateBufferPool(&status, NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	NdisAllocateBufferWorker(WdfDriverGlobals, NULL, &buffer, NULL, memory, 1);
	NdisAllocateBufferWorker(WdfDriverGlobals, &status, NULL, NULL, memory, 1);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
	NdisCopyBufferWorker(WdfDriverGlobals, &status, NULL, NULL, memory, 0, 1);
	NdisCopyBufferWorker(WdfDriverGlobals, &status, &buffer, NULL, NULL, 0, 1);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, buffer);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 2);
}

static void unload_names_what_is_left(struct kunit *test)
{
	u64 leaks = nt_violation_count(NT_RULE_POOL_LEAK);
	NDIS_STATUS status;
	NDIS_HANDLE pool;
	PNDIS_BUFFER buffer;

	NdisAllocateBufferPool(&status, &pool, 1);
	buffer = describe(test, memory, 4);
	client_unload();
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_OBJECT_LEAK) -
			client.of_rule[NT_RULE_NDIS_OBJECT_LEAK], 1ull);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_POOL_LEAK) - leaks, 1ull);
	NdisFreeBuffer(buffer);
	client_look();
	NdisFreeBufferPool(pool);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

/* ---- buffers ---- */

static void buffer_describes_memory(struct kunit *test)
{
	PNDIS_BUFFER buffer = describe(test, memory + 4000, 200);
	UINT length = 0, offset = 0;
	PVOID va = NULL;

	KUNIT_EXPECT_NULL(test, buffer->Next);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)MmGetMdlVirtualAddress(buffer), memory + 4000);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)MmGetSystemAddressForMdl(buffer), memory + 4000);
	NdisQueryBuffer(buffer, &va, &length);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)va, memory + 4000);
	KUNIT_EXPECT_EQ(test, length, 200u);
	length = 0;
	NdisQueryBuffer(buffer, NULL, &length);
	KUNIT_EXPECT_EQ(test, length, 200u);
	va = NULL;
	NdisQueryBufferSafe(buffer, &va, &length, NormalPagePriority);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)va, memory + 4000);
	NdisQueryBufferOffset(buffer, &offset, &length);
	KUNIT_EXPECT_EQ(test, offset, (UINT)((unsigned long)(memory + 4000) & 4095));
	KUNIT_EXPECT_EQ(test, length, 200u);
	NdisAdjustBufferLength(buffer, 50);
	KUNIT_EXPECT_EQ(test, NdisBufferLength(buffer), 50u);
	/* It was charged, and the memory stays. */
	KUNIT_EXPECT_EQ(test, client_pool(), (long)sizeof(NDIS_BUFFER));
	NdisFreeBuffer(buffer);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
}

static void buffer_freed_twice(struct kunit *test)
{
	PNDIS_BUFFER buffer = describe(test, memory, 8);

	IoFreeMdl(buffer);
	EXPECT_NO_VIOLATION(test);
	NdisFreeBuffer(buffer);
	EXPECT_VIOLATIONS(test, POOL_BAD_FREE, 1);
}

static void buffer_allocation_fails(struct kunit *test)
{
	PNDIS_BUFFER buffer = (PNDIS_BUFFER)memory;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	NdisAllocateBuffer(&status, &buffer, NULL, memory, 8);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, buffer);
}

static void copied_buffer_is_a_part(struct kunit *test)
{
	PNDIS_BUFFER whole = describe(test, memory + 100, 1000), part;
	static const struct {
		UINT offset, length;
		NDIS_STATUS status;
	} cases[] = {
		{ 0, 1000, NDIS_STATUS_SUCCESS },
		{ 10, 20, NDIS_STATUS_SUCCESS },
		{ 999, 1, NDIS_STATUS_SUCCESS },
		{ 500, 0, NDIS_STATUS_SUCCESS },
		{ 1000, 0, NDIS_STATUS_SUCCESS },
		{ 1000, 1, NDIS_STATUS_FAILURE },
		{ 1001, 0, NDIS_STATUS_FAILURE },
		{ 0, 1001, NDIS_STATUS_FAILURE },
		{ 1, UINT_MAX, NDIS_STATUS_FAILURE },
	};
	NDIS_STATUS status;
	unsigned int i;

	whole->Next = whole;	/* the part is no part of the chain */
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		NdisCopyBuffer(&status, &part, NULL, whole, cases[i].offset, cases[i].length);
		KUNIT_EXPECT_EQ(test, status, cases[i].status);
		if (status != NDIS_STATUS_SUCCESS) {
			KUNIT_EXPECT_NULL(test, part);
			continue;
		}
		KUNIT_EXPECT_EQ(test, NdisBufferLength(part), cases[i].length);
		KUNIT_EXPECT_PTR_EQ(test, (u8 *)NdisBufferVirtualAddress(part),
				    memory + 100 + cases[i].offset);
		KUNIT_EXPECT_NULL(test, part->Next);
		NdisFreeBuffer(part);
	}
	NdisFreeBuffer(whole);
	EXPECT_NO_VIOLATION(test);
}

/* ---- chains ---- */

/* First letters of the buffers from Head on, and that Tail is the last. */
static void expect_chain(struct kunit *test, PNDIS_PACKET packet, const char *expected)
{
	PNDIS_BUFFER buffer, last = NULL;
	char text[16] = "";
	size_t n = 0;

	for (buffer = packet->Private.Head; buffer && n < 15; buffer = buffer->Next) {
		text[n++] = *(char *)NdisBufferVirtualAddress(buffer);
		last = buffer;
	}
	KUNIT_EXPECT_STREQ(test, text, expected);
	if (last)
		KUNIT_EXPECT_PTR_EQ(test, packet->Private.Tail, last);
}

static void chains_are_linked_at_both_ends(struct kunit *test)
{
	static u8 letters[] = "abcdef";
	PNDIS_BUFFER a = describe(test, letters, 1), b = describe(test, letters + 1, 2);
	PNDIS_BUFFER c = describe(test, letters + 2, 3), d = describe(test, letters + 3, 1);
	PNDIS_BUFFER out = a;
	NDIS_PACKET packet = {};

	NdisUnchainBufferAtFront(&packet, &out);
	KUNIT_EXPECT_NULL(test, out);
	NdisUnchainBufferAtBack(&packet, &out);
	KUNIT_EXPECT_NULL(test, out);

	/* A chain of two at once, at either end. */
	b->Next = c;
	packet.Private.ValidCounts = TRUE;
	NdisChainBufferAtFront(&packet, b);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, FALSE);
	expect_chain(test, &packet, "bc");
	packet.Private.ValidCounts = TRUE;
	NdisChainBufferAtFront(&packet, a);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, FALSE);
	expect_chain(test, &packet, "abc");
	packet.Private.ValidCounts = TRUE;
	NdisChainBufferAtBack(&packet, d);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, FALSE);
	expect_chain(test, &packet, "abcd");

	packet.Private.ValidCounts = TRUE;
	NdisUnchainBufferAtFront(&packet, &out);
	KUNIT_EXPECT_PTR_EQ(test, out, a);
	KUNIT_EXPECT_NULL(test, out->Next);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, FALSE);
	expect_chain(test, &packet, "bcd");
	packet.Private.ValidCounts = TRUE;
	NdisUnchainBufferAtBack(&packet, &out);
	KUNIT_EXPECT_PTR_EQ(test, out, d);
	KUNIT_EXPECT_NULL(test, out->Next);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, FALSE);
	expect_chain(test, &packet, "bc");
	NdisUnchainBufferAtBack(&packet, &out);
	NdisUnchainBufferAtFront(&packet, &out);
	KUNIT_EXPECT_PTR_EQ(test, out, b);
	KUNIT_EXPECT_NULL(test, packet.Private.Head);
	KUNIT_EXPECT_NULL(test, packet.Private.Tail);

	/* Two at the back, of an empty packet as of any. */
	c->Next = d;
	NdisChainBufferAtBack(&packet, c);
	expect_chain(test, &packet, "cd");
	a->Next = b;
	NdisChainBufferAtBack(&packet, a);
	expect_chain(test, &packet, "cdab");
	free_chain(packet.Private.Head);
}

static void query_packet_counts_when_it_must(struct kunit *test)
{
	static const UINT pieces[] = { 14, 4096, 0, 100 };
	UINT physical = 0, count = 0, total = 0, length = 0;
	PNDIS_BUFFER first = NULL, next = NULL;
	NDIS_PACKET packet;
	PVOID va;

	chain(test, &packet, PTR_ALIGN(&memory[0], 4096) + 4090, pieces, ARRAY_SIZE(pieces));
	NdisQueryPacket(&packet, &physical, &count, &first, &total);
	KUNIT_EXPECT_EQ(test, count, 4u);
	KUNIT_EXPECT_EQ(test, total, 4210u);
	KUNIT_EXPECT_PTR_EQ(test, first, packet.Private.Head);
	/* 4090 to 4104: 2 pages; 8 to 4104 of the next: 2; none: 1; 100 bytes: 1. */
	KUNIT_EXPECT_EQ(test, physical, 6u);
	KUNIT_EXPECT_EQ(test, packet.Private.ValidCounts, TRUE);
	NdisQueryPacketLength(&packet, &length);
	KUNIT_EXPECT_EQ(test, length, 4210u);
	/* What is said to be valid is believed. */
	packet.Private.TotalLength = 5;
	NdisQueryPacketLength(&packet, &length);
	KUNIT_EXPECT_EQ(test, length, 5u);
	KUNIT_EXPECT_EQ(test, ndis_packet_length(&packet), 4210u);
	NDIS_PACKET_VALID_COUNTS(&packet) = FALSE;
	NdisQueryPacket(&packet, NULL, NULL, NULL, NULL);
	KUNIT_EXPECT_EQ(test, packet.Private.TotalLength, 4210u);

	NdisGetNextBuffer(first, &next);
	KUNIT_EXPECT_PTR_EQ(test, next, first->Next);
	NdisGetFirstBufferFromPacket(&packet, &first, &va, &length, &total);
	KUNIT_EXPECT_PTR_EQ(test, first, packet.Private.Head);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)va, PTR_ALIGN(&memory[0], 4096) + 4090);
	KUNIT_EXPECT_EQ(test, length, 14u);
	KUNIT_EXPECT_EQ(test, total, 4210u);
	free_chain(packet.Private.Head);

	packet.Private.Head = NULL;
	NdisGetFirstBufferFromPacketSafe(&packet, &first, &va, &length, &total,
					 NormalPagePriority);
	KUNIT_EXPECT_NULL(test, first);
	KUNIT_EXPECT_NULL(test, va);
	KUNIT_EXPECT_EQ(test, length, 0u);
	KUNIT_EXPECT_EQ(test, total, 0u);
}

/* ---- bytes ---- */

/* Every offset and length of a small packet in pieces, some of them empty. */
static void bytes_are_read_from_anywhere(struct kunit *test)
{
	static const UINT pieces[] = { 0, 3, 1, 0, 0, 5, 2, 0 };
	const u32 size = 11;
	u32 offset, bytes, done;
	NDIS_PACKET packet;
	u8 out[16];

	chain(test, &packet, memory, pieces, ARRAY_SIZE(pieces));
	for (offset = 0; offset < size + 2; offset++) {
		for (bytes = 0; bytes < size + 2; bytes++) {
			u32 expected = offset < size ? min(bytes, size - offset) : 0;

			memset(out, 0xaa, sizeof(out));
			done = ndis_packet_read(&packet, offset, out, bytes);
			KUNIT_ASSERT_EQ(test, done, expected);
			KUNIT_ASSERT_EQ(test, memcmp(out, memory + offset, done), 0);
			KUNIT_ASSERT_NULL(test, memchr_inv(out + done, 0xaa, sizeof(out) - done));
		}
	}
	KUNIT_EXPECT_EQ(test, ndis_packet_length(&packet), size);
	free_chain(packet.Private.Head);
}

static void bytes_are_written_anywhere(struct kunit *test)
{
	static const UINT pieces[] = { 4, 0, 1, 6 };
	const u32 size = 11;
	u32 offset, bytes, i;
	NDIS_PACKET packet;
	u8 target[16], from[16];

	for (i = 0; i < sizeof(from); i++)
		from[i] = i + 1;
	chain(test, &packet, target, pieces, ARRAY_SIZE(pieces));
	for (offset = 0; offset < size + 2; offset++) {
		for (bytes = 0; bytes < size + 2; bytes++) {
			u32 expected = offset < size ? min(bytes, size - offset) : 0;

			memset(target, 0xaa, sizeof(target));
			KUNIT_ASSERT_EQ(test, ndis_packet_write(&packet, offset, from, bytes),
					expected);
			for (i = 0; i < sizeof(target); i++)
				KUNIT_ASSERT_EQ(test, (int)target[i],
						i >= offset && i - offset < expected ?
						(int)from[i - offset] : 0xaa);
		}
	}
	free_chain(packet.Private.Head);
}

static void packets_are_copied_up_to_the_shorter(struct kunit *test)
{
	static const UINT ours[] = { 2, 7, 3 }, theirs[] = { 5, 1, 0, 4 };
	static const struct {
		UINT to, bytes, from, copied;
	} cases[] = {
		{ 0, 10, 0, 10 }, { 0, 100, 0, 10 }, { 0, UINT_MAX, 0, 10 }, { 2, 3, 4, 3 },
		{ 5, 100, 0, 7 }, { 0, 100, 9, 1 }, { 12, 1, 0, 0 }, { 0, 1, 10, 0 },
		{ 11, 5, 0, 1 }, { 0, 0, 0, 0 }, { UINT_MAX, 1, 0, 0 }, { 0, 1, UINT_MAX, 0 },
	};
	NDIS_PACKET to, from;
	unsigned int i, j;
	u8 target[12];
	UINT copied;

	chain(test, &to, target, ours, ARRAY_SIZE(ours));
	chain(test, &from, memory, theirs, ARRAY_SIZE(theirs));
	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memset(target, 0xaa, sizeof(target));
		copied = 77;
		if (i & 1)
			NdisCopyFromPacketToPacketSafe(&to, cases[i].to, cases[i].bytes, &from,
						       cases[i].from, &copied,
						       NormalPagePriority);
		else
			NdisCopyFromPacketToPacket(&to, cases[i].to, cases[i].bytes, &from,
						   cases[i].from, &copied);
		KUNIT_EXPECT_EQ(test, copied, cases[i].copied);
		for (j = 0; j < sizeof(target); j++)
			KUNIT_EXPECT_EQ(test, (int)target[j],
					j >= cases[i].to && j - cases[i].to < copied ?
					(int)memory[cases[i].from + j - cases[i].to] : 0xaa);
	}
	free_chain(to.Private.Head);
	free_chain(from.Private.Head);
	EXPECT_NO_VIOLATION(test);
}

static void chain_without_an_end(struct kunit *test)
{
	static const UINT pieces[] = { 4, 4 };
	NDIS_PACKET packet;
	u8 out[8];

	chain(test, &packet, memory, pieces, 2);
	packet.Private.Tail->Next = packet.Private.Head;
	KUNIT_EXPECT_EQ(test, ndis_packet_length(&packet), 0u);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_CHAIN, 1);
	KUNIT_EXPECT_EQ(test, ndis_packet_read(&packet, 1000000, out, 8), 0u);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_CHAIN, 1);
	/* No bytes in any of them: no progress, either. */
	packet.Private.Head->ByteCount = 0;
	packet.Private.Tail->ByteCount = 0;
	KUNIT_EXPECT_EQ(test, ndis_packet_read(&packet, 0, out, 8), 0u);
	EXPECT_VIOLATIONS(test, NDIS_PACKET_CHAIN, 1);
	packet.Private.Tail->Next = NULL;
	free_chain(packet.Private.Head);
}

static void chain_longer_than_can_be_said(struct kunit *test)
{
	static const UINT pieces[] = { 4, 4 };
	NDIS_PACKET packet;

	chain(test, &packet, memory, pieces, 2);
	packet.Private.Head->ByteCount = UINT_MAX;
	KUNIT_EXPECT_EQ(test, ndis_packet_length(&packet), 0u);
	free_chain(packet.Private.Head);
}

static void memory_that_is_not_mapped(struct kunit *test)
{
	static const UINT pieces[] = { 4, 4 };
	NDIS_PACKET packet;
	u8 out[8];

	chain(test, &packet, memory, pieces, 2);
	packet.Private.Tail->MdlFlags = 0;
	KUNIT_EXPECT_EQ(test, ndis_packet_read(&packet, 0, out, 8), 4u);
	KUNIT_EXPECT_EQ(test, ndis_packet_write(&packet, 6, out, 2), 0u);
	free_chain(packet.Private.Head);
}

static struct kunit_case buffer_cases[] = {
	KUNIT_CASE(buffer_pool_has_no_limit),
	KUNIT_CASE(bad_buffer_pools),
	KUNIT_CASE(nowhere_to_answer),
	KUNIT_CASE(unload_names_what_is_left),
	KUNIT_CASE(buffer_describes_memory),
	KUNIT_CASE(buffer_freed_twice),
	KUNIT_CASE(buffer_allocation_fails),
	KUNIT_CASE(copied_buffer_is_a_part),
	KUNIT_CASE(chains_are_linked_at_both_ends),
	KUNIT_CASE(query_packet_counts_when_it_must),
	KUNIT_CASE(bytes_are_read_from_anywhere),
	KUNIT_CASE(bytes_are_written_anywhere),
	KUNIT_CASE(packets_are_copied_up_to_the_shorter),
	KUNIT_CASE(chain_without_an_end),
	KUNIT_CASE(chain_longer_than_can_be_said),
	KUNIT_CASE(memory_that_is_not_mapped),
	{}
};

static struct kunit_suite buffer_suite = {
	.name = "ndis_buffer",
	.init = buffer_setup,
	.exit = client_teardown,
	.test_cases = buffer_cases,
};

kunit_test_suite(buffer_suite);
