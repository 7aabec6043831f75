// SPDX-License-Identifier: GPL-2.0
/*
 * The driver ndisprot over an adapter that does as it is told: binding, frames
 * both ways, and the end of a binding with programs at work.
 */
#define NDIS50

#include "nt_device_mock.h"
#include "ndisprot_ndis.h"

#include "../../drivers/ndisprot/protioctl.h"

/* The largest number of frames that wait for a read. */
#define QUEUE	256

/* ---- programs ---- */

static int control(struct nt_file *file, u32 code, const void *in, u32 in_len, void *out,
		   u32 out_len)
{
	struct nt_control control = {
		.code = code,
		.in = KERNEL_SOCKPTR((void *)in),
		.in_len = in_len,
		.out = KERNEL_SOCKPTR(out),
		.out_len = out_len,
	};
	int err = nt_file_control(file, &control);

	return err ?: (int)control.returned;
}

static int choose(struct nt_file *file, const WCHAR *name)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, name);
	return control(file, IOCTL_NDISPROT_OPEN, string.Buffer, string.Length, NULL, 0);
}

static int set_oid(struct nt_file *file, u32 oid, const void *data, u32 length)
{
	char buffer[64];

	memcpy(buffer, &oid, sizeof(oid));
	memcpy(buffer + sizeof(oid), data, length);
	return control(file, IOCTL_NDISPROT_SET_OID, buffer, sizeof(oid) + length, NULL, 0);
}

static u64 dropped(struct nt_file *file)
{
	NDISPROT_COUNTERS counters = { .Dropped = 12345 };

	control(file, IOCTL_NDISPROT_COUNTERS, NULL, 0, &counters, sizeof(counters));
	return counters.Dropped;
}

static struct nt_file *chosen(struct kunit *test)
{
	struct nt_file *file = mock_open(test);

	KUNIT_ASSERT_EQ(test, choose(file, L"\\Device\\fake0"), 0);
	return file;
}

enum program_does { READS, WRITES, WAITS_FOR_BINDS };

static struct program {
	struct task_struct *task;
	struct nt_file *file;
	enum program_does does;
	struct completion done;
	char buffer[64];
	ssize_t result;
} programs[2];

static int program_main(void *data)
{
	struct program *program = data;

	allow_signal(SIGUSR1);
	switch (program->does) {
	case READS:
		program->result = mock_read(program->file, program->buffer,
					    sizeof(program->buffer));
		break;
	case WRITES:
		program->result = mock_write(program->file, program->buffer, 20);
		break;
	case WAITS_FOR_BINDS:
		program->result = control(program->file, IOCTL_NDISPROT_BIND_WAIT, NULL, 0,
					  NULL, 0);
		break;
	}
	complete_all(&program->done);
	while (!kthread_should_stop()) {
		flush_signals(current);
		schedule_timeout_uninterruptible(1);
	}
	return 0;
}

/* Waits in its request when this returns. */
static struct program *start(struct kunit *test, struct nt_file *file, enum program_does does)
{
	struct program *program = &programs[does == WRITES];

	memset(program, 0, sizeof(*program));
	init_completion(&program->done);
	program->file = file;
	program->does = does;
	program->task = kthread_run(program_main, program, "kunit_program");
	KUNIT_ASSERT_FALSE(test, IS_ERR(program->task));
	msleep(30);
	KUNIT_EXPECT_FALSE(test, completion_done(&program->done));
	return program;
}

static ssize_t end(struct kunit *test, struct program *program)
{
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&program->done, 10 * HZ), 0ul);
	kthread_stop(program->task);
	return program->result;
}

/* ---- frames ---- */

#define FRAME_TO	"\x02\x11\x22\x33\x44\x55"
#define FRAME_FROM	"\x02\x66\x77\x88\x99\xaa"
#define FRAME_TYPE	"\x88\xb5"

static char frame_data[64] = FRAME_TO FRAME_FROM FRAME_TYPE "payload";
#define FRAME_LENGTH	21

static NDIS_HANDLE frame_pool;

/* Indicated as a packet; what the handler returned. */
static int indicate(struct kunit *test, NDIS_STATUS oob)
{
	PNDIS_BUFFER first, second;
	PNDIS_PACKET packet;
	NDIS_STATUS status;
	int kept;

	NdisAllocatePacket(&status, &packet, frame_pool);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	NdisAllocateBuffer(&status, &first, NULL, frame_data, 14);
	NdisAllocateBuffer(&status, &second, NULL, frame_data + 14, FRAME_LENGTH - 14);
	NdisChainBufferAtBack(packet, first);
	NdisChainBufferAtBack(packet, second);
	NDIS_SET_PACKET_STATUS(packet, oob);
	local_bh_disable();
	kept = fake.chars.ReceivePacketHandler(fake.context, packet);
	fake.chars.ReceiveCompleteHandler(fake.context);
	local_bh_enable();
	/* NdisReturnPackets frees one buffer; the other one goes here. */
	if (kept) {
		packet->Private.Head->Next = NULL;
		packet->Private.Head->ByteCount = FRAME_LENGTH;
		NdisFreeBuffer(second);
	} else {
		NdisFreeBuffer(first);
		NdisFreeBuffer(second);
		NdisFreePacket(packet);
	}
	return kept;
}

static NDIS_STATUS indicate_parts(UINT lookahead)
{
	NDIS_STATUS status;

	fake.frame = frame_data + 14;
	local_bh_disable();
	status = fake.chars.ReceiveHandler(fake.context, FAKE_RECEIVE, frame_data, 14,
					   frame_data + 14, lookahead, FRAME_LENGTH - 14);
	local_bh_enable();
	return status;
}

static void expect_frame(struct kunit *test, struct nt_file *file)
{
	char buffer[64] = "";

	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, sizeof(buffer), true),
			(ssize_t)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, frame_data, FRAME_LENGTH), 0);
}

/* ---- binding ---- */

static void bindings_are_listed(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	NDISPROT_BINDING binding = { 0 };
	u32 index = 0;

	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_BINDING, &index, 4, &binding,
				      sizeof(binding)), (int)sizeof(binding));
	KUNIT_EXPECT_EQ(test, binding.MaximumFrame, (u32)FAKE_FRAME);
	KUNIT_EXPECT_EQ(test, binding.LinkSpeed, 1000u);
	KUNIT_EXPECT_EQ(test, binding.Flags, (u32)NDISPROT_CONNECTED);
	KUNIT_EXPECT_EQ(test, memcmp(binding.Address, "\x02\x11\x22\x33\x44\x55", 6), 0);
	KUNIT_EXPECT_EQ(test, memcmp(binding.DeviceName, L"\\Device\\fake0", 28), 0);
	KUNIT_EXPECT_EQ(test, memcmp(binding.Description, L"fake adapter", 26), 0);
	KUNIT_EXPECT_EQ(test, choose(file, L"\\Device\\fake0"), 0);
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_BINDING, &index, 4, &binding,
				      sizeof(binding)), (int)sizeof(binding));
	KUNIT_EXPECT_EQ(test, binding.Flags, (u32)(NDISPROT_CONNECTED | NDISPROT_IN_USE));
	fake_status(NDIS_STATUS_MEDIA_DISCONNECT);
	control(file, IOCTL_NDISPROT_QUERY_BINDING, &index, 4, &binding, sizeof(binding));
	KUNIT_EXPECT_EQ(test, binding.Flags, (u32)NDISPROT_IN_USE);
	index = 1;
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_BINDING, &index, 4, &binding,
				      sizeof(binding)), -ENOENT);
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_BINDING, &index, 4, &binding, 8),
			-ENOBUFS);
	nt_file_close(file);
}

static void everything_pends(struct kunit *test)
{
	struct nt_file *file;
	u32 filter = 5;

	KUNIT_EXPECT_EQ(test, fake_unbind(), NDIS_STATUS_SUCCESS);
	fake.pend = true;
	KUNIT_ASSERT_EQ(test, fake_bind(), NDIS_STATUS_SUCCESS);
	file = chosen(test);
	KUNIT_EXPECT_EQ(test, set_oid(file, OID_GEN_CURRENT_PACKET_FILTER, &filter, 4), 0);
	KUNIT_EXPECT_EQ(test, fake.filter, 5u);
	nt_file_close(file);
	KUNIT_EXPECT_EQ(test, fake_unbind(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fake.closes, fake.opens);
}

static void failed_bind_leaves_nothing(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, fake_unbind(), NDIS_STATUS_SUCCESS);
	fake.open_status = NDIS_STATUS_OPEN_FAILED;
	KUNIT_EXPECT_EQ(test, fake_bind(), NDIS_STATUS_OPEN_FAILED);
	KUNIT_EXPECT_EQ(test, fake.closes, 1u);
	fake.open_status = NDIS_STATUS_SUCCESS;
	fake.maximum = 0;
	KUNIT_EXPECT_EQ(test, fake_bind(), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, fake.closes, 2u);
	fake.maximum = FAKE_FRAME;
	KUNIT_EXPECT_EQ(test, fake_bind(), NDIS_STATUS_SUCCESS);
}

static void one_file_has_a_binding(struct kunit *test)
{
	struct nt_file *file = mock_open(test), *other = mock_open(test);
	char buffer[20];

	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 20), (ssize_t)-EPERM);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), (ssize_t)-EPERM);
	KUNIT_EXPECT_EQ(test, choose(file, L"\\Device\\none"), -ENOENT);
	KUNIT_EXPECT_EQ(test, choose(file, L"\\Device\\fake0"), 0);
	KUNIT_EXPECT_EQ(test, choose(file, L"\\Device\\fake0"), -EPERM);
	KUNIT_EXPECT_EQ(test, choose(other, L"\\Device\\fake0"), -EBUSY);
	nt_file_close(file);
	KUNIT_EXPECT_EQ(test, choose(other, L"\\Device\\fake0"), 0);
	nt_file_close(other);
}

/* ---- OIDs ---- */

static void oids(struct kunit *test)
{
	struct { u32 oid; u8 data[6]; } address = { OID_802_3_CURRENT_ADDRESS };
	struct nt_file *file = chosen(test);
	u32 filter = 0x2d;

	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_OID, &address, 4, &address, 10),
			10);
	KUNIT_EXPECT_EQ(test, memcmp(address.data, "\x02\x11\x22\x33\x44\x55", 6), 0);
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_OID, &address, 4, &address, 8),
			-ENOBUFS);
	address.oid = 0x12345678;
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_OID, &address, 4, &address, 10),
			-EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_QUERY_OID, &address, 3, &address, 10),
			-ENOBUFS);
	KUNIT_EXPECT_EQ(test, set_oid(file, OID_GEN_CURRENT_PACKET_FILTER, &filter, 4), 0);
	KUNIT_EXPECT_EQ(test, set_oid(file, OID_802_3_MULTICAST_LIST, frame_data, 12), 0);
	KUNIT_EXPECT_EQ(test, fake.filter, 0x2du);
	KUNIT_EXPECT_EQ(test, fake.multicast, 12u);
	/* Others are not a program's to set. */
	KUNIT_EXPECT_EQ(test, set_oid(file, OID_GEN_PROTOCOL_OPTIONS, &filter, 4), -EACCES);
	/* Whoever comes next finds the adapter as it was. */
	nt_file_close(file);
	KUNIT_EXPECT_EQ(test, fake.filter, 0u);
	KUNIT_EXPECT_EQ(test, fake.multicast, 0u);
}

/* ---- receiving ---- */

static void frames_of_nobody(struct kunit *test)
{
	struct nt_file *file;
	char buffer[8];

	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 0);
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_RESOURCES), 0);
	KUNIT_EXPECT_EQ(test, indicate_parts(FRAME_LENGTH - 14), NDIS_STATUS_NOT_ACCEPTED);
	KUNIT_EXPECT_EQ(test, indicate_parts(2), NDIS_STATUS_NOT_ACCEPTED);
	file = chosen(test);
	KUNIT_EXPECT_EQ(test, mock_read_as(file, buffer, 8, true), (ssize_t)-EAGAIN);
	nt_file_close(file);
}

static void packet_is_kept_until_it_is_read(struct kunit *test)
{
	struct nt_file *file = chosen(test);

	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 1);
	KUNIT_EXPECT_EQ(test, fake.returned, 0u);
	expect_frame(test, file);
	KUNIT_EXPECT_EQ(test, fake.returned, 1u);
	/* Nor is one lost that nobody reads. */
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 1);
	nt_file_close(file);
	KUNIT_EXPECT_EQ(test, fake.returned, 2u);
}

static void waiting_read_gets_the_frame_at_once(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	struct program *program = start(test, file, READS);

	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 0);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, memcmp(program->buffer, frame_data, FRAME_LENGTH), 0);
	program = start(test, file, READS);
	KUNIT_EXPECT_EQ(test, indicate_parts(FRAME_LENGTH - 14), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, memcmp(program->buffer, frame_data, FRAME_LENGTH), 0);
	program = start(test, file, READS);
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_RESOURCES), 0);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, fake.returned, 0u);
	nt_file_close(file);
}

static void frame_that_may_not_be_kept_is_copied(struct kunit *test)
{
	struct nt_file *file = chosen(test);

	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_RESOURCES), 0);
	KUNIT_EXPECT_EQ(test, indicate_parts(FRAME_LENGTH - 14), NDIS_STATUS_SUCCESS);
	expect_frame(test, file);
	expect_frame(test, file);
	KUNIT_EXPECT_EQ(test, fake.returned, 0u);
	nt_file_close(file);
}

static void rest_of_a_frame_is_transferred(struct kunit *test)
{
	struct nt_file *file = chosen(test);

	KUNIT_EXPECT_EQ(test, indicate_parts(3), NDIS_STATUS_SUCCESS);
	expect_frame(test, file);
	/* All of it, where nothing was shown. */
	KUNIT_EXPECT_EQ(test, indicate_parts(0), NDIS_STATUS_SUCCESS);
	expect_frame(test, file);

	fake.transfer_status = NDIS_STATUS_PENDING;
	KUNIT_EXPECT_EQ(test, indicate_parts(3), NDIS_STATUS_SUCCESS);
	local_bh_disable();
	fake.chars.TransferDataCompleteHandler(fake.context, fake.transfer, NDIS_STATUS_SUCCESS,
					       FRAME_LENGTH - 17);
	local_bh_enable();
	expect_frame(test, file);

	fake.transfer_status = NDIS_STATUS_FAILURE;
	KUNIT_EXPECT_EQ(test, indicate_parts(3), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, dropped(file), 1ull);
	nt_file_close(file);
}

static void short_read_cuts_the_frame(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	char buffer[16] = "";

	indicate(test, NDIS_STATUS_SUCCESS);
	indicate(test, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 16), 16l);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, frame_data, 16), 0);
	/* The next one is another frame. */
	expect_frame(test, file);
	nt_file_close(file);
}

static void frames_that_nobody_reads_are_dropped(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	unsigned int i;

	for (i = 0; i < QUEUE; i++)
		KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 1);
	KUNIT_EXPECT_EQ(test, dropped(file), 0ull);
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 0);
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_RESOURCES), 0);
	KUNIT_EXPECT_EQ(test, dropped(file), 2ull);
	expect_frame(test, file);
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 1);
	nt_file_close(file);
	KUNIT_EXPECT_EQ(test, fake.returned, QUEUE + 1u);
}

static void read_is_cancelled(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	struct program *program = start(test, file, READS);

	send_sig(SIGUSR1, program->task, 1);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)-ERESTARTSYS);
	/* The frame that comes now is not its. */
	KUNIT_EXPECT_EQ(test, indicate(test, NDIS_STATUS_SUCCESS), 1);
	expect_frame(test, file);
	nt_file_close(file);
}

/* ---- sending ---- */

static void writes_become_frames(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	struct program *program;
	char *longest = kzalloc(FAKE_FRAME + 1, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, longest);
	KUNIT_EXPECT_EQ(test, mock_write(file, frame_data, FRAME_LENGTH), (ssize_t)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, fake.sent_length, (UINT)FRAME_LENGTH);
	KUNIT_EXPECT_EQ(test, memcmp(fake.sent_data, frame_data, FRAME_LENGTH), 0);
	fake.send_status = NDIS_STATUS_NO_CABLE;
	KUNIT_EXPECT_EQ(test, mock_write(file, frame_data, FRAME_LENGTH), (ssize_t)-ENODEV);
	KUNIT_EXPECT_EQ(test, mock_write(file, frame_data, 13), (ssize_t)-EINVAL);
	KUNIT_EXPECT_EQ(test, mock_write(file, longest, FAKE_FRAME + 1), (ssize_t)-EINVAL);
	fake.send_status = NDIS_STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, mock_write(file, longest, FAKE_FRAME), (ssize_t)FAKE_FRAME);

	fake.send_status = NDIS_STATUS_PENDING;
	program = start(test, file, WRITES);
	fake_sent(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, end(test, program), 20l);
	kfree(longest);
	nt_file_close(file);
}

static void write_is_cancelled_by_its_id(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	struct program *program;

	fake.send_status = NDIS_STATUS_PENDING;
	program = start(test, file, WRITES);
	send_sig(SIGUSR1, program->task, 1);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)-ERESTARTSYS);
	KUNIT_EXPECT_EQ(test, (u64)fake.cancelled >> 56, 0x5aull);
	KUNIT_EXPECT_NULL(test, fake.sent);
	nt_file_close(file);
}

/* ---- the end of a binding ---- */

static int unbinder_main(void *unused)
{
	fake_unbind();
	return 0;
}

static void unbind_with_a_reader_and_a_writer(struct kunit *test)
{
	struct nt_file *file = chosen(test), *other = mock_open(test);
	struct program *reader, *writer;
	struct task_struct *unbinder;
	char buffer[20];

	fake.send_status = NDIS_STATUS_PENDING;
	reader = start(test, file, READS);
	writer = start(test, file, WRITES);
	unbinder = kthread_run(unbinder_main, NULL, "kunit_unbind");
	KUNIT_ASSERT_FALSE(test, IS_ERR(unbinder));
	msleep(30);
	/* NDIS has the packet still: nothing is closed under it. */
	KUNIT_EXPECT_EQ(test, fake.closes, 0u);
	KUNIT_EXPECT_FALSE(test, completion_done(&writer->done));
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), (ssize_t)-ENODEV);
	fake_sent(NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, end(test, writer), 20l);
	KUNIT_EXPECT_EQ(test, end(test, reader), (ssize_t)-ENODEV);
	while (READ_ONCE(fake.context))
		msleep(20);
	KUNIT_EXPECT_EQ(test, fake.closes, 1u);
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 20), (ssize_t)-ENODEV);
	KUNIT_EXPECT_EQ(test, choose(other, L"\\Device\\fake0"), -ENOENT);

	/* The adapter comes back, and whoever is first has it. */
	KUNIT_EXPECT_EQ(test, fake_bind(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 20), (ssize_t)-ENODEV);
	KUNIT_EXPECT_EQ(test, choose(file, L"\\Device\\fake0"), 0);
	fake.send_status = NDIS_STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), 20l);
	nt_file_close(other);
	nt_file_close(file);
}

static void unbind_returns_the_frames(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	char buffer[20];

	indicate(test, NDIS_STATUS_SUCCESS);
	indicate_parts(FRAME_LENGTH - 14);
	KUNIT_EXPECT_EQ(test, fake_unbind(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fake.returned, 1u);
	KUNIT_EXPECT_EQ(test, mock_read(file, buffer, 20), (ssize_t)-ENODEV);
	nt_file_close(file);
}

/* ---- events ---- */

static void power_and_reset(struct kunit *test)
{
	NET_DEVICE_POWER_STATE d0 = NetDeviceStateD0, d3 = NetDeviceStateD3;
	struct nt_file *file = chosen(test);
	char buffer[20];

	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventQueryPower, &d3, sizeof(d3)),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), 20l);
	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventSetPower, &d3, sizeof(d3)),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), (ssize_t)-EAGAIN);
	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventSetPower, &d0, sizeof(d0)),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), 20l);
	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventSetPower, NULL, 0),
			NDIS_STATUS_INVALID_LENGTH);
	fake_status(NDIS_STATUS_RESET_START);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), (ssize_t)-EAGAIN);
	fake_status(NDIS_STATUS_RESET_END);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 20), 20l);
	nt_file_close(file);
}

static void reconfiguration(struct kunit *test)
{
	struct nt_file *file = chosen(test);
	char buffer[60] = "";

	KUNIT_EXPECT_EQ(test, fake_event(NULL, NetEventReconfigure, NULL, 0), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, fake.enumerations, 1u);
	fake.maximum = 50;
	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventReconfigure, NULL, 0),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 50), 50l);
	KUNIT_EXPECT_EQ(test, mock_write(file, buffer, 51), (ssize_t)-EINVAL);
	KUNIT_EXPECT_EQ(test, fake_event(fake.context, NetEventPause, NULL, 0),
			NDIS_STATUS_NOT_SUPPORTED);
	nt_file_close(file);
}

static void programs_wait_for_the_first_binds(struct kunit *test)
{
	struct nt_file *file = mock_open(test);
	struct program *program = start(test, file, WAITS_FOR_BINDS);

	send_sig(SIGUSR1, program->task, 1);
	KUNIT_EXPECT_EQ(test, end(test, program), (ssize_t)-ERESTARTSYS);
	program = start(test, file, WAITS_FOR_BINDS);
	KUNIT_EXPECT_EQ(test, fake_event(NULL, NetEventBindsComplete, NULL, 0),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, end(test, program), 0l);
	/* Once is for good. */
	KUNIT_EXPECT_EQ(test, control(file, IOCTL_NDISPROT_BIND_WAIT, NULL, 0, NULL, 0), 0);
	KUNIT_EXPECT_EQ(test, control(file, NDISPROT_CODE(99, FILE_ANY_ACCESS), NULL, 0, NULL, 0),
			-EOPNOTSUPP);
	nt_file_close(file);
}

/* ---- the suite ---- */

static int ndisprot_setup(struct kunit *test)
{
	NDIS_STATUS status;
	int err;

	memset(&mock, 0, sizeof(mock));
	memset(&fake, 0, sizeof(fake));
	INIT_WORK(&fake.work, fake_complete);
	fake.maximum = FAKE_FRAME;
	mock.module.name = "ndisprot";
	mock.module.owner = THIS_MODULE;
	mock.module.entry = DriverEntry;
	mock.module.globals = &nt_module_globals;
	err = nt_module_load(&mock.module);
	if (err)
		return err;
	mock.device = nt_device_get(mock.module.priv->object.DeviceObject, __func__);
	mock.loaded = true;
	mock.violations = nt_violation_count(0);
	NdisAllocatePacketPool(&status, &frame_pool, 2 * QUEUE, 4 * sizeof(PVOID));
	if (status != NDIS_STATUS_SUCCESS)
		return -ENOMEM;
	return fake_bind() == NDIS_STATUS_SUCCESS ? 0 : -EIO;
}

static void ndisprot_teardown(struct kunit *test)
{
	if (!mock.loaded)
		return;
	flush_work(&fake.work);
	NdisFreePacketPool(frame_pool);
	mock_teardown(test);
	flush_work(&fake.work);
	KUNIT_EXPECT_FALSE(test, fake.registered);
	KUNIT_EXPECT_FALSE(test, mock_node_exists("/dev/ndisprot"));
}

static struct kunit_case ndisprot_cases[] = {
	KUNIT_CASE(bindings_are_listed),
	KUNIT_CASE(everything_pends),
	KUNIT_CASE(failed_bind_leaves_nothing),
	KUNIT_CASE(one_file_has_a_binding),
	KUNIT_CASE(oids),
	KUNIT_CASE(frames_of_nobody),
	KUNIT_CASE(packet_is_kept_until_it_is_read),
	KUNIT_CASE(waiting_read_gets_the_frame_at_once),
	KUNIT_CASE(frame_that_may_not_be_kept_is_copied),
	KUNIT_CASE(rest_of_a_frame_is_transferred),
	KUNIT_CASE(short_read_cuts_the_frame),
	KUNIT_CASE(frames_that_nobody_reads_are_dropped),
	KUNIT_CASE(read_is_cancelled),
	KUNIT_CASE(writes_become_frames),
	KUNIT_CASE(write_is_cancelled_by_its_id),
	KUNIT_CASE(unbind_with_a_reader_and_a_writer),
	KUNIT_CASE(unbind_returns_the_frames),
	KUNIT_CASE(power_and_reset),
	KUNIT_CASE(reconfiguration),
	KUNIT_CASE(programs_wait_for_the_first_binds),
	{}
};

static struct kunit_suite ndisprot_suite = {
	.name = "ndisprot",
	.init = ndisprot_setup,
	.exit = ndisprot_teardown,
	.test_cases = ndisprot_cases,
};

kunit_test_suite(ndisprot_suite);
