/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a piece of work cost: time of the processor that was not idle, less what the
 * benchmark itself needed. Under qemu's -icount shift=0 a nanosecond is an
 * instruction. For guests with one processor.
 */
#ifndef _TESTS_BENCH_METER_H
#define _TESTS_BENCH_METER_H

#include <linux/ktime.h>
#include <linux/types.h>

struct bench_meter {
	u64 start, idle, own;
	/* results, ns */
	u64 total, busy;
};

/* Between these two: the benchmark's own cost. They do not nest; interrupts are off. */
extern u64 bench_own, bench_own_since;

static inline void bench_own_begin(void)
{
	bench_own_since = ktime_get_ns();
}

static inline void bench_own_end(void)
{
	bench_own += ktime_get_ns() - bench_own_since;
}

void bench_meter_start(struct bench_meter *m);
void bench_meter_stop(struct bench_meter *m);

#endif
