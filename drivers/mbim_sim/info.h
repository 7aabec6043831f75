/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Information buffers: writing the modem's, and reading the host's with every
 * offset and size checked. Pure.
 */
#ifndef _MBIM_SIM_INFO_H
#define _MBIM_SIM_INFO_H

#include "wire.h"

/* More than the longest that there is: DEVICE_SERVICES. */
#define INFO_MAXIMUM	2048u
/* The longest string a host may send, and its terminating zero. */
#define INFO_STRING	256u

/*
 * Being written: a fixed part, then data that pairs of offset and size in the
 * fixed part point to. What does not fit is left out and remembered.
 */
typedef struct _SIM_INFO {
	UINT32 Length;
	BOOLEAN Overflow;
	UINT8 Data[INFO_MAXIMUM];
} SIM_INFO;

VOID InfoInit(SIM_INFO *Info, UINT32 Fixed);
VOID InfoPut32(SIM_INFO *Info, UINT32 Offset, UINT32 Value);
VOID InfoPut64(SIM_INFO *Info, UINT32 Offset, UINT64 Value);
VOID InfoPutBytes(SIM_INFO *Info, UINT32 Offset, const UINT8 *Data, UINT32 Length);
/* Appends, 4-aligned and padded with zeroes. Returns where. */
UINT32 InfoAppend(SIM_INFO *Info, const UINT8 *Data, UINT32 Length);
/* Appends and fills the pair at @Offset; nothing for what is empty. */
VOID InfoPutBlob(SIM_INFO *Info, UINT32 Offset, const UINT8 *Data, UINT32 Length);
VOID InfoPutString(SIM_INFO *Info, UINT32 Offset, const char *Text);
/* MBIMEx 3: appends a string as a TLV. */
VOID InfoPutStringTlv(SIM_INFO *Info, const char *Text);

/* A command's information buffer. */
typedef struct _SIM_INPUT {
	const UINT8 *Data;
	UINT32 Length;
} SIM_INPUT;

/* 0 beyond the end. */
UINT32 InputGet32(const SIM_INPUT *Input, UINT32 Offset);
BOOLEAN InputHas(const SIM_INPUT *Input, UINT32 Offset, UINT32 Length);
/*
 * The string that the pair at @Offset points to, of at most @Maximum bytes; what
 * is not ASCII becomes '?'. FALSE: it is not as it should be.
 */
BOOLEAN InputGetString(const SIM_INPUT *Input, UINT32 Offset, UINT32 Maximum,
		       char Text[INFO_STRING]);
/* The same for a TLV at *@Position, which moves behind it. */
BOOLEAN InputGetStringTlv(const SIM_INPUT *Input, UINT32 *Position, UINT32 Maximum,
			  char Text[INFO_STRING]);

#endif
