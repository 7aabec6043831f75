// SPDX-License-Identifier: GPL-2.0
/*
 * Names that changed over the years, each in its older and in its present
 * spelling. Compiled as C and as C++; nothing here runs.
 */
#include <ntddk.h>
#include <wdf.h>
#include <netadaptercx.h>
#include <mbbcxtypes.h>
#include <mbbcx.h>

/* One function declared with both spellings of a parameter's type. */
NTSTATUS CreateAdapterThen(WDFDEVICE Device, PNETADAPTER_INIT AdapterInit);
EVT_MBB_DEVICE_CREATE_ADAPTER CreateAdapterThen;
NTSTATUS CreateAdapterNow(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit);
EVT_MBB_DEVICE_CREATE_ADAPTER CreateAdapterNow;
NTSTATUS TxQueueThen(NETADAPTER Adapter, PNETTXQUEUE_INIT Init);
EVT_NET_ADAPTER_CREATE_TXQUEUE TxQueueThen;
NTSTATUS RxQueueThen(NETADAPTER Adapter, PNETRXQUEUE_INIT Init);
EVT_NET_ADAPTER_CREATE_RXQUEUE RxQueueThen;
EVT_MBIM_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveThen;
EVT_MBB_DEVICE_RECEIVE_MBIM_FRAGMENT ReceiveThen;
EVT_MBB_DEVICE_SEND_MBIM_FRAGMENT Send;
EVT_MBB_DEVICE_SEND_SERVICE_SESSION_DATA SendDssThen;
EVT_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA SendDssNow;

NTSTATUS DeviceAdd(PWDFDEVICE_INIT DeviceInit, WDFDEVICE Device);
NTSTATUS DeviceAdd(PWDFDEVICE_INIT DeviceInit, WDFDEVICE Device)
{
	MBB_DEVICE_CONFIG then, now;
	PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA pointer = SendDssThen;
	NTSTATUS status;

	status = NetAdapterDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	status = NetDeviceInitConfig(DeviceInit);
	if (!NT_SUCCESS(status))
		return status;
	MBB_DEVICE_CONFIG_INIT(&then, Send, ReceiveThen, SendDssThen, CreateAdapterThen);
	MBB_DEVICE_CONFIG_INIT(&then, Send, ReceiveThen, pointer, CreateAdapterThen);
	MBB_DEVICE_CONFIG_INIT(&then, Send, ReceiveThen, &SendDssThen, CreateAdapterThen);
	MBB_DEVICE_CONFIG_INIT(&now, Send, ReceiveThen, SendDssNow, CreateAdapterNow);
	MBB_DEVICE_CONFIG_INIT(&now, Send, ReceiveThen, NULL, CreateAdapterNow);
	return MbbDeviceInitialize(Device, &now);
}

VOID Parameters(WDFDEVICE Device);
VOID Parameters(WDFDEVICE Device)
{
	MBB_DEVICE_MBIM_PARAMETERS p;

	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MBB_MBIM_VERSION1_0, 4096);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MBB_MBIM_VERSION1_0_ERRATA, 4096);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MbbMbimVersion1Dot0, 4096, MBB_MBIM_EXTENDED_VERSION1_0);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MbbMbimVersion1Dot0, 4096, MBB_MBIM_EXTENDED_VERSION2_0);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MbbMbimVersion1Dot0, 4096, MBB_MBIM_EXTENDED_VERSION3_0);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MbbMbimVersion1Dot0, 4096, MBB_MBIM_EXTENDED_VERSION4_0);
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&p, MbbMbimVersion1Dot0Errata, 4096,
					MbbMbimExtendedVersion2Dot0);
	MbbDeviceSetMbimParameters(Device, &p);
}

VOID Requests(WDFDEVICE Device, MBBREQUEST Request, WDFMEMORY Data);
VOID Requests(WDFDEVICE Device, MBBREQUEST Request, WDFMEMORY Data)
{
	(void)MbbRequestGetActivityId(Request);
	(void)MbbRequestGetCorrelationId(Request);
	MbbDeviceSendServiceSessionDataComplete(Data, STATUS_SUCCESS);
	MbbDeviceSendDeviceServiceSessionDataComplete(Data, STATUS_SUCCESS);
	MbbDeviceReceiveServiceSessionData(Device, 1, Data);
	MbbDeviceReceiveDeviceServiceSessionData(Device, 1, Data);
}

VOID Wake(WDFDEVICE Device, NETADAPTER Adapter);
VOID Wake(WDFDEVICE Device, NETADAPTER Adapter)
{
	NETPOWERSETTINGS settings = NetAdapterGetPowerSettings(Adapter);
	NET_WAKE_SOURCE_LIST list;

	MbbDeviceArmWake(Device);
	MbbDeviceDisarmWake(Device);
	(void)NetPowerSettingsGetWakePatternCount(settings);
	NET_WAKE_SOURCE_LIST_INIT(&list);
	NetDeviceGetWakeSourceList(Device, &list);
}

VOID Adapter(NETADAPTER Adapter, NET_RING_COLLECTION const *Rings);
VOID Adapter(NETADAPTER Adapter, NET_RING_COLLECTION const *Rings)
{
	NET_ADAPTER_TX_CAPABILITIES tx;
	NET_ADAPTER_RX_CAPABILITIES rx;

	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, 1500, 1);
	NetAdapterSetDatapathCapabilities(Adapter, &tx, &rx);
	NetAdapterSetDataPathCapabilities(Adapter, &tx, &rx);
	Rings->Rings[NET_RING_TYPE_PACKET]->NextIndex = 0;
	Rings->Rings[NetRingTypePacket]->NextIndex = 0;
	Rings->Rings[NET_RING_TYPE_FRAGMENT]->NextIndex = 0;
}
