// SPDX-License-Identifier: GPL-2.0
/*
 * Fuzzes the NTB reader with arbitrary blocks, and the builder with arbitrary
 * rules and lengths: what the builder makes, the reader must give back.
 *
 * The first byte chooses; libFuzzer entry, or replay_main.c's main().
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../../drivers/mbim_usb/ntb.h"

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
			volatile uint8_t sum = 0;
			size_t i;

			CHECK(datagram.Length);
			CHECK(datagram.Offset >= NtbHeaderLength(format));
			CHECK(datagram.Offset + (size_t)datagram.Length <= size);
			for (i = 0; i < datagram.Length; i++)
				sum += block[datagram.Offset + i];
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

static void build_block(const uint8_t *data, size_t size, NTB_FORMAT format)
{
	NTB_BUILDER_ENTRY sent[NTB_MAXIMUM_DATAGRAMS];
	static NTB_BUILDER builder;
	NTB_DATAGRAM datagram;
	NTB_PARAMETERS params;
	NTB_READER reader;
	NTB_RULES rules;
	uint8_t *block;
	uint32_t length, n = 0, i = 0;

	if (size < NTB_PARAMETERS_LENGTH + 2 ||
	    !NtbParametersParse(data, size, &params))
		return;
	params.OutMaxSize %= 65537;
	if (!NtbRulesInit(&rules, &params, format, 1 + data[NTB_PARAMETERS_LENGTH] * 8,
			  data[NTB_PARAMETERS_LENGTH + 1] & 1))
		return;

	block = malloc(rules.MaximumSize + 1);
	memset(block, 0xa5, rules.MaximumSize + 1);
	NtbBuilderInit(&builder, &rules, block);
	for (data += NTB_PARAMETERS_LENGTH + 2, size -= NTB_PARAMETERS_LENGTH + 2; size >= 4;
	     data += 4, size -= 4) {
		NTB_STREAM stream = data[0] & 1 ? NtbStreamDss : NtbStreamIp;
		uint8_t *to;

		length = data[2] | (data[3] << 8);
		if (stream == NtbStreamIp && length < 20)
			length = 20;
		to = NtbBuilderReserve(&builder, stream, data[1] % 20, length);
		if (!to)
			continue;
		CHECK((uint32_t)(to - block) % rules.Divisor == rules.Remainder);
		fill(to, length, stream, data[1]);
		sent[n].Index = (uint32_t)(to - block);
		sent[n++].Length = length;
	}

	length = NtbBuilderFinish(&builder, 7);
	CHECK((length == 0) == (n == 0));
	if (length) {
		CHECK(length <= rules.MaximumSize + 1);
		CHECK(length % rules.MaximumPacketSize || rules.MaximumPacketSize == 1);
		CHECK(NtbReaderInit(&reader, block, length, 65536, format) == NtbErrorNone);
		while (NtbReaderNext(&reader, &datagram)) {
			uint32_t k;

			for (k = 0; k < n; k++)
				if (sent[k].Index == datagram.Offset)
					break;
			CHECK(k < n && sent[k].Length == datagram.Length);
			i++;
		}
		CHECK(i == n);
	}
	free(block);
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
