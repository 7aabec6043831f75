/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A client with I/O queues, and programs that send it requests without waiting for
 * them. Included once by each suite about queues.
 */
#ifndef _TESTS_KUNIT_WDF_QUEUE_MOCK_H
#define _TESTS_KUNIT_WDF_QUEUE_MOCK_H

#include "wdf_mock.h"

#include <linux/mm.h>
#include <linux/slab.h>
#include <linux/uio.h>

#include "nt/io.h"

#define Q_CONTROL	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS)
#define Q_OUT_DIRECT	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x801, METHOD_OUT_DIRECT, FILE_ANY_ACCESS)
#define Q_NEITHER	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x802, METHOD_NEITHER, FILE_ANY_ACCESS)

static struct q {
	WDFQUEUE queue;
	WDFQUEUE other;
	struct nt_device *device;
	struct nt_file *file;
	WDFREQUEST kept[8];		/* what callbacks brought, oldest first */
	unsigned int count;
	bool complete;			/* callbacks complete at once */
	bool atomic;			/* a callback was at DISPATCH_LEVEL */
	NTSTATUS status;
	ULONG_PTR information;
	void (*in_callback)(WDFREQUEST request);
} q;

static void q_keep(WDFREQUEST request)
{
	q.atomic |= (KeGetCurrentIrql() != PASSIVE_LEVEL);
	if (q.in_callback)
		q.in_callback(request);
	else if (q.complete)
		WdfRequestCompleteWithInformation(request, q.status, q.information);
	else if (q.count < ARRAY_SIZE(q.kept))
		q.kept[q.count++] = request;
}

static VOID q_read(WDFQUEUE queue, WDFREQUEST request, size_t length)
{
	mock_log("read:%zu", length);
	q_keep(request);
}

static VOID q_write(WDFQUEUE queue, WDFREQUEST request, size_t length)
{
	mock_log("write:%zu", length);
	q_keep(request);
}

static VOID q_control(WDFQUEUE queue, WDFREQUEST request, size_t out, size_t in, ULONG code)
{
	mock_log("control:%x:%zu:%zu", code >> 2 & 0xfff, out, in);
	q_keep(request);
}

static __maybe_unused VOID q_default(WDFQUEUE queue, WDFREQUEST request)
{
	mock_log("default");
	q_keep(request);
}

/* The oldest that was kept. */
static WDFREQUEST q_take(void)
{
	WDFREQUEST request = q.count ? q.kept[0] : NULL;

	if (!request)
		return NULL;
	memmove(q.kept, q.kept + 1, --q.count * sizeof(*q.kept));
	return request;
}

static inline void q_complete(NTSTATUS status)
{
	WdfRequestComplete(q_take(), status);
}

static inline void q_config(WDF_IO_QUEUE_CONFIG *config, WDF_IO_QUEUE_DISPATCH_TYPE type)
{
	WDF_IO_QUEUE_CONFIG_INIT_DEFAULT_QUEUE(config, type);
	if (type == WdfIoQueueDispatchManual)
		return;
	config->EvtIoRead = q_read;
	config->EvtIoWrite = q_write;
	config->EvtIoDeviceControl = q_control;
}

static inline void q_create_as(struct kunit *test, WDF_IO_QUEUE_CONFIG *config,
			       PWDF_OBJECT_ATTRIBUTES attributes, WDFQUEUE *queue)
{
	KUNIT_ASSERT_EQ(test, WdfIoQueueCreate(mock.device, config, attributes, queue),
			STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, *queue);
}

/* ---- programs ---- */

static inline void q_open(struct kunit *test)
{
	q.device = nt_device_get(WdfDeviceWdmGetDeviceObject(mock.device), __func__);
	KUNIT_ASSERT_NOT_NULL(test, q.device);
	KUNIT_ASSERT_EQ(test, nt_file_open(q.device, FMODE_READ | FMODE_WRITE, &q.file), 0);
}

static inline void q_close(void)
{
	if (q.file)
		nt_file_close(q.file);
	q.file = NULL;
	if (q.device)
		nt_device_put(q.device);
	q.device = NULL;
}

/* With a reference: q_end(). */
static inline struct nt_irp *q_send(struct kunit *test, UCHAR major, u32 length)
{
	struct nt_irp *nt = nt_irp_alloc(q.file, major);

	KUNIT_ASSERT_NOT_NULL(test, nt);
	nt_irp_next(nt)->Parameters.Read.Length = length;
	nt->buffer = kvzalloc(length, GFP_KERNEL);
	nt->irp.AssociatedIrp.SystemBuffer = nt->buffer;
	nt_irp_send(nt);
	return nt;
}

static inline struct nt_irp *q_send_read(struct kunit *test, u32 length)
{
	return q_send(test, IRP_MJ_READ, length);
}

static inline void q_end(struct nt_irp *nt)
{
	nt_irp_put(nt);
}

/* Completed with @status; the reference goes. */
#define Q_EXPECT_DONE(test, nt, expected)					\
	do {									\
		KUNIT_EXPECT_TRUE(test, nt_irp_is_done(nt));			\
		if (nt_irp_is_done(nt))						\
			KUNIT_EXPECT_EQ(test, (nt)->status, expected);		\
		q_end(nt);							\
	} while (0)

static inline int q_control_sync(u32 code, void *in, u32 in_len, void *out, u32 out_len,
				 struct nt_control *control)
{
	memset(control, 0, sizeof(*control));
	control->code = code;
	control->in_len = in_len;
	control->out_len = out_len;
	control->in = KERNEL_SOCKPTR(in);
	control->out = KERNEL_SOCKPTR(out);
	return nt_file_control(q.file, control);
}

/* What work items have to do is done soon. */
#define Q_WAIT(condition)						\
	do {								\
		unsigned int q_tries = 2000;				\
									\
		while (!(condition) && q_tries--)			\
			msleep(20);					\
	} while (0)

/* ---- suites ---- */

static int q_setup(struct kunit *test)
{
	memset(&q, 0, sizeof(q));
	return mock_setup(test);
}

static void q_teardown(struct kunit *test)
{
	q_close();
	mock_teardown(test);
}

#endif
