/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MBIM fragments: cutting a message to the size a function takes, and putting
 * the fragments of an answer or an indication together again, by the rules of
 * MBIM 1.0 §9.5. Pure: time is passed in, memory is given by the caller.
 */
#ifndef _MBBCX_MBIM_FRAG_H
#define _MBBCX_MBIM_FRAG_H

#include "mbim_msg.h"

/* ---- cutting ---- */

/**
 * mbim_split_count() - how many fragments a message makes
 * @len: length of the message as one fragment, headers included (>= 20)
 * @max: largest fragment (>= MBIM_FRAGMENT_MIN)
 *
 * Return: TotalFragments, at least 1; 0 if the arguments make no sense.
 */
u32 mbim_split_count(size_t len, u32 max);

/**
 * mbim_split() - build one fragment of a message
 * @out: @max bytes
 * @msg: the message as one fragment, @len bytes
 * @tid: TransactionId to put on the wire
 * @index: CurrentFragment
 *
 * Return: the fragment's length, 0 if @index is beyond the last.
 */
size_t mbim_split(void *out, u32 max, const void *msg, size_t len, u32 tid, u32 index);

/* ---- putting together ---- */

enum mbim_collect {
	MBIM_COLLECT_MORE,	/* taken; more fragments to come */
	MBIM_COLLECT_DONE,	/* taken; @buf holds the message as one fragment */
	MBIM_COLLECT_GROW,	/* nothing changed: give @need bytes, call again */
	MBIM_COLLECT_ERROR,	/* dropped with all before it; send HOST_ERROR @error */
};

/**
 * struct mbim_collector - the fragments of one message so far
 * @buf: memory given by the caller, @size bytes; kept over reset
 * @used: bytes of the message, 0: idle
 * @need: MBIM_COLLECT_GROW: how large @buf has to be
 * @type, @tid: whose fragments
 * @total, @next: TotalFragments and the fragment expected next
 * @last_ms: when the last fragment came
 * @error: MBIM_COLLECT_ERROR: enum mbim_error for HOST_ERROR
 */
struct mbim_collector {
	u8 *buf;
	size_t size;
	size_t used;
	size_t need;
	u32 type;
	u32 tid;
	u32 total;
	u32 next;
	u64 last_ms;
	u32 error;
};

/* Forget the fragments, keep the memory. */
void mbim_collector_reset(struct mbim_collector *c);

static inline bool mbim_collector_busy(const struct mbim_collector *c)
{
	return c->used;
}

static inline bool mbim_collector_is_for(const struct mbim_collector *c,
					 const struct mbim_msg_info *info)
{
	return c->used && c->type == info->type && c->tid == info->tid;
}

/**
 * mbim_collect() - add a fragment
 * @c: idle, or collecting this type and transaction
 * @frag: the fragment, which mbim_msg_check() approved
 * @info: what it said
 * @now_ms: any clock that does not run backwards
 *
 * A fragment 0 in the middle of a message starts anew. After DONE and ERROR
 * the collector holds its result until the next fragment or reset.
 */
enum mbim_collect mbim_collect(struct mbim_collector *c, const void *frag,
			       const struct mbim_msg_info *info, u64 now_ms);

/**
 * mbim_collector_expired() - is the gap after the last fragment too long?
 *
 * Return: true if the message has to be given up (HOST_ERROR TIMEOUT_FRAGMENT).
 */
bool mbim_collector_expired(const struct mbim_collector *c, u64 now_ms);

#endif
