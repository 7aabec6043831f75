// SPDX-License-Identifier: GPL-2.0
/*
 * What is small in the NT base and everywhere in drivers: kinds of pool, levels,
 * regions, clocks, fields of an MDL.
 */
#include "wdf_mock.h"

#define PRIMITIVES_TAG	0x6d697250	/* "Prim" */

static bool is_zero(const u8 *memory, size_t size)
{
	return !memchr_inv(memory, 0, size);
}

static void pool_of_every_spelling(struct kunit *test)
{
	unsigned int before = nt_pool_blocks();
	u8 *zeroed, *whatever, *old;

	zeroed = ExAllocatePoolZero(NonPagedPoolNx, 100, PRIMITIVES_TAG);
	whatever = ExAllocatePoolUninitialized(PagedPool, 100, PRIMITIVES_TAG);
	old = ExAllocatePool(NonPagedPool, 100);
	KUNIT_ASSERT_TRUE(test, zeroed && whatever && old);
	KUNIT_EXPECT_TRUE(test, is_zero(zeroed, 100));
	KUNIT_EXPECT_EQ(test, nt_pool_blocks(), before + 3);
	memset(whatever, 1, 100);
	memset(old, 1, 100);
	ExFreePoolWithTag(zeroed, PRIMITIVES_TAG);
	ExFreePool(whatever);
	ExFreePool(old);
	KUNIT_EXPECT_EQ(test, nt_pool_blocks(), before);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void pool_flags(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, sizeof(POOL_FLAGS), sizeof(u64));
	KUNIT_EXPECT_EQ(test, POOL_FLAG_UNINITIALIZED, 2ULL);
	KUNIT_EXPECT_EQ(test, POOL_FLAG_NON_PAGED, 0x40ULL);
	KUNIT_EXPECT_EQ(test, POOL_FLAG_PAGED, 0x100ULL);
}

/* Between KeAcquireSpinLock() of an outer lock and its release, as it is meant. */
static void locks_at_dispatch_level(struct kunit *test)
{
	KSPIN_LOCK outer, inner;
	KIRQL irql;

	KeInitializeSpinLock(&outer);
	KeInitializeSpinLock(&inner);
	KeAcquireSpinLock(&outer, &irql);
	KeAcquireSpinLockAtDpcLevel(&inner);
	KUNIT_EXPECT_FALSE(test, KeTestSpinLock(&inner) && IS_ENABLED(CONFIG_SMP));
	KeReleaseSpinLockFromDpcLevel(&inner);
	KUNIT_EXPECT_EQ(test, (int)KeGetCurrentIrql(), DISPATCH_LEVEL);
	KUNIT_EXPECT_TRUE(test, KeTryToAcquireSpinLockAtDpcLevel(&inner));
	KeReleaseSpinLockFromDpcLevel(&inner);
	KeReleaseSpinLock(&outer, irql);
	KUNIT_EXPECT_EQ(test, (int)KeGetCurrentIrql(), PASSIVE_LEVEL);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void guarded_mutex_is_tried(struct kunit *test)
{
	KGUARDED_MUTEX mutex;

	KeInitializeGuardedMutex(&mutex);
	KeEnterGuardedRegion();
	KUNIT_EXPECT_TRUE(test, KeTryToAcquireGuardedMutex(&mutex));
	KUNIT_EXPECT_FALSE(test, KeTryToAcquireGuardedMutex(&mutex));
	KeReleaseGuardedMutex(&mutex);
	KeLeaveGuardedRegion();
	KeEnterCriticalRegion();
	KUNIT_EXPECT_EQ(test, (int)KeGetCurrentIrql(), PASSIVE_LEVEL);
	KeLeaveCriticalRegion();
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void event_is_cleared(struct kunit *test)
{
	LARGE_INTEGER now = { .QuadPart = 0 };
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, TRUE);
	KeClearEvent(&event);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &now),
			STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, (int)Executive, 0);
	KUNIT_EXPECT_EQ(test, (int)DelayExecution, 4);
	KUNIT_EXPECT_EQ(test, (int)UserRequest, 6);
}

/* Units of 100 ns; a stall takes its time at least. */
static void clocks_go_on(struct kunit *test)
{
	ULONGLONG before = KeQueryInterruptTime();

	KeStallExecutionProcessor(50);
	KeMemoryBarrier();
	msleep(20);
	KUNIT_EXPECT_GE(test, KeQueryInterruptTime() - before, 100000ULL);
}

static void fields_of_an_mdl(struct kunit *test)
{
	u8 *buffer = kunit_kzalloc(test, 2 * PAGE_SIZE, GFP_KERNEL);
	MDL mdl;

	KUNIT_ASSERT_NOT_NULL(test, buffer);
	KUNIT_EXPECT_GE(test, MmSizeOfMdl(buffer, 2 * PAGE_SIZE), (SIZE_T)sizeof(mdl));
	memset(&mdl, 0xff, sizeof(mdl));
	MmInitializeMdl(&mdl, buffer + 7, 300);
	KUNIT_EXPECT_PTR_EQ(test, MmGetMdlVirtualAddress(&mdl), (PVOID)(buffer + 7));
	KUNIT_EXPECT_EQ(test, MmGetMdlByteOffset(&mdl),
			(ULONG)((unsigned long)(buffer + 7) & (PAGE_SIZE - 1)));
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(&mdl), 300U);
	KUNIT_EXPECT_TRUE(test, !mdl.Next);
	MmBuildMdlForNonPagedPool(&mdl);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(&mdl, NormalPagePriority),
			    (PVOID)(buffer + 7));
}

static struct kunit_case primitives_cases[] = {
	KUNIT_CASE(pool_of_every_spelling),
	KUNIT_CASE(pool_flags),
	KUNIT_CASE(locks_at_dispatch_level),
	KUNIT_CASE(guarded_mutex_is_tried),
	KUNIT_CASE(event_is_cleared),
	KUNIT_CASE(clocks_go_on),
	KUNIT_CASE(fields_of_an_mdl),
	{}
};

static struct kunit_suite primitives_suite = {
	.name = "nt_primitives",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = primitives_cases,
};

kunit_test_suite(primitives_suite);
