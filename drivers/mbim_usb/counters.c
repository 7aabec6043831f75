// SPDX-License-Identifier: GPL-2.0
/*
 * Counters, of each device and of all together, and their names. The latter live
 * as long as the driver's image: they may be read at any time, before DriverEntry
 * and after the last device as well.
 */
#include "driver.h"

static const char * const MbimCounterNames[MbimCounterCount] = {
	[MbimTxNtbs] = "tx_ntbs",
	[MbimTxDatagrams] = "tx_datagrams",
	[MbimTxBytes] = "tx_bytes",
	[MbimTxShared] = "tx_shared_ntbs",
	[MbimTxFlushIdle] = "tx_flush_idle",
	[MbimTxFlushFull] = "tx_flush_full",
	[MbimTxFill] = "tx_fill_0_25",
	[MbimTxFill + 1] = "tx_fill_25_50",
	[MbimTxFill + 2] = "tx_fill_50_75",
	[MbimTxFill + 3] = "tx_fill_75_100",
	[MbimTxNotIp] = "tx_not_ip",
	[MbimTxTooLong] = "tx_too_long",
	[MbimTxFailed] = "tx_failed",
	[MbimRxNtbs] = "rx_ntbs",
	[MbimRxDatagrams] = "rx_datagrams",
	[MbimRxBytes] = "rx_bytes",
	[MbimRxDropped] = "rx_dropped",
	[MbimRxNoSession] = "rx_no_session",
	[MbimRxThrottled] = "rx_throttled",
	[MbimRxSequence] = "rx_sequence_gaps",
	[MbimRxDss] = "rx_dss",
	[MbimRxFailed] = "rx_failed",
	[MbimRxError + NtbErrorNone] = NULL,
	[MbimRxError + NtbErrorTooShort] = "rx_bad_short",
	[MbimRxError + NtbErrorSignature] = "rx_bad_signature",
	[MbimRxError + NtbErrorHeaderLength] = "rx_bad_header_length",
	[MbimRxError + NtbErrorBlockLength] = "rx_bad_block_length",
	[MbimRxError + NtbErrorNdpIndex] = "rx_bad_ndp_index",
	[MbimRxError + NtbErrorNdpLoop] = "rx_bad_ndp_loop",
	[MbimRxError + NtbErrorNdpLength] = "rx_bad_ndp_length",
	[MbimRxError + NtbErrorNdpSignature] = "rx_bad_ndp_signature",
	[MbimRxError + NtbErrorEntry] = "rx_bad_entry",
	[MbimRxError + NtbErrorOverlap] = "rx_bad_overlap",
	[MbimRxError + NtbErrorNotIp] = "rx_bad_not_ip",
	[MbimRxError + NtbErrorIpLength] = "rx_bad_ip_length",
	[MbimRxError + NtbErrorEmpty] = "rx_bad_empty",
	[MbimNotifications] = "notifications",
	[MbimNotificationsBad] = "notifications_bad",
	[MbimNotificationsMissed] = "notifications_missed",
	[MbimGuesses] = "guesses",
	[MbimReadsAhead] = "reads_ahead",
};

LONG64 MbimCounters[MbimCounterCount];

BOOLEAN MbimQueryCounter(UINT32 Index, const char **Name, UINT64 *Value)
{
	if (Index >= MbimCounterCount)
		return FALSE;
	*Name = MbimCounterNames[Index];
	*Value = (UINT64)MbimCounters[Index];
	return TRUE;
}

BOOLEAN MbimQueryDeviceCounter(WDFDEVICE Device, UINT32 Index, const char **Name, UINT64 *Value)
{
	if (Index >= MbimCounterCount)
		return FALSE;
	*Name = MbimCounterNames[Index];
	*Value = (UINT64)DeviceGetContext(Device)->Counters[Index];
	return TRUE;
}
