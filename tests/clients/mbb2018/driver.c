// SPDX-License-Identifier: GPL-2.0
/*
 * An MBB client without hardware, in the spelling and with the calls of 2018,
 * in the order of the document "Write a MBB-NetAdapter client driver":
 * NetAdapterDeviceInitConfig, three-argument MBIM parameters, a DSS callback
 * that returns NTSTATUS, no NetAdapterStart, wake armed with MBIM messages.
 * Requests complete later, from a work item; buffers are the driver's own.
 */
#include "../common/datapath.h"

#define FRAGMENT_SIZE 64	/* MBIM's smallest: every command is cut */

typedef struct _DEVICE_CONTEXT {
	MODEM Modem;
	WDFWORKITEM Worker;
	MBBREQUEST Request;	/* the one outstanding; Modem.Lock */
	BOOLEAN Receive;
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
EVT_WDF_DEVICE_ARM_WAKE_FROM_S0 EvtDeviceArmWakeFromS0;
EVT_WDF_DEVICE_DISARM_WAKE_FROM_S0 EvtDeviceDisarmWakeFromS0;
EVT_WDF_DEVICE_CONTEXT_CLEANUP EvtDeviceCleanup;
EVT_WDF_WORKITEM EvtWorker;
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;
EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA EvtMbbDeviceSendServiceSessionData;
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
	WDF_POWER_POLICY_EVENT_CALLBACKS power;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_WORKITEM_CONFIG work;
	MBB_DEVICE_CONFIG config;
	PDEVICE_CONTEXT context;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	status = NetAdapterDeviceInitConfig(DeviceInit);
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
	WDF_POWER_POLICY_EVENT_CALLBACKS_INIT(&power);
	power.EvtDeviceArmWakeFromS0 = EvtDeviceArmWakeFromS0;
	power.EvtDeviceDisarmWakeFromS0 = EvtDeviceDisarmWakeFromS0;
	WdfDeviceInitSetPowerPolicyEventCallbacks(DeviceInit, &power);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.EvtCleanupCallback = EvtDeviceCleanup;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	context = GetDeviceContext(device);
	status = ModemInitialize(&context->Modem, device);
	if (!NT_SUCCESS(status))
		return status;
	WDF_WORKITEM_CONFIG_INIT(&work, EvtWorker);
	work.AutomaticSerialization = FALSE;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = device;
	status = WdfWorkItemCreate(&work, &attributes, &context->Worker);
	if (!NT_SUCCESS(status))
		return status;

	MBB_DEVICE_CONFIG_INIT(&config,
			       EvtMbbDeviceSendMbimFragment,
			       EvtMbbDeviceReceiveMbimFragment,
			       EvtMbbDeviceSendServiceSessionData,
			       EvtMbbDeviceCreateAdapter);
	return MbbDeviceInitialize(device, &config);
}

NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST Raw, WDFCMRESLIST Translated)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);
	MBB_DEVICE_MBIM_PARAMETERS parameters;

	UNREFERENCED_PARAMETER(Raw);
	UNREFERENCED_PARAMETER(Translated);

	CHECK(&context->Modem, !context->AdapterZero, "no adapter before PrepareHardware");
	context->Prepared = TRUE;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MBB_MBIM_VERSION1_0_ERRATA, FRAGMENT_SIZE);
	MbbDeviceSetMbimParameters(Device, &parameters);
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

NTSTATUS EvtDeviceArmWakeFromS0(WDFDEVICE Device)
{
	PMODEM modem = &GetDeviceContext(Device)->Modem;
	ULONG lists = modem->SubscribeLists, filters = modem->Filters;

	MbbDeviceArmWake(Device);
	CHECK(modem, modem->SubscribeLists > lists, "arming sends DEVICE_SERVICE_SUBSCRIBE_LIST");
	CHECK(modem, modem->Filters > filters, "arming sends IP_PACKET_FILTERS");
	modem->Wake = TRUE;
	return STATUS_SUCCESS;
}

VOID EvtDeviceDisarmWakeFromS0(WDFDEVICE Device)
{
	PMODEM modem = &GetDeviceContext(Device)->Modem;

	MbbDeviceDisarmWake(Device);
	modem->Wake = FALSE;
}

VOID EvtDeviceCleanup(WDFOBJECT Object)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Object);

	ModemCleanup(&context->Modem);
	ModemReport(&context->Modem, "test_mbb2018");
}

/* ---- control channel ---- */

static VOID Defer(WDFDEVICE Device, MBBREQUEST Request, BOOLEAN Receive)
{
	PDEVICE_CONTEXT context = GetDeviceContext(Device);

	CHECK(&context->Modem, InterlockedIncrement(&context->Modem.Outstanding) == 1,
	      "one MBBREQUEST is outstanding at a time");
	CHECK(&context->Modem, KeGetCurrentIrql() == PASSIVE_LEVEL,
	      "fragments are sent and fetched at PASSIVE_LEVEL");
	WdfSpinLockAcquire(context->Modem.Lock);
	context->Request = Request;
	context->Receive = Receive;
	WdfSpinLockRelease(context->Modem.Lock);
	WdfWorkItemEnqueue(context->Worker);
}

VOID EvtMbbDeviceSendMbimFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	Defer(Device, SendRequest, FALSE);
}

VOID EvtMbbDeviceReceiveMbimFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	Defer(Device, ReceiveRequest, TRUE);
}

VOID EvtWorker(WDFWORKITEM WorkItem)
{
	WDFDEVICE device = WdfWorkItemGetParentObject(WorkItem);
	PDEVICE_CONTEXT context = GetDeviceContext(device);
	MBBREQUEST request;
	BOOLEAN receive;
	PVOID buffer;
	size_t size;

	WdfSpinLockAcquire(context->Modem.Lock);
	request = context->Request;
	receive = context->Receive;
	context->Request = NULL;
	WdfSpinLockRelease(context->Modem.Lock);
	if (request == NULL)
		return;

	buffer = MbbRequestGetBuffer(request, &size);
	CHECK(&context->Modem, MbbRequestGetActivityId(request) != NULL,
	      "each request has a correlation id");
	if (receive) {
		ULONG given;

		CHECK(&context->Modem, size >= FRAGMENT_SIZE,
		      "a receive buffer holds MaximumFragmentSize");
		given = ModemGive(&context->Modem, buffer, size);
		InterlockedDecrement(&context->Modem.Outstanding);
		MbbRequestCompleteWithInformation(request, STATUS_SUCCESS, given);
	} else {
		ULONG notify = ModemTake(&context->Modem, buffer, size);

		InterlockedDecrement(&context->Modem.Outstanding);
		MbbRequestComplete(request, STATUS_SUCCESS);
		while (notify--)
			MbbDeviceResponseAvailable(device);
	}
}

/* What an application sends to session N comes back on session N. */
NTSTATUS EvtMbbDeviceSendServiceSessionData(WDFDEVICE Device, DSS_SESSION_ID SessionId,
					    WDFMEMORY Data)
{
	MbbDeviceReceiveServiceSessionData(Device, SessionId, Data);
	MbbDeviceSendServiceSessionDataComplete(Data, STATUS_SUCCESS);
	return STATUS_SUCCESS;
}

/* ---- adapters ---- */

NTSTATUS EvtMbbDeviceCreateAdapter(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit)
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
	status = LoopInitialize(loop, &context->Modem, netAdapter, TRUE);
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
	return STATUS_SUCCESS;
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
