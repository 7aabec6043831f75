// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the NTB reader with arbitrary blocks, and the builder with arbitrary
 * rules and lengths: what the builder makes, the reader must give back. And the
 * decision whether bytes are an IP packet.
 *
 * The first byte chooses; libFuzzer entry, or replay_main.c's main().
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_usb/ntb.h"
#include "make.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define CHECK(cond)	do { if (!(cond)) abort(); } while (0)

/* Batches of @batch find the same datagrams and the same mistakes as one at a time. */
static void read_batches(const uint8_t *block, size_t size, NTB_FORMAT format, uint32_t batch)
{
	NTB_READER one, many;
	NTB_SLICE slices[64];
	NTB_DATAGRAM datagram;
	uint32_t count, i;

	CHECK(NtbReaderInit(&one, block, size, 65536, format) == NtbErrorNone);
	CHECK(NtbReaderInit(&many, block, size, 65536, format) == NtbErrorNone);
	while ((count = NtbReaderRead(&many, slices, batch)) != 0) {
		CHECK(count <= batch);
		for (i = 0; i < count; i++) {
			CHECK(NtbReaderNext(&one, &datagram));
			CHECK(datagram.Stream == many.Stream);
			CHECK(datagram.Session == many.Session);
			CHECK(datagram.Offset == slices[i].Offset);
			CHECK(datagram.Length == slices[i].Length);
		}
	}
	CHECK(!NtbReaderNext(&one, &datagram));
	CHECK(!memcmp(one.Errors, many.Errors, sizeof(one.Errors)));
}

/* An IP packet has its header, and says itself that it is within its datagram. */
static void check_ip(const uint8_t *packet, uint32_t length)
{
	if (NtbCheckIp(packet, length) != NtbErrorNone)
		return;
	if (packet[0] >> 4 == 4) {
		CHECK(length >= 20 && (packet[2] << 8 | packet[3]) <= (int)length);
	} else {
		CHECK(packet[0] >> 4 == 6 && length >= 40);
		CHECK(40 + (packet[4] << 8 | packet[5]) <= (int)length);
	}
}

/* Every byte is read, which ASan checks. */
static volatile uint8_t seen;

static void read_block(const uint8_t *data, size_t size, NTB_FORMAT format, uint32_t batch)
{
	/* exactly as large as the block, so that ASan sees a step outside */
	uint8_t *block = malloc(size ? size : 1);
	size_t payload = 0, count = 0;
	NTB_DATAGRAM datagram;
	NTB_READER reader;

	memcpy(block, data, size);
	if (NtbReaderInit(&reader, block, size, 65536, format) == NtbErrorNone) {
		while (NtbReaderNext(&reader, &datagram)) {
			size_t i;

			CHECK(datagram.Length);
			CHECK(datagram.Offset >= NtbHeaderLength(format));
			CHECK(datagram.Offset + (size_t)datagram.Length <= size);
			for (i = 0; i < datagram.Length; i++)
				seen = block[datagram.Offset + i];
			check_ip(block + datagram.Offset, datagram.Length);
			payload += datagram.Length;
			count++;
		}
		CHECK(payload <= size);
		CHECK(count <= size);
		read_batches(block, size, format, batch);
	}
	free(block);
}

/* A minimal IPv4 header, or a DSS record of anything. */
static void fill(uint8_t *to, uint32_t length, NTB_STREAM stream, uint8_t seed)
{
	memset(to, seed, length);
	if (stream == NtbStreamIp) {
		to[0] = 0x45;
		to[2] = (uint8_t)(length >> 8);
		to[3] = (uint8_t)length;
	}
}

/* What is in a block that is built. */
struct sent {
	NTB_BUILDER_ENTRY entry[NTB_MAXIMUM_DATAGRAMS];
	uint32_t count;
};

static void check_block(const uint8_t *block, uint32_t length, const NTB_RULES *rules,
			const struct sent *sent)
{
	NTB_DATAGRAM datagram;
	NTB_READER reader;
	uint32_t found = 0, i;

	CHECK(length <= rules->MaximumSize + 1);
	CHECK(length % rules->MaximumPacketSize || rules->MaximumPacketSize == 1);
	CHECK(NtbReaderInit(&reader, block, length, rules->MaximumSize + 1, rules->Format) ==
	      NtbErrorNone);
	while (NtbReaderNext(&reader, &datagram)) {
		for (i = 0; i < sent->count; i++)
			if (sent->entry[i].Index == datagram.Offset)
				break;
		CHECK(i < sent->count && sent->entry[i].Length == datagram.Length);
		found++;
	}
	CHECK(found == sent->count);
}

/* @data: four bytes for each: kind and whether several are in a run, session, length */
static void fill_block(NTB_BUILDER *builder, const uint8_t *data, size_t size, uint8_t *block,
		       struct sent *sent)
{
	const NTB_RULES *rules = builder->Rules;
	NTB_STREAM stream = NtbStreamIp;
	bool in_run = false;
	NTB_RUN run;

	for (; size >= 4; data += 4, size -= 4) {
		uint32_t length = data[2] | (data[3] << 8);
		uint8_t *to;

		if (in_run && !(data[0] & 2)) {
			NtbRunEnd(&run, builder);
			in_run = false;
		}
		/* A run keeps to what it was begun for. */
		if (!in_run)
			stream = data[0] & 1 ? NtbStreamDss : NtbStreamIp;
		if (!in_run && data[0] & 2)
			in_run = NtbRunBegin(&run, builder, stream, data[1] % 20);
		if (stream == NtbStreamIp && length < 20)
			length = 20;
		to = in_run ? NtbRunReserve(&run, length) :
			      NtbBuilderReserve(builder, stream, data[1] % 20, length);
		if (!to)
			continue;
		CHECK((uint32_t)(to - block) % rules->Divisor == rules->Remainder);
		fill(to, length, stream, data[1]);
		CHECK(sent->count < NTB_MAXIMUM_DATAGRAMS);
		sent->entry[sent->count].Index = (uint32_t)(to - block);
		sent->entry[sent->count++].Length = length;
	}
	if (in_run)
		NtbRunEnd(&run, builder);
}

static void build_block(const uint8_t *data, size_t size, NTB_FORMAT format)
{
	static NTB_BUILDER builder;
	static struct sent sent;
	NTB_PARAMETERS params;
	NTB_RULES rules;
	uint8_t *block;
	uint32_t length;

	if (size < NTB_PARAMETERS_LENGTH + 2 ||
	    !NtbParametersParse(data, size, &params))
		return;
	if (!NtbRulesInit(&rules, &params, format, 1 + data[NTB_PARAMETERS_LENGTH] * 8,
			  data[NTB_PARAMETERS_LENGTH + 1] & 1))
		return;

	block = malloc(rules.MaximumSize + 1);
	NtbBuilderInit(&builder, &rules, block);
	sent.count = 0;
	fill_block(&builder, data + NTB_PARAMETERS_LENGTH + 2, size - NTB_PARAMETERS_LENGTH - 2,
		   block, &sent);
	length = NtbBuilderFinish(&builder, 7);
	CHECK((length == 0) == (sent.count == 0));
	if (length)
		check_block(block, length, &rules, &sent);
	free(block);
}

/* ---- good inputs ---- */

/* An NDP that lists datagrams @from to @to, of which it is known where they are. */
static size_t make_ndp(struct maker *m, bool wide, const size_t *at, const uint32_t *length,
		       uint32_t from, uint32_t to)
{
	unsigned int width = wide ? 4 : 2;
	bool dss = make_chance(m, 6);
	size_t ndp;
	uint32_t i;

	make_align(m, 1, wide ? 8 : 4);
	ndp = make_put(m, dss ? 0x00535344 : wide ? 0x00737069 : 0x00535049, 4);
	make_set(m, ndp + 3, make_chance(m, 2) ? 0 : make_pick(m, 20), 1);
	make_put(m, (wide ? 16 : 8) + (to - from + 1) * 2 * width, 2);
	make_put(m, 0, 2);
	if (wide) {
		make_put(m, 0, 4);
		make_put(m, 0, 4);
	}
	for (i = from; i < to; i++) {
		make_put(m, (uint32_t)at[i], width);
		make_put(m, length[i], width);
	}
	make_put(m, 0, width);
	make_put(m, 0, width);
	return ndp - 1;
}

static size_t make_datagram(struct maker *m, uint32_t length)
{
	bool ipv6 = make_chance(m, 3);
	size_t at = m->size;

	make_noise(m, length);
	make_set(m, at, ipv6 ? 0x60 : 0x45, 1);
	if (ipv6) {
		make_set(m, at + 4, (length - 40) >> 8, 1);
		make_set(m, at + 5, length - 40, 1);
	} else {
		make_set(m, at + 2, length >> 8, 1);
		make_set(m, at + 3, length, 1);
	}
	return at - 1;
}

/* Datagrams with an NDP behind each few of them; the block begins behind the first byte. */
static void make_block(struct maker *m, bool wide)
{
	uint32_t count = make_pick(m, 24), from = 0, length[24], i, last;
	size_t at[24], link = wide ? 13 : 11, ndp;

	make_put(m, wide ? 0x686d636e : 0x484d434e, 4);
	make_put(m, wide ? 16 : 12, 2);
	make_put(m, make_pick(m, 65536), 2);
	make_put(m, 0, wide ? 4 : 2);
	make_put(m, 0, wide ? 4 : 2);
	for (i = 0; i <= count; i++) {
		if (i < count) {
			make_align(m, 1, 4);
			length[i] = 40 + make_pick(m, make_chance(m, 16) ? 1500 : 40);
			at[i] = make_datagram(m, length[i]);
		}
		if (i < count && !make_chance(m, 6))
			continue;
		last = i < count ? i + 1 : count;
		ndp = make_ndp(m, wide, at, length, from, last);
		make_set(m, link, (uint32_t)ndp, wide ? 4 : 2);
		link = 1 + ndp + (wide ? 8 : 6);
		from = last;
	}
	make_set(m, 9, make_chance(m, 8) ? 0 : (uint32_t)m->size - 1, wide ? 4 : 2);
}

static void make_building(struct maker *m, bool wide)
{
	static const uint16_t divisors[] = { 1, 2, 4, 8, 16, 32, 64, 512 };
	uint32_t divisor = divisors[make_pick(m, 8)], n = make_pick(m, 60), kind = 0;

	make_put(m, NTB_PARAMETERS_LENGTH, 2);
	make_put(m, 3, 2);
	make_put(m, 16384, 4);
	make_put(m, 4, 2);
	make_put(m, 0, 2);
	make_put(m, 4, 2);
	make_put(m, 0, 2);
	make_put(m, make_chance(m, 8) ? 0x200000 : 1500 + make_pick(m, wide ? 80000 : 60000), 4);
	make_put(m, divisor, 2);
	make_put(m, make_pick(m, divisor), 2);
	make_put(m, divisors[make_pick(m, 5)], 2);
	make_put(m, make_chance(m, 2) ? 0 : make_pick(m, 40), 2);
	make_put(m, make_chance(m, 2) ? 64 : make_pick(m, 256), 1);
	make_put(m, make_pick(m, 2), 1);
	while (n--) {
		if (make_chance(m, 4))
			kind = make_pick(m, 4) | make_pick(m, 3) << 8;
		make_put(m, kind, 2);
		make_put(m, make_chance(m, 4) ? make_pick(m, 65536) : make_pick(m, 1501), 2);
	}
}

void fuzz_make(struct maker *m)
{
	bool wide = make_pick(m, 2), build = make_chance(m, 3);

	make_put(m, wide | build << 1 | make_pick(m, 64) << 2, 1);
	if (build)
		make_building(m, wide);
	else
		make_block(m, wide);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	NTB_FORMAT format;

	if (!size)
		return 0;
	/* the other six bits: how many at once */
	format = data[0] & 1 ? NtbFormat32 : NtbFormat16;
	if (data[0] & 2)
		build_block(data + 1, size - 1, format);
	else
		read_block(data + 1, size - 1, format, 1 + (data[0] >> 2));
	return 0;
}
