// SPDX-License-Identifier: GPL-2.0
#include "context_type.h"

PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeSeenByOther(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SHARED_CONTEXT);
	return attributes.ContextTypeInfo;
}
