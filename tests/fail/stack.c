// SPDX-License-Identifier: GPL-2.0
/* Whether a call was made for one of the modules that are watched. */
#include "stack.h"

#include <linux/kallsyms.h>
#include <linux/module.h>
#include <linux/notifier.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/string.h>
#include <asm/unwind.h>

#define WATCHED 8

static const char *wanted[WATCHED];
static const struct module *watched[WATCHED];

/*
 * What lies between a module and an allocation makes that somebody else's: what
 * interrupted it, the network stack that it gave a packet, the host controller that it
 * gave a transfer, the allocators' own supplies, the tools that look for bugs and end
 * their work without memory, and events of which nobody notices that they are missing.
 * The names are beginnings.
 */
static const char * const others[] = {
	"asm_", "__do_softirq", "__irq_exit_rcu", "irq_exit_rcu",
	"netif_receive_skb", "netif_rx", "napi_gro_", "__netif_receive_skb", "__dev_queue_xmit",
	"usb_submit_urb", "usb_hcd_submit_urb",
	"___slab_alloc", "__slab_alloc", "allocate_slab", "new_slab", "__kmem_cache_alloc_bulk",
	"__vmalloc_node_range", "kvmalloc_node", "__alloc_percpu", "pcpu_",
	"page_frag_alloc_align",
	"kmemleak_", "create_object", "__create_object", "__stack_depot_save", "kasan_",
	"debug_object", "__debug_object", "fill_pool", "dma_entry_", "debug_dma_", "add_dma_entry",
	"kobject_uevent", "rtmsg_ifinfo", "inet6_rt_notify", "rtnl_notify",
};

static bool is_ours(unsigned long ip)
{
	const struct module *module;
	unsigned int i;

	for (i = 0; i < WATCHED; i++) {
		module = READ_ONCE(watched[i]);
		if (module && within_module(ip, module))
			return true;
	}
	return false;
}

static bool is_others(unsigned long ip)
{
	char name[KSYM_NAME_LEN];
	unsigned int i;

	snprintf(name, sizeof(name), "%ps", (void *)ip);
	for (i = 0; i < ARRAY_SIZE(others); i++) {
		if (strstarts(name, others[i]))
			return true;
	}
	return false;
}

/* From the function that was entered with @regs; false if nobody of ours is there. */
static bool collect(struct pt_regs *regs, unsigned int depth, struct fail_stack *stack)
{
	struct unwind_state state;
	unsigned long ip;

	/* It has no frame of its own yet, which some unwinders need to see its caller. */
	stack->ip[0] = *(unsigned long *)kernel_stack_pointer(regs);
	stack->count = 1;
	if (is_ours(stack->ip[0]))
		return true;
	unwind_start(&state, current, regs, NULL);
	for (; !unwind_done(&state); unwind_next_frame(&state)) {
		ip = unwind_get_return_address(&state);
		if (!ip)
			return false;
		/* The function itself, and what is known already. */
		if (ip - instruction_pointer(regs) < 16 || ip == stack->ip[0])
			continue;
		if (stack->count == depth)
			return false;
		stack->ip[stack->count++] = ip;
		if (is_ours(ip))
			return true;
	}
	return false;
}

/**
 * fail_stack_ours() - whether a call was made for a module that is watched
 * @regs: at the entry of the function that was called
 * @depth: how many callers may lie between, 1 being none; up to FAIL_FRAMES
 * @stack: filled in if so
 *
 * Context: any, preemption disabled.
 */
bool fail_stack_ours(struct pt_regs *regs, unsigned int depth, struct fail_stack *stack)
{
	unsigned int i;

	if (!collect(regs, min_t(unsigned int, depth, FAIL_FRAMES), stack))
		return false;
	for (i = 0; i + 1 < stack->count; i++) {
		if (is_others(stack->ip[i]))
			return false;
	}
	return true;
}

/* Modules are named before they are there, and go while they are watched. */
static int module_comes_or_goes(struct notifier_block *block, unsigned long state, void *data)
{
	const struct module *module = data;
	unsigned int i;

	for (i = 0; i < WATCHED && wanted[i]; i++) {
		if (strcmp(module->name, wanted[i]))
			continue;
		if (state == MODULE_STATE_COMING)
			WRITE_ONCE(watched[i], module);
		if (state == MODULE_STATE_GOING)
			WRITE_ONCE(watched[i], NULL);
	}
	return NOTIFY_DONE;
}

static struct notifier_block modules = { .notifier_call = module_comes_or_goes };

/* What wanted[] points into. */
static char *list;

/**
 * fail_stack_watch() - names the modules, which are loaded afterwards
 * @names: separated by commas
 *
 * Return: 0, or -E2BIG, -ENOMEM. Ends with fail_stack_forget().
 */
int fail_stack_watch(const char *names)
{
	char *rest = kstrdup(names, GFP_KERNEL);
	unsigned int i;
	int rc;

	list = rest;
	if (!list)
		return -ENOMEM;
	for (i = 0; i < WATCHED && rest; i++)
		wanted[i] = strsep(&rest, ",");
	rc = rest ? -E2BIG : register_module_notifier(&modules);
	if (rc)
		kfree(list);
	return rc;
}

void fail_stack_forget(void)
{
	unregister_module_notifier(&modules);
	kfree(list);
}
