/* SPDX-License-Identifier: GPL-2.0 */
/* String objects: a counted string that is deleted with its parent. IRQL PASSIVE_LEVEL. */
#ifndef _NT_WDFSTRING_H
#define _NT_WDFSTRING_H

#include <wdfobject.h>

EXTERN_C_START

/* @UnicodeString is copied; NULL: an empty string. */
NTSTATUS WdfStringCreateWorker(PWDF_DRIVER_GLOBALS Globals, PCUNICODE_STRING UnicodeString,
			       PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String);
/* The characters stay the object's, and end with a zero that Length does not count. */
VOID WdfStringGetUnicodeString(WDFSTRING String, PUNICODE_STRING UnicodeString);

EXTERN_C_END

static inline NTSTATUS WdfStringCreate(PCUNICODE_STRING UnicodeString,
				       PWDF_OBJECT_ATTRIBUTES StringAttributes, WDFSTRING *String)
{
	return WdfStringCreateWorker(WdfDriverGlobals, UnicodeString, StringAttributes, String);
}

#endif
