// SPDX-License-Identifier: GPL-2.0
/*
 * What a client may call when: configuration and initialisation of the device,
 * its parameters, adapters, requests, wake; and the status and the violation
 * that a call at another time costs.
 */
#include "mbb_mock.h"

/* numbers of mbbcx/rules.def */
#define RULE_INIT_ORDER		600
#define RULE_NOT_INITIALIZED	601
#define RULE_PARAMETERS		602
#define RULE_SETTER_TIME	603
#define RULE_REQUEST_LENGTH	606
#define RULE_NOT_A_NET_DEVICE	501
#define RULE_WAKE_TIME		608
#define RULE_BAD_ARGUMENT	610
#define RULE_CREATE_ADAPTER	650
#define RULE_ADAPTER_TIME	651

#define WIRE_MAX		0xffff	/* wLength has 16 bits */

/* What the hooks of a case saw. */
static struct {
	NTSTATUS status[8];
	MBB_DEVICE_CONFIG config;
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	NETADAPTER adapter;
	ULONG session;
	char trace[16];
	unsigned int lists;
	u64 violations;
} saw;

static void trace(char what)
{
	size_t n = strlen(saw.trace);

	if (n + 1 < sizeof(saw.trace))
		saw.trace[n] = what;
}

static unsigned int lists_sent(void)
{
	return count_sent(MBIM_COMMAND_MSG, MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST);
}

static int device_init(struct kunit *test)
{
	memset(&saw, 0, sizeof(saw));
	return mock_init(test);
}

/* ---- EvtDriverDeviceAdd ---- */

static NTSTATUS add_in_the_wrong_order(PWDFDEVICE_INIT init)
{
	saw.status[0] = MbbDeviceInitConfig(init);
	saw.status[1] = NetDeviceInitConfig(init);
	saw.status[2] = MbbDeviceInitConfig(init);
	saw.status[3] = MbbDeviceInitConfig(init);
	return STATUS_UNSUCCESSFUL;
}

static void init_config_has_its_place(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_INIT_ORDER);

	mock.device_add = add_in_the_wrong_order;
	start(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, saw.status[1], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.status[2], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.status[3], STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_INIT_ORDER), before + 2);
}

static NTSTATUS add_without_init_config(PWDFDEVICE_INIT init)
{
	NTSTATUS status = NetDeviceInitConfig(init);

	if (NT_SUCCESS(status))
		status = mock_device_create(&init);
	if (!NT_SUCCESS(status))
		return status;
	/* WdfDeviceCreate took the structure away: too late. */
	saw.status[0] = MbbDeviceInitConfig(init);
	mock_config_init(&saw.config);
	saw.status[1] = MbbDeviceInitialize(mock.device, &saw.config);
	MbbDeviceResponseAvailable(mock.device);
	return saw.status[1];
}

static void init_config_comes_before_the_device(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_INIT_ORDER);
	u64 argument = nt_violation_count(RULE_BAD_ARGUMENT);

	mock.device_add = add_without_init_config;
	start(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[1], STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_INIT_ORDER), before + 2);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_BAD_ARGUMENT), argument + 1);
}

static NTSTATUS add_with_power_policy(PWDFDEVICE_INIT init)
{
	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS callbacks;

	NET_DEVICE_POWER_POLICY_EVENT_CALLBACKS_INIT(&callbacks);
	NetDeviceInitSetPowerPolicyEventCallbacks(init, &callbacks);
	saw.violations = nt_violation_count(RULE_NOT_A_NET_DEVICE);
	saw.status[0] = NetDeviceInitConfig(init);
	NetDeviceInitSetPowerPolicyEventCallbacks(init, &callbacks);
	saw.lists = nt_violation_count(RULE_NOT_A_NET_DEVICE) - saw.violations;
	callbacks.Size--;
	NetDeviceInitSetPowerPolicyEventCallbacks(init, &callbacks);
	return STATUS_UNSUCCESSFUL;
}

/* After NetDeviceInitConfig, and whole. */
static void power_policy_callbacks_have_their_place(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_NOT_A_NET_DEVICE);

	mock.device_add = add_with_power_policy;
	start(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.violations, before + 1);
	KUNIT_EXPECT_EQ(test, saw.lists, 0U);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_NOT_A_NET_DEVICE), before + 2);
}

static NTSTATUS add_configured(PWDFDEVICE_INIT *init)
{
	NTSTATUS status = NetDeviceInitConfig(*init);

	if (NT_SUCCESS(status))
		status = MbbDeviceInitConfig(*init);
	return NT_SUCCESS(status) ? mock_device_create(init) : status;
}

static NTSTATUS add_with_bad_configs(PWDFDEVICE_INIT init)
{
	NTSTATUS status = add_configured(&init);
	MBB_DEVICE_CONFIG bad;

	if (!NT_SUCCESS(status))
		return status;
	mock_config_init(&saw.config);
	saw.status[0] = MbbDeviceInitialize(mock.device, NULL);
	bad = saw.config;
	bad.Size--;
	saw.status[1] = MbbDeviceInitialize(mock.device, &bad);
	bad = saw.config;
	bad.SendMbimFragment = NULL;
	saw.status[2] = MbbDeviceInitialize(mock.device, &bad);
	bad = saw.config;
	bad.ReceiveMbimFragment = NULL;
	saw.status[3] = MbbDeviceInitialize(mock.device, &bad);
	bad = saw.config;
	bad.CreateAdapter = NULL;
	saw.status[4] = MbbDeviceInitialize(mock.device, &bad);
	saw.status[5] = MbbDeviceInitialize(mock.device, &saw.config);
	saw.status[6] = MbbDeviceInitialize(mock.device, &saw.config);
	return saw.status[5];
}

static void initialize_judges_its_config(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_BAD_ARGUMENT);
	u64 order = nt_violation_count(RULE_INIT_ORDER);

	mock.device_add = add_with_bad_configs;
	start(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[1], STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, saw.status[2], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[3], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[4], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.status[5], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.status[6], STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_BAD_ARGUMENT), before + 5);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_INIT_ORDER), order + 1);
	KUNIT_EXPECT_TRUE(test, wait_open());
}

static NTSTATUS add_and_forget(PWDFDEVICE_INIT init)
{
	return add_configured(&init);
}

static void start_without_initialize(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_NOT_INITIALIZED);

	mock.device_add = add_and_forget;
	start(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_NOT_INITIALIZED), before + 1);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
	KUNIT_EXPECT_EQ(test, mock.logged, 0U);
}

/* ---- parameters ---- */

static void prepare_with_parameters(void)
{
	MbbDeviceSetMbimParameters(mock.device, &saw.parameters);
}

struct parameters_case {
	const char *name;
	int size, version, extended;
	u32 fragment;
	bool good;
};

static const struct parameters_case parameters_cases[] = {
	{ "good", 0, 1, 0, 512, true },
	{ "smallest_fragment", 0, 1, 0, 64, true },
	{ "fragment_below_64", 0, 1, 0, 63, false },
	{ "wrong_size", -4, 1, 0, 512, false },
	{ "unknown_version", 0, 2, 0, 512, false },
	{ "unknown_extended_version", 0, 1, 4, 512, false },
};

static void parameters_case_name(const struct parameters_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(parameters, parameters_cases, parameters_case_name);

static void parameters_are_judged(struct kunit *test)
{
	const struct parameters_case *c = test->param_value;
	u64 before = nt_violation_count(RULE_PARAMETERS);

	MBB_DEVICE_MBIM_PARAMETERS_INIT(&saw.parameters, c->version, c->fragment, c->extended);
	saw.parameters.Size += c->size;
	mock.prepare = prepare_with_parameters;
	mock.no_parameters = true;
	start(test);
	KUNIT_EXPECT_EQ(test, mock.in_d0, c->good);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_PARAMETERS), before + !c->good);
	if (!c->good)
		return;
	KUNIT_ASSERT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 1));
	KUNIT_EXPECT_EQ(test, mock.max_transfer, c->fragment);
}

static void fragments_fit_the_wire(struct kunit *test)
{
	mock.max_fragment = 1 << 20;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_sent(MBIM_OPEN_MSG, 0, 1));
	KUNIT_EXPECT_EQ(test, mock.max_transfer, (u32)WIRE_MAX);
}

static void parameters_have_their_time(struct kunit *test)
{
	u64 before;

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	before = nt_violation_count(RULE_SETTER_TIME);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&saw.parameters, MbbMbimVersion1Dot0, 64,
					MbbMbimExtendedVersion1Dot0);
	MbbDeviceSetMbimParameters(mock.device, &saw.parameters);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_SETTER_TIME), before + 1);
}

/* ---- adapters ---- */

static VOID adapter_cleanup(WDFOBJECT object)
{
	trace('k');
}

static VOID adapter_destroy(WDFOBJECT object)
{
	trace('d');
}

static void prepare_traced(void)
{
	trace('P');
}

static NTSTATUS create_traced(NETADAPTER_INIT *init)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	trace('C');
	if (mock.in_d0)
		trace('!');
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = adapter_cleanup;
	attributes.EvtDestroyCallback = adapter_destroy;
	status = NetAdapterCreate(init, &attributes, &saw.adapter);
	if (!NT_SUCCESS(status))
		return status;
	saw.status[0] = MbbAdapterInitialize(saw.adapter);
	saw.session = MbbAdapterGetSessionId(saw.adapter);
	return saw.status[0];
}

static void primary_adapter_follows_prepare_hardware(struct kunit *test)
{
	saw.session = 99;
	mock.prepare = prepare_traced;
	mock.create_adapter = create_traced;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_STREQ(test, saw.trace, "PC");
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.session, 0U);
}

static void adapter_ends_with_its_callbacks(struct kunit *test)
{
	mock.create_adapter = create_traced;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_EXPECT_STREQ(test, saw.trace, "C");
	stop(test);
	KUNIT_EXPECT_STREQ(test, saw.trace, "Ckd");
}

static void adapter_is_not_the_clients_to_delete(struct kunit *test)
{
	u64 before;

	mock.create_adapter = create_traced;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	before = nt_violation_count(NT_RULE_DELETE_NOT_ALLOWED);
	WdfObjectDelete(saw.adapter);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_DELETE_NOT_ALLOWED), before + 1);
	KUNIT_EXPECT_STREQ(test, saw.trace, "C");
	KUNIT_EXPECT_EQ(test, MbbAdapterGetSessionId(saw.adapter), 0U);
}

static void adapter_is_initialized_once(struct kunit *test)
{
	u64 before;

	mock.create_adapter = create_traced;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	before = nt_violation_count(RULE_ADAPTER_TIME);
	KUNIT_EXPECT_EQ(test, MbbAdapterInitialize(saw.adapter), STATUS_INVALID_DEVICE_STATE);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_ADAPTER_TIME), before + 1);
}

static NTSTATUS create_and_forget(NETADAPTER_INIT *init)
{
	return NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &saw.adapter);
}

static void adapter_has_to_be_initialized(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_CREATE_ADAPTER);

	mock.create_adapter = create_and_forget;
	start(test);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_CREATE_ADAPTER), before + 1);
	KUNIT_EXPECT_FALSE(test, mock.in_d0);
}

static void prepare_with_an_adapter(void)
{
	NETADAPTER_INIT *init = NetAdapterInitAllocate(mock.device);

	if (!init)
		return;
	saw.status[0] = NetAdapterCreate(init, WDF_NO_OBJECT_ATTRIBUTES, &saw.adapter);
	NetAdapterInitFree(init);
	saw.status[1] = MbbAdapterInitialize(saw.adapter);
	saw.session = MbbAdapterGetSessionId(saw.adapter);
}

/* Made by the client for itself: it has no session. */
static void adapter_of_the_clients_own_is_foreign(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_ADAPTER_FOREIGN);

	saw.session = 99;
	mock.prepare = prepare_with_an_adapter;
	start(test);
	KUNIT_EXPECT_EQ(test, saw.status[0], STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, saw.status[1], STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, saw.session, 0U);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_ADAPTER_FOREIGN), before + 2);
}

/* ---- requests ---- */

static MBBREQUEST hold_a_request(struct kunit *test)
{
	mock.hold = true;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	return mock.held;
}

static void request_has_buffer_and_id(struct kunit *test)
{
	static const GUID none;
	MBBREQUEST request = hold_a_request(test);
	size_t size = 0;
	u8 *buf = MbbRequestGetBuffer(request, &size);
	LPCGUID id = MbbRequestGetCorrelationId(request);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	KUNIT_ASSERT_NOT_NULL(test, id);
	KUNIT_EXPECT_EQ(test, size, (size_t)16);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(buf), (u32)MBIM_OPEN_MSG);
	KUNIT_EXPECT_PTR_EQ(test, MbbRequestGetBuffer(request, NULL), (void *)buf);
	KUNIT_EXPECT_FALSE(test, IsEqualGUID(id, &none));
	mock_complete(request, false, 0, 0);
}

/* Clients dereference the id for their logs, whatever they have in hand. */
static void handle_that_is_no_request(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_WRONG_HANDLE_TYPE);
	MBBREQUEST request = hold_a_request(test);
	MBBREQUEST wrong = (MBBREQUEST)mock.device;
	static const GUID none;
	size_t size = 1;
	LPCGUID id;

	KUNIT_EXPECT_PTR_EQ(test, MbbRequestGetBuffer(wrong, &size), NULL);
	KUNIT_EXPECT_EQ(test, size, (size_t)0);
	id = MbbRequestGetCorrelationId(wrong);
	KUNIT_ASSERT_NOT_NULL(test, id);
	KUNIT_EXPECT_TRUE(test, IsEqualGUID(id, &none));
	MbbRequestComplete(wrong, STATUS_SUCCESS);
	MbbRequestCompleteWithInformation(wrong, STATUS_SUCCESS, 4);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_WRONG_HANDLE_TYPE), before + 4);
	mock_complete(request, false, 0, 0);
}

static void more_bytes_than_the_buffer_has(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_REQUEST_LENGTH);

	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	mock.hold = true;
	MbbDeviceResponseAvailable(mock.device);
	KUNIT_ASSERT_TRUE(test, wait_event_timeout(mock.wait, mock.held,
						   msecs_to_jiffies(WAIT_MS)));
	mock_complete(mock.held, true, 1 << 20, 0);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_REQUEST_LENGTH), before + 1);
	stop(test);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 1U);
}

/* ---- wake ---- */

static void arm_and_look(void)
{
	MbbDeviceArmWake(mock.device);
	saw.lists = lists_sent();
}

static void disarm_and_look(void)
{
	MbbDeviceDisarmWake(mock.device);
	saw.lists = lists_sent();
}

static void wake_is_armed_and_disarmed_by_the_client(struct kunit *test)
{
	u64 before = nt_violation_count(RULE_WAKE_TIME);
	unsigned int lists;

	mock.arm_wake = arm_and_look;
	mock.disarm_wake = disarm_and_look;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	lists = lists_sent();
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_EXPECT_EQ(test, saw.lists, lists + 1);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, true), 0);
	/* On return from the call, not at some later time. */
	KUNIT_EXPECT_EQ(test, saw.lists, lists + 2);
	KUNIT_EXPECT_EQ(test, lists_sent(), lists + 2);
	KUNIT_EXPECT_EQ(test, nt_violation_count(RULE_WAKE_TIME), before);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	expect_manners(test);
}

static void disarm_while_arming(void)
{
	saw.violations = nt_violation_count(RULE_WAKE_TIME);
	MbbDeviceDisarmWake(mock.device);
	saw.violations = nt_violation_count(RULE_WAKE_TIME) - saw.violations;
}

static void disarm_has_its_own_callback(struct kunit *test)
{
	mock.arm_wake = disarm_while_arming;
	start(test);
	KUNIT_ASSERT_TRUE(test, wait_open());
	KUNIT_ASSERT_EQ(test, wdf_root_suspend(root_device(), true, true), 0);
	KUNIT_EXPECT_EQ(test, saw.violations, 1ULL);
	KUNIT_EXPECT_EQ(test, count_sent(MBIM_CLOSE_MSG, 0), 0U);
	KUNIT_ASSERT_EQ(test, wdf_root_resume(root_device(), false, true), 0);
}

static struct kunit_case device_cases[] = {
	KUNIT_CASE(init_config_has_its_place),
	KUNIT_CASE(init_config_comes_before_the_device),
	KUNIT_CASE(power_policy_callbacks_have_their_place),
	KUNIT_CASE(initialize_judges_its_config),
	KUNIT_CASE(start_without_initialize),
	KUNIT_CASE_PARAM(parameters_are_judged, parameters_gen_params),
	KUNIT_CASE(fragments_fit_the_wire),
	KUNIT_CASE(parameters_have_their_time),
	KUNIT_CASE(primary_adapter_follows_prepare_hardware),
	KUNIT_CASE(adapter_ends_with_its_callbacks),
	KUNIT_CASE(adapter_is_not_the_clients_to_delete),
	KUNIT_CASE(adapter_is_initialized_once),
	KUNIT_CASE(adapter_has_to_be_initialized),
	KUNIT_CASE(adapter_of_the_clients_own_is_foreign),
	KUNIT_CASE(request_has_buffer_and_id),
	KUNIT_CASE(handle_that_is_no_request),
	KUNIT_CASE(more_bytes_than_the_buffer_has),
	KUNIT_CASE(wake_is_armed_and_disarmed_by_the_client),
	KUNIT_CASE(disarm_has_its_own_callback),
	{}
};

static struct kunit_suite device_suite = {
	.name = "mbbcx_device",
	.init = device_init,
	.exit = mock_exit,
	.test_cases = device_cases,
};

kunit_test_suite(device_suite);

MODULE_IMPORT_NS(MBBCX);
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_LICENSE("GPL");
