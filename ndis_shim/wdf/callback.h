/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Callbacks that timers and work items run: in which context, and the question
 * whether the present one is inside such a callback.
 */
#ifndef _NDIS_SHIM_WDF_CALLBACK_H
#define _NDIS_SHIM_WDF_CALLBACK_H

#include <linux/compiler.h>
#include <linux/sched.h>

#include <wdf.h>

struct workqueue_struct;

/* Clients' callbacks in process context. Not freezable: power callbacks may
 * wait for one.
 */
extern struct workqueue_struct *wdf_callback_wq;

int wdf_callback_init(void);
void wdf_callback_exit(void);

/**
 * struct wdf_caller - who runs an object's callback; one at a time
 * @task: current while it runs; in softirq the task that was interrupted, which
 *	cannot run meanwhile
 */
struct wdf_caller {
	struct task_struct *task;
};

static inline void wdf_caller_enter(struct wdf_caller *caller)
{
	WRITE_ONCE(caller->task, current);
}

static inline void wdf_caller_leave(struct wdf_caller *caller)
{
	WRITE_ONCE(caller->task, NULL);
}

static inline bool wdf_caller_is_current(const struct wdf_caller *caller)
{
	return READ_ONCE(caller->task) == current;
}

/* STATUS_NOT_SUPPORTED, said once, if @automatic asks for serialisation by a
 * device or queue scope; checked against the parent's scope when inherited.
 */
NTSTATUS wdf_callback_check_scope(PWDF_OBJECT_ATTRIBUTES attributes, bool automatic,
				  const char *what);
/* The execution level, or the parent's when it is inherited, is passive. */
bool wdf_callback_is_passive(PWDF_OBJECT_ATTRIBUTES attributes);

#endif
