// SPDX-License-Identifier: GPL-2.0
/* ntb.h: see there. */
#include "ntb.h"

#include <asm/unaligned.h>
#include <linux/string.h>
#include <linux/usb/cdc.h>

#include "hcd.h"

#define NTH_LENGTH	12
#define NDP_LENGTH	8
#define IPS		0x00535049	/* "IPS", and the session in the last byte */

static u16 sequence;

void bench_ntb_begin(struct bench_ntb *ntb, u32 room)
{
	ntb->room = min_t(u32, room, BENCH_NTB_MAX);
	ntb->length = NTH_LENGTH;
	ntb->sessions = 0;
	ntb->count = 0;
	memset(ntb->per_session, 0, sizeof(ntb->per_session));
}

u8 *bench_ntb_add(struct bench_ntb *ntb, u8 session, u32 length)
{
	u32 offset = ALIGN(ntb->length, 4), sessions = ntb->sessions;

	sessions += !ntb->per_session[session];
	if (ntb->count == BENCH_NTB_DATAGRAMS ||
	    ALIGN(offset + length, 4) + sessions * (NDP_LENGTH + 4) + (ntb->count + 1) * 4 >
	    ntb->room)
		return NULL;
	ntb->sessions = sessions;
	ntb->per_session[session]++;
	ntb->datagram[ntb->count].session = session;
	ntb->datagram[ntb->count].offset = offset;
	ntb->datagram[ntb->count++].length = length;
	ntb->length = offset + length;
	return ntb->data + offset;
}

void bench_ntb_end(struct bench_ntb *ntb)
{
	u32 at = ALIGN(ntb->length, 4), i;
	u8 *link = ntb->data + 10;	/* where the next NDP's offset goes */
	unsigned int session;

	for (session = 0; session < 256; session++) {
		u32 length = NDP_LENGTH + 4 * (ntb->per_session[session] + 1);
		u8 *p = ntb->data + at;

		if (!ntb->per_session[session])
			continue;
		put_unaligned_le16(at, link);
		put_unaligned_le32(IPS | session << 24, p);
		put_unaligned_le16(length, p + 4);
		link = p + 6;
		p += NDP_LENGTH;
		for (i = 0; i < ntb->count; i++) {
			if (ntb->datagram[i].session != session)
				continue;
			put_unaligned_le16(ntb->datagram[i].offset, p);
			put_unaligned_le16(ntb->datagram[i].length, p + 2);
			p += 4;
		}
		put_unaligned_le32(0, p);
		at += length;
	}
	put_unaligned_le16(0, link);
	ntb->length = at;
	put_unaligned_le32(USB_CDC_NCM_NTH16_SIGN, ntb->data);
	put_unaligned_le16(NTH_LENGTH, ntb->data + 4);
	put_unaligned_le16(at, ntb->data + 8);
}

void bench_ntb_fill(const struct bench_ntb *ntb, struct urb *urb)
{
	__le16 number = cpu_to_le16(sequence++);

	bench_urb_write(urb, 0, ntb->data, ntb->length);
	bench_urb_write(urb, 6, &number, sizeof(number));
}

int bench_ntb_parse(const struct urb *urb,
		    void (*datagram)(const struct urb *urb, u8 session, u32 offset, u32 length))
{
	u8 header[NTH_LENGTH], entry[4];
	int count = 0;
	u32 ndp, i;

	if (urb->transfer_buffer_length < NTH_LENGTH)
		return -EINVAL;
	bench_urb_read(urb, 0, header, NTH_LENGTH);
	if (get_unaligned_le32(header) != USB_CDC_NCM_NTH16_SIGN)
		return -EINVAL;
	for (ndp = get_unaligned_le16(header + 10); ndp; ndp = get_unaligned_le16(header + 6)) {
		bench_urb_read(urb, ndp, header, NDP_LENGTH);
		for (i = NDP_LENGTH; i + 4 <= get_unaligned_le16(header + 4); i += 4) {
			bench_urb_read(urb, ndp + i, entry, 4);
			if (!get_unaligned_le32(entry))
				break;
			if (datagram)
				datagram(urb, header[3], get_unaligned_le16(entry),
					 get_unaligned_le16(entry + 2));
			count++;
		}
	}
	return count;
}
