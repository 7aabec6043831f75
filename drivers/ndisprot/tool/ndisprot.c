// SPDX-License-Identifier: GPL-2.0
/*
 * Frames from the command line, through the NDIS protocol driver ndisprot.
 *
 *	ndisprot list
 *	ndisprot send ADAPTER [-n COUNT] [HEX...]		no HEX: stdin, as it is
 *	ndisprot receive ADAPTER [-n COUNT] [-t SECONDS] [-f FILTER] [-m ADDRESS] [-s HEX] [-r]
 *	ndisprot query ADAPTER OID [LENGTH]
 *	ndisprot set ADAPTER OID HEX...
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include <ntdevice.h>

#include "../protioctl.h"

#define MAX_FRAME	65536
#define MAX_OID		4096
#define MAX_MULTICAST	32

#define OID_GEN_CURRENT_PACKET_FILTER	0x0001010e
#define OID_802_3_MULTICAST_LIST	0x01010103

static const char *device = "/dev/ndisprot";

static const struct {
	const char *name;
	uint32_t bit;
} filters[] = {
	{ "directed", 0x01 },
	{ "multicast", 0x02 },
	{ "all-multicast", 0x04 },
	{ "broadcast", 0x08 },
	{ "promiscuous", 0x20 },
	{ "all-local", 0x80 },
};

static int usage(void)
{
	fprintf(stderr,
		"usage: ndisprot [-d DEVICE] COMMAND\n"
		"  list                           the adapters that the driver is bound to\n"
		"  send ADAPTER [-n COUNT] [HEX]  one frame, with its header; without HEX from stdin\n"
		"  receive ADAPTER [-n COUNT] [-t SECONDS] [-f FILTER,...] [-m ADDRESS]... [-s HEX] [-r]\n"
		"                                 prints frames in hex; -s: sends this one first;\n"
		"                                 -r: as they are\n"
		"  query ADAPTER OID [LENGTH]     numbers as in C\n"
		"  set ADAPTER OID HEX            packet filter, lookahead, multicast list\n"
		"filters: directed multicast all-multicast broadcast promiscuous all-local\n");
	return 2;
}

static int fail(const char *what)
{
	fprintf(stderr, "ndisprot: %s: %s\n", what, strerror(errno));
	return 1;
}

/* ---- the device ---- */

/* Bytes returned, or -1 with errno. */
static int control(int fd, uint32_t code, const void *in, uint32_t in_len, void *out,
		   uint32_t out_len)
{
	struct nt_ioctl_device_control request = {
		.code = code,
		.in_len = in_len,
		.out_len = out_len,
		.in = (uintptr_t)in,
		.out = (uintptr_t)out,
	};

	return ioctl(fd, NT_IOCTL_DEVICE_CONTROL, &request) ? -1 : (int)request.returned;
}

static int open_device(void)
{
	int fd = open(device, O_RDWR | O_CLOEXEC);

	if (fd >= 0)
		control(fd, IOCTL_NDISPROT_BIND_WAIT, NULL, 0, NULL, 0);
	return fd;
}

/* eth0 is \Device\eth0. */
static int open_adapter(const char *adapter)
{
	static const char directory[] = "\\Device\\";
	uint16_t name[NDISPROT_NAME];
	unsigned int n = 0;
	const char *p;
	int fd;

	fd = open_device();
	if (fd < 0)
		return fd;
	for (p = *adapter == '\\' ? "" : directory; *p; p++)
		name[n++] = *p;
	for (p = adapter; *p && n < NDISPROT_NAME; p++)
		name[n++] = (unsigned char)*p;
	if (control(fd, IOCTL_NDISPROT_OPEN, name, n * sizeof(*name), NULL, 0) >= 0)
		return fd;
	close(fd);
	return -1;
}

static int set_oid(int fd, uint32_t oid, const void *data, uint32_t length)
{
	unsigned char buffer[sizeof(NDISPROT_OID) + MAX_OID];

	if (length > MAX_OID) {
		errno = EMSGSIZE;
		return -1;
	}
	memcpy(buffer, &oid, sizeof(oid));
	memcpy(buffer + sizeof(oid), data, length);
	return control(fd, IOCTL_NDISPROT_SET_OID, buffer, sizeof(oid) + length, NULL, 0);
}

/* ---- text ---- */

/* Digits, with anything else between bytes; -1: half a byte, or too many. */
static int parse_hex(const char *text, unsigned char *data, int used, int size)
{
	while (*text) {
		unsigned int byte;

		if (!isxdigit((unsigned char)*text)) {
			text++;
			continue;
		}
		if (!isxdigit((unsigned char)text[1]) || used == size ||
		    sscanf(text, "%2x", &byte) != 1)
			return -1;
		data[used++] = byte;
		text += 2;
	}
	return used;
}

static int parse_all_hex(char **words, unsigned char *data, int size)
{
	int used = 0;

	for (; *words && used >= 0; words++)
		used = parse_hex(*words, data, used, size);
	return used;
}

static uint32_t parse_filter(char *text)
{
	uint32_t bits = 0;
	unsigned int i;
	char *word;

	for (word = strtok(text, ","); word; word = strtok(NULL, ",")) {
		for (i = 0; i < sizeof(filters) / sizeof(*filters); i++) {
			if (!strcmp(word, filters[i].name))
				break;
		}
		if (i == sizeof(filters) / sizeof(*filters))
			return 0;
		bits |= filters[i].bit;
	}
	return bits;
}

static void print_hex(const unsigned char *data, int length)
{
	int i;

	for (i = 0; i < length; i++)
		printf("%02x", data[i]);
	putchar('\n');
}

static void print_utf16(const unsigned short *text)
{
	unsigned int i;

	for (i = 0; i < NDISPROT_NAME && text[i]; i++)
		putchar(text[i] < 0x7f ? text[i] : '?');
}

/* ---- commands ---- */

static int list(void)
{
	NDISPROT_BINDING binding;
	uint32_t i;
	int fd;

	fd = open_device();
	if (fd < 0)
		return fail(device);
	for (i = 0; control(fd, IOCTL_NDISPROT_QUERY_BINDING, &i, sizeof(i), &binding,
			    sizeof(binding)) == sizeof(binding); i++) {
		print_utf16(binding.DeviceName);
		printf(" %02x:%02x:%02x:%02x:%02x:%02x frame %u speed %llu%s%s ",
		       binding.Address[0], binding.Address[1], binding.Address[2],
		       binding.Address[3], binding.Address[4], binding.Address[5],
		       binding.MaximumFrame, binding.LinkSpeed * 100ULL,
		       binding.Flags & NDISPROT_CONNECTED ? " connected" : " disconnected",
		       binding.Flags & NDISPROT_IN_USE ? " in-use" : "");
		print_utf16(binding.Description);
		putchar('\n');
	}
	if (errno != ENOENT)
		return fail("list");
	close(fd);
	return 0;
}

static int send_frames(const char *adapter, int argc, char **argv)
{
	static unsigned char frame[MAX_FRAME];
	long i, count = 1;
	ssize_t length;
	int c, fd;

	while ((c = getopt(argc, argv, "n:")) != -1) {
		if (c != 'n')
			return usage();
		count = strtol(optarg, NULL, 0);
	}
	if (optind < argc)
		length = parse_all_hex(argv + optind, frame, sizeof(frame));
	else
		length = read(0, frame, sizeof(frame));
	if (length <= 0)
		return usage();
	fd = open_adapter(adapter);
	if (fd < 0)
		return fail(adapter);
	for (i = 0; i < count; i++) {
		if (write(fd, frame, length) != length)
			return fail("send");
	}
	close(fd);
	return 0;
}

static double now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec + ts.tv_nsec / 1e9;
}

static int receive_loop(int fd, long count, double seconds, int raw)
{
	static unsigned char frame[MAX_FRAME];
	struct pollfd poller = { .fd = fd, .events = POLLIN };
	double end = now() + seconds;
	long received;

	for (received = 0; !count || received < count; received++) {
		ssize_t length;

		if (seconds) {
			double left = end - now();

			if (left <= 0 || !poll(&poller, 1, left * 1000 + 1))
				break;
		}
		length = read(fd, frame, sizeof(frame));
		if (length < 0)
			return fail("receive");
		if (!raw)
			print_hex(frame, length);
		else
			fwrite(frame, 1, length, stdout);
		fflush(stdout);
	}
	return count && received < count ? 3 : 0;
}

static int receive(const char *adapter, int argc, char **argv)
{
	static unsigned char question[MAX_FRAME];
	unsigned char multicast[MAX_MULTICAST * 6];
	int c, fd, raw = 0, addresses = 0, asks = 0, result;
	uint32_t filter = 0x01 | 0x08;
	double seconds = 0;
	long count = 0;

	while ((c = getopt(argc, argv, "n:t:f:m:s:r")) != -1) {
		switch (c) {
		case 'n':
			count = strtol(optarg, NULL, 0);
			break;
		case 't':
			seconds = strtod(optarg, NULL);
			break;
		case 'f':
			filter = parse_filter(optarg);
			break;
		case 'm':
			addresses = parse_hex(optarg, multicast, addresses, sizeof(multicast));
			filter |= 0x02;
			break;
		case 's':
			asks = parse_hex(optarg, question, asks, sizeof(question));
			break;
		case 'r':
			raw = 1;
			break;
		default:
			return usage();
		}
	}
	if (optind < argc || !filter || addresses % 6 || asks < 0)
		return usage();
	fd = open_adapter(adapter);
	if (fd < 0)
		return fail(adapter);
	if (addresses && set_oid(fd, OID_802_3_MULTICAST_LIST, multicast, addresses) < 0)
		return fail("multicast list");
	if (set_oid(fd, OID_GEN_CURRENT_PACKET_FILTER, &filter, sizeof(filter)) < 0)
		return fail("packet filter");
	fprintf(stderr, "receiving\n");
	if (asks && write(fd, question, asks) != asks)
		return fail("send");
	result = receive_loop(fd, count, seconds, raw);
	close(fd);
	return result;
}

static int query(const char *adapter, int argc, char **argv)
{
	unsigned char buffer[sizeof(NDISPROT_OID) + MAX_OID];
	uint32_t oid, length = 256;
	int fd, bytes;

	if (optind >= argc)
		return usage();
	oid = strtoul(argv[optind++], NULL, 0);
	if (optind < argc)
		length = strtoul(argv[optind], NULL, 0);
	if (length > MAX_OID)
		return usage();
	fd = open_adapter(adapter);
	if (fd < 0)
		return fail(adapter);
	memcpy(buffer, &oid, sizeof(oid));
	bytes = control(fd, IOCTL_NDISPROT_QUERY_OID, buffer, sizeof(oid), buffer,
			sizeof(oid) + length);
	if (bytes < (int)sizeof(oid))
		return fail("query");
	print_hex(buffer + sizeof(oid), bytes - sizeof(oid));
	close(fd);
	return 0;
}

static int set(const char *adapter, int argc, char **argv)
{
	unsigned char data[MAX_OID];
	uint32_t oid;
	int fd, length;

	if (optind >= argc)
		return usage();
	oid = strtoul(argv[optind++], NULL, 0);
	length = parse_all_hex(argv + optind, data, sizeof(data));
	if (length < 0)
		return usage();
	fd = open_adapter(adapter);
	if (fd < 0)
		return fail(adapter);
	if (set_oid(fd, oid, data, length) < 0)
		return fail("set");
	close(fd);
	return 0;
}

int main(int argc, char **argv)
{
	const char *command, *adapter;
	int c;

	while ((c = getopt(argc, argv, "+d:")) != -1) {
		if (c != 'd')
			return usage();
		device = optarg;
	}
	if (optind >= argc)
		return usage();
	command = argv[optind++];
	if (!strcmp(command, "list"))
		return list();
	if (optind >= argc)
		return usage();
	adapter = argv[optind++];
	/* Options of the command come after the adapter. */
	if (!strcmp(command, "send"))
		return send_frames(adapter, argc, argv);
	if (!strcmp(command, "receive"))
		return receive(adapter, argc, argv);
	if (!strcmp(command, "query"))
		return query(adapter, argc, argv);
	if (!strcmp(command, "set"))
		return set(adapter, argc, argv);
	return usage();
}
