// SPDX-License-Identifier: GPL-2.0
/*
 * Packet pools and descriptors: limits, what a fresh descriptor looks like, who
 * may free it, what goes along with it from driver to driver.
 */
#include "ndis_client.h"

static NDIS_HANDLE pool_create(struct kunit *test, UINT number, UINT overflow, UINT reserved)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_HANDLE pool = NULL;

	NdisAllocatePacketPoolEx(&status, &pool, number, overflow, reserved);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, pool);
	return pool;
}

static PNDIS_PACKET take(struct kunit *test, NDIS_HANDLE pool)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	PNDIS_PACKET packet = NULL;

	NdisAllocatePacket(&status, &packet, pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, packet);
	return packet;
}

static void take_fails(struct kunit *test, NDIS_HANDLE pool, NDIS_STATUS expected)
{
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	PNDIS_PACKET packet = (PNDIS_PACKET)&status;

	NdisAllocatePacket(&status, &packet, pool);
	KUNIT_EXPECT_EQ(test, status, expected);
	KUNIT_EXPECT_NULL(test, packet);
}

/* ---- limits ---- */

static void pool_limit_is_hard(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 1, 0);
	PNDIS_PACKET packets[3];
	unsigned int i;

	for (i = 0; i < 3; i++)
		packets[i] = take(test, pool);
	take_fails(test, pool, NDIS_STATUS_RESOURCES);
	NdisFreePacket(packets[1]);
	packets[1] = take(test, pool);
	take_fails(test, pool, NDIS_STATUS_RESOURCES);
	for (i = 0; i < 3; i++)
		NdisFreePacket(packets[i]);
	NdisFreePacketPool(pool);
	EXPECT_NO_VIOLATION(test);
}

static void pool_of_a_plain_number_has_no_overflow(struct kunit *test)
{
	NDIS_STATUS status;
	PNDIS_PACKET packet;
	NDIS_HANDLE pool;

	NdisAllocatePacketPool(&status, &pool, 1, sizeof(PVOID));
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	packet = take(test, pool);
	take_fails(test, pool, NDIS_STATUS_RESOURCES);
	NdisFreePacket(packet);
	NdisFreePacketPool(pool);
}

static void pool_number_is_bounded(struct kunit *test)
{
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	NDIS_HANDLE pool = &status;

	NdisAllocatePacketPoolEx(&status, &pool, 0x10000, 0, 0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_NULL(test, pool);
	/* No 16 bits say where the out-of-band data is. */
	NdisAllocatePacketPoolEx(&status, &pool, 1, 0, 0x10000);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_NULL(test, pool);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
}

/* The sum is cut, not refused. */
static void pool_sum_is_cut(struct kunit *test)
{
	struct ndis_packet_pool *pool;
	unsigned int i, count = 0;
	PNDIS_PACKET *packets;

	packets = kvmalloc_array(0x10001, sizeof(*packets), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, packets);
	KUNIT_ASSERT_EQ(test, ndis_packet_pool_create(client.module.priv, 1, UINT_MAX, 0, &pool),
			NDIS_STATUS_SUCCESS);
	while (count <= 0x10000 && (packets[count] = ndis_packet_alloc(pool)))
		count++;
	KUNIT_EXPECT_EQ(test, count, 0xffffu);
	for (i = 0; i < count; i++)
		ndis_packet_free(packets[i]);
	ndis_packet_pool_destroy(pool);
	kvfree(packets);
	EXPECT_NO_VIOLATION(test);
}

/* What was asked for is there, however short of memory the machine gets. */
static void pool_number_is_reserved(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 3, 1, 64);
	long charged = client_pool();
	PNDIS_PACKET packets[4];
	unsigned int i;

	KUNIT_EXPECT_GT(test, charged, 3l * (long)sizeof(NDIS_PACKET));
	for (i = 0; i < 3; i++)
		packets[i] = take(test, pool);
	KUNIT_EXPECT_EQ(test, client_pool(), charged);
	packets[3] = take(test, pool);
	KUNIT_EXPECT_EQ(test, client_pool(), charged / 3 * 4);
	for (i = 0; i < 4; i++)
		NdisFreePacket(packets[i]);
	NdisFreePacketPool(pool);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
}

static void pool_usage_counts_what_is_out(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 2, 0);
	PNDIS_PACKET one, two;

	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	one = take(test, pool);
	two = take(test, pool);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 2u);
	NdisFreePacket(one);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 1u);
	NdisFreePacket(two);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	NdisFreePacketPool(pool);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

/* ---- descriptors ---- */

static bool is_zero(const void *data, size_t size)
{
	return !memchr_inv(data, 0, size);
}

static void packet_is_fresh(struct kunit *test, PNDIS_PACKET packet, NDIS_HANDLE pool,
			    UINT reserved)
{
	UINT oob = ALIGN(96 + max_t(UINT, reserved, 32), 8);

	KUNIT_EXPECT_NULL(test, packet->Private.Head);
	KUNIT_EXPECT_NULL(test, packet->Private.Tail);
	KUNIT_EXPECT_PTR_EQ(test, (void *)packet->Private.Pool, (void *)pool);
	KUNIT_EXPECT_EQ(test, packet->Private.Flags, 0u);
	KUNIT_EXPECT_EQ(test, packet->Private.ValidCounts, FALSE);
	KUNIT_EXPECT_EQ(test, packet->Private.NdisPacketFlags, fPACKET_ALLOCATED_BY_NDIS);
	KUNIT_EXPECT_EQ(test, packet->Private.NdisPacketOobOffset, oob);
	KUNIT_EXPECT_EQ(test, packet->Private.PhysicalCount, 0u);
	KUNIT_EXPECT_EQ(test, packet->Private.TotalLength, 0u);
	KUNIT_EXPECT_EQ(test, packet->Private.Count, 0u);
	/* From the reserved words to the end of the extension. */
	KUNIT_EXPECT_TRUE(test, is_zero((u8 *)packet + 48, oob + 40 + 96 - 48));
	KUNIT_EXPECT_EQ(test, (unsigned long)packet & 15, 0ul);
}

static void packet_is_as_new_each_time(struct kunit *test)
{
	static const UINT reserved[] = { 0, 1, 8, 32, 33, 100, 4096 };
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(reserved); i++) {
		NDIS_HANDLE pool = pool_create(test, 1, 0, reserved[i]);
		PNDIS_PACKET packet = take(test, pool);
		UINT room = max_t(UINT, reserved[i], PROTOCOL_RESERVED_SIZE_IN_PACKET);

		packet_is_fresh(test, packet, pool, reserved[i]);
		packet->Private.Head = (PNDIS_BUFFER)packet;
		packet->Private.Tail = (PNDIS_BUFFER)packet;
		packet->Private.ValidCounts = TRUE;
		packet->Private.Flags = 0x1234;
		memset(packet->MacReserved, 0xff, sizeof(packet->MacReserved));
		memset(packet->ProtocolReserved, 0xff, room);
		memset(NDIS_OOB_DATA_FROM_PACKET(packet), 0xff, sizeof(NDIS_PACKET_OOB_DATA));
		memset(NDIS_PACKET_EXTENSION_FROM_PACKET(packet), 0xff,
		       sizeof(NDIS_PACKET_EXTENSION));
		NdisFreePacket(packet);
		packet = take(test, pool);
		packet_is_fresh(test, packet, pool, reserved[i]);
		NdisFreePacket(packet);
		NdisFreePacketPool(pool);
	}
}

/* An IM driver indicates by a packet of a pool made for sending. */
static void packet_always_has_room_for_a_protocol(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0);
	PNDIS_PACKET packet = take(test, pool);

	KUNIT_EXPECT_GE(test, (int)packet->Private.NdisPacketOobOffset,
			(int)(96 + 4 * sizeof(PVOID)));
	NdisFreePacket(packet);
	NdisFreePacketPool(pool);
}

static void packet_knows_its_pool(struct kunit *test)
{
	NDIS_HANDLE one = pool_create(test, 1, 0, 0), two = pool_create(test, 1, 0, 0);
	PNDIS_PACKET first = take(test, one), second = take(test, two);

	KUNIT_EXPECT_PTR_EQ(test, NdisGetPoolFromPacket(first), one);
	KUNIT_EXPECT_PTR_EQ(test, NdisGetPoolFromPacket(second), two);
	NdisFreePacket(first);
	NdisFreePacket(second);
	NdisFreePacketPool(one);
	NdisFreePacketPool(two);
}

static void packets_carry_the_protocol_id(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 0, 0);
	PNDIS_PACKET before = take(test, pool), after;

	NdisSetPacketPoolProtocolId(pool, NDIS_PROTOCOL_ID_IPX);
	after = take(test, pool);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_PROTOCOL_TYPE(before), 0u);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_PROTOCOL_TYPE(after), (ULONG)NDIS_PROTOCOL_ID_IPX);
	KUNIT_EXPECT_EQ(test, NdisGetPacketFlags(after), (ULONG)NDIS_PROTOCOL_ID_IPX);
	/* Not more bits than the id has. */
	NdisFreePacket(after);
	NdisSetPacketPoolProtocolId(pool, 0x182);
	after = take(test, pool);
	KUNIT_EXPECT_EQ(test, NdisGetPacketFlags(after), 2u);
	NdisFreePacket(after);
	NdisFreePacket(before);
	NdisFreePacketPool(pool);
}

/* A descriptor with what follows it: 96 bytes of packet, 40 out of band, 12 pointers. */
static void packet_size_counts_all_of_it(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, NdisPacketSize(64), 96u + 64 + 40 + 96);
	KUNIT_EXPECT_EQ(test, NdisPacketSize(65), NdisPacketSize(72));
	KUNIT_EXPECT_EQ(test, NdisPacketSize(0), NdisPacketSize(PROTOCOL_RESERVED_SIZE_IN_PACKET));
	KUNIT_EXPECT_EQ(test, NdisPacketSize(0x7fffffff), 0u);
}

static void reinitialize_forgets_the_chain_only(struct kunit *test)
{
	static NDIS_BUFFER buffer;
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0);
	PNDIS_PACKET packet = take(test, pool);

	packet->Private.Head = &buffer;
	packet->Private.ValidCounts = TRUE;
	packet->ProtocolReserved[0] = 7;
	NDIS_SET_PACKET_STATUS(packet, NDIS_STATUS_RESOURCES);
	NdisReinitializePacket(packet);
	KUNIT_EXPECT_NULL(test, packet->Private.Head);
	KUNIT_EXPECT_EQ(test, packet->Private.ValidCounts, FALSE);
	KUNIT_EXPECT_EQ(test, packet->ProtocolReserved[0], 7);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_STATUS(packet), NDIS_STATUS_RESOURCES);
	NdisFreePacket(packet);
	NdisFreePacketPool(pool);
}

static void out_of_band_data_does_not_overlap(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 41);
	PNDIS_PACKET packet = take(test, pool);
	PVOID info = NULL;
	UINT size = 1, i;

	memset(packet->ProtocolReserved, 0xee, 41);
	NDIS_SET_PACKET_TIME_TO_SEND(packet, 11);
	NDIS_SET_PACKET_TIME_RECEIVED(packet, 12);
	NDIS_SET_PACKET_HEADER_SIZE(packet, 14);
	NDIS_SET_PACKET_STATUS(packet, NDIS_STATUS_PENDING);
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &info, &size);
	KUNIT_EXPECT_NULL(test, info);
	KUNIT_EXPECT_EQ(test, size, 0u);
	NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, &pool, 8);
	for (i = 0; i < MaxPerPacketInfo; i++)
		NDIS_PER_PACKET_INFO_FROM_PACKET(packet, i) = (PVOID)(ULONG_PTR)(100 + i);
	NDIS_SET_ORIGINAL_PACKET(packet, packet);
	NDIS_SET_PACKET_CANCEL_ID(packet, 0x77);

	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_TIME_SENT(packet), 11ull);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_TIME_RECEIVED(packet), 12ull);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_HEADER_SIZE(packet), 14u);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_STATUS(packet), NDIS_STATUS_PENDING);
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &info, &size);
	KUNIT_EXPECT_PTR_EQ(test, info, (PVOID)&pool);
	KUNIT_EXPECT_EQ(test, size, 8u);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_ORIGINAL_PACKET(packet), packet);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_PACKET_CANCEL_ID(packet), (PVOID)0x77);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo),
			    (PVOID)(ULONG_PTR)(100 + Ieee8021QInfo));
	KUNIT_EXPECT_NULL(test, memchr_inv(packet->ProtocolReserved, 0xee, 41));
	NdisFreePacket(packet);
	NdisFreePacketPool(pool);
}

/* ---- freeing ---- */

static void packet_freed_twice(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 0, 0);
	PNDIS_PACKET packet = take(test, pool);

	NdisFreePacket(packet);
	EXPECT_NO_VIOLATION(test);
	NdisFreePacket(packet);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	NdisFreePacketPool(pool);
}

/* The longest free is the next: a stale pointer is not somebody else's at once. */
static void freed_packet_waits_its_turn(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 3, 0, 0);
	PNDIS_PACKET packet = take(test, pool), other;

	NdisFreePacket(packet);
	other = take(test, pool);
	KUNIT_EXPECT_PTR_NE(test, packet, other);
	NdisFreePacket(packet);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisFreePacket(other);
	NdisFreePacketPool(pool);
}

static void not_a_packet(struct kunit *test)
{
	u8 *memory = kunit_kzalloc(test, 1024, GFP_KERNEL);

	NdisFreePacket(NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisFreePacket((PNDIS_PACKET)(memory + 512));
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisFreePacket((PNDIS_PACKET)(memory + 515));
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	KUNIT_EXPECT_NULL(test, NdisGetPoolFromPacket((PNDIS_PACKET)(memory + 512)));
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	/* Memory that is not there. */
	NdisFreePacket((PNDIS_PACKET)0x100);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
}

static void packet_in_use_is_not_freed(struct kunit *test)
{
	static const enum ndis_packet_owner owners[] = {
		NDIS_PACKET_SENDING, NDIS_PACKET_TRANSFER, NDIS_PACKET_INDICATED,
		NDIS_PACKET_LENT,
	};
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0);
	PNDIS_PACKET packet = take(test, pool);
	struct ndis_packet_block *block = ndis_packet_block(packet, "t");
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, block);
	KUNIT_EXPECT_EQ(test, atomic_read(&block->owner), (int)NDIS_PACKET_CLIENT);
	for (i = 0; i < ARRAY_SIZE(owners); i++) {
		atomic_set(&block->owner, owners[i]);
		NdisFreePacket(packet);
		EXPECT_VIOLATIONS(test, NDIS_PACKET_OWNER, 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&block->owner), (int)owners[i]);
		KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 1u);
	}
	/* The shim may free what it lent. */
	ndis_packet_free(packet);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	ndis_packet_free(packet);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisFreePacketPool(pool);
}

static void freeing_leaves_the_buffers_alone(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0);
	PNDIS_PACKET packet = take(test, pool);
	NDIS_STATUS status;
	PNDIS_BUFFER buffer;
	u8 data[8];

	NdisAllocateBuffer(&status, &buffer, NULL, data, sizeof(data));
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisChainBufferAtBack(packet, buffer);
	NdisFreePacket(packet);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)NdisBufferVirtualAddress(buffer), &data[0]);
	NdisFreeBuffer(buffer);
	EXPECT_NO_VIOLATION(test);
	NdisFreePacketPool(pool);
}

static void pool_freed_with_packets_out(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 0, 0);
	PNDIS_PACKET one = take(test, pool), two = take(test, pool);
	unsigned int live = ndis_objects_live();

	NdisFreePacketPool(pool);
	EXPECT_VIOLATIONS(test, NDIS_POOL_IN_USE, 1);
	take_fails(test, pool, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisFreePacketPool(pool);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);

	/* The memory is still there, and goes with the last of them. */
	memset(one->ProtocolReserved, 0xff, 32);
	memset(two->ProtocolReserved, 0xff, 32);
	NdisFreePacket(one);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live);
	KUNIT_EXPECT_GT(test, client_pool(), 0l);
	NdisFreePacket(two);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live - 1);
	KUNIT_EXPECT_EQ(test, client_pool(), 0l);
	EXPECT_NO_VIOLATION(test);
}

static void foreign_handles_are_no_pools(struct kunit *test)
{
	NDIS_STATUS status;
	NDIS_HANDLE buffers;

	NdisAllocateBufferPool(&status, &buffers, 1);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	take_fails(test, buffers, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	NdisFreePacketPool(buffers);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	NdisSetPacketPoolProtocolId(NULL, 1);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisFreeBufferPool(buffers);
}

static void packets_at_dispatch_level(struct kunit *test)
{
	NDIS_STATUS status;
	PNDIS_PACKET one, two;
	NDIS_HANDLE pool;

	local_bh_disable();
	NdisAllocatePacketPoolEx(&status, &pool, 1, 1, 16);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisDprAllocatePacket(&status, &one, pool);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisDprAllocatePacketNonInterlocked(&status, &two, pool);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 2u);
	NdisDprFreePacket(one);
	NdisDprFreePacketNonInterlocked(two);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	NdisFreePacketPool(pool);
	local_bh_enable();
	EXPECT_NO_VIOLATION(test);
}

/* ---- at unload ---- */

static void unload_names_a_forgotten_pool(struct kunit *test)
{
	unsigned int live = ndis_objects_live();

	pool_create(test, 2, 0, 0);
	client_unload();
	EXPECT_VIOLATIONS(test, NDIS_OBJECT_LEAK, 1);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live);
}

/* A packet that somebody else still has does not go with its driver. */
static void unload_with_packets_out(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 0, 0);
	PNDIS_PACKET packet = take(test, pool);
	unsigned int live = ndis_objects_live();
	u64 leaks = nt_violation_count(NT_RULE_POOL_LEAK);

	client_unload();
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_OBJECT_LEAK) -
			client.of_rule[NT_RULE_NDIS_OBJECT_LEAK], 1ull);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_POOL_LEAK) - leaks, 1ull);
	client_look();
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live);
	KUNIT_EXPECT_NOT_NULL(test, ndis_packet_block(packet, "t"));
	ndis_packet_free(packet);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live - 1);
	EXPECT_NO_VIOLATION(test);
}

/* ---- from driver to driver ---- */

static void per_packet_info_is_copied(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0), longer = pool_create(test, 1, 0, 200);
	PNDIS_PACKET from = take(test, pool), to = take(test, longer);
	unsigned int i, way;

	for (way = 0; way < 2; way++) {
		for (i = 0; i < MaxPerPacketInfo; i++) {
			NDIS_PER_PACKET_INFO_FROM_PACKET(from, i) = (PVOID)(ULONG_PTR)(i + 1);
			NDIS_PER_PACKET_INFO_FROM_PACKET(to, i) = NULL;
		}
		NDIS_SET_ORIGINAL_PACKET(to, to);
		if (way)
			NdisIMCopySendCompletePerPacketInfo(to, from);
		else
			NdisIMCopySendPerPacketInfo(to, from);
		for (i = 0; i < MaxPerPacketInfo; i++) {
			if (i != OriginalPacketInfo)
				KUNIT_EXPECT_EQ(test,
						(ULONG_PTR)NDIS_PER_PACKET_INFO_FROM_PACKET(to, i),
						(ULONG_PTR)(i + 1));
		}
		KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_ORIGINAL_PACKET(to), to);
	}
	EXPECT_NO_VIOLATION(test);
	NdisIMCopySendPerPacketInfo(to, NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisIMCopySendCompletePerPacketInfo(NULL, from);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);

	/* A driver that wrote over the descriptor: nothing beside it is touched. */
	to->Private.NdisPacketOobOffset = 0xfff8;
	NdisIMCopySendPerPacketInfo(to, from);
	EXPECT_NO_VIOLATION(test);
	NdisFreePacket(from);
	NdisFreePacket(to);
	NdisFreePacketPool(pool);
	NdisFreePacketPool(longer);
}

static void packet_stack_is_used_up(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0);
	PNDIS_PACKET packet = take(test, pool);
	BOOLEAN remaining = TRUE;

	KUNIT_EXPECT_NULL(test, NdisIMGetCurrentPacketStack(packet, &remaining));
	KUNIT_EXPECT_EQ(test, remaining, FALSE);
	NdisFreePacket(packet);
	NdisFreePacketPool(pool);
}

static void places_that_are_not_there(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 1, 0, 0), other = NULL;
	NDIS_STATUS status = 0x12345;
	PNDIS_PACKET packet = NULL;
	UINT copied = 5;

	NdisAllocatePacket(NULL, &packet, pool);
	NdisAllocatePacket(&status, NULL, pool);
	NdisAllocatePacketPool(NULL, &other, 1, 0);
	NdisAllocatePacketPool(&status, NULL, 1, 0);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 4);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	packet = take(test, pool);
	NdisCopyFromPacketToPacket(packet, 0, 1, NULL, 0, &copied);
	KUNIT_EXPECT_EQ(test, copied, 0u);
	NdisCopyFromPacketToPacket(NULL, 0, 1, packet, 0, &copied);
	NdisCopyFromPacketToPacket(packet, 0, 1, packet, 0, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 3);
	NdisFreePacket(packet);
	NdisFreePacket(NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_PACKET, 1);
	NdisFreePacketPool(pool);
}

static void allocations_fail_on_request(struct kunit *test)
{
	NDIS_HANDLE pool = pool_create(test, 2, 0, 0);
	PNDIS_PACKET packet;

	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 2);
	packet = take(test, pool);
	take_fails(test, pool, NDIS_STATUS_RESOURCES);
	NdisFreePacket(packet);
	packet = take(test, pool);
	NdisFreePacket(packet);
	KUNIT_EXPECT_EQ(test, NdisPacketPoolUsage(pool), 0u);
	NdisFreePacketPool(pool);
}

static struct kunit_case packet_cases[] = {
	KUNIT_CASE(pool_limit_is_hard),
	KUNIT_CASE(pool_of_a_plain_number_has_no_overflow),
	KUNIT_CASE(pool_number_is_bounded),
	KUNIT_CASE(pool_sum_is_cut),
	KUNIT_CASE(pool_number_is_reserved),
	KUNIT_CASE(pool_usage_counts_what_is_out),
	KUNIT_CASE(packet_is_as_new_each_time),
	KUNIT_CASE(packet_always_has_room_for_a_protocol),
	KUNIT_CASE(packet_knows_its_pool),
	KUNIT_CASE(packets_carry_the_protocol_id),
	KUNIT_CASE(packet_size_counts_all_of_it),
	KUNIT_CASE(reinitialize_forgets_the_chain_only),
	KUNIT_CASE(out_of_band_data_does_not_overlap),
	KUNIT_CASE(packet_freed_twice),
	KUNIT_CASE(freed_packet_waits_its_turn),
	KUNIT_CASE(not_a_packet),
	KUNIT_CASE(packet_in_use_is_not_freed),
	KUNIT_CASE(freeing_leaves_the_buffers_alone),
	KUNIT_CASE(pool_freed_with_packets_out),
	KUNIT_CASE(foreign_handles_are_no_pools),
	KUNIT_CASE(packets_at_dispatch_level),
	KUNIT_CASE(unload_names_a_forgotten_pool),
	KUNIT_CASE(unload_with_packets_out),
	KUNIT_CASE(per_packet_info_is_copied),
	KUNIT_CASE(packet_stack_is_used_up),
	KUNIT_CASE(places_that_are_not_there),
	KUNIT_CASE(allocations_fail_on_request),
	{}
};

static struct kunit_suite packet_suite = {
	.name = "ndis_packet",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = packet_cases,
};

kunit_test_suite(packet_suite);
