// SPDX-License-Identifier: GPL-2.0
/*
 * What is configured. Four places answer for a keyword, in this order:
 *
 *	what the driver wrote itself, until it is unloaded
 *	what was said from outside for a driver of its name (config_outside.c)
 *	its module's parameter config=, [adapter/][key/]name=value;...
 *	what Windows' set-up would have written: UpperBindings
 *
 * A value without an adapter is for the sections of all of them, unless one has
 * its own. Keywords and keys compare without case, as in the registry, adapters
 * with it, as interface names do.
 *
 * Not here: handles, and what a driver gets to see of a value (config.c); the same
 * values as a registry shows them (nt/registry_store.c).
 */
#include "ndis/config.h"

#include <linux/ctype.h>
#include <linux/idr.h>
#include <linux/list.h>
#include <linux/mutex.h>
#include <linux/printk.h>
#include <linux/slab.h>
#include <linux/string.h>

#include <ntmodule.h>
#include <wdm.h>

#include "ndis/linux/virtual.h"

/* A driver that writes more has lost count. */
#define NDIS_CONFIG_WRITTEN	256

/**
 * struct ndis_config_written - a value that a driver wrote
 * @node: in ndis_config_values
 * @section: where
 * @keyword: its name
 * @value: owned
 */
struct ndis_config_written {
	struct list_head node;
	struct nt_reg_key section;
	char keyword[NDIS_CONFIG_NAME];
	struct ndis_config_value value;
};

/**
 * struct ndis_config_upper - the virtual adapter on top of an adapter
 * @node: in ndis_config_uppers
 * @driver: whose virtual adapter
 * @adapter: the lower one
 * @number: of \Device\ndisim<number>; the same at each bind
 */
struct ndis_config_upper {
	struct list_head node;
	struct nt_driver *driver;
	char adapter[NDIS_CONFIG_NAME];
	int number;
};

/* Protects both lists; process context. */
static DEFINE_MUTEX(ndis_config_lock);
static LIST_HEAD(ndis_config_values);
static LIST_HEAD(ndis_config_uppers);
static DEFINE_IDA(ndis_config_numbers);

void ndis_config_value_free(struct ndis_config_value *value)
{
	kfree(value->text);
	kfree(value->data);
	value->text = NULL;
	value->data = NULL;
}

int ndis_config_value_copy(struct ndis_config_value *to, const struct ndis_config_value *from)
{
	*to = *from;
	to->text = NULL;
	to->data = NULL;
	if (from->text)
		to->text = kmemdup_nul(from->text, from->size, GFP_KERNEL);
	if (from->data)
		to->data = kmemdup(from->data, from->size, GFP_KERNEL);
	if (!from->text == !to->text && !from->data == !to->data)
		return 0;
	ndis_config_value_free(to);
	return -ENOMEM;
}

/* ---- what a driver wrote ---- */

static bool ndis_config_same(const struct nt_reg_key *a,
			     const struct nt_reg_key *b)
{
	return a->driver == b->driver && !strcmp(a->adapter, b->adapter) &&
	       !strcasecmp(a->path, b->path);
}

static struct ndis_config_written *ndis_config_written(const struct nt_reg_key *section,
						       const char *keyword)
{
	struct ndis_config_written *written;

	lockdep_assert_held(&ndis_config_lock);
	list_for_each_entry(written, &ndis_config_values, node) {
		if (ndis_config_same(&written->section, section) &&
		    !strcasecmp(written->keyword, keyword))
			return written;
	}
	return NULL;
}

static unsigned int ndis_config_count(const struct nt_driver *driver)
{
	struct ndis_config_written *written;
	unsigned int count = 0;

	lockdep_assert_held(&ndis_config_lock);
	list_for_each_entry(written, &ndis_config_values, node)
		count += written->section.driver == driver;
	return count;
}

int ndis_config_store(const struct nt_reg_key *section, const char *keyword,
		      const struct ndis_config_value *value)
{
	struct ndis_config_written *new, *old;
	int err;

	new = kzalloc(sizeof(*new), GFP_KERNEL);
	if (!new)
		return -ENOMEM;
	err = ndis_config_value_copy(&new->value, value);
	if (err)
		goto err_free;
	new->section = *section;
	strscpy(new->keyword, keyword, sizeof(new->keyword));

	mutex_lock(&ndis_config_lock);
	old = ndis_config_written(section, keyword);
	if (!old && ndis_config_count(section->driver) >= NDIS_CONFIG_WRITTEN)
		err = -ENOSPC;
	else
		list_add_tail(&new->node, &ndis_config_values);
	if (old)
		list_del(&old->node);
	mutex_unlock(&ndis_config_lock);

	if (old) {
		ndis_config_value_free(&old->value);
		kfree(old);
	}
	if (!err)
		return 0;
	ndis_config_value_free(&new->value);
err_free:
	kfree(new);
	return err;
}

/* ---- the module's parameter ---- */

/**
 * struct ndis_config_entry - one piece of config=, by length
 * @adapter: or empty
 * @path: or empty
 * @name: keyword
 * @value: text
 */
struct ndis_config_entry {
	struct ndis_config_piece {
		const char *at;
		size_t size;
	} adapter, path, name, value;
};

static struct ndis_config_piece ndis_config_trim(const char *from, const char *to)
{
	while (from < to && isspace(*from))
		from++;
	while (to > from && isspace(to[-1]))
		to--;
	return (struct ndis_config_piece){ from, to - from };
}

static bool ndis_config_is(const struct ndis_config_piece *piece, const char *text)
{
	return strlen(text) == piece->size && !strncasecmp(piece->at, text, piece->size);
}

/* [adapter/][key/...]name=value of @text up to @end; false: it is not. */
static bool ndis_config_parse(const char *text, const char *end, struct ndis_config_entry *entry)
{
	const char *equal = memchr(text, '=', end - text);
	const char *first = NULL, *last = NULL, *at;

	if (!equal)
		return false;
	for (at = text; at < equal; at++) {
		if (*at != '/')
			continue;
		first = first ?: at;
		last = at;
	}
	entry->adapter = ndis_config_trim(text, first ?: text);
	entry->path = last > first ? ndis_config_trim(first + 1, last) :
				     ndis_config_trim(text, text);
	entry->name = ndis_config_trim(last ? last + 1 : text, equal);
	entry->value = ndis_config_trim(equal + 1, end);
	return entry->name.size;
}

/* The next entry of @text and where the one after it begins; NULL: no more. */
static const char *ndis_config_next(const char *text, struct ndis_config_entry *entry)
{
	while (text && *text) {
		const char *end = strchrnul(text, ';');
		const char *next = *end ? end + 1 : end;

		if (ndis_config_parse(text, end, entry))
			return next;
		if (ndis_config_trim(text, end).size)
			pr_warn_ratelimited("config=%.*s: not [adapter/]name=value, ignored\n",
					    (int)(end - text), text);
		text = next;
	}
	return NULL;
}

static const char *ndis_config_parameter(const struct nt_driver *driver)
{
	struct nt_module *module = driver ? driver->module : NULL;

	return module && module->ndis_config ? *module->ndis_config : NULL;
}

/* 2: for that adapter; 1: for all; 0: for others. Adapters have case. */
static unsigned int ndis_config_rank(const struct nt_reg_key *section,
				     const struct ndis_config_entry *entry)
{
	const struct ndis_config_piece *adapter = &entry->adapter;

	if (!adapter->size)
		return 1;
	return strlen(section->adapter) == adapter->size &&
	       !strncmp(adapter->at, section->adapter, adapter->size) ? 2 : 0;
}

/* Of several the last one, unless an earlier one is for that adapter. */
static int ndis_config_given(const struct nt_reg_key *section, const char *keyword,
			     struct ndis_config_value *value)
{
	const char *text = ndis_config_parameter(section->driver);
	struct ndis_config_piece found = {};
	struct ndis_config_entry entry;
	unsigned int best = 1;

	while ((text = ndis_config_next(text, &entry))) {
		unsigned int rank = ndis_config_rank(section, &entry);

		if (rank < best || !ndis_config_is(&entry.path, section->path) ||
		    !ndis_config_is(&entry.name, keyword))
			continue;
		best = rank;
		found = entry.value;
	}
	if (!found.at)
		return -ENOENT;
	value->text = kmemdup_nul(found.at, found.size, GFP_KERNEL);
	value->size = found.size;
	return value->text ? 0 : -ENOMEM;
}

/* ---- what set-up would have written ---- */

/* The device instance's, and its interface's. */
#define NDIS_CONFIG_UPPER	"ndisim%d"

static bool ndis_config_number_taken(int number, bool by_any)
{
	char name[16];

	snprintf(name, sizeof(name), NDIS_CONFIG_UPPER, number);
	return ndis_virtual_name_taken(name, by_any);
}

/* The lowest that is nobody's and in no interface's name, or -errno. */
static int ndis_config_number(void)
{
	int number = -1;

	do {
		if (number >= 0)
			ida_free(&ndis_config_numbers, number);
		number = ida_alloc_min(&ndis_config_numbers, number + 1, GFP_KERNEL);
	} while (number >= 0 && ndis_config_number_taken(number, true));
	return number;
}

/* Its own interface may have the name by now; where somebody else's has, another. */
static void ndis_config_renumber(struct ndis_config_upper *upper)
{
	int number;

	if (!ndis_config_number_taken(upper->number, false))
		return;
	number = ndis_config_number();
	if (number < 0)
		return;
	ida_free(&ndis_config_numbers, upper->number);
	upper->number = number;
}

static struct ndis_config_upper *ndis_config_upper(const struct nt_reg_key *section)
{
	struct ndis_config_upper *upper;

	lockdep_assert_held(&ndis_config_lock);
	list_for_each_entry(upper, &ndis_config_uppers, node) {
		if (upper->driver == section->driver && !strcmp(upper->adapter, section->adapter)) {
			ndis_config_renumber(upper);
			return upper;
		}
	}
	upper = kzalloc(sizeof(*upper), GFP_KERNEL);
	if (!upper)
		return NULL;
	upper->number = ndis_config_number();
	if (upper->number < 0) {
		kfree(upper);
		return NULL;
	}
	upper->driver = section->driver;
	strscpy(upper->adapter, section->adapter, sizeof(upper->adapter));
	list_add_tail(&upper->node, &ndis_config_uppers);
	return upper;
}

static int ndis_config_made(const struct nt_reg_key *section, const char *keyword,
			    struct ndis_config_value *value)
{
	struct ndis_config_upper *upper;

	if (strcasecmp(keyword, "UpperBindings") || !section->driver || !*section->adapter ||
	    *section->path)
		return -ENOENT;
	upper = ndis_config_upper(section);
	if (!upper)
		return -ENOMEM;
	value->text = kasprintf(GFP_KERNEL, "\\Device\\" NDIS_CONFIG_UPPER, upper->number);
	if (!value->text)
		return -ENOMEM;
	value->size = strlen(value->text);
	return 0;
}

/* ---- all of it ---- */

int ndis_config_lookup_raw(const struct nt_reg_key *section, const char *keyword,
			   struct ndis_config_value *value)
{
	struct ndis_config_written *written;
	int err;

	memset(value, 0, sizeof(*value));
	value->type = NdisParameterString;
	mutex_lock(&ndis_config_lock);
	written = ndis_config_written(section, keyword);
	if (written && written->value.gone) {
		err = -ENOENT;
		goto out;
	}
	if (written)
		err = ndis_config_value_copy(value, &written->value);
	else
		err = ndis_config_outside_get(section, keyword, value);
	if (err == -ENOENT)
		err = ndis_config_given(section, keyword, value);
	if (err == -ENOENT)
		err = ndis_config_made(section, keyword, value);
out:
	mutex_unlock(&ndis_config_lock);
	return err;
}

/* Characters beyond one byte are '?' to NDIS, as everywhere in its strings. */
static int ndis_config_narrow(struct ndis_config_value *value, NDIS_PARAMETER_TYPE type)
{
	const WCHAR *wide = (const WCHAR *)value->data;
	u32 chars = value->size / sizeof(WCHAR), i;
	char *text = kmalloc(chars + 1, GFP_KERNEL);

	if (!text)
		return -ENOMEM;
	while (chars && !wide[chars - 1])
		chars--;
	for (i = 0; i < chars; i++)
		text[i] = wide[i] > 0xff ? '?' : wide[i];
	text[chars] = '\0';
	kfree(value->data);
	value->data = NULL;
	value->text = text;
	value->size = chars;
	value->type = type;
	return 0;
}

/* What came through the registry, as NDIS calls it. */
static int ndis_config_from_registry(struct ndis_config_value *value)
{
	switch (value->reg_type) {
	case REG_DWORD:
		if (value->size != sizeof(u32))
			break;
		value->type = NdisParameterInteger;
		value->integer = *(u32 *)value->data;
		return 0;
	case REG_SZ:
	case REG_EXPAND_SZ:
		return ndis_config_narrow(value, NdisParameterString);
	case REG_MULTI_SZ:
		return ndis_config_narrow(value, NdisParameterMultiString);
	}
	value->type = NdisParameterBinary;
	return 0;
}

int ndis_config_lookup(const struct nt_reg_key *section, const char *keyword,
		       struct ndis_config_value *value)
{
	int err = ndis_config_lookup_raw(section, keyword, value);

	if (err || !value->by_registry)
		return err;
	err = ndis_config_from_registry(value);
	if (err)
		ndis_config_value_free(value);
	return err;
}

void ndis_config_forget(const struct nt_reg_key *section)
{
	struct ndis_config_written *written, *next;

	mutex_lock(&ndis_config_lock);
	list_for_each_entry_safe(written, next, &ndis_config_values, node) {
		if (!ndis_config_same(&written->section, section))
			continue;
		list_del(&written->node);
		ndis_config_value_free(&written->value);
		kfree(written);
	}
	mutex_unlock(&ndis_config_lock);
}

/* @path is @section's, or below. */
static bool ndis_config_below(const struct nt_reg_key *section, const char *path,
			      size_t size)
{
	size_t own = strlen(section->path);

	return size >= own && !strncasecmp(path, section->path, own) &&
	       (size == own || !own || path[own] == '/');
}

bool ndis_config_exists(const struct nt_reg_key *section)
{
	const char *text = ndis_config_parameter(section->driver);
	struct ndis_config_written *written;
	char name[NDIS_CONFIG_NAME];
	struct ndis_config_entry entry;
	bool found = ndis_config_outside_name(section, 0, name);

	while ((text = ndis_config_next(text, &entry))) {
		if (ndis_config_rank(section, &entry) &&
		    ndis_config_below(section, entry.path.at, entry.path.size))
			found = true;
	}
	mutex_lock(&ndis_config_lock);
	list_for_each_entry(written, &ndis_config_values, node) {
		if (written->section.driver == section->driver && !written->value.gone &&
		    !strcmp(written->section.adapter, section->adapter) &&
		    ndis_config_below(section, written->section.path,
				      strlen(written->section.path)))
			found = true;
	}
	mutex_unlock(&ndis_config_lock);
	return found;
}

/**
 * struct ndis_config_names - keys below a section, while they are looked for
 * @section: below which
 * @names: found so far, each once
 * @count: how many
 * @limit: how many there is room for
 */
struct ndis_config_names {
	const struct nt_reg_key *section;
	char (*names)[NDIS_CONFIG_NAME];
	unsigned int count;
	unsigned int limit;
};

/* @path: of a value; what follows the section's own path, up to a '/'. */
static void ndis_config_note(struct ndis_config_names *names, const char *path, size_t size)
{
	size_t skip = strlen(names->section->path);
	char name[NDIS_CONFIG_NAME];
	unsigned int i;
	const char *end;

	if (size == skip || !ndis_config_below(names->section, path, size))
		return;
	if (skip)
		skip++;
	end = memchr(path + skip, '/', size - skip) ?: path + size;
	if (end == path + skip || end - path - skip >= sizeof(name))
		return;
	memcpy(name, path + skip, end - path - skip);
	name[end - path - skip] = '\0';
	for (i = 0; i < names->count; i++) {
		if (!strcasecmp(names->names[i], name))
			return;
	}
	if (names->count < names->limit)
		strscpy(names->names[names->count++], name, NDIS_CONFIG_NAME);
}

bool ndis_config_subkey(const struct nt_reg_key *section, unsigned int index,
			char name[NDIS_CONFIG_NAME])
{
	const char *text = ndis_config_parameter(section->driver);
	struct ndis_config_names names = { section };
	struct ndis_config_written *written;
	struct ndis_config_entry entry;

	if (index >= NDIS_CONFIG_WRITTEN)
		return false;
	names.limit = index + 1;
	names.names = kcalloc(names.limit, sizeof(*names.names), GFP_KERNEL);
	if (!names.names)
		return false;

	while ((text = ndis_config_next(text, &entry))) {
		if (ndis_config_rank(section, &entry))
			ndis_config_note(&names, entry.path.at, entry.path.size);
	}
	mutex_lock(&ndis_config_lock);
	list_for_each_entry(written, &ndis_config_values, node) {
		if (written->section.driver == section->driver && !written->value.gone &&
		    !strcmp(written->section.adapter, section->adapter))
			ndis_config_note(&names, written->section.path,
					 strlen(written->section.path));
	}
	mutex_unlock(&ndis_config_lock);

	if (names.count > index)
		strscpy(name, names.names[index], NDIS_CONFIG_NAME);
	kfree(names.names);
	return names.count > index;
}

/* A name that is noted once. */
static void ndis_config_note_name(struct ndis_config_names *names, const char *name, size_t size)
{
	unsigned int i;

	if (size >= NDIS_CONFIG_NAME || names->count == names->limit)
		return;
	for (i = 0; i < names->count; i++) {
		if (strlen(names->names[i]) == size && !strncasecmp(names->names[i], name, size))
			return;
	}
	memcpy(names->names[names->count], name, size);
	names->names[names->count++][size] = '\0';
}

bool ndis_config_keyword(const struct nt_reg_key *section, unsigned int index,
			 char name[NDIS_CONFIG_NAME])
{
	const char *text = ndis_config_parameter(section->driver);
	struct ndis_config_names names = { section };
	struct ndis_config_written *written;
	struct ndis_config_entry entry;
	char keyword[NDIS_CONFIG_NAME];
	unsigned int outside;

	if (index >= NDIS_CONFIG_WRITTEN)
		return false;
	names.limit = index + 1;
	names.names = kcalloc(names.limit, sizeof(*names.names), GFP_KERNEL);
	if (!names.names)
		return false;

	mutex_lock(&ndis_config_lock);
	while ((text = ndis_config_next(text, &entry))) {
		if (!ndis_config_rank(section, &entry) ||
		    !ndis_config_is(&entry.path, section->path) ||
		    entry.name.size >= sizeof(keyword))
			continue;
		memcpy(keyword, entry.name.at, entry.name.size);
		keyword[entry.name.size] = '\0';
		written = ndis_config_written(section, keyword);
		if (!written || !written->value.gone)
			ndis_config_note_name(&names, keyword, entry.name.size);
	}
	for (outside = 0; ndis_config_outside_name(section, outside, keyword); outside++) {
		written = ndis_config_written(section, keyword);
		if (!written || !written->value.gone)
			ndis_config_note_name(&names, keyword, strlen(keyword));
	}
	list_for_each_entry(written, &ndis_config_values, node) {
		if (ndis_config_same(&written->section, section) && !written->value.gone &&
		    strcmp(written->keyword, NT_REG_KEY_MARK))
			ndis_config_note_name(&names, written->keyword, strlen(written->keyword));
	}
	mutex_unlock(&ndis_config_lock);

	if (names.count > index)
		strscpy(name, names.names[index], NDIS_CONFIG_NAME);
	kfree(names.names);
	return names.count > index;
}

/**
 * ndis_config_store_orphan() - a driver is unloaded
 * @driver: what it wrote, and the numbers of its virtual adapters, are free again
 *
 * Context: process.
 */
void ndis_config_store_orphan(struct nt_driver *driver)
{
	struct ndis_config_written *written, *next_written;
	struct ndis_config_upper *upper, *next_upper;

	mutex_lock(&ndis_config_lock);
	list_for_each_entry_safe(written, next_written, &ndis_config_values, node) {
		if (written->section.driver != driver)
			continue;
		list_del(&written->node);
		ndis_config_value_free(&written->value);
		kfree(written);
	}
	list_for_each_entry_safe(upper, next_upper, &ndis_config_uppers, node) {
		if (upper->driver != driver)
			continue;
		list_del(&upper->node);
		ida_free(&ndis_config_numbers, upper->number);
		kfree(upper);
	}
	mutex_unlock(&ndis_config_lock);
}
