// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_cdc: a mobile broadband client driver for modems that another driver has, and
 * keeps: data through its network interface, to which this driver is bound as a
 * protocol, control through its node. This file is the driver's entry; see driver.h for
 * the rest.
 */
#include "driver.h"

CDC_GLOBALS Globals;

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_UNLOAD EvtDriverUnload;

/* This driver resets nothing, and transfers nothing. */
static VOID CdcResetComplete(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS Status)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Status);
}

static VOID CdcTransferDataComplete(NDIS_HANDLE ProtocolBindingContext, PNDIS_PACKET Packet,
				    NDIS_STATUS Status, UINT BytesTransferred)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(Packet);
	UNREFERENCED_PARAMETER(Status);
	UNREFERENCED_PARAMETER(BytesTransferred);
}

/* The link of a session is MbbCx's affair. */
static VOID CdcStatus(NDIS_HANDLE ProtocolBindingContext, NDIS_STATUS GeneralStatus,
		      PVOID StatusBuffer, UINT StatusBufferSize)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
	UNREFERENCED_PARAMETER(GeneralStatus);
	UNREFERENCED_PARAMETER(StatusBuffer);
	UNREFERENCED_PARAMETER(StatusBufferSize);
}

static VOID CdcStatusComplete(NDIS_HANDLE ProtocolBindingContext)
{
	UNREFERENCED_PARAMETER(ProtocolBindingContext);
}

static NDIS_STATUS CdcPnPEvent(NDIS_HANDLE ProtocolBindingContext, PNET_PNP_EVENT Event)
{
	switch (Event->NetEvent) {
	case NetEventReconfigure:
		if (!ProtocolBindingContext)
			NdisReEnumerateProtocolBindings(Globals.Protocol);
		return NDIS_STATUS_SUCCESS;
	case NetEventSetPower:
	case NetEventQueryPower:
	case NetEventQueryRemoveDevice:
	case NetEventCancelRemoveDevice:
	case NetEventBindsComplete:
	case NetEventBindList:
	case NetEventPnPCapabilities:
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

static NDIS_STATUS RegisterProtocol(VOID)
{
	NDIS_STRING name = NDIS_STRING_CONST("MBIMCDC");
	NDIS_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STATUS status;

	NdisZeroMemory(&chars, sizeof(chars));
	chars.MajorNdisVersion = 5;
	chars.MinorNdisVersion = 0;
	chars.Name = name;
	chars.OpenAdapterCompleteHandler = CdcOpenAdapterComplete;
	chars.CloseAdapterCompleteHandler = CdcCloseAdapterComplete;
	chars.SendCompleteHandler = CdcSendComplete;
	chars.TransferDataCompleteHandler = CdcTransferDataComplete;
	chars.ResetCompleteHandler = CdcResetComplete;
	chars.RequestCompleteHandler = CdcRequestComplete;
	chars.ReceiveHandler = CdcReceive;
	chars.ReceiveCompleteHandler = CdcReceiveComplete;
	chars.StatusHandler = CdcStatus;
	chars.StatusCompleteHandler = CdcStatusComplete;
	chars.ReceivePacketHandler = CdcReceivePacket;
	chars.BindAdapterHandler = CdcBindAdapter;
	chars.UnbindAdapterHandler = CdcUnbindAdapter;
	chars.PnPEventHandler = CdcPnPEvent;
	NdisRegisterProtocol(&status, &Globals.Protocol, &chars, sizeof(chars));
	return status;
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;
	NTSTATUS status;

	NdisAllocateSpinLock(&Globals.Lock);
	InitializeListHead(&Globals.Lowers);
	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	config.DriverPoolTag = CDC_TAG;
	config.EvtDriverUnload = EvtDriverUnload;
	status = WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
				 WDF_NO_HANDLE);
	if (NT_SUCCESS(status))
		status = RegisterProtocol();
	if (!NT_SUCCESS(status))
		NdisFreeSpinLock(&Globals.Lock);
	return status;
}

/* The devices are gone, the bindings end here. */
static VOID EvtDriverUnload(WDFDRIVER Driver)
{
	NDIS_STATUS status;

	UNREFERENCED_PARAMETER(Driver);
	NdisDeregisterProtocol(&status, Globals.Protocol);
	NdisFreeSpinLock(&Globals.Lock);
}
