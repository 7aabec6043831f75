// SPDX-License-Identifier: GPL-2.0
/*
 * Server side of the control socket.  Clients are cases of a test: few, local and patient, so an
 * answer is written in one go.
 */
#include "ctl.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "core.h"

struct ctl {
	struct modem *modem;
	struct loop_fd lfd;
	struct list_head clients;
	char path[108];
};

struct ctl_client {
	struct list_head node;
	struct ctl *ctl;
	struct loop_fd lfd;
	char line[1024];
	size_t len;
};

static void client_free(struct ctl_client *c)
{
	loop_del_fd(c->ctl->modem->loop, &c->lfd);
	close(c->lfd.fd);
	list_del(&c->node);
	free(c);
}

static void client_answer(struct ctl_client *c, char *line)
{
	char *text = NULL;
	size_t size = 0, off = 0;
	FILE *out = open_memstream(&text, &size);
	const char *error;

	if (!out)
		return;
	error = ctl_command(c->ctl->modem, line, out);
	if (error)
		fprintf(out, "error %s\n", error);
	else
		fprintf(out, "ok\n");
	fclose(out);
	while (off < size) {
		ssize_t n = send(c->lfd.fd, text + off, size - off, MSG_NOSIGNAL);

		if (n <= 0)
			break;
		off += n;
	}
	free(text);
}

static void client_ready(struct loop_fd *lfd, u32 events __unused)
{
	struct ctl_client *c = container_of(lfd, struct ctl_client, lfd);
	ssize_t n = recv(lfd->fd, c->line + c->len, sizeof(c->line) - 1 - c->len, MSG_DONTWAIT);
	char *end;

	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		client_free(c);
		return;
	}
	c->len += n;
	c->line[c->len] = 0;
	while ((end = strchr(c->line, '\n'))) {
		*end = 0;
		client_answer(c, c->line);
		c->len -= end + 1 - c->line;
		memmove(c->line, end + 1, c->len + 1);
	}
	if (c->len == sizeof(c->line) - 1)
		client_free(c);
}

static void ctl_accept(struct loop_fd *lfd, u32 events __unused)
{
	struct ctl *ctl = container_of(lfd, struct ctl, lfd);
	int fd = accept4(lfd->fd, NULL, NULL, SOCK_CLOEXEC);
	struct ctl_client *c;

	if (fd < 0)
		return;
	c = xalloc(sizeof(*c));
	c->ctl = ctl;
	c->lfd.fd = fd;
	c->lfd.ready = client_ready;
	list_add_tail(&c->node, &ctl->clients);
	loop_add_fd(ctl->modem->loop, &c->lfd, EPOLLIN);
}

struct ctl *ctl_create(struct modem *m, const char *path)
{
	struct ctl *ctl = xalloc(sizeof(*ctl));
	struct sockaddr_un sun = { .sun_family = AF_UNIX };

	ctl->modem = m;
	list_init(&ctl->clients);
	strncpy(ctl->path, path, sizeof(ctl->path) - 1);
	memcpy(sun.sun_path, ctl->path, sizeof(sun.sun_path) - 1);
	ctl->lfd.ready = ctl_accept;
	ctl->lfd.fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	unlink(ctl->path);
	if (ctl->lfd.fd < 0 || bind(ctl->lfd.fd, (struct sockaddr *)&sun, sizeof(sun)) ||
	    listen(ctl->lfd.fd, 8) || loop_add_fd(m->loop, &ctl->lfd, EPOLLIN)) {
		perror(path);
		if (ctl->lfd.fd >= 0)
			close(ctl->lfd.fd);
		free(ctl);
		return NULL;
	}
	return ctl;
}

void ctl_destroy(struct ctl *ctl)
{
	while (!list_empty(&ctl->clients))
		client_free(list_first_entry(&ctl->clients, struct ctl_client, node));
	loop_del_fd(ctl->modem->loop, &ctl->lfd);
	close(ctl->lfd.fd);
	unlink(ctl->path);
	free(ctl);
}
