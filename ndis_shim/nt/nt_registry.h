/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registry, private side. There is none on this machine: what a driver finds
 * under its own keys is what its module's parameter config= says and what the
 * driver wrote since it was loaded. NDIS configuration handles, the registry
 * functions of the NT base, WDFKEY and NETCONFIGURATION all show these values.
 *
 * A key is a place in that: the driver's own (Services\<name> and its Parameters,
 * which are one), or that of one of its devices or adapters, and keys below.
 *
 * All of it: process context.
 */
#ifndef _NDIS_SHIM_NT_REGISTRY_H
#define _NDIS_SHIM_NT_REGISTRY_H

#include <linux/types.h>

#include <ntdef.h>

struct nt_driver;

#define NT_REG_NAME	64	/* of an adapter, a key or a value, with its end */
#define NT_REG_PATH	128	/* of keys below, joined by '/', with its end */
/* The value that says that a key without values was created. */
#define NT_REG_KEY_MARK	"\001"

/**
 * struct nt_reg_key - a place that values are in
 * @driver: whose; NULL: nobody's, it is empty
 * @adapter: of one adapter or device, as config= names it; "": the driver's own
 * @path: keys below it, joined by '/'; mostly ""
 */
struct nt_reg_key {
	struct nt_driver *driver;
	char adapter[NT_REG_NAME];
	char path[NT_REG_PATH];
};

/**
 * struct nt_reg_value - a value as a registry has it
 * @type: REG_*
 * @size: bytes of @data
 * @data: strings are UTF-16 and terminated, lists twice
 */
struct nt_reg_value {
	u32 type;
	u32 size;
	void *data;
};

/* The driver's own parameters key, or that of its device @adapter. */
void nt_reg_key_init(struct nt_reg_key *key, struct nt_driver *driver, const char *adapter);
/*
 * \Registry\Machine\System\CurrentControlSet\Services\<driver>[\Parameters][\...];
 * <...>\Parameters\Adapters\<adapter> is the key of that adapter. Whether it
 * exists does not matter. STATUS_OBJECT_NAME_NOT_FOUND for all that is not
 * @driver's own, STATUS_OBJECT_NAME_INVALID for what is no path.
 */
NTSTATUS nt_reg_key_from_path(struct nt_reg_key *key, struct nt_driver *driver,
			      PCUNICODE_STRING path);
/* One or more keys down: "A\B"; "" stays. */
NTSTATUS nt_reg_key_descend(struct nt_reg_key *key, PCUNICODE_STRING below);
/* The topmost always do; others once a value is in or below them, or created. */
bool nt_reg_key_exists(const struct nt_reg_key *key);
NTSTATUS nt_reg_create_key(const struct nt_reg_key *key);
/* STATUS_CANNOT_DELETE with keys below it, or values given by config=. */
NTSTATUS nt_reg_delete_key(const struct nt_reg_key *key);

/*
 * @want: the type that the reader expects. A value from config= is text and
 * becomes that; REG_NONE takes it for what it looks like: a number is REG_DWORD,
 * all else REG_SZ. A value that a driver wrote keeps its own type. Frees nothing
 * on failure: STATUS_OBJECT_NAME_NOT_FOUND, STATUS_OBJECT_TYPE_MISMATCH (text that
 * is not what is wanted), STATUS_INSUFFICIENT_RESOURCES.
 */
NTSTATUS nt_reg_query(const struct nt_reg_key *key, PCUNICODE_STRING name, u32 want,
		      struct nt_reg_value *value);
void nt_reg_value_free(struct nt_reg_value *value);
NTSTATUS nt_reg_set(const struct nt_reg_key *key, PCUNICODE_STRING name, u32 type,
		    const void *data, u32 size);
NTSTATUS nt_reg_delete(const struct nt_reg_key *key, PCUNICODE_STRING name);
/*
 * From outside of drivers (configfs): @name of the parameters of the driver @service,
 * which need not be loaded. @type: REG_NONE: @text is as in config=; else what it is,
 * written as config= has it. 0, -EINVAL (it is not of that type), -ENAMETOOLONG,
 * -ENOMEM.
 */
int nt_reg_outside_set(const char *service, const char *name, u32 type, const char *text);
void nt_reg_outside_remove(const char *service, const char *name);
/* Names of values in @key and of keys below it; false: there are fewer. */
bool nt_reg_value_name(const struct nt_reg_key *key, unsigned int index, char name[NT_REG_NAME]);
bool nt_reg_subkey_name(const struct nt_reg_key *key, unsigned int index, char name[NT_REG_NAME]);

#endif
