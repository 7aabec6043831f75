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
 */
#include "wdf/power_call.h"

#include <linux/completion.h>
#include <linux/workqueue.h>

struct wdf_power_call {
	struct work_struct work;
	struct completion done;
	int (*fn)(void *arg);
	void *arg;
	int result;
};

static void wdf_power_call_work(struct work_struct *work)
{
	struct wdf_power_call *call = container_of(work, struct wdf_power_call, work);

	call->result = call->fn(call->arg);
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
		.done = COMPLETION_INITIALIZER_ONSTACK(call.done),
	};

	if (!current_work())
		return fn(arg);

	INIT_WORK_ONSTACK(&call.work, wdf_power_call_work);
	/* Not freezable: system sleep comes with the tasks frozen. */
	queue_work(system_unbound_wq, &call.work);
	/* Not flush_work(), which is what lockdep would take for the circle. */
	wait_for_completion(&call.done);
	destroy_work_on_stack(&call.work);
	return call.result;
}
