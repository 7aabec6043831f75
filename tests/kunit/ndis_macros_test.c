// SPDX-License-Identifier: GPL-2.0
/*
 * What the macros and inline functions of NDIS's headers do by themselves, on
 * packets and buffers that no pool has seen; and the NT base that comes with
 * ndis.h. Pools, chains and their misuse are in ndis_packet_test.c and
 * ndis_buffer_test.c.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/string.h>

#include <ndis.h>
#include <ntmodule.h>

#include "ndis_macros_idioms.h"
#include "verifier.h"

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");

NT_MODULE_GLOBALS;

/* A packet as a pool lays it out, with 8 bytes for the protocol. */
struct own_packet {
	NDIS_PACKET packet;
	NDIS_PACKET_OOB_DATA oob;
	NDIS_PACKET_EXTENSION extension;
};

static void packet_make(struct own_packet *own)
{
	memset(own, 0, sizeof(*own));
	own->packet.Private.NdisPacketOobOffset = offsetof(struct own_packet, oob);
	own->packet.Private.NdisPacketFlags = fPACKET_ALLOCATED_BY_NDIS;
}

static void mdl_make(PMDL mdl, void *data, u32 bytes, PMDL next)
{
	MmInitializeMdl(mdl, data, bytes);
	MmBuildMdlForNonPagedPool(mdl);
	mdl->Next = next;
}

/* ---- packets ---- */

static void packet_fields_are_assigned_to(struct kunit *test)
{
	struct own_packet own;
	PNDIS_PACKET packet = &own.packet;
	MDL mdl;
	ULONG flags;

	packet_make(&own);
	NdisGetPacketFlags(packet) = 0x1;
	KUNIT_EXPECT_EQ(test, packet->Private.Flags, 0x1u);
	NdisSetPacketFlags(packet, 0x80);
	KUNIT_EXPECT_EQ(test, NdisGetPacketFlags(packet), 0x81u);
	NdisClearPacketFlags(packet, 0x1);
	KUNIT_EXPECT_EQ(test, NdisGetPacketFlags(packet), 0x80u);
	NdisSetSendFlags(packet, 0x202);
	NdisQuerySendFlags(packet, &flags);
	KUNIT_EXPECT_EQ(test, flags, 0x202u);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_PROTOCOL_TYPE(packet),
			(ULONG)NDIS_PROTOCOL_ID_TCP_IP);

	NDIS_PACKET_FIRST_NDIS_BUFFER(packet) = &mdl;
	NDIS_PACKET_LAST_NDIS_BUFFER(packet) = NDIS_PACKET_FIRST_NDIS_BUFFER(packet);
	NDIS_PACKET_VALID_COUNTS(packet) = TRUE;
	KUNIT_EXPECT_PTR_EQ(test, packet->Private.Head, &mdl);
	KUNIT_EXPECT_PTR_EQ(test, packet->Private.Tail, &mdl);
	KUNIT_EXPECT_EQ(test, packet->Private.ValidCounts, (BOOLEAN)TRUE);
}

static void out_of_band_data_is_where_the_packet_says(struct kunit *test)
{
	struct own_packet own;
	PNDIS_PACKET packet = &own.packet;

	packet_make(&own);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_OOB_DATA_FROM_PACKET(packet), &own.oob);
	NDIS_SET_PACKET_STATUS(packet, NDIS_STATUS_RESOURCES);
	NDIS_SET_PACKET_HEADER_SIZE(packet, 14);
	NDIS_SET_PACKET_TIME_TO_SEND(packet, 1ULL << 40);
	KUNIT_EXPECT_EQ(test, own.oob.TimeToSend, 1ULL << 40);
	NDIS_SET_PACKET_TIME_SENT(packet, 1ULL << 41);
	NDIS_SET_PACKET_TIME_RECEIVED(packet, 1ULL << 42);
	KUNIT_EXPECT_EQ(test, own.oob.Status, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, own.oob.HeaderSize, 14u);
	KUNIT_EXPECT_EQ(test, own.oob.TimeSent, 1ULL << 41);
	KUNIT_EXPECT_EQ(test, own.oob.TimeReceived, 1ULL << 42);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_STATUS(packet), NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_HEADER_SIZE(packet), 14u);
	/* One word for both times of a send. */
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_TIME_TO_SEND(packet), 1ULL << 41);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_TIME_SENT(packet), 1ULL << 41);
	KUNIT_EXPECT_EQ(test, NDIS_GET_PACKET_TIME_RECEIVED(packet), 1ULL << 42);
}

static void media_specific_info_needs_both_flags(struct kunit *test)
{
	struct own_packet own;
	PNDIS_PACKET packet = &own.packet;
	struct own_packet *typed = &own;
	u8 info[8];
	UINT size = 1;

	packet_make(&own);
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &typed, &size);
	KUNIT_EXPECT_NULL(test, typed);
	KUNIT_EXPECT_EQ(test, size, 0u);

	/* Statements, not blocks: an else may follow. */
	if (packet)
		NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, info, sizeof(info));
	else
		NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &typed, &size);
	KUNIT_EXPECT_EQ(test, packet->Private.NdisPacketFlags, (UCHAR)0xc0);
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &typed, &size);
	KUNIT_EXPECT_PTR_EQ(test, (void *)typed, (void *)info);
	KUNIT_EXPECT_EQ(test, size, 8u);

	packet->Private.NdisPacketFlags = fPACKET_CONTAINS_MEDIA_SPECIFIC_INFO;
	NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(packet, &typed, &size);
	KUNIT_EXPECT_NULL(test, typed);
	KUNIT_EXPECT_EQ(test, size, 0u);
	/* A packet that NDIS has not allocated has no room for it. */
	packet->Private.NdisPacketFlags = 0;
	NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(packet, NULL, 1);
	KUNIT_EXPECT_EQ(test, packet->Private.NdisPacketFlags, (UCHAR)0);
	KUNIT_EXPECT_EQ(test, own.oob.SizeMediaSpecificInfo, 8u);
}

static void per_packet_info_follows(struct kunit *test)
{
	struct own_packet own, original;
	PNDIS_PACKET packet = &own.packet;

	packet_make(&own);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_PACKET_EXTENSION_FROM_PACKET(packet), &own.extension);
	NDIS_PER_PACKET_INFO_FROM_PACKET(packet, Ieee8021QInfo) = (PVOID)0x123;
	KUNIT_EXPECT_PTR_EQ(test, own.extension.NdisPacketInfo[6], (PVOID)0x123);
	NDIS_SET_ORIGINAL_PACKET(packet, &original.packet);
	KUNIT_EXPECT_PTR_EQ(test, own.extension.NdisPacketInfo[7], (PVOID)&original.packet);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_ORIGINAL_PACKET(packet), &original.packet);
	NDIS_SET_PACKET_CANCEL_ID(packet, (ULONG_PTR)0x42000000);
	KUNIT_EXPECT_PTR_EQ(test, own.extension.NdisPacketInfo[8], (PVOID)0x42000000);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_GET_PACKET_CANCEL_ID(packet), (PVOID)0x42000000);
}

/* ---- buffers ---- */

static void buffers_are_asked_in_any_type(struct kunit *test)
{
	u8 *data = kunit_kzalloc(test, 2 * PAGE_SIZE, GFP_KERNEL);
	struct own_packet *typed;
	MDL first, second;
	PNDIS_BUFFER next;
	UINT length, offset, pages;

	KUNIT_ASSERT_NOT_NULL(test, data);
	mdl_make(&second, data + PAGE_SIZE - 2, 4, NULL);
	mdl_make(&first, data, 10, &second);

	NdisQueryBuffer(&first, &typed, &length);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)typed, &data[0]);
	KUNIT_EXPECT_EQ(test, length, 10u);
	NdisQueryBuffer(&second, NULL, &length);
	KUNIT_EXPECT_EQ(test, length, 4u);
	NdisQueryBufferSafe(&second, &typed, &length, NormalPagePriority);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)typed, data + PAGE_SIZE - 2);
	NdisQueryBufferOffset(&second, &offset, &length);
	KUNIT_EXPECT_EQ(test, offset, (UINT)((unsigned long)(data + PAGE_SIZE - 2) % PAGE_SIZE));
	KUNIT_EXPECT_EQ(test, length, 4u);
	NdisGetNextBuffer(&first, &next);
	KUNIT_EXPECT_PTR_EQ(test, next, &second);
	KUNIT_EXPECT_PTR_EQ(test, NDIS_BUFFER_LINKAGE(&first), &second);
	KUNIT_EXPECT_EQ(test, NdisBufferLength(&first), 10u);
	NdisAdjustBufferLength(&first, 6);
	KUNIT_EXPECT_EQ(test, NdisBufferLength(&first), 6u);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)NdisBufferVirtualAddress(&first), data);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)NdisBufferVirtualAddressSafe(&first, HighPagePriority),
			    data);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)MmGetSystemAddressForMdl(&first), data);

	/* What is not mapped has no address; its length is known all the same. */
	first.MdlFlags = 0;
	NdisQueryBufferSafe(&first, &typed, &length, NormalPagePriority);
	KUNIT_EXPECT_NULL(test, typed);
	KUNIT_EXPECT_EQ(test, length, 6u);

	KUNIT_EXPECT_EQ(test, NDIS_BUFFER_TO_SPAN_PAGES(&second),
			(unsigned long)data % PAGE_SIZE ? 1u : 2u);
	MmInitializeMdl(&first, (void *)(PAGE_SIZE - 1), PAGE_SIZE + 2);
	NdisGetBufferPhysicalArraySize(&first, &pages);
	KUNIT_EXPECT_EQ(test, pages, 3u);
	MmInitializeMdl(&first, (void *)PAGE_SIZE, 0);
	KUNIT_EXPECT_EQ(test, NDIS_BUFFER_TO_SPAN_PAGES(&first), 1u);
}

static void first_buffer_and_all_lengths(struct kunit *test)
{
	struct own_packet own, *typed = &own;
	u8 data[64];
	MDL first, second;
	PNDIS_BUFFER buffer = &first;
	UINT length = 1, total = 1;

	packet_make(&own);
	NdisGetFirstBufferFromPacket(&own.packet, &buffer, &typed, &length, &total);
	KUNIT_EXPECT_NULL(test, buffer);
	KUNIT_EXPECT_NULL(test, typed);
	KUNIT_EXPECT_EQ(test, length, 0u);
	KUNIT_EXPECT_EQ(test, total, 0u);

	mdl_make(&second, data + 14, 50, NULL);
	mdl_make(&first, data, 14, &second);
	own.packet.Private.Head = &first;
	own.packet.Private.Tail = &second;
	NdisGetFirstBufferFromPacketSafe(&own.packet, &buffer, &typed, &length, &total,
					 NormalPagePriority);
	KUNIT_EXPECT_PTR_EQ(test, buffer, &first);
	KUNIT_EXPECT_PTR_EQ(test, (u8 *)typed, &data[0]);
	KUNIT_EXPECT_EQ(test, length, 14u);
	KUNIT_EXPECT_EQ(test, total, 64u);
}

/* ---- names, addresses, bytes ---- */

static void string_constants(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("UpperBindings");
	NDIS_STRING empty = NDIS_STRING_CONST("");
	NDIS_STRING none;

	KUNIT_EXPECT_EQ(test, name.Length, (USHORT)26);
	KUNIT_EXPECT_EQ(test, name.MaximumLength, (USHORT)28);
	KUNIT_EXPECT_EQ(test, memcmp(name.Buffer, L"UpperBindings", 28), 0);
	KUNIT_EXPECT_EQ(test, empty.Length, (USHORT)0);
	KUNIT_EXPECT_EQ(test, empty.MaximumLength, (USHORT)2);
	NdisInitUnicodeString(&none, NULL);
	KUNIT_EXPECT_EQ(test, none.Length | none.MaximumLength, 0);
	KUNIT_EXPECT_NULL(test, none.Buffer);
}

static void physical_addresses(struct kunit *test)
{
	static NDIS_PHYSICAL_ADDRESS all = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);
	NDIS_PHYSICAL_ADDRESS some = NDIS_PHYSICAL_ADDRESS_CONST(0x89abcdef, 0x1234567);

	KUNIT_EXPECT_EQ(test, all.QuadPart, -1LL);
	KUNIT_EXPECT_EQ(test, some.QuadPart, 0x123456789abcdefLL);
	KUNIT_EXPECT_EQ(test, NdisGetPhysicalAddressLow(some), 0x89abcdefu);
	KUNIT_EXPECT_EQ(test, NdisGetPhysicalAddressHigh(some), 0x1234567);
	NdisSetPhysicalAddressLow(some, 1);
	NdisSetPhysicalAddressHigh(some, 2);
	KUNIT_EXPECT_EQ(test, some.QuadPart, 0x200000001LL);
}

static void ethernet_addresses(struct kunit *test)
{
	static const u8 small[6] = { 0x02, 0, 0, 0, 0, 1 }, great[6] = { 0x02, 0, 0, 0, 0, 2 };
	static const u8 other[6] = { 0x03, 0, 0, 0, 0, 1 };
	static const u8 all[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	static const u8 nearly[6] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xfe };
	u8 copy[7] = { [6] = 0x77 };
	UINT different;
	INT order;

	ETH_COPY_NETWORK_ADDRESS(copy, small);
	KUNIT_EXPECT_EQ(test, memcmp(copy, small, 6), 0);
	KUNIT_EXPECT_EQ(test, copy[6], (u8)0x77);
	ETH_COMPARE_NETWORK_ADDRESSES_EQ(copy, small, &different);
	KUNIT_EXPECT_EQ(test, different, 0u);
	ETH_COMPARE_NETWORK_ADDRESSES_EQ(other, small, &different);
	KUNIT_EXPECT_EQ(test, different, 1u);
	ETH_COMPARE_NETWORK_ADDRESSES_EQ(great, small, &different);
	KUNIT_EXPECT_EQ(test, different, 1u);
	ETH_COMPARE_NETWORK_ADDRESSES(great, small, &order);
	KUNIT_EXPECT_EQ(test, order, 1);
	ETH_COMPARE_NETWORK_ADDRESSES(small, great, &order);
	KUNIT_EXPECT_EQ(test, order, -1);
	ETH_COMPARE_NETWORK_ADDRESSES(other, great, &order);
	KUNIT_EXPECT_EQ(test, order, -1);
	ETH_COMPARE_NETWORK_ADDRESSES(copy, small, &order);
	KUNIT_EXPECT_EQ(test, order, 0);
	KUNIT_EXPECT_FALSE(test, ETH_IS_MULTICAST(small));
	KUNIT_EXPECT_TRUE(test, ETH_IS_MULTICAST(other));
	KUNIT_EXPECT_TRUE(test, ETH_IS_BROADCAST(all));
	KUNIT_EXPECT_FALSE(test, ETH_IS_BROADCAST(nearly));
}

static void unaligned_numbers(struct kunit *test)
{
	u8 bytes[8] = { 0 };
	ULONG value = 0;

	NdisStoreUlong(bytes + 1, 0x12345678);
	KUNIT_EXPECT_EQ(test, bytes[0] | bytes[5], 0);
	NdisRetrieveUlong(&value, bytes + 1);
	KUNIT_EXPECT_EQ(test, value, 0x12345678u);
	NdisCopyLookaheadData(bytes + 2, bytes + 1, 4, NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA);
	NdisRetrieveUlong(&value, bytes + 2);
	KUNIT_EXPECT_EQ(test, value, 0x12345678u);
}

static void pointers_as_numbers(struct kunit *test)
{
	PVOID pointer = (PVOID)0xfedcba9887654321UL;

	KUNIT_EXPECT_EQ(test, PtrToUlong(pointer), 0x87654321u);
	KUNIT_EXPECT_EQ(test, PtrToUint(pointer), 0x87654321u);
	KUNIT_EXPECT_EQ(test, PtrToUshort(pointer), (USHORT)0x4321);
	KUNIT_EXPECT_EQ(test, PtrToLong(pointer), (LONG)0x87654321);
	KUNIT_EXPECT_EQ(test, HandleToUlong(pointer), 0x87654321u);
	KUNIT_EXPECT_PTR_EQ(test, UlongToPtr(0x87654321), (PVOID)0x87654321UL);
	KUNIT_EXPECT_PTR_EQ(test, UlongToHandle(0x87654321), (PVOID)0x87654321UL);
	KUNIT_EXPECT_PTR_EQ(test, LongToPtr(0x87654321), (PVOID)0xffffffff87654321UL);
}

static void work_items_are_filled_in(struct kunit *test)
{
	NDIS_WORK_ITEM item;

	memset(&item, 0xa5, sizeof(item));
	NdisInitializeWorkItem(&item, ndis_idioms_work, test);
	KUNIT_EXPECT_PTR_EQ(test, item.Context, (PVOID)test);
	KUNIT_EXPECT_TRUE(test, item.Routine == ndis_idioms_work);
}

/* ---- the NT base that comes along ---- */

static void interlocked_lists(struct kunit *test)
{
	LIST_ENTRY head, one, two, three, four;
	KSPIN_LOCK lock;

	InitializeListHead(&head);
	KeInitializeSpinLock(&lock);
	KUNIT_EXPECT_NULL(test, ExInterlockedRemoveHeadList(&head, &lock));
	KUNIT_EXPECT_NULL(test, ExInterlockedInsertTailList(&head, &two, &lock));
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedInsertTailList(&head, &three, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedInsertHeadList(&head, &one, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedInsertTailList(&head, &four, &lock), &three);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedRemoveHeadList(&head, &lock), &one);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedRemoveHeadList(&head, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedRemoveHeadList(&head, &lock), &three);
	KUNIT_EXPECT_PTR_EQ(test, ExInterlockedRemoveHeadList(&head, &lock), &four);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&head));
	KUNIT_EXPECT_NULL(test, ExInterlockedInsertHeadList(&head, &one, &lock));
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
}

static void lists_by_their_ndis_names(struct kunit *test)
{
	NPAGED_LOOKASIDE_LIST lookaside;
	LIST_ENTRY head = { NULL, NULL };
	LONG count = 1;
	u8 *entry;

	NdisInitializeListHead(&head);
	KUNIT_EXPECT_TRUE(test, IsListEmpty(&head));
	KUNIT_EXPECT_EQ(test, NdisInterlockedIncrement(&count), 2);
	KUNIT_EXPECT_EQ(test, NdisInterlockedDecrement(&count), 1);
	NdisInitializeNPagedLookasideList(&lookaside, NULL, NULL, 0, 100, 0x6b6f6f4c, 0);
	entry = NdisAllocateFromNPagedLookasideList(&lookaside);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	memset(entry, 0xa5, 100);
	NdisFreeToNPagedLookasideList(&lookaside, entry);
	NdisDeleteNPagedLookasideList(&lookaside);
}

static void processors_have_small_numbers(struct kunit *test)
{
	ULONG number;

	local_bh_disable();
	number = KeGetCurrentProcessorNumber();
	KUNIT_EXPECT_LT(test, number, 32u);
	KUNIT_EXPECT_EQ(test, number, (ULONG)smp_processor_id() % 32);
	local_bh_enable();
}

static void idioms_of_the_ddk(struct kunit *test)
{
	const struct ndis_idioms idioms = ndis_idioms();

	KUNIT_EXPECT_EQ(test, idioms.finally, 1);
	KUNIT_EXPECT_EQ(test, idioms.left, 1);
	KUNIT_EXPECT_EQ(test, idioms.handled, 0);
	KUNIT_EXPECT_EQ(test, idioms.packed, 5u);
	KUNIT_EXPECT_EQ(test, idioms.packed_the_old_way, 5u);
	KUNIT_EXPECT_EQ(test, idioms.natural, 8u);
	KUNIT_EXPECT_EQ(test, idioms.tag, 0x74736554u);
	KUNIT_EXPECT_EQ(test, idioms.embedded, 7);
	KUNIT_EXPECT_EQ(test, idioms.present, 1);
}

static struct kunit_case ndis_macros_cases[] = {
	KUNIT_CASE(packet_fields_are_assigned_to),
	KUNIT_CASE(out_of_band_data_is_where_the_packet_says),
	KUNIT_CASE(media_specific_info_needs_both_flags),
	KUNIT_CASE(per_packet_info_follows),
	KUNIT_CASE(buffers_are_asked_in_any_type),
	KUNIT_CASE(first_buffer_and_all_lengths),
	KUNIT_CASE(string_constants),
	KUNIT_CASE(physical_addresses),
	KUNIT_CASE(ethernet_addresses),
	KUNIT_CASE(unaligned_numbers),
	KUNIT_CASE(pointers_as_numbers),
	KUNIT_CASE(work_items_are_filled_in),
	KUNIT_CASE(interlocked_lists),
	KUNIT_CASE(lists_by_their_ndis_names),
	KUNIT_CASE(processors_have_small_numbers),
	KUNIT_CASE(idioms_of_the_ddk),
	{}
};

static struct kunit_suite ndis_macros_suite = {
	.name = "ndis_shim_ndis_macros",
	.test_cases = ndis_macros_cases,
};

kunit_test_suite(ndis_macros_suite);
