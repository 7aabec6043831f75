// SPDX-License-Identifier: GPL-2.0
/*
 * Self-test: faults bite where, when and as often as they are told to, and spoil what they name.
 */
#include <errno.h>

#include "selftest.h"

/* Return: whether the modem takes it. */
static bool fault(struct host *h, const char *text)
{
	char line[256], *words[16], *save = NULL;
	int n = 0;

	strncpy(line, text, sizeof(line) - 1);
	line[sizeof(line) - 1] = 0;
	for (char *w = strtok_r(line, " ", &save); w; w = strtok_r(NULL, " ", &save))
		words[n++] = w;
	return !fault_add(h->m, n, words);
}

static void test_words(struct host *h)
{
	CHECK(!fault(h, "ntb"));
	CHECK(!fault(h, "nowhere stall"));
	CHECK(!fault(h, "ntb:0 stall"));
	CHECK(!fault(h, "ntb:x stall"));
	CHECK(!fault(h, "ntb+1x stall"));
	CHECK(!fault(h, "ntb explode"));
	CHECK(!fault(h, "ntb ndp.next=@mbim"));
	CHECK(!fault(h, "ntb ndp.next=@ndp+"));
	CHECK(!fault(h, "ntb ndp.next="));
	CHECK(!fault(h, "config ndp.next=1"));
	CHECK(!fault(h, "config repeat=2"));
	CHECK(!fault(h, "bos size=1"));
	CHECK(!fault(h, "ntb double=1"));
	CHECK(list_empty(&h->m->faults.faults));
	CHECK(fault_clear(h->m));
	CHECK(fault(h, "ntb+3:all index=@end+4 noise=@ndp size=-1 double"));
	CHECK(!fault_clear(h->m));
}

static void test_requests(struct host *h)
{
	u8 p[1024], whole[1024];
	int n = host_control(h, 0x80, 6, 0x0200, 0, NULL, whole, sizeof(whole));

	CHECK(fault(h, "config:2 conf.total=@data1 size=@data1 mbim.control=+1"));
	CHECK(host_control(h, 0x80, 6, 0x0200, 0, NULL, p, 9) == 9);
	CHECK(get_le16(p + 2) < n);
	CHECK(host_control(h, 0x80, 6, 0x0200, 0, NULL, p, sizeof(p)) == get_le16(p + 2));
	CHECK(host_control(h, 0x80, 6, 0x0200, 0, NULL, p, sizeof(p)) == n);
	CHECK(!memcmp(p, whole, n));

	CHECK(fault(h, "params+1 in_divisor=0 size=20"));
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, p, 28) == 28 && p[8]);
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, p, 28) == 20 && !p[8]);
	CHECK(fault(h, "reset:2 stall"));
	CHECK(fault(h, "reset error"));
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == -EPIPE);
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == -EPIPE);
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == -EPROTO);
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == 0);
	CLEAN(h);
	CHECK(fault_clear(h->m));
}

/* What is never answered can be taken away, and does not hold up what comes after it. */
static void test_silence(struct host *h)
{
	u8 p[28];

	CHECK(fault(h, "bulk_in never"));
	CHECK(fault(h, "bulk_in unplug"));
	data_send(h->m, false, 0, "12345678901234567890", 20);
	CHECK(!host_bulk_in(h, 16384));
	CHECK(usb_cancel(h->m, &h->in.x));
	h->in.done = true;
	CHECK(!h->detached);
	CHECK(!host_bulk_in(h, 16384));
	CHECK(!h->detached);
	loop_advance(h->loop, 1);
	CHECK(h->detached == 1);
	usb_resume_stuck(h->m);
	CHECK(h->in.done && h->in.x.status == -EPROTO);
	CHECK(host_control(h, 0xa1, CDC_GET_NTB_PARAMETERS, 0, 0, NULL, p, 28) == 28);
	CHECK(host_bulk_in(h, 16384));
	CLEAN(h);
	fault_clear(h->m);
}

static void test_messages(struct host *h)
{
	u8 msg[64], first[256];
	u32 tid, len;

	len = host_command_message(msg, ++h->tid, uuid_basic, 1, false, NULL, 0);
	tid = h->tid;
	CHECK(fault(h, "answer tid=+1 twice"));
	CHECK(host_send(h, msg, len) == (int)len);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && get_le32(h->response + 8) == tid + 1);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && get_le32(h->response + 8) == tid + 1);

	/* The second overtakes the first; of a third nothing is heard. */
	CHECK(fault(h, "answer later"));
	CHECK(fault(h, "answer+1 never"));
	for (int i = 0; i < 3; i++) {
		len = host_command_message(msg, ++h->tid, uuid_basic, 1, false, NULL, 0);
		CHECK(host_send(h, msg, len) == (int)len);
	}
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && get_le32(h->response + 8) == tid + 2);
	memcpy(first, h->response, 48);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && get_le32(h->response + 8) == tid + 1);
	CHECK(!host_receive(h));

	/* A notification that names another interface, and one that is too long. */
	CHECK(fault(h, "notify index=9 size=16"));
	notify_response_available(h->m);
	fault_clear(h->m);
}

void test_faults(void)
{
	struct host *h = host_create(NULL);

	test_words(h);
	host_up(h, false);
	test_requests(h);
	host_destroy(h);
	h = host_create(NULL);
	host_up(h, false);
	test_silence(h);
	test_messages(h);
	host_destroy(h);
}

/* The next NTB with a fault in it.  Return: its bytes, which the host sees as well. */
static const u8 *spoilt(struct host *h, const char *text)
{
	CHECK(fault(h, text));
	data_send(h->m, false, 0, "12345678901234567890", 20);
	h->in.done = true;
	CHECK(host_bulk_in(h, 65536));
	return h->in.buf;
}

static void check_ntb(struct host *h, u32 index_at, u32 head, u32 next_at)
{
	const u8 *p = spoilt(h, "ntb ndp.next=@ndp index=@end+8");
	u32 len = h->in.x.actual, ndp, count;

	CHECK(get_le16(p + index_at) == len + 8);
	p = spoilt(h, "ntb ndp.bytes=0 repeat=1000 ndp.next=@ndp");
	ndp = get_le16(p + index_at);
	CHECK(ndp == len && get_le16(p + 8) == h->in.x.actual);
	CHECK(get_le16(p + ndp + 4) == head + 1001 * head / 2);
	CHECK(get_le16(p + ndp + next_at) == ndp);
	CHECK(!get_le16(p + ndp + head + 999 * head / 2 + head / 4));
	CHECK(get_le16(p + ndp + head + 999 * head / 2) == get_le16(p + ndp + head));

	p = spoilt(h, "ntb chain=10");
	ndp = get_le16(p + index_at);
	for (count = 0; ndp; count++)
		ndp = get_le16(p + ndp + next_at);
	CHECK(count == 11);
	p = spoilt(h, "ntb datagram.version=0 signature=-1 noise=@end-1 size=+4");
	CHECK(h->in.x.actual == len + 4 && !get_le32(p + len));
	CHECK(p[get_le16(p + get_le16(p + index_at) + head)] == 0);
	spoilt(h, "ntb size=0");
	CHECK(!h->in.x.actual);
}

void test_fault_ntbs(void)
{
	struct host *h = host_create(NULL);

	host_up(h, false);
	check_ntb(h, 10, 8, 6);
	host_destroy(h);
	h = host_create(NULL);
	host_up(h, true);
	check_ntb(h, 12, 16, 8);
	host_destroy(h);
}
