// SPDX-License-Identifier: GPL-2.0
/*
 * The control channel: the stock driver's node gives what the function says, and takes
 * what it is to be told. Two handles of it, both without a position:
 *
 *	Write	in MbbCx's callback, which may wait, but not for ever: a write that does
 *		not end is cancelled by closing the handle, and another one is opened
 *	Read	of a thread of its own, which alone uses and closes it
 *
 * Each D0 opens both and closes both, so a function that is asleep, or somebody else's,
 * is left alone. What was read waits in Ready; MbbCx is told, and fetches it.
 */
#include "driver.h"
#include "message.h"

static KSTART_ROUTINE ReaderThread;

static BOOLEAN IsGone(NTSTATUS Status)
{
	return Status == STATUS_DEVICE_NOT_CONNECTED || Status == STATUS_NO_SUCH_DEVICE ||
	       Status == STATUS_DEVICE_REMOVED;
}

/* ---- PrepareHardware and ReleaseHardware ---- */

/* \??\ and the node's name, which has ASCII characters only. */
static VOID MakePath(CDC_CONTROL *Control, const CHAR *Node)
{
	static const WCHAR prefix[] = L"\\??\\";
	USHORT length = ARRAYSIZE(prefix) - 1;

	RtlCopyMemory(Control->PathBuffer, prefix, length * sizeof(WCHAR));
	while (*Node && length < ARRAYSIZE(Control->PathBuffer) - 1)
		Control->PathBuffer[length++] = (UCHAR)*Node++;
	Control->PathBuffer[length] = 0;
	RtlInitUnicodeString(&Control->Path, Control->PathBuffer);
}

NTSTATUS ControlPrepare(CDC_DEVICE *Device)
{
	const CDC_FUNCTION *function = &Device->Lower->Function;
	CDC_CONTROL *control = &Device->Control;

	NdisAllocateSpinLock(&control->Lock);
	InitializeListHead(&control->Ready);
	KeInitializeEvent(&control->Stop, NotificationEvent, FALSE);
	MakePath(control, function->Node);
	control->MaximumFragment = min(function->MaximumControl, CDC_MAXIMUM_CONTROL);
	if (control->MaximumFragment < CDC_MINIMUM_CONTROL) {
		CdcWarn("cdc_mbim takes control messages of %u bytes, too few to use it\n",
			function->MaximumControl);
		return STATUS_DEVICE_CONFIGURATION_ERROR;
	}
	/* As much as the node gives at once, whatever MbbCx is told. */
	control->Buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, CDC_MAXIMUM_CONTROL, CDC_TAG);
	if (!control->Buffer)
		return STATUS_INSUFFICIENT_RESOURCES;
	control->WriteDoneEvent = IoCreateNotificationEvent(NULL, &control->WriteDone);
	control->ReadDoneEvent = IoCreateNotificationEvent(NULL, &control->ReadDone);
	return control->WriteDoneEvent && control->ReadDoneEvent ? STATUS_SUCCESS :
								   STATUS_INSUFFICIENT_RESOURCES;
}

VOID ControlRelease(CDC_DEVICE *Device)
{
	CDC_CONTROL *control = &Device->Control;

	if (control->WriteDoneEvent)
		ZwClose(control->WriteDone);
	control->WriteDoneEvent = NULL;
	if (control->ReadDoneEvent)
		ZwClose(control->ReadDone);
	control->ReadDoneEvent = NULL;
	if (control->Buffer)
		ExFreePoolWithTag(control->Buffer, CDC_TAG);
	control->Buffer = NULL;
	NdisFreeSpinLock(&control->Lock);
}

/* ---- the node ---- */

static NTSTATUS OpenNode(CDC_CONTROL *Control, ACCESS_MASK Access, HANDLE *Handle)
{
	OBJECT_ATTRIBUTES attributes;
	IO_STATUS_BLOCK iosb;

	InitializeObjectAttributes(&attributes, &Control->Path,
				   OBJ_KERNEL_HANDLE | OBJ_CASE_INSENSITIVE, NULL, NULL);
	return ZwCreateFile(Handle, Access, &attributes, &iosb, NULL, FILE_ATTRIBUTE_NORMAL,
			    FILE_SHARE_READ | FILE_SHARE_WRITE, FILE_OPEN,
			    FILE_NON_DIRECTORY_FILE, NULL, 0);
}

static VOID CloseNode(HANDLE *Handle)
{
	if (*Handle)
		ZwClose(*Handle);
	*Handle = NULL;
}

/* ---- reading ---- */

static VOID KeepFragment(CDC_DEVICE *Device, const UINT8 *Data, UINT32 Length)
{
	CDC_CONTROL *control = &Device->Control;
	CDC_FRAGMENT *fragment = NULL;

	if (control->Count < CDC_FRAGMENTS)
		fragment = ExAllocatePool2(POOL_FLAG_NON_PAGED | POOL_FLAG_UNINITIALIZED,
					   sizeof(*fragment) + Length, CDC_TAG);
	if (!fragment) {
		Count(Device->Lower, CdcFragmentsDropped);
		return;
	}
	fragment->Length = Length;
	RtlCopyMemory(fragment->Data, Data, Length);
	NdisAcquireSpinLock(&control->Lock);
	InsertTailList(&control->Ready, &fragment->Link);
	control->Count++;
	NdisReleaseSpinLock(&control->Lock);
	Count(Device->Lower, CdcFragmentsReceived);
	MbbDeviceResponseAvailable(Device->WdfDevice);
}

static VOID TakeRead(CDC_DEVICE *Device, const UINT8 *Data, SIZE_T Length)
{
	UINT32 length;

	while (Length) {
		length = CdcMessageLength(Data, Length);
		if (!length) {
			if (CountReport(Device->Lower, CdcFragmentsBad))
				CdcWarn("%u bytes from the modem are no MBIM message\n",
					(ULONG)Length);
			return;
		}
		KeepFragment(Device, Data, length);
		Data += length;
		Length -= length;
	}
}

/* TRUE: told to stop meanwhile. */
static BOOLEAN Pause(CDC_CONTROL *Control)
{
	LARGE_INTEGER timeout = { .QuadPart = -10000ll * CDC_FAILURE_PAUSE_MS };

	return KeWaitForSingleObject(&Control->Stop, Executive, KernelMode, FALSE, &timeout) ==
	       STATUS_SUCCESS;
}

/* FALSE: told to stop; what was being read then ends with the handle. */
static BOOLEAN ReadOnce(CDC_CONTROL *Control, IO_STATUS_BLOCK *Iosb)
{
	PVOID objects[] = { &Control->Stop, Control->ReadDoneEvent };
	NTSTATUS status;

	if (KeReadStateEvent(&Control->Stop))
		return FALSE;
	status = ZwReadFile(Control->Read, Control->ReadDone, NULL, NULL, Iosb, Control->Buffer,
			    CDC_MAXIMUM_CONTROL, NULL, NULL);
	if (status != STATUS_PENDING) {
		Iosb->Status = status;
		return TRUE;
	}
	status = KeWaitForMultipleObjects(ARRAYSIZE(objects), objects, WaitAny, Executive,
					  KernelMode, FALSE, NULL, NULL);
	return status != STATUS_WAIT_0;
}

static VOID ReaderThread(PVOID Context)
{
	CDC_DEVICE *device = Context;
	CDC_CONTROL *control = &device->Control;
	IO_STATUS_BLOCK iosb;
	UINT32 failures = 0;

	while (ReadOnce(control, &iosb)) {
		if (NT_SUCCESS(iosb.Status)) {
			failures = 0;
			TakeRead(device, control->Buffer, iosb.Information);
			continue;
		}
		if (IsGone(iosb.Status)) {
			device->Lower->Gone = TRUE;
			break;
		}
		if (CountReport(device->Lower, CdcReadFailed))
			CdcWarn("reading from the modem failed (0x%08x)\n", iosb.Status);
		if (++failures == CDC_MAXIMUM_FAILURES) {
			DeviceRestart(device, "nothing can be read");
			break;
		}
		if (Pause(control))
			break;
	}
	/* Cancels what is under way, and returns when that has ended. */
	CloseNode(&control->Read);
	PsTerminateSystemThread(STATUS_SUCCESS);
}

/* ---- D0 ---- */

static NTSTATUS StartReader(CDC_DEVICE *Device)
{
	CDC_CONTROL *control = &Device->Control;
	NTSTATUS status;
	HANDLE thread;

	KeClearEvent(&control->Stop);
	status = PsCreateSystemThread(&thread, THREAD_ALL_ACCESS, NULL, NULL, NULL, ReaderThread,
				      Device);
	if (!NT_SUCCESS(status))
		return status;
	status = ObReferenceObjectByHandle(thread, THREAD_ALL_ACCESS, NULL, KernelMode,
					   &control->Reader, NULL);
	ZwClose(thread);
	/* It cannot fail; without the object the thread could not be waited for. */
	return status;
}

NTSTATUS ControlStart(CDC_DEVICE *Device)
{
	CDC_CONTROL *control = &Device->Control;
	NTSTATUS status;

	status = OpenNode(control, GENERIC_WRITE | SYNCHRONIZE, &control->Write);
	if (!NT_SUCCESS(status))
		goto err_open;
	status = OpenNode(control, GENERIC_READ | SYNCHRONIZE, &control->Read);
	if (!NT_SUCCESS(status))
		goto err_close_write;
	status = StartReader(Device);
	if (!NT_SUCCESS(status))
		goto err_close_read;
	return STATUS_SUCCESS;

err_close_read:
	CloseNode(&control->Read);
err_close_write:
	CloseNode(&control->Write);
err_open:
	CdcWarn("%s of cdc_mbim cannot be used (0x%08x)\n", Device->Lower->Function.Node, status);
	return status;
}

VOID ControlStop(CDC_DEVICE *Device)
{
	CDC_CONTROL *control = &Device->Control;

	CloseNode(&control->Write);
	KeSetEvent(&control->Stop, IO_NO_INCREMENT, FALSE);
	if (control->Reader) {
		KeWaitForSingleObject(control->Reader, Executive, KernelMode, FALSE, NULL);
		ObDereferenceObject(control->Reader);
		control->Reader = NULL;
	}
	/* Nobody adds to it any more. */
	while (!IsListEmpty(&control->Ready))
		ExFreePoolWithTag(CONTAINING_RECORD(RemoveHeadList(&control->Ready), CDC_FRAGMENT,
						    Link), CDC_TAG);
	control->Count = 0;
}

/* ---- MbbCx's callbacks; PASSIVE_LEVEL ---- */

/* @Iosb and @Buffer are not used any more when this returns. */
static NTSTATUS WriteOnce(CDC_CONTROL *Control, PVOID Buffer, ULONG Length, IO_STATUS_BLOCK *Iosb)
{
	LARGE_INTEGER timeout = { .QuadPart = -10000000ll * CDC_WRITE_TIMEOUT_S };
	NTSTATUS status;

	if (!Control->Write)
		return STATUS_DEVICE_NOT_READY;
	status = ZwWriteFile(Control->Write, Control->WriteDone, NULL, NULL, Iosb, Buffer, Length,
			     NULL, NULL);
	if (status != STATUS_PENDING)
		return status;
	status = KeWaitForSingleObject(Control->WriteDoneEvent, Executive, KernelMode, FALSE,
				       &timeout);
	if (status == STATUS_SUCCESS)
		return Iosb->Status;
	CloseNode(&Control->Write);
	status = OpenNode(Control, GENERIC_WRITE | SYNCHRONIZE, &Control->Write);
	return NT_SUCCESS(status) ? STATUS_IO_TIMEOUT : status;
}

static NTSTATUS Write(CDC_DEVICE *Device, PVOID Buffer, ULONG Length)
{
	CDC_LOWER *lower = Device->Lower;
	IO_STATUS_BLOCK iosb;
	NTSTATUS status;

	RtlZeroMemory(&iosb, sizeof(iosb));
	status = WriteOnce(&Device->Control, Buffer, Length, &iosb);
	/* The node tells of a transfer's failure at the next one, which it then refuses. */
	if (!NT_SUCCESS(status) && status != STATUS_IO_TIMEOUT && !IsGone(status)) {
		Count(lower, CdcWriteFailed);
		status = WriteOnce(&Device->Control, Buffer, Length, &iosb);
	}
	if (NT_SUCCESS(status) && iosb.Information != Length)
		status = STATUS_INVALID_BUFFER_SIZE;
	if (NT_SUCCESS(status)) {
		Count(lower, CdcFragmentsSent);
	} else if (!IsGone(status) &&
		   CountReport(lower, status == STATUS_IO_TIMEOUT ? CdcWriteTimeout :
								    CdcWriteFailed)) {
		CdcWarn("writing to the modem failed (0x%08x)\n", status);
	}
	return status;
}

VOID EvtMbbDeviceSendMbimFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	size_t size = 0;
	PVOID buffer = MbbRequestGetBuffer(SendRequest, &size);

	MbbRequestComplete(SendRequest, Write(DeviceGetContext(Device), buffer, (ULONG)size));
}

VOID EvtMbbDeviceReceiveMbimFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	CDC_CONTROL *control = &DeviceGetContext(Device)->Control;
	CDC_FRAGMENT *fragment = NULL;
	NTSTATUS status = STATUS_SUCCESS;
	ULONG_PTR length = 0;
	size_t size = 0;
	PVOID buffer = MbbRequestGetBuffer(ReceiveRequest, &size);

	NdisAcquireSpinLock(&control->Lock);
	if (!IsListEmpty(&control->Ready)) {
		fragment = CONTAINING_RECORD(RemoveHeadList(&control->Ready), CDC_FRAGMENT, Link);
		control->Count--;
	}
	NdisReleaseSpinLock(&control->Lock);
	if (fragment && fragment->Length > size) {
		status = STATUS_BUFFER_OVERFLOW;
	} else if (fragment) {
		length = fragment->Length;
		RtlCopyMemory(buffer, fragment->Data, length);
	}
	if (fragment)
		ExFreePoolWithTag(fragment, CDC_TAG);
	MbbRequestCompleteWithInformation(ReceiveRequest, status, length);
}
