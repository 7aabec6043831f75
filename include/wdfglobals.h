/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What a driver knows of itself. The module's glue defines WdfDriverGlobals;
 * functions whose default parent is the driver get it as a hidden argument.
 */
#ifndef _NT_WDFGLOBALS_H
#define _NT_WDFGLOBALS_H

#include <wdm.h>
#include <wdftypes.h>

#define WDF_DRIVER_GLOBALS_NAME_LEN	32

struct _WDF_DRIVER_GLOBALS {
	WDFDRIVER Driver;	/* set by WdfDriverCreate() */
	PVOID Private;		/* the framework's */
};

#endif
