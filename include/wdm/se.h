/* SPDX-License-Identifier: GPL-2.0 */
/*
 * Security, as far as drivers have its structures. Nodes are root's and modes of files
 * decide; whoever is asked for access here grants it, since it is the kernel that asks.
 */
#ifndef _NT_WDM_SE_H
#define _NT_WDM_SE_H

#include <ntdef.h>
#include <ntstatus.h>
#include <wdm/ob.h>
#include <wdm/rtl.h>

typedef ULONG SECURITY_INFORMATION, *PSECURITY_INFORMATION;
#define OWNER_SECURITY_INFORMATION	0x00000001
#define GROUP_SECURITY_INFORMATION	0x00000002
#define DACL_SECURITY_INFORMATION	0x00000004
#define SACL_SECURITY_INFORMATION	0x00000008
#define LABEL_SECURITY_INFORMATION	0x00000010

typedef PVOID PACCESS_TOKEN;
typedef PVOID PSECURITY_DESCRIPTOR;
typedef PVOID PSID;

typedef struct _SID_IDENTIFIER_AUTHORITY {
	UCHAR Value[6];
} SID_IDENTIFIER_AUTHORITY, *PSID_IDENTIFIER_AUTHORITY;

typedef struct _SID {
	UCHAR Revision;
	UCHAR SubAuthorityCount;
	SID_IDENTIFIER_AUTHORITY IdentifierAuthority;
	ULONG SubAuthority[1];
} SID, *PISID;
C_ASSERT(sizeof(SID) == 12);

#define SID_REVISION			1
#define SID_MAX_SUB_AUTHORITIES		15
#define SECURITY_NULL_SID_AUTHORITY	{ { 0, 0, 0, 0, 0, 0 } }
#define SECURITY_WORLD_SID_AUTHORITY	{ { 0, 0, 0, 0, 0, 1 } }
#define SECURITY_LOCAL_SID_AUTHORITY	{ { 0, 0, 0, 0, 0, 2 } }
#define SECURITY_CREATOR_SID_AUTHORITY	{ { 0, 0, 0, 0, 0, 3 } }
#define SECURITY_NT_AUTHORITY		{ { 0, 0, 0, 0, 0, 5 } }
#define SECURITY_WORLD_RID		0x00000000
#define SECURITY_AUTHENTICATED_USER_RID	0x0000000B
#define SECURITY_LOCAL_SYSTEM_RID	0x00000012
#define SECURITY_BUILTIN_DOMAIN_RID	0x00000020
#define DOMAIN_ALIAS_RID_ADMINS		0x00000220
#define DOMAIN_ALIAS_RID_USERS		0x00000221

typedef struct _ACL {
	UCHAR AclRevision;
	UCHAR Sbz1;
	USHORT AclSize;
	USHORT AceCount;
	USHORT Sbz2;
} ACL, *PACL;
C_ASSERT(sizeof(ACL) == 8);
#define ACL_REVISION			2
#define ACL_REVISION_DS			4

typedef struct _ACE_HEADER {
	UCHAR AceType;
	UCHAR AceFlags;
	USHORT AceSize;
} ACE_HEADER, *PACE_HEADER;

typedef struct _ACCESS_ALLOWED_ACE {
	ACE_HEADER Header;
	ACCESS_MASK Mask;
	ULONG SidStart;
} ACCESS_ALLOWED_ACE, *PACCESS_ALLOWED_ACE, ACCESS_DENIED_ACE, *PACCESS_DENIED_ACE;
#define ACCESS_ALLOWED_ACE_TYPE		0x00
#define ACCESS_DENIED_ACE_TYPE		0x01

typedef USHORT SECURITY_DESCRIPTOR_CONTROL, *PSECURITY_DESCRIPTOR_CONTROL;
#define SE_OWNER_DEFAULTED		0x0001
#define SE_GROUP_DEFAULTED		0x0002
#define SE_DACL_PRESENT			0x0004
#define SE_DACL_DEFAULTED		0x0008
#define SE_SACL_PRESENT			0x0010
#define SE_SACL_DEFAULTED		0x0020
#define SE_DACL_PROTECTED		0x1000
#define SE_SELF_RELATIVE		0x8000
#define SECURITY_DESCRIPTOR_REVISION	1
#define SECURITY_DESCRIPTOR_REVISION1	1

typedef struct _SECURITY_DESCRIPTOR {
	UCHAR Revision;
	UCHAR Sbz1;
	SECURITY_DESCRIPTOR_CONTROL Control;
	PSID Owner;
	PSID Group;
	PACL Sacl;
	PACL Dacl;
} SECURITY_DESCRIPTOR, *PISECURITY_DESCRIPTOR;
C_ASSERT(sizeof(SECURITY_DESCRIPTOR) == 40);
#define SECURITY_DESCRIPTOR_MIN_LENGTH	sizeof(SECURITY_DESCRIPTOR)

typedef struct _GENERIC_MAPPING {
	ACCESS_MASK GenericRead;
	ACCESS_MASK GenericWrite;
	ACCESS_MASK GenericExecute;
	ACCESS_MASK GenericAll;
} GENERIC_MAPPING, *PGENERIC_MAPPING;

typedef struct _LUID_AND_ATTRIBUTES {
	LUID Luid;
	ULONG Attributes;
} LUID_AND_ATTRIBUTES, *PLUID_AND_ATTRIBUTES;

typedef struct _PRIVILEGE_SET {
	ULONG PrivilegeCount;
	ULONG Control;
	LUID_AND_ATTRIBUTES Privilege[1];
} PRIVILEGE_SET, *PPRIVILEGE_SET;
C_ASSERT(sizeof(PRIVILEGE_SET) == 20);

typedef enum _SECURITY_IMPERSONATION_LEVEL {
	SecurityAnonymous,
	SecurityIdentification,
	SecurityImpersonation,
	SecurityDelegation
} SECURITY_IMPERSONATION_LEVEL, *PSECURITY_IMPERSONATION_LEVEL;

typedef struct _SECURITY_SUBJECT_CONTEXT {
	PACCESS_TOKEN ClientToken;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	PACCESS_TOKEN PrimaryToken;
	PVOID ProcessAuditId;
} SECURITY_SUBJECT_CONTEXT, *PSECURITY_SUBJECT_CONTEXT;

typedef BOOLEAN SECURITY_CONTEXT_TRACKING_MODE, *PSECURITY_CONTEXT_TRACKING_MODE;
#define SECURITY_DYNAMIC_TRACKING	TRUE
#define SECURITY_STATIC_TRACKING	FALSE

typedef struct _SECURITY_QUALITY_OF_SERVICE {
	ULONG Length;
	SECURITY_IMPERSONATION_LEVEL ImpersonationLevel;
	SECURITY_CONTEXT_TRACKING_MODE ContextTrackingMode;
	BOOLEAN EffectiveOnly;
} SECURITY_QUALITY_OF_SERVICE, *PSECURITY_QUALITY_OF_SERVICE;

#define SE_LOAD_DRIVER_PRIVILEGE	10
#define SE_TCB_PRIVILEGE		7

/* ---- descriptors that a driver builds for itself ---- */

static inline NTSTATUS RtlCreateSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
						   ULONG Revision)
{
	PISECURITY_DESCRIPTOR sd = (PISECURITY_DESCRIPTOR)SecurityDescriptor;

	if (Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	RtlZeroMemory(sd, sizeof(*sd));
	sd->Revision = SECURITY_DESCRIPTOR_REVISION;
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlSetDaclSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor,
						    BOOLEAN DaclPresent, PACL Dacl,
						    BOOLEAN DaclDefaulted)
{
	PISECURITY_DESCRIPTOR sd = (PISECURITY_DESCRIPTOR)SecurityDescriptor;

	if (sd->Revision != SECURITY_DESCRIPTOR_REVISION)
		return STATUS_UNKNOWN_REVISION;
	if (sd->Control & SE_SELF_RELATIVE)
		return STATUS_INVALID_SECURITY_DESCR;
	sd->Control = (USHORT)(sd->Control & ~(SE_DACL_PRESENT | SE_DACL_DEFAULTED));
	if (DaclPresent)
		sd->Control = (USHORT)(sd->Control | SE_DACL_PRESENT |
				       (DaclDefaulted ? SE_DACL_DEFAULTED : 0));
	sd->Dacl = DaclPresent ? Dacl : NULL;
	return STATUS_SUCCESS;
}

static inline BOOLEAN RtlValidSecurityDescriptor(PSECURITY_DESCRIPTOR SecurityDescriptor)
{
	PISECURITY_DESCRIPTOR sd = (PISECURITY_DESCRIPTOR)SecurityDescriptor;

	return sd && sd->Revision == SECURITY_DESCRIPTOR_REVISION;
}

static inline ULONG RtlLengthRequiredSid(ULONG SubAuthorityCount)
{
	return (ULONG)(FIELD_OFFSET(SID, SubAuthority) + (LONG)(SubAuthorityCount * sizeof(ULONG)));
}

static inline ULONG RtlLengthSid(PSID Sid)
{
	return RtlLengthRequiredSid(((PISID)Sid)->SubAuthorityCount);
}

static inline BOOLEAN RtlValidSid(PSID Sid)
{
	PISID sid = (PISID)Sid;

	return sid && sid->Revision == SID_REVISION &&
	       sid->SubAuthorityCount <= SID_MAX_SUB_AUTHORITIES;
}

static inline NTSTATUS RtlInitializeSid(PSID Sid, PSID_IDENTIFIER_AUTHORITY IdentifierAuthority,
					UCHAR SubAuthorityCount)
{
	PISID sid = (PISID)Sid;

	if (SubAuthorityCount > SID_MAX_SUB_AUTHORITIES)
		return STATUS_INVALID_PARAMETER;
	sid->Revision = SID_REVISION;
	sid->SubAuthorityCount = SubAuthorityCount;
	sid->IdentifierAuthority = *IdentifierAuthority;
	return STATUS_SUCCESS;
}

static inline PULONG RtlSubAuthoritySid(PSID Sid, ULONG SubAuthority)
{
	return &((PISID)Sid)->SubAuthority[SubAuthority];
}

static inline BOOLEAN RtlEqualSid(PSID Sid1, PSID Sid2)
{
	return ((PISID)Sid1)->SubAuthorityCount == ((PISID)Sid2)->SubAuthorityCount &&
	       RtlEqualMemory(Sid1, Sid2, RtlLengthSid(Sid1));
}

static inline NTSTATUS RtlCopySid(ULONG DestinationSidLength, PSID DestinationSid, PSID SourceSid)
{
	if (RtlLengthSid(SourceSid) > DestinationSidLength)
		return STATUS_BUFFER_TOO_SMALL;
	RtlMoveMemory(DestinationSid, SourceSid, RtlLengthSid(SourceSid));
	return STATUS_SUCCESS;
}

static inline NTSTATUS RtlCreateAcl(PACL Acl, ULONG AclLength, ULONG AclRevision)
{
	if (AclLength < sizeof(ACL))
		return STATUS_BUFFER_TOO_SMALL;
	if (AclRevision < ACL_REVISION || AclRevision > ACL_REVISION_DS || AclLength > 0xffff)
		return STATUS_INVALID_PARAMETER;
	Acl->AclRevision = (UCHAR)AclRevision;
	Acl->Sbz1 = 0;
	Acl->AclSize = (USHORT)(AclLength & ~3U);
	Acl->AceCount = 0;
	Acl->Sbz2 = 0;
	return STATUS_SUCCESS;
}

/* Behind those that are there. STATUS_ALLOTTED_SPACE_EXCEEDED: no room. */
static inline NTSTATUS RtlAddAccessAllowedAce(PACL Acl, ULONG AceRevision, ACCESS_MASK AccessMask,
					      PSID Sid)
{
	ULONG size = (ULONG)FIELD_OFFSET(ACCESS_ALLOWED_ACE, SidStart) + RtlLengthSid(Sid);
	ULONG used = sizeof(ACL), i;
	PACCESS_ALLOWED_ACE ace;

	if (!RtlValidSid(Sid))
		return STATUS_INVALID_SID;
	if (AceRevision > ACL_REVISION_DS || Acl->AclRevision > ACL_REVISION_DS)
		return STATUS_REVISION_MISMATCH;
	for (i = 0; i < Acl->AceCount; i++) {
		if (used + sizeof(ACE_HEADER) > Acl->AclSize)
			return STATUS_INVALID_ACL;
		used += ((PACE_HEADER)(PVOID)((PUCHAR)Acl + used))->AceSize;
	}
	if (used + size > Acl->AclSize)
		return STATUS_ALLOTTED_SPACE_EXCEEDED;
	ace = (PACCESS_ALLOWED_ACE)(PVOID)((PUCHAR)Acl + used);
	ace->Header.AceType = ACCESS_ALLOWED_ACE_TYPE;
	ace->Header.AceFlags = 0;
	ace->Header.AceSize = (USHORT)size;
	ace->Mask = AccessMask;
	RtlMoveMemory(&ace->SidStart, Sid, RtlLengthSid(Sid));
	Acl->AceCount++;
	return STATUS_SUCCESS;
}

static inline VOID RtlMapGenericMask(PACCESS_MASK AccessMask, const GENERIC_MAPPING *GenericMapping)
{
	ACCESS_MASK mask = *AccessMask;

	if (mask & GENERIC_READ)
		mask |= GenericMapping->GenericRead;
	if (mask & GENERIC_WRITE)
		mask |= GenericMapping->GenericWrite;
	if (mask & GENERIC_EXECUTE)
		mask |= GenericMapping->GenericExecute;
	if (mask & GENERIC_ALL)
		mask |= GenericMapping->GenericAll;
	*AccessMask = mask & ~(GENERIC_READ | GENERIC_WRITE | GENERIC_EXECUTE | GENERIC_ALL);
}

static inline LUID RtlConvertLongToLuid(LONG Long)
{
	LUID luid;

	luid.LowPart = (ULONG)Long;
	luid.HighPart = Long < 0 ? -1 : 0;
	return luid;
}

#endif
