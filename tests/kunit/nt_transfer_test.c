// SPDX-License-Identifier: GPL-2.0
/*
 * Reads, writes and control requests: where a driver finds the data, what a
 * program gets of them, and lengths that are not believed.
 */
#include "nt_device_mock.h"

#define READ_CODE	CTL_CODE(FILE_DEVICE_NETWORK, 0x800, METHOD_BUFFERED, FILE_READ_ACCESS)
#define WRITE_CODE	CTL_CODE(FILE_DEVICE_NETWORK, 0x801, METHOD_BUFFERED, FILE_WRITE_ACCESS)
#define ANY_CODE(method)	CTL_CODE(FILE_DEVICE_NETWORK, 0x802, method, FILE_ANY_ACCESS)

/* ---- transfers ---- */

static ULONG transfer_flags[] = { DO_BUFFERED_IO, DO_DIRECT_IO, 0 };

static void transfer_name(ULONG *flags, char *name)
{
	strscpy(name, *flags == DO_BUFFERED_IO ? "buffered" : *flags ? "direct" : "neither",
		KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(transfer, transfer_flags, transfer_name);

/* The data, by the one member that the flags of the device say. */
static char *transfer_data(PIRP irp)
{
	ULONG flags = mock.object->Flags & (DO_BUFFERED_IO | DO_DIRECT_IO);
	unsigned int ways = 0;

	ways += irp->AssociatedIrp.SystemBuffer ? 1 : 0;
	ways += irp->MdlAddress ? 1 : 0;
	ways += irp->UserBuffer ? 1 : 0;
	if (ways != 1)
		mock_log("%u buffers", ways);
	if (flags == DO_BUFFERED_IO)
		return irp->AssociatedIrp.SystemBuffer;
	if (!flags)
		return irp->UserBuffer;
	if (MmGetMdlByteCount(irp->MdlAddress) != 8)
		mock_log("wrong length");
	return MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);
}

static NTSTATUS serve_read(PDEVICE_OBJECT object, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);

	if (location->Parameters.Read.Length != 8 || location->Parameters.Read.ByteOffset.QuadPart)
		mock_log("wrong parameters");
	memcpy(transfer_data(irp), "answer", 6);
	return mock_complete(irp, STATUS_SUCCESS, 6);
}

static NTSTATUS serve_write(PDEVICE_OBJECT object, PIRP irp)
{
	if (IoGetCurrentIrpStackLocation(irp)->Parameters.Write.Length != 8)
		mock_log("wrong parameters");
	mock_log("'%.8s'", transfer_data(irp));
	return mock_complete(irp, STATUS_SUCCESS, 5);
}

static void reads_and_writes(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char buffer[8] = "........";

	mock.object->Flags &= ~(DO_BUFFERED_IO | DO_DIRECT_IO);
	mock.object->Flags |= *(const ULONG *)test->param_value;
	mock.does[IRP_MJ_READ] = serve_read;
	mock.does[IRP_MJ_WRITE] = serve_write;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), 6l);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, "answer..", 8), 0);
	KUNIT_EXPECT_EQ(test, mock_write(file, "question", 8), 5l);
	nt_file_close(file);
	MOCK_EXPECT_LOG(test, "create read write 'question' cleanup close");
}

static void lengths_have_bounds(struct kunit *test)
{
	struct nt_control control = { .code = ANY_CODE(METHOD_BUFFERED) };
	struct nt_file *file = mock_open(test);
	struct kvec vec = { NULL, NT_IO_MAX + 1 };
	struct iov_iter iter;
	char buffer[4];

	iov_iter_kvec(&iter, WRITE, &vec, 1, vec.iov_len);
	KUNIT_EXPECT_EQ(test, nt_file_write(file, &iter), (ssize_t)-EMSGSIZE);
	control.in_len = NT_IO_MAX + 1;
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &control), -EMSGSIZE);
	control.in_len = 0;
	control.out_len = NT_IO_MAX + 1;
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &control), -EMSGSIZE);
	/* Nothing to transfer: nothing to ask. */
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 0), 0l);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 0), 0l);
	MOCK_EXPECT_LOG(test, "create");
	nt_file_close(file);
}

static void long_read_is_cut(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	char *buffer = kvmalloc(NT_IO_MAX + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buffer);
	mock.does[IRP_MJ_READ] = mock_answer;
	mock.information = NT_IO_MAX;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, NT_IO_MAX + 1), (ssize_t)NT_IO_MAX);
	kvfree(buffer);
	nt_file_close(file);
}

static void more_than_the_buffer_has(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_IRP_INFORMATION);
	struct nt_file *file = mock_open(test);
	char buffer[8] = "";

	mock.does[IRP_MJ_READ] = mock_answer;
	mock.information = 9;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), 8l);
	MOCK_EXPECT_RULE(test, before, NT_RULE_IRP_INFORMATION);
	nt_file_close(file);
}

struct result_case {
	NTSTATUS status;
	ULONG_PTR information;
	ssize_t result;
};

static const struct result_case result_cases[] = {
	{ STATUS_SUCCESS, 3, 3 },
	{ STATUS_SUCCESS, 0, 0 },
	{ STATUS_END_OF_FILE, 0, 0 },
	{ STATUS_BUFFER_OVERFLOW, 8, 8 },
	{ STATUS_BUFFER_OVERFLOW, 0, -EMSGSIZE },
	{ STATUS_UNSUCCESSFUL, 8, -EIO },
	{ STATUS_DEVICE_BUSY, 0, -EBUSY },
	{ STATUS_CANCELLED, 0, -ECANCELED },
	{ STATUS_INVALID_DEVICE_REQUEST, 100, -EOPNOTSUPP },
};

static void result_name(const struct result_case *c, char *name)
{
	snprintf(name, KUNIT_PARAM_DESC_SIZE, "%08x/%lu", (u32)c->status, c->information);
}

KUNIT_ARRAY_PARAM(result, result_cases, result_name);

static void results_of_reads(struct kunit *test)
{
	const struct result_case *c = test->param_value;
	struct nt_file *file = mock_open(test);
	char buffer[8];

	mock.does[IRP_MJ_READ] = mock_answer;
	mock.does[IRP_MJ_WRITE] = mock_answer;
	mock.status = c->status;
	mock.information = c->information;
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 8), c->result);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 8), c->result);
	nt_file_close(file);
}

/* ---- control ---- */

struct control_case {
	const char *name;
	u32 method;
	u32 in_len;
	u32 out_len;
};

static const struct control_case control_cases[] = {
	{ "buffered", METHOD_BUFFERED, 4, 8 },
	{ "buffered_input_longer", METHOD_BUFFERED, 8, 4 },
	{ "buffered_no_input", METHOD_BUFFERED, 0, 8 },
	{ "in_direct", METHOD_IN_DIRECT, 4, 8 },
	{ "out_direct", METHOD_OUT_DIRECT, 4, 8 },
	{ "neither", METHOD_NEITHER, 4, 8 },
};

static void control_name(const struct control_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(control, control_cases, control_name);

/* Says what it got in the log, and returns four bytes. */
static NTSTATUS serve_control(PDEVICE_OBJECT object, PIRP irp)
{
	PIO_STACK_LOCATION location = IoGetCurrentIrpStackLocation(irp);
	u32 method = location->Parameters.DeviceIoControl.IoControlCode & 3;
	u32 in_len = location->Parameters.DeviceIoControl.InputBufferLength;
	char *in = irp->AssociatedIrp.SystemBuffer, *out = in;

	if (method == METHOD_NEITHER) {
		in = location->Parameters.DeviceIoControl.Type3InputBuffer;
		out = irp->UserBuffer;
	} else if (method != METHOD_BUFFERED) {
		out = MmGetSystemAddressForMdlSafe(irp->MdlAddress, NormalPagePriority);
	}
	mock_log("in:%.*s", in_len, in ?: "");
	if (method == METHOD_IN_DIRECT)
		mock_log("out:%.4s", out);
	memcpy(out, "done", 4);
	return mock_complete(irp, STATUS_SUCCESS, 4);
}

static void methods_of_control(struct kunit *test)
{
	const struct control_case *c = test->param_value;
	char in[8] = "commands", out[8] = "untouche", expected[64];
	struct nt_file *file = mock_open(test);
	struct nt_control control = {
		.code = ANY_CODE(c->method),
		.in = KERNEL_SOCKPTR(in),
		.out = KERNEL_SOCKPTR(out),
		.in_len = c->in_len,
		.out_len = c->out_len,
	};

	mock.does[IRP_MJ_DEVICE_CONTROL] = serve_control;
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &control), 0);
	KUNIT_EXPECT_EQ(test, control.status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, control.returned, 4u);
	/* The second input of METHOD_IN_DIRECT is read, and never written. */
	KUNIT_EXPECT_EQ(test, memcmp(out, c->method == METHOD_IN_DIRECT ? "untouche" : "doneuche",
				     8), 0);
	snprintf(expected, sizeof(expected), "create control in:%.*s%s", c->in_len, in,
		 c->method == METHOD_IN_DIRECT ? " out:unto" : "");
	MOCK_EXPECT_LOG(test, expected);
	nt_file_close(file);
}

static void results_of_control(struct kunit *test)
{
	char out[8] = "untouche";
	struct nt_file *file = mock_open(test);
	struct nt_control control = {
		.code = ANY_CODE(METHOD_BUFFERED),
		.out = KERNEL_SOCKPTR(out),
		.out_len = 8,
	};

	mock.does[IRP_MJ_DEVICE_CONTROL] = mock_answer;
	/* An error has no data. */
	mock.status = STATUS_BUFFER_TOO_SMALL;
	mock.information = 8;
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &control), -ENOBUFS);
	KUNIT_EXPECT_EQ(test, control.status, STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, control.returned, 0u);
	KUNIT_EXPECT_EQ(test, memcmp(out, "untouche", 8), 0);
	/* A warning has. */
	mock.status = STATUS_BUFFER_OVERFLOW;
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &control), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, control.returned, 8u);
	/* The driver left its buffer alone: what comes is not the kernel's. */
	KUNIT_EXPECT_NULL(test, memchr_inv(out, 0, 8));
	nt_file_close(file);
}

static void access_of_control(struct kunit *test)
{
	struct nt_control reads = { .code = READ_CODE }, writes = { .code = WRITE_CODE };
	struct nt_control any = { .code = ANY_CODE(METHOD_BUFFERED) };
	struct nt_file *file;
	int err;

	file = mock_open_as(FMODE_READ, &err);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &reads), 0);
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &writes), -EACCES);
	KUNIT_EXPECT_EQ(test, writes.status, STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &any), 0);
	nt_file_close(file);
	file = mock_open_as(FMODE_WRITE, &err);
	KUNIT_ASSERT_EQ(test, err, 0);
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &reads), -EACCES);
	KUNIT_EXPECT_EQ(test, nt_file_control(file, &writes), 0);
	nt_file_close(file);
}

static struct kunit_case nt_transfer_cases[] = {
	KUNIT_CASE_PARAM(reads_and_writes, transfer_gen_params),
	KUNIT_CASE(lengths_have_bounds),
	KUNIT_CASE(long_read_is_cut),
	KUNIT_CASE(more_than_the_buffer_has),
	KUNIT_CASE_PARAM(results_of_reads, result_gen_params),
	KUNIT_CASE_PARAM(methods_of_control, control_gen_params),
	KUNIT_CASE(results_of_control),
	KUNIT_CASE(access_of_control),
	{}
};

static struct kunit_suite nt_transfer_suite = {
	.name = "ndis_shim_nt_transfer",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = nt_transfer_cases,
};

kunit_test_suite(nt_transfer_suite);
