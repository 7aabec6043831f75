// SPDX-License-Identifier: GPL-2.0
/*
 * The learning board for programs.
 *
 *	board-test NODE ctl NAME [HEX]	a control request; prints the answer's bytes
 *	board-test NODE read SIZE	one read; prints its bytes as text
 *	board-test NODE write TEXT	one write
 *	board-test NODE loop COUNT	writes of all sizes, read back and compared
 *
 * Exit status: 0, or 1 with the error's name on stdout.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <ntdevice.h>

#include "../public.h"

static const struct {
	const char *name;
	uint32_t code;
} codes[] = {
	{ "config", IOCTL_BOARD_GET_CONFIG_DESCRIPTOR },
	{ "reset", IOCTL_BOARD_RESET_DEVICE },
	{ "reenumerate", IOCTL_BOARD_REENUMERATE },
	{ "get-bar", IOCTL_BOARD_GET_BAR },
	{ "set-bar", IOCTL_BOARD_SET_BAR },
	{ "get-digit", IOCTL_BOARD_GET_DIGIT },
	{ "set-digit", IOCTL_BOARD_SET_DIGIT },
	{ "switches", IOCTL_BOARD_READ_SWITCHES },
	{ "wait", IOCTL_BOARD_GET_INTERRUPT_MESSAGE },
	{ "product", IOCTL_BOARD_GET_PRODUCT },
	{ "status", IOCTL_BOARD_GET_STATUS },
	{ "abort", IOCTL_BOARD_ABORT },
	{ "reset-pipes", IOCTL_BOARD_RESET_PIPES },
	{ "setting", IOCTL_BOARD_SELECT_SETTING },
};

static int fail(void)
{
	printf("%s\n", strerrorname_np(errno));
	return 1;
}

static int control(int fd, const char *name, const char *hex)
{
	static uint8_t in[64], out[4096];
	struct nt_ioctl_device_control request = {
		.in = (uintptr_t)in, .out = (uintptr_t)out, .out_len = sizeof(out),
	};
	unsigned int i, byte;

	for (i = 0; i < sizeof(codes) / sizeof(*codes); i++) {
		if (!strcmp(codes[i].name, name))
			request.code = codes[i].code;
	}
	for (; hex && request.in_len < sizeof(in) && sscanf(hex, "%2x", &byte) == 1; hex += 2)
		in[request.in_len++] = byte;
	if (ioctl(fd, NT_IOCTL_DEVICE_CONTROL, &request))
		return fail();
	for (i = 0; i < request.returned; i++)
		printf("%02x", out[i]);
	printf("\n");
	return 0;
}

static int loop(int fd, unsigned int count)
{
	static uint8_t out[20000], in[65536];
	unsigned int i, j, size = 1;
	ssize_t got;

	for (i = 0; i < count; i++, size = size * 3 % sizeof(out) + 1) {
		for (j = 0; j < size; j++)
			out[j] = i * 7 + j * 13;
		if (write(fd, out, size) != (ssize_t)size)
			return fail();
		got = read(fd, in, sizeof(in));
		if (got < 0)
			return fail();
		if (got != (ssize_t)size || memcmp(in, out, size)) {
			printf("message %u: %zd of %u bytes\n", i, got, size);
			return 1;
		}
	}
	return 0;
}

int main(int argc, char **argv)
{
	static char buffer[65536];
	ssize_t got;
	int fd;

	if (argc < 4)
		return 2;
	fd = open(argv[1], O_RDWR | O_CLOEXEC);
	if (fd < 0)
		return fail();
	if (!strcmp(argv[2], "ctl"))
		return control(fd, argv[3], argv[4]);
	if (!strcmp(argv[2], "loop"))
		return loop(fd, atoi(argv[3]));
	if (!strcmp(argv[2], "write"))
		return write(fd, argv[3], strlen(argv[3])) < 0 ? fail() : 0;
	if (!strcmp(argv[2], "read")) {
		got = read(fd, buffer, atoi(argv[3]));
		if (got < 0)
			return fail();
		printf("%.*s\n", (int)got, buffer);
		return 0;
	}
	return 2;
}
