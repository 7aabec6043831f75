// SPDX-License-Identifier: GPL-2.0
/*
 * Values from outside of a driver and its module: for a service name, whether a module
 * of that name is loaded or not. They are for the driver's own key and those of all its
 * devices and adapters, not for keys below.
 */
#include "ndis/config.h"

#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/slab.h>
#include <linux/string.h>

/**
 * struct ndis_config_outside - a value
 * @node: in ndis_config_outsides
 * @service: whose
 * @keyword: its name
 * @value: owned
 */
struct ndis_config_outside {
	struct list_head node;
	char service[NDIS_CONFIG_NAME];
	char keyword[NDIS_CONFIG_NAME];
	struct ndis_config_value value;
};

/* Protects the list; process context, innermost. */
static DEFINE_MUTEX(ndis_config_outside_lock);
static LIST_HEAD(ndis_config_outsides);

static struct ndis_config_outside *ndis_config_outside_find(const char *service,
							    const char *keyword)
{
	struct ndis_config_outside *outside;

	lockdep_assert_held(&ndis_config_outside_lock);
	list_for_each_entry(outside, &ndis_config_outsides, node) {
		if (!strcasecmp(outside->service, service) &&
		    !strcasecmp(outside->keyword, keyword))
			return outside;
	}
	return NULL;
}

static void ndis_config_outside_free(struct ndis_config_outside *outside)
{
	if (!outside)
		return;
	ndis_config_value_free(&outside->value);
	kfree(outside);
}

int ndis_config_outside_set(const char *service, const char *keyword,
			    const struct ndis_config_value *value)
{
	struct ndis_config_outside *new, *old;
	int err;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	err = -ENAMETOOLONG;
	if (strscpy(new->service, service, sizeof(new->service)) < 0 ||
	    strscpy(new->keyword, keyword, sizeof(new->keyword)) < 0)
		goto err_free;
	err = ndis_config_value_copy(&new->value, value);
	if (err)
		goto err_free;
	mutex_lock(&ndis_config_outside_lock);
	old = ndis_config_outside_find(service, keyword);
	if (old)
		list_del(&old->node);
	list_add_tail(&new->node, &ndis_config_outsides);
	mutex_unlock(&ndis_config_outside_lock);
	ndis_config_outside_free(old);
	return 0;

err_free:
	kfree(new);
	return err;
}

void ndis_config_outside_remove(const char *service, const char *keyword)
{
	struct ndis_config_outside *outside;

	mutex_lock(&ndis_config_outside_lock);
	outside = ndis_config_outside_find(service, keyword);
	if (outside)
		list_del(&outside->node);
	mutex_unlock(&ndis_config_outside_lock);
	ndis_config_outside_free(outside);
}

int ndis_config_outside_get(const struct nt_reg_key *section, const char *keyword,
			    struct ndis_config_value *value)
{
	struct ndis_config_outside *outside;
	int err = -ENOENT;

	if (!section->driver || *section->path)
		return -ENOENT;
	mutex_lock(&ndis_config_outside_lock);
	outside = ndis_config_outside_find(nt_driver_name(section->driver), keyword);
	if (outside)
		err = ndis_config_value_copy(value, &outside->value);
	mutex_unlock(&ndis_config_outside_lock);
	return err;
}

bool ndis_config_outside_name(const struct nt_reg_key *section, unsigned int index,
			      char name[NDIS_CONFIG_NAME])
{
	struct ndis_config_outside *outside;
	bool found = false;

	if (!section->driver || *section->path)
		return false;
	mutex_lock(&ndis_config_outside_lock);
	list_for_each_entry(outside, &ndis_config_outsides, node) {
		if (strcasecmp(outside->service, nt_driver_name(section->driver)) || index--)
			continue;
		strscpy(name, outside->keyword, NDIS_CONFIG_NAME);
		found = true;
		break;
	}
	mutex_unlock(&ndis_config_outside_lock);
	return found;
}
