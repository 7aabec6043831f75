// SPDX-License-Identifier: GPL-2.0
/* A driver's file, for NDIS 3.0: no define at all. */
#include <ndis.h>

#include "ndis_headers_version.h"

NDIS_VERSION(ndis_version_30)
