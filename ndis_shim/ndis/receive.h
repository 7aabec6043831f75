/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the files of the data path: receive.c, transfer.c, return.c, filter.c,
 * send.c and late.c.
 */
#ifndef _NDIS_SHIM_NDIS_RECEIVE_H
#define _NDIS_SHIM_NDIS_RECEIVE_H

#include "ndis/ndis_internal.h"

/* Frames that wait for one binding; more are dropped. */
#define NDIS_RX_HELD_MAX	64
/* Of those, how many one indication takes along before it leaves them to work. */
#define NDIS_RX_HELD_BATCH	16
/* Sends of one binding that have not completed; more get RESOURCES. */
#define NDIS_SENDS_MAX		256

/**
 * struct ndis_rx_call - a Receive handler that runs
 * @frame: what it is about
 * @thread: the only one that may ask for data: the call is on its stack
 * @transferred: NdisTransferData was called, which may be once
 * @packet: the frame as a packet, if it was asked for; gone with the call
 */
struct ndis_rx_call {
	struct ndis_rx_frame *frame;
	struct task_struct *thread;
	bool transferred;
	struct ndis_packet_block *packet;
};

/* --- filter.c --- */
/* NDIS_PACKET_TYPE_* of a received frame; 0: somebody else's. Pure. */
u32 ndis_filter_classes(const u8 *destination, const u8 *own);

/* --- receive.c --- */
/* The call that @context stands for, if it is @binding's and this thread's. */
struct ndis_rx_call *ndis_rx_call(struct ndis_binding *binding, NDIS_HANDLE context);
/* Indications wait from here on, until the transfer is done. */
void ndis_rx_hold(struct ndis_binding *binding);
void ndis_rx_resume(struct ndis_binding *binding);

/* --- return.c --- */
/* As a packet that is lent: a biased count of holders, the out-of-band data filled.
 * The binding's io is the caller's until ndis_lend_end(). NULL: cannot be made.
 */
struct ndis_packet_block *ndis_lend(struct ndis_binding *binding, struct ndis_rx_frame *frame,
				    NDIS_STATUS status);
/* The handler has returned: @keeps calls of NdisReturnPackets() are to come, or
 * have been already.
 */
void ndis_lend_end(struct ndis_packet_block *block, int keeps);
/* Takes back what the driver of a closing binding will not return any more. Process
 * context.
 */
unsigned int ndis_lend_reclaim(struct ndis_binding *binding);

/* --- late.c: completions that are put off --- */
/* Calls @done with @block in a while, in order, BH disabled. Uses its node. */
void ndis_late(struct ndis_packet_block *block, void (*done)(struct ndis_packet_block *block));
void ndis_late_flush(void);

/* --- transfer.c --- */
int ndis_transfer_init(void);
void ndis_transfer_exit(void);

#endif
