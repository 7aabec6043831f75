/* SPDX-License-Identifier: GPL-2.0 */
/* File objects: what a driver says of them when it creates its device. */
#ifndef _NT_WDFFILEOBJECT_H
#define _NT_WDFFILEOBJECT_H

#include <wdfobject.h>

typedef enum _WDF_FILEOBJECT_CLASS {
	WdfFileObjectInvalid,
	WdfFileObjectNotRequired,
	WdfFileObjectWdfCanUseFsContext,
	WdfFileObjectWdfCanUseFsContext2,
	WdfFileObjectWdfCannotUseFsContexts,
	WdfFileObjectCanBeOptional = (LONG)0x80000000	/* a flag besides one of the above */
} WDF_FILEOBJECT_CLASS, *PWDF_FILEOBJECT_CLASS;

typedef VOID (EVT_WDF_DEVICE_FILE_CREATE)(WDFDEVICE Device, WDFREQUEST Request,
					  WDFFILEOBJECT FileObject);
typedef VOID (EVT_WDF_FILE_CLOSE)(WDFFILEOBJECT FileObject);
typedef VOID (EVT_WDF_FILE_CLEANUP)(WDFFILEOBJECT FileObject);
typedef EVT_WDF_DEVICE_FILE_CREATE *PFN_WDF_DEVICE_FILE_CREATE;
typedef EVT_WDF_FILE_CLOSE *PFN_WDF_FILE_CLOSE;
typedef EVT_WDF_FILE_CLEANUP *PFN_WDF_FILE_CLEANUP;

typedef struct _WDF_FILEOBJECT_CONFIG {
	ULONG Size;
	PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate;
	PFN_WDF_FILE_CLOSE EvtFileClose;
	PFN_WDF_FILE_CLEANUP EvtFileCleanup;
	WDF_TRI_STATE AutoForwardCleanupClose;
	WDF_FILEOBJECT_CLASS FileObjectClass;
} WDF_FILEOBJECT_CONFIG, *PWDF_FILEOBJECT_CONFIG;

static inline VOID WDF_FILEOBJECT_CONFIG_INIT(PWDF_FILEOBJECT_CONFIG FileEventCallbacks,
					      PFN_WDF_DEVICE_FILE_CREATE EvtDeviceFileCreate,
					      PFN_WDF_FILE_CLOSE EvtFileClose,
					      PFN_WDF_FILE_CLEANUP EvtFileCleanup)
{
	RtlZeroMemory(FileEventCallbacks, sizeof(*FileEventCallbacks));
	FileEventCallbacks->Size = sizeof(*FileEventCallbacks);
	FileEventCallbacks->EvtDeviceFileCreate = EvtDeviceFileCreate;
	FileEventCallbacks->EvtFileClose = EvtFileClose;
	FileEventCallbacks->EvtFileCleanup = EvtFileCleanup;
	FileEventCallbacks->AutoForwardCleanupClose = WdfUseDefault;
	FileEventCallbacks->FileObjectClass = WdfFileObjectWdfCannotUseFsContexts;
}

EXTERN_C_START

/* NULL, or 0, when the file is closed. The name stays the file's. */
PUNICODE_STRING WdfFileObjectGetFileName(WDFFILEOBJECT FileObject);
ULONG WdfFileObjectGetFlags(WDFFILEOBJECT FileObject);
WDFDEVICE WdfFileObjectGetDevice(WDFFILEOBJECT FileObject);
PFILE_OBJECT WdfFileObjectWdmGetFileObject(WDFFILEOBJECT FileObject);

EXTERN_C_END

#endif
