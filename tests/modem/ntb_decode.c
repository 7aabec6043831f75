// SPDX-License-Identifier: GPL-2.0
/*
 * Strict NTB decoder for the host's transfers: every field is checked, every byte must belong to
 * exactly one thing or be zero padding, and each departure is recorded under its own name.
 * A fault costs the host no more than the part that it makes unreadable.
 */
#include "core.h"

#define NDP_LINKS 4096	/* an NDP too short to take bytes of its own could link to itself */

enum { MAP_FREE, MAP_HEADER, MAP_NDP, MAP_DATAGRAM };

struct decoder {
	struct modem *m;
	const u8 *p;
	u32 len;		/* of the transfer */
	u32 block;
	bool ntb32;
	bool spoiled;		/* padding cannot be told any more */
	u32 datagrams, ndps;
	u32 first_ndp, last_payload;
	u32 divisor, remainder, alignment;
};

static u8 map[NTB_BUFFER];	/* what each byte of the NTB is used for */

static bool map_take(u32 off, u32 len, u8 use)
{
	for (u32 i = 0; i < len; i++)
		if (map[off + i])
			return false;
	memset(map + off, use, len);
	return true;
}

static bool decode_header(struct decoder *d)
{
	struct modem *m = d->m;
	u32 hlen = ntb_header_length(d->ntb32);
	u16 sequence = get_le16(d->p + 6);
	u32 signature = get_le32(d->p);

	if (signature != (d->ntb32 ? NTH32_SIGNATURE : NTH16_SIGNATURE)) {
		violation_record(m, V_NTH_SIGNATURE, "%08x with %s selected", signature,
				 d->ntb32 ? "NTB32" : "NTB16");
		return false;
	}
	if (get_le16(d->p + 4) != hlen) {
		violation_record(m, V_NTH_HEADER_LENGTH, "%u", get_le16(d->p + 4));
		return false;
	}
	if (sequence != m->data.out_sequence)
		violation_record(m, V_NTH_SEQUENCE, "%u instead of %u", sequence,
				 m->data.out_sequence);
	m->data.out_sequence = sequence + 1;

	d->block = d->ntb32 ? get_le32(d->p + 8) : get_le16(d->p + 8);
	if (!d->block && !d->ntb32)
		d->block = d->len;	/* the transfer ends the block */
	if (d->block > d->len || d->block < hlen) {
		violation_record(m, V_NTH_BLOCK_LENGTH, "%u in a transfer of %u", d->block, d->len);
		return false;
	}
	if (d->block < d->len)
		violation_record(m, V_NTB_TRAILING, "%u behind a block of %u", d->len - d->block,
				 d->block);
	map_take(0, hlen, MAP_HEADER);
	return true;
}

static void decode_datagram(struct decoder *d, bool dss, u8 session, u32 off, u32 len)
{
	struct modem *m = d->m;

	d->datagrams++;
	if (off < ntb_header_length(d->ntb32) || (u64)off + len > d->block) {
		violation_record(m, V_DGRAM_BEYOND, "%u+%u in a block of %u", off, len, d->block);
		d->spoiled = true;
		return;
	}
	if (!map_take(off, len, MAP_DATAGRAM)) {
		violation_record(m, V_DGRAM_OVERLAP, "%u+%u", off, len);
		d->spoiled = true;
		return;
	}
	if (off % d->divisor != d->remainder)
		violation_record(m, V_DGRAM_ALIGNMENT, "offset %u, modulo %u should be %u", off,
				 d->divisor, d->remainder);
	if (len > m->data.datagram_size)
		violation_record(m, V_DGRAM_TOO_LONG, "%u, limit %u", len, m->data.datagram_size);
	if (off > d->last_payload)
		d->last_payload = off;
	m->data.out_datagrams++;
	if (dss)
		session_uplink_dss(m, session, d->p + off, len);
	else
		session_uplink(m, session, d->p + off, len);
}

static void decode_entries(struct decoder *d, const u8 *ndp, u32 length, bool dss, u8 session)
{
	struct modem *m = d->m;
	u32 head = d->ntb32 ? 16 : 8, size = d->ntb32 ? 8 : 4;
	u32 entries = (length - head) / size, found = 0, i;

	for (i = 0; i < entries; i++) {
		const u8 *e = ndp + head + i * size;
		u32 off = d->ntb32 ? get_le32(e) : get_le16(e);
		u32 len = d->ntb32 ? get_le32(e + 4) : get_le16(e + 2);

		if (!off && !len)
			break;
		if (!off || (!len && !dss)) {
			violation_record(m, V_NDP_HALF_ENTRY, "entry %u: %u+%u", i, off, len);
			continue;
		}
		found++;
		decode_datagram(d, dss, session, off, len);
	}
	if (i == entries)
		violation_record(m, V_NDP_TERMINATOR, "%u entries", entries);
	else if (i + 1 < entries)
		violation_record(m, V_NDP_OVERSIZED, "%u entries behind the terminator",
				 entries - i - 1);
	if (!found)
		violation_record(m, V_NDP_EMPTY, "session %u, wLength %u", session, length);
}

/* Return: index of the next NDP, 0 at the end of the chain or where it breaks. */
static u32 decode_ndp(struct decoder *d, u32 index)
{
	struct modem *m = d->m;
	u32 minimum = d->ntb32 ? 32 : 16, head = d->ntb32 ? 16 : 8;
	const u8 *ndp = d->p + index;
	u32 hlen = ntb_header_length(d->ntb32), length, signature, next;
	bool dss;

	if (index < hlen || index % 4 || (u64)index + head > d->block) {
		violation_record(m, V_NTH_NDP_INDEX, "%u in a block of %u", index, d->block);
		d->spoiled = true;
		return 0;
	}
	if (index % d->alignment)
		violation_record(m, V_NDP_ALIGNMENT, "offset %u, alignment %u", index,
				 d->alignment);

	length = get_le16(ndp + 4);
	next = d->ntb32 ? get_le32(ndp + 8) : get_le16(ndp + 6);
	if (length < minimum || length % (d->ntb32 ? 8 : 4) || (u64)index + length > d->block) {
		violation_record(m, V_NDP_LENGTH, "%u at %u in a block of %u", length, index,
				 d->block);
		d->spoiled = true;
		return (u64)index + length > d->block ? 0 : next;
	}
	if (!map_take(index, length, MAP_NDP)) {
		violation_record(m, V_NDP_CHAIN, "NDP at %u overlaps", index);
		d->spoiled = true;
		return 0;
	}
	if (d->ntb32 && (get_le16(ndp + 6) || get_le32(ndp + 12)))
		violation_record(m, V_NDP_RESERVED, "at %u", index);

	signature = get_le32(ndp) & 0xffffff;
	dss = signature == (d->ntb32 ? NDP32_DSS : NDP16_DSS);
	if (!dss && signature != (d->ntb32 ? NDP32_IPS : NDP16_IPS)) {
		violation_record(m, V_NDP_SIGNATURE, "%08x", get_le32(ndp));
		d->spoiled = true;
		return next;
	}
	d->ndps++;
	decode_entries(d, ndp, length, dss, ndp[3]);
	return next;
}

static void decode_padding(struct decoder *d)
{
	for (u32 i = 0; i < d->block; i++) {
		if (map[i] || !d->p[i])
			continue;
		violation_record(d->m, V_NTB_PADDING, "byte %u is %02x", i, d->p[i]);
		return;
	}
}

static void decode_limits(struct decoder *d)
{
	struct modem *m = d->m;

	if (m->cfg.out_datagrams && d->datagrams > m->cfg.out_datagrams)
		violation_record(m, V_DGRAM_COUNT, "%u, limit %u", d->datagrams,
				 m->cfg.out_datagrams);
	if (d->datagrams > m->data.out_max_datagrams)
		m->data.out_max_datagrams = d->datagrams;
	if (m->cfg.ndp_to_end && (d->ndps > 1 || d->first_ndp < d->last_payload))
		violation_record(m, V_NDP_TO_END, "%u NDPs, first at %u, last payload at %u",
				 d->ndps, d->first_ndp, d->last_payload);
	if (!d->spoiled)
		decode_padding(d);
}

/* Nobody looks into it, but it was a block of the host's: the next one has the next number. */
static void ntb_drop(struct modem *m, const u8 *p, u32 len)
{
	if (!m->control.forgotten)
		violation_record(m, V_DATA_NOT_OPEN, "NTB of %u bytes", len);
	if (len >= 8)
		m->data.out_sequence = get_le16(p + 6) + 1;
}

void ntb_decode(struct modem *m, const u8 *p, u32 len)
{
	struct decoder d = { .m = m, .p = p, .len = len, .ntb32 = m->data.ntb32 };
	u32 hlen = ntb_header_length(d.ntb32), links = 0, ndp;

	m->data.out_ntbs++;
	m->data.out_bytes += len;
	if (!m->control.open || m->control.opening) {
		ntb_drop(m, p, len);
		return;
	}
	if (len < hlen + 8) {
		violation_record(m, V_NTB_SHORT, "%u bytes", len);
		return;
	}
	if (len > m->cfg.out_max)
		violation_record(m, V_NTB_OVERSIZE, "%u, dwNtbOutMaxSize %u", len, m->cfg.out_max);

	d.divisor = ntb_sane_alignment(m->cfg.out_divisor, m->cfg.out_max);
	d.alignment = ntb_sane_alignment(m->cfg.out_alignment, m->cfg.out_max);
	d.remainder = m->cfg.out_remainder < d.divisor ? m->cfg.out_remainder : 0;
	memset(map, MAP_FREE, len);
	if (!decode_header(&d))
		return;

	ndp = d.ntb32 ? get_le32(p + 12) : get_le16(p + 10);
	d.first_ndp = ndp;
	do {
		ndp = decode_ndp(&d, ndp);
	} while (ndp && ++links < NDP_LINKS);
	if (ndp)
		violation_record(m, V_NDP_CHAIN, "no end after %u NDPs", NDP_LINKS);
	decode_limits(&d);
}
