// SPDX-License-Identifier: GPL-2.0
/*
 * The framework's state machines, as clients are told of them and ask for them.
 */
#include "wdf_mock.h"

static NTSTATUS register_status;

static const char *type_name(WDF_STATE_NOTIFICATION_TYPE type)
{
	switch (type) {
	case StateNotificationEnterState:
		return "enter";
	case StateNotificationPostProcessState:
		return "post";
	default:
		return "leave";
	}
}

static VOID pnp_changed(WDFDEVICE device, PCWDF_DEVICE_PNP_NOTIFICATION_DATA data)
{
	/* The three have the first member in common. */
	mock_log("%s:%x>%x", type_name(data->Type), data->Data.EnterState.CurrentState,
		 data->Type == StateNotificationPostProcessState ?
		 0 : data->Data.EnterState.NewState);
}

static VOID pnp_entered(WDFDEVICE device, PCWDF_DEVICE_PNP_NOTIFICATION_DATA data)
{
	mock_log("pnp:%x", data->Data.EnterState.NewState);
}

static VOID power_entered(WDFDEVICE device, PCWDF_DEVICE_POWER_NOTIFICATION_DATA data)
{
	mock_log("power:%x", data->Data.EnterState.NewState);
}

static VOID policy_entered(WDFDEVICE device, PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA data)
{
	switch (data->Data.EnterState.NewState) {
	case WdfDevStatePwrPolStarted:
		mock_log("policy:started");
		break;
	case WdfDevStatePwrPolStartedWakeCapable:
		mock_log("policy:wake-capable");
		break;
	case WdfDevStatePwrPolWaitingArmed:
		mock_log("policy:armed");
		break;
	case WdfDevStatePwrPolSystemAsleepNoWake:
		mock_log("policy:asleep");
		break;
	default:
		break;
	}
}

static void all_pnp_states(PWDFDEVICE_INIT init)
{
	WDF_DEVICE_PNP_STATE state;

	register_status = STATUS_SUCCESS;
	for (state = WdfDevStatePnpObjectCreated; state < WdfDevStatePnpNull; state++) {
		if (!NT_SUCCESS(WdfDeviceInitRegisterPnpStateChangeCallback(
				init, state, pnp_entered, StateNotificationEnterState)))
			register_status = STATUS_UNSUCCESSFUL;
	}
}

static void pnp_states_in_order(struct kunit *test)
{
	mock.adding = all_pnp_states;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, register_status, STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test,
			"add pnp:105 pnp:106 pnp:108 prepare entry:5 post:5 init pnp:109 pnp:119");
	KUNIT_ASSERT_EQ(test, wdf_pdo_stop(&mock.pdo), 0);
	MOCK_EXPECT_LOG(test,
			"pnp:111 pnp:10f query-stop pnp:110 pnp:120 suspend pre:5 exit:5 release pnp:11e");
	KUNIT_ASSERT_EQ(test, wdf_pdo_start(&mock.pdo), 0);
	MOCK_EXPECT_LOG(test, "pnp:11d pnp:108 prepare entry:5 post:5 restart pnp:109 pnp:119");
	mock.fail[MOCK_QUERY_STOP] = true;
	KUNIT_EXPECT_EQ(test, wdf_pdo_stop(&mock.pdo), -EBUSY);
	MOCK_EXPECT_LOG(test, "pnp:111 pnp:10f query-stop pnp:119");
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"pnp:10b query-remove pnp:10c pnp:10e pnp:117 suspend pre:5 exit:5 release flush cleanup pnp:113 evt-cleanup evt-destroy");
}

static void surprises_are_states(struct kunit *test)
{
	mock.adding = all_pnp_states;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	wdf_pdo_surprise(&mock.pdo);
	MOCK_EXPECT_LOG(test, "surprise");
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"pnp:121 pnp:117 suspend pre:5 exit:5 release flush cleanup pnp:113 evt-cleanup evt-destroy");
}

static void failed_starts_are_states(struct kunit *test)
{
	mock.adding = all_pnp_states;
	mock.fail[MOCK_ENTRY] = true;
	KUNIT_EXPECT_NE(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test,
			"add pnp:105 pnp:106 pnp:108 prepare entry:5 release pnp:12b pnp:113 evt-cleanup evt-destroy");
}

static void started_in_full(PWDFDEVICE_INIT init)
{
	WdfDeviceInitRegisterPnpStateChangeCallback(init, WdfDevStatePnpStarted, pnp_entered,
						    StateNotificationEnterState);
	/* The second one counts. */
	WdfDeviceInitRegisterPnpStateChangeCallback(init, WdfDevStatePnpStarted, pnp_changed,
						    StateNotificationAllTransitions);
	WdfDeviceInitRegisterPnpStateChangeCallback(init, WdfDevStatePnpHardwareAvailable,
						    pnp_changed,
						    StateNotificationPostProcessState);
}

static void each_kind_of_notification(struct kunit *test)
{
	mock.adding = started_in_full;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test,
			"add prepare entry:5 post:5 init post:108>0 enter:109>119 post:119>0");
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"leave:119>10b query-remove suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void all_power_states(PWDFDEVICE_INIT init)
{
	WDF_DEVICE_POWER_STATE state;
	WDF_DEVICE_POWER_POLICY_STATE policy;

	register_status = STATUS_SUCCESS;
	for (state = WdfDevStatePowerObjectCreated; state < WdfDevStatePowerNull; state++) {
		if (!NT_SUCCESS(WdfDeviceInitRegisterPowerStateChangeCallback(
				init, state, power_entered, StateNotificationEnterState)))
			register_status = STATUS_UNSUCCESSFUL;
	}
	for (policy = WdfDevStatePwrPolObjectCreated; policy < WdfDevStatePwrPolNull; policy++) {
		if (!NT_SUCCESS(WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
				init, policy, policy_entered, StateNotificationEnterState)))
			register_status = STATUS_UNSUCCESSFUL;
	}
}

static void power_states_in_order(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS settings;

	mock.adding = all_power_states;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, register_status, STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test,
			"add prepare power:30f entry:5 post:5 init power:313 power:307 policy:started");
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&settings, IdleCanWakeFromS0);
	KUNIT_ASSERT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &settings),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "power:31a suspend arm-s0 pre:4 exit:4 power:321 policy:armed");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "power:313 power:307 policy:wake-capable"));
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	MOCK_EXPECT_LOG(test, "power:31a suspend pre:4 exit:4 power:31c policy:asleep");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	mock.log[0] = '\0';
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"query-remove power:314 suspend pre:5 exit:5 power:315 release flush cleanup power:33c evt-cleanup evt-destroy");
}

static void machines_have_states(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePnpState(mock.device), WdfDevStatePnpStarted);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePowerState(mock.device), WdfDevStatePowerD0);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePowerPolicyState(mock.device),
			WdfDevStatePwrPolStarted);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePnpState(mock.device), WdfDevStatePnpStarted);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePowerState(mock.device),
			WdfDevStatePowerGotoDxIoStopped);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceGetDevicePowerState(NULL), WdfDevStatePowerInvalid);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static NTSTATUS bad[5];

static void register_badly(PWDFDEVICE_INIT init)
{
	bad[0] = WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpNull, pnp_entered, StateNotificationEnterState);
	bad[1] = WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpInvalid, pnp_entered, StateNotificationEnterState);
	bad[2] = WdfDeviceInitRegisterPnpStateChangeCallback(
		init, WdfDevStatePnpStarted, NULL, StateNotificationEnterState);
	bad[3] = WdfDeviceInitRegisterPowerStateChangeCallback(
		init, WdfDevStatePowerD0, power_entered, 0);
	bad[4] = WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
		init, WdfDevStatePwrPolStarted, policy_entered, 8);
}

static void bad_registrations(struct kunit *test)
{
	unsigned int i;

	mock.adding = register_badly;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	for (i = 0; i < ARRAY_SIZE(bad); i++)
		KUNIT_EXPECT_EQ(test, bad[i], STATUS_INVALID_PARAMETER);
	MOCK_EXPECT_LOG(test, "add prepare entry:5 post:5 init");
}

static struct kunit_case wdf_notify_cases[] = {
	KUNIT_CASE(pnp_states_in_order),
	KUNIT_CASE(surprises_are_states),
	KUNIT_CASE(failed_starts_are_states),
	KUNIT_CASE(each_kind_of_notification),
	KUNIT_CASE(power_states_in_order),
	KUNIT_CASE(machines_have_states),
	KUNIT_CASE(bad_registrations),
	{}
};

static struct kunit_suite wdf_notify_suite = {
	.name = "ndis_shim_wdf_notify",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = wdf_notify_cases,
};

kunit_test_suite(wdf_notify_suite);
