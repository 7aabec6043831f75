/* SPDX-License-Identifier: GPL-2.0 */
/* Requests: made by the client for a target, or presented to it by a queue. */
#ifndef _NT_WDFREQUEST_H
#define _NT_WDFREQUEST_H

#include <wdfcore.h>
#include <wdfmemory.h>
#include <wdfobject.h>

typedef enum _WDF_REQUEST_TYPE {
	WdfRequestTypeCreate = 0x0,
	WdfRequestTypeCreateNamedPipe = 0x1,
	WdfRequestTypeClose = 0x2,
	WdfRequestTypeRead = 0x3,
	WdfRequestTypeWrite = 0x4,
	WdfRequestTypeDeviceControl = 0xe,
	WdfRequestTypeDeviceControlInternal = 0xf,
	WdfRequestTypeCleanup = 0x12,
	WdfRequestTypeUsb = 0x40,
	WdfRequestTypeOther = 0x41,
	WdfRequestUndefined = 0x42,
	WdfRequestTypeNoFormat = 0x43
} WDF_REQUEST_TYPE;

typedef enum _WDF_REQUEST_REUSE_FLAGS {
	WDF_REQUEST_REUSE_NO_FLAGS = 0x00000000,
	WDF_REQUEST_REUSE_SET_NEW_IRP = 0x00000001
} WDF_REQUEST_REUSE_FLAGS;

typedef struct _WDF_REQUEST_REUSE_PARAMS {
	ULONG Size;
	ULONG Flags;
	NTSTATUS Status;
	PIRP NewIrp;
} WDF_REQUEST_REUSE_PARAMS, *PWDF_REQUEST_REUSE_PARAMS;

static inline VOID WDF_REQUEST_REUSE_PARAMS_INIT(PWDF_REQUEST_REUSE_PARAMS Params, ULONG Flags,
						 NTSTATUS Status)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Flags = Flags;
	Params->Status = Status;
}

typedef enum _WDF_REQUEST_SEND_OPTIONS_FLAGS {
	WDF_REQUEST_SEND_OPTION_TIMEOUT = 0x00000001,
	WDF_REQUEST_SEND_OPTION_SYNCHRONOUS = 0x00000002,
	WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE = 0x00000004,
	WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET = 0x00000008
} WDF_REQUEST_SEND_OPTIONS_FLAGS;

typedef struct _WDF_REQUEST_SEND_OPTIONS {
	ULONG Size;
	ULONG Flags;
	LONGLONG Timeout;
} WDF_REQUEST_SEND_OPTIONS, *PWDF_REQUEST_SEND_OPTIONS;

static inline VOID WDF_REQUEST_SEND_OPTIONS_INIT(PWDF_REQUEST_SEND_OPTIONS Options, ULONG Flags)
{
	RtlZeroMemory(Options, sizeof(*Options));
	Options->Size = sizeof(*Options);
	Options->Flags = Flags;
}

static inline VOID WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(PWDF_REQUEST_SEND_OPTIONS Options,
							LONGLONG Timeout)
{
	Options->Flags |= WDF_REQUEST_SEND_OPTION_TIMEOUT;
	Options->Timeout = Timeout;
}

/* What a request from a queue asks for: WdfRequestGetParameters(). */
typedef struct _WDF_REQUEST_PARAMETERS {
	USHORT Size;
	UCHAR MinorFunction;
	WDF_REQUEST_TYPE Type;
	union {
		struct {
			PVOID SecurityContext;
			ULONG Options;
			USHORT POINTER_ALIGNMENT FileAttributes;
			USHORT ShareAccess;
			ULONG POINTER_ALIGNMENT EaLength;
		} Create;
		struct {
			size_t Length;
			ULONG POINTER_ALIGNMENT Key;
			LONGLONG DeviceOffset;
		} Read;
		struct {
			size_t Length;
			ULONG POINTER_ALIGNMENT Key;
			LONGLONG DeviceOffset;
		} Write;
		struct {
			size_t OutputBufferLength;
			size_t POINTER_ALIGNMENT InputBufferLength;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID Type3InputBuffer;
		} DeviceIoControl;
		struct {
			PVOID Arg1;
			PVOID Arg2;
			ULONG POINTER_ALIGNMENT IoControlCode;
			PVOID Arg4;
		} Others;
	} Parameters;
} WDF_REQUEST_PARAMETERS, *PWDF_REQUEST_PARAMETERS;

static inline VOID WDF_REQUEST_PARAMETERS_INIT(PWDF_REQUEST_PARAMETERS Parameters)
{
	RtlZeroMemory(Parameters, sizeof(*Parameters));
	Parameters->Size = sizeof(*Parameters);
}

typedef struct _WDF_REQUEST_FORWARD_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REQUEST_FORWARD_OPTIONS, *PWDF_REQUEST_FORWARD_OPTIONS;

typedef enum _WDF_REQUEST_FORWARD_OPTIONS_FLAGS {
	WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET = 0x00000001
} WDF_REQUEST_FORWARD_OPTIONS_FLAGS;

static inline VOID WDF_REQUEST_FORWARD_OPTIONS_INIT(PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions)
{
	RtlZeroMemory(ForwardOptions, sizeof(*ForwardOptions));
	ForwardOptions->Size = sizeof(*ForwardOptions);
	ForwardOptions->Flags |= WDF_REQUEST_FORWARD_OPTION_SEND_AND_FORGET;
}

struct _WDF_USB_REQUEST_COMPLETION_PARAMS;

typedef struct _WDF_REQUEST_COMPLETION_PARAMS {
	ULONG Size;
	WDF_REQUEST_TYPE Type;
	IO_STATUS_BLOCK IoStatus;
	union {
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Write;
		struct {
			WDFMEMORY Buffer;
			size_t Length;
			size_t Offset;
		} Read;
		struct {
			ULONG IoControlCode;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
			} Input;
			struct {
				WDFMEMORY Buffer;
				size_t Offset;
				size_t Length;
			} Output;
		} Ioctl;
		struct {
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument1;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument2;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument3;
			union {
				PVOID Ptr;
				ULONG_PTR Value;
			} Argument4;
		} Others;
		struct {
			struct _WDF_USB_REQUEST_COMPLETION_PARAMS *Completion;
		} Usb;
	} Parameters;
} WDF_REQUEST_COMPLETION_PARAMS, *PWDF_REQUEST_COMPLETION_PARAMS;

static inline VOID WDF_REQUEST_COMPLETION_PARAMS_INIT(PWDF_REQUEST_COMPLETION_PARAMS Params)
{
	RtlZeroMemory(Params, sizeof(*Params));
	Params->Size = sizeof(*Params);
	Params->Type = WdfRequestTypeNoFormat;
}

typedef VOID (EVT_WDF_REQUEST_COMPLETION_ROUTINE)(WDFREQUEST Request, WDFIOTARGET Target,
						  PWDF_REQUEST_COMPLETION_PARAMS Params,
						  WDFCONTEXT Context);
typedef EVT_WDF_REQUEST_COMPLETION_ROUTINE *PFN_WDF_REQUEST_COMPLETION_ROUTINE;
typedef VOID (EVT_WDF_REQUEST_CANCEL)(WDFREQUEST Request);
typedef EVT_WDF_REQUEST_CANCEL *PFN_WDF_REQUEST_CANCEL;

typedef enum _WDF_REQUEST_STOP_ACTION_FLAGS {
	WdfRequestStopActionInvalid = 0,
	WdfRequestStopActionSuspend = 0x1,
	WdfRequestStopActionPurge = 0x2,
	WdfRequestStopRequestCancelable = 0x10000000
} WDF_REQUEST_STOP_ACTION_FLAGS;

EXTERN_C_START

/* ---- towards a target ---- */
NTSTATUS WdfRequestCreateWorker(PWDF_DRIVER_GLOBALS Globals,
				PWDF_OBJECT_ATTRIBUTES RequestAttributes, WDFIOTARGET IoTarget,
				WDFREQUEST *Request);
NTSTATUS WdfRequestReuse(WDFREQUEST Request, PWDF_REQUEST_REUSE_PARAMS ReuseParams);
/* FALSE: not sent, no completion routine; WdfRequestGetStatus() says why. */
BOOLEAN WdfRequestSend(WDFREQUEST Request, WDFIOTARGET Target, PWDF_REQUEST_SEND_OPTIONS Options);
VOID WdfRequestSetCompletionRoutine(WDFREQUEST Request,
				    PFN_WDF_REQUEST_COMPLETION_ROUTINE CompletionRoutine,
				    WDFCONTEXT CompletionContext);
NTSTATUS WdfRequestGetStatus(WDFREQUEST Request);
ULONG_PTR WdfRequestGetInformation(WDFREQUEST Request);
VOID WdfRequestSetInformation(WDFREQUEST Request, ULONG_PTR Information);
VOID WdfRequestGetCompletionParams(WDFREQUEST Request, PWDF_REQUEST_COMPLETION_PARAMS Params);
BOOLEAN WdfRequestCancelSentRequest(WDFREQUEST Request);
NTSTATUS WdfRequestAllocateTimer(WDFREQUEST Request);
/* The program's IRP of a request from a queue; else one that nothing comes from. */
PIRP WdfRequestWdmGetIrp(WDFREQUEST Request);

/*
 * ---- from a queue ----
 * The client has such a request from the callback that brings it until it
 * completes it, forwards it or puts it back. IRQL <= DISPATCH_LEVEL, unless said
 * otherwise. Buffers live until the request is completed.
 */
VOID WdfRequestComplete(WDFREQUEST Request, NTSTATUS Status);
VOID WdfRequestCompleteWithInformation(WDFREQUEST Request, NTSTATUS Status,
				       ULONG_PTR Information);
/* A boost is a matter of Windows' scheduler. */
VOID WdfRequestCompleteWithPriorityBoost(WDFREQUEST Request, NTSTATUS Status,
					 CCHAR PriorityBoost);
VOID WdfRequestGetParameters(WDFREQUEST Request, PWDF_REQUEST_PARAMETERS Parameters);

/*
 * Sizes in bytes. STATUS_BUFFER_TOO_SMALL: shorter than asked for, or no bytes at
 * all; STATUS_INVALID_DEVICE_REQUEST: a request of this type has no such buffer,
 * or its method is neither.
 */
NTSTATUS WdfRequestRetrieveInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
				       PVOID *Buffer, size_t *Length);
NTSTATUS WdfRequestRetrieveOutputBuffer(WDFREQUEST Request, size_t MinimumRequiredSize,
					PVOID *Buffer, size_t *Length);
NTSTATUS WdfRequestRetrieveInputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
NTSTATUS WdfRequestRetrieveOutputMemory(WDFREQUEST Request, WDFMEMORY *Memory);
NTSTATUS WdfRequestRetrieveInputWdmMdl(WDFREQUEST Request, PMDL *Mdl);
NTSTATUS WdfRequestRetrieveOutputWdmMdl(WDFREQUEST Request, PMDL *Mdl);
/*
 * Method neither, in EvtIoInCallerContext only. What is called a user's buffer is a
 * copy in kernel memory here; the client still has to have it probed and locked.
 */
NTSTATUS WdfRequestRetrieveUnsafeUserInputBuffer(WDFREQUEST Request, size_t MinimumRequiredLength,
						 PVOID *InputBuffer, size_t *Length);
NTSTATUS WdfRequestRetrieveUnsafeUserOutputBuffer(WDFREQUEST Request,
						  size_t MinimumRequiredLength,
						  PVOID *OutputBuffer, size_t *Length);
/* STATUS_ACCESS_VIOLATION: not a part of the request's own buffers. */
NTSTATUS WdfRequestProbeAndLockUserBufferForRead(WDFREQUEST Request, PVOID Buffer, size_t Length,
						 WDFMEMORY *MemoryObject);
NTSTATUS WdfRequestProbeAndLockUserBufferForWrite(WDFREQUEST Request, PVOID Buffer, size_t Length,
						  WDFMEMORY *MemoryObject);

/*
 * EvtRequestCancel, at IRQL <= DISPATCH_LEVEL, completes the request. Before
 * completing a cancelable request elsewhere it has to be unmarked: STATUS_CANCELLED
 * then says that EvtRequestCancel has it.
 */
VOID WdfRequestMarkCancelable(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);
/* STATUS_CANCELLED: it is cancelled already; @EvtRequestCancel is not called. */
NTSTATUS WdfRequestMarkCancelableEx(WDFREQUEST Request, PFN_WDF_REQUEST_CANCEL EvtRequestCancel);
NTSTATUS WdfRequestUnmarkCancelable(WDFREQUEST Request);
BOOLEAN WdfRequestIsCanceled(WDFREQUEST Request);

/* The answer to EvtIoStop. @Requeue: back to the head of its queue. */
VOID WdfRequestStopAcknowledge(WDFREQUEST Request, BOOLEAN Requeue);
/* To the tail of another queue of the device. STATUS_WDF_BUSY: it takes none in. */
NTSTATUS WdfRequestForwardToIoQueue(WDFREQUEST Request, WDFQUEUE DestinationQueue);
/* STATUS_NOT_SUPPORTED: devices have no parents here. */
NTSTATUS WdfRequestForwardToParentDeviceIoQueue(WDFREQUEST Request, WDFQUEUE ParentDeviceQueue,
						PWDF_REQUEST_FORWARD_OPTIONS ForwardOptions);
/* To the head of its queue; only what was retrieved from it. */
NTSTATUS WdfRequestRequeue(WDFREQUEST Request);

/* NULL: the client asked for no file objects. */
WDFFILEOBJECT WdfRequestGetFileObject(WDFREQUEST Request);
WDFQUEUE WdfRequestGetIoQueue(WDFREQUEST Request);
KPROCESSOR_MODE WdfRequestGetRequestorMode(WDFREQUEST Request);
BOOLEAN WdfRequestIsReserved(WDFREQUEST Request);
/* FALSE: drivers are all in the kernel here, and programs' addresses are never seen. */
BOOLEAN WdfRequestIsFromUserModeDriver(WDFREQUEST Request);
BOOLEAN WdfRequestIsFrom32BitProcess(WDFREQUEST Request);
/* 0: requests do not tell whose they are. */
ULONG WdfRequestGetRequestorProcessId(WDFREQUEST Request);
/* Of a request from a queue: as IoGetActivityIdIrp(). STATUS_NOT_FOUND: none was set. */
NTSTATUS WdfRequestRetrieveActivityId(WDFREQUEST Request, LPGUID ActivityId);
VOID WdfRequestSetActivityId(WDFREQUEST Request, LPGUID ActivityId);
/* IRPs are not passed on: STATUS_NOT_SUPPORTED, or nothing. */
NTSTATUS WdfRequestChangeTarget(WDFREQUEST Request, WDFIOTARGET IoTarget);
VOID WdfRequestWdmFormatUsingStackLocation(WDFREQUEST Request, PIO_STACK_LOCATION Stack);
NTSTATUS WdfRequestCreateFromIrp(PWDF_OBJECT_ATTRIBUTES RequestAttributes, PIRP Irp,
				 BOOLEAN RequestFreesIrp, WDFREQUEST *Request);

EXTERN_C_END

static inline NTSTATUS WdfRequestCreate(PWDF_OBJECT_ATTRIBUTES RequestAttributes,
					WDFIOTARGET IoTarget, WDFREQUEST *Request)
{
	return WdfRequestCreateWorker(WdfDriverGlobals, RequestAttributes, IoTarget, Request);
}

#endif
