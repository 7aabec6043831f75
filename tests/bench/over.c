// SPDX-License-Identifier: GPL-2.0
/*
 * What an interface on top of another one costs: packets go out of it, down into one
 * end of a veth pair and end at the other, or the other way round. They are made
 * before, or come from a socket or end at one.
 */
#include <linux/slab.h>
#include <net/sock.h>

#include "bench.h"

static u64 arrived;	/* of one measurement */

static struct sk_buff *make_over(struct bench_run *run, u32 i)
{
	return bench_packet(run->dev[!run->up], run->dev[run->up]->dev_addr, 0, run->up, run->size);
}

static void expect_over(u32 count)
{
	bench_sink_expect(count);
}

static void wait_over(void)
{
	arrived += bench_sink_wait();
}

static int send_made(struct bench_run *run, struct bench_meter *sum)
{
	static const struct bench_load load = {
		.make = make_over,
		.expect = expect_over,
		.wait = wait_over,
	};

	return bench_send_made(run, &load, sum);
}

/* Up, through a socket. */
static int send_socket(struct bench_run *run, struct bench_meter *meter)
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
	wait_over();
	bench_meter_stop(meter);
	sock_release(sock);
err_free:
	kfree(data);
	return err;
}

static int once(struct bench_run *run, struct bench_meter *meter)
{
	memset(meter, 0, sizeof(*meter));
	arrived = 0;
	if (run->up && run->whole)
		return send_socket(run, meter);
	return send_made(run, meter);
}

int bench_over(struct bench_run *run)
{
	struct bench_meter meter;
	u64 count = run->count;
	struct bench_run sink = { .whole = run->whole && !run->up };
	struct net_device *end = run->dev[run->up];
	int err = bench_sink_open(&sink, &end, 1);

	if (err)
		return err;
	run->count = 200;
	err = once(run, &meter);
	run->count = count;
	if (!err)
		err = once(run, &meter);
	bench_sink_close(&end, 1);
	if (!err)
		bench_say(run, "packets=%llu delivered=%llu busy=%llu", count, arrived,
			  meter.busy);
	return err;
}
