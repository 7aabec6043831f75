// SPDX-License-Identifier: GPL-2.0
/*
 * Test knobs: rare paths taken on request. Only builds with NDIS_SHIM_TEST have
 * them; in any other each is 0.
 */
#include <linux/debugfs.h>
#include <linux/delay.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/kernel.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

u32 ndis_knobs[NDIS_KNOB_COUNT];
EXPORT_SYMBOL_IF_KUNIT(ndis_knobs);

#ifdef NDIS_SHIM_TEST

static const char * const ndis_knob_names[NDIS_KNOB_COUNT] = {
	[NDIS_KNOB_PEND_SEND] = "pend_send",
	[NDIS_KNOB_PEND_REQUEST] = "pend_request",
	[NDIS_KNOB_PEND_TRANSFER] = "pend_transfer",
	[NDIS_KNOB_PEND_RESET] = "pend_reset",
	[NDIS_KNOB_PEND_OPEN] = "pend_open",
	[NDIS_KNOB_PEND_CLOSE] = "pend_close",
	[NDIS_KNOB_LOOKAHEAD] = "lookahead",
	[NDIS_KNOB_FORCE_RESOURCES] = "force_resources",
	[NDIS_KNOB_DELAY_MS] = "delay_ms",
	[NDIS_KNOB_DEFER_IM_INIT] = "defer_im_init",
	[NDIS_KNOB_FAIL_ALLOC] = "fail_alloc",
};

static struct dentry *ndis_knobs_dir;

void ndis_knob_wait(enum ndis_knob knob)
{
	unsigned long end = jiffies + msecs_to_jiffies(ndis_knob(NDIS_KNOB_DELAY_MS));

	while (ndis_knob(knob) && time_before(jiffies, end))
		usleep_range(10000, 20000);
}

void ndis_knob_set(enum ndis_knob knob, u32 value)
{
	WRITE_ONCE(ndis_knobs[knob], value);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_knob_set);

/* Counts down to the one that fails, then is off: 0. */
bool ndis_alloc_counts(void)
{
	u32 *left = &ndis_knobs[NDIS_KNOB_FAIL_ALLOC];
	u32 n = READ_ONCE(*left), seen;

	while (n) {
		seen = cmpxchg(left, n, n - 1);
		if (seen == n)
			return n == 1;
		n = seen;
	}
	return false;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_alloc_counts);

int ndis_knobs_init(void)
{
	unsigned int i;

	ndis_knobs_dir = debugfs_create_dir("ndis", nt_debugfs_root);
	for (i = 0; i < NDIS_KNOB_COUNT; i++)
		debugfs_create_u32(ndis_knob_names[i], 0600, ndis_knobs_dir, &ndis_knobs[i]);
	ndis_show_init(ndis_knobs_dir);
	return 0;
}

void ndis_knobs_exit(void)
{
	debugfs_remove(ndis_knobs_dir);
}

#else

void ndis_knob_wait(enum ndis_knob knob)
{
}

void ndis_knob_set(enum ndis_knob knob, u32 value)
{
}

bool ndis_alloc_counts(void)
{
	return false;
}

int ndis_knobs_init(void)
{
	return 0;
}

void ndis_knobs_exit(void)
{
}

#endif
