// SPDX-License-Identifier: GPL-2.0
/*
 * Time, version, processors, the event log, test knobs.
 */
#include <linux/bitmap.h>
#include <linux/console.h>
#include <linux/cpumask.h>
#include <linux/hrtimer.h>

#include "ndis_client.h"

/* ---- time ---- */

static void system_time_is_windows(struct kunit *test)
{
	const s64 epoch = 11644473600ll;	/* seconds from 1601 to 1970 */
	s64 start = ktime_get_real_seconds();
	LARGE_INTEGER one, two;

	NdisGetCurrentSystemTime(&one);
	KUNIT_EXPECT_GE(test, one.QuadPart / 10000000 - epoch, start);
	NdisMSleep(20000);
	NdisGetCurrentSystemTime(&two);
	KUNIT_EXPECT_GE(test, two.QuadPart - one.QuadPart, 190000ll);
	KUNIT_EXPECT_LE(test, one.QuadPart / 10000000 - epoch, (s64)ktime_get_real_seconds());
}

static void up_time_is_in_milliseconds(struct kunit *test)
{
	ULONG one = 0, two = 0;

	NdisGetSystemUpTime(&one);
	NdisMSleep(50000);
	NdisGetSystemUpTime(&two);
	KUNIT_EXPECT_GE(test, two - one, 49u);
	KUNIT_EXPECT_LE(test, two - one, 20000u);
}

static void sleep_takes_its_time(struct kunit *test)
{
	u64 start = ktime_get_ns();

	NdisMSleep(30000);
	KUNIT_EXPECT_GE(test, ktime_get_ns() - start, 30 * (u64)NSEC_PER_MSEC);
	NdisMSleep(2);
	EXPECT_NO_VIOLATION(test);
	local_bh_disable();
	NdisMSleep(1000);
	local_bh_enable();
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);
}

static enum hrtimer_restart stall_timer_runs(struct hrtimer *timer)
{
	return HRTIMER_NORESTART;
}

/*
 * The clock may stand still while a processor is busy (time-travel), but a timer
 * that is due comes. A delay loop was measured while the machine may have been
 * much busier: a hundredth of the time is enough.
 */
static void stall_is_for_any_level(struct kunit *test)
{
	struct hrtimer timer;

	hrtimer_init_on_stack(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL);
	timer.function = stall_timer_runs;
	hrtimer_start(&timer, ns_to_ktime(400 * NSEC_PER_USEC), HRTIMER_MODE_REL);
	local_bh_disable();
	NdisStallExecution(40100);
	local_bh_enable();
	KUNIT_EXPECT_FALSE(test, hrtimer_active(&timer));
	hrtimer_cancel(&timer);
	destroy_hrtimer_on_stack(&timer);
	EXPECT_NO_VIOLATION(test);
}

/* ---- what there is ---- */

static void version_is_5_1(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, NdisGetVersion(), 0x00050001u);
}

static void processors_fit_into_32(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (unsigned int)NdisSystemProcessorCount(),
			min(num_online_cpus(), 32u));
	KUNIT_EXPECT_LT(test, KeGetCurrentProcessorNumber(), 32u);
	KUNIT_EXPECT_LT(test, KeGetCurrentProcessorNumber(),
			(ULONG)NdisSystemProcessorCount());
}

/* 255 drivers have ids of their own. */
static void cancel_ids_are_different(struct kunit *test)
{
	DECLARE_BITMAP(seen, 256) = {};
	unsigned int i;

	for (i = 0; i < 255; i++) {
		UCHAR id = NdisGeneratePartialCancelId();

		KUNIT_EXPECT_NE(test, (int)id, 0);
		KUNIT_EXPECT_FALSE(test, test_and_set_bit(id, seen));
	}
}

static void alignment_is_a_cache_lines(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, NdisGetSharedDataAlignment(), (ULONG)L1_CACHE_BYTES);
}

/* What a driver asks for by name is what it can do without. */
static void routines_have_no_names(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("NdisGetVersion");

	KUNIT_EXPECT_NULL(test, NdisGetRoutineAddress(&name));
}

static void processor_counts_add_up(struct kunit *test)
{
	ULONG idle = 1, all = 0, index = 99, usage = 101;

	preempt_disable();
	NdisGetCurrentProcessorCounts(&idle, &all, &index);
	KUNIT_EXPECT_EQ(test, index, (ULONG)smp_processor_id());
	preempt_enable();
	KUNIT_EXPECT_LE(test, idle, all);
	NdisGetCurrentProcessorCpuUsage(&usage);
	KUNIT_EXPECT_LE(test, usage, 100u);
}

/* ---- lists of one link ---- */

static void entries_are_pushed_and_popped(struct kunit *test)
{
	SINGLE_LIST_ENTRY head = {}, one, two;
	NDIS_SPIN_LOCK lock;

	NdisAllocateSpinLock(&lock);
	KUNIT_EXPECT_NULL(test, NdisInterlockedPopEntryList(&head, &lock));
	KUNIT_EXPECT_NULL(test, NdisInterlockedPushEntryList(&head, &one, &lock));
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedPushEntryList(&head, &two, &lock), &one);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedPopEntryList(&head, &lock), &two);
	KUNIT_EXPECT_PTR_EQ(test, NdisInterlockedPopEntryList(&head, &lock), &one);
	KUNIT_EXPECT_NULL(test, NdisInterlockedPopEntryList(&head, &lock));
	NdisFreeSpinLock(&lock);
	EXPECT_NO_VIOLATION(test);
}

/* ---- addresses ---- */

static void addresses_of_other_media(struct kunit *test)
{
	static const UCHAR directed[6] = { 0x10, 0x20, 0x30, 0x40, 0x50, 0x60 };
	static const UCHAR group[6] = { 0xc0, 0x00, 0x80, 0x01, 0x02, 0x03 };
	static const UCHAR functional[6] = { 0xc0, 0x00, 0x00, 0x01, 0x02, 0x03 };
	static const UCHAR everybody[6] = { 0xc0, 0x00, 0xff, 0xff, 0xff, 0xff };
	static const UCHAR higher[6] = { 0x10, 0x20, 0x30, 0x40, 0x50, 0x61 };
	static const UCHAR first[6] = { 0x11, 0x20, 0x30, 0x40, 0x50, 0x60 };
	BOOLEAN is;
	INT order;
	UINT differ;

	TR_IS_NOT_DIRECTED(directed, &is);
	KUNIT_EXPECT_FALSE(test, is);
	TR_IS_NOT_DIRECTED(group, &is);
	KUNIT_EXPECT_TRUE(test, is);
	TR_IS_GROUP(group, &is);
	KUNIT_EXPECT_TRUE(test, is);
	TR_IS_GROUP(functional, &is);
	KUNIT_EXPECT_FALSE(test, is);
	TR_IS_FUNCTIONAL(functional, &is);
	KUNIT_EXPECT_TRUE(test, is);
	TR_IS_FUNCTIONAL(group, &is);
	KUNIT_EXPECT_FALSE(test, is);
	TR_IS_BROADCAST(everybody, &is);
	KUNIT_EXPECT_TRUE(test, is);
	TR_IS_BROADCAST(functional, &is);
	KUNIT_EXPECT_FALSE(test, is);
	FDDI_IS_MULTICAST(first, 6, &is);
	KUNIT_EXPECT_TRUE(test, is);
	FDDI_IS_MULTICAST(directed, 6, &is);
	KUNIT_EXPECT_FALSE(test, is);
	FDDI_IS_SMT(0x4f, &is);
	KUNIT_EXPECT_TRUE(test, is);
	FDDI_COMPARE_NETWORK_ADDRESSES(first, higher, 6, &order);
	KUNIT_EXPECT_EQ(test, order, 1);
	FDDI_COMPARE_NETWORK_ADDRESSES(directed, higher, 6, &order);
	KUNIT_EXPECT_EQ(test, order, -1);
	FDDI_COMPARE_NETWORK_ADDRESSES_EQ(directed, higher, 2, &differ);
	KUNIT_EXPECT_EQ(test, differ, 0u);
	FDDI_COMPARE_NETWORK_ADDRESSES_EQ(directed, higher, 6, &differ);
	KUNIT_EXPECT_EQ(test, differ, 1u);
}

/* ---- the registry ---- */

static unsigned int registry_calls;

static NTSTATUS registry_routine(PWSTR name, ULONG type, PVOID data, ULONG length, PVOID context,
				 PVOID entry)
{
	registry_calls++;
	return STATUS_SUCCESS;
}

static void registry_has_no_foreign_keys(struct kunit *test)
{
	RTL_QUERY_REGISTRY_TABLE table[] = {
		{ registry_routine, 0, L"Speed", NULL, REG_DWORD, &registry_calls, 4 },
		{}
	};
	NDIS_STRING name = NDIS_STRING_CONST("Speed");
	HANDLE key = &table;
	ULONG length = 7;

	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, L"\\Registry", table,
						     NULL, NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, registry_calls, 0u);
	KUNIT_EXPECT_EQ(test, ZwOpenKey(&key, KEY_READ, NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_NULL(test, key);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, KeyValuePartialInformation, table,
					      sizeof(table), &length), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, length, 0u);
	length = 7;
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(key, 0, KeyBasicInformation, table, sizeof(table),
					     &length), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, length, 0u);
	KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_INVALID_HANDLE);
}

/* ---- the log ---- */

static char logged[512];

static void catch_write(struct console *con, const char *text, unsigned int size)
{
	size_t used = strlen(logged);

	size = min_t(size_t, size, sizeof(logged) - 1 - used);
	memcpy(logged + used, text, size);
	logged[used + size] = '\0';
}

static void entries_reach_the_kernels_log(struct kunit *test)
{
	static struct console catcher = {
		.name = "kunitlog",
		.write = catch_write,
		.flags = CON_ENABLED | CON_ANYTIME,
		.index = -1,
	};
	static const u8 data[] = { 0xab, 0xcd };
	int level = console_loglevel;
	NDIS_STATUS status;

	logged[0] = '\0';
	console_loglevel = CONSOLE_LOGLEVEL_MOTORMOUTH;
	register_console(&catcher);
	NdisWriteErrorLogEntry(NULL, NDIS_ERROR_CODE_HARDWARE_FAILURE, 2, 0x11223344, 0x55667788);
	status = NdisWriteEventLogEntry(NULL, (NDIS_STATUS)0x40001234, 9, 0, NULL, sizeof(data),
					(PVOID)data);
	/* More values than are shown, none of which is there. */
	NdisWriteErrorLogEntry(NULL, NDIS_ERROR_CODE_TIMEOUT, 0);
	unregister_console(&catcher);
	console_loglevel = level;
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_NOT_NULL(test, strstr(logged, "c000138a: 44 33 22 11 88 77 66 55"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(logged, "40001234, 9: ab cd"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(logged, "8000138f"));
}

/* ---- knobs ---- */

static void knobs_are_set_and_read(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < NDIS_KNOB_COUNT; i++)
		KUNIT_EXPECT_EQ(test, ndis_knob(i), 0u);
	for (i = 0; i < NDIS_KNOB_COUNT; i++)
		ndis_knob_set(i, i + 10);
	for (i = 0; i < NDIS_KNOB_COUNT; i++) {
		KUNIT_EXPECT_EQ(test, ndis_knob(i), i + 10);
		ndis_knob_set(i, 0);
	}
}

static void nth_allocation_fails_once(struct kunit *test)
{
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 3);
	KUNIT_EXPECT_FALSE(test, ndis_alloc_fails());
	KUNIT_EXPECT_FALSE(test, ndis_alloc_fails());
	KUNIT_EXPECT_TRUE(test, ndis_alloc_fails());
	KUNIT_EXPECT_FALSE(test, ndis_alloc_fails());
	KUNIT_EXPECT_EQ(test, ndis_knob(NDIS_KNOB_FAIL_ALLOC), 0u);
}

static struct kunit_case misc_cases[] = {
	KUNIT_CASE(system_time_is_windows),
	KUNIT_CASE(up_time_is_in_milliseconds),
	KUNIT_CASE(sleep_takes_its_time),
	KUNIT_CASE(stall_is_for_any_level),
	KUNIT_CASE(version_is_5_1),
	KUNIT_CASE(processors_fit_into_32),
	KUNIT_CASE(cancel_ids_are_different),
	KUNIT_CASE(registry_has_no_foreign_keys),
	KUNIT_CASE(alignment_is_a_cache_lines),
	KUNIT_CASE(routines_have_no_names),
	KUNIT_CASE(processor_counts_add_up),
	KUNIT_CASE(entries_are_pushed_and_popped),
	KUNIT_CASE(addresses_of_other_media),
	KUNIT_CASE(entries_reach_the_kernels_log),
	KUNIT_CASE(knobs_are_set_and_read),
	KUNIT_CASE(nth_allocation_fails_once),
	{}
};

static struct kunit_suite misc_suite = {
	.name = "ndis_misc",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = misc_cases,
};

kunit_test_suite(misc_suite);
