/* SPDX-License-Identifier: GPL-2.0 */
/* What the measurements share. One of them at a time: main.c sees to that. */
#ifndef _TESTS_BENCH_BENCH_H
#define _TESTS_BENCH_BENCH_H

#include <linux/netdevice.h>
#include <linux/net.h>
#include <linux/types.h>

#include "meter.h"
#include "ntb.h"
#include "packet.h"

/* A measurement, and what came of it as "key=value" words. */
struct bench_run {
	bool tcp;
	u32 size;		/* of a datagram's payload */
	u64 count;		/* datagrams, or bytes of TCP */
	bool whole;		/* through a socket, not only the interface */
	bool up;		/* over: out of the upper interface, not into it */
	u32 sessions;
	u32 burst;		/* NTBs that come at a time */
	struct net_device *dev[BENCH_SESSIONS];
	char text[768];
	u32 length;
};

__printf(2, 3) void bench_say(struct bench_run *run, const char *format, ...);

int bench_rx_udp(struct bench_run *run);
int bench_rx_tcp(struct bench_run *run);
int bench_memory(struct bench_run *run);
int bench_tx_udp(struct bench_run *run);
int bench_tx_tcp(struct bench_run *run);
int bench_lone(struct bench_run *run);
int bench_over(struct bench_run *run);

/* ---- rx.c ---- */
/* At most the size of the first IN URB that waits; waits for one. Negative: none came. */
int bench_in_size(void);
/* One of bench_ntb goes to the host. Waits for an IN URB. */
int bench_in(const struct bench_ntb *ntb);

/*
 * Where datagrams end that are for the host: at the interfaces, or at a socket. They
 * are counted from bench_sink_expect() on.
 */
int bench_sink_open(struct bench_run *run, struct net_device **dev, u32 count);
void bench_sink_close(struct net_device **dev, u32 count);
void bench_sink_expect(u64 count);
/* Until as many have come, or none comes any more. Returns how many. */
u64 bench_sink_wait(void);

/* ---- tx.c ---- */
/* A packet from the host or for it, on its way to @to out of @dev. NULL: no memory. */
struct sk_buff *bench_packet(struct net_device *dev, const u8 *to, u8 session, bool up,
			     u32 payload);
/**
 * struct bench_load - packets that are made before they are sent
 * @make: the next one, by bench_packet(); NULL: no memory
 * @expect: so many more come now
 * @wait: until they have arrived, or do not any more
 * @direct: straight to ndo_start_xmit, without a queueing discipline
 */
struct bench_load {
	struct sk_buff *(*make)(struct bench_run *run, u32 i);
	void (*expect)(u32 count);
	void (*wait)(void);
	bool direct;
};

/*
 * run->count of them, a few thousand made at a time; what sending and arriving costs is
 * added to @sum. On return none is under way. Sleeps.
 */
int bench_send_made(struct bench_run *run, const struct bench_load *load, struct bench_meter *sum);
int bench_udp_sender(u8 session, struct socket **sock);
int bench_send_datagram(struct socket *sock, void *data, u32 size);

/* counts what comes out of the device */
struct bench_out {
	u64 datagrams, bytes, malformed;
};

extern struct bench_out bench_out;
void bench_out_seen(const struct urb *urb);

#endif
