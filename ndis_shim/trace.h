/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Trace events of ndis_shim: broken rules and the state of devices.
 */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM ndis_shim

#if !defined(_NDIS_SHIM_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _NDIS_SHIM_TRACE_H

#include <linux/tracepoint.h>

#include "compat_trace.h"

TRACE_EVENT(
	nt_violation,
	TP_PROTO(const char *driver, unsigned int rule, const char *name, const char *message),
	TP_ARGS(driver, rule, name, message),
	TP_STRUCT__entry(
		__string(driver, driver)
		__field(unsigned int, rule)
		__string(name, name)
		__string(message, message)
	),
	TP_fast_assign(
		nt_assign_str(driver, driver);
		__entry->rule = rule;
		nt_assign_str(name, name);
		nt_assign_str(message, message);
	),
	TP_printk("%s rule %u %s: %s", __get_str(driver), __entry->rule, __get_str(name),
		  __get_str(message))
);

TRACE_EVENT(
	wdf_pnp_state,
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
	wdf_pnp_callback,
	TP_PROTO(const char *device, const char *step, int status),
	TP_ARGS(device, step, status),
	TP_STRUCT__entry(
		__string(device, device)
		__string(step, step)
		__field(int, status)
	),
	TP_fast_assign(
		nt_assign_str(device, device);
		nt_assign_str(step, step);
		__entry->status = status;
	),
	TP_printk("%s %s status %#x", __get_str(device), __get_str(step), __entry->status)
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
