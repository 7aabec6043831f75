// SPDX-License-Identifier: GPL-2.0
/*
 * Load and unload: the upper edge is registered first, since a binding below may
 * come at once and start an adapter above.
 */
#include "passthru.h"

NDIS_HANDLE PassWrapper;
NDIS_HANDLE PassDriver;
NDIS_HANDLE PassProtocol;

static NDIS_STATUS RegisterMiniport(VOID)
{
	NDIS_MINIPORT_CHARACTERISTICS chars;

	NdisZeroMemory(&chars, sizeof(chars));
	chars.MajorNdisVersion = 5;
	chars.MinorNdisVersion = 1;
	chars.InitializeHandler = MiniportInitialize;
	chars.HaltHandler = MiniportHalt;
	chars.QueryInformationHandler = MiniportQueryInformation;
	chars.SetInformationHandler = MiniportSetInformation;
	chars.SendPacketsHandler = MiniportSendPackets;
	chars.ReturnPacketHandler = MiniportReturnPacket;
	chars.TransferDataHandler = MiniportTransferData;
	chars.CancelSendPacketsHandler = MiniportCancelSendPackets;
	chars.PnPEventNotifyHandler = MiniportPnPEventNotify;
	chars.AdapterShutdownHandler = MiniportAdapterShutdown;
	return NdisIMRegisterLayeredMiniport(PassWrapper, &chars, sizeof(chars), &PassDriver);
}

static NDIS_STATUS RegisterProtocol(VOID)
{
	NDIS_STRING name = NDIS_STRING_CONST("Passthru");
	NDIS_PROTOCOL_CHARACTERISTICS chars;
	NDIS_STATUS status;

	NdisZeroMemory(&chars, sizeof(chars));
	chars.MajorNdisVersion = 5;
	chars.MinorNdisVersion = 0;
	chars.Name = name;
	chars.OpenAdapterCompleteHandler = ProtocolOpenAdapterComplete;
	chars.CloseAdapterCompleteHandler = ProtocolCloseAdapterComplete;
	chars.SendCompleteHandler = ProtocolSendComplete;
	chars.TransferDataCompleteHandler = ProtocolTransferDataComplete;
	chars.ResetCompleteHandler = ProtocolResetComplete;
	chars.RequestCompleteHandler = ProtocolRequestComplete;
	chars.ReceiveHandler = ProtocolReceive;
	chars.ReceivePacketHandler = ProtocolReceivePacket;
	chars.ReceiveCompleteHandler = ProtocolReceiveComplete;
	chars.StatusHandler = ProtocolStatus;
	chars.StatusCompleteHandler = ProtocolStatusComplete;
	chars.BindAdapterHandler = ProtocolBindAdapter;
	chars.UnbindAdapterHandler = ProtocolUnbindAdapter;
	chars.PnPEventHandler = ProtocolPnPEvent;
	NdisRegisterProtocol(&status, &PassProtocol, &chars, sizeof(chars));
	return status;
}

static VOID Unload(PDRIVER_OBJECT DriverObject)
{
	NDIS_STATUS status;

	/* Unbinds everything, which halts every miniport. */
	NdisDeregisterProtocol(&status, PassProtocol);
	NdisIMDeregisterLayeredMiniport(PassDriver);
}

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	NDIS_STATUS status;

	NdisMInitializeWrapper(&PassWrapper, DriverObject, RegistryPath, NULL);
	if (!PassWrapper)
		return NDIS_STATUS_RESOURCES;
	status = RegisterMiniport();
	if (status != NDIS_STATUS_SUCCESS)
		goto err_terminate;
	NdisMRegisterUnloadHandler(PassWrapper, Unload);
	status = RegisterProtocol();
	if (status != NDIS_STATUS_SUCCESS)
		goto err_deregister;
	NdisIMAssociateMiniport(PassDriver, PassProtocol);
	return NDIS_STATUS_SUCCESS;

err_deregister:
	NdisIMDeregisterLayeredMiniport(PassDriver);
err_terminate:
	NdisTerminateWrapper(PassWrapper, NULL);
	return status;
}
