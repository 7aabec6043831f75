/* SPDX-License-Identifier: GPL-2.0 */
/* What happened, for people. */
#pragma once

#include "pure.h"

namespace mbb {

enum class Counter : ULONG {
	TxNtbs,
	TxDatagrams,
	TxBytes,
	TxShared,
	TxFlushIdle,
	TxFlushAhead,
	TxFlushFull,
	TxFill,			/* and three more: by how full a block was */
	TxNotIp = TxFill + 4,
	TxTooLong,
	TxFailed,
	RxNtbs,
	RxDatagrams,
	RxBytes,
	RxDropped,
	RxNoSession,
	RxThrottled,
	RxSequence,
	RxDss,
	RxFailed,
	RxError,		/* and the other NTB_ERRORs */
	Notifications = RxError + NtbErrorCount,
	NotificationsBad,
	NotificationsMissed,
	Guesses,
	Count
};

constexpr ULONG Index(Counter counter, ULONG more = 0)
{
	return static_cast<ULONG>(counter) + more;
}

constexpr ULONG CounterCount = Index(Counter::Count);

class Counters {
public:
	/* Returns what there were before, of all devices. */
	ULONG64 Add(Counter counter, ULONG64 amount = 1, ULONG more = 0);
	/* Is a line in the log due? At the first, the second, the fourth and so on. */
	bool Report(Counter counter, ULONG64 amount = 1, ULONG more = 0)
	{
		ULONG64 const before = Add(counter, amount, more);
		ULONG64 const after = before + amount;

		return (before ^ after) > before;
	}
	ULONG64 Get(ULONG index) const { return static_cast<ULONG64>(m_values[index]); }

private:
	LONG64 m_values[CounterCount] = {};
};

PCSTR CounterName(ULONG index);

} // namespace mbb
