// SPDX-License-Identifier: GPL-2.0
/*
 * Information buffers: see mbim_basic.h. Pure. SUBSCRIBE_LIST, which is more a
 * set than a buffer, has its own file, mbim_subscribe.c.
 */
#include "mbim_basic.h"

const u8 mbim_context_internet[16] = {
	0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72,
	0x73, 0x6b, 0x65, 0x6e, 0x7e, 0x5e, 0x2a, 0x7e,
};

/*
 * A variable part of @size bytes at @offset of a buffer of @len bytes, whose
 * fixed part is @fixed bytes (MBIM 1.0 §10.3). Data inside the fixed part would
 * be read twice, with two meanings: refused like data outside the buffer.
 */
static bool inside(size_t len, size_t fixed, u32 offset, u64 size)
{
	return offset >= fixed && offset <= len && !(offset % 4) && size <= len - offset;
}

int mbim_connect_set_read(const void *info, size_t len, struct mbim_connect_set *set)
{
	const struct mbim_set_connect *buf = info;
	u32 command;

	/* The two fields wanted here stand first in either version. */
	if (len < sizeof(struct mbim_set_connect_v3))
		return -1;
	command = get_unaligned_le32(&buf->ActivationCommand);
	if (command > 1)
		return -1;
	set->session = get_unaligned_le32(&buf->SessionId);
	set->activate = command;
	return 0;
}

int mbim_connect_info_read(const void *info, size_t len, struct mbim_connect_info *connect)
{
	const struct mbim_connect_info_buf *buf = info;

	if (len < sizeof(*buf))
		return -1;
	connect->session = get_unaligned_le32(&buf->SessionId);
	connect->state = get_unaligned_le32(&buf->ActivationState);
	connect->voice_call = get_unaligned_le32(&buf->VoiceCallState);
	connect->ip_type = get_unaligned_le32(&buf->IPType);
	memcpy(connect->context, buf->ContextType, sizeof(connect->context));
	connect->nw_error = get_unaligned_le32(&buf->NwError);
	return connect->state > MBIM_ACTIVATION_DEACTIVATING ? -1 : 0;
}

/* An empty string as a TLV: Type 10 (UTF-16), no padding, DataLength 0. */
static size_t empty_string_tlv(u8 *buf)
{
	memset(buf, 0, 8);
	put_unaligned_le16(10, buf);
	return 8;
}

size_t mbim_connect_deactivate_build(u8 *buf, u16 mbimex, u32 session, const u8 context[16])
{
	struct mbim_set_connect_v3 *v3 = (void *)buf;
	struct mbim_set_connect *v1 = (void *)buf;
	size_t len;
	int i;

	memset(buf, 0, MBIM_CONNECT_BUF_SIZE);
	put_unaligned_le32(session, buf);
	if (mbimex < MBIM_MBIMEX_3_0) {
		memcpy(v1->ContextType, context, sizeof(v1->ContextType));
		return sizeof(*v1);
	}
	memcpy(v3->ContextType, context, sizeof(v3->ContextType));
	len = sizeof(*v3);
	for (i = 0; i < 3; i++)		/* access string, user name, password */
		len += empty_string_tlv(buf + len);
	return len;
}

size_t mbim_connect_info_build(u8 *buf, u16 mbimex, const struct mbim_connect_info *connect)
{
	struct mbim_connect_info_buf *info = (void *)buf;
	size_t len = sizeof(*info);

	put_unaligned_le32(connect->session, &info->SessionId);
	put_unaligned_le32(connect->state, &info->ActivationState);
	put_unaligned_le32(connect->voice_call, &info->VoiceCallState);
	put_unaligned_le32(connect->ip_type, &info->IPType);
	memcpy(info->ContextType, connect->context, sizeof(info->ContextType));
	put_unaligned_le32(connect->nw_error, &info->NwError);
	if (mbimex < MBIM_MBIMEX_3_0)
		return len;
	put_unaligned_le32(0, buf + len);	/* MediaPreference: unknown */
	len += 4;
	return len + empty_string_tlv(buf + len);
}

/* @count items of @size bytes at @offset; none: NULL and 0 are left behind. */
static int ip_items(const void *info, size_t len, u32 count, u32 offset, u32 size,
		    u32 *count_out, const u8 **items)
{
	if (!count)
		return 0;
	if (!inside(len, sizeof(struct mbim_ip_configuration_buf), offset, (u64)count * size))
		return -1;
	*count_out = count;
	*items = (const u8 *)info + offset;
	return 0;
}

/* Where one family's half of the structure has its fields. */
struct ip_family_layout {
	size_t available;
	size_t address_count;
	size_t address_offset;
	size_t gateway_offset;
	size_t dns_count;
	size_t dns_offset;
	size_t mtu;
	u32 address_size;
};

#define IP_FIELD(name)	offsetof(struct mbim_ip_configuration_buf, name)

static const struct ip_family_layout ipv4_layout = {
	.available = IP_FIELD(IPv4ConfigurationAvailable),
	.address_count = IP_FIELD(IPv4AddressCount),
	.address_offset = IP_FIELD(IPv4AddressOffset),
	.gateway_offset = IP_FIELD(IPv4GatewayOffset),
	.dns_count = IP_FIELD(IPv4DnsServerCount),
	.dns_offset = IP_FIELD(IPv4DnsServerOffset),
	.mtu = IP_FIELD(IPv4Mtu),
	.address_size = 4,
};

static const struct ip_family_layout ipv6_layout = {
	.available = IP_FIELD(IPv6ConfigurationAvailable),
	.address_count = IP_FIELD(IPv6AddressCount),
	.address_offset = IP_FIELD(IPv6AddressOffset),
	.gateway_offset = IP_FIELD(IPv6GatewayOffset),
	.dns_count = IP_FIELD(IPv6DnsServerCount),
	.dns_offset = IP_FIELD(IPv6DnsServerOffset),
	.mtu = IP_FIELD(IPv6Mtu),
	.address_size = 16,
};

static int ip_family_read(const u8 *info, size_t len, const struct ip_family_layout *at,
			  struct mbim_ip_family *family)
{
	u32 available = get_unaligned_le32(info + at->available);
	u32 one;

	family->available = available;
	if (available & MBIM_IP_HAS_ADDRESS &&
	    ip_items(info, len, get_unaligned_le32(info + at->address_count),
		     get_unaligned_le32(info + at->address_offset), 4 + at->address_size,
		     &family->address_count, &family->addresses))
		return -1;
	if (available & MBIM_IP_HAS_GATEWAY &&
	    ip_items(info, len, 1, get_unaligned_le32(info + at->gateway_offset),
		     at->address_size, &one, &family->gateway))
		return -1;
	if (available & MBIM_IP_HAS_DNS &&
	    ip_items(info, len, get_unaligned_le32(info + at->dns_count),
		     get_unaligned_le32(info + at->dns_offset), at->address_size,
		     &family->dns_count, &family->dns))
		return -1;
	if (available & MBIM_IP_HAS_MTU)
		family->mtu = get_unaligned_le32(info + at->mtu);
	return 0;
}

int mbim_ip_configuration_read(const void *info, size_t len,
			       struct mbim_ip_configuration *config)
{
	const struct mbim_ip_configuration_buf *buf = info;

	memset(config, 0, sizeof(*config));
	if (len < sizeof(*buf))
		return -1;
	config->session = get_unaligned_le32(&buf->SessionId);
	if (ip_family_read(info, len, &ipv4_layout, &config->v4))
		return -1;
	return ip_family_read(info, len, &ipv6_layout, &config->v6);
}

/* RFC 8200: with less, an interface has no IPv6 at all. */
#define IPV6_MTU_MIN	1280u

/*
 * An interface has one MTU, the function says two: the smaller one suits both.
 * But a small IPv4Mtu must not end IPv6.
 */
u32 mbim_ip_mtu(const struct mbim_ip_configuration *config)
{
	u32 mtu = config->v4.mtu;

	if (config->v6.mtu && (!mtu || config->v6.mtu < mtu))
		mtu = config->v6.mtu;
	if (mtu && config->v6.available && mtu < IPV6_MTU_MIN)
		mtu = IPV6_MTU_MIN;
	return mtu;
}

/* MBIMEx 2.0 and 3.0 add fields behind these. */
struct packet_service_buf {
	__le32 NwError;
	__le32 PacketServiceState;
	__le32 HighestAvailableDataClass;
	__le64 UplinkSpeed;
	__le64 DownlinkSpeed;
} __packed;

static_assert(sizeof(struct packet_service_buf) == 28, "MBIM 1.0 10.5.10.6");

int mbim_packet_service_read(const void *info, size_t len, struct mbim_packet_service *ps)
{
	const struct packet_service_buf *buf = info;

	if (len < sizeof(*buf))
		return -1;
	ps->nw_error = get_unaligned_le32(&buf->NwError);
	ps->state = get_unaligned_le32(&buf->PacketServiceState);
	ps->uplink = get_unaligned_le64(&buf->UplinkSpeed);
	ps->downlink = get_unaligned_le64(&buf->DownlinkSpeed);
	return 0;
}

struct dss_connect_buf {
	u8 DeviceServiceId[16];
	__le32 DssSessionId;
	__le32 DssLinkState;
} __packed;

static_assert(sizeof(struct dss_connect_buf) == MBIM_DSS_CONNECT_SIZE, "MBIM 1.0 10.11.1.3");

int mbim_dss_connect_read(const void *info, size_t len, struct mbim_dss_connect_set *set)
{
	const struct dss_connect_buf *buf = info;
	u32 state;

	if (len < sizeof(*buf))
		return -1;
	state = get_unaligned_le32(&buf->DssLinkState);
	if (state > 1)
		return -1;
	set->session = get_unaligned_le32(&buf->DssSessionId);
	set->activate = state;
	return 0;
}

void mbim_dss_deactivate_build(u8 buf[MBIM_DSS_CONNECT_SIZE], const u8 service[16], u32 session)
{
	struct dss_connect_buf *set = (void *)buf;

	memcpy(set->DeviceServiceId, service, sizeof(set->DeviceServiceId));
	put_unaligned_le32(session, &set->DssSessionId);
	put_unaligned_le32(0, &set->DssLinkState);
}

/* The string whose (offset, size) pair stands at @pair of the fixed part. */
static int string_read(const u8 *info, size_t len, size_t pair, struct mbim_string *string)
{
	u32 offset = get_unaligned_le32(info + pair);
	u32 size = get_unaligned_le32(info + pair + 4);

	if (!size)
		return 0;
	if (size % 2 || !inside(len, sizeof(struct mbim_device_caps_buf), offset, size))
		return -1;
	string->data = info + offset;
	string->size = size;
	return 0;
}

#define CAPS_FIELD(name)	offsetof(struct mbim_device_caps_buf, name)

int mbim_device_caps_read(const void *info, size_t len, struct mbim_device_caps *caps)
{
	const struct mbim_device_caps_buf *buf = info;

	memset(caps, 0, sizeof(*caps));
	if (len < sizeof(*buf))
		return -1;
	caps->device_type = get_unaligned_le32(&buf->DeviceType);
	caps->cellular_class = get_unaligned_le32(&buf->CellularClass);
	caps->data_class = get_unaligned_le32(&buf->DataClass);
	caps->control_caps = get_unaligned_le32(&buf->ControlCaps);
	caps->max_sessions = get_unaligned_le32(&buf->MaxSessions);
	if (string_read(info, len, CAPS_FIELD(DeviceIdOffset), &caps->device_id) ||
	    string_read(info, len, CAPS_FIELD(FirmwareInfoOffset), &caps->firmware))
		return -1;
	return string_read(info, len, CAPS_FIELD(HardwareInfoOffset), &caps->hardware);
}

size_t mbim_device_caps_sessions(size_t len, bool extended, u16 mbimex)
{
	size_t at = CAPS_FIELD(MaxSessions);

	/* MBIMEx 3.0 put a 64-bit DataSubclass in front of it. */
	if (extended && mbimex >= 0x0300)
		at += 8;
	return at + 4 <= len ? at : 0;
}

/* Head of the buffer, then one (offset, size) pair for each element. */
struct device_services_buf {
	__le32 DeviceServicesCount;
	__le32 MaxDssSessions;
} __packed;

struct device_service_element {
	u8 DeviceServiceId[16];
	__le32 DssPayload;
	__le32 MaxDssInstances;
	__le32 CidCount;
} __packed;

struct list_pair {
	__le32 offset;
	__le32 size;
} __packed;

int mbim_device_services_count(const void *info, size_t len)
{
	const struct device_services_buf *buf = info;
	u32 count;

	if (len < sizeof(*buf))
		return -1;
	count = get_unaligned_le32(&buf->DeviceServicesCount);
	if (count > (len - sizeof(*buf)) / sizeof(struct list_pair))
		return -1;
	return (int)count;
}

int mbim_device_services_read(const void *info, size_t len, u32 index,
			      struct mbim_device_service *service)
{
	const struct device_service_element *element;
	int count = mbim_device_services_count(info, len);
	const struct list_pair *pair;
	size_t fixed;
	u32 offset, size;

	if (count < 0 || index >= (u32)count)
		return -1;
	pair = (const void *)((const u8 *)info + sizeof(struct device_services_buf));
	fixed = sizeof(struct device_services_buf) + count * sizeof(*pair);
	offset = get_unaligned_le32(&pair[index].offset);
	size = get_unaligned_le32(&pair[index].size);
	if (size < sizeof(*element) || !inside(len, fixed, offset, size))
		return -1;

	element = (const void *)((const u8 *)info + offset);
	service->service = element->DeviceServiceId;
	service->dss_payload = get_unaligned_le32(&element->DssPayload);
	service->max_dss_instances = get_unaligned_le32(&element->MaxDssInstances);
	service->cid_count = get_unaligned_le32(&element->CidCount);
	service->cids = (const u8 *)(element + 1);
	return service->cid_count > (size - sizeof(*element)) / 4 ? -1 : 0;
}

bool mbim_device_services_have(const void *info, size_t len, const u8 service[16], u32 cid)
{
	int i, count = mbim_device_services_count(info, len);
	struct mbim_device_service s;
	size_t left = len / 4;
	u32 c;

	for (i = 0; i < count; i++) {
		if (mbim_device_services_read(info, len, (u32)i, &s) ||
		    memcmp(s.service, service, 16))
			continue;
		/* Elements on top of each other could make more work than memory. */
		if (s.cid_count > left)
			return false;
		left -= s.cid_count;
		for (c = 0; c < s.cid_count; c++)
			if (get_unaligned_le32(s.cids + 4 * (size_t)c) == cid)
				return true;
	}
	return false;
}

int mbim_version_read(const void *info, size_t len, struct mbim_version *version)
{
	if (len < MBIM_VERSION_SIZE)
		return -1;
	version->mbim = get_unaligned_le16(info);
	version->extended = get_unaligned_le16((const u8 *)info + 2);
	return 0;
}

void mbim_version_build(u8 buf[MBIM_VERSION_SIZE], const struct mbim_version *version)
{
	put_unaligned_le16(version->mbim, buf);
	put_unaligned_le16(version->extended, buf + 2);
}
