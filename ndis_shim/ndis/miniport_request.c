// SPDX-License-Identifier: GPL-2.0
/*
 * Requests to a miniport: one at a time, deserialized or not. The others wait in
 * order.
 *
 * One thread at a time gives the miniport its requests, by @request_running: a
 * request that is complete before its handler has returned PENDING does not bring
 * the next one into a driver that is still in the handler of the last.
 */
#include "ndis/miniport_internal.h"

#include <linux/build_bug.h>
#include <linux/completion.h>
#include <linux/export.h>
#include <linux/jiffies.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

/* How long the shim waits for an answer to a question of its own. */
#define NDIS_ASK_TIMEOUT	(5 * HZ)

static struct ndis_request_link *ndis_request_link(PNDIS_REQUEST request)
{
	static_assert(sizeof(struct ndis_request_link) <= sizeof(request->MacReserved));
	return (struct ndis_request_link *)request->MacReserved;
}

static PNDIS_REQUEST ndis_link_request(struct ndis_request_link *link)
{
	return container_of((void *)link, NDIS_REQUEST, MacReserved);
}

static bool ndis_request_sets(const NDIS_REQUEST *request)
{
	return request->RequestType == NdisRequestSetInformation;
}

/* ---- the end of one ---- */

/* Both kinds have their fields in the same places. */
static void ndis_request_trim(struct ndis_instance *instance, PNDIS_REQUEST request)
{
	struct _QUERY_INFORMATION *query = &request->DATA.QUERY_INFORMATION;

	if (query->BytesWritten <= query->InformationBufferLength)
		return;
	nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION,
		     "OID %08x: %u bytes in a buffer of %u", query->Oid, query->BytesWritten,
		     query->InformationBufferLength);
	query->BytesWritten = query->InformationBufferLength;
}

static void ndis_request_finish(struct ndis_instance *instance, PNDIS_REQUEST request,
				NDIS_STATUS status)
{
	struct ndis_request_link *link = ndis_request_link(request);

	if (status == NDIS_STATUS_PENDING) {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION,
			     "request completed as PENDING");
		status = NDIS_STATUS_FAILURE;
	}
	ndis_request_trim(instance, request);
	if (link->binding)
		ndis_request_done(link->binding, request, status);
	else
		link->done(instance, request, status);
}

/* ---- one after the other ---- */

static NDIS_STATUS ndis_request_call(struct ndis_instance *instance, PNDIS_REQUEST request)
{
	struct _QUERY_INFORMATION *query = &request->DATA.QUERY_INFORMATION;
	const NDIS51_MINIPORT_CHARACTERISTICS *chars = &instance->driver->chars;

	static_assert(offsetof(NDIS_REQUEST, DATA.QUERY_INFORMATION.BytesWritten) ==
		      offsetof(NDIS_REQUEST, DATA.SET_INFORMATION.BytesRead));
	static_assert(offsetof(NDIS_REQUEST, DATA.QUERY_INFORMATION.BytesNeeded) ==
		      offsetof(NDIS_REQUEST, DATA.SET_INFORMATION.BytesNeeded));
	if (ndis_request_sets(request))
		return chars->SetInformationHandler(instance->context, query->Oid,
						    query->InformationBuffer,
						    query->InformationBufferLength,
						    &query->BytesWritten, &query->BytesNeeded);
	return chars->QueryInformationHandler(instance->context, query->Oid,
					      query->InformationBuffer,
					      query->InformationBufferLength,
					      &query->BytesWritten, &query->BytesNeeded);
}

/* The next one, which is the miniport's now; NULL: none, or it has one. */
static PNDIS_REQUEST ndis_request_next(struct ndis_instance *instance, unsigned int *number)
{
	PNDIS_REQUEST request = NULL;

	spin_lock_bh(&instance->request_lock);
	if (!instance->request && !list_empty(&instance->requests)) {
		struct ndis_request_link *link = list_first_entry(&instance->requests,
								  struct ndis_request_link, node);

		list_del_init(&link->node);
		request = ndis_link_request(link);
		instance->request = request;
		*number = ++instance->request_number;
	} else {
		instance->request_running = false;
	}
	spin_unlock_bh(&instance->request_lock);
	return request;
}

/* The one of that @number, or with 0 whichever the miniport has. */
static PNDIS_REQUEST ndis_request_take(struct ndis_instance *instance, unsigned int number)
{
	PNDIS_REQUEST request;

	spin_lock_bh(&instance->request_lock);
	request = instance->request;
	if (request && (!number || number == instance->request_number))
		instance->request = NULL;
	else
		request = NULL;
	spin_unlock_bh(&instance->request_lock);
	return request;
}

static void ndis_request_loop(struct ndis_instance *instance)
{
	unsigned int number;
	PNDIS_REQUEST request;
	NDIS_STATUS status;

	while ((request = ndis_request_next(instance, &number))) {
		status = ndis_request_call(instance, request);
		if (status == NDIS_STATUS_PENDING)
			continue;
		request = ndis_request_take(instance, number);
		if (request)
			ndis_request_finish(instance, request, status);
		else
			nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
				     "handler returned %08x for a request that is complete",
				     status);
	}
}

/* Owner of the token, where there is one. BH disabled, instance entered. */
void ndis_miniport_run_requests(struct ndis_instance *instance)
{
	bool mine;

	spin_lock_bh(&instance->request_lock);
	mine = !instance->request_running;
	instance->request_running = true;
	spin_unlock_bh(&instance->request_lock);
	if (mine)
		ndis_request_loop(instance);
}

static void ndis_request_kick(struct ndis_instance *instance)
{
	if (!ndis_instance_enter(instance))
		return;
	ndis_dispatch_begin();
	if (ndis_instance_serialized(instance)) {
		spin_lock_bh(&instance->token.lock);
		instance->token.requests = true;
		spin_unlock_bh(&instance->token.lock);
		ndis_token_kick(instance);
	} else {
		ndis_miniport_run_requests(instance);
	}
	ndis_dispatch_end();
	ndis_instance_exit(instance);
}

static bool ndis_request_queue(struct ndis_instance *instance, PNDIS_REQUEST request,
			       struct ndis_binding *binding,
			       void (*done)(struct ndis_instance *, PNDIS_REQUEST, NDIS_STATUS))
{
	struct ndis_request_link *link = ndis_request_link(request);
	bool queued;

	request->DATA.QUERY_INFORMATION.BytesWritten = 0;
	request->DATA.QUERY_INFORMATION.BytesNeeded = 0;
	link->binding = binding;
	link->done = done;
	spin_lock_bh(&instance->request_lock);
	queued = !instance->request_closed;
	if (queued)
		list_add_tail(&link->node, &instance->requests);
	spin_unlock_bh(&instance->request_lock);
	if (queued)
		ndis_request_kick(instance);
	return queued;
}

/* ---- of protocols ---- */

/*
 * Power is between NDIS and the miniport, and no protocol's business. All else
 * that gets here is for the driver to know. The answer always comes later, perhaps
 * before this returns.
 */
NDIS_STATUS ndis_miniport_ops_request(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	struct ndis_instance *instance = ndis_adapter_instance(binding->adapter);

	switch (request->RequestType) {
	case NdisRequestQueryInformation:
	case NdisRequestQueryStatistics:
	case NdisRequestSetInformation:
		break;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
	switch (request->DATA.QUERY_INFORMATION.Oid) {
	case OID_PNP_SET_POWER:
	case OID_PNP_QUERY_POWER:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
	return ndis_request_queue(instance, request, binding, NULL) ? NDIS_STATUS_PENDING :
								       NDIS_STATUS_ADAPTER_REMOVED;
}

/* ---- of the shim's own ---- */

void ndis_miniport_request(struct ndis_instance *instance, PNDIS_REQUEST request,
			   void (*done)(struct ndis_instance *instance, PNDIS_REQUEST request,
					NDIS_STATUS status))
{
	if (!ndis_request_queue(instance, request, NULL, done))
		done(instance, request, NDIS_STATUS_ADAPTER_REMOVED);
}

/**
 * struct ndis_question - a request of the shim's own, and its buffer
 * @request: what the miniport sees
 * @answered: for who waits
 * @status: the answer
 * @users: who asks and the miniport: the last one frees
 * @data: buffer
 */
struct ndis_question {
	NDIS_REQUEST request;
	struct completion answered;
	NDIS_STATUS status;
	struct kref users;
	u8 data[] __aligned(8);
};

static void ndis_question_free(struct kref *users)
{
	kfree(container_of(users, struct ndis_question, users));
}

static void ndis_question_done(struct ndis_instance *instance, PNDIS_REQUEST request,
			       NDIS_STATUS status)
{
	struct ndis_question *question = container_of(request, struct ndis_question, request);

	question->status = status;
	complete(&question->answered);
	kref_put(&question->users, ndis_question_free);
}

static struct ndis_question *ndis_question_new(bool set, NDIS_OID oid, const void *data, u32 size)
{
	struct ndis_question *question = kzalloc(struct_size(question, data, size), nt_gfp());

	if (!question)
		return NULL;
	kref_init(&question->users);
	init_completion(&question->answered);
	question->request.RequestType = set ? NdisRequestSetInformation :
					      NdisRequestQueryInformation;
	question->request.DATA.QUERY_INFORMATION.Oid = oid;
	question->request.DATA.QUERY_INFORMATION.InformationBuffer = question->data;
	question->request.DATA.QUERY_INFORMATION.InformationBufferLength = size;
	/* Some queries say in their buffer what they are about. */
	memcpy(question->data, data, size);
	return question;
}

NDIS_STATUS ndis_miniport_ask(struct ndis_instance *instance, bool set, NDIS_OID oid, void *data,
			      u32 size, u32 *used)
{
	struct ndis_question *question = ndis_question_new(set, oid, data, size);
	NDIS_STATUS status = NDIS_STATUS_FAILURE;

	*used = 0;
	if (!question)
		return NDIS_STATUS_RESOURCES;
	kref_get(&question->users);
	ndis_miniport_request(instance, &question->request, ndis_question_done);
	/* One that is never answered keeps its memory until the miniport halts. */
	if (wait_for_completion_timeout(&question->answered, NDIS_ASK_TIMEOUT)) {
		status = question->status;
		*used = question->request.DATA.QUERY_INFORMATION.BytesWritten;
		if (!set && status == NDIS_STATUS_SUCCESS)
			memcpy(data, question->data, min(*used, size));
	} else {
		pr_warn("%s: %s: no answer to OID %08x\n",
			nt_driver_name(ndis_instance_client(instance)), instance->adapter.name,
			oid);
	}
	kref_put(&question->users, ndis_question_free);
	return status;
}

void ndis_miniport_tell(struct ndis_instance *instance, NDIS_OID oid, const void *data, u32 size)
{
	struct ndis_question *question = ndis_question_new(true, oid, data, size);

	if (question)
		ndis_miniport_request(instance, &question->request, ndis_question_done);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_miniport_tell);

/* ---- what drivers call ---- */

static void ndis_request_complete(NDIS_HANDLE handle, bool set, NDIS_STATUS status,
				  const char *who)
{
	struct ndis_instance *instance = ndis_instance_get(handle, who);
	PNDIS_REQUEST request;

	if (!instance)
		return;
	request = ndis_request_take(instance, 0);
	if (request) {
		if (set != ndis_request_sets(request))
			nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_COMPLETION,
				     "%s for a request of the other kind", who);
		ndis_request_finish(instance, request, status);
		ndis_request_kick(instance);
	} else {
		nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_DOUBLE_COMPLETE,
			     "%s: %s has no such request", who, instance->adapter.name);
	}
	ndis_instance_put(instance);
}

VOID NdisMQueryInformationComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status)
{
	ndis_request_complete(MiniportAdapterHandle, false, Status, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMQueryInformationComplete, NDIS_SHIM);

VOID NdisMSetInformationComplete(NDIS_HANDLE MiniportAdapterHandle, NDIS_STATUS Status)
{
	ndis_request_complete(MiniportAdapterHandle, true, Status, __func__);
}
EXPORT_SYMBOL_NS_GPL(NdisMSetInformationComplete, NDIS_SHIM);

/* ---- when nobody will answer them any more ---- */

void ndis_miniport_abort_requests(struct ndis_instance *instance, NDIS_STATUS status, bool close)
{
	struct ndis_request_link *link;
	LIST_HEAD(list);

	spin_lock_bh(&instance->request_lock);
	if (close)
		instance->request_closed = true;
	list_splice_init(&instance->requests, &list);
	spin_unlock_bh(&instance->request_lock);
	while ((link = list_first_entry_or_null(&list, struct ndis_request_link, node))) {
		list_del_init(&link->node);
		ndis_request_finish(instance, ndis_link_request(link), status);
	}
}

void ndis_miniport_reclaim_request(struct ndis_instance *instance)
{
	PNDIS_REQUEST request;

	spin_lock_bh(&instance->request_lock);
	request = instance->request;
	instance->request = NULL;
	spin_unlock_bh(&instance->request_lock);
	if (!request)
		return;
	nt_violation(ndis_instance_client(instance), NT_RULE_NDIS_LOST_OPERATION,
		     "%s: halted without completing OID %08x", instance->adapter.name,
		     request->DATA.QUERY_INFORMATION.Oid);
	ndis_request_finish(instance, request, NDIS_STATUS_ADAPTER_REMOVED);
}
