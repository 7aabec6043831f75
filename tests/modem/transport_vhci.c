// SPDX-License-Identifier: GPL-2.0
/*
 * USB/IP to vhci_hcd: one end of a socket pair is given to the kernel through sysfs, the other
 * speaks the USB/IP protocol of Documentation/usb/usbip_protocol.rst.  No network, no usbip tool.
 *
 * vhci lets transfers that are in flight at a detach run into their timeouts, so an unplug first
 * fails all of them, asks vhci to detach, and goes on failing what still comes until the kernel
 * has closed its end.
 */
#include "loop.h"
#include "transport.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#define CMD_SUBMIT	1
#define CMD_UNLINK	2
#define RET_SUBMIT	3
#define RET_UNLINK	4
#define PDU_LEN		48
#define URB_ZERO_PACKET	0x0040
#define TRANSFER_MAX	(4 << 20)

#define USB_SPEED_HIGH	3
#define USB_SPEED_SUPER	5
#define PORT_FREE	4	/* VDEV_ST_NULL */
#define DEVID		0x10001

#define DETACH_MS	2000

struct vhci {
	struct transport t;
	struct transport_device dev;
	struct loop_fd lfd;	/* fd -1 while unplugged */
	u32 port;
	bool dying;
	struct list_head inflight;
	u8 *rx;
	u32 rx_len, rx_size;
};

/* A transfer with what USB/IP needs to answer it. */
struct vhci_xfer {
	struct list_head inflight;
	u32 seqnum;
	struct xfer x;
};

/* -------------------------------- sending -------------------------------- */

/* The kernel's receiver never waits for us, so waiting for it here cannot deadlock. */
static void vhci_send(struct vhci *v, const void *head, const void *data, u32 len)
{
	struct iovec iov[2] = {
		{ .iov_base = (void *)head, .iov_len = PDU_LEN },
		{ .iov_base = (void *)data, .iov_len = len },
	};
	struct msghdr msg = { .msg_iov = iov, .msg_iovlen = len ? 2 : 1 };

	while (msg.msg_iovlen) {
		ssize_t n = sendmsg(v->lfd.fd, &msg, MSG_NOSIGNAL);

		if (n < 0 && errno == EAGAIN) {
			struct pollfd p = { .fd = v->lfd.fd, .events = POLLOUT };

			poll(&p, 1, -1);
			continue;
		}
		if (n < 0)
			return;		/* the kernel is gone; its end of file follows */
		while (msg.msg_iovlen && (size_t)n >= msg.msg_iov->iov_len) {
			n -= msg.msg_iov->iov_len;
			msg.msg_iov++;
			msg.msg_iovlen--;
		}
		if (msg.msg_iovlen) {
			msg.msg_iov->iov_base = (char *)msg.msg_iov->iov_base + n;
			msg.msg_iov->iov_len -= n;
		}
	}
}

static void vhci_put_base(u8 *pdu, u32 command, u32 seqnum)
{
	memset(pdu, 0, PDU_LEN);
	put_be32(pdu, command);
	put_be32(pdu + 4, seqnum);
}

static void vhci_complete(struct transport *t, struct xfer *x)
{
	struct vhci *v = container_of(t, struct vhci, t);
	struct vhci_xfer *vx = container_of(x, struct vhci_xfer, x);
	bool in = x->ep & USB_DIR_IN || (!x->ep && x->setup[0] & USB_DIR_IN);
	u8 pdu[PDU_LEN];

	vhci_put_base(pdu, RET_SUBMIT, vx->seqnum);
	put_be32(pdu + 20, x->status);
	put_be32(pdu + 24, x->actual);
	vhci_send(v, pdu, x->buf, in ? x->actual : 0);
	list_del(&vx->inflight);
	free(vx);
}

/* ------------------------------- receiving ------------------------------- */

static void vhci_cmd_submit(struct vhci *v, const u8 *pdu, const u8 *data, u32 len, bool in)
{
	struct vhci_xfer *vx = xalloc(sizeof(*vx) + len);
	struct xfer *x = &vx->x;
	u32 ep = get_be32(pdu + 16) & 15;

	vx->seqnum = get_be32(pdu + 4);
	list_init(&x->node);
	x->ep = ep ? ep | (in ? USB_DIR_IN : 0) : 0;
	x->zero = get_be32(pdu + 20) & URB_ZERO_PACKET;
	memcpy(x->setup, pdu + 40, sizeof(x->setup));
	x->buf = (u8 *)(vx + 1);
	x->len = len;
	if (!in && len)
		memcpy(x->buf, data, len);
	list_add_tail(&vx->inflight, &v->inflight);
	if (v->dying) {
		x->status = -EPROTO;
		vhci_complete(&v->t, x);
		return;
	}
	v->dev.submit(v->dev.device, x);
}

static void vhci_cmd_unlink(struct vhci *v, const u8 *pdu)
{
	u32 victim = get_be32(pdu + 20);
	struct vhci_xfer *vx, *tmp;
	u8 ret[PDU_LEN];

	vhci_put_base(ret, RET_UNLINK, get_be32(pdu + 4));
	list_for_each_entry_safe(vx, tmp, &v->inflight, inflight) {
		if (vx->seqnum != victim || !v->dev.cancel(v->dev.device, &vx->x))
			continue;
		list_del(&vx->inflight);
		free(vx);
		put_be32(ret + 20, -ECONNRESET);
		break;
	}
	vhci_send(v, ret, NULL, 0);
}

/* Return: bytes taken from the front of the buffer, 0 when the PDU is not complete. */
static u32 vhci_parse(struct vhci *v, const u8 *p, u32 len)
{
	bool in;
	u32 transfer, body;

	if (len < PDU_LEN)
		return 0;
	switch (get_be32(p)) {
	case CMD_UNLINK:
		vhci_cmd_unlink(v, p);
		return PDU_LEN;
	case CMD_SUBMIT:
		in = get_be32(p + 12);
		transfer = get_be32(p + 24);
		if (transfer > TRANSFER_MAX)
			break;
		body = in ? 0 : transfer;
		if (len < PDU_LEN + body)
			return 0;
		vhci_cmd_submit(v, p, p + PDU_LEN, transfer, in);
		return PDU_LEN + body;
	}
	fprintf(stderr, "%s: USB/IP command %u not understood\n", v->dev.name,
		get_be32(p));
	exit(2);
}

/* Return: false at the end of the connection. */
static bool vhci_receive(struct vhci *v)
{
	u32 used = 0, n;
	ssize_t got;

	if (v->rx_size - v->rx_len < 65536) {
		v->rx_size = v->rx_size ? v->rx_size * 2 : 262144;
		v->rx = realloc(v->rx, v->rx_size);
		if (!v->rx)
			exit(2);
	}
	got = recv(v->lfd.fd, v->rx + v->rx_len, v->rx_size - v->rx_len, MSG_DONTWAIT);
	if (got <= 0)
		return got < 0 && (errno == EAGAIN || errno == EINTR);
	v->rx_len += got;
	/* An unplug from within ends it all. */
	while (v->lfd.fd >= 0 && (n = vhci_parse(v, v->rx + used, v->rx_len - used)))
		used += n;
	memmove(v->rx, v->rx + used, v->rx_len - used);
	v->rx_len -= used;
	return true;
}

static void vhci_close(struct vhci *v)
{
	loop_del_fd(v->dev.loop, &v->lfd);
	close(v->lfd.fd);
	v->lfd.fd = -1;
	v->rx_len = 0;
}

static void vhci_ready(struct loop_fd *lfd, u32 events __unused)
{
	struct vhci *v = container_of(lfd, struct vhci, lfd);

	if (vhci_receive(v))
		return;
	/* The kernel let go first: somebody wrote to vhci's detach file. */
	v->dying = true;
	v->dev.unplugged(v->dev.device);
	vhci_close(v);
}

/* ---------------------------- attach and detach -------------------------- */

static int vhci_write_file(struct vhci *v, const char *name, const char *text)
{
	char path[256];
	ssize_t n;
	int fd, err;

	snprintf(path, sizeof(path), "%s/%s", v->dev.vhci, name);
	fd = open(path, O_WRONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = write(fd, text, strlen(text));
	err = errno;
	close(fd);
	return n < 0 ? -err : 0;
}

/*
 * Finds a free port of the right speed from *port on.
 * Return: false when there is none.
 */
static bool vhci_free_port(struct vhci *v, u32 *port)
{
	bool found = false;
	char path[256], line[256], hub[8];
	unsigned int number, status;
	FILE *f;

	snprintf(path, sizeof(path), "%s/status", v->dev.vhci);
	f = fopen(path, "re");
	if (!f)
		return false;
	while (!found && fgets(line, sizeof(line), f)) {
		if (sscanf(line, "%7s %u %u", hub, &number, &status) != 3)
			continue;
		if (strcmp(hub, v->dev.super ? "ss" : "hs") || status != PORT_FREE ||
		    number < *port)
			continue;
		*port = number;
		found = true;
	}
	fclose(f);
	return found;
}

static int vhci_attach_port(struct vhci *v, int fd)
{
	u32 port = v->dev.vhci_port == VHCI_ANY_PORT ? 0 : v->dev.vhci_port;
	char text[64];
	int err;

	do {
		if (v->dev.vhci_port == VHCI_ANY_PORT && !vhci_free_port(v, &port))
			return -ENODEV;
		snprintf(text, sizeof(text), "%u %d %u %u\n", port, fd, DEVID,
			 v->dev.super ? USB_SPEED_SUPER : USB_SPEED_HIGH);
		v->port = port;
		err = vhci_write_file(v, "attach", text);
		/* Another device may have been faster. */
		port++;
	} while (err == -EBUSY && v->dev.vhci_port == VHCI_ANY_PORT);
	return err;
}

static int vhci_attach(struct transport *t)
{
	struct vhci *v = container_of(t, struct vhci, t);
	int pair[2], err;

	if (v->lfd.fd >= 0)
		return -EALREADY;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return -errno;
	v->dying = false;
	err = vhci_attach_port(v, pair[1]);
	close(pair[1]);		/* the kernel has its own reference */
	if (err) {
		close(pair[0]);
		return err;
	}
	v->lfd.fd = pair[0];
	fcntl(v->lfd.fd, F_SETFL, O_NONBLOCK);
	v->dev.plugged(v->dev.device, v->port);
	return loop_add_fd(v->dev.loop, &v->lfd, EPOLLIN);
}

static void vhci_detach(struct transport *t)
{
	struct vhci *v = container_of(t, struct vhci, t);
	struct pollfd p = { .fd = v->lfd.fd, .events = POLLIN };
	char text[16];
	int err;

	if (v->lfd.fd < 0)
		return;
	v->dying = true;
	v->dev.unplugged(v->dev.device);
	snprintf(text, sizeof(text), "%u\n", v->port);
	err = vhci_write_file(v, "detach", text);
	if (err)
		fprintf(stderr, "%s: detach: %s\n", v->dev.name, strerror(-err));
	while (!err && poll(&p, 1, DETACH_MS) == 1 && vhci_receive(v))
		;
	vhci_close(v);
}

static bool vhci_attached(struct transport *t)
{
	return container_of(t, struct vhci, t)->lfd.fd >= 0;
}

static void vhci_destroy(struct transport *t)
{
	struct vhci *v = container_of(t, struct vhci, t);

	vhci_detach(t);
	free(v->rx);
	free(v);
}

static const struct transport_ops vhci_ops = {
	.attach = vhci_attach,
	.detach = vhci_detach,
	.attached = vhci_attached,
	.complete = vhci_complete,
	.destroy = vhci_destroy,
};

struct transport *transport_vhci_create(const struct transport_device *device)
{
	struct vhci *v = xalloc(sizeof(*v));

	v->t.ops = &vhci_ops;
	v->dev = *device;
	v->lfd.fd = -1;
	v->lfd.ready = vhci_ready;
	list_init(&v->inflight);
	return &v->t;
}
