/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Event tracing. Providers register as they do on Windows; no session ever enables one,
 * so nothing is enabled and what is written is gone, as on a machine where nobody
 * listens. What a driver has to say here it says with DbgPrintEx().
 */
#ifndef _NT_EVNTPROV_H
#define _NT_EVNTPROV_H

#include <ntdef.h>
#include <ntstatus.h>

#define EVENT_MIN_LEVEL				0
#define EVENT_MAX_LEVEL				0xff
#define EVENT_ACTIVITY_CTRL_GET_ID		1
#define EVENT_ACTIVITY_CTRL_SET_ID		2
#define EVENT_ACTIVITY_CTRL_CREATE_ID		3
#define EVENT_ACTIVITY_CTRL_GET_SET_ID		4
#define EVENT_ACTIVITY_CTRL_CREATE_SET_ID	5
#define EVENT_CONTROL_CODE_DISABLE_PROVIDER	0
#define EVENT_CONTROL_CODE_ENABLE_PROVIDER	1
#define EVENT_CONTROL_CODE_CAPTURE_STATE	2
#define EVENT_WRITE_FLAG_NO_FAULTING		0x00000001
#define EVENT_WRITE_FLAG_INPRIVATE		0x00000002
#define MAX_EVENT_DATA_DESCRIPTORS		128
#define MAX_EVENT_FILTER_DATA_SIZE		1024

typedef ULONGLONG REGHANDLE, *PREGHANDLE;

typedef struct _EVENT_DATA_DESCRIPTOR {
	ULONGLONG Ptr;
	ULONG Size;
	union {
		ULONG Reserved;
		struct {
			UCHAR Type;
			UCHAR Reserved1;
			USHORT Reserved2;
		};
	};
} EVENT_DATA_DESCRIPTOR, *PEVENT_DATA_DESCRIPTOR;
C_ASSERT(sizeof(EVENT_DATA_DESCRIPTOR) == 16);

typedef struct _EVENT_DESCRIPTOR {
	USHORT Id;
	UCHAR Version;
	UCHAR Channel;
	UCHAR Level;
	UCHAR Opcode;
	USHORT Task;
	ULONGLONG Keyword;
} EVENT_DESCRIPTOR, *PEVENT_DESCRIPTOR;
typedef const EVENT_DESCRIPTOR *PCEVENT_DESCRIPTOR;
C_ASSERT(sizeof(EVENT_DESCRIPTOR) == 16);

typedef struct _EVENT_FILTER_DESCRIPTOR {
	ULONGLONG Ptr;
	ULONG Size;
	ULONG Type;
} EVENT_FILTER_DESCRIPTOR, *PEVENT_FILTER_DESCRIPTOR;

typedef enum _EVENT_INFO_CLASS {
	EventProviderBinaryTrackInfo,
	EventProviderSetReserved1,
	EventProviderSetTraits,
	EventProviderUseDescriptorType,
	MaxEventInfo
} EVENT_INFO_CLASS;

typedef VOID (NTAPI ETWENABLECALLBACK)(LPCGUID SourceId, ULONG ControlCode, UCHAR Level,
				       ULONGLONG MatchAnyKeyword, ULONGLONG MatchAllKeyword,
				       PEVENT_FILTER_DESCRIPTOR FilterData,
				       PVOID CallbackContext);
typedef ETWENABLECALLBACK *PETWENABLECALLBACK;

EXTERN_C_START

/* PASSIVE_LEVEL. @EnableCallback, which may be NULL, is never called. */
NTSTATUS EtwRegister(LPCGUID ProviderId, PETWENABLECALLBACK EnableCallback,
		     PVOID CallbackContext, PREGHANDLE RegHandle);
/* PASSIVE_LEVEL. STATUS_INVALID_HANDLE for what is not registered, as everywhere. */
NTSTATUS EtwUnregister(REGHANDLE RegHandle);
NTSTATUS EtwWrite(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor, LPCGUID ActivityId,
		  ULONG UserDataCount, PEVENT_DATA_DESCRIPTOR UserData);
NTSTATUS EtwWriteTransfer(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor,
			  LPCGUID ActivityId, LPCGUID RelatedActivityId, ULONG UserDataCount,
			  PEVENT_DATA_DESCRIPTOR UserData);
NTSTATUS EtwWriteEx(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor, ULONG64 Filter,
		    ULONG Flags, LPCGUID ActivityId, LPCGUID RelatedActivityId,
		    ULONG UserDataCount, PEVENT_DATA_DESCRIPTOR UserData);
NTSTATUS EtwWriteString(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword, LPCGUID ActivityId,
			PCWSTR String);
/* FALSE: nobody listens. */
BOOLEAN EtwEventEnabled(REGHANDLE RegHandle, PCEVENT_DESCRIPTOR EventDescriptor);
BOOLEAN EtwProviderEnabled(REGHANDLE RegHandle, UCHAR Level, ULONGLONG Keyword);
NTSTATUS EtwSetInformation(REGHANDLE RegHandle, EVENT_INFO_CLASS InformationClass,
			   PVOID EventInformation, ULONG InformationLength);
/* CREATE_ID makes one; a thread has none: STATUS_NOT_SUPPORTED for the rest. */
NTSTATUS EtwActivityIdControl(ULONG ControlCode, LPGUID ActivityId);

EXTERN_C_END

static inline VOID EventDataDescCreate(PEVENT_DATA_DESCRIPTOR EventDataDescriptor,
				       VOID const *DataPtr, ULONG DataSize)
{
	EventDataDescriptor->Ptr = (ULONGLONG)(ULONG_PTR)DataPtr;
	EventDataDescriptor->Size = DataSize;
	EventDataDescriptor->Reserved = 0;
}

static inline VOID EventDescCreate(PEVENT_DESCRIPTOR EventDescriptor, USHORT Id, UCHAR Version,
				   UCHAR Channel, UCHAR Level, USHORT Task, UCHAR Opcode,
				   ULONGLONG Keyword)
{
	EventDescriptor->Id = Id;
	EventDescriptor->Version = Version;
	EventDescriptor->Channel = Channel;
	EventDescriptor->Level = Level;
	EventDescriptor->Task = Task;
	EventDescriptor->Opcode = Opcode;
	EventDescriptor->Keyword = Keyword;
}

static inline VOID EventDescZero(PEVENT_DESCRIPTOR EventDescriptor)
{
	EventDescCreate(EventDescriptor, 0, 0, 0, 0, 0, 0, 0);
}

/* The names that generated headers use of both worlds. */
#define EventRegister(ProviderId, EnableCallback, CallbackContext, RegHandle)	\
	EtwRegister((ProviderId), (EnableCallback), (CallbackContext), (RegHandle))
#define EventUnregister(RegHandle)		EtwUnregister(RegHandle)
#define EventWrite(RegHandle, EventDescriptor, UserDataCount, UserData)	\
	EtwWrite((RegHandle), (EventDescriptor), NULL, (UserDataCount), (UserData))
#define EventEnabled(RegHandle, EventDescriptor)	\
	EtwEventEnabled((RegHandle), (EventDescriptor))
#define EventProviderEnabled(RegHandle, Level, Keyword)	\
	EtwProviderEnabled((RegHandle), (Level), (Keyword))
#define EventActivityIdControl(ControlCode, ActivityId)	\
	EtwActivityIdControl((ControlCode), (ActivityId))

#endif
