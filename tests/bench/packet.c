// SPDX-License-Identifier: GPL-2.0
/* packet.h: see there. */
#include "packet.h"

#include <linux/ip.h>
#include <linux/string.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <net/checksum.h>
#include <net/ip.h>

__be32 bench_host_address(u8 session)
{
	return htonl(10 << 24 | 64 << 16 | session << 8 | 2);
}

__be32 bench_peer_address(u8 session)
{
	return htonl(10 << 24 | 64 << 16 | session << 8 | 1);
}

static struct iphdr *ip_header(u8 *data, u8 session, bool up, u8 protocol, u32 length)
{
	struct iphdr *ip = (struct iphdr *)data;

	memset(ip, 0, sizeof(*ip));
	ip->version = 4;
	ip->ihl = 5;
	ip->ttl = 64;
	ip->protocol = protocol;
	ip->frag_off = htons(IP_DF);
	ip->tot_len = htons(length);
	ip->saddr = up ? bench_host_address(session) : bench_peer_address(session);
	ip->daddr = up ? bench_peer_address(session) : bench_host_address(session);
	ip->check = ip_fast_csum(ip, ip->ihl);
	return ip;
}

void bench_udp_packet(u8 *data, u8 session, bool up, u32 payload)
{
	struct iphdr *ip = ip_header(data, session, up, IPPROTO_UDP, BENCH_UDP_HEADERS + payload);
	struct udphdr *udp = (struct udphdr *)(ip + 1);
	u32 length = sizeof(*udp) + payload;

	udp->source = htons(BENCH_UDP_PORT);
	udp->dest = htons(BENCH_UDP_PORT);
	udp->len = htons(length);
	udp->check = 0;
	memset(udp + 1, 0x55, payload);
	udp->check = csum_tcpudp_magic(ip->saddr, ip->daddr, length, IPPROTO_UDP,
				       csum_partial(udp, length, 0));
}

void bench_tcp_packet(u8 *data, const struct bench_segment *s)
{
	u32 header = sizeof(struct tcphdr) + s->options_length;
	struct iphdr *ip = ip_header(data, s->session, false, IPPROTO_TCP,
				     sizeof(struct iphdr) + header + s->payload);
	struct tcphdr *tcp = (struct tcphdr *)(ip + 1);

	memset(tcp, 0, header + s->payload);
	tcp->source = htons(s->source);
	tcp->dest = htons(s->destination);
	tcp->seq = htonl(s->seq);
	tcp->ack_seq = htonl(s->ack);
	tcp->doff = header / 4;
	tcp->syn = s->syn;
	tcp->ack = s->ack_flag;
	tcp->psh = s->push;
	tcp->window = htons(s->window);
	memcpy(tcp + 1, s->options, s->options_length);
	/* what follows the header is zeros */
	tcp->check = csum_tcpudp_magic(ip->saddr, ip->daddr, header + s->payload, IPPROTO_TCP,
				       csum_partial(tcp, header, 0));
}
