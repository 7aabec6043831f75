/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A driver with a device object whose dispatch routines write their names into
 * a log and do as they are told. Included once by each suite about devices.
 */
#ifndef _TESTS_KUNIT_NT_DEVICE_MOCK_H
#define _TESTS_KUNIT_NT_DEVICE_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/file.h>
#include <linux/fs.h>
#include <linux/kthread.h>
#include <linux/sched/signal.h>
#include <linux/string.h>
#include <linux/uio.h>

#include <ntmodule.h>
#include <wdmsec.h>

#include "nt/io.h"
#include "nt/nt_internal.h"
#include "verifier.h"

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");

NT_MODULE_GLOBALS;

#define MOCK_DEVICE	L"\\Device\\KunitMock"
#define MOCK_LINK	L"\\DosDevices\\KunitMock"
#define MOCK_NODE	"/dev/kunitmock"

static struct mock {
	bool loaded;
	struct nt_module module;
	PDRIVER_OBJECT driver;
	PDEVICE_OBJECT object;
	struct nt_device *device;
	char log[512];
	/* What the routine of a major function does: NULL: succeeds at once. */
	PDRIVER_DISPATCH does[IRP_MJ_MAXIMUM_FUNCTION + 1];
	void (*in_unload)(void);
	/* The last request that was kept, and the routine to set. */
	PIRP kept;
	PDRIVER_CANCEL cancel;
	NTSTATUS status;
	ULONG_PTR information;
	u64 violations;
} mock;

static __printf(1, 2) void mock_log(const char *fmt, ...)
{
	size_t used = strlen(mock.log);
	va_list args;

	if (used && used < sizeof(mock.log) - 1)
		mock.log[used++] = ' ';
	va_start(args, fmt);
	vscnprintf(mock.log + used, sizeof(mock.log) - used, fmt, args);
	va_end(args);
}

/* What was logged since the last look. */
#define MOCK_EXPECT_LOG(test, expected)					\
	do {								\
		KUNIT_EXPECT_STREQ(test, mock.log, expected);		\
		mock.log[0] = '\0';					\
	} while (0)

#define MOCK_EXPECT_VIOLATIONS(test, count)				\
	do {								\
		KUNIT_EXPECT_EQ(test, nt_violation_count(0) - mock.violations,	\
				(u64)(count));				\
		mock.violations = nt_violation_count(0);		\
	} while (0)

/* One, and that one. */
#define MOCK_EXPECT_RULE(test, before, rule)				\
	do {								\
		KUNIT_EXPECT_EQ(test, nt_violation_count(rule), (before) + 1);	\
		MOCK_EXPECT_VIOLATIONS(test, 1);			\
	} while (0)

static const char *mock_major(UCHAR major)
{
	switch (major) {
	case IRP_MJ_CREATE: return "create";
	case IRP_MJ_CLEANUP: return "cleanup";
	case IRP_MJ_CLOSE: return "close";
	case IRP_MJ_READ: return "read";
	case IRP_MJ_WRITE: return "write";
	case IRP_MJ_DEVICE_CONTROL: return "control";
	default: return "?";
	}
}

static NTSTATUS mock_complete(PIRP irp, NTSTATUS status, ULONG_PTR information)
{
	irp->IoStatus.Status = status;
	irp->IoStatus.Information = information;
	IoCompleteRequest(irp, IO_NO_INCREMENT);
	return status;
}

/* With what mock.status and mock.information say. */
static inline NTSTATUS mock_answer(PDEVICE_OBJECT object, PIRP irp)
{
	return mock_complete(irp, mock.status, mock.information);
}

/* Keeps it, with a cancel routine if mock.cancel is one. */
static inline NTSTATUS mock_keep(PDEVICE_OBJECT object, PIRP irp)
{
	IoMarkIrpPending(irp);
	WRITE_ONCE(mock.kept, irp);
	if (!mock.cancel)
		return STATUS_PENDING;
	IoSetCancelRoutine(irp, mock.cancel);
	if (irp->Cancel && IoSetCancelRoutine(irp, NULL)) {
		mock.kept = NULL;
		mock_complete(irp, STATUS_CANCELLED, 0);
	}
	return STATUS_PENDING;
}

/* A cancel routine as it should be. */
static inline VOID mock_cancel(PDEVICE_OBJECT object, PIRP irp)
{
	IoReleaseCancelSpinLock(irp->CancelIrql);
	mock_log("cancel");
	mock.kept = NULL;
	mock_complete(irp, STATUS_CANCELLED, 0);
}

/* What was kept, taken out as a driver does. */
static inline PIRP mock_take(void)
{
	PIRP irp = READ_ONCE(mock.kept);

	if (irp && mock.cancel && !IoSetCancelRoutine(irp, NULL))
		irp = NULL;
	if (irp)
		mock.kept = NULL;
	return irp;
}

static NTSTATUS mock_dispatch(PDEVICE_OBJECT object, PIRP irp)
{
	UCHAR major = IoGetCurrentIrpStackLocation(irp)->MajorFunction;

	mock_log("%s", mock_major(major));
	if (mock.does[major])
		return mock.does[major](object, irp);
	return mock_complete(irp, STATUS_SUCCESS, 0);
}

static VOID mock_unload(PDRIVER_OBJECT driver)
{
	UNICODE_STRING link = RTL_CONSTANT_STRING(MOCK_LINK);

	if (mock.in_unload) {
		mock.in_unload();
		return;
	}
	IoDeleteSymbolicLink(&link);
	if (mock.object)
		IoDeleteDevice(mock.object);
}

static __maybe_unused NTSTATUS mock_entry(PDRIVER_OBJECT driver, PUNICODE_STRING path)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(MOCK_DEVICE);
	UNICODE_STRING link = RTL_CONSTANT_STRING(MOCK_LINK);
	NTSTATUS status;
	unsigned int i;

	mock.driver = driver;
	for (i = 0; i <= IRP_MJ_MAXIMUM_FUNCTION; i++)
		driver->MajorFunction[i] = mock_dispatch;
	driver->DriverUnload = mock_unload;
	status = IoCreateDevice(driver, 32, &name, FILE_DEVICE_NETWORK, FILE_DEVICE_SECURE_OPEN,
				FALSE, &mock.object);
	if (!NT_SUCCESS(status))
		return status;
	mock.object->Flags |= DO_BUFFERED_IO;
	return IoCreateSymbolicLink(&link, &name);
}

/* ---- programs ---- */

static inline struct nt_file *mock_open_as(fmode_t mode, int *err)
{
	struct nt_file *file = NULL;

	*err = nt_file_open(mock.device, mode, &file);
	return file;
}

static inline struct nt_file *mock_open(struct kunit *test)
{
	int err;
	struct nt_file *file = mock_open_as(FMODE_READ | FMODE_WRITE, &err);

	KUNIT_ASSERT_EQ(test, err, 0);
	return file;
}

static inline ssize_t mock_read_as(struct nt_file *file, void *buffer, size_t size, bool nonblock)
{
	struct kvec vec = { buffer, size };
	struct iov_iter iter;

	iov_iter_kvec(&iter, READ, &vec, 1, size);
	return nt_file_read(file, &iter, nonblock);
}

static inline ssize_t mock_read(struct nt_file *file, void *buffer, size_t size)
{
	return mock_read_as(file, buffer, size, false);
}

static inline ssize_t mock_write(struct nt_file *file, const void *buffer, size_t size)
{
	struct kvec vec = { (void *)buffer, size };
	struct iov_iter iter;

	iov_iter_kvec(&iter, WRITE, &vec, 1, size);
	return nt_file_write(file, &iter);
}

static inline bool mock_node_exists(const char *path)
{
	struct file *filp = filp_open(path, O_PATH, 0);

	if (IS_ERR(filp))
		return false;
	__fput_sync(filp);
	return true;
}

/* ---- suites ---- */

static __maybe_unused int mock_setup(struct kunit *test)
{
	int err;

	memset(&mock, 0, sizeof(mock));
	mock.module.name = "mock";
	mock.module.owner = THIS_MODULE;
	mock.module.entry = mock_entry;
	mock.module.globals = &nt_module_globals;
	err = nt_module_load(&mock.module);
	if (err)
		return err;
	mock.device = nt_device_get(mock.object, __func__);
	mock.loaded = true;
	mock.violations = nt_violation_count(0);
	return 0;
}

/* Whatever the case was about: nothing is left, also of IRP_MJ_CLOSE's work. */
static __maybe_unused void mock_teardown(struct kunit *test)
{
	if (!mock.loaded)
		return;
	nt_device_put(mock.device);
	nt_module_unload(&mock.module);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_FALSE(test, mock_node_exists(MOCK_NODE));
}

#endif
