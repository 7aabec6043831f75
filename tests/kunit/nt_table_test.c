// SPDX-License-Identifier: GPL-2.0
/*
 * Generic tables, reader/writer spin locks, memory as hardware sees it, event tracing.
 */
#include <linux/io.h>
#include <linux/kthread.h>
#include <linux/mm.h>

#include "nt_device_mock.h"

/* ---- tables of both kinds ---- */

static unsigned int allocated;
static bool full;

static void *element_alloc(CLONG size)
{
	if (full)
		return NULL;
	allocated++;
	return kmalloc(size, GFP_KERNEL);
}

static void element_free(void *element)
{
	allocated--;
	kfree(element);
}

static RTL_GENERIC_COMPARE_RESULTS order(void *a, void *b)
{
	u32 x = *(u32 *)a, y = *(u32 *)b;

	return x < y ? GenericLessThan : x > y ? GenericGreaterThan : GenericEqual;
}

static RTL_GENERIC_COMPARE_RESULTS compare(PRTL_GENERIC_TABLE table, PVOID a, PVOID b)
{
	return order(a, b);
}

static PVOID allocate(PRTL_GENERIC_TABLE table, CLONG size)
{
	return element_alloc(size);
}

static VOID release(PRTL_GENERIC_TABLE table, PVOID element)
{
	element_free(element);
}

static RTL_GENERIC_COMPARE_RESULTS compare_avl(PRTL_AVL_TABLE table, PVOID a, PVOID b)
{
	return order(a, b);
}

static PVOID allocate_avl(PRTL_AVL_TABLE table, CLONG size)
{
	return element_alloc(size);
}

static VOID release_avl(PRTL_AVL_TABLE table, PVOID element)
{
	element_free(element);
}

static void tables_are_sorted_sets(struct kunit *test)
{
	static const u32 values[] = { 50, 10, 30, 20, 40 };
	RTL_GENERIC_TABLE table;
	BOOLEAN is_new;
	u32 i, *found;
	PVOID key = NULL;

	RtlInitializeGenericTable(&table, compare, allocate, release, test);
	KUNIT_EXPECT_PTR_EQ(test, table.TableContext, (PVOID)test);
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmpty(&table));
	for (i = 0; i < ARRAY_SIZE(values); i++) {
		found = RtlInsertElementGenericTable(&table, (PVOID)&values[i], 4, &is_new);
		KUNIT_ASSERT_NOT_NULL(test, found);
		KUNIT_EXPECT_EQ(test, *found, values[i]);
		KUNIT_EXPECT_TRUE(test, is_new);
	}
	KUNIT_EXPECT_PTR_EQ(test,
			    RtlInsertElementGenericTable(&table, (PVOID)&values[4], 4, &is_new),
			    (PVOID)found);
	KUNIT_EXPECT_FALSE(test, is_new);
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElements(&table), 5u);
	for (i = 10, found = RtlEnumerateGenericTable(&table, TRUE); found;
	     i += 10, found = RtlEnumerateGenericTable(&table, FALSE)) {
		KUNIT_EXPECT_EQ(test, *found, i);
		KUNIT_EXPECT_PTR_EQ(test, RtlEnumerateGenericTableWithoutSplaying(&table, &key),
				    (PVOID)found);
	}
	KUNIT_EXPECT_EQ(test, i, 60u);
	KUNIT_EXPECT_EQ(test, *(u32 *)RtlGetElementGenericTable(&table, 1), 10u);
	KUNIT_EXPECT_NULL(test, RtlGetElementGenericTable(&table, 5));
	full = true;
	i = 7;
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTable(&table, &i, 4, &is_new));
	full = false;
	KUNIT_EXPECT_FALSE(test, RtlDeleteElementGenericTable(&table, &i));
	for (i = 10; i < 60; i += 10) {
		KUNIT_EXPECT_NOT_NULL(test, RtlLookupElementGenericTable(&table, &i));
		KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTable(&table, &i));
		KUNIT_EXPECT_NULL(test, RtlLookupElementGenericTable(&table, &i));
	}
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmpty(&table));
	KUNIT_EXPECT_NULL(test, RtlGetElementGenericTable(&table, 0));
	KUNIT_EXPECT_EQ(test, allocated, 0u);
}

static void avl_tables_may_shrink_while_enumerated(struct kunit *test)
{
	u32 i, value, last = 0, *found;
	TABLE_SEARCH_RESULT result;
	RTL_AVL_TABLE table;
	BOOLEAN is_new;
	PVOID node;

	RtlInitializeGenericTableAvl(&table, compare_avl, allocate_avl, release_avl, NULL);
	for (i = 0; i < 200; i++) {
		value = (i * 37) % 200;
		RtlInsertElementGenericTableAvl(&table, &value, 4, &is_new);
		KUNIT_EXPECT_TRUE(test, is_new);
	}
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElementsAvl(&table), 200u);
	KUNIT_EXPECT_EQ(test, *(u32 *)RtlGetElementGenericTableAvl(&table, 123), 123u);
	/* Every second one goes, the one just seen. */
	for (i = 0, found = RtlEnumerateGenericTableAvl(&table, TRUE); found;
	     i++, found = RtlEnumerateGenericTableAvl(&table, FALSE)) {
		last = *found;
		KUNIT_EXPECT_EQ(test, last, i);
		if (i % 2)
			KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, &last));
	}
	KUNIT_EXPECT_EQ(test, i, 200u);
	KUNIT_EXPECT_EQ(test, RtlNumberGenericTableElementsAvl(&table), 100u);
	value = 101;
	KUNIT_EXPECT_NULL(test,
			  RtlLookupElementGenericTableFullAvl(&table, &value, &node, &result));
	KUNIT_EXPECT_NE(test, (int)result, (int)TableFoundNode);
	found = RtlInsertElementGenericTableFullAvl(&table, &value, 4, &is_new, node, result);
	KUNIT_EXPECT_TRUE(test, is_new);
	KUNIT_EXPECT_PTR_EQ(test,
			    RtlLookupFirstMatchingElementGenericTableAvl(&table, &value, &node),
			    (PVOID)found);
	/* That place is taken now. */
	KUNIT_EXPECT_NULL(test, RtlInsertElementGenericTableFullAvl(&table, &value, 4, &is_new,
								    NULL, TableEmptyTree));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	while ((found = RtlGetElementGenericTableAvl(&table, 0)))
		KUNIT_EXPECT_TRUE(test, RtlDeleteElementGenericTableAvl(&table, found));
	KUNIT_EXPECT_TRUE(test, RtlIsGenericTableEmptyAvl(&table));
	KUNIT_EXPECT_EQ(test, allocated, 0u);
}

/* ---- locks ---- */

static EX_SPIN_LOCK lock;
static unsigned int guarded, copies[2], differed;

static int uses_it(void *context)
{
	unsigned int i;
	KIRQL irql;

	for (i = 0; i < 20000; i++) {
		if (i % 4 == 0) {
			irql = ExAcquireSpinLockExclusive(&lock);
			copies[0] = ++guarded;
			barrier();
			copies[1] = guarded;
			ExReleaseSpinLockExclusive(&lock, irql);
		} else {
			irql = ExAcquireSpinLockShared(&lock);
			if (READ_ONCE(copies[0]) != READ_ONCE(copies[1]))
				WRITE_ONCE(differed, 1);
			ExReleaseSpinLockShared(&lock, irql);
		}
	}
	complete(context);
	return 0;
}

static void writers_are_alone(struct kunit *test)
{
	struct completion done[4];
	unsigned int i;

	lock = 0;
	guarded = 0;
	differed = 0;
	memset(copies, 0, sizeof(copies));
	for (i = 0; i < ARRAY_SIZE(done); i++) {
		init_completion(&done[i]);
		KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(uses_it, &done[i], "spin/%u", i)));
	}
	for (i = 0; i < ARRAY_SIZE(done); i++)
		wait_for_completion(&done[i]);
	KUNIT_EXPECT_EQ(test, guarded, 20000u);
	KUNIT_EXPECT_EQ(test, differed, 0u);
	KUNIT_EXPECT_EQ(test, lock, 0);
}

static void readers_and_writers_try(struct kunit *test)
{
	KIRQL irql;

	lock = 0;
	irql = ExAcquireSpinLockShared(&lock);
	KUNIT_EXPECT_EQ(test, irql, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KUNIT_EXPECT_FALSE(test, ExTryAcquireSpinLockExclusiveAtDpcLevel(&lock));
	KUNIT_EXPECT_TRUE(test, ExTryAcquireSpinLockSharedAtDpcLevel(&lock));
	KUNIT_EXPECT_FALSE(test, ExTryConvertSharedSpinLockExclusive(&lock));
	ExReleaseSpinLockSharedFromDpcLevel(&lock);
	KUNIT_EXPECT_TRUE(test, ExTryConvertSharedSpinLockExclusive(&lock));
	KUNIT_EXPECT_FALSE(test, ExTryAcquireSpinLockSharedAtDpcLevel(&lock));
	ExReleaseSpinLockShared(&lock, irql);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ExReleaseSpinLockExclusive(&lock, irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ExReleaseSpinLockExclusive(&lock, irql);
	ExReleaseSpinLockShared(&lock, irql);
	KUNIT_EXPECT_FALSE(test, ExTryConvertSharedSpinLockExclusive(&lock));
	MOCK_EXPECT_VIOLATIONS(test, 3);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KUNIT_EXPECT_TRUE(test, ExTryAcquireSpinLockExclusiveAtDpcLevel(&lock));
	ExReleaseSpinLockExclusiveFromDpcLevel(&lock);
	KUNIT_EXPECT_EQ(test, lock, 0);
}

/* ---- memory and ports ---- */

static void contiguous_memory_has_an_address(struct kunit *test)
{
	PHYSICAL_ADDRESS all = { .QuadPart = -1 }, none = {};
	u8 *data = MmAllocateContiguousMemory(5000, all);

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, offset_in_page(data), 0ul);
	KUNIT_EXPECT_EQ(test, data[8191], 0);
	KUNIT_EXPECT_EQ(test, MmGetPhysicalAddress(data + 4097).QuadPart,
			(LONGLONG)virt_to_phys(data) + 4097);
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid(data));
	KUNIT_EXPECT_TRUE(test, MmIsAddressValid((PVOID)&guarded));
	KUNIT_EXPECT_FALSE(test, MmIsAddressValid(NULL));
	MmFreeContiguousMemory(data);
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemory(4096, none));
	KUNIT_EXPECT_NULL(test, MmAllocateContiguousMemory(0, all));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void registers_are_memory_and_ports_are_nothing(struct kunit *test)
{
	PHYSICAL_ADDRESS ram = {
		.QuadPart = virt_to_phys(kunit_kzalloc(test, PAGE_SIZE, GFP_KERNEL))
	};
	ULONG registers[3] = { 1, 2, 3 }, copy[3];
	ULONG pieces = 5;

	KUNIT_EXPECT_EQ(test, READ_REGISTER_ULONG(&registers[1]), 2u);
	WRITE_REGISTER_USHORT((PUSHORT)&registers[1], 7);
	READ_REGISTER_BUFFER_ULONG(registers, copy, 3);
	KUNIT_EXPECT_EQ(test, copy[1], 7u);
	KUNIT_EXPECT_EQ(test, copy[2], 3u);
	KUNIT_EXPECT_EQ(test, READ_PORT_UCHAR((PUCHAR)0x60), 0xff);
	KUNIT_EXPECT_EQ(test, READ_PORT_ULONG((PULONG)0x60), MAXULONG);
	KUNIT_EXPECT_NULL(test, IoGetDmaAdapter(mock.object, NULL, &pieces));
	KUNIT_EXPECT_EQ(test, pieces, 0u);
	/* RAM has its mapping already, with caches on. */
	KUNIT_EXPECT_NULL(test, MmMapIoSpace(ram, 4096, MmNonCached));
	MOCK_EXPECT_VIOLATIONS(test, 0);
	MmUnmapIoSpace(registers, 4096);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- event tracing ---- */

static void providers_register_and_nobody_listens(struct kunit *test)
{
	static const GUID id = { 1 };
	EVENT_DESCRIPTOR event;
	EVENT_DATA_DESCRIPTOR data;
	REGHANDLE handle, other;
	GUID a = {}, b = {};

	EventDescCreate(&event, 1, 0, 0, 4, 0, 0, 2);
	EventDataDescCreate(&data, &id, sizeof(id));
	KUNIT_EXPECT_EQ(test, EtwRegister(&id, NULL, NULL, &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, EtwRegister(&id, NULL, NULL, &other), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, handle && other && handle != other);
	KUNIT_EXPECT_EQ(test, EtwWrite(handle, &event, NULL, 1, &data), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, EtwWrite(handle, &event, NULL, 1, NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, EtwWriteString(handle, 4, 0, NULL, L"x"), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, EtwEventEnabled(handle, &event));
	KUNIT_EXPECT_FALSE(test, EtwProviderEnabled(handle, 4, 0));
	KUNIT_EXPECT_EQ(test, EtwUnregister(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, EtwUnregister(handle), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, EtwWrite(handle, &event, NULL, 0, NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, EtwWriteTransfer(0, &event, NULL, NULL, 0, NULL),
			STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, EtwUnregister(other), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, EtwActivityIdControl(EVENT_ACTIVITY_CTRL_CREATE_ID, &a),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, EtwActivityIdControl(EVENT_ACTIVITY_CTRL_GET_ID, &b),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, ExUuidCreate(&b), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(&a, &b));
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static struct kunit_case table_cases[] = {
	KUNIT_CASE(tables_are_sorted_sets),
	KUNIT_CASE(avl_tables_may_shrink_while_enumerated),
	KUNIT_CASE(writers_are_alone),
	KUNIT_CASE(readers_and_writers_try),
	KUNIT_CASE(contiguous_memory_has_an_address),
	KUNIT_CASE(registers_are_memory_and_ports_are_nothing),
	KUNIT_CASE(providers_register_and_nobody_listens),
	{}
};

static struct kunit_suite table_suite = {
	.name = "nt_table",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = table_cases,
};

kunit_test_suite(table_suite);
