// SPDX-License-Identifier: GPL-2.0
/*
 * Self-test: control channel, fragments, device services, contexts.
 */
#include "selftest.h"

static struct host *host_opened(struct modem_config *c)
{
	struct host *h = host_create(c);

	host_bring_up(h, false);
	host_open(h, 4096);
	CLEAN(h);
	return h;
}

static u32 function_error(struct host *h)
{
	return host_receive(h) == MBIM_FUNCTION_ERROR_MSG ? get_le32(h->response + 12) : 0;
}

/* A command without information, as it stands on the wire. */
static u32 query(struct host *h, u8 *msg)
{
	return host_command_message(msg, ++h->tid, uuid_basic, CID_DEVICE_CAPS, false, NULL, 0);
}

static void test_control_closed(void)
{
	struct host *h = host_create(NULL);
	u8 msg[4200] = { 0 }, buf[64];
	u32 n;

	host_bring_up(h, false);
	n = query(h, msg);
	host_send(h, msg, n);
	EXPECT(h, MSG_NOT_OPEN);
	CHECK(function_error(h) == MBIM_ERROR_NOT_OPENED);
	put_le32(msg, MBIM_CLOSE_MSG);
	put_le32(msg + 4, 12);
	host_send(h, msg, 12);
	EXPECT(h, MSG_CLOSE_NOT_OPEN);
	CHECK(function_error(h) == MBIM_ERROR_NOT_OPENED);

	/* Draining a closed function is fine within reason. */
	for (n = 0; n < h->m->cfg.drain_limit; n++)
		host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, buf, 64);
	CLEAN(h);
	host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, buf, 64);
	EXPECT(h, ENCAP_DRAIN_UNBOUNDED);

	put_le32(msg, MBIM_OPEN_MSG);
	put_le32(msg + 4, 16);
	put_le32(msg + 12, 32);
	host_send(h, msg, 16);
	EXPECT(h, MSG_OPEN_MAX_TRANSFER);
	CHECK(function_error(h) == MBIM_ERROR_MAX_TRANSFER);

	put_le32(msg + 12, 4096);
	host_send(h, msg, 16);
	CLEAN(h);
	n = query(h, msg);
	host_send(h, msg, n);
	EXPECT(h, MSG_BEFORE_OPEN_DONE);
	CHECK(host_receive(h) == MBIM_OPEN_DONE);
	host_destroy(h);
}

void test_control(void)
{
	struct host *h;
	u8 msg[4200] = { 0 }, buf[64];
	u32 n;

	test_control_closed();
	h = host_opened(NULL);
	host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, buf, 64);
	EXPECT(h, ENCAP_UNASKED);
	host_send(h, msg, 4200);
	EXPECT(h, ENCAP_COMMAND_LENGTH);
	host_send(h, msg, 8);
	EXPECT(h, ENCAP_COMMAND_EMPTY);
	put_le32(msg, 0x77);
	put_le32(msg + 4, 12);
	put_le32(msg + 8, 9);
	host_send(h, msg, 12);
	EXPECT(h, MSG_TYPE);
	CHECK(function_error(h) == MBIM_ERROR_UNKNOWN);
	put_le32(msg + 4, 13);
	host_send(h, msg, 12);
	EXPECT(h, MSG_LENGTH);
	CHECK(function_error(h) == MBIM_ERROR_LENGTH_MISMATCH);
	n = host_command_message(msg, 0, uuid_basic, CID_DEVICE_CAPS, false, NULL, 0);
	host_send(h, msg, n);
	EXPECT(h, MSG_TID_ZERO);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE);
	put_le32(msg + 8, 77);
	put_le32(msg + 40, 2);
	host_send(h, msg, n);
	EXPECT(h, INFO_COMMAND_TYPE);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE);

	/* A second one with the id of the first, before its answer was read. */
	n = query(h, msg);
	host_send(h, msg, n);
	host_send(h, msg, n);
	EXPECT(h, MSG_TID_DUPLICATE);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE);
	CHECK(function_error(h) == MBIM_ERROR_DUPLICATED_TID);

	/* The buffer of a read must hold what waits. */
	n = query(h, msg);
	host_send(h, msg, n);
	h->m->control.credits = 1;
	host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, buf, 64);
	EXPECT(h, ENCAP_BUFFER_SMALL);

	/* HOST_ERROR CANCEL takes back an answer that is still held. */
	h->m->knobs.answer_delay_ms = 100;
	n = query(h, msg);
	host_send(h, msg, n);
	put_le32(buf, MBIM_HOST_ERROR_MSG);
	put_le32(buf + 4, 16);
	put_le32(buf + 8, h->tid);
	put_le32(buf + 12, MBIM_ERROR_CANCEL);
	host_send(h, buf, 16);
	loop_advance(h->loop, 1000000);
	CHECK(h->m->control.cancels == 1 && !h->m->control.queued && !h->m->control.outstanding);
	h->m->knobs.answer_delay_ms = 0;
	CLEAN(h);
	put_le32(buf + 12, MBIM_ERROR_MAX_TRANSFER + 1);
	host_send(h, buf, 16);
	EXPECT(h, MSG_ERROR_CODE);

	/* OPEN of an open function: closed silently, then opened. */
	CHECK(host_connect(h, 0, true) == 0);
	host_open(h, 4096);
	CHECK(h->m->control.reopens == 1 && !session_active_count(h->m));
	CLEAN(h);

	/* Between CLOSE and its answer. */
	put_le32(msg, MBIM_CLOSE_MSG);
	put_le32(msg + 4, 12);
	host_send(h, msg, 12);
	n = query(h, msg);
	host_send(h, msg, n);
	EXPECT(h, MSG_AFTER_CLOSE);
	CHECK(host_receive(h) == MBIM_CLOSE_DONE);
	host_destroy(h);
}

/* Sends a prepared message in fragments of at most max bytes; skip leaves one out. */
static void send_fragments(struct host *h, const u8 *msg, u32 len, u32 max, int skip)
{
	u32 body = len - 20, room = max - 20, total = (body + room - 1) / room;
	u8 fragment[4096];

	for (u32 i = 0; i < total; i++) {
		u32 piece = min_u32(room, body - i * room);

		memcpy(fragment, msg, 20);
		put_le32(fragment + 4, 20 + piece);
		put_le32(fragment + 12, total);
		put_le32(fragment + 16, i);
		memcpy(fragment + 20, msg + 20 + i * room, piece);
		if ((int)i != skip)
			host_send(h, fragment, 20 + piece);
	}
}

static void test_fragments_small(void)
{
	struct modem_config c;
	struct host *h;
	u8 msg[256], info[76] = { 0 };
	u32 n, len;

	/* Both directions in the smallest fragments that MBIM has. */
	config_defaults(&c);
	config_finish(&c);
	c.max_control = 64;
	c.outstanding = 2;
	h = host_create(&c);
	host_bring_up(h, false);
	host_open(h, 64);
	put_le32(info + 4, 1);
	put_le32(info + 8, 60);
	put_le32(info + 12, 16);
	for (n = 0; n < 8; n++)
		put_le16(info + 60 + 2 * n, "internet"[n]);
	n = host_command_message(msg, ++h->tid, uuid_basic, CID_CONNECT, true, info, sizeof(info));
	send_fragments(h, msg, n, 64, -1);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && !get_le32(h->response + 40));
	CHECK(!strcmp(session_get(h->m, 0)->apn, "internet"));
	h->m->control.early = 0;
	CHECK(host_command(h, uuid_basic, CID_DEVICE_CAPS, false, NULL, 0) == 0);
	host_info(h, &len);
	CHECK(len > 64);
	/* Each but the first may have been read ahead of its notification, which was read for. */
	CHECK(h->m->control.early == (len + 48 - 20 + 43) / 44 - 1);
	while (h->m->control.early)
		CHECK(!host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, msg, 64));
	CLEAN(h);
	host_control(h, 0xa1, CDC_GET_ENCAPSULATED_RESPONSE, 0, 0, NULL, msg, 64);
	EXPECT(h, ENCAP_UNASKED);

	/* One more than the extended descriptor allows. */
	for (int i = 0; i < 3; i++) {
		n = query(h, msg);
		host_send(h, msg, n);
	}
	EXPECT(h, MSG_TOO_MANY);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE && host_receive(h) == MBIM_COMMAND_DONE);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE &&
	      get_le32(h->response + 40) == MBIM_STATUS_BUSY);
	host_destroy(h);
}

void test_fragments(void)
{
	struct host *h;
	u8 msg[512], info[300] = { 0 };
	u32 n, i;

	test_fragments_small();
	h = host_create(NULL);
	host_bring_up(h, false);
	host_open(h, 128);
	n = host_command_message(msg, ++h->tid, uuid_basic, CID_SUBSCRIBE_LIST, true, info,
				 sizeof(info));
	host_send(h, msg, n);
	EXPECT(h, MSG_MAX_TRANSFER);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE);

	put_le32(msg + 8, ++h->tid);
	send_fragments(h, msg, n, 128, 1);
	EXPECT_AMONG(h, FRAG_ORDER);
	while (function_error(h))
		;
	put_le32(msg + 8, ++h->tid);
	put_le32(msg + 4, 48);
	put_le32(msg + 12, 2);
	host_send(h, msg, 48);
	CLEAN(h);
	loop_advance(h->loop, 1300000);
	EXPECT(h, FRAG_TIMEOUT);
	CHECK(function_error(h) == MBIM_ERROR_TIMEOUT_FRAGMENT);

	/* The second fragment changes its mind about the total. */
	host_send(h, msg, 48);
	put_le32(msg + 12, 3);
	put_le32(msg + 16, 1);
	host_send(h, msg, 48);
	EXPECT(h, FRAG_TOTAL_CHANGED);
	CHECK(function_error(h) == MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);

	put_le32(msg + 12, 0);
	host_send(h, msg, 48);
	EXPECT(h, FRAG_TOTAL_ZERO);
	CHECK(function_error(h) == MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE);

	/* Another command between the fragments of one. */
	put_le32(msg + 12, 2);
	put_le32(msg + 16, 0);
	host_send(h, msg, 48);
	i = query(h, info);
	host_send(h, info, i);
	EXPECT(h, FRAG_INTERLEAVED);
	CHECK(host_receive(h) == MBIM_COMMAND_DONE);

	put_le32(msg + 4, 40);
	put_le32(msg + 12, 1);
	host_send(h, msg, 40);
	EXPECT(h, FRAG_FIRST_SHORT);
	CHECK(function_error(h) == MBIM_ERROR_LENGTH_MISMATCH);

	put_le32(msg + 4, 48);
	put_le32(msg + 44, 4);
	host_send(h, msg, 48);
	EXPECT(h, FRAG_INFO_LENGTH);
	CHECK(function_error(h) == MBIM_ERROR_LENGTH_MISMATCH);

	/* A message without an end. */
	put_le32(msg + 4, 128);
	put_le32(msg + 12, 5000);
	for (i = 0; i < 5000 && !h->m->violations.total; i++) {
		put_le32(msg + 16, i);
		host_send(h, msg, 128);
	}
	EXPECT(h, FRAG_COUNT);
	host_destroy(h);
}

static void test_info_violations(struct host *h)
{
	u8 info[600] = { 0 };

	CHECK(host_command(h, uuid_basic, CID_CONNECT, true, info, 50) ==
	      MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT(h, INFO_LENGTH);
	put_le32(info + 8, 500);
	put_le32(info + 12, 20);
	CHECK(host_command(h, uuid_basic, CID_CONNECT, true, info, 60) ==
	      MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT(h, INFO_OFFSET);
	put_le32(info + 8, 60);
	put_le32(info + 12, 3);
	CHECK(host_command(h, uuid_basic, CID_CONNECT, true, info, 64) ==
	      MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT(h, INFO_STRING);
	put_le32(info, 7);
	CHECK(host_command(h, uuid_basic, CID_RADIO_STATE, true, info, 4) ==
	      MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT(h, INFO_VALUE);
	put_le32(info, 0);
	put_le32(info + 4, 1000);
	CHECK(host_command(h, uuid_basic, CID_IP_PACKET_FILTERS, true, info, 8) ==
	      MBIM_STATUS_INVALID_PARAMETERS);
	EXPECT(h, INFO_FILTER);
	put_le32(info, 99);
	put_le32(info + 4, 1);
	put_le32(info + 12, 0);
	CHECK(host_command(h, uuid_basic, CID_CONNECT, true, info, 60) ==
	      MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
	EXPECT(h, SESSION_RANGE);
}

void test_services(void)
{
	static const u32 queries[] = {
		CID_DEVICE_CAPS, CID_SUBSCRIBER_READY, CID_RADIO_STATE, CID_PIN, CID_PIN_LIST,
		CID_HOME_PROVIDER, CID_PREFERRED_PROVIDERS, CID_REGISTER_STATE, CID_PACKET_SERVICE,
		CID_SIGNAL_STATE, CID_PROVISIONED_CONTEXTS, CID_DEVICE_SERVICES,
		CID_PACKET_STATISTICS, CID_NETWORK_IDLE_HINT, CID_EMERGENCY_MODE,
		CID_MULTICARRIER_PROVIDERS,
	};
	struct host *h = host_opened(NULL);
	u8 info[64] = { 0 };
	const u8 *p;
	u32 len;

	for (size_t i = 0; i < ARRAY_SIZE(queries); i++)
		CHECK(host_command(h, uuid_basic, queries[i], false, NULL, 0) == 0);
	CHECK(host_command(h, uuid_basic, 99, false, NULL, 0) == MBIM_STATUS_NO_DEVICE_SUPPORT);
	CHECK(host_command(h, info, 1, false, NULL, 0) == MBIM_STATUS_NO_DEVICE_SUPPORT);
	CHECK(host_command(h, uuid_basic, CID_DEVICE_CAPS, false, NULL, 0) == 0);
	p = host_info(h, &len);
	CHECK(len >= 64 && get_le32(p + 28) == h->m->cfg.sessions);
	put_le32(info, 0x03000100);
	CHECK(host_command(h, uuid_ms, CID_MS_VERSION, false, info, 4) == 0);
	p = host_info(h, &len);
	CHECK(len == 4 && get_le32(p) == 0x01000100);
	CLEAN(h);

	/* Subscribed to nothing but signal: only that is indicated. */
	memset(info, 0, sizeof(info));
	put_le32(info, 1);
	put_le32(info + 4, 12);
	put_le32(info + 8, 24);
	memcpy(info + 12, uuid_basic, 16);
	put_le32(info + 28, 1);
	put_le32(info + 32, CID_SIGNAL_STATE);
	CHECK(host_command(h, uuid_basic, CID_SUBSCRIBE_LIST, true, info, 36) == 0);
	radio_set_packet(h->m, PACKET_DETACHED, false);
	radio_indicate_signal(h->m);
	CHECK(host_indication(h, CID_SIGNAL_STATE));
	CHECK(!host_receive(h));
	test_info_violations(h);
	host_destroy(h);
}

void test_connect(void)
{
	struct modem_config c;
	struct host *h;
	u8 info[60] = { 0 };
	const u8 *p;
	u32 len;

	config_defaults(&c);
	config_finish(&c);
	c.auto_attach = 0;
	h = host_opened(&c);
	CHECK(host_connect(h, 0, true) == MBIM_STATUS_PACKET_SERVICE_DETACHED);
	CHECK(host_command(h, uuid_basic, CID_PACKET_SERVICE, true, info, 4) == 0);
	CHECK(host_connect(h, 0, true) == 0);
	CHECK(host_connect(h, 3, true) == 0);
	CHECK(session_active_count(h->m) == 2);
	put_le32(info, 3);
	CHECK(host_command(h, uuid_basic, CID_IP_CONFIGURATION, false, info, 60) == 0);
	p = host_info(h, &len);
	CHECK(len > 60 && get_le32(p + 12) == 1);
	CHECK(!memcmp(p + get_le32(p + 16) + 4, (u8[]){ 10, 64, 3, 2 }, 4));
	CHECK(host_connect(h, 3, false) == 0);
	CHECK(host_connect(h, 3, false) == MBIM_STATUS_CONTEXT_NOT_ACTIVATED);

	h->m->knobs.connect_fail = 1;
	h->m->knobs.connect_fail_nw_error = 27;
	CHECK(host_connect(h, 1, true) == MBIM_STATUS_FAILURE);
	CHECK(get_le32(h->response + MBIM_COMMAND_LEN + 32) == 27);
	CLEAN(h);
	host_destroy(h);
}

void test_state_loss(void)
{
	struct host *h = host_opened(NULL);

	/* Losing coverage: from the inside out. */
	CHECK(host_connect(h, 0, true) == 0);
	radio_set_coverage(h->m, false);
	CHECK(host_indication(h, CID_CONNECT));
	CHECK(get_le32(h->response + 44 + 4) == CONNECT_DEACTIVATED);
	CHECK(host_indication(h, CID_PACKET_SERVICE));
	CHECK(host_indication(h, CID_REGISTER_STATE));
	CHECK(host_connect(h, 0, true) == MBIM_STATUS_PACKET_SERVICE_DETACHED);
	radio_set_coverage(h->m, true);
	CHECK(host_connect(h, 0, true) == 0);

	/* RESET_FUNCTION closes without a word. */
	CHECK(host_control(h, 0x21, CDC_RESET_FUNCTION, 0, 0, NULL, NULL, 0) == 0);
	CHECK(!h->m->control.open && !session_active_count(h->m) && !host_receive(h));
	host_open(h, 4096);
	host_close(h);
	CHECK(h->m->control.closes == 1);
	host_open(h, 4096);
	CHECK(host_control(h, 0x01, 11, 0, 1, NULL, NULL, 0) == 0);
	CHECK(h->m->usb.alt0_while_open == 1);
	CLEAN(h);
	host_destroy(h);
}
