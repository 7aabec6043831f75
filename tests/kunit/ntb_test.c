// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's NTB codec: the examples of MBIM 1.0, the alignment rules, packet
 * boundaries, each way a block can be wrong, and round trips over the matrix.
 */
#include "ntb_mock.h"

/* Session 0: a packet of 40 bytes, DSS session 5: "$GP"; NTB32, NDPs 8-aligned. */
static const u8 example32[] = {
	0x6e, 0x63, 0x6d, 0x68, 0x10, 0x00, 0x01, 0x00, 0x80, 0x00, 0x00, 0x00, 0x40, 0x00,
	0x00, 0x00, 0x45, 0x00, 0x00, 0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x24, 0x47, 0x50, 0x00, 0x00, 0x00, 0x00, 0x00, 0x69, 0x70, 0x73, 0x00, 0x20, 0x00,
	0x00, 0x00, 0x60, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x10, 0x00, 0x00, 0x00,
	0x28, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x64, 0x73,
	0x73, 0x05, 0x20, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x38, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00,
};

static void encode_example16(struct kunit *test)
{
	NTB_PARAMETERS p = params(16384, 4, 0, 4);
	struct ntb_fixture *f = test->priv;

	start(test, &p, NtbFormat16, 512);
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, 40, 0));
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, 61, 0));
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 1, 52, 0));
	KUNIT_ASSERT_EQ(test, NtbBuilderFinish(&f->builder, 7), 204);
	KUNIT_EXPECT_EQ(test, memcmp(f->buffer, example16_header, 12), 0);
	KUNIT_EXPECT_EQ(test, memcmp(f->buffer + 168, example16_ndps, 36), 0);
	/* padding between the second and the third packet */
	KUNIT_EXPECT_TRUE(test, !memchr_inv(f->buffer + 113, 0, 3));
}

static void encode_example32(struct kunit *test)
{
	NTB_PARAMETERS p = params(16384, 4, 0, 8);
	struct ntb_fixture *f = test->priv;
	u8 *to;

	start(test, &p, NtbFormat32, 512);
	KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, 40, 0));
	to = NtbBuilderReserve(&f->builder, NtbStreamDss, 5, 3);
	KUNIT_ASSERT_NOT_NULL(test, to);
	memcpy(to, "$GP", 3);
	KUNIT_ASSERT_EQ(test, NtbBuilderFinish(&f->builder, 1), sizeof(example32));
	KUNIT_EXPECT_EQ(test, memcmp(f->buffer, example32, sizeof(example32)), 0);
}

static void decode_example16(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);

	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat16),
			(int)NtbErrorNone);
	KUNIT_EXPECT_EQ(test, f->reader.Sequence, 7);
	expect_datagram(test, NtbStreamIp, 0, 12, 40);
	expect_datagram(test, NtbStreamIp, 0, 52, 61);
	expect_datagram(test, NtbStreamIp, 1, 116, 52);
	expect_end(test);
}

static void decode_example32(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;

	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, example32, sizeof(example32), 16384,
						 NtbFormat32), (int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 0, 0x10, 40);
	expect_datagram(test, NtbStreamDss, 5, 0x38, 3);
	expect_end(test);
}

/* wBlockLength 0: the block ends with the transfer. NTB32 has no such rule. */
static void decode_block_length_zero(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);

	LePut16(f->buffer + 8, 0);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat16),
			(int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 0, 12, 40);

	memcpy(f->buffer, example32, sizeof(example32));
	LePut32(f->buffer + 8, 0);
	KUNIT_EXPECT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, sizeof(example32), 16384,
						 NtbFormat32), (int)NtbErrorBlockLength);
}

/* An NDP may be longer than its entries, and stand before the payload. */
static void decode_ndp_first(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u8 *b = f->buffer;

	memset(b, 0, 256);
	memcpy(b, example16_header, 12);
	LePut16(b + 8, 224);
	LePut16(b + 10, 12);
	LePut32(b + 12, NDP16_SIGNATURE_IPS | 3 << 24);
	LePut16(b + 16, 172);
	LePut16(b + 20, 184);
	LePut16(b + 22, 40);
	/* behind the terminator: not an entry */
	LePut16(b + 28, 184);
	LePut16(b + 30, 40);
	memcpy(b + 184, "\x45\0\0\x28", 4);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, b, 224, 16384, NtbFormat16),
			(int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 3, 184, 40);
	expect_end(test);
}

/* A chain may lead backwards. */
static void decode_chain_backwards(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);

	LePut16(f->buffer + 10, 188);
	LePut16(f->buffer + 188 + 6, 168);
	LePut16(f->buffer + 168 + 6, 0);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat16),
			(int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 1, 116, 52);
	expect_datagram(test, NtbStreamIp, 0, 12, 40);
	expect_datagram(test, NtbStreamIp, 0, 52, 61);
	expect_end(test);
}

/* One NDP for each datagram, and many of them: all are read, and no more than the limit. */
static void decode_long_chain(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	NTB_DATAGRAM datagram;
	u32 ndps, i, read;

	for (ndps = NTB_READER_NDPS - 14; ndps <= NTB_READER_NDPS + 1; ndps++) {
		u32 length = 12 + ndps * 36;

		memset(f->buffer, 0, length);
		memcpy(f->buffer, example16_header, 12);
		LePut16(f->buffer + 8, length);
		LePut16(f->buffer + 10, 12);
		for (i = 0; i < ndps; i++) {
			u8 *ndp = f->buffer + 12 + i * 36;

			LePut32(ndp, NDP16_SIGNATURE_IPS | i % 3 << 24);
			LePut16(ndp + 4, 16);
			LePut16(ndp + 6, i + 1 < ndps ? 12 + (i + 1) * 36 : 0);
			LePut16(ndp + 8, 12 + i * 36 + 16);
			LePut16(ndp + 10, 20);
			memcpy(ndp + 16, "\x45\0\0\x14", 4);
		}
		KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384,
							 NtbFormat16), (int)NtbErrorNone);
		for (read = 0; NtbReaderNext(&f->reader, &datagram); read++)
			KUNIT_EXPECT_EQ(test, datagram.Session, read % 3);
		KUNIT_EXPECT_EQ(test, read, min(ndps, NTB_READER_NDPS));
		KUNIT_EXPECT_EQ(test, f->reader.Errors[NtbErrorNdpLoop], ndps > NTB_READER_NDPS);
	}
}

struct reject_case {
	const char *name;
	u32 offset;		/* where a 16-bit value of the NTB16 example is replaced */
	u16 value;
	u32 length;		/* of the transfer, 0 = whole */
	NTB_ERROR init;		/* the block is refused */
	NTB_ERROR error;	/* or this is counted, once */
	u32 datagrams;		/* and so many are left */
};

static const struct reject_case reject_cases[] = {
	{ "transfer of 0 bytes", 0, 0x434e, 1, NtbErrorTooShort },
	{ "transfer of 27 bytes", 0, 0x434e, 27, NtbErrorTooShort },
	{ "signature", 0, 0x434f, 0, NtbErrorSignature },
	{ "header length", 4, 16, 0, NtbErrorHeaderLength },
	{ "block beyond transfer", 8, 205, 0, NtbErrorBlockLength },
	{ "block below minimum", 8, 27, 0, NtbErrorBlockLength },
	{ "no NDP", 10, 0, 0, NtbErrorNdpIndex },
	{ "NDP in header", 10, 8, 0, 0, NtbErrorNdpIndex, 0 },
	{ "NDP not aligned", 10, 170, 0, 0, NtbErrorNdpIndex, 0 },
	{ "NDP beyond block", 10, 204, 0, 0, NtbErrorNdpIndex, 0 },
	{ "NDP half beyond block", 10, 192, 0, 0, NtbErrorNdpIndex, 0 },
	{ "NDP points to itself", 168 + 6, 168, 0, 0, NtbErrorNdpLoop, 2 },
	{ "second NDP beyond block", 168 + 6, 0xfffc, 0, 0, NtbErrorNdpIndex, 2 },
	{ "NDP length below minimum", 168 + 4, 12, 0, 0, NtbErrorNdpLength, 1 },
	{ "NDP length odd", 168 + 4, 18, 0, 0, NtbErrorNdpLength, 1 },
	{ "NDP length beyond block", 168 + 4, 40, 0, 0, NtbErrorNdpLength, 1 },
	{ "NDP signature", 168, 0x5050, 0, 0, NtbErrorNdpSignature, 1 },
	{ "entry in header", 168 + 8, 8, 0, 0, NtbErrorEntry, 1 },
	{ "entry at 0", 168 + 8, 0, 0, 0, NtbErrorEntry, 1 },
	{ "entry beyond block", 168 + 8, 205, 0, 0, NtbErrorEntry, 1 },
	{ "entry ends beyond block", 168 + 10, 193, 0, 0, NtbErrorEntry, 1 },
	{ "index and length overflow", 168 + 10, 0xffff, 0, 0, NtbErrorEntry, 1 },
	{ "empty", 168 + 10, 0, 0, 0, NtbErrorEmpty, 2 },
	{ "overlapping entries", 168 + 10, 100, 0, 0, NtbErrorOverlap, 2 },
	{ "version 5", 12, 0x0055, 0, 0, NtbErrorNotIp, 2 },
	{ "IPv4 length beyond datagram", 14, 0x2900, 0, 0, NtbErrorIpLength, 2 },
	{ "IPv4 length below header", 14, 0x1300, 0, 0, NtbErrorIpLength, 2 },
	{ "IPv4 datagram of 19", 168 + 10, 19, 0, 0, NtbErrorIpLength, 2 },
	{ "IPv6 datagram of 52", 116, 0x0060, 0, 0, NtbErrorNone, 3 },
};

static void reject_case_desc(const struct reject_case *c, char *desc)
{
	strscpy(desc, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(reject, reject_cases, reject_case_desc);

static void decode_rejects(struct kunit *test)
{
	const struct reject_case *c = test->param_value;
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);
	NTB_DATAGRAM datagram;
	u32 datagrams = 0, errors = 0;
	int i;

	LePut16(f->buffer + c->offset, c->value);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, c->length ?: length, 16384,
						 NtbFormat16), (int)c->init);
	if (c->init != NtbErrorNone)
		return;
	while (NtbReaderNext(&f->reader, &datagram))
		datagrams++;
	for (i = 0; i < NtbErrorCount; i++)
		errors += f->reader.Errors[i];
	KUNIT_EXPECT_EQ(test, datagrams, c->datagrams);
	KUNIT_EXPECT_EQ(test, errors, c->error != NtbErrorNone);
	if (c->error != NtbErrorNone)
		KUNIT_EXPECT_EQ(test, f->reader.Errors[c->error], 1);
}

static void decode_limits(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);

	/* larger than what was negotiated */
	KUNIT_EXPECT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 203, NtbFormat16),
			(int)NtbErrorBlockLength);
	/* the other format */
	KUNIT_EXPECT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat32),
			(int)NtbErrorSignature);
	/* bytes behind the block are nobody's business */
	memset(f->buffer + length, 0xff, 50);
	KUNIT_EXPECT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length + 50, 16384,
						 NtbFormat16), (int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 0, 12, 40);
}

/* 32-bit offsets must not wrap. */
static void decode_overflow32(struct kunit *test)
{
	static const struct { u32 offset, value; NTB_ERROR error; } cases[] = {
		{ 12, 0xfffffffc, NtbErrorNdpIndex },
		{ 0x48, 0xfffffff8, NtbErrorNdpIndex },
		{ 0x50, 0xfffffff0, NtbErrorEntry },
		{ 0x54, 0xfffffff8, NtbErrorEntry },
	};
	struct ntb_fixture *f = test->priv;
	NTB_DATAGRAM datagram;
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++) {
		memcpy(f->buffer, example32, sizeof(example32));
		LePut32(f->buffer + cases[i].offset, cases[i].value);
		KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, sizeof(example32),
							 16384, NtbFormat32), (int)NtbErrorNone);
		while (NtbReaderNext(&f->reader, &datagram))
			KUNIT_EXPECT_LE(test, datagram.Offset + datagram.Length, 128);
		KUNIT_EXPECT_EQ(test, f->reader.Errors[cases[i].error], 1);
	}
}

static void check_ip(struct kunit *test)
{
	u8 packet[60] = { 0x60 };

	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 0), (int)NtbErrorEmpty);
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 39), (int)NtbErrorIpLength);
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 40), (int)NtbErrorNone);
	packet[5] = 20;
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 60), (int)NtbErrorNone);
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 59), (int)NtbErrorIpLength);
	packet[0] = 0x45;
	packet[3] = 60;
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 60), (int)NtbErrorNone);
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 59), (int)NtbErrorIpLength);
	packet[0] = 0x05;
	KUNIT_EXPECT_EQ(test, (int)NtbCheckIp(packet, 60), (int)NtbErrorNotIp);
}

static void rules_payload_offsets(struct kunit *test)
{
	static const struct { u32 offset, result; } cases[] = {
		{ 12, 42 }, { 40, 42 }, { 42, 42 }, { 43, 74 }, { 184, 202 },
	};
	NTB_PARAMETERS p = params(16384, 32, 10, 4);
	struct ntb_fixture *f = test->priv;
	int i;

	start(test, &p, NtbFormat16, 512);
	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ(test, PayloadOffset(&f->rules, cases[i].offset), cases[i].result);
}

static void rules_sanitised(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	NTB_PARAMETERS p = params(16384, 3, 7, 0);

	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, f->rules.Divisor, 4);
	KUNIT_EXPECT_EQ(test, f->rules.Remainder, 0);
	KUNIT_EXPECT_EQ(test, f->rules.Alignment, 4);

	p = params(16384, 0x8000, 2, 12);
	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, f->rules.Divisor, 4);
	KUNIT_EXPECT_EQ(test, f->rules.Remainder, 2);
	KUNIT_EXPECT_EQ(test, f->rules.Alignment, 4);

	/* NTB16 cannot say more than 65535 */
	p = params(0xffffffff, 4, 0, 4);
	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, f->rules.MaximumSize, 65534);

	/* nothing said: NCM's floor; less than that is believed */
	p = params(0, 4, 0, 4);
	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, f->rules.MaximumSize, 2047);
	p = params(1600, 4, 0, 4);
	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, f->rules.MaximumSize, 1599);
	KUNIT_EXPECT_EQ(test, NtbRulesLargestDatagram(&f->rules), 1568);
	p = params(1300, 4, 0, 4);
	KUNIT_EXPECT_FALSE(test, NtbRulesInit(&f->rules, &p, NtbFormat16, 512, FALSE));
}

static void parameters_parse(struct kunit *test)
{
	u8 block[NTB_PARAMETERS_LENGTH] = {
		28, 0, 3, 0, 0, 0x40, 0, 0, 4, 0, 1, 0, 8, 0, 0, 0,
		0, 0x20, 0, 0, 16, 0, 2, 0, 32, 0, 5, 0
	};
	NTB_PARAMETERS p;

	KUNIT_EXPECT_FALSE(test, NtbParametersParse(block, 27, &p));
	KUNIT_ASSERT_TRUE(test, NtbParametersParse(block, 28, &p));
	KUNIT_EXPECT_EQ(test, p.FormatsSupported, 3);
	KUNIT_EXPECT_EQ(test, p.InMaxSize, 0x4000);
	KUNIT_EXPECT_EQ(test, p.InDivisor, 4);
	KUNIT_EXPECT_EQ(test, p.InPayloadRemainder, 1);
	KUNIT_EXPECT_EQ(test, p.InAlignment, 8);
	KUNIT_EXPECT_EQ(test, p.OutMaxSize, 0x2000);
	KUNIT_EXPECT_EQ(test, p.OutDivisor, 16);
	KUNIT_EXPECT_EQ(test, p.OutPayloadRemainder, 2);
	KUNIT_EXPECT_EQ(test, p.OutAlignment, 32);
	KUNIT_EXPECT_EQ(test, p.OutMaxDatagrams, 5);
	block[0] = 27;
	KUNIT_EXPECT_FALSE(test, NtbParametersParse(block, 28, &p));
}

/* The largest datagram fits, one byte more does not; the block keeps its limit. */
static void encode_largest(struct kunit *test)
{
	static const u32 sizes[] = { 2048, 2049, 16384, 65535 };
	struct ntb_fixture *f = test->priv;
	int i;

	for (i = 0; i < ARRAY_SIZE(sizes); i++) {
		NTB_PARAMETERS p = params(sizes[i], 32, 10, 8);
		u32 largest;

		start(test, &p, NtbFormat16, 512);
		largest = NtbRulesLargestDatagram(&f->rules);
		KUNIT_EXPECT_FALSE(test, put(f, NtbStreamIp, 0, largest + 1, 0));
		KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, largest, 0));
		KUNIT_EXPECT_LE(test, NtbBuilderFinish(&f->builder, 0), sizes[i]);
	}
}

static void quarters(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, NtbQuarter(1, 100), 0u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(25, 100), 0u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(26, 100), 1u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(50, 100), 1u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(51, 100), 2u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(76, 100), 3u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(100, 100), 3u);
	KUNIT_EXPECT_EQ(test, NtbQuarter(65536, 65535), 3u);
}

static void encode_limits(struct kunit *test)
{
	NTB_PARAMETERS p = params(16384, 4, 0, 4);
	struct ntb_fixture *f = test->priv;
	u32 i;

	p.OutMaxDatagrams = 3;
	start(test, &p, NtbFormat16, 512);
	KUNIT_EXPECT_EQ(test, NtbBuilderFinish(&f->builder, 0), 0);
	KUNIT_EXPECT_FALSE(test, put(f, NtbStreamIp, 0, 0, 0));
	for (i = 0; i < 3; i++)
		KUNIT_EXPECT_TRUE(test, put(f, NtbStreamIp, i, 40, 0));
	KUNIT_EXPECT_FALSE(test, put(f, NtbStreamIp, 0, 40, 0));

	/* no limit named: ours */
	p.OutMaxDatagrams = 0;
	start(test, &p, NtbFormat16, 512);
	for (i = 0; i < NTB_MAXIMUM_DATAGRAMS; i++)
		KUNIT_EXPECT_TRUE(test, put(f, NtbStreamIp, 0, 40, 0));
	KUNIT_EXPECT_FALSE(test, put(f, NtbStreamIp, 0, 40, 0));

	/* quirk: one session for each block */
	KUNIT_ASSERT_TRUE(test, NtbRulesInit(&f->rules, &p, NtbFormat16, 512, TRUE));
	NtbBuilderInit(&f->builder, &f->rules, f->buffer);
	KUNIT_EXPECT_TRUE(test, put(f, NtbStreamIp, 0, 40, 0));
	KUNIT_EXPECT_FALSE(test, put(f, NtbStreamIp, 1, 40, 0));
	KUNIT_EXPECT_FALSE(test, put(f, NtbStreamDss, 0, 40, 0));
	KUNIT_EXPECT_TRUE(test, put(f, NtbStreamIp, 0, 40, 0));
}

/* Lone datagrams of every length. Returns how often the closing byte was needed. */
static u32 lone_datagrams(struct kunit *test, NTB_FORMAT format, u32 packet, u32 size)
{
	u32 header = NtbHeaderLength(format), ndp = format == NtbFormat32 ? 32 : 16;
	NTB_PARAMETERS p = params(size, 4, 0, 4);
	struct ntb_fixture *f = test->priv;
	u32 length, boundaries = 0;

	start(test, &p, format, packet);
	for (length = 20; length <= NtbRulesLargestDatagram(&f->rules); length++) {
		u32 plain = ALIGN(header + length, 4) + ndp;
		u32 total, said;

		NtbBuilderInit(&f->builder, &f->rules, f->buffer);
		KUNIT_ASSERT_TRUE(test, put(f, NtbStreamIp, 0, length, 1));
		total = NtbBuilderFinish(&f->builder, 0);
		said = format == NtbFormat32 ? LeGet32(f->buffer + 8) : LeGet16(f->buffer + 8);
		boundaries += plain % packet == 0;
		KUNIT_ASSERT_EQ(test, total, plain + (plain % packet == 0));
		KUNIT_ASSERT_NE(test, total % packet, 0);
		KUNIT_ASSERT_LE(test, total, size);
		KUNIT_ASSERT_EQ(test, said, total);
		if (total > plain)
			KUNIT_ASSERT_EQ(test, f->buffer[plain], 0);
	}
	return boundaries;
}

/*
 * No block ends on a packet boundary, whatever its datagram's length and
 * whatever the largest block is; the closing byte is zero and counted.
 */
static void encode_packet_boundaries(struct kunit *test)
{
	/* 48: no device has that, but what says so is the device */
	static const u32 packets[] = { 48, 64, 512, 1024 };
	static const u32 sizes[] = { 2048, 2049, 4096, 16384 };
	u32 i, k;

	for (i = 0; i < ARRAY_SIZE(packets); i++)
		for (k = 0; k < ARRAY_SIZE(sizes); k++) {
			KUNIT_EXPECT_GT(test, lone_datagrams(test, NtbFormat16, packets[i],
							     sizes[k]), 0);
			KUNIT_EXPECT_GT(test, lone_datagrams(test, NtbFormat32, packets[i],
							     sizes[k]), 0);
		}
}

struct trip_case {
	NTB_FORMAT format;
	u32 size;
	u16 divisor;
	u16 remainder;
	u16 alignment;
};

static const struct trip_case trip_cases[] = {
	{ NtbFormat16, 2048, 4, 0, 4 },	   { NtbFormat16, 2048, 32, 10, 4 },
	{ NtbFormat16, 16384, 4, 0, 32 },  { NtbFormat16, 16384, 32, 0, 4 },
	{ NtbFormat16, 16384, 32, 10, 64 }, { NtbFormat16, 65535, 4, 2, 4 },
	{ NtbFormat16, 65535, 32, 10, 8 }, { NtbFormat32, 2048, 4, 0, 8 },
	{ NtbFormat32, 2048, 32, 10, 4 },  { NtbFormat32, 16384, 4, 3, 4 },
	{ NtbFormat32, 16384, 32, 10, 16 }, { NtbFormat32, 65536, 4, 0, 4 },
	{ NtbFormat32, 65536, 64, 63, 128 },
};

static void trip_case_desc(const struct trip_case *c, char *desc)
{
	snprintf(desc, KUNIT_PARAM_DESC_SIZE, "NTB%d size %u divisor %u remainder %u alignment %u",
		 c->format == NtbFormat32 ? 32 : 16, c->size, c->divisor, c->remainder,
		 c->alignment);
}

KUNIT_ARRAY_PARAM(trip, trip_cases, trip_case_desc);

/* Everything that fits comes back, in each session's order, whole. */
static void round_trip(struct kunit *test)
{
	const struct trip_case *c = test->param_value;
	NTB_PARAMETERS p = params(c->size, c->divisor, c->remainder, c->alignment);
	static const u32 lengths[] = { 20, 61, 40, 1280, 577, 1500, 33 };
	struct ntb_fixture *f = test->priv;
	u32 built = 0, read = 0, total, ndp;
	u32 last[4] = { };
	NTB_DATAGRAM datagram;

	start(test, &p, c->format, 512);
	while (put(f, built % 4 == 3 ? NtbStreamDss : NtbStreamIp, built % 4,
		   lengths[built % ARRAY_SIZE(lengths)], built))
		built++;
	KUNIT_ASSERT_GT(test, built, 0);
	total = NtbBuilderFinish(&f->builder, 65535);
	KUNIT_ASSERT_LE(test, total, c->size);

	ndp = c->format == NtbFormat32 ? LeGet32(f->buffer + 12) : LeGet16(f->buffer + 10);
	KUNIT_EXPECT_EQ(test, ndp % c->alignment, 0);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, total, 65536, c->format),
			(int)NtbErrorNone);
	KUNIT_EXPECT_EQ(test, f->reader.Sequence, 65535);
	while (NtbReaderNext(&f->reader, &datagram)) {
		u8 seed = f->buffer[datagram.Offset + datagram.Length - 1];

		KUNIT_ASSERT_LT(test, datagram.Session, 4);
		KUNIT_EXPECT_EQ(test, seed % 4, datagram.Session);
		KUNIT_EXPECT_EQ(test, datagram.Stream == NtbStreamDss, datagram.Session == 3);
		KUNIT_EXPECT_EQ(test, datagram.Length, lengths[seed % ARRAY_SIZE(lengths)]);
		KUNIT_EXPECT_EQ(test, datagram.Offset % c->divisor, c->remainder);
		KUNIT_EXPECT_GE(test, (u32)seed + 1, last[datagram.Session]);
		last[datagram.Session] = seed + 1;
		read++;
	}
	KUNIT_EXPECT_EQ(test, read, built);
	expect_end(test);
}

static struct kunit_case ntb_cases[] = {
	KUNIT_CASE(encode_example16),
	KUNIT_CASE(encode_example32),
	KUNIT_CASE(decode_example16),
	KUNIT_CASE(decode_example32),
	KUNIT_CASE(decode_block_length_zero),
	KUNIT_CASE(decode_ndp_first),
	KUNIT_CASE(decode_chain_backwards),
	KUNIT_CASE(decode_long_chain),
	KUNIT_CASE_PARAM(decode_rejects, reject_gen_params),
	KUNIT_CASE(decode_limits),
	KUNIT_CASE(decode_overflow32),
	KUNIT_CASE(check_ip),
	KUNIT_CASE(rules_payload_offsets),
	KUNIT_CASE(rules_sanitised),
	KUNIT_CASE(parameters_parse),
	KUNIT_CASE(encode_largest),
	KUNIT_CASE(quarters),
	KUNIT_CASE(encode_limits),
	KUNIT_CASE(encode_packet_boundaries),
	KUNIT_CASE_PARAM(round_trip, trip_gen_params),
	{ }
};

static struct kunit_suite ntb_suite = {
	.name = "mbim_usb_ntb",
	.init = ntb_test_init,
	.test_cases = ntb_cases,
};

kunit_test_suite(ntb_suite);

MODULE_LICENSE("GPL");
