// SPDX-License-Identifier: GPL-2.0
/*
 * Changing lists of resources. Callbacks are given none that could be changed, so
 * whoever calls one of these functions has no handle: a violation.
 */
#include <linux/export.h>

#include <wdf.h>

#include "wdf/object.h"

NTSTATUS WdfCmResourceListInsertDescriptor(WDFCMRESLIST List,
					   PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor,
					   ULONG Index)
{
	wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListInsertDescriptor, NDIS_SHIM);

NTSTATUS WdfCmResourceListAppendDescriptor(WDFCMRESLIST List,
					   PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor)
{
	wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListAppendDescriptor, NDIS_SHIM);

VOID WdfCmResourceListRemove(WDFCMRESLIST List, ULONG Index)
{
	wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListRemove, NDIS_SHIM);

VOID WdfCmResourceListRemoveByDescriptor(WDFCMRESLIST List,
					 PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor)
{
	wdf_object_from_handle(List, WDF_TYPE_CMRESLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfCmResourceListRemoveByDescriptor, NDIS_SHIM);

VOID WdfIoResourceRequirementsListSetSlotNumber(WDFIORESREQLIST RequirementsList,
						ULONG SlotNumber)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListSetSlotNumber, NDIS_SHIM);

VOID WdfIoResourceRequirementsListSetInterfaceType(WDFIORESREQLIST RequirementsList,
						   INTERFACE_TYPE InterfaceType)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListSetInterfaceType, NDIS_SHIM);

NTSTATUS WdfIoResourceRequirementsListAppendIoResList(WDFIORESREQLIST RequirementsList,
						      WDFIORESLIST IoResList)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListAppendIoResList, NDIS_SHIM);

NTSTATUS WdfIoResourceRequirementsListInsertIoResList(WDFIORESREQLIST RequirementsList,
						      WDFIORESLIST IoResList, ULONG Index)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListInsertIoResList, NDIS_SHIM);

ULONG WdfIoResourceRequirementsListGetCount(WDFIORESREQLIST RequirementsList)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListGetCount, NDIS_SHIM);

WDFIORESLIST WdfIoResourceRequirementsListGetIoResList(WDFIORESREQLIST RequirementsList,
						       ULONG Index)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListGetIoResList, NDIS_SHIM);

VOID WdfIoResourceRequirementsListRemove(WDFIORESREQLIST RequirementsList, ULONG Index)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListRemove, NDIS_SHIM);

VOID WdfIoResourceRequirementsListRemoveByIoResList(WDFIORESREQLIST RequirementsList,
						    WDFIORESLIST IoResList)
{
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceRequirementsListRemoveByIoResList, NDIS_SHIM);

NTSTATUS WdfIoResourceListCreate(WDFIORESREQLIST RequirementsList,
				 PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList)
{
	if (!ResourceList)
		return STATUS_INVALID_PARAMETER;
	*ResourceList = NULL;
	wdf_object_from_handle(RequirementsList, WDF_TYPE_IORESREQLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListCreate, NDIS_SHIM);

NTSTATUS WdfIoResourceListInsertDescriptor(WDFIORESLIST ResourceList,
					   PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListInsertDescriptor, NDIS_SHIM);

VOID WdfIoResourceListUpdateDescriptor(WDFIORESLIST ResourceList,
				       PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListUpdateDescriptor, NDIS_SHIM);

NTSTATUS WdfIoResourceListAppendDescriptor(WDFIORESLIST ResourceList,
					   PIO_RESOURCE_DESCRIPTOR Descriptor)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListAppendDescriptor, NDIS_SHIM);

ULONG WdfIoResourceListGetCount(WDFIORESLIST ResourceList)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
	return 0;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListGetCount, NDIS_SHIM);

PIO_RESOURCE_DESCRIPTOR WdfIoResourceListGetDescriptor(WDFIORESLIST ResourceList, ULONG Index)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListGetDescriptor, NDIS_SHIM);

VOID WdfIoResourceListRemove(WDFIORESLIST ResourceList, ULONG Index)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListRemove, NDIS_SHIM);

VOID WdfIoResourceListRemoveByDescriptor(WDFIORESLIST ResourceList,
					 PIO_RESOURCE_DESCRIPTOR Descriptor)
{
	wdf_object_from_handle(ResourceList, WDF_TYPE_IORESLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfIoResourceListRemoveByDescriptor, NDIS_SHIM);
