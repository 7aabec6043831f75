/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Self-test of the modem's core: a host in the same process takes the place of transport and
 * kernel, and time is virtual.
 */
#ifndef _MODEM_SELFTEST_H
#define _MODEM_SELFTEST_H

#include "core.h"

struct host_xfer {
	struct xfer x;
	bool done;
	u8 buf[65536 + 1024];
};

struct host {
	struct transport t;
	struct modem *m;
	struct loop *loop;
	u32 tid;
	u16 sequence;
	struct host_xfer notify, in, out, ep0;
	bool notify_posted;
	u32 detached;			/* how often the modem has pulled its plug */
	u8 response[65536];	/* last reassembled message */
	u32 response_len;
};

/* selftest.c */
extern const char *selftest_name;
void selftest_fail(const char *file, int line, const char *what);

#define CHECK(cond) do { \
	if (!(cond)) \
		selftest_fail(__FILE__, __LINE__, #cond); \
} while (0)

/* Exactly this violation, once; forgets it. */
void expect_violation(struct host *h, enum violation what, const char *file, int line);
#define EXPECT(h, name) expect_violation(h, V_##name, __FILE__, __LINE__)
/* At least this one, maybe with others in its wake; forgets them. */
void expect_among(struct host *h, enum violation what, const char *file, int line);
#define EXPECT_AMONG(h, name) expect_among(h, V_##name, __FILE__, __LINE__)
void expect_clean(struct host *h, const char *file, int line);
#define CLEAN(h) expect_clean(h, __FILE__, __LINE__)

/* selftest_host.c */
struct host *host_create(const struct modem_config *cfg);
void host_destroy(struct host *h);
/* Return: bytes transferred or negative errno. */
int host_control(struct host *h, u8 type, u8 request, u16 value, u16 index, const void *out,
		 void *in, u16 len);
/* Configures, negotiates with the given format and input size, data setting 1. */
void host_bring_up(struct host *h, bool ntb32);
void host_open(struct host *h, u32 max_transfer);
void host_close(struct host *h);
int host_send(struct host *h, const void *msg, u32 len);
/* Reads one message, fragment by notified fragment.  Return: its type, 0 when there is none. */
u32 host_receive(struct host *h);
/* Builds an unfragmented command.  Return: its length. */
u32 host_command_message(u8 *msg, u32 tid, const u8 *uuid, u32 cid, bool set, const void *info,
			 u32 len);
/* Sends a command and reads its answer past indications.  Return: status. */
u32 host_command(struct host *h, const u8 *uuid, u32 cid, bool set, const void *info, u32 len);
const u8 *host_info(struct host *h, u32 *len);
/* Return: whether such an indication comes next. */
bool host_indication(struct host *h, u32 cid);
u32 host_connect(struct host *h, u32 session, bool activate);
void host_up(struct host *h, bool ntb32);	/* bring up, open, attach, connect session 0 */
void host_bulk_out(struct host *h, const void *p, u32 len, bool zero);
/* One datagram in one NTB of the host. */
void host_datagram(struct host *h, bool dss, u8 session, const void *p, u32 len);
u32 host_ntb(struct host *h, bool dss, u8 session, const void *p, u32 len, u8 *out);
/* Posts a bulk IN buffer unless one is waiting.  Return: whether it has completed. */
bool host_bulk_in(struct host *h, u32 size);
/* Takes the only datagram out of the NTB in the bulk IN buffer. */
const u8 *host_in_datagram(struct host *h, u32 *len);
u32 host_udp(u8 *p, u32 session, u16 port, const void *data, u32 len);

extern const u8 uuid_basic[16], uuid_dss[16], uuid_echo[16], uuid_ms[16];

/* Test cases */
void test_descriptors(void);
void test_class_requests(void);
void test_dual(void);
void test_endpoints(void);
void test_control(void);
void test_fragments(void);
void test_services(void);
void test_connect(void);
void test_state_loss(void);
void test_ntb_matrix(void);
void test_ntb_violations(void);
void test_zlp(void);
void test_bulk_in(void);
void test_network(void);
void test_ip_violations(void);
void test_dss(void);
void test_faults(void);
void test_fault_ntbs(void);

#endif
