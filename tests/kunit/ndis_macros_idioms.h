/* SPDX-License-Identifier: GPL-2.0 */
/* What a file written in the manner of the DDK saw and did; ndis_macros_idioms.c. */
#ifndef _TESTS_KUNIT_NDIS_MACROS_IDIOMS_H
#define _TESTS_KUNIT_NDIS_MACROS_IDIOMS_H

#include <ndis.h>

struct ndis_idioms {
	int finally;		/* times that a __finally ran */
	int left;		/* 1: __leave went straight to it */
	int handled;		/* times that the handler of an __except ran */
	unsigned int packed;
	unsigned int packed_the_old_way;
	unsigned int natural;
	unsigned int tag;
	int embedded;
	int present;
};

struct ndis_idioms ndis_idioms(void);
void ndis_idioms_work(PNDIS_WORK_ITEM Item, PVOID Context);

#endif
