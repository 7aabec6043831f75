// SPDX-License-Identifier: GPL-2.0
/*
 * Building NTBs to the last byte: what fits, and what is in the padding.
 */
#include "ntb_mock.h"

#define SAVED	4096

/* What the NDPs of a model of the builder take behind @end, one more entry in @extra. */
static u32 model_end(const NTB_RULES *rules, u32 end, const u32 *entries, u32 ndps, u32 extra)
{
	u32 i;

	for (i = 0; i < max(ndps, extra + 1); i++)
		end = ALIGN(end, rules->Alignment) +
		      NdpLength(rules, (i < ndps ? entries[i] : 0) + (i == extra));
	return end;
}

/* Blocks of several sessions: each datagram is taken if it fits, and only then. */
static void encode_exactly(struct kunit *test, const NTB_PARAMETERS *p, NTB_FORMAT format)
{
	struct ntb_fixture *f = test->priv;
	u32 owners[NTB_MAXIMUM_NDPS], entries[NTB_MAXIMUM_NDPS];
	u32 ndps = 0, taken = 0, refused = 0, next = p->OutMaxSize;
	u32 end, offset, i;

	start(test, p, format, 512);
	offset = NtbHeaderLength(format);
	while (refused < 40) {
		u32 session, length, at;
		bool fits;

		next = next * 1664525 + 1013904223;
		session = (next >> 28) % 5;
		/* small ones last: they find the limit */
		length = 1 + (next >> 8) % (refused ? 40 : 300);
		for (i = 0; i < ndps && owners[i] != session; i++)
			;
		at = PayloadOffset(&f->rules, offset);
		end = model_end(&f->rules, at + length, entries, ndps, i);
		fits = end <= f->rules.MaximumSize && taken < NTB_MAXIMUM_DATAGRAMS;
		KUNIT_ASSERT_EQ(test, put(f, NtbStreamDss, session, length, next), fits);
		if (!fits) {
			refused++;
			continue;
		}
		if (i == ndps) {
			owners[ndps] = session;
			entries[ndps++] = 0;
		}
		entries[i]++;
		offset = at + length;
		taken++;
	}
	end = model_end(&f->rules, offset, entries, ndps - 1, ndps - 1) +
	      EntrySize(&f->rules) * (entries[ndps - 1] - 1);
	KUNIT_EXPECT_EQ(test, f->builder.NdpCount, ndps);
	KUNIT_EXPECT_EQ(test, NtbBuilderFinish(&f->builder, 0), end + (end % 512 == 0));
}

static void encode_exact_with(struct kunit *test, bool runs)
{
	static const u16 alignments[] = { 4, 8, 64 };
	struct ntb_fixture *f = test->priv;
	u32 size, i;

	f->runs = runs;
	for (size = 2048; size < 2148; size++)
		for (i = 0; i < ARRAY_SIZE(alignments); i++) {
			NTB_PARAMETERS p = params(size, 4 << i, i, alignments[i]);

			encode_exactly(test, &p, NtbFormat16);
			encode_exactly(test, &p, NtbFormat32);
		}
}

static void encode_exact(struct kunit *test)
{
	encode_exact_with(test, false);
}

static void encode_exact_in_runs(struct kunit *test)
{
	encode_exact_with(test, true);
}

/* Datagrams of one session: the block is the same, wherever a run begins and ends. */
static void encode_run(struct kunit *test)
{
	u8 *saved = kunit_kzalloc(test, SAVED, GFP_KERNEL);
	struct ntb_fixture *f = test->priv;
	u32 format, i, n, length, total, whole = 0;
	NTB_RUN run;

	KUNIT_ASSERT_NOT_NULL(test, saved);
	for (format = 0; format < 2; format++) {
		NTB_PARAMETERS p = params(SAVED, 4 << format, format, 8);

		for (n = 0; n < 20; n++) {
			bool in_run = false;

			start(test, &p, format ? NtbFormat32 : NtbFormat16, 512);
			for (i = 0;; i++) {
				u8 *to;

				length = 40 + i * 13 % 100;
				if (!in_run && n)
					in_run = NtbRunBegin(&run, &f->builder, NtbStreamIp, 7);
				to = in_run ? NtbRunReserve(&run, length) :
					NtbBuilderReserve(&f->builder, NtbStreamIp, 7, length);
				if (!to)
					break;
				memset(to, i, length);
				if (in_run && i % n == n - 1) {
					NtbRunEnd(&run, &f->builder);
					in_run = false;
				}
			}
			if (in_run)
				NtbRunEnd(&run, &f->builder);
			total = NtbBuilderFinish(&f->builder, 3);
			if (!n) {
				whole = total;
				memcpy(saved, f->buffer, total);
			}
			KUNIT_ASSERT_EQ(test, total, whole);
			KUNIT_EXPECT_EQ(test, memcmp(saved, f->buffer, total), 0);
		}
	}
}

/* A run is of the session that has the last NDP, and of no other. */
static void encode_no_run(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	NTB_PARAMETERS p = params(SAVED, 4, 0, 4);
	NTB_RUN run;

	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_FALSE(test, NtbRunBegin(&run, &f->builder, NtbStreamIp, 0));
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, 40, 1));
	KUNIT_EXPECT_TRUE(test, NtbRunBegin(&run, &f->builder, NtbStreamIp, 0));
	KUNIT_EXPECT_FALSE(test, NtbRunBegin(&run, &f->builder, NtbStreamDss, 0));
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 1, 40, 2));
	KUNIT_EXPECT_FALSE(test, NtbRunBegin(&run, &f->builder, NtbStreamIp, 0));
	KUNIT_EXPECT_TRUE(test, NtbRunBegin(&run, &f->builder, NtbStreamIp, 1));
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, 40, 3));
	KUNIT_EXPECT_FALSE(test, NtbRunBegin(&run, &f->builder, NtbStreamIp, 0));
}

/* A block says nothing of what was in its buffer before, nor writes behind its end. */
static void encode_nothing_old_with(struct kunit *test, NTB_FORMAT format, u16 divisor,
				    u16 alignment)
{
	NTB_PARAMETERS p = params(SAVED, divisor, divisor / 3, alignment);
	u8 *saved = kunit_kzalloc(test, SAVED, GFP_KERNEL);
	struct ntb_fixture *f = test->priv;
	u32 round, i, total = 0;

	KUNIT_ASSERT_NOT_NULL(test, saved);
	for (round = 0; round < 2; round++) {
		u8 old = round ? 0xa5 : 0x5a;

		start(test, &p, format, 512);
		memset(f->buffer, old, SAVED);
		for (i = 0; i < 12; i++)
			KUNIT_ASSERT_TRUE(test, put(f, NtbStreamDss, i % 3, 9 + i * 7, i));
		total = NtbBuilderFinish(&f->builder, 3);
		KUNIT_EXPECT_NULL(test, memchr_inv(f->buffer + total, old,
						   SAVED - total));
		if (!round)
			memcpy(saved, f->buffer, total);
	}
	KUNIT_EXPECT_EQ(test, memcmp(saved, f->buffer, total), 0);
}

static void encode_nothing_old_in(struct kunit *test, bool runs)
{
	struct ntb_fixture *f = test->priv;

	f->runs = runs;
	encode_nothing_old_with(test, NtbFormat16, 4, 4);
	encode_nothing_old_with(test, NtbFormat16, 64, 32);
	encode_nothing_old_with(test, NtbFormat32, 4, 8);
	encode_nothing_old_with(test, NtbFormat32, 32, 64);
}

static void encode_nothing_old(struct kunit *test)
{
	encode_nothing_old_in(test, false);
	encode_nothing_old_in(test, true);
}

static struct kunit_case ntb_build_cases[] = {
	KUNIT_CASE(encode_exact),
	KUNIT_CASE(encode_exact_in_runs),
	KUNIT_CASE(encode_run),
	KUNIT_CASE(encode_no_run),
	KUNIT_CASE(encode_nothing_old),
	{ }
};

static struct kunit_suite ntb_build_suite = {
	.name = "mbim_usb_ntb_build",
	.init = ntb_test_init,
	.test_cases = ntb_build_cases,
};

kunit_test_suite(ntb_build_suite);

MODULE_LICENSE("GPL");
