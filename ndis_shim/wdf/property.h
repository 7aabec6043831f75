/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Properties of devices inside: what the bus knows (property.c), and values by key,
 * which a client may assign (property_key.c, property_store.c).
 */
#ifndef _NDIS_SHIM_WDF_PROPERTY_H
#define _NDIS_SHIM_WDF_PROPERTY_H

#include <linux/list.h>
#include <linux/mutex.h>

#include <wdf.h>

#include "nt/io.h"

struct wdf_device;
struct wdf_pdo;

#define WDF_TAG_PROPERTY	0x70726644	/* "Dfrp" */
/* Every device is in the class of network adapters. */
#define WDF_PROPERTY_NET_CLASS	"{4d36e972-e325-11ce-bfc1-08002be10318}"

/**
 * struct wdf_property - what the bus knows
 * @text: ASCII, for clients in UTF-16 with a terminating zero; NULL: a number
 * @multi: a list of strings, which ends with two zeroes
 * @number: the value if @text is NULL
 */
struct wdf_property {
	const char *text;
	bool multi;
	ULONG number;
};

/* ---- property.c ---- */
/* False: this property is not known here. */
bool wdf_property_get(struct wdf_pdo *pdo, DEVICE_REGISTRY_PROPERTY property,
		      struct wdf_property *value);
size_t wdf_property_size(const struct wdf_property *value);
/* @buffer has room for wdf_property_size(). */
void wdf_property_put(const struct wdf_property *value, void *buffer);

/**
 * struct wdf_properties - what a client has assigned
 * @lock: protects the rest; process context
 * @list: of wdf_property_entry.node
 * @count: of @list
 */
struct wdf_properties {
	struct mutex lock;
	struct list_head list;
	unsigned int count;
};

/**
 * struct wdf_property_name - what a value is called
 * @key: its key
 * @lcid: its language
 * @interface: it is an interface's, not the device's
 * @class: of that interface
 * @reference: of that interface
 */
struct wdf_property_name {
	DEVPROPKEY key;
	LCID lcid;
	bool interface;
	GUID class;
	char reference[NT_IO_NAME];
};

/**
 * struct wdf_property_value - a value by key
 * @type: DEVPROP_TYPE_*
 * @size: bytes of @data
 * @data: of wdf_property_fetch() a copy, for kfree()
 */
struct wdf_property_value {
	DEVPROPTYPE type;
	u32 size;
	void *data;
};

/* ---- property_store.c; process context ---- */
void wdf_properties_init(struct wdf_properties *properties);
/* Nobody uses it any more. Any context. */
void wdf_properties_free(struct wdf_properties *properties);
/* A copy of @value. @value->data NULL: removed. */
NTSTATUS wdf_properties_set(struct wdf_properties *properties,
			    const struct wdf_property_name *name,
			    const struct wdf_property_value *value);
/* STATUS_OBJECT_NAME_NOT_FOUND: nothing was assigned. */
NTSTATUS wdf_properties_get(struct wdf_properties *properties,
			    const struct wdf_property_name *name,
			    struct wdf_property_value *value);

/* ---- property_key.c; process context ---- */
NTSTATUS wdf_property_assign(struct wdf_device *dev, const struct wdf_property_name *name,
			     const struct wdf_property_value *value);
/* What was assigned, or what the bus knows. */
NTSTATUS wdf_property_fetch(struct wdf_device *dev, const struct wdf_property_name *name,
			    struct wdf_property_value *value);
/* Into a client's buffer; frees @value->data. */
NTSTATUS wdf_property_copy_out(struct wdf_property_value *value, ULONG length, void *buffer,
			       PULONG required, PDEVPROPTYPE type);

/* ---- interface.c; process context ---- */
/* Whether there is such an interface; @name gets it. */
NTSTATUS wdf_interface_name_property(struct wdf_device *dev, const GUID *class,
				     PCUNICODE_STRING reference, struct wdf_property_name *name);

#endif
