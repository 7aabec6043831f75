// SPDX-License-Identifier: GPL-2.0
/*
 * The headers of KMDF: handles, callback types, constants, and initialisers,
 * which clear what they are given and set the documented defaults.
 */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/string.h>

#include <wdf.h>

#include "headers.h"

MODULE_LICENSE("GPL");

static WDF_DRIVER_GLOBALS globals;
PWDF_DRIVER_GLOBALS WdfDriverGlobals = &globals;

/* ---- handles and constants ---- */

static const struct header_row handle_rows[] = {
	SAME(WDFOBJECT, void *), SAME(WDFCONTEXT, void *),
	HANDLE_ROW(WDFDRIVER, WDFDEVICE), HANDLE_ROW(WDFDEVICE, WDFQUEUE),
	HANDLE_ROW(WDFQUEUE, WDFREQUEST), HANDLE_ROW(WDFREQUEST, WDFTIMER),
	HANDLE_ROW(WDFTIMER, WDFWORKITEM), HANDLE_ROW(WDFWORKITEM, WDFWAITLOCK),
	HANDLE_ROW(WDFWAITLOCK, WDFSPINLOCK), HANDLE_ROW(WDFSPINLOCK, WDFMEMORY),
	HANDLE_ROW(WDFMEMORY, WDFLOOKASIDE), HANDLE_ROW(WDFLOOKASIDE, WDFIOTARGET),
	HANDLE_ROW(WDFIOTARGET, WDFUSBDEVICE), HANDLE_ROW(WDFUSBDEVICE, WDFUSBINTERFACE),
	HANDLE_ROW(WDFUSBINTERFACE, WDFUSBPIPE), HANDLE_ROW(WDFUSBPIPE, WDFCOLLECTION),
	HANDLE_ROW(WDFCOLLECTION, WDFOBJECT),
};

static void wdf_handles(struct kunit *test)
{
	EXPECT_ROWS(test, handle_rows);
	KUNIT_EXPECT_NULL(test, WDF_NO_OBJECT_ATTRIBUTES);
	KUNIT_EXPECT_NULL(test, WDF_NO_EVENT_CALLBACK);
	KUNIT_EXPECT_NULL(test, WDF_NO_HANDLE);
	KUNIT_EXPECT_NULL(test, WDF_NO_CONTEXT);
	KUNIT_EXPECT_NULL(test, WDF_NO_SEND_OPTIONS);
}

/* In C they are `extern` and nothing: what is between them is a definition. */
WDF_EXTERN_C_START
int wdf_headers_linkage;
WDF_EXTERN_C_END
WDF_EXTERN_C int wdf_headers_linkage;

static void extern_c(struct kunit *test)
{
	wdf_headers_linkage = 3;
	KUNIT_EXPECT_STREQ(test, __stringify(WDF_EXTERN_C), "extern");
	KUNIT_EXPECT_STREQ(test, __stringify(WDF_EXTERN_C_START), "");
	KUNIT_EXPECT_STREQ(test, __stringify(WDF_EXTERN_C_END), "");
}

static const struct header_row wdf_enum_rows[] = {
	/* WDF_TRI_STATE */
	VALUE(WdfFalse, 0),
	VALUE(WdfTrue, 1),
	VALUE(WdfUseDefault, 2),
	/* WDF_EXECUTION_LEVEL */
	VALUE(WdfExecutionLevelInvalid, 0),
	VALUE(WdfExecutionLevelInheritFromParent, 1),
	VALUE(WdfExecutionLevelPassive, 2),
	VALUE(WdfExecutionLevelDispatch, 3),
	/* WDF_SYNCHRONIZATION_SCOPE */
	VALUE(WdfSynchronizationScopeInvalid, 0),
	VALUE(WdfSynchronizationScopeInheritFromParent, 1),
	VALUE(WdfSynchronizationScopeDevice, 2),
	VALUE(WdfSynchronizationScopeQueue, 3),
	VALUE(WdfSynchronizationScopeNone, 4),
	/* WDF_POWER_DEVICE_STATE */
	VALUE(WdfPowerDeviceInvalid, 0),
	VALUE(WdfPowerDeviceD0, 1),
	VALUE(WdfPowerDeviceD1, 2),
	VALUE(WdfPowerDeviceD2, 3),
	VALUE(WdfPowerDeviceD3, 4),
	VALUE(WdfPowerDeviceD3Final, 5),
	VALUE(WdfPowerDevicePrepareForHibernation, 6),
	VALUE(WdfPowerDeviceMaximum, 7),
	/* WDF_SPECIAL_FILE_TYPE */
	VALUE(WdfSpecialFileUndefined, 0),
	VALUE(WdfSpecialFilePaging, 1),
	VALUE(WdfSpecialFileHibernation, 2),
	VALUE(WdfSpecialFileDump, 3),
	VALUE(WdfSpecialFileBoot, 4),
	VALUE(WdfSpecialFileMax, 5),
	/* DEVICE_RELATION_TYPE */
	VALUE(BusRelations, 0),
	VALUE(EjectionRelations, 1),
	VALUE(PowerRelations, 2),
	VALUE(RemovalRelations, 3),
	VALUE(TargetDeviceRelation, 4),
	VALUE(SingleBusRelations, 5),
	VALUE(TransportRelations, 6),
	/* WDF_POWER_POLICY_S0_IDLE_CAPABILITIES */
	VALUE(IdleCapsInvalid, 0),
	VALUE(IdleCannotWakeFromS0, 1),
	VALUE(IdleCanWakeFromS0, 2),
	VALUE(IdleUsbSelectiveSuspend, 3),
	/* WDF_POWER_POLICY_S0_IDLE_USER_CONTROL */
	VALUE(IdleUserControlInvalid, 0),
	VALUE(IdleDoNotAllowUserControl, 1),
	VALUE(IdleAllowUserControl, 2),
	/* WDF_POWER_POLICY_SX_WAKE_USER_CONTROL */
	VALUE(WakeUserControlInvalid, 0),
	VALUE(WakeDoNotAllowUserControl, 1),
	VALUE(WakeAllowUserControl, 2),
	/* WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS */
	VALUE(IdleTimeoutDefaultConstant, 0),
	/* WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE */
	VALUE(DriverManagedIdleTimeout, 0),
	VALUE(SystemManagedIdleTimeout, 1),
	VALUE(SystemManagedIdleTimeoutWithHint, 2),
	/* WDF_DEVICE_FAILED_ACTION */
	VALUE(WdfDeviceFailedUndefined, 0),
	VALUE(WdfDeviceFailedAttemptRestart, 1),
	VALUE(WdfDeviceFailedNoRestart, 2),
	/* WDF_DEVICE_IO_TYPE */
	VALUE(WdfDeviceIoUndefined, 0),
	VALUE(WdfDeviceIoNeither, 1),
	VALUE(WdfDeviceIoBuffered, 2),
	VALUE(WdfDeviceIoDirect, 3),
	VALUE(WdfDeviceIoBufferedOrDirect, 4),
	/* WDF_DRIVER_INIT_FLAGS */
	VALUE(WdfDriverInitNonPnpDriver, 1),
	VALUE(WdfDriverInitNoDispatchOverride, 2),
	VALUE(WdfVerifyOn, 4),
	VALUE(WdfVerifierOn, 8),
	VALUE(WdfDriverInitCompanion, 16),
	/* WDF_IO_TARGET_STATE */
	VALUE(WdfIoTargetStateUndefined, 0),
	VALUE(WdfIoTargetStarted, 1),
	VALUE(WdfIoTargetStopped, 2),
	VALUE(WdfIoTargetClosedForQueryRemove, 3),
	VALUE(WdfIoTargetClosed, 4),
	VALUE(WdfIoTargetDeleted, 5),
	VALUE(WdfIoTargetPurged, 6),
	/* WDF_IO_TARGET_SENT_IO_ACTION */
	VALUE(WdfIoTargetSentIoUndefined, 0),
	VALUE(WdfIoTargetCancelSentIo, 1),
	VALUE(WdfIoTargetWaitForSentIoToComplete, 2),
	VALUE(WdfIoTargetLeaveSentIoPending, 3),
	/* WDF_MEMORY_DESCRIPTOR_TYPE */
	VALUE(WdfMemoryDescriptorTypeInvalid, 0),
	VALUE(WdfMemoryDescriptorTypeBuffer, 1),
	VALUE(WdfMemoryDescriptorTypeMdl, 2),
	VALUE(WdfMemoryDescriptorTypeHandle, 3),
	/* WDF_REQUEST_TYPE */
	VALUE(WdfRequestTypeCreate, 0),
	VALUE(WdfRequestTypeCreateNamedPipe, 1),
	VALUE(WdfRequestTypeClose, 2),
	VALUE(WdfRequestTypeRead, 3),
	VALUE(WdfRequestTypeWrite, 4),
	VALUE(WdfRequestTypeDeviceControl, 14),
	VALUE(WdfRequestTypeDeviceControlInternal, 15),
	VALUE(WdfRequestTypeCleanup, 18),
	VALUE(WdfRequestTypeUsb, 64),
	VALUE(WdfRequestTypeOther, 65),
	VALUE(WdfRequestUndefined, 66),
	VALUE(WdfRequestTypeNoFormat, 67),
	/* WDF_REQUEST_REUSE_FLAGS */
	VALUE(WDF_REQUEST_REUSE_NO_FLAGS, 0),
	VALUE(WDF_REQUEST_REUSE_SET_NEW_IRP, 1),
	/* WDF_REQUEST_SEND_OPTIONS_FLAGS */
	VALUE(WDF_REQUEST_SEND_OPTION_TIMEOUT, 1),
	VALUE(WDF_REQUEST_SEND_OPTION_SYNCHRONOUS, 2),
	VALUE(WDF_REQUEST_SEND_OPTION_IGNORE_TARGET_STATE, 4),
	VALUE(WDF_REQUEST_SEND_OPTION_SEND_AND_FORGET, 8),
	/* WDF_REQUEST_STOP_ACTION_FLAGS */
	VALUE(WdfRequestStopActionInvalid, 0),
	VALUE(WdfRequestStopActionSuspend, 1),
	VALUE(WdfRequestStopActionPurge, 2),
	VALUE(WdfRequestStopRequestCancelable, 0x10000000),
};

static void wdf_enumerations(struct kunit *test)
{
	EXPECT_ROWS(test, wdf_enum_rows);
}

/* Only the names are documented; a binary that was built once keeps working. */
static const struct header_row wdf_status_rows[] = {
	VALUE32(STATUS_WDF_QUEUED, 0x40200000),
	VALUE32(STATUS_WDF_POSTED, 0x40200001),
	VALUE32(STATUS_WDF_NO_PACKAGE_CONTEXT, 0xc0200200),
	VALUE32(STATUS_WDF_BUSY, 0xc0200201),
	VALUE32(STATUS_WDF_INCOMPATIBLE_EXECUTION_LEVEL, 0xc0200202),
	VALUE32(STATUS_WDF_PAUSED, 0xc0200203),
	VALUE32(STATUS_WDF_PARENT_NOT_SPECIFIED, 0xc0200204),
	VALUE32(STATUS_WDF_PARENT_IS_SELF, 0xc0200205),
	VALUE32(STATUS_WDF_PARENT_ASSIGNMENT_NOT_ALLOWED, 0xc0200206),
	VALUE32(STATUS_WDF_SYNCHRONIZATION_SCOPE_INVALID, 0xc0200207),
	VALUE32(STATUS_WDF_EXECUTION_LEVEL_INVALID, 0xc0200208),
	VALUE32(STATUS_WDF_REQUEST_ALREADY_PENDING, 0xc0200209),
	VALUE32(STATUS_WDF_REQUEST_INVALID_STATE, 0xc020020a),
	VALUE32(STATUS_WDF_INTERNAL_ERROR, 0xc020020b),
	VALUE32(STATUS_WDF_DEVICE_REMOVED_POSSIBLE, 0xc020020c),
	VALUE32(STATUS_WDF_NO_CALLBACK, 0xc020020d),
};

static void wdf_status_values(struct kunit *test)
{
	EXPECT_ROWS(test, wdf_status_rows);
}

static void time_spans(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, WDF_TIMEOUT_TO_SEC, 10000000ll);
	KUNIT_EXPECT_EQ(test, WDF_TIMEOUT_TO_MS, 10000ll);
	KUNIT_EXPECT_EQ(test, WDF_TIMEOUT_TO_US, 10ll);
	KUNIT_EXPECT_EQ(test, WDF_REL_TIMEOUT_IN_SEC(500), -5000000000ll);
	KUNIT_EXPECT_EQ(test, WDF_REL_TIMEOUT_IN_MS(3), -30000ll);
	KUNIT_EXPECT_EQ(test, WDF_REL_TIMEOUT_IN_US(3), -30ll);
	KUNIT_EXPECT_EQ(test, WDF_ABS_TIMEOUT_IN_SEC(500), 5000000000ll);
	KUNIT_EXPECT_EQ(test, WDF_ABS_TIMEOUT_IN_MS(3), 30000ll);
	KUNIT_EXPECT_EQ(test, WDF_ABS_TIMEOUT_IN_US(3), 30ll);
}

/* ---- callback types ---- */

static const struct header_row callback_rows[] = {
	SAME(EVT_WDF_OBJECT_CONTEXT_CLEANUP, VOID (WDFOBJECT)),
	SAME(EVT_WDF_OBJECT_CONTEXT_DESTROY, VOID (WDFOBJECT)),
	SAME(EVT_DRIVER_GET_UNIQUE_CONTEXT_TYPE,
	     PCWDF_OBJECT_CONTEXT_TYPE_INFO (PWDF_DRIVER_GLOBALS)),
	SAME(EVT_WDF_DEVICE_CONTEXT_CLEANUP, VOID (WDFOBJECT)),
	SAME(EVT_WDF_DEVICE_CONTEXT_DESTROY, VOID (WDFOBJECT)),
	SAME(EVT_WDF_DRIVER_CONTEXT_CLEANUP, VOID (WDFOBJECT)),
	SAME(EVT_WDF_DRIVER_CONTEXT_DESTROY, VOID (WDFOBJECT)),
	SAME(EVT_WDF_IOQUEUE_CONTEXT_CLEANUP_CALLBACK, VOID (WDFOBJECT)),
	SAME(EVT_WDF_IOQUEUE_CONTEXT_DESTROY_CALLBACK, VOID (WDFOBJECT)),
	SAME(EVT_WDF_FILE_CONTEXT_CLEANUP_CALLBACK, VOID (WDFOBJECT)),
	SAME(EVT_WDF_FILE_CONTEXT_DESTROY_CALLBACK, VOID (WDFOBJECT)),
	SAME(EVT_WDF_IO_QUEUE_IO_DEFAULT, VOID (WDFQUEUE, WDFREQUEST)),
	SAME(EVT_WDF_IO_QUEUE_IO_INTERNAL_DEVICE_CONTROL,
	     VOID (WDFQUEUE, WDFREQUEST, size_t, size_t, ULONG)),
	SAME(EVT_WDF_DRIVER_DEVICE_ADD, NTSTATUS (WDFDRIVER, PWDFDEVICE_INIT)),
	SAME(EVT_WDF_DRIVER_UNLOAD, VOID (WDFDRIVER)),
	SAME(EVT_WDF_DEVICE_D0_ENTRY, NTSTATUS (WDFDEVICE, WDF_POWER_DEVICE_STATE)),
	SAME(EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED,
	     NTSTATUS (WDFDEVICE, WDF_POWER_DEVICE_STATE)),
	SAME(EVT_WDF_DEVICE_D0_EXIT, NTSTATUS (WDFDEVICE, WDF_POWER_DEVICE_STATE)),
	SAME(EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED,
	     NTSTATUS (WDFDEVICE, WDF_POWER_DEVICE_STATE)),
	SAME(EVT_WDF_DEVICE_PREPARE_HARDWARE, NTSTATUS (WDFDEVICE, WDFCMRESLIST, WDFCMRESLIST)),
	SAME(EVT_WDF_DEVICE_RELEASE_HARDWARE, NTSTATUS (WDFDEVICE, WDFCMRESLIST)),
	SAME(EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_SURPRISE_REMOVAL, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_QUERY_REMOVE, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_QUERY_STOP, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_USAGE_NOTIFICATION, VOID (WDFDEVICE, WDF_SPECIAL_FILE_TYPE, BOOLEAN)),
	SAME(EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX,
	     NTSTATUS (WDFDEVICE, WDF_SPECIAL_FILE_TYPE, BOOLEAN)),
	SAME(EVT_WDF_DEVICE_RELATIONS_QUERY, VOID (WDFDEVICE, DEVICE_RELATION_TYPE)),
	SAME(EVT_WDF_DEVICE_ARM_WAKE_FROM_S0, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_ARM_WAKE_FROM_SX, NTSTATUS (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED, VOID (WDFDEVICE)),
	SAME(EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON, NTSTATUS (WDFDEVICE, BOOLEAN, BOOLEAN)),
	SAME(EVT_WDF_TIMER, VOID (WDFTIMER)),
	SAME(EVT_WDF_WORKITEM, VOID (WDFWORKITEM)),
	SAME(EVT_WDF_REQUEST_COMPLETION_ROUTINE,
	     VOID (WDFREQUEST, WDFIOTARGET, PWDF_REQUEST_COMPLETION_PARAMS, WDFCONTEXT)),
};

static void callback_types(struct kunit *test)
{
	EXPECT_ROWS(test, callback_rows);
}

/* Fields in the documented order, each where a compiled driver has it. */
static const struct header_row wdf_layout_rows[] = {
	SIZE(WDF_DRIVER_GLOBALS, 16), OFFSET(WDF_DRIVER_GLOBALS, Driver, 0),
	SIZE(WDF_OBJECT_ATTRIBUTES, 56), OFFSET(WDF_OBJECT_ATTRIBUTES, EvtCleanupCallback, 8),
	OFFSET(WDF_OBJECT_ATTRIBUTES, EvtDestroyCallback, 16),
	OFFSET(WDF_OBJECT_ATTRIBUTES, ExecutionLevel, 24),
	OFFSET(WDF_OBJECT_ATTRIBUTES, SynchronizationScope, 28),
	OFFSET(WDF_OBJECT_ATTRIBUTES, ParentObject, 32),
	OFFSET(WDF_OBJECT_ATTRIBUTES, ContextSizeOverride, 40),
	OFFSET(WDF_OBJECT_ATTRIBUTES, ContextTypeInfo, 48),
	SIZE(WDF_OBJECT_CONTEXT_TYPE_INFO, 40),
	OFFSET(WDF_OBJECT_CONTEXT_TYPE_INFO, ContextName, 8),
	OFFSET(WDF_OBJECT_CONTEXT_TYPE_INFO, ContextSize, 16),
	OFFSET(WDF_OBJECT_CONTEXT_TYPE_INFO, UniqueType, 24),
	SIZE(WDF_DRIVER_CONFIG, 32), OFFSET(WDF_DRIVER_CONFIG, EvtDriverUnload, 16),
	OFFSET(WDF_DRIVER_CONFIG, DriverInitFlags, 24),
	OFFSET(WDF_DRIVER_CONFIG, DriverPoolTag, 28),
	SIZE(WDF_PNPPOWER_EVENT_CALLBACKS, 144),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceD0Entry, 8),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceD0EntryPostInterruptsEnabled, 16),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceD0Exit, 24),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceD0ExitPreInterruptsDisabled, 32),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDevicePrepareHardware, 40),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceReleaseHardware, 48),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSelfManagedIoCleanup, 56),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSelfManagedIoFlush, 64),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSelfManagedIoInit, 72),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSelfManagedIoSuspend, 80),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSelfManagedIoRestart, 88),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceSurpriseRemoval, 96),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceQueryRemove, 104),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceQueryStop, 112),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceUsageNotification, 120),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceRelationsQuery, 128),
	OFFSET(WDF_PNPPOWER_EVENT_CALLBACKS, EvtDeviceUsageNotificationEx, 136),
	SIZE(WDF_POWER_POLICY_EVENT_CALLBACKS, 64),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceArmWakeFromS0, 8),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceDisarmWakeFromS0, 16),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceWakeFromS0Triggered, 24),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceArmWakeFromSx, 32),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceDisarmWakeFromSx, 40),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceWakeFromSxTriggered, 48),
	OFFSET(WDF_POWER_POLICY_EVENT_CALLBACKS, EvtDeviceArmWakeFromSxWithReason, 56),
	SIZE(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, 36),
	OFFSET(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, IdleTimeout, 12),
	OFFSET(WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, ExcludeD3Cold, 32),
	SIZE(WDF_DEVICE_PNP_CAPABILITIES, 48), OFFSET(WDF_DEVICE_PNP_CAPABILITIES, Address, 40),
	OFFSET(WDF_DEVICE_PNP_CAPABILITIES, SurpriseRemovalOK, 28),
	SIZE(WDF_TIMER_CONFIG, 32), OFFSET(WDF_TIMER_CONFIG, Period, 16),
	OFFSET(WDF_TIMER_CONFIG, AutomaticSerialization, 20),
	OFFSET(WDF_TIMER_CONFIG, TolerableDelay, 24),
	SIZE(WDF_WORKITEM_CONFIG, 24), OFFSET(WDF_WORKITEM_CONFIG, AutomaticSerialization, 16),
	SIZE(WDF_REQUEST_REUSE_PARAMS, 24), OFFSET(WDF_REQUEST_REUSE_PARAMS, NewIrp, 16),
	SIZE(WDF_REQUEST_SEND_OPTIONS, 16), OFFSET(WDF_REQUEST_SEND_OPTIONS, Timeout, 8),
	SIZE(WDF_REQUEST_COMPLETION_PARAMS, 72),
	OFFSET(WDF_REQUEST_COMPLETION_PARAMS, IoStatus, 8),
	OFFSET(WDF_REQUEST_COMPLETION_PARAMS, Parameters, 24),
	OFFSET(WDF_REQUEST_COMPLETION_PARAMS, Parameters.Ioctl.Output.Length, 64),
	SIZE(WDFMEMORY_OFFSET, 16), OFFSET(WDFMEMORY_OFFSET, BufferLength, 8),
	SIZE(WDF_MEMORY_DESCRIPTOR, 24), OFFSET(WDF_MEMORY_DESCRIPTOR, u.BufferType.Length, 16),
};

static void wdf_structures(struct kunit *test)
{
	EXPECT_ROWS(test, wdf_layout_rows);
}

/* ---- initialisers ---- */

/* With casts: a callback type that is wrong is for callback_types() to find. */
static NTSTATUS some_device_add(WDFDRIVER driver, PWDFDEVICE_INIT init)
{
	return STATUS_SUCCESS;
}

static VOID some_timer(WDFTIMER timer)
{
}

static VOID some_work(WDFWORKITEM item)
{
}

static void init_callbacks(struct kunit *test)
{
	WDF_POWER_POLICY_EVENT_CALLBACKS policy;
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_DRIVER_CONFIG driver;

	DIRTY(policy);
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&policy);
	EXPECT_INIT_SIZE(test, policy);
	EXPECT_REST_ZERO(test, policy);
	DIRTY(pnp);
	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	EXPECT_INIT_SIZE(test, pnp);
	EXPECT_REST_ZERO(test, pnp);
	DIRTY(driver);
	WDF_DRIVER_CONFIG_INIT(&driver, (PFN_WDF_DRIVER_DEVICE_ADD)some_device_add);
	EXPECT_INIT_SIZE(test, driver);
	KUNIT_EXPECT_TRUE(test, (void *)driver.EvtDriverDeviceAdd == (void *)some_device_add);
	driver.EvtDriverDeviceAdd = NULL;
	EXPECT_REST_ZERO(test, driver);
}

typedef struct headers_context {
	u64 words[5];
} headers_context;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(headers_context, GetHeadersContext)

static void init_attributes(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	const WDF_OBJECT_CONTEXT_TYPE_INFO *info = WDF_GET_CONTEXT_TYPE_INFO(headers_context);

	DIRTY(attributes);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, headers_context);
	EXPECT_INIT_SIZE(test, attributes);
	KUNIT_EXPECT_EQ(test, (int)attributes.ExecutionLevel, 1);
	KUNIT_EXPECT_EQ(test, (int)attributes.SynchronizationScope, 1);
	KUNIT_EXPECT_PTR_EQ(test, attributes.ContextTypeInfo, info);
	KUNIT_EXPECT_PTR_EQ(test, &WDF_TYPE_NAME_TO_TYPE_INFO(headers_context), info);
	KUNIT_EXPECT_PTR_EQ(test, info->UniqueType, info);
	KUNIT_EXPECT_EQ(test, (size_t)info->Size, sizeof(*info));
	KUNIT_EXPECT_STREQ(test, info->ContextName, "headers_context");
	KUNIT_EXPECT_EQ(test, info->ContextSize, sizeof(headers_context));
	KUNIT_EXPECT_TRUE(test, __builtin_types_compatible_p(
			  WDF_TYPE_NAME_POINTER_TYPE(headers_context), headers_context *));

	DIRTY(attributes);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	KUNIT_EXPECT_NULL(test, (void *)attributes.ContextTypeInfo);
	WDF_OBJECT_ATTRIBUTES_SET_CONTEXT_TYPE(&attributes, headers_context);
	KUNIT_EXPECT_PTR_EQ(test, attributes.ContextTypeInfo, info);
	attributes.Size = 0;
	attributes.ExecutionLevel = 0;
	attributes.SynchronizationScope = 0;
	attributes.ContextTypeInfo = NULL;
	EXPECT_REST_ZERO(test, attributes);
}

/* What the declarations are called is made of the type's name. */
static void context_declarations(struct kunit *test)
{
	static const char info[] = __stringify(WDF_TYPE_NAME_TO_TYPE_INFO(headers_context));
	static const char accessor[] = __stringify(WDF_DECLARE_CONTEXT_TYPE(headers_context));

	KUNIT_EXPECT_NOT_NULL(test, strstr(info, "headers_context"));
	KUNIT_EXPECT_NOT_NULL(test, strstr(accessor, "WdfObjectGet_headers_context(WDFOBJECT"));
}

static void init_idle_settings(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS idle;

	DIRTY(idle);
	WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(&idle, IdleUsbSelectiveSuspend);
	EXPECT_INIT_SIZE(test, idle);
	KUNIT_EXPECT_EQ(test, (int)idle.IdleCaps, 3);
	KUNIT_EXPECT_EQ(test, (int)idle.DxState, 5);
	KUNIT_EXPECT_EQ(test, (int)idle.IdleTimeout, 5000);
	KUNIT_EXPECT_EQ(test, (int)idle.UserControlOfIdleSettings, 2);
	KUNIT_EXPECT_EQ(test, (int)idle.Enabled, 2);
	KUNIT_EXPECT_EQ(test, (int)idle.PowerUpIdleDeviceOnSystemWake, 2);
	KUNIT_EXPECT_EQ(test, (int)idle.IdleTimeoutType, 0);
	KUNIT_EXPECT_EQ(test, (int)idle.ExcludeD3Cold, 2);
}

static void init_wake_settings(struct kunit *test)
{
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS wake;

	DIRTY(wake);
	WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(&wake);
	EXPECT_INIT_SIZE(test, wake);
	KUNIT_EXPECT_EQ(test, wake.DxState, PowerDeviceMaximum);
	KUNIT_EXPECT_EQ(test, wake.UserControlOfWakeSettings, WakeAllowUserControl);
	KUNIT_EXPECT_EQ(test, wake.Enabled, WdfUseDefault);
	wake.DxState = 0;
	wake.UserControlOfWakeSettings = 0;
	wake.Enabled = 0;
	EXPECT_REST_ZERO(test, wake);
}

static void init_pnp_capabilities(struct kunit *test)
{
	WDF_DEVICE_PNP_CAPABILITIES caps;
	WDF_TRI_STATE *state;

	DIRTY(caps);
	WDF_DEVICE_PNP_CAPABILITIES_INIT(&caps);
	EXPECT_INIT_SIZE(test, caps);
	for (state = &caps.LockSupported; state <= &caps.NoDisplayInUI; state++)
		KUNIT_EXPECT_EQ(test, (int)*state, 2);
	KUNIT_EXPECT_EQ(test, caps.Address, 0xffffffffu);
	KUNIT_EXPECT_EQ(test, caps.UINumber, 0xffffffffu);
}

static void init_timers_and_work(struct kunit *test)
{
	WDF_WORKITEM_CONFIG work;
	WDF_TIMER_CONFIG timer;

	DIRTY(timer);
	WDF_TIMER_CONFIG_INIT(&timer, (PFN_WDF_TIMER)some_timer);
	KUNIT_EXPECT_EQ(test, timer.Period, 0u);
	DIRTY(timer);
	WDF_TIMER_CONFIG_INIT_PERIODIC(&timer, (PFN_WDF_TIMER)some_timer, 20);
	KUNIT_EXPECT_EQ(test, timer.Period, 20u);
	EXPECT_INIT_SIZE(test, timer);
	KUNIT_EXPECT_TRUE(test, (void *)timer.EvtTimerFunc == (void *)some_timer);
	KUNIT_EXPECT_EQ(test, (int)timer.AutomaticSerialization, TRUE);
	timer.Period = 0;
	timer.EvtTimerFunc = NULL;
	timer.AutomaticSerialization = 0;
	EXPECT_REST_ZERO(test, timer);
	DIRTY(work);
	WDF_WORKITEM_CONFIG_INIT(&work, (PFN_WDF_WORKITEM)some_work);
	EXPECT_INIT_SIZE(test, work);
	KUNIT_EXPECT_TRUE(test, (void *)work.EvtWorkItemFunc == (void *)some_work);
	KUNIT_EXPECT_EQ(test, (int)work.AutomaticSerialization, TRUE);
}

static void init_requests(struct kunit *test)
{
	WDF_REQUEST_COMPLETION_PARAMS completion;
	WDF_REQUEST_SEND_OPTIONS options;
	WDF_REQUEST_REUSE_PARAMS reuse;

	DIRTY(completion);
	WDF_REQUEST_COMPLETION_PARAMS_INIT(&completion);
	EXPECT_INIT_SIZE(test, completion);
	KUNIT_EXPECT_EQ(test, (int)completion.Type, 0x43);
	completion.Type = 0;
	EXPECT_REST_ZERO(test, completion);
	DIRTY(options);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, WDF_REQUEST_SEND_OPTION_SYNCHRONOUS);
	EXPECT_INIT_SIZE(test, options);
	KUNIT_EXPECT_EQ(test, options.Timeout, 0ll);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options, -5);
	KUNIT_EXPECT_EQ(test, options.Timeout, -5ll);
	KUNIT_EXPECT_EQ(test, options.Flags, 3u);
	DIRTY(reuse);
	WDF_REQUEST_REUSE_PARAMS_INIT(&reuse, WDF_REQUEST_REUSE_SET_NEW_IRP, STATUS_CANCELLED);
	EXPECT_INIT_SIZE(test, reuse);
	KUNIT_EXPECT_EQ(test, reuse.Flags, 1u);
	KUNIT_EXPECT_EQ(test, reuse.Status, STATUS_CANCELLED);
	KUNIT_EXPECT_NULL(test, (void *)reuse.NewIrp);
}

static void init_memory_descriptors(struct kunit *test)
{
	WDFMEMORY memory = (WDFMEMORY)test;
	WDF_MEMORY_DESCRIPTOR descriptor;
	WDFMEMORY_OFFSET offset;
	MDL mdl;

	DIRTY(descriptor);
	WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&descriptor, &mdl, 7);
	KUNIT_EXPECT_EQ(test, (int)descriptor.Type, 1);
	KUNIT_EXPECT_PTR_EQ(test, descriptor.u.BufferType.Buffer, (PVOID)&mdl);
	KUNIT_EXPECT_EQ(test, descriptor.u.BufferType.Length, 7u);
	DIRTY(descriptor);
	WDF_MEMORY_DESCRIPTOR_INIT_MDL(&descriptor, &mdl, 8);
	KUNIT_EXPECT_EQ(test, (int)descriptor.Type, 2);
	KUNIT_EXPECT_PTR_EQ(test, descriptor.u.MdlType.Mdl, &mdl);
	KUNIT_EXPECT_EQ(test, descriptor.u.MdlType.BufferLength, 8u);
	DIRTY(descriptor);
	WDF_MEMORY_DESCRIPTOR_INIT_HANDLE(&descriptor, memory, &offset);
	KUNIT_EXPECT_EQ(test, (int)descriptor.Type, 3);
	KUNIT_EXPECT_PTR_EQ(test, descriptor.u.HandleType.Memory, memory);
	KUNIT_EXPECT_PTR_EQ(test, descriptor.u.HandleType.Offsets, &offset);
}

static struct kunit_case wdf_headers_cases[] = {
	KUNIT_CASE(wdf_handles),
	KUNIT_CASE(extern_c),
	KUNIT_CASE(wdf_enumerations),
	KUNIT_CASE(wdf_status_values),
	KUNIT_CASE(time_spans),
	KUNIT_CASE(callback_types),
	KUNIT_CASE(wdf_structures),
	KUNIT_CASE(init_callbacks),
	KUNIT_CASE(init_attributes),
	KUNIT_CASE(context_declarations),
	KUNIT_CASE(init_idle_settings),
	KUNIT_CASE(init_wake_settings),
	KUNIT_CASE(init_pnp_capabilities),
	KUNIT_CASE(init_timers_and_work),
	KUNIT_CASE(init_requests),
	KUNIT_CASE(init_memory_descriptors),
	{}
};

static struct kunit_suite wdf_headers_suite = {
	.name = "ndis_shim_wdf_headers",
	.test_cases = wdf_headers_cases,
};

kunit_test_suite(wdf_headers_suite);
