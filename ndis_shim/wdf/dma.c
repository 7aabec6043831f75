// SPDX-License-Identifier: GPL-2.0
/*
 * DMA enablers and common buffers, which no device has a use for here. Creating one
 * is refused, once with a line in the log, so whoever calls another of these functions
 * has no handle: a violation.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/device.h"
#include "wdf/object.h"

NTSTATUS WdfDmaEnablerCreate(WDFDEVICE Device, PWDF_DMA_ENABLER_CONFIG Config,
			     PWDF_OBJECT_ATTRIBUTES Attributes, WDFDMAENABLER *DmaEnablerHandle)
{
	if (!DmaEnablerHandle)
		return STATUS_INVALID_PARAMETER;
	*DmaEnablerHandle = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	if (!Config)
		return STATUS_INVALID_PARAMETER;
	if (Config->Size != sizeof(*Config))
		return STATUS_INFO_LENGTH_MISMATCH;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerCreate, NDIS_SHIM);

size_t WdfDmaEnablerGetMaximumLength(WDFDMAENABLER DmaEnabler)
{
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerGetMaximumLength, NDIS_SHIM);

size_t WdfDmaEnablerGetMaximumScatterGatherElements(WDFDMAENABLER DmaEnabler)
{
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerGetMaximumScatterGatherElements, NDIS_SHIM);

VOID WdfDmaEnablerSetMaximumScatterGatherElements(WDFDMAENABLER DmaEnabler,
						  size_t MaximumFragments)
{
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerSetMaximumScatterGatherElements, NDIS_SHIM);

size_t WdfDmaEnablerGetFragmentLength(WDFDMAENABLER DmaEnabler, WDF_DMA_DIRECTION DmaDirection)
{
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerGetFragmentLength, NDIS_SHIM);

PDMA_ADAPTER WdfDmaEnablerWdmGetDmaAdapter(WDFDMAENABLER DmaEnabler,
					   WDF_DMA_DIRECTION DmaDirection)
{
	wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfDmaEnablerWdmGetDmaAdapter, NDIS_SHIM);

NTSTATUS WdfCommonBufferCreate(WDFDMAENABLER DmaEnabler, size_t Length,
			       PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER *CommonBuffer)
{
	if (!CommonBuffer)
		return STATUS_INVALID_PARAMETER;
	*CommonBuffer = NULL;
	pr_info_once("%s is not supported\n", __func__);
	return wdf_object_from_handle(DmaEnabler, WDF_TYPE_DMAENABLER, __func__) ?
	       STATUS_NOT_SUPPORTED : STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfCommonBufferCreate, NDIS_SHIM);

NTSTATUS WdfCommonBufferCreateWithConfig(WDFDMAENABLER DmaEnabler, size_t Length,
					 PWDF_COMMON_BUFFER_CONFIG Config,
					 PWDF_OBJECT_ATTRIBUTES Attributes,
					 WDFCOMMONBUFFER *CommonBuffer)
{
	return WdfCommonBufferCreate(DmaEnabler, Length, Attributes, CommonBuffer);
}
EXPORT_SYMBOL_NS_GPL(WdfCommonBufferCreateWithConfig, NDIS_SHIM);

PVOID WdfCommonBufferGetAlignedVirtualAddress(WDFCOMMONBUFFER CommonBuffer)
{
	wdf_object_from_handle(CommonBuffer, WDF_TYPE_COMMONBUFFER, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfCommonBufferGetAlignedVirtualAddress, NDIS_SHIM);

PHYSICAL_ADDRESS WdfCommonBufferGetAlignedLogicalAddress(WDFCOMMONBUFFER CommonBuffer)
{
	PHYSICAL_ADDRESS none = { .QuadPart = 0 };

	wdf_object_from_handle(CommonBuffer, WDF_TYPE_COMMONBUFFER, __func__);
	return none;
}
EXPORT_SYMBOL_NS_GPL(WdfCommonBufferGetAlignedLogicalAddress, NDIS_SHIM);

size_t WdfCommonBufferGetLength(WDFCOMMONBUFFER CommonBuffer)
{
	wdf_object_from_handle(CommonBuffer, WDF_TYPE_COMMONBUFFER, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfCommonBufferGetLength, NDIS_SHIM);
