/* SPDX-License-Identifier: GPL-2.0 */
/* Common buffers: they need an enabler, which there is none of (wdfdmaenabler.h). */
#ifndef _NT_WDFCOMMONBUFFER_H
#define _NT_WDFCOMMONBUFFER_H

#include <wdfdmaenabler.h>

typedef struct _WDF_COMMON_BUFFER_CONFIG {
	ULONG Size;
	ULONG AlignmentRequirement;	/* a mask: the alignment less one */
} WDF_COMMON_BUFFER_CONFIG, *PWDF_COMMON_BUFFER_CONFIG;

static inline VOID WDF_COMMON_BUFFER_CONFIG_INIT(PWDF_COMMON_BUFFER_CONFIG Config,
						 ULONG AlignmentRequirement)
{
	RtlZeroMemory(Config, sizeof(*Config));
	Config->Size = sizeof(*Config);
	Config->AlignmentRequirement = AlignmentRequirement;
}

EXTERN_C_START

NTSTATUS WdfCommonBufferCreate(WDFDMAENABLER DmaEnabler, size_t Length,
			       PWDF_OBJECT_ATTRIBUTES Attributes, WDFCOMMONBUFFER *CommonBuffer);
NTSTATUS WdfCommonBufferCreateWithConfig(WDFDMAENABLER DmaEnabler, size_t Length,
					 PWDF_COMMON_BUFFER_CONFIG Config,
					 PWDF_OBJECT_ATTRIBUTES Attributes,
					 WDFCOMMONBUFFER *CommonBuffer);
PVOID WdfCommonBufferGetAlignedVirtualAddress(WDFCOMMONBUFFER CommonBuffer);
PHYSICAL_ADDRESS WdfCommonBufferGetAlignedLogicalAddress(WDFCOMMONBUFFER CommonBuffer);
size_t WdfCommonBufferGetLength(WDFCOMMONBUFFER CommonBuffer);

EXTERN_C_END

#endif
