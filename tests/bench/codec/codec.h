/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Between the sides of the benchmark: those who see Linux's headers, and those who
 * see Windows's. Plain C types only.
 */
#ifndef _BENCH_CODEC_H
#define _BENCH_CODEC_H

#define CODEC_DATAGRAMS	64	/* that are different, to be sent again and again */

/* The end of a datagram's way: it has been found, and nothing is done with it. */
static __always_inline void codec_found(const void *data, unsigned int length,
					unsigned int session)
{
	asm volatile("" : : "r" (data), "r" (length), "r" (session));
}

/* As codec_found(), and copied to where somebody may keep it. */
void codec_keep(const void *data, unsigned int length);

/* ---- ours.c: NTB16, or NTB32 if @wide, of @size bytes ---- */

struct codec_ours;

unsigned long codec_ours_size(void);
int codec_ours_init(struct codec_ours *ours, unsigned int size, int wide);
/* @count datagrams of @length bytes each into blocks. Return: how many blocks. */
unsigned int codec_ours_encode(struct codec_ours *ours, void *block,
			       const void *const *data, unsigned int count,
			       unsigned int length);
/* Return: how many datagrams were found. */
unsigned int codec_ours_decode(const struct codec_ours *ours, const void *block,
			       unsigned int length);

/* ---- rings.c ---- */

/* @count packets through a ring in batches of @batch. Return: how many came back. */
unsigned int codec_rings_run(unsigned int count, unsigned int batch);
int codec_rings_init(void);
void codec_rings_exit(void);

/* ---- stock.c ---- */

int codec_stock_init(unsigned int size);
void codec_stock_exit(void);
/* CODEC_DATAGRAMS of @length bytes each, to be sent. */
int codec_stock_datagrams(const void *const *data, unsigned int length);
unsigned int codec_stock_encode(unsigned int count);
/* What codec_stock_encode() spends on memory for @blocks blocks. */
void codec_stock_blocks(unsigned int blocks);
void codec_stock_block(const void *block, unsigned int length);
unsigned int codec_stock_decode(void);
unsigned int codec_stock_decode_keep(void);
unsigned int codec_stock_queue(unsigned int count, unsigned int batch);

#endif
