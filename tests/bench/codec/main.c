// SPDX-License-Identifier: GPL-2.0
/*
 * Times the codec of mbim_usb and what cdc_mbim does, in turn, and says the median of
 * how many times as fast ours is: "CODEC name ratio ours stock", the latter two in
 * picoseconds for each datagram.
 */
#include <linux/ktime.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <linux/string.h>

#include "codec.h"

#define ROUNDS		15
#define DATAGRAMS	200000u		/* for each figure, in each round */
#define STOCK_SIZE	16384u
#define BATCH		32u		/* through a ring or a list at once */
#define HEADERS		28u		/* of UDP over IPv4 */

/*
 * Buffers of 2 KB each: what is sent, and where codec_keep() copies to. Few enough to
 * stay in the processor's caches, as data is that somebody has just written.
 */
#define SLOT		2048u
#define KEPT		64u

static u8 *area, *kept, *block;
static const void *data[CODEC_DATAGRAMS];
static unsigned int kept_next;
static struct codec_ours *ours;

void codec_keep(const void *from, unsigned int length)
{
	memcpy(kept + SLOT * (kept_next++ % KEPT), from, length);
}

static int compare(const void *a, const void *b)
{
	u64 x = *(const u64 *)a, y = *(const u64 *)b;

	return x < y ? -1 : x > y;
}

static u64 median(u64 *values)
{
	sort(values, ROUNDS, sizeof(*values), compare, NULL);
	return values[ROUNDS / 2];
}

/* The first figure that could not be had. */
static char failure[64];

static u64 time_one(u64 (*run)(unsigned int datagrams))
{
	u64 begin = ktime_get_ns();
	u64 done = run(DATAGRAMS);
	u64 end = ktime_get_ns();

	cond_resched();
	return done ? (end - begin) * 1000 / done : 0;
}

/*
 * @less: not counted against stock's side. Where somebody else had the processor
 * meanwhile it may be more than all of that; such a round is below the median.
 */
static void versus(const char *name, u64 (*run_ours)(unsigned int),
		   u64 (*run_stock)(unsigned int), u64 (*less)(unsigned int))
{
	static u64 a[ROUNDS], b[ROUNDS], ratio[ROUNDS];
	unsigned int i;
	u64 r;

	for (i = 0; i < ROUNDS && !failure[0]; i++) {
		/* neither side always has the other's caches */
		if (i % 2)
			a[i] = time_one(run_ours);
		b[i] = time_one(run_stock);
		if (i % 2 == 0)
			a[i] = time_one(run_ours);
		if (!a[i] || !b[i]) {
			strscpy(failure, name, sizeof(failure));
			return;
		}
		if (less)
			b[i] -= min(b[i], time_one(less));
		ratio[i] = b[i] * 1000 / a[i];
	}
	if (failure[0])
		return;
	r = median(ratio);
	pr_info("CODEC %s %llu.%03llu %llu %llu\n", name, r / 1000, r % 1000, median(a),
		median(b));
}

/* ---- what is timed ---- */

static unsigned int payload;		/* of a datagram, IP header and all */
static unsigned int block_length;
static unsigned int block_datagrams;
static unsigned int stock_datagrams;	/* in the block that stock has */

/* Datagrams of one run of the encoders: several whole blocks. */
#define SENT	640u

static u64 ours_encode(unsigned int datagrams)
{
	unsigned int done;

	for (done = 0; done < datagrams; done += SENT)
		if (!codec_ours_encode(ours, block, data, SENT, payload))
			return 0;
	return done;
}

static u64 stock_encode(unsigned int datagrams)
{
	unsigned int done;

	for (done = 0; done < datagrams; done += SENT)
		if (!codec_stock_encode(SENT))
			return 0;
	return done;
}

/* Memory for the blocks of stock_encode(), and nothing in them. */
static u64 stock_memory(unsigned int datagrams)
{
	unsigned int blocks = codec_stock_encode(SENT);
	unsigned int done;

	for (done = 0; done < datagrams; done += SENT)
		codec_stock_blocks(blocks);
	return done;
}

static u64 ours_decode(unsigned int datagrams)
{
	unsigned int done;

	for (done = 0; done < datagrams; done += block_datagrams)
		if (codec_ours_decode(ours, block, block_length) != block_datagrams)
			return 0;
	return done;
}

static u64 stock_decode(unsigned int datagrams)
{
	unsigned int done;

	for (done = 0; done < datagrams; done += stock_datagrams)
		if (codec_stock_decode() != stock_datagrams)
			return 0;
	return done;
}

static u64 stock_decode_keep(unsigned int datagrams)
{
	unsigned int done;

	for (done = 0; done < datagrams; done += stock_datagrams)
		if (codec_stock_decode_keep() != stock_datagrams)
			return 0;
	return done;
}

static u64 ours_ring(unsigned int datagrams)
{
	return codec_rings_run(datagrams, BATCH);
}

static u64 stock_queue(unsigned int datagrams)
{
	return codec_stock_queue(datagrams, BATCH);
}

/* ---- blocks to read ---- */

static void put16(u32 at, u32 value)
{
	block[at] = value;
	block[at + 1] = value >> 8;
}

static void put32(u32 at, u32 value)
{
	put16(at, value);
	put16(at + 2, value >> 16);
}

/* As full as can be: the header, the datagrams, one NDP at the end. */
static void fill_block(unsigned int size, bool wide)
{
	u32 header = wide ? 16 : 12, entry = wide ? 8 : 4, head = wide ? 16 : 8;
	u32 stride = ALIGN(payload, 4);
	u32 n = (size - header - head - entry) / (stride + entry);
	u32 ndp = header + n * stride;
	u32 length = ndp + head + (n + 1) * entry;
	u32 i;

	memset(block, 0, size);
	for (i = 0; i < n; i++) {
		u32 at = header + i * stride, e = ndp + head + i * entry;

		memcpy(block + at, data[i % CODEC_DATAGRAMS], payload);
		if (wide) {
			put32(e, at);
			put32(e + 4, payload);
		} else {
			put16(e, at);
			put16(e + 2, payload);
		}
	}
	put32(0, wide ? 0x686d636e : 0x484d434e);
	put16(4, header);
	if (wide) {
		put32(8, length);
		put32(12, ndp);
		put32(ndp, 0x00737069);
	} else {
		put16(8, length);
		put16(10, ndp);
		put32(ndp, 0x00535049);
	}
	put16(ndp + 4, head + (n + 1) * entry);
	block_length = length;
	block_datagrams = n;
}

static void fill_datagrams(void)
{
	unsigned int i;

	for (i = 0; i < CODEC_DATAGRAMS; i++) {
		u8 *p = area + i * SLOT;

		memset(p, i, SLOT);
		p[0] = 0x45;
		p[2] = payload >> 8;
		p[3] = payload;
		data[i] = p;
	}
}

/* ---- */

static void figure(const char *what, unsigned int udp, u64 (*run_ours)(unsigned int),
		   u64 (*run_stock)(unsigned int), u64 (*less)(unsigned int))
{
	char name[64];

	snprintf(name, sizeof(name), "%s-%u", what, udp);
	versus(name, run_ours, run_stock, less);
}

/* Ours with @size and the format; stock's side has nothing but NTB16 of 16 KB. */
static void ours_with(unsigned int size, bool wide)
{
	if (codec_ours_init(ours, size, wide))
		strscpy(failure, "init", sizeof(failure));
}

static void one_size(unsigned int udp)
{
	payload = udp + HEADERS;
	fill_datagrams();
	if (codec_stock_datagrams(data, payload))
		strscpy(failure, "memory", sizeof(failure));

	ours_with(STOCK_SIZE, false);
	figure("encode", udp, ours_encode, stock_encode, NULL);
	figure("encode-net", udp, ours_encode, stock_encode, stock_memory);
	ours_with(2 * STOCK_SIZE, true);
	figure("encode-ntb32-32k", udp, ours_encode, stock_encode, NULL);

	ours_with(STOCK_SIZE, false);
	fill_block(STOCK_SIZE, false);
	codec_stock_block(block, block_length);
	stock_datagrams = block_datagrams;
	figure("decode", udp, ours_decode, stock_decode_keep, NULL);
	figure("checks", udp, ours_decode, stock_decode, NULL);
	ours_with(2 * STOCK_SIZE, true);
	fill_block(2 * STOCK_SIZE, true);
	figure("decode-ntb32-32k", udp, ours_decode, stock_decode_keep, NULL);
}

static int __init codec_bench_init(void)
{
	static const unsigned int sizes[] = { 64, 512, 1400 };
	unsigned int i;
	int rc = -ENOMEM;

	area = kvmalloc(CODEC_DATAGRAMS * SLOT, GFP_KERNEL);
	kept = kvmalloc(KEPT * SLOT, GFP_KERNEL);
	block = kvmalloc(65536, GFP_KERNEL);
	ours = kzalloc(codec_ours_size(), GFP_KERNEL);
	if (!area || !kept || !block || !ours || codec_rings_init() ||
	    codec_stock_init(STOCK_SIZE))
		goto out;

	for (i = 0; i < ARRAY_SIZE(sizes); i++)
		one_size(sizes[i]);
	versus("ring", ours_ring, stock_queue, NULL);
	if (failure[0])
		pr_info("CODEC-FAILED %s\n", failure);
	pr_info("CODEC-END\n");
	rc = 0;
out:
	codec_stock_exit();
	codec_rings_exit();
	kfree(ours);
	kvfree(block);
	kvfree(kept);
	kvfree(area);
	return rc;
}
module_init(codec_bench_init);

static void __exit codec_bench_exit(void)
{
}
module_exit(codec_bench_exit);

MODULE_DESCRIPTION("Benchmark of the NTB codec and the packet rings");
MODULE_LICENSE("GPL");
