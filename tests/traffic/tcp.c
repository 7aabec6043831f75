// SPDX-License-Identifier: GPL-2.0
/*
 * TCP bulk, checked byte for byte.  The client says first how many bytes go in which directions;
 * both ends make the bytes from their position and compare what arrives.  The server ends with
 * one word: how many bytes it got right.
 */
#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "traffic.h"

#define TCP_MAGIC	0x4d425443u
#define TCP_FLOW	0x7cu
#define BLOCK		65536u
#define HELLO		16
#define STALL_MS	60000

/* A place in the stream, with the block of pattern that it lies in. */
struct cursor {
	uint64_t pos;
	uint64_t block;		/* number + 1 of the block in data, 0 = none */
	uint8_t data[BLOCK];
};

static const uint8_t *cursor_bytes(struct cursor *c, uint64_t left, uint32_t *len)
{
	uint64_t block = c->pos / BLOCK;
	uint32_t off = c->pos % BLOCK;

	if (c->block != block + 1) {
		payload_pattern(c->data, BLOCK, TCP_FLOW, block);
		c->block = block + 1;
	}
	*len = BLOCK - off;
	if (*len > left)
		*len = left;
	return c->data + off;
}

static bool stream_send(int fd, struct cursor *c, uint64_t bytes)
{
	uint32_t len;
	const uint8_t *p = cursor_bytes(c, bytes - c->pos, &len);
	ssize_t n = send(fd, p, len, MSG_DONTWAIT | MSG_NOSIGNAL);

	if (n < 0)
		return errno == EAGAIN;
	c->pos += n;
	return true;
}

static bool stream_receive(int fd, struct cursor *c, uint64_t bytes, bool *intact)
{
	static uint8_t buf[BLOCK];
	uint32_t len;
	const uint8_t *p = cursor_bytes(c, bytes - c->pos, &len);
	ssize_t n = recv(fd, buf, len, MSG_DONTWAIT);

	if (n <= 0)
		return n < 0 && errno == EAGAIN;
	if (memcmp(p, buf, n) && *intact) {
		printf("stream differs between bytes %llu and %llu\n", (unsigned long long)c->pos,
		       (unsigned long long)c->pos + n);
		*intact = false;
	}
	c->pos += n;
	return true;
}

/* Both directions at once.  Return: whether all went and came, and was right. */
static bool stream_run(int fd, uint64_t out_bytes, uint64_t in_bytes)
{
	struct cursor *out = calloc(2, sizeof(*out)), *in = out + 1;
	bool alive = true, intact = true, done;

	if (!out)
		die("memory");
	while (alive && (out->pos < out_bytes || in->pos < in_bytes)) {
		struct pollfd p = { .fd = fd };

		if (out->pos < out_bytes)
			p.events |= POLLOUT;
		if (in->pos < in_bytes)
			p.events |= POLLIN;
		if (poll(&p, 1, STALL_MS) <= 0) {
			printf("stream stands still\n");
			break;
		}
		if (p.revents & POLLOUT && out->pos < out_bytes)
			alive = stream_send(fd, out, out_bytes);
		if (p.revents & (POLLIN | POLLHUP | POLLERR) && in->pos < in_bytes)
			alive = stream_receive(fd, in, in_bytes, &intact);
		else if (p.revents & (POLLHUP | POLLERR))
			alive = false;
	}
	done = out->pos == out_bytes && in->pos == in_bytes;
	if (!done)
		printf("sent %llu of %llu, received %llu of %llu bytes\n",
		       (unsigned long long)out->pos, (unsigned long long)out_bytes,
		       (unsigned long long)in->pos, (unsigned long long)in_bytes);
	free(out);
	return done && intact;
}

static bool read_all(int fd, uint8_t *p, size_t len)
{
	return recv(fd, p, len, MSG_WAITALL) == (ssize_t)len;
}

static int serve(int fd)
{
	uint8_t hello[HELLO], verdict[4];
	uint64_t bytes;
	uint32_t mode;
	bool good;

	if (!read_all(fd, hello, sizeof(hello)) || payload_get32(hello) != TCP_MAGIC) {
		printf("FAIL tcp-server: no greeting\n");
		return 1;
	}
	mode = payload_get32(hello + 4);
	bytes = (uint64_t)payload_get32(hello + 8) << 32 | payload_get32(hello + 12);
	good = stream_run(fd, mode & 2 ? bytes : 0, mode & 1 ? bytes : 0);
	payload_put32(verdict, good);
	if (send(fd, verdict, sizeof(verdict), MSG_NOSIGNAL) != sizeof(verdict))
		good = false;
	printf("%s tcp-server: %llu bytes%s%s\n", good ? "PASS" : "FAIL", (unsigned long long)bytes,
	       mode & 1 ? " received" : "", mode & 2 ? " sent" : "");
	return good ? 0 : 1;
}

int run_tcp_server(const struct options *o)
{
	int one = 1, zero = 0, fd = socket(AF_INET6, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_in6 any = { .sin6_family = AF_INET6, .sin6_port = htons(o->port) };

	if (fd < 0)
		die("socket");
	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	setsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &zero, sizeof(zero));
	if (bind(fd, (struct sockaddr *)&any, sizeof(any)) || listen(fd, 16))
		die("listen");
	printf("listening on port %u\n", o->port);
	fflush(stdout);
	for (;;) {
		int client = accept(fd, NULL, NULL);
		pid_t pid;

		while (waitpid(-1, NULL, WNOHANG) > 0)
			;
		if (client < 0)
			continue;
		if (o->once)
			return serve(client);
		pid = fork();
		if (!pid)
			exit(serve(client));
		close(client);
	}
}

int run_tcp_client(const struct options *o)
{
	uint32_t mode = (o->up ? 1 : 0) | (o->down ? 2 : 0);
	int fd = socket(o->dst.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
	struct sockaddr_storage dst = o->dst;
	uint8_t hello[HELLO], verdict[4];
	uint64_t start = now_us();
	bool good;

	if (fd < 0)
		die("socket");
	if (!mode)
		mode = 3;
	if (o->interface && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, o->interface,
				       strlen(o->interface)))
		die(o->interface);
	sockaddr_set_port(&dst, o->port);
	if (connect(fd, (struct sockaddr *)&dst, sockaddr_length(&dst)))
		die("connect");
	payload_put32(hello, TCP_MAGIC);
	payload_put32(hello + 4, mode);
	payload_put32(hello + 8, o->bytes >> 32);
	payload_put32(hello + 12, o->bytes);
	good = send(fd, hello, sizeof(hello), MSG_NOSIGNAL) == sizeof(hello) &&
	       stream_run(fd, mode & 1 ? o->bytes : 0, mode & 2 ? o->bytes : 0) &&
	       read_all(fd, verdict, sizeof(verdict)) && payload_get32(verdict);
	printf("%s tcp-client %s: %llu bytes%s%s in %.2f s\n", good ? "PASS" : "FAIL",
	       o->v6 ? "IPv6" : "IPv4", (unsigned long long)o->bytes, mode & 1 ? " up" : "",
	       mode & 2 ? " down" : "", (now_us() - start) / 1e6);
	close(fd);
	return good ? 0 : 1;
}
