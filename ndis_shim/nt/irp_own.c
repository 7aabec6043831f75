// SPDX-License-Identifier: GPL-2.0
/*
 * Requests that a driver makes itself, for device objects of this machine.
 *
 * One from IoAllocateIrp() is the driver's from there to IoFreeIrp(): its completion
 * routine says that it is not done with it. One that was built for a device and an
 * event is freed by its completion.
 */
#include <linux/export.h>
#include <linux/mm.h>
#include <linux/slab.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

#define NT_STACK_MAX	64

PIRP IoAllocateIrp(CCHAR StackSize, BOOLEAN ChargeQuota)
{
	struct nt_irp *nt;

	if (StackSize < 1 || StackSize > NT_STACK_MAX) {
		nt_violation(NULL, NT_RULE_NT_ARGUMENT, "%s: %d locations", __func__, StackSize);
		return NULL;
	}
	nt = nt_irp_alloc_own(StackSize);
	return nt ? &nt->irp : NULL;
}
EXPORT_SYMBOL_NS_GPL(IoAllocateIrp, NDIS_SHIM);

/* A live one of a driver's own, with a reference, or NULL and a violation. */
static struct nt_irp *nt_irp_own(PIRP irp, const char *who)
{
	struct nt_irp *nt = nt_irp_get(irp);

	if (nt && !nt->file)
		return nt;
	if (nt)
		nt_irp_put(nt);
	nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", who);
	return NULL;
}

/* The same that is the driver's to end: not one that a device of the framework has. */
static struct nt_irp *nt_irp_own_back(PIRP irp, const char *who)
{
	struct nt_irp *nt = nt_irp_own(irp, who);

	if (!nt || !READ_ONCE(nt->framework))
		return nt;
	nt_violation(NULL, NT_RULE_REQUEST_IN_FLIGHT, "%s", who);
	nt_irp_put(nt);
	return NULL;
}

static void nt_irp_drop_own(struct nt_irp *nt)
{
	if (nt_irp_retire_own(nt))
		nt_irp_put(nt);
}

VOID IoFreeIrp(PIRP Irp)
{
	struct nt_irp *nt = nt_irp_own_back(Irp, __func__);

	if (!nt)
		return;
	/* Whoever frees a request has freed its lists, or has them still. */
	Irp->MdlAddress = NULL;
	nt_irp_drop_own(nt);
	nt_irp_put(nt);
}
EXPORT_SYMBOL_NS_GPL(IoFreeIrp, NDIS_SHIM);

VOID IoReuseIrp(PIRP Irp, NTSTATUS Iostatus)
{
	struct nt_irp *nt = nt_irp_own_back(Irp, __func__);

	if (!nt)
		return;
	nt_irp_reset_own(nt);
	Irp->IoStatus.Status = Iostatus;
	nt_irp_put(nt);
}
EXPORT_SYMBOL_NS_GPL(IoReuseIrp, NDIS_SHIM);

/* Nobody kept it: the end of one that was built, and a mistake of any other. */
void nt_irp_finish_own(struct nt_irp *nt)
{
	PIRP irp = &nt->irp;
	PKEVENT event = irp->UserEvent;
	u32 bytes = min_t(ULONG_PTR, irp->IoStatus.Information, nt->target_size);

	if (!test_bit(NT_IRP_BUILT, &nt->flags)) {
		clear_bit(NT_IRP_COMPLETING, &nt->flags);
		nt_violation(NULL, NT_RULE_IRP_STATUS,
			     "own request completed, and no completion routine keeps it");
		return;
	}
	if (nt->target && bytes && !NT_ERROR(irp->IoStatus.Status))
		memcpy(nt->target, nt->buffer, bytes);
	if (irp->UserIosb)
		*irp->UserIosb = irp->IoStatus;
	nt_irp_drop_own(nt);
	if (event)
		KeSetEvent(event, IO_NO_INCREMENT, FALSE);
}

/* ---- built for a device ---- */

static struct nt_irp *nt_irp_build(PDEVICE_OBJECT object, UCHAR major, PIO_STATUS_BLOCK iosb,
				   const char *who)
{
	struct nt_device *device = nt_device_get(object, who);
	struct nt_irp *nt;

	if (!device)
		return NULL;
	nt = nt_irp_alloc_own(max_t(int, READ_ONCE(device->object.StackSize), 1));
	nt_device_put(device);
	if (!nt)
		return NULL;
	nt_irp_next(nt)->MajorFunction = major;
	nt->irp.UserIosb = iosb;
	nt->irp.RequestorMode = KernelMode;
	return nt;
}

/* Memory of the request's for buffered data, the driver's own for all else. */
static bool nt_irp_attach(struct nt_irp *nt, void *data, u32 length, ULONG flags, bool input,
			  bool output)
{
	if (!length)
		return true;
	if (!(flags & DO_BUFFERED_IO))
		return !nt_irp_describe(nt, data, length, flags);
	nt->buffer = kvzalloc(length, nt_may_sleep() ? GFP_KERNEL : GFP_ATOMIC);
	if (!nt->buffer)
		return false;
	if (input)
		memcpy(nt->buffer, data, length);
	if (output) {
		nt->target = data;
		nt->target_size = length;
	}
	return !nt_irp_describe(nt, nt->buffer, length, DO_BUFFERED_IO);
}

static PIRP nt_irp_built(struct nt_irp *nt, bool complete)
{
	set_bit(NT_IRP_BUILT, &nt->flags);
	if (complete)
		return &nt->irp;
	nt_irp_drop_own(nt);
	return NULL;
}

PIRP IoBuildDeviceIoControlRequest(ULONG IoControlCode, PDEVICE_OBJECT DeviceObject,
				   PVOID InputBuffer, ULONG InputBufferLength,
				   PVOID OutputBuffer, ULONG OutputBufferLength,
				   BOOLEAN InternalDeviceIoControl, PKEVENT Event,
				   PIO_STATUS_BLOCK IoStatusBlock)
{
	u32 method = IoControlCode & 3, most = max(InputBufferLength, OutputBufferLength);
	PIO_STACK_LOCATION location;
	struct nt_irp *nt;
	bool done = false;

	if ((InputBufferLength && !InputBuffer) || (OutputBufferLength && !OutputBuffer) ||
	    most > NT_IO_MAX)
		return NULL;
	nt = nt_irp_build(DeviceObject, InternalDeviceIoControl ? IRP_MJ_INTERNAL_DEVICE_CONTROL :
			  IRP_MJ_DEVICE_CONTROL, IoStatusBlock, __func__);
	if (!nt)
		return NULL;
	nt->irp.UserEvent = Event;
	location = nt_irp_next(nt);
	location->Parameters.DeviceIoControl.OutputBufferLength = OutputBufferLength;
	location->Parameters.DeviceIoControl.InputBufferLength = InputBufferLength;
	location->Parameters.DeviceIoControl.IoControlCode = IoControlCode;
	if (method == METHOD_NEITHER) {
		location->Parameters.DeviceIoControl.Type3InputBuffer = InputBuffer;
		nt->irp.UserBuffer = OutputBuffer;
		return nt_irp_built(nt, true);
	}
	if (method == METHOD_BUFFERED) {
		nt->buffer = most ? kvzalloc(most, nt_may_sleep() ? GFP_KERNEL : GFP_ATOMIC) : NULL;
		if (most && !nt->buffer)
			return nt_irp_built(nt, false);
		if (InputBufferLength)
			memcpy(nt->buffer, InputBuffer, InputBufferLength);
		nt->target = OutputBuffer;
		nt->target_size = OutputBufferLength;
		done = !nt_irp_describe(nt, nt->buffer, most, DO_BUFFERED_IO);
		return nt_irp_built(nt, done);
	}
	if (nt_irp_attach(nt, InputBuffer, InputBufferLength, DO_BUFFERED_IO, true, false))
		done = !nt_irp_describe(nt, OutputBuffer, OutputBufferLength, DO_DIRECT_IO);
	return nt_irp_built(nt, done);
}
EXPORT_SYMBOL_NS_GPL(IoBuildDeviceIoControlRequest, NDIS_SHIM);

static struct nt_irp *nt_irp_build_fsd(ULONG major, PDEVICE_OBJECT object, PVOID buffer,
				       ULONG length, PLARGE_INTEGER offset, PIO_STATUS_BLOCK iosb,
				       const char *who)
{
	PIO_STACK_LOCATION location;
	struct nt_irp *nt;

	if ((major != IRP_MJ_READ && major != IRP_MJ_WRITE && major != IRP_MJ_FLUSH_BUFFERS &&
	     major != IRP_MJ_SHUTDOWN && major != IRP_MJ_PNP && major != IRP_MJ_POWER) ||
	    length > NT_IO_MAX || (length && !buffer))
		return NULL;
	nt = nt_irp_build(object, major, iosb, who);
	if (!nt)
		return NULL;
	if (major != IRP_MJ_READ && major != IRP_MJ_WRITE)
		return nt;
	location = nt_irp_next(nt);
	location->Parameters.Read.Length = length;
	if (offset)
		location->Parameters.Read.ByteOffset = *offset;
	if (nt_irp_attach(nt, buffer, length, object->Flags, major == IRP_MJ_WRITE,
			  major == IRP_MJ_READ))
		return nt;
	nt_irp_drop_own(nt);
	return NULL;
}

PIRP IoBuildSynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer,
				  ULONG Length, PLARGE_INTEGER StartingOffset, PKEVENT Event,
				  PIO_STATUS_BLOCK IoStatusBlock)
{
	struct nt_irp *nt = nt_irp_build_fsd(MajorFunction, DeviceObject, Buffer, Length,
					     StartingOffset, IoStatusBlock, __func__);

	if (!nt)
		return NULL;
	nt->irp.UserEvent = Event;
	return nt_irp_built(nt, true);
}
EXPORT_SYMBOL_NS_GPL(IoBuildSynchronousFsdRequest, NDIS_SHIM);

/* Without an event: the driver's completion routine frees it. */
PIRP IoBuildAsynchronousFsdRequest(ULONG MajorFunction, PDEVICE_OBJECT DeviceObject, PVOID Buffer,
				   ULONG Length, PLARGE_INTEGER StartingOffset,
				   PIO_STATUS_BLOCK IoStatusBlock)
{
	struct nt_irp *nt = nt_irp_build_fsd(MajorFunction, DeviceObject, Buffer, Length,
					     StartingOffset, IoStatusBlock, __func__);

	return nt ? nt_irp_built(nt, true) : NULL;
}
EXPORT_SYMBOL_NS_GPL(IoBuildAsynchronousFsdRequest, NDIS_SHIM);

static NTSTATUS nt_irp_forwarded(PDEVICE_OBJECT device, PIRP irp, PVOID context)
{
	KeSetEvent(context, IO_NO_INCREMENT, FALSE);
	return STATUS_MORE_PROCESSING_REQUIRED;
}

/* FALSE: no stack location is left. PASSIVE_LEVEL. */
BOOLEAN IoForwardIrpSynchronously(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	KEVENT event;

	if (Irp->CurrentLocation <= 1 || nt_irql_violation(NULL, __func__))
		return FALSE;
	KeInitializeEvent(&event, NotificationEvent, FALSE);
	IoCopyCurrentIrpStackLocationToNext(Irp);
	IoSetCompletionRoutine(Irp, nt_irp_forwarded, &event, TRUE, TRUE, TRUE);
	IoCallDriver(DeviceObject, Irp);
	KeWaitForSingleObject(&event, Executive, KernelMode, FALSE, NULL);
	return TRUE;
}
EXPORT_SYMBOL_NS_GPL(IoForwardIrpSynchronously, NDIS_SHIM);
