// SPDX-License-Identifier: GPL-2.0
/*
 * What happens when a client breaks a rule: a counter, a trace event, and one
 * line in the log for each rule and driver. What a rule is, and when it is
 * broken, is known where the check stands.
 */
#include "verifier.h"

#include <linux/atomic.h>
#include <linux/bitmap.h>
#include <linux/debugfs.h>
#include <linux/kernel.h>
#include <linux/printk.h>
#include <linux/seq_file.h>
#include <linux/slab.h>

#include "cx.h"
#include "nt/nt_internal.h"
#include "trace.h"
#include "wdf/device.h"
#include "wdf/object.h"

#define NT_MESSAGE_LEN	160

/**
 * struct nt_rule_entry - one number
 * @count: how often it was broken
 * @name: of this module's own rules
 * @cx_name: of an extension's rule: a copy, made when it was first broken
 */
struct nt_rule_entry {
	atomic64_t count;
	const char *name;
	char *cx_name;
};

static struct nt_rule_entry nt_rules[NT_RULE_LIMIT] = {
#define RULE(number, rule, text)	\
	[number] = { .name = #rule },
#include "rules.def"
#undef RULE
};

static const char *nt_rule_text(unsigned int rule)
{
	switch (rule) {
#define RULE(number, name, text) case number: return text;
#include "rules.def"
#undef RULE
	default:
		return "";
	}
}

static atomic64_t nt_violations;
/* Rules broken by callers that are not known. */
static DECLARE_BITMAP(nt_anonymous_reported, NT_RULE_LIMIT);

static void nt_violation_report(struct nt_driver *driver, unsigned int rule, const char *name,
				const char *text, const char *message)
{
	unsigned long *reported = driver ? driver->reported : nt_anonymous_reported;
	bool known = rule < NT_RULE_LIMIT;

	atomic64_inc(&nt_violations);
	if (known)
		atomic64_inc(&nt_rules[rule].count);
	trace_nt_violation(nt_driver_name(driver), rule, name, message);

	if (known && test_and_set_bit(rule, reported))
		return;
	pr_warn("violation %u %s by %s%s%s: %s\n", rule, name, nt_driver_name(driver),
		*text ? ", " : "", text, message);
}

void nt_violation(struct nt_driver *driver, enum nt_rule rule, const char *fmt, ...)
{
	char message[NT_MESSAGE_LEN];
	va_list args;

	va_start(args, fmt);
	vscnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	nt_violation_report(driver, rule, nt_rules[rule].name, nt_rule_text(rule), message);
}

void cx_violation(WDFDEVICE device, unsigned int rule, const char *name, const char *fmt, ...)
{
	struct nt_driver *driver = NULL;
	char message[NT_MESSAGE_LEN];
	va_list args;
	char *copy;

	if (device) {
		struct wdf_device *dev = wdf_device_from_handle(device, __func__);

		if (dev)
			driver = wdf_device_object(dev)->driver;
	}
	/* The extension may be gone when somebody reads the list. */
	if (rule < NT_RULE_LIMIT && !nt_rules[rule].name && !READ_ONCE(nt_rules[rule].cx_name)) {
		copy = kstrdup(name, GFP_ATOMIC);
		if (copy && cmpxchg(&nt_rules[rule].cx_name, NULL, copy))
			kfree(copy);
	}

	va_start(args, fmt);
	vscnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	nt_violation_report(driver, rule, name, "", message);
}
EXPORT_SYMBOL_NS_GPL(cx_violation, NDIS_SHIM_INTERNAL);

/**
 * nt_violation_count() - violations since the module was loaded
 * @rule: number of a rule; 0: all
 *
 * Return: how many.
 */
u64 nt_violation_count(unsigned int rule)
{
	if (!rule)
		return atomic64_read(&nt_violations);
	return rule < NT_RULE_LIMIT ? atomic64_read(&nt_rules[rule].count) : 0;
}
EXPORT_SYMBOL_NS_GPL(nt_violation_count, NDIS_SHIM_INTERNAL);

bool nt_irql_violation(struct nt_driver *driver, const char *who)
{
	if (likely(nt_may_sleep()))
		return false;
	nt_violation(driver, NT_RULE_IRQL_TOO_HIGH, "%s", who);
	return true;
}

static int nt_violations_show(struct seq_file *m, void *unused)
{
	unsigned int rule;

	seq_printf(m, "total %lld\n", (long long)atomic64_read(&nt_violations));
	for (rule = 0; rule < NT_RULE_LIMIT; rule++) {
		const struct nt_rule_entry *entry = &nt_rules[rule];
		const char *name = entry->name ?: READ_ONCE(entry->cx_name);
		s64 count = atomic64_read(&entry->count);

		if (count)
			seq_printf(m, "%u %s %lld\n", rule, name ?: "?", (long long)count);
	}
	return 0;
}
DEFINE_SHOW_ATTRIBUTE(nt_violations);

int nt_verifier_init(void)
{
	debugfs_create_file("violations", 0444, nt_debugfs_root, NULL, &nt_violations_fops);
	return 0;
}

void nt_verifier_exit(void)
{
	unsigned int rule;

	for (rule = 0; rule < NT_RULE_LIMIT; rule++)
		kfree(nt_rules[rule].cx_name);
}
