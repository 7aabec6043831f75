// SPDX-License-Identifier: GPL-2.0
/*
 * What the function said of a session's IP configuration, whoever asked it: kept
 * to be shown (linux/link_sysfs.c), never assigned. Addresses are the affair of
 * whoever brought the session up; the MTU is the link's.
 */
#include <linux/device.h>
#include <linux/string.h>

#include "mbim_basic.h"
#include "session.h"

static void family_note(struct mbb_session_ip *ip, const struct mbim_ip_family *family,
			unsigned int size)
{
	const u8 *from = family->addresses;
	unsigned int i;

	memset(ip, 0, sizeof(*ip));
	ip->addresses = min_t(u32, family->address_count, MBB_IP_SHOWN);
	for (i = 0; i < ip->addresses; i++, from += 4 + size) {
		ip->address[i].prefix = get_unaligned_le32(from);
		memcpy(ip->address[i].addr, from + 4, size);
	}
	ip->has_gateway = family->gateway;
	if (family->gateway)
		memcpy(ip->gateway, family->gateway, size);
	ip->dns_servers = min_t(u32, family->dns_count, MBB_IP_SHOWN);
	for (i = 0; i < ip->dns_servers; i++)
		memcpy(ip->dns[i], family->dns + i * size, size);
	ip->mtu = family->mtu;
}

void mbb_sessions_ip_configuration(struct mbb_device *mbb, const void *info, size_t len)
{
	struct mbb_sessions *table = mbb_sessions_get(mbb);
	struct mbim_ip_configuration config;
	struct mbb_session *session;

	if (!table)
		return;
	if (mbim_ip_configuration_read(info, len, &config) || config.session >= MBB_MAX_SESSIONS) {
		dev_warn_ratelimited(mbb_device_linux(mbb),
				     "malformed IP_CONFIGURATION from the modem, %zu bytes\n", len);
	} else {
		session = &table->session[config.session];
		spin_lock_bh(&table->lock);
		family_note(&session->ip4, &config.v4, 4);
		family_note(&session->ip6, &config.v6, 16);
		mbb_session_set_mtu(session, mbim_ip_mtu(&config));
		spin_unlock_bh(&table->lock);
		if (mbb_session_mtu_due(session))
			mbb_session_kick(session);
	}
	mbb_sessions_put(table);
}

void mbb_session_ip_forget(struct mbb_session *session)
{
	lockdep_assert_held(&session->table->lock);
	memset(&session->ip4, 0, sizeof(session->ip4));
	memset(&session->ip6, 0, sizeof(session->ip6));
}
