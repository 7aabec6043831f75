// SPDX-License-Identifier: GPL-2.0
/*
 * Configuration handles: the sections that a driver opens, and keys below them.
 *
 * Not here: what a driver reads and writes through one (config_value.c), what is
 * configured (config_store.c).
 */
#include "ndis/config.h"

#include <linux/export.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "ndis/support_internal.h"

/**
 * struct ndis_config_context - a WrapperConfigurationContext
 * @object: handle and memory
 * @section: what NdisOpenConfiguration() opens
 */
struct ndis_config_context {
	struct ndis_object object;
	struct nt_reg_key section;
};

static DEFINE_MUTEX(ndis_configurations_lock);	/* process context */
static LIST_HEAD(ndis_configurations);

/* ---- handles ---- */

static void ndis_configuration_release(struct ndis_object *object)
{
	struct ndis_configuration *config =
		container_of(object, struct ndis_configuration, object);

	ndis_config_free_blocks(config);
	kfree_rcu(config, object.rcu);
}

struct ndis_configuration *ndis_configuration_get(NDIS_HANDLE handle, const char *who)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_CONFIGURATION, who);

	return object ? container_of(object, struct ndis_configuration, object) : NULL;
}

static NDIS_STATUS ndis_configuration_open(const struct nt_reg_key *section,
					   NDIS_HANDLE *handle)
{
	struct ndis_configuration *config;

	*handle = NULL;
	if (ndis_alloc_fails())
		return NDIS_STATUS_RESOURCES;
	config = kzalloc(sizeof(*config), GFP_KERNEL);
	if (!config)
		return NDIS_STATUS_RESOURCES;
	mutex_init(&config->lock);
	INIT_LIST_HEAD(&config->blocks);
	config->section = *section;
	if (ndis_object_init(&config->object, NDIS_HANDLE_CONFIGURATION,
			     ndis_configuration_release)) {
		kfree(config);
		return NDIS_STATUS_RESOURCES;
	}
	mutex_lock(&ndis_configurations_lock);
	list_add_tail(&config->node, &ndis_configurations);
	mutex_unlock(&ndis_configurations_lock);
	*handle = config->object.handle;
	return NDIS_STATUS_SUCCESS;
}

static void ndis_config_context_release(struct ndis_object *object)
{
	struct ndis_config_context *context =
		container_of(object, struct ndis_config_context, object);

	kfree_rcu(context, object.rcu);
}

struct ndis_object *ndis_config_context_create(struct nt_driver *driver, const char *adapter)
{
	struct ndis_config_context *context = kzalloc(sizeof(*context), GFP_KERNEL);

	if (!context)
		return NULL;
	context->section.driver = driver;
	strscpy(context->section.adapter, adapter, sizeof(context->section.adapter));
	if (ndis_object_init(&context->object, NDIS_HANDLE_CONFIG_CONTEXT,
			     ndis_config_context_release)) {
		kfree(context);
		return NULL;
	}
	return &context->object;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_config_context_create);

/* <protocol>\Parameters\Adapters\<adapter> */
static const char ndis_config_adapters[] = "\\Parameters\\Adapters\\";

int ndis_config_section_name(const char *protocol, const char *adapter, PUNICODE_STRING name)
{
	char *text = kasprintf(GFP_KERNEL, "%s%s%s", protocol, ndis_config_adapters, adapter);
	int err;

	if (!text)
		return -ENOMEM;
	err = ndis_string_create(name, text);
	kfree(text);
	return err;
}
EXPORT_SYMBOL_IF_KUNIT(ndis_config_section_name);

/* Adds keys below a section, in a registry's spelling. */
static bool ndis_config_descend(struct nt_reg_key *section, char *keys)
{
	size_t used = strlen(section->path);

	strreplace(keys, '\\', '/');
	if (used)
		used += scnprintf(section->path + used, sizeof(section->path) - used, "/");
	return *keys && strscpy(section->path + used, keys, sizeof(section->path) - used) > 0;
}

/* What such a name, or any other of a driver's own, stands for. */
static bool ndis_config_section_parse(struct nt_reg_key *section,
				      struct nt_driver *driver, PCUNICODE_STRING name)
{
	char text[NDIS_CONFIG_PATH + NDIS_CONFIG_NAME];
	char *adapter, *keys;

	memset(section, 0, sizeof(*section));
	section->driver = driver;
	if (!ndis_string_to_text(name, text, sizeof(text)))
		return false;
	adapter = strstr(text, ndis_config_adapters);
	if (!adapter)
		return true;
	adapter += strlen(ndis_config_adapters);
	keys = strchr(adapter, '\\');
	if (keys)
		*keys++ = '\0';
	if (strscpy(section->adapter, adapter, sizeof(section->adapter)) <= 0)
		return false;
	return !keys || ndis_config_descend(section, keys);
}

VOID NdisOpenProtocolConfigurationWorker(PWDF_DRIVER_GLOBALS Globals, PNDIS_STATUS Status,
					 PNDIS_HANDLE ConfigurationHandle,
					 PNDIS_STRING ProtocolSection)
{
	struct nt_driver *driver = nt_driver_from_globals(Globals);
	struct nt_reg_key section;

	if (!ndis_config_may(Status, ConfigurationHandle, "NdisOpenProtocolConfiguration"))
		return;
	*ConfigurationHandle = NULL;
	if (nt_irql_violation(driver, "NdisOpenProtocolConfiguration"))
		return;
	if (!ndis_config_section_parse(&section, driver, ProtocolSection)) {
		nt_violation(driver, NT_RULE_NDIS_ARGUMENT,
			     "NdisOpenProtocolConfiguration: no section");
		return;
	}
	*Status = ndis_configuration_open(&section, ConfigurationHandle);
}
EXPORT_SYMBOL_NS_GPL(NdisOpenProtocolConfigurationWorker, NDIS_SHIM);

VOID NdisOpenConfiguration(PNDIS_STATUS Status, PNDIS_HANDLE ConfigurationHandle,
			   NDIS_HANDLE WrapperConfigurationContext)
{
	struct ndis_config_context *context;
	struct ndis_object *object;

	if (!ndis_config_may(Status, ConfigurationHandle, __func__))
		return;
	*ConfigurationHandle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return;
	object = ndis_object_get(WrapperConfigurationContext, NDIS_HANDLE_CONFIG_CONTEXT,
				 __func__);
	if (!object)
		return;
	context = container_of(object, struct ndis_config_context, object);
	*Status = ndis_configuration_open(&context->section, ConfigurationHandle);
	ndis_object_put(object);
}
EXPORT_SYMBOL_NS_GPL(NdisOpenConfiguration, NDIS_SHIM);

/* True for the one that takes it off the list: the opener's reference is its. */
static bool ndis_configuration_unlist(struct ndis_configuration *config)
{
	bool listed;

	ndis_object_unpublish(&config->object);
	mutex_lock(&ndis_configurations_lock);
	listed = !list_empty(&config->node);
	list_del_init(&config->node);
	mutex_unlock(&ndis_configurations_lock);
	return listed;
}

VOID NdisCloseConfiguration(NDIS_HANDLE ConfigurationHandle)
{
	struct ndis_configuration *config;

	if (nt_irql_violation(NULL, __func__))
		return;
	config = ndis_configuration_get(ConfigurationHandle, __func__);
	if (!config)
		return;
	if (ndis_configuration_unlist(config))
		ndis_object_put(&config->object);
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisCloseConfiguration, NDIS_SHIM);

void ndis_config_orphan(struct nt_driver *driver)
{
	struct ndis_configuration *config, *next;
	LIST_HEAD(left);

	mutex_lock(&ndis_configurations_lock);
	list_for_each_entry_safe(config, next, &ndis_configurations, node) {
		if (config->section.driver == driver)
			list_move_tail(&config->node, &left);
	}
	mutex_unlock(&ndis_configurations_lock);
	list_for_each_entry_safe(config, next, &left, node) {
		nt_violation(driver, NT_RULE_NDIS_OBJECT_LEAK, "configuration of '%s'",
			     config->section.adapter);
		list_del_init(&config->node);
		ndis_object_unpublish(&config->object);
		ndis_object_put(&config->object);
	}
	ndis_config_store_orphan(driver);
}

/* ---- keys below a section ---- */

/* A key is there when a value is in it, or below. */
VOID NdisOpenConfigurationKeyByName(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
				    PNDIS_STRING SubKeyName, PNDIS_HANDLE SubKeyHandle)
{
	struct nt_reg_key section;
	struct ndis_configuration *config;
	char keys[NDIS_CONFIG_PATH];

	if (!ndis_config_may(Status, SubKeyHandle, __func__))
		return;
	*SubKeyHandle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return;
	config = ndis_configuration_get(ConfigurationHandle, __func__);
	if (!config)
		return;
	section = config->section;
	if (ndis_string_to_text(SubKeyName, keys, sizeof(keys)) &&
	    ndis_config_descend(&section, keys) && ndis_config_exists(&section))
		*Status = ndis_configuration_open(&section, SubKeyHandle);
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisOpenConfigurationKeyByName, NDIS_SHIM);

/* *@KeyName is valid until @ConfigurationHandle is closed. */
VOID NdisOpenConfigurationKeyByIndex(PNDIS_STATUS Status, NDIS_HANDLE ConfigurationHandle,
				     ULONG Index, PNDIS_STRING KeyName, PNDIS_HANDLE KeyHandle)
{
	struct nt_reg_key section;
	struct ndis_configuration *config;
	struct ndis_config_block *block;
	char name[NDIS_CONFIG_NAME];

	if (!ndis_config_may(Status, KeyName ? KeyHandle : NULL, __func__))
		return;
	*KeyHandle = NULL;
	if (nt_irql_violation(NULL, __func__))
		return;
	config = ndis_configuration_get(ConfigurationHandle, __func__);
	if (!config)
		return;
	section = config->section;
	if (!ndis_config_subkey(&section, Index, name))
		goto out;
	block = ndis_config_text(config, NdisParameterString, name, strlen(name));
	if (!block) {
		*Status = NDIS_STATUS_RESOURCES;
		goto out;
	}
	*KeyName = block->parameter.ParameterData.StringData;
	if (ndis_config_descend(&section, name))
		*Status = ndis_configuration_open(&section, KeyHandle);
out:
	ndis_object_put(&config->object);
}
EXPORT_SYMBOL_NS_GPL(NdisOpenConfigurationKeyByIndex, NDIS_SHIM);
