/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What an administrator may set, and what a tester may turn. On Windows the one
 * would come from the registry and the other go through a device interface; here
 * linux_glue.c makes them module parameters and files in debugfs.
 */
#ifndef _MBIM_SIM_PARAMS_H
#define _MBIM_SIM_PARAMS_H

#include <ntdef.h>

typedef struct _SIM_PARAMETERS {
	UINT32 Modems;			/* devices, at load */
	UINT32 IdleTimeout;		/* ms before an idle modem sleeps; 0: never */
	UINT32 IdleWakes;		/* it can be woken then; 0: not without its host */
	UINT32 Mbimex;			/* the version of MBIM's extensions: 1 to 3 */
} SIM_PARAMETERS;

/* Defined by the glue; read when a device starts. */
extern SIM_PARAMETERS SimParameters;

/* ---- knobs: implemented by knobs.c ---- */

typedef struct _SIM_DEVICE SIM_DEVICE;

#define SIM_KNOB_TEXT	17u		/* longest text of a knob, and its zero */

/* How a knob is to be shown. FALSE: no such index. */
BOOLEAN SimKnobQuery(UINT32 Index, const char **Name, BOOLEAN *IsText, BOOLEAN *IsReadable);
/*
 * In process context; the device stays as long as one of its knobs is in use: see
 * SimGlueRemove().
 */
UINT32 SimKnobGet(SIM_DEVICE *Device, UINT32 Index);
/* @Text counts where the knob takes one. FALSE: not possible, or not now. */
BOOLEAN SimKnobSet(SIM_DEVICE *Device, UINT32 Index, UINT32 Value, const char *Text);
/* How a modem is, and what it counted. FALSE: no such index. */
BOOLEAN SimQueryStatus(SIM_DEVICE *Device, UINT32 Index, const char **Name, UINT64 *Value);
/* What all modems counted together; at any time. */
BOOLEAN SimQueryCounter(UINT32 Index, const char **Name, UINT64 *Value);

/* ---- implemented by the glue ---- */

/*
 * Shows the knobs of modem number @Number. NULL: there is no place for them,
 * which is no reason for the modem not to work.
 */
PVOID SimGlueAdd(SIM_DEVICE *Device, UINT32 Number);
/* Waits for whoever is at one of them. @Knobs may be NULL. PASSIVE_LEVEL. */
VOID SimGlueRemove(PVOID Knobs);

#endif
