/* SPDX-License-Identifier: GPL-2.0 */
/*
 * MBIM 1.0 Errata 1 on the wire: messages, codes, services and CIDs, with the
 * specification's names. Layouts of information buffers are in mbim_basic.h.
 */
#ifndef _MBBCX_MBIM_DEFS_H
#define _MBBCX_MBIM_DEFS_H

#include "pure.h"

/* MBIM 1.0 §9.1: message types. Those with bit 31 come from the function. */
#define MBIM_OPEN_MSG			0x00000001u
#define MBIM_CLOSE_MSG			0x00000002u
#define MBIM_COMMAND_MSG		0x00000003u
#define MBIM_HOST_ERROR_MSG		0x00000004u
#define MBIM_OPEN_DONE			0x80000001u
#define MBIM_CLOSE_DONE			0x80000002u
#define MBIM_COMMAND_DONE		0x80000003u
#define MBIM_FUNCTION_ERROR_MSG		0x80000004u
#define MBIM_INDICATE_STATUS_MSG	0x80000007u

struct mbim_message_header {
	__le32 MessageType;
	__le32 MessageLength;		/* of this fragment, headers included */
	__le32 TransactionId;
} __packed;

struct mbim_fragment_header {
	__le32 TotalFragments;		/* >= 1 */
	__le32 CurrentFragment;		/* from 0 */
} __packed;

/* Head of COMMAND_MSG, COMMAND_DONE and INDICATE_STATUS fragments. */
struct mbim_fragment {
	struct mbim_message_header header;
	struct mbim_fragment_header frag;
} __packed;

struct mbim_open_msg {
	struct mbim_message_header header;
	__le32 MaxControlTransfer;
} __packed;

struct mbim_close_msg {
	struct mbim_message_header header;
} __packed;

struct mbim_command_msg {
	struct mbim_message_header header;
	struct mbim_fragment_header frag;
	u8 DeviceServiceId[16];
	__le32 CID;
	__le32 CommandType;
	__le32 InformationBufferLength;
	u8 InformationBuffer[];
} __packed;

struct mbim_error_msg {			/* HOST_ERROR and FUNCTION_ERROR */
	struct mbim_message_header header;
	__le32 ErrorStatusCode;
} __packed;

struct mbim_done {			/* OPEN_DONE and CLOSE_DONE */
	struct mbim_message_header header;
	__le32 Status;
} __packed;

struct mbim_command_done {
	struct mbim_message_header header;
	struct mbim_fragment_header frag;
	u8 DeviceServiceId[16];
	__le32 CID;
	__le32 Status;
	__le32 InformationBufferLength;
	u8 InformationBuffer[];
} __packed;

struct mbim_indicate_status_msg {	/* no Status: four bytes shorter than a DONE */
	struct mbim_message_header header;
	struct mbim_fragment_header frag;
	u8 DeviceServiceId[16];
	__le32 CID;
	__le32 InformationBufferLength;
	u8 InformationBuffer[];
} __packed;

static_assert(sizeof(struct mbim_message_header) == 12, "MBIM 1.0 9.1");
static_assert(sizeof(struct mbim_fragment) == 20, "MBIM 1.0 9.1");
static_assert(sizeof(struct mbim_open_msg) == 16, "MBIM 1.0 9.3.1");
static_assert(sizeof(struct mbim_error_msg) == 16, "MBIM 1.0 9.3.4");
static_assert(sizeof(struct mbim_done) == 16, "MBIM 1.0 9.4.1");
static_assert(sizeof(struct mbim_command_msg) == 48, "MBIM 1.0 9.3.3");
static_assert(sizeof(struct mbim_command_done) == 48, "MBIM 1.0 9.4.3");
static_assert(sizeof(struct mbim_indicate_status_msg) == 44, "MBIM 1.0 9.4.5");

/* CommandType */
#define MBIM_COMMAND_QUERY		0u
#define MBIM_COMMAND_SET		1u

/* Limits: wMaxControlMessage's floor, and what we take from a hostile peer. */
#define MBIM_FRAGMENT_MIN		64u
#define MBIM_FRAGMENT_MAX		65535u	/* wLength has 16 bits */
#define MBIM_MESSAGE_MAX		(256u * 1024)
#define MBIM_FRAGMENT_GAP_MS		1250u	/* MBIM 1.0 §9.5 */

/* ErrorStatusCode of HOST_ERROR and FUNCTION_ERROR, MBIM 1.0 §9.3.4.2 */
enum mbim_error {
	MBIM_ERROR_TIMEOUT_FRAGMENT = 1,
	MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE = 2,
	MBIM_ERROR_LENGTH_MISMATCH = 3,
	MBIM_ERROR_DUPLICATED_TID = 4,
	MBIM_ERROR_NOT_OPENED = 5,
	MBIM_ERROR_UNKNOWN = 6,
	MBIM_ERROR_CANCEL = 7,
	MBIM_ERROR_MAX_TRANSFER = 8,
};

/* Status of DONE messages, MBIM 1.0 §9.4.5 */
enum mbim_status {
	MBIM_STATUS_SUCCESS = 0,
	MBIM_STATUS_BUSY = 1,
	MBIM_STATUS_FAILURE = 2,
	MBIM_STATUS_SIM_NOT_INSERTED = 3,
	MBIM_STATUS_BAD_SIM = 4,
	MBIM_STATUS_PIN_REQUIRED = 5,
	MBIM_STATUS_PIN_DISABLED = 6,
	MBIM_STATUS_NOT_REGISTERED = 7,
	MBIM_STATUS_PROVIDERS_NOT_FOUND = 8,
	MBIM_STATUS_NO_DEVICE_SUPPORT = 9,
	MBIM_STATUS_PROVIDER_NOT_VISIBLE = 10,
	MBIM_STATUS_DATA_CLASS_NOT_AVAILABLE = 11,
	MBIM_STATUS_PACKET_SERVICE_DETACHED = 12,
	MBIM_STATUS_MAX_ACTIVATED_CONTEXTS = 13,
	MBIM_STATUS_NOT_INITIALIZED = 14,
	MBIM_STATUS_VOICE_CALL_IN_PROGRESS = 15,
	MBIM_STATUS_CONTEXT_NOT_ACTIVATED = 16,
	MBIM_STATUS_SERVICE_NOT_ACTIVATED = 17,
	MBIM_STATUS_INVALID_ACCESS_STRING = 18,
	MBIM_STATUS_INVALID_USER_NAME_PWD = 19,
	MBIM_STATUS_RADIO_POWER_OFF = 20,
	MBIM_STATUS_INVALID_PARAMETERS = 21,
	MBIM_STATUS_READ_FAILURE = 22,
	MBIM_STATUS_WRITE_FAILURE = 23,
	MBIM_STATUS_NO_PHONEBOOK = 25,
	MBIM_STATUS_PARAMETER_TOO_LONG = 26,
	MBIM_STATUS_STK_BUSY = 27,
	MBIM_STATUS_OPERATION_NOT_ALLOWED = 28,
	MBIM_STATUS_MEMORY_FAILURE = 29,
	MBIM_STATUS_INVALID_MEMORY_INDEX = 30,
	MBIM_STATUS_MEMORY_FULL = 31,
	MBIM_STATUS_FILTER_NOT_SUPPORTED = 32,
	MBIM_STATUS_DSS_INSTANCE_LIMIT = 33,
	MBIM_STATUS_INVALID_DEVICE_SERVICE_OPERATION = 34,
	MBIM_STATUS_AUTH_INCORRECT_AUTN = 35,
	MBIM_STATUS_AUTH_SYNC_FAILURE = 36,
	MBIM_STATUS_AUTH_AMF_NOT_SET = 37,
	MBIM_STATUS_CONTEXT_NOT_SUPPORTED = 38,
};

/* Services, MBIM 1.0 §10.1, in wire order (big endian, unlike a GUID). */
#define MBIM_UUID_BASIC_CONNECT \
	{ 0xa2, 0x89, 0xcc, 0x33, 0xbc, 0xbb, 0x8b, 0x4f, \
	  0xb6, 0xb0, 0x13, 0x3e, 0xc2, 0xaa, 0xe6, 0xdf }
#define MBIM_UUID_SMS \
	{ 0x53, 0x3f, 0xbe, 0xeb, 0x14, 0xfe, 0x44, 0x67, \
	  0x9f, 0x90, 0x33, 0xa2, 0x23, 0xe5, 0x6c, 0x3f }
#define MBIM_UUID_USSD \
	{ 0xe5, 0x50, 0xa0, 0xc8, 0x5e, 0x82, 0x47, 0x9e, \
	  0x82, 0xf7, 0x10, 0xab, 0xf4, 0xc3, 0x35, 0x1f }
#define MBIM_UUID_PHONEBOOK \
	{ 0x4b, 0xf3, 0x84, 0x76, 0x1e, 0x6a, 0x41, 0xdb, \
	  0xb1, 0xd8, 0xbe, 0xd2, 0x89, 0xc2, 0x5b, 0xdb }
#define MBIM_UUID_STK \
	{ 0xd8, 0xf2, 0x01, 0x31, 0xfc, 0xb5, 0x4e, 0x17, \
	  0x86, 0x02, 0xd6, 0xed, 0x38, 0x16, 0x16, 0x4c }
#define MBIM_UUID_AUTH \
	{ 0x1d, 0x2b, 0x5f, 0xf7, 0x0a, 0xa1, 0x48, 0xb2, \
	  0xaa, 0x52, 0x50, 0xf1, 0x57, 0x67, 0x17, 0x4e }
#define MBIM_UUID_DSS \
	{ 0xc0, 0x8a, 0x26, 0xdd, 0x77, 0x18, 0x43, 0x82, \
	  0x84, 0x82, 0x6e, 0x0d, 0x58, 0x3c, 0x4d, 0x0e }
#define MBIM_UUID_MS_BASIC_CONNECT_EXTENSIONS \
	{ 0x3d, 0x01, 0xdc, 0xc5, 0xfe, 0xf5, 0x4d, 0x05, \
	  0x0d, 0x3a, 0xbe, 0xf7, 0x05, 0x8e, 0x9a, 0xaf }
#define MBIM_UUID_MS_UICC_LOW_LEVEL \
	{ 0xc2, 0xf6, 0x58, 0x8e, 0xf0, 0x37, 0x4b, 0xc9, \
	  0x86, 0x65, 0xf4, 0xd4, 0x4b, 0xd0, 0x93, 0x67 }

/* Basic Connect, MBIM 1.0 §10.5 */
#define MBIM_CID_DEVICE_CAPS			1u
#define MBIM_CID_SUBSCRIBER_READY_STATUS	2u
#define MBIM_CID_RADIO_STATE			3u
#define MBIM_CID_PIN				4u
#define MBIM_CID_PIN_LIST			5u
#define MBIM_CID_HOME_PROVIDER			6u
#define MBIM_CID_PREFERRED_PROVIDERS		7u
#define MBIM_CID_VISIBLE_PROVIDERS		8u
#define MBIM_CID_REGISTER_STATE			9u
#define MBIM_CID_PACKET_SERVICE			10u
#define MBIM_CID_SIGNAL_STATE			11u
#define MBIM_CID_CONNECT			12u
#define MBIM_CID_PROVISIONED_CONTEXTS		13u
#define MBIM_CID_SERVICE_ACTIVATION		14u
#define MBIM_CID_IP_CONFIGURATION		15u
#define MBIM_CID_DEVICE_SERVICES		16u
#define MBIM_CID_DEVICE_SERVICE_SUBSCRIBE_LIST	19u
#define MBIM_CID_PACKET_STATISTICS		20u
#define MBIM_CID_NETWORK_IDLE_HINT		21u
#define MBIM_CID_EMERGENCY_MODE			22u
#define MBIM_CID_IP_PACKET_FILTERS		23u
#define MBIM_CID_MULTICARRIER_PROVIDERS		24u
/* other services */
#define MBIM_CID_SMS_CONFIGURATION		1u
#define MBIM_CID_SMS_READ			2u
#define MBIM_CID_SMS_MESSAGE_STORE_STATUS	5u
#define MBIM_CID_USSD				1u
#define MBIM_CID_DSS_CONNECT			1u
#define MBIM_CID_MS_DEVICE_CAPS			6u
#define MBIM_CID_MS_SLOT_INFO_STATUS		8u
#define MBIM_CID_MS_VERSION			15u

#endif
