// SPDX-License-Identifier: GPL-2.0
/*
 * Messages of the host: OPEN, CLOSE, HOST_ERROR, and commands put together from their fragments.
 * Answers leave through answers.c; what a command means is the services' business.
 */
#include "core.h"

#include <stdlib.h>

#include "services.h"

static void control_collect_drop(struct modem *m)
{
	loop_timer_cancel(m->loop, &m->control.collect_timer);
	m->control.collect_total = 0;
	m->control.collect_len = 0;
}

static void control_collect_timeout(struct loop_timer *timer)
{
	struct modem *m = container_of(timer, struct modem, control.collect_timer);
	u32 tid = m->control.collect_tid;

	violation_record(m, V_FRAG_TIMEOUT, "transaction %u, fragment %u of %u missing", tid,
			 m->control.collect_next, m->control.collect_total);
	control_collect_drop(m);
	control_function_error(m, tid, MBIM_ERROR_TIMEOUT_FRAGMENT);
}

void control_init(struct modem *m)
{
	struct control *c = &m->control;

	list_init(&c->transactions);
	list_init(&c->delayed);
	list_init(&c->responses);
	list_init(&c->notifications);
	c->collect_timer.fire = control_collect_timeout;
	c->collect = xalloc(CONTROL_MAX_COMMAND);
}

/* The function's own state ends; queues towards the host are the caller's decision. */
static void control_end_contexts(struct modem *m)
{
	control_collect_drop(m);
	session_end_all(m);
	services_reset(m);
}

void control_reset(struct modem *m)
{
	struct control *c = &m->control;

	control_end_contexts(m);
	control_drop_answers(m);
	c->open = false;
	c->opening = false;
	c->closing = false;
	c->max_transfer = 0;
	c->credits = 0;
	c->drained = 0;
	c->guesses = 0;
	c->going = false;
	c->early = 0;
}

void control_forget(struct modem *m)
{
	control_reset(m);
	m->control.forgotten = true;
}

/* ------------------------------ OPEN, CLOSE ------------------------------ */

static void control_open(struct modem *m, u32 tid, const u8 *data, u32 len)
{
	struct control *c = &m->control;
	u32 max;

	if (len != 16) {
		violation_record(m, V_MSG_LENGTH, "OPEN of %u bytes", len);
		control_function_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	c->opens++;
	c->forgotten = false;
	if (knob_take(&m->knobs.open_drop))
		return;
	if (c->open) {
		/* The universal way back into step: close silently, then open. */
		c->reopens++;
		control_drop_answers(m);
		control_end_contexts(m);
	}
	max = get_le32(data + 12);
	if (max < 64)
		violation_record(m, V_MSG_OPEN_MAX_TRANSFER, "%u", max);
	if (max < 64 || knob_take(&m->knobs.open_max_transfer)) {
		control_function_error(m, tid, MBIM_ERROR_MAX_TRANSFER);
		return;
	}
	c->open = m->knobs.open_status == 0;
	c->opening = c->open;
	c->closing = false;
	c->max_transfer = max;
	modem_log(m, "OPEN, MaxControlTransfer %u", max);
	control_send_simple(m, MBIM_OPEN_DONE, tid, m->knobs.open_status);
}

static void control_close(struct modem *m, u32 tid, u32 len)
{
	struct control *c = &m->control;

	if (len != MBIM_HEADER_LEN) {
		violation_record(m, V_MSG_LENGTH, "CLOSE of %u bytes", len);
		control_function_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	if (!c->open) {
		if (!c->forgotten)
			violation_record(m, V_MSG_CLOSE_NOT_OPEN, "transaction %u", tid);
		control_function_error(m, tid, MBIM_ERROR_NOT_OPENED);
		return;
	}
	c->closes++;
	modem_log(m, "CLOSE");
	if (knob_take(&m->knobs.close_drop))
		return;
	control_drop_answers(m);
	control_end_contexts(m);
	c->open = false;
	c->opening = false;
	c->drained = 0;
	c->guesses = 0;
	c->going = false;
	c->early = 0;
	c->closing = true;
	control_send_simple(m, MBIM_CLOSE_DONE, tid, MBIM_STATUS_SUCCESS);
}

static void control_host_error(struct modem *m, u32 tid, const u8 *data, u32 len)
{
	u32 error;

	if (len != 16) {
		violation_record(m, V_MSG_LENGTH, "HOST_ERROR of %u bytes", len);
		return;
	}
	error = get_le32(data + 12);
	m->control.host_errors++;
	if (!error || error > MBIM_ERROR_MAX_TRANSFER)
		violation_record(m, V_MSG_ERROR_CODE, "%u for transaction %u", error, tid);
	modem_log(m, "HOST_ERROR %u for transaction %u", error, tid);
	if (error == MBIM_ERROR_CANCEL && control_transaction_cancel(m, tid))
		m->control.cancels++;
	if (m->control.collect_total && m->control.collect_tid == tid)
		control_collect_drop(m);
}

/* ------------------------------- commands -------------------------------- */

static void control_command(struct modem *m)
{
	struct control *c = &m->control;
	const u8 *p = c->collect;
	struct command cmd = {
		.tid = c->collect_tid,
		.uuid = p + 20,
		.cid = get_le32(p + 36),
		.set = get_le32(p + 40) == 1,
		.info = p + MBIM_COMMAND_LEN,
		.len = get_le32(p + 44),
	};
	u32 collected = c->collect_len;

	control_collect_drop(m);
	if (cmd.len != collected - MBIM_COMMAND_LEN) {
		violation_record(m, V_FRAG_INFO_LENGTH, "InfoLength %u, received %u", cmd.len,
				 collected - MBIM_COMMAND_LEN);
		control_function_error(m, cmd.tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	c->commands++;
	control_transaction_begin(m, cmd.tid);
	if (m->cfg.extended && m->cfg.outstanding && c->outstanding > m->cfg.outstanding) {
		violation_record(m, V_MSG_TOO_MANY, "%u outstanding, limit %u", c->outstanding,
				 m->cfg.outstanding);
		control_answer(m, &cmd, MBIM_STATUS_BUSY, NULL, 0, -1);
		return;
	}
	if (get_le32(p + 40) > 1) {
		violation_record(m, V_INFO_COMMAND_TYPE, "CommandType %u", get_le32(p + 40));
		control_answer(m, &cmd, MBIM_STATUS_INVALID_PARAMETERS, NULL, 0, -1);
		return;
	}
	if (knob_take(&m->knobs.answer_drop)) {
		c->excused += CONTROL_GUESSES;
		control_transaction_cancel(m, cmd.tid);
		return;
	}
	if (knob_take(&m->knobs.function_error)) {
		control_transaction_cancel(m, cmd.tid);
		control_function_error(m, cmd.tid, m->knobs.function_error_code ?
				       m->knobs.function_error_code : MBIM_ERROR_UNKNOWN);
		return;
	}
	if (knob_take(&m->knobs.answer_busy)) {
		control_answer(m, &cmd, MBIM_STATUS_BUSY, NULL, 0, -1);
		return;
	}
	services_command(m, &cmd);
}

static void control_fragment_error(struct modem *m, u32 tid, u32 error)
{
	control_collect_drop(m);
	control_function_error(m, tid, error);
}

/* First fragment: may it open a new command? */
static bool control_fragment_first(struct modem *m, u32 tid, u32 total, u32 len)
{
	struct control *c = &m->control;

	if (c->collect_total) {
		violation_record(m, V_FRAG_INTERLEAVED, "transaction %u inside %u", tid,
				 c->collect_tid);
		control_collect_drop(m);
	}
	if (len < MBIM_COMMAND_LEN) {
		violation_record(m, V_FRAG_FIRST_SHORT, "%u bytes", len);
		control_fragment_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return false;
	}
	if (control_transaction_known(m, tid)) {
		violation_record(m, V_MSG_TID_DUPLICATE, "%u", tid);
		control_fragment_error(m, tid, MBIM_ERROR_DUPLICATED_TID);
		return false;
	}
	c->collect_tid = tid;
	c->collect_total = total;
	c->collect_next = 0;
	c->collect_len = 0;
	return true;
}

/* A further fragment: does it continue what is being collected? */
static bool control_fragment_next(struct modem *m, u32 tid, u32 total, u32 current)
{
	struct control *c = &m->control;

	if (!c->collect_total || c->collect_tid != tid) {
		violation_record(m, c->collect_total ? V_FRAG_INTERLEAVED : V_FRAG_ORDER,
				 "transaction %u, fragment %u", tid, current);
	} else if (total != c->collect_total) {
		violation_record(m, V_FRAG_TOTAL_CHANGED, "%u, was %u", total, c->collect_total);
	} else if (current != c->collect_next) {
		violation_record(m, V_FRAG_ORDER, "fragment %u instead of %u", current,
				 c->collect_next);
	} else {
		return true;
	}
	control_fragment_error(m, tid, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	return false;
}

static void control_fragment(struct modem *m, u32 tid, const u8 *data, u32 len)
{
	struct control *c = &m->control;
	u32 total, current, skip;

	if (len < MBIM_FRAGMENT_LEN) {
		violation_record(m, V_MSG_LENGTH, "COMMAND of %u bytes", len);
		control_function_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	total = get_le32(data + 12);
	current = get_le32(data + 16);
	if (!total) {
		violation_record(m, V_FRAG_TOTAL_ZERO, "transaction %u", tid);
		control_fragment_error(m, tid, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
		return;
	}
	if (current ? !control_fragment_next(m, tid, total, current) :
		      !control_fragment_first(m, tid, total, len))
		return;

	skip = current ? MBIM_FRAGMENT_LEN : 0;
	if (c->collect_len + len - skip > CONTROL_MAX_COMMAND) {
		violation_record(m, V_FRAG_COUNT, "more than %u bytes", CONTROL_MAX_COMMAND);
		control_fragment_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	memcpy(c->collect + c->collect_len, data + skip, len - skip);
	c->collect_len += len - skip;
	c->collect_next = current + 1;
	if (c->collect_next == total)
		control_command(m);
	else
		loop_timer_set(m->loop, &c->collect_timer, m->cfg.fragment_gap_ms * 1000ull);
}

/* ------------------------------- messages -------------------------------- */

/* Rules that depend on where OPEN and CLOSE stand.  Return: whether the message goes on. */
static bool control_state_allows(struct modem *m, u32 type, u32 tid)
{
	struct control *c = &m->control;

	if (type == MBIM_OPEN_MSG || type == MBIM_CLOSE_MSG || type == MBIM_HOST_ERROR_MSG)
		return true;
	if (c->closing && !c->open) {
		violation_record(m, V_MSG_AFTER_CLOSE, "type %08x", type);
		return false;
	}
	if (!c->open) {
		if (!c->forgotten)
			violation_record(m, V_MSG_NOT_OPEN, "type %08x", type);
		control_function_error(m, tid, MBIM_ERROR_NOT_OPENED);
		return false;
	}
	if (c->opening)
		violation_record(m, V_MSG_BEFORE_OPEN_DONE, "type %08x", type);
	return true;
}

void control_message(struct modem *m, const u8 *data, u32 len)
{
	struct control *c = &m->control;
	u32 type = get_le32(data), length = get_le32(data + 4), tid = get_le32(data + 8);

	if (length != len) {
		violation_record(m, V_MSG_LENGTH, "MessageLength %u in a transfer of %u", length,
				 len);
		control_function_error(m, tid, MBIM_ERROR_LENGTH_MISMATCH);
		return;
	}
	/* Of an indication's fragments only zero can be told. */
	if (!tid && type != MBIM_HOST_ERROR_MSG)
		violation_record(m, V_MSG_TID_ZERO, "type %08x", type);
	if (c->open && len > c->max_transfer)
		violation_record(m, V_MSG_MAX_TRANSFER, "%u, MaxControlTransfer %u", len,
				 c->max_transfer);
	if (m->knobs.mute) {
		c->excused += CONTROL_GUESSES;
		return;
	}
	if (!control_state_allows(m, type, tid))
		return;

	switch (type) {
	case MBIM_OPEN_MSG:
		control_open(m, tid, data, len);
		break;
	case MBIM_CLOSE_MSG:
		control_close(m, tid, len);
		break;
	case MBIM_COMMAND_MSG:
		control_fragment(m, tid, data, len);
		break;
	case MBIM_HOST_ERROR_MSG:
		control_host_error(m, tid, data, len);
		break;
	default:
		violation_record(m, V_MSG_TYPE, "%08x", type);
		control_function_error(m, tid, MBIM_ERROR_UNKNOWN);
	}
}
