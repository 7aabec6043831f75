// SPDX-License-Identifier: GPL-2.0
/*
 * MBBREQUEST: one fragment on its way to or from the client. What becomes of
 * it is decided in channel.c; the client's view is request_api.c.
 *
 * A request is created with the channel's token, is the client's while it is
 * OUTSTANDING, and is put away with the token: kept for the next time, if it is as new
 * then, that is, nobody but us has a reference and nothing hangs on it. mbb_channel_stop()
 * frees what was kept, when nobody has the token any more. The one exception is a client
 * that keeps a request while its device goes away: the request is ABANDONED
 * then, and its memory stays until the client completes it, if ever.
 */
#include "device.h"

#include <linux/slab.h>

#include "trace.h"

/* Last reference gone: nobody has the handle, the buffer or mbb any more. */
static void mbb_request_release(void *data)
{
	struct mbb_request *req = data;

	kfree(req->buf);
	if (req->mbb)
		mbb_device_put(req->mbb);
}

static const struct cx_object_type mbb_request_type = {
	.name = "MBBREQUEST",
	.size = sizeof(struct mbb_request),
	.release = mbb_request_release,
};

/*
 * Clients log these ids: that they differ is all there is to them, and a count is
 * cheaper than a random number each time.
 */
void mbb_request_correlate(struct mbb_device *mbb, GUID *id)
{
	*id = mbb->correlation;
	id->Data1 += atomic_inc_return(&mbb->correlated);
}

static struct mbb_request *mbb_request_make(struct mbb_device *mbb, enum mbb_request_kind kind,
					    size_t capacity, gfp_t gfp)
{
	struct mbb_request *req;

	req = cx_object_create(&mbb_request_type, mbb->wdf, gfp);
	if (!req)
		return NULL;

	req->buf = kind == MBB_REQUEST_SEND ? kmalloc(capacity, gfp) : kzalloc(capacity, gfp);
	if (!req->buf) {
		cx_object_delete(req);
		return NULL;
	}
	req->mbb = mbb_device_get(mbb);
	req->kind = kind;
	req->capacity = capacity;
	/* The device object is the parent and deletes it with itself; while the
	 * client has it, or the worker, this reference keeps the memory.
	 */
	cx_object_get(req);
	return req;
}

/* As new, but for its address. */
static void mbb_request_renew(struct mbb_request *req)
{
	if (req->kind == MBB_REQUEST_RECEIVE)
		memset(req->buf, 0, req->used);
	req->state = MBB_REQUEST_NEW;
	req->len = 0;
	req->status = STATUS_SUCCESS;
	req->information = 0;
	req->used = 0;
	req->unasked = false;
	req->notified_ms = 0;
	req->ctl = (struct mbb_ctl){};
}

static void mbb_request_destroy(struct mbb_request *req)
{
	req->state = MBB_REQUEST_DEAD;
	cx_object_delete(req);
	cx_object_put(req);
}

/**
 * mbb_request_create() - a request with a buffer a client may do DMA with
 * @mbb: device
 * @kind: what the client is to do
 * @capacity: bytes
 * @gfp: GFP_NOIO, since power transitions wait for requests, or GFP_ATOMIC
 *
 * Return: the request, or NULL. The buffer of a receive request is zeroed, up to what a
 * client has written without saying so: one that reports more than it wrote must not hand
 * kernel memory to user space. That of a send request is as long, to the client, as the
 * fragment that is put into it.
 * Context: what @gfp says, softirq at most; with the channel's token.
 */
struct mbb_request *mbb_request_create(struct mbb_device *mbb, enum mbb_request_kind kind,
				       size_t capacity, gfp_t gfp)
{
	struct mbb_request *req = xchg(&mbb->ch.spare[kind], NULL);

	if (req && req->capacity == capacity) {
		mbb_request_renew(req);
	} else {
		if (req)
			mbb_request_destroy(req);
		req = mbb_request_make(mbb, kind, capacity, gfp);
	}
	if (req)
		mbb_request_correlate(mbb, &req->correlation);
	return req;
}

/*
 * A second completion by a client that Windows' documents are all it knows of has to find a
 * request that is gone, and not the next fragment's: only for one that says something of how it
 * deals with them is a request used again. Its own reference, and ours.
 */
static bool mbb_request_reusable(struct mbb_device *mbb, struct mbb_request *req)
{
	return mbb->fragments_anywhere && READ_ONCE(mbb->ch.up) && cx_object_is_bare(req) &&
	       cx_object_is_ours(req, 2);
}

void mbb_request_put_away(struct mbb_request *req)
{
	struct mbb_device *mbb = req->mbb;

	if (!mbb_request_reusable(mbb, req)) {
		mbb_request_destroy(req);
		return;
	}
	req->used = NT_SUCCESS(req->status) ? req->information : req->capacity;
	req->state = MBB_REQUEST_DEAD;
	req = xchg(&mbb->ch.spare[req->kind], req);
	if (req)
		mbb_request_destroy(req);
}

void mbb_requests_free(struct mbb_device *mbb)
{
	struct mbb_request *req;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(mbb->ch.spare); i++) {
		req = xchg(&mbb->ch.spare[i], NULL);
		if (req)
			mbb_request_destroy(req);
	}
}

MBBREQUEST mbb_request_handle(struct mbb_request *req)
{
	return (MBBREQUEST)cx_object_handle(req);
}

struct mbb_request *mbb_request_from_handle(MBBREQUEST handle, const char *who)
{
	return cx_object_from_handle(handle, &mbb_request_type, who);
}

static bool mbb_request_check(struct mbb_request *req, enum mbb_request_kind kind,
			      NTSTATUS *status, size_t *information, const char *who)
{
	struct mbb_device *mbb = req->mbb;

	if (req->kind != kind) {
		mbb_violation(mbb->wdf, MBB_REQUEST_KIND, "%s on a %s request", who,
			      req->kind == MBB_REQUEST_SEND ? "send" : "receive");
		return false;
	}
	if (*information > req->capacity) {
		mbb_violation(mbb->wdf, MBB_REQUEST_LENGTH, "%s: %zu bytes, buffer has %zu", who,
			      *information, req->capacity);
		*status = STATUS_BUFFER_OVERFLOW;
		*information = 0;
	}
	return true;
}

/*
 * The client gives a request back.
 *
 * Stores the result, and puts it away if that is simple and can be done here: the
 * next callback never runs on the stack of a completion. The token, or the worker's
 * wake-up, is under the lock, so that after mbb_channel_stop() gave a request up
 * nothing touches the channel any more.
 *
 * Context: any.
 */
void mbb_request_complete(struct mbb_request *req, enum mbb_request_kind kind,
			  NTSTATUS status, size_t information, const char *who)
{
	/* Deleting it must call nothing of the client's, who may hold locks. */
	bool here = !in_hardirq() && !irqs_disabled() && cx_object_is_bare(req);
	struct mbb_device *mbb = req->mbb;
	enum mbb_request_state was;
	unsigned long flags;

	if (!mbb_request_check(req, kind, &status, &information, who))
		return;
	/* No way to end a request. */
	if (status == STATUS_PENDING)
		status = STATUS_UNSUCCESSFUL;

	spin_lock_irqsave(&mbb->lock, flags);
	was = req->state;
	if (was == MBB_REQUEST_OUTSTANDING) {
		trace_mbb_request(mbb_device_name(mbb), req->kind, "completed", status,
				  information);
		req->status = status;
		req->information = NT_SUCCESS(status) ? information : 0;
		req->state = MBB_REQUEST_COMPLETED;
		here = mbb_channel_completed(mbb, here);
	} else if (was == MBB_REQUEST_ABANDONED) {
		req->state = MBB_REQUEST_COMPLETED;
	}
	spin_unlock_irqrestore(&mbb->lock, flags);

	if (was == MBB_REQUEST_OUTSTANDING && here)
		mbb_channel_settle_here(mbb);	/* @req and perhaps @mbb are gone */
	else if (was == MBB_REQUEST_ABANDONED)
		mbb_request_destroy(req);
	else if (was != MBB_REQUEST_OUTSTANDING)
		mbb_violation(mbb->wdf, MBB_REQUEST_NOT_OUTSTANDING, "%s", who);
}
