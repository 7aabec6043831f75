// SPDX-License-Identifier: GPL-2.0
/*
 * mbb-traffic: test traffic through one interface, checked to the last byte.
 *
 *	mbb-traffic echo   -d ADDR -i IF [options]	to the modem and back
 *	mbb-traffic sink   -d ADDR -i IF [options]	to the modem, which reports
 *	mbb-traffic source -d ADDR -i IF [options]	from the modem
 *	mbb-traffic tcp-server [-p PORT] [-1]
 *	mbb-traffic tcp-client -d ADDR [-p PORT] [-i IF] [-c BYTES] [-u] [-D]
 *
 * The far end of the first three is the network side of tests/modem (any address there answers);
 * the last two are each other's far end, usually with the server in the network namespace of the
 * modem's TUN mode.  One line starting with PASS or FAIL tells the counts; exit status 0, 1 for
 * FAIL, 2 when the run could not be made.
 */
#include <arpa/inet.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "traffic.h"

static const struct {
	const char *name;
	int (*run)(const struct options *o);
	bool needs_address;
} modes[] = {
	{ "echo", run_echo, true },
	{ "sink", run_sink, true },
	{ "source", run_source, true },
	{ "tcp-server", run_tcp_server, false },
	{ "tcp-client", run_tcp_client, true },
};

static void usage(void)
{
	fprintf(stderr,
		"usage: mbb-traffic echo|sink|source|tcp-server|tcp-client [options]\n"
		"  -i IF     interface to bind to\n"
		"  -d ADDR   far end, IPv4 or IPv6\n"
		"  -n COUNT  datagrams, at most 65536 [1000]\n"
		"  -r        bare IP datagrams (protocols 253, 254) instead of UDP\n"
		"  -m MIN    shortest IP datagram [20], raised to what the headers need\n"
		"  -M MAX    longest IP datagram [1500]\n"
		"  -S        lengths one after the other instead of at random (echo, sink)\n"
		"  -t USEC   pause between bursts [1000]\n"
		"  -b COUNT  datagrams in a burst [1]\n"
		"  -w COUNT  echoes under way at most, 0 = no limit [64]\n"
		"  -f FLOW   number of the flow, also the seed of its sizes [1]\n"
		"  -s MSEC   silence after which the rest is lost [10000]\n"
		"  -p PORT   TCP port [5001]\n"
		"  -c BYTES  TCP bytes in each direction [10000000]\n"
		"  -u / -D   TCP upward or downward only\n"
		"  -1        TCP server ends after one connection, with its status\n");
	exit(2);
}

static void set_address(struct options *o, const char *text)
{
	struct sockaddr_in *v4 = (struct sockaddr_in *)&o->dst;
	struct sockaddr_in6 *v6 = (struct sockaddr_in6 *)&o->dst;

	if (inet_pton(AF_INET, text, &v4->sin_addr) == 1) {
		o->dst.ss_family = AF_INET;
	} else if (inet_pton(AF_INET6, text, &v6->sin6_addr) == 1) {
		o->dst.ss_family = AF_INET6;
		o->v6 = true;
	} else {
		fprintf(stderr, "%s is no address\n", text);
		exit(2);
	}
}

static void parse_options(struct options *o, int argc, char **argv)
{
	int c;

	while ((c = getopt(argc, argv, "i:d:n:rm:M:St:b:w:f:s:p:c:uD1")) != -1) {
		switch (c) {
		case 'i':
			o->interface = optarg;
			break;
		case 'd':
			set_address(o, optarg);
			break;
		case 'n':
			o->count = strtoul(optarg, NULL, 0);
			break;
		case 'r':
			o->raw = true;
			break;
		case 'm':
			o->min = strtoul(optarg, NULL, 0);
			break;
		case 'M':
			o->max = strtoul(optarg, NULL, 0);
			break;
		case 'S':
			o->sweep = true;
			break;
		case 't':
			o->interval_us = strtoul(optarg, NULL, 0);
			break;
		case 'b':
			o->burst = strtoul(optarg, NULL, 0);
			break;
		case 'w':
			o->window = strtoul(optarg, NULL, 0);
			break;
		case 'f':
			o->flow = strtoul(optarg, NULL, 0);
			break;
		case 's':
			o->silence_ms = strtoul(optarg, NULL, 0);
			break;
		case 'p':
			o->port = strtoul(optarg, NULL, 0);
			break;
		case 'c':
			o->bytes = strtoull(optarg, NULL, 0);
			break;
		case 'u':
			o->up = true;
			break;
		case 'D':
			o->down = true;
			break;
		case '1':
			o->once = true;
			break;
		default:
			usage();
		}
	}
	if (optind != argc || o->count > PAYLOAD_MAX_SEQ || o->max > 65535)
		usage();
}

int main(int argc, char **argv)
{
	struct options o = {
		.count = 1000,
		.min = 20,
		.max = 1500,
		.interval_us = 1000,
		.window = 64,
		.flow = 1,
		.silence_ms = 10000,
		.port = 5001,
		.bytes = 10000000,
	};

	if (argc < 2)
		usage();
	parse_options(&o, argc - 1, argv + 1);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (size_t i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		if (strcmp(modes[i].name, argv[1]))
			continue;
		if (modes[i].needs_address && !o.dst.ss_family)
			usage();
		return modes[i].run(&o);
	}
	usage();
	return 2;
}
