// SPDX-License-Identifier: GPL-2.0
/*
 * NdisRequest: what is asked of any adapter the same way, and the four values
 * that each binding has of its own. All else is the kind of adapter's.
 *
 * A set that changes what the adapter has to receive goes through ctl, since the
 * adapter may need RTNL for it, and always pends. So does any request that the
 * knob delays. NDIS owns the structure until RequestComplete is called, and does
 * not look at it again from then on: it may lie on the stack of a thread that
 * waits for just that.
 */
#include "ndis/core.h"

#include <linux/export.h>
#include <linux/hashtable.h>
#include <linux/jiffies.h>
#include <linux/minmax.h>
#include <linux/rcupdate.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/oid.h"
#include "ndis/support_internal.h"

/* How often a request that a knob holds back looks whether the knob is still set. */
#define NDIS_REQUEST_LOOK	msecs_to_jiffies(10)

/**
 * struct ndis_request_later - the end of a request that ctl brings about
 * @work: in ctl
 * @binding: io is held, and it counts as pending
 * @request: the driver's
 * @apply: makes the change first, or NULL; in ctl
 * @oid: for @apply: the structure is no more than the driver's word for it
 * @value: for @apply
 * @multicast: for @apply, which takes it
 * @until: when, where a knob holds it back
 * @status: how it ends
 */
struct ndis_request_later {
	struct delayed_work work;
	struct ndis_binding *binding;
	PNDIS_REQUEST request;
	void (*apply)(struct ndis_request_later *later);
	NDIS_OID oid;
	u32 value;
	struct ndis_multicast *multicast;
	unsigned long until;
	NDIS_STATUS status;
};

/* ---- whose it is ---- */

/**
 * struct ndis_request_mark - a request that NDIS has
 * @node: in ndis_requests
 * @request: the driver's; the structure itself cannot say so, since a driver does
 *	not initialise what is reserved
 */
struct ndis_request_mark {
	struct hlist_node node;
	PNDIS_REQUEST request;
};

static DEFINE_SPINLOCK(ndis_requests_lock);	/* any context */
static DEFINE_HASHTABLE(ndis_requests, 6);

static struct ndis_request_mark *ndis_request_marked(PNDIS_REQUEST request)
{
	struct ndis_request_mark *mark;

	lockdep_assert_held(&ndis_requests_lock);
	hash_for_each_possible(ndis_requests, mark, node, (unsigned long)request) {
		if (mark->request == request)
			return mark;
	}
	return NULL;
}

/* NDIS has it from here on: adapters link it into their queues. */
static NDIS_STATUS ndis_request_claim(struct nt_driver *driver, PNDIS_REQUEST request)
{
	struct ndis_request_mark *mark = kmalloc(sizeof(*mark), nt_gfp());
	unsigned long flags;
	bool claimed;

	if (!mark)
		return NDIS_STATUS_RESOURCES;
	mark->request = request;
	spin_lock_irqsave(&ndis_requests_lock, flags);
	claimed = !ndis_request_marked(request);
	if (claimed)
		hash_add(ndis_requests, &mark->node, (unsigned long)request);
	spin_unlock_irqrestore(&ndis_requests_lock, flags);
	if (claimed)
		return NDIS_STATUS_SUCCESS;
	kfree(mark);
	nt_violation(driver, NT_RULE_NDIS_REQUEST_TWICE, "NdisRequest: %p", request);
	return NDIS_STATUS_FAILURE;
}

/* It is the driver's again. */
static void ndis_request_release(PNDIS_REQUEST request)
{
	struct ndis_request_mark *mark;
	unsigned long flags;

	spin_lock_irqsave(&ndis_requests_lock, flags);
	mark = ndis_request_marked(request);
	if (mark)
		hash_del(&mark->node);
	spin_unlock_irqrestore(&ndis_requests_lock, flags);
	kfree(mark);
}

/* ---- the end of one that pends ---- */

void ndis_request_done(struct ndis_binding *binding, PNDIS_REQUEST request, NDIS_STATUS status)
{
	ndis_request_release(request);
	atomic_dec(&binding->pending);
	ndis_dispatch_begin();
	binding->protocol->chars.RequestCompleteHandler(binding->context, request, status);
	ndis_dispatch_end();
	ndis_binding_put(binding);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_request_done);

/* In ctl. */
static void ndis_request_later_work(struct work_struct *work)
{
	struct ndis_request_later *later = container_of(to_delayed_work(work),
							struct ndis_request_later, work);
	struct ndis_binding *binding = later->binding;
	PNDIS_REQUEST request = later->request;
	NDIS_STATUS status;

	if (ndis_knob(NDIS_KNOB_PEND_REQUEST) && time_before(jiffies, later->until)) {
		queue_delayed_work(binding->adapter->ctl, &later->work, NDIS_REQUEST_LOOK);
		return;
	}
	if (later->apply)
		later->apply(later);
	status = later->status;
	kfree(later);
	ndis_request_done(binding, request, status);
}

static struct ndis_request_later *ndis_request_later(struct ndis_binding *binding,
						     PNDIS_REQUEST request)
{
	struct ndis_request_later *later;

	if (ndis_alloc_fails())
		return NULL;
	later = kzalloc(sizeof(*later), nt_gfp());
	if (!later)
		return NULL;
	INIT_DELAYED_WORK(&later->work, ndis_request_later_work);
	later->binding = binding;
	later->request = request;
	return later;
}

static void ndis_request_queue(struct ndis_request_later *later)
{
	unsigned long delay = 0;

	if (ndis_knob(NDIS_KNOB_PEND_REQUEST))
		delay = msecs_to_jiffies(ndis_knob(NDIS_KNOB_DELAY_MS));
	later->until = jiffies + delay;
	delay = min_t(unsigned long, delay, NDIS_REQUEST_LOOK);
	queue_delayed_work(later->binding->adapter->ctl, &later->work, delay);
}

/* ---- what each binding has of its own ---- */

/*
 * In ctl: a frame that the adapter begins to receive finds the new filter, and
 * one that is in flight when the filter narrows is not wanted any more.
 */
static void ndis_request_apply(struct ndis_request_later *later)
{
	struct ndis_binding *binding = later->binding;
	struct ndis_adapter *adapter = binding->adapter;
	struct ndis_multicast *old = NULL;

	if (READ_ONCE(adapter->state) != NDIS_ADAPTER_PRESENT) {
		kfree(later->multicast);
		later->status = NDIS_STATUS_ADAPTER_REMOVED;
		return;
	}
	spin_lock_bh(&adapter->lock);
	switch (later->oid) {
	case OID_GEN_CURRENT_PACKET_FILTER:
		WRITE_ONCE(binding->filter, later->value);
		break;
	case OID_GEN_CURRENT_LOOKAHEAD:
		WRITE_ONCE(binding->lookahead, later->value);
		break;
	default:
		old = rcu_replace_pointer(binding->multicast, later->multicast,
					  lockdep_is_held(&adapter->lock));
		break;
	}
	ndis_adapter_unite(adapter);
	spin_unlock_bh(&adapter->lock);
	if (old)
		kfree_rcu(old, rcu);
	if (adapter->ops->update)
		adapter->ops->update(adapter);
	later->status = NDIS_STATUS_SUCCESS;
}

static NDIS_STATUS ndis_request_apply_later(struct ndis_binding *binding, PNDIS_REQUEST request,
					    u32 value, struct ndis_multicast *multicast)
{
	struct ndis_request_later *later = ndis_request_later(binding, request);

	if (!later) {
		kfree(multicast);
		request->DATA.SET_INFORMATION.BytesRead = 0;
		return NDIS_STATUS_RESOURCES;
	}
	later->apply = ndis_request_apply;
	later->oid = request->DATA.SET_INFORMATION.Oid;
	later->value = value;
	later->multicast = multicast;
	ndis_request_queue(later);
	return NDIS_STATUS_PENDING;
}

/* One ULONG, no more and no less. */
static NDIS_STATUS ndis_request_take_ulong(PNDIS_REQUEST request, u32 *value)
{
	if (request->DATA.SET_INFORMATION.InformationBufferLength == sizeof(*value))
		return ndis_oid_take(request, value, sizeof(*value));
	request->DATA.SET_INFORMATION.BytesNeeded = sizeof(*value);
	return NDIS_STATUS_INVALID_LENGTH;
}

static NDIS_STATUS ndis_request_set_filter(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	NDIS_STATUS status;
	u32 filter;

	status = ndis_request_take_ulong(request, &filter);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (filter & ~NDIS_FILTER_BITS) {
		request->DATA.SET_INFORMATION.BytesRead = 0;
		return NDIS_STATUS_NOT_SUPPORTED;
	}
	return ndis_request_apply_later(binding, request, filter, NULL);
}

static NDIS_STATUS ndis_request_set_lookahead(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	u32 lookahead, max = READ_ONCE(binding->adapter->max_lookahead);
	NDIS_STATUS status;

	status = ndis_request_take_ulong(request, &lookahead);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (max && lookahead > max) {
		request->DATA.SET_INFORMATION.BytesRead = 0;
		return NDIS_STATUS_INVALID_DATA;
	}
	return ndis_request_apply_later(binding, request, lookahead, NULL);
}

static NDIS_STATUS ndis_request_set_multicast(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	struct _SET_INFORMATION *set = &request->DATA.SET_INFORMATION;
	struct ndis_multicast *multicast = NULL;
	u32 count = set->InformationBufferLength / 6;

	if (count > NDIS_MULTICAST_MAX)
		return NDIS_STATUS_MULTICAST_FULL;
	if (count) {
		multicast = kmalloc(struct_size(multicast, address, count), nt_gfp());
		if (!multicast)
			return NDIS_STATUS_RESOURCES;
		multicast->count = count;
		memcpy(multicast->address, set->InformationBuffer, count * 6);
	}
	set->BytesRead = count * 6;
	return ndis_request_apply_later(binding, request, 0, multicast);
}

static NDIS_STATUS ndis_request_set_own(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	NDIS_STATUS status;
	u32 options;

	switch (request->DATA.SET_INFORMATION.Oid) {
	case OID_GEN_CURRENT_PACKET_FILTER:
		return ndis_request_set_filter(binding, request);
	case OID_GEN_CURRENT_LOOKAHEAD:
		return ndis_request_set_lookahead(binding, request);
	case OID_802_3_MULTICAST_LIST:
		return ndis_request_set_multicast(binding, request);
	default:	/* OID_GEN_PROTOCOL_OPTIONS: nobody else's affair */
		status = ndis_request_take_ulong(request, &options);
		if (status == NDIS_STATUS_SUCCESS)
			WRITE_ONCE(binding->options, options);
		return status;
	}
}

static NDIS_STATUS ndis_request_query_own(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	struct ndis_multicast *multicast;
	NDIS_STATUS status;

	switch (request->DATA.QUERY_INFORMATION.Oid) {
	case OID_GEN_CURRENT_PACKET_FILTER:
		return ndis_oid_reply_ulong(request, READ_ONCE(binding->filter));
	case OID_GEN_CURRENT_LOOKAHEAD:
		return ndis_oid_reply_ulong(request, READ_ONCE(binding->adapter->lookahead));
	default:	/* OID_802_3_MULTICAST_LIST */
		rcu_read_lock();
		multicast = rcu_dereference(binding->multicast);
		status = ndis_oid_reply(request, multicast ? multicast->address : NULL,
					multicast ? multicast->count * 6 : 0);
		rcu_read_unlock();
		return status;
	}
}

/* ---- any request ---- */

static bool ndis_request_valid(const NDIS_REQUEST *request)
{
	/* Query and set have the same layout. */
	return !request->DATA.QUERY_INFORMATION.InformationBufferLength ||
	       request->DATA.QUERY_INFORMATION.InformationBuffer;
}

static NDIS_STATUS ndis_request_dispatch(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	const struct ndis_oid *oid = ndis_oid_find(request->DATA.QUERY_INFORMATION.Oid);
	struct ndis_adapter *adapter = binding->adapter;
	bool set = ndis_request_is_set(request);
	NDIS_STATUS status;

	request->DATA.QUERY_INFORMATION.BytesWritten = 0;
	request->DATA.QUERY_INFORMATION.BytesNeeded = 0;
	if (!set && !ndis_request_is_query(request))
		return NDIS_STATUS_NOT_SUPPORTED;
	if (READ_ONCE(adapter->resetting))
		return NDIS_STATUS_RESET_IN_PROGRESS;
	/* What was read when it was there may still be asked for. */
	if (set && READ_ONCE(adapter->state) != NDIS_ADAPTER_PRESENT)
		return NDIS_STATUS_ADAPTER_REMOVED;
	if (!oid)
		return adapter->ops->request(binding, request);

	status = ndis_oid_check(oid, request);
	if (status != NDIS_STATUS_SUCCESS)
		return status;
	if (!(oid->flags & NDIS_OID_BINDING))
		return adapter->ops->request(binding, request);
	return set ? ndis_request_set_own(binding, request) :
		     ndis_request_query_own(binding, request);
}

/* The knob: an answer that is there already comes from ctl instead. */
static NDIS_STATUS ndis_request_pend(struct ndis_binding *binding, PNDIS_REQUEST request,
				     NDIS_STATUS status)
{
	struct ndis_request_later *later;

	if (status == NDIS_STATUS_PENDING || !ndis_knob(NDIS_KNOB_PEND_REQUEST))
		return status;
	later = ndis_request_later(binding, request);
	if (!later)
		return status;
	later->status = status;
	ndis_request_queue(later);
	return NDIS_STATUS_PENDING;
}

static NDIS_STATUS ndis_request(NDIS_HANDLE handle, PNDIS_REQUEST request)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(handle, "NdisRequest", &status);
	if (!binding)
		return status;
	if (!request || !ndis_request_valid(request)) {
		nt_violation(binding->protocol->driver, NT_RULE_NDIS_ARGUMENT,
			     "NdisRequest: no %s", request ? "buffer" : "request");
		status = NDIS_STATUS_INVALID_DATA;
	} else {
		status = ndis_request_claim(binding->protocol->driver, request);
	}
	if (status != NDIS_STATUS_SUCCESS) {
		ndis_binding_put(binding);
		return status;
	}
	/* Pending until it is known not to be: it may complete before we return. */
	atomic_inc(&binding->pending);
	status = ndis_request_pend(binding, request, ndis_request_dispatch(binding, request));
	if (status != NDIS_STATUS_PENDING) {
		ndis_request_release(request);
		atomic_dec(&binding->pending);
		ndis_binding_put(binding);
	}
	return status;
}

/* A driver whose RequestComplete stores its status in the same place, before we
 * return, finds it there: PENDING is stored in advance.
 */
VOID NdisRequest(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_REQUEST NdisRequest)
{
	NDIS_STATUS status;

	if (Status)
		*Status = NDIS_STATUS_PENDING;
	status = ndis_request(NdisBindingHandle, NdisRequest);
	if (Status && status != NDIS_STATUS_PENDING)
		*Status = status;
}
EXPORT_SYMBOL_NS_GPL(NdisRequest, NDIS_SHIM);
