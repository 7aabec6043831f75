/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Objects with handles or references: registry keys, files, threads, events, devices.
 *
 * An object has references, and lives as long as there is one. A handle has one.
 * Pointers that drivers pass back are looked up before they are used.
 */
#ifndef _NDIS_SHIM_NT_OB_H
#define _NDIS_SHIM_NT_OB_H

#include <linux/kref.h>
#include <linux/list.h>

#include <wdm.h>

struct nt_driver;

enum nt_ob_type {
	NT_OB_KEY,
	NT_OB_FILE,
	NT_OB_THREAD,
	NT_OB_EVENT,
	NT_OB_CALLBACK,
	NT_OB_DEVICE,
	NT_OB_TYPES
};

/**
 * struct nt_ob - what objects of all types have
 * @ref: references; 0: release()
 * @client_refs: of @ref, those that drivers may drop
 * @node: in the table, by @body
 * @type: which
 * @driver: for whom it was made
 * @body: what a driver's pointer is
 * @handles: how many lead here; the table's lock
 * @closed: NULL, or what the end of the last handle means; process context
 * @release: frees it; any context that ObDereferenceObject() is called in
 */
struct nt_ob {
	struct kref ref;
	atomic_t client_refs;
	struct hlist_node node;
	enum nt_ob_type type;
	struct nt_driver *driver;
	void *body;
	unsigned int handles;
	void (*closed)(struct nt_ob *ob);
	void (*release)(struct nt_ob *ob);
};

/* Into the table, with one reference, the caller's. */
void nt_ob_init(struct nt_ob *ob, enum nt_ob_type type, struct nt_driver *driver, void *body,
		void (*release)(struct nt_ob *ob));
void nt_ob_put(struct nt_ob *ob);
/* The object that @body is of, with a reference, or NULL. Any context. */
struct nt_ob *nt_ob_get(const void *body);

/* A reference of the caller's becomes a driver's: ObDereferenceObject(). */
static inline void nt_ob_give(struct nt_ob *ob)
{
	atomic_inc(&ob->client_refs);
}

/* A handle with a reference of its own. Process context. */
NTSTATUS nt_handle_create(struct nt_ob *ob, struct nt_driver *driver, PHANDLE handle);
/* The object, with a reference, or NULL and *@status. Any context. */
struct nt_ob *nt_handle_get(HANDLE handle, enum nt_ob_type type, NTSTATUS *status);
/* Reports and closes what @driver left open. */
void nt_handles_orphan(struct nt_driver *driver);
void nt_handles_exit(void);

#endif
