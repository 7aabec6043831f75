/* SPDX-License-Identifier: GPL-2.0 */
/* Power transitions that runtime PM's work item asks for: power_call.c. */
#ifndef _NDIS_SHIM_WDF_POWER_CALL_H
#define _NDIS_SHIM_WDF_POWER_CALL_H

int wdf_power_call(int (*fn)(void *arg), void *arg);

#endif
