// SPDX-License-Identifier: GPL-2.0
/*
 * mbb-fuzz: a program that talks nonsense on a control port, for the guest cases.
 *
 *	mbb-fuzz PORT COUNT [SEED]
 *
 * COUNT transfers, of which most are nearly MBIM: whole messages and fragments of either
 * side, lengths and counts that are wrong, the port closed in the middle. What comes back
 * are whole transfers of MBIM that begin with their own length. In the end the function
 * must answer as if nothing had been: it is opened and asked who it is.
 *
 * One line; exit status 0, 1 when something was wrong, 2 for a bad command line.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../modem/poison.h"
#include "make_mbim.h"

#define PATIENCE_MS	30000

static struct {
	const char *path;
	int fd;
	unsigned long sent, refused, received, opened;
} port = { .fd = -1 };

static void __attribute__((noreturn)) fail(const char *what)
{
	printf("FAIL %s: %s: %s (%lu sent, %lu refused, %lu received)\n", port.path, what,
	       strerror(errno), port.sent, port.refused, port.received);
	exit(1);
}

static void port_open(void)
{
	port.fd = open(port.path, O_RDWR | O_NONBLOCK);
	if (port.fd < 0)
		fail("open");
	port.opened++;
}

static void port_close(void)
{
	close(port.fd);
	port.fd = -1;
}

/* One transfer. Return: its size; 0: there is none. */
static size_t port_read(u8 *buf, size_t size)
{
	struct mbim_msg_info info;
	ssize_t n = read(port.fd, buf, size);

	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n <= 0)
		fail("read");
	port.received++;
	errno = EPROTO;
	if (mbim_msg_check(buf, (size_t)n, &info) == -1)
		fail("what was read is no message of a function");
	if (poison_end(buf, (size_t)n))
		fail("what was read is in part memory that nobody has written");
	return (size_t)n;
}

/* Return: false, nothing came. */
static bool port_wait(short events)
{
	struct pollfd p = { .fd = port.fd, .events = events };
	int n = poll(&p, 1, PATIENCE_MS);

	if (n < 0 || p.revents & (POLLERR | POLLHUP))
		fail("poll");
	if (!n)
		errno = ETIMEDOUT;
	return n;
}

/* What is refused is refused at once; when the port is full, answers are in its way. */
static void port_write(const u8 *data, size_t size)
{
	static u8 in[65536];

	while (write(port.fd, data, size) < 0) {
		if (errno != EAGAIN) {
			if (errno == ENODEV || errno == EIO || errno == ESHUTDOWN)
				fail("write");
			port.refused++;
			return;
		}
		if (!port_wait(POLLIN | POLLOUT))
			fail("neither takes nor gives anything");
		port_read(in, sizeof(in));
	}
	port.sent++;
}

static void port_drain(void)
{
	static u8 in[65536];

	while (port_read(in, sizeof(in)))
		;
}

static void nonsense(unsigned long count, unsigned int seed)
{
	static u8 input[65536];
	size_t size, at, len;

	while (port.sent + port.refused < count) {
		size = make_input(input, sizeof(input), seed++);
		for (at = 0; at + 2 <= size; at += 2 + len) {
			len = input[at] | input[at + 1] << 8;
			if (len > size - at - 2)
				len = size - at - 2;
			port_write(input + at + 2, len);
			port_drain();
		}
		if (seed % 64 == 0) {
			port_close();
			port_open();
		}
	}
}

/* The answer of @type to @tid, past whatever else there is. */
static void answer(u32 type, u32 tid)
{
	struct mbim_msg_info info = { 0 };
	static u8 in[65536];
	size_t n;

	do {
		if (!port_wait(POLLIN)) {
			printf("no message of type %#x to %#x, the last was %#x to %#x\n", type,
			       tid, info.type, info.tid);
			fail("answer");
		}
		n = port_read(in, sizeof(in));
	} while (!n || mbim_msg_check(in, n, &info) || info.type != type || info.tid != tid);
}

static void sense(void)
{
	u8 out[64];

	port_close();
	port_open();
	port_write(out, mbim_build_open(out, 0x1001, 4096));
	answer(MBIM_OPEN_DONE, 0x1001);
	port_write(out, mbim_build_command(out, 0x1002, mbim_uuid_basic_connect, 1, false,
					   NULL, 0));
	answer(MBIM_COMMAND_DONE, 0x1002);
	port_write(out, mbim_build_close(out, 0x1003));
	answer(MBIM_CLOSE_DONE, 0x1003);
	port_close();
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: mbb-fuzz PORT COUNT [SEED]\n");
		return 2;
	}
	port.path = argv[1];
	port_open();
	nonsense(strtoul(argv[2], NULL, 0), argc > 3 ? (unsigned int)strtoul(argv[3], NULL, 0) : 1);
	sense();
	printf("%s: %lu sent, %lu refused, %lu received, opened %lu times\n", port.path, port.sent,
	       port.refused, port.received, port.opened);
	return 0;
}

void fuzz_make(struct maker *m)
{
	make_messages(m);
}
