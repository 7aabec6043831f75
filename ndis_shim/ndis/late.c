// SPDX-License-Identifier: GPL-2.0
/*
 * Completions that come later: those that the test knobs pend_send and
 * pend_transfer put off by delay_ms, and those of sends that would nest too deep.
 * In order, from a worker, at DISPATCH_LEVEL.
 *
 * A block on its way holds its binding's io, so that the binding cannot close,
 * nor this module go, before it has been there.
 */
#include <linux/jiffies.h>
#include <linux/list.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include "ndis/receive.h"

struct ndis_late_queue {
	spinlock_t lock;	/* protects blocks */
	struct list_head blocks;
	struct delayed_work work;
};

static void ndis_late_work(struct work_struct *work);

static struct ndis_late_queue ndis_late_queue = {
	.lock = __SPIN_LOCK_UNLOCKED(ndis_late_queue.lock),
	.blocks = LIST_HEAD_INIT(ndis_late_queue.blocks),
	.work = __DELAYED_WORK_INITIALIZER(ndis_late_queue.work, ndis_late_work, 0),
};

static void ndis_late_work(struct work_struct *work)
{
	struct ndis_late_queue *queue = &ndis_late_queue;
	struct ndis_packet_block *block;
	void (*done)(struct ndis_packet_block *block);

	for (;;) {
		spin_lock_bh(&queue->lock);
		block = list_first_entry_or_null(&queue->blocks, struct ndis_packet_block, node);
		if (block)
			list_del_init(&block->node);
		spin_unlock_bh(&queue->lock);
		if (!block)
			return;
		done = block->late;
		ndis_dispatch_begin();
		done(block);
		ndis_dispatch_end();
		/* A driver may send again from there, for ever. */
		cond_resched();
	}
}

void ndis_late(struct ndis_packet_block *block, void (*done)(struct ndis_packet_block *block))
{
	struct ndis_late_queue *queue = &ndis_late_queue;

	block->late = done;
	spin_lock_bh(&queue->lock);
	list_add_tail(&block->node, &queue->blocks);
	spin_unlock_bh(&queue->lock);
	schedule_delayed_work(&queue->work, msecs_to_jiffies(ndis_knob(NDIS_KNOB_DELAY_MS)));
}

/* Nothing is on its way any more: what is left is the worker's last look. */
void ndis_late_flush(void)
{
	flush_delayed_work(&ndis_late_queue.work);
}
