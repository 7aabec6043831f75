// SPDX-License-Identifier: GPL-2.0
/* mbim_usb's codec, called as ntb_tx.c and ntb_rx.c call it. */
#include <ntddk.h>

#include "../../../drivers/mbim_usb/ntb.h"
#include "codec.h"

struct codec_ours {
	NTB_FORMAT Format;
	UINT32 Size;
	NTB_RULES Rules;
	NTB_BUILDER Builder;
};

unsigned long codec_ours_size(void)
{
	return sizeof(struct codec_ours);
}

int codec_ours_init(struct codec_ours *ours, unsigned int size, int wide)
{
	NTB_PARAMETERS parameters = {
		.FormatsSupported = 3,
		.InMaxSize = size,
		.OutMaxSize = size,
		.OutDivisor = 4,
		.OutAlignment = 4,
	};

	ours->Format = wide ? NtbFormat32 : NtbFormat16;
	ours->Size = size;
	return NtbRulesInit(&ours->Rules, &parameters, ours->Format, 512, FALSE) ? 0 : -1;
}

unsigned int codec_ours_encode(struct codec_ours *ours, void *block,
			       const void *const *data, unsigned int count,
			       unsigned int length)
{
	NTB_BUILDER *builder = &ours->Builder;
	unsigned int blocks = 0;
	unsigned int i;

	NtbBuilderInit(builder, &ours->Rules, block);
	for (i = 0; i < count; i++) {
		UINT8 *to = NtbBuilderReserve(builder, NtbStreamIp, 0, length);

		if (!to) {
			NtbBuilderFinish(builder, (UINT16)blocks++);
			NtbBuilderInit(builder, &ours->Rules, block);
			to = NtbBuilderReserve(builder, NtbStreamIp, 0, length);
			if (!to)
				return 0;
		}
		RtlCopyMemory(to, data[i % CODEC_DATAGRAMS], length);
	}
	NtbBuilderFinish(builder, (UINT16)blocks++);
	return blocks;
}

unsigned int codec_ours_decode(const struct codec_ours *ours, const void *block,
			       unsigned int length)
{
	NTB_SLICE slices[NTB_SLICES];
	unsigned int found = 0;
	unsigned int count, i;
	NTB_READER reader;

	if (NtbReaderInit(&reader, block, length, ours->Size, ours->Format) != NtbErrorNone)
		return 0;
	while ((count = NtbReaderRead(&reader, slices, NTB_SLICES)) != 0) {
		for (i = 0; i < count; i++)
			codec_found(reader.Data + slices[i].Offset, slices[i].Length,
				    reader.Session);
		found += count;
	}
	return found;
}
