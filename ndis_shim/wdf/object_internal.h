/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the files that implement objects: object.c (life), object_table.c
 * (handles), context.c (contexts), object_api.c (entry points). Everybody else
 * uses object.h.
 */
#ifndef _NDIS_SHIM_WDF_OBJECT_INTERNAL_H
#define _NDIS_SHIM_WDF_OBJECT_INTERNAL_H

#include "wdf/object.h"

/* Bits of wdf_object.state, in the order in which they appear in a life. */
enum wdf_object_bit {
	WDF_OBJECT_PASSIVE,		/* disposal needs process context */
	WDF_OBJECT_OWNED,		/* not the client's to delete */
	WDF_OBJECT_CLIENT_DELETED,	/* by WdfObjectDelete() */
	WDF_OBJECT_DELETED,		/* somebody owns its disposal; tree lock */
	WDF_OBJECT_DISPOSED,		/* EvtCleanup has run */
	WDF_OBJECT_UNLINKED,		/* no longer a child of its parent */
	WDF_OBJECT_DESTROYED,		/* EvtDestroy has run, handle is dead */
};

/**
 * struct wdf_context - one context of an object, and the callbacks given with it
 * @next: further contexts of @obj
 * @obj: owner
 * @type: NULL for callbacks without a context
 * @cleanup: EvtCleanupCallback of the attributes that made it
 * @destroy: EvtDestroyCallback
 * @data: the client's memory, aligned to WDF_CONTEXT_ALIGN
 * @size: of it
 * @table: table of contexts, by @data
 */
struct wdf_context {
	struct wdf_context *next;
	struct wdf_object *obj;
	PCWDF_OBJECT_CONTEXT_TYPE_INFO type;
	PFN_WDF_OBJECT_CONTEXT_CLEANUP cleanup;
	PFN_WDF_OBJECT_CONTEXT_DESTROY destroy;
	void *data;
	size_t size;
	struct hlist_node table;
};

/* ---- object_table.c ---- */
void wdf_table_init(void);
void wdf_table_add(struct wdf_object *obj);
void wdf_table_del(struct wdf_object *obj);
/* The live object behind @handle with a reference, or NULL; no violation. */
struct wdf_object *wdf_table_get(const void *handle);
void wdf_table_add_context(struct wdf_context *ctx);
void wdf_table_del_context(struct wdf_context *ctx);
struct wdf_object *wdf_table_context_owner(const void *data);

/* ---- context.c ---- */
/* *@out stays NULL when @attributes ask for neither context nor callbacks. */
NTSTATUS wdf_context_alloc(PWDF_OBJECT_ATTRIBUTES attributes, struct wdf_context **out);
void wdf_context_free(struct wdf_context *ctx);
/* First context of @obj; the caller pins @obj or excludes others. */
void wdf_context_attach(struct wdf_object *obj, struct wdf_context *ctx);
struct wdf_context *wdf_context_find(struct wdf_object *obj,
				     PCWDF_OBJECT_CONTEXT_TYPE_INFO type);

/* ---- object.c ---- */
NTSTATUS wdf_object_check_attributes(PWDF_OBJECT_ATTRIBUTES attributes);
void wdf_object_inherit(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
			struct wdf_object *parent);
NTSTATUS wdf_object_add_context(struct wdf_object *obj, PWDF_OBJECT_ATTRIBUTES attributes,
				void **data);

static inline void *wdf_object_to_handle(struct wdf_object *obj)
{
	return obj;
}

#endif
