/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Faults that can be switched on while a modem runs. A counting one says how
 * many times it still happens; a level holds until it is set again.
 */
#ifndef _MBIM_SIM_FAULTS_H
#define _MBIM_SIM_FAULTS_H

#include <ntdef.h>

/*	name, what happens */
#define SIM_FAULT_LIST(F) \
	F(open_drop)			/* OPEN messages that get no answer */ \
	F(open_status)			/* level: status of OPEN_DONE */ \
	F(close_drop)			/* CLOSE messages that get no answer */ \
	F(answer_drop)			/* commands that get no answer */ \
	F(answer_busy)			/* commands that are answered with BUSY */ \
	F(answer_twice)			/* answers that are sent twice */ \
	F(answer_delay_ms)		/* level: every COMMAND_DONE comes later */ \
	F(connect_delay_ms)		/* level: the answer to CONNECT still later */ \
	F(connect_fail)			/* activations that fail */ \
	F(connect_fail_nw_error)	/* level: with this NwError */ \
	F(function_error)		/* commands that are answered with FUNCTION_ERROR */ \
	F(function_error_code)		/* level: its code; 0: UNKNOWN */ \
	F(fragment_drop)		/* fragments of answers that are lost */ \
	F(notify_drop)			/* announcements of fragments that are lost */ \
	F(notify_extra)			/* announcements of nothing */

typedef struct _SIM_FAULTS {
#define F(Name) UINT32 Name;
	SIM_FAULT_LIST(F)
#undef F
} SIM_FAULTS;

/* Uses up one. FALSE: not this time. */
static inline BOOLEAN SimFault(UINT32 *Fault)
{
	if (!*Fault)
		return FALSE;
	--*Fault;
	return TRUE;
}

#endif
