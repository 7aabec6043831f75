// SPDX-License-Identifier: GPL-2.0
/*
 * Lets an allocation or the submission of a transfer fail that was made for one of the
 * modules named in "modules", in whatever context, and only such a one:
 *
 *	echo alloc 3 > arm		the third one from now on
 *	echo alloc 3 every > arm	every third one
 *	echo alloc 0 > arm		none, they are counted
 *	echo near 3 > arm		the third one that a module has asked for itself, and
 *					not the kernel while it did something for it
 *	echo submit 3 -19 > arm		the third usb_submit_urb(), with -ENODEV
 *	echo off > arm
 *	cat seen			how many there were, how many of them failed, and the
 *					callers of the last one that did, the nearest first
 *
 * The files are those of /sys/module/test_fail/parameters.
 */
#include "stack.h"

#include <linux/atomic.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>

/* How far away a module may be that "has asked itself": kmalloc() below kasprintf(). */
#define NEAR 4

enum fail_what { FAIL_OFF, FAIL_ALLOC, FAIL_SUBMIT };

/*
 * struct fail_point - a function that can fail
 * @probe: at its entry
 * @gfp: which argument says what an allocation may do; -1 if none does
 * @what: what it is
 * @number: it returns a negative number, not NULL
 */
struct fail_point {
	struct kprobe probe;
	int gfp;
	enum fail_what what;
	bool number;
};

static struct {
	enum fail_what what;
	unsigned int depth;
	int nth;
	bool every;
	int error;
	atomic_t count;
	atomic_t hits;
	const char *name;
	struct fail_stack stack;
} armed;

/* What functions that fail do instead of their work: nothing. */
static noinline void *no_memory(void)
{
	return NULL;
}

static noinline int no_success(void)
{
	return READ_ONCE(armed.error);
}

static bool is_its_turn(int n)
{
	if (!armed.nth)
		return false;
	return armed.every ? n % armed.nth == 0 : n == armed.nth;
}

static bool must_not_fail(struct fail_point *point, struct pt_regs *regs)
{
	gfp_t gfp;

	if (point->gfp < 0)
		return false;
	gfp = (__force gfp_t)regs_get_kernel_argument(regs, point->gfp);
	return gfp & __GFP_NOFAIL;
}

static int at_entry(struct kprobe *probe, struct pt_regs *regs)
{
	struct fail_point *point = container_of(probe, struct fail_point, probe);
	struct fail_stack stack;

	/* Pairs with set_arm(): the rest was set before. */
	if (smp_load_acquire(&armed.what) != point->what || must_not_fail(point, regs) ||
	    !fail_stack_ours(regs, armed.depth, &stack))
		return 0;
	if (!is_its_turn(atomic_inc_return(&armed.count)))
		return 0;
	armed.stack = stack;
	armed.name = probe->symbol_name;
	atomic_inc(&armed.hits);
	instruction_pointer_set(regs, point->number ? (unsigned long)no_success :
						      (unsigned long)no_memory);
	return 1;
}

/* That there is one keeps the probe from becoming a jump, which would lead nowhere else. */
static void afterwards(struct kprobe *probe, struct pt_regs *regs, unsigned long flags)
{
}

#define POINT(symbol, ...) {							\
	.probe = { .symbol_name = symbol, .pre_handler = at_entry,		\
		   .post_handler = afterwards }, __VA_ARGS__ }
#define ALLOCATOR(symbol, arg) POINT(symbol, .gfp = arg, .what = FAIL_ALLOC)

/*
 * Memory of the slab allocator fails where it asks whether it should. The others are
 * failed as a whole: kvmalloc() whose kmalloc() alone failed would succeed.
 */
static struct fail_point points[] = {
	POINT("should_failslab", .gfp = 1, .what = FAIL_ALLOC, .number = true),
	ALLOCATOR("__alloc_pages", 0),
	ALLOCATOR("kvmalloc_node", 1),
	ALLOCATOR("__vmalloc_node_range", 4),
	ALLOCATOR("page_frag_alloc_align", 2),
	ALLOCATOR("__alloc_percpu", -1),
	ALLOCATOR("__alloc_percpu_gfp", 2),
	POINT("usb_submit_urb", .gfp = -1, .what = FAIL_SUBMIT, .number = true),
};

static int set_arm(const char *text, const struct kernel_param *param)
{
	enum fail_what what = FAIL_OFF;
	char word[8] = "", more[8] = "", last[8] = "";
	int nth = 0, error = -ENOMEM;

	if (sscanf(text, "%7s %d %7s %7s", word, &nth, more, last) < 1 || nth < 0)
		return -EINVAL;
	if (!strcmp(word, "alloc") || !strcmp(word, "near"))
		what = FAIL_ALLOC;
	else if (!strcmp(word, "submit"))
		what = FAIL_SUBMIT;
	else if (strcmp(word, "off"))
		return -EINVAL;
	if (more[0] == '-' && kstrtoint(more, 10, &error))
		return -EINVAL;
	WRITE_ONCE(armed.what, FAIL_OFF);
	/* Who is in the middle of it has preemption disabled. */
	synchronize_rcu();
	if (what == FAIL_OFF)
		return 0;
	armed.depth = strcmp(word, "near") ? FAIL_FRAMES : NEAR;
	armed.nth = nth;
	armed.every = !strcmp(more, "every") || !strcmp(last, "every");
	armed.error = error;
	armed.stack.count = 0;
	atomic_set(&armed.count, 0);
	atomic_set(&armed.hits, 0);
	/* Pairs with at_entry(). */
	smp_store_release(&armed.what, what);
	return 0;
}

static int get_seen(char *buffer, const struct kernel_param *param)
{
	int length = sysfs_emit(buffer, "%d %d", atomic_read(&armed.count),
				atomic_read(&armed.hits));
	unsigned int i;

	for (i = 0; i < armed.stack.count; i++)
		length += sysfs_emit_at(buffer, length, " %ps", (void *)armed.stack.ip[i]);
	return length + sysfs_emit_at(buffer, length, "\n");
}

static const struct kernel_param_ops arm_ops = { .set = set_arm };
static const struct kernel_param_ops seen_ops = { .get = get_seen };

module_param_cb(arm, &arm_ops, NULL, 0200);
MODULE_PARM_DESC(arm, "What is to fail from now on: see the source");
module_param_cb(seen, &seen_ops, NULL, 0400);
MODULE_PARM_DESC(seen, "What came by since then");

static char *modules;
module_param(modules, charp, 0444);
MODULE_PARM_DESC(modules, "For whom: names, separated by commas, of modules that are loaded later");

static int __init fail_init(void)
{
	unsigned int i;
	int rc;

	rc = fail_stack_watch(modules ?: "");
	if (rc)
		return rc;
	for (i = 0; i < ARRAY_SIZE(points); i++) {
		rc = register_kprobe(&points[i].probe);
		if (rc)
			pr_warn("test_fail: %s: %d\n", points[i].probe.symbol_name, rc);
	}
	return 0;
}

static void __exit fail_exit(void)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(points); i++) {
		if (points[i].probe.nmissed)
			pr_warn("test_fail: %s: %lu missed\n", points[i].probe.symbol_name,
				points[i].probe.nmissed);
		unregister_kprobe(&points[i].probe);
	}
	fail_stack_forget();
}

module_init(fail_init);
module_exit(fail_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Fails allocations and transfers of other modules, for tests");
