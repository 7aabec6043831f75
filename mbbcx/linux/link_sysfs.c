// SPDX-License-Identifier: GPL-2.0
/*
 * /sys/class/net/<link>/mbim: which session the interface is, whether its context
 * is up, and what the function said of its addresses. Readers hold the
 * net_device, whose private area has a reference to the session's table.
 */
#include <linux/netdevice.h>

#include "session.h"

static struct mbb_session *sysfs_session(struct device *dev)
{
	return mbb_link_session(to_net_dev(dev));
}

static ssize_t session_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%u\n", sysfs_session(dev)->id);
}
static DEVICE_ATTR_RO(session);

static ssize_t state_show(struct device *dev, struct device_attribute *attr, char *buf)
{
	return sysfs_emit(buf, "%s\n", READ_ONCE(sysfs_session(dev)->active) ? "activated" :
									     "deactivated");
}
static DEVICE_ATTR_RO(state);

/* ---- IP_CONFIGURATION ---- */

static int emit_address(char *buf, int at, const u8 *address, bool v6)
{
	return v6 ? sysfs_emit_at(buf, at, "%pI6c", address) :
		    sysfs_emit_at(buf, at, "%pI4", address);
}

static ssize_t addresses_emit(const struct mbb_session_ip *ip, bool v6, char *buf)
{
	unsigned int i;
	int at = 0;

	for (i = 0; i < ip->addresses; i++) {
		at += emit_address(buf, at, ip->address[i].addr, v6);
		at += sysfs_emit_at(buf, at, "/%u\n", ip->address[i].prefix);
	}
	return at;
}

static ssize_t gateway_emit(const struct mbb_session_ip *ip, bool v6, char *buf)
{
	int at = 0;

	if (ip->has_gateway) {
		at += emit_address(buf, at, ip->gateway, v6);
		at += sysfs_emit_at(buf, at, "\n");
	}
	return at;
}

static ssize_t dns_emit(const struct mbb_session_ip *ip, bool v6, char *buf)
{
	unsigned int i;
	int at = 0;

	for (i = 0; i < ip->dns_servers; i++) {
		at += emit_address(buf, at, ip->dns[i], v6);
		at += sysfs_emit_at(buf, at, "\n");
	}
	return at;
}

static ssize_t mtu_emit(const struct mbb_session_ip *ip, bool v6, char *buf)
{
	return ip->mtu ? sysfs_emit(buf, "%u\n", ip->mtu) : 0;
}

static ssize_t ip_show(struct device *dev, bool v6, char *buf,
		       ssize_t (*emit)(const struct mbb_session_ip *ip, bool v6, char *buf))
{
	struct mbb_session *session = sysfs_session(dev);
	struct mbb_session_ip ip;

	spin_lock_bh(&session->table->lock);
	ip = v6 ? session->ip6 : session->ip4;
	spin_unlock_bh(&session->table->lock);
	return emit(&ip, v6, buf);
}

/* Empty where the function said nothing; one line for each of several. */
#define IP_ATTR(_name)									\
static ssize_t ipv4_##_name##_show(struct device *dev, struct device_attribute *attr,	\
				   char *buf)						\
{											\
	return ip_show(dev, false, buf, _name##_emit);					\
}											\
static DEVICE_ATTR_RO(ipv4_##_name);							\
static ssize_t ipv6_##_name##_show(struct device *dev, struct device_attribute *attr,	\
				   char *buf)						\
{											\
	return ip_show(dev, true, buf, _name##_emit);					\
}											\
static DEVICE_ATTR_RO(ipv6_##_name)

IP_ATTR(addresses);
IP_ATTR(gateway);
IP_ATTR(dns);
IP_ATTR(mtu);

static struct attribute *mbim_attrs[] = {
	&dev_attr_session.attr,
	&dev_attr_state.attr,
	&dev_attr_ipv4_addresses.attr,
	&dev_attr_ipv4_gateway.attr,
	&dev_attr_ipv4_dns.attr,
	&dev_attr_ipv4_mtu.attr,
	&dev_attr_ipv6_addresses.attr,
	&dev_attr_ipv6_gateway.attr,
	&dev_attr_ipv6_dns.attr,
	&dev_attr_ipv6_mtu.attr,
	NULL
};

const struct attribute_group mbb_link_group = {
	.name = "mbim",
	.attrs = mbim_attrs,
};
