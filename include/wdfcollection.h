/* SPDX-License-Identifier: GPL-2.0 */
/* Collections: ordered lists of object references. The caller does the locking. */
#ifndef _NT_WDFCOLLECTION_H
#define _NT_WDFCOLLECTION_H

#include <wdfobject.h>

EXTERN_C_START

NTSTATUS WdfCollectionCreateWorker(PWDF_DRIVER_GLOBALS Globals,
				   PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
				   WDFCOLLECTION *Collection);
ULONG WdfCollectionGetCount(WDFCOLLECTION Collection);
NTSTATUS WdfCollectionAdd(WDFCOLLECTION Collection, WDFOBJECT Object);
VOID WdfCollectionRemove(WDFCOLLECTION Collection, WDFOBJECT Item);
VOID WdfCollectionRemoveItem(WDFCOLLECTION Collection, ULONG Index);
WDFOBJECT WdfCollectionGetItem(WDFCOLLECTION Collection, ULONG Index);
WDFOBJECT WdfCollectionGetFirstItem(WDFCOLLECTION Collection);
WDFOBJECT WdfCollectionGetLastItem(WDFCOLLECTION Collection);

EXTERN_C_END

static inline NTSTATUS WdfCollectionCreate(PWDF_OBJECT_ATTRIBUTES CollectionAttributes,
					   WDFCOLLECTION *Collection)
{
	return WdfCollectionCreateWorker(WdfDriverGlobals, CollectionAttributes, Collection);
}

#endif
