/* SPDX-License-Identifier: GPL-2.0 */
/* IPv4 packets between a session's host and its peer, as SimAddressV4() numbers them. */
#ifndef _TESTS_BENCH_PACKET_H
#define _TESTS_BENCH_PACKET_H

#include <linux/types.h>

#define BENCH_SESSIONS	16

#define BENCH_UDP_PORT	5000	/* at either end */
#define BENCH_TCP_PORT	5001	/* who listens, at either end */

#define BENCH_UDP_HEADERS	28
#define BENCH_TCP_HEADERS	40

__be32 bench_host_address(u8 session);
__be32 bench_peer_address(u8 session);

/* @up: from the host. @data: BENCH_UDP_HEADERS + @payload bytes. */
void bench_udp_packet(u8 *data, u8 session, bool up, u32 payload);

struct bench_segment {
	u8 session;
	u16 source, destination;	/* ports */
	u32 seq, ack;
	u16 window;
	bool syn, ack_flag, push;
	u8 options[12];
	u32 options_length;
	u32 payload;			/* zeros */
};

/* From the peer. Writes the headers, and zeros behind them. */
void bench_tcp_packet(u8 *data, const struct bench_segment *segment);

#endif
