/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Numbers of MBIM 1.0 and its extensions as they stand on the wire, and
 * little-endian integers at any alignment. No state.
 */
#ifndef _MBIM_SIM_WIRE_H
#define _MBIM_SIM_WIRE_H

#include <ntdef.h>
#include <wdm/rtl.h>

/* Message types */
#define MBIM_OPEN_MSG			0x00000001u
#define MBIM_CLOSE_MSG			0x00000002u
#define MBIM_COMMAND_MSG		0x00000003u
#define MBIM_HOST_ERROR_MSG		0x00000004u
#define MBIM_OPEN_DONE			0x80000001u
#define MBIM_CLOSE_DONE			0x80000002u
#define MBIM_COMMAND_DONE		0x80000003u
#define MBIM_FUNCTION_ERROR_MSG		0x80000004u
#define MBIM_INDICATE_STATUS_MSG	0x80000007u

#define MBIM_HEADER_LENGTH	12u
#define MBIM_FRAGMENT_LENGTH	20u	/* message header and fragment header */
#define MBIM_COMMAND_LENGTH	48u	/* up to the information, command and answer alike */
#define MBIM_INDICATION_LENGTH	44u
#define MBIM_MINIMUM_TRANSFER	64u	/* the smallest MaxControlTransfer */
#define MBIM_UUID_LENGTH	16u

/* Protocol errors */
#define MBIM_ERROR_FRAGMENT_OUT_OF_SEQUENCE	2u
#define MBIM_ERROR_LENGTH_MISMATCH		3u
#define MBIM_ERROR_NOT_OPENED			5u
#define MBIM_ERROR_UNKNOWN			6u
#define MBIM_ERROR_MAX_TRANSFER			8u

/* Statuses */
#define MBIM_STATUS_SUCCESS			0u
#define MBIM_STATUS_BUSY			1u
#define MBIM_STATUS_FAILURE			2u
#define MBIM_STATUS_SIM_NOT_INSERTED		3u
#define MBIM_STATUS_PIN_REQUIRED		5u
#define MBIM_STATUS_NOT_REGISTERED		7u
#define MBIM_STATUS_NO_DEVICE_SUPPORT		9u
#define MBIM_STATUS_PACKET_SERVICE_DETACHED	12u
#define MBIM_STATUS_MAX_ACTIVATED_CONTEXTS	13u
#define MBIM_STATUS_CONTEXT_NOT_ACTIVATED	16u
#define MBIM_STATUS_RADIO_POWER_OFF		20u
#define MBIM_STATUS_INVALID_PARAMETERS		21u
#define MBIM_STATUS_OPERATION_NOT_ALLOWED	28u
#define MBIM_STATUS_DSS_INSTANCE_LIMIT		33u
#define MBIM_STATUS_INVALID_SERVICE_OPERATION	34u

/* Basic Connect */
#define CID_DEVICE_CAPS			1u
#define CID_SUBSCRIBER_READY		2u
#define CID_RADIO_STATE			3u
#define CID_PIN				4u
#define CID_PIN_LIST			5u
#define CID_HOME_PROVIDER		6u
#define CID_PREFERRED_PROVIDERS		7u
#define CID_VISIBLE_PROVIDERS		8u
#define CID_REGISTER_STATE		9u
#define CID_PACKET_SERVICE		10u
#define CID_SIGNAL_STATE		11u
#define CID_CONNECT			12u
#define CID_PROVISIONED_CONTEXTS	13u
#define CID_SERVICE_ACTIVATION		14u
#define CID_IP_CONFIGURATION		15u
#define CID_DEVICE_SERVICES		16u
#define CID_SUBSCRIBE_LIST		19u
#define CID_PACKET_STATISTICS		20u
#define CID_NETWORK_IDLE_HINT		21u
#define CID_EMERGENCY_MODE		22u
#define CID_IP_PACKET_FILTERS		23u
#define CID_MULTICARRIER_PROVIDERS	24u

/* Microsoft's Basic Connect extensions */
#define CID_MS_LTE_ATTACH_INFO		4u
#define CID_MS_SYS_CAPS			5u
#define CID_MS_SLOT_MAPPINGS		7u
#define CID_MS_SLOT_INFO		8u
#define CID_MS_VERSION			15u

#define MBIMEX_1_0	0x0100u
#define MBIMEX_2_0	0x0200u
#define MBIMEX_3_0	0x0300u

#define REGISTER_DEREGISTERED	1u
#define REGISTER_SEARCHING	2u
#define REGISTER_HOME		3u

#define PACKET_ATTACHED		2u
#define PACKET_DETACHED		4u

#define CONNECT_ACTIVATED	1u
#define CONNECT_DEACTIVATED	3u

#define IP_DEFAULT		0u
#define IP_V4			1u
#define IP_V6			2u
#define IP_V4V6			3u
#define IP_V4_AND_V6		4u

#define RSSI_UNKNOWN		99u

static inline UINT16 LeGet16(const UINT8 *p)
{
	return (UINT16)(p[0] | (p[1] << 8));
}

static inline UINT32 LeGet32(const UINT8 *p)
{
	return LeGet16(p) | ((UINT32)LeGet16(p + 2) << 16);
}

static inline VOID LePut16(UINT8 *p, UINT32 Value)
{
	p[0] = (UINT8)(Value & 0xff);
	p[1] = (UINT8)((Value >> 8) & 0xff);
}

static inline VOID LePut32(UINT8 *p, UINT32 Value)
{
	LePut16(p, Value);
	LePut16(p + 2, Value >> 16);
}

static inline VOID LePut64(UINT8 *p, UINT64 Value)
{
	LePut32(p, (UINT32)(Value & 0xffffffffu));
	LePut32(p + 4, (UINT32)(Value >> 32));
}

#endif
