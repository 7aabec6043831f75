/* SPDX-License-Identifier: GPL-2.0 */
#include <NDIS.H>
#include "gate.h"
