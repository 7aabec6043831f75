// SPDX-License-Identifier: GPL-2.0
/* A driver's file, for NDIS 5.1. */
#define NDIS51 1
#define NDIS51_MINIPORT 1
#define NDIS_MINIPORT_DRIVER
#include <ndis.h>

#include "ndis_headers_version.h"

NDIS_VERSION(ndis_version_51)
