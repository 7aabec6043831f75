// SPDX-License-Identifier: GPL-2.0
/*
 * Datapath capabilities: what a client may ask for, and what of it exists
 * here. There is no DMA enabler, so payload is never mapped for a device; and
 * no buffer pool that a client takes receive buffers from by itself.
 */
#include "netadapter/netcx.h"

#include <linux/log2.h>
#include <linux/minmax.h>

/* Offset in a NET_FRAGMENT has ten bits. */
#define NETCX_BACKFILL_MAX	1023

/**
 * netcx_caps_default() - what holds until the client says otherwise
 * @adapter: being created
 *
 * One queue each way, receive buffers made by the framework.
 * Context: any.
 */
void netcx_caps_default(struct netcx_adapter *adapter)
{
	NET_ADAPTER_TX_CAPABILITIES_INIT(&adapter->tx_caps, 1);
	NET_ADAPTER_RX_CAPABILITIES_INIT_SYSTEM_MANAGED(&adapter->rx_caps, NETCX_MTU_DEFAULT, 1);
	NET_ADAPTER_LINK_STATE_INIT(&adapter->link_state, NET_ADAPTER_LINK_SPEED_UNKNOWN,
				    MediaConnectStateUnknown, MediaDuplexStateUnknown,
				    NetAdapterPauseFunctionTypeUnsupported,
				    NetAdapterAutoNegotiationFlagNone);
}

/**
 * netcx_caps_check_tx() - are Tx capabilities possible
 * @caps: the client's
 *
 * Return: NULL, or what is wrong.
 * Context: any.
 */
const char *netcx_caps_check_tx(const NET_ADAPTER_TX_CAPABILITIES *caps)
{
	if (!caps || caps->Size != sizeof(*caps))
		return "TxCapabilities: wrong Size";
	if (caps->MappingRequirement != NetMemoryMappingRequirementNone &&
	    caps->MappingRequirement != NetMemoryMappingRequirementDmaMapped)
		return "TxCapabilities: unknown MappingRequirement";
	if (!caps->MaximumNumberOfQueues)
		return "TxCapabilities: no queue";
	if (!caps->MaximumNumberOfFragments)
		return "TxCapabilities: no fragment";
	if (!is_power_of_2(caps->FragmentBufferAlignment) ||
	    caps->FragmentBufferAlignment > PAGE_SIZE)
		return "TxCapabilities: FragmentBufferAlignment is no power of 2 up to a page";
	if (caps->FragmentRingNumberOfElementsHint &&
	    !is_power_of_2(caps->FragmentRingNumberOfElementsHint))
		return "TxCapabilities: FragmentRingNumberOfElementsHint is no power of 2";
	if (caps->PayloadBackfill > NETCX_BACKFILL_MAX)
		return "TxCapabilities: PayloadBackfill does not fit Offset";
	return NULL;
}

/**
 * netcx_caps_check_rx() - are Rx capabilities possible
 * @caps: the client's
 *
 * Return: NULL, or what is wrong.
 * Context: any.
 */
const char *netcx_caps_check_rx(const NET_ADAPTER_RX_CAPABILITIES *caps)
{
	bool driver_attaches;

	if (!caps || caps->Size != sizeof(*caps))
		return "RxCapabilities: wrong Size";
	if (caps->AllocationMode > NetRxFragmentBufferAllocationModeDriver ||
	    caps->AttachmentMode > NetRxFragmentBufferAttachmentModeDriver)
		return "RxCapabilities: unknown mode";
	if (!caps->MaximumNumberOfQueues)
		return "RxCapabilities: no queue";
	if (caps->FragmentRingNumberOfElementsHint &&
	    !is_power_of_2(caps->FragmentRingNumberOfElementsHint))
		return "RxCapabilities: FragmentRingNumberOfElementsHint is no power of 2";

	driver_attaches = caps->AttachmentMode == NetRxFragmentBufferAttachmentModeDriver;
	if (caps->AllocationMode == NetRxFragmentBufferAllocationModeDriver) {
		/* The callback shares its place with MappingRequirement, so the
		 * rest of that struct means nothing in this mode.
		 */
		if (!driver_attaches)
			return "RxCapabilities: who allocates buffers must attach them";
		if (!caps->EvtAdapterReturnRxBuffer)
			return "RxCapabilities: no EvtAdapterReturnRxBuffer";
		return NULL;
	}

	if (caps->MappingRequirement != NetMemoryMappingRequirementNone &&
	    caps->MappingRequirement != NetMemoryMappingRequirementDmaMapped)
		return "RxCapabilities: unknown MappingRequirement";
	if (!is_power_of_2(caps->FragmentBufferAlignment) ||
	    caps->FragmentBufferAlignment > PAGE_SIZE)
		return "RxCapabilities: FragmentBufferAlignment is no power of 2 up to a page";
	if (!caps->MaximumFrameSize || caps->MaximumFrameSize > 2 * NETCX_MTU_MAX)
		return "RxCapabilities: MaximumFrameSize is impossible";
	return NULL;
}

/**
 * netcx_caps_queues() - how many queues an adapter has each way
 * @adapter: about to be started for the first time
 *
 * As many as the client can serve; one Rx queue if nothing says which packet goes
 * to which (scaling.c). An extension's interface has one each way, since somebody
 * else allocates it.
 * Context: process, the adapter's lock held.
 */
void netcx_caps_queues(struct netcx_adapter *adapter)
{
	SIZE_T most = adapter->ext ? 1 : NETCX_QUEUES_MAX;

	adapter->num_txq = min_t(SIZE_T, adapter->tx_caps.MaximumNumberOfQueues, most);
	if (!netcx_scaling_present(adapter))
		most = 1;
	else
		most = min_t(SIZE_T, most, adapter->scaling.caps.NumberOfQueues);
	adapter->num_rxq = min_t(SIZE_T, adapter->rx_caps.MaximumNumberOfQueues, most);
}

/**
 * netcx_caps_unsupported() - do checked capabilities need what does not exist
 * @tx: passed netcx_caps_check_tx()
 * @rx: passed netcx_caps_check_rx()
 *
 * Return: true if an adapter with them cannot be started.
 * Context: any.
 */
bool netcx_caps_unsupported(const NET_ADAPTER_TX_CAPABILITIES *tx,
			    const NET_ADAPTER_RX_CAPABILITIES *rx)
{
	if (tx->MappingRequirement != NetMemoryMappingRequirementNone)
		return true;
	if (rx->AllocationMode == NetRxFragmentBufferAllocationModeDriver)
		return false;
	return rx->AttachmentMode == NetRxFragmentBufferAttachmentModeDriver ||
	       rx->MappingRequirement != NetMemoryMappingRequirementNone;
}
