// SPDX-License-Identifier: GPL-2.0
/*
 * A benchmark of MBIM host drivers: a host controller, a device and the peers behind
 * it, all in memory, and measurements with them. Who wants one writes a line to
 * /sys/kernel/debug/mbim_bench and reads what came of it:
 *
 *	rx udp SIZE COUNT stack|socket [SESSIONS [BURST]]
 *	rx tcp BYTES [SESSIONS]
 *	tx udp SIZE COUNT device|socket [SESSIONS]
 *	tx tcp BYTES [SESSIONS]
 *	lone SIZE COUNT
 *	memory SIZE COUNT
 *	over up|down UPPER FAR SIZE COUNT stack|socket
 *	meter 1|0
 *	plug 0|1
 *
 * Session 0 is the interface of the parameter netdev, session N netdev.N; each is up
 * and has the address 10.64.N.2/24.
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "bench.h"
#include "hcd.h"
#include "profile.h"

static char *netdev = "wwan0";
module_param(netdev, charp, 0444);
MODULE_PARM_DESC(netdev, "Interface of session 0 (default: wwan0)");

static struct dentry *bench_file, *bench_profile_file, *bench_commanded_file;
static DEFINE_MUTEX(bench_lock);	/* one measurement at a time */
static struct bench_run bench_last;
static struct bench_meter bench_outside;	/* of what programs do between meter 1 and 0 */

void bench_say(struct bench_run *run, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	run->length += vscnprintf(run->text + run->length, sizeof(run->text) - run->length,
				  format, args);
	va_end(args);
}

static void put_devices(struct bench_run *run)
{
	u32 i;

	for (i = 0; i < BENCH_SESSIONS; i++)
		dev_put(run->dev[i]);
}

static int get_devices(struct bench_run *run)
{
	char name[IFNAMSIZ];
	u32 i;

	for (i = 0; i < run->sessions; i++) {
		if (i)
			snprintf(name, sizeof(name), "%s.%u", netdev, i);
		else
			strscpy(name, netdev, sizeof(name));
		run->dev[i] = dev_get_by_name(&init_net, name);
		if (!run->dev[i]) {
			put_devices(run);
			return -ENODEV;
		}
	}
	return 0;
}

static int bench_over_command(struct bench_run *run, char *line)
{
	char way[8], where[8], name[2][IFNAMSIZ];
	int err = -ENODEV;

	if (sscanf(line, "over %7s %15s %15s %u %llu %7s", way, name[0], name[1], &run->size,
		   &run->count, where) != 6 || run->size > 8192)
		return -EINVAL;
	run->up = !strcmp(way, "up");
	run->whole = !strcmp(where, "socket");
	run->dev[0] = dev_get_by_name(&init_net, name[0]);
	run->dev[1] = dev_get_by_name(&init_net, name[1]);
	if (run->dev[0] && run->dev[1])
		err = bench_over(run);
	put_devices(run);
	return err;
}

static void bench_meter_outside(struct bench_run *run, bool on)
{
	if (on) {
		bench_meter_start(&bench_outside);
		return;
	}
	bench_meter_stop(&bench_outside);
	bench_say(run, "total=%llu busy=%llu", bench_outside.total, bench_outside.busy);
}

static int bench_command(struct bench_run *run, char *line)
{
	char what[8] = "", how[8] = "", where[8] = "";
	int (*measure)(struct bench_run *run);
	unsigned int plugged, sampled, metered;
	int err;

	run->sessions = 1;
	run->burst = 1;
	if (sscanf(line, "plug %u", &plugged) == 1) {
		bench_hcd_plug(plugged);
		return 0;
	}
	if (sscanf(line, "meter %u", &metered) == 1) {
		bench_meter_outside(run, metered);
		return 0;
	}
	/* What programs do meanwhile is profiled. */
	if (sscanf(line, "sample %u", &sampled) == 1) {
		if (sampled)
			bench_profile_start();
		else
			bench_profile_stop();
		return 0;
	}
	if (!strncmp(line, "over ", 5))
		return bench_over_command(run, line);
	if (sscanf(line, "%7s udp %u %llu %7s %u %u", what, &run->size, &run->count, where,
		   &run->sessions, &run->burst) >= 4) {
		measure = strcmp(what, "rx") ? bench_tx_udp : bench_rx_udp;
		run->whole = !strcmp(where, "socket");
	} else if (sscanf(line, "%7s tcp %llu %u", what, &run->count, &run->sessions) >= 2) {
		measure = strcmp(what, "rx") ? bench_tx_tcp : bench_rx_tcp;
		run->tcp = true;
	} else if (sscanf(line, "%7s %u %llu", how, &run->size, &run->count) == 3) {
		measure = strcmp(how, "lone") ? bench_memory : bench_lone;
	} else {
		return -EINVAL;
	}
	if (!run->sessions || run->sessions > BENCH_SESSIONS || !run->burst ||
	    run->size > 8192)
		return -EINVAL;
	err = get_devices(run);
	if (err)
		return err;
	err = measure(run);
	put_devices(run);
	return err;
}

static ssize_t bench_write(struct file *file, const char __user *from, size_t size, loff_t *at)
{
	char *line = memdup_user_nul(from, min_t(size_t, size, 127));
	int err;

	if (IS_ERR(line))
		return PTR_ERR(line);
	mutex_lock(&bench_lock);
	memset(&bench_last, 0, sizeof(bench_last));
	err = bench_command(&bench_last, strim(line));
	bench_say(&bench_last, err ? "error=%d\n" : "\n", err);
	mutex_unlock(&bench_lock);
	kfree(line);
	return err ?: size;
}

static ssize_t bench_read(struct file *file, char __user *to, size_t size, loff_t *at)
{
	ssize_t ret;

	mutex_lock(&bench_lock);
	ret = simple_read_from_buffer(to, size, at, bench_last.text, bench_last.length);
	mutex_unlock(&bench_lock);
	return ret;
}

static const struct file_operations bench_fops = {
	.owner = THIS_MODULE,
	.write = bench_write,
	.read = bench_read,
};

static int commanded(void *unused, u64 *value)
{
	*value = READ_ONCE(bench_commanded);
	return 0;
}
DEFINE_DEBUGFS_ATTRIBUTE(bench_commanded_fops, commanded, NULL, "%llu\n");

static int __init bench_init(void)
{
	int err;

	/* Counters and lists are for one; and so is what they are to say. */
	if (num_online_cpus() > 1) {
		pr_err("bench: for one processor: boot with nr_cpus=1, or by tests/vm/run.sh -i\n");
		return -EOPNOTSUPP;
	}
	err = bench_function_create();
	if (err)
		return err;
	err = bench_hcd_create();
	if (err) {
		bench_function_destroy();
		return err;
	}
	bench_hcd_plug(true);
	bench_file = debugfs_create_file("mbim_bench", 0600, NULL, NULL, &bench_fops);
	bench_profile_file = debugfs_create_file("mbim_bench_profile", 0400, NULL, NULL,
						 &bench_profile_fops);
	bench_commanded_file = debugfs_create_file("mbim_bench_commanded", 0400, NULL, NULL,
						   &bench_commanded_fops);
	return 0;
}

static void __exit bench_exit(void)
{
	debugfs_remove(bench_commanded_file);
	debugfs_remove(bench_profile_file);
	debugfs_remove(bench_file);
	bench_hcd_destroy();
	bench_function_destroy();
	bench_profile_free();
}

module_init(bench_init);
module_exit(bench_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Benchmark of MBIM host drivers");
