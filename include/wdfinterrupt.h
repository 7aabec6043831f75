/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Interrupts. No device here has one: WdfInterruptCreate() says STATUS_NOT_SUPPORTED,
 * and there is no handle for the other functions, which report whoever calls them.
 */
#ifndef _NT_WDFINTERRUPT_H
#define _NT_WDFINTERRUPT_H

#include <wdfdevice.h>
#include <wdfobject.h>
#include <wdfresource.h>
#include <wdfsync.h>

typedef BOOLEAN (EVT_WDF_INTERRUPT_ISR)(WDFINTERRUPT Interrupt, ULONG MessageID);
typedef VOID (EVT_WDF_INTERRUPT_DPC)(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef VOID (EVT_WDF_INTERRUPT_WORKITEM)(WDFINTERRUPT Interrupt, WDFOBJECT AssociatedObject);
typedef NTSTATUS (EVT_WDF_INTERRUPT_ENABLE)(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef NTSTATUS (EVT_WDF_INTERRUPT_DISABLE)(WDFINTERRUPT Interrupt, WDFDEVICE AssociatedDevice);
typedef EVT_WDF_INTERRUPT_ISR *PFN_WDF_INTERRUPT_ISR;
typedef EVT_WDF_INTERRUPT_DPC *PFN_WDF_INTERRUPT_DPC;
typedef EVT_WDF_INTERRUPT_WORKITEM *PFN_WDF_INTERRUPT_WORKITEM;
typedef EVT_WDF_INTERRUPT_ENABLE *PFN_WDF_INTERRUPT_ENABLE;
typedef EVT_WDF_INTERRUPT_DISABLE *PFN_WDF_INTERRUPT_DISABLE;

typedef BOOLEAN (EVT_WDF_INTERRUPT_SYNCHRONIZE)(WDFINTERRUPT Interrupt, WDFCONTEXT Context);
typedef EVT_WDF_INTERRUPT_SYNCHRONIZE *PFN_WDF_INTERRUPT_SYNCHRONIZE;

typedef struct _KINTERRUPT *PKINTERRUPT;

typedef enum _KINTERRUPT_MODE {
	LevelSensitive,
	Latched
} KINTERRUPT_MODE;

typedef enum _WDF_INTERRUPT_POLARITY {
	WdfInterruptPolarityUnknown,
	WdfInterruptActiveHigh,
	WdfInterruptActiveLow
} WDF_INTERRUPT_POLARITY;

typedef enum _WDF_INTERRUPT_POLICY {
	WdfIrqPolicyMachineDefault,
	WdfIrqPolicyAllCloseProcessors,
	WdfIrqPolicyOneCloseProcessor,
	WdfIrqPolicyAllProcessorsInMachine,
	WdfIrqPolicySpecifiedProcessors,
	WdfIrqPolicySpreadMessagesAcrossAllProcessors
} WDF_INTERRUPT_POLICY, *PWDF_INTERRUPT_POLICY;

typedef enum _WDF_INTERRUPT_PRIORITY {
	WdfIrqPriorityUndefined,
	WdfIrqPriorityLow,
	WdfIrqPriorityNormal,
	WdfIrqPriorityHigh
} WDF_INTERRUPT_PRIORITY, *PWDF_INTERRUPT_PRIORITY;

typedef struct _WDF_INTERRUPT_CONFIG {
	ULONG Size;
	WDFSPINLOCK SpinLock;
	WDF_TRI_STATE ShareVector;
	BOOLEAN FloatingSave;
	BOOLEAN AutomaticSerialization;
	PFN_WDF_INTERRUPT_ISR EvtInterruptIsr;
	PFN_WDF_INTERRUPT_DPC EvtInterruptDpc;
	PFN_WDF_INTERRUPT_ENABLE EvtInterruptEnable;
	PFN_WDF_INTERRUPT_DISABLE EvtInterruptDisable;
	PFN_WDF_INTERRUPT_WORKITEM EvtInterruptWorkItem;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptRaw;
	PCM_PARTIAL_RESOURCE_DESCRIPTOR InterruptTranslated;
	WDFWAITLOCK WaitLock;
	BOOLEAN PassiveHandling;
	WDF_TRI_STATE ReportInactiveOnPowerDown;
	BOOLEAN CanWakeDevice;
} WDF_INTERRUPT_CONFIG, *PWDF_INTERRUPT_CONFIG;

static inline VOID WDF_INTERRUPT_CONFIG_INIT(PWDF_INTERRUPT_CONFIG Configuration,
					     PFN_WDF_INTERRUPT_ISR EvtInterruptIsr,
					     PFN_WDF_INTERRUPT_DPC EvtInterruptDpc)
{
	RtlZeroMemory(Configuration, sizeof(*Configuration));
	Configuration->Size = sizeof(*Configuration);
	Configuration->ShareVector = WdfUseDefault;
	Configuration->EvtInterruptIsr = EvtInterruptIsr;
	Configuration->EvtInterruptDpc = EvtInterruptDpc;
	Configuration->ReportInactiveOnPowerDown = WdfUseDefault;
}

typedef struct _WDF_INTERRUPT_INFO {
	ULONG Size;
	ULONG64 Reserved1;
	KAFFINITY TargetProcessorSet;
	ULONG Reserved2;
	ULONG MessageNumber;
	ULONG Vector;
	KIRQL Irql;
	KINTERRUPT_MODE Mode;
	WDF_INTERRUPT_POLARITY Polarity;
	BOOLEAN MessageSignaled;
	UCHAR ShareDisposition;
	USHORT Group;
} WDF_INTERRUPT_INFO, *PWDF_INTERRUPT_INFO;

static inline VOID WDF_INTERRUPT_INFO_INIT(PWDF_INTERRUPT_INFO Info)
{
	RtlZeroMemory(Info, sizeof(*Info));
	Info->Size = sizeof(*Info);
}

typedef struct _WDF_INTERRUPT_EXTENDED_POLICY {
	ULONG Size;
	WDF_INTERRUPT_POLICY Policy;
	WDF_INTERRUPT_PRIORITY Priority;
	GROUP_AFFINITY TargetProcessorSetAndGroup;
} WDF_INTERRUPT_EXTENDED_POLICY, *PWDF_INTERRUPT_EXTENDED_POLICY;

static inline VOID WDF_INTERRUPT_EXTENDED_POLICY_INIT(PWDF_INTERRUPT_EXTENDED_POLICY Policy)
{
	RtlZeroMemory(Policy, sizeof(*Policy));
	Policy->Size = sizeof(*Policy);
	Policy->Policy = WdfIrqPolicyMachineDefault;
	Policy->Priority = WdfIrqPriorityNormal;
}

EXTERN_C_START

NTSTATUS WdfInterruptCreate(WDFDEVICE Device, PWDF_INTERRUPT_CONFIG Configuration,
			    PWDF_OBJECT_ATTRIBUTES Attributes, WDFINTERRUPT *Interrupt);
BOOLEAN WdfInterruptQueueDpcForIsr(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptQueueWorkItemForIsr(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptSynchronize(WDFINTERRUPT Interrupt, PFN_WDF_INTERRUPT_SYNCHRONIZE Callback,
				WDFCONTEXT Context);
VOID WdfInterruptAcquireLock(WDFINTERRUPT Interrupt);
BOOLEAN WdfInterruptTryToAcquireLock(WDFINTERRUPT Interrupt);
VOID WdfInterruptReleaseLock(WDFINTERRUPT Interrupt);
VOID WdfInterruptEnable(WDFINTERRUPT Interrupt);
VOID WdfInterruptDisable(WDFINTERRUPT Interrupt);
VOID WdfInterruptReportActive(WDFINTERRUPT Interrupt);
VOID WdfInterruptReportInactive(WDFINTERRUPT Interrupt);
VOID WdfInterruptGetInfo(WDFINTERRUPT Interrupt, PWDF_INTERRUPT_INFO Info);
VOID WdfInterruptSetPolicy(WDFINTERRUPT Interrupt, WDF_INTERRUPT_POLICY Policy,
			   WDF_INTERRUPT_PRIORITY Priority, KAFFINITY TargetProcessorSet);
VOID WdfInterruptSetExtendedPolicy(WDFINTERRUPT Interrupt,
				   PWDF_INTERRUPT_EXTENDED_POLICY PolicyAndGroup);
WDFDEVICE WdfInterruptGetDevice(WDFINTERRUPT Interrupt);
PKINTERRUPT WdfInterruptWdmGetInterrupt(WDFINTERRUPT Interrupt);

EXTERN_C_END

#endif
