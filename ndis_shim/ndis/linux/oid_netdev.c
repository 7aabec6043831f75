// SPDX-License-Identifier: GPL-2.0
/*
 * Requests to an interface: what each object identifier means for a net_device.
 * All answers are there at once: nothing here needs RTNL or sleeps. What each
 * binding has of its own, and every check of lengths, is done before (request.c).
 */
#include "ndis/linux/netdev.h"

#include <linux/etherdevice.h>

#include "ndis/oid.h"

#define NDIS_NETDEV_DRIVER_VERSION	0x0501	/* of NDIS */
#define NDIS_NETDEV_VENDOR_VERSION	0x00010000
#define NDIS_NETDEV_MAX_SEND_PACKETS	64

/* Of a frame with its header, as the binding sees it. */
static u32 ndis_total_size(const struct ndis_binding *binding, const struct net_device *dev)
{
	return READ_ONCE(dev->mtu) + ndis_netdev_header_size(binding);
}

static u32 ndis_buffer_space(const struct ndis_binding *binding, const struct net_device *dev)
{
	u64 space = (u64)max(READ_ONCE(dev->tx_queue_len), 1u) * ndis_total_size(binding, dev);

	return min_t(u64, space, U32_MAX);
}

static u32 ndis_mac_options(const struct ndis_binding *binding)
{
	u32 options = NDIS_MAC_OPTION_COPY_LOOKAHEAD_DATA | NDIS_MAC_OPTION_NO_LOOPBACK |
		      NDIS_MAC_OPTION_FULL_DUPLEX;

	if (!ndis_knob(NDIS_KNOB_PEND_TRANSFER))
		options |= NDIS_MAC_OPTION_TRANSFERS_NOT_PEND;
	if (binding->tags)
		options |= NDIS_MAC_OPTION_8021P_PRIORITY | NDIS_MAC_OPTION_8021Q_VLAN;
	return options;
}

/* What the core of each kind of interface says that it is. */
static u32 ndis_physical_medium(const struct net_device *dev)
{
	const char *type = dev->dev.type ? dev->dev.type->name : NULL;

	if (type && !strcmp(type, "wlan"))
		return NdisPhysicalMediumWirelessLan;
	if (type && !strcmp(type, "wwan"))
		return NdisPhysicalMediumWirelessWan;
	return NdisPhysicalMediumUnspecified;
}

static const u8 *ndis_current_address(const struct ndis_netdev *nd, const struct net_device *dev)
{
	return nd->raw ? nd->own : dev->dev_addr;
}

static const u8 *ndis_permanent_address(const struct ndis_netdev *nd,
					const struct net_device *dev)
{
	if (nd->raw || is_zero_ether_addr(dev->perm_addr))
		return ndis_current_address(nd, dev);
	return dev->perm_addr;
}

/* The maker's part of the address as it lies in memory; all ones without a maker. */
static u32 ndis_vendor_id(const struct ndis_netdev *nd, const struct net_device *dev)
{
	const u8 *address = ndis_permanent_address(nd, dev);

	if (nd->raw || is_zero_ether_addr(address))
		return 0xffffff;
	return address[0] | address[1] << 8 | address[2] << 16;
}

static NDIS_STATUS ndis_query_supported(PNDIS_REQUEST request)
{
	unsigned int count = ndis_oid_supported(NULL, 0);
	NDIS_OID list[96];

	if (WARN_ON_ONCE(count > ARRAY_SIZE(list)))
		return NDIS_STATUS_FAILURE;
	ndis_oid_supported(list, count);
	return ndis_oid_reply(request, list, count * sizeof(list[0]));
}

static NDIS_STATUS ndis_query_vendor(struct net_device *dev, PNDIS_REQUEST request)
{
	const struct device *parent = READ_ONCE(dev->dev.parent);
	const struct device_driver *driver = parent ? READ_ONCE(parent->driver) : NULL;
	const char *text = driver ? driver->name : "Linux network interface";

	return ndis_oid_reply(request, text, strlen(text) + 1);
}

static NDIS_STATUS ndis_query_texts(struct ndis_netdev *nd, struct net_device *dev,
				    struct ndis_binding *binding, PNDIS_REQUEST request)
{
	u16 version = NDIS_NETDEV_DRIVER_VERSION;
	u32 medium = binding->medium;

	switch (request->DATA.QUERY_INFORMATION.Oid) {
	case OID_GEN_SUPPORTED_LIST:
		return ndis_query_supported(request);
	case OID_GEN_MEDIA_SUPPORTED:
	case OID_GEN_MEDIA_IN_USE:
		return ndis_oid_reply(request, &medium, sizeof(medium));
	case OID_GEN_VENDOR_DESCRIPTION:
		return ndis_query_vendor(dev, request);
	case OID_GEN_DRIVER_VERSION:
		return ndis_oid_reply(request, &version, sizeof(version));
	case OID_GEN_FRIENDLY_NAME:
		return ndis_oid_reply(request, nd->adapter.name, strlen(nd->adapter.name) + 1);
	default:
		return NDIS_STATUS_NOT_RECOGNIZED;
	}
}

static NDIS_STATUS ndis_query_802_3(struct ndis_netdev *nd, struct net_device *dev,
				    struct ndis_binding *binding, PNDIS_REQUEST request)
{
	NDIS_OID oid = request->DATA.QUERY_INFORMATION.Oid;

	if (oid >> 24 != OID_802_3_PERMANENT_ADDRESS >> 24)
		return NDIS_STATUS_NOT_RECOGNIZED;
	if (binding->medium != NdisMedium802_3)
		return NDIS_STATUS_NOT_SUPPORTED;
	switch (oid) {
	case OID_802_3_PERMANENT_ADDRESS:
		return ndis_oid_reply(request, ndis_permanent_address(nd, dev), ETH_ALEN);
	case OID_802_3_CURRENT_ADDRESS:
		return ndis_oid_reply(request, ndis_current_address(nd, dev), ETH_ALEN);
	case OID_802_3_MAXIMUM_LIST_SIZE:
		return ndis_oid_reply_ulong(request, NDIS_MULTICAST_MAX);
	case OID_802_3_MAC_OPTIONS:
		return ndis_oid_reply_ulong(request, 0);
	default:
		return NDIS_STATUS_NOT_RECOGNIZED;
	}
}

/* False: none of these. */
static bool ndis_value_of_link(const struct ndis_binding *binding, const struct net_device *dev,
			       NDIS_OID oid, u32 *value)
{
	const struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	bool up = netif_running(dev) && netif_carrier_ok(dev);

	switch (oid) {
	case OID_GEN_HARDWARE_STATUS:
		*value = netif_running(dev) ? NdisHardwareStatusReady :
					      NdisHardwareStatusNotReady;
		return true;
	case OID_GEN_LINK_SPEED:
		*value = READ_ONCE(nd->speed);
		return true;
	case OID_GEN_VENDOR_ID:
		*value = ndis_vendor_id(nd, dev);
		return true;
	case OID_GEN_VENDOR_DRIVER_VERSION:
		*value = NDIS_NETDEV_VENDOR_VERSION;
		return true;
	case OID_GEN_MAC_OPTIONS:
		*value = ndis_mac_options(binding);
		return true;
	case OID_GEN_MEDIA_CONNECT_STATUS:
		*value = up ? NdisMediaStateConnected : NdisMediaStateDisconnected;
		return true;
	case OID_GEN_MAXIMUM_SEND_PACKETS:
		*value = NDIS_NETDEV_MAX_SEND_PACKETS;
		return true;
	case OID_GEN_MEDIA_CAPABILITIES:
	case OID_GEN_INIT_TIME_MS:
	case OID_GEN_RESET_COUNTS:
		*value = 0;
		return true;
	case OID_GEN_PHYSICAL_MEDIUM:
		*value = ndis_physical_medium(dev);
		return true;
	case OID_GEN_MEDIA_SENSE_COUNTS:
		*value = atomic_read(&dev->carrier_up_count) +
			 atomic_read(&dev->carrier_down_count);
		return true;
	default:
		return false;
	}
}

static bool ndis_value_of_size(const struct ndis_binding *binding, const struct net_device *dev,
			       NDIS_OID oid, u32 *value)
{
	switch (oid) {
	case OID_GEN_MAXIMUM_LOOKAHEAD:
	case OID_GEN_MAXIMUM_FRAME_SIZE:
		*value = READ_ONCE(dev->mtu);
		return true;
	case OID_GEN_TRANSMIT_BUFFER_SPACE:
	case OID_GEN_RECEIVE_BUFFER_SPACE:
		*value = ndis_buffer_space(binding, dev);
		return true;
	case OID_GEN_TRANSMIT_BLOCK_SIZE:
	case OID_GEN_RECEIVE_BLOCK_SIZE:
	case OID_GEN_MAXIMUM_TOTAL_SIZE:
		*value = ndis_total_size(binding, dev);
		return true;
	default:
		return false;
	}
}

/* Linux does not count groups and broadcasts it sends: all of it is directed. */
static u64 ndis_value_of_counter(const struct rtnl_link_stats64 *stats, NDIS_OID oid)
{
	switch (oid) {
	case OID_GEN_XMIT_OK:
	case OID_GEN_DIRECTED_FRAMES_XMIT:
		return stats->tx_packets;
	case OID_GEN_DIRECTED_FRAMES_RCV:
		return stats->rx_packets - min(stats->rx_packets, stats->multicast);
	case OID_GEN_RCV_OK:
		return stats->rx_packets;
	case OID_GEN_XMIT_ERROR:
		return stats->tx_errors;
	case OID_GEN_RCV_ERROR:
		return stats->rx_errors;
	case OID_GEN_RCV_NO_BUFFER:
		return stats->rx_dropped;
	case OID_GEN_DIRECTED_BYTES_XMIT:
		return stats->tx_bytes;
	case OID_GEN_DIRECTED_BYTES_RCV:
		return stats->rx_bytes;
	case OID_GEN_MULTICAST_FRAMES_RCV:
		return stats->multicast;
	case OID_GEN_RCV_CRC_ERROR:
		return stats->rx_crc_errors;
	case OID_802_3_RCV_ERROR_ALIGNMENT:
		return stats->rx_frame_errors;
	case OID_802_3_XMIT_ONE_COLLISION:
		return stats->collisions;
	case OID_802_3_XMIT_MAX_COLLISIONS:
		return stats->tx_aborted_errors;
	case OID_802_3_RCV_OVERRUN:
		return stats->rx_over_errors;
	case OID_802_3_XMIT_UNDERRUN:
		return stats->tx_fifo_errors;
	case OID_802_3_XMIT_HEARTBEAT_FAILURE:
		return stats->tx_heartbeat_errors;
	case OID_802_3_XMIT_TIMES_CRS_LOST:
		return stats->tx_carrier_errors;
	case OID_802_3_XMIT_LATE_COLLISIONS:
		return stats->tx_window_errors;
	default:
		return 0;
	}
}

static NDIS_STATUS ndis_netdev_query(struct ndis_binding *binding, struct net_device *dev,
				     PNDIS_REQUEST request)
{
	NDIS_OID oid = request->DATA.QUERY_INFORMATION.Oid;
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	const struct ndis_oid *known = ndis_oid_find(oid);
	struct rtnl_link_stats64 stats;
	NDIS_STATUS status;
	u32 value;

	if (known && known->flags & NDIS_OID_COUNTER) {
		dev_get_stats(dev, &stats);
		return ndis_oid_reply_counter(request, ndis_value_of_counter(&stats, oid));
	}
	if (ndis_value_of_link(binding, dev, oid, &value) ||
	    ndis_value_of_size(binding, dev, oid, &value))
		return ndis_oid_reply_ulong(request, value);
	status = ndis_query_802_3(nd, dev, binding, request);
	if (status == NDIS_STATUS_NOT_RECOGNIZED)
		status = ndis_query_texts(nd, dev, binding, request);
	return status == NDIS_STATUS_NOT_RECOGNIZED ? NDIS_STATUS_NOT_SUPPORTED : status;
}

/* Taken, and of no use here. */
static NDIS_STATUS ndis_netdev_set(PNDIS_REQUEST request)
{
	struct _SET_INFORMATION *set = &request->DATA.SET_INFORMATION;

	switch (set->Oid) {
	case OID_GEN_NETWORK_LAYER_ADDRESSES:
	case OID_GEN_TRANSPORT_HEADER_OFFSET:
		set->BytesRead = set->InformationBufferLength;
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

NDIS_STATUS ndis_netdev_request(struct ndis_binding *binding, PNDIS_REQUEST request)
{
	struct ndis_netdev *nd = ndis_netdev(binding->adapter);
	NDIS_STATUS status = NDIS_STATUS_ADAPTER_REMOVED;
	struct net_device *dev;

	rcu_read_lock();
	dev = rcu_dereference(nd->dev);
	if (dev)
		status = ndis_request_is_query(request) ? ndis_netdev_query(binding, dev, request) :
							  ndis_netdev_set(request);
	rcu_read_unlock();
	return status;
}
