/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the driver and its glue: what an installer and a bus driver would tell it on
 * Windows, and what an administrator may read.
 */
#ifndef _MBIM_CDC_PARAMS_H
#define _MBIM_CDC_PARAMS_H

#include <ntdef.h>
#include <wdf.h>

#define CDC_DEVICES		64u	/* that there may be at a time */
#define CDC_NODE_NAME		32u	/* characters, with the zero */

/* A modem that the stock driver has. */
typedef struct _CDC_FUNCTION {
	CHAR Node[CDC_NODE_NAME];	/* its control node, as \??\ has it */
	UINT32 MaximumControl;		/* bytes of a control message, as its descriptor says */
	UINT16 ExtendedVersion;		/* of the MBIM extensions, in BCD; 0: none */
} CDC_FUNCTION;

/*
 * Whose interface the adapter @Name (of @Length characters, with or without \Device\)
 * is. FALSE: nobody's that the stock driver has. PASSIVE_LEVEL.
 */
BOOLEAN CdcGlueDescribe(const WCHAR *Name, ULONG Length, CDC_FUNCTION *Function);
/* A device for EvtDriverDeviceAdd, with @Number as its DevicePropertyAddress; and away
 * with it. PASSIVE_LEVEL; return when it is started or stopped.
 */
BOOLEAN CdcGlueAddDevice(UINT32 Number);
VOID CdcGlueRemoveDevice(UINT32 Number, BOOLEAN Gone);

/* Name and value of a counter of all devices together. FALSE: no such index. */
BOOLEAN CdcQueryCounter(UINT32 Index, const char **Name, UINT64 *Value);
/* The same of one device, while it has adapters. */
BOOLEAN CdcQueryDeviceCounter(WDFDEVICE Device, UINT32 Index, const char **Name, UINT64 *Value);

#endif
