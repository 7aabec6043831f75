// SPDX-License-Identifier: GPL-2.0
/*
 * The dispatcher: waits for one and for many, semaphores, mutexes, timers, deferred
 * calls, threads, events with handles; resources.
 */
#include "nt_device_mock.h"

#include "nt/dpc.h"
#include "nt/ob.h"

static LARGE_INTEGER relative(long ms)
{
	return (LARGE_INTEGER){ .QuadPart = -10000ll * ms };
}

static LARGE_INTEGER now;	/* 0: only look */

static NTSTATUS look(PVOID object)
{
	return KeWaitForSingleObject(object, Executive, KernelMode, FALSE, &now);
}

static NTSTATUS wait_many(ULONG count, PVOID objects[], WAIT_TYPE type, PLARGE_INTEGER timeout,
			  PKWAIT_BLOCK blocks)
{
	return KeWaitForMultipleObjects(count, objects, type, Executive, KernelMode, FALSE,
					timeout, blocks);
}

static void semaphores_count(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAIT_MISUSE);
	KSEMAPHORE semaphore;

	KeInitializeSemaphore(&semaphore, 1, 3);
	KUNIT_EXPECT_EQ(test, look(&semaphore), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, look(&semaphore), STATUS_TIMEOUT);
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 2, FALSE), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 2);
	KUNIT_EXPECT_EQ(test, KeReleaseSemaphore(&semaphore, 0, 2, FALSE), 2);
	MOCK_EXPECT_RULE(test, before, NT_RULE_WAIT_MISUSE);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 2);
}

static void mutexes_have_an_owner(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_LOCK_MISUSE);
	KMUTEX mutex;

	KeInitializeMutex(&mutex, 0);
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 1);
	KUNIT_EXPECT_EQ(test, look(&mutex), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, look(&mutex), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), -1);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), -1);
	KUNIT_EXPECT_EQ(test, KeReleaseMutex(&mutex, FALSE), 0);
	KeReleaseMutex(&mutex, FALSE);
	MOCK_EXPECT_RULE(test, before, NT_RULE_LOCK_MISUSE);
	KUNIT_EXPECT_EQ(test, KeReadStateMutex(&mutex), 1);
}

static void waits_take_any_or_all(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAIT_MISUSE);
	KWAIT_BLOCK blocks[4];
	KSEMAPHORE semaphore;
	KEVENT event, other;
	PVOID objects[] = { &event, &semaphore, &other, &other };

	KeInitializeEvent(&event, SynchronizationEvent, FALSE);
	KeInitializeEvent(&other, NotificationEvent, FALSE);
	KeInitializeSemaphore(&semaphore, 1, 1);
	KUNIT_EXPECT_EQ(test, wait_many(2, objects, WaitAll, &now, NULL), STATUS_TIMEOUT);
	/* Not one of them was taken. */
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 1);
	KUNIT_EXPECT_EQ(test, wait_many(2, objects, WaitAny, &now, NULL), STATUS_WAIT_1);
	KUNIT_EXPECT_EQ(test, wait_many(2, objects, WaitAny, &now, NULL), STATUS_TIMEOUT);
	KeReleaseSemaphore(&semaphore, 0, 1, FALSE);
	KeSetEvent(&event, 0, FALSE);
	KUNIT_EXPECT_EQ(test, wait_many(2, objects, WaitAll, &now, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateSemaphore(&semaphore), 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event), 0);
	KeSetEvent(&other, 0, FALSE);
	KUNIT_EXPECT_EQ(test, wait_many(4, objects, WaitAny, NULL, blocks), STATUS_WAIT_0 + 2);
	KUNIT_EXPECT_EQ(test, wait_many(4, objects, WaitAny, NULL, NULL),
			STATUS_INVALID_PARAMETER_1);
	MOCK_EXPECT_RULE(test, before, NT_RULE_WAIT_MISUSE);
	memset(&event, 0, sizeof(event));
	KUNIT_EXPECT_EQ(test, look(&event), STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- threads ---- */

static struct {
	KEVENT go, done;
	PVOID objects[2];
	WAIT_TYPE type;
	NTSTATUS status;
	bool terminate;
	PETHREAD self;
} work;

static VOID work_thread(PVOID context)
{
	work.self = PsGetCurrentThread();
	work.status = wait_many(2, work.objects, work.type, NULL, NULL);
	KeSetEvent(&work.done, 0, FALSE);
	if (work.terminate)
		PsTerminateSystemThread(STATUS_SUCCESS);
}

static PVOID start_worker(struct kunit *test, PHANDLE handle)
{
	PVOID thread = NULL;

	KeInitializeEvent(&work.done, NotificationEvent, FALSE);
	KUNIT_ASSERT_EQ(test, PsCreateSystemThread(handle, THREAD_ALL_ACCESS, NULL, NULL, NULL,
						   work_thread, NULL), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(*handle, SYNCHRONIZE, *PsThreadType,
							KernelMode, &thread, NULL), STATUS_SUCCESS);
	return thread;
}

static void threads_wait_and_end(struct kunit *test)
{
	KEVENT a, b;
	unsigned int i;

	for (i = 0; i < 4; i++) {
		PVOID thread;
		HANDLE handle;

		KeInitializeEvent(&a, SynchronizationEvent, FALSE);
		KeInitializeEvent(&b, NotificationEvent, FALSE);
		work.objects[0] = &a;
		work.objects[1] = &b;
		work.type = i & 1 ? WaitAll : WaitAny;
		work.terminate = i & 2;
		thread = start_worker(test, &handle);
		msleep(20);
		KUNIT_EXPECT_EQ(test, KeReadStateEvent(&work.done), 0);
		KUNIT_EXPECT_EQ(test, look(thread), STATUS_TIMEOUT);
		KeSetEvent(&b, 0, FALSE);
		if (work.type == WaitAll) {
			msleep(20);
			KUNIT_EXPECT_EQ(test, KeReadStateEvent(&work.done), 0);
			KeSetEvent(&a, 0, FALSE);
		}
		KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(handle, FALSE, NULL), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, look(thread), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, work.status, work.type == WaitAll ? STATUS_WAIT_0 :
									  STATUS_WAIT_1);
		KUNIT_EXPECT_PTR_EQ(test, (PVOID)work.self, thread);
		KUNIT_EXPECT_EQ(test, KeReadStateEvent(&a), 0);
		ZwClose(handle);
		ObDereferenceObject(thread);
	}
	KUNIT_EXPECT_EQ(test, PsTerminateSystemThread(0), STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void threads_left_are_waited_for(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_THREAD_LEAK);
	HANDLE handle;
	PVOID thread;
	KTIMER timer;
	KEVENT event;

	KeInitializeEvent(&event, NotificationEvent, FALSE);
	KeInitializeTimer(&timer);
	work.objects[0] = &event;
	work.objects[1] = &timer;
	work.type = WaitAny;
	work.terminate = false;
	thread = start_worker(test, &handle);
	KUNIT_EXPECT_EQ(test, KeSetPriorityThread(thread, 16), 8);
	KUNIT_EXPECT_EQ(test, KeQueryPriorityThread(thread), 16);
	KeSetTimer(&timer, relative(50), NULL);
	nt_threads_orphan(mock.module.priv);
	MOCK_EXPECT_RULE(test, before, NT_RULE_THREAD_LEAK);
	KUNIT_EXPECT_EQ(test, look(thread), STATUS_SUCCESS);
	ZwClose(handle);
	ObDereferenceObject(thread);
}

/* ---- timers and deferred calls ---- */

static struct {
	unsigned int calls;
	PVOID context, one, two;
	bool low;
	KEVENT event;
} dpc;

static VOID dpc_routine(PKDPC Dpc, PVOID context, PVOID one, PVOID two)
{
	dpc.calls++;
	dpc.context = context;
	dpc.one = one;
	dpc.two = two;
	dpc.low = KeGetCurrentIrql() != DISPATCH_LEVEL;
	KeSetEvent(&dpc.event, 0, FALSE);
}

static void deferred_calls_run_once(struct kunit *test)
{
	KDPC call;

	memset(&dpc, 0, sizeof(dpc));
	KeInitializeEvent(&dpc.event, NotificationEvent, FALSE);
	KeInitializeDpc(&call, dpc_routine, &dpc);
	local_bh_disable();
	KUNIT_EXPECT_TRUE(test, KeInsertQueueDpc(&call, test, &call));
	KUNIT_EXPECT_FALSE(test, KeInsertQueueDpc(&call, NULL, NULL));
	local_bh_enable();
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc.calls, 1u);
	KUNIT_EXPECT_PTR_EQ(test, dpc.context, (PVOID)&dpc);
	KUNIT_EXPECT_PTR_EQ(test, dpc.one, (PVOID)test);
	KUNIT_EXPECT_PTR_EQ(test, dpc.two, (PVOID)&call);
	KUNIT_EXPECT_FALSE(test, dpc.low);
	local_bh_disable();
	KeInsertQueueDpc(&call, NULL, NULL);
	KUNIT_EXPECT_TRUE(test, KeRemoveQueueDpc(&call));
	KUNIT_EXPECT_FALSE(test, KeRemoveQueueDpc(&call));
	local_bh_enable();
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc.calls, 1u);
}

static void timers_expire_and_are_cancelled(struct kunit *test)
{
	KTIMER timer;
	KDPC call;

	memset(&dpc, 0, sizeof(dpc));
	KeInitializeEvent(&dpc.event, NotificationEvent, FALSE);
	KeInitializeDpc(&call, dpc_routine, NULL);
	KeInitializeTimerEx(&timer, SynchronizationTimer);
	KUNIT_EXPECT_FALSE(test, KeSetTimer(&timer, relative(20), &call));
	KUNIT_EXPECT_FALSE(test, KeReadStateTimer(&timer));
	KUNIT_EXPECT_EQ(test, KeWaitForSingleObject(&timer, Executive, KernelMode, FALSE, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, look(&timer), STATUS_TIMEOUT);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc.calls, 1u);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&timer));

	KUNIT_EXPECT_FALSE(test, KeSetTimer(&timer, relative(60000), &call));
	KUNIT_EXPECT_TRUE(test, KeSetTimer(&timer, relative(60000), &call));
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&timer));
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&timer));

	KUNIT_EXPECT_FALSE(test, KeSetTimerEx(&timer, relative(5), 5, &call));
	while (READ_ONCE(dpc.calls) < 4)
		msleep(20);
	KUNIT_EXPECT_TRUE(test, KeCancelTimer(&timer));
	KeFlushQueuedDpcs();
	dpc.calls = 0;
	msleep(50);
	KUNIT_EXPECT_EQ(test, dpc.calls, 0u);
}

static void timers_left_set_are_reported(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_TIMER_LEAK);
	KTIMER timer;
	KDPC call;

	KeInitializeTimer(&timer);
	KeInitializeDpc(&call, dpc_routine, NULL);
	KeSetTimer(&timer, relative(60000), NULL);
	nt_timers_orphan(mock.module.priv);
	MOCK_EXPECT_RULE(test, before, NT_RULE_TIMER_LEAK);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&timer));
	before = nt_violation_count(NT_RULE_TIMER_LEAK);
	local_bh_disable();
	KeInsertQueueDpc(&call, NULL, NULL);
	KUNIT_EXPECT_TRUE(test, KeRemoveQueueDpc(&call));
	local_bh_enable();
	nt_dpcs_orphan(mock.module.priv);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* Whoever initialises what is under way finds nothing of it later. */
static void what_is_set_is_not_initialised(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WAIT_MISUSE);
	KTIMER timer;
	KDPC call;

	memset(&dpc, 0, sizeof(dpc));
	KeInitializeEvent(&dpc.event, NotificationEvent, FALSE);
	KeInitializeTimer(&timer);
	KeInitializeDpc(&call, dpc_routine, NULL);
	KeSetTimer(&timer, relative(60000), &call);
	KeInitializeTimer(&timer);
	MOCK_EXPECT_RULE(test, before, NT_RULE_WAIT_MISUSE);
	KUNIT_EXPECT_EQ(test, nt_timers_orphan(mock.module.priv), 0u);
	KUNIT_EXPECT_FALSE(test, KeCancelTimer(&timer));

	before = nt_violation_count(NT_RULE_NT_ARGUMENT);
	local_bh_disable();
	KeInsertQueueDpc(&call, NULL, NULL);
	KeInitializeDpc(&call, dpc_routine, NULL);
	local_bh_enable();
	MOCK_EXPECT_RULE(test, before, NT_RULE_NT_ARGUMENT);
	KeFlushQueuedDpcs();
	KUNIT_EXPECT_EQ(test, dpc.calls, 0u);
}

static KTIMER again_timer;
static KDPC again_call;

static VOID again_routine(PKDPC call, PVOID context, PVOID one, PVOID two)
{
	dpc.calls++;
	KeSetTimer(&again_timer, relative(1), &again_call);
	KeInsertQueueDpc(&again_call, NULL, NULL);
	mdelay(1);
}

/* Whatever sets itself again is found, and then nothing runs any more. */
static void restless_calls_are_stopped(struct kunit *test)
{
	unsigned int calls, pass, left = 0;

	memset(&dpc, 0, sizeof(dpc));
	KeInitializeTimer(&again_timer);
	KeInitializeDpc(&again_call, again_routine, NULL);
	KeInsertQueueDpc(&again_call, NULL, NULL);
	while (READ_ONCE(dpc.calls) < 3)
		msleep(20);
	/* As a driver's unload does it. */
	for (pass = 0; pass < 2 || left; pass++) {
		left = nt_timers_orphan(mock.module.priv);
		left += nt_dpcs_orphan(mock.module.priv);
	}
	calls = dpc.calls;
	msleep(30);
	KUNIT_EXPECT_EQ(test, dpc.calls, calls);
	mock.violations = nt_violation_count(0);
}

/* ---- events with handles ---- */

static void named_events_are_shared(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"\\BaseNamedObjects\\Kunit");
	PKEVENT event, same;
	HANDLE a, b, c;
	LONG old;

	event = IoCreateNotificationEvent(&name, &a);
	same = IoCreateSynchronizationEvent(&name, &b);
	KUNIT_ASSERT_NOT_NULL(test, event);
	KUNIT_EXPECT_PTR_EQ(test, same, event);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(event), 1);
	KUNIT_EXPECT_EQ(test, ZwClearEvent(a), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(b, &old), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, old, 0);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(event), 1);
	ZwClose(a);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(b, FALSE, &now), STATUS_SUCCESS);
	ZwClose(b);
	KUNIT_EXPECT_EQ(test, ZwCreateEvent(&c, EVENT_ALL_ACCESS, NULL, SynchronizationEvent,
					    FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwWaitForSingleObject(c, FALSE, &now), STATUS_TIMEOUT);
	ZwClose(c);
	KUNIT_EXPECT_EQ(test, ZwSetEvent(c, NULL), STATUS_INVALID_HANDLE);
}

/* ---- resources ---- */

static void resources_are_shared_or_not(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_LOCK_MISUSE);
	ERESOURCE resource;

	KUNIT_EXPECT_EQ(test, ExInitializeResourceLite(&resource), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ExAcquireResourceSharedLite(&resource, TRUE));
	KUNIT_EXPECT_TRUE(test, ExAcquireResourceSharedLite(&resource, TRUE));
	KUNIT_EXPECT_EQ(test, ExIsResourceAcquiredSharedLite(&resource), 2u);
	KUNIT_EXPECT_FALSE(test, ExAcquireResourceExclusiveLite(&resource, FALSE));
	ExReleaseResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	KUNIT_EXPECT_TRUE(test, ExAcquireResourceExclusiveLite(&resource, TRUE));
	KUNIT_EXPECT_TRUE(test, ExAcquireResourceExclusiveLite(&resource, FALSE));
	KUNIT_EXPECT_TRUE(test, ExAcquireResourceSharedLite(&resource, FALSE));
	KUNIT_EXPECT_TRUE(test, ExIsResourceAcquiredExclusiveLite(&resource));
	ExReleaseResourceLite(&resource);
	ExConvertExclusiveToSharedLite(&resource);
	KUNIT_EXPECT_FALSE(test, ExIsResourceAcquiredExclusiveLite(&resource));
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_UNSUCCESSFUL);
	MOCK_EXPECT_RULE(test, before, NT_RULE_LOCK_MISUSE);
	ExReleaseResourceLite(&resource);
	ExReleaseResourceLite(&resource);
	KUNIT_EXPECT_EQ(test, ExDeleteResourceLite(&resource), STATUS_SUCCESS);
	ExReleaseResourceLite(&resource);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

/* ---- small things ---- */

static PVOID own_allocate(POOL_TYPE type, SIZE_T size, ULONG tag, PLOOKASIDE_LIST_EX list)
{
	return ExAllocatePoolWithTag(type, size + 8, tag);
}

static VOID own_free(PVOID entry, PLOOKASIDE_LIST_EX list)
{
	dpc.calls++;
	ExFreePool(entry);
}

static void lookaside_lists_of_all_kinds(struct kunit *test)
{
	struct nt_driver *driver = mock.module.priv;
	long pool = atomic_long_read(&driver->pool);
	PAGED_LOOKASIDE_LIST paged;
	LOOKASIDE_LIST_EX list;
	PVOID entry;

	ExInitializePagedLookasideList(&paged, NULL, NULL, 0, 100, 0x74736554, 0);
	entry = ExAllocateFromPagedLookasideList(&paged);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&driver->pool), pool + 100);
	ExFreeToPagedLookasideList(&paged, entry);
	ExDeletePagedLookasideList(&paged);
	KUNIT_EXPECT_EQ(test, ExInitializeLookasideListEx(&list, NULL, NULL, NonPagedPoolNx, 0, 0,
							  0x74736554, 0),
			STATUS_INVALID_PARAMETER_7);
	dpc.calls = 0;
	KUNIT_EXPECT_EQ(test, ExInitializeLookasideListEx(&list, own_allocate, own_free,
							  NonPagedPoolNx, 0, 40, 0x74736554, 0),
			STATUS_SUCCESS);
	entry = ExAllocateFromLookasideListEx(&list);
	KUNIT_EXPECT_EQ(test, atomic_long_read(&driver->pool), pool + 48);
	ExFreeToLookasideListEx(&list, entry);
	KUNIT_EXPECT_EQ(test, dpc.calls, 1u);
	ExDeleteLookasideListEx(&list);
	KUNIT_EXPECT_NULL(test, ExAllocateFromLookasideListEx(&list));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void levels_are_raised_and_lowered(struct kunit *test)
{
	KLOCK_QUEUE_HANDLE handle;
	KSPIN_LOCK lock;
	KIRQL old;

	KeRaiseIrql(DISPATCH_LEVEL, &old);
	KUNIT_EXPECT_EQ(test, old, PASSIVE_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeRaiseIrqlToDpcLevel(), DISPATCH_LEVEL);
	KeLowerIrql(DISPATCH_LEVEL);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KeLowerIrql(old);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
	KeInitializeSpinLock(&lock);
	KeAcquireInStackQueuedSpinLock(&lock, &handle);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), DISPATCH_LEVEL);
	KeReleaseInStackQueuedSpinLock(&handle);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), PASSIVE_LEVEL);
}

static void clocks_and_processors(struct kunit *test)
{
	LARGE_INTEGER frequency, a, b;
	PROCESSOR_NUMBER number;
	KAFFINITY mask;

	a = KeQueryPerformanceCounter(&frequency);
	KUNIT_EXPECT_EQ(test, frequency.QuadPart, 10000000ll);
	msleep(20);
	b = KeQueryPerformanceCounter(NULL);
	KUNIT_EXPECT_GE(test, b.QuadPart - a.QuadPart, 190000ll);
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCount(&mask), hweight_long(mask));
	KUNIT_EXPECT_LE(test, KeQueryActiveProcessorCount(NULL), KeQueryMaximumProcessorCount());
	KUNIT_EXPECT_EQ(test, KeGetProcessorNumberFromIndex(0, &number), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeGetProcessorIndexFromNumber(&number), 0u);
	KUNIT_EXPECT_EQ(test, KeGetProcessorNumberFromIndex(4096, &number),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, KeQueryActiveProcessorCountEx(1), 0u);
}

static void rundown_in_numbers(struct kunit *test)
{
	PEX_RUNDOWN_REF_CACHE_AWARE run;

	run = ExAllocateCacheAwareRundownProtection(NonPagedPoolNx, 0x74736554);
	KUNIT_ASSERT_NOT_NULL(test, run);
	KUNIT_EXPECT_TRUE(test, ExAcquireRundownProtectionCacheAwareEx(run, 3));
	ExReleaseRundownProtectionCacheAware(run);
	ExReleaseRundownProtectionCacheAwareEx(run, 3);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ExReleaseRundownProtectionCacheAwareEx(run, 2);
	ExWaitForRundownProtectionReleaseCacheAware(run);
	KUNIT_EXPECT_FALSE(test, ExAcquireRundownProtectionCacheAware(run));
	ExFreeCacheAwareRundownProtection(run);
}

static struct kunit_case dispatcher_cases[] = {
	KUNIT_CASE(semaphores_count),
	KUNIT_CASE(mutexes_have_an_owner),
	KUNIT_CASE(waits_take_any_or_all),
	KUNIT_CASE(threads_wait_and_end),
	KUNIT_CASE(threads_left_are_waited_for),
	KUNIT_CASE(deferred_calls_run_once),
	KUNIT_CASE(timers_expire_and_are_cancelled),
	KUNIT_CASE(timers_left_set_are_reported),
	KUNIT_CASE(what_is_set_is_not_initialised),
	KUNIT_CASE(restless_calls_are_stopped),
	KUNIT_CASE(named_events_are_shared),
	KUNIT_CASE(resources_are_shared_or_not),
	KUNIT_CASE(lookaside_lists_of_all_kinds),
	KUNIT_CASE(levels_are_raised_and_lowered),
	KUNIT_CASE(clocks_and_processors),
	KUNIT_CASE(rundown_in_numbers),
	{}
};

static struct kunit_suite dispatcher_suite = {
	.name = "nt_dispatcher",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = dispatcher_cases,
};

kunit_test_suite(dispatcher_suite);
