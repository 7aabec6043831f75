// SPDX-License-Identifier: GPL-2.0
/* A driver's file, for NDIS 5.0. */
#define NDIS50 1
#define NDIS50_MINIPORT 1
#define NDIS_WDM 1
#include <ndis.h>

#include "ndis_headers_version.h"

NDIS_VERSION(ndis_version_50)
