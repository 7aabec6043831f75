// SPDX-License-Identifier: GPL-2.0
/*
 * Sending: a driver's packets on their way to a kind of adapter and back.
 *
 * The block in front of each packet says whose it is, so that one sent twice or
 * completed twice is seen. A packet is given back when two have let go of it: the
 * call that passed it down, and whoever completes it. So the call may look at the
 * packet after it has been passed down, and what is done by then is answered by
 * NdisSend() itself instead of by SendComplete.
 *
 * Not here: what becomes of a frame (linux/xmit.c, the miniports), loopback.
 */
#include <linux/atomic.h>
#include <linux/export.h>
#include <linux/minmax.h>
#include <linux/percpu.h>

#include <kunit/visibility.h>

#include "ndis/receive.h"

/* Packets that are passed down at a time: of the stack. */
#define NDIS_SEND_BATCH		16
/* SendCompletes inside each other: a driver that sends from there, or one above the
 * other. What is done deeper down waits for a worker.
 */
#define NDIS_SEND_DEPTH		4

static DEFINE_PER_CPU(unsigned int, ndis_send_depth);

/* The packet is the driver's again; the binding's io is still held. */
static void ndis_send_end(struct ndis_packet_block *block)
{
	atomic_dec(&block->binding->pending);
	atomic_set_release(&block->owner, NDIS_PACKET_CLIENT);
}

/* BH disabled. */
static void ndis_send_complete(struct ndis_packet_block *block)
{
	struct ndis_binding *binding = block->binding;
	NDIS_STATUS status = block->status;

	ndis_send_end(block);
	binding->protocol->chars.SendCompleteHandler(binding->context, &block->packet, status);
	ndis_binding_put(binding);
}

/* Both have let go of it. */
static void ndis_send_finish(struct ndis_packet_block *block)
{
	ndis_dispatch_begin();
	if (ndis_knob(NDIS_KNOB_PEND_SEND) || __this_cpu_read(ndis_send_depth) >= NDIS_SEND_DEPTH) {
		ndis_late(block, ndis_send_complete);
	} else {
		__this_cpu_inc(ndis_send_depth);
		ndis_send_complete(block);
		__this_cpu_dec(ndis_send_depth);
	}
	ndis_dispatch_end();
}

/**
 * ndis_send_done() - a packet has been sent, or not
 * @binding: who sent it
 * @packet: packet, from send(); not below any more
 * @status: how it ended; not NDIS_STATUS_PENDING
 *
 * Context: any with interrupts on. SendComplete may run in it.
 */
void ndis_send_done(struct ndis_binding *binding, PNDIS_PACKET packet, NDIS_STATUS status)
{
	struct ndis_packet_block *block = container_of(packet, struct ndis_packet_block, packet);

	if (!ndis_packet_take(block, NDIS_PACKET_SENDING, NDIS_PACKET_DONE, __func__))
		return;
	if (status == NDIS_STATUS_PENDING) {
		nt_violation(NULL, NT_RULE_NDIS_COMPLETION, "send of %p", packet);
		status = NDIS_STATUS_FAILURE;
	}
	block->status = status;
	ndis_send_release(block);
}
EXPORT_SYMBOL_IF_KUNIT(ndis_send_done);

void ndis_send_hold(struct ndis_packet_block *block)
{
	atomic_inc(&block->holds);
}

void ndis_send_release(struct ndis_packet_block *block)
{
	if (atomic_dec_and_test(&block->holds))
		ndis_send_finish(block);
}

static NDIS_STATUS ndis_send_check(struct ndis_binding *binding, PNDIS_PACKET packet)
{
	enum ndis_binding_state state = READ_ONCE(binding->state);
	struct ndis_adapter *adapter = binding->adapter;

	if (state != NDIS_BINDING_OPEN)
		return state == NDIS_BINDING_OPENING ? NDIS_STATUS_ADAPTER_NOT_READY :
						       NDIS_STATUS_CLOSING;
	if (READ_ONCE(adapter->state) != NDIS_ADAPTER_PRESENT)
		return NDIS_STATUS_ADAPTER_REMOVED;
	if (READ_ONCE(adapter->resetting))
		return NDIS_STATUS_RESET_IN_PROGRESS;
	return ndis_packet_length(packet) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_INVALID_PACKET;
}

/*
 * Takes a packet from the driver: NULL where it is not the driver's to send.
 * One that is not to be passed down is done already. From here on it has one io of
 * the binding's, which the caller has taken.
 */
static struct ndis_packet_block *ndis_send_begin(struct ndis_binding *binding,
						 PNDIS_PACKET packet, const char *who)
{
	struct ndis_packet_block *block = ndis_packet_block(packet, who);
	NDIS_STATUS status;

	if (!block || !ndis_packet_take(block, NDIS_PACKET_CLIENT, NDIS_PACKET_SENDING, who))
		return NULL;
	block->binding = binding;
	atomic_inc(&binding->pending);
	atomic_set(&block->holds, 2);
	status = ndis_send_check(binding, packet);
	if (status != NDIS_STATUS_SUCCESS)
		ndis_send_done(binding, packet, status);
	return block;
}

static bool ndis_send_goes(const struct ndis_packet_block *block)
{
	return atomic_read(&block->owner) == NDIS_PACKET_SENDING;
}

/* The caller's io of @binding is given up: as the packet's, or here. Until the call has
 * let go of the packet, the packet has it.
 */
static NDIS_STATUS ndis_send_one(struct ndis_binding *binding, PNDIS_PACKET packet,
				 const char *who)
{
	struct ndis_packet_block *block = ndis_send_begin(binding, packet, who);
	NDIS_STATUS status;

	if (!block) {
		ndis_binding_put(binding);
		return NDIS_STATUS_INVALID_PACKET;
	}
	if (ndis_send_goes(block))
		binding->adapter->ops->send(binding, &packet, 1);
	if (!atomic_dec_and_test(&block->holds))
		return NDIS_STATUS_PENDING;
	if (ndis_knob(NDIS_KNOB_PEND_SEND)) {
		ndis_late(block, ndis_send_complete);
		return NDIS_STATUS_PENDING;
	}
	status = block->status;
	ndis_send_end(block);
	ndis_binding_put(binding);
	return status;
}

/* SendComplete may have come before we return, and *Status be gone with what it
 * freed: PENDING is stored in advance.
 */
VOID NdisSend(PNDIS_STATUS Status, NDIS_HANDLE NdisBindingHandle, PNDIS_PACKET Packet)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	if (Status)
		*Status = NDIS_STATUS_PENDING;
	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (binding)
		status = ndis_send_one(binding, Packet, __func__);
	if (Status && status != NDIS_STATUS_PENDING)
		*Status = status;
}
EXPORT_SYMBOL_NS_GPL(NdisSend, NDIS_SHIM);

static void ndis_send_batch(struct ndis_binding *binding, PPNDIS_PACKET packets,
			    unsigned int count, const char *who)
{
	struct ndis_packet_block *blocks[NDIS_SEND_BATCH];
	PNDIS_PACKET below[NDIS_SEND_BATCH];
	unsigned int i, n = 0;

	for (i = 0; i < count; i++) {
		blocks[i] = ndis_send_begin(binding, packets[i], who);
		if (!blocks[i])
			continue;
		/* None is finished before it is let go of, at the end. */
		percpu_ref_get(&binding->io);
		if (ndis_send_goes(blocks[i]))
			below[n++] = packets[i];
	}
	if (n)
		binding->adapter->ops->send(binding, below, n);
	for (i = 0; i < count; i++) {
		if (blocks[i])
			ndis_send_release(blocks[i]);
	}
}

/* Each that was the driver's to send ends in SendComplete, in the order of the array
 * as far as they are done by then; also where the binding is about to close. Only
 * one that no handler may be called for any more has its packets left to it.
 */
VOID NdisSendPackets(NDIS_HANDLE NdisBindingHandle, PPNDIS_PACKET PacketArray,
		     UINT NumberOfPackets)
{
	struct ndis_binding *binding;
	UINT done, count;

	if (!PacketArray && NumberOfPackets) {
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: no array", __func__);
		return;
	}
	binding = ndis_binding_enter_late(NdisBindingHandle, __func__);
	if (!binding)
		return;
	for (done = 0; done < NumberOfPackets; done += count) {
		count = min_t(UINT, NumberOfPackets - done, NDIS_SEND_BATCH);
		ndis_send_batch(binding, PacketArray + done, count, __func__);
	}
	ndis_binding_put(binding);
}
EXPORT_SYMBOL_NS_GPL(NdisSendPackets, NDIS_SHIM);

/* What is cancelled completes with REQUEST_ABORTED, the rest as if nothing was. */
VOID NdisCancelSendPackets(NDIS_HANDLE NdisBindingHandle, PVOID CancelId)
{
	struct ndis_binding *binding;
	NDIS_STATUS status;

	binding = ndis_binding_enter(NdisBindingHandle, __func__, &status);
	if (!binding)
		return;
	if (binding->adapter->ops->cancel)
		binding->adapter->ops->cancel(binding, CancelId);
	ndis_binding_put(binding);
}
EXPORT_SYMBOL_NS_GPL(NdisCancelSendPackets, NDIS_SHIM);

/* The high byte of a driver's cancel ids, so that no two drivers' are the same. */
UCHAR NdisGeneratePartialCancelId(VOID)
{
	static atomic_t last;

	/* Never 0, which a packet that has no id has. */
	return ((unsigned int)atomic_inc_return(&last) - 1) % 255 + 1;
}
EXPORT_SYMBOL_NS_GPL(NdisGeneratePartialCancelId, NDIS_SHIM);
