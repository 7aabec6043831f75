// SPDX-License-Identifier: GPL-2.0
/*
 * The one place where the trace events of trace.h are made, and those of them that
 * other files raise through a function.
 */
#include <linux/minmax.h>
#include <linux/module.h>

#include "device.h"

/* perf of some processors has one of its own. */
#undef REG_NONE
#define CREATE_TRACE_POINTS
#include "trace.h"

/* An event has to fit into a page, as text as well, where each byte is two digits. */
#define MBB_TRACE_PIECE		1024u

void mbb_trace_fragment(struct mbb_device *mbb, bool out, const u8 *data, u32 len)
{
	u32 offset, piece;

	if (!trace_mbb_fragment_enabled())
		return;
	for (offset = 0; offset < len; offset += piece) {
		piece = min(len - offset, MBB_TRACE_PIECE);
		trace_mbb_fragment(mbb_device_name(mbb), out, offset, len, data + offset, piece);
	}
}

void mbb_trace_session(struct mbb_device *mbb, bool service, u32 id, const char *what)
{
	trace_mbb_session(mbb_device_name(mbb), service, id, what);
}
