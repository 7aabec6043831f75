// SPDX-License-Identifier: GPL-2.0
/*
 * Device service sessions between a mock engine and a mock node: which there
 * are, and what files read, write and poll.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/mbim_msg.c"
#include "../../mbbcx/dss_late.c"
#include "../../mbbcx/dss_session.c"
#include "../../mbbcx/dss_table.c"

#define SESSION	5

static const u8 service[16] = { 1, 2, 3 };
static const u8 other_service[16] = { 4 };

/* ---- the mock engine and node ---- */

struct mbb_device {
	MBB_DEVICE_CONFIG config;
	struct mbb_dss_table *table;
	struct mbb_dss_user *users[MBB_DSS_SESSIONS];
	unsigned int open_users;	/* not closed yet */
	unsigned int nodes;		/* that exist */
	int node_err;
	unsigned int refused;		/* DSS_CONNECTs of MbbCx's own */
	unsigned int undone;		/* the same, of dss_late.c */
	u8 undo[MBIM_DSS_CONNECT_SIZE];	/* the last one */
	int submit_err;
	unsigned int power;
	unsigned int traced;
	const char *trace;		/* the last one */

	int send_err;
	struct mbb_dss_user *lent[64];
	u8 first[64];
	unsigned int lends;
};

static struct mbb_device mock;

struct mbb_device *mbb_device_get(struct mbb_device *mbb) { return mbb; }
void mbb_device_put(struct mbb_device *mbb) { }
WDFDEVICE mbb_device_wdf(struct mbb_device *mbb) { return NULL; }
struct device *mbb_device_linux(struct mbb_device *mbb) { return NULL; }
const MBB_DEVICE_CONFIG *mbb_device_config(struct mbb_device *mbb) { return &mbb->config; }
struct workqueue_struct *mbb_device_wq(struct mbb_device *mbb) { return system_wq; }
struct mbb_dss_table *mbb_device_dss(struct mbb_device *mbb) { return mbb->table; }
void mbb_device_set_dss(struct mbb_device *mbb, struct mbb_dss_table *t) { mbb->table = t; }
void cx_device_power_put(WDFDEVICE device) { mock.power--; }

void mbb_trace_session(struct mbb_device *mbb, bool service, u32 id, const char *what)
{
	mbb->traced++;
	mbb->trace = service && id == SESSION ? what : NULL;
}

int cx_device_power_get(WDFDEVICE device, bool wait)
{
	mock.power++;
	return 0;
}

int mbb_dss_open(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	if (mbb->users[user->session])
		return -EBUSY;
	mbb->users[user->session] = user;
	mbb->open_users++;
	return 0;
}

void mbb_dss_leave(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	if (mbb->users[user->session] == user)
		mbb->users[user->session] = NULL;
}

void mbb_dss_close(struct mbb_device *mbb, struct mbb_dss_user *user)
{
	mbb_dss_leave(mbb, user);
	mbb->open_users--;
}

int mbb_dss_send(struct mbb_device *mbb, struct mbb_dss_user *user, const void *data, size_t len)
{
	if (mbb->send_err)
		return mbb->send_err;
	mbb->lent[mbb->lends] = user;
	mbb->first[mbb->lends++] = *(const u8 *)data;
	return 0;
}

int mbb_command_run(struct mbb_device *mbb, const u8 id[16], u32 cid, bool set, const void *info,
		    size_t info_len, bool during_power, u32 *status, void **answer,
		    size_t *answer_len)
{
	mbb->refused++;
	return 0;
}

struct mbb_source *mbb_device_own_source(struct mbb_device *mbb) { return NULL; }

int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source, struct mbb_command *cmd)
{
	const struct mbim_command_msg *msg = cmd->msg;

	if (mbb->submit_err)
		return mbb->submit_err;
	mbb->undone++;
	memcpy(mbb->undo, msg->InformationBuffer, sizeof(mbb->undo));
	cmd->done(cmd, -ENODEV, NULL, 0);
	return 0;
}

struct mbb_dss_node *mbb_dss_node_create(struct mbb_dss_session *session)
{
	if (mock.node_err)
		return ERR_PTR(mock.node_err);
	kref_get(&session->ref);
	mock.nodes++;
	return (void *)session;
}

void mbb_dss_node_remove(struct mbb_dss_node *node)
{
	mock.nodes--;
	mbb_dss_session_put((void *)node);
}

static VOID client_send(WDFDEVICE device, DSS_SESSION_ID id, WDFMEMORY data) { }

/* ---- fixture ---- */

static int dss_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	mock.config.SendDeviceServiceSessionData = client_send;
	return mbb_dss_start(&mock);
}

static void dss_test_exit(struct kunit *test)
{
	mbb_dss_stop(&mock);
	KUNIT_EXPECT_EQ(test, mock.open_users, 0U);
	KUNIT_EXPECT_EQ(test, mock.nodes, 0U);
	KUNIT_EXPECT_EQ(test, mock.power, 0U);
}

/* The session as a file has it, with a reference that the case puts. */
static struct mbb_dss_session *live(struct kunit *test, u32 id)
{
	struct mbb_dss_session *session;

	KUNIT_ASSERT_EQ(test, mbb_dss_activated(&mock, id, service), 0);
	session = container_of(mock.users[id], struct mbb_dss_session, user);
	kref_get(&session->ref);
	KUNIT_ASSERT_EQ(test, mbb_dss_opened(session), 0);
	return session;
}

static void file_close(struct mbb_dss_session *session)
{
	mbb_dss_closed(session);
	mbb_dss_session_put(session);
}

static ssize_t file_write(struct mbb_dss_session *session, const void *data, size_t len)
{
	struct kvec vec = { .iov_base = (void *)data, .iov_len = len };
	struct iov_iter iter;

	iov_iter_kvec(&iter, WRITE, &vec, 1, len);
	return mbb_dss_write(session, &iter, true);
}

static ssize_t file_read(struct mbb_dss_session *session, void *data, size_t len)
{
	struct kvec vec = { .iov_base = data, .iov_len = len };
	struct iov_iter iter;

	iov_iter_kvec(&iter, READ, &vec, 1, len);
	return mbb_dss_read(session, &iter, true);
}

static bool receive(u32 id, const void *data, size_t len)
{
	return mock.users[id] && mock.users[id]->rx(mock.users[id], data, len);
}

static void tx_flush(void)
{
	flush_work(&mock.table->tx_work);
}

static void give_back(unsigned int n, size_t len, int err)
{
	mock.lent[n]->sent(mock.lent[n], len, err);
}

/* ---- which sessions there are ---- */

static void a_session_is_a_node(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, service), 0);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
	/* Again, by whatever port: it is open already. */
	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, service), 0);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION + 1, service), 0);
	KUNIT_EXPECT_EQ(test, mock.nodes, 2U);
	mbb_dss_deactivated(&mock, SESSION);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
	KUNIT_EXPECT_NULL(test, mock.users[SESSION]);
	mbb_dss_deactivated(&mock, SESSION);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
}

static void changes_are_traced(struct kunit *test)
{
	struct mbb_dss_session *expected = mbb_dss_expect(&mock, SESSION);

	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, service), 0);
	mbb_dss_forget(expected);
	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, service), 0);
	KUNIT_EXPECT_EQ(test, mock.traced, 1U);
	KUNIT_EXPECT_STREQ(test, mock.trace, "opened");
	mbb_dss_deactivated(&mock, SESSION);
	KUNIT_EXPECT_EQ(test, mock.traced, 2U);
	KUNIT_EXPECT_STREQ(test, mock.trace, "closed");
	/* A session that nobody got is no news. */
	mbb_dss_forget(mbb_dss_expect(&mock, SESSION));
	KUNIT_EXPECT_EQ(test, mock.traced, 2U);
}

static void data_before_the_answer(struct kunit *test)
{
	struct mbb_dss_session *expected = mbb_dss_expect(&mock, SESSION), *file;
	u8 buf[8];

	KUNIT_ASSERT_FALSE(test, IS_ERR(expected));
	KUNIT_EXPECT_EQ(test, mock.nodes, 0U);
	KUNIT_EXPECT_TRUE(test, receive(SESSION, "early", 5));
	file = live(test, SESSION);
	mbb_dss_forget(expected);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), 5);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "early", 5), 0);
	file_close(file);
}

static void a_refused_session_leaves_nothing(struct kunit *test)
{
	struct mbb_dss_session *first = mbb_dss_expect(&mock, SESSION);
	struct mbb_dss_session *second = mbb_dss_expect(&mock, SESSION);

	KUNIT_EXPECT_PTR_EQ(test, first, second);
	mbb_dss_forget(first);
	flush_work(&mock.table->reap_work);
	KUNIT_EXPECT_EQ(test, mock.open_users, 1U);
	mbb_dss_forget(second);
	KUNIT_EXPECT_NULL(test, mock.users[SESSION]);
	flush_work(&mock.table->reap_work);
	KUNIT_EXPECT_EQ(test, mock.open_users, 0U);
	KUNIT_EXPECT_EQ(test, mock.nodes, 0U);
}

static void sessions_have_bounds(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, PTR_ERR(mbb_dss_expect(&mock, 256)), -ERANGE);
	mock.config.SendDeviceServiceSessionData = NULL;
	KUNIT_EXPECT_EQ(test, PTR_ERR(mbb_dss_expect(&mock, 1)), -EOPNOTSUPP);
}

static void another_service_gets_another_node(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);

	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, other_service), 0);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
	KUNIT_EXPECT_PTR_NE(test, mock.users[SESSION], &file->user);
	KUNIT_EXPECT_EQ(test, file_write(file, "a", 1), -EPIPE);
	file_close(file);
}

/* The function must not keep a session that nobody can use. */
static void a_node_that_cannot_be_made(struct kunit *test)
{
	mock.node_err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, mbb_dss_activated(&mock, SESSION, service), -ENOMEM);
	KUNIT_EXPECT_EQ(test, mock.refused, 1U);
	KUNIT_EXPECT_NULL(test, mock.users[SESSION]);
}

/* ---- a DSS_CONNECT without an answer, and its late one ---- */

static void connect_set(u8 info[MBIM_DSS_CONNECT_SIZE], u32 id, u32 state)
{
	mbim_dss_deactivate_build(info, service, id);
	put_unaligned_le32(state, info + 20);
}

static void connect_lost(u32 id, u32 state)
{
	u8 info[MBIM_DSS_CONNECT_SIZE];

	connect_set(info, id, state);
	mbb_dss_connect_lost(&mock, info, sizeof(info));
}

static void connect_late(u32 id, u32 state)
{
	u8 info[MBIM_DSS_CONNECT_SIZE];

	connect_set(info, id, state);
	mbb_dss_connect_late(&mock, info, sizeof(info));
}

static void connect_without_an_answer_is_undone(struct kunit *test)
{
	struct mbb_dss_session *expected = mbb_dss_expect(&mock, SESSION), *other;
	u8 info[MBIM_DSS_CONNECT_SIZE];

	connect_lost(SESSION, 0);
	KUNIT_EXPECT_EQ(test, mock.undone, 0U);
	connect_lost(SESSION, 1);
	KUNIT_EXPECT_EQ(test, mock.undone, 1U);
	connect_set(info, SESSION, 0);
	KUNIT_EXPECT_EQ(test, memcmp(mock.undo, info, sizeof(info)), 0);
	/* closed meanwhile */
	mock.submit_err = -ENODEV;
	connect_lost(SESSION, 1);
	mock.submit_err = 0;
	/* somebody else has it, or is about to */
	other = mbb_dss_expect(&mock, SESSION);
	connect_lost(SESSION, 1);
	mbb_dss_forget(other);
	mbb_dss_activated(&mock, SESSION, service);
	connect_lost(SESSION, 1);
	KUNIT_EXPECT_EQ(test, mock.undone, 1U);
	mbb_dss_forget(expected);
	mbb_dss_connect_lost(&mock, info, sizeof(info) - 1);
}

static void late_answers_to_connect(struct kunit *test)
{
	struct mbb_dss_session *expected;

	connect_late(SESSION, 1);
	KUNIT_EXPECT_EQ(test, mock.undone, 1U);
	expected = mbb_dss_expect(&mock, SESSION);
	connect_late(SESSION, 1);
	mbb_dss_forget(expected);
	mbb_dss_activated(&mock, SESSION, service);
	connect_late(SESSION, 1);
	KUNIT_EXPECT_EQ(test, mock.undone, 1U);
	KUNIT_EXPECT_EQ(test, mock.nodes, 1U);
	/* closed after all, and by nobody who knows */
	connect_late(SESSION, 0);
	KUNIT_EXPECT_EQ(test, mock.nodes, 0U);
	KUNIT_EXPECT_NULL(test, mock.users[SESSION]);
}

static void reset_ends_what_is_open(struct kunit *test)
{
	struct mbb_dss_session *expected = mbb_dss_expect(&mock, 1), *file;

	file = live(test, SESSION);
	mbb_dss_reset(&mock);
	KUNIT_EXPECT_EQ(test, mock.nodes, 0U);
	KUNIT_EXPECT_TRUE(test, mbb_dss_poll(file) & EPOLLHUP);
	/* its answer is still to come */
	KUNIT_EXPECT_NOT_NULL(test, mock.users[1]);
	mbb_dss_forget(expected);
	file_close(file);
}

/* ---- files ---- */

static void a_write_is_a_message(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);

	KUNIT_EXPECT_EQ(test, file_write(file, "ab", 2), 2);
	KUNIT_EXPECT_EQ(test, file_write(file, "", 0), 0);
	KUNIT_EXPECT_EQ(test, file_write(file, "cde", 3), 3);
	KUNIT_EXPECT_EQ(test, file_write(file, NULL, MBB_DSS_MAX + 1), -EMSGSIZE);
	tx_flush();
	KUNIT_ASSERT_EQ(test, mock.lends, 2U);
	KUNIT_EXPECT_EQ(test, mock.first[0], 'a');
	KUNIT_EXPECT_EQ(test, mock.first[1], 'c');
	give_back(0, 2, 0);
	give_back(1, 3, 0);
	KUNIT_EXPECT_EQ(test, mbb_dss_sync(file), 0);
	file_close(file);
}

static void a_read_is_a_message(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	u8 buf[8];

	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), -EAGAIN);
	KUNIT_EXPECT_FALSE(test, mbb_dss_poll(file) & EPOLLIN);
	receive(SESSION, "first", 5);
	receive(SESSION, "2nd", 3);
	KUNIT_EXPECT_TRUE(test, mbb_dss_poll(file) & EPOLLIN);
	KUNIT_EXPECT_EQ(test, mbb_dss_next_len(file), 5U);
	/* Too little room: nothing is lost. */
	KUNIT_EXPECT_EQ(test, file_read(file, buf, 4), -EMSGSIZE);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), 5);
	KUNIT_EXPECT_EQ(test, memcmp(buf, "first", 5), 0);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), 3);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), -EAGAIN);
	file_close(file);
}

static void the_client_is_lent_a_few(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	unsigned int i;

	for (i = 0; i < MBB_DSS_TX_MESSAGES; i++)
		KUNIT_ASSERT_EQ(test, file_write(file, "x", 1), 1);
	tx_flush();
	KUNIT_EXPECT_EQ(test, mock.lends, MBB_DSS_LENT);
	give_back(0, 1, 0);
	tx_flush();
	KUNIT_EXPECT_EQ(test, mock.lends, MBB_DSS_LENT + 1);
	file_close(file);
}

static void writers_wait_for_the_function(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	unsigned int i;

	for (i = 0; i < MBB_DSS_TX_MESSAGES; i++)
		KUNIT_ASSERT_EQ(test, file_write(file, "x", 1), 1);
	KUNIT_EXPECT_FALSE(test, mbb_dss_poll(file) & EPOLLOUT);
	KUNIT_EXPECT_EQ(test, file_write(file, "x", 1), -EAGAIN);
	tx_flush();
	give_back(0, 1, 0);
	KUNIT_EXPECT_TRUE(test, mbb_dss_poll(file) & EPOLLOUT);
	KUNIT_EXPECT_EQ(test, file_write(file, "x", 1), 1);
	file_close(file);
}

static void written_bytes_have_a_bound(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	u8 *data = kunit_kzalloc(test, 60000, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, data);
	KUNIT_EXPECT_EQ(test, file_write(file, data, 60000), 60000);
	KUNIT_EXPECT_EQ(test, file_write(file, data, 60000), 60000);
	KUNIT_EXPECT_EQ(test, file_write(file, data, 60000), 60000);
	KUNIT_EXPECT_EQ(test, file_write(file, data, 1), -EAGAIN);
	file_close(file);
}

static void unread_messages_have_a_bound(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	u8 *data = kunit_kzalloc(test, 60000, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, data);
	for (i = 0; i < MBB_DSS_RX_MESSAGES; i++)
		KUNIT_ASSERT_TRUE(test, receive(SESSION, data, 1));
	KUNIT_EXPECT_FALSE(test, receive(SESSION, data, 1));
	KUNIT_EXPECT_EQ(test, file->rx_dropped, 1UL);
	for (i = 0; i < MBB_DSS_RX_MESSAGES; i++)
		KUNIT_ASSERT_EQ(test, file_read(file, data, 1), 1);
	for (i = 0; i < 4; i++)
		KUNIT_EXPECT_TRUE(test, receive(SESSION, data, 60000));
	KUNIT_EXPECT_FALSE(test, receive(SESSION, data, 60000));
	KUNIT_EXPECT_FALSE(test, receive(SESSION, data, 0));
	file_close(file);
}

static void the_last_close_forgets(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	u8 buf[4];

	KUNIT_ASSERT_EQ(test, mbb_dss_opened(file), 0);
	receive(SESSION, "a", 1);
	mbb_dss_closed(file);
	KUNIT_EXPECT_EQ(test, mbb_dss_next_len(file), 1U);
	mbb_dss_closed(file);
	KUNIT_ASSERT_EQ(test, mbb_dss_opened(file), 0);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), -EAGAIN);
	file_close(file);
}

static void an_error_is_told_once(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);

	file_write(file, "a", 1);
	tx_flush();
	give_back(0, 1, -EIO);
	KUNIT_EXPECT_TRUE(test, mbb_dss_poll(file) & EPOLLERR);
	KUNIT_EXPECT_EQ(test, file->tx_failed, 1UL);
	KUNIT_EXPECT_EQ(test, file_write(file, "b", 1), -EIO);
	KUNIT_EXPECT_EQ(test, file_write(file, "b", 1), 1);
	mock.send_err = -ENOMEM;
	file_write(file, "c", 1);
	tx_flush();
	KUNIT_EXPECT_EQ(test, mbb_dss_sync(file), -ENOMEM);
	file_close(file);
}

static void data_wait_for_the_device(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);

	mock.send_err = -EAGAIN;
	file_write(file, "a", 1);
	file_write(file, "b", 1);
	tx_flush();
	KUNIT_EXPECT_EQ(test, mock.power, 1U);
	mbb_dss_kick(&mock);
	mbb_dss_quiesce(&mock);
	KUNIT_EXPECT_EQ(test, mock.power, 1U);
	mock.send_err = 0;
	mbb_dss_kick(&mock);
	tx_flush();
	KUNIT_EXPECT_EQ(test, mock.power, 0U);
	KUNIT_ASSERT_EQ(test, mock.lends, 2U);
	KUNIT_EXPECT_EQ(test, mock.first[0], 'a');
	file_close(file);
}

static void sessions_take_turns(struct kunit *test)
{
	struct mbb_dss_session *a = live(test, 1), *b = live(test, 2);

	mock.send_err = -EAGAIN;
	file_write(a, "a", 1);
	file_write(a, "a", 1);
	file_write(b, "b", 1);
	tx_flush();
	mock.send_err = 0;
	mbb_dss_kick(&mock);
	tx_flush();
	KUNIT_ASSERT_EQ(test, mock.lends, 3U);
	KUNIT_EXPECT_NE(test, mock.first[0], mock.first[1]);
	file_close(a);
	file_close(b);
}

static void the_end_of_a_session(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);
	u8 buf[4];

	receive(SESSION, "a", 1);
	mock.send_err = -EAGAIN;
	file_write(file, "b", 1);
	mbb_dss_deactivated(&mock, SESSION);
	KUNIT_EXPECT_TRUE(test, mbb_dss_poll(file) & EPOLLHUP);
	KUNIT_EXPECT_EQ(test, file_write(file, "c", 1), -EPIPE);
	KUNIT_EXPECT_EQ(test, mbb_dss_sync(file), -EPIPE);
	/* What came before the end is read before the end. */
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), 1);
	KUNIT_EXPECT_EQ(test, file_read(file, buf, sizeof(buf)), 0);
	KUNIT_EXPECT_EQ(test, mbb_dss_opened(file), -ENXIO);
	file_close(file);
}

static void a_file_outlives_the_device(struct kunit *test)
{
	struct mbb_dss_session *file = live(test, SESSION);

	file_write(file, "b", 1);
	mbb_dss_stop(&mock);
	KUNIT_EXPECT_EQ(test, mock.open_users, 0U);
	KUNIT_EXPECT_EQ(test, file_write(file, "c", 1), -EPIPE);
	KUNIT_EXPECT_EQ(test, PTR_ERR(mbb_dss_expect(&mock, 1)), -ENODEV);
	file_close(file);
}

static struct kunit_case dss_session_cases[] = {
	KUNIT_CASE(a_session_is_a_node),
	KUNIT_CASE(changes_are_traced),
	KUNIT_CASE(data_before_the_answer),
	KUNIT_CASE(a_refused_session_leaves_nothing),
	KUNIT_CASE(sessions_have_bounds),
	KUNIT_CASE(another_service_gets_another_node),
	KUNIT_CASE(a_node_that_cannot_be_made),
	KUNIT_CASE(connect_without_an_answer_is_undone),
	KUNIT_CASE(late_answers_to_connect),
	KUNIT_CASE(reset_ends_what_is_open),
	KUNIT_CASE(a_write_is_a_message),
	KUNIT_CASE(a_read_is_a_message),
	KUNIT_CASE(the_client_is_lent_a_few),
	KUNIT_CASE(writers_wait_for_the_function),
	KUNIT_CASE(written_bytes_have_a_bound),
	KUNIT_CASE(unread_messages_have_a_bound),
	KUNIT_CASE(the_last_close_forgets),
	KUNIT_CASE(an_error_is_told_once),
	KUNIT_CASE(data_wait_for_the_device),
	KUNIT_CASE(sessions_take_turns),
	KUNIT_CASE(the_end_of_a_session),
	KUNIT_CASE(a_file_outlives_the_device),
	{}
};

static struct kunit_suite dss_session_suite = {
	.name = "mbbcx_dss_session",
	.init = dss_test_init,
	.exit = dss_test_exit,
	.test_cases = dss_session_cases,
};

kunit_test_suite(dss_session_suite);

MODULE_LICENSE("GPL");
