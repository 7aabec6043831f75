// SPDX-License-Identifier: GPL-2.0
/*
 * Children of devices: what the driver of a bus would make. Devices come from Linux'
 * buses here, so there is no list and no static child; whoever asks for one is told
 * so, and whoever calls what needs a list has no handle: a violation.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdf.h>

#include "wdf/device.h"
#include "wdf/device_init.h"
#include "wdf/object.h"

NTSTATUS WdfChildListCreate(WDFDEVICE Device, PWDF_CHILD_LIST_CONFIG Config,
			    PWDF_OBJECT_ATTRIBUTES DeviceListAttributes, WDFCHILDLIST *DeviceList)
{
	if (!DeviceList)
		return STATUS_INVALID_PARAMETER;
	*DeviceList = NULL;
	if (!wdf_device_from_handle(Device, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListCreate, NDIS_SHIM);

WDFDEVICE WdfChildListGetDevice(WDFCHILDLIST DeviceList)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListGetDevice, NDIS_SHIM);

WDFDEVICE WdfChildListRetrievePdo(WDFCHILDLIST ChildList, PWDF_CHILD_RETRIEVE_INFO RetrieveInfo)
{
	wdf_object_from_handle(ChildList, WDF_TYPE_CHILDLIST, __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListRetrievePdo, NDIS_SHIM);

NTSTATUS WdfChildListRetrieveAddressDescription(
	WDFCHILDLIST ChildList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	wdf_object_from_handle(ChildList, WDF_TYPE_CHILDLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListRetrieveAddressDescription, NDIS_SHIM);

VOID WdfChildListBeginScan(WDFCHILDLIST DeviceList)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfChildListBeginScan, NDIS_SHIM);

VOID WdfChildListEndScan(WDFCHILDLIST DeviceList)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfChildListEndScan, NDIS_SHIM);

VOID WdfChildListBeginIteration(WDFCHILDLIST DeviceList, PWDF_CHILD_LIST_ITERATOR Iterator)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfChildListBeginIteration, NDIS_SHIM);

NTSTATUS WdfChildListRetrieveNextDevice(WDFCHILDLIST DeviceList,
					PWDF_CHILD_LIST_ITERATOR Iterator, WDFDEVICE *Device,
					PWDF_CHILD_RETRIEVE_INFO Info)
{
	if (!Device)
		return STATUS_INVALID_PARAMETER;
	*Device = NULL;
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListRetrieveNextDevice, NDIS_SHIM);

VOID WdfChildListEndIteration(WDFCHILDLIST DeviceList, PWDF_CHILD_LIST_ITERATOR Iterator)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfChildListEndIteration, NDIS_SHIM);

NTSTATUS WdfChildListAddOrUpdateChildDescriptionAsPresent(
	WDFCHILDLIST DeviceList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription,
	PWDF_CHILD_ADDRESS_DESCRIPTION_HEADER AddressDescription)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListAddOrUpdateChildDescriptionAsPresent, NDIS_SHIM);

NTSTATUS WdfChildListUpdateChildDescriptionAsMissing(
	WDFCHILDLIST DeviceList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
	return STATUS_INVALID_HANDLE;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListUpdateChildDescriptionAsMissing, NDIS_SHIM);

VOID WdfChildListUpdateAllChildDescriptionsAsPresent(WDFCHILDLIST DeviceList)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfChildListUpdateAllChildDescriptionsAsPresent, NDIS_SHIM);

BOOLEAN WdfChildListRequestChildEject(
	WDFCHILDLIST DeviceList,
	PWDF_CHILD_IDENTIFICATION_DESCRIPTION_HEADER IdentificationDescription)
{
	wdf_object_from_handle(DeviceList, WDF_TYPE_CHILDLIST, __func__);
	return FALSE;
}
EXPORT_SYMBOL_NS_GPL(WdfChildListRequestChildEject, NDIS_SHIM);

NTSTATUS WdfFdoAddStaticChild(WDFDEVICE Fdo, WDFDEVICE Child)
{
	if (!wdf_device_from_handle(Fdo, __func__))
		return STATUS_INVALID_HANDLE;
	pr_info_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoAddStaticChild, NDIS_SHIM);

VOID WdfFdoLockStaticChildListForIteration(WDFDEVICE Fdo)
{
	if (wdf_device_from_handle(Fdo, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoLockStaticChildListForIteration, NDIS_SHIM);

WDFDEVICE WdfFdoRetrieveNextStaticChild(WDFDEVICE Fdo, WDFDEVICE PreviousChild, ULONG Flags)
{
	if (wdf_device_from_handle(Fdo, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoRetrieveNextStaticChild, NDIS_SHIM);

VOID WdfFdoUnlockStaticChildListFromIteration(WDFDEVICE Fdo)
{
	if (wdf_device_from_handle(Fdo, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoUnlockStaticChildListFromIteration, NDIS_SHIM);

WDFCHILDLIST WdfFdoGetDefaultChildList(WDFDEVICE Fdo)
{
	if (wdf_device_from_handle(Fdo, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoGetDefaultChildList, NDIS_SHIM);

VOID WdfFdoInitSetDefaultChildListConfig(PWDFDEVICE_INIT DeviceInit,
					 PWDF_CHILD_LIST_CONFIG Config,
					 PWDF_OBJECT_ATTRIBUTES DefaultDeviceListAttributes)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitSetDefaultChildListConfig, NDIS_SHIM);

PDEVICE_OBJECT WdfFdoInitWdmGetPhysicalDevice(PWDFDEVICE_INIT DeviceInit)
{
	if (wdf_init_check(DeviceInit, __func__))
		pr_info_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(WdfFdoInitWdmGetPhysicalDevice, NDIS_SHIM);
