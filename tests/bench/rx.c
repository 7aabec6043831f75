// SPDX-License-Identifier: GPL-2.0
/*
 * Receive: NTBs that were made before go into the IN URBs of the driver, a number of
 * them at a time, and each time everything that comes of it is waited for. What
 * comes out is counted at the interface (an rx_handler instead of the IP stack) or
 * by a UDP socket that is read whenever there is something.
 */
#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <linux/vmalloc.h>
#include <net/sock.h>
#include <net/udp.h>

#include "bench.h"
#include "hcd.h"

static struct {
	u64 delivered, target;
	bool waiting;
	wait_queue_head_t wait;
	struct socket *sock;		/* where they end; NULL: at the interfaces */
} rx = { .wait = __WAIT_QUEUE_HEAD_INITIALIZER(rx.wait) };

static void arrived(u32 count)
{
	rx.delivered += count;
	if (rx.waiting && rx.delivered >= rx.target)
		wake_up(&rx.wait);
}

static rx_handler_result_t at_interface(struct sk_buff **pskb)
{
	struct sk_buff *skb = *pskb;

	arrived(max_t(u32, skb_shinfo(skb)->gso_segs, 1));
	consume_skb(skb);
	return RX_HANDLER_CONSUMED;
}

/* Once for each datagram. As tunnels take them would have GRO look their socket up. */
static void at_socket(struct sock *sk)
{
	struct sk_buff *skb;
	int err;

	skb = skb_recv_udp(sk, MSG_DONTWAIT, &err);
	if (!skb)
		return;
	arrived(1);
	skb_consume_udp(sk, skb, skb->len);
}

static int udp_socket(struct socket **sock)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons(BENCH_UDP_PORT),
	};
	int err = sock_create_kern(&init_net, AF_INET, SOCK_DGRAM, IPPROTO_UDP, sock);

	if (err)
		return err;
	err = kernel_bind(*sock, (struct sockaddr *)&address, sizeof(address));
	if (err)
		sock_release(*sock);
	return err;
}

/* Until everything that went in has come out, or does not come. */
static bool wait_out(void)
{
	long left;

	if (rx.delivered >= rx.target)
		return true;
	rx.waiting = true;
	left = wait_event_timeout(rx.wait, READ_ONCE(rx.delivered) >= rx.target, HZ / 5);
	rx.waiting = false;
	return left;
}

static void interface_sink_end(struct net_device **dev, u32 count)
{
	rtnl_lock();
	while (count--)
		netdev_rx_handler_unregister(dev[count]);
	rtnl_unlock();
}

static int interface_sink(struct net_device **dev, u32 count)
{
	int err = 0;
	u32 i;

	rtnl_lock();
	for (i = 0; i < count && !err; i++)
		err = netdev_rx_handler_register(dev[i], at_interface, NULL);
	rtnl_unlock();
	if (err)
		interface_sink_end(dev, i - 1);
	return err;
}

int bench_sink_open(struct bench_run *run, struct net_device **dev, u32 count)
{
	int err;

	rx.sock = NULL;
	if (!run->whole)
		return interface_sink(dev, count);
	err = udp_socket(&rx.sock);
	if (err)
		return err;
	rx.sock->sk->sk_data_ready = at_socket;
	return 0;
}

void bench_sink_close(struct net_device **dev, u32 count)
{
	if (rx.sock)
		sock_release(rx.sock);
	else
		interface_sink_end(dev, count);
}

void bench_sink_expect(u64 count)
{
	rx.delivered = 0;
	rx.target = count;
}

u64 bench_sink_wait(void)
{
	u64 last;

	do {
		last = rx.delivered;
	} while (!wait_out() && rx.delivered != last);
	return rx.delivered;
}

/* ---- into the driver ---- */

/* Is there one, within a second? The first wait is what the driver's own work takes. */
static int wait_in(void)
{
	if (bench_hcd_in_count())
		return 0;
	return wait_event_timeout(bench_hcd.wait, bench_hcd_in_count(), HZ) ? 0 : -ETIMEDOUT;
}

int bench_in_size(void)
{
	struct urb *urb;
	unsigned long flags;
	int size = wait_in();

	if (size)
		return size;
	spin_lock_irqsave(&bench_hcd.lock, flags);
	urb = bench_hcd.in.slot[0].urb;
	size = bench_hcd.in.count ? urb->transfer_buffer_length : -EAGAIN;
	spin_unlock_irqrestore(&bench_hcd.lock, flags);
	return size;
}

/* As a controller's interrupt does. Softirqs run at the end of the caller's section. */
static int in_now(const struct bench_ntb *ntb)
{
	struct urb *urb;
	int err = -EAGAIN;

	local_irq_disable();
	bench_own_begin();
	urb = bench_hcd_take_in();
	if (urb) {
		if (ntb->length <= urb->transfer_buffer_length)
			bench_ntb_fill(ntb, urb);
		bench_own_end();
		err = ntb->length <= urb->transfer_buffer_length ? 0 : -EOVERFLOW;
		bench_hcd_give_in(urb, err ? 0 : ntb->length);
	} else {
		bench_own_end();
	}
	local_irq_enable();
	return err;
}

int bench_in(const struct bench_ntb *ntb)
{
	int err = wait_in();

	if (err)
		return err;
	local_bh_disable();
	err = in_now(ntb);
	local_bh_enable();
	return err;
}

/* ---- templates ---- */

/*
 * Full NTBs of UDP datagrams, one after the other to the next session: as many as
 * there are sessions, of the size of the host's buffers. To be freed with vfree().
 */
static int udp_templates(struct bench_run *run, struct bench_ntb **out)
{
	u32 length = BENCH_UDP_HEADERS + run->size, i, session = 0;
	int room = bench_in_size();
	struct bench_ntb *ntbs;

	if (room < 0)
		return room;
	ntbs = vzalloc(array_size(run->sessions, sizeof(*ntbs)));
	if (!ntbs)
		return -ENOMEM;
	for (i = 0; i < run->sessions; i++) {
		u8 *data;

		bench_ntb_begin(&ntbs[i], room);
		while ((data = bench_ntb_add(&ntbs[i], session, length))) {
			bench_udp_packet(data, session, false, run->size);
			session = (session + 1) % run->sessions;
		}
		bench_ntb_end(&ntbs[i]);
	}
	if (!ntbs[0].count) {
		vfree(ntbs);
		return -EMSGSIZE;
	}
	*out = ntbs;
	return 0;
}

/* Sends until run->count are on their way. Returns how many did not arrive, or an errno. */
static int udp_rounds(struct bench_run *run, const struct bench_ntb *ntbs, u64 *sent, bool wait)
{
	u32 next = 0, i;
	int err;

	*sent = 0;
	rx.delivered = 0;
	rx.target = 0;
	while (*sent < run->count) {
		err = wait_in();
		if (err)
			return err;
		local_bh_disable();
		for (i = 0; i < run->burst && *sent < run->count; i++) {
			rx.target += ntbs[next].count;
			err = in_now(&ntbs[next]);
			if (err) {
				rx.target -= ntbs[next].count;
				break;
			}
			*sent += ntbs[next].count;
			next = (next + 1) % run->sessions;
		}
		local_bh_enable();
		if (err && err != -EAGAIN)
			return err;
		/* what was lost is not waited for again */
		if (wait && !wait_out())
			rx.target = rx.delivered;
		cond_resched();
	}
	return 0;
}

int bench_rx_udp(struct bench_run *run)
{
	struct bench_meter meter;
	struct bench_ntb *ntbs;
	u64 sent, urbs, count = run->count;
	int err = udp_templates(run, &ntbs);

	if (err)
		return err;
	err = bench_sink_open(run, run->dev, run->sessions);
	if (err)
		goto err_free;
	/* once for whatever happens the first time only */
	run->count = 20 * ntbs[0].count;
	err = udp_rounds(run, ntbs, &sent, true);
	run->count = count;
	if (err)
		goto err_sink;
	urbs = bench_hcd.in_urbs;
	bench_meter_start(&meter);
	err = udp_rounds(run, ntbs, &sent, true);
	bench_meter_stop(&meter);
	if (!err)
		bench_say(run,
			  "packets=%llu delivered=%llu busy=%llu total=%llu ntbs=%llu ntb_bytes=%u per_ntb=%u",
			  sent, rx.delivered, meter.busy, meter.total, bench_hcd.in_urbs - urbs,
			  ntbs[0].length, ntbs[0].count);
err_sink:
	bench_sink_close(run->dev, run->sessions);
err_free:
	vfree(ntbs);
	return err;
}

/* What datagrams weigh that nobody reads. */
int bench_memory(struct bench_run *run)
{
	struct bench_ntb *ntbs;
	struct socket *sock;
	u64 sent, queued, bytes;
	int err = udp_templates(run, &ntbs);

	if (err)
		return err;
	err = udp_socket(&sock);
	if (err)
		goto err_free;
	sock->sk->sk_userlocks |= SOCK_RCVBUF_LOCK;
	WRITE_ONCE(sock->sk->sk_rcvbuf, INT_MAX / 2);
	err = udp_rounds(run, ntbs, &sent, false);
	if (err)
		goto err_release;
	msleep(100);
	queued = skb_queue_len(&sock->sk->sk_receive_queue) +
		 skb_queue_len(&udp_sk(sock->sk)->reader_queue);
	bytes = atomic_read(&sock->sk->sk_rmem_alloc);
	bench_say(run, "packets=%llu queued=%llu truesize=%llu payload=%llu", sent, queued, bytes,
		  queued * run->size);
err_release:
	sock_release(sock);
err_free:
	vfree(ntbs);
	return err;
}
