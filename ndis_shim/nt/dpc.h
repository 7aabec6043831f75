/* SPDX-License-Identifier: GPL-2.0 */
/* Deferred procedure calls, timers, threads, callbacks of clients: init and leftovers. */
#ifndef _NDIS_SHIM_NT_DPC_H
#define _NDIS_SHIM_NT_DPC_H

#include <wdm.h>

struct nt_driver;

void nt_dpc_init(void);
void nt_dpc_exit(void);
/*
 * What an unloading client left behind, in process context. On return none of
 * @driver's runs or will, but for what the others have begun meanwhile: how many
 * there were.
 */
unsigned int nt_dpcs_orphan(struct nt_driver *driver);
unsigned int nt_timers_orphan(struct nt_driver *driver);
unsigned int nt_work_items_orphan(struct nt_driver *driver);
void nt_threads_orphan(struct nt_driver *driver);
void nt_callbacks_orphan(struct nt_driver *driver);

#endif
