/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Trace events of MbbCx: every message, every MBBREQUEST, what happens to the
 * function and to sessions, and the bytes of every fragment. Broken rules are an
 * event of ndis_shim's, nt_violation.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM mbbcx

#if !defined(_MBBCX_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _MBBCX_TRACE_H

#include <linux/tracepoint.h>
#include <linux/types.h>

#include "compat_trace.h"

#define mbb_trace_message_type(type)				\
	__print_symbolic(type,					\
		{ 0x00000001u, "OPEN" },			\
		{ 0x00000002u, "CLOSE" },			\
		{ 0x00000003u, "COMMAND" },			\
		{ 0x00000004u, "HOST_ERROR" },			\
		{ 0x80000001u, "OPEN_DONE" },			\
		{ 0x80000002u, "CLOSE_DONE" },			\
		{ 0x80000003u, "COMMAND_DONE" },		\
		{ 0x80000004u, "FUNCTION_ERROR" },		\
		{ 0x80000007u, "INDICATE_STATUS" })

TRACE_EVENT(
	mbb_message,
	TP_PROTO(const char *device, bool out, u32 type, u32 tid, u32 len, u32 frag, u32 total),
	TP_ARGS(device, out, type, tid, len, frag, total),
	TP_STRUCT__entry(
		__string(device, device)
		__field(bool, out)
		__field(u32, type)
		__field(u32, tid)
		__field(u32, len)
		__field(u32, frag)
		__field(u32, total)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		__entry->out = out;
		__entry->type = type;
		__entry->tid = tid;
		__entry->len = len;
		__entry->frag = frag;
		__entry->total = total;
	),
	TP_printk("%s %s %s tid=%u len=%u fragment=%u/%u", __get_str(device),
		  __entry->out ? "->" : "<-", mbb_trace_message_type(__entry->type),
		  __entry->tid, __entry->len, __entry->frag, __entry->total)
);

TRACE_EVENT(
	mbb_request,
	TP_PROTO(const char *device, int kind, const char *what, u32 status, size_t len),
	TP_ARGS(device, kind, what, status, len),
	TP_STRUCT__entry(
		__string(device, device)
		__string(what, what)
		__field(int, kind)
		__field(u32, status)
		__field(size_t, len)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		nt_assign_str(what, what);
		__entry->kind = kind;
		__entry->status = status;
		__entry->len = len;
	),
	TP_printk("%s %s %s status=0x%08x len=%zu", __get_str(device),
		  __entry->kind ? "receive" : "send", __get_str(what), __entry->status,
		  __entry->len)
);

TRACE_EVENT(
	mbb_state,
	TP_PROTO(const char *device, const char *from, const char *to),
	TP_ARGS(device, from, to),
	TP_STRUCT__entry(
		__string(device, device)
		__string(from, from)
		__string(to, to)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		nt_assign_str(from, from);
		nt_assign_str(to, to);
	),
	TP_printk("%s %s -> %s", __get_str(device), __get_str(from), __get_str(to))
);

TRACE_EVENT(
	mbb_session,
	TP_PROTO(const char *device, bool service, u32 session, const char *what),
	TP_ARGS(device, service, session, what),
	TP_STRUCT__entry(
		__string(device, device)
		__string(what, what)
		__field(u32, session)
		__field(bool, service)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		nt_assign_str(what, what);
		__entry->session = session;
		__entry->service = service;
	),
	TP_printk("%s %ssession %u %s", __get_str(device), __entry->service ? "service " : "",
		  __entry->session, __get_str(what))
);

/* For scripts/mbim-pcap. Long fragments come in pieces: @offset of @total bytes. */
TRACE_EVENT(
	mbb_fragment,
	TP_PROTO(const char *device, bool out, u32 offset, u32 total, const u8 *data, u32 len),
	TP_ARGS(device, out, offset, total, data, len),
	TP_STRUCT__entry(
		__string(device, device)
		__field(bool, out)
		__field(u32, offset)
		__field(u32, total)
		__field(u32, len)
		__dynamic_array(u8, data, len)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		__entry->out = out;
		__entry->offset = offset;
		__entry->total = total;
		__entry->len = len;
		memcpy(__get_dynamic_array(data), data, len);
	),
	TP_printk("%s %s %u/%u %s", __get_str(device), __entry->out ? "->" : "<-",
		  __entry->offset, __entry->total,
		  __print_hex_str(__get_dynamic_array(data), __entry->len))
);

#endif

/*
 * The header reads itself again, found through the include path. The other
 * folders on that path may have a trace.h of their own, so the name says which.
 */
#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH ../mbbcx
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
