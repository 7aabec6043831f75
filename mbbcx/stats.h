/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Counters of a device, shown in debugfs as mbbcx/<device>/counters: what went
 * over the channel and what had to be dropped, and why.
 */
#ifndef _MBBCX_STATS_H
#define _MBBCX_STATS_H

#include <linux/atomic.h>
#include <linux/types.h>

struct mbb_device;

#define MBB_STATS(X)			\
	X(fragments_sent)		\
	X(fragments_received)		\
	X(send_failures)		\
	X(receive_failures)		\
	X(receives_empty)		\
	X(notifications)		\
	X(notifications_ignored)	\
	X(notifications_flood)		\
	X(fetches_unasked)		\
	X(transfers_malformed)		\
	X(messages_unexpected)		\
	X(messages_back_to_back)	\
	X(fragment_errors)		\
	X(host_errors_sent)		\
	X(host_errors_dropped)		\
	X(function_errors)		\
	X(commands)			\
	X(commands_failed)		\
	X(commands_busy)		\
	X(commands_timed_out)		\
	X(hangs_suspected)		\
	X(commands_cancelled)		\
	X(answers)			\
	X(answers_unknown)		\
	X(answers_late)			\
	X(answers_mismatched)		\
	X(indications)			\
	X(indications_dropped)		\
	X(opens)			\
	X(reopens)			\
	X(power_cycles)			\
	X(restarts)			\
	X(closes)			\
	X(close_timeouts)		\
	X(requests_abandoned)		\
	X(dss_sent)			\
	X(dss_received)			\
	X(dss_dropped)			\
	X(wakes_armed)			\
	X(wakes_refused)		\
	X(wakes_told)

enum mbb_stat {
#define X(name) MBB_STAT_##name,
	MBB_STATS(X)
#undef X
	MBB_STAT_MAX
};

struct mbb_stats {
	atomic64_t value[MBB_STAT_MAX];
};

/* Any context. */
void mbb_count(struct mbb_device *mbb, enum mbb_stat stat);
u64 mbb_stat(struct mbb_device *mbb, enum mbb_stat stat);

void mbb_stats_register(struct mbb_device *mbb);	/* files below mbb->debugfs */

#endif
