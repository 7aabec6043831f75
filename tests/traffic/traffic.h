/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Shared by the files of mbb-traffic.
 */
#ifndef _TRAFFIC_TRAFFIC_H
#define _TRAFFIC_TRAFFIC_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "payload.h"

#define SOCKET_BUFFER (32 << 20)	/* a whole run waits for a slow reader */

struct options {
	const char *interface;
	struct sockaddr_storage dst;	/* address of the far end; its family decides */
	bool v6, raw, sweep, once, up, down;
	uint32_t count, min, max, interval_us, window, burst, flow;
	uint16_t port;
	uint64_t bytes;
	uint32_t silence_ms;		/* how long nothing may arrive before the rest is lost */
};

/* common.c */
uint64_t now_us(void);
void die(const char *what) __attribute__((noreturn));
/* UDP socket on the interface, connected to a port of the far end. */
int udp_open(const struct options *o, uint16_t port);
void sockaddr_set_port(struct sockaddr_storage *sa, uint16_t port);
socklen_t sockaddr_length(const struct sockaddr_storage *sa);
/* Waits until fd is readable or the time has come.  Return: whether it is readable. */
bool wait_readable(int fd, uint64_t until_us);
uint32_t ip_header(const struct options *o);

/* raw.c: bare IP datagrams through a packet socket */
struct raw;
/* Without @listen it sends only. */
struct raw *raw_open(const struct options *o, uint8_t proto, bool listen);
int raw_fd(const struct raw *raw);
bool raw_send(struct raw *raw, uint32_t seq, uint32_t ip_len);
/* Return: IP length, 0 when it was nothing of ours, negative when nothing waits. */
int raw_receive(struct raw *raw, uint32_t *seq, bool *intact);
void raw_close(struct raw *raw);

/* datagrams.c and tcp.c: Return: exit status */
int run_echo(const struct options *o);
int run_sink(const struct options *o);
int run_source(const struct options *o);
int run_tcp_server(const struct options *o);
int run_tcp_client(const struct options *o);

#endif
