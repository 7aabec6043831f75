// SPDX-License-Identifier: GPL-2.0
/*
 * Contexts: the client's memory that hangs on an object, zeroed and aligned,
 * found again by its type.
 *
 * A header that declares a context type is included by several files of one
 * driver, and each may have a descriptor of its own: two descriptors are the
 * same type when they name the same unique one, or have the same name and size.
 */
#include "wdf/object_internal.h"

#include <linux/align.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "nt/nt_internal.h"

/* What Windows gives on 64 bit machines; kmalloc promises only 8. */
#define WDF_CONTEXT_ALIGN	16
#define WDF_CONTEXT_MAX		(1024 * 1024)

static bool wdf_context_same_type(PCWDF_OBJECT_CONTEXT_TYPE_INFO a,
				  PCWDF_OBJECT_CONTEXT_TYPE_INFO b)
{
	if (a == b)
		return true;
	if (a->UniqueType && a->UniqueType == b->UniqueType)
		return true;
	return a->ContextSize == b->ContextSize && a->ContextName && b->ContextName &&
	       !strcmp(a->ContextName, b->ContextName);
}

/**
 * wdf_context_alloc() - make what attributes ask for
 * @attributes: their size was checked; NULL: nothing
 * @out: the context; NULL if there is nothing to make
 *
 * Return: STATUS_SUCCESS, STATUS_INVALID_PARAMETER (size override below the
 * type's size, or without a type), STATUS_INFO_LENGTH_MISMATCH (type info),
 * STATUS_INSUFFICIENT_RESOURCES.
 * Context: any.
 */
NTSTATUS wdf_context_alloc(PWDF_OBJECT_ATTRIBUTES attributes, struct wdf_context **out)
{
	PCWDF_OBJECT_CONTEXT_TYPE_INFO type;
	struct wdf_context *ctx;
	size_t size = 0;

	*out = NULL;
	if (!attributes)
		return STATUS_SUCCESS;

	type = attributes->ContextTypeInfo;
	if (type) {
		if (type->Size != sizeof(*type))
			return STATUS_INFO_LENGTH_MISMATCH;
		size = type->ContextSize;
		if (attributes->ContextSizeOverride) {
			if (attributes->ContextSizeOverride < size)
				return STATUS_INVALID_PARAMETER;
			size = attributes->ContextSizeOverride;
		}
		if (size > WDF_CONTEXT_MAX)
			return STATUS_INSUFFICIENT_RESOURCES;
	} else if (attributes->ContextSizeOverride) {
		return STATUS_INVALID_PARAMETER;
	} else if (!attributes->EvtCleanupCallback && !attributes->EvtDestroyCallback) {
		return STATUS_SUCCESS;
	}

	/* kmalloc, not vmalloc: clients keep DMA buffers in their contexts. */
	ctx = kzalloc(sizeof(*ctx) + WDF_CONTEXT_ALIGN + size, nt_gfp());
	if (!ctx)
		return STATUS_INSUFFICIENT_RESOURCES;
	ctx->type = type;
	ctx->cleanup = attributes->EvtCleanupCallback;
	ctx->destroy = attributes->EvtDestroyCallback;
	ctx->data = PTR_ALIGN((void *)(ctx + 1), WDF_CONTEXT_ALIGN);
	ctx->size = size;
	INIT_HLIST_NODE(&ctx->table);
	*out = ctx;
	return STATUS_SUCCESS;
}

void wdf_context_free(struct wdf_context *ctx)
{
	if (!ctx)
		return;
	wdf_table_del_context(ctx);
	kfree(ctx);
}

/**
 * wdf_context_attach() - hang a context on an object
 * @obj: not published yet, or the tree lock is held
 * @ctx: new context
 *
 * Readers walk the list without a lock: it only grows.
 */
void wdf_context_attach(struct wdf_object *obj, struct wdf_context *ctx)
{
	ctx->obj = obj;
	ctx->next = obj->contexts;
	wdf_table_add_context(ctx);
	/* Pairs with wdf_context_find(), and whoever else walks or looks at the first. */
	smp_store_release(&obj->contexts, ctx);
}

struct wdf_context *wdf_context_find(struct wdf_object *obj,
				     PCWDF_OBJECT_CONTEXT_TYPE_INFO type)
{
	struct wdf_context *ctx;

	/* Pairs with wdf_context_attach(). */
	for (ctx = smp_load_acquire(&obj->contexts); ctx; ctx = ctx->next) {
		if (ctx->type && wdf_context_same_type(ctx->type, type))
			return ctx;
	}
	return NULL;
}

bool wdf_object_renew(struct wdf_object *obj, const WDF_OBJECT_ATTRIBUTES *attributes)
{
	/* Pairs with wdf_context_attach(). */
	struct wdf_context *ctx = smp_load_acquire(&obj->contexts);

	if (!list_empty(&obj->children))
		return false;
	if (!ctx)
		return true;
	if (ctx->next || ctx->cleanup || ctx->destroy ||
	    ctx->type != attributes->ContextTypeInfo)
		return false;
	memset(ctx->data, 0, ctx->size);
	return true;
}
