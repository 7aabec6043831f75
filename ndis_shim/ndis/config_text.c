// SPDX-License-Identifier: GPL-2.0
/*
 * Text of whoever runs the machine as what drivers ask for: bytes and numbers. Pure.
 */
#include "ndis/config_text.h"

#include <linux/kernel.h>
#include <linux/string.h>

#include "compat_hex.h"

/* Pairs of hexadecimal digits, with or without - : . or blanks between them. */
int ndis_config_unhex(const char *text, u8 *data, u32 size)
{
	u32 count = 0;

	while (*text) {
		if (strchr("-:. ", *text)) {
			text++;
			continue;
		}
		if (count == size || hex_to_bin(text[0]) < 0 || hex_to_bin(text[1]) < 0)
			return -EINVAL;
		data[count++] = hex_to_bin(text[0]) << 4 | hex_to_bin(text[1]);
		text += 2;
	}
	return count;
}

/* Text as a number; 0x is understood in a decimal one, a sign, too. */
bool ndis_config_to_number(const char *text, NDIS_PARAMETER_TYPE type, ULONG *number)
{
	unsigned int base = type == NdisParameterHexInteger ? 16 : 10;
	s32 negative;

	if (!strncasecmp(text, "0x", 2))
		base = 16;
	if (!kstrtou32(text, base, number))
		return true;
	if (kstrtos32(text, base, &negative))
		return false;
	*number = negative;
	return true;
}
