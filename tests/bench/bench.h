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

/* ---- rx.c ---- */
/* At most the size of the first IN URB that waits; waits for one. Negative: none came. */
int bench_in_size(void);
/* One of bench_ntb goes to the host. Waits for an IN URB. */
int bench_in(const struct bench_ntb *ntb);

/* ---- tx.c: counts what comes out ---- */
struct bench_out {
	u64 datagrams, bytes, malformed;
};

extern struct bench_out bench_out;
void bench_out_seen(const struct urb *urb);

#endif
