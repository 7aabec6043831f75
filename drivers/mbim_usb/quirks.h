/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Devices that need other treatment than MBIM asks for. Pure.
 */
#ifndef _MBIM_USB_QUIRKS_H
#define _MBIM_USB_QUIRKS_H

#include <ntdef.h>

/* Blocks with more than one NDP are not understood: no sharing by sessions. */
#define MBIM_QUIRK_ONE_NDP	0x0001u

typedef struct _MBIM_QUIRK {
	UINT16 Vendor;
	UINT16 Product;			/* 0: every product of the vendor */
	UINT32 Flags;
	const char *Device;
	const char *Reason;
} MBIM_QUIRK;

/* The first row that matches, or NULL. */
const MBIM_QUIRK *MbimQuirkFind(UINT16 Vendor, UINT16 Product);

#endif
