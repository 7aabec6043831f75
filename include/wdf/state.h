/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The framework's state machines, as drivers that want to be told of their states
 * see them. Only the names are what a driver may go by. There is one processor of
 * PnP and power here: it passes fewer of these states than Windows' machines, in the
 * same order, and none of those that end in NP.
 */
#ifndef _NT_WDF_STATE_H
#define _NT_WDF_STATE_H

#include <wdftypes.h>

typedef enum _WDF_DEVICE_PNP_STATE {
	WdfDevStatePnpInvalid = 0x00,
	WdfDevStatePnpObjectCreated = 0x100,
	WdfDevStatePnpCheckForDevicePresence,
	WdfDevStatePnpEjectFailed,
	WdfDevStatePnpEjectHardware,
	WdfDevStatePnpEjectedWaitingForRemove,
	WdfDevStatePnpInit,
	WdfDevStatePnpInitStarting,
	WdfDevStatePnpInitSurpriseRemoved,
	WdfDevStatePnpHardwareAvailable,
	WdfDevStatePnpEnableInterfaces,
	WdfDevStatePnpHardwareAvailablePowerPolicyFailed,
	WdfDevStatePnpQueryRemoveAskDriver,
	WdfDevStatePnpQueryRemovePending,
	WdfDevStatePnpQueryRemoveStaticCheck,
	WdfDevStatePnpQueriedRemoving,
	WdfDevStatePnpQueryStopAskDriver,
	WdfDevStatePnpQueryStopPending,
	WdfDevStatePnpQueryStopStaticCheck,
	WdfDevStatePnpQueryCanceled,
	WdfDevStatePnpRemoved,
	WdfDevStatePnpPdoRemoved,
	WdfDevStatePnpRemovedPdoWait,
	WdfDevStatePnpRemovedPdoSurpriseRemoved,
	WdfDevStatePnpRemovingDisableInterfaces,
	WdfDevStatePnpRestarting,
	WdfDevStatePnpStarted,
	WdfDevStatePnpStartedCancelStop,
	WdfDevStatePnpStartedCancelRemove,
	WdfDevStatePnpStartedRemoving,
	WdfDevStatePnpStartingFromStopped,
	WdfDevStatePnpStopped,
	WdfDevStatePnpStoppedWaitForStartCompletion,
	WdfDevStatePnpStartedStopping,
	WdfDevStatePnpSurpriseRemove,
	WdfDevStatePnpInitQueryRemove,
	WdfDevStatePnpInitQueryRemoveCanceled,
	WdfDevStatePnpFdoRemoved,
	WdfDevStatePnpRemovedWaitForChildren,
	WdfDevStatePnpQueriedSurpriseRemove,
	WdfDevStatePnpSurpriseRemoveIoStarted,
	WdfDevStatePnpFailedPowerDown,
	WdfDevStatePnpFailedIoStarting,
	WdfDevStatePnpFailedOwnHardware,
	WdfDevStatePnpFailed,
	WdfDevStatePnpFailedSurpriseRemoved,
	WdfDevStatePnpFailedStarted,
	WdfDevStatePnpFailedWaitForRemove,
	WdfDevStatePnpFailedInit,
	WdfDevStatePnpPdoInitFailed,
	WdfDevStatePnpRestart,
	WdfDevStatePnpRestartReleaseHardware,
	WdfDevStatePnpRestartHardwareAvailable,
	WdfDevStatePnpPdoRestart,
	WdfDevStatePnpFinal,
	WdfDevStatePnpNull
} WDF_DEVICE_PNP_STATE, *PWDF_DEVICE_PNP_STATE;
C_ASSERT(WdfDevStatePnpStarted == 0x119 && WdfDevStatePnpFailed == 0x12b);

typedef enum _WDF_DEVICE_POWER_STATE {
	WdfDevStatePowerInvalid = 0x00,
	WdfDevStatePowerObjectCreated = 0x300,
	WdfDevStatePowerCheckDeviceType,
	WdfDevStatePowerCheckDeviceTypeNP,
	WdfDevStatePowerCheckParentState,
	WdfDevStatePowerCheckParentStateNP,
	WdfDevStatePowerEnablingWakeAtBus,
	WdfDevStatePowerEnablingWakeAtBusNP,
	WdfDevStatePowerD0,
	WdfDevStatePowerD0NP,
	WdfDevStatePowerD0BusWakeOwner,
	WdfDevStatePowerD0BusWakeOwnerNP,
	WdfDevStatePowerD0ArmedForWake,
	WdfDevStatePowerD0ArmedForWakeNP,
	WdfDevStatePowerD0DisarmingWakeAtBus,
	WdfDevStatePowerD0DisarmingWakeAtBusNP,
	WdfDevStatePowerD0Starting,
	WdfDevStatePowerD0StartingConnectInterrupt,
	WdfDevStatePowerD0StartingDmaEnable,
	WdfDevStatePowerD0StartingStartSelfManagedIo,
	WdfDevStatePowerDecideD0State,
	WdfDevStatePowerGotoD3Stopped,
	WdfDevStatePowerStopped,
	WdfDevStatePowerStartingCheckDeviceType,
	WdfDevStatePowerStartingChild,
	WdfDevStatePowerDxDisablingWakeAtBus,
	WdfDevStatePowerDxDisablingWakeAtBusNP,
	WdfDevStatePowerGotoDx,
	WdfDevStatePowerGotoDxNP,
	WdfDevStatePowerGotoDxIoStopped,
	WdfDevStatePowerGotoDxIoStoppedNP,
	WdfDevStatePowerGotoDxNPFailed,
	WdfDevStatePowerGotoDxArmedForWake,
	WdfDevStatePowerGotoDxArmedForWakeNP,
	WdfDevStatePowerGotoDxIoStoppedArmedForWake,
	WdfDevStatePowerGotoDxIoStoppedArmedForWakeNP,
	WdfDevStatePowerNotifyingD0EntryToWakeInterrupts,
	WdfDevStatePowerNotifyingD0EntryToWakeInterruptsNP,
	WdfDevStatePowerNotifyingD0ExitToWakeInterrupts,
	WdfDevStatePowerNotifyingD0ExitToWakeInterruptsNP,
	WdfDevStatePowerInitialConnectInterruptFailed,
	WdfDevStatePowerInitialDmaEnableFailed,
	WdfDevStatePowerInitialSelfManagedIoFailed,
	WdfDevStatePowerInitialPowerUpFailedDerefParent,
	WdfDevStatePowerInitialPowerUpFailed,
	WdfDevStatePowerUpFailedDerefParent,
	WdfDevStatePowerUpFailed,
	WdfDevStatePowerWaking,
	WdfDevStatePowerWakingNP,
	WdfDevStatePowerWakingConnectInterrupt,
	WdfDevStatePowerWakingConnectInterruptNP,
	WdfDevStatePowerWakingConnectInterruptFailed,
	WdfDevStatePowerWakingConnectInterruptFailedNP,
	WdfDevStatePowerWakingDmaEnable,
	WdfDevStatePowerWakingDmaEnableNP,
	WdfDevStatePowerWakingDmaEnableFailed,
	WdfDevStatePowerWakingDmaEnableFailedNP,
	WdfDevStatePowerReportPowerUpFailedDerefParent,
	WdfDevStatePowerReportPowerUpFailed,
	WdfDevStatePowerPowerFailedPowerDown,
	WdfDevStatePowerReportPowerDownFailed,
	WdfDevStatePowerFinal,
	WdfDevStatePowerNull
} WDF_DEVICE_POWER_STATE, *PWDF_DEVICE_POWER_STATE;
C_ASSERT(WdfDevStatePowerD0 == 0x307 && WdfDevStatePowerStopped == 0x315);

typedef enum _WDF_DEVICE_POWER_POLICY_STATE {
	WdfDevStatePwrPolInvalid = 0x00,
	WdfDevStatePwrPolObjectCreated = 0x500,
	WdfDevStatePwrPolStarting,
	WdfDevStatePwrPolStartingSucceeded,
	WdfDevStatePwrPolStartingFailed,
	WdfDevStatePwrPolStartingDecideS0Wake,
	WdfDevStatePwrPolStartedIdleCapable,
	WdfDevStatePwrPolTimerExpiredNoWake,
	WdfDevStatePwrPolTimerExpiredNoWakeCompletePowerDown,
	WdfDevStatePwrPolWaitingUnarmed,
	WdfDevStatePwrPolWaitingUnarmedQueryIdle,
	WdfDevStatePwrPolS0NoWakePowerUp,
	WdfDevStatePwrPolS0NoWakeCompletePowerUp,
	WdfDevStatePwrPolSystemSleepFromDeviceWaitingUnarmed,
	WdfDevStatePwrPolSystemSleepNeedWake,
	WdfDevStatePwrPolSystemSleepNeedWakeCompletePowerUp,
	WdfDevStatePwrPolSystemSleepPowerRequestFailed,
	WdfDevStatePwrPolCheckPowered,
	WdfDevStatePwrPolSleeping,
	WdfDevStatePwrPolSleepingNoWakePowerDown,
	WdfDevStatePwrPolSleepingNoWakeCompletePowerDown,
	WdfDevStatePwrPolSleepingNoWakeDxRequestFailed,
	WdfDevStatePwrPolSleepingWakePowerDown,
	WdfDevStatePwrPolSleepingSendWake,
	WdfDevStatePwrPolSystemAsleepNoWake,
	WdfDevStatePwrPolSystemAsleepWakeArmed,
	WdfDevStatePwrPolSystemWakeDeviceToD0,
	WdfDevStatePwrPolSystemWakeDeviceToD0CompletePowerUp,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabled,
	WdfDevStatePwrPolSystemWakeDeviceWakeEnabledWakeCanceled,
	WdfDevStatePwrPolSystemWakeDeviceWakeDisarm,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggered,
	WdfDevStatePwrPolSystemWakeDeviceWakeTriggeredS0,
	WdfDevStatePwrPolSystemWakeDeviceWokeDisarm,
	WdfDevStatePwrPolSleepingWakeWakeArrived,
	WdfDevStatePwrPolSleepingWakeRevertArmWake,
	WdfDevStatePwrPolStartedWakeCapable,
	WdfDevStatePwrPolTimerExpiredDecideUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeCapable,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDown,
	WdfDevStatePwrPolTimerExpiredWakeCapableSendWake,
	WdfDevStatePwrPolTimerExpiredWakeCapableUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeSucceeded,
	WdfDevStatePwrPolTimerExpiredWakeCompletedDisarm,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeSucceeded,
	WdfDevStatePwrPolTimerExpiredWakeCapableWakeFailed,
	WdfDevStatePwrPolWakeFailedUsbSS,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailed,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedWakeCanceled,
	WdfDevStatePwrPolTimerExpiredWakeCapablePowerDownFailedUsbSS,
	WdfDevStatePwrPolCancelingWakeForSystemSleep,
	WdfDevStatePwrPolCancelingWakeForSystemSleepWakeCanceled,
	WdfDevStatePwrPolDisarmingWakeForSystemSleepCompletePowerUp,
	WdfDevStatePwrPolPowerUpForSystemSleepFailed,
	WdfDevStatePwrPolWaitingArmedUsbSS,
	WdfDevStatePwrPolWaitingArmed,
	WdfDevStatePwrPolWaitingArmedQueryIdle,
	WdfDevStatePwrPolIoPresentArmed,
	WdfDevStatePwrPolIoPresentArmedWakeCanceled,
	WdfDevStatePwrPolS0WakeDisarm,
	WdfDevStatePwrPolS0WakeCompletePowerUp,
	WdfDevStatePwrPolWokeFromS0UsbSS,
	WdfDevStatePwrPolWokeFromS0,
	WdfDevStatePwrPolWokeFromS0NotifyDriver,
	WdfDevStatePwrPolStoppingResetDevice,
	WdfDevStatePwrPolStoppingResetDeviceCompletePowerUp,
	WdfDevStatePwrPolStoppingResetDeviceFailed,
	WdfDevStatePwrPolStoppingD0,
	WdfDevStatePwrPolStoppingD0Failed,
	WdfDevStatePwrPolStoppingDisarmWake,
	WdfDevStatePwrPolStoppingDisarmWakeCancelWake,
	WdfDevStatePwrPolStoppingDisarmWakeWakeCanceled,
	WdfDevStatePwrPolStopping,
	WdfDevStatePwrPolStoppingFailed,
	WdfDevStatePwrPolStoppingSendStatus,
	WdfDevStatePwrPolStoppingCancelTimer,
	WdfDevStatePwrPolStoppingWaitForIdleTimeout,
	WdfDevStatePwrPolStoppingCancelUsbSS,
	WdfDevStatePwrPolStoppingWaitForUsbSSCompletion,
	WdfDevStatePwrPolStoppingCancelWake,
	WdfDevStatePwrPolStopped,
	WdfDevStatePwrPolCancelUsbSS,
	WdfDevStatePwrPolStarted,
	WdfDevStatePwrPolRestarting,
	WdfDevStatePwrPolRestartingFailed,
	WdfDevStatePwrPolRemoved,
	WdfDevStatePwrPolNull
} WDF_DEVICE_POWER_POLICY_STATE, *PWDF_DEVICE_POWER_POLICY_STATE;

/* When a driver is told; bits. */
typedef enum _WDF_STATE_NOTIFICATION_TYPE {
	StateNotificationInvalid = 0,
	StateNotificationEnterState = 0x1,		/* before the state is entered */
	StateNotificationPostProcessState = 0x2,	/* what it is about is done */
	StateNotificationLeaveState = 0x4,		/* before it is left */
	StateNotificationAllTransitions = 0x7
} WDF_STATE_NOTIFICATION_TYPE, *PWDF_STATE_NOTIFICATION_TYPE;

typedef struct _WDF_DEVICE_PNP_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_PNP_STATE CurrentState;
			WDF_DEVICE_PNP_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_PNP_NOTIFICATION_DATA, *PWDF_DEVICE_PNP_NOTIFICATION_DATA;
typedef const WDF_DEVICE_PNP_NOTIFICATION_DATA *PCWDF_DEVICE_PNP_NOTIFICATION_DATA;

/* PASSIVE_LEVEL; a callback neither deletes the device nor waits for its power. */
typedef VOID (EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION)(WDFDEVICE Device,
	PCWDF_DEVICE_PNP_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION
	*PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_STATE CurrentState;
			WDF_DEVICE_POWER_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_NOTIFICATION_DATA, *PWDF_DEVICE_POWER_NOTIFICATION_DATA;
typedef const WDF_DEVICE_POWER_NOTIFICATION_DATA *PCWDF_DEVICE_POWER_NOTIFICATION_DATA;

/* PASSIVE_LEVEL; a callback neither deletes the device nor waits for its power. */
typedef VOID (EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION)(WDFDEVICE Device,
	PCWDF_DEVICE_POWER_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION
	*PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION;

typedef struct _WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA {
	WDF_STATE_NOTIFICATION_TYPE Type;
	union {
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} EnterState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
		} PostProcessState;
		struct {
			WDF_DEVICE_POWER_POLICY_STATE CurrentState;
			WDF_DEVICE_POWER_POLICY_STATE NewState;
		} LeaveState;
	} Data;
} WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA, *PWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;
typedef const WDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA
	*PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA;

/* PASSIVE_LEVEL; a callback neither deletes the device nor waits for its power. */
typedef VOID (EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION)(WDFDEVICE Device,
	PCWDF_DEVICE_POWER_POLICY_NOTIFICATION_DATA NotificationData);
typedef EVT_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION
	*PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION;

EXTERN_C_START

/*
 * Before WdfDeviceCreate(). @CallbackTypes: of WDF_STATE_NOTIFICATION_TYPE; a second
 * registration for a state replaces the first. STATUS_INVALID_PARAMETER: no such
 * state, no callback, or no such type.
 */
NTSTATUS WdfDeviceInitRegisterPnpStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_PNP_STATE PnpState,
	PFN_WDF_DEVICE_PNP_STATE_CHANGE_NOTIFICATION EvtDevicePnpStateChange, ULONG CallbackTypes);
NTSTATUS WdfDeviceInitRegisterPowerStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_POWER_STATE PowerState,
	PFN_WDF_DEVICE_POWER_STATE_CHANGE_NOTIFICATION EvtDevicePowerStateChange,
	ULONG CallbackTypes);
NTSTATUS WdfDeviceInitRegisterPowerPolicyStateChangeCallback(
	PWDFDEVICE_INIT DeviceInit, WDF_DEVICE_POWER_POLICY_STATE PowerPolicyState,
	PFN_WDF_DEVICE_POWER_POLICY_STATE_CHANGE_NOTIFICATION EvtDevicePowerPolicyStateChange,
	ULONG CallbackTypes);

/* IRQL <= DISPATCH_LEVEL. Invalid for what is no device. */
WDF_DEVICE_PNP_STATE WdfDeviceGetDevicePnpState(WDFDEVICE Device);
WDF_DEVICE_POWER_STATE WdfDeviceGetDevicePowerState(WDFDEVICE Device);
WDF_DEVICE_POWER_POLICY_STATE WdfDeviceGetDevicePowerPolicyState(WDFDEVICE Device);

EXTERN_C_END

#endif
