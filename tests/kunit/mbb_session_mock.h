/* SPDX-License-Identifier: GPL-2.0 */
/*
 * mbbcx's session table between mock adapters, a mock client and mock links, for
 * the suites of sessions. Included once by each.
 */
#ifndef _TESTS_KUNIT_MBB_SESSION_MOCK_H
#define _TESTS_KUNIT_MBB_SESSION_MOCK_H

#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/mbim_host.c"
#define build_header host_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header

/* The entry points are the tested module's, not this one's, to export. */
#undef EXPORT_SYMBOL_NS_GPL
#define EXPORT_SYMBOL_NS_GPL(name, ns)
#include "../../mbbcx/adapter_api.c"
#include "../../mbbcx/session.c"
#include "../../mbbcx/session_adapter.c"
#include "../../mbbcx/session_late.c"
#include "../../mbbcx/session_ip.c"
#include "../../mbbcx/session_link.c"
#include "../../mbbcx/session_state.c"

/* ---- mock adapters ---- */

struct mock_adapter {
	struct mbb_session *session;
	bool started;
	bool carrier;
	bool foreign;
};

struct mock_init {
	struct mbb_session *session;
	struct mock_adapter *created;
};

/* What the client does in EvtMbbDeviceCreateAdapter. */
enum client_manners {
	CLIENT_GOOD,
	CLIENT_FAILS,			/* creates and initializes, then fails */
	CLIENT_CREATES_NOTHING,
	CLIENT_FORGETS_INITIALIZE,
	CLIENT_INITIALIZES_FOREIGN,
	CLIENT_INITIALIZES_TWICE,
	CLIENT_INITIALIZES_ANOTHER,	/* session 0's, made for another AdapterInit */
};

struct mbb_device {
	struct mbb_sessions *sessions;
	MBB_DEVICE_CONFIG config;
	enum client_manners manners;
	NTSTATUS start_status;
	NTSTATUS status;		/* of MbbAdapterInitialize */
	u32 last_id;			/* what the client was told */
	unsigned int adapters;		/* alive */
	unsigned int violations;
	unsigned int links_made;
	u32 mtu[MBB_MAX_SESSIONS];	/* of links; their address stands for the net_device */
	bool hold_destroy;		/* the client keeps a reference */
	struct mbb_session *held;
	u32 max_sessions;
	u32 ups;			/* links that are up */
	int link_err;
	bool entered;
	bool gone;
	struct list_head sent;
	unsigned int traced;
	const char *trace;		/* the last one */
	unsigned int published;
	unsigned int indicated;
	u8 indication[128];
	unsigned int asked;		/* whether contexts are up */
};

static struct mbb_device mock;
static struct mock_adapter foreign_adapter = { .foreign = true };

static NETADAPTER handle(struct mock_adapter *adapter)
{
	return (NETADAPTER)adapter;
}

static struct mock_adapter *mock_of(NETADAPTER adapter)
{
	return (struct mock_adapter *)adapter;
}

NETADAPTER_INIT *cx_adapter_init_alloc(WDFDEVICE device, const struct cx_adapter_ops *ops,
				       void *ctx)
{
	struct mock_init *init = kzalloc(sizeof(*init), GFP_KERNEL);

	if (init)
		init->session = ctx;
	return (NETADAPTER_INIT *)init;
}

void cx_adapter_init_free(NETADAPTER_INIT *init)
{
	kfree(init);
}

NETADAPTER cx_adapter_init_created(NETADAPTER_INIT *init)
{
	return handle(((struct mock_init *)init)->created);
}

void *cx_adapter_context(NETADAPTER adapter, const struct cx_adapter_ops *ops, const char *who)
{
	if (!mock_of(adapter)->foreign)
		return mock_of(adapter)->session;
	mock.violations++;
	return NULL;
}

WDFDEVICE cx_adapter_device(NETADAPTER adapter) { return NULL; }

NTSTATUS cx_adapter_start(NETADAPTER adapter)
{
	mock_of(adapter)->started = true;
	return mock.start_status;
}

void cx_adapter_delete(NETADAPTER adapter)
{
	struct mbb_session *session = mock_of(adapter)->session;

	kfree(mock_of(adapter));
	mock.adapters--;
	if (mock.hold_destroy)
		mock.held = session;
	else
		mbb_adapter_ops.released(session);
}

void cx_adapter_set_carrier(NETADAPTER adapter, bool on)
{
	mock_of(adapter)->carrier = on;
}

void cx_adapter_set_speed(NETADAPTER adapter, u64 tx, u64 rx) { }
bool cx_adapter_wakes_for_packets(NETADAPTER adapter) { return false; }
bool cx_adapter_wakes_for_media(NETADAPTER adapter) { return false; }

void cx_violation(WDFDEVICE device, unsigned int rule, const char *name, const char *fmt, ...)
{
	mock.violations++;
}

/* ---- the mock client ---- */

static NTSTATUS client_create_adapter(WDFDEVICE device, NETADAPTER_INIT *handle_of_init)
{
	struct mock_init *init = (struct mock_init *)handle_of_init;
	struct mock_adapter *adapter;

	if (mock.manners == CLIENT_CREATES_NOTHING)
		return STATUS_SUCCESS;
	adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);
	if (!adapter)
		return STATUS_INSUFFICIENT_RESOURCES;
	adapter->session = init->session;
	init->created = adapter;
	mock.adapters++;
	if (mock.manners == CLIENT_FORGETS_INITIALIZE)
		return STATUS_SUCCESS;
	if (mock.manners == CLIENT_INITIALIZES_FOREIGN)
		return MbbAdapterInitialize(handle(&foreign_adapter));
	if (mock.manners == CLIENT_INITIALIZES_ANOTHER)
		return mock.status = MbbAdapterInitialize(mock.sessions->session[0].adapter);
	if (!NT_SUCCESS(MbbAdapterInitialize(handle(adapter))))
		return STATUS_UNSUCCESSFUL;
	mock.last_id = MbbAdapterGetSessionId(handle(adapter));
	if (mock.manners == CLIENT_INITIALIZES_TWICE)
		return MbbAdapterInitialize(handle(adapter));
	return mock.manners == CLIENT_FAILS ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

/* ---- the mock engine and ports ---- */

struct mbb_device *mbb_device_get(struct mbb_device *mbb) { return mbb; }
void mbb_device_put(struct mbb_device *mbb) { }
WDFDEVICE mbb_device_wdf(struct mbb_device *mbb) { return NULL; }
struct device *mbb_device_linux(struct mbb_device *mbb) { return NULL; }
const MBB_DEVICE_CONFIG *mbb_device_config(struct mbb_device *mbb) { return &mbb->config; }
struct mbb_sessions *mbb_device_sessions(struct mbb_device *mbb) { return mbb->sessions; }
u32 mbb_device_max_sessions(struct mbb_device *mbb) { return mbb->max_sessions; }
u16 mbb_device_mbimex(struct mbb_device *mbb) { return 0x0100; }
struct mbb_source *mbb_device_own_source(struct mbb_device *mbb) { return NULL; }
void mbb_device_leave(struct mbb_device *mbb) { mbb->entered = false; }
void mbb_subscriptions_reset(struct mbb_device *mbb) { }

void mbb_trace_session(struct mbb_device *mbb, bool service, u32 id, const char *what)
{
	mbb->traced++;
	mbb->trace = service ? NULL : what;
}

void mbb_device_set_sessions(struct mbb_device *mbb, struct mbb_sessions *sessions)
{
	mbb->sessions = sessions;
}

bool mbb_device_enter(struct mbb_device *mbb)
{
	mbb->entered = !mbb->gone;
	return mbb->entered;
}

int mbb_command_submit(struct mbb_device *mbb, struct mbb_source *source, struct mbb_command *cmd)
{
	list_add_tail(&cmd->node, &mbb->sent);
	return 0;
}

void mbb_ports_publish(struct mbb_device *mbb, const struct mbb_port *except,
		       const void *answer, size_t len)
{
	mbb->published++;
}

void mbb_ports_indication(struct mbb_device *mbb, const void *msg, size_t len)
{
	mbb->indicated++;
	memcpy(mbb->indication, msg, min(len, sizeof(mbb->indication)));
}

void mbb_catch_up_contexts(struct mbb_device *mbb)
{
	mbb->asked++;
}

/* ---- mock links: as linux/link.c, without net_devices ---- */

static DEFINE_MUTEX(mock_rtnl);		/* as RTNL: who makes and removes links */

void mbb_links_lock(void) { mutex_lock(&mock_rtnl); }
void mbb_links_unlock(void) { mutex_unlock(&mock_rtnl); }

bool mbb_link_is_up(struct mbb_session *session)
{
	return mock.ups & BIT(session->id);
}

static int link_make(struct mbb_session *session, bool demand)
{
	int err = mock.link_err;

	if (session->state == MBB_SESSION_FREE)
		err = mbb_session_create_adapter(session);
	if (!err && session->state != MBB_SESSION_LIVE)
		err = -EBUSY;
	if (!err) {
		mbb_session_linked(session, (struct net_device *)&mock.mtu[session->id]);
		session->demand = demand;
		mock.links_made++;
	}
	mbb_session_kick(session);
	return err;
}

static void link_end(struct mbb_session *session, bool namespace_dies)
{
	bool deactivate = mbb_session_unlinked(session, namespace_dies);

	mock.ups &= ~BIT(session->id);
	mbb_session_kick(session);
	if (deactivate)
		mbb_session_deactivate(session);
}

static void link_unmake(struct mbb_session *session)
{
	link_end(session, false);
}

int mbb_link_create(struct mbb_session *session, bool demand)
{
	int err = 0;

	mbb_links_lock();
	if (session->table->stopping)
		err = -ENODEV;
	else if (!session->linked)
		err = link_make(session, demand);
	mbb_links_unlock();
	return err;
}

void mbb_link_remove_unwanted(struct mbb_session *session)
{
	mbb_links_lock();
	if (mbb_session_claim_unwanted(session))
		link_unmake(session);
	mbb_links_unlock();
}

void mbb_link_apply_mtu(struct mbb_session *session)
{
	u32 mtu;

	mbb_links_lock();
	mtu = mbb_session_claim_mtu(session);
	if (session->dev && mtu)
		mock.mtu[session->id] = mtu;
	mbb_links_unlock();
}

int mbb_links_register(struct mbb_sessions *table)
{
	return mbb_link_create(&table->session[0], false);
}

void mbb_links_unregister(struct mbb_sessions *table)
{
	u32 id;

	mbb_links_lock();
	for (id = 0; id < MBB_MAX_SESSIONS; id++)
		link_unmake(&table->session[id]);
	mbb_links_unlock();
}

/* ---- helpers ---- */

static int session_test_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	mock.config.CreateAdapter = client_create_adapter;
	mock.max_sessions = 8;
	INIT_LIST_HEAD(&mock.sent);
	return 0;
}

static void end_sent(struct kunit *test, u32 status)
{
	struct mbb_command *cmd, *next;
	u8 msg[48];

	list_for_each_entry_safe(cmd, next, &mock.sent, node) {
		list_del(&cmd->node);
		mbim_build_command_done(msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, status,
					NULL, 0);
		mbb_sessions_connect_answer(&mock, cmd->msg, cmd->len, msg, sizeof(msg));
		cmd->done(cmd, 0, msg, sizeof(msg));
	}
}

static void session_test_exit(struct kunit *test)
{
	end_sent(test, 0);
	mbb_sessions_stop(&mock);
	KUNIT_EXPECT_NULL(test, mock.sessions);
	KUNIT_EXPECT_EQ(test, mock.adapters, 0);
}

static struct mbb_session *slot(u32 id)
{
	return &mock.sessions->session[id];
}

static void start(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mbb_sessions_start(&mock), 0);
	flush_work(&slot(0)->work);
}

static size_t connect_info_of(u8 *info, u32 id, u32 state)
{
	struct mbim_connect_info connect = { .session = id, .state = state };

	memcpy(connect.context, mbim_context_internet, 16);
	return mbim_connect_info_build(info, 0x0100, &connect);
}

static void connect_answer(u32 id, u32 state)
{
	u8 msg[48 + 64], info[64];
	size_t len = connect_info_of(info, id, state);

	len = mbim_build_command_done(msg, 1, mbim_uuid_basic_connect, MBIM_CID_CONNECT, 0, info,
				      len);
	mbb_sessions_connect_answer(&mock, NULL, 0, msg, len);
	if (id < MBB_MAX_SESSIONS)
		flush_work(&slot(id)->work);
}

static void connect_indication(u32 id, u32 state)
{
	u8 msg[44 + 64], info[64];
	size_t len = connect_info_of(info, id, state);

	len = mbim_build_indication(msg, mbim_uuid_basic_connect, MBIM_CID_CONNECT, info, len);
	mbb_sessions_indication(&mock, msg, len);
	if (id < MBB_MAX_SESSIONS)
		flush_work(&slot(id)->work);
}

static bool carrier(u32 id)
{
	return slot(id)->state == MBB_SESSION_LIVE && mock_of(slot(id)->adapter)->carrier;
}

#endif
