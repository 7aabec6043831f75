// SPDX-License-Identifier: GPL-2.0
/*
 * A context type is one type in all files of a driver. Runs in user space, the
 * two files once both C, once one of them C++; exit status 0 is success.
 */
#include "context_type.h"

static PCWDF_OBJECT_CONTEXT_TYPE_INFO asked;
static SHARED_CONTEXT context;

PVOID WdfObjectGetTypedContextWorker(WDFOBJECT Handle, PCWDF_OBJECT_CONTEXT_TYPE_INFO TypeInfo)
{
	(void)Handle;
	asked = TypeInfo;
	return &context;
}

int main(void)
{
	WDF_OBJECT_ATTRIBUTES attributes;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, SHARED_CONTEXT);
	if (attributes.ContextTypeInfo != TypeSeenByOther())
		return 1;
	if (GetSharedContext(NULL) != &context || asked != TypeSeenByOther())
		return 2;
	if (asked->ContextSize != sizeof(SHARED_CONTEXT) || asked->UniqueType != asked)
		return 3;
	return 0;
}
