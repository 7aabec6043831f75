// SPDX-License-Identifier: GPL-2.0
/*
 * What an INF file says on Windows: which devices, which parameters, whose
 * licence; and a place for the knobs, debugfs. The only file of this driver that
 * knows of Linux.
 *
 *	mbim_sim/NUMBER/KNOB	a value, or a button: any number presses it
 *	mbim_sim/NUMBER/status	"name value" lines
 */
#include <linux/debugfs.h>
#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/mutex.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#include <ntmodule.h>

#include "params.h"

SIM_PARAMETERS SimParameters = {
	.Modems = 1,
	.IdleWakes = 1,
	.Mbimex = 1,
};

module_param_named(modems, SimParameters.Modems, uint, 0444);
MODULE_PARM_DESC(modems, "Number of modems, 0 to 32 (default: 1)");
module_param_named(idle_timeout_ms, SimParameters.IdleTimeout, uint, 0644);
MODULE_PARM_DESC(idle_timeout_ms, "Idle time before a modem sleeps; 0 (default) = never");
module_param_named(idle_wakes, SimParameters.IdleWakes, uint, 0644);
MODULE_PARM_DESC(idle_wakes,
		 "The network wakes a modem that idles (default: 1); 0: it sleeps closed");
module_param_named(mbimex, SimParameters.Mbimex, uint, 0644);
MODULE_PARM_DESC(mbimex, "Version of the MBIM extensions: 1 (default), 2 or 3");

/* Read-only: every counter that is not zero, one "name value" a line. */
static int mbim_sim_counters_get(char *buffer, const struct kernel_param *kp)
{
	const char *name;
	UINT64 value;
	int len = 0;
	u32 i;

	for (i = 0; SimQueryCounter(i, &name, &value); i++)
		if (value)
			len += scnprintf(buffer + len, PAGE_SIZE - len, "%s %llu\n", name, value);
	return len;
}

static const struct kernel_param_ops mbim_sim_counters_ops = {
	.get = mbim_sim_counters_get,
};
module_param_cb(counters, &mbim_sim_counters_ops, NULL, 0444);
MODULE_PARM_DESC(counters, "Packets passed and lost between all modems and the network");

/* ---- knobs ---- */

struct mbim_sim_knobs;

struct mbim_sim_knob {
	struct mbim_sim_knobs *knobs;
	u32 index;
	bool text;
	bool readable;
};

/* One modem's. */
struct mbim_sim_knobs {
	SIM_DEVICE *device;
	struct dentry *dir;
	u32 count;
	struct mbim_sim_knob knob[];
};

static DEFINE_MUTEX(mbim_sim_lock);	/* protects what follows */
static struct dentry *mbim_sim_root;
static unsigned int mbim_sim_users;

static ssize_t mbim_sim_knob_read(struct file *file, char __user *to, size_t len, loff_t *pos)
{
	struct mbim_sim_knob *knob = file->private_data;
	char text[16];
	int n;

	if (!knob->readable)
		return -EINVAL;
	n = scnprintf(text, sizeof(text), "%u\n", SimKnobGet(knob->knobs->device, knob->index));
	return simple_read_from_buffer(to, len, pos, text, n);
}

static ssize_t mbim_sim_knob_write(struct file *file, const char __user *from, size_t len,
				   loff_t *pos)
{
	struct mbim_sim_knob *knob = file->private_data;
	char text[SIM_KNOB_TEXT + 1], *value;	/* and a newline */
	u32 number = 0;
	int err;

	if (len >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, from, len))
		return -EFAULT;
	text[len] = '\0';
	value = strim(text);
	if (strlen(value) >= SIM_KNOB_TEXT)
		return -EINVAL;
	if (!knob->text) {
		err = kstrtou32(value, 0, &number);
		if (err)
			return err;
	}
	return SimKnobSet(knob->knobs->device, knob->index, number, value) ? len : -EINVAL;
}

static const struct file_operations mbim_sim_knob_fops = {
	.owner = THIS_MODULE,
	.open = simple_open,
	.read = mbim_sim_knob_read,
	.write = mbim_sim_knob_write,
	.llseek = default_llseek,
};

static int mbim_sim_status_show(struct seq_file *seq, void *unused)
{
	struct mbim_sim_knobs *knobs = seq->private;
	const char *name;
	UINT64 value;
	u32 i;

	for (i = 0; SimQueryStatus(knobs->device, i, &name, &value); i++)
		seq_printf(seq, "%s %llu\n", name, value);
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(mbim_sim_status);

static void mbim_sim_root_get(void)
{
	mutex_lock(&mbim_sim_lock);
	if (!mbim_sim_users++)
		mbim_sim_root = debugfs_create_dir("mbim_sim", NULL);
	mutex_unlock(&mbim_sim_lock);
}

static void mbim_sim_root_put(void)
{
	mutex_lock(&mbim_sim_lock);
	if (!--mbim_sim_users)
		debugfs_remove(mbim_sim_root);
	mutex_unlock(&mbim_sim_lock);
}

/* debugfs's own failures are nobody's business: its functions take them. */
PVOID SimGlueAdd(SIM_DEVICE *Device, UINT32 Number)
{
	struct mbim_sim_knobs *knobs;
	BOOLEAN text, readable;
	const char *name;
	char dir[16];
	u32 i, count;

	for (count = 0; SimKnobQuery(count, &name, &text, &readable); count++)
		;
	knobs = kzalloc(struct_size(knobs, knob, count), GFP_KERNEL);
	if (!knobs)
		return NULL;
	mbim_sim_root_get();
	knobs->device = Device;
	knobs->count = count;
	snprintf(dir, sizeof(dir), "%u", Number);
	knobs->dir = debugfs_create_dir(dir, mbim_sim_root);
	for (i = 0; i < count; i++) {
		SimKnobQuery(i, &name, &text, &readable);
		knobs->knob[i].knobs = knobs;
		knobs->knob[i].index = i;
		knobs->knob[i].text = text;
		knobs->knob[i].readable = readable;
		debugfs_create_file(name, readable ? 0600 : 0200, knobs->dir, &knobs->knob[i],
				    &mbim_sim_knob_fops);
	}
	debugfs_create_file("status", 0400, knobs->dir, knobs, &mbim_sim_status_fops);
	return knobs;
}

VOID SimGlueRemove(PVOID Knobs)
{
	struct mbim_sim_knobs *knobs = Knobs;

	if (!knobs)
		return;
	debugfs_remove(knobs->dir);
	mbim_sim_root_put();
	kfree(knobs);
}

/* ---- devices ---- */

static const struct nt_root_kind mbim_sim_kinds[] = {
	{ .id = "mbim_simnet" },
	{ .id = "mbim_sim", .count = &SimParameters.Modems },
	{ }
};

NT_ROOT_MODULE_KINDS(mbim_sim, mbim_sim_kinds);
NT_USES_MBBCX;
MODULE_DESCRIPTION("Mobile broadband modems without hardware");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
