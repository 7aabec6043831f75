// SPDX-License-Identifier: GPL-2.0
/*
 * What timers and work items have in common: the workqueue, and what their
 * attributes say about context and serialisation.
 */
#include "wdf/callback.h"

#include <linux/errno.h>
#include <linux/printk.h>
#include <linux/workqueue.h>

#include "wdf/object_internal.h"

struct workqueue_struct *wdf_callback_wq;

NTSTATUS wdf_callback_check_scope(PWDF_OBJECT_ATTRIBUTES attributes, bool automatic,
				  const char *what)
{
	WDF_SYNCHRONIZATION_SCOPE scope = WdfSynchronizationScopeNone;
	struct wdf_object *parent;

	if (!attributes || !automatic)
		return STATUS_SUCCESS;
	scope = attributes->SynchronizationScope;
	if (scope == WdfSynchronizationScopeInheritFromParent) {
		parent = wdf_table_get(attributes->ParentObject);
		if (!parent)
			return STATUS_SUCCESS;	/* refused when it is published */
		scope = parent->sync_scope;
		wdf_object_put(parent);
	}
	if (scope == WdfSynchronizationScopeNone)
		return STATUS_SUCCESS;
	pr_warn_once("%s: AutomaticSerialization with device or queue scope is not supported\n",
		     what);
	return STATUS_NOT_SUPPORTED;
}

bool wdf_callback_is_passive(PWDF_OBJECT_ATTRIBUTES attributes)
{
	WDF_EXECUTION_LEVEL level = WdfExecutionLevelDispatch;
	struct wdf_object *parent;

	if (!attributes)
		return false;
	level = attributes->ExecutionLevel;
	if (level == WdfExecutionLevelInheritFromParent) {
		parent = wdf_table_get(attributes->ParentObject);
		if (!parent)
			return false;
		level = parent->execution_level;
		wdf_object_put(parent);
	}
	return level == WdfExecutionLevelPassive;
}

int wdf_callback_init(void)
{
	wdf_callback_wq = alloc_workqueue("ndis_shim_callback", WQ_UNBOUND, 0);
	return wdf_callback_wq ? 0 : -ENOMEM;
}

void wdf_callback_exit(void)
{
	destroy_workqueue(wdf_callback_wq);
}
