// SPDX-License-Identifier: GPL-2.0
/*
 * skeleton: a mobile broadband client. Load it and there is a modem: /dev/wwan0mbim0
 * and wwan0. It can be opened and closed; whatever else it is asked it refuses, and
 * packets are dropped.
 *
 *	driver.c	the driver, its device, its adapters, what MbbCx calls
 *	modem.c		MBIM messages; replace it with your hardware's
 *	queue.c		the packet queues of a session
 */
#include "skeleton.h"

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
static EVT_WDF_DEVICE_CONTEXT_CLEANUP EvtDeviceCleanup;
static EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT EvtMbbDeviceSendMbimFragment;
static EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT EvtMbbDeviceReceiveMbimFragment;
static EVT_MBB_DEVICE_CREATE_ADAPTER EvtMbbDeviceCreateAdapter;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	config.DriverPoolTag = SKELETON_TAG;
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}

static NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	MBB_DEVICE_CONFIG config;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	/* In this order, and both before the device is made. */
	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceD0Exit = EvtDeviceD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	attributes.EvtCleanupCallback = EvtDeviceCleanup;
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;
	status = ModemCreate(&DeviceGetContext(device)->Modem, device);
	if (!NT_SUCCESS(status))
		return status;

	/* No device service sessions. */
	MBB_DEVICE_CONFIG_INIT(&config, EvtMbbDeviceSendMbimFragment,
			       EvtMbbDeviceReceiveMbimFragment, NULL, EvtMbbDeviceCreateAdapter);
	return MbbDeviceInitialize(device, &config);
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	MBB_DEVICE_MBIM_PARAMETERS parameters;

	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	DbgPrint("skeleton: starting\n");
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, FRAGMENT_SIZE,
					MbbMbimExtendedVersion1Dot0);
	MbbDeviceSetMbimParameters(Device, &parameters);
	return STATUS_SUCCESS;
}

/* MbbCx has closed the function: no fragment is out. */
static NTSTATUS EvtDeviceD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	UNREFERENCED_PARAMETER(TargetState);
	ModemReset(&DeviceGetContext(Device)->Modem);
	return STATUS_SUCCESS;
}

static VOID EvtDeviceCleanup(WDFOBJECT Object)
{
	ModemReset(&DeviceGetContext(Object)->Modem);
}

/* ---- control channel: one MBBREQUEST at a time ---- */

static VOID EvtMbbDeviceSendMbimFragment(WDFDEVICE Device, MBBREQUEST SendRequest)
{
	size_t length;
	PVOID fragment = MbbRequestGetBuffer(SendRequest, &length);
	BOOLEAN answer = ModemTake(&DeviceGetContext(Device)->Modem, (UCHAR *)fragment, length);

	/* Hardware would complete it later. */
	MbbRequestComplete(SendRequest, STATUS_SUCCESS);
	if (answer)
		MbbDeviceResponseAvailable(Device);
}

static VOID EvtMbbDeviceReceiveMbimFragment(WDFDEVICE Device, MBBREQUEST ReceiveRequest)
{
	size_t room;
	PVOID buffer = MbbRequestGetBuffer(ReceiveRequest, &room);
	ULONG length = ModemGive(&DeviceGetContext(Device)->Modem, (UCHAR *)buffer, room);

	MbbRequestCompleteWithInformation(ReceiveRequest, STATUS_SUCCESS, length);
}

/* ---- adapters: one for each session ---- */

static NTSTATUS EvtMbbDeviceCreateAdapter(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;
	NETADAPTER adapter;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Device);

	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtAdapterCreateTxQueue,
					    EvtAdapterCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(AdapterInit, &datapath);
	status = NetAdapterCreate(AdapterInit, WDF_NO_OBJECT_ATTRIBUTES, &adapter);
	if (!NT_SUCCESS(status))
		return status;
	status = MbbAdapterInitialize(adapter);
	if (!NT_SUCCESS(status))
		return status;
	DbgPrint("skeleton: adapter of session %u\n", MbbAdapterGetSessionId(adapter));

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, MTU_SIZE, 1);
	NetAdapterSetDataPathCapabilities(adapter, &tx, &rx);
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, LINK_SPEED, LINK_SPEED);
	NetAdapterSetLinkLayerCapabilities(adapter, &link);
	NetAdapterSetLinkLayerMtuSize(adapter, MTU_SIZE);
	return NetAdapterStart(adapter);
}
