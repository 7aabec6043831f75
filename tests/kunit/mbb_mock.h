/* SPDX-License-Identifier: GPL-2.0 */
/*
 * An MBB client in memory for the suites of MbbCx, with a function behind it
 * that behaves as a case asks: a device on the root bus, made by start() and
 * removed by stop(). Included once by each suite.
 */
#ifndef _TESTS_KUNIT_MBB_MOCK_H
#define _TESTS_KUNIT_MBB_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/slab.h>
#include <linux/spinlock.h>
#include <linux/wait.h>

#include <ntmodule.h>
#include <netadaptercx.h>
#include <mbbcx.h>

#include "verifier.h"
#include "wdf/root_bus.h"

#include "../../mbbcx/mbim_frag.c"
#include "../../mbbcx/mbim_msg.c"

NT_MODULE_GLOBALS;

#define LOG_MAX		256
#define ANSWER_MAX	1024
#define WAIT_MS		8000

struct sent {
	u32 type, tid, frag, total, cid, error;
	u32 info[2];			/* of a command: the first words */
	bool set;
	GUID id;
};

struct answer {
	struct list_head node;
	size_t len;
	u8 data[ANSWER_MAX];
};

enum fault { FAULT_NONE, FAULT_MUTE, FAULT_REFUSE, FAULT_MAX_TRANSFER, FAULT_NOT_OPENED,
	     FAULT_ORDER };

struct mock {
	spinlock_t lock;		/* everything but what is constant during a case */
	wait_queue_head_t wait;
	WDFDEVICE device;

	u32 max_fragment;
	bool no_parameters, no_adapter;
	bool later;			/* complete from another context */
	bool called_atomic;		/* for a fragment, at least once */
	bool hold;			/* keep the next request for the case */
	bool coalesce;			/* one notification for one answer */
	bool interrupts;		/* nonsense after the next first fragment */
	bool interrupted;		/* nonsense after the next answer's first fragment */
	bool slow;			/* fragments take long to fetch, errors to send, and
					 * with each comes a notification
					 */
	enum fault open_fault;		/* for the next OPEN */
	unsigned int open_faults;	/* and so many more */
	enum fault command_fault;	/* for the next DEVICE_CAPS */
	unsigned int command_faults;	/* and so many more */
	enum fault list_fault;		/* for the next SUBSCRIBE_LIST */
	bool wake_refused;		/* SUBSCRIBE_LIST fails */
	u32 list, wake_list;		/* CIDs of the last SUBSCRIBE_LIST; at D0Exit */
	u32 context;			/* what CONNECT queries are answered; 0: nothing */

	/* Instead of what a client of good manners does; NULL: that. */
	NTSTATUS (*device_add)(PWDFDEVICE_INIT init);
	void (*prepare)(void);
	NTSTATUS (*create_adapter)(NETADAPTER_INIT *init);
	void (*d0_entry)(void);
	void (*arm_wake)(void);
	void (*disarm_wake)(void);

	struct list_head answers;
	struct sent log[LOG_MAX];
	unsigned int logged;
	unsigned int receives, empty_receives;
	unsigned int outstanding, most_outstanding;
	bool outside_d0, in_d0, exit_while_outstanding;
	size_t smallest_buffer;
	u32 max_transfer;

	MBBREQUEST held;
	struct work_struct work;	/* completes @pending */
	MBBREQUEST pending;
	bool pending_receive, pending_slow;
	u32 pending_len;
	u32 pending_notify;
};

static struct mock mock;

/* ---- the function ---- */

static u32 mock_queue(const void *msg, size_t len)
{
	u32 i, count = mbim_msg_is_fragmented(get_unaligned_le32(msg)) ?
		       mbim_split_count(len, mock.max_fragment) : 1;
	struct answer *a;

	for (i = 0; i < count; i++) {
		a = kzalloc(sizeof(*a), GFP_ATOMIC);
		if (!a)
			return i;
		if (count > 1) {
			a->len = mbim_split(a->data, mock.max_fragment, msg, len,
					    get_unaligned_le32((u8 *)msg + 8), i);
		} else {
			memcpy(a->data, msg, len);
			a->len = len;
		}
		list_add_tail(&a->node, &mock.answers);
	}
	return mock.coalesce ? 1 : count;
}

/* The end of an indication that never began: worth a HOST_ERROR. */
static u32 mock_nonsense(struct list_head *after)
{
	struct answer *a = kzalloc(sizeof(*a), GFP_ATOMIC);

	if (!a)
		return 0;
	a->len = 24;
	put_unaligned_le32(MBIM_INDICATE_STATUS_MSG, a->data);
	put_unaligned_le32(a->len, a->data + 4);
	put_unaligned_le32(2, a->data + 12);
	put_unaligned_le32(1, a->data + 16);
	list_add(&a->node, after);
	return 1;
}

static u32 mock_done(u32 type, u32 tid, u32 status)
{
	u8 msg[16];

	put_unaligned_le32(type, msg);
	put_unaligned_le32(sizeof(msg), msg + 4);
	put_unaligned_le32(tid, msg + 8);
	put_unaligned_le32(status, msg + 12);
	return mock_queue(msg, sizeof(msg));
}

static u32 mock_answer(const struct sent *s, u32 status, size_t info_len)
{
	u8 msg[ANSWER_MAX] = {};

	put_unaligned_le32(MBIM_COMMAND_DONE, msg);
	put_unaligned_le32(48 + info_len, msg + 4);
	put_unaligned_le32(s->tid, msg + 8);
	put_unaligned_le32(1, msg + 12);
	memcpy(msg + 20, mbim_uuid_basic_connect, 16);
	put_unaligned_le32(s->cid, msg + 36);
	put_unaligned_le32(status, msg + 40);
	put_unaligned_le32(info_len, msg + 44);
	if (s->cid == MBIM_CID_DEVICE_CAPS && info_len >= 32)
		put_unaligned_le32(5, msg + 48 + 28);	/* MaxSessions */
	if (s->cid == MBIM_CID_CONNECT && info_len >= 8) {
		put_unaligned_le32(s->info[0], msg + 48);
		put_unaligned_le32(mock.context, msg + 52);
	}
	return mock_queue(msg, 48 + info_len);
}

static u32 mock_on_open(const struct sent *s)
{
	enum fault fault = mock.open_fault;

	if (!mock.open_faults)
		mock.open_fault = FAULT_NONE;
	else
		mock.open_faults--;
	switch (fault) {
	case FAULT_MUTE:
		return 0;
	case FAULT_REFUSE:
		return mock_done(MBIM_OPEN_DONE, s->tid, MBIM_STATUS_FAILURE);
	case FAULT_MAX_TRANSFER:
		return mock_done(MBIM_FUNCTION_ERROR_MSG, s->tid, MBIM_ERROR_MAX_TRANSFER);
	default:
		return mock_done(MBIM_OPEN_DONE, s->tid, MBIM_STATUS_SUCCESS);
	}
}

static u32 mock_on_command(const struct sent *s)
{
	enum fault fault;

	switch (s->cid) {
	case MBIM_CID_DEVICE_CAPS:
		fault = mock.command_fault;
		if (!mock.command_faults)
			mock.command_fault = FAULT_NONE;
		else
			mock.command_faults--;
		if (fault == FAULT_NOT_OPENED)
			return mock_done(MBIM_FUNCTION_ERROR_MSG, s->tid, MBIM_ERROR_NOT_OPENED);
		if (fault == FAULT_ORDER) {
			u32 notify = mock_answer(s, MBIM_STATUS_SUCCESS, 64);

			/* the second fragment never comes */
			list_rotate_left(&mock.answers);
			return notify;
		}
		if (mock.interrupted) {
			struct list_head *before = mock.answers.prev;
			u32 notify = mock_answer(s, MBIM_STATUS_SUCCESS, 64);

			mock.interrupted = false;
			return notify + mock_nonsense(before->next);
		}
		return mock_answer(s, MBIM_STATUS_SUCCESS, 64);
	case MBIM_CID_DEVICE_SERVICES:
		return mock_answer(s, MBIM_STATUS_SUCCESS, 8);
	case MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST:
		fault = mock.list_fault;
		mock.list_fault = FAULT_NONE;
		if (fault == FAULT_NOT_OPENED)
			return mock_done(MBIM_FUNCTION_ERROR_MSG, s->tid, MBIM_ERROR_NOT_OPENED);
		if (fault == FAULT_MUTE)
			return 0;
		return mock_answer(s, mock.wake_refused ? MBIM_STATUS_FAILURE :
				      MBIM_STATUS_SUCCESS, 0);
	case MBIM_CID_CONNECT:
		return mock_answer(s, MBIM_STATUS_SUCCESS, mock.context ? 36 : 0);
	default:
		return mock_answer(s, MBIM_STATUS_SUCCESS, 0);
	}
}

static bool mock_is_slow(const u8 *buf, bool receive, size_t len)
{
	u32 type = len >= 16 ? get_unaligned_le32(buf) : 0;

	if (!mock.slow)
		return false;
	if (!receive)
		return type == MBIM_HOST_ERROR_MSG;
	return mbim_msg_is_fragmented(type) && get_unaligned_le32(buf + 12) > 1;
}

/* A fragment arrived. Return: notifications to raise. */
static u32 mock_take(const u8 *buf, size_t len, const GUID *id)
{
	static u32 cid;
	struct sent s = {
		.type = get_unaligned_le32(buf),
		.tid = get_unaligned_le32(buf + 8),
		.total = 1,
		.id = *id,
	};

	if (s.type == MBIM_COMMAND_MSG) {
		s.total = get_unaligned_le32(buf + 12);
		s.frag = get_unaligned_le32(buf + 16);
		if (!s.frag)
			cid = get_unaligned_le32(buf + 36);
		s.cid = cid;
		if (!s.frag) {
			s.set = get_unaligned_le32(buf + 40);
			s.info[0] = len >= 52 ? get_unaligned_le32(buf + 48) : 0;
			s.info[1] = len >= 56 ? get_unaligned_le32(buf + 52) : 0;
			/* of one service: count, pair, UUID, CidCount */
			if (cid == MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST && len >= 80)
				mock.list = get_unaligned_le32(buf + 76);
		}
	} else if (len >= 16) {
		s.error = get_unaligned_le32(buf + 12);
	}
	if (mock.logged < LOG_MAX)
		mock.log[mock.logged++] = s;
	wake_up_all(&mock.wait);

	switch (s.type) {
	case MBIM_OPEN_MSG:
		mock.max_transfer = s.error;
		return mock_on_open(&s);
	case MBIM_CLOSE_MSG:
		return mock_done(MBIM_CLOSE_DONE, s.tid, 0);
	case MBIM_COMMAND_MSG:
		if (s.frag + 1 == s.total)
			return mock_on_command(&s);
		if (s.frag || !mock.interrupts)
			return 0;
		mock.interrupts = false;
		return mock_nonsense(mock.answers.prev);
	default:
		return 0;
	}
}

static u32 mock_give(u8 *buf, size_t size)
{
	struct answer *a = list_first_entry_or_null(&mock.answers, struct answer, node);
	u32 len;

	mock.receives++;
	if (!a) {
		mock.empty_receives++;
		return 0;
	}
	len = min(a->len, size);
	memcpy(buf, a->data, len);
	list_del(&a->node);
	kfree(a);
	return len;
}

/* ---- the client ---- */

static void mock_complete(MBBREQUEST request, bool receive, u32 len, u32 notify)
{
	spin_lock_bh(&mock.lock);
	mock.outstanding--;
	spin_unlock_bh(&mock.lock);
	if (receive)
		MbbRequestCompleteWithInformation(request, STATUS_SUCCESS, len);
	else
		MbbRequestComplete(request, STATUS_SUCCESS);
	while (notify--)
		MbbDeviceResponseAvailable(mock.device);
}

static void mock_work(struct work_struct *work)
{
	msleep(mock.pending_slow ? MBIM_FRAGMENT_GAP_MS + 250 : 5);
	mock_complete(mock.pending, mock.pending_receive, mock.pending_len,
		      mock.pending_notify + mock.pending_slow);
}

static void mock_request(MBBREQUEST request, bool receive)
{
	u32 len = 0, notify = 0;
	size_t size = 0;
	u8 *buf = MbbRequestGetBuffer(request, &size);
	GUID id = *MbbRequestGetCorrelationId(request);
	bool later;

	if (in_atomic())
		mock.called_atomic = true;
	spin_lock_bh(&mock.lock);
	mock.outstanding++;
	mock.most_outstanding = max(mock.most_outstanding, mock.outstanding);
	if (!mock.in_d0)
		mock.outside_d0 = true;
	if (mock.hold) {
		mock.hold = false;
		mock.held = request;
		wake_up_all(&mock.wait);
		spin_unlock_bh(&mock.lock);
		return;
	}
	if (receive) {
		mock.smallest_buffer = min(mock.smallest_buffer, size);
		len = mock_give(buf, size);
	} else {
		notify = mock_take(buf, size, &id);
	}
	later = mock.later;
	if (later) {
		mock.pending = request;
		mock.pending_receive = receive;
		mock.pending_len = len;
		mock.pending_notify = notify;
		mock.pending_slow = mock_is_slow(buf, receive, receive ? len : size);
	}
	spin_unlock_bh(&mock.lock);

	if (later)
		schedule_work(&mock.work);
	else
		mock_complete(request, receive, len, notify);
}

static void mock_send(WDFDEVICE device, MBBREQUEST request)
{
	mock_request(request, false);
}

static void mock_receive(WDFDEVICE device, MBBREQUEST request)
{
	mock_request(request, true);
}

static NTSTATUS mock_create_adapter(WDFDEVICE device, NETADAPTER_INIT *init)
{
	NETADAPTER adapter;
	NTSTATUS status;

	if (mock.create_adapter)
		return mock.create_adapter(init);
	if (mock.no_adapter)
		return STATUS_UNSUCCESSFUL;
	status = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &adapter);
	return NT_SUCCESS(status) ? MbbAdapterInitialize(adapter) : status;
}

static NTSTATUS mock_prepare(WDFDEVICE device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	MBB_DEVICE_MBIM_PARAMETERS parameters;

	if (mock.prepare)
		mock.prepare();
	if (mock.no_parameters)
		return STATUS_SUCCESS;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata,
					mock.max_fragment, MbbMbimExtendedVersion1Dot0);
	MbbDeviceSetMbimParameters(device, &parameters);
	return STATUS_SUCCESS;
}

static NTSTATUS mock_d0_entry(WDFDEVICE device, WDF_POWER_DEVICE_STATE previous)
{
	mock.in_d0 = true;
	if (mock.d0_entry)
		mock.d0_entry();
	return STATUS_SUCCESS;
}

static NTSTATUS mock_d0_exit(WDFDEVICE device, WDF_POWER_DEVICE_STATE target)
{
	mock.exit_while_outstanding |= mock.outstanding;
	mock.in_d0 = false;
	mock.wake_list = mock.list;
	return STATUS_SUCCESS;
}

static NTSTATUS mock_arm_wake(WDFDEVICE device)
{
	if (mock.arm_wake)
		mock.arm_wake();
	return STATUS_SUCCESS;
}

static VOID mock_disarm_wake(WDFDEVICE device)
{
	if (mock.disarm_wake)
		mock.disarm_wake();
}

static NTSTATUS mock_device_create(PWDFDEVICE_INIT *init)
{
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	NTSTATUS status;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = mock_prepare;
	pnp.EvtDeviceD0Entry = mock_d0_entry;
	pnp.EvtDeviceD0Exit = mock_d0_exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(*init, &pnp);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromSx = mock_arm_wake;
	policy.EvtDeviceDisarmWakeFromSx = mock_disarm_wake;
	WdfDeviceInitSetPowerPolicyEventCallbacks(*init, &policy);
	status = WdfDeviceCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &mock.device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	return WdfDeviceAssignSxWakeSettings(mock.device, &wake);
}

static void mock_config_init(MBB_DEVICE_CONFIG *config)
{
	MBB_DEVICE_CONFIG_INIT(config, mock_send, mock_receive, NULL, mock_create_adapter);
}

static NTSTATUS mock_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	MBB_DEVICE_CONFIG config;
	NTSTATUS status;

	if (mock.device_add)
		return mock.device_add(init);
	status = NetDeviceInitConfig(init);
	if (NT_SUCCESS(status))
		status = MbbDeviceInitConfig(init);
	if (NT_SUCCESS(status))
		status = mock_device_create(&init);
	if (!NT_SUCCESS(status))
		return status;
	mock_config_init(&config);
	return MbbDeviceInitialize(mock.device, &config);
}

static NTSTATUS mock_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, mock_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

/*
 * No owner: suites run before their module is in sysfs, and a driver's link to
 * its module would be made there.
 */
static struct nt_module mock_module = {
	.name = "mbb_mock",
	.entry = mock_entry,
	.globals = &nt_module_globals,
	.root_devices = 1,
};

/* ---- helpers of the cases ---- */

static unsigned int count_sent(u32 type, u32 cid)
{
	unsigned int i, n = 0;

	spin_lock_bh(&mock.lock);
	for (i = 0; i < mock.logged; i++)
		n += mock.log[i].type == type && (!cid || mock.log[i].cid == cid);
	spin_unlock_bh(&mock.lock);
	return n;
}

/* How many commands about @cid began with these words. */
static inline unsigned int count_info(u32 cid, bool set, u32 first, u32 second)
{
	unsigned int i, n = 0;

	spin_lock_bh(&mock.lock);
	for (i = 0; i < mock.logged; i++)
		n += mock.log[i].type == MBIM_COMMAND_MSG && !mock.log[i].frag &&
		     mock.log[i].cid == cid && mock.log[i].set == set &&
		     mock.log[i].info[0] == first && mock.log[i].info[1] == second;
	spin_unlock_bh(&mock.lock);
	return n;
}

/* The function speaks unasked, of Basic Connect. */
static inline void indicate(u32 cid, const void *info, size_t len)
{
	u8 msg[128] = {};
	u32 notify;

	put_unaligned_le32(MBIM_INDICATE_STATUS_MSG, msg);
	put_unaligned_le32(44 + len, msg + 4);
	put_unaligned_le32(1, msg + 12);
	memcpy(msg + 20, mbim_uuid_basic_connect, 16);
	put_unaligned_le32(cid, msg + 36);
	put_unaligned_le32(len, msg + 40);
	memcpy(msg + 44, info, len);
	spin_lock_bh(&mock.lock);
	notify = mock_queue(msg, 44 + len);
	spin_unlock_bh(&mock.lock);
	while (notify--)
		MbbDeviceResponseAvailable(mock.device);
}

static bool wait_sent_for(u32 type, u32 cid, unsigned int count, unsigned int ms)
{
	return wait_event_timeout(mock.wait, count_sent(type, cid) >= count,
				  msecs_to_jiffies(ms));
}

static bool wait_sent(u32 type, u32 cid, unsigned int count)
{
	return wait_sent_for(type, cid, count, WAIT_MS);
}

/* OPEN and all of MbbCx's own questions: the last is the subscription. */
static bool wait_open(void)
{
	bool asked = wait_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_CAPS, 1);

	msleep(100);
	return asked;
}

static bool answers_left(void)
{
	bool left;

	spin_lock_bh(&mock.lock);
	left = !list_empty(&mock.answers);
	spin_unlock_bh(&mock.lock);
	return left;
}

static inline bool wait_drained(void)
{
	int i;

	for (i = 0; i < 200 && answers_left(); i++)
		msleep(20);
	return !answers_left();
}

static inline struct wdf_root_device *root_device(void)
{
	return wdf_root_find(mock_module.priv, 0);
}

static int mock_init(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	spin_lock_init(&mock.lock);
	init_waitqueue_head(&mock.wait);
	INIT_LIST_HEAD(&mock.answers);
	INIT_WORK(&mock.work, mock_work);
	mock.max_fragment = 512;
	mock.smallest_buffer = SIZE_MAX;
	return 0;
}

static void start(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, nt_module_load(&mock_module), 0);
	test->priv = &mock_module;
}

static void stop(struct kunit *test)
{
	struct answer *a, *tmp;

	if (test->priv)
		nt_module_unload(&mock_module);
	test->priv = NULL;
	flush_work(&mock.work);
	list_for_each_entry_safe(a, tmp, &mock.answers, node) {
		list_del(&a->node);
		kfree(a);
	}
}

static void mock_exit(struct kunit *test)
{
	stop(test);
}

/* What has to be true after every case. */
static void expect_manners(struct kunit *test)
{
	KUNIT_EXPECT_LE(test, mock.most_outstanding, 1U);
	KUNIT_EXPECT_FALSE(test, mock.outside_d0);
	KUNIT_EXPECT_FALSE(test, mock.exit_while_outstanding);
}

#endif
