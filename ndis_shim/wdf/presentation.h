/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Presentation locks: what a synchronization scope serialises callbacks by, and
 * what WdfObjectAcquireLock() takes. A device has one and a queue has one.
 *
 * It is the client's lock, not one of the shim's: at execution level dispatch a
 * spin lock, callbacks under it are at DISPATCH_LEVEL; at execution level passive
 * a mutex.
 */
#ifndef _NDIS_SHIM_WDF_PRESENTATION_H
#define _NDIS_SHIM_WDF_PRESENTATION_H

#include <linux/mutex.h>
#include <linux/sched.h>
#include <linux/spinlock.h>

/**
 * struct wdf_presentation - one lock
 * @spin: what callbacks hold that run at DISPATCH_LEVEL
 * @mutex: what those hold that may sleep
 * @passive: @mutex rather than @spin
 * @owner: who holds it; written by the holder only
 * @depth: how often @owner has it: a callback may call what calls a callback
 * @by_client: the client itself has it, by WdfObjectAcquireLock()
 */
struct wdf_presentation {
	spinlock_t spin;
	struct mutex mutex;
	bool passive;
	struct task_struct *owner;
	unsigned int depth;
	bool by_client;
};

/* The locks get a class of their caller's. */
#define wdf_presentation_init(lock, is_passive)		\
	do {						\
		spin_lock_init(&(lock)->spin);		\
		mutex_init(&(lock)->mutex);		\
		(lock)->passive = (is_passive);		\
	} while (0)

static inline bool wdf_presentation_is_mine(const struct wdf_presentation *lock)
{
	return READ_ONCE(lock->owner) == current;
}

/* NULL: nothing is serialised. A passive one needs process context. */
void wdf_presentation_enter(struct wdf_presentation *lock);
void wdf_presentation_leave(struct wdf_presentation *lock);

#endif
