// SPDX-License-Identifier: GPL-2.0
/*
 * Device instances as a kind of adapter: what protocols above one come to.
 *
 * Frames reach every binding and the net_device. The lower edge of another
 * intermediate driver takes them over: the net_device gets none as long as it is
 * bound.
 */
#include "ndis/miniport_internal.h"

static NDIS_STATUS ndis_miniport_attach(struct ndis_adapter *adapter,
					struct ndis_binding *binding)
{
	struct ndis_instance *instance = ndis_adapter_instance(adapter);

	binding->emulated = false;
	/* Remembered: an association may come to an end while it is bound. */
	if (READ_ONCE(binding->protocol->miniport)) {
		binding->priv = instance;
		atomic_inc(&instance->taken);
	}
	return NDIS_STATUS_SUCCESS;
}

static void ndis_miniport_detach(struct ndis_adapter *adapter, struct ndis_binding *binding)
{
	struct ndis_instance *instance = ndis_adapter_instance(adapter);

	if (binding->priv)
		atomic_dec(&instance->taken);
	binding->priv = NULL;
}

static const char *ndis_miniport_instance_name(struct ndis_adapter *adapter)
{
	return adapter->name;
}

static void ndis_miniport_release(struct ndis_adapter *adapter)
{
	ndis_instance_put(ndis_adapter_instance(adapter));
}

const struct ndis_adapter_ops ndis_miniport_ops = {
	.attach = ndis_miniport_attach,
	.detach = ndis_miniport_detach,
	.send = ndis_miniport_ops_send,
	.request = ndis_miniport_ops_request,
	.transfer = ndis_miniport_transfer,
	.reset = ndis_miniport_reset,
	.update = ndis_miniport_update,
	.cancel = ndis_miniport_cancel,
	.instance_name = ndis_miniport_instance_name,
	.release = ndis_miniport_release,
};
