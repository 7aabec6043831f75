/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Resource lists. Devices have no hardware resources of Windows' kind here: callbacks
 * get WDF_NO_HANDLE, which is a list without entries.
 */
#ifndef _NT_WDFRESOURCE_H
#define _NT_WDFRESOURCE_H

#include <wdfobject.h>
#include <wdm/resource.h>

EXTERN_C_START

/* 0 and NULL for WDF_NO_HANDLE. */
ULONG WdfCmResourceListGetCount(WDFCMRESLIST List);
PCM_PARTIAL_RESOURCE_DESCRIPTOR WdfCmResourceListGetDescriptor(WDFCMRESLIST List, ULONG Index);
/*
 * Changing a list, and lists of requirements, which callbacks are given none of: no
 * handle is one, and these report whoever calls them.
 */
NTSTATUS WdfCmResourceListInsertDescriptor(WDFCMRESLIST List,
					   PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor,
					   ULONG Index);
NTSTATUS WdfCmResourceListAppendDescriptor(WDFCMRESLIST List,
					   PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor);
VOID WdfCmResourceListRemove(WDFCMRESLIST List, ULONG Index);
VOID WdfCmResourceListRemoveByDescriptor(WDFCMRESLIST List,
					 PCM_PARTIAL_RESOURCE_DESCRIPTOR Descriptor);
VOID WdfIoResourceRequirementsListSetSlotNumber(WDFIORESREQLIST RequirementsList,
						ULONG SlotNumber);
VOID WdfIoResourceRequirementsListSetInterfaceType(WDFIORESREQLIST RequirementsList,
						   INTERFACE_TYPE InterfaceType);
NTSTATUS WdfIoResourceRequirementsListAppendIoResList(WDFIORESREQLIST RequirementsList,
						      WDFIORESLIST IoResList);
NTSTATUS WdfIoResourceRequirementsListInsertIoResList(WDFIORESREQLIST RequirementsList,
						      WDFIORESLIST IoResList, ULONG Index);
ULONG WdfIoResourceRequirementsListGetCount(WDFIORESREQLIST RequirementsList);
WDFIORESLIST WdfIoResourceRequirementsListGetIoResList(WDFIORESREQLIST RequirementsList,
						       ULONG Index);
VOID WdfIoResourceRequirementsListRemove(WDFIORESREQLIST RequirementsList, ULONG Index);
VOID WdfIoResourceRequirementsListRemoveByIoResList(WDFIORESREQLIST RequirementsList,
						    WDFIORESLIST IoResList);
NTSTATUS WdfIoResourceListCreate(WDFIORESREQLIST RequirementsList,
				 PWDF_OBJECT_ATTRIBUTES Attributes, WDFIORESLIST *ResourceList);
NTSTATUS WdfIoResourceListInsertDescriptor(WDFIORESLIST ResourceList,
					   PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
VOID WdfIoResourceListUpdateDescriptor(WDFIORESLIST ResourceList,
				       PIO_RESOURCE_DESCRIPTOR Descriptor, ULONG Index);
NTSTATUS WdfIoResourceListAppendDescriptor(WDFIORESLIST ResourceList,
					   PIO_RESOURCE_DESCRIPTOR Descriptor);
ULONG WdfIoResourceListGetCount(WDFIORESLIST ResourceList);
PIO_RESOURCE_DESCRIPTOR WdfIoResourceListGetDescriptor(WDFIORESLIST ResourceList, ULONG Index);
VOID WdfIoResourceListRemove(WDFIORESLIST ResourceList, ULONG Index);
VOID WdfIoResourceListRemoveByDescriptor(WDFIORESLIST ResourceList,
					 PIO_RESOURCE_DESCRIPTOR Descriptor);

EXTERN_C_END

#endif
