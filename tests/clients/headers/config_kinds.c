// SPDX-License-Identifier: GPL-2.0
/*
 * MBB_DEVICE_CONFIG_INIT puts a device-service callback where it can be called
 * through its own type. Runs in user space, as C and as C++; exit status 0 is
 * success, else the number of the check that failed.
 */
#include <ntddk.h>
#include <wdf.h>
#include <mbbcx.h>

static VOID Send(WDFDEVICE Device, MBBREQUEST Request)
{
	(void)Device;
	(void)Request;
}

static VOID Dss(WDFDEVICE Device, DSS_SESSION_ID SessionId, WDFMEMORY Data)
{
	(void)Device;
	(void)SessionId;
	(void)Data;
}

static NTSTATUS DssWithStatus(WDFDEVICE Device, DSS_SESSION_ID SessionId, WDFMEMORY Data)
{
	(void)Device;
	(void)SessionId;
	(void)Data;
	return STATUS_UNSUCCESSFUL;
}

static NTSTATUS Create(WDFDEVICE Device, NETADAPTER_INIT *AdapterInit)
{
	(void)Device;
	(void)AdapterInit;
	return STATUS_SUCCESS;
}

static BOOLEAN Holds(const MBB_DEVICE_CONFIG *Config,
		     PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA Plain,
		     PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA WithStatus)
{
	return Config->Size == sizeof(*Config) && Config->SendMbimFragment == Send &&
	       Config->ReceiveMbimFragment == Send && Config->CreateAdapter == Create &&
	       Config->SendDeviceServiceSessionData == Plain &&
	       Config->NtSendServiceSessionData == WithStatus;
}

int main(void)
{
	PFN_MBB_DEVICE_SEND_DEVICE_SERVICE_SESSION_DATA const plain = Dss;
	PFN_MBB_DEVICE_SEND_SERVICE_SESSION_DATA withStatus = DssWithStatus;
	MBB_DEVICE_MBIM_PARAMETERS parameters;
	MBB_DEVICE_CONFIG config;

	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, Dss, Create);
	if (!Holds(&config, Dss, NULL))
		return 1;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, plain, Create);
	if (!Holds(&config, Dss, NULL))
		return 2;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, DssWithStatus, Create);
	if (!Holds(&config, NULL, DssWithStatus))
		return 3;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, withStatus, Create);
	if (!Holds(&config, NULL, DssWithStatus))
		return 4;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, NULL, Create);
	if (!Holds(&config, NULL, NULL))
		return 5;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, 0, Create);
	if (!Holds(&config, NULL, NULL))
		return 6;
#ifdef __cplusplus
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send, nullptr, Create);
	if (!Holds(&config, NULL, NULL))
		return 7;
	MBB_DEVICE_CONFIG_INIT(&config, Send, Send,
			       [](WDFDEVICE, DSS_SESSION_ID, WDFMEMORY) -> NTSTATUS {
				       return STATUS_SUCCESS;
			       }, Create);
	if (config.SendDeviceServiceSessionData || !config.NtSendServiceSessionData)
		return 8;
#endif
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, 1234);
	if (parameters.MaximumFragmentSize != 1234 ||
	    parameters.ExtendedVersion != MbbMbimExtendedVersion1Dot0)
		return 9;
	MBB_DEVICE_MBIM_PARAMETERS_INIT(&parameters, MbbMbimVersion1Dot0Errata, 1234,
					MbbMbimExtendedVersion3Dot0);
	if (parameters.MaximumFragmentSize != 1234 ||
	    parameters.ExtendedVersion != MbbMbimExtendedVersion3Dot0)
		return 10;
	return 0;
}
