// SPDX-License-Identifier: GPL-2.0
/*
 * Which adapters a protocol is bound to, and the events that its bindings get.
 */
#include "ndis_mock.h"

/* ---- which adapters ---- */

static void names_and_globs(struct kunit *test)
{
	static const struct {
		const char *list, *name;
		bool match;
	} rows[] = {
		{ "eth0", "eth0", true }, { "eth0", "eth01", false }, { "eth01", "eth0", false },
		{ "", "eth0", false }, { ",, ", "eth0", false }, { "*", "eth0", true },
		{ "wwan0,eth0", "eth0", true }, { "wwan0 eth0\n", "eth0", true },
		{ "eth*", "eth12", true }, { "eth*", "et", false }, { "*0", "wwan0", true },
		{ "*0", "wwan1", false }, { "w*n?", "wwan7", true }, { "w*n?", "wwan", false },
		{ "*a*b", "aab", true }, { "*a*b", "aabc", false }, { "eth[0-3]", "eth2", true },
		{ "eth[0-3]", "eth4", false }, { "eth[!0-3]", "eth4", true },
		{ "eth[^0]", "eth0", false }, { "eth[]x]", "eth]", true }, { "e[t", "e[t", true },
		{ "e[t", "et", false }, { "???", "lo", false }, { "WWAN0", "wwan0", false },
		{ "ab[cd", "abc", false }, { "**", "", true }, { "a", "", false },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++)
		KUNIT_EXPECT_EQ_MSG(test, ndis_bind_matches(rows[i].list, rows[i].name),
				    rows[i].match, "'%s' '%s'", rows[i].list, rows[i].name);
}

static void bind_parameter_chooses(struct kunit *test)
{
	struct mock_adapter *one = mock_arrive(test, "mock0"), *two = mock_arrive(test, "mock1");
	char *list = "x,mock1";

	client.module.ndis_bind = &list;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	KUNIT_EXPECT_STREQ(test, mock.bound, "\\Device\\mock1");
	mock_leave(one);
	mock_leave(two);
	mock_deregister();

	/* Not given: all. */
	list = NULL;
	one = mock_arrive(test, "mock0");
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 2));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 2);
	mock_leave(one);
}

static void intermediate_driver_needs_the_parameter(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	char *list = NULL;

	client.module.ndis_bind = &list;
	client.module.priv->intermediate = true;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	list = "mock0";
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	mock_leave(adapter);
}

static bool suits_mock1(const char *adapter)
{
	return !strcmp(adapter, "mock1");
}

/* Without the parameter it is for the module to say, and nothing for who takes over. */
static void module_knows_what_suits(struct kunit *test)
{
	struct mock_adapter *first = mock_arrive(test, "mock0");
	struct mock_adapter *second = mock_arrive(test, "mock1");
	char *list = NULL;

	client.module.ndis_bind = &list;
	client.module.ndis_edge = NT_NDIS_TAKES_OVER;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	client.module.ndis_suits = suits_mock1;
	NdisReEnumerateProtocolBindings(mock.protocol);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	msleep(20);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 1);
	mock_leave(second);
	mock_leave(first);
}

/* Neither by the policy nor by its own wish, whatever bind= says. */
static void never_its_own_instance(struct kunit *test)
{
	struct mock_adapter *adapter = mock_adapter(test, "ndisim0");
	struct ndis_miniport_driver *miniport = (void *)&miniport;
	struct mock_open *open;
	struct ndis_object *object;
	char *list = "*";

	client.module.ndis_bind = &list;
	adapter->adapter.owner = miniport;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	object = ndis_object_get(mock.protocol, NDIS_HANDLE_PROTOCOL, "t");
	container_of(object, struct ndis_protocol, object)->miniport = miniport;
	ndis_object_put(object);
	ndis_adapter_arrive(&adapter->adapter);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds), 0);
	open = mock_open_text("ndisim0", true);
	KUNIT_EXPECT_EQ(test, open->returned, NDIS_STATUS_OPEN_FAILED);
	EXPECT_VIOLATIONS(test, NDIS_OWN_INSTANCE, 1);
	mock_leave(adapter);
}

/* ---- events ---- */

static void deregister_in_event(void)
{
	NDIS_STATUS status;

	NdisDeregisterProtocol(&status, mock.protocol);
	mock.bad_level |= status != NDIS_STATUS_FAILURE;
}

static void events_reach_open_bindings(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	NET_PNP_EVENT event = { .NetEvent = NetEventSetPower };

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	KUNIT_EXPECT_EQ(test, ndis_pnp_adapter_event(&adapter->adapter, &event),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.events), 1);
	KUNIT_EXPECT_PTR_EQ(test, mock.event_context, (void *)&mock.open[0]);

	/* Only a query can be refused. */
	mock.event_returns = NDIS_STATUS_FAILURE;
	KUNIT_EXPECT_EQ(test, ndis_pnp_adapter_event(&adapter->adapter, &event),
			NDIS_STATUS_SUCCESS);
	event.NetEvent = NetEventQueryRemoveDevice;
	KUNIT_EXPECT_EQ(test, ndis_pnp_adapter_event(&adapter->adapter, &event),
			NDIS_STATUS_FAILURE);
	mock_leave(adapter);
}

static void events_reach_each_binding_once(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	NET_PNP_EVENT event = { .NetEvent = NetEventSetPower };
	struct mock_open *closed;

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock_open_text("mock0", true);
	closed = mock_open_text("mock0", true);
	mock_open_text("mock0", true);
	mock_close(closed, true);
	ndis_pnp_adapter_event(&adapter->adapter, &event);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.events), 3);
	KUNIT_EXPECT_PTR_EQ(test, mock.event_context, (void *)&mock.open[3]);
	mock_leave(adapter);
}

/* The binding is what it is about: it cannot end before the handler does. */
static void deregistration_inside_an_event(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	NET_PNP_EVENT event = { .NetEvent = NetEventSetPower };

	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock.in_event = deregister_in_event;
	ndis_pnp_adapter_event(&adapter->adapter, &event);
	EXPECT_VIOLATIONS(test, NDIS_WAITS_FOR_ITSELF, 1);
	mock.in_event = NULL;
	mock_leave(adapter);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.open[0].unbinds), 1);
}

static NDIS_STATUS event_status;

static int complete_event(void *data)
{
	mock_wait(atomic_read(&mock.events));
	msleep(20);
	NdisCompletePnPEvent(event_status, mock.open[0].handle, mock.event);
	return 0;
}

static void event_that_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	NET_PNP_EVENT event = { .NetEvent = NetEventQueryPower };

	mock.event_returns = NDIS_STATUS_PENDING;
	KUNIT_ASSERT_EQ(test, mock_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	event_status = NDIS_STATUS_RESOURCES;
	kthread_run(complete_event, NULL, "complete_event");
	KUNIT_EXPECT_EQ(test, ndis_pnp_adapter_event(&adapter->adapter, &event),
			NDIS_STATUS_RESOURCES);
	/* That is no answer. */
	atomic_set(&mock.events, 0);
	event_status = NDIS_STATUS_PENDING;
	kthread_run(complete_event, NULL, "complete_event");
	KUNIT_EXPECT_EQ(test, ndis_pnp_adapter_event(&adapter->adapter, &event),
			NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisCompletePnPEvent(NDIS_STATUS_SUCCESS, mock.open[0].handle, &event);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	mock_leave(adapter);
}

/* The slot is a TranslateHandler's, too, and one of 3.0 has none. */
static void events_are_for_4_and_5(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_register(4), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds_complete) == 1));
	mock_deregister();
	KUNIT_ASSERT_EQ(test, mock_register(3), NDIS_STATUS_SUCCESS);
	msleep(50);
	KUNIT_EXPECT_EQ(test, atomic_read(&mock.binds_complete), 1);
}

static struct kunit_case policy_cases[] = {
	KUNIT_CASE(names_and_globs),
	KUNIT_CASE(bind_parameter_chooses),
	KUNIT_CASE(intermediate_driver_needs_the_parameter),
	KUNIT_CASE(module_knows_what_suits),
	KUNIT_CASE(never_its_own_instance),
	{}
};

static struct kunit_case event_cases[] = {
	KUNIT_CASE(events_reach_open_bindings),
	KUNIT_CASE(events_reach_each_binding_once),
	KUNIT_CASE(deregistration_inside_an_event),
	KUNIT_CASE(event_that_pends),
	KUNIT_CASE(events_are_for_4_and_5),
	{}
};

static struct kunit_suite policy_suite = {
	.name = "ndis_bind_policy",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = policy_cases,
};

static struct kunit_suite event_suite = {
	.name = "ndis_bind_event",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = event_cases,
};

kunit_test_suites(&policy_suite, &event_suite);
