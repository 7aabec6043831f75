// SPDX-License-Identifier: GPL-2.0
/*
 * The client's functions for MBBREQUEST. All may be called in any context.
 *
 * A request is the client's from the callback until it completes it. The
 * handle table stops stale handles; a handle whose request is finished but
 * still referenced by the client is stopped by the request's state.
 */
#include "device.h"

#include <linux/export.h>

static struct mbb_request *mbb_request_outstanding(MBBREQUEST handle, const char *who)
{
	struct mbb_request *req = mbb_request_from_handle(handle, who);
	enum mbb_request_state state;

	if (!req)
		return NULL;
	state = READ_ONCE(req->state);
	if (state != MBB_REQUEST_OUTSTANDING && state != MBB_REQUEST_ABANDONED) {
		mbb_violation(req->mbb->wdf, MBB_REQUEST_NOT_OUTSTANDING, "%s", who);
		return NULL;
	}
	return req;
}

PVOID MbbRequestGetBuffer(MBBREQUEST Request, size_t *BufferSize)
{
	struct mbb_request *req = mbb_request_outstanding(Request, __func__);

	if (BufferSize)
		*BufferSize = 0;
	if (!req)
		return NULL;
	if (BufferSize)
		*BufferSize = req->kind == MBB_REQUEST_SEND ? req->len : req->capacity;
	return req->buf;
}
EXPORT_SYMBOL_NS_GPL(MbbRequestGetBuffer, MBBCX);

LPCGUID MbbRequestGetCorrelationId(MBBREQUEST Request)
{
	static const GUID none;
	struct mbb_request *req = mbb_request_outstanding(Request, __func__);

	/* Clients dereference the answer unchecked, for their logs. */
	return req ? &req->correlation : &none;
}
EXPORT_SYMBOL_NS_GPL(MbbRequestGetCorrelationId, MBBCX);

VOID MbbRequestComplete(MBBREQUEST Request, NTSTATUS NtStatus)
{
	struct mbb_request *req = mbb_request_from_handle(Request, __func__);

	if (req)
		mbb_request_complete(req, MBB_REQUEST_SEND, NtStatus, 0, __func__);
}
EXPORT_SYMBOL_NS_GPL(MbbRequestComplete, MBBCX);

VOID MbbRequestCompleteWithInformation(MBBREQUEST Request, NTSTATUS NtStatus,
				       ULONG_PTR Information)
{
	struct mbb_request *req = mbb_request_from_handle(Request, __func__);

	if (req)
		mbb_request_complete(req, MBB_REQUEST_RECEIVE, NtStatus, Information, __func__);
}
EXPORT_SYMBOL_NS_GPL(MbbRequestCompleteWithInformation, MBBCX);
