// SPDX-License-Identifier: GPL-2.0
/*
 * USB power management: USB core suspends and resumes the device of the mock
 * host controller, wakes it, resets it, loses it in its sleep.
 *
 * System sleep needs a machine; here the cases call the Linux driver as USB core
 * does then, for the last interface first.
 */
#include "wdf_usb_mock.h"

#include <linux/pm_runtime.h>
#include <linux/suspend.h>

#include "wdf/usb/usb_internal.h"

/* ---- an extension, which learns what the client is not told ---- */

static struct {
	bool lost;
	bool armed;
} power_seen;

static NTSTATUS power_post(void *ctx, WDFDEVICE device, const struct cx_step_info *info)
{
	if (info->step == CX_D0_ENTRY) {
		power_seen.lost = info->lost;
		power_seen.armed = info->armed;
	}
	return STATUS_SUCCESS;
}

static const struct cx_device_ops power_ops = {
	.name = "kunit",
	.post = power_post,
};

static void power_attach(PWDFDEVICE_INIT init)
{
	if (!NT_SUCCESS(cx_device_attach(init, &power_ops, &power_seen)))
		mock_log("attach-failed");
}

static int power_setup(struct kunit *test)
{
	usb_adding = power_attach;
	return usb_setup(test);
}

static struct usb_interface *power_interface(void)
{
	return to_usb_interface(cx_device_linux(mock.device));
}

static struct usb_device *power_udev(void)
{
	return interface_to_usbdev(power_interface());
}

/* ---- idle ---- */

static void assign_idle(struct kunit *test, WDF_POWER_POLICY_S0_IDLE_CAPABILITIES caps)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS settings;

	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&settings, caps);
	settings.IdleTimeout = 20;
	KUNIT_ASSERT_EQ(test, WdfDeviceAssignS0IdleSettings(mock.device, &settings),
			STATUS_SUCCESS);
}

static void idle_device_sleeps_until_it_is_wanted(struct kunit *test)
{
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "suspend pre:3 exit:3");
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, TRUE), STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "entry:3 post:3 restart");
	KUNIT_EXPECT_FALSE(test, power_seen.lost);
	/* And not before it is let go. */
	msleep(200);
	KUNIT_EXPECT_FALSE(test, mock_hcd_suspended(fx.hcd));
	WdfDeviceResumeIdle(mock.device);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "suspend pre:3 exit:3");
}

static void stop_idle_without_waiting(struct kunit *test)
{
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_PENDING);
	USB_WAIT(test, strstr(mock.log, "restart"));
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_SUCCESS);
	WdfDeviceResumeIdle(mock.device);
	WdfDeviceResumeIdle(mock.device);
}

static void armed_device_wakes_the_host(struct kunit *test)
{
	assign_idle(test, IdleUsbSelectiveSuspend);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "suspend arm-s0 pre:3 exit:3");
	mock_hcd_wake(fx.hcd);
	USB_WAIT(test, strstr(mock.log, "restart"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(mock.log, "woke-s0 entry:3 post:3 disarm-s0 restart"));
	KUNIT_EXPECT_TRUE(test, power_seen.armed);
}

static void idle_device_is_removed_out_of_d0(struct kunit *test)
{
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	mock.log[0] = '\0';
	nt_module_unload(&fx.module);
	MOCK_EXPECT_LOG(test,
			"entry:3 post:3 restart query-remove suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy");
}

static void device_vanishes_in_its_sleep(struct kunit *test)
{
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	mock.log[0] = '\0';
	mock_hcd_plug(fx.hcd, false);
	USB_WAIT(test, strstr(mock.log, "evt-destroy"));
	MOCK_EXPECT_LOG(test, "surprise release flush cleanup evt-cleanup evt-destroy");
}

/*
 * A network interface below the device: memory for its power-up must not need
 * what may be swapped out over that interface.
 */
static void log_noio(void)
{
	mock_log("%s", current->flags & PF_MEMALLOC_NOIO ? "noio" : "io");
}

static void callbacks_inherit_noio(struct kunit *test)
{
	pm_runtime_set_memalloc_noio(&power_udev()->dev, true);
	mock.in_exit = log_noio;
	mock.in_entry = log_noio;
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "suspend pre:3 exit:3 noio");
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, FALSE), STATUS_PENDING);
	USB_WAIT(test, strstr(mock.log, "restart"));
	MOCK_EXPECT_LOG(test, "entry:3 noio post:3 restart");
	pm_runtime_set_memalloc_noio(&power_udev()->dev, false);
	mock.in_exit = NULL;
	WdfDeviceResumeIdle(mock.device);
}

/* ---- system sleep ---- */

static void fail_and_restart(struct kunit *test)
{
	mock.log[0] = '\0';
	WdfDeviceSetFailed(mock.device, WdfDeviceFailedAttemptRestart);
	USB_WAIT(test, strstr(mock.log, "init"));
}

/* The data interface of the function follows the control interface. */
static struct usb_interface *power_data_interface(void)
{
	return usb_ifnum_to_if(power_udev(), 2);
}

static int power_sleep(void)
{
	struct usb_interface *intf = power_interface();
	struct usb_driver *driver = to_usb_driver(intf->dev.driver);
	int err;

	usb_lock_device(power_udev());
	err = driver->suspend(power_data_interface(), PMSG_SUSPEND) ?:
	      driver->suspend(intf, PMSG_SUSPEND);
	usb_unlock_device(power_udev());
	return err;
}

/* @lost: the controller has forgotten the device. */
static int power_wake(bool lost)
{
	struct usb_interface *intf = power_interface(), *data = power_data_interface();
	struct usb_driver *driver = to_usb_driver(intf->dev.driver);
	struct usb_device *udev = power_udev();
	int err;

	usb_lock_device(udev);
	if (lost)
		err = driver->reset_resume(intf) ?: driver->reset_resume(data);
	else
		err = driver->resume(intf) ?: driver->resume(data);
	usb_unlock_device(udev);
	return err;
}

static void system_sleep_is_one_transition(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, power_sleep(), 0);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4");
	KUNIT_EXPECT_EQ(test, power_wake(false), 0);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart");
	KUNIT_EXPECT_FALSE(test, power_seen.lost);
}

static void power_notify(unsigned long event)
{
	struct wdf_usb_function *fn = usb_get_intfdata(power_interface());

	fn->sleep.notifier_call(&fn->sleep, event, NULL);
}

/* It may be armed for packets, which are not to wake the machine. */
static void idle_device_comes_back_before_the_machine_sleeps(struct kunit *test)
{
	assign_idle(test, IdleUsbSelectiveSuspend);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	power_notify(PM_SUSPEND_PREPARE);
	KUNIT_EXPECT_FALSE(test, mock_hcd_suspended(fx.hcd));
	msleep(200);
	KUNIT_EXPECT_FALSE(test, mock_hcd_suspended(fx.hcd));
	power_notify(PM_POST_SUSPEND);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	/* removed in between: nothing is left behind */
	power_notify(PM_HIBERNATION_PREPARE);
	KUNIT_EXPECT_FALSE(test, mock_hcd_suspended(fx.hcd));
	fail_and_restart(test);
	assign_idle(test, IdleUsbSelectiveSuspend);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
}

static void reset_resume_says_what_was_lost(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, power_sleep(), 0);
	mock.log[0] = '\0';
	KUNIT_EXPECT_EQ(test, power_wake(true), 0);
	MOCK_EXPECT_LOG(test, "entry:4 post:4 restart");
	KUNIT_EXPECT_TRUE(test, power_seen.lost);
	KUNIT_EXPECT_EQ(test, wdf_device_dx(mock.device), WdfPowerDeviceD0);
}

static void device_that_stays_down_is_restarted(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, power_sleep(), 0);
	mock.log[0] = '\0';
	mock.fail[MOCK_ENTRY] = true;
	KUNIT_EXPECT_EQ(test, power_wake(false), -EIO);
	mock.fail[MOCK_ENTRY] = false;
	USB_WAIT(test, strstr(mock.log, "init"));
	MOCK_EXPECT_LOG(test,
			"entry:4 surprise release flush cleanup evt-cleanup evt-destroy add prepare entry:5 post:5 init");
}

/* The first one has not helped. */
static void second_restart_resets_the_port(struct kunit *test)
{
	unsigned int before;

	fail_and_restart(test);
	before = mock_hcd_seen(fx.hcd)->resets;
	fail_and_restart(test);
	KUNIT_EXPECT_GT(test, mock_hcd_seen(fx.hcd)->resets, before);
	MOCK_EXPECT_LOG(test,
			"surprise suspend pre:5 exit:5 release flush cleanup evt-cleanup evt-destroy add prepare entry:5 post:5 init");
}

/* ---- the continuous reader, as clients stop and start it ---- */

static VOID power_read(WDFUSBPIPE pipe, WDFMEMORY memory, size_t bytes, WDFCONTEXT context)
{
}

static BOOLEAN power_readers_failed(WDFUSBPIPE pipe, NTSTATUS status, USBD_STATUS usbd)
{
	mock_log("readers-failed");
	return TRUE;
}

static void power_stop_reader(void)
{
	WdfIoTargetStop(WdfUsbTargetPipeGetIoTarget(fx.in), WdfIoTargetCancelSentIo);
	mock_log("left:%u", mock_hcd_waiting(fx.hcd, DATA_IN));
}

static void power_start_reader(void)
{
	if (!NT_SUCCESS(WdfIoTargetStart(WdfUsbTargetPipeGetIoTarget(fx.in))))
		mock_log("not-started");
}

static void power_make_reader(struct kunit *test)
{
	WDF_USB_CONTINUOUS_READER_CONFIG config;

	select_pipes(test);
	WDF_USB_CONTINUOUS_READER_CONFIG_INIT(&config, power_read, NULL, 1024);
	config.EvtUsbTargetPipeReadersFailed = power_readers_failed;
	KUNIT_ASSERT_EQ(test, WdfUsbTargetPipeConfigContinuousReader(fx.in, &config),
			STATUS_SUCCESS);
	power_start_reader();
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 2);
	mock.in_exit = power_stop_reader;
	mock.in_entry = power_start_reader;
}

static void reader_sleeps_with_its_device(struct kunit *test)
{
	power_make_reader(test);
	assign_idle(test, IdleCannotWakeFromS0);
	USB_WAIT(test, mock_hcd_suspended(fx.hcd));
	MOCK_EXPECT_LOG(test, "suspend pre:3 exit:3 left:0");
	KUNIT_EXPECT_EQ(test, WdfDeviceStopIdle(mock.device, TRUE), STATUS_SUCCESS);
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 2);
	MOCK_EXPECT_LOG(test, "entry:3 post:3 restart");
	WdfDeviceResumeIdle(mock.device);
}

static void reader_gets_over_a_port_reset(struct kunit *test)
{
	power_make_reader(test);
	KUNIT_EXPECT_EQ(test, WdfUsbTargetDeviceResetPortSynchronously(fx.usb), STATUS_SUCCESS);
	USB_WAIT(test, strstr(mock.log, "restart"));
	USB_WAIT(test, mock_hcd_waiting(fx.hcd, DATA_IN) == 2);
	MOCK_EXPECT_LOG(test, "suspend pre:4 exit:4 left:0 entry:4 post:4 restart");
	KUNIT_EXPECT_TRUE(test, power_seen.lost);
	/* The alternate setting with the pipes was selected again. */
	KUNIT_EXPECT_EQ(test, (int)mock_hcd_seen(fx.hcd)->setting[2], 1);
}

static struct kunit_case wdf_usb_power_cases[] = {
	KUNIT_CASE(idle_device_sleeps_until_it_is_wanted),
	KUNIT_CASE(stop_idle_without_waiting),
	KUNIT_CASE(armed_device_wakes_the_host),
	KUNIT_CASE(idle_device_is_removed_out_of_d0),
	KUNIT_CASE(device_vanishes_in_its_sleep),
	KUNIT_CASE(callbacks_inherit_noio),
	KUNIT_CASE(system_sleep_is_one_transition),
	KUNIT_CASE(idle_device_comes_back_before_the_machine_sleeps),
	KUNIT_CASE(reset_resume_says_what_was_lost),
	KUNIT_CASE(device_that_stays_down_is_restarted),
	KUNIT_CASE(second_restart_resets_the_port),
	KUNIT_CASE(reader_sleeps_with_its_device),
	KUNIT_CASE(reader_gets_over_a_port_reset),
	{}
};

static struct kunit_suite wdf_usb_power_suite = {
	.name = "ndis_shim_usb_power",
	.init = power_setup,
	.exit = usb_teardown,
	.test_cases = wdf_usb_power_cases,
};

kunit_test_suite(wdf_usb_power_suite);
