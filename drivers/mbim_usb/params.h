/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an administrator may set, and what he may read. On Windows these would
 * come from the registry and go to a trace; here linux_glue.c makes them
 * module parameters.
 */
#ifndef _MBIM_USB_PARAMS_H
#define _MBIM_USB_PARAMS_H

#include <ntdef.h>
#include <wdf.h>

typedef struct _MBIM_PARAMETERS {
	/* idle time before selective suspend in ms; 0: never suspend */
	UINT32 IdleTimeout;
	/* 16, 32: prefer this NTB format; 0: NTB32 only if blocks need it */
	UINT32 NtbFormat;
	/* us, at least, between blocks sent that are not full; 0: none. Until a
	 * device is told otherwise: MbimSetHold()
	 */
	UINT32 TxHold;
} MBIM_PARAMETERS;

/* Defined by the glue; read when a device starts. */
extern MBIM_PARAMETERS MbimParameters;

/* Of timers, in ns: what is due sooner is late. At any time, in any context. */
UINT32 MbimTimerResolution(VOID);

/*
 * Name and value of a counter of all devices together; a NULL name is a gap.
 * FALSE: no such index. At any time, in any context.
 */
BOOLEAN MbimQueryCounter(UINT32 Index, const char **Name, UINT64 *Value);
/* The same of one device, while it has adapters. */
BOOLEAN MbimQueryDeviceCounter(WDFDEVICE Device, UINT32 Index, const char **Name, UINT64 *Value);

/*
 * How long small packets of a device wait for each other, and how many of them do not
 * wait any more (0: any number does). Set from now on, over sleep as well, and as long as
 * the device is there. STATUS_INVALID_PARAMETER: longer than 10 ms.
 * STATUS_NOT_SUPPORTED: shorter than this machine's timers can wait. While the device
 * has adapters, below DISPATCH_LEVEL.
 */
VOID MbimQueryHold(WDFDEVICE Device, UINT32 *Us, UINT32 *Packets);
NTSTATUS MbimSetHold(WDFDEVICE Device, UINT32 Us, UINT32 Packets);

/*
 * Is a line in the log due when a counter of faults moves? Each time that its
 * highest bit does: with the first fault, the second, the fourth and so on,
 * however many come at once.
 */
static inline BOOLEAN MbimReportDue(UINT64 Before, UINT64 After)
{
	return (Before ^ After) > Before;
}

#endif
