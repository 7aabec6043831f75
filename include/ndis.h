/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NDIS 3.0 to 5.1 as a protocol or intermediate driver includes it. The parts
 * are in ndis/. The defines that such drivers are built with choose what the
 * names without a version mean:
 *
 *	NDIS40, NDIS50, NDIS51			the protocol edge
 *	NDIS40_MINIPORT, NDIS50_MINIPORT, NDIS51_MINIPORT	the miniport edge
 *
 * None means 3.0. NDIS_MINIPORT_DRIVER and NDIS_WDM are accepted and change
 * nothing.
 */
#ifndef _NT_NDIS_H
#define _NT_NDIS_H

#include <ntddk.h>
#include <ntddndis.h>
#include <xfilter.h>

#include <ndis/miniport.h>
#include <ndis/offload.h>
#include <ndis/packet.h>
#include <ndis/protocol.h>
#include <ndis/status.h>
#include <ndis/support.h>
#include <ndis/types.h>
#include <ndis/wan.h>

#endif
