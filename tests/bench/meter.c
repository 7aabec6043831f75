// SPDX-License-Identifier: GPL-2.0
/* meter.h: see there. */
#include "meter.h"

#include <linux/tick.h>

#include "profile.h"

u64 bench_own, bench_own_since;

/* In whole microseconds; some of them make no difference. */
static u64 idle_ns(void)
{
	return get_cpu_idle_time_us(0, NULL) * NSEC_PER_USEC;
}

void bench_meter_start(struct bench_meter *m)
{
	bench_profile_start();
	m->idle = idle_ns();
	m->own = bench_own;
	m->start = ktime_get_ns();
}

void bench_meter_stop(struct bench_meter *m)
{
	u64 own = bench_own - m->own;

	m->total = ktime_get_ns() - m->start;
	m->busy = m->total - (idle_ns() - m->idle) - own;
	bench_profile_stop();
}
