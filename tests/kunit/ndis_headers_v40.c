// SPDX-License-Identifier: GPL-2.0
/* A driver's file, for NDIS 4.0. */
#define NDIS40
#define NDIS40_MINIPORT
#include <ndis.h>

#include "ndis_headers_version.h"

NDIS_VERSION(ndis_version_40)
