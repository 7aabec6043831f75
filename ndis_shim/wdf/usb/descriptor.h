/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Configuration descriptors as a device sent them: which interfaces form a
 * function, and what of the descriptor a driver of that function may see.
 *
 * Pure: touches only the memory it is given. Compiled into the module, into
 * KUnit and into user-space fuzzers.
 */
#ifndef _NDIS_SHIM_WDF_USB_DESCRIPTOR_H
#define _NDIS_SHIM_WDF_USB_DESCRIPTOR_H

#ifdef __KERNEL__
#include <linux/types.h>
#else
#include <stdbool.h>
#include <stddef.h>
#include <linux/types.h>
#endif

/* Interfaces of one function. USB core takes at most 32 of a device. */
#define WDF_USB_MAX_INTERFACES		32

/**
 * struct wdf_usb_ifset - interface numbers, in no order, none twice
 * @count: how many
 * @number: bInterfaceNumber of each; the first one is the control interface
 */
struct wdf_usb_ifset {
	unsigned int count;
	__u8 number[WDF_USB_MAX_INTERFACES];
};

bool wdf_usb_ifset_has(const struct wdf_usb_ifset *set, __u8 number);
void wdf_usb_find_function(const __u8 *config, size_t length, __u8 control,
			   struct wdf_usb_ifset *set);
size_t wdf_usb_slice_config(const __u8 *config, size_t length,
			    const struct wdf_usb_ifset *set, __u8 *out, size_t size);

#endif
