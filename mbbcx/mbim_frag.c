// SPDX-License-Identifier: GPL-2.0
/*
 * MBIM fragments, both directions. Pure: no allocation, no clock; whose
 * fragments belong together and what an error does to a command is known in
 * receive.c.
 */
#include "mbim_frag.h"

#define FRAGMENT_HEAD	sizeof(struct mbim_fragment)

u32 mbim_split_count(size_t len, u32 max)
{
	size_t room;

	if (len < FRAGMENT_HEAD || len > MBIM_MESSAGE_MAX || max < MBIM_FRAGMENT_MIN)
		return 0;
	room = max - FRAGMENT_HEAD;
	len -= FRAGMENT_HEAD;
	return len ? (u32)((len + room - 1) / room) : 1;
}

static void put_head(struct mbim_fragment *f, u32 type, size_t len, u32 tid, u32 total,
		     u32 index)
{
	put_unaligned_le32(type, &f->header.MessageType);
	put_unaligned_le32((u32)len, &f->header.MessageLength);
	put_unaligned_le32(tid, &f->header.TransactionId);
	put_unaligned_le32(total, &f->frag.TotalFragments);
	put_unaligned_le32(index, &f->frag.CurrentFragment);
}

size_t mbim_split(void *out, u32 max, const void *msg, size_t len, u32 tid, u32 index)
{
	const struct mbim_fragment *whole = msg;
	u32 total = mbim_split_count(len, max);
	size_t room, offset, part;

	if (index >= total)
		return 0;
	room = max - FRAGMENT_HEAD;
	offset = FRAGMENT_HEAD + index * room;
	part = len - offset < room ? len - offset : room;

	put_head(out, get_unaligned_le32(&whole->header.MessageType), FRAGMENT_HEAD + part, tid,
		 total, index);
	memcpy((u8 *)out + FRAGMENT_HEAD, (const u8 *)msg + offset, part);
	return FRAGMENT_HEAD + part;
}

void mbim_collector_reset(struct mbim_collector *c)
{
	c->used = 0;
	c->total = 0;
	c->next = 0;
}

static enum mbim_collect collect_error(struct mbim_collector *c, enum mbim_error error)
{
	mbim_collector_reset(c);
	c->error = error;
	return MBIM_COLLECT_ERROR;
}

enum mbim_collect mbim_collect(struct mbim_collector *c, const void *frag,
			       const struct mbim_msg_info *info, u64 now_ms)
{
	bool first = info->current_frag == 0;
	size_t have = first ? FRAGMENT_HEAD : c->used;
	size_t part = info->len - FRAGMENT_HEAD;

	if (!first && mbim_collector_expired(c, now_ms))
		return collect_error(c, MBIM_ERROR_TIMEOUT_FRAGMENT);
	if (!first && (!c->used || info->current_frag != c->next || info->total != c->total))
		return collect_error(c, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	if (info->current_frag >= info->total)
		return collect_error(c, MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);
	/* Fragments may carry little, but not nothing: a peer that announces
	 * 2^32 empty ones would keep a collector for ever.
	 */
	if (!part && info->total > 1)
		return collect_error(c, MBIM_ERROR_LENGTH_MISMATCH);
	if (part > MBIM_MESSAGE_MAX - have)
		return collect_error(c, MBIM_ERROR_LENGTH_MISMATCH);

	if (have + part > c->size) {
		c->need = have + part;
		return MBIM_COLLECT_GROW;
	}

	if (first) {
		c->type = info->type;
		c->tid = info->tid;
		c->total = info->total;
	}
	memcpy(c->buf + have, (const u8 *)frag + FRAGMENT_HEAD, part);
	c->used = have + part;
	c->next = info->current_frag + 1;
	c->last_ms = now_ms;
	if (c->next < c->total)
		return MBIM_COLLECT_MORE;

	put_head((struct mbim_fragment *)c->buf, c->type, c->used, c->tid, 1, 0);
	if (!mbim_msg_complete(c->buf, c->used))
		return collect_error(c, MBIM_ERROR_LENGTH_MISMATCH);
	return MBIM_COLLECT_DONE;
}

bool mbim_collector_expired(const struct mbim_collector *c, u64 now_ms)
{
	return c->used && now_ms > c->last_ms && now_ms - c->last_ms > MBIM_FRAGMENT_GAP_MS;
}
