// SPDX-License-Identifier: GPL-2.0
/*
 * Presentation locks, taken around the client's callbacks.
 *
 * With the spin lock bottom halves are off, so that no softirq of this CPU can
 * take its holder for itself; with the mutex softirqs do not come here at all.
 */
#include "wdf/presentation.h"

void wdf_presentation_enter(struct wdf_presentation *lock)
{
	if (!lock)
		return;
	if (wdf_presentation_is_mine(lock)) {
		lock->depth++;
		return;
	}
	if (lock->passive) {
		mutex_lock(&lock->mutex);
	} else {
		spin_lock_bh(&lock->spin);
		__release(&lock->spin);	/* sparse: who leaves it is elsewhere */
	}
	WRITE_ONCE(lock->owner, current);
	lock->depth = 1;
}

void wdf_presentation_leave(struct wdf_presentation *lock)
{
	if (!lock || --lock->depth)
		return;
	WRITE_ONCE(lock->owner, NULL);
	if (lock->passive) {
		mutex_unlock(&lock->mutex);
	} else {
		__acquire(&lock->spin);
		spin_unlock_bh(&lock->spin);
	}
}
