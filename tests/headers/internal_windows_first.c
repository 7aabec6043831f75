// SPDX-License-Identifier: GPL-2.0
/* Internal code: Windows headers, then Linux ones. Only compiled. */
#include "windows.h"
#include "linux.h"
