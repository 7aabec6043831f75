/* SPDX-License-Identifier: GPL-2.0 */
/*
 * The registry, as far as drivers look at it. What there is are a driver's own
 * keys: \Registry\Machine\System\CurrentControlSet\Services\<driver>, its
 * Parameters (the same key) and what is below, and Parameters\Adapters\<adapter>.
 * Values in them are what the module's parameter config= says and what the driver
 * writes, which is forgotten when it is unloaded. Every other key is one that does
 * not exist, so that a driver goes on with the defaults it has for that.
 *
 * All functions: PASSIVE_LEVEL.
 */
#ifndef _NT_WDM_REGISTRY_H
#define _NT_WDM_REGISTRY_H

#include <ntdef.h>
#include <ntstatus.h>
#include <wdm/io.h>

#define REG_NONE			0U
#define REG_SZ				1U
#define REG_EXPAND_SZ			2U
#define REG_BINARY			3U
#define REG_DWORD			4U
#define REG_DWORD_LITTLE_ENDIAN		4U
#define REG_DWORD_BIG_ENDIAN		5U
#define REG_LINK			6U
#define REG_MULTI_SZ			7U
#define REG_RESOURCE_LIST		8U
#define REG_FULL_RESOURCE_DESCRIPTOR	9U
#define REG_RESOURCE_REQUIREMENTS_LIST	10U
#define REG_QWORD			11U
#define REG_QWORD_LITTLE_ENDIAN		11U

#define KEY_QUERY_VALUE			0x0001
#define KEY_SET_VALUE			0x0002
#define KEY_CREATE_SUB_KEY		0x0004
#define KEY_ENUMERATE_SUB_KEYS		0x0008
#define KEY_NOTIFY			0x0010
#define KEY_CREATE_LINK			0x0020
#define KEY_WOW64_64KEY			0x0100
#define KEY_WOW64_32KEY			0x0200
#define KEY_READ			0x20019
#define KEY_WRITE			0x20006
#define KEY_EXECUTE			0x20019
#define KEY_ALL_ACCESS			0xF003F

#define REG_OPTION_RESERVED		0x00000000
#define REG_OPTION_NON_VOLATILE		0x00000000
#define REG_OPTION_VOLATILE		0x00000001
#define REG_OPTION_CREATE_LINK		0x00000002
#define REG_OPTION_BACKUP_RESTORE	0x00000004
#define REG_OPTION_OPEN_LINK		0x00000008
#define REG_CREATED_NEW_KEY		0x00000001
#define REG_OPENED_EXISTING_KEY		0x00000002

typedef enum _KEY_INFORMATION_CLASS {
	KeyBasicInformation,
	KeyNodeInformation,
	KeyFullInformation,
	KeyNameInformation,
	KeyCachedInformation,
	KeyFlagsInformation,
	KeyVirtualizationInformation,
	KeyHandleTagsInformation,
	KeyTrustInformation,
	KeyLayerInformation,
	MaxKeyInfoClass
} KEY_INFORMATION_CLASS;

typedef struct _KEY_BASIC_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_BASIC_INFORMATION, *PKEY_BASIC_INFORMATION;

typedef struct _KEY_NODE_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG ClassOffset;
	ULONG ClassLength;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_NODE_INFORMATION, *PKEY_NODE_INFORMATION;

typedef struct _KEY_FULL_INFORMATION {
	LARGE_INTEGER LastWriteTime;
	ULONG TitleIndex;
	ULONG ClassOffset;
	ULONG ClassLength;
	ULONG SubKeys;
	ULONG MaxNameLen;
	ULONG MaxClassLen;
	ULONG Values;
	ULONG MaxValueNameLen;
	ULONG MaxValueDataLen;
	WCHAR Class[1];
} KEY_FULL_INFORMATION, *PKEY_FULL_INFORMATION;

typedef struct _KEY_NAME_INFORMATION {
	ULONG NameLength;
	WCHAR Name[1];
} KEY_NAME_INFORMATION, *PKEY_NAME_INFORMATION;

typedef enum _KEY_VALUE_INFORMATION_CLASS {
	KeyValueBasicInformation,
	KeyValueFullInformation,
	KeyValuePartialInformation,
	KeyValueFullInformationAlign64,
	KeyValuePartialInformationAlign64,
	KeyValueLayerInformation,
	MaxKeyValueInfoClass
} KEY_VALUE_INFORMATION_CLASS;

typedef struct _KEY_VALUE_BASIC_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_BASIC_INFORMATION, *PKEY_VALUE_BASIC_INFORMATION;

typedef struct _KEY_VALUE_FULL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataOffset;		/* from the start of the structure */
	ULONG DataLength;
	ULONG NameLength;
	WCHAR Name[1];
} KEY_VALUE_FULL_INFORMATION, *PKEY_VALUE_FULL_INFORMATION;

typedef struct _KEY_VALUE_PARTIAL_INFORMATION {
	ULONG TitleIndex;
	ULONG Type;
	ULONG DataLength;
	UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION, *PKEY_VALUE_PARTIAL_INFORMATION;

typedef struct _KEY_VALUE_PARTIAL_INFORMATION_ALIGN64 {
	ULONG Type;
	ULONG DataLength;
	UCHAR Data[1];
} KEY_VALUE_PARTIAL_INFORMATION_ALIGN64, *PKEY_VALUE_PARTIAL_INFORMATION_ALIGN64;

typedef struct _KEY_VALUE_ENTRY {
	PUNICODE_STRING ValueName;
	ULONG DataLength;
	ULONG DataOffset;
	ULONG Type;
} KEY_VALUE_ENTRY, *PKEY_VALUE_ENTRY;

#define RTL_REGISTRY_ABSOLUTE		0
#define RTL_REGISTRY_SERVICES		1
#define RTL_REGISTRY_CONTROL		2
#define RTL_REGISTRY_WINDOWS_NT		3
#define RTL_REGISTRY_DEVICEMAP		4
#define RTL_REGISTRY_USER		5
#define RTL_REGISTRY_MAXIMUM		6
#define RTL_REGISTRY_HANDLE		0x40000000
#define RTL_REGISTRY_OPTIONAL		0x80000000

#define RTL_QUERY_REGISTRY_SUBKEY	0x00000001
#define RTL_QUERY_REGISTRY_TOPKEY	0x00000002
#define RTL_QUERY_REGISTRY_REQUIRED	0x00000004
#define RTL_QUERY_REGISTRY_NOVALUE	0x00000008
#define RTL_QUERY_REGISTRY_NOEXPAND	0x00000010
#define RTL_QUERY_REGISTRY_DIRECT	0x00000020
#define RTL_QUERY_REGISTRY_DELETE	0x00000040
#define RTL_QUERY_REGISTRY_NOSTRING	0x00000080
#define RTL_QUERY_REGISTRY_TYPECHECK	0x00000100
/* With _TYPECHECK, the top byte of DefaultType is the type that is expected. */
#define RTL_QUERY_REGISTRY_TYPECHECK_SHIFT	24
#define RTL_QUERY_REGISTRY_TYPECHECK_MASK	(0xff << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT)

typedef NTSTATUS (NTAPI RTL_QUERY_REGISTRY_ROUTINE)(PWSTR ValueName, ULONG ValueType,
						    PVOID ValueData, ULONG ValueLength,
						    PVOID Context, PVOID EntryContext);
typedef RTL_QUERY_REGISTRY_ROUTINE *PRTL_QUERY_REGISTRY_ROUTINE;

typedef struct _RTL_QUERY_REGISTRY_TABLE {
	PRTL_QUERY_REGISTRY_ROUTINE QueryRoutine;
	ULONG Flags;
	PWSTR Name;
	PVOID EntryContext;
	ULONG DefaultType;
	PVOID DefaultData;
	ULONG DefaultLength;
} RTL_QUERY_REGISTRY_TABLE, *PRTL_QUERY_REGISTRY_TABLE;

typedef enum _DRIVER_REGKEY_TYPE {
	DriverRegKeyParameters = 0x00,
	DriverRegKeyPersistentState,
	DriverRegKeySharedPersistentState
} DRIVER_REGKEY_TYPE, *PDRIVER_REGKEY_TYPE;

#define PLUGPLAY_REGKEY_DEVICE			1
#define PLUGPLAY_REGKEY_DRIVER			2
#define PLUGPLAY_REGKEY_CURRENT_HWPROFILE	4

typedef struct _WDF_DRIVER_GLOBALS WDF_DRIVER_GLOBALS, *PWDF_DRIVER_GLOBALS;

EXTERN_C_START

extern PWDF_DRIVER_GLOBALS WdfDriverGlobals;

/*
 * A relative @Path is below the key that @RelativeTo names; below Services, the
 * driver's own is there. Environment strings are not expanded. A value from the
 * module's parameter becomes what its entry expects (DefaultType), else a number
 * if it looks like one.
 */
NTSTATUS RtlQueryRegistryValuesWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				      PRTL_QUERY_REGISTRY_TABLE QueryTable, PVOID Context,
				      PVOID Environment);
NTSTATUS RtlWriteRegistryValueWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				     PCWSTR ValueName, ULONG ValueType, PVOID ValueData,
				     ULONG ValueLength);
NTSTATUS RtlDeleteRegistryValueWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PCWSTR Path,
				      PCWSTR ValueName);
NTSTATUS RtlCreateRegistryKeyWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PWSTR Path);
NTSTATUS RtlCheckRegistryKeyWorker(PWDF_DRIVER_GLOBALS Globals, ULONG RelativeTo, PWSTR Path);

NTSTATUS ZwOpenKeyWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE KeyHandle,
			 ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes);
NTSTATUS ZwCreateKeyWorker(PWDF_DRIVER_GLOBALS Globals, PHANDLE KeyHandle,
			   ACCESS_MASK DesiredAccess, POBJECT_ATTRIBUTES ObjectAttributes,
			   ULONG TitleIndex, PUNICODE_STRING Class, ULONG CreateOptions,
			   PULONG Disposition);
NTSTATUS ZwDeleteKey(HANDLE KeyHandle);
/* Nothing is kept, so there is nothing to write: success. */
NTSTATUS ZwFlushKey(HANDLE KeyHandle);
NTSTATUS ZwQueryKey(HANDLE KeyHandle, KEY_INFORMATION_CLASS KeyInformationClass,
		    PVOID KeyInformation, ULONG Length, PULONG ResultLength);
NTSTATUS ZwEnumerateKey(HANDLE KeyHandle, ULONG Index, KEY_INFORMATION_CLASS KeyInformationClass,
			PVOID KeyInformation, ULONG Length, PULONG ResultLength);
NTSTATUS ZwEnumerateValueKey(HANDLE KeyHandle, ULONG Index,
			     KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			     PVOID KeyValueInformation, ULONG Length, PULONG ResultLength);
NTSTATUS ZwQueryValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName,
			 KEY_VALUE_INFORMATION_CLASS KeyValueInformationClass,
			 PVOID KeyValueInformation, ULONG Length, PULONG ResultLength);
NTSTATUS ZwSetValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName, ULONG TitleIndex, ULONG Type,
		       PVOID Data, ULONG DataSize);
NTSTATUS ZwDeleteValueKey(HANDLE KeyHandle, PUNICODE_STRING ValueName);

/* The driver's Parameters, whatever the type. Closed with ZwClose(). */
NTSTATUS IoOpenDriverRegistryKey(PDRIVER_OBJECT DriverObject, DRIVER_REGKEY_TYPE RegKeyType,
				 ACCESS_MASK DesiredAccess, ULONG Flags, PHANDLE DriverRegKey);

EXTERN_C_END

static inline NTSTATUS ZwOpenKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
				 POBJECT_ATTRIBUTES ObjectAttributes)
{
	return ZwOpenKeyWorker(WdfDriverGlobals, KeyHandle, DesiredAccess, ObjectAttributes);
}

/* @OpenOptions are about links and backups: there are none. */
static inline NTSTATUS ZwOpenKeyEx(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
				   POBJECT_ATTRIBUTES ObjectAttributes, ULONG OpenOptions)
{
	(void)OpenOptions;
	return ZwOpenKey(KeyHandle, DesiredAccess, ObjectAttributes);
}

static inline NTSTATUS ZwCreateKey(PHANDLE KeyHandle, ACCESS_MASK DesiredAccess,
				   POBJECT_ATTRIBUTES ObjectAttributes, ULONG TitleIndex,
				   PUNICODE_STRING Class, ULONG CreateOptions,
				   PULONG Disposition)
{
	return ZwCreateKeyWorker(WdfDriverGlobals, KeyHandle, DesiredAccess, ObjectAttributes,
				 TitleIndex, Class, CreateOptions, Disposition);
}

static inline NTSTATUS RtlQueryRegistryValues(ULONG RelativeTo, PCWSTR Path,
					      PRTL_QUERY_REGISTRY_TABLE QueryTable,
					      PVOID Context, PVOID Environment)
{
	return RtlQueryRegistryValuesWorker(WdfDriverGlobals, RelativeTo, Path, QueryTable,
					    Context, Environment);
}

static inline NTSTATUS RtlWriteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName,
					     ULONG ValueType, PVOID ValueData, ULONG ValueLength)
{
	return RtlWriteRegistryValueWorker(WdfDriverGlobals, RelativeTo, Path, ValueName,
					   ValueType, ValueData, ValueLength);
}

static inline NTSTATUS RtlDeleteRegistryValue(ULONG RelativeTo, PCWSTR Path, PCWSTR ValueName)
{
	return RtlDeleteRegistryValueWorker(WdfDriverGlobals, RelativeTo, Path, ValueName);
}

static inline NTSTATUS RtlCreateRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	return RtlCreateRegistryKeyWorker(WdfDriverGlobals, RelativeTo, Path);
}

static inline NTSTATUS RtlCheckRegistryKey(ULONG RelativeTo, PWSTR Path)
{
	return RtlCheckRegistryKeyWorker(WdfDriverGlobals, RelativeTo, Path);
}

#define RtlQueryRegistryValuesEx	RtlQueryRegistryValues
#define NtOpenKey(k, a, o)		ZwOpenKey(k, a, o)
#define NtQueryValueKey(k, n, c, b, l, r)	ZwQueryValueKey(k, n, c, b, l, r)
#define NtSetValueKey(k, n, i, t, d, s)	ZwSetValueKey(k, n, i, t, d, s)

#endif
