/* SPDX-License-Identifier: GPL-2.0 */
/* 16-bit NTBs as the device sends and sees them. Not for hostile input. */
#ifndef _TESTS_BENCH_NTB_H
#define _TESTS_BENCH_NTB_H

#include <linux/types.h>
#include <linux/usb.h>

#define BENCH_NTB_MAX		65535
#define BENCH_NTB_DATAGRAMS	1024

/* An NTB under way: datagrams first, an NDP for each session at the end. */
struct bench_ntb {
	u32 room;		/* at most as long as this */
	u32 length;		/* so far, without NDPs; all of it after bench_ntb_end() */
	u32 sessions;		/* how many there are in it */
	u32 count;
	struct {
		u8 session;
		u16 offset, length;
	} datagram[BENCH_NTB_DATAGRAMS];
	u16 per_session[256];
	u8 data[BENCH_NTB_MAX + 1];
};

void bench_ntb_begin(struct bench_ntb *ntb, u32 room);
/* Where to write @length bytes. NULL: no room. */
u8 *bench_ntb_add(struct bench_ntb *ntb, u8 session, u32 length);
void bench_ntb_end(struct bench_ntb *ntb);
/* Into an IN URB, with the next sequence number. */
void bench_ntb_fill(const struct bench_ntb *ntb, struct urb *urb);

/* Shows the datagrams of an OUT URB. Returns how many; negative: that is no NTB. */
int bench_ntb_parse(const struct urb *urb,
		    void (*datagram)(const struct urb *urb, u8 session, u32 offset, u32 length));

#endif
