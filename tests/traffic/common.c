// SPDX-License-Identifier: GPL-2.0
/*
 * Sockets and time for mbb-traffic.
 */
#include "traffic.h"

#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

uint64_t now_us(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void die(const char *what)
{
	perror(what);
	exit(2);
}

socklen_t sockaddr_length(const struct sockaddr_storage *sa)
{
	return sa->ss_family == AF_INET6 ? sizeof(struct sockaddr_in6) : sizeof(struct sockaddr_in);
}

void sockaddr_set_port(struct sockaddr_storage *sa, uint16_t port)
{
	if (sa->ss_family == AF_INET6)
		((struct sockaddr_in6 *)sa)->sin6_port = htons(port);
	else
		((struct sockaddr_in *)sa)->sin_port = htons(port);
}

uint32_t ip_header(const struct options *o)
{
	return o->v6 ? 40 : 20;
}

int udp_open(const struct options *o, uint16_t port)
{
	int fd = socket(o->dst.ss_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct sockaddr_storage dst = o->dst;
	int size = SOCKET_BUFFER;

	if (fd < 0)
		die("socket");
	if (o->interface && setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, o->interface,
				       strlen(o->interface)))
		die(o->interface);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)))
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	sockaddr_set_port(&dst, port);
	if (connect(fd, (struct sockaddr *)&dst, sockaddr_length(&dst)))
		die("connect");
	return fd;
}

bool wait_readable(int fd, uint64_t until_us)
{
	struct pollfd p = { .fd = fd, .events = POLLIN };
	uint64_t now = now_us();
	struct timespec ts = { 0 };

	if (until_us > now) {
		ts.tv_sec = (until_us - now) / 1000000;
		ts.tv_nsec = (until_us - now) % 1000000 * 1000;
	}
	return ppoll(&p, 1, &ts, NULL) == 1;
}
