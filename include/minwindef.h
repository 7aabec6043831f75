/* SPDX-License-Identifier: GPL-2.0 */
/* The old Windows types under their newer name. */
#ifndef _NT_MINWINDEF_H
#define _NT_MINWINDEF_H

#include <windef.h>

#endif
