// SPDX-License-Identifier: GPL-2.0
/*
 * mbb-ports: programs that talk MBIM on control ports, one for each port named, all at once, and
 * check every byte that comes back.
 *
 *	mbb-ports [-d] [-n COUNT] [-w COUNT] [-c CID] [-t SECONDS] PORT...
 *
 * Each program opens the function with a transfer size of its own, then pipelines COUNT queries.
 * All programs use the same transaction ids. Every third query goes to the modem's echo service
 * with up to 20 kB, in fragments of the program's size, of which answer and command have to be the
 * same; the others ask for the CONNECT state of a session that is the program's own. Indications
 * are counted. With -c, the one query is Basic Connect's CID instead, and how it ended is told.
 * With -d, a program does not read before the port takes nothing more.
 *
 * One line for each port; exit status 0, 1 when something was wrong, 2 for a bad command line.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "mbim.h"

#define CID_CONNECT	12
#define QUERIES_MAX	4096
#define ECHO_MAX	20000
#define MESSAGE_MAX	65536

static const uint8_t basic_connect[16] = { 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
					   0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf };

struct program {
	const char *path;
	int fd;
	uint32_t number;		/* of the program: what is its own follows from it */
	uint32_t count, window, cid;
	uint32_t transfer;		/* MaxControlTransfer */
	int timeout_ms;
	bool deaf;

	uint32_t sent, answered;
	bool done[QUERIES_MAX];
	uint32_t indications, fragments_out, fragments_in;
	uint64_t sent_ms[QUERIES_MAX], worst_ms;

	/* the message going out, and how far it has got; len 0: none */
	uint8_t out[MESSAGE_MAX];
	uint32_t out_len, out_index, out_total;
	/* the message coming in */
	uint8_t in[MESSAGE_MAX];
	uint32_t in_len, in_next, in_total, in_tid, in_type;
};

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000ull + t.tv_nsec / 1000000;
}

static void __attribute__((noreturn, format(printf, 2, 3))) fail(const struct program *p,
								 const char *fmt, ...)
{
	va_list args;

	printf("FAIL %s: ", p->path);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf(" (%u of %u sent, %u answered)\n", p->sent, p->count, p->answered);
	fflush(stdout);
	_exit(1);
}

/* ---- what is asked ---- */

static bool is_echo(const struct program *p, uint32_t tid)
{
	return !p->cid && tid % 3 == 0;
}

static uint32_t echo_len(const struct program *p, uint32_t tid)
{
	return (tid * 7919 + p->number * 104729) % (ECHO_MAX + 1);
}

static uint8_t echo_byte(const struct program *p, uint32_t tid, uint32_t i)
{
	return i * 31 + tid * 17 + p->number * 89 + (i >> 8);
}

static void build_query(struct program *p, uint32_t tid)
{
	uint32_t info = 0;
	uint8_t *m = p->out;

	memset(m, 0, COMMAND);
	if (is_echo(p, tid)) {
		info = echo_len(p, tid);
		for (uint32_t i = 0; i < info; i++)
			m[COMMAND + i] = echo_byte(p, tid, i);
	} else if (!p->cid) {
		info = 36;
		memset(m + COMMAND, 0, info);
		put(m + COMMAND, p->number);
	}
	put(m, COMMAND_MSG);
	put(m + 8, tid);
	memcpy(m + 20, is_echo(p, tid) ? echo : basic_connect, 16);
	put(m + 36, is_echo(p, tid) ? 1 : p->cid ? p->cid : CID_CONNECT);
	put(m + 44, info);
	p->out_len = COMMAND + info;
	p->out_index = 0;
	p->out_total = (p->out_len - FRAGMENT + p->transfer - FRAGMENT - 1) /
		       (p->transfer - FRAGMENT);
}

/* One fragment, one write. Return: false if the port does not take it now. */
static bool write_fragment(struct program *p)
{
	uint32_t room = p->transfer - FRAGMENT, at = FRAGMENT + p->out_index * room;
	uint32_t len = p->out_len - at < room ? p->out_len - at : room;
	uint8_t part[MESSAGE_MAX];
	ssize_t n;

	memcpy(part, p->out, FRAGMENT);
	put(part + 4, FRAGMENT + len);
	put(part + 12, p->out_total);
	put(part + 16, p->out_index);
	memcpy(part + FRAGMENT, p->out + at, len);
	n = write(p->fd, part, FRAGMENT + len);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return false;
	if (n != (ssize_t)(FRAGMENT + len))
		fail(p, "write: %s", n < 0 ? strerror(errno) : "short");
	p->fragments_out++;
	if (++p->out_index == p->out_total)
		p->out_len = 0;
	return true;
}

/* ---- what is answered ---- */

static void check_answer(struct program *p)
{
	uint32_t tid = p->in_tid, info = get(p->in + 44), status = get(p->in + 40);
	bool is = is_echo(p, tid);

	if (!tid || tid > p->sent || p->done[tid - 1])
		fail(p, "an answer to transaction %u, which is none", tid);
	if (memcmp(p->in + 20, is ? echo : basic_connect, 16) ||
	    get(p->in + 36) != (is ? 1 : p->cid ? p->cid : CID_CONNECT))
		fail(p, "transaction %u is answered with CID %u", tid, get(p->in + 36));
	if (info != p->in_len - COMMAND)
		fail(p, "transaction %u: %u bytes, InformationBufferLength %u", tid, p->in_len,
		     info);
	p->done[tid - 1] = true;
	p->answered++;
	if (now_ms() - p->sent_ms[tid - 1] > p->worst_ms)
		p->worst_ms = now_ms() - p->sent_ms[tid - 1];
	if (p->cid) {
		printf("status %u %s\n", status, p->path);
		return;
	}
	if (status)
		fail(p, "transaction %u: status %u", tid, status);
	if (!is && get(p->in + COMMAND) != p->number)
		fail(p, "transaction %u: session %u", tid, get(p->in + COMMAND));
	if (is && info != echo_len(p, tid))
		fail(p, "transaction %u: %u bytes of %u", tid, info, echo_len(p, tid));
	for (uint32_t i = 0; is && i < info; i++)
		if (p->in[COMMAND + i] != echo_byte(p, tid, i))
			fail(p, "transaction %u differs at byte %u", tid, i);
}

/* Fragments of one message come in a row, in order, none larger than was announced. */
static void take_fragment(struct program *p, const uint8_t *m, uint32_t len)
{
	uint32_t total = get(m + 12), current = get(m + 16), tid = get(m + 8), skip;

	if (p->in_next) {
		if (get(m) != p->in_type || tid != p->in_tid || total != p->in_total ||
		    current != p->in_next)
			fail(p, "fragment %u of transaction %u inside transaction %u", current,
			     tid, p->in_tid);
	} else if (current || !total) {
		fail(p, "transaction %u begins with fragment %u of %u", tid, current, total);
	}
	skip = current ? FRAGMENT : 0;
	if (!current)
		p->in_len = 0;
	if (p->in_len + len - skip > sizeof(p->in))
		fail(p, "transaction %u is too long", tid);
	memcpy(p->in + p->in_len, m + skip, len - skip);
	p->in_len += len - skip;
	p->in_type = get(m);
	p->in_tid = tid;
	p->in_total = total;
	p->in_next = current + 1 == total ? 0 : current + 1;
	p->fragments_in++;
	if (p->in_next)
		return;
	if (p->in_type == INDICATE)
		p->indications++;
	else
		check_answer(p);
}

/* Return: length, 0 if there is nothing. */
static uint32_t read_message(struct program *p, uint8_t *m)
{
	ssize_t n = read(p->fd, m, MESSAGE_MAX);

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return 0;
	if (n <= 0)
		fail(p, "read: %s", n < 0 ? strerror(errno) : "end of file");
	if (n < 12 || get(m + 4) != (uint32_t)n)
		fail(p, "%zd bytes that are no message", n);
	if (p->transfer && n > p->transfer)
		fail(p, "%zd bytes, %u were announced", n, p->transfer);
	return n;
}

static void take_message(struct program *p)
{
	uint8_t m[MESSAGE_MAX];
	uint32_t len = read_message(p, m);

	if (!len)
		return;
	if (get(m) == FUNCTION_ERROR)
		fail(p, "FUNCTION_ERROR %u for transaction %u", get(m + 12), get(m + 8));
	if ((get(m) != COMMAND_DONE && get(m) != INDICATE) || len < FRAGMENT)
		fail(p, "message of type %08x", get(m));
	take_fragment(p, m, len);
}

/* ---- a program ---- */

/* OPEN or CLOSE, and its answer. */
static void simple(struct program *p, uint32_t type, uint32_t done)
{
	uint64_t end = now_ms() + p->timeout_ms;
	uint32_t len = type == OPEN_MSG ? 16 : 12;
	uint8_t m[MESSAGE_MAX] = { 0 };

	put(m, type);
	put(m + 4, len);
	put(m + 8, 1);
	put(m + 12, p->transfer);
	while (write(p->fd, m, len) != (ssize_t)len) {
		struct pollfd f = { .fd = p->fd, .events = POLLOUT };

		if (errno != EAGAIN || now_ms() > end)
			fail(p, "write: %s", strerror(errno));
		poll(&f, 1, 100);
	}
	for (;;) {
		struct pollfd f = { .fd = p->fd, .events = POLLIN };

		if (now_ms() > end)
			fail(p, "no answer to message of type %u", type);
		poll(&f, 1, 100);
		if (!(f.revents & (POLLIN | POLLERR | POLLHUP)) || !read_message(p, m))
			continue;
		if (get(m) == INDICATE)
			continue;
		if (get(m) != done || get(m + 8) != 1 || get(m + 12))
			fail(p, "message %08x, value %u to one of type %u", get(m), get(m + 12),
			     type);
		return;
	}
}

/* Write as much as the port takes. */
static bool write_more(struct program *p)
{
	if (!p->out_len) {
		p->sent_ms[p->sent] = now_ms();
		build_query(p, ++p->sent);
	}
	return write_fragment(p);
}

static void write_deaf(struct program *p)
{
	struct pollfd f = { .fd = p->fd, .events = POLLOUT };

	while (p->sent < p->count && poll(&f, 1, 2000) > 0)
		write_more(p);
	if (p->sent == p->count)
		fail(p, "nothing stops a program that does not read");
	if (write_more(p) && write_more(p))
		fail(p, "poll says no, write says yes");
	printf("%s stops at %u queries\n", p->path, p->sent);
}

static void talk(struct program *p)
{
	uint64_t last;

	if (p->deaf)
		write_deaf(p);
	last = now_ms();
	while (p->answered < p->count) {
		bool more = p->out_len ||
			    (p->sent < p->count && p->sent - p->answered < p->window);
		struct pollfd f = { .fd = p->fd, .events = POLLIN | (more ? POLLOUT : 0) };
		uint32_t before = p->fragments_in + p->fragments_out;

		if (poll(&f, 1, 100) < 0 && errno != EINTR)
			fail(p, "poll: %s", strerror(errno));
		if (f.revents & (POLLIN | POLLERR | POLLHUP))
			take_message(p);
		if (more && (f.revents & POLLOUT))
			write_more(p);
		if (p->fragments_in + p->fragments_out != before)
			last = now_ms();
		if (now_ms() - last > (uint64_t)p->timeout_ms)
			fail(p, "silence");
	}
}

static int run(struct program *p)
{
	p->fd = open(p->path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (p->fd < 0)
		fail(p, "open: %s", strerror(errno));
	simple(p, OPEN_MSG, OPEN_DONE);
	talk(p);
	simple(p, CLOSE_MSG, CLOSE_DONE);
	printf(
	       "PASS %s: %u answers, %u fragments out, %u in of at most %u bytes, %u indications, worst %llu ms\n",
	       p->path, p->answered, p->fragments_out, p->fragments_in, p->transfer,
	       p->indications, (unsigned long long)p->worst_ms);
	fflush(stdout);
	return 0;
}

static void __attribute__((noreturn)) usage(void)
{
	fprintf(stderr,
		"usage: mbb-ports [options] PORT...\n"
		"  -d          read nothing until no more can be written\n"
		"  -n COUNT    queries of each program [64]\n"
		"  -w COUNT    queries under way at most [64]\n"
		"  -c CID      one query, of this CID of Basic Connect, and its status\n"
		"  -t SECONDS  silence that is a failure [60]\n");
	exit(2);
}

int main(int argc, char **argv)
{
	static const uint32_t transfers[] = { 4096, 64, 512, 1024, 100, 2048, 256, 65535 };
	static struct program p;
	int c, status, rc = 0;

	p.count = 64;
	p.window = 64;
	p.timeout_ms = 60000;
	while ((c = getopt(argc, argv, "dn:w:c:t:")) != -1) {
		if (c == 'n')
			p.count = atoi(optarg);
		else if (c == 'w')
			p.window = atoi(optarg);
		else if (c == 't')
			p.timeout_ms = atoi(optarg) * 1000;
		else if (c == 'd')
			p.deaf = true;
		else if (c == 'c')
			p.cid = atoi(optarg);
		else
			usage();
	}
	if (p.cid)
		p.count = 1;
	if (optind == argc || !p.count || p.count > QUERIES_MAX || !p.window)
		usage();
	for (int i = optind; i < argc; i++) {
		p.path = argv[i];
		p.number = i - optind;
		p.transfer = transfers[p.number % (sizeof(transfers) / sizeof(transfers[0]))];
		if (!fork())
			exit(run(&p));
	}
	while (wait(&status) > 0)
		if (!WIFEXITED(status) || WEXITSTATUS(status))
			rc = 1;
	return rc;
}
