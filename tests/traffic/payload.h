/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What test datagrams carry, shared by the traffic tool and the network side of the emulated
 * modem, so that either end can tell a lost, altered, repeated or overtaken one.
 *
 * UDP (echo port 7, sink port 9, source port 19): magic, flow and number in front, each 32 bits in
 * network order, then a pattern made of flow and number.
 *
 * Raw IP (protocol 253 is echoed, 254 is sunk or comes from the source): the pattern alone, so a
 * datagram may be as short as its IP header.  The number is in the IPv4 identification or in the
 * IPv6 flow label.
 */
#ifndef _TRAFFIC_PAYLOAD_H
#define _TRAFFIC_PAYLOAD_H

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define PAYLOAD_PORT_ECHO	7
#define PAYLOAD_PORT_SINK	9
#define PAYLOAD_PORT_SOURCE	19
#define PAYLOAD_PROTO_ECHO	253
#define PAYLOAD_PROTO_SINK	254

#define PAYLOAD_MAGIC		0x4d425431u
#define PAYLOAD_HEADER		12
#define PAYLOAD_MAX_SEQ		65536u	/* what fits into an IPv4 identification */

static inline uint32_t payload_hash(uint32_t a, uint32_t b)
{
	uint32_t h = a * 0x9e3779b1u ^ (b + 0x7f4a7c15u) * 0x85ebca77u;

	h ^= h >> 15;
	h *= 0x2c1b3c6du;
	h ^= h >> 12;
	h *= 0x297a2d39u;
	return h ^ h >> 15;
}

/* Pseudo-random length from min to max, the same on both ends; the edges come first. */
static inline uint32_t payload_length(uint32_t flow, uint32_t seq, uint32_t min, uint32_t max)
{
	if (max <= min || seq == 0)
		return min;
	return seq == 1 ? max : min + payload_hash(flow, seq) % (max - min + 1);
}

static inline void payload_pattern(uint8_t *p, uint32_t len, uint32_t flow, uint32_t seq)
{
	uint32_t state = payload_hash(flow ^ 0x5bd1e995u, seq);

	for (uint32_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		p[i] = state >> 24;
	}
}

static inline bool payload_pattern_ok(const uint8_t *p, uint32_t len, uint32_t flow, uint32_t seq)
{
	uint32_t state = payload_hash(flow ^ 0x5bd1e995u, seq);

	for (uint32_t i = 0; i < len; i++) {
		state = state * 1664525u + 1013904223u;
		if (p[i] != state >> 24)
			return false;
	}
	return true;
}

static inline void payload_put32(uint8_t *p, uint32_t v)
{
	p[0] = v >> 24;
	p[1] = v >> 16;
	p[2] = v >> 8;
	p[3] = v;
}

static inline uint32_t payload_get32(const uint8_t *p)
{
	return (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
}

/* len must be at least PAYLOAD_HEADER. */
static inline void payload_fill(uint8_t *p, uint32_t len, uint32_t flow, uint32_t seq)
{
	payload_put32(p, PAYLOAD_MAGIC);
	payload_put32(p + 4, flow);
	payload_put32(p + 8, seq);
	payload_pattern(p + PAYLOAD_HEADER, len - PAYLOAD_HEADER, flow, seq);
}

/* Return: whether this is one of ours; *intact says whether its content is right. */
static inline bool payload_parse(const uint8_t *p, uint32_t len, uint32_t *flow, uint32_t *seq,
				 bool *intact)
{
	if (len < PAYLOAD_HEADER || payload_get32(p) != PAYLOAD_MAGIC)
		return false;
	*flow = payload_get32(p + 4);
	*seq = payload_get32(p + 8);
	*intact = payload_pattern_ok(p + PAYLOAD_HEADER, len - PAYLOAD_HEADER, *flow, *seq);
	return true;
}

/* What arrived of one flow. */
struct payload_track {
	uint32_t next;		/* number after the highest seen */
	uint32_t unique, reordered, duplicated, altered;
	uint8_t seen[PAYLOAD_MAX_SEQ / 8];
};

static inline void payload_note(struct payload_track *t, uint32_t seq, bool intact)
{
	if (!intact || seq >= PAYLOAD_MAX_SEQ) {
		t->altered++;
		return;
	}
	if (t->seen[seq / 8] & 1 << seq % 8) {
		t->duplicated++;
		return;
	}
	t->seen[seq / 8] |= 1 << seq % 8;
	t->unique++;
	if (seq < t->next)
		t->reordered++;
	else
		t->next = seq + 1;
}

#endif
