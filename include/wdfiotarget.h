/* SPDX-License-Identifier: GPL-2.0 */
/* I/O targets: where requests are sent. USB pipes and devices are such targets. */
#ifndef _NT_WDFIOTARGET_H
#define _NT_WDFIOTARGET_H

#include <wdfrequest.h>

typedef enum _WDF_IO_TARGET_STATE {
	WdfIoTargetStateUndefined,
	WdfIoTargetStarted,
	WdfIoTargetStopped,
	WdfIoTargetClosedForQueryRemove,
	WdfIoTargetClosed,
	WdfIoTargetDeleted,
	WdfIoTargetPurged
} WDF_IO_TARGET_STATE, *PWDF_IO_TARGET_STATE;

typedef enum _WDF_IO_TARGET_SENT_IO_ACTION {
	WdfIoTargetSentIoUndefined,
	WdfIoTargetCancelSentIo,
	WdfIoTargetWaitForSentIoToComplete,
	WdfIoTargetLeaveSentIoPending
} WDF_IO_TARGET_SENT_IO_ACTION;
C_ASSERT(WdfIoTargetLeaveSentIoPending == 3);

EXTERN_C_START

NTSTATUS WdfIoTargetStart(WDFIOTARGET IoTarget);
VOID WdfIoTargetStop(WDFIOTARGET IoTarget, WDF_IO_TARGET_SENT_IO_ACTION Action);
WDF_IO_TARGET_STATE WdfIoTargetGetState(WDFIOTARGET IoTarget);
WDFDEVICE WdfIoTargetGetDevice(WDFIOTARGET IoTarget);

EXTERN_C_END

#endif
