// SPDX-License-Identifier: GPL-2.0
/*
 * Addresses of sessions, and whose a packet is by its destination:
 *
 *	10.(64 + modem).session.host/24
 *	fd00:51:modem:session::host/64
 *
 * What is behind the prefix is the session's whole: a host may make addresses of
 * its own, and share its connection.
 */
#include "modem.h"

#define FIRST_MODEM	64u

VOID SimAddressV4(UINT32 Modem, UINT32 Session, UINT8 Host, UINT8 Address[4])
{
	Address[0] = 10;
	Address[1] = (UINT8)(FIRST_MODEM + Modem);
	Address[2] = (UINT8)Session;
	Address[3] = Host;
}

VOID SimAddressV6(UINT32 Modem, UINT32 Session, UINT8 Host, UINT8 Address[16])
{
	RtlZeroMemory(Address, 16);
	Address[0] = 0xfd;
	Address[3] = 0x51;
	Address[5] = (UINT8)Modem;
	Address[7] = (UINT8)Session;
	Address[15] = Host;
}

BOOLEAN SimIsIp(const UINT8 *Packet, UINT32 Length)
{
	if (Length < 20)
		return FALSE;
	return Packet[0] >> 4 == 4 || (Packet[0] >> 4 == 6 && Length >= 40);
}

BOOLEAN SimRoute(const UINT8 *Packet, UINT32 Length, UINT32 *Modem, UINT32 *Session)
{
	const UINT8 *to;

	if (!SimIsIp(Packet, Length))
		return FALSE;
	if (Packet[0] >> 4 == 4) {
		to = Packet + 16;
		*Modem = (UINT32)to[1] - FIRST_MODEM;	/* below: wraps, so above */
		*Session = to[2];
		return to[0] == 10 && *Modem < SIM_MODEMS;
	}
	to = Packet + 24;
	*Modem = (UINT32)to[4] << 8 | to[5];
	*Session = (UINT32)to[6] << 8 | to[7];
	return to[0] == 0xfd && !to[1] && !to[2] && to[3] == 0x51 && *Modem < SIM_MODEMS;
}
