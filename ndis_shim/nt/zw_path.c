// SPDX-License-Identifier: GPL-2.0
/*
 * Names of files, from Windows' to Linux'. docs/files.md has the rules.
 *
 * Only names are looked at here. What is no name on Windows is none here either,
 * nor is one that would leave the directory it begins with.
 */
#include "nt/zw.h"

#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/module.h>
#include <linux/string.h>

#include <kunit/visibility.h>

#include "nt/nt_internal.h"

char *nt_zw_system_root = "/var/lib/ndis_shim";
module_param_named(system_root, nt_zw_system_root, charp, 0444);
MODULE_PARM_DESC(system_root, "Directory that drivers call \\SystemRoot (default: /var/lib/ndis_shim)");
EXPORT_SYMBOL_IF_KUNIT(nt_zw_system_root);

/**
 * struct nt_zw_text - a path being written
 * @path: NT_ZW_PATH bytes
 * @used: of them
 */
struct nt_zw_text {
	char *path;
	size_t used;
};

static bool nt_zw_put(struct nt_zw_text *text, u8 c)
{
	if (text->used + 1 >= NT_ZW_PATH)
		return false;
	text->path[text->used++] = c;
	text->path[text->used] = '\0';
	return true;
}

static bool nt_zw_put_string(struct nt_zw_text *text, const char *string)
{
	while (*string)
		if (!nt_zw_put(text, *string++))
			return false;
	return true;
}

/* A code point in UTF-8. */
static bool nt_zw_put_rune(struct nt_zw_text *text, u32 rune)
{
	if (rune < 0x80)
		return nt_zw_put(text, rune);
	if (rune < 0x800)
		return nt_zw_put(text, 0xc0 | rune >> 6) && nt_zw_put(text, 0x80 | (rune & 0x3f));
	if (rune < 0x10000)
		return nt_zw_put(text, 0xe0 | rune >> 12) &&
		       nt_zw_put(text, 0x80 | (rune >> 6 & 0x3f)) &&
		       nt_zw_put(text, 0x80 | (rune & 0x3f));
	return nt_zw_put(text, 0xf0 | rune >> 18) && nt_zw_put(text, 0x80 | (rune >> 12 & 0x3f)) &&
	       nt_zw_put(text, 0x80 | (rune >> 6 & 0x3f)) && nt_zw_put(text, 0x80 | (rune & 0x3f));
}

/* The code point at @at, which moves on; 0: there is none. */
static u32 nt_zw_rune(const WCHAR *name, unsigned int length, unsigned int *at)
{
	u32 c = name[(*at)++], low;

	if ((c & 0xf800) != 0xd800)
		return c;
	if ((c & 0x400) || *at >= length)
		return 0;
	low = name[*at];
	if ((low & 0xfc00) != 0xdc00)
		return 0;
	(*at)++;
	return 0x10000 + ((c & 0x3ff) << 10 | (low & 0x3ff));
}

static bool nt_zw_rune_is_fine(u32 rune)
{
	return rune >= ' ' && (rune >= 0x80 || !strchr("/<>\"|?*", rune));
}

/* Not empty, and nothing that leads elsewhere. */
static bool nt_zw_component_is_fine(const char *component)
{
	return *component && strcmp(component, ".") && strcmp(component, "..");
}

/* Components with a backslash between them, and perhaps one at the end. */
static NTSTATUS nt_zw_put_components(struct nt_zw_text *text, const WCHAR *name,
				     unsigned int length)
{
	size_t begin = text->used;
	unsigned int i = 0;

	while (i < length) {
		u32 rune = nt_zw_rune(name, length, &i);

		if (rune == '\\') {
			if (!nt_zw_component_is_fine(text->path + begin))
				return STATUS_OBJECT_NAME_INVALID;
			if (i == length)
				return STATUS_SUCCESS;
			if (!nt_zw_put(text, '/'))
				return STATUS_OBJECT_NAME_INVALID;
			begin = text->used;
			continue;
		}
		if (!nt_zw_rune_is_fine(rune) || !nt_zw_put_rune(text, rune))
			return STATUS_OBJECT_NAME_INVALID;
	}
	return nt_zw_component_is_fine(text->path + begin) ? STATUS_SUCCESS :
							     STATUS_OBJECT_NAME_INVALID;
}

/* Its length if @name begins with @prefix, in any case of letters; else 0. */
static unsigned int nt_zw_prefix(const WCHAR *name, unsigned int length, const char *prefix)
{
	unsigned int i;

	for (i = 0; prefix[i]; i++) {
		if (i >= length || name[i] >= 0x80 || tolower(name[i]) != tolower(prefix[i]))
			return 0;
	}
	return i;
}

static const char * const nt_zw_directories[] = {
	"\\??\\Global\\", "\\DosDevices\\Global\\", "\\??\\", "\\DosDevices\\", "\\GLOBAL??\\",
};

/* What follows the directory that symbolic links are in. */
static NTSTATUS nt_zw_dos_path(struct nt_zw_text *text, const WCHAR *name, unsigned int length)
{
	if (length >= 2 && name[0] < 0x80 && isalpha(name[0]) && name[1] == ':') {
		if (length < 3 || name[2] != '\\')
			return STATUS_OBJECT_NAME_NOT_FOUND;
		if (!nt_zw_put(text, '/'))
			return STATUS_OBJECT_NAME_INVALID;
		return length == 3 ? STATUS_SUCCESS :
				     nt_zw_put_components(text, name + 3, length - 3);
	}
	if (nt_zw_prefix(name, length, "UNC\\"))
		return STATUS_OBJECT_PATH_NOT_FOUND;
	if (!nt_zw_put_string(text, "/dev/"))
		return STATUS_OBJECT_NAME_INVALID;
	return nt_zw_put_components(text, name, length);
}

/**
 * nt_zw_path() - where a file is
 * @name: absolute
 * @path: NT_ZW_PATH bytes
 *
 * Return: STATUS_OBJECT_NAME_INVALID, STATUS_OBJECT_PATH_NOT_FOUND for what has no
 * place here, STATUS_OBJECT_PATH_SYNTAX_BAD for a relative name.
 */
NTSTATUS nt_zw_path(PCUNICODE_STRING name, char *path)
{
	struct nt_zw_text text = { .path = path };
	unsigned int i, skip, length;

	*path = '\0';
	if (!name || (name->Length & 1) || (name->Length && !name->Buffer))
		return STATUS_INVALID_PARAMETER;
	length = name->Length / sizeof(WCHAR);
	if (!length || name->Buffer[0] != '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;

	skip = nt_zw_prefix(name->Buffer, length, "\\SystemRoot\\");
	if (skip) {
		if (!nt_zw_put_string(&text, nt_zw_system_root) || !nt_zw_put(&text, '/'))
			return STATUS_OBJECT_NAME_INVALID;
		return nt_zw_put_components(&text, name->Buffer + skip, length - skip);
	}
	for (i = 0; i < ARRAY_SIZE(nt_zw_directories); i++) {
		skip = nt_zw_prefix(name->Buffer, length, nt_zw_directories[i]);
		if (skip)
			return nt_zw_dos_path(&text, name->Buffer + skip, length - skip);
	}
	return STATUS_OBJECT_PATH_NOT_FOUND;
}
EXPORT_SYMBOL_IF_KUNIT(nt_zw_path);

NTSTATUS nt_zw_relative_path(PCUNICODE_STRING name, char *path)
{
	struct nt_zw_text text = { .path = path };

	*path = '\0';
	if (!name || !name->Length || (name->Length & 1) || !name->Buffer)
		return STATUS_INVALID_PARAMETER;
	if (name->Buffer[0] == '\\')
		return STATUS_OBJECT_PATH_SYNTAX_BAD;
	return nt_zw_put_components(&text, name->Buffer, name->Length / sizeof(WCHAR));
}
