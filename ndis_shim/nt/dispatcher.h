/* SPDX-License-Identifier: GPL-2.0 */
/* Objects that threads wait for: what they have in common. */
#ifndef _NDIS_SHIM_NT_DISPATCHER_H
#define _NDIS_SHIM_NT_DISPATCHER_H

#include <linux/list.h>
#include <linux/spinlock.h>

#include <wdm.h>

struct task_struct;

enum nt_dispatcher_type {
	NT_EVENT_NOTIFICATION = 0x4e543001,	/* no value that memory has by chance */
	NT_EVENT_SYNCHRONIZATION,
	NT_SEMAPHORE,
	NT_MUTEX,
	NT_TIMER_NOTIFICATION,
	NT_TIMER_SYNCHRONIZATION,
	NT_THREAD,
};

/**
 * struct nt_dispatcher - the head of an object that can be waited for
 * @type: enum nt_dispatcher_type; anything else is no such object
 * @signal: above 0: a wait for it ends
 * @waiters: struct nt_wait_block
 */
struct nt_dispatcher {
	u32 type;
	LONG signal;
	struct list_head waiters;
};

/*
 * The one lock of all of them; any context. A client may free an object as soon as
 * a wait for it has returned, so who signals one is finished with it when it drops
 * the lock, and a waiter takes the lock last.
 */
extern spinlock_t nt_dispatch_lock;

void nt_dispatcher_init(struct nt_dispatcher *head, enum nt_dispatcher_type type, LONG signal);
/* @head->signal was raised: whose wait it ends gets it. Lock held. */
void nt_dispatcher_signal(struct nt_dispatcher *head);

#endif
