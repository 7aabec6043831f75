// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors of the emulated modem, written out from its configuration.  Nothing here is sent on
 * its own account: ep0.c asks.
 */
#include "core.h"

#include <stdio.h>

struct writer {
	u8 *p;
	u32 len;
};

static void put(struct writer *w, const u8 *bytes, u32 n)
{
	memcpy(w->p + w->len, bytes, n);
	w->len += n;
}

#define PUT(w, ...) do { \
	const u8 bytes_[] = { __VA_ARGS__ }; \
	put(w, bytes_, sizeof(bytes_)); \
} while (0)

#define LE16(v) (u8)(v), (u8)((v) >> 8)
#define LE32(v) (u8)(v), (u8)((v) >> 8), (u8)((v) >> 16), (u8)((v) >> 24)

enum { STR_NONE, STR_VENDOR, STR_PRODUCT, STR_SERIAL, STR_MAC };

u32 usb_device_descriptor(const struct modem *m, u8 *out)
{
	const struct modem_config *c = &m->cfg;
	bool super = c->speed == SPEED_SUPER;
	struct writer w = { .p = out };

	/* SuperSpeed gives the size of endpoint 0 as a power of two. */
	PUT(&w, 18, 0x01, LE16(super ? 0x0300 : 0x0200), c->iad ? 0xef : 0x02, c->iad ? 0x02 : 0x00,
	    c->iad ? 0x01 : 0x00, super ? 9 : 64, LE16(c->vid), LE16(c->pid), LE16(0x0100),
	    STR_VENDOR, STR_PRODUCT, STR_SERIAL, 1);
	return w.len;
}

static void put_endpoint(struct writer *w, const struct modem *m, u8 addr, u8 type, u32 mps,
			 u8 interval)
{
	PUT(w, 7, 0x05, addr, type, LE16(mps), interval);
	if (m->cfg.speed == SPEED_SUPER) {
		u32 per_interval = type == 3 ? mps : 0;

		PUT(w, 6, 0x30, 0, 0, LE16(per_interval));
	}
}

static void put_notify_endpoint(struct writer *w, const struct modem *m)
{
	put_endpoint(w, m, EP_NOTIFY, 3, m->cfg.int_mps, 5);
}

static void put_bulk_endpoints(struct writer *w, const struct modem *m)
{
	put_endpoint(w, m, EP_BULK_IN, 2, m->cfg.bulk_mps, 0);
	put_endpoint(w, m, EP_BULK_OUT, 2, m->cfg.bulk_mps, 0);
}

static void put_header_and_union(struct writer *w, const struct modem *m)
{
	PUT(w, 5, 0x24, 0x00, LE16(0x0110));
	if (m->cfg.union_desc)
		PUT(w, 5, 0x24, 0x06, m->cfg.comm_if, m->cfg.data_if);
}

static void put_mbim_functional(struct writer *w, const struct modem *m)
{
	const struct modem_config *c = &m->cfg;

	put_header_and_union(w, m);
	PUT(w, 12, 0x24, 0x1b, LE16(0x0100), LE16(c->max_control), c->filters, c->filter_size,
	    LE16(c->segment), c->net_caps);
	/* 0x0100 for compatibility, whatever VERSION can negotiate later. */
	if (c->extended)
		PUT(w, 8, 0x24, 0x1c, LE16(0x0100), c->outstanding, LE16(c->mtu));
}

static void put_ncm_functional(struct writer *w, const struct modem *m)
{
	put_header_and_union(w, m);
	PUT(w, 13, 0x24, 0x0f, STR_MAC, LE32(0), LE16(1514), LE16(0), 0);
	PUT(w, 6, 0x24, 0x1a, LE16(0x0100), 0);
}

static void put_interface(struct writer *w, u32 number, u8 alt, u8 endpoints, u8 class, u8 sub,
			  u8 protocol)
{
	PUT(w, 9, 0x04, number, alt, endpoints, class, sub, protocol, 0);
}

static void put_comm_interface(struct writer *w, const struct modem *m)
{
	const struct modem_config *c = &m->cfg;

	if (c->dual) {
		put_interface(w, c->comm_if, 0, 1, 0x02, CDC_SUBCLASS_NCM, 0);
		put_ncm_functional(w, m);
		put_notify_endpoint(w, m);
	}
	put_interface(w, c->comm_if, c->dual, 1, 0x02, CDC_SUBCLASS_MBIM, 0);
	put_mbim_functional(w, m);
	put_notify_endpoint(w, m);
}

static void put_data_interface(struct writer *w, const struct modem *m)
{
	const struct modem_config *c = &m->cfg;

	put_interface(w, c->data_if, 0, 0, 0x0a, 0x00, c->dual ? 0x01 : 0x02);
	if (c->dual) {
		put_interface(w, c->data_if, 1, 2, 0x0a, 0x00, 0x01);
		put_bulk_endpoints(w, m);
	}
	put_interface(w, c->data_if, usb_data_alt_mbim(m), 2, 0x0a, 0x00, 0x02);
	put_bulk_endpoints(w, m);
}

u32 usb_config_descriptor(const struct modem *m, u8 *out)
{
	const struct modem_config *c = &m->cfg;
	struct writer w = { .p = out };
	u8 first = min_u32(c->comm_if, c->data_if);

	PUT(&w, 9, 0x02, 0, 0, 2, 1, 0, 0xa0, c->speed == SPEED_SUPER ? 62 : 250);
	if (c->iad)
		PUT(&w, 8, 0x0b, first, 2, 0x02, c->dual ? CDC_SUBCLASS_NCM : CDC_SUBCLASS_MBIM, 0,
		    0);
	put_comm_interface(&w, m);
	put_data_interface(&w, m);
	put_le16(out + 2, w.len);
	return w.len;
}

u32 usb_bos_descriptor(const struct modem *m, u8 *out)
{
	struct writer w = { .p = out };

	if (m->cfg.speed != SPEED_SUPER)
		return 0;
	PUT(&w, 5, 0x0f, LE16(5 + 7 + 10), 2);
	PUT(&w, 7, 0x10, 0x02, LE32(0));		/* USB 2.0 extension, no LPM */
	PUT(&w, 10, 0x10, 0x03, 0, LE16(0x000c), 2, 10, LE16(100));
	return w.len;
}

u32 usb_string_descriptor(const struct modem *m, u8 index, u8 *out)
{
	char serial[16];
	const char *s;

	snprintf(serial, sizeof(serial), "MODEM%04u", m->cfg.serial);
	switch (index) {
	case STR_NONE:
		memcpy(out, (const u8[]){ 4, 0x03, 0x09, 0x04 }, 4);
		return 4;
	case STR_VENDOR:
		s = "Emulation";
		break;
	case STR_PRODUCT:
		s = m->cfg.name;
		break;
	case STR_SERIAL:
		s = serial;
		break;
	case STR_MAC:
		s = "020000000001";
		break;
	default:
		return 0;
	}

	u32 n = min_u32(strlen(s), 126);

	out[0] = 2 + 2 * n;
	out[1] = 0x03;
	for (u32 i = 0; i < n; i++)
		put_le16(out + 2 + 2 * i, (u8)s[i]);
	return out[0];
}
