/* SPDX-License-Identifier: GPL-2.0 */
/* After this header DEFINE_GUID defines GUIDs instead of declaring them. */
#ifndef _NT_INITGUID_H
#define _NT_INITGUID_H

#ifndef INITGUID
#define INITGUID
#endif

#include <ntdef.h>

#undef DEFINE_GUID
#define DEFINE_GUID(...)	NT_DEFINE_GUID(__VA_ARGS__)

#endif
