// SPDX-License-Identifier: GPL-2.0
/*
 * What an interface on top of another one costs: packets go out of it, down into one
 * end of a veth pair and end at the other, or the other way round. They are made
 * before, or come from a socket or end at one.
 */
#include <linux/slab.h>
#include <net/sock.h>

#include "bench.h"

#define BATCH	4000

static int send_made(struct bench_run *run, struct bench_meter *sum, u64 *delivered)
{
	struct net_device *from = run->dev[!run->up], *to = run->dev[run->up];
	struct sk_buff **skbs = kvcalloc(BATCH, sizeof(*skbs), GFP_KERNEL);
	struct bench_meter meter;
	u64 left = run->count;
	int err = 0;

	if (!skbs)
		return -ENOMEM;
	while (left && !err) {
		u32 n = min_t(u64, left, BATCH), i;

		for (i = 0; i < n && !err; i++) {
			skbs[i] = bench_packet(from, to->dev_addr, 0, run->up, run->size);
			if (!skbs[i])
				err = -ENOMEM;
		}
		bench_sink_expect(n);
		bench_meter_start(&meter);
		if (!err) {
			bench_send(skbs, n);
			*delivered += bench_sink_wait();
		}
		bench_meter_stop(&meter);
		sum->busy += meter.busy;
		left -= n;
	}
	if (!err)
		bench_send_wait();
	kvfree(skbs);
	return err;
}

/* Up, through a socket. */
static int send_socket(struct bench_run *run, struct bench_meter *meter, u64 *delivered)
{
	void *data = kzalloc(run->size, GFP_KERNEL);
	struct socket *sock = NULL;
	int err = data ? bench_udp_sender(0, &sock) : -ENOMEM;
	u64 i;

	if (err)
		goto err_free;
	bench_sink_expect(run->count);
	bench_meter_start(meter);
	for (i = 0; i < run->count && !err; i++) {
		err = bench_send_datagram(sock, data, run->size);
		cond_resched();
	}
	*delivered = bench_sink_wait();
	bench_meter_stop(meter);
	sock_release(sock);
err_free:
	kfree(data);
	return err;
}

static int once(struct bench_run *run, struct bench_meter *meter, u64 *delivered)
{
	memset(meter, 0, sizeof(*meter));
	*delivered = 0;
	if (run->up && run->whole)
		return send_socket(run, meter, delivered);
	return send_made(run, meter, delivered);
}

int bench_over(struct bench_run *run)
{
	struct bench_meter meter;
	u64 delivered, count = run->count;
	struct bench_run sink = { .whole = run->whole && !run->up };
	struct net_device *end = run->dev[run->up];
	int err = bench_sink_open(&sink, &end, 1);

	if (err)
		return err;
	run->count = 200;
	err = once(run, &meter, &delivered);
	run->count = count;
	if (!err)
		err = once(run, &meter, &delivered);
	bench_sink_close(&end, 1);
	if (!err)
		bench_say(run, "packets=%llu delivered=%llu busy=%llu", count, delivered,
			  meter.busy);
	return err;
}
