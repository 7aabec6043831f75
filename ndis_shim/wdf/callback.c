// SPDX-License-Identifier: GPL-2.0
/*
 * What timers and work items have in common: the workqueue, and what their
 * attributes say about context and serialisation.
 */
#include "wdf/callback.h"

#include <linux/errno.h>
#include <linux/workqueue.h>

#include "wdf/device_internal.h"
#include "wdf/queue.h"

struct workqueue_struct *wdf_callback_wq;

static struct wdf_presentation *wdf_object_sync(struct wdf_object *obj)
{
	struct wdf_queue *queue;
	struct wdf_device *dev;

	for (; obj; obj = obj->parent) {
		if (obj->cls->type == WDF_TYPE_QUEUE) {
			queue = container_of(obj, struct wdf_queue, base);
			return queue->sync;
		}
		if (obj->cls->type == WDF_TYPE_DEVICE) {
			dev = container_of(obj, struct wdf_device, base);
			return obj->sync_scope == WdfSynchronizationScopeDevice ?
			       &dev->presentation : NULL;
		}
	}
	return NULL;
}

NTSTATUS wdf_callback_sync(PWDF_OBJECT_ATTRIBUTES attributes, bool automatic, bool passive,
			   struct wdf_presentation **sync)
{
	struct wdf_object *parent;
	NTSTATUS status;

	*sync = NULL;
	status = wdf_object_check_attributes(attributes);
	if (!NT_SUCCESS(status) || !attributes || !automatic)
		return status;
	parent = wdf_table_get(attributes->ParentObject);
	if (!parent)
		return STATUS_SUCCESS;	/* refused when it is published */
	*sync = wdf_object_sync(parent);
	wdf_object_put(parent);
	if (*sync && (*sync)->passive != passive) {
		*sync = NULL;
		return STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL;
	}
	return STATUS_SUCCESS;
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
