// SPDX-License-Identifier: GPL-2.0
/*
 * TCP in bulk. The peer at the far end of each session is here: as a sender it fills
 * NTBs with segments as far as the host's window allows, as a receiver it acknowledges
 * every second segment and what is pushed. It loses nothing, keeps what comes early, and
 * has no options but a window scale. The host's end is a socket of the kernel's: one that
 * throws away what comes as soon as it does, or one that writes 64 KB at a time.
 */
#include <asm/unaligned.h>
#include <linux/delay.h>
#include <linux/in.h>
#include <linux/slab.h>
#include <linux/tcp.h>
#include <linux/vmalloc.h>
#include <net/sock.h>
#include <net/tcp.h>

#include "bench.h"
#include "hcd.h"

#define PAYLOAD		1460	/* of a segment, at an MTU of 1500 */
#define WINDOW		(512u << 10)
#define SCALE		5
#define WRITE_SIZE	65536u
#define ACKS		1024	/* that may wait for an IN URB */
#define PORT		30000	/* who connects */
#define EARLY		64	/* pieces that came before what is missing */
#define PATIENCE	(20 * HZ)	/* for what was lost on the way to come again */

enum { CLOSED, OPENING, OPEN };

/* A connection, one for each session, as the peer sees it. */
struct flow {
	int state;
	u16 host_port, peer_port;
	u32 next, unacknowledged;	/* ours */
	u32 window;
	u8 scale;
	u32 expected;			/* the host's next */
	u32 segments;			/* not acknowledged */
	u64 received;
	struct { u32 start, end; } early[EARLY];	/* behind what is missing */
	u32 early_count;
};

static struct {
	struct flow flow[BENCH_SESSIONS];
	u32 sessions;
	bool listening;			/* the host connects, we receive */
	struct { u8 session; bool syn; u32 ack; } ack[ACKS];
	u32 acks;
	u64 lost;			/* what should never be: no room for an ACK */
	u64 early;			/* segments behind a missing one */
	u64 delivered;			/* bytes that the host's sockets took */
	struct hrtimer retry;		/* for an IN URB */
	wait_queue_head_t wait;
	struct bench_ntb *ntb, *ack_ntb;
} peer = { .wait = __WAIT_QUEUE_HEAD_INITIALIZER(peer.wait) };

static const u8 syn_options[8] = { 2, 4, PAYLOAD >> 8, PAYLOAD & 0xff, 1, 3, 3, SCALE };

/* ---- what the host sends; interrupts are off ---- */

static void queue_ack(u8 session, bool syn)
{
	struct flow *f = &peer.flow[session];

	f->segments = 0;
	if (peer.acks == ACKS) {
		peer.lost++;
		return;
	}
	peer.ack[peer.acks].session = session;
	peer.ack[peer.acks].syn = syn;
	peer.ack[peer.acks++].ack = f->expected;
}

static u8 find_scale(const u8 *options, u32 length)
{
	u32 at = 0;

	while (at < length && options[at] != TCPOPT_EOL) {
		if (options[at] == TCPOPT_NOP) {
			at++;
			continue;
		}
		if (at + 2 >= length || options[at + 1] < 2)
			break;
		if (options[at] == TCPOPT_WINDOW)
			return options[at + 2];
		at += options[at + 1];
	}
	return 0;
}

/* SYN of a host that connects, or SYN ACK of one that listens. */
static void take_syn(struct flow *f, u8 session, const struct tcphdr *tcp)
{
	f->scale = find_scale((const u8 *)(tcp + 1), tcp->doff * 4 - sizeof(*tcp));
	f->expected = ntohl(tcp->seq) + 1;
	f->window = ntohs(tcp->window);
	if (peer.listening) {
		f->host_port = ntohs(tcp->source);
		f->next = 1000;
		f->state = OPENING;
	} else {
		f->next = ntohl(tcp->ack_seq);
		f->state = OPEN;
	}
	f->unacknowledged = f->next;
	queue_ack(session, peer.listening);
}

/* From @start to @end is here, and something before it is not. No room: it comes again. */
static void keep_early(struct flow *f, u32 start, u32 end)
{
	u32 i;

	for (i = 0; i < f->early_count; i++) {
		if (f->early[i].end == start) {
			f->early[i].end = end;
			return;
		}
	}
	if (f->early_count == EARLY)
		return;
	f->early[f->early_count].start = start;
	f->early[f->early_count++].end = end;
}

/* What was early and follows @expected now. */
static void take_early(struct flow *f)
{
	u32 i = 0;

	while (i < f->early_count) {
		if (after(f->early[i].start, f->expected)) {
			i++;
			continue;
		}
		if (after(f->early[i].end, f->expected))
			f->expected = f->early[i].end;
		f->early[i] = f->early[--f->early_count];
		i = 0;
	}
}

static void take_data(struct flow *f, u8 session, const struct tcphdr *tcp, u32 payload)
{
	u32 start = ntohl(tcp->seq), old = f->expected;

	if (!payload)
		return;
	if (after(start, f->expected)) {
		peer.early++;
		keep_early(f, start, start + payload);
		queue_ack(session, false);
		return;
	}
	if (!after(start + payload, f->expected)) {
		queue_ack(session, false);
		return;
	}
	f->expected = start + payload;
	take_early(f);
	f->received += f->expected - old;
	if (++f->segments >= 2 || tcp->psh || f->early_count)
		queue_ack(session, false);
}

static void take_datagram(const struct urb *urb, u8 session, u32 offset, u32 length)
{
	u8 data[80];
	const struct tcphdr *tcp = (const struct tcphdr *)(data + 20);
	struct flow *f = &peer.flow[session];

	bench_out.datagrams++;
	bench_out.bytes += length;
	if (session >= peer.sessions || length < BENCH_TCP_HEADERS)
		return;
	bench_urb_read(urb, offset, data, min_t(u32, length, sizeof(data)));
	if (data[0] != 0x45 || data[9] != IPPROTO_TCP ||
	    ntohs(tcp->dest) != f->peer_port)
		return;
	if (tcp->rst) {
		f->state = CLOSED;
		return;
	}
	if (tcp->syn) {
		take_syn(f, session, tcp);
		return;
	}
	if (f->state == OPENING)
		f->state = OPEN;
	f->unacknowledged = ntohl(tcp->ack_seq);
	f->window = (u32)ntohs(tcp->window) << f->scale;
	take_data(f, session, tcp, get_unaligned_be16(data + 2) - 20 - tcp->doff * 4);
}

static void peer_seen(const struct urb *urb)
{
	if (bench_ntb_parse(urb, take_datagram) < 0)
		bench_out.malformed++;
}

/* ---- acknowledgements go out, as many as there are in one NTB ---- */

static void write_ack(u8 *data, u32 i)
{
	u8 session = peer.ack[i].session;
	struct flow *f = &peer.flow[session];
	struct bench_segment s = {
		.session = session,
		.source = f->peer_port,
		.destination = f->host_port,
		.seq = f->next,
		.ack = peer.ack[i].ack,
		.ack_flag = true,
		.window = WINDOW >> SCALE,
	};

	if (peer.ack[i].syn) {
		s.syn = true;
		s.window = 65535;
		s.options_length = sizeof(syn_options);
		memcpy(s.options, syn_options, sizeof(syn_options));
	}
	bench_tcp_packet(data, &s);
	if (s.syn)
		f->next++;
}

static void fill_acks(struct urb *urb)
{
	struct bench_ntb *ntb = peer.ack_ntb;
	u32 i;

	bench_ntb_begin(ntb, urb->transfer_buffer_length);
	for (i = 0; i < peer.acks; i++) {
		u32 length = BENCH_TCP_HEADERS + (peer.ack[i].syn ? sizeof(syn_options) : 0);
		u8 *data = bench_ntb_add(ntb, peer.ack[i].session, length);

		if (!data)
			break;
		write_ack(data, i);
	}
	peer.acks -= i;
	memmove(peer.ack, peer.ack + i, peer.acks * sizeof(peer.ack[0]));
	bench_ntb_end(ntb);
	bench_ntb_fill(ntb, urb);
}

/* Interrupts are off. */
static void send_acks(void)
{
	struct urb *urb;

	while (peer.acks) {
		urb = bench_hcd_take_in();
		if (!urb) {
			hrtimer_start(&peer.retry, ns_to_ktime(20000), HRTIMER_MODE_REL_HARD);
			return;
		}
		bench_own_begin();
		fill_acks(urb);
		bench_own_end();
		bench_hcd_give_in(urb, peer.ack_ntb->length);
	}
}

static enum hrtimer_restart retry_acks(struct hrtimer *timer)
{
	send_acks();
	return HRTIMER_NORESTART;
}

static void peer_after(void)
{
	send_acks();
	if (wq_has_sleeper(&peer.wait))
		wake_up(&peer.wait);
}

static int peer_begin(struct bench_run *run, bool listening)
{
	u32 i;

	memset(peer.flow, 0, sizeof(peer.flow));
	peer.sessions = run->sessions;
	peer.listening = listening;
	peer.acks = 0;
	peer.lost = 0;
	peer.delivered = 0;
	for (i = 0; i < peer.sessions; i++) {
		/* another one each time, for whoever remembers the last connection */
		static u16 port = PORT;

		peer.flow[i].peer_port = listening ? BENCH_TCP_PORT : port++;
		peer.flow[i].host_port = BENCH_TCP_PORT;
	}
	hrtimer_init(&peer.retry, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	peer.retry.function = retry_acks;
	peer.ntb = vzalloc(sizeof(*peer.ntb));
	peer.ack_ntb = vzalloc(sizeof(*peer.ack_ntb));
	if (!peer.ntb || !peer.ack_ntb) {
		vfree(peer.ntb);
		vfree(peer.ack_ntb);
		return -ENOMEM;
	}
	memset(&bench_out, 0, sizeof(bench_out));
	bench_hcd.seen = peer_seen;
	bench_hcd.after = peer_after;
	return 0;
}

static void peer_end(void)
{
	/* sockets are closed with a reset, which goes out now */
	msleep(50);
	bench_hcd.seen = NULL;
	bench_hcd.after = NULL;
	hrtimer_cancel(&peer.retry);
	vfree(peer.ntb);
	vfree(peer.ack_ntb);
}

/**
 * struct tally - what a measurement is to be charged with
 * @meter: time
 * @in_urbs: of the controller when it began
 * @out_urbs: likewise
 * @bus_bytes: likewise
 */
struct tally {
	struct bench_meter meter;
	u64 in_urbs, out_urbs, bus_bytes;
};

static void tally_begin(struct tally *t)
{
	memset(&bench_out, 0, sizeof(bench_out));
	peer.lost = 0;
	peer.early = 0;
	t->in_urbs = bench_hcd.in_urbs;
	t->out_urbs = bench_hcd.out_urbs;
	t->bus_bytes = bench_hcd.out_bytes;
	bench_meter_start(&t->meter);
}

static void tally_end(struct tally *t, struct bench_run *run, u64 bytes, int err)
{
	bench_meter_stop(&t->meter);
	if (err)
		return;
	bench_say(run,
		  "bytes=%llu busy=%llu total=%llu in_ntbs=%llu ntbs=%llu bus_bytes=%llu datagrams=%llu lost=%llu early=%llu malformed=%llu",
		  bytes, t->meter.busy, t->meter.total, bench_hcd.in_urbs - t->in_urbs,
		  bench_hcd.out_urbs - t->out_urbs, bench_hcd.out_bytes - t->bus_bytes,
		  bench_out.datagrams, peer.lost, peer.early, bench_out.malformed);
}

/* ---- the host sends ---- */

static void close_now(struct socket *sock)
{
	if (!sock)
		return;
	sock_no_linger(sock->sk);
	sock_release(sock);
}

static int connect_host(u8 session, struct socket **sock)
{
	struct sockaddr_in to = {
		.sin_family = AF_INET,
		.sin_port = htons(BENCH_TCP_PORT),
		.sin_addr.s_addr = bench_peer_address(session),
	};
	int err = sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP, sock);

	if (err)
		return err;
	(*sock)->sk->sk_sndtimeo = 5 * HZ;
	return kernel_connect(*sock, (struct sockaddr *)&to, sizeof(to), 0);
}

static u64 received(void)
{
	u64 sum = 0;
	u32 i;

	for (i = 0; i < peer.sessions; i++)
		sum += READ_ONCE(peer.flow[i].received);
	return sum;
}

/* Until the peers have all of it: @bytes more than @before. */
static int write_all(struct socket **sock, void *data, u64 bytes)
{
	u64 goal = received() + bytes, left = bytes;
	u32 next = 0;

	while (left) {
		struct kvec vec = { .iov_base = data, .iov_len = min_t(u64, left, WRITE_SIZE) };
		struct msghdr message = { };
		int sent = kernel_sendmsg(sock[next], &message, &vec, 1, vec.iov_len);

		if (sent < 0)
			return sent;
		left -= sent;
		next = (next + 1) % peer.sessions;
	}
	return wait_event_timeout(peer.wait, received() >= goal, PATIENCE) ? 0 : -ETIMEDOUT;
}

int bench_tx_tcp(struct bench_run *run)
{
	struct socket *sock[BENCH_SESSIONS] = { };
	struct tally tally = { };
	void *data = kvzalloc(WRITE_SIZE, GFP_KERNEL);
	int err = data ? peer_begin(run, true) : -ENOMEM;
	u32 i;

	if (err)
		goto err_free;
	for (i = 0; i < run->sessions && !err; i++)
		err = connect_host(i, &sock[i]);
	/* the windows are open before it begins */
	if (!err)
		err = write_all(sock, data, run->sessions * 2000000ull);
	if (err)
		goto err_close;
	tally_begin(&tally);
	err = write_all(sock, data, run->count);
	tally_end(&tally, run, run->count, err);
err_close:
	for (i = 0; i < run->sessions; i++)
		close_now(sock[i]);
	peer_end();
err_free:
	kvfree(data);
	return err;
}

/* ---- the host receives ---- */

static int throw_away(read_descriptor_t *desc, struct sk_buff *skb, unsigned int offset,
		      size_t length)
{
	peer.delivered += length;
	return length;
}

/* Of the listening socket, and so of those that come from it. */
static void sink_ready(struct sock *sk)
{
	read_descriptor_t desc = { .count = INT_MAX };

	if (sk->sk_state == TCP_ESTABLISHED)
		tcp_read_sock(sk, &desc, throw_away);
}

static int listen_host(struct socket **sock)
{
	struct sockaddr_in at = { .sin_family = AF_INET, .sin_port = htons(BENCH_TCP_PORT) };
	int err = sock_create_kern(&init_net, AF_INET, SOCK_STREAM, IPPROTO_TCP, sock);

	if (err)
		return err;
	sock_set_reuseaddr((*sock)->sk);
	err = kernel_bind(*sock, (struct sockaddr *)&at, sizeof(at));
	if (err)
		return err;
	(*sock)->sk->sk_data_ready = sink_ready;
	return kernel_listen(*sock, BENCH_SESSIONS);
}

static int send_segment(u8 session, bool syn)
{
	struct flow *f = &peer.flow[session];
	struct bench_segment s = {
		.session = session,
		.source = f->peer_port,
		.destination = f->host_port,
		.seq = f->next,
		.ack = f->expected,
		.syn = syn,
		.ack_flag = !syn,
		.window = 65535,
		.options_length = syn ? sizeof(syn_options) : 0,
	};

	memcpy(s.options, syn_options, sizeof(syn_options));
	bench_ntb_begin(peer.ntb, 2048);
	bench_tcp_packet(bench_ntb_add(peer.ntb, session, BENCH_TCP_HEADERS + s.options_length),
			 &s);
	bench_ntb_end(peer.ntb);
	return bench_in(peer.ntb);
}

/* Three packets; the last one goes by itself, out of take_syn(). */
static int open_flow(struct socket *listener, u8 session, struct socket **sock)
{
	struct flow *f = &peer.flow[session];
	int err, turns;

	f->next = 1000;
	err = send_segment(session, true);
	for (turns = 0; !err && f->state != OPEN && turns < 100; turns++)
		msleep(20);
	if (!err && f->state != OPEN)
		err = -ETIMEDOUT;
	for (turns = 0; !err && turns < 100; turns++) {
		err = kernel_accept(listener, sock, O_NONBLOCK);
		if (err != -EAGAIN)
			break;
		err = 0;
		msleep(20);
	}
	return err;
}

static u32 open_window(const struct flow *f)
{
	u32 out = f->next - f->unacknowledged;

	return f->window > out ? f->window - out : 0;
}

/*
 * A full NTB, as far as windows and @left go: runs of segments of one session after the
 * other. The next one begins with the next session.
 */
static u32 fill_segments(u32 room, u64 left, u32 *first)
{
	u32 run = max_t(u32, room / (PAYLOAD + 44) / peer.sessions, 1), tried, i, sum = 0;
	struct bench_ntb *ntb = peer.ntb;

	bench_ntb_begin(ntb, room);
	for (tried = 0; tried < peer.sessions; tried++) {
		struct flow *f = &peer.flow[*first];

		for (i = 0; i < run && sum < left && open_window(f) >= PAYLOAD; i++) {
			struct bench_segment s = {
				.session = *first,
				.source = f->peer_port,
				.destination = f->host_port,
				.seq = f->next,
				.ack = f->expected,
				.ack_flag = true,
				.window = WINDOW >> SCALE,
				.payload = PAYLOAD,
			};
			u8 *data = bench_ntb_add(ntb, *first, BENCH_TCP_HEADERS + PAYLOAD);

			if (!data)
				goto out_full;
			bench_tcp_packet(data, &s);
			f->next += PAYLOAD;
			sum += PAYLOAD;
		}
		*first = (*first + 1) % peer.sessions;
	}
out_full:
	bench_ntb_end(ntb);
	return sum;
}

static bool any_window(void)
{
	u32 i;

	for (i = 0; i < peer.sessions; i++)
		if (open_window(&peer.flow[i]) >= PAYLOAD)
			return true;
	return false;
}

static int send_all(u64 bytes)
{
	u64 goal = peer.delivered + bytes, left = bytes;
	u32 first = 0, sum;
	int room, err;

	while (left) {
		room = bench_in_size();
		if (room < 0)
			return room;
		local_irq_disable();
		bench_own_begin();
		sum = fill_segments(room, left, &first);
		bench_own_end();
		local_irq_enable();
		if (!sum) {
			if (!wait_event_timeout(peer.wait, any_window(), HZ))
				return -ETIMEDOUT;
			continue;
		}
		err = bench_in(peer.ntb);
		if (err)
			return err;
		left -= min_t(u64, sum, left);
		cond_resched();
	}
	for (room = 0; room < 1000 && READ_ONCE(peer.delivered) < goal; room++)
		usleep_range(500, 600);
	return READ_ONCE(peer.delivered) < goal ? -ETIMEDOUT : 0;
}

int bench_rx_tcp(struct bench_run *run)
{
	struct socket *sock[BENCH_SESSIONS] = { }, *listener = NULL;
	struct tally tally = { };
	u64 count = rounddown(run->count, PAYLOAD);
	int err = peer_begin(run, false);
	u32 i;

	if (err)
		return err;
	err = listen_host(&listener);
	for (i = 0; i < run->sessions && !err; i++)
		err = open_flow(listener, i, &sock[i]);
	/* the windows are open before it begins */
	if (!err)
		err = send_all(run->sessions * 1000ull * PAYLOAD);
	if (err)
		goto err_close;
	tally_begin(&tally);
	err = send_all(count);
	tally_end(&tally, run, count, err);
err_close:
	for (i = 0; i < run->sessions; i++)
		close_now(sock[i]);
	if (listener)
		sock_release(listener);
	peer_end();
	return err;
}
