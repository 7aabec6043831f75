// SPDX-License-Identifier: GPL-2.0
/*
 * skeleton: a network adapter of software, with NetAdapterCx. Load it and there is
 * an Ethernet interface with a link; whatever is sent on it comes back with its
 * addresses swapped, so "ip -s link" counts both ways.
 *
 *	driver.c	the driver, its device, its adapter
 *	queue.c		the transmit and the receive queue
 */
#include "skeleton.h"

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_RELEASE_HARDWARE EvtDeviceReleaseHardware;

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
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	/* NetAdapterCx hooks into the device before it is made. */
	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceReleaseHardware = EvtDeviceReleaseHardware;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	return WdfDeviceCreate(&DeviceInit, &attributes, &device);
}

/* What the adapter can do, said before it is started. */
static VOID SetCapabilities(NETADAPTER Adapter)
{
	static const UCHAR mac[6] = { 0x02, 0x00, 0x00, 0x00, 0x00, 0x01 };
	NET_ADAPTER_LINK_LAYER_CAPABILITIES link;
	NET_ADAPTER_LINK_LAYER_ADDRESS address;
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&link, LINK_SPEED, LINK_SPEED);
	NetAdapterSetLinkLayerCapabilities(Adapter, &link);
	NetAdapterSetLinkLayerMtuSize(Adapter, MTU_SIZE);
	NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(&address, sizeof(mac), mac);
	NetAdapterSetPermanentLinkLayerAddress(Adapter, &address);
	NetAdapterSetCurrentLinkLayerAddress(Adapter, &address);

	/* One queue each way; received frames lie in the framework's buffers. */
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, FRAME_SIZE, 1);
	NetAdapterSetDataPathCapabilities(Adapter, &tx, &rx);
}

static VOID SetLink(NETADAPTER Adapter)
{
	NET_ADAPTER_LINK_STATE link;

	NET_ADAPTER_LINK_STATE_INIT(&link, LINK_SPEED, MediaConnectStateConnected,
				    MediaDuplexStateFull, NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
	NetAdapterSetLinkState(Adapter, &link);
}

static NTSTATUS CreateAdapter(WDFDEVICE Device)
{
	NET_ADAPTER_DATAPATH_CALLBACKS datapath;
	WDF_OBJECT_ATTRIBUTES attributes;
	NETADAPTER_INIT *init;
	ADAPTER_CONTEXT *context;
	NETADAPTER adapter;
	NTSTATUS status;

	init = NetAdapterInitAllocate(Device);
	if (!init)
		return STATUS_INSUFFICIENT_RESOURCES;
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&datapath, EvtAdapterCreateTxQueue,
					    EvtAdapterCreateRxQueue);
	NetAdapterInitSetDatapathCallbacks(init, &datapath);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, ADAPTER_CONTEXT);
	status = NetAdapterCreate(init, &attributes, &adapter);
	NetAdapterInitFree(init);
	if (!NT_SUCCESS(status))
		return status;

	/* The adapter is the device's child: after a failure it goes with it. */
	context = AdapterGetContext(adapter);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = adapter;
	status = WdfSpinLockCreate(&attributes, &context->Lock);
	if (!NT_SUCCESS(status))
		return status;
	SetCapabilities(adapter);
	status = NetAdapterStart(adapter);
	if (!NT_SUCCESS(status))
		return status;
	SetLink(adapter);
	DeviceGetContext(Device)->Adapter = adapter;
	return STATUS_SUCCESS;
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	DbgPrint("skeleton: starting\n");
	return CreateAdapter(Device);
}

static NTSTATUS EvtDeviceReleaseHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesTranslated)
{
	DEVICE_CONTEXT *context = DeviceGetContext(Device);

	UNREFERENCED_PARAMETER(ResourcesTranslated);

	/* It is deleted with the device; nothing of it is used from here on. */
	if (context->Adapter)
		NetAdapterStop(context->Adapter);
	context->Adapter = NULL;
	return STATUS_SUCCESS;
}
