// SPDX-License-Identifier: GPL-2.0
/*
 * The quirk table, and why it is shorter than the one of Linux' cdc_mbim. What
 * other hosts have a flag for but this driver does for every device:
 *
 * - NDP behind the payload: always there (ntb_encode.c).
 * - zero-length packet, or none: no block ends on a packet boundary, so the
 *   question never comes up (ntb_encode.c).
 * - working setting before setting 0 (harmful on Telit LE922A6, LN920, FN990,
 *   FE990): never done, RESET_FUNCTION serves the purpose (usb.c).
 * - 10 to 20 ms before the data setting (Sierra EM7455, MC7455 deliver no data
 *   otherwise): always waited (usb.c).
 * - dual functions as MBIM (Sierra EM7345, Telit LN930 work no other way):
 *   always (descriptor.c).
 */
#include "quirks.h"

#define VENDOR_HP	0x03f0
#define VENDOR_HUAWEI	0x12d1

static const MBIM_QUIRK MbimQuirks[] = {
	{ VENDOR_HUAWEI, 0x0000, MBIM_QUIRK_ONE_NDP, "Huawei (ME906s, E3372 and others)",
	  "firmware reads only the NDP at the end of a block" },
	{ VENDOR_HP, 0xa31d, MBIM_QUIRK_ONE_NDP, "HP lt4132 (a Huawei ME906s)",
	  "firmware reads only the NDP at the end of a block" },
};

const MBIM_QUIRK *MbimQuirkFind(UINT16 Vendor, UINT16 Product)
{
	SIZE_T i;

	for (i = 0; i < sizeof(MbimQuirks) / sizeof(MbimQuirks[0]); i++) {
		const MBIM_QUIRK *quirk = &MbimQuirks[i];

		if (quirk->Vendor == Vendor && (!quirk->Product || quirk->Product == Product))
			return quirk;
	}
	return NULL;
}
