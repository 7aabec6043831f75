/* SPDX-License-Identifier: GPL-2.0 */
/*
 * What the suites of mbim_usb's NTB codec share: the codec itself, a block's buffer,
 * and MBIM's example. Not each of them uses all of it.
 */
#ifndef _KUNIT_NTB_MOCK_H
#define _KUNIT_NTB_MOCK_H

#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../drivers/mbim_usb/ntb_decode.c"
#include "../../drivers/mbim_usb/ntb_encode.c"

#define BUFFER_SIZE	65536

/* Session 0: packets of 40 and 61 bytes, session 1: one of 52; NTB16, sequence 7. */
static const u8 example16_ndps[] = {
	0x49, 0x50, 0x53, 0x00, 0x14, 0x00, 0xbc, 0x00, 0x0c, 0x00, 0x28, 0x00, 0x34, 0x00,
	0x3d, 0x00, 0x00, 0x00, 0x00, 0x00, 0x49, 0x50, 0x53, 0x01, 0x10, 0x00, 0x00, 0x00,
	0x74, 0x00, 0x34, 0x00, 0x00, 0x00, 0x00, 0x00,
};

static const u8 example16_header[] = {
	0x4e, 0x43, 0x4d, 0x48, 0x0c, 0x00, 0x07, 0x00, 0xcc, 0x00, 0xa8, 0x00,
};

struct ntb_fixture {
	u8 *buffer;
	NTB_BUILDER builder;
	NTB_READER reader;
	NTB_RULES rules;
	bool runs;			/* in a run each, where that is possible */
};

static int ntb_test_init(struct kunit *test)
{
	struct ntb_fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);

	if (!f)
		return -ENOMEM;
	f->buffer = kunit_kzalloc(test, BUFFER_SIZE, GFP_KERNEL);
	if (!f->buffer)
		return -ENOMEM;
	test->priv = f;
	return 0;
}

static inline NTB_PARAMETERS params(u32 size, u16 divisor, u16 remainder, u16 alignment)
{
	NTB_PARAMETERS p = {
		.FormatsSupported = 3,
		.InMaxSize = size,
		.OutMaxSize = size,
		.OutDivisor = divisor,
		.OutPayloadRemainder = remainder,
		.OutAlignment = alignment,
	};

	return p;
}

static inline void start(struct kunit *test, const NTB_PARAMETERS *p, NTB_FORMAT format, u32 packet)
{
	struct ntb_fixture *f = test->priv;

	KUNIT_ASSERT_TRUE(test, NtbRulesInit(&f->rules, p, format, packet, FALSE));
	/* anything left from an earlier block must be overwritten */
	memset(f->buffer, 0xa5, BUFFER_SIZE);
	NtbBuilderInit(&f->builder, &f->rules, f->buffer);
}

/* An IPv4 header, or data that starts like one, and @seed behind it. */
static inline bool put(struct ntb_fixture *f, NTB_STREAM stream, u8 session, u32 length, u8 seed)
{
	NTB_RUN run;
	u8 *to;

	if (f->runs && NtbRunBegin(&run, &f->builder, stream, session)) {
		to = NtbRunReserve(&run, length);
		NtbRunEnd(&run, &f->builder);
	} else {
		to = NtbBuilderReserve(&f->builder, stream, session, length);
	}
	if (!to)
		return false;
	memset(to, seed, length);
	if (stream == NtbStreamIp) {
		to[0] = 0x45;
		to[1] = 0;
		to[2] = length >> 8;
		to[3] = length;
	}
	return true;
}

static inline void expect_datagram(struct kunit *test, NTB_STREAM stream, u8 session, u32 offset,
				   u32 length)
{
	struct ntb_fixture *f = test->priv;
	NTB_DATAGRAM datagram = { };

	KUNIT_ASSERT_TRUE(test, NtbReaderNext(&f->reader, &datagram));
	KUNIT_EXPECT_EQ(test, (int)datagram.Stream, (int)stream);
	KUNIT_EXPECT_EQ(test, datagram.Session, session);
	KUNIT_EXPECT_EQ(test, datagram.Offset, offset);
	KUNIT_EXPECT_EQ(test, datagram.Length, length);
}

static inline void expect_end(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	NTB_DATAGRAM datagram;
	int i;

	KUNIT_EXPECT_FALSE(test, NtbReaderNext(&f->reader, &datagram));
	KUNIT_EXPECT_FALSE(test, NtbReaderNext(&f->reader, &datagram));
	for (i = 0; i < NtbErrorCount; i++)
		KUNIT_EXPECT_EQ_MSG(test, f->reader.Errors[i], 0, "error %d", i);
}

/* The example as a device sends it. Returns its length. */
static inline u32 example16(struct ntb_fixture *f)
{
	memset(f->buffer, 0, 204);
	memcpy(f->buffer, example16_header, 12);
	memcpy(f->buffer + 12, "\x45\0\0\x28", 4);
	memcpy(f->buffer + 52, "\x45\0\0\x3d", 4);
	memcpy(f->buffer + 116, "\x45\0\0\x34", 4);
	memcpy(f->buffer + 168, example16_ndps, 36);
	return 204;
}

#endif
