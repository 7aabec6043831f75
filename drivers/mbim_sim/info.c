// SPDX-License-Identifier: GPL-2.0
/*
 * Information buffers: see info.h. Strings are UTF-16 on the wire without a
 * terminating zero; this modem's own are ASCII.
 */
#include "info.h"

#define TLV_HEADER	8u
#define TLV_STRING	10u

VOID InfoInit(SIM_INFO *Info, UINT32 Fixed)
{
	RtlZeroMemory(Info->Data, Fixed);
	Info->Length = Fixed;
	Info->Overflow = FALSE;
}

/* Fixed parts are smaller than the buffer: offsets in them need no check. */
VOID InfoPut32(SIM_INFO *Info, UINT32 Offset, UINT32 Value)
{
	LePut32(Info->Data + Offset, Value);
}

VOID InfoPut64(SIM_INFO *Info, UINT32 Offset, UINT64 Value)
{
	LePut64(Info->Data + Offset, Value);
}

VOID InfoPutBytes(SIM_INFO *Info, UINT32 Offset, const UINT8 *Data, UINT32 Length)
{
	RtlCopyMemory(Info->Data + Offset, Data, Length);
}

/* Room for @Length bytes, zeroed with their padding; NULL: there is none. */
static UINT8 *Reserve(SIM_INFO *Info, UINT32 Length)
{
	UINT32 padded = (Length + 3) & ~3u;
	UINT8 *to = Info->Data + Info->Length;

	if (Length > INFO_MAXIMUM || padded > INFO_MAXIMUM - Info->Length) {
		Info->Overflow = TRUE;
		return NULL;
	}
	RtlZeroMemory(to, padded);
	Info->Length += padded;
	return to;
}

UINT32 InfoAppend(SIM_INFO *Info, const UINT8 *Data, UINT32 Length)
{
	UINT32 offset = Info->Length;
	UINT8 *to = Reserve(Info, Length);

	if (!to)
		return 0;
	RtlCopyMemory(to, Data, Length);
	return offset;
}

VOID InfoPutBlob(SIM_INFO *Info, UINT32 Offset, const UINT8 *Data, UINT32 Length)
{
	if (!Length)
		return;
	InfoPut32(Info, Offset, InfoAppend(Info, Data, Length));
	InfoPut32(Info, Offset + 4, Length);
}

static UINT32 TextLength(const char *Text)
{
	UINT32 length = 0;

	while (Text[length])
		length++;
	return length;
}

static VOID Widen(UINT8 *To, const char *Text)
{
	for (; *Text; Text++, To += 2)
		LePut16(To, (UINT8)*Text);
}

VOID InfoPutString(SIM_INFO *Info, UINT32 Offset, const char *Text)
{
	UINT32 length = 2 * TextLength(Text), at = Info->Length;
	UINT8 *to;

	if (!length)
		return;
	to = Reserve(Info, length);
	if (!to)
		return;
	Widen(to, Text);
	InfoPut32(Info, Offset, at);
	InfoPut32(Info, Offset + 4, length);
}

VOID InfoPutStringTlv(SIM_INFO *Info, const char *Text)
{
	UINT32 length = 2 * TextLength(Text);
	UINT8 *to = Reserve(Info, TLV_HEADER + length);

	if (!to)
		return;
	LePut16(to, TLV_STRING);
	to[3] = (UINT8)((4 - length % 4) % 4);
	LePut32(to + 4, length);
	Widen(to + TLV_HEADER, Text);
}

/* ---- reading ---- */

BOOLEAN InputHas(const SIM_INPUT *Input, UINT32 Offset, UINT32 Length)
{
	return Offset <= Input->Length && Length <= Input->Length - Offset;
}

UINT32 InputGet32(const SIM_INPUT *Input, UINT32 Offset)
{
	return InputHas(Input, Offset, 4) ? LeGet32(Input->Data + Offset) : 0;
}

static BOOLEAN Narrow(const SIM_INPUT *Input, UINT32 Offset, UINT32 Size, UINT32 Maximum,
		      char Text[INFO_STRING])
{
	UINT32 i;

	if (Size % 2 || Size > Maximum || Size / 2 >= INFO_STRING ||
	    !InputHas(Input, Offset, Size))
		return FALSE;
	for (i = 0; i < Size / 2; i++) {
		UINT16 wide = LeGet16(Input->Data + Offset + 2 * i);

		Text[i] = wide >= 32 && wide < 127 ? (char)wide : '?';
	}
	Text[i] = 0;
	return TRUE;
}

BOOLEAN InputGetString(const SIM_INPUT *Input, UINT32 Offset, UINT32 Maximum,
		       char Text[INFO_STRING])
{
	UINT32 at = InputGet32(Input, Offset), size = InputGet32(Input, Offset + 4);

	Text[0] = 0;
	if (!size)
		return TRUE;
	return at % 4 == 0 && Narrow(Input, at, size, Maximum, Text);
}

BOOLEAN InputGetStringTlv(const SIM_INPUT *Input, UINT32 *Position, UINT32 Maximum,
			  char Text[INFO_STRING])
{
	UINT32 at = *Position, size, padding;

	Text[0] = 0;
	if (!InputHas(Input, at, TLV_HEADER) || LeGet16(Input->Data + at) != TLV_STRING)
		return FALSE;
	size = LeGet32(Input->Data + at + 4);
	padding = Input->Data[at + 3];
	if (padding != (4 - size % 4) % 4 ||
	    !Narrow(Input, at + TLV_HEADER, size, Maximum, Text) ||
	    !InputHas(Input, at + TLV_HEADER + size, padding))
		return FALSE;
	*Position = at + TLV_HEADER + size + padding;
	return TRUE;
}
