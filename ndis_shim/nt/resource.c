// SPDX-License-Identifier: GPL-2.0
/*
 * Executive resources: shared or exclusive, as often as the owner likes. A thread
 * that holds one shared gets it again, whoever waits for exclusive access.
 */
#include <linux/build_bug.h>
#include <linux/export.h>
#include <linux/sched.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <linux/wait.h>

#include <wdf.h>

#include "nt/nt_internal.h"
#include "verifier.h"

/**
 * struct nt_resource - what is inside an ERESOURCE
 * @lock: protects the rest; any context up to softirq: a deferred call may release it
 * @wait: those who want it
 * @owner: who has it exclusively
 * @depth: how often
 * @shared: how often it is held shared, by whomever
 * @holders: who, as far as there is room; the rest may wait for themselves
 * @waiting: how many want it exclusively: new readers wait behind them
 * @live: between initialisation and deletion
 */
struct nt_resource {
	spinlock_t lock;
	wait_queue_head_t wait;
	struct task_struct *owner;
	unsigned int depth;
	unsigned int shared;
	unsigned int waiting;
	u32 live;
	struct {
		struct task_struct *task;
		unsigned int count;
	} holders[16];
};

#define NT_RESOURCE_LIVE	0x4e545253

static_assert(sizeof(struct nt_resource) <= sizeof(ERESOURCE));

NTSTATUS ExInitializeResourceLiteWorker(PERESOURCE Resource, PNT_LOCK_KEY Key)
{
	struct nt_resource *resource = (void *)Resource;

	memset(resource, 0, sizeof(*resource));
	spin_lock_init(&resource->lock);
	init_waitqueue_head(&resource->wait);
	resource->live = NT_RESOURCE_LIVE;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ExInitializeResourceLiteWorker, NDIS_SHIM);

NTSTATUS ExReinitializeResourceLite(PERESOURCE Resource)
{
	return ExInitializeResourceLiteWorker(Resource, NULL);
}
EXPORT_SYMBOL_NS_GPL(ExReinitializeResourceLite, NDIS_SHIM);

static unsigned int *nt_resource_holds(struct nt_resource *resource, bool add)
{
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(resource->holders); i++) {
		if (resource->holders[i].count && resource->holders[i].task == current)
			return &resource->holders[i].count;
	}
	for (i = 0; add && i < ARRAY_SIZE(resource->holders); i++) {
		if (resource->holders[i].count)
			continue;
		resource->holders[i].task = current;
		return &resource->holders[i].count;
	}
	return NULL;
}

static bool nt_resource_try_exclusive(struct nt_resource *resource)
{
	bool taken;

	spin_lock_bh(&resource->lock);
	taken = resource->owner == current || (!resource->owner && !resource->shared);
	if (taken) {
		resource->owner = current;
		resource->depth++;
	}
	spin_unlock_bh(&resource->lock);
	return taken;
}

/* @starve: those who wait for exclusive access may wait. */
static bool nt_resource_try_shared(struct nt_resource *resource, bool starve)
{
	unsigned int *mine;
	bool taken = false;

	spin_lock_bh(&resource->lock);
	mine = nt_resource_holds(resource, false);
	if (resource->owner == current) {
		resource->depth++;
		taken = true;
	} else if (!resource->owner && (mine || starve || !resource->waiting)) {
		mine = nt_resource_holds(resource, true);
		if (mine)
			(*mine)++;
		resource->shared++;
		taken = true;
	}
	spin_unlock_bh(&resource->lock);
	return taken;
}

static bool nt_resource_enter(struct nt_resource *resource, const char *who)
{
	if (nt_irql_violation(NULL, who))
		return false;
	if (resource->live == NT_RESOURCE_LIVE)
		return true;
	nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not initialised", who);
	return false;
}

BOOLEAN ExAcquireResourceExclusiveLite(PERESOURCE Resource, BOOLEAN Wait)
{
	struct nt_resource *resource = (void *)Resource;

	if (!nt_resource_enter(resource, __func__))
		return FALSE;
	if (nt_resource_try_exclusive(resource))
		return TRUE;
	if (!Wait)
		return FALSE;
	spin_lock_bh(&resource->lock);
	resource->waiting++;
	spin_unlock_bh(&resource->lock);
	wait_event(resource->wait, nt_resource_try_exclusive(resource));
	spin_lock_bh(&resource->lock);
	resource->waiting--;
	spin_unlock_bh(&resource->lock);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(ExAcquireResourceExclusiveLite, NDIS_SHIM);

static BOOLEAN nt_resource_shared(PERESOURCE object, bool wait, bool starve, const char *who)
{
	struct nt_resource *resource = (void *)object;

	if (!nt_resource_enter(resource, who))
		return FALSE;
	if (nt_resource_try_shared(resource, starve))
		return TRUE;
	if (!wait)
		return FALSE;
	wait_event(resource->wait, nt_resource_try_shared(resource, starve));
	return TRUE;
}

BOOLEAN ExAcquireResourceSharedLite(PERESOURCE Resource, BOOLEAN Wait)
{
	return nt_resource_shared(Resource, Wait, false, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAcquireResourceSharedLite, NDIS_SHIM);

BOOLEAN ExAcquireSharedStarveExclusive(PERESOURCE Resource, BOOLEAN Wait)
{
	return nt_resource_shared(Resource, Wait, true, __func__);
}
EXPORT_SYMBOL_NS_GPL(ExAcquireSharedStarveExclusive, NDIS_SHIM);

VOID ExReleaseResourceLite(PERESOURCE Resource)
{
	struct nt_resource *resource = (void *)Resource;
	unsigned int *mine;
	bool held = true;

	spin_lock_bh(&resource->lock);
	mine = nt_resource_holds(resource, false);
	if (resource->owner == current) {
		if (!--resource->depth)
			resource->owner = NULL;
	} else if (resource->shared && !resource->owner) {
		/* Released by another thread than acquired it: allowed. */
		if (mine)
			(*mine)--;
		resource->shared--;
	} else {
		held = false;
	}
	/* Waiters look under the lock, so one that frees it does so after this. */
	wake_up_all(&resource->wait);
	spin_unlock_bh(&resource->lock);
	if (!held)
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
}
EXPORT_SYMBOL_NS_GPL(ExReleaseResourceLite, NDIS_SHIM);

VOID ExConvertExclusiveToSharedLite(PERESOURCE Resource)
{
	struct nt_resource *resource = (void *)Resource;
	unsigned int *mine;
	bool held;

	spin_lock_bh(&resource->lock);
	held = resource->owner == current;
	if (held) {
		mine = nt_resource_holds(resource, true);
		if (mine)
			*mine += resource->depth;
		resource->shared = resource->depth;
		resource->depth = 0;
		resource->owner = NULL;
		wake_up_all(&resource->wait);
	}
	spin_unlock_bh(&resource->lock);
	if (!held)
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: not held", __func__);
}
EXPORT_SYMBOL_NS_GPL(ExConvertExclusiveToSharedLite, NDIS_SHIM);

BOOLEAN ExIsResourceAcquiredExclusiveLite(PERESOURCE Resource)
{
	return READ_ONCE(((struct nt_resource *)Resource)->owner) == current;
}
EXPORT_SYMBOL_NS_GPL(ExIsResourceAcquiredExclusiveLite, NDIS_SHIM);

/* How often the current thread holds it, in either way. */
ULONG ExIsResourceAcquiredSharedLite(PERESOURCE Resource)
{
	struct nt_resource *resource = (void *)Resource;
	unsigned int *mine;
	ULONG count;

	spin_lock_bh(&resource->lock);
	mine = nt_resource_holds(resource, false);
	count = resource->owner == current ? resource->depth : mine ? *mine : 0;
	spin_unlock_bh(&resource->lock);
	return count;
}
EXPORT_SYMBOL_NS_GPL(ExIsResourceAcquiredSharedLite, NDIS_SHIM);

NTSTATUS ExDeleteResourceLite(PERESOURCE Resource)
{
	struct nt_resource *resource = (void *)Resource;

	if (resource->live != NT_RESOURCE_LIVE || resource->owner || resource->shared) {
		nt_violation(NULL, NT_RULE_LOCK_MISUSE, "%s: held or not initialised", __func__);
		return STATUS_UNSUCCESSFUL;
	}
	resource->live = 0;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(ExDeleteResourceLite, NDIS_SHIM);
