/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A protocol driver and adapters without a network, for the suites about what is
 * between them: what the driver is called with is counted and checked, what it
 * does is what the case says; the adapters do what they are told.
 * Included once by each suite.
 */
#ifndef _TESTS_KUNIT_NDIS_MOCK_H
#define _TESTS_KUNIT_NDIS_MOCK_H

#include <linux/completion.h>
#include <linux/jiffies.h>
#include <linux/kthread.h>
#include <linux/slab.h>

#include "ndis_client.h"

#include "ndis/core.h"
#include "ndis/oid.h"

#define MOCK_OPENS	16
#define MOCK_PATIENCE	(10 * HZ)

/* True as soon as @cond is, false if it is not in time. */
#define mock_wait(cond)								\
	({									\
		unsigned long end_ = jiffies + MOCK_PATIENCE;			\
		while (!(cond) && time_before(jiffies, end_))			\
			msleep(20);						\
		(cond);								\
	})

/* ---- adapters ---- */

static atomic_t mock_adapters;		/* not released yet */

/**
 * struct mock_adapter - an adapter
 * @attach: what attach() returns
 * @attach_gate: attach() waits for it, if there is one
 * @request: what request() returns
 * @request_binding: of the latest request
 * @request_latest: that request
 * @requests: how many there were
 * @reset: what reset() returns
 * @resets: how many there were
 * @attached: bindings attached and not detached
 * @updates: calls of update()
 * @seen_filter: the union at the latest update()
 */
struct mock_adapter {
	struct ndis_adapter adapter;
	NDIS_STATUS attach;
	struct completion *attach_gate;
	NDIS_STATUS request;
	struct ndis_binding *request_binding;
	PNDIS_REQUEST request_latest;
	atomic_t requests;
	NDIS_STATUS reset;
	atomic_t resets;
	atomic_t attached;
	atomic_t updates;
	u32 seen_filter;
};

#define to_mock(a)	container_of(a, struct mock_adapter, adapter)

static NDIS_STATUS mock_attach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	struct mock_adapter *mock = to_mock(adapter);

	if (mock->attach_gate)
		wait_for_completion(mock->attach_gate);
	if (mock->attach == NDIS_STATUS_SUCCESS)
		atomic_inc(&mock->attached);
	return mock->attach;
}

static void mock_detach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	atomic_dec(&to_mock(adapter)->attached);
}

static void mock_send(struct ndis_binding *binding, PNDIS_PACKET *packets, unsigned int count)
{
}

static NDIS_STATUS mock_request(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	struct mock_adapter *mock = to_mock(binding->adapter);

	mock->request_binding = binding;
	mock->request_latest = request;
	atomic_inc(&mock->requests);
	return mock->request;
}

static NDIS_STATUS mock_reset(struct ndis_adapter *adapter)
{
	atomic_inc(&to_mock(adapter)->resets);
	return to_mock(adapter)->reset;
}

static void mock_update(struct ndis_adapter *adapter)
{
	to_mock(adapter)->seen_filter = READ_ONCE(adapter->filter);
	atomic_inc(&to_mock(adapter)->updates);
}

static const char *mock_instance_name(struct ndis_adapter *adapter)
{
	return "Mock adapter";
}

static void mock_release(struct ndis_adapter *adapter)
{
	kfree(to_mock(adapter));
	atomic_dec(&mock_adapters);
}

static const struct ndis_adapter_ops mock_ops = {
	.attach = mock_attach,
	.detach = mock_detach,
	.send = mock_send,
	.request = mock_request,
	.reset = mock_reset,
	.update = mock_update,
	.instance_name = mock_instance_name,
	.release = mock_release,
};

/* Not arrived yet. */
static struct mock_adapter *mock_adapter(struct kunit *test, const char *name)
{
	struct mock_adapter *mock = kzalloc(sizeof(*mock), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, mock);
	KUNIT_ASSERT_EQ(test, ndis_adapter_init(&mock->adapter, name), 0);
	mock->adapter.ops = &mock_ops;
	mock->adapter.media[0] = NdisMedium802_3;
	mock->adapter.n_media = 1;
	atomic_inc(&mock_adapters);
	return mock;
}

static inline struct mock_adapter *mock_arrive(struct kunit *test, const char *name)
{
	struct mock_adapter *mock = mock_adapter(test, name);

	ndis_adapter_arrive(&mock->adapter);
	return mock;
}

/* Gone, and the suite's reference given up. */
static inline void mock_leave(struct mock_adapter *mock)
{
	ndis_adapter_leave(&mock->adapter);
	ndis_adapter_drain(&mock->adapter);
	ndis_adapter_put(&mock->adapter);
}

/* ---- the driver ---- */

enum mock_bind {
	BIND_OPENS,		/* opens, waits, succeeds */
	BIND_PENDS,		/* opens; the case completes */
	BIND_COMPLETES_EARLY,	/* completes inside the handler, returns a failure */
	BIND_FORGETS,		/* says nothing */
	BIND_FORGETS_OPEN,	/* leaves what it opened */
	BIND_FAILS,
	BIND_FAILS_OPEN,	/* leaves what it opened */
	BIND_CLOSES,		/* opens, closes again, fails */
};

enum mock_unbind {
	UNBIND_CLOSES,		/* closes, waits, succeeds */
	UNBIND_PENDS,		/* closes; completed by CloseAdapterComplete */
	UNBIND_COMPLETES_EARLY,	/* closes, completes inside, returns a failure */
	UNBIND_LEAVES,		/* succeeds and has not closed */
	UNBIND_NEVER,		/* closes; nobody ever completes */
	UNBIND_DEREGISTERS,	/* closes, then deregisters the protocol */
	UNBIND_DEREGISTERS_OPEN,/* deregisters with the binding open */
};

/**
 * struct mock_open - a ProtocolBindingContext
 * @handle: NdisBindingHandle
 * @medium: SelectedMediumIndex
 * @handle_known: both were set when OpenAdapterComplete came
 * @late: calls after CloseAdapterComplete returned
 * @unpaired: Status calls without their StatusComplete so far
 */
struct mock_open {
	NDIS_HANDLE handle;
	UINT medium;
	NDIS_STATUS returned;
	NDIS_STATUS error;
	NDIS_STATUS status;
	bool handle_known;
	struct completion opened;
	struct completion closed;
	atomic_t opens, closes, unbinds, late;
	bool gone;
	NDIS_HANDLE unbind_context;
	char statuses[128];
	atomic_t unpaired;
	NDIS_STATUS latest_status;
};

static struct mock {
	NDIS_HANDLE protocol;
	enum mock_bind bind;
	enum mock_unbind unbind;
	void (*in_bind)(void);			/* first thing in Bind */
	void (*in_unbind)(struct mock_open *open);	/* as in_bind */
	void (*in_open_complete)(struct mock_open *open);
	void (*in_close_complete)(struct mock_open *open);
	void (*in_status)(struct mock_open *open);
	void (*in_request_complete)(struct mock_open *open);
	void (*in_event)(void);
	NDIS_STATUS event_returns;
	PNET_PNP_EVENT event;
	void *event_context;
	atomic_t binds, binding, binds_at_once, events, binds_complete;
	NDIS_HANDLE bind_context;
	bool handle_in_bind;			/* the handle was stored before Bind */
	bool bad_name, bad_section, bad_level;
	char bound[64];				/* name of the latest Bind */
	spinlock_t lock;
	unsigned int n;
	struct mock_open open[MOCK_OPENS];
	atomic_t requests;
	PNDIS_REQUEST request;
	NDIS_STATUS request_status;
	atomic_t resets;
	NDIS_STATUS reset_status;
} mock;

static struct mock_open *mock_context(NDIS_HANDLE context)
{
	struct mock_open *open = context;

	if (open->gone)
		atomic_inc(&open->late);
	return open;
}

static VOID mock_open_complete(NDIS_HANDLE context, NDIS_STATUS status, NDIS_STATUS error)
{
	struct mock_open *open = mock_context(context);

	open->status = status;
	open->handle_known = open->handle && open->medium != ~0u;
	mock.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	atomic_inc(&open->opens);
	if (mock.in_open_complete)
		mock.in_open_complete(open);
	complete(&open->opened);
}

static VOID mock_close_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
	struct mock_open *open = mock_context(context);

	mock.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL || status != NDIS_STATUS_SUCCESS;
	if (mock.in_close_complete)
		mock.in_close_complete(open);
	if (mock.unbind == UNBIND_PENDS && open->unbind_context)
		NdisCompleteUnbindAdapter(open->unbind_context, NDIS_STATUS_SUCCESS);
	atomic_inc(&open->closes);
	open->gone = true;
	complete(&open->closed);
}

static VOID mock_send_complete(NDIS_HANDLE context, PNDIS_PACKET packet, NDIS_STATUS status)
{
	mock_context(context);
}

static VOID mock_reset_complete(NDIS_HANDLE context, NDIS_STATUS status)
{
	struct mock_open *open = mock_context(context);

	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	strlcat(open->statuses, "R", sizeof(open->statuses));
	mock.reset_status = status;
	atomic_inc(&mock.resets);
}

static VOID mock_request_complete(NDIS_HANDLE context, PNDIS_REQUEST request, NDIS_STATUS status)
{
	struct mock_open *open = mock_context(context);

	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	mock.request = request;
	mock.request_status = status;
	if (mock.in_request_complete)
		mock.in_request_complete(open);
	atomic_inc(&mock.requests);
}

static NDIS_STATUS mock_receive(NDIS_HANDLE context, NDIS_HANDLE receive, PVOID header,
				UINT header_size, PVOID lookahead, UINT lookahead_size,
				UINT packet_size)
{
	mock_context(context);
	return NDIS_STATUS_NOT_ACCEPTED;
}

static VOID mock_receive_complete(NDIS_HANDLE context)
{
	mock_context(context);
}

/* One letter for each status: c connect, d disconnect, b e reset, x closing. */
static VOID mock_status(NDIS_HANDLE context, NDIS_STATUS status, PVOID buffer, UINT size)
{
	struct mock_open *open = mock_context(context);
	const char *letter = "?";

	mock.bad_level |= KeGetCurrentIrql() != DISPATCH_LEVEL;
	if (status == NDIS_STATUS_MEDIA_CONNECT)
		letter = "c";
	else if (status == NDIS_STATUS_MEDIA_DISCONNECT)
		letter = "d";
	else if (status == NDIS_STATUS_RESET_START)
		letter = "b";
	else if (status == NDIS_STATUS_RESET_END)
		letter = "e";
	else if (status == NDIS_STATUS_CLOSING)
		letter = "x";
	strlcat(open->statuses, letter, sizeof(open->statuses));
	open->latest_status = status;
	atomic_inc(&open->unpaired);
	if (mock.in_status)
		mock.in_status(open);
}

static VOID mock_status_complete(NDIS_HANDLE context)
{
	struct mock_open *open = mock_context(context);

	strlcat(open->statuses, ".", sizeof(open->statuses));
	atomic_dec(&open->unpaired);
}

static NDIS_STATUS mock_event(NDIS_HANDLE context, PNET_PNP_EVENT event)
{
	mock.event = event;
	mock.event_context = context;
	mock.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	if (event->NetEvent == NetEventBindsComplete && !context) {
		atomic_inc(&mock.binds_complete);
		return NDIS_STATUS_SUCCESS;
	}
	atomic_inc(&mock.events);
	if (mock.in_event)
		mock.in_event();
	return mock.event_returns;
}

static VOID mock_unload(VOID)
{
	mock.bad_level = true;
}

/* The next context, or NULL. */
static struct mock_open *mock_new_open(void)
{
	struct mock_open *open = NULL;

	spin_lock(&mock.lock);
	if (mock.n < MOCK_OPENS)
		open = &mock.open[mock.n++];
	spin_unlock(&mock.lock);
	if (!open)
		return NULL;
	memset(open, 0, sizeof(*open));
	init_completion(&open->opened);
	init_completion(&open->closed);
	open->medium = ~0u;
	return open;
}

/* Any of the driver's threads; waits for OpenAdapterComplete if told to. */
static struct mock_open *mock_open_name(PNDIS_STRING name, bool wait)
{
	static NDIS_MEDIUM media[] = { NdisMedium802_5, NdisMedium802_3 };
	struct mock_open *open = mock_new_open();

	if (!open)
		return NULL;
	NdisOpenAdapter(&open->returned, &open->error, &open->handle, &open->medium, media,
			ARRAY_SIZE(media), mock.protocol, open, name, 0, NULL);
	if (open->returned == NDIS_STATUS_PENDING && wait &&
	    !wait_for_completion_timeout(&open->opened, MOCK_PATIENCE))
		pr_err("mock: the open does not complete\n");
	return open;
}

static inline struct mock_open *mock_open_text(const char *text, bool wait)
{
	struct mock_open *open;
	NDIS_STRING name;

	if (ndis_string_create(&name, text))
		return NULL;
	open = mock_open_name(&name, wait);
	kfree(name.Buffer);
	return open;
}

static NDIS_STATUS mock_close(struct mock_open *open, bool wait)
{
	NDIS_STATUS status = 0x12345;

	NdisCloseAdapter(&status, open->handle);
	if (status == NDIS_STATUS_PENDING && wait &&
	    !wait_for_completion_timeout(&open->closed, MOCK_PATIENCE))
		pr_err("mock: the close does not complete\n");
	return status;
}

static void mock_check_names(PNDIS_STRING name, PVOID section)
{
	ndis_string_to_text(name, mock.bound, sizeof(mock.bound));
	mock.bad_name |= name->Buffer[name->Length / 2] ||
			 strncmp(mock.bound, "\\Device\\", 8);
	mock.bad_section |= !section || !((PNDIS_STRING)section)->Length;
	/* A driver may write what it is shown. */
	name->Buffer[0] = 'x';
}

static VOID mock_bind_handler(PNDIS_STATUS status, NDIS_HANDLE context, PNDIS_STRING name,
			      PVOID section, PVOID reserved)
{
	struct mock_open *open = NULL;

	mock.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	mock.handle_in_bind = mock.protocol;
	mock.bind_context = context;
	if (atomic_inc_return(&mock.binding) > 1)
		atomic_inc(&mock.binds_at_once);
	if (mock.in_bind)
		mock.in_bind();
	if (mock.bind <= BIND_COMPLETES_EARLY || mock.bind == BIND_FAILS_OPEN ||
	    mock.bind == BIND_FORGETS_OPEN || mock.bind == BIND_CLOSES)
		open = mock_open_name(name, true);
	mock_check_names(name, section);
	switch (mock.bind) {
	case BIND_OPENS:
		*status = open ? open->returned == NDIS_STATUS_PENDING ? open->status :
			  open->returned : NDIS_STATUS_RESOURCES;
		break;
	case BIND_PENDS:
		*status = NDIS_STATUS_PENDING;
		break;
	case BIND_COMPLETES_EARLY:
		NdisCompleteBindAdapter(context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
		*status = NDIS_STATUS_RESOURCES;
		break;
	case BIND_FORGETS:
	case BIND_FORGETS_OPEN:
		break;
	case BIND_CLOSES:
		mock_close(open, true);
		*status = NDIS_STATUS_RESOURCES;
		break;
	case BIND_FAILS:
	case BIND_FAILS_OPEN:
		*status = NDIS_STATUS_NOT_ACCEPTED;
		break;
	}
	atomic_dec(&mock.binding);
	atomic_inc(&mock.binds);
}

static VOID mock_unbind_handler(PNDIS_STATUS status, NDIS_HANDLE context, NDIS_HANDLE unbind)
{
	struct mock_open *open = mock_context(context);
	NDIS_STATUS deregister;

	mock.bad_level |= KeGetCurrentIrql() != PASSIVE_LEVEL;
	atomic_inc(&open->unbinds);
	open->unbind_context = unbind;
	if (mock.in_unbind)
		mock.in_unbind(open);
	*status = NDIS_STATUS_SUCCESS;
	switch (mock.unbind) {
	case UNBIND_CLOSES:
		mock_close(open, true);
		break;
	case UNBIND_PENDS:
	case UNBIND_NEVER:
		*status = NDIS_STATUS_PENDING;
		mock_close(open, false);
		break;
	case UNBIND_COMPLETES_EARLY:
		mock_close(open, true);
		NdisCompleteUnbindAdapter(unbind, NDIS_STATUS_SUCCESS);
		*status = NDIS_STATUS_FAILURE;
		break;
	case UNBIND_LEAVES:
		break;
	case UNBIND_DEREGISTERS:
		mock_close(open, true);
		fallthrough;
	case UNBIND_DEREGISTERS_OPEN:
		NdisDeregisterProtocol(&deregister, mock.protocol);
		mock.protocol = NULL;
		break;
	}
}

static void mock_characteristics(NDIS50_PROTOCOL_CHARACTERISTICS *chars, u8 major)
{
	memset(chars, 0, sizeof(*chars));
	chars->MajorNdisVersion = major;
	chars->OpenAdapterCompleteHandler = mock_open_complete;
	chars->CloseAdapterCompleteHandler = mock_close_complete;
	chars->SendCompleteHandler = mock_send_complete;
	chars->ResetCompleteHandler = mock_reset_complete;
	chars->RequestCompleteHandler = mock_request_complete;
	chars->ReceiveHandler = mock_receive;
	chars->ReceiveCompleteHandler = mock_receive_complete;
	chars->StatusHandler = mock_status;
	chars->StatusCompleteHandler = mock_status_complete;
	if (major < 4)
		return;
	chars->BindAdapterHandler = mock_bind_handler;
	chars->UnbindAdapterHandler = mock_unbind_handler;
	chars->PnPEventHandler = mock_event;
	chars->UnloadHandler = mock_unload;
}

static u32 mock_size(u8 major)
{
	return major == 3 ? sizeof(NDIS30_PROTOCOL_CHARACTERISTICS) :
	       major == 4 ? sizeof(NDIS40_PROTOCOL_CHARACTERISTICS) :
			    sizeof(NDIS50_PROTOCOL_CHARACTERISTICS);
}

static NDIS_STATUS mock_register_chars(NDIS50_PROTOCOL_CHARACTERISTICS *chars, u32 size)
{
	NDIS_STATUS status = 0x12345;

	NdisRegisterProtocolWorker(WdfDriverGlobals, &status, &mock.protocol, chars, size);
	return status;
}

static inline NDIS_STATUS mock_register(u8 major)
{
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, major);
	return mock_register_chars(&chars, mock_size(major));
}

static NDIS_STATUS mock_deregister(void)
{
	NDIS_STATUS status = 0x12345;

	NdisDeregisterProtocol(&status, mock.protocol);
	mock.protocol = NULL;
	return status;
}

/* ---- suites ---- */

static int mock_setup(struct kunit *test)
{
	memset(&mock, 0, sizeof(mock));
	spin_lock_init(&mock.lock);
	ndis_patience = 30 * HZ;
	return client_setup(test);
}

/* Whatever a case did: nothing is left, and no context was used when it was gone. */
static void mock_teardown(struct kunit *test)
{
	unsigned int i;

	if (mock.protocol)
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	for (i = 0; i < mock.n; i++) {
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].late), 0);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].unpaired), 0);
		KUNIT_EXPECT_LE(test, atomic_read(&mock.open[i].opens), 1);
		KUNIT_EXPECT_LE(test, atomic_read(&mock.open[i].closes), 1);
	}
	KUNIT_EXPECT_FALSE(test, mock.bad_level);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_at_once), 0);
	client_teardown(test);
	KUNIT_EXPECT_TRUE(test, mock_wait(!atomic_read(&mock_adapters)));
}

#endif
