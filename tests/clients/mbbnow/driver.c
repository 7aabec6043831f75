// SPDX-License-Identifier: GPL-2.0
/*
 * An MBB client without hardware in today's spelling: NetDeviceInitConfig,
 * four-argument MBIM parameters, a DSS callback that returns nothing,
 * NetAdapterStart, wake capabilities that MbbCx arms by itself. Requests
 * complete inside the callback; receive buffers are the framework's.
 */
#include "../common/datapath.h"

#define FRAGMENT_SIZE 4096

typedef struct _DEVICE_CONTEXT {
	MODEM Modem;
	BOOLEAN Prepared;
	BOOLEAN AdapterZero;
} DEVICE_CONTEXT, *PDEVICE_CONTEXT;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(DEVICE_CONTEXT, GetDeviceContext);

DRIVER_INITIALIZE DriverEntry;
EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;
EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
EVT_WDF_DEVICE_CONTEXT_CLEANUP EvtDeviceCleanup;
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA EvtMbbDeviceSendDeviceServiceSessionData;
EVT_MBB_DEVICE_CREATE_ADAPTER EvtMbbDeviceCreateAdapter;
EVT_WDF_OBJECT_CONTEXT_DESTROY EvtAdapterDestroy;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}

NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	MBB_DEVICE_CONFIG config;
	PDEVICE_CONTEXT context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
	pnp.EvtDeviceD0Entry = EvtDeviceD0Entry;
	pnp.EvtDeviceD0Exit = EvtDeviceD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.EvtCleanupCallback = EvtDeviceCleanup;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	context = GetDeviceContext(device);
	status = ModemInitialize(&context->Modem, device);
	if (!NT_SUCCESS(status))
		return status;

	MBB_DEVICE_CONFIG_INIT(&config,
			       EvtMbbDeviceSendMbimFragment,
			       EvtMbbDeviceReceiveMbimFragment,
			       EvtMbbDeviceSendDeviceServiceSessionData,
			       EvtMbbDeviceCreateAdapter);
	return MbbDeviceInitialize(device, &config);
}

NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	MBB_DEVICE_WAKE_CAPABILITIES wake;

	UNREFERENCED_PARAMETER(Raw);
	UNREFERENCED_PARAMETER(Translated);

	CHECK(&context->Modem, !context->AdapterZero, "no adapter before PrepareHardware");
	context->Prepared = TRUE;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata,
					FRAGMENT_SIZE, MbbMbimExtendedVersion1Dot0);
	MbbDeviceSetMbimParameters(Device, &parameters);
	MBB_DEVICE_WAKE_CAPABILITIES_INIT(&wake);
	wake.RegisterState = TRUE;
	wake.SmsReceive = TRUE;
	MbbDeviceSetWakeCapabilities(Device, &wake);
	return STATUS_SUCCESS;
}

NTSTATUS EvtDeviceReleaseHardware(WDFDEVICE Device, WDFCMRESLIST Translated)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	ULONG i;

	UNREFERENCED_PARAMETER(Translated);
	for (i = 0; i < MODEM_SESSIONS; i++)
		CHECK(&context->Modem, context->Modem.Adapter[i] == NULL,
		      "all adapters are gone before ReleaseHardware");
	return STATUS_SUCCESS;
}

NTSTATUS EvtDeviceD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);

	UNREFERENCED_PARAMETER(PreviousState);
	CHECK(&context->Modem, context->AdapterZero,
	      "the primary adapter is made when PrepareHardware has succeeded");
	context->Modem.InD0 = TRUE;
	return STATUS_SUCCESS;
}

NTSTATUS EvtDeviceD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	PMODEM modem = &GetDeviceContext(Device)->Modem;

	UNREFERENCED_PARAMETER(TargetState);
	CHECK(modem, !modem->Open || modem->Wake, "the function was closed before D0Exit");
	CHECK(modem, modem->Outstanding == 0, "no request is outstanding at D0Exit");
	modem->InD0 = FALSE;
	return STATUS_SUCCESS;
}

VOID EvtDeviceCleanup(WDFOBJECT Object)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Object);

	ModemCleanup(&context->Modem);
	ModemReport(&context->Modem, "test_mbbnow");
}

/* ---- control channel ---- */

static VOID Enter(PDEVICE_CONTEXT Context)
{
	CHECK(&Context->Modem, InterlockedIncrement(&Context->Modem.Outstanding) == 1,
	      "one MBBREQUEST is outstanding at a time");
	CHECK(&Context->Modem, KeGetCurrentIrql() == PASSIVE_LEVEL,
	      "fragments are sent and fetched at PASSIVE_LEVEL");
}

VOID EvtMbbDeviceSendMbimFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	size_t size;
	PVOID buffer = MbbRequestGetBuffer(SendRequest, &size);
	ULONG notify;

	Enter(context);
	CHECK(&context->Modem, MbbRequestGetCorrelationId(SendRequest) != NULL,
	      "each request has a correlation id");
	notify = ModemTake(&context->Modem, buffer, size);
	InterlockedDecrement(&context->Modem.Outstanding);
	MbbRequestComplete(SendRequest, STATUS_SUCCESS);
	while (notify--)
		MbbDeviceResponseAvailable(Device);
}

VOID EvtMbbDeviceReceiveMbimFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	size_t size;
	PVOID buffer = MbbRequestGetBuffer(ReceiveRequest, &size);
	ULONG given;

	Enter(context);
	CHECK(&context->Modem, size >= FRAGMENT_SIZE,
	      "a receive buffer holds MaximumFragmentSize");
	given = ModemGive(&context->Modem, buffer, size);
	InterlockedDecrement(&context->Modem.Outstanding);
	MbbRequestCompleteWithInformation(ReceiveRequest, STATUS_SUCCESS, given);
}

/* What an application sends to session N comes back on session N. */
VOID EvtMbbDeviceSendDeviceServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					      WDFMEMORY Data)
{
	MbbDeviceReceiveDeviceServiceSessionData(Device, SessionId, Data);
	MbbDeviceSendDeviceServiceSessionDataComplete(Data, STATUS_SUCCESS);
}

/* ---- adapters ---- */

NTSTATUS EvtMbbDeviceCreateAdapter(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER netAdapter;
	NTSTATUS status;
	PLOOP loop;

	CHECK(&context->Modem, context->Prepared, "adapters are asked for after PrepareHardware");
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, LoopCreateTxQueue, LoopCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, LOOP);
	attributes.EvtDestroyCallback = EvtAdapterDestroy;
	status = NetAdapterCreate(AdapterInit, &attributes, &netAdapter);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbAdapterInitialize(netAdapter);
	if (!NT_SUCCESS(status))
		return status;

	loop = LoopGetContext(netAdapter);
	status = LoopInitialize(loop, &context->Modem, netAdapter, FALSE);
	if (!NT_SUCCESS(status))
		return status;
	loop->SessionId = MbbAdapterGetSessionId(netAdapter);
	CHECK(&context->Modem, loop->SessionId < MODEM_SESSIONS, "session ids fit the table");
	CHECK(&context->Modem, context->AdapterZero || loop->SessionId == 0,
	      "the first adapter is session 0's");
	CHECK(&context->Modem, context->Modem.Adapter[loop->SessionId] == NULL,
	      "one adapter for each session");
	context->Modem.Adapter[loop->SessionId] = netAdapter;
	context->AdapterZero = TRUE;
	LoopSetCapabilities(loop);
	return NetAdapterStart(netAdapter);
}

VOID EvtAdapterDestroy(WDFOBJECT Object)
{
	PLOOP loop = LoopGetContext(Object);

	if (loop->Modem == NULL)
		return;
	LoopDestroy(loop);
	loop->Modem->Adapter[loop->SessionId] = NULL;
	if (loop->SessionId == 0)
		GetDeviceContext(loop->Modem->Device)->AdapterZero = FALSE;
}
