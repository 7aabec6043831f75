// SPDX-License-Identifier: GPL-2.0
/*
 * Parameters of drivers in configfs: what a driver finds below its Parameters key, made
 * before it is loaded or while it is.
 *
 *	/sys/kernel/config/ndis_shim/<service>/parameters/<name>/{type,value}
 *
 * A module of its own, so that ndis_shim needs no configfs. A value is there once its
 * file was written to, and until its folder is removed; a driver that has read it
 * before does not notice.
 */
#include <linux/configfs.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <ntdef.h>
#include <ntversion.h>
#include <wdm/registry.h>

#include "nt/nt_registry.h"

/**
 * struct nt_parameter - a value
 * @item: its folder
 * @lock: protects the rest; process context
 * @type: index into nt_parameter_types
 * @text: as it was written, or NULL
 */
struct nt_parameter {
	struct config_item item;
	struct mutex lock;
	unsigned int type;
	char *text;
};

/**
 * struct nt_service - a driver
 * @group: its folder
 * @parameters: the folder in that
 */
struct nt_service {
	struct config_group group;
	struct config_group parameters;
};

static const struct {
	const char *name;
	u32 type;
} nt_parameter_types[] = {
	{ "text", REG_NONE },	/* what its reader takes it for, as with config= */
	{ "REG_SZ", REG_SZ },
	{ "REG_EXPAND_SZ", REG_EXPAND_SZ },
	{ "REG_MULTI_SZ", REG_MULTI_SZ },
	{ "REG_DWORD", REG_DWORD },
	{ "REG_QWORD", REG_QWORD },
	{ "REG_BINARY", REG_BINARY },
};

static struct nt_parameter *to_nt_parameter(struct config_item *item)
{
	return container_of(item, struct nt_parameter, item);
}

/* <service>/parameters/<name> */
static const char *nt_parameter_service(struct config_item *item)
{
	return config_item_name(item->ci_parent->ci_parent);
}

static int nt_parameter_apply(struct config_item *item, unsigned int type, const char *text)
{
	return nt_reg_outside_set(nt_parameter_service(item), config_item_name(item),
				  nt_parameter_types[type].type, text);
}

/* What was written, without the end of its line. */
static char *nt_parameter_text(const char *page, size_t count)
{
	if (count && page[count - 1] == '\n')
		count--;
	return kmemdup_nul(page, count, GFP_KERNEL);
}

static ssize_t nt_parameter_type_show(struct config_item *item, char *page)
{
	unsigned int type = READ_ONCE(to_nt_parameter(item)->type);

	return sysfs_emit(page, "%s\n", nt_parameter_types[type].name);
}

static ssize_t nt_parameter_type_store(struct config_item *item, const char *page, size_t count)
{
	struct nt_parameter *parameter = to_nt_parameter(item);
	unsigned int type;
	int err = 0;

	for (type = 0; type < ARRAY_SIZE(nt_parameter_types); type++) {
		if (sysfs_streq(page, nt_parameter_types[type].name))
			break;
	}
	if (type == ARRAY_SIZE(nt_parameter_types))
		return -EINVAL;
	mutex_lock(&parameter->lock);
	if (parameter->text)
		err = nt_parameter_apply(item, type, parameter->text);
	if (!err)
		WRITE_ONCE(parameter->type, type);
	mutex_unlock(&parameter->lock);
	return err ?: count;
}

static ssize_t nt_parameter_value_show(struct config_item *item, char *page)
{
	struct nt_parameter *parameter = to_nt_parameter(item);
	ssize_t size = 0;

	mutex_lock(&parameter->lock);
	if (parameter->text)
		size = sysfs_emit(page, "%s\n", parameter->text);
	mutex_unlock(&parameter->lock);
	return size;
}

static ssize_t nt_parameter_value_store(struct config_item *item, const char *page, size_t count)
{
	struct nt_parameter *parameter = to_nt_parameter(item);
	char *text = nt_parameter_text(page, count);
	int err;

	if (!text)
		return -ENOMEM;
	mutex_lock(&parameter->lock);
	err = nt_parameter_apply(item, parameter->type, text);
	if (!err)
		swap(parameter->text, text);
	mutex_unlock(&parameter->lock);
	kfree(text);
	return err ?: count;
}

CONFIGFS_ATTR(nt_parameter_, type);
CONFIGFS_ATTR(nt_parameter_, value);

static struct configfs_attribute *nt_parameter_attrs[] = {
	&nt_parameter_attr_type,
	&nt_parameter_attr_value,
	NULL,
};

static void nt_parameter_release(struct config_item *item)
{
	struct nt_parameter *parameter = to_nt_parameter(item);

	kfree(parameter->text);
	kfree(parameter);
}

static struct configfs_item_operations nt_parameter_ops = {
	.release = nt_parameter_release,
};

static const struct config_item_type nt_parameter_type = {
	.ct_item_ops = &nt_parameter_ops,
	.ct_attrs = nt_parameter_attrs,
	.ct_owner = THIS_MODULE,
};

/* ---- parameters ---- */

/* Names of values have no case: a folder that differs in that alone is the same value. */
static bool nt_parameters_have(struct config_group *group, const char *name)
{
	struct config_item *item;

	lockdep_assert_held(&group->cg_subsys->su_mutex);
	list_for_each_entry(item, &group->cg_children, ci_entry) {
		if (!strcasecmp(config_item_name(item), name))
			return true;
	}
	return false;
}

static struct config_item *nt_parameters_make(struct config_group *group, const char *name)
{
	struct nt_parameter *parameter;

	if (strlen(name) >= NT_REG_NAME)
		return ERR_PTR(-ENAMETOOLONG);
	if (nt_parameters_have(group, name))
		return ERR_PTR(-EEXIST);
	parameter = kzalloc(sizeof(*parameter), GFP_KERNEL);
	if (!parameter)
		return ERR_PTR(-ENOMEM);
	mutex_init(&parameter->lock);
	config_item_init_type_name(&parameter->item, name, &nt_parameter_type);
	return &parameter->item;
}

static void nt_parameters_drop(struct config_group *group, struct config_item *item)
{
	nt_reg_outside_remove(config_item_name(group->cg_item.ci_parent), config_item_name(item));
	config_item_put(item);
}

static struct configfs_group_operations nt_parameters_ops = {
	.make_item = nt_parameters_make,
	.drop_item = nt_parameters_drop,
};

static const struct config_item_type nt_parameters_type = {
	.ct_group_ops = &nt_parameters_ops,
	.ct_owner = THIS_MODULE,
};

/* ---- services ---- */

static void nt_service_release(struct config_item *item)
{
	kfree(container_of(to_config_group(item), struct nt_service, group));
}

static struct configfs_item_operations nt_service_ops = {
	.release = nt_service_release,
};

static const struct config_item_type nt_service_type = {
	.ct_item_ops = &nt_service_ops,
	.ct_owner = THIS_MODULE,
};

static struct config_group *nt_services_make(struct config_group *group, const char *name)
{
	struct nt_service *service;

	if (strlen(name) >= NT_REG_NAME)
		return ERR_PTR(-ENAMETOOLONG);
	service = kzalloc(sizeof(*service), GFP_KERNEL);
	if (!service)
		return ERR_PTR(-ENOMEM);
	config_group_init_type_name(&service->group, name, &nt_service_type);
	config_group_init_type_name(&service->parameters, "parameters", &nt_parameters_type);
	configfs_add_default_group(&service->parameters, &service->group);
	return &service->group;
}

static struct configfs_group_operations nt_services_ops = {
	.make_group = nt_services_make,
};

static const struct config_item_type nt_services_type = {
	.ct_group_ops = &nt_services_ops,
	.ct_owner = THIS_MODULE,
};

static struct configfs_subsystem nt_services = {
	.su_group = {
		.cg_item = {
			.ci_namebuf = "ndis_shim",
			.ci_type = &nt_services_type,
		},
	},
};

/* Folders have references on the module: it goes when there are none. */
static int __init nt_configfs_init(void)
{
	config_group_init(&nt_services.su_group);
	mutex_init(&nt_services.su_mutex);
	return configfs_register_subsystem(&nt_services);
}
module_init(nt_configfs_init);

static void __exit nt_configfs_exit(void)
{
	configfs_unregister_subsystem(&nt_services);
}
module_exit(nt_configfs_exit);

MODULE_DESCRIPTION("Parameters of Windows drivers in configfs");
MODULE_LICENSE("GPL");
MODULE_VERSION(NT_SHIM_VERSION);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
