// SPDX-License-Identifier: GPL-2.0
/*
 * Configuration descriptors: the interfaces of one function, and the slice of
 * the descriptor that belongs to them. See descriptor.h.
 *
 * The bytes come from a device: every length is checked before it is used, and
 * a descriptor that does not fit ends the walk.
 */
#include "descriptor.h"

#ifdef __KERNEL__
#include <linux/string.h>
#else
#include <string.h>
#endif

/* USB 2.0 §9.4, interface association ECN, CDC 1.2 §5.2.3 */
enum {
	DT_CONFIG = 0x02,
	DT_INTERFACE = 0x04,
	DT_ASSOCIATION = 0x0b,
	DT_CS_INTERFACE = 0x24,
	CDC_UNION = 0x06,
	CLASS_COMM = 0x02,
	CLASS_CDC_DATA = 0x0a,
	CONFIG_LENGTH = 9,
	INTERFACE_LENGTH = 9,
	ASSOCIATION_LENGTH = 8,
	UNION_LENGTH = 5,
};

/* Position in a chain of descriptors. */
struct walk {
	const __u8 *next;
	size_t left;
};

/* The next descriptor, which is complete and at least 2 bytes long, or NULL. */
static const __u8 *walk_next(struct walk *walk)
{
	const __u8 *desc = walk->next;

	if (walk->left < 2 || desc[0] < 2 || desc[0] > walk->left)
		return NULL;
	walk->next += desc[0];
	walk->left -= desc[0];
	return desc;
}

static bool is_interface(const __u8 *desc)
{
	return desc[1] == DT_INTERFACE && desc[0] >= INTERFACE_LENGTH;
}

bool wdf_usb_ifset_has(const struct wdf_usb_ifset *set, __u8 number)
{
	unsigned int i;

	for (i = 0; i < set->count; i++) {
		if (set->number[i] == number)
			return true;
	}
	return false;
}

static void ifset_add(struct wdf_usb_ifset *set, __u8 number)
{
	if (set->count < WDF_USB_MAX_INTERFACES && !wdf_usb_ifset_has(set, number))
		set->number[set->count++] = number;
}

/* First alternate setting of an interface, or NULL. */
static const __u8 *find_interface(const __u8 *config, size_t length, __u8 number)
{
	struct walk walk = { config, length };
	const __u8 *desc;

	while ((desc = walk_next(&walk))) {
		if (is_interface(desc) && desc[2] == number)
			return desc;
	}
	return NULL;
}

/* CDC Union of @control, in any of its alternate settings. */
static bool add_union(const __u8 *config, size_t length, __u8 control,
		      struct wdf_usb_ifset *set)
{
	struct walk walk = { config, length };
	bool inside = false;
	const __u8 *desc;
	unsigned int i;

	while ((desc = walk_next(&walk))) {
		if (desc[1] == DT_INTERFACE)
			inside = is_interface(desc) && desc[2] == control;
		if (!inside || desc[1] != DT_CS_INTERFACE || desc[0] < UNION_LENGTH ||
		    desc[2] != CDC_UNION || desc[3] != control)
			continue;
		for (i = 4; i < desc[0]; i++) {
			if (find_interface(config, length, desc[i]))
				ifset_add(set, desc[i]);
		}
		if (set->count > 1)
			return true;
	}
	return false;
}

static bool association_has(const __u8 *desc, __u8 number)
{
	return desc[1] == DT_ASSOCIATION && desc[0] >= ASSOCIATION_LENGTH &&
	       number >= desc[2] && (unsigned int)number < (unsigned int)desc[2] + desc[3];
}

static bool add_association(const __u8 *config, size_t length, __u8 control,
			    struct wdf_usb_ifset *set)
{
	struct walk walk = { config, length };
	const __u8 *desc;
	unsigned int i;

	while ((desc = walk_next(&walk))) {
		if (!association_has(desc, control))
			continue;
		for (i = desc[2]; i < (unsigned int)desc[2] + desc[3] && i <= 0xff; i++) {
			if (find_interface(config, length, i))
				ifset_add(set, i);
		}
		return set->count > 1;
	}
	return false;
}

/**
 * wdf_usb_find_function() - the interfaces that go with a control interface
 * @config: configuration descriptor, complete
 * @length: of @config
 * @control: bInterfaceNumber of the control interface
 * @set: result; at least @control, first
 *
 * CDC Union, else interface association (Sierra MC7710 has no Union), else, for
 * a communication interface, the data interface with the next number, which is
 * what old devices mean, else nothing more. Only interfaces that exist count.
 */
void wdf_usb_find_function(const __u8 *config, size_t length, __u8 control,
			   struct wdf_usb_ifset *set)
{
	const __u8 *desc, *data;

	set->count = 0;
	ifset_add(set, control);
	if (add_union(config, length, control, set) ||
	    add_association(config, length, control, set))
		return;

	desc = find_interface(config, length, control);
	if (!desc || desc[5] != CLASS_COMM || control == 0xff)
		return;
	data = find_interface(config, length, control + 1);
	if (data && data[5] == CLASS_CDC_DATA)
		ifset_add(set, control + 1);
}

/* What a slice has grown to; bytes beyond @size are counted, not written. */
struct slice {
	__u8 *out;
	size_t size;
	size_t used;
};

static void slice_add(struct slice *slice, const __u8 *desc)
{
	if (slice->used <= slice->size && desc[0] <= slice->size - slice->used)
		memcpy(slice->out + slice->used, desc, desc[0]);
	slice->used += desc[0];
}

/**
 * wdf_usb_slice_config() - the configuration descriptor of one function
 * @config: configuration descriptor of the device
 * @length: of @config
 * @set: the function's interfaces
 * @out: result, may be NULL if @size is 0
 * @size: of @out
 *
 * As on Windows a driver of one function of a composite device sees a
 * configuration of its own: the header, with wTotalLength and bNumInterfaces
 * corrected, an association that groups its interfaces, and all that belongs to
 * these. If @size is too small, @out holds complete descriptors only, some of
 * them missing.
 *
 * Return: bytes needed, 0 if @config is no configuration descriptor.
 */
size_t wdf_usb_slice_config(const __u8 *config, size_t length,
			    const struct wdf_usb_ifset *set, __u8 *out, size_t size)
{
	struct slice slice = { out, size, 0 };
	struct walk walk = { config, length };
	struct wdf_usb_ifset seen = { 0 };
	const __u8 *desc = walk_next(&walk);
	bool keep = false;

	if (!desc || desc[1] != DT_CONFIG || desc[0] < CONFIG_LENGTH)
		return 0;
	slice_add(&slice, desc);

	while ((desc = walk_next(&walk))) {
		if (desc[1] == DT_INTERFACE) {
			keep = is_interface(desc) && wdf_usb_ifset_has(set, desc[2]);
			if (keep)
				ifset_add(&seen, desc[2]);
		} else if (desc[1] == DT_ASSOCIATION) {
			keep = set->count && association_has(desc, set->number[0]);
		}
		/* wTotalLength has 16 bits. */
		if (keep && slice.used + desc[0] <= 0xffff)
			slice_add(&slice, desc);
	}

	if (size >= CONFIG_LENGTH) {
		out[2] = slice.used & 0xff;
		out[3] = slice.used >> 8;
		out[4] = seen.count;
	}
	return slice.used;
}
