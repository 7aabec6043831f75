/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The data path: bulk transfers, NTBs, and the queue of datagrams towards the host.
 */
#ifndef _MODEM_DATA_H
#define _MODEM_DATA_H

#include "config.h"
#include "loop.h"
#include "util.h"

struct modem;

#define NTB_MAX_DATAGRAMS	64
#define NTB_BUFFER		(1024 << 10)	/* above the largest configurable NTB */

/* A datagram on its way to the host. */
struct dgram {
	struct list_head node;
	bool dss;
	u8 session;
	u32 len;
	u8 data[];
};

/* How NTBs of one direction are to look. */
struct ntb_rules {
	bool ntb32;
	u32 max_size, divisor, remainder, alignment, max_datagrams;
	enum ndp_position ndp;
};

struct data_path {
	/* negotiated */
	bool ntb32;
	u32 in_size;		/* SET_NTB_INPUT_SIZE or the default */
	u32 in_datagrams;	/* of its 8-byte form, 0 = no limit */
	u32 datagram_size;	/* maximum datagram size */

	/* host to device */
	u8 *out;
	u32 out_len;
	bool out_ended_at_max;
	struct loop_timer out_timer;
	u16 out_sequence;

	/* device to host */
	struct list_head queue;
	u32 queued;
	u8 *in;
	u32 in_len, in_off;
	bool in_zlp, in_busy;
	u16 in_sequence;

	u64 out_ntbs, out_datagrams, out_bytes, in_ntbs, in_datagrams_sent, in_bytes, in_dropped;
	u64 out_zlps, in_zlps, dropped_unconnected;
	u64 out_edges;		/* host NTBs that end on a packet boundary or one byte on */
	u64 in_full;		/* NTBs of the modem that fill the input size */
	u32 out_largest;
	u32 out_max_datagrams;	/* most datagrams seen in one NTB */
};

/* bulk.c */
void data_init(struct modem *m);
/* Back to NTB16, default sizes, sequence 0 both ways, nothing queued. */
void data_reset(struct modem *m);
/* Data setting changed: partial transfers are lost. */
void data_alt_changed(struct modem *m, bool active);
void data_out_kick(struct modem *m);
void data_in_kick(struct modem *m);
/*
 * Queues a datagram for the host; counts and drops it when the queue is full.  The caller kicks
 * after the last one of a batch, so that a batch shares NTBs.
 */
void data_send(struct modem *m, bool dss, u8 session, const void *p, u32 len);
/* Forgets what waits for one session. */
void data_forget_session(struct modem *m, bool dss, u8 session);

/* ntb_encode.c */
u32 ntb_header_length(bool ntb32);
void ntb_set_block_length(u8 *ntb, bool ntb32, u32 len);
/* Divisor or alignment as a host has to take it: a power of two from 4, else 4. */
u32 ntb_sane_alignment(u32 v, u32 max_size);
/* Fills out with as much of the queue as one NTB takes, and takes that off the queue. */
u32 ntb_encode(const struct ntb_rules *r, struct list_head *queue, u16 sequence, u8 *out,
	       u32 *datagrams);

/* ntb_decode.c: checks an NTB of the host and hands its datagrams on. */
void ntb_decode(struct modem *m, const u8 *p, u32 len);

#endif
