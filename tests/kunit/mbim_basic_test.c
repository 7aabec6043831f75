// SPDX-License-Identifier: GPL-2.0
/*
 * mbbcx's information buffers, subscription sets and the function's side of
 * messages: examples that a second MBIM implementation accepts, and for each
 * length and offset a buffer in which it lies.
 */
#include <kunit/test.h>
#include <linux/module.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../mbbcx/mbim_basic.c"
#include "../../mbbcx/mbim_frag.c"
#undef FRAGMENT_HEAD
#include "../../mbbcx/mbim_host.c"
#define build_header function_build_header	/* each file has its own */
#include "../../mbbcx/mbim_msg.c"
#undef build_header
#define list_pair subscribe_list_pair
#include "../../mbbcx/mbim_subscribe.c"
#undef list_pair

/* CONNECT set: session 0, ACTIVATE, APN "internet", IPv4v6, type INTERNET */
static const u8 connect_set[76] = {
	0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x3c, 0x00, 0x00, 0x00, 0x10, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00,
	0x00, 0x00, 0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72, 0x73, 0x6b, 0x65, 0x6e,
	0x7e, 0x5e, 0x2a, 0x7e, 0x69, 0x00, 0x6e, 0x00, 0x74, 0x00, 0x65, 0x00, 0x72, 0x00,
	0x6e, 0x00, 0x65, 0x00, 0x74, 0x00,
};

/* CONNECT response: session 0 ACTIVATED, IPv4v6 */
static const u8 connect_info[36] = {
	0x00, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00,
	0x00, 0x00, 0x7e, 0x5e, 0x2a, 0x7e, 0x4e, 0x6f, 0x72, 0x72, 0x73, 0x6b, 0x65, 0x6e,
	0x7e, 0x5e, 0x2a, 0x7e, 0x00, 0x00, 0x00, 0x00,
};

/*
 * 10.64.1.2/29 gw .1 dns 192.0.2.53 mtu 1500; 2001:db8:0:1::1/64 gw fe80::a dns
 * 2001:db8:0:53::53 mtu 1500
 */
static const u8 ip_configuration[128] = {
	0x00, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x00, 0x01, 0x00,
	0x00, 0x00, 0x3c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x44, 0x00, 0x00, 0x00,
	0x58, 0x00, 0x00, 0x00, 0x5c, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x6c, 0x00,
	0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x70, 0x00, 0x00, 0x00, 0xdc, 0x05, 0x00, 0x00,
	0xdc, 0x05, 0x00, 0x00, 0x1d, 0x00, 0x00, 0x00, 0x0a, 0x40, 0x01, 0x02, 0x40, 0x00,
	0x00, 0x00, 0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x01, 0x0a, 0x40, 0x01, 0x01, 0xfe, 0x80, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x0a, 0xc0, 0x00, 0x02, 0x35,
	0x20, 0x01, 0x0d, 0xb8, 0x00, 0x00, 0x00, 0x53, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00,
	0x00, 0x53,
};

/* MaxSessions 8, IMEI "353001234567890", FW "FW1", HW "HW2" */
static const u8 device_caps[112] = {
	0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x02, 0x00,
	0x00, 0x00, 0x3f, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x40, 0x00,
	0x00, 0x00, 0x1e, 0x00, 0x00, 0x00, 0x60, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00,
	0x68, 0x00, 0x00, 0x00, 0x06, 0x00, 0x00, 0x00, 0x33, 0x00, 0x35, 0x00, 0x33, 0x00,
	0x30, 0x00, 0x30, 0x00, 0x31, 0x00, 0x32, 0x00, 0x33, 0x00, 0x34, 0x00, 0x35, 0x00,
	0x36, 0x00, 0x37, 0x00, 0x38, 0x00, 0x39, 0x00, 0x30, 0x00, 0x00, 0x00, 0x46, 0x00,
	0x57, 0x00, 0x31, 0x00, 0x00, 0x00, 0x48, 0x00, 0x57, 0x00, 0x32, 0x00, 0x00, 0x00,
};

/* Basic Connect CIDs {1,12,15}; DSS CID {1} with DssPayload 3, 1 instance */
static const u8 device_services[96] = {
	0x02, 0x00, 0x00, 0x00, 0x04, 0x00, 0x00, 0x00, 0x18, 0x00, 0x00, 0x00, 0x28, 0x00,
	0x00, 0x00, 0x40, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33,
	0xbc, 0xbb, 0x8b, 0x4f, 0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf, 0x00, 0x00,
	0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x03, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
	0x0c, 0x00, 0x00, 0x00, 0x0f, 0x00, 0x00, 0x00, 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18,
	0x43, 0x82, 0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e, 0x03, 0x00, 0x00, 0x00,
	0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00,
};

/* Basic Connect {9, 12}; SMS with CidCount 0 */
static const u8 subscribe_list[68] = {
	0x02, 0x00, 0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0x1c, 0x00, 0x00, 0x00, 0x30, 0x00,
	0x00, 0x00, 0x14, 0x00, 0x00, 0x00, 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f,
	0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf, 0x02, 0x00, 0x00, 0x00, 0x09, 0x00,
	0x00, 0x00, 0x0c, 0x00, 0x00, 0x00, 0x53, 0x3f, 0xbe, 0xeb, 0x14, 0xfe, 0x44, 0x67,
	0x9f, 0x90, 0x33, 0xa2, 0x23, 0xe5, 0x6c, 0x3f, 0x00, 0x00, 0x00, 0x00,
};

/* A copy with one u32 replaced: what does a reader make of the lie? */
static void *lie(struct kunit *test, const void *from, size_t len, size_t at, u32 value)
{
	u8 *buf = kunit_kmalloc(test, len, GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, buf);
	memcpy(buf, from, len);
	put_unaligned_le32(value, buf + at);
	return buf;
}

static void connect_set_is_read(struct kunit *test)
{
	struct mbim_connect_set set;

	KUNIT_ASSERT_EQ(test, mbim_connect_set_read(connect_set, sizeof(connect_set), &set), 0);
	KUNIT_EXPECT_EQ(test, set.session, 0);
	KUNIT_EXPECT_TRUE(test, set.activate);
	KUNIT_EXPECT_EQ(test, mbim_connect_set_read(connect_set, 39, &set), -1);
	KUNIT_EXPECT_EQ(test, mbim_connect_set_read(lie(test, connect_set, 60, 4, 2), 60, &set),
			-1);
}

static void connect_info_round_trip(struct kunit *test)
{
	struct mbim_connect_info info;
	u8 out[MBIM_CONNECT_BUF_SIZE];

	KUNIT_ASSERT_EQ(test, mbim_connect_info_read(connect_info, 36, &info), 0);
	KUNIT_EXPECT_EQ(test, info.state, MBIM_ACTIVATION_ACTIVATED);
	KUNIT_EXPECT_EQ(test, info.ip_type, 3);
	KUNIT_EXPECT_EQ(test, mbim_connect_info_build(out, 0x0100, &info), 36);
	KUNIT_EXPECT_EQ(test, memcmp(out, connect_info, 36), 0);
	KUNIT_EXPECT_EQ(test, mbim_connect_info_build(out, 0x0300, &info), 48);

	KUNIT_EXPECT_EQ(test, mbim_connect_info_read(connect_info, 35, &info), -1);
	KUNIT_EXPECT_EQ(test, mbim_connect_info_read(lie(test, connect_info, 36, 4, 5), 36, &info),
			-1);
}

static void connect_deactivate_by_version(struct kunit *test)
{
	/* MBIM 1.0 example: session 0, DEACTIVATE, type INTERNET */
	u8 out[MBIM_CONNECT_BUF_SIZE];
	struct mbim_connect_set set;

	KUNIT_EXPECT_EQ(test, mbim_connect_deactivate_build(out, 0x0100, 0, mbim_context_internet),
			60);
	KUNIT_EXPECT_NULL(test, memchr_inv(out, 0, 44));
	KUNIT_EXPECT_EQ(test, memcmp(out + 44, mbim_context_internet, 16), 0);

	KUNIT_EXPECT_EQ(test, mbim_connect_deactivate_build(out, 0x0300, 5, mbim_context_internet),
			64);
	KUNIT_EXPECT_EQ(test, memcmp(out + 20, mbim_context_internet, 16), 0);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(out + 40), 10);
	KUNIT_ASSERT_EQ(test, mbim_connect_set_read(out, 64, &set), 0);
	KUNIT_EXPECT_EQ(test, set.session, 5);
	KUNIT_EXPECT_FALSE(test, set.activate);
}

static void ip_configuration_is_read(struct kunit *test)
{
	struct mbim_ip_configuration c;
	const u8 *base = ip_configuration;

	KUNIT_ASSERT_EQ(test, mbim_ip_configuration_read(base, sizeof(ip_configuration), &c), 0);
	KUNIT_EXPECT_EQ(test, c.v4.address_count, 1);
	KUNIT_EXPECT_PTR_EQ(test, c.v4.addresses, base + 60);
	KUNIT_EXPECT_PTR_EQ(test, c.v4.gateway, base + 88);
	KUNIT_EXPECT_PTR_EQ(test, c.v4.dns, base + 108);
	KUNIT_EXPECT_EQ(test, c.v4.mtu, 1500);
	KUNIT_EXPECT_PTR_EQ(test, c.v6.addresses, base + 68);
	KUNIT_EXPECT_PTR_EQ(test, c.v6.gateway, base + 92);
	KUNIT_EXPECT_PTR_EQ(test, c.v6.dns, base + 112);
	KUNIT_EXPECT_EQ(test, c.v6.mtu, 1500);
}

static void ip_configuration_offsets_may_lie(struct kunit *test)
{
	static const struct { size_t at; u32 value; } lies[] = {
		{ 12, 2 },		/* second IPv4 address would run into IPv6's: it fits... */
		{ 12, 0x20000000 },	/* ...but this overflows 32 bits */
		{ 16, 56 },		/* inside the fixed part */
		{ 16, 62 },		/* not aligned */
		{ 16, 124 },		/* 8 bytes at 124 of 128 */
		{ 24, 0xfffffffc },
		{ 28, 128 },
		{ 32, 116 },
		{ 36, 6 },
		{ 48, 116 },
		{ 44, 0x10000000 },
	};
	struct mbim_ip_configuration c;
	unsigned int i;
	void *buf;

	for (i = 1; i < ARRAY_SIZE(lies); i++) {
		buf = lie(test, ip_configuration, 128, lies[i].at, lies[i].value);
		KUNIT_EXPECT_EQ_MSG(test, mbim_ip_configuration_read(buf, 128, &c), -1,
				    "at %zu: %#x", lies[i].at, lies[i].value);
	}
	buf = lie(test, ip_configuration, 128, lies[0].at, lies[0].value);
	KUNIT_EXPECT_EQ(test, mbim_ip_configuration_read(buf, 128, &c), 0);
	/* What is not announced is not looked at. */
	buf = lie(test, lie(test, ip_configuration, 128, 16, 62), 128, 4, 0);
	KUNIT_EXPECT_EQ(test, mbim_ip_configuration_read(buf, 128, &c), 0);
	KUNIT_EXPECT_EQ(test, c.v4.address_count, 0);
	KUNIT_EXPECT_EQ(test, c.v4.mtu, 0);
	KUNIT_EXPECT_EQ(test, mbim_ip_configuration_read(buf, 59, &c), -1);
}

static void one_mtu_for_both_families(struct kunit *test)
{
	static const struct { u32 v4, v6, v6_available, mtu; } rows[] = {
		{ 0, 0, 0, 0 },
		{ 1400, 0, 0, 1400 },
		{ 0, 1400, 8, 1400 },
		{ 1500, 1400, 8, 1400 },
		{ 1400, 1500, 8, 1400 },
		{ 576, 0, 0, 576 },
		{ 576, 1500, 8, 1280 },		/* IPv6 must live */
		{ 576, 0, 1, 1280 },		/* also if only its addresses are told */
		{ 1500, 400, 8, 1280 },
		{ 0, 0, 1, 0 },
	};
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		struct mbim_ip_configuration c = {
			.v4.mtu = rows[i].v4,
			.v6.mtu = rows[i].v6,
			.v6.available = rows[i].v6_available,
		};

		KUNIT_EXPECT_EQ_MSG(test, mbim_ip_mtu(&c), rows[i].mtu, "row %u", i);
	}
}

static void packet_service_has_unaligned_speeds(struct kunit *test)
{
	static const u8 info[28] = {
		0x00, 0x00, 0x00, 0x00, 0x02, 0x00, 0x00, 0x00, 0x20, 0x00, 0x00, 0x00, 0x80, 0xf0,
		0xfa, 0x02, 0x00, 0x00, 0x00, 0x00, 0x80, 0xd1, 0xf0, 0x08, 0x00, 0x00, 0x00, 0x00,
	};
	struct mbim_packet_service ps;

	KUNIT_ASSERT_EQ(test, mbim_packet_service_read(info, sizeof(info), &ps), 0);
	KUNIT_EXPECT_EQ(test, ps.uplink, 50000000);
	KUNIT_EXPECT_EQ(test, ps.downlink, 150000000);
	KUNIT_EXPECT_EQ(test, mbim_packet_service_read(info, 27, &ps), -1);
}

static void dss_connect_is_read(struct kunit *test)
{
	struct mbim_dss_connect_set set;
	u8 info[MBIM_DSS_CONNECT_SIZE];

	mbim_dss_deactivate_build(info, mbim_uuid_sms, 0x01020304);
	KUNIT_EXPECT_EQ(test, memcmp(info, mbim_uuid_sms, 16), 0);
	KUNIT_ASSERT_EQ(test, mbim_dss_connect_read(info, sizeof(info), &set), 0);
	KUNIT_EXPECT_EQ(test, set.session, 0x01020304);
	KUNIT_EXPECT_FALSE(test, set.activate);
	info[20] = 1;
	KUNIT_ASSERT_EQ(test, mbim_dss_connect_read(info, sizeof(info), &set), 0);
	KUNIT_EXPECT_TRUE(test, set.activate);
	KUNIT_EXPECT_EQ(test, mbim_dss_connect_read(info, sizeof(info) - 1, &set), -1);
	info[20] = 2;
	KUNIT_EXPECT_EQ(test, mbim_dss_connect_read(info, sizeof(info), &set), -1);
}

static void device_caps_are_read(struct kunit *test)
{
	struct mbim_device_caps caps;

	KUNIT_ASSERT_EQ(test, mbim_device_caps_read(device_caps, sizeof(device_caps), &caps), 0);
	KUNIT_EXPECT_EQ(test, caps.max_sessions, 8);
	KUNIT_EXPECT_EQ(test, caps.device_id.size, 30);
	KUNIT_EXPECT_PTR_EQ(test, caps.firmware.data, device_caps + 0x60);
	KUNIT_EXPECT_EQ(test, mbim_device_caps_read(device_caps, 63, &caps), -1);
	/* an odd string, one that runs out, one inside the fixed part */
	KUNIT_EXPECT_EQ(test, mbim_device_caps_read(lie(test, device_caps, 112, 44, 29), 112,
						    &caps), -1);
	KUNIT_EXPECT_EQ(test, mbim_device_caps_read(lie(test, device_caps, 112, 60, 12), 112,
						    &caps), -1);
	KUNIT_EXPECT_EQ(test, mbim_device_caps_read(lie(test, device_caps, 112, 48, 60), 112,
						    &caps), -1);
}

static void device_services_are_read(struct kunit *test)
{
	size_t len = sizeof(device_services);
	struct mbim_device_service s;

	KUNIT_ASSERT_EQ(test, mbim_device_services_count(device_services, len), 2);
	KUNIT_ASSERT_EQ(test, mbim_device_services_read(device_services, len, 0, &s), 0);
	KUNIT_EXPECT_EQ(test, memcmp(s.service, mbim_uuid_basic_connect, 16), 0);
	KUNIT_ASSERT_EQ(test, s.cid_count, 3);
	KUNIT_EXPECT_EQ(test, get_unaligned_le32(s.cids + 4), MBIM_CID_CONNECT);
	KUNIT_ASSERT_EQ(test, mbim_device_services_read(device_services, len, 1, &s), 0);
	KUNIT_EXPECT_EQ(test, s.dss_payload, 3);
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(device_services, len, 2, &s), -1);
}

static void device_services_may_lie(struct kunit *test)
{
	size_t len = sizeof(device_services);
	struct mbim_device_service s;
	u8 *buf;

	KUNIT_EXPECT_EQ(test, mbim_device_services_count(device_services, 7), -1);
	buf = lie(test, device_services, len, 0, 0x20000001);	/* count * 8 overflows */
	KUNIT_EXPECT_EQ(test, mbim_device_services_count(buf, len), -1);
	buf = lie(test, device_services, len, 8, 16);		/* into the pairs */
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(buf, len, 0, &s), -1);
	buf = lie(test, device_services, len, 12, 27);		/* shorter than its head */
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(buf, len, 0, &s), -1);
	buf = lie(test, device_services, len, 20, 33);
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(buf, len, 1, &s), -1);
	buf = lie(test, device_services, len, 48, 4);		/* CidCount */
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(buf, len, 0, &s), -1);
	buf = lie(test, device_services, len, 48, 0x40000001);
	KUNIT_EXPECT_EQ(test, mbim_device_services_read(buf, len, 0, &s), -1);
}

/*
 * @count elements that are all the same one: Basic Connect with @cids CIDs, of
 * which only the last is not 1. Return: length; *@out is the test's.
 */
static size_t same_element(struct kunit *test, u8 **out, size_t head, size_t element, u32 count,
			   u32 cids)
{
	size_t at = head + 8 * count, size = element + 4 * cids, len = at + size;
	u8 *buf = kunit_kzalloc(test, len, GFP_KERNEL);
	u32 i;

	KUNIT_ASSERT_NOT_NULL(test, buf);
	put_unaligned_le32(count, buf);
	for (i = 0; i < count; i++) {
		put_unaligned_le32(at, buf + head + 8 * i);
		put_unaligned_le32(size, buf + head + 8 * i + 4);
	}
	memcpy(buf + at, mbim_uuid_basic_connect, 16);
	put_unaligned_le32(cids, buf + at + element - 4);
	for (i = 0; i + 1 < cids; i++)
		put_unaligned_le32(1, buf + at + element + 4 * i);
	put_unaligned_le32(12, buf + len - 4);
	*out = buf;
	return len;
}

/* What a peer may make us do is bounded by what it sent, not by its square. */
static void lists_on_top_of_each_other(struct kunit *test)
{
	struct mbim_subscribe_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);
	u64 before = ktime_get_ns();
	size_t len;
	u8 *buf;

	KUNIT_ASSERT_NOT_NULL(test, set);
	len = same_element(test, &buf, 4, 20, 1, 1000);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_read(set, buf, len), 0);
	len = same_element(test, &buf, 4, 20, 2, 1000);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_read(set, buf, len), MBIM_SUBSCRIBE_MALFORMED);
	len = same_element(test, &buf, 8, 28, 1, 1000);
	KUNIT_EXPECT_TRUE(test, mbim_device_services_have(buf, len, mbim_uuid_basic_connect, 12));
	KUNIT_EXPECT_FALSE(test, mbim_device_services_have(buf, len, mbim_uuid_sms, 12));
	len = same_element(test, &buf, 8, 28, 16000, 30000);
	KUNIT_EXPECT_FALSE(test, mbim_device_services_have(buf, len, mbim_uuid_basic_connect, 7));
	KUNIT_EXPECT_LT(test, ktime_get_ns() - before, (u64)NSEC_PER_SEC);
}

static void version_round_trip(struct kunit *test)
{
	static const u8 info[4] = { 0x00, 0x01, 0x00, 0x03 };
	struct mbim_version v;
	u8 out[4];

	KUNIT_ASSERT_EQ(test, mbim_version_read(info, 4, &v), 0);
	KUNIT_EXPECT_EQ(test, v.mbim, 0x0100);
	KUNIT_EXPECT_EQ(test, v.extended, 0x0300);
	mbim_version_build(out, &v);
	KUNIT_EXPECT_EQ(test, memcmp(out, info, 4), 0);
	KUNIT_EXPECT_EQ(test, mbim_version_read(info, 3, &v), -1);
}

static struct mbim_subscribe_set *new_set(struct kunit *test)
{
	struct mbim_subscribe_set *set = kunit_kzalloc(test, sizeof(*set), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, set);
	return set;
}

static void subscribe_list_round_trip(struct kunit *test)
{
	struct mbim_subscribe_set *set = new_set(test);
	u8 out[sizeof(subscribe_list)];

	KUNIT_ASSERT_EQ(test, mbim_subscribe_read(set, subscribe_list, sizeof(subscribe_list)), 0);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect, 12));
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_has(set, mbim_uuid_basic_connect, 3));
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_has(set, mbim_uuid_sms, 77));
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_has(set, mbim_uuid_ussd, 1));
	KUNIT_ASSERT_EQ(test, mbim_subscribe_size(set), sizeof(out));
	KUNIT_EXPECT_EQ(test, mbim_subscribe_build(set, out), sizeof(out));
	KUNIT_EXPECT_EQ(test, memcmp(out, subscribe_list, sizeof(out)), 0);
}

static void subscribe_list_may_lie(struct kunit *test)
{
	static const struct { size_t at; u32 value; } lies[] = {
		{ 0, 0x20000000 }, { 4, 16 }, { 4, 22 }, { 4, 0xfffffff8 }, { 8, 19 }, { 8, 49 },
		{ 36, 3 }, { 36, 0x40000000 }, { 16, 24 },
	};
	struct mbim_subscribe_set *set = new_set(test);
	unsigned int i;
	u8 *buf;

	for (i = 0; i < ARRAY_SIZE(lies); i++) {
		buf = lie(test, subscribe_list, sizeof(subscribe_list), lies[i].at, lies[i].value);
		KUNIT_EXPECT_EQ_MSG(test, mbim_subscribe_read(set, buf, sizeof(subscribe_list)),
				    MBIM_SUBSCRIBE_MALFORMED, "at %zu: %#x", lies[i].at,
				    lies[i].value);
	}
	KUNIT_EXPECT_EQ(test, mbim_subscribe_read(set, subscribe_list, 3),
			MBIM_SUBSCRIBE_MALFORMED);
}

static void subscribe_union_and_within(struct kunit *test)
{
	struct mbim_subscribe_set *a = new_set(test), *b = new_set(test);

	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(a, mbim_uuid_basic_connect, 9), 0);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(a, mbim_uuid_basic_connect, 9), 0);
	KUNIT_EXPECT_EQ(test, a->entries[0].count, 1);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(b, mbim_uuid_basic_connect, 12), 0);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add_all(b, mbim_uuid_sms), 0);
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_within(a, b));
	KUNIT_EXPECT_EQ(test, mbim_subscribe_merge(b, a), 0);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_within(a, b));
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_within(b, a));
	/* everything takes in anything, not the other way round */
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(a, mbim_uuid_sms, 2), 0);
	KUNIT_EXPECT_TRUE(test, mbim_subscribe_within(a, b));
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add_all(a, mbim_uuid_basic_connect), 0);
	KUNIT_EXPECT_FALSE(test, mbim_subscribe_within(a, b));
}

static void subscribe_set_has_bounds(struct kunit *test)
{
	struct mbim_subscribe_set *set = new_set(test);
	u8 service[16] = {};
	u32 i;

	for (i = 0; i < MBIM_SUBSCRIBE_CIDS; i++)
		KUNIT_ASSERT_EQ(test, mbim_subscribe_add(set, service, i), 0);
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(set, service, i), MBIM_SUBSCRIBE_TOO_LONG);
	for (i = 1; i < MBIM_SUBSCRIBE_SERVICES; i++) {
		service[0] = i;
		KUNIT_ASSERT_EQ(test, mbim_subscribe_add_all(set, service), 0);
	}
	service[0] = i;
	KUNIT_EXPECT_EQ(test, mbim_subscribe_add(set, service, 1), MBIM_SUBSCRIBE_TOO_LONG);
}

static void host_messages_are_checked(struct kunit *test)
{
	static const u8 open[16] = { 1, 0, 0, 0, 16, 0, 0, 0, 7, 0, 0, 0, 0, 16, 0, 0 };
	static const u8 close[12] = { 2, 0, 0, 0, 12, 0, 0, 0, 9, 0, 0, 0 };
	struct mbim_msg_info info;

	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(open, 16, &info), 0);
	KUNIT_EXPECT_EQ(test, info.tid, 7);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(close, 12, &info), 0);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(close, 11, &info), -1);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(open, 15, &info), -1);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(lie(test, open, 16, 4, 12), 16, &info), -2);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(lie(test, open, 16, 4, 11), 16, &info), -1);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(lie(test, open, 16, 0, 0x80000001), 16, &info),
			-2);
	KUNIT_EXPECT_EQ(test, mbim_host_msg_check(lie(test, open, 16, 0, 3), 16, &info), -2);
}

static void function_messages_are_built(struct kunit *test)
{
	static const u8 open_done[16] = { 1, 0, 0, 0x80, 16, 0, 0, 0, 1, 0, 0, 0 };
	static const u8 error[16] = { 4, 0, 0, 0x80, 16, 0, 0, 0, 6, 0, 0, 0, 8 };
	u8 out[64];

	KUNIT_EXPECT_EQ(test, mbim_build_done(out, MBIM_OPEN_DONE, 1, 0), 16);
	KUNIT_EXPECT_EQ(test, memcmp(out, open_done, 16), 0);
	KUNIT_EXPECT_EQ(test, mbim_build_function_error(out, 6, MBIM_ERROR_MAX_TRANSFER), 16);
	KUNIT_EXPECT_EQ(test, memcmp(out, error, 16), 0);
	KUNIT_EXPECT_EQ(test, mbim_build_command_done(out, 1, mbim_uuid_sms, 2, 0, "abcd", 4), 52);
	KUNIT_EXPECT_TRUE(test, mbim_msg_complete(out, 52));
	KUNIT_EXPECT_EQ(test, mbim_build_indication(out, mbim_uuid_sms, 2, "abcd", 4), 48);
	KUNIT_EXPECT_TRUE(test, mbim_msg_complete(out, 48));
}

static struct kunit_case mbim_basic_cases[] = {
	KUNIT_CASE(connect_set_is_read),
	KUNIT_CASE(connect_info_round_trip),
	KUNIT_CASE(connect_deactivate_by_version),
	KUNIT_CASE(ip_configuration_is_read),
	KUNIT_CASE(ip_configuration_offsets_may_lie),
	KUNIT_CASE(one_mtu_for_both_families),
	KUNIT_CASE(packet_service_has_unaligned_speeds),
	KUNIT_CASE(dss_connect_is_read),
	KUNIT_CASE(device_caps_are_read),
	KUNIT_CASE(device_services_are_read),
	KUNIT_CASE(device_services_may_lie),
	KUNIT_CASE(lists_on_top_of_each_other),
	KUNIT_CASE(version_round_trip),
	KUNIT_CASE(subscribe_list_round_trip),
	KUNIT_CASE(subscribe_list_may_lie),
	KUNIT_CASE(subscribe_union_and_within),
	KUNIT_CASE(subscribe_set_has_bounds),
	KUNIT_CASE(host_messages_are_checked),
	KUNIT_CASE(function_messages_are_built),
	{}
};

static struct kunit_suite mbim_basic_suite = {
	.name = "mbbcx_mbim_basic",
	.test_cases = mbim_basic_cases,
};

kunit_test_suite(mbim_basic_suite);

MODULE_LICENSE("GPL");
