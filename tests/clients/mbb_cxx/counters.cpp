// SPDX-License-Identifier: GPL-2.0
/* Counters of each device, of all of them, and their names. */
#include "device.h"

namespace mbb {

/* In the order of Counter; a null one is a gap. */
static constexpr PCSTR Names[] = {
	"tx_ntbs",
	"tx_datagrams",
	"tx_bytes",
	"tx_shared_ntbs",
	"tx_flush_idle",
	"tx_flush_ahead",
	"tx_flush_full",
	"tx_fill_0_25",
	"tx_fill_25_50",
	"tx_fill_50_75",
	"tx_fill_75_100",
	"tx_not_ip",
	"tx_too_long",
	"tx_failed",
	"rx_ntbs",
	"rx_datagrams",
	"rx_bytes",
	"rx_dropped",
	"rx_no_session",
	"rx_throttled",
	"rx_sequence_gaps",
	"rx_dss",
	"rx_failed",
	nullptr,
	"rx_bad_short",
	"rx_bad_signature",
	"rx_bad_header_length",
	"rx_bad_block_length",
	"rx_bad_ndp_index",
	"rx_bad_ndp_loop",
	"rx_bad_ndp_length",
	"rx_bad_ndp_signature",
	"rx_bad_entry",
	"rx_bad_overlap",
	"rx_bad_not_ip",
	"rx_bad_ip_length",
	"rx_bad_empty",
	"notifications",
	"notifications_bad",
	"notifications_missed",
	"guesses",
};
static_assert(ARRAYSIZE(Names) == CounterCount, "a name for each counter");
static_assert(Index(Counter::RxError, NtbErrorEmpty) == Index(Counter::Notifications) - 1, "");

static LONG64 Total[CounterCount];

ULONG64 Counters::Add(Counter counter, ULONG64 amount, ULONG more)
{
	ULONG const index = Index(counter, more);

	InterlockedExchangeAdd64(&m_values[index], static_cast<LONG64>(amount));
	return static_cast<ULONG64>(
		InterlockedExchangeAdd64(&Total[index], static_cast<LONG64>(amount)));
}

PCSTR CounterName(ULONG index)
{
	return Names[index];
}

} // namespace mbb

EXTERN_C BOOLEAN MbbQueryCounter(WDFDEVICE Device, ULONG Index, PCSTR *Name, ULONG64 *Value)
{
	if (Index >= mbb::CounterCount)
		return FALSE;
	*Name = mbb::Names[Index];
	*Value = Device ? mbb::DeviceOf(Device)->Counts.Get(Index) :
			  static_cast<ULONG64>(mbb::Total[Index]);
	return TRUE;
}
