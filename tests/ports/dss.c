// SPDX-License-Identifier: GPL-2.0
/*
 * mbb-dss: device service sessions as a program sees them. DSS_CONNECT through a control port, then
 * messages through the session's character device, which the emulated modem sends back.
 *
 *	mbb-dss PORT open|close ID	asks for it; MBIM's status if it is not success
 *	mbb-dss DEVICE echo COUNT	messages of all lengths, there and back
 *	mbb-dss DEVICE poll		what a program that never waits sees
 *	mbb-dss DEVICE fill		writes until it would have to wait, says "full", waits, and
 *					reads back what it has written
 *	mbb-dss DEVICE hang		says "waiting", then "hung up" when the session has ended
 *
 * Exit status 0, 1 when something was wrong, 2 for a bad command line.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "mbim.h"

#define CID_DSS_CONNECT	1
#define TRANSFER	4096	/* MaxControlTransfer */

#define MESSAGE_MAX	1400
#define IN_FLIGHT	16	/* of the echoes */
#define FILL_MAX	1000	/* no queue is as long as this */
#define WAIT_MS		20000

static const uint8_t dss[16] = { 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18, 0x43, 0x82,
				 0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e };

static void __attribute__((noreturn, format(printf, 1, 2))) fail(const char *fmt, ...)
{
	int err = errno;
	va_list args;

	printf("FAIL ");
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf(" (errno %d)\n", err);
	exit(1);
}

#define EXPECT(condition)								\
	do {										\
		if (!(condition))							\
			fail("line %d: %s", __LINE__, #condition);			\
	} while (0)

static int node_open(const char *path, int flags)
{
	int fd = open(path, flags | O_CLOEXEC);

	if (fd < 0)
		fail("%s", path);
	return fd;
}

/* Return: of @events and POLLHUP and so on what came true in time, or 0. */
static short wait_for(int fd, short events, int ms)
{
	struct pollfd p = { .fd = fd, .events = events };

	return poll(&p, 1, ms) > 0 ? p.revents : 0;
}

/* ---- the control port ---- */

/* The answer of @type to @tid; everything else is passed over. */
static size_t ask(int fd, const uint8_t *msg, size_t len, uint32_t type, uint32_t tid,
		  uint8_t *answer)
{
	ssize_t n;

	EXPECT(write(fd, msg, len) == (ssize_t)len);
	do {
		if (!(wait_for(fd, POLLIN, WAIT_MS) & POLLIN))
			fail("no answer");
		n = read(fd, answer, TRANSFER);
		EXPECT(n >= 12);
	} while (get(answer) != type || get(answer + 8) != tid);
	return n;
}

/* Return: MBIM's status. */
static uint32_t dss_connect(const char *port, uint32_t id, uint32_t state)
{
	uint8_t msg[COMMAND + 24] = { 0 }, answer[TRANSFER];
	int fd = node_open(port, O_RDWR);

	put(msg, OPEN_MSG);
	put(msg + 4, 16);
	put(msg + 8, 1);
	put(msg + 12, TRANSFER);
	EXPECT(ask(fd, msg, 16, OPEN_DONE, 1, answer) >= 16 && !get(answer + 12));

	memset(msg, 0, sizeof(msg));
	put(msg, COMMAND_MSG);
	put(msg + 4, sizeof(msg));
	put(msg + 8, 2);
	put(msg + 12, 1);
	memcpy(msg + 20, dss, 16);
	put(msg + 36, CID_DSS_CONNECT);
	put(msg + 40, 1);		/* set */
	put(msg + 44, 24);
	memcpy(msg + 48, echo, 16);
	put(msg + 64, id);
	put(msg + 68, state);
	EXPECT(ask(fd, msg, sizeof(msg), COMMAND_DONE, 2, answer) >= COMMAND);
	close(fd);
	return get(answer + 40);
}

/* ---- the session's device ---- */

static size_t length(unsigned int n)
{
	return 1 + n * 211 % MESSAGE_MAX;
}

static void fill(uint8_t *data, unsigned int n)
{
	for (size_t i = 0; i < length(n); i++)
		data[i] = n * 7 + i;
}

static void write_one(int fd, unsigned int n)
{
	uint8_t data[MESSAGE_MAX];

	fill(data, n);
	EXPECT(write(fd, data, length(n)) == (ssize_t)length(n));
}

static void read_one(int fd, unsigned int n)
{
	uint8_t data[MESSAGE_MAX], want[MESSAGE_MAX];

	fill(want, n);
	EXPECT(read(fd, data, sizeof(data)) == (ssize_t)length(n));
	EXPECT(!memcmp(data, want, length(n)));
}

/* Every message comes back whole, and in order. */
static void run_echo(const char *path, unsigned int count)
{
	int fd = node_open(path, O_RDWR);
	unsigned int sent = 0, got = 0;

	while (got < count) {
		short want = POLLIN;
		short is;

		if (sent < count && sent - got < IN_FLIGHT)
			want |= POLLOUT;
		is = wait_for(fd, want, WAIT_MS);
		if (!is || is & (POLLHUP | POLLERR))
			fail("%u sent, %u came back", sent, got);
		if (is & POLLOUT)
			write_one(fd, sent++);
		if (is & POLLIN)
			read_one(fd, got++);
	}
	EXPECT(!fsync(fd));
	close(fd);
}

static void run_poll(const char *path)
{
	int fd = node_open(path, O_RDWR | O_NONBLOCK), waiting = -1;
	uint8_t buf[64];
	struct stat st;

	EXPECT(!fstat(fd, &st) && S_ISCHR(st.st_mode));
	EXPECT((st.st_mode & 07777) == 0600 && !st.st_uid && !st.st_gid);
	EXPECT(lseek(fd, 0, SEEK_SET) < 0 && errno == ESPIPE);
	EXPECT(ioctl(fd, TIOCGWINSZ, buf) < 0 && errno == ENOTTY);
	EXPECT(read(fd, buf, sizeof(buf)) < 0 && errno == EAGAIN);
	EXPECT(wait_for(fd, POLLIN | POLLOUT, 0) == POLLOUT);
	EXPECT(write(fd, buf, 0) == 0);
	EXPECT(write(fd, "0123456789", 10) == 10);
	EXPECT(wait_for(fd, POLLIN, WAIT_MS) == POLLIN);
	EXPECT(!ioctl(fd, FIONREAD, &waiting) && waiting == 10);
	EXPECT(read(fd, buf, 9) < 0 && errno == EMSGSIZE);
	EXPECT(read(fd, buf, 0) == 0);
	EXPECT(read(fd, buf, sizeof(buf)) == 10 && !memcmp(buf, "0123456789", 10));
	EXPECT(read(fd, buf, sizeof(buf)) < 0 && errno == EAGAIN);
	close(fd);
}

static void run_fill(const char *path)
{
	int fd = node_open(path, O_RDWR | O_NONBLOCK);
	unsigned int n, i;

	for (n = 0; wait_for(fd, POLLOUT, 0) & POLLOUT; n++) {
		EXPECT(n < FILL_MAX);
		write_one(fd, n);
	}
	EXPECT(write(fd, "x", 1) < 0 && errno == EAGAIN);
	printf("full: %u messages\n", n);
	EXPECT(wait_for(fd, POLLOUT, 3 * WAIT_MS) & POLLOUT);
	for (i = 0; i < n; i++) {
		EXPECT(wait_for(fd, POLLIN, WAIT_MS) == POLLIN);
		read_one(fd, i);
	}
	close(fd);
}

static void run_hang(const char *path)
{
	int fd = node_open(path, O_RDWR);
	uint8_t buf[64];

	printf("waiting\n");
	EXPECT(read(fd, buf, sizeof(buf)) == 0);
	EXPECT(wait_for(fd, POLLIN, 0) & POLLHUP);
	EXPECT(read(fd, buf, sizeof(buf)) == 0);
	EXPECT(write(fd, "x", 1) < 0 && errno == EPIPE);
	EXPECT(fsync(fd) < 0 && errno == EPIPE);
	printf("hung up\n");
	close(fd);
}

int main(int argc, char **argv)
{
	const char *path = argc > 2 ? argv[1] : "", *what = argc > 2 ? argv[2] : "";
	unsigned long n = argc > 3 ? strtoul(argv[3], NULL, 0) : 0;
	uint32_t status;

	setlinebuf(stdout);
	if (!strcmp(what, "open") || !strcmp(what, "close")) {
		status = dss_connect(path, n, !strcmp(what, "open"));
		if (status)
			printf("status %u\n", status);
		return !!status;
	}
	if (!strcmp(what, "echo"))
		run_echo(path, n);
	else if (!strcmp(what, "poll"))
		run_poll(path);
	else if (!strcmp(what, "fill"))
		run_fill(path);
	else if (!strcmp(what, "hang"))
		run_hang(path);
	else
		return 2;
	return 0;
}
