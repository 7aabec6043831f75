/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The MBIM control channel of the function: messages in and out, fragments, transactions.
 */
#ifndef _MODEM_CONTROL_H
#define _MODEM_CONTROL_H

#include "loop.h"
#include "util.h"

struct modem;
struct response;

#define CONTROL_MAX_COMMAND	65536	/* longest reassembled command */
/* How often a host may look for an answer that it has reason to miss, and after which time. */
#define CONTROL_GUESSES		3
#define CONTROL_PATIENCE_MS	30000
/* Reads ahead of a notification that find nothing, until a host is to have learnt. */
#define CONTROL_AHEAD		8

struct command {
	u32 tid;
	const u8 *uuid;
	u32 cid;
	bool set;
	const u8 *info;
	u32 len;
};

struct control {
	bool open;
	bool opening, closing;		/* answer not fetched yet */
	u32 max_transfer;		/* MaxControlTransfer of the host, 0 before OPEN */

	/* command being reassembled */
	u8 *collect;
	u32 collect_len, collect_tid, collect_total, collect_next;
	struct loop_timer collect_timer;

	struct list_head transactions;	/* commands whose answer was not fetched yet */
	u32 outstanding;
	struct list_head delayed;	/* answers waiting for their time */
	struct list_head responses;	/* fragments waiting for GET_ENCAPSULATED_RESPONSE */
	u32 queued;			/* their number */
	struct response *behind;	/* one of them that the next one overtakes, or NULL */

	struct list_head notifications;
	u32 credits;			/* RESPONSE_AVAILABLE delivered and not yet used */
	u32 drained;			/* reads on the closed function */
	u32 guesses;			/* reads ahead of a notification that found nothing */
	bool going;			/* the last read found something, and more is owed */
	u32 early;			/* reads that may have been ahead of what announced them */
	u32 excused;			/* reads without a notification, by our faults */
	bool forgotten;			/* that it was opened, by our fault */

	u32 opens, reopens, closes, commands, answers, indications, host_errors, cancels;
	u32 notifications_sent, max_outstanding;
};

/* control.c */
void control_init(struct modem *m);
/* Function reset, device reset, unplug: closed, nothing queued, no contexts. */
void control_reset(struct modem *m);
/* The function forgets everything, without a word. */
void control_forget(struct modem *m);
void control_message(struct modem *m, const u8 *data, u32 len);

/* answers.c */
void control_send_simple(struct modem *m, u32 type, u32 tid, u32 value);
void control_function_error(struct modem *m, u32 tid, u32 error);
/* Answers a command; confirm is a session to confirm when the host has fetched it, or -1. */
void control_answer(struct modem *m, const struct command *cmd, u32 status, const void *info,
		    u32 len, int confirm);
void control_indicate(struct modem *m, const u8 *uuid, u32 cid, const void *info, u32 len);
/* Next fragment for the host.  Return: its length, 0 when there is none. */
u32 control_fetch(struct modem *m, u8 *out, u32 room);
void control_drop_answers(struct modem *m);
bool control_transaction_known(struct modem *m, u32 tid);
void control_transaction_begin(struct modem *m, u32 tid);
bool control_transaction_cancel(struct modem *m, u32 tid);

#endif
