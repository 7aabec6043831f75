// SPDX-License-Identifier: GPL-2.0
/*
 * NdisRegisterProtocol and NdisDeregisterProtocol.
 *
 * Deregistration, context by context. Bindings and pairs are ended in the
 * caller's thread, or waited for where another thread is ending them. A pair
 * whose handler runs in the caller's own thread is left to that handler: drivers
 * deregister from inside the last UnbindAdapter. Work that is queued finds the
 * protocol closing and does nothing. Receive and status hold io of a binding, so
 * they have ended when it is closed.
 */
#include "ndis/core.h"

#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include <ntmodule.h>

#include "ndis/support_internal.h"

/* The first byte says which version; 0 for none that there is. */
static u32 ndis_chars_size(u8 major)
{
	switch (major) {
	case 3:
		return sizeof(NDIS30_PROTOCOL_CHARACTERISTICS);
	case 4:
		return sizeof(NDIS40_PROTOCOL_CHARACTERISTICS);
	case 5:
		return sizeof(NDIS50_PROTOCOL_CHARACTERISTICS);
	default:
		return 0;
	}
}

static bool ndis_chars_complete(const NDIS50_PROTOCOL_CHARACTERISTICS *chars)
{
	return chars->OpenAdapterCompleteHandler && chars->CloseAdapterCompleteHandler &&
	       chars->SendCompleteHandler && chars->ResetCompleteHandler &&
	       chars->RequestCompleteHandler && chars->ReceiveHandler &&
	       chars->ReceiveCompleteHandler && chars->StatusHandler &&
	       chars->StatusCompleteHandler &&
	       (!chars->BindAdapterHandler || chars->UnbindAdapterHandler);
}

/* Only the bytes of the driver's version are looked at; the others are zero. */
static NDIS_STATUS ndis_chars_take(NDIS50_PROTOCOL_CHARACTERISTICS *chars, const void *from,
				   u32 length)
{
	u32 size;

	if (length < 1)
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	size = ndis_chars_size(*(const u8 *)from);
	if (!size)
		return NDIS_STATUS_BAD_VERSION;
	if (length < size)
		return NDIS_STATUS_BAD_CHARACTERISTICS;
	memcpy(chars, from, size);
	return ndis_chars_complete(chars) ? NDIS_STATUS_SUCCESS : NDIS_STATUS_BAD_CHARACTERISTICS;
}

/* Case tells no names apart. A long one is cut: it is a key, not an identity. */
static bool ndis_protocol_name(struct ndis_protocol *protocol)
{
	NDIS_STRING string = protocol->chars.Name;
	char *c;

	/* The buffer is the driver's, and may be gone once this call is over. */
	memset(&protocol->chars.Name, 0, sizeof(protocol->chars.Name));
	if (string.Length / sizeof(WCHAR) >= sizeof(protocol->name))
		string.Length = (sizeof(protocol->name) - 1) * sizeof(WCHAR);
	if (!ndis_string_to_text(&string, protocol->name, sizeof(protocol->name)))
		return false;
	for (c = protocol->name; *c; c++)
		*c = isprint(*c) ? toupper(*c) : '?';
	return true;
}

static void ndis_protocol_release(struct ndis_object *object)
{
	struct ndis_protocol *protocol = container_of(object, struct ndis_protocol, object);

	kfree_rcu(protocol, object.rcu);
}

static struct ndis_protocol *
ndis_protocol_create(struct nt_driver *driver, const NDIS50_PROTOCOL_CHARACTERISTICS *chars,
		     NDIS_STATUS *status)
{
	struct ndis_protocol *protocol = NULL;

	*status = NDIS_STATUS_RESOURCES;
	if (!ndis_alloc_fails())
		protocol = kzalloc(sizeof(*protocol), GFP_KERNEL);
	if (!protocol)
		return NULL;
	protocol->chars = *chars;
	if (!ndis_protocol_name(protocol)) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "NdisRegisterProtocol: no name");
		*status = NDIS_STATUS_BAD_CHARACTERISTICS;
		goto err_free;
	}

	protocol->driver = driver;
	protocol->takes = driver->module->ndis_edge & NT_NDIS_TAKES_OVER;
	protocol->tags = driver->module->ndis_edge & NT_NDIS_TAGS;
	INIT_LIST_HEAD(&protocol->node);
	INIT_LIST_HEAD(&protocol->pairs);
	INIT_LIST_HEAD(&protocol->opens);
	INIT_WORK(&protocol->event_work, ndis_pnp_binds_complete);
	protocol->first_round = 1;
	if (ndis_object_init(&protocol->object, NDIS_HANDLE_PROTOCOL, ndis_protocol_release))
		goto err_free;
	*status = NDIS_STATUS_SUCCESS;
	return protocol;

err_free:
	kfree(protocol);
	return NULL;
}

VOID NdisRegisterProtocolWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
				PNDIS_HANDLE NdisProtocolHandle,
				const VOID *ProtocolCharacteristics, UINT CharacteristicsLength)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	NDIS50_PROTOCOL_CHARACTERISTICS chars = {};
	struct ndis_protocol *protocol;
	bool over;

	if (NdisProtocolHandle)
		*NdisProtocolHandle = NULL;
	if (Status)
		*Status = NDIS_STATUS_FAILURE;
	if (!driver || !Status || !NdisProtocolHandle || !ProtocolCharacteristics) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT, "NdisRegisterProtocol: NULL");
		return;
	}
	if (nt_irql_violation(driver, "NdisRegisterProtocol"))
		return;

	*Status = ndis_chars_take(&chars, ProtocolCharacteristics, CharacteristicsLength);
	if (*Status != NDIS_STATUS_SUCCESS)
		return;
	protocol = ndis_protocol_create(driver, &chars, Status);
	if (!protocol)
		return;
	/* Bind opens with the variable that this is: it is set before one can run. */
	*NdisProtocolHandle = protocol->object.handle;
	mutex_lock(&ndis_table_lock);
	over = driver->ndis_over;
	if (!over) {
		list_add_tail(&protocol->node, &ndis_protocols);
		ndis_pnp_protocol_arrived(protocol);
	}
	mutex_unlock(&ndis_table_lock);
	if (over) {
		*NdisProtocolHandle = NULL;
		*Status = NDIS_STATUS_CLOSING;
		ndis_object_unpublish(&protocol->object);
		ndis_protocol_put(protocol);
	}
}
EXPORT_SYMBOL_NS_GPL(NdisRegisterProtocolWorker, NDIS_SHIM);

/* ---- deregistration ---- */

bool ndis_protocol_deregister(struct ndis_protocol *protocol, bool forced)
{
	bool first;

	mutex_lock(&ndis_table_lock);
	first = !protocol->closing;
	protocol->closing = true;
	protocol->forced |= forced;
	if (!first)
		goto out;

	ndis_table_changed();
	ndis_pairs_end(protocol, NULL);
	while (!list_empty(&protocol->opens)) {
		if (!ndis_table_wait())
			pr_warn("%s: protocol %s still has bindings that are not closed\n",
				nt_driver_name(protocol->driver), protocol->name);
	}
	while (ndis_call_runs(protocol, NULL))
		ndis_table_wait();
	list_del_init(&protocol->node);
	ndis_table_changed();
	ndis_object_unpublish(&protocol->object);
out:
	mutex_unlock(&ndis_table_lock);
	/* The one of NdisRegisterProtocol(). */
	if (first)
		ndis_protocol_put(protocol);
	return first;
}

VOID NdisDeregisterProtocol(PNDIS_STATUS Status, NDIS_HANDLE NdisProtocolHandle)
{
	NDIS_STATUS status = NDIS_STATUS_FAILURE;
	struct ndis_object *object;
	struct ndis_protocol *protocol;

	if (Status)
		*Status = status;
	if (nt_irql_violation(NULL, __func__))
		return;
	object = ndis_object_get(NdisProtocolHandle, NDIS_HANDLE_PROTOCOL, __func__);
	if (!object)
		return;
	protocol = container_of(object, struct ndis_protocol, object);
	if (ndis_call_is_pinned(protocol))
		nt_violation(protocol->driver, NT_RULE_NDIS_WAITS_FOR_ITSELF, "protocol %s",
			     protocol->name);
	else if (ndis_protocol_deregister(protocol, false))
		status = NDIS_STATUS_SUCCESS;
	else
		nt_violation(protocol->driver, NT_RULE_NDIS_DEREGISTERED, "protocol %s",
			     protocol->name);
	if (Status)
		*Status = status;
	ndis_object_put(object);
}
EXPORT_SYMBOL_NS_GPL(NdisDeregisterProtocol, NDIS_SHIM);

/* ---- names that lead nowhere ---- */

/* There is no TDI: what it would call back for never happens. */
VOID NdisRegisterTdiCallBack(TDI_REGISTER_CALLBACK RegisterCallback, TDI_PNP_HANDLER PnPHandler)
{
	pr_info_once("NdisRegisterTdiCallBack is not supported: there is no TDI\n");
}
EXPORT_SYMBOL_NS_GPL(NdisRegisterTdiCallBack, NDIS_SHIM);

VOID NdisDeregisterTdiCallBack(VOID)
{
	pr_info_once("NdisDeregisterTdiCallBack is not supported: there is no TDI\n");
}
EXPORT_SYMBOL_NS_GPL(NdisDeregisterTdiCallBack, NDIS_SHIM);
