// SPDX-License-Identifier: GPL-2.0
/* A driver's file, with the flags of ndis.mk and nothing else. */
#include <NDIS.H>

#include "ndis_macros_idioms.h"

#pragma NDIS_INIT_FUNCTION(ndis_idioms)

#include <pshpack1.h>
struct tight {
	CHAR    c;
	LONG    l;
};

#include <poppack.h>

#include <packon.h>
struct on {
	CHAR    c;
	LONG    l;
};

#include <packoff.h>

struct loose {
	CHAR    c;
	LONG    l;
};

struct inner {
	int     value;
};

struct outer {
	struct inner;
};

void
ndis_idioms_work(
	IN PNDIS_WORK_ITEM      Item,
	IN PVOID                Context
	)
{
}

struct ndis_idioms
ndis_idioms(
	VOID
	)
{
	struct ndis_idioms      idioms;
	struct outer            outer;

	RtlZeroMemory(&idioms, sizeof(idioms));
	idioms.left = 1;
	__try {
		if (idioms.finally == 0)
			__leave;
		idioms.left = 0;
	} __finally {
		idioms.finally++;
	}
	__try {
		idioms.present = ARGUMENT_PRESENT(&outer);
	} __except (EXCEPTION_EXECUTE_HANDLER) {
		idioms.handled++;
	}
	idioms.packed = sizeof(struct tight);
	idioms.packed_the_old_way = sizeof(struct on);
	idioms.natural = sizeof(struct loose);
	idioms.tag = 'tseT';
	outer.value = 7;
	idioms.embedded = outer.value;
	return idioms;
}
