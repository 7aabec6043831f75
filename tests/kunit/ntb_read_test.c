// SPDX-License-Identifier: GPL-2.0
/*
 * Reading NTBs many datagrams at once, and the short way of looking at each.
 */
#include "ntb_mock.h"

/* The short way of looking at a packet says yes where the long one finds nothing. */
static void decode_whole_ip(struct kunit *test)
{
	u8 packet[80] = { };
	u32 length, total, i;

	for (i = 0; i < 16; i++)
		for (length = 0; length < sizeof(packet); length++)
			for (total = 0; total < sizeof(packet); total++) {
				packet[0] = i << 4 | 5;
				packet[3] = total;
				packet[5] = total;
				KUNIT_ASSERT_EQ(test, IsWholeIpv4(packet, length) ||
						IsWholeIpv6(packet, length),
						NtbCheckIp(packet, length) == NtbErrorNone);
			}
}

/* @packets in NDPs of three, one of each session in turn. Returns the block's length. */
static u32 triples(struct ntb_fixture *f, NTB_FORMAT format, u32 packets)
{
	bool wide = format == NtbFormat32;
	u32 header = NtbHeaderLength(format), head = wide ? 16 : 8, size = wide ? 8 : 4;
	u32 next = header + packets * 40, i, k, length = next;
	u8 *b = f->buffer;

	memset(b, 0, BUFFER_SIZE);
	for (i = 0; i < packets; i += 3) {
		u32 here = next, entries = min(packets - i, 3u);

		length = here + head + (entries + 1) * size;
		next = i + 3 < packets ? length : 0;
		LePut32(b + here, (wide ? NDP32_SIGNATURE_IPS : NDP16_SIGNATURE_IPS) |
				  (i / 3 % 2) << 24);
		LePut16(b + here + 4, length - here);
		if (wide)
			LePut32(b + here + 8, next);
		else
			LePut16(b + here + 6, next);
		for (k = 0; k < entries; k++) {
			u32 at = header + (i + k) * 40;

			memcpy(b + at, "\x45\0\0\x28", 4);
			if (wide) {
				LePut32(b + here + head + k * size, at);
				LePut32(b + here + head + k * size + 4, 40);
			} else {
				LePut32(b + here + head + k * size, at | 40 << 16);
			}
		}
	}
	LePut32(b, wide ? NTH32_SIGNATURE : NTH16_SIGNATURE);
	LePut16(b + 4, header);
	if (wide) {
		LePut32(b + 8, length);
		LePut32(b + 12, header + packets * 40);
	} else {
		LePut16(b + 8, length);
		LePut16(b + 10, header + packets * 40);
	}
	return length;
}

/* Every batch, of whatever size: within its size, of one session, nothing lost. */
static void decode_in_batches_of(struct kunit *test, NTB_FORMAT format, u32 maximum)
{
	struct ntb_fixture *f = test->priv;
	u32 length = triples(f, format, 20);
	u32 read = 0, count, i;
	NTB_SLICE slices[8];

	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, BUFFER_SIZE,
						 format), (int)NtbErrorNone);
	for (;;) {
		memset(slices, 0xff, sizeof(slices));
		count = NtbReaderRead(&f->reader, slices, maximum);
		if (!count)
			break;
		KUNIT_ASSERT_LE(test, count, maximum);
		KUNIT_EXPECT_EQ(test, slices[count].Offset, U32_MAX);
		KUNIT_EXPECT_EQ(test, f->reader.Session, read / 3 % 2);
		KUNIT_EXPECT_EQ(test, (int)f->reader.Stream, (int)NtbStreamIp);
		for (i = 0; i < count; i++, read++) {
			KUNIT_EXPECT_EQ(test, slices[i].Offset,
					NtbHeaderLength(format) + read * 40);
			KUNIT_EXPECT_EQ(test, slices[i].Length, 40u);
		}
	}
	KUNIT_EXPECT_EQ(test, read, 20u);
	expect_end(test);
}

static void decode_batches(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	NTB_SLICE slices[4];
	u32 maximum, length;

	for (maximum = 1; maximum < 8; maximum++) {
		decode_in_batches_of(test, NtbFormat16, maximum);
		decode_in_batches_of(test, NtbFormat32, maximum);
	}

	/* what is skipped does not end a block, and nothing asked for is not the end */
	length = triples(f, NtbFormat16, 6);
	memset(f->buffer + 12, 0, 40 * 4);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat16),
			(int)NtbErrorNone);
	KUNIT_EXPECT_EQ(test, NtbReaderRead(&f->reader, slices, 0), 0u);
	KUNIT_EXPECT_EQ(test, NtbReaderRead(&f->reader, slices, 1), 1u);
	KUNIT_EXPECT_EQ(test, slices[0].Offset, 12u + 40 * 4);
	KUNIT_EXPECT_EQ(test, NtbReaderRead(&f->reader, slices, 4), 1u);
	KUNIT_EXPECT_EQ(test, slices[0].Offset, 12u + 40 * 5);
	KUNIT_EXPECT_EQ(test, NtbReaderRead(&f->reader, slices, 4), 0u);
	KUNIT_EXPECT_EQ(test, f->reader.Errors[NtbErrorNotIp], 4u);
}

/* An NDP without its terminator: as many entries as its length says. */
static void decode_no_terminator(struct kunit *test)
{
	struct ntb_fixture *f = test->priv;
	u32 length = example16(f);

	LePut16(f->buffer + 168 + 4, 16);
	KUNIT_ASSERT_EQ(test, (int)NtbReaderInit(&f->reader, f->buffer, length, 16384, NtbFormat16),
			(int)NtbErrorNone);
	expect_datagram(test, NtbStreamIp, 0, 12, 40);
	expect_datagram(test, NtbStreamIp, 0, 52, 61);
	expect_datagram(test, NtbStreamIp, 1, 116, 52);
	expect_end(test);
}

static struct kunit_case ntb_read_cases[] = {
	KUNIT_CASE(decode_batches),
	KUNIT_CASE(decode_no_terminator),
	KUNIT_CASE(decode_whole_ip),
	{ }
};

static struct kunit_suite ntb_read_suite = {
	.name = "mbim_usb_ntb_read",
	.init = ntb_test_init,
	.test_cases = ntb_read_cases,
};

kunit_test_suite(ntb_read_suite);

MODULE_LICENSE("GPL");
