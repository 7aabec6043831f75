// SPDX-License-Identifier: GPL-2.0
/*
 * NetAdapterCx's headers as a client relies on them: layouts, values, what the
 * ..._INIT helpers leave behind, the inline ring and extension helpers. What the
 * framework does with all of it is tested by the netcx suites.
 */
#include <kunit/test.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdf.h>
#include <netadaptercx.h>

#define RING_ELEMENTS	8
#define RING_STRIDE	24

/* A ring with elements in one block, as the framework lays it out. */
struct ring_memory {
	NET_RING ring;
	u8 elements[RING_ELEMENTS * RING_STRIDE];
};

static NET_RING *ring_make(struct kunit *test)
{
	struct ring_memory *memory = kunit_kzalloc(test, sizeof(*memory), GFP_KERNEL);

	KUNIT_ASSERT_NOT_NULL(test, memory);
	memory->ring.ElementStride = RING_STRIDE;
	memory->ring.NumberOfElements = RING_ELEMENTS;
	memory->ring.ElementIndexMask = RING_ELEMENTS - 1;
	return &memory->ring;
}

/* Names are UTF-16 strings. */
static bool name_is(PCWSTR name, const char *ascii)
{
	while (*ascii && *name == (u8)*ascii) {
		name++;
		ascii++;
	}
	return !*name && !*ascii;
}

/* ---- extensions ---- */

static void extension_query_in_both_forms(struct kunit *test)
{
	NET_EXTENSION_QUERY query;

	memset(&query, 0xff, sizeof(query));
	NET_EXTENSION_QUERY_INIT(&query, L"a", 3, NetExtensionTypeFragment);
	KUNIT_EXPECT_EQ(test, query.Size, (ULONG)sizeof(query));
	KUNIT_EXPECT_TRUE(test, name_is(query.Name, "a"));
	KUNIT_EXPECT_EQ(test, query.Version, 3u);
	KUNIT_EXPECT_EQ(test, (int)query.Type, 2);

	NET_EXTENSION_QUERY_INIT(&query, L"b", 7);
	KUNIT_EXPECT_TRUE(test, name_is(query.Name, "b"));
	KUNIT_EXPECT_EQ(test, query.Version, 7u);
	KUNIT_EXPECT_EQ(test, (int)query.Type, 1);
	KUNIT_EXPECT_EQ(test, (int)NetExtensionTypeBuffer, 3);
}

static void extension_data_by_stride(struct kunit *test)
{
	u8 elements[4][40] = {};
	NET_EXTENSION ext = {
		.Reserved = { &elements[0][16], (void *)sizeof(elements[0]) },
		.Enabled = TRUE,
	};

	KUNIT_EXPECT_PTR_EQ(test, NetExtensionGetData(&ext, 0), (void *)&elements[0][16]);
	KUNIT_EXPECT_PTR_EQ(test, NetExtensionGetData(&ext, 3), (void *)&elements[3][16]);
	KUNIT_EXPECT_EQ(test, offsetof(NET_EXTENSION, Enabled), 4 * sizeof(void *));
}

static void virtual_address_extension(struct kunit *test)
{
	NET_FRAGMENT_VIRTUAL_ADDRESS data[2] = {};
	NET_EXTENSION ext = { .Reserved = { data, (void *)sizeof(data[0]) } };

	KUNIT_EXPECT_TRUE(test, name_is(NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_NAME,
					"ms_fragment_virtualaddress"));
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1, 1u);
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_VIRTUAL_ADDRESS_VERSION_1_SIZE,
			sizeof(void *));
	NetExtensionGetFragmentVirtualAddress(&ext, 1)->VirtualAddress = &ext;
	KUNIT_EXPECT_PTR_EQ(test, data[1].VirtualAddress, (void *)&ext);
}

static void return_context_extension(struct kunit *test)
{
	NET_FRAGMENT_RETURN_CONTEXT data[2] = {};
	NET_EXTENSION ext = { .Reserved = { data, (void *)sizeof(data[0]) } };

	KUNIT_EXPECT_TRUE(test, name_is(NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_NAME,
					"ms_fragment_returncontext"));
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1, 1u);
	KUNIT_EXPECT_EQ(test, NET_FRAGMENT_EXTENSION_RETURN_CONTEXT_VERSION_1_SIZE,
			sizeof(void *));
	NetExtensionGetFragmentReturnContext(&ext, 1)->Handle =
		(NET_FRAGMENT_RETURN_CONTEXT_HANDLE)&ext;
	KUNIT_EXPECT_PTR_EQ(test, (void *)data[1].Handle, (void *)&ext);
}

/* ---- descriptors ---- */

static void fragment_fields(struct kunit *test)
{
	NET_FRAGMENT fragment = {};
	u64 raw;

	fragment.ValidLength = (1 << 26) - 1;
	fragment.Offset = 1023;
	memcpy(&raw, &fragment, sizeof(raw));
	KUNIT_EXPECT_EQ(test, raw, ((1ull << 26) - 1) | 1023ull << 52);
	fragment.Capacity = (1 << 26) - 1;
	KUNIT_EXPECT_EQ(test, (u32)fragment.Capacity, (1u << 26) - 1);
	KUNIT_EXPECT_EQ(test, (u32)fragment.ValidLength, (1u << 26) - 1);
	KUNIT_EXPECT_EQ(test, (u32)fragment.Scratch, 0u);
}

static void packet_fields(struct kunit *test)
{
	NET_PACKET packet = {};
	u8 raw[12];

	packet.FragmentIndex = 0x01020304;
	packet.FragmentCount = 0x0506;
	packet.Layout.Layer2HeaderLength = 127;
	packet.Layout.Layer3HeaderLength = 511;
	packet.Layout.Layer4HeaderLength = 60;
	packet.Layout.Layer2Type = 1;
	packet.Layout.Layer3Type = 2;
	packet.Layout.Layer4Type = 3;
	packet.Ignore = 1;
	memcpy(raw, &packet, sizeof(raw));
	KUNIT_EXPECT_EQ(test, memcmp(raw, "\x04\x03\x02\x01\x06\x05\xff\xff\x3c\x21\x03\x01", 12),
			0);
	packet.Scratch = 1;
	memcpy(raw, &packet, sizeof(raw));
	KUNIT_EXPECT_EQ(test, raw[11], 3);
	packet.FragmentCount = 0xffff;
	KUNIT_EXPECT_EQ(test, (int)packet.FragmentCount, 0xffff);
}

static void layer_types(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer2TypeNull, 1);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer2TypeEthernet, 2);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer3TypeIPv4UnspecifiedOptions, 1);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer3TypeIPv4NoOptions, 3);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer3TypeIPv6UnspecifiedExtensions, 4);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer4TypeTcp, 1);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer4TypeUdp, 2);
	KUNIT_EXPECT_EQ(test, (int)NetPacketLayer4TypeIPFragment, 3);
}

static void packet_is_ipv4_or_ipv6(struct kunit *test)
{
	NET_PACKET packet = {};
	u8 type;

	for (type = 0; type < 16; type++) {
		packet.Layout.Layer3Type = type;
		KUNIT_EXPECT_EQ(test, (bool)NetPacketIsIpv4(&packet), type >= 1 && type <= 3);
		KUNIT_EXPECT_EQ(test, (bool)NetPacketIsIpv6(&packet), type >= 4 && type <= 6);
	}
}

/* ---- rings ---- */

static void ring_header(struct kunit *test)
{
	NET_RING *ring = ring_make(test);

	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, BeginIndex), (size_t)48);
	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, NextIndex), (size_t)52);
	KUNIT_EXPECT_EQ(test, offsetof(NET_RING, Buffer), (size_t)64);
	KUNIT_EXPECT_TRUE(test, __same_type(ring->ElementStride, UINT16));
	KUNIT_EXPECT_TRUE(test, __same_type(ring->BeginIndex, UINT32));
	KUNIT_EXPECT_TRUE(test, __same_type(ring->NextIndex, UINT32));
	KUNIT_EXPECT_TRUE(test, __same_type(ring->EndIndex, UINT32));
}

static void ring_elements_by_stride(struct kunit *test)
{
	NET_RING *ring = ring_make(test);

	KUNIT_EXPECT_PTR_EQ(test, NetRingGetElementAtIndex(ring, 5),
			    (void *)(ring->Buffer + 5 * RING_STRIDE));
	KUNIT_EXPECT_PTR_EQ(test, (void *)NetRingGetPacketAtIndex(ring, 5),
			    (void *)(ring->Buffer + 5 * RING_STRIDE));
	KUNIT_EXPECT_PTR_EQ(test, (void *)NetRingGetFragmentAtIndex(ring, 5),
			    (void *)(ring->Buffer + 5 * RING_STRIDE));
	KUNIT_EXPECT_TRUE(test, __same_type(NetRingGetPacketAtIndex(ring, 0), NET_PACKET *));
	KUNIT_EXPECT_TRUE(test, __same_type(NetRingGetFragmentAtIndex(ring, 0), NET_FRAGMENT *));
}

static void ring_indices_wrap(struct kunit *test)
{
	NET_RING *ring = ring_make(test);

	KUNIT_EXPECT_EQ(test, NetRingIncrementIndex(ring, 3), 4u);
	KUNIT_EXPECT_EQ(test, NetRingIncrementIndex(ring, 7), 0u);
	KUNIT_EXPECT_EQ(test, NetRingAdvanceIndex(ring, 6, 5), 3u);
	KUNIT_EXPECT_EQ(test, NetRingAdvanceIndex(ring, 1, -3), 6u);
	KUNIT_EXPECT_EQ(test, NetRingGetRangeCount(ring, 6, 1), 3u);
	KUNIT_EXPECT_EQ(test, NetRingGetRangeCount(ring, 1, 6), 5u);
	KUNIT_EXPECT_EQ(test, NetRingGetRangeCount(ring, 4, 4), 0u);
}

static void ring_collection(struct kunit *test)
{
	NET_RING packet, fragment, buffer;
	NET_RING_COLLECTION rings = { .Rings = { &packet, &fragment, &buffer } };

	KUNIT_EXPECT_PTR_EQ(test, NetRingCollectionGetPacketRing(&rings), &packet);
	KUNIT_EXPECT_PTR_EQ(test, NetRingCollectionGetFragmentRing(&rings), &fragment);
	KUNIT_EXPECT_PTR_EQ(test, NetRingCollectionGetDataBufferRing(&rings), &buffer);
	KUNIT_EXPECT_EQ(test, (int)NET_RING_TYPE_PACKET, 0);
	KUNIT_EXPECT_EQ(test, (int)NET_RING_TYPE_FRAGMENT, 1);
	KUNIT_EXPECT_EQ(test, (int)NET_RING_TYPE_DATA_BUFFER, 2);
	KUNIT_EXPECT_EQ(test, (int)NetRingTypeFragment, 1);
}

/* ---- adapter ---- */

static NTSTATUS evt_create_tx(NETADAPTER adapter, NETTXQUEUE_INIT *init)
{
	return STATUS_SUCCESS;
}

static NTSTATUS evt_create_rx(NETADAPTER adapter, NETRXQUEUE_INIT *init)
{
	return STATUS_SUCCESS;
}

static VOID evt_return(NETADAPTER adapter, NET_FRAGMENT_RETURN_CONTEXT_HANDLE handle) { }
static VOID evt_queue(NETPACKETQUEUE queue) { }
static VOID evt_queue_cancel(NETPACKETQUEUE queue) { }
static VOID evt_queue_notification(NETPACKETQUEUE queue, BOOLEAN enabled) { }

static void callbacks_have_their_types(struct kunit *test)
{
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_ADAPTER_CREATE_TXQUEUE, evt_create_tx));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_ADAPTER_CREATE_RXQUEUE, evt_create_rx));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_NET_ADAPTER_RETURN_RX_BUFFER, evt_return));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_PACKET_QUEUE_START, evt_queue));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_PACKET_QUEUE_STOP, evt_queue));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_PACKET_QUEUE_ADVANCE, evt_queue));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_PACKET_QUEUE_CANCEL, evt_queue));
	KUNIT_EXPECT_TRUE(test, __same_type(EVT_PACKET_QUEUE_SET_NOTIFICATION_ENABLED,
					    evt_queue_notification));
}

static void datapath_callbacks_init(struct kunit *test)
{
	NET_ADAPTER_DATAPATH_CALLBACKS callbacks;

	memset(&callbacks, 0xff, sizeof(callbacks));
	NET_ADAPTER_DATAPATH_CALLBACKS_INIT(&callbacks, evt_create_tx, evt_create_rx);
	KUNIT_EXPECT_EQ(test, callbacks.Size, (ULONG)sizeof(callbacks));
	KUNIT_EXPECT_PTR_EQ(test, callbacks.EvtAdapterCreateTxQueue, &evt_create_tx);
	KUNIT_EXPECT_PTR_EQ(test, callbacks.EvtAdapterCreateRxQueue, &evt_create_rx);
}

static void tx_capabilities_init(struct kunit *test)
{
	NET_ADAPTER_TX_CAPABILITIES tx;

	memset(&tx, 0xff, sizeof(tx));
	NET_ADAPTER_TX_CAPABILITIES_INIT(&tx, 3);
	KUNIT_EXPECT_EQ(test, tx.Size, (ULONG)sizeof(tx));
	KUNIT_EXPECT_EQ(test, (int)tx.MappingRequirement, (int)NetMemoryMappingRequirementNone);
	KUNIT_EXPECT_EQ(test, tx.PayloadBackfill, (SIZE_T)0);
	KUNIT_EXPECT_EQ(test, tx.MaximumNumberOfFragments, (SIZE_T)-1);
	KUNIT_EXPECT_EQ(test, tx.FragmentBufferAlignment, (SIZE_T)1);
	KUNIT_EXPECT_EQ(test, tx.FragmentRingNumberOfElementsHint, 0u);
	KUNIT_EXPECT_EQ(test, tx.MaximumNumberOfQueues, (SIZE_T)3);
	KUNIT_EXPECT_PTR_EQ(test, tx.DmaCapabilities, NULL);
}

static void rx_capabilities_init_driver_managed(struct kunit *test)
{
	NET_ADAPTER_RX_CAPABILITIES rx;

	memset(&rx, 0xff, sizeof(rx));
	NET_ADAPTER_RX_CAPABILITIES_INIT_DRIVER_MANAGED(&rx, evt_return, 1500, 2);
	KUNIT_EXPECT_EQ(test, rx.Size, (ULONG)sizeof(rx));
	KUNIT_EXPECT_EQ(test, (int)rx.AllocationMode, 1);
	KUNIT_EXPECT_EQ(test, (int)rx.AttachmentMode, 1);
	KUNIT_EXPECT_EQ(test, rx.FragmentRingNumberOfElementsHint, 0u);
	KUNIT_EXPECT_EQ(test, rx.MaximumFrameSize, (SIZE_T)1500);
	KUNIT_EXPECT_EQ(test, rx.MaximumNumberOfQueues, (SIZE_T)2);
	KUNIT_EXPECT_PTR_EQ(test, rx.EvtAdapterReturnRxBuffer, &evt_return);
}

static void rx_capabilities_init_system_managed(struct kunit *test)
{
	NET_ADAPTER_RX_CAPABILITIES rx;

	memset(&rx, 0xff, sizeof(rx));
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&rx, 9000, 1);
	KUNIT_EXPECT_EQ(test, rx.Size, (ULONG)sizeof(rx));
	KUNIT_EXPECT_EQ(test, (int)rx.AllocationMode, 0);
	KUNIT_EXPECT_EQ(test, (int)rx.AttachmentMode, 0);
	KUNIT_EXPECT_EQ(test, (int)rx.MappingRequirement, (int)NetMemoryMappingRequirementNone);
	KUNIT_EXPECT_EQ(test, rx.FragmentBufferAlignment, (SIZE_T)1);
	KUNIT_EXPECT_EQ(test, rx.MaximumFrameSize, (SIZE_T)9000);
	KUNIT_EXPECT_EQ(test, rx.MaximumNumberOfQueues, (SIZE_T)1);
}

static void capability_modes(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)NetMemoryMappingRequirementNone, 0);
	KUNIT_EXPECT_EQ(test, (int)NetMemoryMappingRequirementDmaMapped, 1);
	KUNIT_EXPECT_EQ(test, (int)NetRxFragmentBufferAllocationModeSystem, 0);
	KUNIT_EXPECT_EQ(test, (int)NetRxFragmentBufferAllocationModeDriver, 1);
	KUNIT_EXPECT_EQ(test, (int)NetRxFragmentBufferAttachmentModeSystem, 0);
	KUNIT_EXPECT_EQ(test, (int)NetRxFragmentBufferAttachmentModeDriver, 1);
}

static void link_layer_capabilities_init(struct kunit *test)
{
	NET_ADAPTER_LINK_LAYER_CAPABILITIES caps;

	memset(&caps, 0xff, sizeof(caps));
	NET_ADAPTER_LINK_LAYER_CAPABILITIES_INIT(&caps, 1, 2);
	KUNIT_EXPECT_EQ(test, caps.Size, (ULONG)sizeof(caps));
	KUNIT_EXPECT_EQ(test, caps.MaxTxLinkSpeed, 1ull);
	KUNIT_EXPECT_EQ(test, caps.MaxRxLinkSpeed, 2ull);
}

static void link_state_init(struct kunit *test)
{
	NET_ADAPTER_LINK_STATE state;

	memset(&state, 0xff, sizeof(state));
	NET_ADAPTER_LINK_STATE_INIT(&state, 5, MediaConnectStateConnected, MediaDuplexStateFull,
				    NetAdapterPauseFunctionTypeSendAndReceive,
				    NetAdapterAutoNegotiationFlagDuplexAutoNegotiated);
	KUNIT_EXPECT_EQ(test, state.Size, (ULONG)sizeof(state));
	KUNIT_EXPECT_EQ(test, state.TxLinkSpeed, 5ull);
	KUNIT_EXPECT_EQ(test, state.RxLinkSpeed, 5ull);
	KUNIT_EXPECT_EQ(test, (int)state.MediaConnectState, 1);
	KUNIT_EXPECT_EQ(test, (int)state.MediaDuplexState, 2);
	KUNIT_EXPECT_EQ(test, (int)state.SupportedPauseFunctions, 3);
	KUNIT_EXPECT_EQ(test, (int)state.AutoNegotiationFlags, 4);
	NET_ADAPTER_LINK_STATE_INIT_DISCONNECTED(&state);
	KUNIT_EXPECT_EQ(test, state.TxLinkSpeed, NET_ADAPTER_LINK_SPEED_UNKNOWN);
	KUNIT_EXPECT_EQ(test, (int)state.MediaConnectState, 2);
}

static void link_enumerations(struct kunit *test)
{
	KUNIT_EXPECT_EQ(test, (int)MediaConnectStateUnknown, 0);
	KUNIT_EXPECT_EQ(test, (int)MediaConnectStateConnected, 1);
	KUNIT_EXPECT_EQ(test, (int)MediaConnectStateDisconnected, 2);
	KUNIT_EXPECT_EQ(test, (int)MediaDuplexStateHalf, 1);
	KUNIT_EXPECT_EQ(test, (int)NetAdapterPauseFunctionTypeSendOnly, 1);
	KUNIT_EXPECT_EQ(test, (int)NetAdapterPauseFunctionTypeUnknown, 4);
	KUNIT_EXPECT_EQ(test, (int)NetAdapterAutoNegotiationFlagRcvLinkSpeedautoNegotiated, 2);
	KUNIT_EXPECT_EQ(test, (int)NetAdapterAutoNegotiationFlagPauseFunctionsAutoNegotiated, 8);
	KUNIT_EXPECT_EQ(test, NET_ADAPTER_LINK_SPEED_UNKNOWN, ~0ull);
	KUNIT_EXPECT_EQ(test, NET_ADAPTER_LINK_LAYER_ADDRESS_MAX_LENGTH, 32);
}

static void queue_config_init(struct kunit *test)
{
	NET_PACKET_QUEUE_CONFIG config;

	memset(&config, 0xff, sizeof(config));
	NET_PACKET_QUEUE_CONFIG_INIT(&config, evt_queue, evt_queue_notification,
				     evt_queue_cancel);
	KUNIT_EXPECT_EQ(test, config.Size, (ULONG)sizeof(config));
	KUNIT_EXPECT_PTR_EQ(test, config.EvtAdvance, &evt_queue);
	KUNIT_EXPECT_PTR_EQ(test, config.EvtSetNotificationEnabled, &evt_queue_notification);
	KUNIT_EXPECT_PTR_EQ(test, config.EvtCancel, &evt_queue_cancel);
	KUNIT_EXPECT_PTR_EQ(test, config.EvtStart, NULL);
	KUNIT_EXPECT_PTR_EQ(test, config.EvtStop, NULL);
	KUNIT_EXPECT_PTR_EQ(test, config.ExecutionContext, NULL);
}

/* A handle is no other handle's type, or the compiler would not see mistakes. */
static void handles_have_types_of_their_own(struct kunit *test)
{
	KUNIT_EXPECT_FALSE(test, __same_type(NETADAPTER, NETPACKETQUEUE));
	KUNIT_EXPECT_FALSE(test, __same_type(NETADAPTER, NETPOWERSETTINGS));
	KUNIT_EXPECT_FALSE(test, __same_type(NETWAKESOURCE, NETPACKETQUEUE));
	KUNIT_EXPECT_FALSE(test, __same_type(NETEXECUTIONCONTEXT, NETADAPTER));
	KUNIT_EXPECT_FALSE(test, __same_type(NETTXQUEUE_INIT *, NETRXQUEUE_INIT *));
	KUNIT_EXPECT_FALSE(test, __same_type(NETADAPTER_INIT *, NETTXQUEUE_INIT *));
	KUNIT_EXPECT_FALSE(test, __same_type(NETADAPTER, void *));
}

static void both_spellings_are_one_function(struct kunit *test)
{
	KUNIT_EXPECT_PTR_EQ(test, &NetAdapterSetDatapathCapabilities,
			    &NetAdapterSetDataPathCapabilities);
	KUNIT_EXPECT_PTR_EQ(test, &NetAdapterDeviceInitConfig, &NetDeviceInitConfig);
}

static struct kunit_case net_headers_cases[] = {
	KUNIT_CASE(extension_query_in_both_forms),
	KUNIT_CASE(extension_data_by_stride),
	KUNIT_CASE(virtual_address_extension),
	KUNIT_CASE(return_context_extension),
	KUNIT_CASE(fragment_fields),
	KUNIT_CASE(packet_fields),
	KUNIT_CASE(layer_types),
	KUNIT_CASE(packet_is_ipv4_or_ipv6),
	KUNIT_CASE(ring_header),
	KUNIT_CASE(ring_elements_by_stride),
	KUNIT_CASE(ring_indices_wrap),
	KUNIT_CASE(ring_collection),
	KUNIT_CASE(callbacks_have_their_types),
	KUNIT_CASE(datapath_callbacks_init),
	KUNIT_CASE(tx_capabilities_init),
	KUNIT_CASE(rx_capabilities_init_driver_managed),
	KUNIT_CASE(rx_capabilities_init_system_managed),
	KUNIT_CASE(capability_modes),
	KUNIT_CASE(link_layer_capabilities_init),
	KUNIT_CASE(link_state_init),
	KUNIT_CASE(link_enumerations),
	KUNIT_CASE(queue_config_init),
	KUNIT_CASE(handles_have_types_of_their_own),
	KUNIT_CASE(both_spellings_are_one_function),
	{ }
};

static struct kunit_suite net_headers_suite = {
	.name = "ndis_shim_net_headers",
	.test_cases = net_headers_cases,
};

kunit_test_suite(net_headers_suite);

MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_LICENSE("GPL");
