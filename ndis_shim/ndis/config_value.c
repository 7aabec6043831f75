// SPDX-License-Identifier: GPL-2.0
/*
 * What a driver reads and writes through a configuration handle: a value of the
 * store in the form that the driver asks for, in memory that is its until it
 * closes the handle, and back.
 */
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "ndis/config.h"
#include "ndis/support_internal.h"

/* A UNICODE_STRING says no more, its end included. */
#define NDIS_CONFIG_TEXT	0x7ff0
#define NDIS_CONFIG_VERSION	0x00050001

void ndis_config_free_blocks(struct ndis_configuration *config)
{
	struct ndis_config_block *block, *next;

	list_for_each_entry_safe(block, next, &config->blocks, node)
		kfree(block);
}

/* A block of @size bytes after the parameter; the driver has it until it closes. */
static struct ndis_config_block *ndis_config_block(struct ndis_configuration *config,
						   NDIS_PARAMETER_TYPE type, size_t size)
{
	struct ndis_config_block *block;

	if (ndis_alloc_fails())
		return NULL;
	block = kzalloc(sizeof(*block) + size, GFP_KERNEL);
	if (!block)
		return NULL;
	block->parameter.ParameterType = type;
	mutex_lock(&config->lock);
	list_add_tail(&block->node, &config->blocks);
	mutex_unlock(&config->lock);
	return block;
}

/* A list's strings each have their end, the list has one more. */
struct ndis_config_block *ndis_config_text(struct ndis_configuration *config,
					   NDIS_PARAMETER_TYPE type, const char *text, u32 size)
{
	bool list = type == NdisParameterMultiString;
	struct ndis_config_block *block;
	NDIS_STRING *string;
	u32 i;

	if (size > NDIS_CONFIG_TEXT)
		return NULL;
	block = ndis_config_block(config, type, (size + 2) * sizeof(WCHAR));
	if (!block)
		return NULL;
	for (i = 0; i < size; i++)
		block->data[i] = (u8)text[i];
	string = &block->parameter.ParameterData.StringData;
	string->Buffer = (PWCH)block->data;
	string->Length = (size + list) * sizeof(WCHAR);
	string->MaximumLength = string->Length + sizeof(WCHAR);
	return block;
}

static struct ndis_config_block *ndis_config_bytes(struct ndis_configuration *config,
						   const u8 *data, u32 size)
{
	struct ndis_config_block *block;
	BINARY_DATA *binary;

	if (size > U16_MAX)
		return NULL;
	block = ndis_config_block(config, NdisParameterBinary, size);
	if (!block)
		return NULL;
	memcpy(block->data, data, size);
	binary = &block->parameter.ParameterData.BinaryData;
	binary->Buffer = block->data;
	binary->Length = size;
	return block;
}

static struct ndis_config_block *ndis_config_integer(struct ndis_configuration *config,
						     NDIS_PARAMETER_TYPE type, ULONG number)
{
	struct ndis_config_block *block = ndis_config_block(config, type, 0);

	if (block)
		block->parameter.ParameterData.IntegerData = number;
	return block;
}

/* Text as what the driver takes it for; any other value as what it is. */
static struct ndis_config_block *ndis_config_convert(struct ndis_configuration *config,
						     struct ndis_config_value *value,
						     NDIS_PARAMETER_TYPE type)
{
	struct ndis_config_block *block;
	ULONG number;
	u8 *data;
	int size;
	u32 i;

	if (value->type == NdisParameterInteger || value->type == NdisParameterHexInteger)
		return ndis_config_integer(config, value->type, value->integer);
	if (value->type == NdisParameterBinary)
		return ndis_config_bytes(config, value->data, value->size);
	if (value->type == NdisParameterMultiString)
		return ndis_config_text(config, value->type, value->text, value->size);

	switch (type) {
	case NdisParameterInteger:
	case NdisParameterHexInteger:
		if (!ndis_config_to_number(value->text, type, &number))
			return NULL;
		return ndis_config_integer(config, type, number);
	case NdisParameterMultiString:
		for (i = 0; i < value->size; i++) {
			if (value->text[i] == ',')
				value->text[i] = '\0';
		}
		fallthrough;
	case NdisParameterString:
		return ndis_config_text(config, type, value->text, value->size);
	case NdisParameterBinary:
		data = kzalloc(value->size + 1, GFP_KERNEL);
		if (!data)
			return NULL;
		size = ndis_config_unhex(value->text, data, value->size);
		block = size < 0 ? NULL : ndis_config_bytes(config, data, size);
		kfree(data);
		return block;
	default:
		return NULL;
	}
}

/* Keywords that are answered wherever they are asked. */
static const struct {
	const char *keyword;
	ULONG value;
} ndis_config_predefined[] = {
	{ "Environment", NdisEnvironmentWindowsNt },
	{ "ProcessorType", NdisProcessorAmd64 },
	{ "NdisVersion", NDIS_CONFIG_VERSION },
};

static struct ndis_config_block *ndis_config_read(struct ndis_configuration *config,
						  const char *keyword, NDIS_PARAMETER_TYPE type)
{
	struct ndis_config_block *block;
	struct ndis_config_value value;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(ndis_config_predefined); i++) {
		if (!strcasecmp(keyword, ndis_config_predefined[i].keyword))
			return ndis_config_integer(config, NdisParameterInteger,
						   ndis_config_predefined[i].value);
	}
	if (ndis_config_lookup(&config->section, keyword, &value))
		return NULL;
	block = ndis_config_convert(config, &value, type);
	ndis_config_value_free(&value);
	return block;
}

VOID NdisReadConfiguration(PNDIS_STATUS Status, PNDIS_CONFIGURATION_PARAMETER *ParameterValue,
			   NDIS_HANDLE ConfigurationHandle, PNDIS_STRING Keyword,
			   NDIS_PARAMETER_TYPE ParameterType)
{
	struct ndis_configuration *config;
	struct ndis_config_block *block = NULL;
	char keyword[NDIS_CONFIG_NAME];

	if (!ndis_config_may(Status, ParameterValue, __func__))
		return;
	*ParameterValue = NULL;
	if (nt_irql_violation(NULL, __func__))
		return;
	config = ndis_configuration_get(ConfigurationHandle, __func__);
	if (!config)
		return;
	if (ndis_string_to_text(Keyword, keyword, sizeof(keyword)))
		block = ndis_config_read(config, keyword, ParameterType);
	if (block) {
		*ParameterValue = &block->parameter;
		*Status = NDIS_STATUS_SUCCESS;
	}
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisReadConfiguration, NDIS_SHIM);

/* What a driver hands in, as the store has it. @copy is freed with kfree(). */
static NDIS_STATUS ndis_config_take(PNDIS_CONFIGURATION_PARAMETER parameter,
				    struct ndis_config_value *value, void **copy)
{
	const NDIS_STRING *string = &parameter->ParameterData.StringData;
	const BINARY_DATA *binary = &parameter->ParameterData.BinaryData;
	char *text;

	*copy = NULL;
	memset(value, 0, sizeof(*value));
	value->type = parameter->ParameterType;
	switch (parameter->ParameterType) {
	case NdisParameterInteger:
	case NdisParameterHexInteger:
		value->integer = parameter->ParameterData.IntegerData;
		return NDIS_STATUS_SUCCESS;
	case NdisParameterString:
	case NdisParameterMultiString:
		text = kmalloc(string->Length / sizeof(WCHAR) + 1, GFP_KERNEL);
		if (!text)
			return NDIS_STATUS_RESOURCES;
		*copy = text;
		if (!ndis_string_to_text(string, text, string->Length / sizeof(WCHAR) + 1))
			return NDIS_STATUS_FAILURE;
		value->size = string->Length / sizeof(WCHAR);
		/* The end of a list and that of its last string are made anew. */
		while (value->type == NdisParameterMultiString && value->size &&
		       !text[value->size - 1])
			value->size--;
		value->text = text;
		return NDIS_STATUS_SUCCESS;
	case NdisParameterBinary:
		if (binary->Length && !binary->Buffer)
			return NDIS_STATUS_FAILURE;
		*copy = kmemdup(binary->Buffer, binary->Length, GFP_KERNEL);
		if (!*copy)
			return NDIS_STATUS_RESOURCES;
		value->data = *copy;
		value->size = binary->Length;
		return NDIS_STATUS_SUCCESS;
	default:
		return NDIS_STATUS_NOT_SUPPORTED;
	}
}

/* Until the driver is unloaded: there is no registry for it to outlive that. */
VOID NdisWriteConfiguration(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
			    PNDIS_STRING Keyword, PNDIS_CONFIGURATION_PARAMETER ParameterValue)
{
	struct ndis_configuration *config;
	struct ndis_config_value value;
	char keyword[NDIS_CONFIG_NAME];
	void *copy;

	if (!ndis_config_may(Status, ParameterValue, __func__) ||
	    nt_irql_violation(NULL, __func__))
		return;
	config = ndis_configuration_get(ConfigurationHandle, __func__);
	if (!config)
		return;
	if (!ndis_string_to_text(Keyword, keyword, sizeof(keyword)) || !*keyword)
		goto out;
	*Status = ndis_config_take(ParameterValue, &value, &copy);
	if (*Status == NDIS_STATUS_SUCCESS &&
	    ndis_config_store(&config->section, keyword, &value))
		*Status = NDIS_STATUS_RESOURCES;
	kfree(copy);
out:
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisWriteConfiguration, NDIS_SHIM);

/* The keyword NetworkAddress, digits with or without separators, as bytes. */
VOID NdisReadNetworkAddressWorker(PNDIS_STATUS Status, PVOID *NetworkAddress,
				  PUINT NetworkAddressLength, NDIS_HANDLE ConfigurationHandle)
{
	struct ndis_config_block *block;
	struct ndis_configuration *config;

	if (!ndis_config_may(Status, NetworkAddressLength ? NetworkAddress : NULL,
			     "NdisReadNetworkAddress"))
		return;
	*NetworkAddress = NULL;
	*NetworkAddressLength = 0;
	if (nt_irql_violation(NULL, "NdisReadNetworkAddress"))
		return;
	config = ndis_configuration_get(ConfigurationHandle, "NdisReadNetworkAddress");
	if (!config)
		return;
	block = ndis_config_read(config, "NetworkAddress", NdisParameterBinary);
	if (block && block->parameter.ParameterType == NdisParameterBinary &&
	    block->parameter.ParameterData.BinaryData.Length) {
		*NetworkAddress = block->parameter.ParameterData.BinaryData.Buffer;
		*NetworkAddressLength = block->parameter.ParameterData.BinaryData.Length;
		*Status = NDIS_STATUS_SUCCESS;
	}
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisReadNetworkAddressWorker, NDIS_SHIM);
