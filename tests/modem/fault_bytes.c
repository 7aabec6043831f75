// SPDX-License-Identifier: GPL-2.0
/*
 * What faults do to bytes: fields and parts of everything that the modem sends, by name.  Touches
 * only what it is given.
 */
#include "fault.h"

#include <stdlib.h>

#include "mbim.h"

/* A part is where fields are counted from. */
enum part {
	START, CONF, IAD, COMM, DATA0, DATA1, HEADER, UNION, MBIM, EXTENDED, INTERRUPT, IN, OUT,
	NDP, DATAGRAM, END,
};

static const struct {
	const char *name;
	u8 type, subtype, nth;		/* descriptors of a configuration */
} parts[] = {
	[START] = { "start", 0, 0, 0 },
	[CONF] = { "conf", 0x02, 0, 0 },
	[IAD] = { "iad", 0x0b, 0, 0 },
	[COMM] = { "comm", 0x04, 0x02, 0 },
	[DATA0] = { "data0", 0x04, 0x0a, 0 },
	[DATA1] = { "data1", 0x04, 0x0a, 1 },
	[HEADER] = { "header", 0x24, 0x00, 0 },
	[UNION] = { "union", 0x24, 0x06, 0 },
	[MBIM] = { "mbim", 0x24, 0x1b, 0 },
	[EXTENDED] = { "extended", 0x24, 0x1c, 0 },
	[INTERRUPT] = { "int", 0x05, 0, 0 },
	[IN] = { "in", 0x05, 0, 1 },
	[OUT] = { "out", 0x05, 0, 2 },
	[NDP] = { "ndp", 0, 0, 0 },
	[DATAGRAM] = { "datagram", 0, 0, 0 },
	[END] = { "end", 0, 0, 0 },
};

static const struct field {
	enum fault_form form;
	enum part part;
	const char *name;
	u8 offset, width;
} fields[] = {
	{ FORM_DEVICE, START, "length", 0, 1 },
	{ FORM_DEVICE, START, "type", 1, 1 },
	{ FORM_DEVICE, START, "packet", 7, 1 },
	{ FORM_DEVICE, START, "configurations", 17, 1 },

	{ FORM_CONFIG, CONF, "length", 0, 1 },
	{ FORM_CONFIG, CONF, "total", 2, 2 },
	{ FORM_CONFIG, CONF, "interfaces", 4, 1 },
	{ FORM_CONFIG, IAD, "first", 2, 1 },
	{ FORM_CONFIG, IAD, "count", 3, 1 },
	{ FORM_CONFIG, COMM, "length", 0, 1 },
	{ FORM_CONFIG, COMM, "type", 1, 1 },
	{ FORM_CONFIG, COMM, "number", 2, 1 },
	{ FORM_CONFIG, COMM, "setting", 3, 1 },
	{ FORM_CONFIG, COMM, "endpoints", 4, 1 },
	{ FORM_CONFIG, COMM, "protocol", 7, 1 },
	{ FORM_CONFIG, DATA0, "type", 1, 1 },
	{ FORM_CONFIG, DATA0, "number", 2, 1 },
	{ FORM_CONFIG, DATA1, "length", 0, 1 },
	{ FORM_CONFIG, DATA1, "type", 1, 1 },
	{ FORM_CONFIG, DATA1, "number", 2, 1 },
	{ FORM_CONFIG, DATA1, "setting", 3, 1 },
	{ FORM_CONFIG, DATA1, "endpoints", 4, 1 },
	{ FORM_CONFIG, DATA1, "class", 5, 1 },
	{ FORM_CONFIG, DATA1, "protocol", 7, 1 },
	{ FORM_CONFIG, HEADER, "length", 0, 1 },
	{ FORM_CONFIG, HEADER, "subtype", 2, 1 },
	{ FORM_CONFIG, UNION, "length", 0, 1 },
	{ FORM_CONFIG, UNION, "type", 1, 1 },
	{ FORM_CONFIG, UNION, "subtype", 2, 1 },
	{ FORM_CONFIG, UNION, "master", 3, 1 },
	{ FORM_CONFIG, UNION, "slave", 4, 1 },
	{ FORM_CONFIG, MBIM, "length", 0, 1 },
	{ FORM_CONFIG, MBIM, "subtype", 2, 1 },
	{ FORM_CONFIG, MBIM, "control", 5, 2 },
	{ FORM_CONFIG, MBIM, "filters", 7, 1 },
	{ FORM_CONFIG, MBIM, "segment", 9, 2 },
	{ FORM_CONFIG, MBIM, "capabilities", 11, 1 },
	{ FORM_CONFIG, EXTENDED, "length", 0, 1 },
	{ FORM_CONFIG, EXTENDED, "subtype", 2, 1 },
	{ FORM_CONFIG, EXTENDED, "version", 3, 2 },
	{ FORM_CONFIG, EXTENDED, "outstanding", 5, 1 },
	{ FORM_CONFIG, EXTENDED, "mtu", 6, 2 },
	{ FORM_CONFIG, INTERRUPT, "length", 0, 1 },
	{ FORM_CONFIG, INTERRUPT, "type", 1, 1 },
	{ FORM_CONFIG, INTERRUPT, "address", 2, 1 },
	{ FORM_CONFIG, INTERRUPT, "attributes", 3, 1 },
	{ FORM_CONFIG, INTERRUPT, "packet", 4, 2 },
	{ FORM_CONFIG, IN, "address", 2, 1 },
	{ FORM_CONFIG, IN, "attributes", 3, 1 },
	{ FORM_CONFIG, IN, "packet", 4, 2 },
	{ FORM_CONFIG, OUT, "length", 0, 1 },
	{ FORM_CONFIG, OUT, "type", 1, 1 },
	{ FORM_CONFIG, OUT, "address", 2, 1 },
	{ FORM_CONFIG, OUT, "attributes", 3, 1 },
	{ FORM_CONFIG, OUT, "packet", 4, 2 },

	{ FORM_PARAMS, START, "length", 0, 2 },
	{ FORM_PARAMS, START, "formats", 2, 2 },
	{ FORM_PARAMS, START, "in_max", 4, 4 },
	{ FORM_PARAMS, START, "in_divisor", 8, 2 },
	{ FORM_PARAMS, START, "in_remainder", 10, 2 },
	{ FORM_PARAMS, START, "in_alignment", 12, 2 },
	{ FORM_PARAMS, START, "out_max", 16, 4 },
	{ FORM_PARAMS, START, "out_divisor", 20, 2 },
	{ FORM_PARAMS, START, "out_remainder", 22, 2 },
	{ FORM_PARAMS, START, "out_alignment", 24, 2 },
	{ FORM_PARAMS, START, "out_datagrams", 26, 2 },
	{ FORM_SIZE, START, "value", 0, 2 },

	{ FORM_MESSAGE, START, "type", 0, 4 },
	{ FORM_MESSAGE, START, "length", 4, 4 },
	{ FORM_MESSAGE, START, "tid", 8, 4 },
	{ FORM_MESSAGE, START, "status", 12, 4 },	/* of OPEN_DONE and the like */
	{ FORM_MESSAGE, START, "total", 12, 4 },
	{ FORM_MESSAGE, START, "current", 16, 4 },
	{ FORM_MESSAGE, START, "service", 20, 4 },
	{ FORM_MESSAGE, START, "cid", 36, 4 },
	{ FORM_MESSAGE, START, "outcome", 40, 4 },	/* of a command */
	{ FORM_MESSAGE, START, "info", 44, 4 },		/* its length in COMMAND_DONE */
	{ FORM_MESSAGE, START, "indicated", 40, 4 },	/* and in INDICATE_STATUS */
	{ FORM_MESSAGE, START, "first", 48, 4 },	/* what the information begins with */

	{ FORM_NOTIFY, START, "request", 0, 1 },
	{ FORM_NOTIFY, START, "code", 1, 1 },
	{ FORM_NOTIFY, START, "value", 2, 2 },
	{ FORM_NOTIFY, START, "index", 4, 2 },
	{ FORM_NOTIFY, START, "length", 6, 2 },

	{ FORM_NTB16, START, "signature", 0, 4 },
	{ FORM_NTB16, START, "header", 4, 2 },
	{ FORM_NTB16, START, "sequence", 6, 2 },
	{ FORM_NTB16, START, "block", 8, 2 },
	{ FORM_NTB16, START, "index", 10, 2 },
	{ FORM_NTB16, NDP, "signature", 0, 4 },
	{ FORM_NTB16, NDP, "session", 3, 1 },
	{ FORM_NTB16, NDP, "length", 4, 2 },
	{ FORM_NTB16, NDP, "next", 6, 2 },
	{ FORM_NTB16, NDP, "datagram", 8, 2 },
	{ FORM_NTB16, NDP, "bytes", 10, 2 },
	{ FORM_NTB16, NDP, "datagram2", 12, 2 },
	{ FORM_NTB16, NDP, "bytes2", 14, 2 },
	{ FORM_NTB16, DATAGRAM, "version", 0, 1 },
	{ FORM_NTB16, DATAGRAM, "total", 2, 1 },	/* upper half of an IPv4 packet's length */
	{ FORM_NTB32, START, "signature", 0, 4 },
	{ FORM_NTB32, START, "header", 4, 2 },
	{ FORM_NTB32, START, "sequence", 6, 2 },
	{ FORM_NTB32, START, "block", 8, 4 },
	{ FORM_NTB32, START, "index", 12, 4 },
	{ FORM_NTB32, NDP, "signature", 0, 4 },
	{ FORM_NTB32, NDP, "session", 3, 1 },
	{ FORM_NTB32, NDP, "length", 4, 2 },
	{ FORM_NTB32, NDP, "next", 8, 4 },
	{ FORM_NTB32, NDP, "datagram", 16, 4 },
	{ FORM_NTB32, NDP, "bytes", 20, 4 },
	{ FORM_NTB32, NDP, "datagram2", 24, 4 },
	{ FORM_NTB32, NDP, "bytes2", 28, 4 },
	{ FORM_NTB32, DATAGRAM, "version", 0, 1 },
	{ FORM_NTB32, DATAGRAM, "total", 2, 1 },
};

struct bytes {
	enum fault_form form;
	u8 *p;
	u32 len, room;
};

static u32 bytes_get(const struct bytes *b, u32 off, u32 width)
{
	if (off > b->len || b->len - off < width)
		return 0;
	return width == 1 ? b->p[off] : width == 2 ? get_le16(b->p + off) : get_le32(b->p + off);
}

static void bytes_put(struct bytes *b, u32 off, u32 width, u32 v)
{
	if (off > b->len || b->len - off < width)
		return;
	if (width == 1)
		b->p[off] = v;
	else if (width == 2)
		put_le16(b->p + off, v);
	else
		put_le32(b->p + off, v);
}

/* --------------------------------- parts --------------------------------- */

/* Interfaces are told apart by their class, functional descriptors by their subtype. */
static bool is_part(const u8 *d, enum part part)
{
	if (d[1] != parts[part].type)
		return false;
	if (d[1] == 0x04)
		return d[0] > 5 && d[5] == parts[part].subtype;
	return d[1] != 0x24 || d[2] == parts[part].subtype;
}

static u32 config_part(const struct bytes *b, enum part part)
{
	u32 nth = parts[part].nth;

	for (u32 off = 0; off + 2 < b->len && b->p[off] > 2; off += b->p[off])
		if (is_part(b->p + off, part) && !nth--)
			return off;
	return b->len;
}

/* Return: its offset, or the length where there is none. */
static u32 find_part(const struct bytes *b, enum part part)
{
	bool ntb32 = b->form == FORM_NTB32;
	u32 ndp;

	if (part == START)
		return 0;
	if (part == END)
		return b->len;
	if (b->form == FORM_CONFIG)
		return config_part(b, part);
	ndp = ntb32 ? bytes_get(b, 12, 4) : bytes_get(b, 10, 2);
	if (part == DATAGRAM)
		return ntb32 ? bytes_get(b, ndp + 16, 4) : bytes_get(b, ndp + 8, 2);
	return ndp;
}

static bool form_has_part(enum fault_form form, enum part part)
{
	bool ntb = form == FORM_NTB16 || form == FORM_NTB32;

	if (part == START || part == END)
		return true;
	return part == NDP || part == DATAGRAM ? ntb : form == FORM_CONFIG;
}

/* @name up to a sign or its end. */
static int part_named(enum fault_form form, const char *name)
{
	size_t len = strcspn(name, "+-");

	for (size_t i = 0; i < ARRAY_SIZE(parts); i++)
		if (strlen(parts[i].name) == len && !memcmp(parts[i].name, name, len))
			return form_has_part(form, i) ? (int)i : -1;
	return -1;
}

/* "PART.NAME", or "NAME" of what begins at the start. */
static const struct field *field_named(enum fault_form form, const char *name)
{
	const char *dot = strchr(name, '.');
	size_t len = dot ? (size_t)(dot - name) : 0;

	for (size_t i = 0; i < ARRAY_SIZE(fields); i++) {
		const struct field *f = &fields[i];
		const char *part = f->part == START ? "" : parts[f->part].name;

		if (f->form == form && strlen(part) == len && !memcmp(part, name, len) &&
		    !strcmp(f->name, dot ? dot + 1 : name))
			return f;
	}
	return NULL;
}

/* --------------------------------- edits --------------------------------- */

static u32 value_of(const struct bytes *b, const char *text, u32 old)
{
	const char *sign = text;

	if (*text == '@') {
		sign += strcspn(text, "+-");
		old = find_part(b, part_named(b->form, text + 1));
	}
	if (*sign == '+')
		return old + strtoul(sign + 1, NULL, 0);
	if (*sign == '-')
		return old - strtoul(sign + 1, NULL, 0);
	return *text == '@' ? old : strtoul(text, NULL, 0);
}

static void do_size(struct bytes *b, u32 v)
{
	v = min_u32(v, b->room);
	if (v > b->len)
		memset(b->p + b->len, 0, v - b->len);
	b->len = v;
}

static void do_noise(struct bytes *b, u32 v)
{
	u32 x = 2463534242u;

	for (; v < b->len; v++) {
		x ^= x << 13;
		x ^= x >> 17;
		x ^= x << 5;
		b->p[v] = x;
	}
}

static void do_double(struct bytes *b, u32 v __unused)
{
	u32 n = min_u32(b->len, b->room - b->len);

	memcpy(b->p + b->len, b->p, n);
	b->len += n;
}

/* Room for so many bytes, aligned, behind everything.  Return: its offset, 0 when there is none. */
static u32 ntb_more(struct bytes *b, u32 n)
{
	u32 at = align_up(b->len, 4);

	if (at > b->room || b->room - at < n)
		return 0;
	memset(b->p + b->len, 0, at + n - b->len);
	b->len = at + n;
	bytes_put(b, 8, b->form == FORM_NTB32 ? 4 : 2, b->len);
	return at;
}

static void ntb_set_first(struct bytes *b, u32 at)
{
	if (b->form == FORM_NTB32)
		bytes_put(b, 12, 4, at);
	else
		bytes_put(b, 10, 2, at);
}

static void do_repeat(struct bytes *b, u32 v)
{
	u32 head = b->form == FORM_NTB32 ? 16 : 8, entry = head / 2;
	u32 ndp = find_part(b, NDP), size = head + entry * (v + 1), at;

	if (ndp > b->len || b->len - ndp < head + entry || size > 65535)
		return;
	at = ntb_more(b, size);
	if (!at)
		return;
	memcpy(b->p + at, b->p + ndp, head);
	for (u32 i = 0; i < v; i++)
		memcpy(b->p + at + head + i * entry, b->p + ndp + head, entry);
	put_le16(b->p + at + 4, size);
	ntb_set_first(b, at);
}

static void do_chain(struct bytes *b, u32 v)
{
	u32 ndp = find_part(b, NDP), next = b->form == FORM_NTB32 ? 8 : 6, last = ndp;
	u32 size = bytes_get(b, ndp + 4, 2);

	if (ndp > b->len || b->len - ndp < size)
		return;
	while (v--) {
		u32 at = ntb_more(b, size);

		if (!at)
			return;
		memcpy(b->p + at, b->p + ndp, size);
		bytes_put(b, at + next, next == 8 ? 4 : 2, 0);
		bytes_put(b, last + next, next == 8 ? 4 : 2, at);
		last = at;
	}
}

static const struct {
	const char *name;
	void (*run)(struct bytes *b, u32 v);
	bool ntb;
} operations[] = {
	{ "size", do_size, false },
	{ "noise", do_noise, false },
	{ "double", do_double, false },
	{ "repeat", do_repeat, true },
	{ "chain", do_chain, true },
};

static bool value_known(enum fault_form form, const char *value)
{
	char *end;

	if (*value == '@') {
		if (part_named(form, value + 1) < 0)
			return false;
		value += strcspn(value, "+-");
		if (!*value)
			return true;
	}
	if (*value == '+' || *value == '-')
		value++;
	strtoul(value, &end, 0);
	return end != value && !*end;
}

bool fault_edit_known(enum fault_form form, const char *name, const char *value)
{
	if (form == FORM_NONE)
		return false;
	for (size_t i = 0; i < ARRAY_SIZE(operations); i++) {
		if (strcmp(operations[i].name, name))
			continue;
		return (!operations[i].ntb || form == FORM_NTB16) &&
		       (operations[i].run == do_double ? !*value : value_known(form, value));
	}
	return field_named(form, name) && value_known(form, value);
}

static void bytes_edit(struct bytes *b, const struct fault_edit *e)
{
	const struct field *f;
	u32 off;

	for (size_t i = 0; i < ARRAY_SIZE(operations); i++) {
		if (strcmp(operations[i].name, e->name))
			continue;
		operations[i].run(b, value_of(b, e->value, b->len));
		return;
	}
	f = field_named(b->form, e->name);
	off = find_part(b, f->part) + f->offset;
	bytes_put(b, off, f->width, value_of(b, e->value, bytes_get(b, off, f->width)));
}

u32 fault_bytes(const struct fault *f, enum fault_form form, u8 *p, u32 len, u32 room)
{
	struct bytes b = { .form = form, .p = p, .len = len, .room = room };

	for (u32 i = 0; f && i < f->edits; i++)
		bytes_edit(&b, &f->edit[i]);
	return b.len;
}
