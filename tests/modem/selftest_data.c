// SPDX-License-Identifier: GPL-2.0
/*
 * Self-test: NTBs in both directions, transfer boundaries, sessions and the network behind them.
 */
#include <errno.h>
#include <stdlib.h>

#include "inet.h"
#include "netside.h"
#include "selftest.h"

static struct modem_config config(void)
{
	struct modem_config c;

	config_defaults(&c);
	config_finish(&c);
	return c;
}

static u8 packet[2048], ntb[65536];

/* An echo request of total bytes on session 0. */
static u32 echo_packet(u32 total)
{
	static u8 data[2048];

	return host_udp(packet, 0, PAYLOAD_PORT_ECHO, data, total - 28);
}

static void check_echo(struct host *h, u32 total)
{
	u32 len;
	const u8 *p;

	host_datagram(h, false, 0, packet, echo_packet(total));
	CHECK(h->out.done && !h->out.x.status);
	CHECK(host_bulk_in(h, align_up(h->m->data.in_size, h->m->cfg.bulk_mps)));
	p = host_in_datagram(h, &len);
	CHECK(len == total && p[0] == 0x45 && p[12] == 192);
}

/* The modem's own decoder judges what its encoder makes, so both directions have the same rules. */
static void check_matrix(bool ntb32, u32 divisor, u32 remainder, u32 ndp, u32 max, u32 speed)
{
	struct modem_config c = config();
	struct host *h;

	c.out_divisor = divisor;
	c.out_remainder = remainder;
	c.out_alignment = divisor;
	c.in_divisor = divisor;
	c.in_remainder = remainder;
	c.in_alignment = divisor;
	c.in_ndp = ndp;
	c.in_max = max;
	c.out_max = max;
	c.speed = speed;
	c.bulk_mps = speed == SPEED_SUPER ? 1024 : 512;
	h = host_create(&c);
	host_up(h, ntb32);
	for (u32 len = 28; len <= 1500; len += 46)
		check_echo(h, len);
	/* Several wait for a buffer and share an NTB, which goes back as if it were the host's. */
	for (u32 i = 0; i < 5; i++)
		host_datagram(h, false, 0, packet, echo_packet(100 + 7 * i));
	CLEAN(h);
	CHECK(host_bulk_in(h, align_up(max, c.bulk_mps)));
	u64 before = h->m->data.out_datagrams;
	u32 in = h->in.x.actual;

	put_le16(h->in.buf + 6, h->sequence++);
	host_bulk_out(h, h->in.buf, in, !(in % c.bulk_mps) && in < max);
	CHECK(h->m->data.out_datagrams > before);
	CLEAN(h);
	host_destroy(h);
}

void test_ntb_matrix(void)
{
	static const u32 sizes[] = { 2048, 16384, 65535 };

	for (u32 i = 0; i < 2 * 2 * 3 * 3 * 2; i++)
		check_matrix(i & 1, i & 2 ? 32 : 4, i & 2 ? 10 : 0, i / 4 % 3, sizes[i / 12 % 3],
			     i / 36 ? SPEED_SUPER : SPEED_HIGH);
}

/* Sends the prepared NTB as it is. */
static void send_ntb(struct host *h, u32 len)
{
	host_bulk_out(h, ntb, len, !(len % h->m->cfg.bulk_mps));
}

static u32 fresh_ntb(struct host *h, u32 *ndp)
{
	u32 len = host_ntb(h, false, 0, packet, echo_packet(41), ntb);

	*ndp = h->m->data.ntb32 ? get_le32(ntb + 12) : get_le16(ntb + 10);
	return len;
}

static void test_header_violations(struct host *h)
{
	u32 ndp, len = fresh_ntb(h, &ndp);

	ntb[0] = 'X';
	send_ntb(h, len);
	EXPECT(h, NTH_SIGNATURE);
	h->sequence--;
	len = fresh_ntb(h, &ndp);
	ntb[4] = 16;
	send_ntb(h, len);
	EXPECT(h, NTH_HEADER_LENGTH);
	h->sequence--;
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + 8, len + 4);
	send_ntb(h, len);
	EXPECT(h, NTH_BLOCK_LENGTH);
	len = fresh_ntb(h, &ndp);
	send_ntb(h, len + 4);
	EXPECT(h, NTB_TRAILING);
	len = fresh_ntb(h, &ndp);
	memset(ntb + len, 0x6b, 8);
	send_ntb(h, len + 7);
	EXPECT(h, NTB_TRAILING);
	len = fresh_ntb(h, &ndp);
	send_ntb(h, len + 8);
	EXPECT_AMONG(h, USB_POISON);
	h->sequence += 5;
	len = fresh_ntb(h, &ndp);
	send_ntb(h, len);
	EXPECT(h, NTH_SEQUENCE);
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + 10, len + 8);
	send_ntb(h, len);
	EXPECT(h, NTH_NDP_INDEX);
	host_bulk_out(h, ntb, 10, false);
	EXPECT(h, NTB_SHORT);
}

static void test_ndp_violations(struct host *h)
{
	u32 ndp, len = fresh_ntb(h, &ndp);

	ntb[ndp] = 'X';
	send_ntb(h, len);
	EXPECT(h, NDP_SIGNATURE);
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + ndp + 4, 12);
	send_ntb(h, len);
	EXPECT(h, NDP_LENGTH);
	len = fresh_ntb(h, &ndp);
	memset(ntb + len, 0, 4);
	put_le16(ntb + ndp + 4, 20);
	put_le16(ntb + 8, len + 4);
	send_ntb(h, len + 4);
	EXPECT(h, NDP_OVERSIZED);
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + ndp + 6, ndp);
	send_ntb(h, len);
	EXPECT(h, NDP_CHAIN);
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + ndp + 12, 12);
	put_le16(ntb + ndp + 14, 0);
	send_ntb(h, len);
	EXPECT_AMONG(h, NDP_HALF_ENTRY);
	len = fresh_ntb(h, &ndp);
	memcpy(ntb + ndp + 12, ntb + ndp + 8, 4);
	send_ntb(h, len);
	EXPECT_AMONG(h, NDP_TERMINATOR);
	len = fresh_ntb(h, &ndp);
	memset(ntb + ndp + 8, 0, 4);
	memset(ntb + 12, 0, 41);
	put_le16(ntb + ndp + 4, 16);
	send_ntb(h, len);
	EXPECT_AMONG(h, NDP_EMPTY);
	/* NDP moved by four bytes where eight are asked. */
	h->m->cfg.out_alignment = 8;
	len = fresh_ntb(h, &ndp);
	memmove(ntb + ndp + 4, ntb + ndp, 16);
	memset(ntb + ndp, 0, 4);
	put_le16(ntb + 10, ndp + 4);
	put_le16(ntb + 8, len + 4);
	send_ntb(h, len + 4);
	EXPECT(h, NDP_ALIGNMENT);
	h->m->cfg.out_alignment = 4;
}

static void test_datagram_violations(struct host *h)
{
	u32 ndp, len = fresh_ntb(h, &ndp);

	put_le16(ntb + ndp + 10, 5000);
	send_ntb(h, len);
	EXPECT(h, DGRAM_BEYOND);
	len = fresh_ntb(h, &ndp);
	put_le16(ntb + ndp + 10, ndp + 8 - 12);
	send_ntb(h, len);
	EXPECT(h, DGRAM_OVERLAP);
	len = fresh_ntb(h, &ndp);
	memmove(ntb + 13, ntb + 12, 41);
	ntb[12] = 0;
	put_le16(ntb + ndp + 8, 13);
	send_ntb(h, len);
	EXPECT(h, DGRAM_ALIGNMENT);
	h->m->cfg.out_datagrams = 1;
	len = fresh_ntb(h, &ndp);
	memcpy(ntb + len, "\0\0\0\0", 4);
	memcpy(ntb + ndp + 12, ntb + ndp + 8, 4);
	put_le16(ntb + ndp + 4, 20);
	put_le16(ntb + 8, len + 4);
	send_ntb(h, len + 4);
	EXPECT_AMONG(h, DGRAM_COUNT);
	h->m->cfg.out_datagrams = 0;
	len = fresh_ntb(h, &ndp);
	ntb[ndp - 1] = 0x55;	/* the payload ends at 53, the NDP starts at 56 */
	send_ntb(h, len);
	EXPECT(h, NTB_PADDING);
	h->m->data.datagram_size = 40;
	len = fresh_ntb(h, &ndp);
	send_ntb(h, len);
	EXPECT(h, DGRAM_TOO_LONG);
	h->m->data.datagram_size = 2048;
}

void test_ntb_violations(void)
{
	struct modem_config c = config();
	struct host *h = host_create(NULL);
	u32 ndp, len;

	host_up(h, false);
	test_header_violations(h);
	test_ndp_violations(h);
	test_datagram_violations(h);
	len = fresh_ntb(h, &ndp);
	host_close(h);
	send_ntb(h, len);
	EXPECT(h, DATA_NOT_OPEN);
	h->m->control.forgotten = true;		/* the host could not know */
	len = fresh_ntb(h, &ndp);
	send_ntb(h, len);
	CLEAN(h);
	CHECK(h->m->data.out_sequence == h->sequence);
	host_destroy(h);

	h = host_create(NULL);
	host_up(h, true);
	len = fresh_ntb(h, &ndp);
	ntb[ndp + 6] = 1;
	send_ntb(h, len);
	EXPECT(h, NDP_RESERVED);
	host_destroy(h);

	c.ndp_to_end = 1;
	c.out_max = 2048;
	h = host_create(&c);
	host_up(h, false);
	len = fresh_ntb(h, &ndp);
	memcpy(ntb + len, ntb + 12, 41);		/* payload behind its NDP */
	memset(ntb + 12, 0, 41);
	put_le16(ntb + ndp + 8, len);
	put_le16(ntb + 8, len + 41);
	send_ntb(h, len + 41);
	EXPECT(h, NDP_TO_END);
	len = fresh_ntb(h, &ndp);
	memset(ntb + len, 0, 3000);
	put_le16(ntb + 8, 3000);
	send_ntb(h, 3000);
	EXPECT(h, NTB_OVERSIZE);
	host_destroy(h);
}

/* An NTB of exactly total bytes. */
static void exact_ntb(struct host *h, u32 total)
{
	u32 ndp, len = fresh_ntb(h, &ndp);

	memset(ntb + len, 0, total - len);
	put_le16(ntb + 8, total);
}

void test_zlp(void)
{
	struct modem_config c = config();
	struct host *h;
	u64 seen;

	c.out_max = 2048;
	h = host_create(&c);
	host_up(h, false);
	seen = h->m->data.out_ntbs;
	exact_ntb(h, 1024);
	host_bulk_out(h, ntb, 1024, true);
	exact_ntb(h, 1024);
	host_bulk_out(h, ntb, 1024, false);
	host_bulk_out(h, NULL, 0, false);
	exact_ntb(h, 1025);
	host_bulk_out(h, ntb, 1025, false);
	exact_ntb(h, 2048);
	host_bulk_out(h, ntb, 2048, false);
	CLEAN(h);
	CHECK(h->m->data.out_ntbs == seen + 4);

	exact_ntb(h, 2048);
	host_bulk_out(h, ntb, 2048, true);
	EXPECT(h, ZLP_AT_MAX);
	exact_ntb(h, 200);
	host_bulk_out(h, ntb, 200, false);
	host_bulk_out(h, NULL, 0, false);
	EXPECT(h, ZLP_STRAY);

	/* Unterminated: found out by the next one, or by silence. */
	exact_ntb(h, 512);
	host_bulk_out(h, ntb, 512, false);
	CLEAN(h);
	exact_ntb(h, 200);
	host_bulk_out(h, ntb, 200, false);
	EXPECT(h, ZLP_MISSING);
	exact_ntb(h, 512);
	host_bulk_out(h, ntb, 512, false);
	loop_advance(h->loop, 2000000);
	EXPECT(h, ZLP_MISSING);
	CHECK(h->m->data.out_ntbs == seen + 9);
	host_destroy(h);
}

void test_bulk_in(void)
{
	struct modem_config c = config();
	struct host *h;

	c.in_max = 4096;
	h = host_create(&c);
	host_up(h, false);

	/* Whole packets below the maximum: a ZLP ends the transfer. */
	h->m->knobs.in_pad = 1;
	check_echo(h, 100);
	CHECK(h->in.x.actual == 512);
	/* Full size: no ZLP, and the buffer is just full. */
	h->m->knobs.in_pad = 4;
	check_echo(h, 100);
	CHECK(h->in.x.actual == 4096);
	CHECK(!host_bulk_in(h, 4096));
	usb_cancel(h->m, &h->in.x);
	h->in.done = true;
	h->m->knobs.in_pad = 2;
	check_echo(h, 100);
	CHECK(h->in.x.actual == 513);
	h->m->knobs.in_pad = 3;
	check_echo(h, 100);
	CHECK(h->in.x.actual == 511);
	CLEAN(h);

	/* A buffer of the size of the NTB takes the ZLP with the next transfer. */
	h->m->knobs.in_pad = 1;
	host_datagram(h, false, 0, packet, echo_packet(100));
	CHECK(host_bulk_in(h, 512) && h->in.x.actual == 512);
	CHECK(host_bulk_in(h, 4096) && h->in.x.actual == 0);
	EXPECT(h, IN_BUFFER_SMALL);
	/* A buffer of no whole number of packets cannot take what is larger. */
	host_datagram(h, false, 0, packet, echo_packet(1400));
	CHECK(host_bulk_in(h, 600) && h->in.x.status == -EOVERFLOW);
	EXPECT_AMONG(h, IN_BUFFER_ODD);
	host_destroy(h);
}

static void test_sink_and_source(struct host *h)
{
	u8 data[200];
	const char *question = "report 5";
	const u8 *p;
	u32 len;

	for (u32 seq = 0; seq < 3; seq++) {
		payload_fill(data, 100, 5, seq);
		host_datagram(h, false, 0, packet,
			      host_udp(packet, 0, PAYLOAD_PORT_SINK, data, 100));
	}
	host_datagram(h, false, 0, packet,
		      host_udp(packet, 0, PAYLOAD_PORT_SINK, question, strlen(question)));
	CHECK(host_bulk_in(h, 16384));
	p = host_in_datagram(h, &len);
	CHECK(len > 60 && !memcmp(p + 28, "flow=5 received=3 next=3", 24));

	strcpy((char *)data, "count=3 min=60 max=60 interval=1000 flow=9");
	host_datagram(h, false, 0, packet,
		      host_udp(packet, 0, PAYLOAD_PORT_SOURCE, data, strlen((char *)data)));
	for (u32 seq = 0; seq < 3; seq++) {
		u32 flow = 0, got = 0;
		bool intact = false;

		loop_advance(h->loop, seq ? 1000 : 0);
		CHECK(host_bulk_in(h, 16384));
		p = host_in_datagram(h, &len);
		CHECK(len == 60 && payload_parse(p + 28, len - 28, &flow, &got, &intact));
		CHECK(flow == 9 && got == seq && intact);
	}
}

void test_network(void)
{
	struct host *h = host_create(NULL);
	const u8 src[16] = { 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2 };
	const u8 dst[16] = { 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1 };
	const u8 src4[4] = { 10, 64, 0, 2 }, dst4[4] = { 10, 64, 0, 1 };
	u8 *icmp = packet + IPV6_HEADER;
	const u8 *p;
	u32 len;

	host_up(h, false);
	memset(icmp, 0, 24);
	icmp[0] = 128;
	icmp[7] = 9;
	inet_put_v6(packet, 0, PROTO_ICMPV6, src, dst, 24, 64);
	put_be16(icmp + 2, inet_l4_sum(packet, PROTO_ICMPV6, icmp, 24));
	host_datagram(h, false, 0, packet, 64);
	CHECK(host_bulk_in(h, 16384));
	p = host_in_datagram(h, &len);
	CHECK(len == 64 && p[40] == 129 && p[47] == 9 && !inet_l4_sum(p, PROTO_ICMPV6, p + 40, 24));

	memset(icmp, 0, 24);
	icmp[0] = 135;
	memcpy(icmp + 8, dst, 16);
	inet_put_v6(packet, 0, PROTO_ICMPV6, src, dst, 24, 255);
	put_be16(icmp + 2, inet_l4_sum(packet, PROTO_ICMPV6, icmp, 24));
	host_datagram(h, false, 0, packet, 64);
	CHECK(host_bulk_in(h, 16384));
	p = host_in_datagram(h, &len);
	CHECK(len == 64 && p[40] == 136 && !memcmp(p + 48, dst, 16));

	/* Bare IP of the shortest length there is. */
	inet_put_v4(packet, 7, PAYLOAD_PROTO_ECHO, src4, dst4, 0);
	host_datagram(h, false, 0, packet, 20);
	CHECK(host_bulk_in(h, 16384));
	p = host_in_datagram(h, &len);
	CHECK(len == 20 && get_be16(p + IP4_ID) == 7 && !memcmp(p + IP4_DST, src4, 4));
	test_sink_and_source(h);
	CLEAN(h);
	host_destroy(h);
}

static void send_packet(struct host *h, u8 session, u32 len)
{
	host_datagram(h, false, session, packet, len);
}

void test_ip_violations(void)
{
	struct modem_config c = config();
	struct host *h;
	u32 len;

	c.check_source = 1;
	h = host_create(&c);
	host_up(h, false);
	len = echo_packet(100);
	send_packet(h, 200, len);
	EXPECT(h, SESSION_RANGE);
	send_packet(h, 1, len);
	EXPECT(h, SESSION_NOT_CONNECTED);
	CHECK(host_connect(h, 1, true) == 0);
	send_packet(h, 1, len);
	EXPECT(h, SESSION_SOURCE);
	packet[0] = 0x15;
	send_packet(h, 0, len);
	EXPECT(h, IP_VERSION);
	packet[0] = 0x41;
	send_packet(h, 0, len);
	EXPECT(h, IP_HEADER);
	len = echo_packet(100);
	send_packet(h, 0, len - 4);
	EXPECT(h, IP_LENGTH);
	packet[IP4_TTL]--;
	send_packet(h, 0, len);
	EXPECT(h, IP_CHECKSUM);
	len = echo_packet(100);
	packet[60] ^= 1;
	send_packet(h, 0, len);
	EXPECT(h, IP_L4_CHECKSUM);

	/* What was under way when the network hung up is forgiven, for a while. */
	len = echo_packet(100);
	radio_network_deactivate(h->m, session_get(h->m, 0), 0);
	send_packet(h, 0, len);
	CLEAN(h);
	loop_advance(h->loop, 1000000);
	send_packet(h, 0, len);
	EXPECT(h, SESSION_NOT_CONNECTED);
	host_destroy(h);
}

void test_dss(void)
{
	struct host *h = host_create(NULL);
	u8 info[24] = { 0 };
	const u8 *p;
	u32 len;

	host_up(h, false);
	host_datagram(h, true, 5, "$GP", 3);
	EXPECT(h, DSS_NOT_CONNECTED);
	memcpy(info, uuid_basic, 16);
	put_le32(info + 16, 5);
	put_le32(info + 20, 1);
	CHECK(host_command(h, uuid_dss, 1, true, info, 24) ==
	      MBIM_STATUS_INVALID_DEVICE_SERVICE_OPERATION);
	memcpy(info, uuid_echo, 16);
	CHECK(host_command(h, uuid_dss, 1, true, info, 24) == 0);
	host_datagram(h, true, 5, "$GP", 3);
	CHECK(host_bulk_in(h, 16384));
	p = host_in_datagram(h, &len);
	CHECK(len == 3 && !memcmp(p, "$GP", 3));
	CHECK(get_le32(h->in.buf + get_le16(h->in.buf + 10)) == (NDP16_DSS | 5u << 24));
	put_le32(info + 20, 0);
	CHECK(host_command(h, uuid_dss, 1, true, info, 24) == 0);
	CLEAN(h);
	host_destroy(h);
}
