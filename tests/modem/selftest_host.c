// SPDX-License-Identifier: GPL-2.0
/*
 * The host of the self-test: does what a right host does, one step a function, so that a case can
 * do one of them wrong.
 */
#include "selftest.h"

#include <errno.h>
#include <stdlib.h>

#include "inet.h"

const u8 uuid_basic[16] = { 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
			    0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf };
const u8 uuid_dss[16] = { 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18, 0x43, 0x82,
			  0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e };
const u8 uuid_echo[16] = { 0x6d, 0x6f, 0x64, 0x65, 0x6d, 0x2d, 0x45, 0x63,
			   0xa8, 0x6f, 0x00, 0x00, 0x00, 0x00, 0x00, 0x01 };
const u8 uuid_ms[16] = { 0x3d, 0x01, 0xdc, 0xc5, 0xfe, 0xf5, 0x4d, 0x05,
			 0x0d, 0x3a, 0xbe, 0xf7, 0x05, 0x8e, 0x9a, 0xaf };

static void host_complete(struct transport *t __unused, struct xfer *x)
{
	container_of(x, struct host_xfer, x)->done = true;
}

static bool host_attached(struct transport *t __unused)
{
	return true;
}

static void host_detach(struct transport *t)
{
	container_of(t, struct host, t)->detached++;
}

static const struct transport_ops host_ops = {
	.detach = host_detach,
	.complete = host_complete,
	.attached = host_attached,
};

struct host *host_create(const struct modem_config *cfg)
{
	struct host *h = xalloc(sizeof(*h));
	struct modem_config def;

	if (!cfg) {
		config_defaults(&def);
		config_finish(&def);
		cfg = &def;
	}
	h->loop = loop_create(true);
	h->m = modem_create(cfg, h->loop);
	h->t.ops = &host_ops;
	h->m->transport = &h->t;
	h->tid = 100;
	h->in.done = true;
	h->out.done = true;
	return h;
}

void host_destroy(struct host *h)
{
	usb_unplugged(h->m);
	h->m->transport = NULL;
	modem_destroy(h->m);
	loop_destroy(h->loop);
	free(h);
}

/* -------------------------------- control -------------------------------- */

int host_control(struct host *h, u8 type, u8 request, u16 value, u16 index, const void *out,
		 void *in, u16 len)
{
	struct host_xfer *hx = &h->ep0;

	memset(&hx->x, 0, sizeof(hx->x));
	hx->done = false;
	hx->x.setup[0] = type;
	hx->x.setup[1] = request;
	put_le16(hx->x.setup + 2, value);
	put_le16(hx->x.setup + 4, index);
	put_le16(hx->x.setup + 6, len);
	hx->x.buf = hx->buf;
	hx->x.len = len;
	if (out)
		memcpy(hx->buf, out, len);
	usb_submit(h->m, &hx->x);
	CHECK(hx->done);
	if (hx->x.status)
		return hx->x.status;
	if (in)
		memcpy(in, hx->buf, hx->x.actual);
	return hx->x.actual;
}

void host_bring_up(struct host *h, bool ntb32)
{
	u8 params[28], size[4];

	CHECK(host_control(h, 0x00, 9, 1, 0, NULL, NULL, 0) == 0);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == 0);
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, params, 28) == 28);
	if (get_le16(params + 2) & 2)
		CHECK(host_control(h, 0x21, CDC_SET_NTB_FORMAT, ntb32, 0, NULL, NULL, 0) == 0);
	put_le32(size, min_u32(get_le32(params + 4), 65536));
	CHECK(host_control(h, 0x21, CDC_SET_NTB_INPUT_SIZE, 0, 0, size, NULL, 4) == 4);
	CHECK(host_control(h, 0x01, 11, 1, 1, NULL, NULL, 0) == 0);
	h->sequence = 0;
}

int host_send(struct host *h, const void *msg, u32 len)
{
	return host_control(h, 0x21, CDC_SEND_ENCAPSULATED_COMMAND, 0, 0, msg, NULL, len);
}

/* Has a notification come that a fragment is there? */
static bool host_notified(struct host *h)
{
	for (;;) {
		if (!h->notify_posted) {
			h->notify_posted = true;
			h->notify.done = false;
			memset(&h->notify.x, 0, sizeof(h->notify.x));
			h->notify.x.ep = EP_NOTIFY;
			h->notify.x.buf = h->notify.buf;
			h->notify.x.len = 64;
			usb_submit(h->m, &h->notify.x);
		}
		if (!h->notify.done)
			return false;
		h->notify_posted = false;
		if (h->notify.x.actual == 8 && h->notify.buf[1] == CDC_RESPONSE_AVAILABLE) {
			CHECK(h->notify.buf[0] == 0xa1 && get_le16(h->notify.buf + 4) == 0);
			return true;
		}
	}
}

u32 host_receive(struct host *h)
{
	u8 fragment[65535];
	u32 type = 0, total = 1, current = 0;

	h->response_len = 0;
	while (current < total) {
		int n;

		if (!host_notified(h))
			return 0;
		n = host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, fragment,
				 4096);
		if (n < MBIM_HEADER_LEN)
			return 0;
		CHECK(get_le32(fragment + 4) == (u32)n);
		type = get_le32(fragment);
		if (type != MBIM_COMMAND_DONE && type != MBIM_INDICATE_STATUS) {
			memcpy(h->response, fragment, n);
			h->response_len = n;
			return type;
		}
		if (h->m->control.max_transfer)
			CHECK((u32)n <= h->m->control.max_transfer);
		total = get_le32(fragment + 12);
		CHECK(get_le32(fragment + 16) == current);
		memcpy(h->response + h->response_len, fragment + (current ? 20 : 0),
		       n - (current ? 20 : 0));
		h->response_len += n - (current ? 20 : 0);
		current++;
	}
	return type;
}

void host_open(struct host *h, u32 max_transfer)
{
	u8 msg[16];

	put_le32(msg, MBIM_OPEN_MSG);
	put_le32(msg + 4, 16);
	put_le32(msg + 8, ++h->tid);
	put_le32(msg + 12, max_transfer);
	CHECK(host_send(h, msg, 16) == 16);
	CHECK(host_receive(h) == MBIM_OPEN_DONE);
	CHECK(get_le32(h->response + 8) == h->tid && get_le32(h->response + 12) == 0);
}

void host_close(struct host *h)
{
	u8 msg[12];

	put_le32(msg, MBIM_CLOSE_MSG);
	put_le32(msg + 4, 12);
	put_le32(msg + 8, ++h->tid);
	CHECK(host_send(h, msg, 12) == 12);
	CHECK(host_receive(h) == MBIM_CLOSE_DONE);
}

u32 host_command_message(u8 *msg, u32 tid, const u8 *uuid, u32 cid, bool set, const void *info,
			 u32 len)
{
	put_le32(msg, MBIM_COMMAND_MSG);
	put_le32(msg + 4, MBIM_COMMAND_LEN + len);
	put_le32(msg + 8, tid);
	put_le32(msg + 12, 1);
	put_le32(msg + 16, 0);
	memcpy(msg + 20, uuid, 16);
	put_le32(msg + 36, cid);
	put_le32(msg + 40, set);
	put_le32(msg + 44, len);
	if (len)
		memcpy(msg + MBIM_COMMAND_LEN, info, len);
	return MBIM_COMMAND_LEN + len;
}

u32 host_command(struct host *h, const u8 *uuid, u32 cid, bool set, const void *info, u32 len)
{
	u8 msg[8192];
	u32 n = host_command_message(msg, ++h->tid, uuid, cid, set, info, len), type;

	CHECK(host_send(h, msg, n) == (int)n);
	do {
		type = host_receive(h);
	} while (type == MBIM_INDICATE_STATUS);
	CHECK(type == MBIM_COMMAND_DONE);
	CHECK(get_le32(h->response + 8) == h->tid);
	CHECK(get_le32(h->response + 44) == h->response_len - MBIM_COMMAND_LEN);
	return type == MBIM_COMMAND_DONE ? get_le32(h->response + 40) : ~0u;
}

const u8 *host_info(struct host *h, u32 *len)
{
	*len = h->response_len - MBIM_COMMAND_LEN;
	return h->response + MBIM_COMMAND_LEN;
}

bool host_indication(struct host *h, u32 cid)
{
	return host_receive(h) == MBIM_INDICATE_STATUS && get_le32(h->response + 36) == cid &&
	       !get_le32(h->response + 8);
}

u32 host_connect(struct host *h, u32 session, bool activate)
{
	u8 info[60] = { 0 };

	put_le32(info, session);
	put_le32(info + 4, activate);
	put_le32(info + 40, IP_V4V6);
	return host_command(h, uuid_basic, CID_CONNECT, true, info, sizeof(info));
}

void host_up(struct host *h, bool ntb32)
{
	host_bring_up(h, ntb32);
	host_open(h, 4096);
	CHECK(host_connect(h, 0, true) == MBIM_STATUS_SUCCESS);
	CLEAN(h);
}

/* ---------------------------------- data --------------------------------- */

void host_bulk_out(struct host *h, const void *p, u32 len, bool zero)
{
	struct host_xfer *hx = &h->out;

	CHECK(hx->done);
	memset(&hx->x, 0, sizeof(hx->x));
	hx->done = false;
	hx->x.ep = EP_BULK_OUT;
	hx->x.zero = zero;
	hx->x.buf = hx->buf;
	hx->x.len = len;
	if (len)
		memcpy(hx->buf, p, len);
	usb_submit(h->m, &hx->x);
}

u32 host_ntb(struct host *h, bool dss, u8 session, const void *p, u32 len, u8 *out)
{
	const struct modem_config *c = &h->m->cfg;
	struct ntb_rules rules = {
		.ntb32 = h->m->data.ntb32,
		.max_size = min_u32(c->out_max, h->m->data.ntb32 ? ~0u : 65535),
		.divisor = c->out_divisor,
		.remainder = c->out_remainder,
		.alignment = c->out_alignment,
		.ndp = NDP_LAST,
	};
	struct dgram *d = xalloc(sizeof(*d) + len);
	struct list_head queue;
	u32 n, total;

	list_init(&queue);
	d->dss = dss;
	d->session = session;
	d->len = len;
	memcpy(d->data, p, len);
	list_add_tail(&d->node, &queue);
	total = ntb_encode(&rules, &queue, h->sequence++, out, &n);
	CHECK(n == 1);
	return total;
}

void host_datagram(struct host *h, bool dss, u8 session, const void *p, u32 len)
{
	static u8 ntb[65536];
	u32 n = host_ntb(h, dss, session, p, len, ntb);

	host_bulk_out(h, ntb, n, !(n % h->m->cfg.bulk_mps));
}

bool host_bulk_in(struct host *h, u32 size)
{
	struct host_xfer *hx = &h->in;

	if (hx->done) {
		memset(&hx->x, 0, sizeof(hx->x));
		hx->done = false;
		hx->x.ep = EP_BULK_IN;
		hx->x.buf = hx->buf;
		hx->x.len = size;
		usb_submit(h->m, &hx->x);
	}
	return hx->done;
}

const u8 *host_in_datagram(struct host *h, u32 *len)
{
	const u8 *p = h->in.buf;
	bool ntb32 = h->m->data.ntb32;
	u32 ndp = ntb32 ? get_le32(p + 12) : get_le16(p + 10);

	*len = ntb32 ? get_le32(p + ndp + 20) : get_le16(p + ndp + 10);
	return p + (ntb32 ? get_le32(p + ndp + 16) : get_le16(p + ndp + 8));
}

u32 host_udp(u8 *p, u32 session, u16 port, const void *data, u32 len)
{
	const u8 src[4] = { 10, 64, session, 2 }, dst[4] = { 192, 0, 2, 1 };

	memcpy(p + 28, data, len);
	inet_put_v4(p, 1, PROTO_UDP, src, dst, UDP_HEADER + len);
	inet_put_udp(p, p + IPV4_HEADER, 4000, port, len);
	return 28 + len;
}
