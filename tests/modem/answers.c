// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of the function: cut into fragments, announced, kept until the host reads them, and the
 * book of transactions that are still owed an answer.
 */
#include "core.h"

#include <stdlib.h>

struct transaction {
	struct list_head node;
	u32 tid;
};

#define RESPONSE_MAX	65536	/* no transfer is longer */

/* One fragment. */
struct response {
	struct list_head node;
	u32 type, tid;
	bool last;
	int confirm;
	u32 len;
	u8 data[];
};

/* A whole message that is held back for a while. */
struct delayed {
	struct list_head node;
	struct loop_timer timer;
	struct modem *modem;
	int confirm;
	u32 len;
	u8 data[];
};

/* ----------------------------- transactions ------------------------------ */

static struct transaction *transaction_find(struct modem *m, u32 tid)
{
	struct transaction *t;

	list_for_each_entry(t, &m->control.transactions, node)
		if (t->tid == tid)
			return t;
	return NULL;
}

bool control_transaction_known(struct modem *m, u32 tid)
{
	return transaction_find(m, tid);
}

void control_transaction_begin(struct modem *m, u32 tid)
{
	struct transaction *t = xalloc(sizeof(*t));
	struct control *c = &m->control;

	t->tid = tid;
	list_add_tail(&t->node, &c->transactions);
	if (++c->outstanding > c->max_outstanding)
		c->max_outstanding = c->outstanding;
}

static bool transaction_end(struct modem *m, u32 tid)
{
	struct transaction *t = transaction_find(m, tid);

	if (!t)
		return false;
	list_del(&t->node);
	free(t);
	m->control.outstanding--;
	return true;
}

bool control_transaction_cancel(struct modem *m, u32 tid)
{
	struct delayed *d, *tmp;

	list_for_each_entry_safe(d, tmp, &m->control.delayed, node) {
		if (get_le32(d->data + 8) != tid)
			continue;
		loop_timer_cancel(m->loop, &d->timer);
		list_del(&d->node);
		free(d);
	}
	return transaction_end(m, tid);
}

/* ------------------------------- fragments ------------------------------- */

static enum fault_point response_point(const struct response *r)
{
	switch (r->type) {
	case MBIM_OPEN_DONE:
		return FAULT_open_done;
	case MBIM_CLOSE_DONE:
		return FAULT_close_done;
	case MBIM_FUNCTION_ERROR_MSG:
		return FAULT_function_error;
	case MBIM_INDICATE_STATUS:
		return FAULT_indication;
	default:
		return r->confirm >= 0 ? FAULT_connect : FAULT_answer;
	}
}

static void response_add(struct modem *m, const struct response *r, bool later)
{
	struct control *c = &m->control;
	struct response *copy = xalloc(sizeof(*r) + r->len);

	memcpy(copy, r, sizeof(*r) + r->len);
	if (c->behind) {
		list_insert_before(&copy->node, &c->behind->node);
		c->behind = NULL;
	} else {
		list_add_tail(&copy->node, &c->responses);
	}
	if (later)
		c->behind = copy;
	c->queued++;
}

/* Return: whether there is something to announce. */
static bool response_queue(struct modem *m, const u8 *head, u32 head_len, const u8 *body,
			   u32 body_len, int confirm, bool last)
{
	static u8 room[sizeof(struct response) + RESPONSE_MAX];
	struct response *r = (struct response *)room;
	const struct fault *f;

	if (knob_take(&m->knobs.fragment_drop))
		return true;
	r->type = get_le32(head);
	r->tid = get_le32(head + 8);
	r->last = last;
	r->confirm = confirm;
	r->len = head_len + body_len;
	memcpy(r->data, head, head_len);
	if (body_len)
		memcpy(r->data + head_len, body, body_len);
	put_le32(r->data + 4, r->len);

	f = fault_take(m, response_point(r));
	if (f)
		m->control.excused += CONTROL_GUESSES;
	if (fault_swallows(f))
		return false;
	r->len = fault_bytes(f, FORM_MESSAGE, r->data, r->len, RESPONSE_MAX);
	response_add(m, r, fault_flow(f) == FLOW_LATER);
	if (fault_flow(f) == FLOW_TWICE) {
		response_add(m, r, false);
		notify_response_available(m);
	}
	return true;
}

/* Queues a message that starts with both headers, in as many pieces as needed. */
static void response_fragmented(struct modem *m, const u8 *msg, u32 len, int confirm)
{
	u32 room = min_u32(m->control.max_transfer,
			   m->cfg.max_control < 64 ? 64 : m->cfg.max_control) - MBIM_FRAGMENT_LEN;
	u32 body = len - MBIM_FRAGMENT_LEN, total = (body + room - 1) / room;
	u8 head[MBIM_FRAGMENT_LEN];

	memcpy(head, msg, sizeof(head));
	put_le32(head + 12, total);
	for (u32 i = 0; i < total; i++) {
		u32 piece = min_u32(room, body - i * room);
		bool last = i + 1 == total;

		put_le32(head + 16, i);
		if (response_queue(m, head, sizeof(head), msg + MBIM_FRAGMENT_LEN + i * room,
				   piece, last ? confirm : -1, last) &&
		    (m->cfg.notify == NOTIFY_FRAGMENT || last))
			notify_response_available(m);
	}
}

u32 control_fetch(struct modem *m, u8 *out, u32 room)
{
	struct control *c = &m->control;
	struct response *r;
	u32 n;

	if (list_empty(&c->responses))
		return 0;
	r = list_first_entry(&c->responses, struct response, node);
	if (r->len > room)
		violation_record(m, V_ENCAP_BUFFER_SMALL, "%u bytes for a fragment of %u", room,
				 r->len);
	n = min_u32(r->len, room);
	memcpy(out, r->data, n);

	if (r->type == MBIM_OPEN_DONE)
		c->opening = false;
	if (r->type == MBIM_CLOSE_DONE)
		c->closing = false;
	if (r->last && r->type == MBIM_COMMAND_DONE) {
		c->answers++;
		transaction_end(m, r->tid);
		if (r->confirm >= 0)
			session_get(m, r->confirm)->confirmed = true;
	}
	list_del(&r->node);
	if (c->behind == r)
		c->behind = NULL;
	free(r);
	c->queued--;
	return n;
}

void control_drop_answers(struct modem *m)
{
	struct control *c = &m->control;
	struct response *r, *rtmp;
	struct delayed *d, *dtmp;

	notify_flush(m);
	list_for_each_entry_safe(r, rtmp, &c->responses, node) {
		list_del(&r->node);
		free(r);
	}
	c->queued = 0;
	c->behind = NULL;
	list_for_each_entry_safe(d, dtmp, &c->delayed, node) {
		loop_timer_cancel(m->loop, &d->timer);
		list_del(&d->node);
		free(d);
	}
	while (!list_empty(&c->transactions))
		transaction_end(m,
				list_first_entry(&c->transactions, struct transaction, node)->tid);
}

/* ------------------------------- messages -------------------------------- */

static void message_send(struct modem *m, const u8 *msg, u32 len, int confirm)
{
	u32 type = get_le32(msg);

	if (type == MBIM_COMMAND_DONE || type == MBIM_INDICATE_STATUS) {
		response_fragmented(m, msg, len, confirm);
		return;
	}
	if (response_queue(m, msg, len, NULL, 0, -1, true))
		notify_response_available(m);
}

static void message_delay_over(struct loop_timer *timer)
{
	struct delayed *d = container_of(timer, struct delayed, timer);

	list_del(&d->node);
	message_send(d->modem, d->data, d->len, d->confirm);
	free(d);
}

static void message_send_after(struct modem *m, u32 delay_ms, const u8 *msg, u32 len, int confirm)
{
	struct delayed *d;

	if (!delay_ms) {
		message_send(m, msg, len, confirm);
		return;
	}
	if (delay_ms >= CONTROL_PATIENCE_MS)
		m->control.excused += CONTROL_GUESSES;
	d = xalloc(sizeof(*d) + len);
	d->modem = m;
	d->confirm = confirm;
	d->len = len;
	memcpy(d->data, msg, len);
	d->timer.fire = message_delay_over;
	list_add_tail(&d->node, &m->control.delayed);
	loop_timer_set(m->loop, &d->timer, delay_ms * 1000ull);
}

void control_send_simple(struct modem *m, u32 type, u32 tid, u32 value)
{
	u8 msg[16];

	put_le32(msg, type);
	put_le32(msg + 4, sizeof(msg));
	put_le32(msg + 8, tid);
	put_le32(msg + 12, value);
	message_send_after(m, type == MBIM_OPEN_DONE ? m->knobs.open_delay_ms : 0, msg, sizeof(msg),
			   -1);
}

void control_function_error(struct modem *m, u32 tid, u32 error)
{
	modem_log(m, "FUNCTION_ERROR %u for transaction %u", error, tid);
	control_send_simple(m, MBIM_FUNCTION_ERROR_MSG, tid, error);
}

/* Common head of COMMAND_DONE and INDICATE_STATUS up to the CID. */
static u8 *message_head(u32 type, u32 tid, const u8 *uuid, u32 cid, u32 len)
{
	u8 *msg = xalloc(len);

	put_le32(msg, type);
	put_le32(msg + 4, len);
	put_le32(msg + 8, tid);
	put_le32(msg + 12, 1);
	memcpy(msg + 20, uuid, 16);
	put_le32(msg + 36, cid);
	return msg;
}

void control_answer(struct modem *m, const struct command *cmd, u32 status, const void *info,
		    u32 len, int confirm)
{
	u32 total = MBIM_COMMAND_LEN + len, delay = m->knobs.answer_delay_ms;
	u8 *msg = message_head(MBIM_COMMAND_DONE, cmd->tid, cmd->uuid, cmd->cid, total);

	put_le32(msg + 40, status);
	put_le32(msg + 44, len);
	if (len)
		memcpy(msg + MBIM_COMMAND_LEN, info, len);
	if (cmd->cid == CID_CONNECT && cmd->set)
		delay += m->knobs.connect_delay_ms;
	if (knob_take(&m->knobs.answer_foreign)) {
		put_le32(msg + 8, cmd->tid ^ 0x55555555);
		message_send_after(m, delay, msg, total, -1);
		put_le32(msg + 8, cmd->tid);
	}
	if (knob_take(&m->knobs.answer_mismatch))
		put_le32(msg + 36, cmd->cid + 1);
	if (knob_take(&m->knobs.answer_malformed))
		put_le32(msg + 44, len + 4);
	message_send_after(m, delay, msg, total, confirm);
	if (knob_take(&m->knobs.answer_twice))
		message_send_after(m, delay, msg, total, -1);
	free(msg);
}

void control_indicate(struct modem *m, const u8 *uuid, u32 cid, const void *info, u32 len)
{
	u32 total = MBIM_INDICATION_LEN + len;
	u8 *msg;

	if (!m->control.open || m->control.opening)
		return;
	msg = message_head(MBIM_INDICATE_STATUS, 0, uuid, cid, total);
	put_le32(msg + 40, len);
	if (len)
		memcpy(msg + MBIM_INDICATION_LEN, info, len);
	m->control.indications++;
	message_send(m, msg, total, -1);
	free(msg);
}
