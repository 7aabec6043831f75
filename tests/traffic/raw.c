// SPDX-License-Identifier: GPL-2.0
/*
 * Bare IP datagrams of any length from the header up, through a packet socket, so that neither
 * the sizes nor the bytes are anybody else's choice.  A second socket of the same protocol, never
 * read, keeps the kernel from answering "protocol unreachable".
 */
#include "traffic.h"

#include <ifaddrs.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct raw {
	int fd, quiet_fd;
	bool v6;
	uint8_t proto;
	uint8_t src[16], dst[16];
	struct sockaddr_ll link;
	uint8_t buf[65536];
};

static void raw_source_address(struct raw *raw, const char *interface)
{
	int family = raw->v6 ? AF_INET6 : AF_INET;
	struct ifaddrs *list, *a;

	if (getifaddrs(&list))
		die("getifaddrs");
	for (a = list; a; a = a->ifa_next) {
		if (!a->ifa_addr || a->ifa_addr->sa_family != family ||
		    strcmp(a->ifa_name, interface))
			continue;
		if (!raw->v6) {
			memcpy(raw->src, &((struct sockaddr_in *)a->ifa_addr)->sin_addr, 4);
			break;
		}
		memcpy(raw->src, &((struct sockaddr_in6 *)a->ifa_addr)->sin6_addr, 16);
		if (raw->src[0] != 0xfe)
			break;
	}
	if (!a) {
		fprintf(stderr, "%s has no address of that family\n", interface);
		exit(2);
	}
	freeifaddrs(list);
}

struct raw *raw_open(const struct options *o, uint8_t proto, bool listen)
{
	struct raw *raw = calloc(1, sizeof(*raw));
	int size = SOCKET_BUFFER, one = 1;

	if (!raw || !o->interface) {
		fprintf(stderr, "raw datagrams need an interface\n");
		exit(2);
	}
	raw->v6 = o->v6;
	raw->proto = proto;
	raw_source_address(raw, o->interface);
	if (o->v6)
		memcpy(raw->dst, &((struct sockaddr_in6 *)&o->dst)->sin6_addr, 16);
	else
		memcpy(raw->dst, &((struct sockaddr_in *)&o->dst)->sin_addr, 4);
	raw->link.sll_family = AF_PACKET;
	raw->link.sll_protocol = htons(o->v6 ? ETH_P_IPV6 : ETH_P_IP);
	raw->link.sll_ifindex = if_nametoindex(o->interface);
	/* Protocol 0 receives nothing; with another one it would be all of every interface. */
	raw->fd = socket(AF_PACKET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	raw->quiet_fd = socket(o->dst.ss_family, SOCK_RAW | SOCK_CLOEXEC, proto);
	if (raw->fd < 0 || raw->quiet_fd < 0)
		die("packet socket");
	setsockopt(raw->fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(raw->fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	setsockopt(raw->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one));
	if (listen && bind(raw->fd, (struct sockaddr *)&raw->link, sizeof(raw->link)))
		die("packet socket");
	return raw;
}

int raw_fd(const struct raw *raw)
{
	return raw->fd;
}

static void raw_checksum(uint8_t *ip)
{
	uint32_t sum = 0;

	for (int i = 0; i < 20; i += 2)
		sum += ip[i] << 8 | ip[i + 1];
	while (sum >> 16)
		sum = (sum & 0xffff) + (sum >> 16);
	ip[10] = ~sum >> 8;
	ip[11] = ~sum;
}

bool raw_send(struct raw *raw, uint32_t seq, uint32_t ip_len)
{
	uint32_t head = raw->v6 ? 40 : 20;
	uint8_t *p = raw->buf;

	memset(p, 0, head);
	if (raw->v6) {
		payload_put32(p, 0x60000000 | seq);
		p[4] = (ip_len - head) >> 8;
		p[5] = ip_len - head;
		p[6] = raw->proto;
		p[7] = 64;
		memcpy(p + 8, raw->src, 16);
		memcpy(p + 24, raw->dst, 16);
	} else {
		p[0] = 0x45;
		p[2] = ip_len >> 8;
		p[3] = ip_len;
		p[4] = seq >> 8;
		p[5] = seq;
		p[8] = 64;
		p[9] = raw->proto;
		memcpy(p + 12, raw->src, 4);
		memcpy(p + 16, raw->dst, 4);
		raw_checksum(p);
	}
	payload_pattern(p + head, ip_len - head, 0, seq);
	return sendto(raw->fd, p, ip_len, 0, (struct sockaddr *)&raw->link, sizeof(raw->link)) ==
	       (ssize_t)ip_len;
}

int raw_receive(struct raw *raw, uint32_t *seq, bool *intact)
{
	uint32_t head = raw->v6 ? 40 : 20;
	struct sockaddr_ll from;
	socklen_t from_len = sizeof(from);
	const uint8_t *p = raw->buf;
	ssize_t n = recvfrom(raw->fd, raw->buf, sizeof(raw->buf), MSG_DONTWAIT,
			     (struct sockaddr *)&from, &from_len);

	if (n < 0)
		return -1;
	if (from.sll_pkttype == PACKET_OUTGOING || n < (ssize_t)head ||
	    p[raw->v6 ? 6 : 9] != raw->proto ||
	    memcmp(p + (raw->v6 ? 24 : 16), raw->src, raw->v6 ? 16 : 4))
		return 0;
	*seq = raw->v6 ? payload_get32(p) & 0xfffff : (uint32_t)(p[4] << 8 | p[5]);
	*intact = payload_pattern_ok(p + head, n - head, 0, *seq);
	return n;
}

void raw_close(struct raw *raw)
{
	close(raw->fd);
	close(raw->quiet_fd);
	free(raw);
}
