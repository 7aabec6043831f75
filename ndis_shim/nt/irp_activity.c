// SPDX-License-Identifier: GPL-2.0
/*
 * What activity a request is part of: an id that travels with it for who traces.
 */
#include <linux/bitops.h>
#include <linux/export.h>

#include <wdm.h>

#include "nt/io.h"
#include "nt/nt_internal.h"

NTSTATUS IoSetActivityIdIrp(PIRP Irp, LPCGUID Guid)
{
	struct nt_irp *nt = nt_irp_get(Irp);

	if (!nt) {
		nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	clear_bit(NT_IRP_ACTIVITY, &nt->flags);
	if (Guid) {
		nt->activity = *Guid;
		set_bit(NT_IRP_ACTIVITY, &nt->flags);
	}
	nt_irp_put(nt);
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(IoSetActivityIdIrp, NDIS_SHIM);

NTSTATUS IoGetActivityIdIrp(PIRP Irp, LPGUID Guid)
{
	struct nt_irp *nt = nt_irp_get(Irp);
	NTSTATUS status = STATUS_NOT_FOUND;

	if (!nt) {
		nt_violation(NULL, NT_RULE_IRP_NOT_LIVE, "%s", __func__);
		return STATUS_INVALID_PARAMETER;
	}
	if (test_bit(NT_IRP_ACTIVITY, &nt->flags)) {
		*Guid = nt->activity;
		status = STATUS_SUCCESS;
	}
	nt_irp_put(nt);
	return status;
}
EXPORT_SYMBOL_NS_GPL(IoGetActivityIdIrp, NDIS_SHIM);
