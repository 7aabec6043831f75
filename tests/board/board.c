// SPDX-License-Identifier: GPL-2.0
/*
 * An emulated learning board for USB drivers: a bar of eight lights and a digit that the host
 * sets and reads by vendor requests, eight switches that tell of themselves over an interrupt
 * pipe, and a pair of bulk pipes that gives back what it was given. Interface 0 has them in
 * setting 0; setting 1 adds an isochronous pipe that nobody feeds.
 *
 *	usb-board [-c CONTROL] [-v VHCI]
 *
 * CONTROL is a FIFO that commands come from, one on each line:
 *	switch N	the switches are N (hexadecimal) now
 *	stall ADDRESS	the endpoint halts
 *	unplug, plug	by turns
 *	quit
 * What the host does is on stdout, one line for each.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "loop.h"
#include "transport.h"
#include "util.h"

#define EP_SWITCHES	0x81
#define EP_OUT		0x02
#define EP_IN		0x86
#define EP_STREAM	0x84
#define PACKET		512

/* Vendor requests, and what they carry: one byte, or nothing. */
#define READ_DIGIT	0xd4
#define READ_SWITCHES	0xd6
#define READ_BAR	0xd7
#define SET_BAR		0xd8
#define SET_DIGIT	0xdb
#define REENUMERATE	0xda

#define DT_DEVICE	1
#define DT_CONFIG	2
#define DT_STRING	3
#define DT_QUALIFIER	6

static const u8 device_descriptor[] = {
	18, DT_DEVICE, 0x00, 0x02, 0xff, 0, 0, 64,
	0x34, 0x12, 0x0c, 0xb0, 0x00, 0x01, 1, 2, 3, 1,
};

static const u8 config_descriptor[] = {
	9, DT_CONFIG, 69, 0, 1, 1, 0, 0xe0, 50,
	9, 4, 0, 0, 3, 0xff, 0, 0, 0,
	7, 5, EP_SWITCHES, 3, 8, 0, 7,
	7, 5, EP_OUT, 2, 0, 2, 0,
	7, 5, EP_IN, 2, 0, 2, 0,
	9, 4, 0, 1, 3, 0xff, 0, 0, 0,
	7, 5, EP_SWITCHES, 3, 8, 0, 7,
	7, 5, EP_OUT, 2, 0, 2, 0,
	7, 5, EP_STREAM, 1, 192, 0, 1,
};

static const char * const strings[] = { "Tests", "Learning board", "0001" };

struct message {
	struct list_head node;
	u32 len;
	u8 data[];
};

struct endpoint {
	u8 address;
	bool halted;
	struct list_head queue;		/* transfers that wait */
};

static struct board {
	struct loop *loop;
	struct transport *transport;
	struct loop_fd control;
	char line[128];
	u32 line_len;
	u8 configuration, setting, bar, digit, switches;
	bool wakeup, changed;
	struct endpoint ep[4];
	struct list_head messages;	/* written, not read yet */
} board;

static struct endpoint *endpoint(u8 address)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(board.ep); i++) {
		if (board.ep[i].address == address)
			return &board.ep[i];
	}
	return NULL;
}

static void complete(struct xfer *x, int status, u32 actual)
{
	list_del(&x->node);
	x->status = status;
	x->actual = actual;
	board.transport->ops->complete(board.transport, x);
}

static void fail_queue(struct endpoint *ep, int status)
{
	while (!list_empty(&ep->queue))
		complete(list_first_entry(&ep->queue, struct xfer, node), status, 0);
}

/* ---- data ---- */

static void drop_messages(void)
{
	struct message *message, *next;

	list_for_each_entry_safe(message, next, &board.messages, node) {
		list_del(&message->node);
		free(message);
	}
}

/* What was written is read, transfer by transfer; what does not fit is cut. */
static void kick_in(void)
{
	struct endpoint *ep = endpoint(EP_IN);
	struct message *message;
	struct xfer *x;
	u32 len;

	while (!list_empty(&ep->queue) && !list_empty(&board.messages)) {
		x = list_first_entry(&ep->queue, struct xfer, node);
		message = list_first_entry(&board.messages, struct message, node);
		len = min_u32(x->len, message->len);
		memcpy(x->buf, message->data, len);
		list_del(&message->node);
		free(message);
		complete(x, 0, len);
	}
}

static void take_out(struct xfer *x)
{
	struct message *message = xalloc(sizeof(*message) + x->len);

	message->len = x->len;
	memcpy(message->data, x->buf, x->len);
	list_add_tail(&message->node, &board.messages);
	printf("written %u\n", x->len);
	complete(x, 0, x->len);
	kick_in();
}

static void kick_switches(void)
{
	struct endpoint *ep = endpoint(EP_SWITCHES);
	struct xfer *x;

	if (!board.changed || list_empty(&ep->queue))
		return;
	board.changed = false;
	x = list_first_entry(&ep->queue, struct xfer, node);
	x->buf[0] = board.switches;
	complete(x, 0, 1);
}

/* ---- endpoint 0: bytes of answer, or a negative errno for a stall ---- */

static int answer(struct xfer *x, const void *data, u32 len)
{
	len = min_u32(len, min_u32(x->len, get_le16(x->setup + 6)));
	memcpy(x->buf, data, len);
	return len;
}

static int get_string(struct xfer *x, u8 index)
{
	u8 text[64] = { 4, DT_STRING, 0x09, 0x04 };
	const char *s;

	if (index > ARRAY_SIZE(strings))
		return -EPIPE;
	if (index) {
		text[0] = 2;
		for (s = strings[index - 1]; *s; s++) {
			text[text[0]] = *s;
			text[text[0] + 1] = 0;
			text[0] += 2;
		}
	}
	return answer(x, text, text[0]);
}

static int get_descriptor(struct xfer *x, u16 value)
{
	switch (value >> 8) {
	case DT_DEVICE:
		return answer(x, device_descriptor, sizeof(device_descriptor));
	case DT_CONFIG:
		return answer(x, config_descriptor, sizeof(config_descriptor));
	case DT_STRING:
		return get_string(x, value);
	}
	return -EPIPE;
}

static int feature(u8 recipient, u16 value, u16 index, bool set)
{
	struct endpoint *ep;

	if (recipient == 0 && value == 1) {
		board.wakeup = set;
		printf("remote wakeup %s\n", set ? "on" : "off");
		return 0;
	}
	ep = recipient == 2 && value == 0 ? endpoint(index) : NULL;
	if (!ep)
		return -EPIPE;
	ep->halted = set;
	printf("halt of %02x %s\n", ep->address, set ? "set" : "cleared");
	return 0;
}

static int standard(struct xfer *x, u8 type, u8 request, u16 value, u16 index)
{
	u8 status[2] = { 0 };
	u32 i;

	switch (request) {
	case 0:		/* GET_STATUS */
		if ((type & 0x1f) == 0)
			status[0] = 1 | board.wakeup << 1;
		else if ((type & 0x1f) == 2 && endpoint(index))
			status[0] = endpoint(index)->halted;
		return answer(x, status, 2);
	case 1:		/* CLEAR_FEATURE */
	case 3:		/* SET_FEATURE */
		return feature(type & 0x1f, value, index, request == 3);
	case 5:		/* SET_ADDRESS */
		return 0;
	case 6:		/* GET_DESCRIPTOR */
		return get_descriptor(x, value);
	case 8:		/* GET_CONFIGURATION */
		return answer(x, &board.configuration, 1);
	case 9:		/* SET_CONFIGURATION */
		board.configuration = value;
		board.setting = 0;
		return 0;
	case 10:	/* GET_INTERFACE */
		return answer(x, &board.setting, 1);
	case 11:	/* SET_INTERFACE */
		if (value > 1)
			return -EPIPE;
		board.setting = value;
		printf("setting %u\n", value);
		for (i = 0; i < ARRAY_SIZE(board.ep); i++)
			board.ep[i].halted = false;
		return 0;
	}
	return -EPIPE;
}

static int vendor(struct xfer *x, u8 request)
{
	switch (request) {
	case READ_DIGIT:
		return answer(x, &board.digit, 1);
	case READ_SWITCHES:
		return answer(x, &board.switches, 1);
	case READ_BAR:
		return answer(x, &board.bar, 1);
	case SET_BAR:
	case SET_DIGIT:
		if (x->len != 1)
			return -EPIPE;
		*(request == SET_BAR ? &board.bar : &board.digit) = x->buf[0];
		printf("%s %02x\n", request == SET_BAR ? "bar" : "digit", x->buf[0]);
		return 1;
	case REENUMERATE:
		printf("reenumerate\n");
		return 0;
	}
	return -EPIPE;
}

static void control(struct xfer *x)
{
	u8 type = x->setup[0];
	int ret = -EPIPE;

	if (get_le16(x->setup + 6) > x->len) {
		complete(x, -EPROTO, 0);
		return;
	}
	if ((type & 0x60) == 0)
		ret = standard(x, type, x->setup[1], get_le16(x->setup + 2),
			       get_le16(x->setup + 4));
	else if ((type & 0x60) == 0x40)
		ret = vendor(x, x->setup[1]);
	complete(x, ret < 0 ? ret : 0, ret < 0 ? 0 : ret);
}

/* ---- towards the transport ---- */

static void board_submit(void *device __unused, struct xfer *x)
{
	struct endpoint *ep;

	list_init(&x->node);
	x->actual = 0;
	if (!x->ep) {
		control(x);
		return;
	}
	ep = endpoint(x->ep);
	if (!ep || ep->halted) {
		complete(x, -EPIPE, 0);
		return;
	}
	if (x->ep == EP_OUT) {
		take_out(x);
		return;
	}
	list_add_tail(&x->node, &ep->queue);
	kick_in();
	kick_switches();
}

static bool board_cancel(void *device __unused, struct xfer *x)
{
	if (list_empty(&x->node))
		return false;
	list_del(&x->node);
	return true;
}

static void board_plugged(void *device __unused, u32 port)
{
	printf("plugged into vhci port %u\n", port);
}

static void board_unplugged(void *device __unused)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(board.ep); i++) {
		board.ep[i].halted = false;
		fail_queue(&board.ep[i], -EPROTO);
	}
	drop_messages();
	board.configuration = 0;
	board.setting = 0;
	board.wakeup = false;
	printf("unplugged\n");
}

/* ---- commands ---- */

static void command(const char *line)
{
	struct endpoint *ep;
	unsigned int number;
	int err = 0;

	if (sscanf(line, "switch %x", &number) == 1) {
		board.switches = number;
		board.changed = true;
		kick_switches();
	} else if (sscanf(line, "stall %x", &number) == 1) {
		ep = endpoint(number);
		if (ep) {
			ep->halted = true;
			fail_queue(ep, -EPIPE);
		}
	} else if (!strcmp(line, "unplug")) {
		board.transport->ops->detach(board.transport);
	} else if (!strcmp(line, "plug")) {
		err = board.transport->ops->attach(board.transport);
	} else if (!strcmp(line, "quit")) {
		loop_stop(board.loop);
	} else {
		err = -EINVAL;
	}
	if (err)
		printf("%s: %s\n", line, strerror(-err));
}

static void control_ready(struct loop_fd *lfd, u32 events __unused)
{
	char c;

	while (read(lfd->fd, &c, 1) == 1) {
		if (c != '\n') {
			if (board.line_len < sizeof(board.line) - 1)
				board.line[board.line_len++] = c;
			continue;
		}
		board.line[board.line_len] = '\0';
		board.line_len = 0;
		command(board.line);
	}
}

static int open_control(const char *path)
{
	if (mkfifo(path, 0600) && errno != EEXIST)
		return -errno;
	/* For both: it does not end when a writer goes. */
	board.control.fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (board.control.fd < 0)
		return -errno;
	board.control.ready = control_ready;
	return loop_add_fd(board.loop, &board.control, EPOLLIN);
}

int main(int argc, char **argv)
{
	static const u8 addresses[] = { EP_SWITCHES, EP_OUT, EP_IN, EP_STREAM };
	struct transport_device device = {
		.name = "usb-board",
		.submit = board_submit,
		.cancel = board_cancel,
		.plugged = board_plugged,
		.unplugged = board_unplugged,
		.vhci = "/sys/devices/platform/vhci_hcd.0",
		.vhci_port = VHCI_ANY_PORT,
	};
	const char *path = NULL;
	int option, err = 0;
	u32 i;

	while ((option = getopt(argc, argv, "c:v:")) != -1) {
		if (option == 'c')
			path = optarg;
		else if (option == 'v')
			device.vhci = optarg;
		else
			return 2;
	}
	setvbuf(stdout, NULL, _IOLBF, 0);
	signal(SIGPIPE, SIG_IGN);
	list_init(&board.messages);
	for (i = 0; i < ARRAY_SIZE(addresses); i++) {
		board.ep[i].address = addresses[i];
		list_init(&board.ep[i].queue);
	}
	board.loop = loop_create(false);
	device.loop = board.loop;
	board.transport = transport_vhci_create(&device);
	err = board.transport->ops->attach(board.transport);
	if (!err && path)
		err = open_control(path);
	if (err) {
		fprintf(stderr, "usb-board: %s\n", strerror(-err));
		return 2;
	}
	printf("ready\n");
	loop_run(board.loop);
	board.transport->ops->destroy(board.transport);
	loop_destroy(board.loop);
	return 0;
}
