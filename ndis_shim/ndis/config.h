/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Configuration: between config.c, which has the handles that drivers read
 * through, and config_store.c, which knows what is configured.
 */
#ifndef _NDIS_SHIM_NDIS_CONFIG_H
#define _NDIS_SHIM_NDIS_CONFIG_H

#include <linux/list.h>
#include <linux/mutex.h>

#include "ndis/config_text.h"
#include "ndis/ndis_internal.h"
#include "nt/nt_registry.h"

#define NDIS_CONFIG_NAME	NT_REG_NAME	/* of an adapter, a key or a keyword */
#define NDIS_CONFIG_PATH	NT_REG_PATH	/* of keys below a section */

/**
 * struct ndis_config_value - a value, as it was configured
 * @type: NdisParameterString for all that came in as text: a reader says what it
 *	is meant to be
 * @integer: of NdisParameterInteger and HexInteger
 * @text: of NdisParameterString and MultiString, whose strings are separated by
 *	their ends; terminated
 * @data: of NdisParameterBinary
 * @size: bytes of @text without its end, or of @data
 * @reg_type: of a value that came through the registry: REG_*, and @data is as
 *	the registry has it; a reader of NDIS's gets it converted
 * @by_registry: @reg_type counts
 * @gone: it was deleted, and hides what is configured elsewhere
 */
struct ndis_config_value {
	NDIS_PARAMETER_TYPE type;
	ULONG integer;
	char *text;
	u8 *data;
	u32 size;
	u32 reg_type;
	bool by_registry;
	bool gone;
};

/**
 * struct ndis_configuration - an open section
 * @object: handle and memory
 * @node: in config.c's list
 * @lock: protects @blocks; process context
 * @blocks: what the driver read, until it closes
 * @section: which
 */
struct ndis_configuration {
	struct ndis_object object;
	struct list_head node;
	struct mutex lock;
	struct list_head blocks;
	struct nt_reg_key section;
};

/**
 * struct ndis_config_block - a value that a driver has read
 * @node: in blocks of its configuration
 * @parameter: what the driver got
 * @data: text or bytes of it
 */
struct ndis_config_block {
	struct list_head node;
	NDIS_CONFIGURATION_PARAMETER parameter;
	u16 data[];
};

/* Places for a driver's results, or a value of its: failure and a violation without. */
static inline bool ndis_config_may(PNDIS_STATUS status, const void *argument, const char *who)
{
	if (status)
		*status = NDIS_STATUS_FAILURE;
	if (!status || !argument)
		nt_violation(NULL, NT_RULE_NDIS_ARGUMENT, "%s: NULL", who);
	return status && argument;
}

/* config.c */
struct ndis_configuration *ndis_configuration_get(NDIS_HANDLE handle, const char *who);

/* config_value.c. @text as the driver's, which has it until it closes. NULL: no
 * memory, or too long.
 */
struct ndis_config_block *ndis_config_text(struct ndis_configuration *config,
					   NDIS_PARAMETER_TYPE type, const char *text, u32 size);
void ndis_config_free_blocks(struct ndis_configuration *config);

/* config_outside.c; process context */

/* @value is copied. 0, -ENOMEM, -ENAMETOOLONG. */
int ndis_config_outside_set(const char *service, const char *keyword,
			    const struct ndis_config_value *value);
void ndis_config_outside_remove(const char *service, const char *keyword);
/* As ndis_config_lookup_raw(), of what came from outside alone. */
int ndis_config_outside_get(const struct nt_reg_key *section, const char *keyword,
			    struct ndis_config_value *value);
/* The name of the @index-th of them in @section; false: fewer. */
bool ndis_config_outside_name(const struct nt_reg_key *section, unsigned int index,
			      char name[NDIS_CONFIG_NAME]);

/* config_store.c */

/* -ENOMEM: @to is empty. */
int ndis_config_value_copy(struct ndis_config_value *to, const struct ndis_config_value *from);

/* Process context. A copy, freed by ndis_config_value_free(); 0, -ENOENT, -ENOMEM. */
int ndis_config_lookup(const struct nt_reg_key *section, const char *keyword,
		       struct ndis_config_value *value);
/* The same as it is in the store, for nt/registry_store.c. */
int ndis_config_lookup_raw(const struct nt_reg_key *section, const char *keyword,
			   struct ndis_config_value *value);
/* The name of the @index-th value in @section, not below; false: fewer. */
bool ndis_config_keyword(const struct nt_reg_key *section, unsigned int index,
			 char name[NDIS_CONFIG_NAME]);
/* Forgets what was written to @section itself. Process context. */
void ndis_config_forget(const struct nt_reg_key *section);
/* Process context. @value is copied. 0 or -errno. */
int ndis_config_store(const struct nt_reg_key *section, const char *keyword,
		      const struct ndis_config_value *value);
void ndis_config_value_free(struct ndis_config_value *value);
/* The name of the @index-th key below @section: true, or false when there are fewer. */
bool ndis_config_subkey(const struct nt_reg_key *section, unsigned int index,
			char name[NDIS_CONFIG_NAME]);
/* There is a value in @section, or below. */
bool ndis_config_exists(const struct nt_reg_key *section);
void ndis_config_store_orphan(struct nt_driver *driver);

#endif
