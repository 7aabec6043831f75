// SPDX-License-Identifier: GPL-2.0
/*
 * Counters and state of a device in debugfs.
 */
#include "device.h"

#include <linux/debugfs.h>
#include <linux/seq_file.h>

static const char * const mbb_stat_names[] = {
#define X(name) #name,
	MBB_STATS(X)
#undef X
};

void mbb_count(struct mbb_device *mbb, enum mbb_stat stat)
{
	atomic64_inc(&mbb->stats.value[stat]);
}

u64 mbb_stat(struct mbb_device *mbb, enum mbb_stat stat)
{
	return atomic64_read(&mbb->stats.value[stat]);
}

static int counters_show(struct seq_file *seq, void *v)
{
	struct mbb_device *mbb = seq->private;
	unsigned int i;

	for (i = 0; i < MBB_STAT_MAX; i++)
		seq_printf(seq, "%-22s %llu\n", mbb_stat_names[i], mbb_stat(mbb, i));
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(counters);

static int state_show(struct seq_file *seq, void *v)
{
	struct mbb_device *mbb = seq->private;
	unsigned int inflight, window, pending, max_sessions;
	enum mbb_state state;
	unsigned long flags;
	bool outstanding;
	u16 mbimex;

	spin_lock_irqsave(&mbb->lock, flags);
	state = mbb->state;
	inflight = mbb->inflight_count;
	window = mbb->window;
	pending = mbb->ch.pending;
	outstanding = mbb->ch.req;
	max_sessions = mbb->caps.max_sessions;
	mbimex = mbb->caps.mbimex;
	spin_unlock_irqrestore(&mbb->lock, flags);

	seq_printf(seq, "state                  %s\n", mbb_state_name(state));
	seq_printf(seq, "max_fragment           %u\n", mbb->max_fragment);
	seq_printf(seq, "commands_in_flight     %u\n", inflight);
	seq_printf(seq, "window                 %u\n", window);
	seq_printf(seq, "notifications_pending  %u\n", pending);
	seq_printf(seq, "request_outstanding    %d\n", outstanding);
	seq_printf(seq, "max_sessions           %u\n", max_sessions);
	seq_printf(seq, "mbimex                 %x.%x\n", mbimex >> 8, mbimex & 0xff);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(state);

void mbb_stats_register(struct mbb_device *mbb)
{
	debugfs_create_file("counters", 0400, mbb->debugfs, mbb, &counters_fops);
	debugfs_create_file("state", 0400, mbb->debugfs, mbb, &state_fops);
}
