/* SPDX-License-Identifier: GPL-2.0 */
/* The device object: creation, PnP and power callbacks, idle and wake policy. */
#ifndef _NT_WDFDEVICE_H
#define _NT_WDFDEVICE_H

#include <wdm/pnp.h>
#include <wdf/state.h>
#include <wdffileobject.h>
#include <wdfmemory.h>
#include <wdfobject.h>
#include <wdm/irp.h>

typedef enum _WDF_POWER_DEVICE_STATE {
	WdfPowerDeviceInvalid,
	WdfPowerDeviceD0,
	WdfPowerDeviceD1,
	WdfPowerDeviceD2,
	WdfPowerDeviceD3,
	WdfPowerDeviceD3Final,
	WdfPowerDevicePrepareForHibernation,
	WdfPowerDeviceMaximum
} WDF_POWER_DEVICE_STATE, *PWDF_POWER_DEVICE_STATE;
C_ASSERT(WdfPowerDeviceD3Final == 5 && WdfPowerDeviceMaximum == 7);

typedef enum _WDF_SPECIAL_FILE_TYPE {
	WdfSpecialFileUndefined,
	WdfSpecialFilePaging,
	WdfSpecialFileHibernation,
	WdfSpecialFileDump,
	WdfSpecialFileBoot,
	WdfSpecialFileMax
} WDF_SPECIAL_FILE_TYPE;

/* ---- PnP and power callbacks ---- */

typedef NTSTATUS (EVT_WDF_DEVICE_D0_ENTRY)(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState);
typedef NTSTATUS (EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED)(WDFDEVICE Device,
	WDF_POWER_DEVICE_STATE PreviousState);
typedef NTSTATUS (EVT_WDF_DEVICE_D0_EXIT)(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState);
typedef NTSTATUS (EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED)(WDFDEVICE Device,
	WDF_POWER_DEVICE_STATE TargetState);
typedef NTSTATUS (EVT_WDF_DEVICE_PREPARE_HARDWARE)(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
	WDFCMRESLIST ResourcesTranslated);
typedef NTSTATUS (EVT_WDF_DEVICE_RELEASE_HARDWARE)(WDFDEVICE Device,
	WDFCMRESLIST ResourcesTranslated);
typedef VOID (EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_SURPRISE_REMOVAL)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_QUERY_REMOVE)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_QUERY_STOP)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_USAGE_NOTIFICATION)(WDFDEVICE Device,
	WDF_SPECIAL_FILE_TYPE NotificationType, BOOLEAN IsInNotificationPath);
typedef NTSTATUS (EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX)(WDFDEVICE Device,
	WDF_SPECIAL_FILE_TYPE NotificationType, BOOLEAN IsInNotificationPath);
typedef VOID (EVT_WDF_DEVICE_RELATIONS_QUERY)(WDFDEVICE Device, DEVICE_RELATION_TYPE RelationType);

typedef EVT_WDF_DEVICE_D0_ENTRY *PFN_WDF_DEVICE_D0_ENTRY;
typedef EVT_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED
	*PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED;
typedef EVT_WDF_DEVICE_D0_EXIT *PFN_WDF_DEVICE_D0_EXIT;
typedef EVT_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED
	*PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED;
typedef EVT_WDF_DEVICE_PREPARE_HARDWARE *PFN_WDF_DEVICE_PREPARE_HARDWARE;
typedef EVT_WDF_DEVICE_RELEASE_HARDWARE *PFN_WDF_DEVICE_RELEASE_HARDWARE;
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP *PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP;
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_FLUSH *PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH;
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_INIT *PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT;
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND *PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND;
typedef EVT_WDF_DEVICE_SELF_MANAGED_IO_RESTART *PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART;
typedef EVT_WDF_DEVICE_SURPRISE_REMOVAL *PFN_WDF_DEVICE_SURPRISE_REMOVAL;
typedef EVT_WDF_DEVICE_QUERY_REMOVE *PFN_WDF_DEVICE_QUERY_REMOVE;
typedef EVT_WDF_DEVICE_QUERY_STOP *PFN_WDF_DEVICE_QUERY_STOP;
typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION *PFN_WDF_DEVICE_USAGE_NOTIFICATION;
typedef EVT_WDF_DEVICE_USAGE_NOTIFICATION_EX *PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX;
typedef EVT_WDF_DEVICE_RELATIONS_QUERY *PFN_WDF_DEVICE_RELATIONS_QUERY;

typedef struct _WDF_PNPPOWER_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
	PFN_WDF_DEVICE_D0_ENTRY_POST_INTERRUPTS_ENABLED EvtDeviceD0EntryPostInterruptsEnabled;
	PFN_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
	PFN_WDF_DEVICE_D0_EXIT_PRE_INTERRUPTS_DISABLED EvtDeviceD0ExitPreInterruptsDisabled;
	PFN_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
	PFN_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_CLEANUP EvtDeviceSelfManagedIoCleanup;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_FLUSH EvtDeviceSelfManagedIoFlush;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_INIT EvtDeviceSelfManagedIoInit;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_SUSPEND EvtDeviceSelfManagedIoSuspend;
	PFN_WDF_DEVICE_SELF_MANAGED_IO_RESTART EvtDeviceSelfManagedIoRestart;
	PFN_WDF_DEVICE_SURPRISE_REMOVAL EvtDeviceSurpriseRemoval;
	PFN_WDF_DEVICE_QUERY_REMOVE EvtDeviceQueryRemove;
	PFN_WDF_DEVICE_QUERY_STOP EvtDeviceQueryStop;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION EvtDeviceUsageNotification;
	PFN_WDF_DEVICE_RELATIONS_QUERY EvtDeviceRelationsQuery;
	PFN_WDF_DEVICE_USAGE_NOTIFICATION_EX EvtDeviceUsageNotificationEx;
} WDF_PNPPOWER_EVENT_CALLBACKS, *PWDF_PNPPOWER_EVENT_CALLBACKS;

static inline VOID WDF_PNPPOWER_EVENT_CALLBACKS_INIT(PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = sizeof(*Callbacks);
}

typedef NTSTATUS (EVT_WDF_DEVICE_ARM_WAKE_FROM_S0)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_ARM_WAKE_FROM_SX)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX)(WDFDEVICE Device);
typedef VOID (EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED)(WDFDEVICE Device);
typedef NTSTATUS (EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON)(WDFDEVICE Device,
	BOOLEAN DeviceWakeEnabled, BOOLEAN ChildrenArmedForWake);

typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_ARM_WAKE_FROM_S0;
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 *PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0;
typedef EVT_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED;
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX;
typedef EVT_WDF_DEVICE_DISARM_WAKE_FROM_SX *PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX;
typedef EVT_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED *PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED;
typedef EVT_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON *PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON;

typedef struct _WDF_POWER_POLICY_EVENT_CALLBACKS {
	ULONG Size;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
	PFN_WDF_DEVICE_WAKE_FROM_S0_TRIGGERED EvtDeviceWakeFromS0Triggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX EvtDeviceArmWakeFromSx;
	PFN_WDF_DEVICE_DISARM_WAKE_FROM_SX EvtDeviceDisarmWakeFromSx;
	PFN_WDF_DEVICE_WAKE_FROM_SX_TRIGGERED EvtDeviceWakeFromSxTriggered;
	PFN_WDF_DEVICE_ARM_WAKE_FROM_SX_WITH_REASON EvtDeviceArmWakeFromSxWithReason;
} WDF_POWER_POLICY_EVENT_CALLBACKS, *PWDF_POWER_POLICY_EVENT_CALLBACKS;

static inline VOID
WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(PWDF_POWER_POLICY_EVENT_CALLBACKS Callbacks)
{
	RtlZeroMemory(Callbacks, sizeof(*Callbacks));
	Callbacks->Size = sizeof(*Callbacks);
}

/* ---- idle and wake settings ---- */

typedef enum _WDF_POWER_POLICY_S0_IDLE_CAPABILITIES {
	IdleCapsInvalid,
	IdleCannotWakeFromS0,
	IdleCanWakeFromS0,
	IdleUsbSelectiveSuspend
} WDF_POWER_POLICY_S0_IDLE_CAPABILITIES;
C_ASSERT(IdleUsbSelectiveSuspend == 3);

typedef enum _WDF_POWER_POLICY_S0_IDLE_USER_CONTROL {
	IdleUserControlInvalid,
	IdleDoNotAllowUserControl,
	IdleAllowUserControl
} WDF_POWER_POLICY_S0_IDLE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_SX_WAKE_USER_CONTROL {
	WakeUserControlInvalid,
	WakeDoNotAllowUserControl,
	WakeAllowUserControl
} WDF_POWER_POLICY_SX_WAKE_USER_CONTROL;

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS {
	IdleTimeoutDefaultConstant = 0
} WDF_POWER_POLICY_IDLE_TIMEOUT_CONSTANTS;
#define IdleTimeoutDefaultValue		5000	/* ms */

typedef enum _WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE {
	DriverManagedIdleTimeout,
	SystemManagedIdleTimeout,
	SystemManagedIdleTimeoutWithHint
} WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE;

typedef struct _WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS {
	ULONG Size;
	WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps;
	DEVICE_POWER_STATE DxState;
	ULONG IdleTimeout;		/* ms */
	WDF_POWER_POLICY_S0_IDLE_USER_CONTROL UserControlOfIdleSettings;
	WDF_TRI_STATE Enabled;
	WDF_TRI_STATE PowerUpIdleDeviceOnSystemWake;
	WDF_POWER_POLICY_IDLE_TIMEOUT_TYPE IdleTimeoutType;
	WDF_TRI_STATE ExcludeD3Cold;
} WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS;

static inline VOID
WDF_DEVICE_POWER_POLICY_IDLE_SETTINGS_INIT(PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings,
					   WDF_POWER_POLICY_S0_IDLE_CAPABILITIES IdleCaps)
{
	RtlZeroMemory(Settings, sizeof(*Settings));
	Settings->Size = sizeof(*Settings);
	Settings->IdleCaps = IdleCaps;
	Settings->DxState = PowerDeviceMaximum;
	Settings->IdleTimeout = IdleTimeoutDefaultValue;
	Settings->UserControlOfIdleSettings = IdleAllowUserControl;
	Settings->Enabled = WdfUseDefault;
	Settings->PowerUpIdleDeviceOnSystemWake = WdfUseDefault;
	Settings->IdleTimeoutType = DriverManagedIdleTimeout;
	Settings->ExcludeD3Cold = WdfUseDefault;
}

typedef struct _WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS {
	ULONG Size;
	DEVICE_POWER_STATE DxState;
	WDF_POWER_POLICY_SX_WAKE_USER_CONTROL UserControlOfWakeSettings;
	WDF_TRI_STATE Enabled;
	BOOLEAN ArmForWakeIfChildrenAreArmedForWake;
	BOOLEAN IndicateChildWakeOnParentWake;
} WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS, *PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS;

static inline VOID
WDF_DEVICE_POWER_POLICY_WAKE_SETTINGS_INIT(PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings)
{
	RtlZeroMemory(Settings, sizeof(*Settings));
	Settings->Size = sizeof(*Settings);
	Settings->DxState = PowerDeviceMaximum;
	Settings->UserControlOfWakeSettings = WakeAllowUserControl;
	Settings->Enabled = WdfUseDefault;
}

/* ---- other settings ---- */

typedef struct _WDF_DEVICE_PNP_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE LockSupported;
	WDF_TRI_STATE EjectSupported;
	WDF_TRI_STATE Removable;
	WDF_TRI_STATE DockDevice;
	WDF_TRI_STATE UniqueID;
	WDF_TRI_STATE SilentInstall;
	WDF_TRI_STATE SurpriseRemovalOK;
	WDF_TRI_STATE HardwareDisabled;
	WDF_TRI_STATE NoDisplayInUI;
	ULONG Address;
	ULONG UINumber;
} WDF_DEVICE_PNP_CAPABILITIES, *PWDF_DEVICE_PNP_CAPABILITIES;

static inline VOID WDF_DEVICE_PNP_CAPABILITIES_INIT(PWDF_DEVICE_PNP_CAPABILITIES Caps)
{
	RtlZeroMemory(Caps, sizeof(*Caps));
	Caps->Size = sizeof(*Caps);
	Caps->LockSupported = WdfUseDefault;
	Caps->EjectSupported = WdfUseDefault;
	Caps->Removable = WdfUseDefault;
	Caps->DockDevice = WdfUseDefault;
	Caps->UniqueID = WdfUseDefault;
	Caps->SilentInstall = WdfUseDefault;
	Caps->SurpriseRemovalOK = WdfUseDefault;
	Caps->HardwareDisabled = WdfUseDefault;
	Caps->NoDisplayInUI = WdfUseDefault;
	Caps->Address = (ULONG)-1;
	Caps->UINumber = (ULONG)-1;
}

typedef struct _WDF_DEVICE_STATE {
	ULONG Size;
	WDF_TRI_STATE Disabled;
	WDF_TRI_STATE DontDisplayInUI;
	WDF_TRI_STATE Failed;
	WDF_TRI_STATE NotDisableable;
	WDF_TRI_STATE Removed;
	WDF_TRI_STATE ResourcesChanged;
} WDF_DEVICE_STATE, *PWDF_DEVICE_STATE;

static inline VOID WDF_DEVICE_STATE_INIT(PWDF_DEVICE_STATE PnpDeviceState)
{
	RtlZeroMemory(PnpDeviceState, sizeof(*PnpDeviceState));
	PnpDeviceState->Size = sizeof(*PnpDeviceState);
	PnpDeviceState->Disabled = WdfUseDefault;
	PnpDeviceState->DontDisplayInUI = WdfUseDefault;
	PnpDeviceState->Failed = WdfUseDefault;
	PnpDeviceState->NotDisableable = WdfUseDefault;
	PnpDeviceState->Removed = WdfUseDefault;
	PnpDeviceState->ResourcesChanged = WdfUseDefault;
}

typedef struct _WDF_DEVICE_POWER_CAPABILITIES {
	ULONG Size;
	WDF_TRI_STATE DeviceD1;
	WDF_TRI_STATE DeviceD2;
	WDF_TRI_STATE WakeFromD0;
	WDF_TRI_STATE WakeFromD1;
	WDF_TRI_STATE WakeFromD2;
	WDF_TRI_STATE WakeFromD3;
	DEVICE_POWER_STATE DeviceState[PowerSystemMaximum];
	DEVICE_POWER_STATE DeviceWake;
	SYSTEM_POWER_STATE SystemWake;
	ULONG D1Latency;		/* 100 us */
	ULONG D2Latency;
	ULONG D3Latency;
	DEVICE_POWER_STATE IdealDxStateForSx;
} WDF_DEVICE_POWER_CAPABILITIES, *PWDF_DEVICE_POWER_CAPABILITIES;

static inline VOID WDF_DEVICE_POWER_CAPABILITIES_INIT(PWDF_DEVICE_POWER_CAPABILITIES Capabilities)
{
	ULONG state;

	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
	Capabilities->DeviceD1 = WdfUseDefault;
	Capabilities->DeviceD2 = WdfUseDefault;
	Capabilities->WakeFromD0 = WdfUseDefault;
	Capabilities->WakeFromD1 = WdfUseDefault;
	Capabilities->WakeFromD2 = WdfUseDefault;
	Capabilities->WakeFromD3 = WdfUseDefault;
	for (state = 0; state < PowerSystemMaximum; state++)
		Capabilities->DeviceState[state] = PowerDeviceMaximum;
	Capabilities->DeviceWake = PowerDeviceMaximum;
	Capabilities->SystemWake = PowerSystemMaximum;
	Capabilities->D1Latency = (ULONG)-1;
	Capabilities->D2Latency = (ULONG)-1;
	Capabilities->D3Latency = (ULONG)-1;
	Capabilities->IdealDxStateForSx = PowerDeviceMaximum;
}

typedef enum _WDF_REMOVE_LOCK_OPTIONS_FLAGS {
	WDF_REMOVE_LOCK_OPTION_ACQUIRE_FOR_IO = 0x00000001
} WDF_REMOVE_LOCK_OPTIONS_FLAGS;

typedef struct _WDF_REMOVE_LOCK_OPTIONS {
	ULONG Size;
	ULONG Flags;
} WDF_REMOVE_LOCK_OPTIONS, *PWDF_REMOVE_LOCK_OPTIONS;

static inline VOID WDF_REMOVE_LOCK_OPTIONS_INIT(PWDF_REMOVE_LOCK_OPTIONS RemoveLockOptions,
						ULONG Flags)
{
	RtlZeroMemory(RemoveLockOptions, sizeof(*RemoveLockOptions));
	RemoveLockOptions->Size = sizeof(*RemoveLockOptions);
	RemoveLockOptions->Flags = Flags;
}

/* An IRP before the framework looks at it: WdfDeviceInitAssignWdmIrpPreprocessCallback(). */
typedef NTSTATUS (EVT_WDFDEVICE_WDM_IRP_PREPROCESS)(WDFDEVICE Device, PIRP Irp);
typedef EVT_WDFDEVICE_WDM_IRP_PREPROCESS *PFN_WDFDEVICE_WDM_IRP_PREPROCESS;

/* Instead of the framework: WdfDeviceConfigureWdmIrpDispatchCallback(). */
typedef NTSTATUS (EVT_WDFDEVICE_WDM_IRP_DISPATCH)(WDFDEVICE Device, UCHAR MajorFunction,
	UCHAR MinorFunction, ULONG Code, WDFCONTEXT DriverContext, PIRP Irp,
	WDFCONTEXT DispatchContext);
typedef EVT_WDFDEVICE_WDM_IRP_DISPATCH *PFN_WDFDEVICE_WDM_IRP_DISPATCH;

typedef enum _WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS {
	WDF_DISPATCH_IRP_TO_IO_QUEUE_NO_FLAGS = 0x00000000,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_INVOKE_INCALLERCTX_CALLBACK = 0x00000001,
	WDF_DISPATCH_IRP_TO_IO_QUEUE_PREPROCESSED_IRP = 0x00000002
} WDF_DISPATCH_IRP_TO_IO_QUEUE_FLAGS;

typedef enum _WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE {
	WdfReleaseHardwareOrderOnFailureInvalid = 0,
	WdfReleaseHardwareOrderOnFailureEarly,
	WdfReleaseHardwareOrderOnFailureAfterDescendants
} WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE, *PWDF_RELEASE_HARDWARE_ORDER_ON_FAILURE;

typedef enum _WDF_DEVICE_FAILED_ACTION {
	WdfDeviceFailedUndefined,
	WdfDeviceFailedAttemptRestart,
	WdfDeviceFailedNoRestart
} WDF_DEVICE_FAILED_ACTION;

typedef enum _WDF_DEVICE_IO_TYPE {
	WdfDeviceIoUndefined,
	WdfDeviceIoNeither,
	WdfDeviceIoBuffered,
	WdfDeviceIoDirect,
	WdfDeviceIoBufferedOrDirect
} WDF_DEVICE_IO_TYPE, *PWDF_DEVICE_IO_TYPE;

typedef struct _WDF_IO_TYPE_CONFIG {
	ULONG Size;
	WDF_DEVICE_IO_TYPE ReadWriteIoType;
	WDF_DEVICE_IO_TYPE DeviceControlIoType;
	ULONG DirectTransferThreshold;		/* bytes */
} WDF_IO_TYPE_CONFIG, *PWDF_IO_TYPE_CONFIG;

static inline VOID WDF_IO_TYPE_CONFIG_INIT(PWDF_IO_TYPE_CONFIG IoTypeConfig)
{
	RtlZeroMemory(IoTypeConfig, sizeof(*IoTypeConfig));
	IoTypeConfig->Size = sizeof(*IoTypeConfig);
	IoTypeConfig->ReadWriteIoType = WdfDeviceIoBuffered;
	IoTypeConfig->DeviceControlIoType = WdfDeviceIoBuffered;
}

/* A property of a device: WdfDeviceQueryPropertyEx() and the like. */
typedef struct _WDF_DEVICE_PROPERTY_DATA {
	ULONG Size;
	const DEVPROPKEY *PropertyKey;
	LCID Lcid;		/* 0: in no language */
	ULONG Flags;		/* PLUGPLAY_PROPERTY_PERSISTENT */
} WDF_DEVICE_PROPERTY_DATA, *PWDF_DEVICE_PROPERTY_DATA;

static inline VOID WDF_DEVICE_PROPERTY_DATA_INIT(PWDF_DEVICE_PROPERTY_DATA PropertyData,
						 const DEVPROPKEY *PropertyKey)
{
	RtlZeroMemory(PropertyData, sizeof(*PropertyData));
	PropertyData->Size = sizeof(*PropertyData);
	PropertyData->PropertyKey = PropertyKey;
}

/* A property of one of its interfaces. */
typedef struct _WDF_DEVICE_INTERFACE_PROPERTY_DATA {
	ULONG Size;
	const GUID *InterfaceClassGUID;
	PCUNICODE_STRING ReferenceString;
	const DEVPROPKEY *PropertyKey;
	LCID Lcid;
	ULONG Flags;
} WDF_DEVICE_INTERFACE_PROPERTY_DATA, *PWDF_DEVICE_INTERFACE_PROPERTY_DATA;

static inline VOID
WDF_DEVICE_INTERFACE_PROPERTY_DATA_INIT(PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					CONST GUID *InterfaceClassGUID,
					const DEVPROPKEY *PropertyKey)
{
	RtlZeroMemory(PropertyData, sizeof(*PropertyData));
	PropertyData->Size = sizeof(*PropertyData);
	PropertyData->InterfaceClassGUID = InterfaceClassGUID;
	PropertyData->PropertyKey = PropertyKey;
}

/* In the program's own context, at PASSIVE_LEVEL, before a queue has the request. */
typedef VOID (EVT_WDF_IO_IN_CALLER_CONTEXT)(WDFDEVICE Device, WDFREQUEST Request);
typedef EVT_WDF_IO_IN_CALLER_CONTEXT *PFN_WDF_IO_IN_CALLER_CONTEXT;

EXTERN_C_START

/* Before WdfDeviceCreate(). Structures are copied. */
VOID WdfDeviceInitSetPnpPowerEventCallbacks(PWDFDEVICE_INIT DeviceInit,
					    PWDF_PNPPOWER_EVENT_CALLBACKS Callbacks);
VOID WdfDeviceInitSetPowerPolicyEventCallbacks(PWDFDEVICE_INIT DeviceInit,
					       PWDF_POWER_POLICY_EVENT_CALLBACKS Callbacks);
VOID WdfDeviceInitSetPowerPolicyOwnership(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsPowerPolicyOwner);
VOID WdfDeviceInitSetIoType(PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_IO_TYPE IoType);
/* STATUS_INFO_LENGTH_MISMATCH and the like are violations: there is no result. */
VOID WdfDeviceInitSetIoTypeEx(PWDFDEVICE_INIT DeviceInit, PWDF_IO_TYPE_CONFIG IoTypeConfig);
VOID WdfDeviceInitSetIoInCallerContextCallback(PWDFDEVICE_INIT DeviceInit,
					       PFN_WDF_IO_IN_CALLER_CONTEXT EvtIoInCallerContext);
VOID WdfDeviceInitSetExclusive(PWDFDEVICE_INIT DeviceInit, BOOLEAN IsExclusive);
VOID WdfDeviceInitSetDeviceType(PWDFDEVICE_INIT DeviceInit, DEVICE_TYPE DeviceType);
VOID WdfDeviceInitSetCharacteristics(PWDFDEVICE_INIT DeviceInit, ULONG DeviceCharacteristics,
				     BOOLEAN OrInValues);
VOID WdfDeviceInitSetRequestAttributes(PWDFDEVICE_INIT DeviceInit,
				       PWDF_OBJECT_ATTRIBUTES RequestAttributes);
VOID WdfDeviceInitSetFileObjectConfig(PWDFDEVICE_INIT DeviceInit,
				      PWDF_FILEOBJECT_CONFIG FileObjectConfig,
				      PWDF_OBJECT_ATTRIBUTES FileObjectAttributes);
NTSTATUS WdfDeviceInitAssignName(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING DeviceName);

/* Who may open a node is a matter of udev rules: accepted, and not looked at. */
NTSTATUS WdfDeviceInitAssignSDDLString(PWDFDEVICE_INIT DeviceInit, PCUNICODE_STRING SDDLString);
VOID WdfDeviceInitSetDeviceClass(PWDFDEVICE_INIT DeviceInit, CONST GUID *DeviceClassGuid);
/* Bits of the device object; nothing here is paged out. */
VOID WdfDeviceInitSetPowerNotPageable(PWDFDEVICE_INIT DeviceInit);
VOID WdfDeviceInitSetPowerPageable(PWDFDEVICE_INIT DeviceInit);
VOID WdfDeviceInitSetPowerInrush(PWDFDEVICE_INIT DeviceInit);
/* A removal waits for requests with or without it. */
VOID WdfDeviceInitSetRemoveLockOptions(PWDFDEVICE_INIT DeviceInit,
				       PWDF_REMOVE_LOCK_OPTIONS Options);
/*
 * @EvtDeviceWdmIrpPreprocess is called for each IRP of this major function, create to
 * internal device control, and completes it, or skips its stack location and gives
 * it to WdfDeviceWdmDispatchPreprocessedIrp(). Minor functions are not told apart.
 */
NTSTATUS WdfDeviceInitAssignWdmIrpPreprocessCallback(
	PWDFDEVICE_INIT DeviceInit, PFN_WDFDEVICE_WDM_IRP_PREPROCESS EvtDeviceWdmIrpPreprocess,
	UCHAR MajorFunction, PUCHAR MinorFunctions, ULONG NumMinorFunctions);

/* Of WdfControlDeviceInitAllocate(), when no device was made of it. */
VOID WdfDeviceInitFree(PWDFDEVICE_INIT DeviceInit);

NTSTATUS WdfDeviceCreate(PWDFDEVICE_INIT *DeviceInit, PWDF_OBJECT_ATTRIBUTES DeviceAttributes,
			 WDFDEVICE *Device);

VOID WdfDeviceSetPnpCapabilities(WDFDEVICE Device, PWDF_DEVICE_PNP_CAPABILITIES PnpCapabilities);
VOID WdfDeviceSetFailed(WDFDEVICE Device, WDF_DEVICE_FAILED_ACTION FailedAction);
NTSTATUS WdfDeviceAssignS0IdleSettings(WDFDEVICE Device,
				       PWDF_DEVICE_POWER_POLICY_IDLE_SETTINGS Settings);
NTSTATUS WdfDeviceAssignSxWakeSettings(WDFDEVICE Device,
				       PWDF_DEVICE_POWER_POLICY_WAKE_SETTINGS Settings);
NTSTATUS WdfDeviceStopIdle(WDFDEVICE Device, BOOLEAN WaitForD0);
VOID WdfDeviceResumeIdle(WDFDEVICE Device);

/*
 * Names; PASSIVE_LEVEL. An interface is the node /dev/<module>.<Linux device>, with
 * .<reference string> behind it if there is one, while the device is started and
 * the interface enabled. A symbolic link \DosDevices\Name is /dev/name until the
 * device is gone.
 */
NTSTATUS WdfDeviceCreateDeviceInterface(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
					PCUNICODE_STRING ReferenceString);
VOID WdfDeviceSetDeviceInterfaceState(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
				      PCUNICODE_STRING ReferenceString,
				      BOOLEAN IsInterfaceEnabled);
/* STATUS_OBJECT_NAME_NOT_FOUND: no such interface was created. */
NTSTATUS WdfDeviceSetDeviceInterfaceStateEx(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
					    PCUNICODE_STRING ReferenceString,
					    BOOLEAN IsInterfaceEnabled);
NTSTATUS WdfDeviceRetrieveDeviceInterfaceString(WDFDEVICE Device, CONST GUID *InterfaceClassGUID,
						PCUNICODE_STRING ReferenceString,
						WDFSTRING String);
NTSTATUS WdfDeviceCreateSymbolicLink(WDFDEVICE Device, PCUNICODE_STRING SymbolicLinkName);
NTSTATUS WdfDeviceRetrieveDeviceName(WDFDEVICE Device, WDFSTRING String);
/* NULL: no file object of the framework's belongs to it. IRQL <= DISPATCH_LEVEL. */
WDFFILEOBJECT WdfDeviceGetFileObject(WDFDEVICE Device, PFILE_OBJECT FileObject);

WDFIOTARGET WdfDeviceGetIoTarget(WDFDEVICE Device);
WDFDRIVER WdfDeviceGetDriver(WDFDEVICE Device);
WDFQUEUE WdfDeviceGetDefaultQueue(WDFDEVICE Device);
/* From EvtIoInCallerContext, to the queue that the request was meant for. */
NTSTATUS WdfDeviceEnqueueRequest(WDFDEVICE Device, WDFREQUEST Request);
POWER_ACTION WdfDeviceGetSystemPowerAction(WDFDEVICE Device);
PDEVICE_OBJECT WdfDeviceWdmGetDeviceObject(WDFDEVICE Device);
PDEVICE_OBJECT WdfDeviceWdmGetPhysicalDevice(WDFDEVICE Device);
PDEVICE_OBJECT WdfDeviceWdmGetAttachedDevice(WDFDEVICE Device);
NTSTATUS WdfDeviceWdmDispatchPreprocessedIrp(WDFDEVICE Device, PIRP Irp);
/* NULL: no device of the framework's. */
WDFDEVICE WdfWdmDeviceGetWdfDeviceHandle(PDEVICE_OBJECT DeviceObject);
ULONG WdfDeviceGetCharacteristics(WDFDEVICE Device);
VOID WdfDeviceSetCharacteristics(WDFDEVICE Device, ULONG DeviceCharacteristics);
ULONG WdfDeviceGetAlignmentRequirement(WDFDEVICE Device);
VOID WdfDeviceSetAlignmentRequirement(WDFDEVICE Device, ULONG AlignmentRequirement);
VOID WdfDeviceGetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);
/* Failed or Removed: as WdfDeviceSetFailed(), not started again. */
VOID WdfDeviceSetDeviceState(WDFDEVICE Device, PWDF_DEVICE_STATE DeviceState);
/* Kept: which states a device has is its bus's business. */
VOID WdfDeviceSetPowerCapabilities(WDFDEVICE Device,
				   PWDF_DEVICE_POWER_CAPABILITIES PowerCapabilities);
/* No paging, hibernation or dump files are on devices here. */
VOID WdfDeviceSetSpecialFileSupport(WDFDEVICE Device, WDF_SPECIAL_FILE_TYPE FileType,
				    BOOLEAN FileTypeIsSupported);
/* FALSE: the device is not stopped for other resources. */
VOID WdfDeviceSetStaticStopRemove(WDFDEVICE Device, BOOLEAN Stoppable);
/* STATUS_NOT_SUPPORTED: wake signals are the bus's. */
NTSTATUS WdfDeviceIndicateWakeStatus(WDFDEVICE Device, NTSTATUS WaitWakeStatus);
/* STATUS_NOT_SUPPORTED: there is no WMI, and no relation that a driver could add. */
NTSTATUS WdfDeviceAssignMofResourceName(WDFDEVICE Device, PCUNICODE_STRING MofResourceName);
NTSTATUS WdfDeviceAddDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice);
VOID WdfDeviceRemoveDependentUsageDeviceObject(WDFDEVICE Device, PDEVICE_OBJECT DependentDevice);
NTSTATUS WdfDeviceAddRemovalRelationsPhysicalDevice(WDFDEVICE Device,
						    PDEVICE_OBJECT PhysicalDevice);
VOID WdfDeviceRemoveRemovalRelationsPhysicalDevice(WDFDEVICE Device,
						   PDEVICE_OBJECT PhysicalDevice);
VOID WdfDeviceClearRemovalRelationsDevices(WDFDEVICE Device);
/* Accepted: there are no children whose bus it would be. */
VOID WdfDeviceSetBusInformationForChildren(WDFDEVICE Device, PPNP_BUS_INFORMATION BusInformation);
/* Accepted: a device has no descendants here, so both orders are one. */
VOID WdfDeviceInitSetReleaseHardwareOrderOnFailure(
	PWDFDEVICE_INIT DeviceInit,
	WDF_RELEASE_HARDWARE_ORDER_ON_FAILURE ReleaseHardwareOrderOnFailure);
/* STATUS_NOT_SUPPORTED, or NULL: a device is no target of its own. */
VOID WdfDeviceInitAllowSelfIoTarget(PWDFDEVICE_INIT DeviceInit);
WDFIOTARGET WdfDeviceGetSelfIoTarget(WDFDEVICE Device);
/* STATUS_NOT_SUPPORTED: WdfDeviceInitAssignWdmIrpPreprocessCallback() is what there is. */
NTSTATUS WdfDeviceConfigureWdmIrpDispatchCallback(
	WDFDEVICE Device, WDFDRIVER Driver, UCHAR MajorFunction,
	PFN_WDFDEVICE_WDM_IRP_DISPATCH EvtDeviceWdmIrpDispatch, WDFCONTEXT DriverContext);
/* And so is every IRP that is given to these: it is completed with that. */
NTSTATUS WdfDeviceWdmDispatchIrp(WDFDEVICE Device, PIRP Irp, WDFCONTEXT DispatchContext);
NTSTATUS WdfDeviceWdmDispatchIrpToIoQueue(WDFDEVICE Device, PIRP Irp, WDFQUEUE Queue,
					  ULONG Flags);
/* STATUS_NOT_SUPPORTED: there is no device map, and drivers have no folders. */
NTSTATUS WdfDeviceOpenDevicemapKey(WDFDEVICE Device, PCUNICODE_STRING KeyName,
				   ACCESS_MASK DesiredAccess,
				   PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
NTSTATUS WdfDeviceRetrieveDeviceDirectoryString(WDFDEVICE Device, WDFSTRING String);
/* PASSIVE_LEVEL. @DeviceInstanceKeyType: PLUGPLAY_REGKEY_*. */
NTSTATUS WdfDeviceOpenRegistryKey(WDFDEVICE Device, ULONG DeviceInstanceKeyType,
				  ACCESS_MASK DesiredAccess,
				  PWDF_OBJECT_ATTRIBUTES KeyAttributes, WDFKEY *Key);
/* STATUS_BUFFER_TOO_SMALL: *@ResultLength, in bytes, is what it takes. */
NTSTATUS WdfDeviceQueryProperty(WDFDEVICE Device, DEVICE_REGISTRY_PROPERTY DeviceProperty,
				ULONG BufferLength, PVOID PropertyBuffer, PULONG ResultLength);
NTSTATUS WdfDeviceAllocAndQueryProperty(WDFDEVICE Device,
					DEVICE_REGISTRY_PROPERTY DeviceProperty,
					POOL_TYPE PoolType,
					PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					WDFMEMORY *PropertyMemory);
/*
 * Properties by key; PASSIVE_LEVEL. What was assigned goes first, and lasts until
 * the device is gone, whatever Flags says; else the keys that are a
 * DEVICE_REGISTRY_PROPERTY have that value. STATUS_INFO_LENGTH_MISMATCH: a structure
 * of another size; STATUS_INVALID_PARAMETER: no key, or a value that is not of
 * its type; STATUS_OBJECT_NAME_NOT_FOUND: there is no such property;
 * STATUS_BUFFER_TOO_SMALL: *@RequiredSize, in bytes, is what it takes.
 * @PropertyBuffer NULL deletes.
 */
NTSTATUS WdfDeviceAssignProperty(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA PropertyData,
				 DEVPROPTYPE Type, ULONG BufferLength, PVOID PropertyBuffer);
NTSTATUS WdfDeviceQueryPropertyEx(WDFDEVICE Device, PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
				  ULONG BufferLength, PVOID PropertyBuffer, PULONG RequiredSize,
				  PDEVPROPTYPE Type);
/* The memory object is a child of the driver unless the attributes say otherwise. */
NTSTATUS WdfDeviceAllocAndQueryPropertyEx(WDFDEVICE Device,
					  PWDF_DEVICE_PROPERTY_DATA DeviceProperty,
					  POOL_TYPE PoolType,
					  PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					  WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type);
/* The same for an interface. STATUS_OBJECT_NAME_NOT_FOUND: it was not created, too. */
NTSTATUS WdfDeviceAssignInterfaceProperty(WDFDEVICE Device,
					  PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					  DEVPROPTYPE Type, ULONG BufferLength,
					  PVOID PropertyBuffer);
NTSTATUS WdfDeviceQueryInterfaceProperty(WDFDEVICE Device,
					 PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					 ULONG BufferLength, PVOID PropertyBuffer,
					 PULONG ResultLength, PDEVPROPTYPE Type);
NTSTATUS
WdfDeviceAllocAndQueryInterfaceProperty(WDFDEVICE Device,
					PWDF_DEVICE_INTERFACE_PROPERTY_DATA PropertyData,
					POOL_TYPE PoolType,
					PWDF_OBJECT_ATTRIBUTES PropertyMemoryAttributes,
					WDFMEMORY *PropertyMemory, PDEVPROPTYPE Type);

EXTERN_C_END

/* Tags are for a debugger on Windows. */
#define WdfDeviceStopIdleWithTag(Device, WaitForD0, Tag)	\
	((void)(Tag), WdfDeviceStopIdle((Device), (WaitForD0)))
#define WdfDeviceResumeIdleWithTag(Device, Tag)	\
	((void)(Tag), WdfDeviceResumeIdle(Device))
#define WdfDeviceStopIdleNoTrack(Device, WaitForD0)	WdfDeviceStopIdle((Device), (WaitForD0))
#define WdfDeviceResumeIdleNoTrack(Device)		WdfDeviceResumeIdle(Device)

#endif
