// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions against a mock device: data lent to the client and
 * given back, refused, or never given back; and data from the client.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/device.h"

/* The entry points are the tested module's, not this one's, to export. */
#undef EXPORT_SYMBOL_NS_GPL
#define EXPORT_SYMBOL_NS_GPL(name, ns)
#include "../../mbbcx/device_api.c"
#include "../../mbbcx/dss.c"

#define SESSION	7

static struct {
	struct mbb_device *mbb;
	unsigned int violations;
	unsigned int rule;		/* the last one's */
	unsigned int references;	/* to the device */
	unsigned int powered;		/* references to its power */
	unsigned int memories;		/* that exist */
	bool no_power;
	bool entered;

	/* the client */
	WDFMEMORY lent[4];
	unsigned int lends;
	DSS_SESSION_ID id;
	NTSTATUS refusal;

	/* the user */
	struct mbb_dss_user user;
	unsigned int sent;
	int sent_err;
	size_t sent_len;
	u8 got[16];
	size_t got_len;
	unsigned int received;
} mock;

/* ---- what dss.c needs of the shim and of the engine ---- */

struct mock_memory {
	size_t len;
	u8 data[];
};

NTSTATUS WdfMemoryCreateWorker(PWDF_DRIVER_GLOBALS globals, PWDF_OBJECT_ATTRIBUTES attributes,
			       POOL_TYPE type, ULONG tag, size_t size, WDFMEMORY *memory,
			       PVOID *buffer)
{
	struct mock_memory *m = kzalloc(sizeof(*m) + size, GFP_KERNEL);

	if (!m)
		return STATUS_INSUFFICIENT_RESOURCES;
	m->len = size;
	mock.memories++;
	*memory = (WDFMEMORY)m;
	*buffer = m->data;
	return STATUS_SUCCESS;
}

PVOID WdfMemoryGetBuffer(WDFMEMORY memory, size_t *size)
{
	struct mock_memory *m = (struct mock_memory *)memory;

	if (m && size)
		*size = m->len;
	return m ? m->data : NULL;
}

VOID WdfObjectDelete(WDFOBJECT object)
{
	mock.memories--;
	kfree(object);
}

struct mbb_device *mbb_device_from_handle(WDFDEVICE device, const char *who) { return mock.mbb; }
const struct cx_device_ops mbb_cx_ops;
void *cx_init_context(PWDFDEVICE_INIT init, const struct cx_device_ops *ops) { return NULL; }
bool cx_init_has_adapters(PWDFDEVICE_INIT init) { return true; }
void mbb_device_destroy(struct mbb_device *mbb) { }
struct mbb_device *mbb_device_alloc(void) { return NULL; }
void mbb_channel_notify(struct mbb_device *mbb) { }
void mbb_wake_arm(struct mbb_device *mbb) { }
void mbb_wake_disarm(struct mbb_device *mbb) { }
bool mbb_wake_report(struct mbb_device *mbb, MBB_WAKE_REASON_TYPE reason) { return true; }
void mbb_count(struct mbb_device *mbb, enum mbb_stat stat) { }
void mbb_power_put(struct mbb_device *mbb) { mock.powered--; }
void mbb_power_put_later(struct mbb_device *mbb) { mock.powered--; }
void mbb_device_leave(struct mbb_device *mbb) { mock.entered = false; }

NTSTATUS cx_device_attach(PWDFDEVICE_INIT init, const struct cx_device_ops *ops, void *ctx)
{
	return STATUS_SUCCESS;
}

bool mbb_device_enter(struct mbb_device *mbb)
{
	mock.entered = !mbb->gone;
	return mock.entered;
}

bool mbb_power_get(struct mbb_device *mbb)
{
	mock.powered += !mock.no_power;
	return !mock.no_power;
}

struct mbb_device *mbb_device_get(struct mbb_device *mbb)
{
	mock.references++;
	return mbb;
}

void mbb_device_put(struct mbb_device *mbb)
{
	mock.references--;
}

void cx_violation(WDFDEVICE device, unsigned int rule, const char *name, const char *fmt, ...)
{
	mock.violations++;
	mock.rule = rule;
}

/* ---- client and user ---- */

static VOID client_send(WDFDEVICE device, DSS_SESSION_ID id, WDFMEMORY data)
{
	mock.id = id;
	mock.lent[mock.lends++] = data;
}

static NTSTATUS client_send_with_status(WDFDEVICE device, DSS_SESSION_ID id, WDFMEMORY data)
{
	client_send(device, id, data);
	return mock.refusal;
}

static void user_sent(struct mbb_dss_user *user, size_t len, int err)
{
	mock.sent++;
	mock.sent_len = len;
	mock.sent_err = err;
}

static bool user_rx(struct mbb_dss_user *user, const void *data, size_t len)
{
	mock.received++;
	mock.got_len = min(len, sizeof(mock.got));
	memcpy(mock.got, data, mock.got_len);
	return true;
}

/* ---- fixture ---- */

static int dss_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	mock.mbb = kunit_kzalloc(test, sizeof(*mock.mbb), GFP_KERNEL);
	if (!mock.mbb)
		return -ENOMEM;
	spin_lock_init(&mock.mbb->lock);
	mbb_dss_init(mock.mbb);
	mock.mbb->ch.up = true;
	mock.mbb->fn_open = true;
	mock.mbb->config.SendDeviceServiceSessionData = client_send;
	mock.user = (struct mbb_dss_user) {
		.session = SESSION, .rx = user_rx, .sent = user_sent,
	};
	return mbb_dss_open(mock.mbb, &mock.user);
}

/* Nothing may be left, however the case went. */
static void dss_test_exit(struct kunit *test)
{
	if (!list_empty(&mock.mbb->dss_users))
		mbb_dss_close(mock.mbb, &mock.user);
	KUNIT_EXPECT_EQ(test, mock.memories, 0U);
	KUNIT_EXPECT_EQ(test, mock.references, 0U);
	KUNIT_EXPECT_EQ(test, mock.powered, 0U);
	KUNIT_EXPECT_FALSE(test, mock.entered);
}

static void give_back(unsigned int which, NTSTATUS status)
{
	MbbDeviceSendDeviceServiceSessionDataComplete(mock.lent[which], status);
}

/* ---- to the client ---- */

static void data_reaches_the_client(struct kunit *test)
{
	size_t len = 0;
	u8 *data;

	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "hello", 5), 0);
	KUNIT_ASSERT_EQ(test, mock.lends, 1U);
	KUNIT_EXPECT_EQ(test, mock.id, (DSS_SESSION_ID)SESSION);
	data = WdfMemoryGetBuffer(mock.lent[0], &len);
	KUNIT_EXPECT_EQ(test, len, (size_t)5);
	KUNIT_EXPECT_EQ(test, memcmp(data, "hello", 5), 0);
	KUNIT_EXPECT_EQ(test, mock.powered, 1U);
	KUNIT_EXPECT_EQ(test, mock.sent, 0U);
	give_back(0, STATUS_SUCCESS);
}

static void memory_is_freed_when_given_back(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, mock.memories, 1U);
	give_back(0, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.memories, 0U);
	KUNIT_EXPECT_EQ(test, mock.sent, 1U);
	KUNIT_EXPECT_EQ(test, mock.sent_len, (size_t)3);
	KUNIT_EXPECT_EQ(test, mock.sent_err, 0);
	KUNIT_EXPECT_EQ(test, mock.violations, 0U);
}

static void failure_is_told(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	give_back(0, STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, mock.sent, 1U);
	KUNIT_EXPECT_EQ(test, mock.sent_err, -EIO);
}

static void given_back_in_any_order(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), 0);
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "bc", 2), 0);
	give_back(1, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.sent_len, (size_t)2);
	give_back(0, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.sent_len, (size_t)1);
}

static void given_back_twice(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	give_back(0, STATUS_SUCCESS);
	give_back(0, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.violations, 1U);
	KUNIT_EXPECT_EQ(test, mock.rule, (unsigned int)MBB_RULE_MBB_DSS_NOT_LENT);
	KUNIT_EXPECT_EQ(test, mock.sent, 1U);
}

/* The older callback returns a status: an error is a completion. */
static void older_callback_may_refuse(struct kunit *test)
{
	mock.mbb->config.SendDeviceServiceSessionData = NULL;
	mock.mbb->config.NtSendServiceSessionData = client_send_with_status;
	mock.refusal = STATUS_UNSUCCESSFUL;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, mock.memories, 0U);
	KUNIT_EXPECT_EQ(test, mock.sent_err, -EIO);
	mock.refusal = STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	KUNIT_EXPECT_EQ(test, mock.memories, 1U);
	give_back(1, STATUS_SUCCESS);
}

static void what_cannot_be_sent(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "", 0), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, NULL, 65537), -EMSGSIZE);
	mock.no_power = true;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -ENODEV);
	mock.no_power = false;
	mock.mbb->gone = true;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -ENODEV);
	mock.mbb->config.SendDeviceServiceSessionData = NULL;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -EOPNOTSUPP);
	KUNIT_EXPECT_EQ(test, mock.lends, 0U);
}

/* Asleep, closed, or on the way there: the client is not called. */
static void what_has_to_wait(struct kunit *test)
{
	mock.mbb->fn_open = false;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -EAGAIN);
	mock.mbb->fn_open = true;
	mock.mbb->ch.up = false;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -EAGAIN);
	mock.mbb->ch.up = true;
	mock.mbb->hold = true;
	KUNIT_EXPECT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "a", 1), -EAGAIN);
	KUNIT_EXPECT_EQ(test, mock.lends, 0U);
}

static void too_long_for_the_client(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	give_back(0, STATUS_INVALID_BUFFER_SIZE);
	KUNIT_EXPECT_EQ(test, mock.sent_err, -EMSGSIZE);
}

static void user_may_close_first(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	mbb_dss_close(mock.mbb, &mock.user);
	give_back(0, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.sent, 0U);
	KUNIT_EXPECT_EQ(test, mock.violations, 0U);
}

static void removal_tells_the_user(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_dss_send(mock.mbb, &mock.user, "abc", 3), 0);
	mbb_dss_gone(mock.mbb);
	KUNIT_EXPECT_EQ(test, mock.sent, 1U);
	KUNIT_EXPECT_EQ(test, mock.sent_err, -ENODEV);
	KUNIT_EXPECT_EQ(test, mock.powered, 0U);
	/* The client's transfer ends later. */
	KUNIT_EXPECT_EQ(test, mock.memories, 1U);
	give_back(0, STATUS_CANCELLED);
	KUNIT_EXPECT_EQ(test, mock.sent, 1U);
}

static void a_session_has_one_user(struct kunit *test)
{
	struct mbb_dss_user other = { .session = SESSION };

	KUNIT_EXPECT_EQ(test, mbb_dss_open(mock.mbb, &other), -EBUSY);
	other.session = SESSION + 1;
	KUNIT_EXPECT_EQ(test, mbb_dss_open(mock.mbb, &other), 0);
	mbb_dss_close(mock.mbb, &other);
	/* One that has left is in nobody's way, before it is closed. */
	mbb_dss_leave(mock.mbb, &mock.user);
	other.session = SESSION;
	KUNIT_EXPECT_EQ(test, mbb_dss_open(mock.mbb, &other), 0);
	mbb_dss_close(mock.mbb, &other);
	mbb_dss_close(mock.mbb, &mock.user);
}

/* ---- from the client ---- */

static void data_reaches_its_session(struct kunit *test)
{
	WDFMEMORY memory;
	void *buffer;

	KUNIT_ASSERT_EQ(test, WdfMemoryCreateWorker(NULL, NULL, NonPagedPoolNx, 0, 4, &memory,
						    &buffer), STATUS_SUCCESS);
	memcpy(buffer, "1234", 4);
	MbbDeviceReceiveDeviceServiceSessionData(NULL, SESSION + 1, memory);
	KUNIT_EXPECT_EQ(test, mock.received, 0U);
	MbbDeviceReceiveDeviceServiceSessionData(NULL, SESSION, memory);
	KUNIT_EXPECT_EQ(test, mock.received, 1U);
	KUNIT_EXPECT_EQ(test, mock.got_len, (size_t)4);
	KUNIT_EXPECT_EQ(test, memcmp(mock.got, "1234", 4), 0);
	/* It stays the client's. */
	KUNIT_EXPECT_EQ(test, mock.memories, 1U);
	WdfObjectDelete(memory);
}

static void nothing_is_received_from_no_memory(struct kunit *test)
{
	MbbDeviceReceiveDeviceServiceSessionData(NULL, SESSION, NULL);
	KUNIT_EXPECT_EQ(test, mock.received, 0U);
}

static struct kunit_case dss_cases[] = {
	KUNIT_CASE(data_reaches_the_client),
	KUNIT_CASE(memory_is_freed_when_given_back),
	KUNIT_CASE(failure_is_told),
	KUNIT_CASE(given_back_in_any_order),
	KUNIT_CASE(given_back_twice),
	KUNIT_CASE(older_callback_may_refuse),
	KUNIT_CASE(what_cannot_be_sent),
	KUNIT_CASE(what_has_to_wait),
	KUNIT_CASE(too_long_for_the_client),
	KUNIT_CASE(user_may_close_first),
	KUNIT_CASE(removal_tells_the_user),
	KUNIT_CASE(a_session_has_one_user),
	KUNIT_CASE(data_reaches_its_session),
	KUNIT_CASE(nothing_is_received_from_no_memory),
	{}
};

static struct kunit_suite dss_suite = {
	.name = "mbbcx_dss",
	.init = dss_test_init,
	.exit = dss_test_exit,
	.test_cases = dss_cases,
};

kunit_test_suite(dss_suite);

MODULE_LICENSE("GPL");
