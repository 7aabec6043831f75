// SPDX-License-Identifier: GPL-2.0
/*
 * skeleton: a KMDF driver for a USB device. When one that linux_glue.c lists is
 * plugged in, the log tells what it is and which pipes it has; programs ask for the
 * same through its device interface (queue.c).
 */
#include "skeleton.h"

#include <initguid.h>
DEFINE_GUID(GUID_DEVINTERFACE_SKELETON,
	    0x6f2c8d10, 0x3b5e, 0x4a71, 0x9c, 0x02, 0x51, 0x6b, 0x7e, 0x24, 0x90, 0xd3);

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
static EVT_WDF_DEVICE_PREPARE_HARDWARE EvtDevicePrepareHardware;
static EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
static EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;

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
	WDF_FILEOBJECT_CONFIG file;
	WDFDEVICE device;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(Driver);

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
	pnp.EvtDevicePrepareHardware = EvtDevicePrepareHardware;
	pnp.EvtDeviceD0Entry = EvtDeviceD0Entry;
	pnp.EvtDeviceD0Exit = EvtDeviceD0Exit;
	WdfDeviceInitSetPnpPowerEventCallbacks(DeviceInit, &pnp);

	/* Each program that opens the device has a FILE_CONTEXT. */
	WDF_FILEOBJECT_CONFIG_INIT(&file, WDF_NO_EVENT_CALLBACK, WDF_NO_EVENT_CALLBACK,
				   WDF_NO_EVENT_CALLBACK);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, FILE_CONTEXT);
	WdfDeviceInitSetFileObjectConfig(DeviceInit, &file, &attributes);
	WdfDeviceInitSetIoType(DeviceInit, WdfDeviceIoBuffered);

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, DEVICE_CONTEXT);
	status = WdfDeviceCreate(&DeviceInit, &attributes, &device);
	if (!NT_SUCCESS(status))
		return status;

	status = CreateQueue(device);
	if (!NT_SUCCESS(status))
		return status;
	/* A node in /dev while the device is started. */
	return WdfDeviceCreateDeviceInterface(device, &GUID_DEVINTERFACE_SKELETON, NULL);
}

/* Every interface in its setting 0. */
static NTSTATUS SelectConfiguration(DEVICE_CONTEXT *Context)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS select;

	if (WdfUsbTargetDeviceGetNumInterfaces(Context->Usb) == 1)
		WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_SINGLE_INTERFACE(&select);
	else
		WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&select, 0, NULL);
	return WdfUsbTargetDeviceSelectConfig(Context->Usb, WDF_NO_OBJECT_ATTRIBUTES, &select);
}

static VOID TakePipe(DEVICE_CONTEXT *Context, WDFUSBPIPE Pipe, WDF_USB_PIPE_INFORMATION *Info)
{
	DbgPrint("skeleton: endpoint 0x%02x, type %u, packets of %u bytes\n",
		 Info->EndpointAddress, Info->PipeType, Info->MaximumPacketSize);
	if (Info->PipeType == WdfUsbPipeTypeInterrupt && WdfUsbTargetPipeIsInEndpoint(Pipe))
		Context->Interrupt = Pipe;
	else if (Info->PipeType == WdfUsbPipeTypeBulk && WdfUsbTargetPipeIsInEndpoint(Pipe))
		Context->BulkIn = Pipe;
	else if (Info->PipeType == WdfUsbPipeTypeBulk)
		Context->BulkOut = Pipe;
}

static VOID FindPipes(DEVICE_CONTEXT *Context)
{
	UCHAR interfaces = WdfUsbTargetDeviceGetNumInterfaces(Context->Usb);
	UCHAR i, j;

	Context->BulkIn = NULL;
	Context->BulkOut = NULL;
	Context->Interrupt = NULL;
	for (i = 0; i < interfaces; i++) {
		WDFUSBINTERFACE interface = WdfUsbTargetDeviceGetInterface(Context->Usb, i);

		for (j = 0; j < WdfUsbInterfaceGetNumConfiguredPipes(interface); j++) {
			WDF_USB_PIPE_INFORMATION info;
			WDFUSBPIPE pipe;

			WDF_USB_PIPE_INFORMATION_INIT(&info);
			pipe = WdfUsbInterfaceGetConfiguredPipe(interface, j, &info);
			/* Readers and writers of other lengths check for themselves. */
			WdfUsbTargetPipeSetNoMaximumPacketSizeCheck(pipe);
			TakePipe(Context, pipe, &info);
		}
	}
}

static NTSTATUS EvtDevicePrepareHardware(WDFDEVICE Device, WDFCMRESLIST ResourcesRaw,
					 WDFCMRESLIST ResourcesTranslated)
{
	DEVICE_CONTEXT *context = DeviceGetContext(Device);
	WDF_USB_DEVICE_CREATE_CONFIG create;
	USB_DEVICE_DESCRIPTOR descriptor;
	NTSTATUS status;

	UNREFERENCED_PARAMETER(ResourcesRaw);
	UNREFERENCED_PARAMETER(ResourcesTranslated);

	/* The USB device stays with the framework's over a restart. */
	if (!context->Usb) {
		WDF_USB_DEVICE_CREATE_CONFIG_INIT(&create, USBD_CLIENT_CONTRACT_VERSION_602);
		status = WdfUsbTargetDeviceCreateWithParameters(Device, &create,
								WDF_NO_OBJECT_ATTRIBUTES,
								&context->Usb);
		if (!NT_SUCCESS(status))
			return status;
	}
	WdfUsbTargetDeviceGetDeviceDescriptor(context->Usb, &descriptor);
	DbgPrint("skeleton: device %04x:%04x, USB %x.%02x\n", descriptor.idVendor,
		 descriptor.idProduct, descriptor.bcdUSB >> 8, descriptor.bcdUSB & 0xff);

	status = SelectConfiguration(context);
	if (!NT_SUCCESS(status))
		return status;
	FindPipes(context);
	return STATUS_SUCCESS;
}

/* Here the pipes are ready: continuous readers are started here. */
static NTSTATUS EvtDeviceD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(PreviousState);
	DbgPrint("skeleton: working\n");
	return STATUS_SUCCESS;
}

/* And stopped here: nothing is under way on a pipe when this returns. */
static NTSTATUS EvtDeviceD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	UNREFERENCED_PARAMETER(Device);
	UNREFERENCED_PARAMETER(TargetState);
	DbgPrint("skeleton: going\n");
	return STATUS_SUCCESS;
}
