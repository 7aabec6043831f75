// SPDX-License-Identifier: GPL-2.0
/*
 * Descriptors: which extensions exist in which kind of queue and where, what a
 * packet's Layout says, and which received descriptors are refused.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../ndis_shim/netadapter/extension.c"
#include "../../ndis_shim/netadapter/packet_layout.c"
#include "../../ndis_shim/netadapter/ring.c"
#include "../../ndis_shim/netadapter/rx_rules.h"

/* ---- extensions ---- */

struct ext_fixture {
	struct netcx_ext_layout layout;
	struct netcx_ring packet;
	struct netcx_ring fragment;
};

static struct ext_fixture *ext_test_make(struct kunit *test, bool tx, bool driver_managed,
					 bool mdl)
{
	struct ext_fixture *f = kunit_kzalloc(test, sizeof(*f), GFP_KERNEL);
	void *memory;

	KUNIT_ASSERT_NOT_NULL(test, f);
	netcx_ext_layout_init(&f->layout, &(struct netcx_ext_mode) {
		.tx = tx, .driver_managed = driver_managed, .mdl = mdl,
	});
	memory = kunit_kzalloc(test, netcx_ring_bytes(64, f->layout.packet_stride), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	netcx_ring_init(&f->packet, memory, 64, f->layout.packet_stride);
	memory = kunit_kzalloc(test, netcx_ring_bytes(64, f->layout.fragment_stride), GFP_KERNEL);
	KUNIT_ASSERT_NOT_NULL(test, memory);
	netcx_ring_init(&f->fragment, memory, 64, f->layout.fragment_stride);
	return f;
}

static bool ext_test_open(struct ext_fixture *f, PCWSTR name, ULONG version,
			  NET_EXTENSION_TYPE type, NET_EXTENSION *ext)
{
	NET_EXTENSION_QUERY query;

	NetExtensionQueryInit(&query, name, version, type);
	memset(ext, 0xff, sizeof(*ext));
	netcx_ext_open(&f->layout, &f->packet, &f->fragment, &query, ext);
	return ext->Enabled;
}

struct ext_case {
	const char *name;
	bool tx, driver_managed, mdl;
	bool has_va, has_context, has_mdl;
};

static const struct ext_case ext_cases[] = {
	{ "tx", true, false, false, true, false, false },
	{ "tx_with_mdl", true, true, true, true, false, true },
	{ "rx_driver_managed", false, true, true, true, true, false },
	{ "rx_system_managed", false, false, true, true, false, false },
};

static void ext_case_name(const struct ext_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(ext, ext_cases, ext_case_name);

static void extensions_of_a_queue(struct kunit *test)
{
	const struct ext_case *c = test->param_value;
	struct ext_fixture *f = ext_test_make(test, c->tx, c->driver_managed, c->mdl);
	NET_EXTENSION ext;

	KUNIT_EXPECT_EQ(test, c->has_va,
			ext_test_open(f, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
				      NetExtensionTypeFragment, &ext));
	KUNIT_EXPECT_EQ(test, c->has_context,
			ext_test_open(f, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME, 1,
				      NetExtensionTypeFragment, &ext));
	KUNIT_EXPECT_EQ(test, c->has_mdl,
			ext_test_open(f, NET_FRAGMENT_EXTENSION_MDL_NAME, 1,
				      NetExtensionTypeFragment, &ext));
	KUNIT_EXPECT_EQ(test, f->layout.packet_stride % 8, 0);
	KUNIT_EXPECT_EQ(test, f->layout.fragment_stride % 8, 0);
}

static void unknown_extension_is_zeroed(struct kunit *test)
{
	struct ext_fixture *f = ext_test_make(test, true, false, false);
	NET_EXTENSION ext;

	KUNIT_EXPECT_FALSE(test, ext_test_open(f, L"ms_nothing", 1, NetExtensionTypeFragment,
					       &ext));
	KUNIT_EXPECT_PTR_EQ(test, ext.Reserved[0], NULL);
	KUNIT_EXPECT_PTR_EQ(test, ext.Reserved[1], NULL);
	KUNIT_EXPECT_FALSE(test, ext_test_open(f, NULL, 1, NetExtensionTypeFragment, &ext));
}

static void other_version_or_type_does_not_exist(struct kunit *test)
{
	struct ext_fixture *f = ext_test_make(test, true, false, false);
	NET_EXTENSION ext;

	KUNIT_EXPECT_FALSE(test, ext_test_open(f, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 2,
					       NetExtensionTypeFragment, &ext));
	KUNIT_EXPECT_FALSE(test, ext_test_open(f, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
					       NetExtensionTypePacket, &ext));
}

static void getters_find_what_the_queue_fills(struct kunit *test)
{
	struct ext_fixture *f = ext_test_make(test, false, true, false);
	NET_EXTENSION va, context;
	u32 i;

	ext_test_open(f, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME, 1,
		      NetExtensionTypeFragment, &va);
	ext_test_open(f, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME, 1,
		      NetExtensionTypeFragment, &context);
	for (i = 0; i < 64; i++) {
		u8 *element = netcx_ring_element(&f->fragment, i);
		u8 *a = (u8 *)NetExtensionGetFragmentVirtualAddress(&va, i);
		u8 *b = (u8 *)NetExtensionGetFragmentReturnContext(&context, i);

		KUNIT_EXPECT_PTR_EQ(test, a,
				    element + f->layout.offset[NETCX_EXT_VIRTUAL_ADDRESS]);
		KUNIT_EXPECT_PTR_EQ(test, b,
				    element + f->layout.offset[NETCX_EXT_RETURN_CONTEXT]);
		KUNIT_EXPECT_GE(test, a - element, (ptrdiff_t)sizeof(NET_FRAGMENT));
		KUNIT_EXPECT_LE(test, b - element + 8, (ptrdiff_t)f->layout.fragment_stride);
		KUNIT_EXPECT_NE(test, a - b, (ptrdiff_t)0);
	}
}

/* ---- Layout ---- */

struct layout_case {
	const char *name;
	u8 bytes[NETCX_LAYOUT_BYTES];
	size_t len;
	bool ethernet;
	u8 l2, l3, l4;
	u16 l2len, l3len, l4len;
};

static const struct layout_case layout_cases[] = {
	{ "empty", { 0 }, 0, false,
	  NetPacketLayer2TypeNull, 0, 0, 0, 0, 0 },
	{ "not_ip", { 0x10 }, 60, false,
	  NetPacketLayer2TypeNull, 0, 0, 0, 0, 0 },
	{ "ipv4_short", { 0x45 }, 19, false,
	  NetPacketLayer2TypeNull, 0, 0, 0, 0, 0 },
	{ "ipv4_options_cut_off", { 0x4f, [9] = 17 }, 59, false,
	  NetPacketLayer2TypeNull, 0, 0, 0, 0, 0 },
	{ "ipv4_udp_cut_off", { 0x45, [9] = 17 }, 27, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4NoOptions, 0, 0, 20, 0 },
	{ "ipv4_tcp_cut_off", { 0x45, [9] = 6, [20 + 12] = 0x60 }, 43, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4NoOptions, 0, 0, 20, 0 },
	{ "ipv4_udp", { 0x45, [9] = 17 }, 60, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4NoOptions, NetPacketLayer4TypeUdp,
	  0, 20, 8 },
	{ "ipv4_options_tcp", { 0x46, [9] = 6, [24 + 12] = 0x80 }, 80, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4WithOptions, NetPacketLayer4TypeTcp,
	  0, 24, 32 },
	{ "ipv4_more_fragments", { 0x45, [6] = 0x20, [9] = 17 }, 60, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4NoOptions,
	  NetPacketLayer4TypeIPFragment, 0, 20, 0 },
	{ "ipv4_dont_fragment_icmp", { 0x45, [6] = 0x40, [9] = 1 }, 60, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv4NoOptions,
	  NetPacketLayer4TypeIPNotFragment, 0, 20, 0 },
	{ "ipv6_tcp", { 0x60, [6] = 6, [40 + 12] = 0x50 }, 80, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv6NoExtensions, NetPacketLayer4TypeTcp,
	  0, 40, 20 },
	{ "ipv6_extension_udp", { 0x60, [6] = 0, [40] = 17, [41] = 1 }, 80, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv6WithExtensions,
	  NetPacketLayer4TypeUdp, 0, 56, 8 },
	{ "ipv6_fragment", { 0x60, [6] = 44, [40] = 17 }, 80, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv6WithExtensions,
	  NetPacketLayer4TypeIPFragment, 0, 48, 0 },
	{ "ipv6_endless_extensions", { 0x60, [6] = 0, [40] = 0, [41] = 255 }, 128, false,
	  NetPacketLayer2TypeNull, NetPacketLayer3TypeIPv6UnspecifiedExtensions, 0, 0, 0, 0 },
	{ "ethernet_ipv4", { [12] = 0x08, [14] = 0x45, [14 + 9] = 17 }, 60, true,
	  NetPacketLayer2TypeEthernet, NetPacketLayer3TypeIPv4NoOptions, NetPacketLayer4TypeUdp,
	  14, 20, 8 },
	{ "ethernet_arp", { [12] = 0x08, [13] = 0x06, [14] = 0x45 }, 60, true,
	  NetPacketLayer2TypeEthernet, 0, 0, 14, 0, 0 },
};

static void layout_case_name(const struct layout_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(layout, layout_cases, layout_case_name);

static void layout_is_described(struct kunit *test)
{
	const struct layout_case *c = test->param_value;
	NET_PACKET_LAYOUT layout;

	memset(&layout, 0xff, sizeof(layout));
	netcx_layout_describe(&layout, c->bytes, c->len, c->ethernet);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer2Type, (u32)c->l2);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer3Type, (u32)c->l3);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer4Type, (u32)c->l4);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer2HeaderLength, (u32)c->l2len);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer3HeaderLength, (u32)c->l3len);
	KUNIT_EXPECT_EQ(test, (u32)layout.Layer4HeaderLength, (u32)c->l4len);
	KUNIT_EXPECT_PTR_EQ(test, netcx_layout_check(&layout), NULL);
}

struct check_case {
	const char *name;
	NET_PACKET_LAYOUT layout;
	bool ok;
};

static const struct check_case check_cases[] = {
	{ "all_zero", { 0 }, true },
	{ "null_with_length", { .Layer2Type = 1, .Layer2HeaderLength = 14 }, false },
	{ "null_without_length", { .Layer2Type = 1 }, true },
	{ "ethernet_13", { .Layer2Type = 2, .Layer2HeaderLength = 13 }, false },
	{ "ethernet_14", { .Layer2Type = 2, .Layer2HeaderLength = 14 }, true },
	{ "layer2_type_4", { .Layer2Type = 4 }, false },
	{ "layer3_type_7", { .Layer3Type = 7 }, false },
	{ "layer4_type_5", { .Layer4Type = 5 }, false },
	{ "ipv4_19", { .Layer3Type = 3, .Layer3HeaderLength = 19 }, false },
	{ "ipv4_20", { .Layer3Type = 3, .Layer3HeaderLength = 20 }, true },
	{ "ipv6_39", { .Layer3Type = 6, .Layer3HeaderLength = 39 }, false },
	{ "ipv6_40", { .Layer3Type = 6, .Layer3HeaderLength = 40 }, true },
	{ "tcp_16", { .Layer4Type = 1, .Layer4HeaderLength = 16 }, false },
	{ "tcp_20", { .Layer4Type = 1, .Layer4HeaderLength = 20 }, true },
	{ "tcp_22", { .Layer4Type = 1, .Layer4HeaderLength = 22 }, false },
	{ "tcp_60", { .Layer4Type = 1, .Layer4HeaderLength = 60 }, true },
	{ "tcp_64", { .Layer4Type = 1, .Layer4HeaderLength = 64 }, false },
	{ "udp_7", { .Layer4Type = 2, .Layer4HeaderLength = 7 }, false },
	{ "udp_8", { .Layer4Type = 2, .Layer4HeaderLength = 8 }, true },
};

static void check_case_name(const struct check_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(check, check_cases, check_case_name);

static void layout_is_checked(struct kunit *test)
{
	const struct check_case *c = test->param_value;

	KUNIT_EXPECT_EQ(test, !netcx_layout_check(&c->layout), c->ok);
}

/* ---- received descriptors ---- */

struct span_case {
	const char *name;
	u32 index;
	u16 count;
	enum netcx_span_kind kind;
};

/* The client gave back fragments 62, 63, 0, 1 of 64. */
static const struct span_case span_cases[] = {
	{ "one", 62, 1, NETCX_SPAN_GOOD },
	{ "all_across_the_end", 62, 4, NETCX_SPAN_GOOD },
	{ "too_many", 62, 5, NETCX_SPAN_BAD },
	{ "none", 62, 0, NETCX_SPAN_BAD },
	{ "gap", 63, 1, NETCX_SPAN_GAP },
	{ "gap_too_many", 63, 4, NETCX_SPAN_BAD },
	{ "used_before", 61, 1, NETCX_SPAN_BAD },
	{ "not_given_back", 2, 1, NETCX_SPAN_BAD },
	{ "outside_the_ring", 62 + 64, 1, NETCX_SPAN_BAD },
	{ "count_of_65535", 62, 65535, NETCX_SPAN_BAD },
};

static void span_case_name(const struct span_case *c, char *name)
{
	strscpy(name, c->name, KUNIT_PARAM_DESC_SIZE);
}

KUNIT_ARRAY_PARAM(span, span_cases, span_case_name);

static void fragments_of_a_received_packet(struct kunit *test)
{
	const struct span_case *c = test->param_value;
	struct netcx_ring ring = {
		.elements = 64, .mask = 63, .taken = 62, .begin = 2, .end = 10,
	};
	NET_PACKET packet = { .FragmentIndex = c->index, .FragmentCount = c->count };
	struct netcx_rx_span span;

	KUNIT_EXPECT_EQ(test, (int)netcx_rx_span(&ring, &packet, &span), (int)c->kind);
	if (c->kind == NETCX_SPAN_BAD)
		return;
	KUNIT_EXPECT_EQ(test, span.first, c->index);
	KUNIT_EXPECT_EQ(test, span.count, (u32)c->count);
	KUNIT_EXPECT_EQ(test, span.gap, c->index - 62);
}

static void payload_ends_with_its_buffer(struct kunit *test)
{
	NET_FRAGMENT fragment = { .Capacity = 100, .Offset = 40, .ValidLength = 60 };
	u8 buffer[4];

	KUNIT_EXPECT_PTR_EQ(test, netcx_rx_fragment_check(&fragment, buffer, 100), NULL);
	fragment.ValidLength = 61;
	KUNIT_EXPECT_NOT_NULL(test, netcx_rx_fragment_check(&fragment, buffer, 100));
	fragment.ValidLength = 0;
	KUNIT_EXPECT_PTR_EQ(test, netcx_rx_fragment_check(&fragment, buffer, 100), NULL);
	KUNIT_EXPECT_NOT_NULL(test, netcx_rx_fragment_check(&fragment, NULL, 100));
	KUNIT_EXPECT_NOT_NULL(test, netcx_rx_fragment_check(&fragment, buffer, 99));
}

static struct kunit_case extension_cases[] = {
	KUNIT_CASE_PARAM(extensions_of_a_queue, ext_gen_params),
	KUNIT_CASE(unknown_extension_is_zeroed),
	KUNIT_CASE(other_version_or_type_does_not_exist),
	KUNIT_CASE(getters_find_what_the_queue_fills),
	KUNIT_CASE_PARAM(layout_is_described, layout_gen_params),
	KUNIT_CASE_PARAM(layout_is_checked, check_gen_params),
	KUNIT_CASE_PARAM(fragments_of_a_received_packet, span_gen_params),
	KUNIT_CASE(payload_ends_with_its_buffer),
	{ }
};

static struct kunit_suite extension_suite = {
	.name = "ndis_shim_extension",
	.test_cases = extension_cases,
};

kunit_test_suite(extension_suite);

MODULE_LICENSE("GPL");
