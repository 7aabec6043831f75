// SPDX-License-Identifier: GPL-2.0
/* See make.h: bytes one after the other, and some of them spoiled. */
#include "make.h"

#include <string.h>

/* xorshift64*: the same on every machine, so that a seed says it all. */
uint32_t make_pick(struct maker *m, uint32_t below)
{
	m->random ^= m->random >> 12;
	m->random ^= m->random << 25;
	m->random ^= m->random >> 27;
	return (uint32_t)((m->random * 0x2545f4914f6cdd1dull) >> 33) % below;
}

void make_set(struct maker *m, size_t at, uint32_t value, unsigned int width)
{
	unsigned int i;

	for (i = 0; i < width && at + i < m->size; i++)
		m->data[at + i] = (uint8_t)(value >> (8 * i));
}

size_t make_put(struct maker *m, uint32_t value, unsigned int width)
{
	size_t at = m->size;

	m->size = m->max - at < width ? m->max : at + width;
	make_set(m, at, value, width);
	return at;
}

void make_bytes(struct maker *m, const void *data, size_t size)
{
	if (size > m->max - m->size)
		size = m->max - m->size;
	memcpy(m->data + m->size, data, size);
	m->size += size;
}

void make_noise(struct maker *m, size_t size)
{
	uint32_t some = 0;

	for (; size && m->size < m->max; size--, some >>= 8) {
		if (!some)
			some = make_pick(m, UINT32_MAX);
		m->data[m->size++] = (uint8_t)some;
	}
}

void make_align(struct maker *m, size_t start, size_t align)
{
	while ((m->size - start) % align && m->size < m->max)
		m->data[m->size++] = 0;
}

/* What lengths, offsets and counts are wrong by. */
static uint32_t make_wrong(struct maker *m, uint32_t old)
{
	static const uint32_t odd[] = {
		0, 1, 2, 3, 7, 8, 12, 20, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xfffe, 0xffff,
		0x10000, 0x7fffffff, 0x80000000, 0xfffffff0, 0xfffffffc, 0xffffffff
	};

	switch (make_pick(m, 4)) {
	case 0:
		return old + 1 + make_pick(m, 8);
	case 1:
		return old - 1 - make_pick(m, 8);
	case 2:
		return old ^ 1u << make_pick(m, 32);
	default:
		return odd[make_pick(m, sizeof(odd) / sizeof(*odd))];
	}
}

static void make_spoil(struct maker *m)
{
	unsigned int width = 1u << make_pick(m, 3), i;
	uint32_t old = 0;
	size_t at;

	if (!m->size)
		return;
	/* Fields are near the beginning rather, and even. */
	at = make_pick(m, make_chance(m, 3) || m->size < 64 ? (uint32_t)m->size : 64);
	if (!make_chance(m, 4))
		at &= ~(size_t)1;
	for (i = 0; i < width && at + i < m->size; i++)
		old |= (uint32_t)m->data[at + i] << (8 * i);
	make_set(m, at, make_wrong(m, old), width);
}

void make_worse(struct maker *m)
{
	uint32_t n = 1 + make_pick(m, 3);

	while (n--)
		make_spoil(m);
	if (m->size && make_chance(m, 16))
		m->size = make_pick(m, (uint32_t)m->size);
}
