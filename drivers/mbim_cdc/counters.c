// SPDX-License-Identifier: GPL-2.0
/* Counters, of each device and of all together, and their names. */
#include "driver.h"

static const char * const CdcCounterNames[CdcCounterCount] = {
	[CdcTxDatagrams] = "tx_datagrams",
	[CdcTxDss] = "tx_dss",
	[CdcTxNotIp] = "tx_not_ip",
	[CdcTxTooLong] = "tx_too_long",
	[CdcTxFailed] = "tx_failed",
	[CdcRxDatagrams] = "rx_datagrams",
	[CdcRxDss] = "rx_dss",
	[CdcRxCopied] = "rx_copied",
	[CdcRxDropped] = "rx_dropped",
	[CdcRxNoSession] = "rx_no_session",
	[CdcRxNotIp] = "rx_not_ip",
	[CdcRxVlan] = "rx_unknown_vlan",
	[CdcRxPartial] = "rx_partial",
	[CdcFragmentsSent] = "fragments_sent",
	[CdcFragmentsReceived] = "fragments_received",
	[CdcFragmentsBad] = "fragments_bad",
	[CdcFragmentsDropped] = "fragments_dropped",
	[CdcWriteFailed] = "write_failed",
	[CdcWriteTimeout] = "write_timeout",
	[CdcReadFailed] = "read_failed",
};

LONG64 CdcCounters[CdcCounterCount];

BOOLEAN CdcQueryCounter(UINT32 Index, const char **Name, UINT64 *Value)
{
	if (Index >= CdcCounterCount)
		return FALSE;
	*Name = CdcCounterNames[Index];
	*Value = (UINT64)CdcCounters[Index];
	return TRUE;
}

BOOLEAN CdcQueryDeviceCounter(WDFDEVICE Device, UINT32 Index, const char **Name, UINT64 *Value)
{
	if (Index >= CdcCounterCount)
		return FALSE;
	*Name = CdcCounterNames[Index];
	*Value = (UINT64)DeviceGetContext(Device)->Lower->Counters[Index];
	return TRUE;
}
