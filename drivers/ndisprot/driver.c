// SPDX-License-Identifier: GPL-2.0
/* Load and unload: the device that programs open, and the protocol. */
#include "ndisprot.h"

PROT_GLOBALS Globals;

DRIVER_INITIALIZE DriverEntry;
static DRIVER_UNLOAD DriverUnload;

static NDIS_STRING DeviceName = NDIS_STRING_CONST("\\Device\\NdisProt");
static NDIS_STRING LinkName = NDIS_STRING_CONST("\\DosDevices\\NdisProt");

static NTSTATUS CreateDevice(PDRIVER_OBJECT DriverObject)
{
	NTSTATUS status;

	DriverObject->MajorFunction[IRP_MJ_CREATE] = DeviceCreate;
	DriverObject->MajorFunction[IRP_MJ_CLEANUP] = DeviceCleanup;
	DriverObject->MajorFunction[IRP_MJ_CLOSE] = DeviceClose;
	DriverObject->MajorFunction[IRP_MJ_READ] = DeviceRead;
	DriverObject->MajorFunction[IRP_MJ_WRITE] = DeviceWrite;
	DriverObject->MajorFunction[IRP_MJ_DEVICE_CONTROL] = DeviceControl;

	status = IoCreateDevice(DriverObject, 0, &DeviceName, FILE_DEVICE_NETWORK,
				FILE_DEVICE_SECURE_OPEN, FALSE, &Globals.Device);
	if (!NT_SUCCESS(status))
		return status;
	/* A write's list is chained into a packet as it is. */
	Globals.Device->Flags |= DO_DIRECT_IO;
	status = IoCreateSymbolicLink(&LinkName, &DeviceName);
	if (!NT_SUCCESS(status)) {
		IoDeleteDevice(Globals.Device);
		Globals.Device = NULL;
	}
	return status;
}

static VOID DeleteDevice(VOID)
{
	IoDeleteSymbolicLink(&LinkName);
	IoDeleteDevice(Globals.Device);
	Globals.Device = NULL;
}

static NDIS_STATUS RegisterProtocol(VOID)
{
	NDIS_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STRING name = NDIS_STRING_CONST("NDISPROT");
	NDIS_STATUS status;

	NdisZeroMemory(&chars, sizeof(chars));
	chars.MajorNdisVersion = 5;
	chars.MinorNdisVersion = 0;
	chars.Name = name;
	chars.OpenAdapterCompleteHandler = ProtOpenAdapterComplete;
	chars.CloseAdapterCompleteHandler = ProtCloseAdapterComplete;
	chars.SendCompleteHandler = ProtSendComplete;
	chars.TransferDataCompleteHandler = ProtTransferDataComplete;
	chars.ResetCompleteHandler = ProtResetComplete;
	chars.RequestCompleteHandler = ProtRequestComplete;
	chars.ReceiveHandler = ProtReceive;
	chars.ReceiveCompleteHandler = ProtReceiveComplete;
	chars.StatusHandler = ProtStatus;
	chars.StatusCompleteHandler = ProtStatusComplete;
	chars.ReceivePacketHandler = ProtReceivePacket;
	chars.BindAdapterHandler = ProtBindAdapter;
	chars.UnbindAdapterHandler = ProtUnbindAdapter;
	chars.PnPEventHandler = ProtPnPEvent;
	NdisRegisterProtocol(&status, &Globals.Protocol, &chars, sizeof(chars));
	return status;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NTSTATUS status;

	UNREFERENCED_PARAMETER(RegistryPath);
	Globals.Driver = DriverObject;
	NdisAllocateSpinLock(&Globals.Lock);
	InitializeListHead(&Globals.Bindings);
	InitializeListHead(&Globals.BindWaits);
	Globals.CancelIdPrefix = NdisGeneratePartialCancelId();
	DriverObject->DriverUnload = DriverUnload;

	status = CreateDevice(DriverObject);
	if (!NT_SUCCESS(status))
		goto err_free_lock;
	status = RegisterProtocol();
	if (status != NDIS_STATUS_SUCCESS)
		goto err_delete_device;
	return STATUS_SUCCESS;

err_delete_device:
	DeleteDevice();
err_free_lock:
	NdisFreeSpinLock(&Globals.Lock);
	return status;
}

/* Nobody has the device open: an open file keeps the driver loaded. */
static VOID DriverUnload(PDRIVER_OBJECT DriverObject)
{
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(DriverObject);
	DeleteDevice();
	NdisDeregisterProtocol(&status, Globals.Protocol);
	NdisFreeSpinLock(&Globals.Lock);
}
