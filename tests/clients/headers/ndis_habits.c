// SPDX-License-Identifier: GPL-2.0
/*
 * Ways of writing that DDK source has and that the drivers beside this folder do
 * not show. Compiled for each version of NDIS with ndis.mk's flags, as C; only
 * the types are looked at.
 */
#define IN
#define OUT
#define OPTIONAL
#ifndef min
#define min(a, b) ((a) < (b) ? (a) : (b))
#endif

#include <stdarg.h>
#include <NDIS.H>
#include <xfilter.h>

#pragma warning(push)
#pragma warning(disable:4100 4127)
#pragma NDIS_PAGABLE_FUNCTION(TakesByName)
#pragma code_seg("PAGE")

#define MAX_LOOKAHEAD   256
#define PACKET_SIG      'gisP'

/* Old style, declared as it was then. */
static int Sum();

static int
Sum(a, b, n)
    int a;
    UCHAR *b;
    UINT n;
{
    while (n--)
        a += *b++;
    return a;
}

/* A structure that begins with another one, and a union without a name. */
struct _COMMON {
    ULONG       Signature;
    LIST_ENTRY  Link;
};

typedef struct _DERIVED {
    struct _COMMON;
    union {
        LONGLONG    Both;
        struct {
            ULONG   Low;
            LONG    High;
        };
    };
    UCHAR       Tail[0];
} DERIVED, *PDERIVED;

/* What the linker of another system puts elsewhere. */
__declspec(align(16)) static UCHAR Aligned[32];
static NDIS_STRING ParameterNames[] = {
    NDIS_STRING_CONST("Environment"),
    NDIS_STRING_CONST("NdisVersion"),
};
static NDIS_PHYSICAL_ADDRESS Highest = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);

VOID __stdcall TakesByName(IN OUT PDERIVED Derived OPTIONAL, IN UCHAR UNALIGNED *Bytes, ...);

VOID
__stdcall
TakesByName(
    IN OUT PDERIVED Derived OPTIONAL,
    IN UCHAR UNALIGNED *Bytes,
    ...
    )
{
    va_list list;

    va_start(list, Bytes);
    if (ARGUMENT_PRESENT(Derived)) {
        Derived->Signature = va_arg(list, ULONG);
        Derived->Low = PACKET_SIG;
        Derived->Both += Sum(0, Bytes, 4);
        InitializeListHead(&Derived->Link);
    }
    va_end(list);
}

/* Handlers of the driver's own types, and one function for two roles. */
static NDIS_STATUS NTAPI MyStatusIn(IN PDERIVED Context, IN ULONG Event);
static NDIS_STATUS NTAPI MyStatusIn(IN PDERIVED Context, IN ULONG Event)
{
    return Context && Event ? NDIS_STATUS_SUCCESS : NDIS_STATUS_FAILURE;
}

VOID FillProtocol(PNDIS_PROTOCOL_CHARACTERISTICS Chars, PNDIS40_PROTOCOL_CHARACTERISTICS Forty);
VOID
FillProtocol(
    PNDIS_PROTOCOL_CHARACTERISTICS Chars,
    PNDIS40_PROTOCOL_CHARACTERISTICS Forty
    )
{
    Chars->Flags = 0;
    Chars->Reserved = 0;
    Forty->Ndis30Chars = *(PNDIS30_PROTOCOL_CHARACTERISTICS)Chars;
#if defined(NDIS40) || defined(NDIS50) || defined(NDIS51)
    Chars->PnPEventHandler = MyStatusIn;
    Chars->TranslateHandler = NULL;
    Chars->Ndis30Chars.MajorNdisVersion = 4;
#endif
#if defined(NDIS50) || defined(NDIS51)
    Chars->Ndis40Chars.Ndis30Chars.MinorNdisVersion = 0;
    Chars->CoSendCompleteHandler = NULL;
#endif
}

VOID FillMiniport(PNDIS_MINIPORT_CHARACTERISTICS Chars);
VOID
FillMiniport(
    PNDIS_MINIPORT_CHARACTERISTICS Chars
    )
{
    Chars->Reserved = 0;
#if defined(NDIS40_MINIPORT) || defined(NDIS50_MINIPORT) || defined(NDIS51_MINIPORT)
    Chars->Ndis30Chars.MajorNdisVersion = 4;
    Chars->AllocateCompleteHandler = NULL;
#endif
#if defined(NDIS51_MINIPORT)
    Chars->Ndis50Chars.Ndis40Chars.SendPacketsHandler = NULL;
    Chars->Reserved4 = NULL;
#endif
}

/* Macros as statements without braces, as operands, and assigned to. */
UINT Packets(PNDIS_PACKET Packet, PNDIS_PACKET Other, PVOID Info);
UINT
Packets(
    PNDIS_PACKET Packet,
    PNDIS_PACKET Other,
    PVOID Info
    )
{
    PNDIS_BUFFER    Buffer, Next;
    struct _COMMON  *Header;
    PUCHAR          Bytes;
    UINT            Length, Total, Physical, Count;
    ULONG           Flags;

    if (Info)
        NDIS_SET_PACKET_MEDIA_SPECIFIC_INFO(Packet, Info, 4);
    else
        NDIS_GET_PACKET_MEDIA_SPECIFIC_INFO(Packet, &Header, &Length);

    NdisGetPacketFlags(Packet) = NDIS_FLAGS_MULTICAST_PACKET;
    NdisQuerySendFlags(Packet, &Flags);
    NdisClearPacketFlags(Packet, Flags);
    NDIS_PACKET_FIRST_NDIS_BUFFER(Packet) = NDIS_PACKET_LAST_NDIS_BUFFER(Other);
    NDIS_PACKET_VALID_COUNTS(Packet) = FALSE;
    NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, TcpIpChecksumPacketInfo) = Info;
    NDIS_OOB_DATA_FROM_PACKET(Packet)->Status = NDIS_STATUS_SUCCESS;
    *NDIS_PACKET_EXTENSION_FROM_PACKET(Packet) = *NDIS_PACKET_EXTENSION_FROM_PACKET(Other);
    (NDIS_SET_ORIGINAL_PACKET(Packet, Other));
    NDIS_SET_PACKET_CANCEL_ID(Packet, (ULONG_PTR)0x01000000);

    NdisQueryPacket(Packet, &Physical, &Count, &Buffer, (PUINT)NULL);
    for (Total = 0; Buffer; Buffer = Next) {
        NdisQueryBuffer(Buffer, &Header, &Length);
        NdisQueryBufferSafe(Buffer, (PVOID *)&Bytes, &Length, NormalPagePriority);
        NdisQueryBuffer(Buffer, NULL, &Length);
        NdisQueryBufferOffset(Buffer, &Length, &Count);
        Total += NdisBufferLength(Buffer) + NDIS_BUFFER_TO_SPAN_PAGES(Buffer);
        Bytes = NdisBufferVirtualAddress(Buffer);
        NdisGetNextBuffer(Buffer, &Next);
    }
    return Total + NDIS_GET_PACKET_PROTOCOL_TYPE(Packet) +
           min(NDIS_GET_PACKET_HEADER_SIZE(Packet), MAX_LOOKAHEAD);
}

/* Exceptions in straight lines. */
NDIS_STATUS Guarded(PUCHAR Bytes, UINT Length);
NDIS_STATUS
Guarded(
    PUCHAR Bytes,
    UINT Length
    )
{
    NDIS_STATUS Status = NDIS_STATUS_FAILURE;
    PVOID       Memory = NULL;

    __try {
        Status = NdisAllocateMemory(&Memory, Length, NDIS_MEMORY_CONTIGUOUS, Highest);
        if (Status != NDIS_STATUS_SUCCESS)
            __leave;
        NdisMoveMappedMemory(Memory, Bytes, Length);
        if (!NdisEqualMemory(Memory, Bytes, Length))
            __leave;
    } __except (GetExceptionCode() == STATUS_ACCESS_VIOLATION ? EXCEPTION_EXECUTE_HANDLER :
                                                               EXCEPTION_CONTINUE_SEARCH) {
        Status = GetExceptionCode();
    }
    __try {
        NdisStoreUlong(&Aligned[1], Length);
        NdisRetrieveUlong(&Length, &Aligned[1]);
    } __finally {
        if (Memory != NULL)
            NdisFreeMemory(Memory, 0, 0);
    }
    return AbnormalTermination() ? NDIS_STATUS_FAILURE : Status;
}

/* Strings and configuration; what the wizards of the time left unused. */
VOID Configuration(NDIS_HANDLE Context, PNDIS_STRING Section);
VOID
Configuration(
    NDIS_HANDLE Context,
    PNDIS_STRING Section
    )
{
    PNDIS_CONFIGURATION_PARAMETER   Parameter;
    NDIS_HANDLE                     Handle, SubKey;
    NDIS_STRING                     Name, Upper;
    NDIS_STATUS                     Status;
    PUCHAR                          Address;
    UINT                            AddressLength;
    ULONG                           Unused;

    NdisInitializeString(&Name, (PUCHAR)"NetworkAddress");
    NdisInitUnicodeString(&Upper, L"NETWORKADDRESS");
    if (NdisEqualString(&Name, &Upper, TRUE) && NdisEqualUnicodeString(&Name, &Upper, FALSE))
        NdisFreeString(Upper);
    (void)NdisUpcaseUnicodeString(&Upper, &Name);
    NdisOpenConfiguration(&Status, &Handle, Context);
    NdisOpenProtocolConfiguration(&Status, &Handle, Section);
    NdisReadConfiguration(&Status, &Parameter, Handle, &ParameterNames[0], NdisParameterInteger);
    NdisReadNetworkAddress(&Status, &Address, &AddressLength, Handle);
    NdisOpenConfigurationKeyByName(&Status, Handle, &Name, &SubKey);
    NdisOpenConfigurationKeyByIndex(&Status, Handle, 0, &Name, &SubKey);
    NdisCloseConfiguration(Handle);
    NdisFreeString(Name);
    NdisWriteErrorLogEntry(Context, NDIS_ERROR_CODE_BAD_VERSION, 2, NdisGetVersion(), 1);
}

/* Annotations of several years; what a free build never sees. */
__drv_maxIRQL(DISPATCH_LEVEL)
__drv_requiresIRQL(PASSIVE_LEVEL)
__success(return != 0)
UINT Annotated(__in_bcount(Length) PUCHAR Bytes, __in_range(1, 64) UINT Length,
               __deref_out_ecount(Length) PUCHAR *End, __out_opt PULONG Left);
UINT
Annotated(
    __in_bcount(Length) PUCHAR Bytes,
    __in_range(1, 64) UINT Length,
    __deref_out_ecount(Length) PUCHAR *End,
    __out_opt PULONG Left
    )
{
#if DBG
    UINT Checked = Length;
#endif

    switch (Length) {
    case 0:
        __analysis_assume(Bytes == NULL);
        __fallthrough;
    case 1:
        *End = Bytes;
        break;
    default:
        *End = Bytes + Length;
        break;
    }
    if (Left != NULL)
        *Left = PtrToUlong(*End);
    ASSERT(Checked == Length);
    ASSERTMSG("nobody changes it", Checked == Length);
    return Length;
}
#pragma warning(pop)

/* What those say who serve every medium, and ask every adapter what it can do. */
static const NDIS_OID SupportedOids[] = {
    OID_GEN_CO_SUPPORTED_LIST,
    OID_802_5_LINE_ERRORS,
    OID_FDDI_SMT_STATION_ID,
    OID_WAN_MEDIUM_SUBTYPE,
    OID_802_11_BSSID_LIST_SCAN,
    OID_802_11_ENCRYPTION_STATUS,
    OID_TCP_TASK_IPSEC_ADD_SA,
    OID_PNP_WAKE_UP_PATTERN_LIST,
};
static const NDIS_GUID GuidList[] = {
    { { 0x5ec10354, 0xa61a, 0x11d0, { 0x8d, 0xd4, 0, 0xc0, 0x4f, 0xc3, 0x35, 0x8c } },
      { OID_GEN_LINK_SPEED }, 4, fNDIS_GUID_TO_OID | fNDIS_GUID_ALLOW_READ },
};

NDIS_STATUS LookAtOffload(IN PNDIS_TASK_OFFLOAD_HEADER Header, IN PNDIS_PACKET Packet);

NDIS_STATUS
LookAtOffload(
    IN PNDIS_TASK_OFFLOAD_HEADER Header,
    IN PNDIS_PACKET Packet
    )
{
    NDIS_TCP_IP_CHECKSUM_PACKET_INFO Checksum;
    PNDIS_TASK_OFFLOAD Task;
    NDIS_802_11_SSID Ssid;
    NDIS_WAN_LINE_UP LineUp;
    NDIS_HANDLE File;
    NDIS_STATUS Status;
    PVOID Image;
    UINT Length;

    if (Header->Version != NDIS_TASK_OFFLOAD_VERSION || Header->OffsetFirstTask == 0 ||
        Header->EncapsulationFormat.Encapsulation != IEEE_802_3_Encapsulation) {
        return NDIS_STATUS_NOT_SUPPORTED;
    }
    Task = (PNDIS_TASK_OFFLOAD)((PUCHAR)Header + Header->OffsetFirstTask);
    if (Task->Task == TcpIpChecksumNdisTask) {
        PNDIS_TASK_TCP_IP_CHECKSUM Sums = (PNDIS_TASK_TCP_IP_CHECKSUM)Task->TaskBuffer;

        Sums->V4Transmit.TcpChecksum = 0;
    }
    Checksum.Value = (ULONG)(ULONG_PTR)
        NDIS_PER_PACKET_INFO_FROM_PACKET(Packet, TcpIpChecksumPacketInfo);
    if (Checksum.Receive.NdisPacketTcpChecksumFailed) {
        return NDIS_STATUS_INVALID_PACKET;
    }
    NdisZeroMemory(&Ssid, sizeof(Ssid));
    NdisZeroMemory(&LineUp, sizeof(LineUp));
    LineUp.Quality = NdisWanReliable;

    NdisOpenFile(&Status, &File, &Length, (PNDIS_STRING)&ParameterNames[0], Highest);
    if (Status == NDIS_STATUS_SUCCESS) {
        NdisMapFile(&Status, &Image, File);
        NdisUnmapFile(File);
        NdisCloseFile(File);
    }
    NdisPrintString(ParameterNames[0]);
    return sizeof(SupportedOids) + sizeof(GuidList) + Ssid.SsidLength ? Status : NDIS_STATUS_FAILURE;
}
