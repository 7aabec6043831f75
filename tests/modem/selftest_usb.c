// SPDX-License-Identifier: GPL-2.0
/*
 * Self-test: descriptors, standard requests, class requests and their rules, halts.
 */
#include <errno.h>

#include "selftest.h"

static struct modem_config config(void)
{
	struct modem_config c;

	config_defaults(&c);
	config_finish(&c);
	return c;
}

/* Walks a configuration descriptor.  Return: offset of the n-th match, or -1. */
static int find_descriptor(const u8 *p, int len, u8 type, u8 subtype, int n)
{
	for (int off = 0; off + 2 <= len && p[off] >= 2; off += p[off])
		if (p[off + 1] == type && (type != 0x24 || p[off + 2] == subtype) && !n--)
			return off;
	return -1;
}

static void check_configuration(struct modem_config *c, int interfaces, int endpoints)
{
	struct host *h = host_create(c);
	u8 p[1024];
	int n = host_control(h, 0x80, 6, 0x0200, 0, NULL, p, sizeof(p)), mbim, found = 0;

	CHECK(n > 9 && get_le16(p + 2) == n);
	while (find_descriptor(p, n, 0x04, 0, found) >= 0)
		found++;
	CHECK(found == interfaces);
	for (found = 0; find_descriptor(p, n, 0x05, 0, found) >= 0; found++)
		;
	CHECK(found == endpoints);
	mbim = find_descriptor(p, n, 0x24, 0x1b, 0);
	CHECK(mbim > 0 && p[mbim] == 12 && get_le16(p + mbim + 5) == c->max_control);
	CHECK((find_descriptor(p, n, 0x24, 0x1c, 0) > 0) == c->extended);
	CHECK((find_descriptor(p, n, 0x24, 0x06, 0) > 0) == c->union_desc);
	CHECK((find_descriptor(p, n, 0x30, 0, 0) > 0) == (c->speed == SPEED_SUPER));
	CHECK(host_control(h, 0x80, 6, 0x0200, 0, NULL, p, 9) == 9);
	CHECK(host_control(h, 0x80, 6, 0x0100, 0, NULL, p, 18) == 18);
	CHECK(get_le16(p + 8) == c->vid && get_le16(p + 10) == c->pid);
	CHECK(host_control(h, 0x80, 6, 0x0303, 0x409, NULL, p, 255) > 2);
	CHECK(host_control(h, 0x80, 6, 0x0f00, 0, NULL, p, 255) ==
	      (c->speed == SPEED_SUPER ? 22 : -EPIPE));
	CLEAN(h);
	host_destroy(h);
}

void test_descriptors(void)
{
	struct modem_config c = config();

	check_configuration(&c, 3, 3);
	c.speed = SPEED_SUPER;
	c.extended = 0;
	c.union_desc = 0;
	check_configuration(&c, 3, 3);
	c = config();
	c.dual = 1;
	check_configuration(&c, 5, 6);
}

void test_class_requests(void)
{
	struct modem_config c = config();
	struct host *h;
	u8 buf[64] = { 0 };

	c.formats = 1;
	h = host_create(&c);
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, buf, 28) == -EPIPE);
	EXPECT(h, USB_NOT_CONFIGURED);
	host_bring_up(h, false);
	CLEAN(h);

	host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 1, NULL, buf, 28);
	EXPECT(h, CLASS_WINDEX);
	host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 5, 0, NULL, buf, 28);
	EXPECT(h, CLASS_WVALUE);
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, buf, 12) == 12);
	EXPECT(h, CLASS_WLENGTH);
	host_control(h, 0x21, CDC_GET_NTB_PARAMETERS, 0, 0, buf, NULL, 28);
	EXPECT(h, CLASS_DIRECTION);
	host_control(h, 0xa1, CDC_GET_MAX_DATAGRAM_SIZE, 0, 0, NULL, buf, 2);
	EXPECT(h, CLASS_UNSUPPORTED);
	host_control(h, 0x21, CDC_SET_CRC_MODE, 0, 0, NULL, NULL, 0);
	EXPECT(h, CLASS_NCM_ONLY);
	host_control(h, 0x21, CDC_SET_NTB_FORMAT, 0, 0, NULL, NULL, 0);
	EXPECT(h, NTB_FORMAT_UNSUPPORTED);
	host_control(h, 0x21, 0x7f, 0, 0, NULL, NULL, 0);
	EXPECT(h, USB_REQUEST);
	host_control(h, 0x01, 11, 2, 1, NULL, NULL, 0);
	EXPECT(h, USB_INTERFACE);

	put_le32(buf, 4096);
	CHECK(host_control(h, 0x21, CDC_SET_NTB_INPUT_SIZE, 0, 0, buf, NULL, 4) == 4);
	EXPECT(h, NTB_INPUT_SIZE_ALT);
	CHECK(h->m->data.in_size == 4096);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	put_le32(buf, 1000000);
	CHECK(host_control(h, 0x21, CDC_SET_NTB_INPUT_SIZE, 0, 0, buf, NULL, 4) == -EPIPE);
	EXPECT(h, NTB_INPUT_SIZE_RANGE);
	put_le32(buf, 8192);
	put_le16(buf + 4, 3);
	put_le16(buf + 6, 1);
	CHECK(host_control(h, 0x21, CDC_SET_NTB_INPUT_SIZE, 0, 0, buf, NULL, 8) == 8);
	EXPECT(h, NTB_INPUT_SIZE_RESERVED);
	CHECK(h->m->data.in_datagrams == 3);
	host_destroy(h);

	c = config();
	c.net_caps = NCM_CAP_MAX_DATAGRAM;
	h = host_create(&c);
	host_bring_up(h, true);
	CHECK(h->m->data.ntb32);
	host_control(h, 0x21, CDC_SET_NTB_FORMAT, 0, 0, NULL, NULL, 0);
	EXPECT(h, NTB_FORMAT_ALT);
	CHECK(host_control(h, 0xa1, CDC_GET_MAX_DATAGRAM_SIZE, 0, 0, NULL, buf, 2) == 2);
	CHECK(get_le16(buf) == c.segment);
	host_control(h, 0x21, CDC_SET_MAX_DATAGRAM_SIZE, 0, 0, buf, NULL, 2);
	EXPECT(h, MAX_DATAGRAM_ALT);
	put_le16(buf, 100);
	host_control(h, 0x21, CDC_SET_MAX_DATAGRAM_SIZE, 0, 0, buf, NULL, 2);
	EXPECT(h, MAX_DATAGRAM_RANGE);
	host_destroy(h);

	/* A size of its own, which it keeps. */
	c.datagram = 1400;
	c.datagram_fixed = 1;
	h = host_create(&c);
	host_bring_up(h, false);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	put_le16(buf, 2048);
	CHECK(host_control(h, 0x21, CDC_SET_MAX_DATAGRAM_SIZE, 0, 0, buf, NULL, 2) == -EPIPE);
	CHECK(host_control(h, 0xa1, CDC_GET_MAX_DATAGRAM_SIZE, 0, 0, NULL, buf, 2) == 2);
	CHECK(get_le16(buf) == 1400);
	CLEAN(h);
	host_destroy(h);
}

void test_dual(void)
{
	struct modem_config c = config();
	struct host *h;
	u8 buf[64] = { 0 };

	c.dual = 1;
	h = host_create(&c);
	CHECK(host_control(h, 0x00, 9, 1, 0, NULL, NULL, 0) == 0);
	host_control(h, 0x21, CDC_SEND_ENCAPSULATED_COMMAND, 0, 0, buf, NULL, 16);
	EXPECT(h, CLASS_COMM_ALT);
	host_control(h, 0x21, CDC_SET_CRC_MODE, 0, 0, NULL, NULL, 0);
	CLEAN(h);
	CHECK(host_control(h, 0x01, 11, 2, 1, NULL, NULL, 0) == 0);
	EXPECT(h, DATA_ALT_PAIRING);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	CHECK(host_control(h, 0x01, 11, 1, 0, NULL, NULL, 0) == 0);
	CHECK(host_control(h, 0x01, 11, 2, 1, NULL, NULL, 0) == 0);
	host_open(h, 4096);
	CHECK(host_connect(h, 0, true) == 0);
	CLEAN(h);
	host_destroy(h);
}

void test_endpoints(void)
{
	struct host *h = host_create(NULL);
	u8 ntb[64] = { 0 }, buf[2];

	host_bring_up(h, false);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	host_bulk_out(h, ntb, sizeof(ntb), false);
	CHECK(h->out.done && h->out.x.status == -EPIPE);
	EXPECT(h, USB_NO_ENDPOINT);
	CHECK(host_control(h, 0x02, 1, 0, EP_BULK_OUT, NULL, NULL, 0) == -EPIPE);
	EXPECT(h, USB_NO_ENDPOINT);
	CHECK(host_control(h, 0x01, 11, 1, 1, NULL, NULL, 0) == 0);

	/* A buffer that waits is failed when its endpoint goes. */
	CHECK(!host_bulk_in(h, 16384));
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	CHECK(h->in.done && h->in.x.status == -EPROTO);
	CHECK(host_control(h, 0x01, 11, 1, 1, NULL, NULL, 0) == 0);

	/* Halt and clear. */
	h->m->knobs.out_stall = 1;
	host_bulk_out(h, ntb, sizeof(ntb), false);
	CHECK(h->out.done && h->out.x.status == -EPIPE);
	host_bulk_out(h, ntb, sizeof(ntb), false);
	CHECK(h->out.x.status == -EPIPE);
	CHECK(host_control(h, 0x82, 0, 0, EP_BULK_OUT, NULL, buf, 2) == 2 && buf[0] == 1);
	CHECK(host_control(h, 0x02, 1, 0, EP_BULK_OUT, NULL, NULL, 0) == 0);
	CLEAN(h);

	/* Cancel. */
	CHECK(!host_bulk_in(h, 16384));
	CHECK(usb_cancel(h->m, &h->in.x));
	CHECK(!usb_cancel(h->m, &h->in.x));
	h->in.done = true;
	CHECK(!host_bulk_in(h, 1024));
	EXPECT(h, IN_BUFFER_SMALL);
	host_destroy(h);
}
