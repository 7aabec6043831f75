// SPDX-License-Identifier: GPL-2.0
/*
 * Runtime PM suspends and resumes a device from a work item of that device. In
 * our callbacks devices are unregistered, with the PnP lock held: ports and
 * links at removal, endpoints whenever an alternate setting is selected. The
 * driver core then waits for the power work of the one that goes. To lockdep
 * the power works of all devices are the same, so it sees a circle
 *
 *	power work -> PnP lock -> power work
 *
 * that would need a device to be its own child. Hence the buses leave the work
 * item before they enter the PnP state machine, and wait.
 *
 * Whoever powers a device with a network interface below it, or resets one on
 * USB, must allocate without I/O, which may need that very interface: the task
 * says so by a flag of its own, which the other one has to take over.
 */
#include "wdf/power_call.h"

#include <linux/completion.h>
#include <linux/sched.h>
#include <linux/sched/mm.h>
#include <linux/workqueue.h>

#include "compat_workqueue.h"

/**
 * struct wdf_power_call - one call
 * @work: where it happens
 * @done: it has
 * @fn: what is called
 * @arg: its argument
 * @noio: the caller must not start I/O to get memory
 * @result: of @fn
 */
struct wdf_power_call {
	struct work_struct work;
	struct completion done;
	int (*fn)(void *arg);
	void *arg;
	bool noio;
	int result;
};

static void wdf_power_call_work(struct work_struct *work)
{
	struct wdf_power_call *call = container_of(work, struct wdf_power_call, work);

	unsigned int flags = 0;

	if (call->noio)
		flags = memalloc_noio_save();
	call->result = call->fn(call->arg);
	if (call->noio)
		memalloc_noio_restore(flags);
	complete(&call->done);
}

/**
 * wdf_power_call() - call a function outside of any work item that waits for it
 * @fn: a power transition
 * @arg: its argument
 *
 * Context: process. Return: what @fn did.
 */
int wdf_power_call(int (*fn)(void *arg), void *arg)
{
	struct wdf_power_call call = {
		.fn = fn,
		.arg = arg,
		.noio = current->flags & PF_MEMALLOC_NOIO,
		.done = COMPLETION_INITIALIZER_ONSTACK(call.done),
	};

	if (!current_work())
		return fn(arg);

	INIT_WORK_ONSTACK(&call.work, wdf_power_call_work);
	/* Not freezable: system sleep comes with the tasks frozen. */
	queue_work(system_dfl_wq, &call.work);
	/* Not flush_work(), which is what lockdep would take for the circle. */
	wait_for_completion(&call.done);
	destroy_work_on_stack(&call.work);
	return call.result;
}
