/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Information buffers of Basic Connect, and of the few CIDs of other services
 * that MbbCx itself looks into: layouts, readers, builders. Pure: a reader
 * touches only the bytes it is given and believes no length or offset in them.
 *
 * Readers return 0, or -1 if the buffer breaks the rules of MBIM 1.0 §9.2 and
 * §10 (too short, an offset outside, not 4-aligned, inside the fixed part).
 */
#ifndef _MBBCX_MBIM_BASIC_H
#define _MBBCX_MBIM_BASIC_H

#include "mbim_defs.h"

/* ---- CONNECT, MBIM 1.0 §10.5.12 ---- */

struct mbim_set_connect {
	__le32 SessionId;
	__le32 ActivationCommand;
	__le32 AccessStringOffset;
	__le32 AccessStringSize;
	__le32 UserNameOffset;
	__le32 UserNameSize;
	__le32 PasswordOffset;
	__le32 PasswordSize;
	__le32 Compression;
	__le32 AuthProtocol;
	__le32 IPType;
	u8 ContextType[16];
} __packed;

/* MBIMEx 3.0: strings became TLVs behind the fixed part. */
struct mbim_set_connect_v3 {
	__le32 SessionId;
	__le32 ActivationCommand;
	__le32 Compression;
	__le32 AuthProtocol;
	__le32 IPType;
	u8 ContextType[16];
	__le32 MediaPreference;
} __packed;

struct mbim_connect_info_buf {
	__le32 SessionId;
	__le32 ActivationState;
	__le32 VoiceCallState;
	__le32 IPType;
	u8 ContextType[16];
	__le32 NwError;
} __packed;

static_assert(sizeof(struct mbim_set_connect) == 60, "MBIM 1.0 10.5.12.5");
static_assert(sizeof(struct mbim_set_connect_v3) == 40, "MBIMEx 3.0, MBIM_CID_CONNECT");
static_assert(sizeof(struct mbim_connect_info_buf) == 36, "MBIM 1.0 10.5.12.6");

#define MBIM_MBIMEX_3_0		0x0300u
#define MBIM_CONNECT_BUF_SIZE	64u

enum mbim_activation_state {
	MBIM_ACTIVATION_UNKNOWN = 0,
	MBIM_ACTIVATION_ACTIVATED = 1,
	MBIM_ACTIVATION_ACTIVATING = 2,
	MBIM_ACTIVATION_DEACTIVATED = 3,
	MBIM_ACTIVATION_DEACTIVATING = 4,
};

/* What MbbCx needs of a CONNECT set, whose head MBIMEx 3.0 left alone. */
struct mbim_connect_set {
	u32 session;
	bool activate;
};

struct mbim_connect_info {
	u32 session;
	u32 state;		/* enum mbim_activation_state */
	u32 voice_call;
	u32 ip_type;
	u8 context[16];
	u32 nw_error;
};

int mbim_connect_set_read(const void *info, size_t len, struct mbim_connect_set *set);
int mbim_connect_info_read(const void *info, size_t len, struct mbim_connect_info *connect);
/* The layout depends on the MBIMEx version in force. Into MBIM_CONNECT_BUF_SIZE
 * bytes; return what was used.
 */
size_t mbim_connect_deactivate_build(u8 *buf, u16 mbimex, u32 session, const u8 context[16]);
size_t mbim_connect_info_build(u8 *buf, u16 mbimex, const struct mbim_connect_info *connect);

extern const u8 mbim_context_internet[16];

/* ---- IP_CONFIGURATION, MBIM 1.0 §10.5.20 ---- */

struct mbim_ip_configuration_buf {
	__le32 SessionId;
	__le32 IPv4ConfigurationAvailable;
	__le32 IPv6ConfigurationAvailable;
	__le32 IPv4AddressCount;
	__le32 IPv4AddressOffset;
	__le32 IPv6AddressCount;
	__le32 IPv6AddressOffset;
	__le32 IPv4GatewayOffset;
	__le32 IPv6GatewayOffset;
	__le32 IPv4DnsServerCount;
	__le32 IPv4DnsServerOffset;
	__le32 IPv6DnsServerCount;
	__le32 IPv6DnsServerOffset;
	__le32 IPv4Mtu;
	__le32 IPv6Mtu;
} __packed;

static_assert(sizeof(struct mbim_ip_configuration_buf) == 60, "MBIM 1.0 10.5.20.3");

#define MBIM_IP_HAS_ADDRESS	0x1u
#define MBIM_IP_HAS_GATEWAY	0x2u
#define MBIM_IP_HAS_DNS		0x4u
#define MBIM_IP_HAS_MTU		0x8u

/**
 * struct mbim_ip_family - one address family of an IP_CONFIGURATION
 * @available: MBIM_IP_HAS_*; what it does not name is zero or NULL below
 * @addresses: @address_count elements of prefix length (u32) and address
 * @gateway: one address
 * @dns: @dns_count addresses
 * @mtu: in bytes
 *
 * Pointers lead into the buffer that was read and were checked to stay there.
 */
struct mbim_ip_family {
	u32 available;
	u32 address_count;
	const u8 *addresses;
	const u8 *gateway;
	u32 dns_count;
	const u8 *dns;
	u32 mtu;
};

struct mbim_ip_configuration {
	u32 session;
	struct mbim_ip_family v4;
	struct mbim_ip_family v6;
};

int mbim_ip_configuration_read(const void *info, size_t len,
			       struct mbim_ip_configuration *config);
/* The one MTU for both families, 0: not said. */
u32 mbim_ip_mtu(const struct mbim_ip_configuration *config);

/* ---- PACKET_SERVICE, MBIM 1.0 §10.5.10: the speeds ---- */

#define MBIM_PACKET_SERVICE_DETACHED	4u

struct mbim_packet_service {
	u32 nw_error;
	u32 state;
	u64 uplink;		/* bit/s */
	u64 downlink;
};

int mbim_packet_service_read(const void *info, size_t len, struct mbim_packet_service *ps);

/* ---- DSS_CONNECT, MBIM 1.0 §10.11: service, session, what to do ---- */

#define MBIM_DSS_CONNECT_SIZE	24u

struct mbim_dss_connect_set {
	u32 session;
	bool activate;
};

/* The service is the buffer's first 16 bytes. */
int mbim_dss_connect_read(const void *info, size_t len, struct mbim_dss_connect_set *set);
void mbim_dss_deactivate_build(u8 buf[MBIM_DSS_CONNECT_SIZE], const u8 service[16], u32 session);

/* ---- DEVICE_CAPS, MBIM 1.0 §10.5.1 ---- */

struct mbim_device_caps_buf {
	__le32 DeviceType;
	__le32 CellularClass;
	__le32 VoiceClass;
	__le32 SimClass;
	__le32 DataClass;
	__le32 SmsCaps;
	__le32 ControlCaps;
	__le32 MaxSessions;
	__le32 CustomDataClassOffset;
	__le32 CustomDataClassSize;
	__le32 DeviceIdOffset;
	__le32 DeviceIdSize;
	__le32 FirmwareInfoOffset;
	__le32 FirmwareInfoSize;
	__le32 HardwareInfoOffset;
	__le32 HardwareInfoSize;
} __packed;

static_assert(sizeof(struct mbim_device_caps_buf) == 64, "MBIM 1.0 10.5.1.2");

/* A string in the buffer that was read: UTF-16LE, @size bytes, not terminated. */
struct mbim_string {
	const u8 *data;
	u32 size;
};

struct mbim_device_caps {
	u32 device_type;
	u32 cellular_class;
	u32 data_class;
	u32 control_caps;
	u32 max_sessions;
	struct mbim_string device_id;
	struct mbim_string firmware;
	struct mbim_string hardware;
};

int mbim_device_caps_read(const void *info, size_t len, struct mbim_device_caps *caps);

/**
 * mbim_device_caps_sessions() - where MaxSessions is
 * @len: length of the information buffer
 * @extended: the MS extension's, as MBIMEx @mbimex (BCD) has it
 *
 * Return: offset in the buffer, 0 if that is too short.
 */
size_t mbim_device_caps_sessions(size_t len, bool extended, u16 mbimex);

/* ---- DEVICE_SERVICES, MBIM 1.0 §10.5.21 ---- */

/* One element; @cids points to @cid_count unaligned little-endian numbers. */
struct mbim_device_service {
	const u8 *service;
	u32 dss_payload;
	u32 max_dss_instances;
	u32 cid_count;
	const u8 *cids;
};

/* Number of elements, -1 if the list does not fit the buffer. */
int mbim_device_services_count(const void *info, size_t len);
int mbim_device_services_read(const void *info, size_t len, u32 index,
			      struct mbim_device_service *service);
/* Does @service list @cid? */
bool mbim_device_services_have(const void *info, size_t len, const u8 service[16], u32 cid);

/* ---- VERSION of the MS extensions ---- */

struct mbim_version {
	u16 mbim;		/* BCD, 0x0100 */
	u16 extended;
};

#define MBIM_VERSION_SIZE	4u

int mbim_version_read(const void *info, size_t len, struct mbim_version *version);
void mbim_version_build(u8 buf[MBIM_VERSION_SIZE], const struct mbim_version *version);

#endif
