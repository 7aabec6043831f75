/* SPDX-License-Identifier: GPL-2.0 */
/* For source from a system that does not tell NDIS.H from ndis.h. */
#include <ntddndis.h>
