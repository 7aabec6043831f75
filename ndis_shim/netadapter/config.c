// SPDX-License-Identifier: GPL-2.0
/*
 * NETCONFIGURATION: handles on the store that NDIS drivers' configuration comes
 * from as well (ndis/config_store.c). Sections are named for the device, since
 * an interface has no name yet when a driver asks.
 */
#include "netadapter/netcx.h"

#include <linux/device.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ndis/config.h"
#include "ndis/support_internal.h"
#include "nt/nt_internal.h"
#include "nt/nt_registry.h"
#include "wdf/device.h"
#include "wdf/driver.h"
#include "wdf/memory.h"
#include "wdf/string.h"

#include <wdm/registry.h>

#define NETCX_CONFIG_TAG	0x6643744e	/* "NtCf" */
/* A value longer than this is nobody's keyword. */
#define NETCX_CONFIG_MAX	0x10000

/**
 * struct netcx_config - a NETCONFIGURATION
 * @base: its address is the handle
 * @section: where its values are
 */
struct netcx_config {
	struct wdf_object base;
	struct nt_reg_key section;
};

static void netcx_config_release(struct wdf_object *obj)
{
	kfree(container_of(obj, struct netcx_config, base));
}

static const struct wdf_object_class netcx_config_class = {
	.name = "NETCONFIGURATION",
	.type = WDF_TYPE_NETCONFIGURATION,
	.release = netcx_config_release,
};

static struct netcx_config *netcx_config_from_handle(NETCONFIGURATION handle, const char *who)
{
	struct wdf_object *obj;

	if (nt_irql_violation(NULL, who))
		return NULL;
	obj = wdf_object_from_handle(handle, WDF_TYPE_NETCONFIGURATION, who);
	return obj ? container_of(obj, struct netcx_config, base) : NULL;
}

static NTSTATUS netcx_config_open(struct wdf_object *parent,
				  const struct nt_reg_key *section,
				  PWDF_OBJECT_ATTRIBUTES attributes, NETCONFIGURATION *out)
{
	struct netcx_config *config = kzalloc(sizeof(*config), GFP_KERNEL);
	NTSTATUS status;

	if (!config)
		return STATUS_INSUFFICIENT_RESOURCES;
	wdf_object_init(&config->base, &netcx_config_class, parent->driver);
	config->section = *section;
	status = wdf_object_publish(&config->base, attributes, parent);
	if (!NT_SUCCESS(status)) {
		kfree(config);
		return status;
	}
	*out = (NETCONFIGURATION)&config->base;
	return STATUS_SUCCESS;
}

/* The section of a device, which is its adapters' as well. */
static NTSTATUS netcx_config_open_device(WDFDEVICE device, struct wdf_object *parent,
					 PWDF_OBJECT_ATTRIBUTES attributes, NETCONFIGURATION *out)
{
	struct nt_reg_key section = { .driver = parent->driver };

	strscpy(section.adapter, dev_name(cx_device_linux(device)), sizeof(section.adapter));
	return netcx_config_open(parent, &section, attributes, out);
}

NTSTATUS NetAdapterOpenConfiguration(NETADAPTER Adapter,
				     PWDF_OBJECT_ATTRIBUTES ConfigurationAttributes,
				     NETCONFIGURATION *Configuration)
{
	struct netcx_adapter *adapter = netcx_adapter_from_handle(Adapter, __func__);

	if (!adapter || !Configuration)
		return STATUS_INVALID_PARAMETER;
	*Configuration = NULL;
	if (nt_irql_violation(adapter->base.driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return netcx_config_open_device(adapter->dev->handle, &adapter->base,
					ConfigurationAttributes, Configuration);
}
EXPORT_SYMBOL_NS_GPL(NetAdapterOpenConfiguration, NDIS_SHIM);

NTSTATUS NetDeviceOpenConfiguration(WDFDEVICE Device,
				    PWDF_OBJECT_ATTRIBUTES ConfigurationAttributes,
				    NETCONFIGURATION *Configuration)
{
	struct wdf_device *device = wdf_device_from_handle(Device, __func__);

	if (!device || !Configuration)
		return STATUS_INVALID_PARAMETER;
	*Configuration = NULL;
	if (nt_irql_violation(wdf_device_object(device)->driver, __func__))
		return STATUS_INVALID_DEVICE_REQUEST;
	return netcx_config_open_device(Device, wdf_device_object(device),
					ConfigurationAttributes, Configuration);
}
EXPORT_SYMBOL_NS_GPL(NetDeviceOpenConfiguration, NDIS_SHIM);

NTSTATUS NetConfigurationOpenSubConfiguration(NETCONFIGURATION Configuration,
					      PCUNICODE_STRING SubConfigurationName,
					      PWDF_OBJECT_ATTRIBUTES SubConfigurationAttributes,
					      NETCONFIGURATION *SubConfiguration)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	struct nt_reg_key section;
	char name[NDIS_CONFIG_NAME];

	if (!config || !SubConfiguration)
		return STATUS_INVALID_PARAMETER;
	*SubConfiguration = NULL;
	section = config->section;
	if (!ndis_string_to_text(SubConfigurationName, name, sizeof(name)) || !*name ||
	    strlen(section.path) + 1 + strlen(name) >= sizeof(section.path))
		return STATUS_INVALID_PARAMETER;
	if (*section.path)
		strlcat(section.path, "/", sizeof(section.path));
	strlcat(section.path, name, sizeof(section.path));
	if (!ndis_config_exists(&section))
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return netcx_config_open(&config->base, &section, SubConfigurationAttributes,
				 SubConfiguration);
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationOpenSubConfiguration, NDIS_SHIM);

VOID NetConfigurationClose(NETCONFIGURATION Configuration)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);

	if (config)
		wdf_object_delete(&config->base);
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationClose, NDIS_SHIM);

/* ---- queries ---- */

/* On success @value is a copy, which the caller frees. */
static NTSTATUS netcx_config_find(struct netcx_config *config, PCUNICODE_STRING name,
				  struct ndis_config_value *value)
{
	char keyword[NDIS_CONFIG_NAME];
	int err;

	if (!ndis_string_to_text(name, keyword, sizeof(keyword)) || !*keyword)
		return STATUS_INVALID_PARAMETER;
	err = ndis_config_lookup(&config->section, keyword, value);
	if (err == -ENOENT)
		return STATUS_OBJECT_NAME_NOT_FOUND;
	return err ? STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}

NTSTATUS NetConfigurationQueryUlong(NETCONFIGURATION Configuration,
				    NET_CONFIGURATION_QUERY_ULONG_FLAGS Flags,
				    PCUNICODE_STRING ValueName, PULONG Value)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	NDIS_PARAMETER_TYPE type = NdisParameterInteger;
	struct ndis_config_value value;
	NTSTATUS status;

	if (!config || !Value)
		return STATUS_INVALID_PARAMETER;
	if (Flags & NetConfigurationQueryUlongMayBeStoredAsHexString)
		type = NdisParameterHexInteger;
	status = netcx_config_find(config, ValueName, &value);
	if (!NT_SUCCESS(status))
		return status;
	if (value.type == NdisParameterInteger || value.type == NdisParameterHexInteger)
		*Value = value.integer;
	else if (value.type != NdisParameterString ||
		 !ndis_config_to_number(value.text, type, Value))
		status = STATUS_OBJECT_TYPE_MISMATCH;
	ndis_config_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationQueryUlong, NDIS_SHIM);

/* Text as bytes, others as they are: @data is kmalloc'd, 0 bytes are a mismatch. */
static NTSTATUS netcx_config_bytes(struct netcx_config *config, PCUNICODE_STRING name, u8 **data,
				   u32 *size)
{
	struct ndis_config_value value;
	NTSTATUS status = netcx_config_find(config, name, &value);
	int count;

	if (!NT_SUCCESS(status))
		return status;
	*data = kzalloc(value.size + 1, GFP_KERNEL);
	count = -EINVAL;
	if (*data && value.type == NdisParameterString) {
		count = ndis_config_unhex(value.text, *data, value.size);
	} else if (*data && value.type == NdisParameterBinary) {
		memcpy(*data, value.data, value.size);
		count = value.size;
	}
	ndis_config_value_free(&value);
	if (!*data)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (count > 0) {
		*size = count;
		return STATUS_SUCCESS;
	}
	kfree(*data);
	return STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS NetConfigurationQueryBinary(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
				     WDFMEMORY *WdfMemory)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	struct wdf_creator creator;
	struct wdf_memory *memory;
	NTSTATUS status;
	u8 *data;
	u32 size;

	if (!config || !WdfMemory)
		return STATUS_INVALID_PARAMETER;
	*WdfMemory = NULL;
	status = netcx_config_bytes(config, ValueName, &data, &size);
	if (!NT_SUCCESS(status))
		return status;
	creator.driver = config->base.driver;
	creator.parent = &config->base;
	status = wdf_memory_create(&creator, MemoryAttributes, PoolType, NETCX_CONFIG_TAG, size,
				   &memory);
	if (NT_SUCCESS(status)) {
		memcpy(memory->buffer, data, size);
		*WdfMemory = (WDFMEMORY)&memory->base;
	}
	kfree(data);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationQueryBinary, NDIS_SHIM);

NTSTATUS NetConfigurationQueryLinkLayerAddress(NETCONFIGURATION Configuration,
					       NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	DECLARE_CONST_UNICODE_STRING(keyword, L"NetworkAddress");
	NTSTATUS status;
	u8 *data;
	u32 size;

	if (!config || !LinkLayerAddress)
		return STATUS_INVALID_PARAMETER;
	status = netcx_config_bytes(config, &keyword, &data, &size);
	if (!NT_SUCCESS(status))
		return status;
	if (size <= sizeof(LinkLayerAddress->Address))
		NET_ADAPTER_LINK_LAYER_ADDRESS_INIT(LinkLayerAddress, size, data);
	else
		status = STATUS_OBJECT_TYPE_MISMATCH;
	kfree(data);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationQueryLinkLayerAddress, NDIS_SHIM);

/* ---- writing ---- */

static NTSTATUS netcx_config_write(struct netcx_config *config, PCUNICODE_STRING name,
				   const struct ndis_config_value *value)
{
	char keyword[NDIS_CONFIG_NAME];

	if (!ndis_string_to_text(name, keyword, sizeof(keyword)) || !*keyword)
		return STATUS_INVALID_PARAMETER;
	return ndis_config_store(&config->section, keyword, value) ?
	       STATUS_INSUFFICIENT_RESOURCES : STATUS_SUCCESS;
}

NTSTATUS NetConfigurationAssignUlong(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     ULONG Value)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	struct ndis_config_value value = { .type = NdisParameterInteger, .integer = Value };

	return config ? netcx_config_write(config, ValueName, &value) : STATUS_INVALID_PARAMETER;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationAssignUlong, NDIS_SHIM);

NTSTATUS NetConfigurationAssignUnicodeString(NETCONFIGURATION Configuration,
					     PCUNICODE_STRING ValueName, PCUNICODE_STRING Value)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	char keyword[NDIS_CONFIG_NAME];
	NTSTATUS status;
	WCHAR *text;

	if (!config || !Value || Value->Length % sizeof(WCHAR) ||
	    (Value->Length && !Value->Buffer))
		return STATUS_INVALID_PARAMETER;
	if (!ndis_string_to_text(ValueName, keyword, sizeof(keyword)) || !*keyword)
		return STATUS_INVALID_PARAMETER;
	/* The zero that the registry has behind a string need not be there. */
	text = kvzalloc(Value->Length + sizeof(WCHAR), GFP_KERNEL);
	if (!text)
		return STATUS_INSUFFICIENT_RESOURCES;
	if (Value->Length)
		memcpy(text, Value->Buffer, Value->Length);
	status = nt_reg_set(&config->section, ValueName, REG_SZ, text,
			    Value->Length + sizeof(WCHAR));
	kvfree(text);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationAssignUnicodeString, NDIS_SHIM);

NTSTATUS NetConfigurationAssignBinary(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				      PVOID Value, ULONG ValueLength)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	struct ndis_config_value value = {
		.type = NdisParameterBinary, .data = Value, .size = ValueLength,
	};

	if (!config || !Value || !ValueLength || ValueLength > NETCX_CONFIG_MAX)
		return STATUS_INVALID_PARAMETER;
	return netcx_config_write(config, ValueName, &value);
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationAssignBinary, NDIS_SHIM);

/* ---- strings as objects ---- */

/* As the registry has it, with all its characters. nt_reg_value_free() if it is a success. */
static NTSTATUS netcx_config_query(NETCONFIGURATION handle, PCUNICODE_STRING name, u32 type,
				   struct netcx_config **config, struct nt_reg_value *value,
				   const char *who)
{
	char keyword[NDIS_CONFIG_NAME];
	NTSTATUS status;

	*config = netcx_config_from_handle(handle, who);
	if (!*config || !ndis_string_to_text(name, keyword, sizeof(keyword)) || !*keyword)
		return STATUS_INVALID_PARAMETER;
	status = nt_reg_query(&(*config)->section, name, type, value);
	if (!NT_SUCCESS(status) || value->type == type ||
	    (type == REG_SZ && value->type == REG_EXPAND_SZ))
		return status;
	nt_reg_value_free(value);
	return STATUS_OBJECT_TYPE_MISMATCH;
}

NTSTATUS NetConfigurationQueryString(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     PWDF_OBJECT_ATTRIBUTES StringAttributes,
				     WDFSTRING *WdfString)
{
	struct netcx_config *config;
	struct wdf_creator creator;
	struct wdf_string *string;
	struct nt_reg_value value;
	UNICODE_STRING text;
	NTSTATUS status;

	if (!WdfString)
		return STATUS_INVALID_PARAMETER;
	*WdfString = NULL;
	status = netcx_config_query(Configuration, ValueName, REG_SZ, &config, &value, __func__);
	if (!NT_SUCCESS(status))
		return status;
	creator.driver = config->base.driver;
	creator.parent = &config->base;
	text.Buffer = value.data;
	text.Length = min_t(size_t, U16_MAX / sizeof(WCHAR) - 1,
			    wdf_wide_length(value.data, value.size / sizeof(WCHAR))) *
		      sizeof(WCHAR);
	text.MaximumLength = text.Length;
	status = wdf_string_create(&creator, StringAttributes, &text, &string);
	if (NT_SUCCESS(status))
		*WdfString = (WDFSTRING)&string->base;
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationQueryString, NDIS_SHIM);

NTSTATUS NetConfigurationQueryMultiString(NETCONFIGURATION Configuration,
					  PCUNICODE_STRING ValueName,
					  PWDF_OBJECT_ATTRIBUTES StringsAttributes,
					  WDFCOLLECTION Collection)
{
	struct netcx_config *config;
	struct wdf_creator creator;
	struct nt_reg_value value;
	NTSTATUS status;

	if (!wdf_object_from_handle(Collection, WDF_TYPE_COLLECTION, __func__))
		return STATUS_INVALID_HANDLE;
	status = netcx_config_query(Configuration, ValueName, REG_MULTI_SZ, &config, &value,
				    __func__);
	if (!NT_SUCCESS(status))
		return status;
	creator.driver = config->base.driver;
	creator.parent = &config->base;
	status = wdf_strings_split(&creator, StringsAttributes, value.data,
				   value.size / sizeof(WCHAR), Collection);
	nt_reg_value_free(&value);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationQueryMultiString, NDIS_SHIM);

NTSTATUS NetConfigurationAssignMultiString(NETCONFIGURATION Configuration,
					   PCUNICODE_STRING ValueName,
					   WDFCOLLECTION StringsCollection)
{
	struct netcx_config *config = netcx_config_from_handle(Configuration, __func__);
	char keyword[NDIS_CONFIG_NAME];
	NTSTATUS status;
	size_t bytes;
	WCHAR *list;

	if (!wdf_object_from_handle(StringsCollection, WDF_TYPE_COLLECTION, __func__))
		return STATUS_INVALID_HANDLE;
	if (!config || !ndis_string_to_text(ValueName, keyword, sizeof(keyword)) || !*keyword)
		return STATUS_INVALID_PARAMETER;
	status = wdf_strings_join(StringsCollection, &list, &bytes, __func__);
	if (!NT_SUCCESS(status))
		return status;
	status = nt_reg_set(&config->section, ValueName, REG_MULTI_SZ, list, bytes);
	kvfree(list);
	return status;
}
EXPORT_SYMBOL_NS_GPL(NetConfigurationAssignMultiString, NDIS_SHIM);
