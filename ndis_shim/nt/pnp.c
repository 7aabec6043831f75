// SPDX-License-Identifier: GPL-2.0
/*
 * What a PnP manager and a power manager would do for device objects that belong to
 * no framework device. There is neither: each of these says so. Properties of devices
 * are in wdf/property_wdm.c.
 */
#include <linux/export.h>
#include <linux/printk.h>

#include <wdm.h>

#include "nt/nt_internal.h"

NTSTATUS IoGetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
					  const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags,
					  ULONG Size, PVOID Data, PULONG RequiredSize,
					  PDEVPROPTYPE Type)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (RequiredSize)
		*RequiredSize = 0;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoGetDeviceInterfacePropertyData, NDIS_SHIM);

NTSTATUS IoSetDeviceInterfacePropertyData(PUNICODE_STRING SymbolicLinkName,
					  const DEVPROPKEY *PropertyKey, LCID Lcid, ULONG Flags,
					  DEVPROPTYPE Type, ULONG Size, PVOID Data)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoSetDeviceInterfacePropertyData, NDIS_SHIM);

NTSTATUS IoRegisterDeviceInterface(PDEVICE_OBJECT PhysicalDeviceObject,
				   const GUID *InterfaceClassGuid, PUNICODE_STRING ReferenceString,
				   PUNICODE_STRING SymbolicLinkName)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoRegisterDeviceInterface, NDIS_SHIM);

NTSTATUS IoSetDeviceInterfaceState(PUNICODE_STRING SymbolicLinkName, BOOLEAN Enable)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoSetDeviceInterfaceState, NDIS_SHIM);

NTSTATUS IoGetDeviceInterfaces(const GUID *InterfaceClassGuid, PDEVICE_OBJECT PhysicalDeviceObject,
			       ULONG Flags, PZZWSTR *SymbolicLinkList)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (SymbolicLinkList)
		*SymbolicLinkList = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoGetDeviceInterfaces, NDIS_SHIM);

NTSTATUS IoGetDeviceInterfaceAlias(PUNICODE_STRING SymbolicLinkName,
				   const GUID *AliasInterfaceClassGuid,
				   PUNICODE_STRING AliasSymbolicLinkName)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoGetDeviceInterfaceAlias, NDIS_SHIM);

NTSTATUS IoOpenDeviceInterfaceRegistryKey(PUNICODE_STRING SymbolicLinkName,
					  ACCESS_MASK DesiredAccess, PHANDLE DeviceInterfaceRegKey)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (DeviceInterfaceRegKey)
		*DeviceInterfaceRegKey = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoOpenDeviceInterfaceRegistryKey, NDIS_SHIM);

NTSTATUS IoOpenDeviceRegistryKey(PDEVICE_OBJECT DeviceObject, ULONG DevInstKeyType,
				 ACCESS_MASK DesiredAccess, PHANDLE DeviceRegKey)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (DeviceRegKey)
		*DeviceRegKey = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoOpenDeviceRegistryKey, NDIS_SHIM);

NTSTATUS IoRegisterPlugPlayNotification(IO_NOTIFICATION_EVENT_CATEGORY EventCategory,
					ULONG EventCategoryFlags, PVOID EventCategoryData,
					struct _DRIVER_OBJECT *DriverObject,
					PDRIVER_NOTIFICATION_CALLBACK_ROUTINE CallbackRoutine,
					PVOID Context, PVOID *NotificationEntry)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (NotificationEntry)
		*NotificationEntry = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoRegisterPlugPlayNotification, NDIS_SHIM);

NTSTATUS IoUnregisterPlugPlayNotification(PVOID NotificationEntry)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoUnregisterPlugPlayNotification, NDIS_SHIM);

NTSTATUS IoUnregisterPlugPlayNotificationEx(PVOID NotificationEntry)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoUnregisterPlugPlayNotificationEx, NDIS_SHIM);

NTSTATUS IoReportTargetDeviceChangeAsynchronous(PDEVICE_OBJECT PhysicalDeviceObject,
						PVOID NotificationStructure, PVOID Callback,
						PVOID Context)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoReportTargetDeviceChangeAsynchronous, NDIS_SHIM);

VOID IoInvalidateDeviceRelations(PDEVICE_OBJECT DeviceObject, DEVICE_RELATION_TYPE Type)
{
	pr_warn_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoInvalidateDeviceRelations, NDIS_SHIM);

VOID IoInvalidateDeviceState(PDEVICE_OBJECT PhysicalDeviceObject)
{
	pr_warn_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoInvalidateDeviceState, NDIS_SHIM);

VOID IoRequestDeviceEject(PDEVICE_OBJECT PhysicalDeviceObject)
{
	pr_warn_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoRequestDeviceEject, NDIS_SHIM);

NTSTATUS IoRegisterShutdownNotification(PDEVICE_OBJECT DeviceObject)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoRegisterShutdownNotification, NDIS_SHIM);

VOID IoUnregisterShutdownNotification(PDEVICE_OBJECT DeviceObject)
{
	pr_warn_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoUnregisterShutdownNotification, NDIS_SHIM);

PDEVICE_OBJECT IoAttachDeviceToDeviceStack(PDEVICE_OBJECT SourceDevice, PDEVICE_OBJECT TargetDevice)
{
	pr_warn_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(IoAttachDeviceToDeviceStack, NDIS_SHIM);

NTSTATUS IoAttachDevice(PDEVICE_OBJECT SourceDevice, PUNICODE_STRING TargetDevice,
			PDEVICE_OBJECT *AttachedDevice)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (AttachedDevice)
		*AttachedDevice = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoAttachDevice, NDIS_SHIM);

VOID IoDetachDevice(PDEVICE_OBJECT TargetDevice)
{
	pr_warn_once("%s is not supported\n", __func__);
}
EXPORT_SYMBOL_NS_GPL(IoDetachDevice, NDIS_SHIM);

NTSTATUS IoGetDeviceObjectPointer(PUNICODE_STRING ObjectName, ACCESS_MASK DesiredAccess,
				  PFILE_OBJECT *FileObject, PDEVICE_OBJECT *DeviceObject)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (FileObject)
		*FileObject = NULL;
	if (DeviceObject)
		*DeviceObject = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoGetDeviceObjectPointer, NDIS_SHIM);

NTSTATUS IoWMIRegistrationControl(PDEVICE_OBJECT DeviceObject, ULONG Action)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(IoWMIRegistrationControl, NDIS_SHIM);

NTSTATUS PoRequestPowerIrp(PDEVICE_OBJECT DeviceObject, UCHAR MinorFunction, POWER_STATE PowerState,
			   PREQUEST_POWER_COMPLETE CompletionFunction, PVOID Context, PIRP *Irp)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (Irp)
		*Irp = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(PoRequestPowerIrp, NDIS_SHIM);

NTSTATUS PoRegisterPowerSettingCallback(PDEVICE_OBJECT DeviceObject, LPCGUID SettingGuid,
					PPOWER_SETTING_CALLBACK Callback, PVOID Context,
					PVOID *Handle)
{
	pr_warn_once("%s is not supported\n", __func__);
	if (Handle)
		*Handle = NULL;
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(PoRegisterPowerSettingCallback, NDIS_SHIM);

NTSTATUS PoUnregisterPowerSettingCallback(PVOID Handle)
{
	pr_warn_once("%s is not supported\n", __func__);
	return STATUS_NOT_SUPPORTED;
}
EXPORT_SYMBOL_NS_GPL(PoUnregisterPowerSettingCallback, NDIS_SHIM);

PULONG PoRegisterDeviceForIdleDetection(PDEVICE_OBJECT DeviceObject, ULONG ConservationIdleTime,
					ULONG PerformanceIdleTime, DEVICE_POWER_STATE State)
{
	pr_warn_once("%s is not supported\n", __func__);
	return NULL;
}
EXPORT_SYMBOL_NS_GPL(PoRegisterDeviceForIdleDetection, NDIS_SHIM);
