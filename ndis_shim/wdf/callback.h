/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Callbacks that timers and work items run: in which context, and the question
 * whether the present one is inside such a callback.
 */
#ifndef _NDIS_SHIM_WDF_CALLBACK_H
#define _NDIS_SHIM_WDF_CALLBACK_H

#include <linux/compiler.h>
#include <linux/lockdep.h>
#include <linux/sched.h>
#include <linux/workqueue.h>

#include <wdf.h>

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

/**
 * wdf_callback_set_class() - whose callback a work is, for lockdep
 * @work: initialised
 * @func: the client's function
 * @serialised: it waits for a presentation lock, under which another may be flushed
 *
 * A callback may flush or delete another object, and so wait for a callback of
 * the same kind. One class for each function: its address is as good a key as
 * that of a variable, and goes with the module's.
 */
static inline void wdf_callback_set_class(struct work_struct *work, const void *func,
					  bool serialised)
{
	const char *key = func;

	if (serialised)
		key++;
	lockdep_init_map(&work->lockdep_map, "client's callback", (struct lock_class_key *)key,
			 0);
}

struct wdf_presentation;

/**
 * wdf_callback_sync() - what a callback is serialised by
 * @attributes: checked here; their parent need not be valid
 * @automatic: AutomaticSerialization
 * @passive: the callback comes in process context
 * @sync: the presentation lock of the nearest queue or device above, as its
 *	synchronization scope says, or NULL. It lives as long as the parent's memory
 *
 * Return: STATUS_SUCCESS, what is wrong with @attributes, or
 * STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL: a mutex cannot serialise what may not
 * sleep, nor a spin lock what may.
 */
NTSTATUS wdf_callback_sync(PWDF_OBJECT_ATTRIBUTES attributes, bool automatic, bool passive,
			   struct wdf_presentation **sync);
/* The execution level, or the parent's when it is inherited, is passive. */
bool wdf_callback_is_passive(PWDF_OBJECT_ATTRIBUTES attributes);

#endif
