// SPDX-License-Identifier: GPL-2.0
/*
 * How long a command takes: from write() on a control port to the bus, and until its
 * answer has been read; and ten of them, none of whose answers is read before the last
 * one was written.
 *
 *	bench-control PORT COUNT COMMANDED
 *
 * PORT: a control port, wwan's or cdc-wdm's. COMMANDED: a file that says when the last
 * command came out on the bus, in nanoseconds of CLOCK_MONOTONIC. Prints medians.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define OPEN_MSG	1u
#define CLOSE_MSG	2u
#define COMMAND_MSG	3u
#define DONE		0x80000000u
#define COMMAND_LENGTH	48u

static const unsigned char basic_connect[16] = {
	0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
	0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf,
};

static int port;

static uint64_t now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void put32(unsigned char *p, uint32_t v)
{
	p[0] = v;
	p[1] = v >> 8;
	p[2] = v >> 16;
	p[3] = v >> 24;
}

static uint32_t get32(const unsigned char *p)
{
	return p[0] | p[1] << 8 | p[2] << 16 | (uint32_t)p[3] << 24;
}

static void send(unsigned char *message, uint32_t type, uint32_t length, uint32_t id)
{
	put32(message, type);
	put32(message + 4, length);
	put32(message + 8, id);
	if (write(port, message, length) != (ssize_t)length) {
		perror("write");
		exit(1);
	}
}

/* Until the answer has been read; others are passed over. */
static void await(uint32_t type, uint32_t id)
{
	unsigned char answer[4096];
	ssize_t n;

	do {
		n = read(port, answer, sizeof(answer));
		if (n < 12) {
			perror("read");
			exit(1);
		}
	} while (get32(answer) != (type | DONE) || get32(answer + 8) != id);
}

/* A message of @length bytes, and its answer read. */
static void transact(unsigned char *message, uint32_t type, uint32_t length, uint32_t id)
{
	send(message, type, length, id);
	await(type, id);
}

/* Makes it a query of DEVICE_CAPS, COMMAND_LENGTH bytes. */
static void make_query(unsigned char *message)
{
	memset(message, 0, COMMAND_LENGTH);
	put32(message + 12, 1);		/* fragments */
	memcpy(message + 20, basic_connect, sizeof(basic_connect));
	put32(message + 36, 1);
}

/* Ten queries, whose ids begin with @id, and their answers. */
static uint64_t ask_ten(unsigned char *message, uint32_t id)
{
	uint64_t start;
	uint32_t i;

	usleep(5000);
	make_query(message);
	start = now();
	for (i = 0; i < 10; i++)
		send(message, COMMAND_MSG, COMMAND_LENGTH, id + i);
	for (i = 0; i < 10; i++)
		await(COMMAND_MSG, id + i);
	return now() - start;
}

static uint64_t read_number(const char *name)
{
	char text[32] = "";
	int file = open(name, O_RDONLY);

	if (file < 0 || read(file, text, sizeof(text) - 1) <= 0) {
		perror(name);
		exit(1);
	}
	close(file);
	return strtoull(text, NULL, 10);
}

static int compare(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;

	return (x > y) - (x < y);
}

int main(int argc, char **argv)
{
	unsigned char message[64] = "";
	uint64_t *bus, *back, *ten;
	int count, i;

	count = argc == 4 ? atoi(argv[2]) : 0;
	if (count < 1) {
		fprintf(stderr, "bench-control PORT COUNT COMMANDED\n");
		return 2;
	}
	bus = calloc(count, sizeof(*bus));
	back = calloc(count, sizeof(*back));
	ten = calloc(count, sizeof(*ten));
	port = open(argv[1], O_RDWR);
	if (port < 0 || !bus || !back || !ten) {
		perror(argv[1]);
		return 1;
	}
	put32(message + 12, 4096);
	transact(message, OPEN_MSG, 16, 1);
	for (i = 0; i < count; i++) {
		uint64_t start;

		usleep(5000);
		make_query(message);
		start = now();
		transact(message, COMMAND_MSG, COMMAND_LENGTH, i + 2);
		back[i] = now() - start;
		bus[i] = read_number(argv[3]) - start;
	}
	for (i = 0; i < count; i++)
		ten[i] = ask_ten(message, count + 2 + 10 * i);
	transact(message, CLOSE_MSG, 12, 11 * count + 2);
	qsort(bus, count, sizeof(*bus), compare);
	qsort(back, count, sizeof(*back), compare);
	qsort(ten, count, sizeof(*ten), compare);
	printf("packets=%d bus=%llu back=%llu ten=%llu\n", count,
	       (unsigned long long)bus[count / 2], (unsigned long long)back[count / 2],
	       (unsigned long long)ten[count / 2]);
	return 0;
}
