// SPDX-License-Identifier: GPL-2.0
/*
 * MbbAdapter*: entry points. The work is done in session_adapter.c.
 */
#include <linux/module.h>

#include "session.h"
#include "violation.h"

NTSTATUS MbbAdapterInitialize(NETADAPTER Adapter)
{
	struct mbb_session *session = mbb_session_from_adapter(Adapter, __func__);
	NTSTATUS status;

	if (!session)
		return STATUS_INVALID_PARAMETER;
	status = mbb_session_offer_adapter(session, Adapter);
	if (!NT_SUCCESS(status))
		mbb_violation(cx_adapter_device(Adapter), MBB_ADAPTER_TIME,
			      "%s: once, in EvtMbbDeviceCreateAdapter", __func__);
	return status;
}
EXPORT_SYMBOL_NS_GPL(MbbAdapterInitialize, MBBCX);

/* An adapter that is not MbbCx's has no session: 0 is the id that every client
 * has room for, since there is no value that says "none".
 */
ULONG MbbAdapterGetSessionId(NETADAPTER Adapter)
{
	struct mbb_session *session = mbb_session_from_adapter(Adapter, __func__);

	return session ? session->id : 0;
}
EXPORT_SYMBOL_NS_GPL(MbbAdapterGetSessionId, MBBCX);
