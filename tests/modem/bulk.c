// SPDX-License-Identifier: GPL-2.0
/*
 * Bulk pipes: where one NTB ends and the next begins (short packets, zero-length packets, full
 * size), and the queue of datagrams towards the host.  The inside of an NTB is not its business.
 */
#include "core.h"

#include <errno.h>
#include <stdlib.h>

#define OUT_TERMINATOR_US 1000000	/* a host that sends a ZLP at all sends it at once */

/* ---------------------------- host to device ---------------------------- */

static void data_out_deliver(struct modem *m)
{
	u32 len = m->data.out_len;

	m->data.out_edges += len % m->cfg.bulk_mps < 2;
	if (len > m->data.out_largest)
		m->data.out_largest = len;
	loop_timer_cancel(m->loop, &m->data.out_timer);
	m->data.out_len = 0;
	ntb_decode(m, m->data.out, len);
	data_in_kick(m);
}

/* Is what waits for its end a whole NTB already, by its own account? */
static bool data_out_whole(const struct modem *m)
{
	const u8 *p = m->data.out;
	u32 block;

	if (m->data.out_len < 12)
		return false;
	block = m->data.ntb32 ? get_le32(p + 8) : get_le16(p + 8);
	return block && block <= m->data.out_len;
}

static void data_out_zlp(struct modem *m)
{
	struct data_path *d = &m->data;

	d->out_zlps++;
	if (d->out_len)
		data_out_deliver(m);
	else if (d->out_ended_at_max)
		violation_record(m, V_ZLP_AT_MAX, "after an NTB of %u bytes", m->cfg.out_max);
	else
		violation_record(m, V_ZLP_STRAY, "no data before it");
	d->out_ended_at_max = false;
}

static void data_out_missing_zlp(struct modem *m)
{
	violation_record(m, V_ZLP_MISSING, "%u bytes, packets of %u", m->data.out_len,
			 m->cfg.bulk_mps);
	data_out_deliver(m);
}

static void data_out_transfer(struct modem *m, const u8 *p, u32 len, bool zero)
{
	struct data_path *d = &m->data;

	if (!len) {
		data_out_zlp(m);
		return;
	}
	if (d->out_len && data_out_whole(m))
		data_out_missing_zlp(m);
	if (d->out_len + len > NTB_BUFFER) {
		violation_record(m, V_NTB_OVERSIZE, "%u bytes without an end", d->out_len + len);
		d->out_len = 0;
		return;
	}
	memcpy(d->out + d->out_len, p, len);
	d->out_len += len;
	d->out_ended_at_max = false;

	if (len % m->cfg.bulk_mps) {
		data_out_deliver(m);
	} else if (zero) {
		d->out_zlps++;
		if (d->out_len == m->cfg.out_max)
			violation_record(m, V_ZLP_AT_MAX, "after an NTB of %u bytes", d->out_len);
		data_out_deliver(m);
	} else if (d->out_len >= m->cfg.out_max) {
		data_out_deliver(m);
		d->out_ended_at_max = true;
	} else {
		loop_timer_set(m->loop, &d->out_timer, OUT_TERMINATOR_US);
	}
}

static void data_out_timeout(struct loop_timer *timer)
{
	struct modem *m = container_of(timer, struct modem, data.out_timer);

	if (m->data.out_len)
		data_out_missing_zlp(m);
}

void data_out_kick(struct modem *m)
{
	struct usb_endpoint *ep = &m->usb.bulk_out;

	while (!list_empty(&ep->queue) && !m->knobs.out_hold) {
		struct xfer *x = list_first_entry(&ep->queue, struct xfer, node);

		if (usb_fault(m, ep, x, fault_take(m, FAULT_bulk_out)))
			continue;
		if (knob_take(&m->knobs.out_stall)) {
			usb_halt(m, ep);
			return;
		}
		if (knob_take(&m->knobs.out_error)) {
			usb_complete(m, x, -EPROTO);
			continue;
		}
		/* Taken off first: what the data sets off may come back here. */
		list_del(&x->node);
		data_out_transfer(m, x->buf, x->len, x->zero);
		x->actual = x->len;
		usb_complete(m, x, 0);
	}
}

/* ---------------------------- device to host ---------------------------- */

void data_send(struct modem *m, bool dss, u8 session, const void *p, u32 len)
{
	struct data_path *d = &m->data;
	struct dgram *dgram;

	if (d->queued >= m->cfg.in_queue || !usb_data_active(m)) {
		d->in_dropped++;
		return;
	}
	dgram = xalloc(sizeof(*dgram) + len);
	dgram->dss = dss;
	dgram->session = session;
	dgram->len = len;
	memcpy(dgram->data, p, len);
	list_add_tail(&dgram->node, &d->queue);
	d->queued++;
}

void data_forget_session(struct modem *m, bool dss, u8 session)
{
	struct dgram *dgram, *tmp;

	list_for_each_entry_safe(dgram, tmp, &m->data.queue, node) {
		if (dgram->dss != dss || dgram->session != session)
			continue;
		list_del(&dgram->node);
		free(dgram);
		m->data.queued--;
	}
}

/* Length that the pad knob asks for, or len where that would be too long. */
static u32 data_in_padded(struct modem *m, u32 len, u32 max)
{
	u32 mps = m->cfg.bulk_mps, whole = align_up(len, mps), want;
	u32 mode = m->knobs.in_pad == 5 ? 1u + m->data.in_sequence % 4 : m->knobs.in_pad;

	switch (mode) {
	case 1:
		want = whole;
		break;
	case 2:
		want = whole + 1;
		break;
	case 3:
		want = whole - 1 < len ? whole + mps - 1 : whole - 1;
		break;
	case 4:
		want = max;
		break;
	default:
		want = len;
	}
	return want <= max ? want : len;
}

static void data_in_build(struct modem *m)
{
	struct data_path *d = &m->data;
	struct ntb_rules rules = {
		.ntb32 = d->ntb32,
		.max_size = d->in_size,
		.divisor = ntb_sane_alignment(m->cfg.in_divisor, d->in_size),
		.remainder = m->cfg.in_remainder,
		.alignment = ntb_sane_alignment(m->cfg.in_alignment, d->in_size),
		.max_datagrams = m->cfg.in_datagrams,
		.ndp = m->cfg.in_ndp,
	};
	u32 n, padded;

	if (!d->ntb32 && rules.max_size > 65535)
		rules.max_size = 65535;
	if (d->in_datagrams && d->in_datagrams < rules.max_datagrams)
		rules.max_datagrams = d->in_datagrams;

	d->in_len = ntb_encode(&rules, &d->queue, d->in_sequence, d->in, &n);
	if (!d->in_len) {
		/* The first one does not fit into any NTB. */
		struct dgram *dgram = list_first_entry(&d->queue, struct dgram, node);

		list_del(&dgram->node);
		free(dgram);
		d->queued--;
		d->in_dropped++;
		return;
	}
	d->queued -= n;
	padded = data_in_padded(m, d->in_len, rules.max_size);
	if (padded > d->in_len) {
		memset(d->in + d->in_len, 0, padded - d->in_len);
		d->in_len = padded;
		ntb_set_block_length(d->in, d->ntb32, padded);
	}
	if (m->knobs.in_block_zero && !d->ntb32)
		ntb_set_block_length(d->in, false, 0);
	d->in_len = fault_bytes(fault_take(m, FAULT_ntb), d->ntb32 ? FORM_NTB32 : FORM_NTB16,
				d->in, d->in_len, d->in_size);
	d->in_sequence++;
	d->in_off = 0;
	d->in_busy = true;
	d->in_zlp = m->cfg.in_zlp == IN_ZLP_ALWAYS || d->in_len < d->in_size;
	d->in_ntbs++;
	d->in_zlps += d->in_zlp && !(d->in_len % m->cfg.bulk_mps);
	d->in_full += d->in_len == d->in_size;
	d->in_datagrams_sent += n;
	d->in_bytes += d->in_len;
}

/*
 * Moves bytes of the current NTB into one transfer of the host as the bus would: a short packet
 * ends both, whole packets end neither.
 * Return: whether the transfer is complete.
 */
static bool data_in_fill(struct modem *m, struct xfer *x, int *status)
{
	struct data_path *d = &m->data;
	u32 mps = m->cfg.bulk_mps;
	u32 left = d->in_len - d->in_off, room = x->len - x->actual;
	u32 n = min_u32(left, room);

	memcpy(x->buf + x->actual, d->in + d->in_off, n);
	x->actual += n;
	d->in_off += n;
	*status = 0;

	if (left > room) {
		if (x->len % mps)
			*status = -EOVERFLOW;	/* babble: the packet does not fit */
		return true;
	}
	if (d->in_len % mps) {
		d->in_busy = false;
		return true;
	}
	if (d->in_zlp && room > n) {
		d->in_busy = false;
		return true;
	}
	if (!d->in_zlp)
		d->in_busy = false;
	/* Full: the zero-length packet, if any, ends the next transfer. */
	return x->actual == x->len;
}

void data_in_kick(struct modem *m)
{
	struct usb_endpoint *ep = &m->usb.bulk_in;

	while (!list_empty(&ep->queue) && !m->knobs.in_hold) {
		struct xfer *x = list_first_entry(&ep->queue, struct xfer, node);
		int status;

		if (!m->data.in_busy) {
			if (list_empty(&m->data.queue))
				return;
			if (usb_fault(m, ep, x, fault_take(m, FAULT_bulk_in)))
				continue;
			if (knob_take(&m->knobs.in_stall)) {
				usb_halt(m, ep);
				return;
			}
			if (knob_take(&m->knobs.in_error)) {
				usb_complete(m, x, -EPROTO);
				continue;
			}
			data_in_build(m);
			if (!m->data.in_busy)
				continue;
		}
		if (data_in_fill(m, x, &status))
			usb_complete(m, x, status);
	}
}

/* -------------------------------- state --------------------------------- */

static void data_forget_all(struct modem *m)
{
	struct dgram *dgram, *tmp;

	list_for_each_entry_safe(dgram, tmp, &m->data.queue, node) {
		list_del(&dgram->node);
		free(dgram);
	}
	m->data.queued = 0;
}

void data_reset(struct modem *m)
{
	struct data_path *d = &m->data;

	loop_timer_cancel(m->loop, &d->out_timer);
	data_forget_all(m);
	d->ntb32 = false;
	d->in_size = m->cfg.in_max;
	d->in_datagrams = 0;
	d->datagram_size = m->cfg.datagram ? m->cfg.datagram : m->cfg.segment;
	d->out_len = 0;
	d->out_ended_at_max = false;
	d->out_sequence = 0;
	d->in_sequence = 0;
	d->in_busy = false;
}

void data_alt_changed(struct modem *m, bool active)
{
	m->usb.bulk_in.halted = false;
	m->usb.bulk_out.halted = false;
	m->data.out_len = 0;
	m->data.in_busy = false;
	loop_timer_cancel(m->loop, &m->data.out_timer);
	if (active)
		return;
	usb_fail_queue(m, &m->usb.bulk_in, -EPROTO);
	usb_fail_queue(m, &m->usb.bulk_out, -EPROTO);
	data_forget_all(m);
}

void data_init(struct modem *m)
{
	list_init(&m->data.queue);
	m->data.out_timer.fire = data_out_timeout;
	m->data.out = xalloc(NTB_BUFFER);
	m->data.in = xalloc(NTB_BUFFER);
	data_reset(m);
}
