/* SPDX-License-Identifier: GPL-2.0 */
/* Annotations under an older name: sal.h has them all. */
#ifndef _NT_DRIVERSPECS_H
#define _NT_DRIVERSPECS_H

#include <sal.h>

#endif
