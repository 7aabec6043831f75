// SPDX-License-Identifier: GPL-2.0
/*
 * skeleton: a KMDF driver without hardware. Programs write a message to its node and
 * read it back (queue.c); a timer ticks, as often as the parameter Period says.
 */
#include "skeleton.h"

DRIVER_INITIALIZE DriverEntry;
static EVT_WDF_DRIVER_DEVICE_ADD EvtDriverDeviceAdd;
static EVT_WDF_DEVICE_D0_ENTRY EvtDeviceD0Entry;
static EVT_WDF_DEVICE_D0_EXIT EvtDeviceD0Exit;
static EVT_WDF_TIMER EvtTimer;

NTSTATUS DriverEntry(PDRIVER_OBJECT DriverObject, PUNICODE_STRING RegistryPath)
{
	WDF_DRIVER_CONFIG config;

	WDF_DRIVER_CONFIG_INIT(&config, EvtDriverDeviceAdd);
	config.DriverPoolTag = SKELETON_TAG;
	return WdfDriverCreate(DriverObject, RegistryPath, WDF_NO_OBJECT_ATTRIBUTES, &config,
			       WDF_NO_HANDLE);
}

/* The value Period below the driver's Parameters: config='Period=100', or configfs. */
static NTSTATUS ReadPeriod(WDFDRIVER Driver, PULONG Period)
{
	DECLARE_CONST_UNICODE_STRING(name, L"Period");
	NTSTATUS status;
	WDFKEY key;

	status = WdfDriverOpenParametersRegistryKey(Driver, KEY_READ, WDF_NO_OBJECT_ATTRIBUTES,
						    &key);
	if (!NT_SUCCESS(status))
		return status;
	if (!NT_SUCCESS(WdfRegistryQueryULong(key, &name, Period)))
		*Period = 1000;
	WdfRegistryClose(key);
	/* Of an EvtDriverDeviceAdd that fails the log tells, and there is no device. */
	return *Period < 10 ? STATUS_INVALID_PARAMETER : STATUS_SUCCESS;
}

static NTSTATUS CreateTimer(WDFDEVICE Device, DEVICE_CONTEXT *Context)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;

	WDF_TIMER_CONFIG_INIT_PERIODIC(&config, EvtTimer, Context->Period);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = Device;
	return WdfTimerCreate(&config, &attributes, &Context->Timer);
}

static NTSTATUS EvtDriverDeviceAdd(WDFDRIVER Driver, PWDFDEVICE_INIT DeviceInit)
{
	DECLARE_CONST_UNICODE_STRING(link, L"\\DosDevices\\skeleton");
	WDF_PNPPOWER_EVENT_CALLBACKS pnp;
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_FILEOBJECT_CONFIG file;
	DEVICE_CONTEXT *context;
	WDFDEVICE device;
	NTSTATUS status;

	WDF_PNPPOWER_EVENT_CALLBACKS_INIT(&pnp);
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

	context = DeviceGetContext(device);
	status = ReadPeriod(Driver, &context->Period);
	if (!NT_SUCCESS(status))
		return status;
	status = CreateTimer(device, context);
	if (!NT_SUCCESS(status))
		return status;
	status = CreateQueue(device);
	if (!NT_SUCCESS(status))
		return status;
	/* /dev/skeleton. WdfDeviceCreateDeviceInterface makes one for each device. */
	return WdfDeviceCreateSymbolicLink(device, &link);
}

static NTSTATUS EvtDeviceD0Entry(WDFDEVICE Device, WDF_POWER_DEVICE_STATE PreviousState)
{
	DEVICE_CONTEXT *context = DeviceGetContext(Device);

	UNREFERENCED_PARAMETER(PreviousState);
	DbgPrint("skeleton: working, a tick every %u ms\n", context->Period);
	WdfTimerStart(context->Timer, WDF_REL_TIMEOUT_IN_MS(context->Period));
	return STATUS_SUCCESS;
}

static NTSTATUS EvtDeviceD0Exit(WDFDEVICE Device, WDF_POWER_DEVICE_STATE TargetState)
{
	DEVICE_CONTEXT *context = DeviceGetContext(Device);

	UNREFERENCED_PARAMETER(TargetState);
	WdfTimerStop(context->Timer, TRUE);
	DbgPrint("skeleton: going, after %d ticks\n", context->Ticks);
	return STATUS_SUCCESS;
}

/* DISPATCH_LEVEL: nothing here may wait. */
static VOID EvtTimer(WDFTIMER Timer)
{
	DEVICE_CONTEXT *context = DeviceGetContext((WDFDEVICE)WdfTimerGetParentObject(Timer));

	InterlockedIncrement(&context->Ticks);
}
