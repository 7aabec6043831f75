// SPDX-License-Identifier: GPL-2.0
/* Internal code: Linux headers, then Windows ones. Only compiled. */
#include "linux.h"
#include "windows.h"
