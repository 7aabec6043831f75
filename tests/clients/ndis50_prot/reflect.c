// SPDX-License-Identifier: GPL-2.0
/*++

Module Name:

    reflect.c

Abstract:

    Registration, events, status.

--*/

#include <ndis.h>
#include "reflect.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, ReflectUnload)
#pragma alloc_text(PAGE, ReflectPnPEvent)
#endif

NDIS_HANDLE     ReflectProtocol;
NDIS_RW_LOCK    BindingsLock;
LIST_ENTRY      Bindings;
NDIS_EVENT      AllGone;
ULONG           BindsSeen;

NTSTATUS
DriverEntry(
    __in PDRIVER_OBJECT     pDriverObject,
    __in PUNICODE_STRING    pRegistryPath
    )
{
    NDIS_PROTOCOL_CHARACTERISTICS   protocolChar;
    NDIS_STRING                     protoName = NDIS_STRING_CONST("Reflect");
    NTSTATUS                        status;     // of NDIS, too: they are one type

    DbgPrint("Reflect: NDIS %x, %d processors, service %wZ\n", NdisGetVersion(),
             NdisSystemProcessorCount(), pRegistryPath);

    NdisInitializeReadWriteLock(&BindingsLock);
    InitializeListHead(&Bindings);
    NdisInitializeEvent(&AllGone);
    NdisSetEvent(&AllGone);

    NdisZeroMemory(&protocolChar, sizeof(NDIS_PROTOCOL_CHARACTERISTICS));
    protocolChar.MajorNdisVersion            = 5;
    protocolChar.MinorNdisVersion            = 0;
    protocolChar.Name                        = protoName;
    protocolChar.OpenAdapterCompleteHandler  = ReflectOpenComplete;
    protocolChar.CloseAdapterCompleteHandler = ReflectCloseComplete;
    protocolChar.SendCompleteHandler         = ReflectSendComplete;
    protocolChar.TransferDataCompleteHandler = ReflectTransferComplete;
    protocolChar.ResetCompleteHandler        = ReflectResetComplete;
    protocolChar.RequestCompleteHandler      = ReflectRequestComplete;
    protocolChar.ReceiveHandler              = ReflectReceive;
    protocolChar.ReceiveCompleteHandler      = ReflectReceiveComplete;
    protocolChar.StatusHandler               = ReflectStatus;
    protocolChar.StatusCompleteHandler       = ReflectStatusComplete;
    protocolChar.BindAdapterHandler          = ReflectBind;
    protocolChar.UnbindAdapterHandler        = ReflectUnbind;
    protocolChar.UnloadHandler               = NULL;
    protocolChar.ReceivePacketHandler        = ReflectReceivePacket;
    protocolChar.PnPEventHandler             = ReflectPnPEvent;

    pDriverObject->DriverUnload = ReflectUnload;

    NdisRegisterProtocol((PNDIS_STATUS)&status,
                         &ReflectProtocol,
                         &protocolChar,
                         sizeof(NDIS_PROTOCOL_CHARACTERISTICS));

    if (status != NDIS_STATUS_SUCCESS) {
        DbgPrint("Reflect: not registered, 0x%08X\n", status);
        return STATUS_UNSUCCESSFUL;
    }
    return STATUS_SUCCESS;
}

VOID
ReflectUnload(
    __in PDRIVER_OBJECT     pDriverObject
    )
{
    NDIS_STATUS     status;
    NDIS_HANDLE     protocol = ReflectProtocol;

    UNREFERENCED_PARAMETER(pDriverObject);
    PAGED_CODE();

    ReflectProtocol = NULL;
    NdisDeregisterProtocol(&status, protocol);

    //
    // The bindings are closed; work of theirs may just be ending.
    //
    (VOID)NdisWaitEvent(&AllGone, 0);
    DbgPrint("Reflect: unloaded after %lu bindings\n", BindsSeen);
}

NDIS_STATUS
ReflectPnPEvent(
    __in NDIS_HANDLE        Context,
    __in PNET_PNP_EVENT     pNetEvent
    )
{
    PBINDING                    pBinding = (PBINDING)Context;
    NDIS_STATUS                 status = NDIS_STATUS_SUCCESS;
    PNET_DEVICE_POWER_STATE     pPowerState;

    switch (pNetEvent->NetEvent) {
    case NetEventSetPower:
        pPowerState = (PNET_DEVICE_POWER_STATE)pNetEvent->Buffer;
        NdisAcquireSpinLock(&pBinding->Lock);
        pBinding->Powered = (*pPowerState <= NetDeviceStateD0);
        NdisReleaseSpinLock(&pBinding->Lock);
        break;

    case NetEventReconfigure:
        if (pBinding == NULL && ReflectProtocol != NULL) {
            NdisReEnumerateProtocolBindings(ReflectProtocol);
        }
        break;

    case NetEventQueryPower:
    case NetEventQueryRemoveDevice:
    case NetEventCancelRemoveDevice:
    case NetEventBindList:
    case NetEventPnPCapabilities:
        break;

    case NetEventBindsComplete:
        KdPrint(("Reflect: all bound that can be\n"));
        break;

    default:
        status = NDIS_STATUS_NOT_SUPPORTED;
        break;
    }
    return status;
}

VOID
ReflectStatus(
    __in NDIS_HANDLE        Context,
    __in NDIS_STATUS        GeneralStatus,
    __in PVOID              StatusBuffer,
    __in UINT               StatusBufferSize
    )
{
    PBINDING    pBinding = Context;

    UNREFERENCED_PARAMETER(StatusBuffer);
    UNREFERENCED_PARAMETER(StatusBufferSize);

    NdisAcquireSpinLock(&pBinding->Lock);
    if (GeneralStatus == NDIS_STATUS_MEDIA_CONNECT) {
        pBinding->Connected = TRUE;
    } else if (GeneralStatus == NDIS_STATUS_MEDIA_DISCONNECT) {
        pBinding->Connected = FALSE;
    }
    NdisReleaseSpinLock(&pBinding->Lock);
}

VOID
ReflectStatusComplete(
    __in NDIS_HANDLE        Context
    )
{
    UNREFERENCED_PARAMETER(Context);
}
