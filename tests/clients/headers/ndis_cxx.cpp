// SPDX-License-Identifier: GPL-2.0
/*
 * A protocol driver as the C++ of its time: the DDK's headers inside extern "C",
 * an adapter that is a class, handlers that are static members. Compiled for
 * each version of NDIS; nothing here runs.
 */
extern "C" {
#include <ndis.h>
#include <ntstrsafe.h>
}

extern "C" DRIVER_INITIALIZE DriverEntry;
extern "C" DRIVER_UNLOAD CxxUnload;

static NDIS_HANDLE ProtocolHandle;
static const ULONG Tag = 'xxCN';

void *operator new(size_t size, POOL_TYPE pool) noexcept;
void *operator new(size_t size, POOL_TYPE pool) noexcept
{
    return ExAllocatePoolWithTag(pool, size, Tag);
}

class CAdapter
{
public:
    CAdapter() : m_Handle(NULL), m_Medium(0), m_Status(NDIS_STATUS_PENDING)
    {
        NdisAllocateSpinLock(&m_Lock);
        NdisInitializeEvent(&m_Done);
        InitializeListHead(&m_Kept);
    }

    NDIS_STATUS Open(PNDIS_STRING Name);
    void Destroy();

    static VOID OpenComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status, IN NDIS_STATUS);
    static VOID CloseComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status);
    static VOID SendComplete(IN NDIS_HANDLE, IN PNDIS_PACKET Packet, IN NDIS_STATUS);
    static VOID TransferComplete(IN NDIS_HANDLE, IN PNDIS_PACKET, IN NDIS_STATUS, IN UINT) {}
    static VOID ResetComplete(IN NDIS_HANDLE, IN NDIS_STATUS) {}
    static VOID RequestComplete(IN NDIS_HANDLE, IN PNDIS_REQUEST, IN NDIS_STATUS) {}
    static NDIS_STATUS Receive(IN NDIS_HANDLE, IN NDIS_HANDLE, IN PVOID, IN UINT, IN PVOID,
                               IN UINT, IN UINT) { return NDIS_STATUS_NOT_ACCEPTED; }
    static INT ReceivePacket(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet);
    static VOID ReceiveComplete(IN NDIS_HANDLE) {}
    static VOID Status(IN NDIS_HANDLE, IN NDIS_STATUS, IN PVOID, IN UINT) {}
    static VOID StatusComplete(IN NDIS_HANDLE) {}
    static VOID Bind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE, IN PNDIS_STRING Name, IN PVOID,
                     IN PVOID);
    static VOID Unbind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE Context, IN NDIS_HANDLE);

private:
    NDIS_HANDLE     m_Handle;
    UINT            m_Medium;
    NDIS_STATUS     m_Status;
    NDIS_SPIN_LOCK  m_Lock;
    NDIS_EVENT      m_Done;
    LIST_ENTRY      m_Kept;
};

VOID CAdapter::OpenComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status, IN NDIS_STATUS)
{
    CAdapter *adapter = static_cast<CAdapter *>(Context);

    adapter->m_Status = Status;
    NdisSetEvent(&adapter->m_Done);
}

VOID CAdapter::CloseComplete(IN NDIS_HANDLE Context, IN NDIS_STATUS Status)
{
    OpenComplete(Context, Status, Status);
}

VOID CAdapter::SendComplete(IN NDIS_HANDLE, IN PNDIS_PACKET Packet, IN NDIS_STATUS)
{
    PNDIS_BUFFER buffer;

    NdisUnchainBufferAtFront(Packet, &buffer);
    if (buffer)
        NdisFreeBuffer(buffer);
    NdisFreePacket(Packet);
}

INT CAdapter::ReceivePacket(IN NDIS_HANDLE Context, IN PNDIS_PACKET Packet)
{
    CAdapter *adapter = reinterpret_cast<CAdapter *>(Context);
    PNDIS_BUFFER first;
    PUCHAR bytes;
    UINT length, total;

    NdisGetFirstBufferFromPacket(Packet, &first, &bytes, &length, &total);
    if (NDIS_GET_PACKET_STATUS(Packet) == NDIS_STATUS_RESOURCES || length < 14)
        return 0;
    NdisInterlockedInsertTailList(&adapter->m_Kept,
                                  reinterpret_cast<PLIST_ENTRY>(Packet->ProtocolReserved),
                                  &adapter->m_Lock);
    return 1;
}

NDIS_STATUS CAdapter::Open(PNDIS_STRING Name)
{
    NDIS_MEDIUM media[] = { NdisMedium802_3, NdisMediumWirelessWan };
    NDIS_STATUS status, error;

    NdisOpenAdapter(&status, &error, &m_Handle, &m_Medium, media, ARRAYSIZE(media),
                    ProtocolHandle, this, Name, 0, NULL);
    if (status == NDIS_STATUS_PENDING) {
        NdisWaitEvent(&m_Done, 0);
        status = m_Status;
    }
    return status;
}

void CAdapter::Destroy()
{
    NdisFreeSpinLock(&m_Lock);
    ExFreePoolWithTag(this, Tag);
}

VOID CAdapter::Bind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE, IN PNDIS_STRING Name, IN PVOID,
                    IN PVOID)
{
    CAdapter *adapter = new (NonPagedPool) CAdapter;

    if (!adapter) {
        *Status = NDIS_STATUS_RESOURCES;
        return;
    }
    *Status = adapter->Open(Name);
    if (*Status != NDIS_STATUS_SUCCESS)
        adapter->Destroy();
}

VOID CAdapter::Unbind(OUT PNDIS_STATUS Status, IN NDIS_HANDLE Context, IN NDIS_HANDLE)
{
    CAdapter *adapter = static_cast<CAdapter *>(Context);

    NdisResetEvent(&adapter->m_Done);
    NdisCloseAdapter(Status, adapter->m_Handle);
    if (*Status == NDIS_STATUS_PENDING)
        NdisWaitEvent(&adapter->m_Done, 0);
    adapter->Destroy();
    *Status = NDIS_STATUS_SUCCESS;
}

extern "C" NTSTATUS DriverEntry(IN PDRIVER_OBJECT DriverObject, IN PUNICODE_STRING)
{
    /* Embedded structures have a name in C++ source, which knows no other way. */
    NDIS40_PROTOCOL_CHARACTERISTICS chars;
    NDIS_STRING name = NDIS_STRING_CONST("Cxx");
    NDIS_STATUS status;

    NdisZeroMemory(&chars, sizeof(chars));
    chars.Ndis30Chars.MajorNdisVersion = 4;
    chars.Ndis30Chars.Name = name;
    chars.Ndis30Chars.OpenAdapterCompleteHandler = CAdapter::OpenComplete;
    chars.Ndis30Chars.CloseAdapterCompleteHandler = CAdapter::CloseComplete;
    chars.Ndis30Chars.SendCompleteHandler = CAdapter::SendComplete;
    chars.Ndis30Chars.TransferDataCompleteHandler = CAdapter::TransferComplete;
    chars.Ndis30Chars.ResetCompleteHandler = CAdapter::ResetComplete;
    chars.Ndis30Chars.RequestCompleteHandler = CAdapter::RequestComplete;
    chars.ReceiveHandler = CAdapter::Receive;
    chars.ReceiveCompleteHandler = CAdapter::ReceiveComplete;
    chars.StatusHandler = CAdapter::Status;
    chars.StatusCompleteHandler = CAdapter::StatusComplete;
    chars.ReceivePacketHandler = CAdapter::ReceivePacket;
    chars.BindAdapterHandler = CAdapter::Bind;
    chars.UnbindAdapterHandler = CAdapter::Unbind;

    DriverObject->DriverUnload = CxxUnload;
    NdisRegisterProtocol(&status, &ProtocolHandle,
                         reinterpret_cast<PNDIS_PROTOCOL_CHARACTERISTICS>(&chars), sizeof(chars));
    return status;
}

extern "C" VOID CxxUnload(IN PDRIVER_OBJECT)
{
    NDIS_STATUS status;

    NdisDeregisterProtocol(&status, ProtocolHandle);
}
