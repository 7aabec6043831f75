// SPDX-License-Identifier: GPL-2.0
/*
 * Basic Connect: contexts, their IP configuration, statistics and packet filters.
 */
#include "core.h"
#include "indications.h"
#include "services.h"

#define CONNECT_FIXED		60
#define CONNECT_FIXED_V3	40

struct connect_request {
	u32 session, activate, ip_type;
	u8 context_type[16];
	char apn[101], user[256], password[256];
};

static bool connect_v3(const struct modem *m)
{
	return m->radio.mbimex >= 0x0300;
}

void fill_connect(struct modem *m, const struct session *s, u32 nw_error, struct info *i)
{
	info_init(i, connect_v3(m) ? 40 : 36);
	info_put32(i, 0, s->id);
	info_put32(i, 4, s->active ? CONNECT_ACTIVATED : CONNECT_DEACTIVATED);
	info_put32(i, 12, s->active ? s->ip_type : IP_DEFAULT);
	info_put_uuid(i, 16, s->context_type);
	info_put32(i, 32, nw_error);
	if (connect_v3(m))
		info_put_string_tlv(i, s->apn);
}

static bool connect_values(struct modem *m, const struct command *cmd, u32 compression, u32 auth,
			   const struct connect_request *r)
{
	if (r->activate <= 1 && r->ip_type <= IP_V4_AND_V6 && compression <= 1 && auth <= 3)
		return true;
	violation_record(m, V_INFO_VALUE, "CONNECT command %u, compression %u, auth %u, IP type %u",
			 r->activate, compression, auth, r->ip_type);
	services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
	return false;
}

/* Return: false when an answer has been given already. */
static bool connect_parse(struct modem *m, const struct command *cmd, struct connect_request *r)
{
	bool v3 = connect_v3(m), strings;
	u32 compression, auth, pos = CONNECT_FIXED_V3;

	if (!info_need(m, cmd, v3 ? CONNECT_FIXED_V3 : CONNECT_FIXED)) {
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return false;
	}
	r->session = info_get32(cmd, 0);
	r->activate = info_get32(cmd, 4);
	if (v3) {
		compression = info_get32(cmd, 8);
		auth = info_get32(cmd, 12);
		r->ip_type = info_get32(cmd, 16);
		memcpy(r->context_type, cmd->info + 20, 16);
		strings = info_get_string_tlv(m, cmd, &pos, 200, r->apn, sizeof(r->apn)) &&
			  info_get_string_tlv(m, cmd, &pos, 510, r->user, sizeof(r->user)) &&
			  info_get_string_tlv(m, cmd, &pos, 510, r->password, sizeof(r->password));
	} else {
		compression = info_get32(cmd, 32);
		auth = info_get32(cmd, 36);
		r->ip_type = info_get32(cmd, 40);
		memcpy(r->context_type, cmd->info + 44, 16);
		strings = info_get_string(m, cmd, 8, 200, r->apn, sizeof(r->apn)) &&
			  info_get_string(m, cmd, 16, 510, r->user, sizeof(r->user)) &&
			  info_get_string(m, cmd, 24, 510, r->password, sizeof(r->password));
	}
	if (!strings) {
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return false;
	}
	return connect_values(m, cmd, compression, auth, r);
}

/* Answer with the state of the session; some failures carry it, too. */
static void connect_answer(struct modem *m, const struct command *cmd, struct session *s,
			   u32 status, u32 nw_error, int confirm)
{
	static struct info i;

	fill_connect(m, s, nw_error, &i);
	control_answer(m, cmd, status, i.data, i.len, confirm);
}

static void connect_activate(struct modem *m, const struct command *cmd, struct session *s,
			     const struct connect_request *r)
{
	if (m->radio.packet_state != PACKET_ATTACHED) {
		services_status(m, cmd, MBIM_STATUS_PACKET_SERVICE_DETACHED);
		return;
	}
	if (knob_take(&m->knobs.connect_fail)) {
		connect_answer(m, cmd, s, MBIM_STATUS_FAILURE, m->knobs.connect_fail_nw_error, -1);
		return;
	}
	if (!s->active) {
		s->ip_type = r->ip_type == IP_DEFAULT ? IP_V4V6 : r->ip_type;
		memcpy(s->context_type, r->context_type, 16);
		memcpy(s->apn, r->apn, sizeof(s->apn));
		session_activate(m, s);
		if (m->cfg.speed_change)
			notify_speed_change(m, 150000000, 50000000);
	}
	connect_answer(m, cmd, s, MBIM_STATUS_SUCCESS, 0, s->id);
}

void bc_connect(struct modem *m, const struct command *cmd)
{
	static struct connect_request r;
	struct session *s;

	if (!cmd->set) {
		s = session_get(m, info_get32(cmd, 0));
		if (s)
			connect_answer(m, cmd, s, MBIM_STATUS_SUCCESS, 0, -1);
		else
			services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	memset(&r, 0, sizeof(r));
	if (!connect_parse(m, cmd, &r))
		return;
	s = session_get(m, r.session);
	if (!s) {
		violation_record(m, V_SESSION_RANGE, "CONNECT for session %u of %u", r.session,
				 m->cfg.sessions);
		services_status(m, cmd, MBIM_STATUS_MAX_ACTIVATED_CONTEXTS);
		return;
	}
	if (r.activate) {
		connect_activate(m, cmd, s, &r);
	} else if (!s->active) {
		services_status(m, cmd, MBIM_STATUS_CONTEXT_NOT_ACTIVATED);
	} else {
		session_deactivate(m, s);
		connect_answer(m, cmd, s, MBIM_STATUS_SUCCESS, 0, -1);
	}
}

/* ---------------------------- IP configuration --------------------------- */

static u32 ip_mtu(const struct modem *m)
{
	return m->knobs.ip_mtu ? m->knobs.ip_mtu : m->cfg.mtu;
}

static void fill_ip_v4(struct modem *m, const struct session *s, struct info *i)
{
	u8 element[8];

	info_put32(i, 4, 0xf);
	put_le32(element, m->cfg.ipv4_prefix);
	memcpy(element + 4, &s->addr4, 4);
	info_put32(i, 12, 1);
	info_put32(i, 16, info_append(i, element, sizeof(element)));
	info_put32(i, 28, info_append(i, &s->gw4, 4));
	info_put32(i, 36, 1);
	info_put32(i, 40, info_append(i, &s->dns4, 4));
	info_put32(i, 52, ip_mtu(m));
}

static void fill_ip_v6(struct modem *m, const struct session *s, struct info *i)
{
	u8 element[20];

	info_put32(i, 8, 0xf);
	put_le32(element, m->cfg.ipv6_prefix);
	memcpy(element + 4, &s->addr6, 16);
	info_put32(i, 20, 1);
	info_put32(i, 24, info_append(i, element, sizeof(element)));
	info_put32(i, 32, info_append(i, &s->gw6, 16));
	info_put32(i, 44, 1);
	info_put32(i, 48, info_append(i, &s->dns6, 16));
	info_put32(i, 56, ip_mtu(m));
}

void fill_ip_configuration(struct modem *m, const struct session *s, struct info *i)
{
	info_init(i, 60);
	info_put32(i, 0, s->id);
	if (session_has_v4(s))
		fill_ip_v4(m, s, i);
	if (session_has_v6(s))
		fill_ip_v6(m, s, i);
}

void bc_ip_configuration(struct modem *m, const struct command *cmd)
{
	static struct info i;
	struct session *s = session_get(m, info_get32(cmd, 0));

	if (!s || !s->active) {
		services_status(m, cmd, MBIM_STATUS_CONTEXT_NOT_ACTIVATED);
		return;
	}
	fill_ip_configuration(m, s, &i);
	services_reply(m, cmd, &i);
}

void bc_packet_statistics(struct modem *m, const struct command *cmd)
{
	static struct info i;
	u64 up_packets = 0, up_bytes = 0, down_packets = 0, down_bytes = 0;

	for (u32 id = 0; id < m->cfg.sessions; id++) {
		const struct session *s = session_get(m, id);

		up_packets += s->up_packets;
		up_bytes += s->up_bytes;
		down_packets += s->down_packets;
		down_bytes += s->down_bytes;
	}
	info_init(&i, 48);
	info_put64(&i, 8, down_bytes);
	info_put64(&i, 16, down_packets);
	info_put64(&i, 24, up_bytes);
	info_put64(&i, 32, up_packets);
	services_reply(m, cmd, &i);
}

/* -------------------------------- filters -------------------------------- */

static bool filter_check(struct modem *m, const struct command *cmd, u32 pair)
{
	u32 off = info_get32(cmd, pair), size = info_get32(cmd, pair + 4), len;

	if (!info_get_range(m, cmd, 0, off, size))
		return false;
	if (size < 12) {
		violation_record(m, V_INFO_LENGTH, "packet filter of %u bytes", size);
		return false;
	}
	len = info_get32(cmd, off);
	if (len > m->cfg.filter_size) {
		violation_record(m, V_INFO_FILTER, "filter of %u bytes, bMaxFilterSize %u", len,
				 m->cfg.filter_size);
		return false;
	}
	return info_get_range(m, cmd, off, info_get32(cmd, off + 4), len) &&
	       info_get_range(m, cmd, off, info_get32(cmd, off + 8), len);
}

static bool filters_check(struct modem *m, const struct command *cmd)
{
	u32 count = info_get32(cmd, 4);

	if (count > m->cfg.filters) {
		violation_record(m, V_INFO_FILTER, "%u filters, bNumberFilters %u", count,
				 m->cfg.filters);
		return false;
	}
	if (!info_need(m, cmd, 8 + 8 * count))
		return false;
	for (u32 k = 0; k < count; k++)
		if (!filter_check(m, cmd, 8 + 8 * k))
			return false;
	return cmd->len <= sizeof(m->radio.filters);
}

void bc_ip_packet_filters(struct modem *m, const struct command *cmd)
{
	static struct info i;
	struct radio *r = &m->radio;
	u32 session = info_get32(cmd, 0);

	if (!session_get(m, session) || (cmd->set && !filters_check(m, cmd))) {
		services_status(m, cmd, MBIM_STATUS_INVALID_PARAMETERS);
		return;
	}
	if (cmd->set) {
		memcpy(r->filters, cmd->info, cmd->len);
		r->filters_len = cmd->len;
		r->filters_session = session;
		r->filter_sets++;
		control_answer(m, cmd, MBIM_STATUS_SUCCESS, cmd->info, cmd->len, -1);
		return;
	}
	if (r->filters_len && r->filters_session == session) {
		control_answer(m, cmd, MBIM_STATUS_SUCCESS, r->filters, r->filters_len, -1);
		return;
	}
	info_init(&i, 8);
	info_put32(&i, 0, session);
	services_reply(m, cmd, &i);
}
