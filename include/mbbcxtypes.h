/* SPDX-License-Identifier: GPL-2.0 */
/* Types, callbacks and structures of MbbCx, and their initialisers. */
#ifndef _NT_MBBCXTYPES_H
#define _NT_MBBCXTYPES_H

#include <wdf.h>
#include <netadaptercx.h>

DECLARE_HANDLE(MBBREQUEST);

typedef ULONG DSS_SESSION_ID;

typedef struct _MBB_DRIVER_GLOBALS {
	ULONG Unused;
} MBB_DRIVER_GLOBALS, *PMBB_DRIVER_GLOBALS;

typedef enum _MBB_MBIM_VERSION {
	MbbMbimVersion1Dot0 = 0,
	MbbMbimVersion1Dot0Errata = 1
} MBB_MBIM_VERSION;

typedef enum _MBB_MBIM_EXTENDED_VERSION {
	MbbMbimExtendedVersion1Dot0,
	MbbMbimExtendedVersion2Dot0,
	MbbMbimExtendedVersion3Dot0,
	MbbMbimExtendedVersion4Dot0,
	MbbMbimExtendedVersionMax
} MBB_MBIM_EXTENDED_VERSION;
C_ASSERT(MbbMbimExtendedVersionMax == 4);

typedef enum _MBB_WAKE_REASON_TYPE {
	MbbWakeReasonTypeRegisterState,
	MbbWakeReasonTypeSmsReceive,
	MbbWakeReasonTypeUssdReceive,
	MbbWakeReasonTypePacketState,
	MbbWakeReasonTypeUiccChange
} MBB_WAKE_REASON_TYPE;
C_ASSERT(MbbWakeReasonTypeUiccChange == 4);

#define MBB_MBIM_VERSION1_0		MbbMbimVersion1Dot0
#define MBB_MBIM_VERSION1_0_ERRATA	MbbMbimVersion1Dot0Errata
#define MBB_MBIM_EXTENDED_VERSION1_0	MbbMbimExtendedVersion1Dot0
#define MBB_MBIM_EXTENDED_VERSION2_0	MbbMbimExtendedVersion2Dot0
#define MBB_MBIM_EXTENDED_VERSION3_0	MbbMbimExtendedVersion3Dot0
#define MBB_MBIM_EXTENDED_VERSION4_0	MbbMbimExtendedVersion4Dot0

typedef VOID (EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT)(WDFDEVICE Device, MBBREQUEST SendRequest);
typedef VOID (EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT)(WDFDEVICE Device, MBBREQUEST ReceiveRequest);
typedef VOID (EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA)(WDFDEVICE Device,
	DSS_SESSION_ID SessionId, WDFMEMORY Data);
/* The same callback in its older form: an error completes the data as well. */
typedef NTSTATUS (EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA)(WDFDEVICE Device,
	DSS_SESSION_ID SessionId, WDFMEMORY Data);
typedef NTSTATUS (EVT_MBB_DEVICE_CREATE_ADAPTER)(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit);

typedef EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT *PFN_MBB_DEVICE_SEND_MBIM_FRAGMENT;
typedef EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT *PFN_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT;
typedef EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA
	*PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA;
typedef EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA *PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA;
typedef EVT_MBB_DEVICE_CREATE_ADAPTER *PFN_MBB_DEVICE_CREATE_ADAPTER;

/* A misspelling that was once published. */
typedef EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EVT_MBIM_DEVICE_RECEIVE_MBIM_FRAGMENT;
typedef EVT_MBIM_DEVICE_RECEIVE_MBIM_FRAGMENT *PFN_MBIM_DEVICE_RECEIVE_MBIM_FRAGMENT;

typedef struct _MBB_DEVICE_CONFIG {
	ULONG Size;
	PFN_MBB_DEVICE_SEND_MBIM_FRAGMENT SendMbimFragment;
	PFN_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveMbimFragment;
	PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA SendDeviceServiceSessionData;
	PFN_MBB_DEVICE_CREATE_ADAPTER CreateAdapter;
	/*
	 * Not published, at most one of the two DSS callbacks is set: a callback
	 * of the older form has to be called through its own type.
	 */
	PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA NtSendServiceSessionData;
} MBB_DEVICE_CONFIG, *PMBB_DEVICE_CONFIG;
C_ASSERT(offsetof(MBB_DEVICE_CONFIG, CreateAdapter) == 4 * sizeof(void *));

static inline VOID
MbbDeviceConfigInit(PMBB_DEVICE_CONFIG Config, PFN_MBB_DEVICE_SEND_MBIM_FRAGMENT SendMbimFragment,
		    PFN_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveMbimFragment,
		    PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA SendDeviceServiceSessionData,
		    PFN_MBB_DEVICE_CREATE_ADAPTER CreateAdapter)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->SendMbimFragment = SendMbimFragment;
	Config->ReceiveMbimFragment = ReceiveMbimFragment;
	Config->SendDeviceServiceSessionData = SendDeviceServiceSessionData;
	Config->CreateAdapter = CreateAdapter;
}

static inline VOID
MbbDeviceConfigInitWithStatus(PMBB_DEVICE_CONFIG Config,
			      PFN_MBB_DEVICE_SEND_MBIM_FRAGMENT SendMbimFragment,
			      PFN_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveMbimFragment,
			      PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA SendServiceSessionData,
			      PFN_MBB_DEVICE_CREATE_ADAPTER CreateAdapter)
{
	MbbDeviceConfigInit(Config, SendMbimFragment, ReceiveMbimFragment, NULL, CreateAdapter);
	Config->NtSendServiceSessionData = SendServiceSessionData;
}

/* Which of the two: the type of the fourth argument says. */
#ifdef __cplusplus
extern "C++" inline VOID NtMbbSetDss(PMBB_DEVICE_CONFIG Config,
				     PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA Callback)
{
	Config->SendDeviceServiceSessionData = Callback;
}

extern "C++" inline VOID NtMbbSetDss(PMBB_DEVICE_CONFIG Config,
				     PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA Callback)
{
	Config->NtSendServiceSessionData = Callback;
}

/* NULL, in any of its disguises. */
extern "C++" inline VOID NtMbbSetDss(PMBB_DEVICE_CONFIG, decltype(nullptr))
{
}

extern "C++" inline VOID NtMbbSetDss(PMBB_DEVICE_CONFIG, long)
{
}

extern "C++" template <typename Dss>
inline VOID
MBB_DEVICE_CONFIG_INIT(PMBB_DEVICE_CONFIG Config,
		       PFN_MBB_DEVICE_SEND_MBIM_FRAGMENT SendMbimFragment,
		       PFN_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveMbimFragment,
		       Dss SendDeviceServiceSessionData,
		       PFN_MBB_DEVICE_CREATE_ADAPTER CreateAdapter)
{
	MbbDeviceConfigInit(Config, SendMbimFragment, ReceiveMbimFragment, nullptr, CreateAdapter);
	NtMbbSetDss(Config, SendDeviceServiceSessionData);
}
#else
#define MBB_DEVICE_CONFIG_INIT(Config, SendMbimFragment, ReceiveMbimFragment,		\
			       SendDeviceServiceSessionData, CreateAdapter)		\
	_Generic((SendDeviceServiceSessionData), PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA:	\
		 MbbDeviceConfigInitWithStatus, default: MbbDeviceConfigInit)		\
	((Config), (SendMbimFragment), (ReceiveMbimFragment),				\
	 (SendDeviceServiceSessionData), (CreateAdapter))
#endif

typedef struct _MBB_DEVICE_MBIM_PARAMETERS {
	ULONG Size;
	MBB_MBIM_VERSION Version;
	MBB_MBIM_EXTENDED_VERSION ExtendedVersion;
	ULONG MaximumFragmentSize;
} MBB_DEVICE_MBIM_PARAMETERS, *PMBB_DEVICE_MBIM_PARAMETERS;
C_ASSERT(offsetof(MBB_DEVICE_MBIM_PARAMETERS, MaximumFragmentSize) == 12);

static inline VOID MbbDeviceMbimParametersInit(PMBB_DEVICE_MBIM_PARAMETERS MbimParameters,
					       MBB_MBIM_VERSION Version, ULONG MaximumFragmentSize,
					       MBB_MBIM_EXTENDED_VERSION ExtendedVersion)
{
	RtlZeroMemory(MbimParameters, sizeof(*MbimParameters));
	MbimParameters->Size = sizeof(*MbimParameters);
	MbimParameters->Version = Version;
	MbimParameters->MaximumFragmentSize = MaximumFragmentSize;
	MbimParameters->ExtendedVersion = ExtendedVersion;
}

/*
 * (Parameters, Version, MaximumFragmentSize, ExtendedVersion), or without
 * ExtendedVersion as it once was. What follows the caller's arguments is dropped
 * where those suffice. Mind the order: the structure's is another one.
 */
#define MBB_DEVICE_MBIM_PARAMETERS_INIT(MbimParameters, Version, ...)		\
	NT_MBB_MBIM_PARAMETERS_INIT(MbimParameters, Version, __VA_ARGS__,	\
				    MbbMbimExtendedVersion1Dot0, 0)
#define NT_MBB_MBIM_PARAMETERS_INIT(MbimParameters, Version, Size, Extended, ...)	\
	MbbDeviceMbimParametersInit(MbimParameters, Version, Size, Extended)

typedef struct _MBB_DEVICE_WAKE_CAPABILITIES {
	ULONG Size;
	BOOLEAN RegisterState;
	BOOLEAN SmsReceive;
	BOOLEAN UssdReceive;
	BOOLEAN PacketState;
	BOOLEAN UiccChange;
} MBB_DEVICE_WAKE_CAPABILITIES, *PMBB_DEVICE_WAKE_CAPABILITIES;

static inline VOID MBB_DEVICE_WAKE_CAPABILITIES_INIT(MBB_DEVICE_WAKE_CAPABILITIES *Capabilities)
{
	RtlZeroMemory(Capabilities, sizeof(*Capabilities));
	Capabilities->Size = sizeof(*Capabilities);
}

#endif
