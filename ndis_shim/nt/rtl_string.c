// SPDX-License-Identifier: GPL-2.0
/*
 * Counted strings of the run-time library: between widths and cases, numbers, GUIDs.
 */
#include <linux/ctype.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/limits.h>
#include <linux/string.h>

#include <wdm.h>

#include "compat_hex.h"
#include "nt/nt_internal.h"

#define NT_TAG_STRING	0x67727453	/* "Strg" */
#define NT_GUID_CHARS	38		/* {00000000-0000-0000-0000-000000000000} */

/* Memory for @length bytes and an end of @unit, or a look at what there is. */
static NTSTATUS nt_string_room(PWDF_DRIVER_GLOBALS globals, void **buffer, USHORT *maximum,
			       u32 length, u32 unit, bool allocate)
{
	if (length + unit > U16_MAX)
		return STATUS_INVALID_PARAMETER_2;
	if (allocate) {
		*buffer = nt_pool_alloc(nt_driver_from_globals(globals), POOL_FLAG_PAGED,
					length + unit, NT_TAG_STRING);
		if (!*buffer)
			return STATUS_NO_MEMORY;
		*maximum = length + unit;
	}
	return *maximum < length ? STATUS_BUFFER_OVERFLOW : STATUS_SUCCESS;
}

NTSTATUS RtlAnsiStringToUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
					    PUNICODE_STRING DestinationString,
					    PCANSI_STRING SourceString,
					    BOOLEAN AllocateDestinationString)
{
	u32 i, length = SourceString->Length * sizeof(WCHAR);
	NTSTATUS status;

	status = nt_string_room(Globals, (void **)&DestinationString->Buffer,
				&DestinationString->MaximumLength, length, sizeof(WCHAR),
				AllocateDestinationString);
	if (!NT_SUCCESS(status))
		return status;
	for (i = 0; i < SourceString->Length; i++)
		DestinationString->Buffer[i] = (u8)SourceString->Buffer[i];
	DestinationString->Length = length;
	if (length + sizeof(WCHAR) <= DestinationString->MaximumLength)
		DestinationString->Buffer[i] = 0;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlAnsiStringToUnicodeStringWorker, NDIS_SHIM);

NTSTATUS RtlUnicodeStringToAnsiStringWorker(PWDF_DRIVER_GLOBALS Globals,
					    PANSI_STRING DestinationString,
					    PCUNICODE_STRING SourceString,
					    BOOLEAN AllocateDestinationString)
{
	u32 i, length = SourceString->Length / sizeof(WCHAR);
	NTSTATUS status;

	status = nt_string_room(Globals, (void **)&DestinationString->Buffer,
				&DestinationString->MaximumLength, length, 1,
				AllocateDestinationString);
	if (!NT_SUCCESS(status))
		return status;
	for (i = 0; i < length; i++) {
		WCHAR c = SourceString->Buffer[i];

		DestinationString->Buffer[i] = c > 0xff ? '?' : c;
	}
	DestinationString->Length = length;
	if (length < DestinationString->MaximumLength)
		DestinationString->Buffer[i] = '\0';
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlUnicodeStringToAnsiStringWorker, NDIS_SHIM);

static NTSTATUS nt_string_map(PWDF_DRIVER_GLOBALS globals, PUNICODE_STRING to,
			      PCUNICODE_STRING from, bool allocate, WCHAR (*map)(WCHAR c))
{
	NTSTATUS status;
	u32 i;

	status = nt_string_room(globals, (void **)&to->Buffer, &to->MaximumLength, from->Length,
				allocate ? sizeof(WCHAR) : 0, allocate);
	if (!NT_SUCCESS(status))
		return status;
	for (i = 0; i < from->Length / sizeof(WCHAR); i++)
		to->Buffer[i] = map(from->Buffer[i]);
	to->Length = from->Length;
	return STATUS_SUCCESS;
}

static WCHAR nt_char_up(WCHAR c)
{
	return RtlUpcaseUnicodeChar(c);
}

static WCHAR nt_char_down(WCHAR c)
{
	return RtlDowncaseUnicodeChar(c);
}

static WCHAR nt_char_same(WCHAR c)
{
	return c;
}

NTSTATUS RtlUpcaseUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
				      PUNICODE_STRING DestinationString,
				      PCUNICODE_STRING SourceString,
				      BOOLEAN AllocateDestinationString)
{
	return nt_string_map(Globals, DestinationString, SourceString, AllocateDestinationString,
			     nt_char_up);
}
EXPORT_SYMBOL_NS_GPL(RtlUpcaseUnicodeStringWorker, NDIS_SHIM);

NTSTATUS RtlDowncaseUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
					PUNICODE_STRING DestinationString,
					PCUNICODE_STRING SourceString,
					BOOLEAN AllocateDestinationString)
{
	return nt_string_map(Globals, DestinationString, SourceString, AllocateDestinationString,
			     nt_char_down);
}
EXPORT_SYMBOL_NS_GPL(RtlDowncaseUnicodeStringWorker, NDIS_SHIM);

/* Pool is zeroed, so the copy is terminated in any case. */
NTSTATUS RtlDuplicateUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals, ULONG Flags,
					 PCUNICODE_STRING SourceString,
					 PUNICODE_STRING DestinationString)
{
	if (!SourceString || !DestinationString)
		return STATUS_INVALID_PARAMETER;
	return nt_string_map(Globals, DestinationString, SourceString, true, nt_char_same);
}
EXPORT_SYMBOL_NS_GPL(RtlDuplicateUnicodeStringWorker, NDIS_SHIM);

BOOLEAN RtlCreateUnicodeStringWorker(PWDF_DRIVER_GLOBALS Globals,
				     PUNICODE_STRING DestinationString, PCWSTR SourceString)
{
	UNICODE_STRING source;

	RtlInitUnicodeString(&source, SourceString);
	return NT_SUCCESS(nt_string_map(Globals, DestinationString, &source, true, nt_char_same));
}
EXPORT_SYMBOL_NS_GPL(RtlCreateUnicodeStringWorker, NDIS_SHIM);

VOID RtlFreeUnicodeString(PUNICODE_STRING UnicodeString)
{
	if (UnicodeString->Buffer)
		nt_pool_free(UnicodeString->Buffer);
	memset(UnicodeString, 0, sizeof(*UnicodeString));
}
EXPORT_SYMBOL_NS_GPL(RtlFreeUnicodeString, NDIS_SHIM);

VOID RtlFreeAnsiString(PANSI_STRING AnsiString)
{
	if (AnsiString->Buffer)
		nt_pool_free(AnsiString->Buffer);
	memset(AnsiString, 0, sizeof(*AnsiString));
}
EXPORT_SYMBOL_NS_GPL(RtlFreeAnsiString, NDIS_SHIM);

/* ---- UTF-8 ---- */

#define NT_REPLACEMENT	0xfffd

/* One character of @size bytes of UTF-8; how many it took. Bad ones: one byte each. */
static u32 nt_utf8_decode(const u8 *text, u32 size, u32 *c)
{
	static const u32 least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	u32 length, i, value;

	*c = NT_REPLACEMENT;
	if (text[0] < 0x80) {
		*c = text[0];
		return 1;
	}
	length = text[0] >= 0xf0 ? 4 : text[0] >= 0xe0 ? 3 : 2;
	if (text[0] < 0xc2 || text[0] > 0xf4 || length > size)
		return 1;
	value = text[0] & (0xff >> (length + 1));
	for (i = 1; i < length; i++) {
		if ((text[i] & 0xc0) != 0x80)
			return 1;
		value = value << 6 | (text[i] & 0x3f);
	}
	if (value < least[length] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000))
		return 1;
	*c = value;
	return length;
}

NTSTATUS RtlUTF8ToUnicodeN(PWSTR UnicodeStringDestination, ULONG UnicodeStringMaxByteCount,
			   PULONG UnicodeStringActualByteCount, PCCH UTF8StringSource,
			   ULONG UTF8StringByteCount)
{
	u32 room = UnicodeStringMaxByteCount / sizeof(WCHAR), used = 0, at = 0;
	NTSTATUS status = STATUS_SUCCESS;

	if (!UTF8StringSource || (!UnicodeStringDestination && !UnicodeStringActualByteCount))
		return STATUS_INVALID_PARAMETER;
	while (at < UTF8StringByteCount) {
		const u8 *text = (const u8 *)UTF8StringSource + at;
		u32 c, units;

		at += nt_utf8_decode(text, UTF8StringByteCount - at, &c);
		/* The character itself is three bytes, what became it is not. */
		if (c == NT_REPLACEMENT && text[0] != 0xef)
			status = STATUS_SOME_NOT_MAPPED;
		units = c > 0xffff ? 2 : 1;
		if (UnicodeStringDestination) {
			if (units > room - used) {
				status = STATUS_BUFFER_TOO_SMALL;
				break;
			}
			if (units == 2) {
				UnicodeStringDestination[used] = 0xd800 + ((c - 0x10000) >> 10);
				UnicodeStringDestination[used + 1] =
					0xdc00 + ((c - 0x10000) & 0x3ff);
			} else {
				UnicodeStringDestination[used] = c;
			}
		}
		used += units;
	}
	if (UnicodeStringActualByteCount)
		*UnicodeStringActualByteCount = used * sizeof(WCHAR);
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlUTF8ToUnicodeN, NDIS_SHIM);

/* Bytes of @c, at most four. */
static u32 nt_utf8_encode(u32 c, u8 *out)
{
	if (c < 0x80) {
		out[0] = c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = 0xc0 | c >> 6;
		out[1] = 0x80 | (c & 0x3f);
		return 2;
	}
	if (c < 0x10000) {
		out[0] = 0xe0 | c >> 12;
		out[1] = 0x80 | (c >> 6 & 0x3f);
		out[2] = 0x80 | (c & 0x3f);
		return 3;
	}
	out[0] = 0xf0 | c >> 18;
	out[1] = 0x80 | (c >> 12 & 0x3f);
	out[2] = 0x80 | (c >> 6 & 0x3f);
	out[3] = 0x80 | (c & 0x3f);
	return 4;
}

NTSTATUS RtlUnicodeToUTF8N(PCHAR UTF8StringDestination, ULONG UTF8StringMaxByteCount,
			   PULONG UTF8StringActualByteCount, PCWCH UnicodeStringSource,
			   ULONG UnicodeStringByteCount)
{
	u32 count = UnicodeStringByteCount / sizeof(WCHAR), used = 0, i;
	NTSTATUS status = STATUS_SUCCESS;

	if (!UnicodeStringSource || (!UTF8StringDestination && !UTF8StringActualByteCount))
		return STATUS_INVALID_PARAMETER;
	if (UnicodeStringByteCount & 1)
		return STATUS_INVALID_PARAMETER_5;
	for (i = 0; i < count; i++) {
		u32 c = UnicodeStringSource[i], size;
		u8 bytes[4];

		if (c >= 0xd800 && c < 0xdc00 && i + 1 < count &&
		    (UnicodeStringSource[i + 1] & 0xfc00) == 0xdc00) {
			c = 0x10000 + ((c - 0xd800) << 10) + (UnicodeStringSource[i + 1] - 0xdc00);
			i++;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = NT_REPLACEMENT;
			status = STATUS_SOME_NOT_MAPPED;
		}
		size = nt_utf8_encode(c, bytes);
		if (UTF8StringDestination) {
			if (size > UTF8StringMaxByteCount - used) {
				status = STATUS_BUFFER_TOO_SMALL;
				break;
			}
			memcpy(UTF8StringDestination + used, bytes, size);
		}
		used += size;
	}
	if (UTF8StringActualByteCount)
		*UTF8StringActualByteCount = used;
	return status;
}
EXPORT_SYMBOL_NS_GPL(RtlUnicodeToUTF8N, NDIS_SHIM);

/* ---- numbers ---- */

static bool nt_base_is_one(u32 base)
{
	return base == 2 || base == 8 || base == 10 || base == 16;
}

NTSTATUS RtlInt64ToUnicodeString(ULONGLONG Value, ULONG Base, PUNICODE_STRING String)
{
	WCHAR digits[64];
	u32 count = 0, i;

	Base = Base ?: 10;
	if (!nt_base_is_one(Base))
		return STATUS_INVALID_PARAMETER;
	do {
		digits[count++] = hex_asc_upper[Value % Base];
		Value /= Base;
	} while (Value);
	if (count * sizeof(WCHAR) > String->MaximumLength)
		return STATUS_BUFFER_OVERFLOW;
	for (i = 0; i < count; i++)
		String->Buffer[i] = digits[count - 1 - i];
	String->Length = count * sizeof(WCHAR);
	if (String->Length + sizeof(WCHAR) <= String->MaximumLength)
		String->Buffer[count] = 0;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlInt64ToUnicodeString, NDIS_SHIM);

NTSTATUS RtlIntegerToUnicodeString(ULONG Value, ULONG Base, PUNICODE_STRING String)
{
	return RtlInt64ToUnicodeString(Value, Base, String);
}
EXPORT_SYMBOL_NS_GPL(RtlIntegerToUnicodeString, NDIS_SHIM);

/* What begins with a number is one; nothing at all is 0. It wraps, as on Windows. */
static NTSTATUS nt_to_integer(const char *text, u32 base, ULONG *value)
{
	bool negative = false;
	u32 number = 0;
	int digit;

	while (*text && *text <= ' ')
		text++;
	if (*text == '-' || *text == '+')
		negative = *text++ == '-';
	if (!base) {
		base = 10;
		if (text[0] == '0' && (text[1] == 'x' || text[1] == 'o' || text[1] == 'b')) {
			base = text[1] == 'x' ? 16 : text[1] == 'o' ? 8 : 2;
			text += 2;
		}
	}
	if (!nt_base_is_one(base))
		return STATUS_INVALID_PARAMETER;
	for (; (digit = hex_to_bin(*text)) >= 0 && digit < (int)base; text++)
		number = number * base + digit;
	*value = negative ? 0 - number : number;
	return STATUS_SUCCESS;
}

NTSTATUS RtlUnicodeStringToInteger(PCUNICODE_STRING String, ULONG Base, PULONG Value)
{
	char text[80];
	u32 i;

	for (i = 0; i < sizeof(text) - 1 && i < String->Length / sizeof(WCHAR); i++)
		text[i] = String->Buffer[i] > 0x7f ? '?' : String->Buffer[i];
	text[i] = '\0';
	return nt_to_integer(text, Base, Value);
}
EXPORT_SYMBOL_NS_GPL(RtlUnicodeStringToInteger, NDIS_SHIM);

NTSTATUS RtlCharToInteger(PCSZ String, ULONG Base, PULONG Value)
{
	return nt_to_integer(String, Base, Value);
}
EXPORT_SYMBOL_NS_GPL(RtlCharToInteger, NDIS_SHIM);

/* ---- GUIDs ---- */

NTSTATUS RtlStringFromGUIDWorker(PWDF_DRIVER_GLOBALS Globals, LPCGUID Guid,
				 PUNICODE_STRING GuidString)
{
	char text[NT_GUID_CHARS + 1];
	ANSI_STRING ansi;

	snprintf(text, sizeof(text), "{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}",
		 Guid->Data1, Guid->Data2, Guid->Data3, Guid->Data4[0], Guid->Data4[1],
		 Guid->Data4[2], Guid->Data4[3], Guid->Data4[4], Guid->Data4[5], Guid->Data4[6],
		 Guid->Data4[7]);
	RtlInitAnsiString(&ansi, text);
	return RtlAnsiStringToUnicodeStringWorker(Globals, GuidString, &ansi, TRUE);
}
EXPORT_SYMBOL_NS_GPL(RtlStringFromGUIDWorker, NDIS_SHIM);

NTSTATUS RtlGUIDFromString(PCUNICODE_STRING GuidString, GUID *Guid)
{
	static const char form[] = "{hhhhhhhh-hhhh-hhhh-hhhh-hhhhhhhhhhhh}";
	u8 nibbles[32];
	u32 i, count = 0;

	if (GuidString->Length != NT_GUID_CHARS * sizeof(WCHAR))
		return STATUS_INVALID_PARAMETER;
	for (i = 0; i < NT_GUID_CHARS; i++) {
		WCHAR c = GuidString->Buffer[i];

		if (form[i] != 'h') {
			if (c != form[i])
				return STATUS_INVALID_PARAMETER;
			continue;
		}
		if (c > 0x7f || hex_to_bin(c) < 0)
			return STATUS_INVALID_PARAMETER;
		nibbles[count++] = hex_to_bin(c);
	}
	memset(Guid, 0, sizeof(*Guid));
	for (i = 0; i < 8; i++)
		Guid->Data1 = Guid->Data1 << 4 | nibbles[i];
	for (i = 8; i < 12; i++)
		Guid->Data2 = Guid->Data2 << 4 | nibbles[i];
	for (i = 12; i < 16; i++)
		Guid->Data3 = Guid->Data3 << 4 | nibbles[i];
	for (i = 0; i < 8; i++)
		Guid->Data4[i] = nibbles[16 + 2 * i] << 4 | nibbles[17 + 2 * i];
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlGUIDFromString, NDIS_SHIM);

NTSTATUS RtlHashUnicodeString(PCUNICODE_STRING String, BOOLEAN CaseInSensitive,
			      ULONG HashAlgorithm, PULONG HashValue)
{
	u32 hash = 0, i;

	if (!String || !HashValue || HashAlgorithm > HASH_STRING_ALGORITHM_X65599)
		return STATUS_INVALID_PARAMETER;
	for (i = 0; i < String->Length / sizeof(WCHAR); i++) {
		WCHAR c = String->Buffer[i];

		hash = hash * 65599 + (CaseInSensitive ? RtlUpcaseUnicodeChar(c) : c);
	}
	*HashValue = hash;
	return STATUS_SUCCESS;
}
EXPORT_SYMBOL_NS_GPL(RtlHashUnicodeString, NDIS_SHIM);
