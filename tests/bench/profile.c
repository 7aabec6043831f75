// SPDX-License-Identifier: GPL-2.0
/* profile.h: see there. */
#include "profile.h"

#include <asm/irq_regs.h>
#include <linux/hrtimer.h>
#include <linux/module.h>
#include <linux/ptrace.h>
#include <linux/seq_file.h>
#include <linux/vmalloc.h>

static bool profile;
module_param(profile, bool, 0644);
MODULE_PARM_DESC(profile, "Take samples while something is measured (default: no)");

#define SAMPLES		100000u
#define INTERVAL	9973	/* ns; a prime, so that it falls in step with nothing */

static struct {
	struct hrtimer timer;
	unsigned long *at;
	unsigned int count;
	bool running;
} samples;

static enum hrtimer_restart take_sample(struct hrtimer *timer)
{
	struct pt_regs *regs = get_irq_regs();

	if (regs && samples.count < SAMPLES)
		samples.at[samples.count++] = instruction_pointer(regs);
	hrtimer_forward_now(timer, ns_to_ktime(INTERVAL));
	return HRTIMER_RESTART;
}

void bench_profile_start(void)
{
	samples.running = false;
	if (!READ_ONCE(profile))
		return;
	if (!samples.at)
		samples.at = vmalloc(array_size(SAMPLES, sizeof(*samples.at)));
	if (!samples.at)
		return;
	samples.count = 0;
	samples.running = true;
	hrtimer_init(&samples.timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	samples.timer.function = take_sample;
	hrtimer_start(&samples.timer, ns_to_ktime(INTERVAL), HRTIMER_MODE_REL_HARD);
}

void bench_profile_stop(void)
{
	if (samples.running)
		hrtimer_cancel(&samples.timer);
	samples.running = false;
}

void bench_profile_free(void)
{
	bench_profile_stop();
	vfree(samples.at);
}

static int show(struct seq_file *file, void *unused)
{
	unsigned int i;

	for (i = 0; i < samples.count; i++)
		seq_printf(file, "%ps\n", (void *)samples.at[i]);
	return 0;
}

static int open_profile(struct inode *inode, struct file *file)
{
	return single_open_size(file, show, NULL, samples.count * 48 + 1);
}

const struct file_operations bench_profile_fops = {
	.owner = THIS_MODULE,
	.open = open_profile,
	.read = seq_read,
	.llseek = seq_lseek,
	.release = single_release,
};
