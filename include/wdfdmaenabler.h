/* SPDX-License-Identifier: GPL-2.0 */
/*
 * DMA of devices that are on no bus of their own here: creating an enabler is
 * STATUS_NOT_SUPPORTED, and there is no handle for the other functions, which report
 * whoever calls them.
 */
#ifndef _NT_WDFDMAENABLER_H
#define _NT_WDFDMAENABLER_H

#include <wdfdevice.h>
#include <wdfobject.h>

typedef enum _WDF_DMA_PROFILE {
	WdfDmaProfileInvalid,
	WdfDmaProfilePacket,
	WdfDmaProfileScatterGather,
	WdfDmaProfilePacket64,
	WdfDmaProfileScatterGather64,
	WdfDmaProfileScatterGatherDuplex,
	WdfDmaProfileScatterGather64Duplex,
	WdfDmaProfileSystem,
	WdfDmaProfileSystemDuplex
} WDF_DMA_PROFILE;

typedef enum _WDF_DMA_DIRECTION {
	WdfDmaDirectionReadFromDevice = FALSE,
	WdfDmaDirectionWriteToDevice = TRUE
} WDF_DMA_DIRECTION;

typedef NTSTATUS (EVT_WDF_DMA_ENABLER_FILL)(WDFDMAENABLER DmaEnabler);
typedef NTSTATUS (EVT_WDF_DMA_ENABLER_FLUSH)(WDFDMAENABLER DmaEnabler);
typedef NTSTATUS (EVT_WDF_DMA_ENABLER_ENABLE)(WDFDMAENABLER DmaEnabler);
typedef NTSTATUS (EVT_WDF_DMA_ENABLER_DISABLE)(WDFDMAENABLER DmaEnabler);
typedef NTSTATUS (EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START)(WDFDMAENABLER DmaEnabler);
typedef NTSTATUS (EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP)(WDFDMAENABLER DmaEnabler);
typedef EVT_WDF_DMA_ENABLER_FILL *PFN_WDF_DMA_ENABLER_FILL;
typedef EVT_WDF_DMA_ENABLER_FLUSH *PFN_WDF_DMA_ENABLER_FLUSH;
typedef EVT_WDF_DMA_ENABLER_ENABLE *PFN_WDF_DMA_ENABLER_ENABLE;
typedef EVT_WDF_DMA_ENABLER_DISABLE *PFN_WDF_DMA_ENABLER_DISABLE;
typedef EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_START *PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START;
typedef EVT_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP *PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP;

typedef struct _WDF_DMA_ENABLER_CONFIG {
	ULONG Size;
	WDF_DMA_PROFILE Profile;
	size_t MaximumLength;
	PFN_WDF_DMA_ENABLER_FILL EvtDmaEnablerFill;
	PFN_WDF_DMA_ENABLER_FLUSH EvtDmaEnablerFlush;
	PFN_WDF_DMA_ENABLER_DISABLE EvtDmaEnablerDisable;
	PFN_WDF_DMA_ENABLER_ENABLE EvtDmaEnablerEnable;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_START EvtDmaEnablerSelfManagedIoStart;
	PFN_WDF_DMA_ENABLER_SELFMANAGED_IO_STOP EvtDmaEnablerSelfManagedIoStop;
	ULONG AddressWidthOverride;
	ULONG WdmDmaVersionOverride;
	ULONG Flags;
} WDF_DMA_ENABLER_CONFIG, *PWDF_DMA_ENABLER_CONFIG;

static inline VOID WDF_DMA_ENABLER_CONFIG_INIT(PWDF_DMA_ENABLER_CONFIG Config,
					       WDF_DMA_PROFILE Profile, size_t MaximumLength)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->Profile = Profile;
	Config->MaximumLength = MaximumLength;
}

typedef struct _DMA_ADAPTER DMA_ADAPTER, *PDMA_ADAPTER;

EXTERN_C_START

NTSTATUS WdfDmaEnablerCreate(WDFDEVICE Device, PWDF_DMA_ENABLER_CONFIG Config,
			     PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMAENABLER *DmaEnablerHandle);
size_t WdfDmaEnablerGetMaximumLength(WDFDMAENABLER DmaEnabler);
size_t WdfDmaEnablerGetMaximumScatterGatherElements(WDFDMAENABLER DmaEnabler);
VOID WdfDmaEnablerSetMaximumScatterGatherElements(WDFDMAENABLER DmaEnabler,
						  size_t MaximumFragments);
size_t WdfDmaEnablerGetFragmentLength(WDFDMAENABLER DmaEnabler, WDF_DMA_DIRECTION DmaDirection);
PDMA_ADAPTER WdfDmaEnablerWdmGetDmaAdapter(WDFDMAENABLER DmaEnabler,
					   WDF_DMA_DIRECTION DmaDirection);

EXTERN_C_END

#endif
