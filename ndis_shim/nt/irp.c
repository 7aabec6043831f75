// SPDX-License-Identifier: GPL-2.0
/*
 * IRPs: what they are made of, their way to the driver and back.
 *
 * A request in the table is the driver's. Completion takes it out of the table,
 * so one that is completed twice, or was never handed out, is not found: its
 * address is all that is looked at.
 *
 * Not here: what is in a request (file_io.c), cancellation (irp_cancel.c).
 */
#include <kunit/visibility.h>
#include <linux/export.h>
#include <linux/hashtable.h>
#include <linux/mm.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

static DEFINE_SPINLOCK(nt_irps_lock);	/* the table below */
static DEFINE_HASHTABLE(nt_irps, 6);
static atomic_t nt_irp_count = ATOMIC_INIT(0);

unsigned int nt_irps_live(void)
{
	return atomic_read(&nt_irp_count);
}
EXPORT_SYMBOL_NS_GPL(nt_irps_live, NDIS_SHIM_INTERNAL);

struct nt_driver *nt_irp_driver(const struct nt_irp *nt)
{
	return nt->file ? nt->file->device->driver : NULL;
}

/* ---- memory ---- */

static void nt_irp_free(struct kref *ref)
{
	struct nt_irp *nt = container_of(ref, struct nt_irp, ref);
	PMDL mdl, next;

	for (mdl = nt->irp.MdlAddress; mdl; mdl = next) {
		next = mdl->Next;
		IoFreeMdl(mdl);
	}
	kvfree(nt->buffer);
	kvfree(nt->out);
	if (nt->file)
		nt_file_put(nt->file);
	kfree(nt);
	atomic_dec(&nt_irp_count);
}

void nt_irp_put(struct nt_irp *nt)
{
	kref_put(&nt->ref, nt_irp_free);
}
EXPORT_SYMBOL_NS_GPL(nt_irp_put, NDIS_SHIM_INTERNAL);

/* Above the first location, where nt_irp_call() goes down from. */
static void nt_irp_init_stack(PIRP irp, PIO_STACK_LOCATION locations, unsigned int count)
{
	irp->Type = IO_TYPE_IRP;
	irp->Size = sizeof(*irp) + count * sizeof(*locations);
	irp->StackCount = count;
	irp->CurrentLocation = count + 1;
	irp->Tail.Overlay.CurrentStackLocation = locations + count;
	InitializeListHead(&irp->ThreadListEntry);
}

void nt_irp_fake(PIRP irp, PIO_STACK_LOCATION locations, unsigned int count)
{
	nt_irp_init_stack(irp, locations, count);
	IoSetNextIrpStackLocation(irp);
}

static void nt_irp_init(struct nt_irp *nt, struct nt_file *file, UCHAR major, CCHAR locations)
{
	PIO_STACK_LOCATION first = &nt->stack[locations - 1];

	kref_init(&nt->ref);
	INIT_HLIST_NODE(&nt->hash);
	INIT_LIST_HEAD(&nt->node);
	init_completion(&nt->done);
	nt_file_get(file);
	nt->file = file;
	nt->locations = locations;

	nt_irp_init_stack(&nt->irp, nt->stack, locations);
	nt->irp.RequestorMode = UserMode;
	nt->irp.Tail.Overlay.OriginalFileObject = &file->object;
	first->MajorFunction = major;
	first->FileObject = &file->object;
}

struct nt_irp *nt_irp_alloc(struct nt_file *file, UCHAR major)
{
	CCHAR locations = max_t(CCHAR, READ_ONCE(file->device->object.StackSize), 1);
	struct nt_irp *nt = kzalloc(struct_size(nt, stack, locations), GFP_KERNEL);

	if (!nt)
		return NULL;
	nt_irp_init(nt, file, major, locations);
	atomic_inc(&nt_irp_count);
	return nt;
}
EXPORT_SYMBOL_IF_KUNIT(nt_irp_alloc);

/**
 * nt_irp_describe() - memory of the request, as the driver expects it
 * @nt: not sent yet
 * @data: kernel memory, freed with the request
 * @length: bytes; 0 is described as no memory at all
 * @flags: DO_BUFFERED_IO, DO_DIRECT_IO or neither, which gives an address in
 *	UserBuffer that is no program's either
 *
 * Return: 0 or -ENOMEM.
 */
int nt_irp_describe(struct nt_irp *nt, void *data, u32 length, ULONG flags)
{
	PMDL mdl;

	if (!length)
		return 0;
	if (flags & DO_BUFFERED_IO) {
		nt->irp.Flags |= IRP_BUFFERED_IO;
		nt->irp.AssociatedIrp.SystemBuffer = data;
		return 0;
	}
	if (!(flags & DO_DIRECT_IO)) {
		nt->irp.UserBuffer = data;
		return 0;
	}
	mdl = IoAllocateMdl(data, length, FALSE, FALSE, NULL);
	if (!mdl)
		return -ENOMEM;
	MmBuildMdlForNonPagedPool(mdl);
	mdl->MdlFlags |= MDL_PAGES_LOCKED;
	nt->irp.MdlAddress = mdl;
	return 0;
}

/* ---- who has it ---- */

struct nt_irp *nt_irp_get(PIRP irp)
{
	struct nt_irp *nt, *found = NULL;

	spin_lock_bh(&nt_irps_lock);
	hash_for_each_possible(nt_irps, nt, hash, (unsigned long)irp) {
		if (&nt->irp != irp)
			continue;
		kref_get(&nt->ref);
		found = nt;
		break;
	}
	spin_unlock_bh(&nt_irps_lock);
	return found;
}

/* The driver's from here on, with a reference. */
static void nt_irp_publish(struct nt_irp *nt)
{
	struct nt_file *file = nt->file;

	kref_get(&nt->ref);
	if (nt_irp_next(nt)->MajorFunction != IRP_MJ_CLOSE) {
		set_bit(NT_IRP_COUNTED, &nt->flags);
		refcount_inc(&file->users);
	}
	spin_lock_bh(&file->lock);
	list_add_tail(&nt->node, &file->irps);
	spin_unlock_bh(&file->lock);
	spin_lock_bh(&nt_irps_lock);
	hash_add(nt_irps, &nt->hash, (unsigned long)&nt->irp);
	spin_unlock_bh(&nt_irps_lock);
}

static void nt_irp_unpublish(struct nt_irp *nt)
{
	struct nt_file *file = nt->file;

	spin_lock_bh(&nt_irps_lock);
	hash_del(&nt->hash);
	spin_unlock_bh(&nt_irps_lock);
	spin_lock_bh(&file->lock);
	list_del_init(&nt->node);
	spin_unlock_bh(&file->lock);
}

/* ---- a driver's own: live from IoAllocateIrp() to IoFreeIrp() ---- */

struct nt_irp *nt_irp_alloc_own(int locations)
{
	struct nt_irp *nt = kzalloc(struct_size(nt, stack, locations), nt_gfp());

	if (!nt)
		return NULL;
	kref_init(&nt->ref);
	INIT_LIST_HEAD(&nt->node);
	init_completion(&nt->done);
	nt->locations = locations;
	nt_irp_init_stack(&nt->irp, nt->stack, locations);
	atomic_inc(&nt_irp_count);
	spin_lock_bh(&nt_irps_lock);
	hash_add(nt_irps, &nt->hash, (unsigned long)&nt->irp);
	spin_unlock_bh(&nt_irps_lock);
	return nt;
}

void nt_irp_reset_own(struct nt_irp *nt)
{
	memset(&nt->irp, 0, sizeof(nt->irp));
	memset(nt->stack, 0, nt->locations * sizeof(nt->stack[0]));
	nt_irp_init_stack(&nt->irp, nt->stack, nt->locations);
	nt->flags = 0;
}

bool nt_irp_retire_own(struct nt_irp *nt)
{
	bool live;

	spin_lock_bh(&nt_irps_lock);
	live = hash_hashed(&nt->hash);
	hash_del(&nt->hash);
	spin_unlock_bh(&nt_irps_lock);
	return live;
}

/* ---- to the driver ---- */

/**
 * nt_irp_location() - the current stack location
 * @nt: any request
 *
 * Drivers move the pointer and the number; both are looked at before they are
 * used.
 *
 * Return: NULL above the first location, and for what is none.
 */
PIO_STACK_LOCATION nt_irp_location(struct nt_irp *nt)
{
	int number = nt->irp.CurrentLocation;

	if (number < 1 || number > nt->locations ||
	    IoGetCurrentIrpStackLocation(&nt->irp) != &nt->stack[number - 1])
		return NULL;
	return &nt->stack[number - 1];
}

static bool nt_irp_stack_is_sane(struct nt_irp *nt)
{
	return nt_irp_location(nt) ||
	       (nt->irp.CurrentLocation == nt->locations + 1 &&
		IoGetCurrentIrpStackLocation(&nt->irp) == &nt->stack[nt->locations]);
}

/* One location down, to the dispatch routine of @device. */
static NTSTATUS nt_irp_call(struct nt_device *device, PIRP irp)
{
	PIO_STACK_LOCATION location;
	PDRIVER_DISPATCH routine;

	IoSetNextIrpStackLocation(irp);
	location = IoGetCurrentIrpStackLocation(irp);
	location->DeviceObject = &device->object;
	routine = location->MajorFunction <= IRP_MJ_MAXIMUM_FUNCTION ?
		  READ_ONCE(device->dispatch[location->MajorFunction]) : NULL;
	if (routine)
		return routine(&device->object, irp);

	irp->IoStatus.Status = STATUS_INVALID_DEVICE_REQUEST;
	irp->IoStatus.Information = 0;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return STATUS_INVALID_DEVICE_REQUEST;
}

static bool nt_irp_is_marked(struct nt_irp *nt)
{
	return READ_ONCE(nt->stack[nt->locations - 1].Control) & SL_PENDING_RETURNED;
}

/*
 * A driver that passed the request on marks it as late as in its completion
 * routine. So whoever comes second, the return or the completion, looks.
 */
static void nt_irp_check_mark(struct nt_irp *nt)
{
	if (!nt_irp_is_marked(nt) && !test_and_set_bit(NT_IRP_UNMARKED, &nt->flags))
		nt_violation(nt_irp_driver(nt), NT_RULE_IRP_STATUS,
			     "STATUS_PENDING without IoMarkIrpPending");
}

/* What the dispatch routine returned, against what it did. */
static void nt_irp_check(struct nt_irp *nt, NTSTATUS status)
{
	struct nt_driver *driver = nt_irp_driver(nt);

	if (status == STATUS_PENDING) {
		set_bit(NT_IRP_PENDED, &nt->flags);
		/* Pairs with nt_irp_finish(): one of the two sees the other. */
		smp_mb__after_atomic();
		if (nt_irp_is_done(nt))
			nt_irp_check_mark(nt);
	} else if (nt_irp_is_marked(nt)) {
		nt_violation(driver, NT_RULE_IRP_STATUS,
			     "%08x returned after IoMarkIrpPending", status);
	} else if (!nt_irp_is_done(nt)) {
		nt_violation(driver, NT_RULE_IRP_STATUS,
			     "%08x returned, but the request is not completed", status);
	} else if (status != nt->status) {
		nt_violation(driver, NT_RULE_IRP_STATUS, "%08x returned, completed with %08x",
			     status, nt->status);
	}
}

void nt_irp_send(struct nt_irp *nt)
{
	NTSTATUS status;

	nt_irp_publish(nt);
	status = nt_irp_call(nt->file->device, &nt->irp);
	nt_irp_check(nt, status);
}
EXPORT_SYMBOL_IF_KUNIT(nt_irp_send);

NTSTATUS IoCallDriver(PDEVICE_OBJECT DeviceObject, PIRP Irp)
{
	struct nt_irp *nt = nt_irp_get(Irp);
	struct nt_device *device;
	NTSTATUS status;

	if (!nt) {
		nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	device = nt_device_get(DeviceObject, __func__);
	if (device && nt_irp_stack_is_sane(nt) && Irp->CurrentLocation > 1) {
		status = nt_irp_call(device, Irp);
		goto out;
	}
	if (device)
		nt_violation(device->driver, NT_RULE_IRP_STACK, "%s", __func__);
	/* The caller counts on the request having been passed on. */
	status = STATUS_INVALID_DEVICE_REQUEST;
	Irp->IoStatus.Status = status;
	Irp->IoStatus.Information = 0;
	IoCompleteRequest(Irp, IO_NO_INCREMENT);
out:
	if (device)
		nt_device_put(device);
	nt_irp_put(nt);
	return status;
}
EXPORT_SYMBOL_NS_GPL(IoCallDriver, NDIS_SHIM);

/* ---- and back ---- */

/* The issuer's again. The last act on behalf of the driver. */
static void nt_irp_finish(struct nt_irp *nt)
{
	struct nt_file *file = nt->file;
	struct nt_driver *driver = file->device->driver;

	nt->status = nt->irp.IoStatus.Status;
	nt->information = nt->irp.IoStatus.Information;
	if (nt->status == STATUS_PENDING) {
		nt_violation(driver, NT_RULE_IRP_STATUS, "completed with STATUS_PENDING");
		nt->status = STATUS_UNSUCCESSFUL;
	}
	if (nt->stack[nt->locations - 1].MajorFunction == IRP_MJ_CREATE &&
	    NT_SUCCESS(nt->status))
		WRITE_ONCE(file->created, true);

	nt_irp_unpublish(nt);
	/* Before the program runs on: its close() then sends IRP_MJ_CLOSE. */
	if (test_bit(NT_IRP_COUNTED, &nt->flags))
		nt_file_unuse(file);
	complete_all(&nt->done);
	/* Pairs with nt_irp_check(). */
	smp_mb();
	if (test_bit(NT_IRP_PENDED, &nt->flags))
		nt_irp_check_mark(nt);
	if (test_bit(NT_IRP_AHEAD, &nt->flags))
		wake_up_poll(&file->device->wait, EPOLLIN | EPOLLRDNORM);
	nt_irp_put(nt);
}

static bool nt_irp_wants(const IRP *irp, UCHAR control)
{
	if (irp->Cancel && (control & SL_INVOKE_ON_CANCEL))
		return true;
	return control & (NT_SUCCESS(irp->IoStatus.Status) ? SL_INVOKE_ON_SUCCESS :
							     SL_INVOKE_ON_ERROR);
}

/*
 * Up the stack, past the completion routines of those who passed it on. False:
 * one of them keeps the request and will complete it again, or has done so
 * already: it is not touched any more.
 */
static bool nt_irp_unwind(struct nt_irp *nt)
{
	PIRP irp = &nt->irp;
	PIO_STACK_LOCATION left, above;

	while ((left = nt_irp_location(nt))) {
		PIO_COMPLETION_ROUTINE routine = left->CompletionRoutine;
		PDEVICE_OBJECT device;

		irp->PendingReturned = !!(left->Control & SL_PENDING_RETURNED);
		IoSkipCurrentIrpStackLocation(irp);
		above = nt_irp_location(nt);
		device = above ? above->DeviceObject : NULL;
		if (!routine || !nt_irp_wants(irp, left->Control)) {
			if (irp->PendingReturned && above)
				IoMarkIrpPending(irp);
			continue;
		}
		left->CompletionRoutine = NULL;
		clear_bit(NT_IRP_COMPLETING, &nt->flags);
		if (routine(device, irp, left->Context) == STATUS_MORE_PROCESSING_REQUIRED)
			return false;
		if (test_and_set_bit(NT_IRP_COMPLETING, &nt->flags))
			return false;
	}
	return true;
}

VOID IoCompleteRequest(PIRP Irp, CCHAR PriorityBoost)
{
	struct nt_irp *nt = nt_irp_get(Irp);
	struct nt_driver *driver;

	if (!nt) {
		nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		return;
	}
	driver = nt_irp_driver(nt);
	if (test_and_set_bit(NT_IRP_COMPLETING, &nt->flags)) {
		nt_violation(driver, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		goto out;
	}
	/* It could be called for a request that is no longer the driver's. */
	if (IoSetCancelRoutine(Irp, NULL))
		nt_violation(driver, NT_RULE_IRP_CANCEL_ROUTINE, "%s", __func__);
	if (!nt_irp_stack_is_sane(nt))
		nt_violation(driver, NT_RULE_IRP_STACK, "%s", __func__);
	if (nt_irp_unwind(nt)) {
		if (nt->file)
			nt_irp_finish(nt);
		else
			nt_irp_finish_own(nt);
	}
out:
	nt_irp_put(nt);
}
EXPORT_SYMBOL_NS_GPL(IoCompleteRequest, NDIS_SHIM);

/* ---- waiting ---- */

int nt_irp_wait_bounded(struct nt_irp *nt)
{
	struct nt_driver *driver = nt_irp_driver(nt);

	if (wait_for_completion_timeout(&nt->done, NT_IO_GRACE))
		return 0;
	nt_violation(driver, NT_RULE_IRP_STUCK, "major function %#x",
		     nt->stack[nt->locations - 1].MajorFunction);
	return -ETIMEDOUT;
}

/**
 * nt_irp_wait() - the program waits for its request
 * @nt: sent
 *
 * A signal cancels the request, once. What the driver makes of that is waited
 * for, since it may have data by now; a program that is being killed does so
 * for NT_IO_GRACE at most. The request then stays with the file, which counts
 * it, until the driver completes it.
 *
 * Return: 0, or -EINTR for a request that the driver still has.
 */
int nt_irp_wait(struct nt_irp *nt)
{
	if (!wait_for_completion_interruptible(&nt->done))
		return 0;
	nt_irp_cancel(nt);
	if (!wait_for_completion_killable(&nt->done))
		return 0;
	return nt_irp_wait_bounded(nt) ? -EINTR : 0;
}

/* There is no process behind the pointer that it would have to be. */
PEPROCESS IoGetRequestorProcess(PIRP Irp)
{
	pr_warn_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(IoGetRequestorProcess, NDIS_SHIM);
