/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NET_PACKET_LAYOUT: described from the bytes of a frame (Tx), and checked
 * when a client described it (Rx). Pure.
 */
#ifndef _NDIS_SHIM_NETADAPTER_PACKET_LAYOUT_H
#define _NDIS_SHIM_NETADAPTER_PACKET_LAYOUT_H

#include <linux/types.h>

#include <netadaptercx.h>

/* As much of a frame as netcx_layout_describe() may want to see. */
#define NETCX_LAYOUT_BYTES	128

void netcx_layout_describe(NET_PACKET_LAYOUT *layout, const u8 *data, size_t len, bool ethernet);
const char *netcx_layout_check(const NET_PACKET_LAYOUT *layout);

#endif
