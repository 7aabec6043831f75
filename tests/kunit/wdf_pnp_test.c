// SPDX-License-Identifier: GPL-2.0
/*
 * The PnP/power state machine: order of the callbacks, what follows from a
 * failure, idle and wake, class extensions' hooks.
 */
#include "wdf_mock.h"

#define STARTED	"add prepare entry:5 post:5 init"

/* ---- start and end ---- */

static void starts_in_documented_order(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test, STARTED);
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD0);
}

static void orderly_removal_in_documented_order(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"query-remove suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void failing_add_deletes_the_device(struct kunit *test)
{
	mock.fail[MOCK_ADD] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test, "add evt-cleanup evt-destroy");
}

/* Of the statuses that a step may fail with, this one has another meaning. */
static void a_step_is_never_not_supported(struct kunit *test)
{
	mock.fail[MOCK_PREPARE] = true;
	mock.failure = STATUS_NOT_SUPPORTED;
	KUNIT_EXPECT_NE(test, mock_add(), 0);
	MOCK_EXPECT_RULE(test, BAD_STATUS, 1);
}

static void add_without_a_device_is_a_violation(struct kunit *test)
{
	mock.no_create = true;
	KUNIT_EXPECT_NE(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test, "add");
	MOCK_EXPECT_RULE(test, WRONG_PNP_STATE, 1);
}

static void failing_prepare_is_released(struct kunit *test)
{
	mock.fail[MOCK_PREPARE] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test, "add prepare release evt-cleanup evt-destroy");
}

static void failing_first_entry_has_no_exit(struct kunit *test)
{
	mock.fail[MOCK_ENTRY] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test, "add prepare entry:5 release evt-cleanup evt-destroy");
}

static void failing_post_interrupts_powers_down(struct kunit *test)
{
	mock.fail[MOCK_POST] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test,
			"add prepare entry:5 post:5 pre:5 exit:5 release evt-cleanup evt-destroy");
}

static void failing_io_init_is_not_suspended(struct kunit *test)
{
	mock.fail[MOCK_INIT] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test,
			"add prepare entry:5 post:5 init pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void surprise_comes_before_the_rest(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	wdf_pdo_surprise(&mock.pdo);
	MOCK_EXPECT_LOG(test, "surprise");
	wdf_pdo_surprise(&mock.pdo);
	MOCK_EXPECT_LOG(test, "");
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_DEVICE_REMOVED);
	mock_remove();
	MOCK_EXPECT_LOG(test, "suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void vanished_device_is_surprised_at_removal(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	mock.pdo.gone = true;
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void surprise_in_low_power_has_no_exit(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	mock.log[0] = '\0';
	wdf_pdo_surprise(&mock.pdo);
	mock_remove();
	MOCK_EXPECT_LOG(test, "surprise release flush cleanup evt-cleanup evt-destroy");
}

static void stopped_device_starts_again(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_stop(&mock.pdo), 0);
	MOCK_EXPECT_LOG(test, "query-stop suspend pre:5 exit:5 release");
	KUNIT_ASSERT_EQ(test, wdf_pdo_start(&mock.pdo), 0);
	MOCK_EXPECT_LOG(test, "prepare entry:5 post:5 restart");
}

static void client_may_refuse_to_stop(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	mock.fail[MOCK_QUERY_STOP] = true;
	KUNIT_EXPECT_EQ(test, wdf_pdo_stop(&mock.pdo), -EBUSY);
	MOCK_EXPECT_LOG(test, "query-stop");
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD0);
}

static void shutdown_powers_down_and_frees_nothing(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	wdf_pdo_shutdown(&mock.pdo);
	MOCK_EXPECT_LOG(test, "suspend pre:5 exit:5");
	KUNIT_EXPECT_EQ(test, WdfDeviceGetSystemPowerAction(mock.device), PowerActionShutdown);
}

/* ---- idle and wake ---- */

static void assign_idle(struct kunit *test, WDF_POWER_POLICY_S0_IDLE_CAPABILITIES caps)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS settings;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&settings, caps);
	KUNIT_ASSERT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &settings),
			STATUS_SUCCESS);
}

static void assign_wake(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS settings;

	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&settings);
	KUNIT_ASSERT_EQ(test, WdfDeviceAssignSxWakeSettings(mock.device, &settings),
			STATUS_SUCCESS);
}

static void idle_without_settings_is_refused(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), -EBUSY);
	MOCK_EXPECT_LOG(test, "");
}

static void idle_arms_and_wakes(struct kunit *test)
{
	mock.bus.idle_state = WdfPowerDeviceD2;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleUsbSelectiveSuspend);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "suspend arm-s0 pre:3 exit:3");
	KUNIT_EXPECT_EQ(test, mock.armed, 1);
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD2);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "woke-s0 entry:3 post:3 disarm-s0 restart");
}

static void idle_that_cannot_wake_does_not_arm(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCannotWakeFromS0);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
	KUNIT_EXPECT_EQ(test, mock.armed, 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart");
}

static void idle_that_cannot_be_armed_stays_up(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCanWakeFromS0);
	mock.log[0] = '\0';
	mock.fail[MOCK_ARM] = true;
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), -EBUSY);
	MOCK_EXPECT_LOG(test, "suspend arm-s0 restart");
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD0);
}

static void system_sleep_arms_only_if_both_want(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, true), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	assign_wake(test);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	mock.log[0] = '\0';
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, true), 0);
	MOCK_EXPECT_LOG(test, "suspend arm-sx pre:4 exit:4");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "woke-sx entry:4 post:4 disarm-sx restart");
}

static void failed_sx_arm_is_disarmed(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_wake(test);
	mock.log[0] = '\0';
	mock.fail[MOCK_ARM] = true;
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, true), 0);
	MOCK_EXPECT_LOG(test, "suspend arm-sx disarm-sx pre:4 exit:4");
	KUNIT_EXPECT_EQ(test, mock.armed, 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart");
}

static void failing_entry_on_resume_is_like_surprise(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	mock.log[0] = '\0';
	mock.fail[MOCK_ENTRY] = true;
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), -EIO);
	MOCK_EXPECT_LOG(test, "entry:4");
	KUNIT_EXPECT_EQ(test, mock.restarts, 1);
	mock_remove();
	MOCK_EXPECT_LOG(test, "surprise release flush cleanup evt-cleanup evt-destroy");
}

static void failing_restart_powers_down(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	mock.log[0] = '\0';
	mock.fail[MOCK_RESTART] = true;
	KUNIT_EXPECT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), -EIO);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart pre:5 exit:5");
}

/* ---- power references ---- */

static void stop_idle_counts(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 1);
	mock.pm_result = -EINPROGRESS;
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 2);
	mock.pm_result = -EACCES;
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_ACCESS_DENIED);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 2);
	WdfDeviceResumeIdle(mock.device);
	WdfDeviceResumeIdle(mock.device);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfDeviceResumeIdle(mock.device);
	MOCK_EXPECT_RULE(test, STOP_IDLE_UNBALANCED, 1);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
}

static void stop_idle_keeps_idle_away(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCannotWakeFromS0);
	KUNIT_ASSERT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), -EBUSY);
	WdfDeviceResumeIdle(mock.device);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
}

static void block_keeps_idle_away(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCannotWakeFromS0);
	cx_device_idle_block(mock.device, true);
	cx_device_idle_block(mock.device, true);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 1);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), -EBUSY);
	cx_device_idle_block(mock.device, false);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
}

static void wait_in_entry(void)
{
	mock_log("%s", WdfDeviceStopIdle(mock.device, TRUE) == STATUS_INVALID_DEVICE_STATE ?
		 "refused" : "waited");
	mock_log("%s", WdfDeviceStopIdle(mock.device, FALSE) == STATUS_PENDING ?
		 "pending" : "other");
}

static void waiting_inside_a_callback_is_refused(struct kunit *test)
{
	mock.in_entry = wait_in_entry;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test, "add prepare entry:5 refused pending post:5 init");
	MOCK_EXPECT_RULE(test, POWER_DEADLOCK, 1);
}

static void removal_drops_forgotten_references(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, cx_device_power_get(mock.device, false), 0);
	cx_device_idle_block(mock.device, true);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 3);
	mock_remove();
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
}

static void bad_settings_are_refused(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCapsInvalid);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle),
			STATUS_INVALID_PARAMETER);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	idle.DxState = PowerDeviceD0;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle),
			STATUS_INVALID_PARAMETER);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	idle.Size--;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle),
			STATUS_INFO_LENGTH_MISMATCH);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	idle.IdleTimeoutType = SystemManagedIdleTimeoutWithHint + 1;
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle),
			STATUS_INVALID_PARAMETER);
}

static void refused_settings_leave_the_old_ones(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCannotWakeFromS0);
	mock.idle_result = -EOPNOTSUPP;
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleCanWakeFromS0);
	KUNIT_EXPECT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &idle),
			STATUS_POWER_STATE_INVALID);
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
}

/* ---- failed devices ---- */

/* What an extension does about a device that has got stuck. */
static void power_cycle_is_sleep_and_loss(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	KUNIT_EXPECT_TRUE(test, cx_device_power_cycle(mock.device));
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4 entry:4 post:4 restart");
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD0);
	/* what sleeps is left alone, and so is what has gone */
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	mock.log[0] = '\0';
	KUNIT_EXPECT_FALSE(test, cx_device_power_cycle(mock.device));
	MOCK_EXPECT_LOG(test, "");
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	mock.pdo.gone = true;
	mock.log[0] = '\0';
	KUNIT_EXPECT_FALSE(test, cx_device_power_cycle(mock.device));
	MOCK_EXPECT_LOG(test, "");
}

static void power_cycle_without_return_is_a_failure(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.fail[MOCK_ENTRY] = true;
	KUNIT_EXPECT_TRUE(test, cx_device_power_cycle(mock.device));
	KUNIT_EXPECT_EQ(test, mock.restarts, 1);
}

static void restarts_are_limited(struct kunit *test)
{
	int i;

	for (i = 0; i < 6; i++) {
		KUNIT_ASSERT_EQ(test, mock_add(), 0);
		WdfDeviceSetFailed(mock.device, WdfDeviceFailedAttemptRestart);
		WdfDeviceSetFailed(mock.device, WdfDeviceFailedAttemptRestart);
		mock_remove();
	}
	KUNIT_EXPECT_EQ(test, mock.restarts, 5);
	KUNIT_EXPECT_EQ(test, mock.resets, 4);	/* all but the first */
	KUNIT_EXPECT_EQ(test, mock.fails, 1);
}

static void failed_without_restart(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WdfDeviceSetFailed(mock.device, WdfDeviceFailedNoRestart);
	KUNIT_EXPECT_EQ(test, mock.restarts, 0);
	KUNIT_EXPECT_EQ(test, mock.fails, 1);
}

/* ---- extensions ---- */

struct ext {
	const char *name;
	enum cx_step fail_pre;
	enum cx_step fail_post;
	bool lost;
	bool armed;
};

static struct ext ext_a, ext_b;

static NTSTATUS ext_pre(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct ext *ext = ctx;

	mock_log("%s<", ext->name);
	return ext->fail_pre == info->step ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static NTSTATUS ext_post(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	struct ext *ext = ctx;

	mock_log(">%s", ext->name);
	if (info->step == CX_D0_ENTRY) {
		ext->lost = info->lost;
		ext->armed = info->armed;
	}
	return ext->fail_post == info->step ? STATUS_UNSUCCESSFUL : STATUS_SUCCESS;
}

static void ext_created(void *ctx, WDFDEVICE device)
{
	mock_log("created:%s", ((struct ext *)ctx)->name);
}

static void ext_destroy(void *ctx)
{
	mock_log("destroy:%s", ((struct ext *)ctx)->name);
}

static const struct cx_device_ops ops_a = {
	.name = "a",
	.owner = THIS_MODULE,
	.pre = ext_pre,
	.post = ext_post,
	.created = ext_created,
	.destroy = ext_destroy,
};

static const struct cx_device_ops ops_b = {
	.name = "b",
	.owner = THIS_MODULE,
	.pre = ext_pre,
	.post = ext_post,
	.created = ext_created,
	.destroy = ext_destroy,
};

static void attach_both(PWDFDEVICE_INIT init)
{
	if (!NT_SUCCESS(cx_device_attach(init, &ops_a, &ext_a)) ||
	    !NT_SUCCESS(cx_device_attach(init, &ops_b, &ext_b)) ||
	    cx_device_attach(init, &ops_b, &ext_b) != STATUS_OBJECT_NAME_COLLISION ||
	    cx_init_context(init, &ops_b) != &ext_b)
		mock_log("attach-failed");
}

static void ext_setup(void)
{
	ext_a = (struct ext){ .name = "a", .fail_pre = CX_NUM_STEPS, .fail_post = CX_NUM_STEPS };
	ext_b = (struct ext){ .name = "b", .fail_pre = CX_NUM_STEPS, .fail_post = CX_NUM_STEPS };
	mock.adding = attach_both;
}

static void hooks_run_in_order(struct kunit *test)
{
	ext_setup();
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	MOCK_EXPECT_LOG(test,
			"add created:a created:b a< b< prepare >a >b a< b< entry:5 >a >b a< b< post:5 >a >b a< b< init >a >b");
	KUNIT_EXPECT_PTR_EQ(test, cx_device_context(mock.device, &ops_a), (void *)&ext_a);
	mock_remove();
	MOCK_EXPECT_LOG(test,
			"query-remove b< a< suspend >b >a b< a< pre:5 >b >a b< a< exit:5 >b >a b< a< release >b >a b< a< flush >b >a b< a< cleanup >b >a evt-cleanup evt-destroy destroy:b destroy:a");
}

static void failing_pre_hook_keeps_the_client_out(struct kunit *test)
{
	ext_setup();
	ext_b.fail_pre = CX_D0_ENTRY;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test,
			"add created:a created:b a< b< prepare >a >b a< b< b< a< release >b >a evt-cleanup evt-destroy destroy:b destroy:a");
}

static void failing_post_hook_undoes_the_client(struct kunit *test)
{
	ext_setup();
	ext_a.fail_post = CX_D0_ENTRY;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test,
			"add created:a created:b a< b< prepare >a >b a< b< entry:5 >a b< a< exit:5 >b >a b< a< release >b >a evt-cleanup evt-destroy destroy:b destroy:a");
}

static void post_hook_of_prepare_leads_to_release(struct kunit *test)
{
	ext_setup();
	ext_b.fail_post = CX_PREPARE_HARDWARE;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test,
			"add created:a created:b a< b< prepare >a >b b< a< release >b >a evt-cleanup evt-destroy destroy:b destroy:a");
}

static void extension_without_a_device_is_destroyed(struct kunit *test)
{
	ext_setup();
	mock.no_create = true;
	mock.fail[MOCK_ADD] = true;
	KUNIT_EXPECT_EQ(test, mock_add(), -EIO);
	MOCK_EXPECT_LOG(test, "add destroy:b destroy:a");
}

static void hooks_learn_of_lost_state(struct kunit *test)
{
	ext_setup();
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_wake(test);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, true), 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, true, false), 0);
	KUNIT_EXPECT_TRUE(test, ext_a.lost);
	KUNIT_EXPECT_TRUE(test, ext_a.armed);
	KUNIT_ASSERT_EQ(test, wdf_pdo_suspend(&mock.pdo, true, false), 0);
	KUNIT_ASSERT_EQ(test, wdf_pdo_resume(&mock.pdo, false, false), 0);
	KUNIT_EXPECT_FALSE(test, ext_a.lost);
	KUNIT_EXPECT_FALSE(test, ext_a.armed);
}

static void client_disarms_what_an_extension_could_not_arm(struct kunit *test)
{
	ext_setup();
	ext_b.fail_post = CX_ARM_WAKE;
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	assign_idle(test, IdleCanWakeFromS0);
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, wdf_pdo_suspend(&mock.pdo, false, true), -EBUSY);
	MOCK_EXPECT_LOG(test,
			"b< a< suspend >b >a b< a< arm-s0 >b >a a< b< disarm-s0 >a >b a< b< restart >a >b");
}

/* ---- objects of extensions ---- */

static void cx_released(void *data)
{
	mock_log("released");
}

static const struct cx_object_type cx_type = {
	.name = "CXTHING",
	.size = 40,
	.release = cx_released,
};

static const struct cx_object_type cx_other = { .name = "CXOTHER", .size = 8 };

static void extension_objects(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	void *data, *handle;
	WDFSPINLOCK child;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	mock.log[0] = '\0';
	data = cx_object_create(&cx_type, mock.device, GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, data);
	handle = cx_object_handle(data);
	KUNIT_EXPECT_PTR_EQ(test, cx_object_from_handle(handle, &cx_type, "test"), data);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_NULL(test, cx_object_from_handle(handle, &cx_other, "test"));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(handle);	/* not the client's */
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* what the client hangs on it */
	KUNIT_EXPECT_TRUE(test, cx_object_is_bare(data));
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = handle;
	KUNIT_ASSERT_EQ(test, WdfSpinLockCreate(&attributes, &child), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, cx_object_is_bare(data));
	WdfObjectDelete(child);
	KUNIT_EXPECT_TRUE(test, cx_object_is_bare(data));
	WdfObjectReference(handle);
	cx_object_delete(data);
	MOCK_EXPECT_LOG(test, "");
	WdfObjectDereference(handle);
	MOCK_EXPECT_LOG(test, "released");
	KUNIT_EXPECT_NULL(test, cx_object_from_handle(handle, &cx_type, "test"));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static struct kunit_case wdf_pnp_cases[] = {
	KUNIT_CASE(starts_in_documented_order),
	KUNIT_CASE(orderly_removal_in_documented_order),
	KUNIT_CASE(failing_add_deletes_the_device),
	KUNIT_CASE(add_without_a_device_is_a_violation),
	KUNIT_CASE(a_step_is_never_not_supported),
	KUNIT_CASE(failing_prepare_is_released),
	KUNIT_CASE(failing_first_entry_has_no_exit),
	KUNIT_CASE(failing_post_interrupts_powers_down),
	KUNIT_CASE(failing_io_init_is_not_suspended),
	KUNIT_CASE(surprise_comes_before_the_rest),
	KUNIT_CASE(vanished_device_is_surprised_at_removal),
	KUNIT_CASE(surprise_in_low_power_has_no_exit),
	KUNIT_CASE(stopped_device_starts_again),
	KUNIT_CASE(client_may_refuse_to_stop),
	KUNIT_CASE(shutdown_powers_down_and_frees_nothing),
	KUNIT_CASE(idle_without_settings_is_refused),
	KUNIT_CASE(idle_arms_and_wakes),
	KUNIT_CASE(idle_that_cannot_wake_does_not_arm),
	KUNIT_CASE(idle_that_cannot_be_armed_stays_up),
	KUNIT_CASE(system_sleep_arms_only_if_both_want),
	KUNIT_CASE(failed_sx_arm_is_disarmed),
	KUNIT_CASE(failing_entry_on_resume_is_like_surprise),
	KUNIT_CASE(failing_restart_powers_down),
	KUNIT_CASE(stop_idle_counts),
	KUNIT_CASE(stop_idle_keeps_idle_away),
	KUNIT_CASE(block_keeps_idle_away),
	KUNIT_CASE(waiting_inside_a_callback_is_refused),
	KUNIT_CASE(removal_drops_forgotten_references),
	KUNIT_CASE(bad_settings_are_refused),
	KUNIT_CASE(refused_settings_leave_the_old_ones),
	KUNIT_CASE(power_cycle_is_sleep_and_loss),
	KUNIT_CASE(power_cycle_without_return_is_a_failure),
	KUNIT_CASE(restarts_are_limited),
	KUNIT_CASE(failed_without_restart),
	KUNIT_CASE(hooks_run_in_order),
	KUNIT_CASE(failing_pre_hook_keeps_the_client_out),
	KUNIT_CASE(failing_post_hook_undoes_the_client),
	KUNIT_CASE(post_hook_of_prepare_leads_to_release),
	KUNIT_CASE(extension_without_a_device_is_destroyed),
	KUNIT_CASE(hooks_learn_of_lost_state),
	KUNIT_CASE(client_disarms_what_an_extension_could_not_arm),
	KUNIT_CASE(extension_objects),
	{}
};

static struct kunit_suite wdf_pnp_suite = {
	.name = "ndis_shim_pnp",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = wdf_pnp_cases,
};

kunit_test_suite(wdf_pnp_suite);
