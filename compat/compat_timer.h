/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What differs between kernel versions about timers: since 6.13 a high-resolution one
 * gets its function when it is made ready, and later on nowhere else.
 */
#ifndef _COMPAT_TIMER_H
#define _COMPAT_TIMER_H

#include <linux/hrtimer.h>
#include <linux/version.h>

static inline void nt_hrtimer_setup(struct hrtimer *timer,
				    enum hrtimer_restart (*function)(struct hrtimer *),
				    clockid_t clock, enum hrtimer_mode mode)
{
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(timer, function, clock, mode);
#else
	hrtimer_init(timer, clock, mode);
	timer->function = function;
#endif
}

#endif
