// SPDX-License-Identifier: GPL-2.0
/*
 * The checking mode: a client that writes where it must not is found out, and
 * one that does not is left in peace.
 */
#include <kunit/test.h>
#include <linux/fs.h>

#include "netcx_mock.h"
#include "wait_for.h"

static bool loaded;

static void ring_check(struct kunit *test, const char *value)
{
	struct file *file = filp_open("/sys/module/ndis_shim/parameters/ring_check", O_WRONLY, 0);
	loff_t pos = 0;

	KUNIT_ASSERT_FALSE(test, IS_ERR(file));
	KUNIT_EXPECT_EQ(test, kernel_write(file, value, 1, &pos), (ssize_t)1);
	filp_close(file, NULL);
}

static void load(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	loaded = true;
}

static void unload(void)
{
	if (loaded)
		nt_module_unload(&mock_module);
	loaded = false;
}

static int check_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	spin_lock_init(&mock.lock);
	return 0;
}

static void check_test_exit(struct kunit *test)
{
	unload();
	ring_check(test, "0");
}

static void write_header(NET_RING *packets)
{
	packets->OSReserved1 = 1;
}

static void write_foreign_element(NET_RING *packets)
{
	NetRingGetPacketAtIndex(packets, packets->EndIndex)->FragmentCount++;
}

static void move_past_the_end(NET_RING *packets)
{
	packets->BeginIndex = NetRingIncrementIndex(packets, packets->EndIndex);
}

static void header_is_checked(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_RING_HEADER);

	ring_check(test, "1");
	mock.advance = write_header;
	load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(nt_violation_count(NT_RULE_RING_HEADER) > before));
}

static void elements_are_checked(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_RING_ELEMENT);

	ring_check(test, "1");
	mock.advance = write_foreign_element;
	load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(nt_violation_count(NT_RULE_RING_ELEMENT) > before));
}

static void good_client_passes_the_checks(struct kunit *test)
{
	u64 header = nt_violation_count(NT_RULE_RING_HEADER);
	u64 element = nt_violation_count(NT_RULE_RING_ELEMENT);

	ring_check(test, "1");
	load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(mock.tx_advances && mock.rx_advances));
	unload();
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_RING_HEADER), header);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_RING_ELEMENT), element);
}

/* Without the checking mode as well. */
static void index_is_always_checked(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_RING_INDEX);

	mock.advance = move_past_the_end;
	load(test);
	KUNIT_EXPECT_TRUE(test, WAIT_FOR(nt_violation_count(NT_RULE_RING_INDEX) > before));
}

static struct kunit_case check_cases[] = {
	KUNIT_CASE(header_is_checked),
	KUNIT_CASE(elements_are_checked),
	KUNIT_CASE(good_client_passes_the_checks),
	KUNIT_CASE(index_is_always_checked),
	{ }
};

static struct kunit_suite check_suite = {
	.name = "ndis_shim_ring_check",
	.init = check_test_init,
	.exit = check_test_exit,
	.test_cases = check_cases,
};

kunit_test_suite(check_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
