/* SPDX-License-Identifier: GPL-2.0 */
/* Between the functions with key handles and those that take paths. */
#ifndef _NDIS_SHIM_NT_REGISTRY_H_
#define _NDIS_SHIM_NT_REGISTRY_H_

#include "nt/nt_registry.h"

/* A handle that ZwClose() closes, also for framework objects. Process context. */
NTSTATUS nt_key_open(const struct nt_reg_key *key, struct nt_driver *driver, PHANDLE handle);
/* What key a handle is of. */
NTSTATUS nt_key_get(HANDLE handle, struct nt_reg_key *key);

#endif
