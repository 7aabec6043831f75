// SPDX-License-Identifier: GPL-2.0
/*
 * Whether an adapter has a carrier, and how fast its link is: what the client
 * says and what the extension says, put together.
 */
#include "netadapter/netcx.h"

/**
 * netcx_link_state_check() - is a link state possible
 * @state: the client's
 *
 * Return: NULL, or what is wrong.
 * Context: any.
 */
const char *netcx_link_state_check(const NET_ADAPTER_LINK_STATE *state)
{
	if (!state || state->Size != sizeof(*state))
		return "wrong Size";
	if ((u32)state->MediaConnectState > MediaConnectStateDisconnected)
		return "MediaConnectState out of range";
	if ((u32)state->MediaDuplexState > MediaDuplexStateFull)
		return "MediaDuplexState out of range";
	if ((u32)state->SupportedPauseFunctions > NetAdapterPauseFunctionTypeUnknown)
		return "SupportedPauseFunctions out of range";
	if ((u32)state->AutoNegotiationFlags & ~0xfU)
		return "AutoNegotiationFlags out of range";
	return NULL;
}

static bool netcx_link_state_up_locked(struct netcx_adapter *adapter)
{
	lockdep_assert_held(&adapter->link_lock);

	if (adapter->link_failed)
		return false;
	if (adapter->ext)
		return adapter->ext_carrier &&
		       adapter->link_state.MediaConnectState != MediaConnectStateDisconnected;
	return adapter->link_state.MediaConnectState == MediaConnectStateConnected;
}

/* The stack is told under the lock, so that the last state told is the last
 * one set. netif_carrier_on() and _off() may be called from anywhere.
 */
static void netcx_link_state_tell(struct netcx_adapter *adapter)
{
	netcx_link_carrier(adapter, netcx_link_state_up_locked(adapter));
}

/**
 * netcx_link_state_set() - NetAdapterSetLinkState()
 * @adapter: any adapter, started or not
 * @state: passed netcx_link_state_check()
 *
 * Context: any.
 */
void netcx_link_state_set(struct netcx_adapter *adapter, const NET_ADAPTER_LINK_STATE *state)
{
	unsigned long flags;

	spin_lock_irqsave(&adapter->link_lock, flags);
	adapter->link_state = *state;
	netcx_link_state_tell(adapter);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
}

/**
 * netcx_link_state_carrier() - the extension's half of the carrier
 * @adapter: an extension's
 * @on: as far as the extension is concerned
 *
 * Context: any.
 */
void netcx_link_state_carrier(struct netcx_adapter *adapter, bool on)
{
	unsigned long flags;

	spin_lock_irqsave(&adapter->link_lock, flags);
	adapter->ext_carrier = on;
	netcx_link_state_tell(adapter);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
}

/**
 * netcx_link_state_failed() - the datapath cannot work, or can again
 * @adapter: any adapter
 * @failed: queues could not be made, or the device is gone
 *
 * Context: any.
 */
void netcx_link_state_failed(struct netcx_adapter *adapter, bool failed)
{
	unsigned long flags;

	spin_lock_irqsave(&adapter->link_lock, flags);
	adapter->link_failed = failed;
	netcx_link_state_tell(adapter);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
}

/**
 * netcx_link_state_refresh() - tell an interface that has just been bound
 * @adapter: any adapter
 *
 * Context: any.
 */
void netcx_link_state_refresh(struct netcx_adapter *adapter)
{
	unsigned long flags;

	spin_lock_irqsave(&adapter->link_lock, flags);
	netcx_link_state_tell(adapter);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
}

/**
 * netcx_link_state_up() - has the adapter a carrier
 * @adapter: any adapter
 *
 * Context: any.
 */
bool netcx_link_state_up(struct netcx_adapter *adapter)
{
	unsigned long flags;
	bool up;

	spin_lock_irqsave(&adapter->link_lock, flags);
	up = netcx_link_state_up_locked(adapter);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
	return up;
}

static u64 netcx_link_state_known(u64 ext, u64 now, u64 max)
{
	if (ext)
		return ext;
	if (now != NET_ADAPTER_LINK_SPEED_UNKNOWN && now)
		return now;
	return max != NET_ADAPTER_LINK_SPEED_UNKNOWN ? max : 0;
}

/**
 * netcx_link_state_speed() - speeds of the link
 * @adapter: any adapter
 * @tx: bit/s, 0 = unknown
 * @rx: likewise
 *
 * The extension knows best, then the client's link state, then its capabilities.
 * Context: any.
 */
void netcx_link_state_speed(struct netcx_adapter *adapter, u64 *tx, u64 *rx)
{
	unsigned long flags;

	spin_lock_irqsave(&adapter->link_lock, flags);
	*tx = netcx_link_state_known(adapter->ext_tx_speed, adapter->link_state.TxLinkSpeed,
				     adapter->link_caps.MaxTxLinkSpeed);
	*rx = netcx_link_state_known(adapter->ext_rx_speed, adapter->link_state.RxLinkSpeed,
				     adapter->link_caps.MaxRxLinkSpeed);
	spin_unlock_irqrestore(&adapter->link_lock, flags);
}
