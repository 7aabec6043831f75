// SPDX-License-Identifier: GPL-2.0
/*
 * Client side of the control socket: sends its arguments as one line, prints the answer.
 */
#include "ctl.h"

#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int client_connect(const char *path)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	strncpy(sun.sun_path, path, sizeof(sun.sun_path) - 1);
	if (fd >= 0 && connect(fd, (struct sockaddr *)&sun, sizeof(sun))) {
		close(fd);
		fd = -1;
	}
	if (fd < 0)
		perror(path);
	return fd;
}

int ctl_client(const char *path, int argc, char **argv)
{
	int fd = client_connect(path), ret = 1;
	char line[1100];
	FILE *f;

	if (fd < 0)
		return 1;
	f = fdopen(fd, "r+");
	if (!f) {
		close(fd);
		return 1;
	}
	for (int i = 0; i < argc; i++)
		fprintf(f, "%s%s", i ? " " : "", argv[i]);
	fputc('\n', f);
	fflush(f);
	while (fgets(line, sizeof(line), f)) {
		if (!strcmp(line, "ok\n")) {
			ret = 0;
			break;
		}
		if (!strncmp(line, "error ", 6)) {
			fputs(line + 6, stderr);
			break;
		}
		fputs(line, stdout);
	}
	fclose(f);
	return ret;
}
