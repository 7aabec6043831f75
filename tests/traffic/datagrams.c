// SPDX-License-Identifier: GPL-2.0
/*
 * Numbered datagrams to the emulated modem and back: echo (both directions), sink (up only),
 * source (down only).  A run passes when every datagram arrived once, whole, of the right length
 * and in order.
 *
 * The queueing discipline of the interface is between this and the driver: fq_codel, the default,
 * drops on purpose when a slow machine lets packets wait.  Cases that count use a plain pfifo.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "traffic.h"

#define QUEUE_PATIENCE 300	/* seconds that the queue in front of a request may take */

struct run {
	const struct options *o;
	const char *name;
	struct raw *raw;	/* or */
	int udp;
	uint32_t min, max;	/* of IP datagrams, made possible */
	uint32_t sent, wrong_length, send_errors;
	uint64_t start_us, last_us;
	struct payload_track track;
	uint8_t buf[65536];
};

static void run_init(struct run *r, const struct options *o, const char *name, uint16_t port,
		     uint8_t proto, bool listen)
{
	uint32_t floor = ip_header(o) + (o->raw ? 0 : 8 + PAYLOAD_HEADER);

	r->o = o;
	r->name = name;
	r->min = o->min < floor ? floor : o->min;
	r->max = o->max < r->min ? r->min : o->max;
	r->udp = -1;
	if (o->raw)
		r->raw = raw_open(o, proto, listen);
	else
		r->udp = udp_open(o, port);
	r->start_us = now_us();
	r->last_us = r->start_us;
}

static void run_free(struct run *r)
{
	if (r->raw)
		raw_close(r->raw);
	if (r->udp >= 0)
		close(r->udp);
	free(r);
}

static uint32_t run_length(const struct run *r, uint32_t seq)
{
	if (r->o->sweep)
		return r->min + seq % (r->max - r->min + 1);
	return payload_length(r->o->raw ? 0 : r->o->flow, seq, r->min, r->max);
}

static int run_fd(const struct run *r)
{
	return r->raw ? raw_fd(r->raw) : r->udp;
}

static void run_send(struct run *r)
{
	uint32_t seq = r->sent, len = run_length(r, seq);
	bool done;

	if (r->raw) {
		done = raw_send(r->raw, seq, len);
	} else {
		uint32_t data = len - ip_header(r->o) - 8;

		payload_fill(r->buf, data, r->o->flow, seq);
		done = send(r->udp, r->buf, data, 0) == (ssize_t)data;
	}
	if (!done) {
		/* A full queue is not a loss: the same number again, a little later. */
		if (errno == ENOBUFS || errno == EAGAIN) {
			usleep(1000);
			return;
		}
		if (!r->send_errors++)
			perror("send");
	}
	r->sent++;
}

/* Takes one datagram.  Return: false when none waits. */
static bool run_receive(struct run *r)
{
	uint32_t seq = 0, flow;
	bool intact = false;
	int len;

	if (r->raw) {
		len = raw_receive(r->raw, &seq, &intact);
		if (len <= 0)
			return !len;
	} else {
		ssize_t n = recv(r->udp, r->buf, sizeof(r->buf), MSG_DONTWAIT);

		if (n < 0)
			return false;
		if (!payload_parse(r->buf, n, &flow, &seq, &intact) || flow != r->o->flow)
			return true;
		len = n + 8 + ip_header(r->o);
	}
	if (intact && (uint32_t)len != run_length(r, seq)) {
		r->wrong_length++;
		intact = false;
	}
	payload_note(&r->track, seq, intact);
	r->last_us = now_us();
	return true;
}

static void run_drain(struct run *r)
{
	while (run_receive(r))
		;
}

static uint32_t run_arrived(const struct run *r)
{
	return r->track.unique + r->track.altered;
}

/* Receives until all are there or nothing has come for a while; the first may take longer. */
static void run_collect(struct run *r)
{
	while (run_arrived(r) < r->o->count) {
		uint64_t silence_us = run_arrived(r) ? r->o->silence_ms * 1000ull :
				      QUEUE_PATIENCE * 1000000ull;
		uint64_t until = r->last_us + silence_us;

		if (!wait_readable(run_fd(r), until) && now_us() >= until)
			return;
		run_drain(r);
	}
}

static int run_verdict(struct run *r, uint32_t received, uint32_t reordered, uint32_t duplicated,
		       uint32_t altered)
{
	uint32_t count = r->o->count;
	bool pass = received == count && !reordered && !duplicated && !altered && !r->send_errors;

	printf(
	       "%s %s %s %s %u-%u: count %u received %u lost %u reordered %u duplicated %u altered %u (wrong length %u) send errors %u in %.2f s\n",
	       pass ? "PASS" : "FAIL", r->name, r->o->v6 ? "IPv6" : "IPv4",
	       r->o->raw ? "raw" : "UDP", r->min, r->max, count, received,
	       count > received ? count - received : 0, reordered, duplicated, altered,
	       r->wrong_length, r->send_errors, (now_us() - r->start_us) / 1e6);
	return pass ? 0 : 1;
}

static int run_verdict_track(struct run *r)
{
	return run_verdict(r, r->track.unique, r->track.reordered, r->track.duplicated,
			   r->track.altered);
}

/* Sends everything at its pace; echoes keep no more than the window under way. */
static void run_transmit(struct run *r, uint32_t window)
{
	uint64_t next = now_us();

	while (r->sent < r->o->count) {
		uint32_t burst = r->o->burst ? r->o->burst : 1;

		if (window && r->sent - run_arrived(r) >= window && r->sent > run_arrived(r)) {
			uint64_t until = r->last_us + r->o->silence_ms * 1000ull;

			wait_readable(run_fd(r), until);
			run_drain(r);
			if (now_us() >= until)
				return;		/* the far end has stopped answering */
			continue;
		}
		while (burst-- && r->sent < r->o->count)
			run_send(r);
		next += r->o->interval_us;
		if (next < now_us())
			next = now_us();
		while (wait_readable(run_fd(r), next))
			run_drain(r);
		run_drain(r);
	}
}

static struct run *run_new(void)
{
	struct run *r = calloc(1, sizeof(*r));

	if (!r)
		die("memory");
	return r;
}

int run_echo(const struct options *o)
{
	struct run *r = run_new();
	int ret;

	run_init(r, o, "echo", PAYLOAD_PORT_ECHO, PAYLOAD_PROTO_ECHO, true);
	run_transmit(r, o->window);
	run_collect(r);
	ret = run_verdict_track(r);
	run_free(r);
	return ret;
}

static uint32_t report_field(const char *line, const char *name)
{
	const char *at = strstr(line, name);

	return at ? strtoul(at + strlen(name), NULL, 0) : 0;
}

/* The sink counts by flow; bare datagrams are one flow of each family. */
static void sink_request(const struct options *o, const char *what, char *text, size_t size)
{
	if (o->raw)
		snprintf(text, size, "%s raw%c", what, o->v6 ? '6' : '4');
	else
		snprintf(text, size, "%s %u", what, o->flow);
}

/* Asks the sink what arrived; the question may get lost as anything may. */
static bool sink_ask(const struct options *o, int fd, char *line, size_t size)
{
	char question[32];

	sink_request(o, "report", question, sizeof(question));
	for (int attempt = 0; attempt < QUEUE_PATIENCE; attempt++) {
		ssize_t n;

		if (send(fd, question, strlen(question), 0) < 0)
			perror("send");
		if (!wait_readable(fd, now_us() + 1000000))
			continue;
		n = recv(fd, line, size - 1, MSG_DONTWAIT);
		if (n <= 0)
			continue;
		line[n] = 0;
		if (!strncmp(line, "flow=", 5))
			return true;
	}
	return false;
}

int run_sink(const struct options *o)
{
	struct run *r = run_new();
	int fd = udp_open(o, PAYLOAD_PORT_SINK), ret;
	char line[256] = "";
	uint32_t before;

	sink_request(o, "reset", line, sizeof(line));
	if (send(fd, line, strlen(line), 0) < 0)
		perror("send");
	usleep(100000);
	run_init(r, o, "sink", PAYLOAD_PORT_SINK, PAYLOAD_PROTO_SINK, false);
	run_transmit(r, 0);
	/* The last ones may still wait in a queue: ask until the count stands still. */
	do {
		before = report_field(line, "received=");
		usleep(200000);
		if (!sink_ask(o, fd, line, sizeof(line))) {
			printf("FAIL sink: no report from the far end\n");
			close(fd);
			run_free(r);
			return 1;
		}
	} while (report_field(line, "received=") != before);
	ret = run_verdict(r, report_field(line, "received="), report_field(line, "reordered="),
			  report_field(line, "duplicated="), report_field(line, "altered="));
	close(fd);
	run_free(r);
	return ret;
}

int run_source(const struct options *o)
{
	struct run *r = run_new();
	char request[160];
	int fd, ret;

	run_init(r, o, "source", PAYLOAD_PORT_SOURCE, PAYLOAD_PROTO_SINK, true);
	fd = o->raw ? udp_open(o, PAYLOAD_PORT_SOURCE) : r->udp;
	snprintf(request, sizeof(request),
		 "count=%u min=%u max=%u interval=%u burst=%u flow=%u raw=%d",
		 o->count, r->min, r->max, o->interval_us, o->burst ? o->burst : 1,
		 o->raw ? 0 : o->flow, o->raw);
	if (send(fd, request, strlen(request), 0) < 0)
		perror("send");
	run_collect(r);
	ret = run_verdict_track(r);
	if (o->raw)
		close(fd);
	run_free(r);
	return ret;
}
