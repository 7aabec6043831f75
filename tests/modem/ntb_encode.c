// SPDX-License-Identifier: GPL-2.0
/*
 * NTB encoder: NTB16 and NTB32, any alignment, NDPs in front, behind, or chained between the
 * datagrams.  Touches only what it is given, so the self-test plays the host with it.
 */
#include "data.h"

#include <stdlib.h>

#include "mbim.h"

struct group {
	bool dss;
	u8 session;
	u32 first, count;	/* datagrams, consecutive after sorting */
	u32 offset;		/* of the NDP */
};

struct plan {
	struct dgram *dgram[NTB_MAX_DATAGRAMS];
	u32 offset[NTB_MAX_DATAGRAMS];
	u32 count;
	struct group group[NTB_MAX_DATAGRAMS];
	u32 groups;
	u32 length;
};

#define CHAIN_DATAGRAMS 2	/* per NDP when they are chained */

u32 ntb_header_length(bool ntb32)
{
	return ntb32 ? 16 : 12;
}

void ntb_set_block_length(u8 *ntb, bool ntb32, u32 len)
{
	if (ntb32)
		put_le32(ntb + 8, len);
	else
		put_le16(ntb + 8, len);
}

u32 ntb_sane_alignment(u32 v, u32 max_size)
{
	return v < 4 || v >= max_size || (v & (v - 1)) ? 4 : v;
}

static u32 ndp_length(bool ntb32, u32 datagrams)
{
	return ntb32 ? 16 + 8 * (datagrams + 1) : 8 + 4 * (datagrams + 1);
}

/* First offset from off on that is remainder modulo divisor. */
static u32 payload_offset(const struct ntb_rules *r, u32 off)
{
	u32 remainder = r->remainder < r->divisor ? r->remainder : 0;

	return off + (remainder + r->divisor - off % r->divisor) % r->divisor;
}

/* Makes groups of neighbours that share a session; the order of datagrams never changes. */
static void plan_groups(struct plan *p, const struct ntb_rules *r)
{
	u32 limit = r->ndp == NDP_CHAINED ? CHAIN_DATAGRAMS : NTB_MAX_DATAGRAMS;

	p->groups = 0;
	for (u32 i = 0; i < p->count; i++) {
		const struct dgram *d = p->dgram[i];
		struct group *g = p->groups ? &p->group[p->groups - 1] : NULL;

		if (!g || g->dss != d->dss || g->session != d->session || g->count == limit) {
			g = &p->group[p->groups++];
			g->dss = d->dss;
			g->session = d->session;
			g->first = i;
			g->count = 0;
		}
		g->count++;
	}
}

static u32 plan_ndp(const struct ntb_rules *r, struct group *g, u32 off)
{
	g->offset = align_up(off, r->alignment);
	return g->offset + ndp_length(r->ntb32, g->count);
}

static u32 plan_payload(struct plan *p, const struct ntb_rules *r, const struct group *g, u32 off)
{
	for (u32 i = g->first; i < g->first + g->count; i++) {
		p->offset[i] = payload_offset(r, off);
		off = p->offset[i] + p->dgram[i]->len;
	}
	return off;
}

/* Return: whether the plan fits. */
static bool plan_layout(struct plan *p, const struct ntb_rules *r)
{
	u32 off = ntb_header_length(r->ntb32);

	plan_groups(p, r);
	for (u32 g = 0; g < p->groups && r->ndp == NDP_FIRST; g++)
		off = plan_ndp(r, &p->group[g], off);
	for (u32 g = 0; g < p->groups; g++) {
		if (r->ndp == NDP_CHAINED)
			off = plan_ndp(r, &p->group[g], off);
		off = plan_payload(p, r, &p->group[g], off);
	}
	for (u32 g = 0; g < p->groups && r->ndp == NDP_LAST; g++)
		off = plan_ndp(r, &p->group[g], off);
	p->length = off;
	return off <= r->max_size;
}

static void write_ndp(const struct plan *p, const struct ntb_rules *r, u32 index, u8 *out)
{
	const struct group *g = &p->group[index];
	u32 next = index + 1 < p->groups ? p->group[index + 1].offset : 0;
	u8 *ndp = out + g->offset;
	u32 signature;

	if (r->ntb32)
		signature = g->dss ? NDP32_DSS : NDP32_IPS;
	else
		signature = g->dss ? NDP16_DSS : NDP16_IPS;
	put_le32(ndp, signature | (u32)g->session << 24);
	put_le16(ndp + 4, ndp_length(r->ntb32, g->count));
	if (r->ntb32)
		put_le32(ndp + 8, next);
	else
		put_le16(ndp + 6, next);

	for (u32 k = 0; k < g->count; k++) {
		u32 i = g->first + k;

		if (r->ntb32) {
			put_le32(ndp + 16 + 8 * k, p->offset[i]);
			put_le32(ndp + 20 + 8 * k, p->dgram[i]->len);
		} else {
			put_le16(ndp + 8 + 4 * k, p->offset[i]);
			put_le16(ndp + 10 + 4 * k, p->dgram[i]->len);
		}
	}
}

static void write_header(const struct plan *p, const struct ntb_rules *r, u16 sequence, u8 *out)
{
	put_le32(out, r->ntb32 ? NTH32_SIGNATURE : NTH16_SIGNATURE);
	put_le16(out + 4, ntb_header_length(r->ntb32));
	put_le16(out + 6, sequence);
	ntb_set_block_length(out, r->ntb32, p->length);
	if (r->ntb32)
		put_le32(out + 12, p->group[0].offset);
	else
		put_le16(out + 10, p->group[0].offset);
}

u32 ntb_encode(const struct ntb_rules *r, struct list_head *queue, u16 sequence, u8 *out,
	       u32 *datagrams)
{
	u32 limit = r->max_datagrams ? min_u32(r->max_datagrams, NTB_MAX_DATAGRAMS) :
		    NTB_MAX_DATAGRAMS;
	static struct plan plan;	/* too large for comfort on a stack */
	struct dgram *d;

	plan.count = 0;
	list_for_each_entry(d, queue, node) {
		if (plan.count == limit)
			break;
		plan.dgram[plan.count++] = d;
		if (!plan_layout(&plan, r)) {
			plan.count--;
			break;
		}
	}
	*datagrams = plan.count;
	if (!plan.count)
		return 0;

	plan_layout(&plan, r);
	memset(out, 0, plan.length);
	write_header(&plan, r, sequence, out);
	for (u32 g = 0; g < plan.groups; g++)
		write_ndp(&plan, r, g, out);
	for (u32 i = 0; i < plan.count; i++) {
		memcpy(out + plan.offset[i], plan.dgram[i]->data, plan.dgram[i]->len);
		list_del(&plan.dgram[i]->node);
		free(plan.dgram[i]);
	}
	return plan.length;
}
