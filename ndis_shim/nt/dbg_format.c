// SPDX-License-Identifier: GPL-2.0
/*
 * Format strings as the Windows kernel reads them. Its long is 32 bit, it has
 * %I64 and %I of its own, and it prints wide and counted strings, so a driver's
 * message cannot go to printk() as it is. %!NAME! is what messages of the trace
 * preprocessor have (scripts/wpp-headers).
 */
#include <linux/kernel.h>
#include <linux/string.h>

#include "nt/nt_internal.h"

struct nt_text {
	char *at;
	char *end;	/* of the room, less the terminator */
};

/* One conversion: % flags width . precision size type */
struct nt_spec {
	bool left;
	bool plus;
	bool space;
	bool zero;
	bool prefix;
	int width;
	int precision;	/* -1: none */
	unsigned int bytes;	/* size of an integer */
	bool wide;
	char type;
};

static void nt_put(struct nt_text *text, char c)
{
	if (text->at < text->end)
		*text->at++ = c;
}

/* What is no printable ASCII shows as a question mark. */
static char nt_narrow(WCHAR c)
{
	return (c >= ' ' && c < 0x7f) || c == '\n' || c == '\t' ? (char)c : '?';
}

static void nt_put_padded(struct nt_text *text, const struct nt_spec *spec, const void *string,
			  bool wide, size_t length)
{
	int pad = spec->width - (int)min_t(size_t, length, INT_MAX);
	size_t i;

	for (; !spec->left && pad > 0; pad--)
		nt_put(text, ' ');
	for (i = 0; i < length; i++)
		nt_put(text, wide ? nt_narrow(((const WCHAR *)string)[i]) :
				    ((const char *)string)[i]);
	for (; pad > 0; pad--)
		nt_put(text, ' ');
}

static size_t nt_limit(const struct nt_spec *spec, size_t length)
{
	return spec->precision >= 0 ? min_t(size_t, length, spec->precision) : length;
}

/* Terminated: never reads beyond the precision, if there is one. */
static void nt_put_string(struct nt_text *text, const struct nt_spec *spec, const void *string)
{
	size_t length = 0, limit = nt_limit(spec, PAGE_SIZE);

	if (!string)
		return nt_put_padded(text, spec, "(null)", false, 6);
	if (spec->wide) {
		while (length < limit && ((const WCHAR *)string)[length])
			length++;
	} else {
		length = strnlen(string, limit);
	}
	nt_put_padded(text, spec, string, spec->wide, length);
}

/* Counted; UNICODE_STRING or ANSI_STRING. */
static void nt_put_counted(struct nt_text *text, const struct nt_spec *spec, const STRING *string)
{
	size_t size = spec->wide ? sizeof(WCHAR) : 1;

	if (!string || !string->Buffer)
		return nt_put_padded(text, spec, "(null)", false, 6);
	nt_put_padded(text, spec, string->Buffer, spec->wide,
		      nt_limit(spec, string->Length / size));
}

static void nt_put_number(struct nt_text *text, const struct nt_spec *spec, u64 value)
{
	char format[16], digits[80], *f = format;

	*f++ = '%';
	if (spec->left)
		*f++ = '-';
	if (spec->plus)
		*f++ = '+';
	if (spec->space)
		*f++ = ' ';
	if (spec->zero)
		*f++ = '0';
	if (spec->prefix)
		*f++ = '#';
	strcpy(f, "*.*ll");
	f += strlen(f);
	*f++ = spec->type;
	*f = '\0';
	if (spec->bytes < sizeof(u64)) {
		unsigned int shift = 64 - spec->bytes * 8;

		value <<= shift;
		value = spec->type == 'd' || spec->type == 'i' ? (u64)((s64)value >> shift) :
								 value >> shift;
	}
	snprintf(digits, sizeof(digits), format, min(spec->width, 64), min(spec->precision, 64),
		 value);
	for (f = digits; *f; f++)
		nt_put(text, *f);
}

static const char *nt_parse_number(const char *at, int *number, va_list *args)
{
	if (*at == '*') {
		*number = va_arg(*args, int);
		return at + 1;
	}
	for (*number = 0; *at >= '0' && *at <= '9'; at++)
		*number = min(*number * 10 + (*at - '0'), 4096);
	return at;
}

static const char *nt_parse_flags(const char *at, struct nt_spec *spec)
{
	for (;; at++) {
		switch (*at) {
		case '-':
			spec->left = true;
			break;
		case '+':
			spec->plus = true;
			break;
		case ' ':
			spec->space = true;
			break;
		case '0':
			spec->zero = true;
			break;
		case '#':
			spec->prefix = true;
			break;
		default:
			return at;
		}
	}
}

/* h, hh, l, ll, w, I, I32, I64, z, t, j; l means wide for text only. */
static const char *nt_parse_size(const char *at, struct nt_spec *spec)
{
	spec->bytes = sizeof(ULONG);
	if (at[0] == 'I' && at[1] == '6' && at[2] == '4') {
		spec->bytes = sizeof(u64);
		return at + 3;
	}
	if (at[0] == 'I' && at[1] == '3' && at[2] == '2')
		return at + 3;
	for (;; at++) {
		switch (*at) {
		case 'h':
			spec->bytes = spec->bytes == sizeof(ULONG) ? 2 : 1;
			break;
		case 'l':
			if (spec->wide)
				spec->bytes = sizeof(u64);
			spec->wide = true;
			break;
		case 'w':
			spec->wide = true;
			break;
		case 'I':
		case 'z':
		case 't':
		case 'j':
			spec->bytes = sizeof(u64);
			break;
		default:
			return at;
		}
	}
}

static void nt_put_conversion(struct nt_text *text, struct nt_spec *spec, va_list *args)
{
	const void *pointer;
	char narrow;

	switch (spec->type) {
	case 'd':
	case 'i':
	case 'u':
	case 'x':
	case 'X':
	case 'o':
		nt_put_number(text, spec, spec->bytes == sizeof(u64) ? va_arg(*args, u64) :
								       va_arg(*args, u32));
		break;
	case 'p':
		/* Hashed: a log may have more readers than the machine has owners. */
		pointer = va_arg(*args, void *);
		text->at += scnprintf(text->at, text->end - text->at + 1, "%p", pointer);
		break;
	case 'C':
		spec->wide = true;
		fallthrough;
	case 'c':
		narrow = spec->wide ? nt_narrow((WCHAR)va_arg(*args, int)) :
				      (char)va_arg(*args, int);
		nt_put_padded(text, spec, &narrow, false, 1);
		break;
	case 'S':
		spec->wide = spec->bytes == sizeof(ULONG);
		fallthrough;
	case 's':
		nt_put_string(text, spec, va_arg(*args, void *));
		break;
	case 'Z':
		nt_put_counted(text, spec, va_arg(*args, const STRING *));
		break;
	default:
		nt_put(text, '%');
		nt_put(text, spec->type);
		break;
	}
}

/* What a %!NAME! takes from the arguments, and how that is shown. */
static const struct nt_trace_name {
	const char *name;
	char type;	/* 0: nothing; Z: a counted wide string; otherwise of printf */
} nt_trace_names[] = {
	{ "FUNC", 0 }, { "FILE", 0 }, { "LINE", 0 }, { "LEVEL", 0 }, { "FLAGS", 0 },
	{ "STDPREFIX", 0 }, { "COMPNAME", 0 },
	{ "STATUS", 'X' }, { "NTSTATUS", 'X' }, { "HRESULT", 'X' }, { "WINERROR", 'd' },
	{ "USTR", 'Z' }, { "GUID", 'p' }, { "CLSID", 'p' }, { "IPADDR", 'X' },
	{ "ANSTR", 'A' }, { "ASTR", 's' }, { "WSTR", 'S' },
};

/*
 * @at is behind the first '!'. Returns behind the second one, or @at if there is none.
 * A name that is not known is an enumeration's: a number.
 */
static const char *nt_put_trace_name(struct nt_text *text, const char *at, va_list *args)
{
	struct nt_spec spec = { .precision = -1, .bytes = sizeof(ULONG), .type = 'd' };
	const char *end = strchrnul(at, '!');
	size_t i;

	if (*end != '!')
		return at;
	for (i = 0; i < ARRAY_SIZE(nt_trace_names); i++) {
		const char *name = nt_trace_names[i].name;

		if (strlen(name) == end - at && !strncasecmp(name, at, end - at))
			break;
	}
	if (i < ARRAY_SIZE(nt_trace_names))
		spec.type = nt_trace_names[i].type;
	switch (spec.type) {
	case 0:
		return end + 1;
	case 'X':
		spec.prefix = true;
		spec.zero = true;
		spec.width = 10;
		spec.type = 'x';
		break;
	case 'A':
		spec.type = 'Z';
		break;
	case 'Z':
		spec.wide = true;
		break;
	}
	nt_put_conversion(text, &spec, args);
	return end + 1;
}

/**
 * nt_vformat() - print a Windows format string into a buffer
 * @buffer: always terminated; what does not fit is cut off
 * @size: of @buffer, at least 1
 * @format: of DbgPrint()
 * @args: its arguments
 *
 * Context: any.
 */
void nt_vformat(char *buffer, size_t size, const char *format, va_list args)
{
	struct nt_text text = { buffer, buffer + size - 1 };
	va_list copy;

	va_copy(copy, args);
	while (*format) {
		struct nt_spec spec = { .precision = -1 };

		if (*format != '%') {
			nt_put(&text, *format++);
			continue;
		}
		format = nt_parse_flags(format + 1, &spec);
		format = nt_parse_number(format, &spec.width, &copy);
		if (spec.width < 0) {
			spec.left = true;
			spec.width = -max(spec.width, -4096);
		}
		if (*format == '.')
			format = nt_parse_number(format + 1, &spec.precision, &copy);
		format = nt_parse_size(format, &spec);
		if (!*format)
			break;
		spec.type = *format++;
		if (spec.type == '%')
			nt_put(&text, '%');
		else if (spec.type == '!')
			format = nt_put_trace_name(&text, format, &copy);
		else
			nt_put_conversion(&text, &spec, &copy);
	}
	*text.at = '\0';
	va_end(copy);
}
