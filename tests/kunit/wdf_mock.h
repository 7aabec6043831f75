/* SPDX-License-Identifier: GPL-2.0 */
/*
 * A client module and a bus for the suites about the framework: every callback
 * writes its name into a log, any of them can be told to fail, and the bus
 * counts what it is asked for. Included once by each suite.
 */
#ifndef _TESTS_KUNIT_WDF_MOCK_H
#define _TESTS_KUNIT_WDF_MOCK_H

#include <kunit/test.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/string.h>

#include <ntmodule.h>

#include "cx.h"
#include "nt/nt_internal.h"
#include "verifier.h"
#include "wdf/device.h"
#include "wdf/driver.h"

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);
MODULE_LICENSE("GPL");

NT_MODULE_GLOBALS;

/* Callbacks that can fail. */
enum mock_step {
	MOCK_ADD,
	MOCK_PREPARE,
	MOCK_ENTRY,
	MOCK_POST,
	MOCK_INIT,
	MOCK_RESTART,
	MOCK_ARM,
	MOCK_QUERY_STOP,
	MOCK_STEPS
};

static struct mock {
	bool loaded;
	struct nt_module module;
	struct device *dev;
	struct wdf_bus_ops bus;
	struct wdf_pdo pdo;
	WDFDEVICE device;
	char log[1024];
	bool fail[MOCK_STEPS];
	bool no_create;			/* EvtDriverDeviceAdd creates nothing */
	void (*adding)(PWDFDEVICE_INIT init);	/* more for EvtDriverDeviceAdd to do */
	void (*in_entry)(void);		/* more for EvtDeviceD0Entry to do */
	void (*in_exit)(void);		/* more for EvtDeviceD0Exit to do */
	int pm_refs;
	int pm_result;			/* of pm_get() */
	int idle_result;		/* of set_idle() */
	int restarts;
	int resets;
	int fails;
	int armed;			/* last set_wake() */
	NTSTATUS failure;		/* of what fails; 0: UNSUCCESSFUL */
	u64 violations;			/* at the last look */
	u64 of_rule[NT_RULE_LIMIT];
} mock;

static __printf(1, 2) void mock_log(const char *fmt, ...)
{
	size_t used = strlen(mock.log);
	va_list args;

	if (used && used < sizeof(mock.log) - 1)
		mock.log[used++] = ' ';
	va_start(args, fmt);
	vscnprintf(mock.log + used, sizeof(mock.log) - used, fmt, args);
	va_end(args);
}

/* What was logged since the last look. */
#define MOCK_EXPECT_LOG(test, expected)					\
	do {								\
		KUNIT_EXPECT_STREQ(test, mock.log, expected);		\
		mock.log[0] = '\0';					\
	} while (0)

static inline void mock_look(void)
{
	unsigned int rule;

	mock.violations = nt_violation_count(0);
	for (rule = 1; rule < NT_RULE_LIMIT; rule++)
		mock.of_rule[rule] = nt_violation_count(rule);
}

/* The violations since the last look. */
#define MOCK_EXPECT_VIOLATIONS(test, count)				\
	do {								\
		KUNIT_EXPECT_EQ(test, nt_violation_count(0) - mock.violations,	\
				(u64)(count));				\
		mock_look();						\
	} while (0)

/* @count of them, all of @rule. */
#define MOCK_EXPECT_RULE(test, rule, count)				\
	do {								\
		KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_##rule) -	\
				mock.of_rule[NT_RULE_##rule], (u64)(count));	\
		MOCK_EXPECT_VIOLATIONS(test, count);			\
	} while (0)

static inline NTSTATUS mock_result(enum mock_step step)
{
	if (!mock.fail[step])
		return STATUS_SUCCESS;
	return mock.failure ? mock.failure : STATUS_UNSUCCESSFUL;
}

/* ---- the bus ---- */

static int mock_pm_get(struct wdf_pdo *pdo, bool wait)
{
	if (mock.pm_result && mock.pm_result != -EINPROGRESS)
		return mock.pm_result;
	mock.pm_refs++;
	return mock.pm_result;
}

static void mock_pm_put(struct wdf_pdo *pdo)
{
	mock.pm_refs--;
}

static int mock_set_idle(struct wdf_pdo *pdo, bool enable, bool can_wake, int timeout_ms)
{
	return mock.idle_result;
}

static int mock_set_wake(struct wdf_pdo *pdo, bool arm)
{
	mock.armed = arm;
	return 0;
}

static void mock_restart(struct wdf_pdo *pdo, bool reset)
{
	mock.restarts++;
	mock.resets += reset;
}

static void mock_fail(struct wdf_pdo *pdo)
{
	mock.fails++;
}

/* ---- the client ---- */

static NTSTATUS mock_prepare(WDFDEVICE device, WDFCMRESLIST raw, WDFCMRESLIST translated)
{
	mock_log("prepare");
	return mock_result(MOCK_PREPARE);
}

static NTSTATUS mock_release(WDFDEVICE device, WDFCMRESLIST translated)
{
	mock_log("release");
	return STATUS_SUCCESS;
}

static NTSTATUS mock_entry(WDFDEVICE device, WDF_POWER_DEVICE_STATE state)
{
	mock_log("entry:%d", state);
	if (mock.in_entry)
		mock.in_entry();
	return mock_result(MOCK_ENTRY);
}

static NTSTATUS mock_post(WDFDEVICE device, WDF_POWER_DEVICE_STATE state)
{
	mock_log("post:%d", state);
	return mock_result(MOCK_POST);
}

static NTSTATUS mock_exit(WDFDEVICE device, WDF_POWER_DEVICE_STATE state)
{
	mock_log("exit:%d", state);
	if (mock.in_exit)
		mock.in_exit();
	return STATUS_SUCCESS;
}

static NTSTATUS mock_pre_exit(WDFDEVICE device, WDF_POWER_DEVICE_STATE state)
{
	mock_log("pre:%d", state);
	return STATUS_SUCCESS;
}

static NTSTATUS mock_init(WDFDEVICE device)
{
	mock_log("init");
	return mock_result(MOCK_INIT);
}

static NTSTATUS mock_io_restart(WDFDEVICE device)
{
	mock_log("restart");
	return mock_result(MOCK_RESTART);
}

static NTSTATUS mock_suspend(WDFDEVICE device)
{
	mock_log("suspend");
	return STATUS_SUCCESS;
}

static VOID mock_flush(WDFDEVICE device)
{
	mock_log("flush");
}

static VOID mock_cleanup(WDFDEVICE device)
{
	mock_log("cleanup");
}

static VOID mock_surprise(WDFDEVICE device)
{
	mock_log("surprise");
}

static NTSTATUS mock_query_remove(WDFDEVICE device)
{
	mock_log("query-remove");
	return STATUS_SUCCESS;
}

static NTSTATUS mock_query_stop(WDFDEVICE device)
{
	mock_log("query-stop");
	return mock_result(MOCK_QUERY_STOP);
}

static NTSTATUS mock_arm_s0(WDFDEVICE device)
{
	mock_log("arm-s0");
	return mock_result(MOCK_ARM);
}

static VOID mock_disarm_s0(WDFDEVICE device)
{
	mock_log("disarm-s0");
}

static VOID mock_woke_s0(WDFDEVICE device)
{
	mock_log("woke-s0");
}

static NTSTATUS mock_arm_sx(WDFDEVICE device)
{
	mock_log("arm-sx");
	return mock_result(MOCK_ARM);
}

static VOID mock_disarm_sx(WDFDEVICE device)
{
	mock_log("disarm-sx");
}

static VOID mock_woke_sx(WDFDEVICE device)
{
	mock_log("woke-sx");
}

static VOID mock_evt_cleanup(WDFOBJECT object)
{
	mock_log("evt-cleanup");
}

static VOID mock_evt_destroy(WDFOBJECT object)
{
	mock_log("evt-destroy");
}

static NTSTATUS mock_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_OBJECT_ATTRIBUTES attributes;
	NTSTATUS status;

	mock_log("add");
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = mock_prepare;
	pnp.EvtDeviceReleaseHardware = mock_release;
	pnp.EvtDeviceD0Entry = mock_entry;
	pnp.EvtDeviceD0EntryPostInterruptsEnabled = mock_post;
	pnp.EvtDeviceD0Exit = mock_exit;
	pnp.EvtDeviceD0ExitPreInterruptsDisabled = mock_pre_exit;
	pnp.EvtDeviceSelfManagedIoInit = mock_init;
	pnp.EvtDeviceSelfManagedIoRestart = mock_io_restart;
	pnp.EvtDeviceSelfManagedIoSuspend = mock_suspend;
	pnp.EvtDeviceSelfManagedIoFlush = mock_flush;
	pnp.EvtDeviceSelfManagedIoCleanup = mock_cleanup;
	pnp.EvtDeviceSurpriseRemoval = mock_surprise;
	pnp.EvtDeviceQueryRemove = mock_query_remove;
	pnp.EvtDeviceQueryStop = mock_query_stop;
	WdfDeviceInitSetPnpPowerEventCallbacks(init, &pnp);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	policy.EvtDeviceArmWakeFromS0 = mock_arm_s0;
	policy.EvtDeviceDisarmWakeFromS0 = mock_disarm_s0;
	policy.EvtDeviceWakeFromS0Triggered = mock_woke_s0;
	policy.EvtDeviceArmWakeFromSx = mock_arm_sx;
	policy.EvtDeviceDisarmWakeFromSx = mock_disarm_sx;
	policy.EvtDeviceWakeFromSxTriggered = mock_woke_sx;
	WdfDeviceInitSetPowerPolicyEventCallbacks(init, &policy);
	if (mock.adding)
		mock.adding(init);
	if (mock.no_create)
		return mock_result(MOCK_ADD);

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	attributes.EvtDestroyCallback = mock_evt_destroy;
	status = WdfDeviceCreate(&init, &attributes, &mock.device);
	if (!NT_SUCCESS(status))
		return status;
	return mock_result(MOCK_ADD);
}

static NTSTATUS mock_driver_entry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, mock_device_add);
	return WdfDriverCreate(object, path, WDF_NO_OBJECT_ATTRIBUTES, &config, WDF_NO_HANDLE);
}

/* ---- suites ---- */

static inline int mock_add(void)
{
	return wdf_pdo_add(&mock.pdo);
}

static inline void mock_remove(void)
{
	wdf_pdo_remove(&mock.pdo);
}

/* For a suite's init: a loaded client module and a device on the bus. */
static int mock_setup(struct kunit *test)
{
	static unsigned int serial;
	char name[32];
	int err;

	memset(&mock, 0, sizeof(mock));
	/*
	 * Restarts are counted by name. No owner: suites run before the sysfs
	 * folder of their module is there.
	 */
	snprintf(name, sizeof(name), "kunit_wdf.%u", serial++);
	mock.dev = __root_device_register(name, NULL);
	if (IS_ERR(mock.dev))
		return PTR_ERR(mock.dev);
	mock.module.name = "mock";
	mock.module.owner = THIS_MODULE;
	mock.module.entry = mock_driver_entry;
	mock.module.globals = &nt_module_globals;
	err = nt_module_load(&mock.module);
	if (err) {
		root_device_unregister(mock.dev);
		return err;
	}
	mock.bus.name = "mock";
	mock.bus.pm_get = mock_pm_get;
	mock.bus.pm_put = mock_pm_put;
	mock.bus.set_idle = mock_set_idle;
	mock.bus.set_wake = mock_set_wake;
	mock.bus.restart = mock_restart;
	mock.bus.fail = mock_fail;
	mock.pdo.dev = mock.dev;
	mock.pdo.bus = &mock.bus;
	mock.pdo.driver = mock.module.priv;
	mock_look();
	mock.loaded = true;
	return 0;
}

/* For a suite's exit. Whatever the case was about: nothing is left. */
static void mock_teardown(struct kunit *test)
{
	if (!mock.loaded)
		return;
	wdf_pdo_remove(&mock.pdo);
	KUNIT_EXPECT_EQ(test, mock.pm_refs, 0);
	nt_module_unload(&mock.module);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	root_device_unregister(mock.dev);
}

#endif
