// SPDX-License-Identifier: GPL-2.0
/*
 * Transmit: packets that were made before go to the driver's ndo_start_xmit, or datagrams
 * through UDP sockets, and the bus takes them at its speed. A sender may have as much
 * under way as a socket has by default, and sleeps while it has.
 */
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/sock.h>

#include "bench.h"
#include "hcd.h"

struct bench_out bench_out;

#define BATCH		4000	/* packets made at a time */
#define SEND_BUFFER	212992u	/* net.core.wmem_default, as it is without settings */

static struct {
	u32 under_way, limit;	/* bytes of memory */
	wait_queue_head_t wait;
} tx = { .limit = SEND_BUFFER, .wait = __WAIT_QUEUE_HEAD_INITIALIZER(tx.wait) };

static void count_datagram(const struct urb *urb, u8 session, u32 offset, u32 length)
{
	bench_out.datagrams++;
	bench_out.bytes += length;
}

void bench_out_seen(const struct urb *urb)
{
	if (bench_ntb_parse(urb, count_datagram) < 0)
		bench_out.malformed++;
}

/* On one processor, in softirqs or with them off. */
static void packet_is_done(struct sk_buff *skb)
{
	tx.under_way -= skb->truesize;
	if (wq_has_sleeper(&tx.wait) && tx.under_way * 2 <= tx.limit)
		wake_up(&tx.wait);
}

struct sk_buff *bench_packet(struct net_device *dev, const u8 *to, u8 session, bool up,
			     u32 payload)
{
	u32 length = BENCH_UDP_HEADERS + payload;
	struct sk_buff *skb = alloc_skb(LL_RESERVED_SPACE(dev) + length + dev->needed_tailroom,
					GFP_KERNEL);

	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	bench_udp_packet(skb_put(skb, length), session, up, payload);
	skb_reset_network_header(skb);
	skb->protocol = htons(ETH_P_IP);
	skb->dev = dev;
	if (dev_hard_header(skb, dev, ETH_P_IP, to, NULL, length) < 0) {
		kfree_skb(skb);
		return NULL;
	}
	skb->destructor = packet_is_done;
	return skb;
}

/* Until @count datagrams have been on the bus; gives up when none comes any more. */
static void wait_bus(u64 count)
{
	u64 last = 0;
	int idle = 0;

	while (bench_out.datagrams < count && idle < 200) {
		usleep_range(500, 600);
		idle = bench_out.datagrams == last ? idle + 1 : 0;
		last = bench_out.datagrams;
	}
}

/* The driver's queue is long enough for the bus not to wait for us. */
static void to_driver(struct sk_buff *skb)
{
	while (__dev_direct_xmit(skb, 0) == NETDEV_TX_BUSY)
		usleep_range(1500, 1600);
}

/* As many as a sender may have under way by default go at a time. */
static void send(struct sk_buff **skbs, u32 count, bool direct)
{
	u32 i;

	for (i = 0; i < count; i++) {
		if (tx.under_way >= tx.limit)
			wait_event(tx.wait, READ_ONCE(tx.under_way) * 2 <= tx.limit);
		local_bh_disable();
		tx.under_way += skbs[i]->truesize;
		local_bh_enable();
		if (direct)
			to_driver(skbs[i]);
		else
			dev_queue_xmit(skbs[i]);
		skbs[i] = NULL;
		cond_resched();
	}
}

/* All of them, or none. */
static int make_all(struct bench_run *run, const struct bench_load *load, struct sk_buff **skbs,
		    u32 count)
{
	u32 i;

	for (i = 0; i < count; i++) {
		skbs[i] = load->make(run, i);
		if (!skbs[i])
			goto err_free;
	}
	return 0;

err_free:
	while (i--) {
		/* they were never under way */
		skbs[i]->destructor = NULL;
		kfree_skb(skbs[i]);
	}
	return -ENOMEM;
}

int bench_send_made(struct bench_run *run, const struct bench_load *load, struct bench_meter *sum)
{
	struct sk_buff **skbs = kvcalloc(BATCH, sizeof(*skbs), GFP_KERNEL);
	struct bench_meter meter;
	u64 left = run->count;
	int err = 0;

	if (!skbs)
		return -ENOMEM;
	while (left) {
		u32 n = min_t(u64, left, BATCH);

		err = make_all(run, load, skbs, n);
		if (err)
			break;
		load->expect(n);
		bench_meter_start(&meter);
		send(skbs, n, load->direct);
		load->wait();
		bench_meter_stop(&meter);
		sum->busy += meter.busy;
		sum->total += meter.total;
		left -= n;
	}
	/* the destructor is ours */
	while (READ_ONCE(tx.under_way))
		msleep(20);
	kvfree(skbs);
	return err;
}

/* ---- to the bus ---- */

static u64 bus_expected;

static struct sk_buff *make_raw(struct bench_run *run, u32 i)
{
	u8 session = i % run->sessions;
	struct net_device *dev = run->dev[session];

	return bench_packet(dev, dev->broadcast, session, true, run->size);
}

static void expect_bus(u32 count)
{
	bus_expected += count;
}

static void wait_expected(void)
{
	wait_bus(bus_expected);
}

static int tx_raw(struct bench_run *run, struct bench_meter *sum)
{
	static const struct bench_load load = {
		.make = make_raw,
		.expect = expect_bus,
		.wait = wait_expected,
		.direct = true,
	};

	bus_expected = 0;
	return bench_send_made(run, &load, sum);
}

int bench_udp_sender(u8 session, struct socket **sock)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(BENCH_UDP_PORT),
		.sin_addr.s_addr = bench_peer_address(session),
	};
	int err = sock_create_kern(&init_net, AF_INET, SOCK_DGRAM, IPPROTO_UDP, sock);

	if (err)
		return err;
	err = kernel_connect(*sock, (struct sockaddr *)&to, sizeof(to), 0);
	if (err) {
		sock_release(*sock);
		*sock = NULL;
	}
	return err;
}

static void senders_end(struct socket **sock, u32 count)
{
	while (count--)
		if (sock[count])
			sock_release(sock[count]);
}

static int senders(struct socket **sock, u32 count)
{
	int err = 0;
	u32 i;

	for (i = 0; i < count && !err; i++)
		err = bench_udp_sender(i, &sock[i]);
	if (err)
		senders_end(sock, count);
	return err;
}

int bench_send_datagram(struct socket *sock, void *data, u32 size)
{
	struct kvec vec = { .iov_base = data, .iov_len = size };
	struct msghdr message = { };
	int sent = kernel_sendmsg(sock, &message, &vec, 1, size);

	return sent < 0 ? sent : 0;
}

static int tx_socket(struct bench_run *run, struct bench_meter *meter)
{
	struct socket *sock[BENCH_SESSIONS] = { };
	void *data = kzalloc(run->size, GFP_KERNEL);
	int err = data ? senders(sock, run->sessions) : -ENOMEM;
	u64 i;

	if (err)
		goto err_free;
	bench_meter_start(meter);
	for (i = 0; i < run->count && !err; i++) {
		err = bench_send_datagram(sock[i % run->sessions], data, run->size);
		cond_resched();
	}
	wait_bus(run->count);
	bench_meter_stop(meter);
	senders_end(sock, run->sessions);
err_free:
	kfree(data);
	return err;
}

static void count_from_now(void)
{
	memset(&bench_out, 0, sizeof(bench_out));
	bench_hcd.seen = bench_out_seen;
}

int bench_tx_udp(struct bench_run *run)
{
	struct bench_meter meter = { };
	u64 count = run->count, urbs, bytes;
	int err;

	/* the first time is not counted */
	run->count = 200;
	count_from_now();
	err = run->whole ? tx_socket(run, &meter) : tx_raw(run, &meter);
	run->count = count;
	if (err)
		return err;
	memset(&meter, 0, sizeof(meter));
	count_from_now();
	urbs = bench_hcd.out_urbs;
	bytes = bench_hcd.out_bytes;
	err = run->whole ? tx_socket(run, &meter) : tx_raw(run, &meter);
	bench_hcd.seen = NULL;
	if (!err)
		bench_say(run,
			  "packets=%llu delivered=%llu busy=%llu total=%llu ntbs=%llu bus_bytes=%llu malformed=%llu",
			  count, bench_out.datagrams, meter.busy, meter.total,
			  bench_hcd.out_urbs - urbs, bench_hcd.out_bytes - bytes,
			  bench_out.malformed);
	return err;
}

static int compare(const void *a, const void *b)
{
	u32 x = *(const u32 *)a, y = *(const u32 *)b;

	return x < y ? -1 : x > y;
}

#define LONE_MAX	200u

/* One packet on an idle pipe: send() to the bus, and how long the transfer is. */
int bench_lone(struct bench_run *run)
{
	u32 n = min_t(u64, run->count, LONE_MAX), i;
	struct socket *sock = NULL;
	u8 *data = kzalloc(run->size, GFP_KERNEL);
	u32 *ns = kcalloc(n, sizeof(*ns), GFP_KERNEL);
	u64 urbs, bytes, start;
	int err = data && ns ? bench_udp_sender(0, &sock) : -ENOMEM;

	if (err)
		goto err_free;
	count_from_now();
	urbs = bench_hcd.out_urbs;
	bytes = bench_hcd.out_bytes;
	for (i = 0; i < n && !err; i++) {
		u64 before = bench_hcd.out_urbs;
		u32 turns = 0;

		msleep(20);
		start = ktime_get_ns();
		err = bench_send_datagram(sock, data, run->size);
		while (bench_hcd.out_urbs == before && turns++ < 100)
			usleep_range(900, 1000);
		ns[i] = bench_hcd.out_started - start;
		if (bench_hcd.out_urbs == before)
			err = err ?: -ETIMEDOUT;
	}
	bench_hcd.seen = NULL;
	sock_release(sock);
	if (err || !n)
		goto err_free;
	sort(ns, n, sizeof(*ns), compare, NULL);
	bench_say(run,
		  "packets=%u median=%u least=%u most=%u ntbs=%llu bus_bytes=%llu malformed=%llu",
		  n, ns[n / 2], ns[0], ns[n - 1], bench_hcd.out_urbs - urbs,
		  bench_hcd.out_bytes - bytes, bench_out.malformed);
err_free:
	kfree(ns);
	kfree(data);
	return err;
}
