// SPDX-License-Identifier: GPL-2.0
/*
 * The NT base: statuses, pool, events, locks, rundown, MDLs, strings, time.
 */
#include <linux/kthread.h>

#include <ntstrsafe.h>

#include "wdf_mock.h"

#define TEST_TAG	0x74736554	/* "Test" */

/* ---- statuses ---- */

struct status_case {
	NTSTATUS status;
	int err;
	bool both;	/* the errno becomes this status, too */
};

static const struct status_case status_cases[] = {
	{ STATUS_SUCCESS, 0, true },
	{ STATUS_TIMEOUT, -ETIMEDOUT },
	{ STATUS_PENDING, -EINPROGRESS, true },
	{ STATUS_BUFFER_OVERFLOW, -EMSGSIZE, true },
	{ STATUS_NO_MORE_ENTRIES, -ENOENT },
	{ STATUS_UNSUCCESSFUL, -EIO, true },
	{ STATUS_NOT_IMPLEMENTED, -ENOSYS, true },
	{ STATUS_INFO_LENGTH_MISMATCH, -EINVAL },
	{ STATUS_INVALID_HANDLE, -EBADF, true },
	{ STATUS_INVALID_PARAMETER, -EINVAL, true },
	{ STATUS_NO_SUCH_DEVICE, -ENODEV, true },
	{ STATUS_INVALID_DEVICE_REQUEST, -EOPNOTSUPP },
	{ STATUS_NO_MEMORY, -ENOMEM },
	{ STATUS_BUFFER_TOO_SMALL, -ENOBUFS, true },
	{ STATUS_OBJECT_NAME_NOT_FOUND, -ENOENT, true },
	{ STATUS_OBJECT_NAME_COLLISION, -EEXIST, true },
	{ STATUS_DELETE_PENDING, -ESHUTDOWN, true },
	{ STATUS_RESOURCE_DATA_NOT_FOUND, -ENODATA, true },
	{ STATUS_INSUFFICIENT_RESOURCES, -ENOMEM, true },
	{ STATUS_DEVICE_NOT_CONNECTED, -ENODEV },
	{ STATUS_DEVICE_NOT_READY, -EAGAIN, true },
	{ STATUS_IO_TIMEOUT, -ETIMEDOUT, true },
	{ STATUS_NOT_SUPPORTED, -EOPNOTSUPP, true },
	{ STATUS_INTERNAL_ERROR, -EIO },
	{ STATUS_CANCELLED, -ECANCELED, true },
	{ STATUS_INVALID_DEVICE_STATE, -EPERM, true },
	{ STATUS_DEVICE_REMOVED, -ENODEV },
	{ STATUS_NDIS_PM_WOL_PATTERN_LIST_FULL, -ENOSPC, true },
	{ STATUS_NDIS_PM_PROTOCOL_OFFLOAD_LIST_FULL, -ENOSPC },
	{ STATUS_WDF_PARENT_NOT_SPECIFIED, -EINVAL },
};

static void status_name(const struct status_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%08x", (u32)c->status);
}

KUNIT_ARRAY_PARAM(status, status_cases, status_name);

static void status_both_ways(struct kunit *test)
{
	const struct status_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, nt_errno_from_status(c->status), c->err);
	if (c->both)
		KUNIT_EXPECT_EQ(test, nt_status_from_errno(c->err), c->status);
}

static void unknown_statuses(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, nt_errno_from_status((NTSTATUS)0xc0ffffff), -EIO);
	KUNIT_EXPECT_EQ(test, nt_errno_from_status((NTSTATUS)0x00000abc), 0);
	KUNIT_EXPECT_EQ(test, nt_status_from_errno(-ENOTBLK), STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, nt_status_from_errno(17), STATUS_SUCCESS);
}

/* ---- pool ---- */

static void pool_is_aligned_zeroed_and_charged(struct kunit *test)
{
	struct nt_driver *driver = mock.module.priv;
	static const u8 zero[300];
	void *block;
	size_t size;

	for (size = 0; size < sizeof(zero); size++) {
		block = ExAllocatePool2(POOL_FLAG_NON_PAGED, size, TEST_TAG);
		KUNIT_ASSERT_NOT_NULL(test, block);
		KUNIT_EXPECT_EQ(test, (unsigned long)block & 15, 0ul);
		KUNIT_EXPECT_EQ(test, memcmp(block, zero, size), 0);
		KUNIT_EXPECT_EQ(test, atomic_long_read(&driver->pool), (long)size);
		memset(block, 0xff, size);
		ExFreePool(block);
		KUNIT_EXPECT_EQ(test, atomic_long_read(&driver->pool), 0l);
	}
	block = ExAllocatePool2(POOL_FLAG_PAGED | POOL_FLAG_CACHE_ALIGNED, 70, TEST_TAG);
	KUNIT_EXPECT_EQ(test, (unsigned long)block & (SMP_CACHE_BYTES - 1), 0ul);
	ExFreePoolWithTag(block, TEST_TAG);
	KUNIT_EXPECT_NULL(test, ExAllocatePool2(0, 8, TEST_TAG));
	KUNIT_EXPECT_NULL(test, ExAllocatePool2(POOL_FLAG_NON_PAGED, SIZE_MAX, TEST_TAG));
}

static void pool_bad_frees_are_violations(struct kunit *test)
{
	void *block = ExAllocatePoolWithTag(NonPagedPoolNx, 8, TEST_TAG);
	char stack[8];

	ExFreePool(stack);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ExFreePool(block);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ExFreePool(block);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	local_bh_disable();
	block = ExAllocatePool2(POOL_FLAG_PAGED, 8, TEST_TAG);
	local_bh_enable();
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ExFreePool(block);
}

static void lookaside_list(struct kunit *test)
{
	NPAGED_LOOKASIDE_LIST list;
	void *entry;

	ExInitializeNPagedLookasideList(&list, NULL, NULL, 0, 200, TEST_TAG, 0);
	entry = ExAllocateFromNPagedLookasideList(&list);
	KUNIT_ASSERT_NOT_NULL(test, entry);
	memset(entry, 1, 200);
	ExFreeToNPagedLookasideList(&list, entry);
	ExDeleteNPagedLookasideList(&list);
	KUNIT_EXPECT_NULL(test, ExAllocateFromNPagedLookasideList(&list));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- events ---- */

static void notification_event_stays_set(struct kunit *test)
{
	LARGE_INTEGER now = { .QuadPart = 0 };
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &now),
			STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, KeSetEvent(&event, IO_NO_INCREMENT, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeSetEvent(&event, IO_NO_INCREMENT, FALSE), 1);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 1);
	KUNIT_EXPECT_EQ(test, KeResetEvent(&event), 1);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
}

static void synchronization_event_lets_one_through(struct kunit *test)
{
	LARGE_INTEGER soon = { .QuadPart = -100000 };
	KEVENT event;

	KeInitializeEvent(&event, SynchronizationEvent, TRUE);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &soon),
			STATUS_TIMEOUT);
}

static int event_setter(void *event)
{
	msleep(20);
	KeSetEvent(event, IO_NO_INCREMENT, FALSE);
	return 0;
}

static void event_wakes_a_waiter(struct kunit *test)
{
	LARGE_INTEGER second = { .QuadPart = -10000000 };
	KEVENT event;

	KeInitializeEvent(&event, SynchronizationEvent, FALSE);
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(event_setter, &event, "kunit")));
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, &second),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	msleep(20);
}

static void waiting_at_dispatch_is_a_violation(struct kunit *test)
{
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL),
			STATUS_TIMEOUT);
	local_bh_enable();
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- locks ---- */

static void spin_lock_returns_the_level(struct kunit *test)
{
	KSPIN_LOCK lock;
	KIRQL irql;

	KeInitializeSpinLock(&lock);
	KeAcquireSpinLock(&lock, &irql);
	KUNIT_EXPECT_EQ(test, irql, (KIRQL)PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	KeReleaseSpinLock(&lock, irql);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
}

static void mutexes_know_their_owner(struct kunit *test)
{
	KGUARDED_MUTEX guarded;
	FAST_MUTEX fast;

	KeInitializeGuardedMutex(&guarded);
	ExInitializeFastMutex(&fast);
	KeAcquireGuardedMutex(&guarded);
	ExAcquireFastMutex(&fast);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KeAcquireGuardedMutex(&guarded);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ExReleaseFastMutex(&fast);
	KeReleaseGuardedMutex(&guarded);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KeReleaseGuardedMutex(&guarded);
	ExReleaseFastMutex(&fast);
	MOCK_EXPECT_VIOLATIONS(test, 2);
	KUNIT_EXPECT_TRUE(test, ExTryToAcquireFastMutex(&fast));
	ExReleaseFastMutex(&fast);
}

static void push_lock_is_shared_or_exclusive(struct kunit *test)
{
	EX_PUSH_LOCK lock;

	ExInitializePushLock(&lock);
	ExAcquirePushLockShared(&lock);
	ExReleasePushLockShared(&lock);
	ExAcquirePushLockExclusive(&lock);
	ExReleasePushLockExclusive(&lock);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ExReleasePushLockShared(&lock);
	ExReleasePushLockExclusive(&lock);
	MOCK_EXPECT_VIOLATIONS(test, 2);
}

static int rundown_releaser(void *run)
{
	msleep(20);
	ExReleaseRundownProtection(run);
	return 0;
}

static void rundown_waits_and_closes(struct kunit *test)
{
	EX_RUNDOWN_REF run;

	ExInitializeRundownProtection(&run);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&run));
	KUNIT_ASSERT_FALSE(test, IS_ERR(kthread_run(rundown_releaser, &run, "kunit")));
	ExWaitForRundownProtectionRelease(&run);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtection(&run));
	ExRundownCompleted(&run);
	ExReInitializeRundownProtection(&run);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtection(&run));
	ExReleaseRundownProtection(&run);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ExReleaseRundownProtection(&run);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	msleep(20);
}

/* ---- MDLs, strings, time ---- */

static void mdl_describes_a_buffer(struct kunit *test)
{
	u8 *buffer = kunit_kzalloc(test, 3 * PAGE_SIZE, GFP_KERNEL);
	PMDL mdl, part;

	KUNIT_ASSERT_NOT_NULL(test, buffer);
	mdl = IoAllocateMdl(buffer + 5, 5000, FALSE, FALSE, NULL);
	part = IoAllocateMdl(buffer + 5, 5000, FALSE, FALSE, NULL);
	KUNIT_ASSERT_NOT_NULL(test, mdl);
	KUNIT_ASSERT_NOT_NULL(test, part);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(mdl), 5000u);
	KUNIT_EXPECT_NULL(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority));
	MmBuildMdlForNonPagedPool(mdl);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(mdl, NormalPagePriority),
			    (PVOID)(buffer + 5));
	IoBuildPartialMdl(mdl, part, buffer + 100, 200);
	KUNIT_EXPECT_PTR_EQ(test, MmGetSystemAddressForMdlSafe(part, NormalPagePriority),
			    (PVOID)(buffer + 100));
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(part), 200u);
	IoBuildPartialMdl(mdl, part, buffer + 105, 0);
	KUNIT_EXPECT_EQ(test, MmGetMdlByteCount(part), 4900u);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	IoBuildPartialMdl(mdl, part, buffer + 105, 4901);
	IoBuildPartialMdl(mdl, part, buffer, 10);
	MOCK_EXPECT_VIOLATIONS(test, 2);
	IoFreeMdl(part);
	IoFreeMdl(mdl);
}

static void counted_strings(struct kunit *test)
{
	UNICODE_STRING a, b;
	WCHAR copy[4];

	RtlInitUnicodeString(&a, L"Wwan");
	KUNIT_EXPECT_EQ(test, (int)a.Length, 8);
	KUNIT_EXPECT_EQ(test, (int)a.MaximumLength, 10);
	RtlInitUnicodeString(&b, L"wWAN");
	KUNIT_EXPECT_TRUE(test, RtlEqualUnicodeString(&a, &b, TRUE));
	KUNIT_EXPECT_FALSE(test, RtlEqualUnicodeString(&a, &b, FALSE));
	KUNIT_EXPECT_EQ(test, RtlStringCbCopyW(copy, sizeof(copy), L"abc"), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlStringCbCopyW(copy, sizeof(copy), L"abcd"),
			STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, (int)copy[3], 0);
}

static void delays_take_their_time(struct kunit *test)
{
	LARGE_INTEGER span = { .QuadPart = -300000 }, before, after;
	u64 start = ktime_get_ns();

	KeQuerySystemTime(&before);
	KUNIT_EXPECT_EQ(test, KeDelayExecutionThread(KernelMode, FALSE, &span), STATUS_SUCCESS);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 30 * (u64)NSEC_PER_MSEC);
	/* An absolute time: 20 ms after now. */
	KeQuerySystemTime(&after);
	KUNIT_EXPECT_GE(test, after.QuadPart - before.QuadPart, 290000ll);
	after.QuadPart += 200000;
	start = ktime_get_ns();
	KUNIT_EXPECT_EQ(test, KeDelayExecutionThread(KernelMode, FALSE, &after), STATUS_SUCCESS);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 15 * (u64)NSEC_PER_MSEC);
}

static struct kunit_case nt_cases[] = {
	KUNIT_CASE_PARAM(status_both_ways, status_gen_params),
	KUNIT_CASE(unknown_statuses),
	KUNIT_CASE(pool_is_aligned_zeroed_and_charged),
	KUNIT_CASE(pool_bad_frees_are_violations),
	KUNIT_CASE(lookaside_list),
	KUNIT_CASE(notification_event_stays_set),
	KUNIT_CASE(synchronization_event_lets_one_through),
	KUNIT_CASE(event_wakes_a_waiter),
	KUNIT_CASE(waiting_at_dispatch_is_a_violation),
	KUNIT_CASE(spin_lock_returns_the_level),
	KUNIT_CASE(mutexes_know_their_owner),
	KUNIT_CASE(push_lock_is_shared_or_exclusive),
	KUNIT_CASE(rundown_waits_and_closes),
	KUNIT_CASE(mdl_describes_a_buffer),
	KUNIT_CASE(counted_strings),
	KUNIT_CASE(delays_take_their_time),
	{}
};

static struct kunit_suite nt_suite = {
	.name = "ndis_shim_nt",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = nt_cases,
};

kunit_test_suite(nt_suite);
