// SPDX-License-Identifier: GPL-2.0
/*
 * Bind and Unbind: in every order of arrivals and departures, with answers that
 * come in time, early, late and never.
 */
#include "ndis_mock.h"

/* ---- who comes first ---- */

static void protocol_first(struct kunit *test)
{
	struct mock_adapter *adapter;

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	adapter = mock_arrive(test, "mock0");
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	KUNIT_EXPECT_STREQ(test, mock.bound, "\\Device\\mock0");
	KUNIT_EXPECT_FALSE(test, mock.bad_name);
	KUNIT_EXPECT_FALSE(test, mock.bad_section);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter->attached), 1);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	/* Not for the second time. */
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_complete), 1);
}

static void adapter_first(struct kunit *test)
{
	struct mock_adapter *one = mock_arrive(test, "mock0"), *two = mock_arrive(test, "mock1");

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	/* All binds of the first round have ended by then. */
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 2);
	KUNIT_EXPECT_PTR_EQ(test, mock.event_context, NULL);
	KUNIT_EXPECT_TRUE(test, mock.handle_in_bind);
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&one->attached) + atomic_read(&two->attached), 0);
	mock_leave(one);
	mock_leave(two);
}

/* Deregistered before anything was bound: the driver hears of nothing. */
static void deregistered_at_once(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	unsigned int i;

	for (i = 0; i < 8; i++) {
		KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].opens),
				atomic_read(&mock.open[0].closes));
		mock.n = 0;
	}
	mock_leave(adapter);
}

static void adapter_comes_back(struct kunit *test)
{
	struct mock_adapter *adapter;
	unsigned int i;

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	for (i = 1; i <= 3; i++) {
		adapter = mock_arrive(test, "mock0");
		KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == i));
		mock_leave(adapter);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i - 1].closes), 1);
	}
}

/* The name is taken again while the old adapter is still being unbound. */
static void name_comes_back_early(struct kunit *test)
{
	struct mock_adapter *old = mock_arrive(test, "mock0"), *new;

	mock.unbind = UNBIND_NEVER;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	ndis_adapter_leave(&old->adapter);
	new = mock_arrive(test, "mock0");
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 2));
	KUNIT_EXPECT_EQ(test, mock.open[1].status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&new->attached), 1);
	KUNIT_EXPECT_TRUE(test, mock_wait(mock.open[0].unbind_context));
	NdisCompleteUnbindAdapter(mock.open[0].unbind_context, NDIS_STATUS_SUCCESS);
	mock_leave(old);
	mock.unbind = UNBIND_CLOSES;
	mock_leave(new);
}

/* ---- the first round ---- */

static unsigned int entry_binds;

static NTSTATUS entry_registers(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	mock_register(5);
	msleep(100);
	entry_binds = atomic_read(&mock.binds) + atomic_read(&mock.binding);
	return STATUS_SUCCESS;
}

static void slow_bind(void)
{
	msleep(200);
}

/* No Bind runs beside DriverEntry, and loading waits for those that follow. */
static void first_round_follows_driver_entry(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	client_unload();
	mock.in_bind = slow_bind;
	client.module.entry = entry_registers;
	KUNIT_ASSERT_EQ(test, nt_module_load(&client.module), 0);
	client.loaded = true;
	KUNIT_EXPECT_EQ(test, entry_binds, 0u);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_complete), 1);
	mock_leave(adapter);
}

static NTSTATUS entry_fails(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	mock_register(5);
	mock.protocol = NULL;
	return STATUS_UNSUCCESSFUL;
}

static void failing_driver_entry_binds_nothing(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	client_unload();
	client.module.entry = entry_fails;
	KUNIT_EXPECT_NE(test, nt_module_load(&client.module), 0);
	client.loaded = false;
	EXPECT_VIOLATIONS(test, NDIS_PROTOCOL_LEAK, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	mock_leave(adapter);
}

static void drivers_bind_one_at_a_time(struct kunit *test)
{
	static const char * const names[] = { "mock0", "mock1", "mock2", "mock3" };
	struct mock_adapter *adapters[ARRAY_SIZE(names)];
	unsigned int i;

	mock.in_bind = slow_bind;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		adapters[i] = mock_arrive(test, names[i]);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == ARRAY_SIZE(names)));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_at_once), 0);
	for (i = 0; i < ARRAY_SIZE(names); i++)
		mock_leave(adapters[i]);
}

/* ---- answers ---- */

static void bind_that_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_complete), 0);
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
}

static void bind_that_pends_and_fails(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_close(&mock.open[0], true);
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_RESOURCES, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 0);
}

/* What the handler returns after it has completed is stale. */
static void bind_completed_inside(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_COMPLETES_EARLY;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 0);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	EXPECT_NO_VIOLATION(test);
}

/* Silence is no success. */
static void bind_that_says_nothing(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_FORGETS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 2));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, mock.n, 0u);
}

static void leaves_nothing_open(struct kunit *test, enum mock_bind bind)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = bind;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	EXPECT_VIOLATIONS(test, NDIS_NOT_CLOSED, 1);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.open[0].closes) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter->attached), 0);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 0);
	mock_leave(adapter);
}

static void failed_bind_leaves_nothing_open(struct kunit *test)
{
	leaves_nothing_open(test, BIND_FAILS_OPEN);
}

static void silent_bind_leaves_nothing_open(struct kunit *test)
{
	leaves_nothing_open(test, BIND_FORGETS_OPEN);
}

static void bind_may_close_what_it_opened(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_CLOSES;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 0);
}

static void bind_completed_twice(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	NdisCompleteUnbindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_BIND_CONTEXT, 1);
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
	mock_leave(adapter);
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static void unbind_that_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.unbind = UNBIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	EXPECT_NO_VIOLATION(test);
}

static void unbind_completed_inside(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.unbind = UNBIND_COMPLETES_EARLY;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	mock_leave(adapter);
	EXPECT_NO_VIOLATION(test);
}

static void unbind_has_to_close(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.unbind = UNBIND_LEAVES;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(adapter);
	EXPECT_VIOLATIONS(test, NDIS_NOT_CLOSED, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
}

/* Nothing is open any more, so nothing is waited for without an end. */
static void unbind_that_never_completes(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.unbind = UNBIND_NEVER;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	ndis_patience = HZ / 5;
	mock_leave(adapter);
	EXPECT_VIOLATIONS(test, NDIS_NOT_COMPLETED, 1);
	NdisCompleteUnbindAdapter(mock.open[0].unbind_context, NDIS_STATUS_SUCCESS);
	client_look();
}

/* Unbind is for what is bound: it waits until that is known. */
static void adapter_leaves_while_a_bind_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	ndis_adapter_leave(&adapter->adapter);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 0);
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
}

static struct mock_adapter *leaving;

static void leave_now(void)
{
	ndis_adapter_leave(&leaving->adapter);
}

static void leave_in_completion(struct mock_open *open)
{
	leave_now();
}

/* At the worst moment: while a handler that may sleep runs. */
static void adapter_leaves_inside_handlers(struct kunit *test)
{
	unsigned int i;

	for (i = 0; i < 3; i++) {
		leaving = mock_arrive(test, "mock0");
		mock.in_bind = i == 0 ? leave_now : NULL;
		mock.in_open_complete = i == 1 ? leave_in_completion : NULL;
		mock.in_close_complete = i == 2 ? leave_in_completion : NULL;
		mock.bind = i == 2 ? BIND_CLOSES : BIND_OPENS;
		KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == i + 1));
		mock_leave(leaving);
		/* Too late to open, to be unbound, and to be closed a second time. */
		KUNIT_EXPECT_EQ(test, mock.open[i].returned,
				i ? NDIS_STATUS_PENDING : NDIS_STATUS_CLOSING);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].unbinds), i == 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].closes), i > 0);
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	}
	EXPECT_NO_VIOLATION(test);
}

static void unloading_ends_a_bind_that_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	ndis_patience = HZ / 5;
	mock.protocol = NULL;
	client_unload();
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_NDIS_NOT_COMPLETED) -
			client.of_rule[NT_RULE_NDIS_NOT_COMPLETED], 1ull);
	client_look();
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	mock_leave(adapter);
}

static void null_unbind_context_is_harmless(struct kunit *test)
{
	NdisCompleteUnbindAdapter(NULL, NDIS_STATUS_SUCCESS);
	EXPECT_NO_VIOLATION(test);
}

/* ---- what a driver asks for ---- */

static void re_enumeration_binds_what_is_not_bound(struct kunit *test)
{
	struct mock_adapter *one = mock_arrive(test, "mock0"), *two;

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock.bind = BIND_FAILS;
	two = mock_arrive(test, "mock1");
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 2));
	msleep(50);
	mock.bind = BIND_OPENS;
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 3));
	KUNIT_EXPECT_STREQ(test, mock.bound, "\\Device\\mock1");
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 3);
	mock_leave(one);
	mock_leave(two);
}

/* A driver that closed by itself is not bound either. */
static void re_enumeration_after_a_close(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	msleep(20);
	mock_close(&mock.open[0], true);
	msleep(20);
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 2));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 0);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].unbinds), 1);
}

/* Nor is one that is about to be closed: it is bound when that is over. */
static void re_enumeration_during_a_close(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	struct ndis_binding *binding;
	NDIS_STATUS status;

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	binding = ndis_binding_enter(mock.open[0].handle, "t", &status);
	KUNIT_ASSERT_NOT_NULL(test, binding);
	mock_close(&mock.open[0], false);
	NdisReEnumerateProtocolBindings(mock.protocol);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	ndis_binding_put(binding);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 2));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].unbinds), 1);
}

static void enumerate_again(void)
{
	NdisReEnumerateProtocolBindings(mock.protocol);
}

static void re_enumeration_inside_bind(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.in_bind = enumerate_again;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	mock_leave(adapter);
}

static void driver_asks_to_be_unbound(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	NdisUnbindAdapter(mock.open[0].handle);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.open[0].closes) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	mock_leave(adapter);
}

/* ---- deregistration ---- */

static void deregistration_unbinds(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock_open_text("mock0", true);
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	/* Each binding, also the one that no Bind opened. */
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].closes), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&adapter->attached), 0);
	mock_leave(adapter);
}

static void deregistration_waits_for_a_bind(struct kunit *test)
{
	struct mock_adapter *adapter;

	mock.in_bind = slow_bind;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	adapter = mock_arrive(test, "mock0");
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binding)));
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].opens),
			atomic_read(&mock.open[0].closes));
	mock_leave(adapter);
	client_look();
}

static void deregistration_inside_the_last_unbind(struct kunit *test)
{
	static const enum mock_unbind ways[] = { UNBIND_DEREGISTERS, UNBIND_DEREGISTERS_OPEN };
	struct mock_adapter *adapter;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ways); i++) {
		mock.unbind = ways[i];
		adapter = mock_arrive(test, "mock0");
		KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == i + 1));
		mock_leave(adapter);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].unbinds), 1);
		KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[i].closes), 1);
		KUNIT_EXPECT_NULL(test, mock.protocol);
	}
	EXPECT_NO_VIOLATION(test);
}

static void unloading_ends_a_handler_that_deregistered(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.unbind = UNBIND_DEREGISTERS;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	ndis_adapter_leave(&adapter->adapter);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	KUNIT_EXPECT_GT(test, nt_violation_count(NT_RULE_NDIS_DEREGISTERED),
			client.of_rule[NT_RULE_NDIS_DEREGISTERED]);
	client_look();
	mock.protocol = NULL;
	mock_leave(adapter);
}

static void deregister_in_bind(void)
{
	NDIS_STATUS status;

	if (!mock.protocol)
		return;
	NdisDeregisterProtocol(&status, mock.protocol);
	mock.protocol = NULL;
}

/* No driver should; others of its Binds wait for this one, which must not hang. */
static void deregistration_inside_a_bind(struct kunit *test)
{
	struct mock_adapter *one = mock_arrive(test, "mock0"), *two = mock_arrive(test, "mock1");

	mock.in_bind = deregister_in_bind;
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(one);
	mock_leave(two);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	client_look();
}

static VOID unload_deregisters(PDRIVER_OBJECT object)
{
	mock_deregister();
}

static NTSTATUS entry_unloads(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	object->DriverUnload = unload_deregisters;
	return mock_register(5);
}

/* rmmod with a binding open: DriverUnload is all that the driver has to do. */
static void unloading_while_bound(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	client_unload();
	client.module.entry = entry_unloads;
	KUNIT_ASSERT_EQ(test, nt_module_load(&client.module), 0);
	client.loaded = true;
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	EXPECT_NO_VIOLATION(test);
	mock_leave(adapter);
}

/* NDIS 3.0: told by a status; closes by itself, or is closed. */
static void driver_without_unbind_is_told(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);
	mock_open_text("mock0", true);
	mock_open_text("\\Device\\mock0", true);
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, mock.open[0].statuses, "x.");
	KUNIT_EXPECT_STREQ(test, mock.open[1].statuses, "x.");
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].closes), 1);
	mock_leave(adapter);
	EXPECT_NO_VIOLATION(test);
}

static void close_from_status(struct mock_open *open)
{
	if (open->latest_status == NDIS_STATUS_CLOSING &&
	    mock_close(open, false) != NDIS_STATUS_PENDING)
		mock.bad_level = true;
}

static void driver_without_unbind_closes(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.in_status = close_from_status;
	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);
	mock_open_text("mock0", true);
	mock_leave(adapter);
	KUNIT_EXPECT_STREQ(test, mock.open[0].statuses, "x.");
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].closes), 1);
	EXPECT_NO_VIOLATION(test);
}

/* ---- races ---- */

static atomic_t racers;

static int race_adapters(void *data)
{
	unsigned int i;

	for (i = 0; i < 20; i++) {
		struct mock_adapter *adapter = kzalloc(sizeof(*adapter), GFP_KERNEL);

		if (!adapter || ndis_adapter_init(&adapter->adapter, "race0"))
			break;
		adapter->adapter.ops = &mock_ops;
		adapter->adapter.media[0] = NdisMedium802_3;
		adapter->adapter.n_media = 1;
		atomic_inc(&mock_adapters);
		ndis_adapter_arrive(&adapter->adapter);
		msleep(i % 4);
		ndis_status_link(&adapter->adapter, i & 1);
		ndis_status_link(&adapter->adapter, !(i & 1));
		mock_leave(adapter);
	}
	atomic_dec(&racers);
	return 0;
}

static void arrivals_against_registrations(struct kunit *test)
{
	unsigned int i;

	atomic_set(&racers, 2);
	kthread_run(race_adapters, NULL, "race0");
	kthread_run(race_adapters, NULL, "race1");
	for (i = 0; atomic_read(&racers) && i < 1000; i++) {
		mock.unbind = i % 3;
		KUNIT_EXPECT_EQ(test, mock_register(4 + i % 2), NDIS_STATUS_SUCCESS);
		msleep(i % 7);
		KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
		/* Nothing of this protocol runs any more: contexts may be used again. */
		for (; mock.n; mock.n--) {
			struct mock_open *open = &mock.open[mock.n - 1];

			KUNIT_EXPECT_EQ(test, atomic_read(&open->late), 0);
			KUNIT_EXPECT_EQ(test, atomic_read(&open->unpaired), 0);
			KUNIT_EXPECT_EQ(test, atomic_read(&open->closes),
					open->status == NDIS_STATUS_SUCCESS &&
					atomic_read(&open->opens));
		}
	}
	KUNIT_EXPECT_TRUE(test, mock_wait(!atomic_read(&racers)));
	/* A Bind that met a deregistration may not have closed in time. */
	client_look();
}

/* There was no memory to remember that the two may be bound. */
static void adapter_that_was_missed(struct kunit *test)
{
	struct mock_adapter *adapter;

	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	if (!ndis_knob(NDIS_KNOB_FAIL_ALLOC))
		return;
	adapter = mock_arrive(test, "mock0");
	KUNIT_EXPECT_EQ(test, ndis_knob(NDIS_KNOB_FAIL_ALLOC), 0u);
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, mock_open_text("mock0", true)->returned, NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[1].closes), 1);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(adapter_that_was_missed),
	KUNIT_CASE(protocol_first),
	KUNIT_CASE(adapter_first),
	KUNIT_CASE(deregistered_at_once),
	KUNIT_CASE(adapter_comes_back),
	KUNIT_CASE(name_comes_back_early),
	KUNIT_CASE(first_round_follows_driver_entry),
	KUNIT_CASE(failing_driver_entry_binds_nothing),
	KUNIT_CASE(drivers_bind_one_at_a_time),
	KUNIT_CASE(bind_that_pends),
	KUNIT_CASE(bind_that_pends_and_fails),
	KUNIT_CASE(bind_completed_inside),
	KUNIT_CASE(bind_that_says_nothing),
	KUNIT_CASE(failed_bind_leaves_nothing_open),
	KUNIT_CASE(silent_bind_leaves_nothing_open),
	KUNIT_CASE(bind_may_close_what_it_opened),
	KUNIT_CASE(bind_completed_twice),
	KUNIT_CASE(unbind_that_pends),
	KUNIT_CASE(unbind_completed_inside),
	KUNIT_CASE(unbind_has_to_close),
	KUNIT_CASE(unbind_that_never_completes),
	KUNIT_CASE(adapter_leaves_while_a_bind_pends),
	KUNIT_CASE(adapter_leaves_inside_handlers),
	KUNIT_CASE(unloading_ends_a_bind_that_pends),
	KUNIT_CASE(null_unbind_context_is_harmless),
	KUNIT_CASE(re_enumeration_binds_what_is_not_bound),
	KUNIT_CASE(re_enumeration_after_a_close),
	KUNIT_CASE(re_enumeration_during_a_close),
	KUNIT_CASE(re_enumeration_inside_bind),
	KUNIT_CASE(driver_asks_to_be_unbound),
	KUNIT_CASE(deregistration_unbinds),
	KUNIT_CASE(deregistration_waits_for_a_bind),
	KUNIT_CASE(deregistration_inside_the_last_unbind),
	KUNIT_CASE(unloading_ends_a_handler_that_deregistered),
	KUNIT_CASE(deregistration_inside_a_bind),
	KUNIT_CASE(unloading_while_bound),
	KUNIT_CASE(driver_without_unbind_is_told),
	KUNIT_CASE(driver_without_unbind_closes),
	KUNIT_CASE(arrivals_against_registrations),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_bind",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
