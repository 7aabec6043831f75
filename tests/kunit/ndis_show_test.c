// SPDX-License-Identifier: GPL-2.0
/*
 * What debugfs ndis/bindings says: each state that a pair of a protocol and an
 * adapter can be in, and each that a binding can.
 */
#include "ndis_mock.h"

#include <linux/seq_file.h>

#define HELD_MS		(2000 * (MOCK_PATIENCE / HZ))

static char text[16384];

/* What the line of the protocol and @adapter says of them; "" if there is none. */
static const char *shown(const char *adapter)
{
	struct seq_file file = { .buf = text, .size = sizeof(text) - 1 };
	static char begin[64];
	char *line, *rest = text;

	if (ndis_bindings_show(&file, NULL))
		return "?";
	text[min(file.count, file.size)] = '\0';
	snprintf(begin, sizeof(begin), "KUNIT %s ", adapter);
	while ((line = strsep(&rest, "\n"))) {
		if (!strncmp(line, begin, strlen(begin)))
			return line + strlen(begin);
	}
	return "";
}

static bool shows(const char *adapter, const char *what)
{
	return !strcmp(shown(adapter), what);
}

static NDIS_STATUS show_register(u8 major)
{
	static NDIS_STRING name = NDIS_STRING_CONST("kunit");
	NDIS50_PROTOCOL_CHARACTERISTICS chars;

	mock_characteristics(&chars, major);
	chars.Name = name;
	return mock_register_chars(&chars, mock_size(major));
}

static void bindings_of_its_own(struct kunit *test)
{
	struct mock_adapter *one = mock_arrive(test, "mock0"), *two = mock_arrive(test, "mock1");
	struct mock_open *first, *second;

	KUNIT_EXPECT_STREQ(test, shown("mock0"), "");
	KUNIT_ASSERT_EQ(test, show_register(3), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle");
	ndis_knob_set(NDIS_KNOB_DELAY_MS, HELD_MS);
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 1);
	first = mock_open_text("mock0", false);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle opening");
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 0);
	wait_for_completion(&first->opened);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open");
	/* In their order, each at its adapter. */
	second = mock_open_text("mock0", true);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 1);
	mock_close(second, false);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open closing");
	KUNIT_EXPECT_STREQ(test, shown("mock1"), "idle");
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 0);
	wait_for_completion(&second->closed);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "idle open")));
	mock_close(first, true);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "idle")));
	mock_leave(two);
	KUNIT_EXPECT_STREQ(test, shown("mock1"), "");
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "");
	mock_leave(one);
}

static void bind_and_unbind(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");

	mock.bind = BIND_PENDS;
	mock.unbind = UNBIND_PENDS;
	ndis_knob_set(NDIS_KNOB_DELAY_MS, HELD_MS);
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 1);
	KUNIT_ASSERT_EQ(test, show_register(5), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "binding opening")));
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 0);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "binding open")));
	KUNIT_EXPECT_TRUE(test, mock_wait(atomic_read(&mock.binds) == 1));
	NdisCompleteBindAdapter(mock.bind_context, NDIS_STATUS_SUCCESS, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "idle open")));
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 1);
	ndis_adapter_leave(&adapter->adapter);
	KUNIT_EXPECT_TRUE(test, mock_wait(shows("mock0", "unbinding closing")));
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 0);
	mock_leave(adapter);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "");
}

static void what_pends(struct kunit *test)
{
	struct mock_adapter *adapter = mock_arrive(test, "mock0");
	NDIS_REQUEST request = { .RequestType = NdisRequestQueryInformation };
	struct ndis_binding *binding;
	struct mock_open *open;
	NDIS_STATUS status;
	u32 value;

	KUNIT_ASSERT_EQ(test, show_register(3), NDIS_STATUS_SUCCESS);
	open = mock_open_text("mock0", true);
	request.DATA.QUERY_INFORMATION.Oid = OID_GEN_LINK_SPEED;
	request.DATA.QUERY_INFORMATION.InformationBuffer = &value;
	request.DATA.QUERY_INFORMATION.InformationBufferLength = sizeof(value);
	adapter->request = NDIS_STATUS_PENDING;
	NdisRequest(&status, open->handle, &request);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_PENDING);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open pending=1");
	binding = adapter->request_binding;
	ndis_request_done(binding, adapter->request_latest, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open");
	/* Nothing but what is looked at: no transfer pends, and it is not closed. */
	binding->rx_transfer = 2;
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open transfer");
	atomic_add(12, &binding->pending);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle open pending=12 transfer");
	atomic_sub(12, &binding->pending);
	binding->rx_transfer = 0;
	WRITE_ONCE(binding->state, NDIS_BINDING_CLOSED);
	KUNIT_EXPECT_STREQ(test, shown("mock0"), "idle closed");
	WRITE_ONCE(binding->state, NDIS_BINDING_OPEN);
	mock_close(open, true);
	KUNIT_EXPECT_EQ(test, mock_deregister(), NDIS_STATUS_SUCCESS);
	mock_leave(adapter);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(bindings_of_its_own),
	KUNIT_CASE(bind_and_unbind),
	KUNIT_CASE(what_pends),
	{}
};

static void teardown(struct kunit *test)
{
	ndis_knob_set(NDIS_KNOB_PEND_OPEN, 0);
	ndis_knob_set(NDIS_KNOB_PEND_CLOSE, 0);
	ndis_knob_set(NDIS_KNOB_DELAY_MS, 0);
	mock_teardown(test);
}

static struct kunit_suite suite = {
	.name = "ndis_show",
	.init = mock_setup,
	.exit = teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
