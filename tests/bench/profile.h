/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Where the time goes: the instruction that was executed, each ten thousand or so. Code
 * with interrupts off is found where it lets them in again. Readers of
 * /sys/kernel/debug/mbim_bench_profile get the function of each sample of the last
 * measurement, a line each.
 */
#ifndef _TESTS_BENCH_PROFILE_H
#define _TESTS_BENCH_PROFILE_H

#include <linux/fs.h>

/* Nothing happens unless the module's parameter says so: it costs time, too. */
void bench_profile_start(void);
void bench_profile_stop(void);
void bench_profile_free(void);

extern const struct file_operations bench_profile_fops;

#endif
