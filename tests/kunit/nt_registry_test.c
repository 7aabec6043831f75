// SPDX-License-Identifier: GPL-2.0
/*
 * The registry: paths, keys, values of every type from the module's parameter and
 * from the driver, tables of queries, handles.
 */
#include "nt_device_mock.h"

#include "nt/nt_registry.h"
#include "nt/ob.h"

#define SERVICE		L"\\Registry\\Machine\\System\\CurrentControlSet\\Services\\mock"
#define PARAMETERS	SERVICE L"\\Parameters"

static char *config;

static int registry_setup(struct kunit *test)
{
	int err = mock_setup(test);

	config = "Speed=100;Name=left,right;Big=0x123456789;Mask=-1;Mac=02-00-00-00-00-01;"
		 "eth0/Speed=10;eth0/Low/Depth=2;/Deep/Level=7";
	mock.module.ndis_config = &config;
	return err;
}

static HANDLE open_key(struct kunit *test, PCWSTR path, HANDLE root)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;
	HANDLE key = NULL;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_CASE_INSENSITIVE | OBJ_KERNEL_HANDLE,
				   root, NULL);
	if (!NT_SUCCESS(ZwOpenKey(&key, KEY_READ, &attributes)))
		KUNIT_EXPECT_NULL(test, key);
	return key;
}

static NTSTATUS create_key(PCWSTR path, HANDLE root, PHANDLE key, PULONG disposition)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING name;

	RtlInitUnicodeString(&name, path);
	InitializeObjectAttributes(&attributes, &name, OBJ_KERNEL_HANDLE, root, NULL);
	return ZwCreateKey(key, KEY_ALL_ACCESS, &attributes, 0, NULL, REG_OPTION_NON_VOLATILE,
			   disposition);
}

static union {
	KEY_VALUE_PARTIAL_INFORMATION partial;
	KEY_VALUE_FULL_INFORMATION full;
	KEY_VALUE_BASIC_INFORMATION basic;
	KEY_BASIC_INFORMATION key;
	KEY_FULL_INFORMATION all;
	u8 bytes[256];
} answer;

static NTSTATUS query(HANDLE key, PCWSTR name, ULONG length, PULONG result)
{
	UNICODE_STRING string;

	RtlInitUnicodeString(&string, name);
	memset(&answer, 0xee, sizeof(answer));
	return ZwQueryValueKey(key, &string, KeyValuePartialInformation, &answer, length, result);
}

static ULONG number(struct kunit *test, HANDLE key, PCWSTR name)
{
	ULONG length;

	KUNIT_EXPECT_EQ(test, query(key, name, sizeof(answer), &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.partial.Type, (ULONG)REG_DWORD);
	KUNIT_EXPECT_EQ(test, answer.partial.DataLength, 4u);
	KUNIT_EXPECT_EQ(test, length, 16u);
	return *(ULONG *)answer.partial.Data;
}

static void paths_lead_to_a_drivers_own_keys(struct kunit *test)
{
	static const PCWSTR own[] = {
		SERVICE, SERVICE L"\\", PARAMETERS, PARAMETERS L"\\Adapters\\eth0",
		L"\\registry\\MACHINE\\system\\currentcontrolset\\services\\MOCK\\parameters",
		PARAMETERS L"\\Adapters\\eth0\\Low",
	};
	static const PCWSTR others[] = {
		SERVICE L"2", PARAMETERS L"\\None", PARAMETERS L"\\Adapters\\eth0\\None",
		L"\\Registry\\Machine\\Software\\Mock", L"Parameters", L"", SERVICE L"\\a/b",
	};
	unsigned int i;
	HANDLE key;

	for (i = 0; i < ARRAY_SIZE(own); i++) {
		key = open_key(test, own[i], NULL);
		KUNIT_ASSERT_NOT_NULL_MSG(test, key, "%u", i);
		KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_SUCCESS);
	}
	for (i = 0; i < ARRAY_SIZE(others); i++)
		KUNIT_EXPECT_NULL_MSG(test, open_key(test, others[i], NULL), "%u", i);
	KUNIT_EXPECT_EQ(test, ZwOpenKey(NULL, KEY_READ, NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwOpenKey(&key, KEY_READ, NULL), STATUS_INVALID_PARAMETER);
}

static void text_becomes_what_it_looks_like(struct kunit *test)
{
	HANDLE key = open_key(test, PARAMETERS, NULL);
	HANDLE eth0 = open_key(test, L"Adapters\\eth0", NULL);
	ULONG length;

	KUNIT_EXPECT_NULL(test, eth0);
	eth0 = open_key(test, PARAMETERS L"\\Adapters\\eth0", NULL);
	KUNIT_EXPECT_EQ(test, number(test, key, L"speed"), 100u);
	KUNIT_EXPECT_EQ(test, number(test, key, L"Mask"), 0xffffffffu);
	KUNIT_EXPECT_EQ(test, number(test, eth0, L"Speed"), 10u);
	/* What has no adapter is for all of them. */
	KUNIT_EXPECT_EQ(test, number(test, eth0, L"Mask"), 0xffffffffu);
	KUNIT_EXPECT_EQ(test, query(key, L"Big", sizeof(answer), &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.partial.Type, (ULONG)REG_SZ);
	KUNIT_EXPECT_EQ(test, answer.partial.DataLength, 24u);
	KUNIT_EXPECT_EQ(test, memcmp(answer.partial.Data, L"0x123456789", 24), 0);
	KUNIT_EXPECT_EQ(test, query(key, L"None", sizeof(answer), &length),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, length, 0u);
	ZwClose(key);
	ZwClose(eth0);
}

static void readers_say_what_text_is_meant_to_be(struct kunit *test)
{
	static const u8 mac[] = { 2, 0, 0, 0, 0, 1 };
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"Name"), big = RTL_CONSTANT_STRING(L"Big");
	UNICODE_STRING address = RTL_CONSTANT_STRING(L"Mac"), speed = RTL_CONSTANT_STRING(L"Speed");
	struct nt_reg_value value;
	struct nt_reg_key key;

	nt_reg_key_init(&key, mock.module.priv, NULL);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &name, REG_MULTI_SZ, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value.type, (u32)REG_MULTI_SZ);
	KUNIT_EXPECT_EQ(test, value.size, 24u);
	KUNIT_EXPECT_EQ(test, memcmp(value.data, L"left\0right\0", 24), 0);
	nt_reg_value_free(&value);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &name, REG_DWORD, &value),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &big, REG_DWORD, &value),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &big, REG_QWORD, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, *(u64 *)value.data, 0x123456789ull);
	nt_reg_value_free(&value);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &address, REG_BINARY, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value.size, 6u);
	KUNIT_EXPECT_EQ(test, memcmp(value.data, mac, 6), 0);
	nt_reg_value_free(&value);
	KUNIT_EXPECT_EQ(test, nt_reg_query(&key, &speed, REG_SZ, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value.size, 8u);
	KUNIT_EXPECT_EQ(test, memcmp(value.data, L"100", 8), 0);
	nt_reg_value_free(&value);
}

static void written_values_hide_given_ones(struct kunit *test)
{
	static const WCHAR text[] = L"\x4e2d\x6587";
	UNICODE_STRING speed = RTL_CONSTANT_STRING(L"SPEED"), wide = RTL_CONSTANT_STRING(L"Wide");
	HANDLE key = open_key(test, PARAMETERS, NULL);
	HANDLE again = open_key(test, SERVICE, NULL);
	ULONG value = 200, length;

	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &speed, 0, REG_DWORD, &value, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(test, again, L"Speed"), 200u);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &wide, 0, REG_EXPAND_SZ, (PVOID)text,
					    sizeof(text)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, query(again, L"wide", sizeof(answer), &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.partial.Type, (ULONG)REG_EXPAND_SZ);
	KUNIT_EXPECT_EQ(test, answer.partial.DataLength, (ULONG)sizeof(text));
	KUNIT_EXPECT_EQ(test, memcmp(answer.partial.Data, text, sizeof(text)), 0);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &wide, 0, REG_BINARY, NULL, 0), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, query(again, L"wide", sizeof(answer), &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.partial.DataLength, 0u);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &wide, 0, REG_BINARY, NULL, 4),
			STATUS_INVALID_PARAMETER);

	KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(key, &speed), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, query(again, L"Speed", sizeof(answer), &length),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, ZwDeleteValueKey(key, &speed), STATUS_OBJECT_NAME_NOT_FOUND);
	ZwClose(key);
	ZwClose(again);
}

static void answers_say_how_long_they_are(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"Name");
	HANDLE key = open_key(test, PARAMETERS, NULL);
	ULONG length;

	KUNIT_EXPECT_EQ(test, query(key, L"Name", 11, &length), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, length, 12u + 22);
	KUNIT_EXPECT_EQ(test, answer.bytes[11], 0xee);
	KUNIT_EXPECT_EQ(test, query(key, L"Name", 14, &length), STATUS_BUFFER_OVERFLOW);
	KUNIT_EXPECT_EQ(test, length, 12u + 22);
	KUNIT_EXPECT_EQ(test, answer.bytes[12], 'l');
	KUNIT_EXPECT_EQ(test, answer.bytes[14], 0xee);
	KUNIT_EXPECT_EQ(test, query(key, L"Name", 12 + 22, &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, KeyValueFullInformation, &answer,
					      sizeof(answer), &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.full.NameLength, 8u);
	KUNIT_EXPECT_EQ(test, answer.full.DataOffset % 8, 0u);
	KUNIT_EXPECT_EQ(test, memcmp(answer.full.Name, L"Name", 8), 0);
	KUNIT_EXPECT_EQ(test, memcmp(answer.bytes + answer.full.DataOffset, L"left,right", 22), 0);
	KUNIT_EXPECT_EQ(test, length, answer.full.DataOffset + 22);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, MaxKeyValueInfoClass, &answer,
					      sizeof(answer), &length), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwQueryValueKey(key, &name, KeyValueFullInformation, &answer,
					      sizeof(answer), NULL), STATUS_INVALID_PARAMETER);
	ZwClose(key);
}

static void values_and_keys_are_numbered(struct kunit *test)
{
	static const PCWSTR names[] = { L"Speed", L"Name", L"Big", L"Mask", L"Mac", L"New" };
	UNICODE_STRING new = RTL_CONSTANT_STRING(L"New"), mac = RTL_CONSTANT_STRING(L"Mac");
	HANDLE key = open_key(test, PARAMETERS, NULL);
	ULONG length, i;

	KUNIT_EXPECT_EQ(test, ZwSetValueKey(key, &new, 0, REG_DWORD, &length, 4), STATUS_SUCCESS);
	for (i = 0; i < ARRAY_SIZE(names); i++) {
		UNICODE_STRING name;

		RtlInitUnicodeString(&name, names[i]);
		KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, i, KeyValueBasicInformation, &answer,
							  sizeof(answer), &length), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, answer.basic.NameLength, (ULONG)name.Length);
		KUNIT_EXPECT_EQ(test, memcmp(answer.basic.Name, name.Buffer, name.Length), 0);
	}
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, i, KeyValueBasicInformation, &answer,
						  sizeof(answer), &length), STATUS_NO_MORE_ENTRIES);
	ZwDeleteValueKey(key, &mac);
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(key, 5, KeyValueBasicInformation, &answer,
						  sizeof(answer), &length), STATUS_NO_MORE_ENTRIES);

	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(key, 0, KeyBasicInformation, &answer, sizeof(answer),
					     &length), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.key.NameLength, 8u);
	KUNIT_EXPECT_EQ(test, memcmp(answer.key.Name, L"Deep", 8), 0);
	KUNIT_EXPECT_EQ(test, ZwEnumerateKey(key, 1, KeyBasicInformation, &answer, sizeof(answer),
					     &length), STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwQueryKey(key, KeyFullInformation, &answer, sizeof(answer), &length),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, answer.all.SubKeys, 1u);
	KUNIT_EXPECT_EQ(test, answer.all.MaxNameLen, 8u);
	KUNIT_EXPECT_EQ(test, answer.all.Values, 5u);
	KUNIT_EXPECT_EQ(test, answer.all.MaxValueNameLen, 10u);
	KUNIT_EXPECT_EQ(test, answer.all.MaxValueDataLen, 24u);
	ZwClose(key);
}

static void keys_are_created_and_deleted(struct kunit *test)
{
	UNICODE_STRING name = RTL_CONSTANT_STRING(L"V");
	HANDLE root = open_key(test, SERVICE, NULL), a, b;
	ULONG disposition, length;

	KUNIT_EXPECT_EQ(test, create_key(L"A", root, &a, &disposition), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, disposition, (ULONG)REG_CREATED_NEW_KEY);
	KUNIT_EXPECT_EQ(test, create_key(L"B", a, &b, &disposition), STATUS_SUCCESS);
	ZwClose(b);
	KUNIT_EXPECT_EQ(test, create_key(PARAMETERS L"\\a\\b", NULL, &b, &disposition),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, disposition, (ULONG)REG_OPENED_EXISTING_KEY);
	KUNIT_EXPECT_EQ(test, ZwSetValueKey(b, &name, 0, REG_DWORD, &length, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwEnumerateValueKey(a, 0, KeyValueBasicInformation, &answer,
						  sizeof(answer), &length), STATUS_NO_MORE_ENTRIES);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(a), STATUS_CANNOT_DELETE);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(root), STATUS_CANNOT_DELETE);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(b), STATUS_SUCCESS);
	ZwClose(b);
	KUNIT_EXPECT_NULL(test, open_key(test, L"A\\B", root));
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(a), STATUS_SUCCESS);
	ZwClose(a);
	KUNIT_EXPECT_NULL(test, open_key(test, L"A", root));
	/* What config= gives stays. */
	a = open_key(test, L"Deep", root);
	KUNIT_EXPECT_EQ(test, ZwDeleteKey(a), STATUS_CANNOT_DELETE);
	ZwClose(a);
	KUNIT_EXPECT_EQ(test, create_key(L"\\Registry\\Machine\\Software\\X", NULL, &a, NULL),
			STATUS_ACCESS_DENIED);
	ZwClose(root);
	KUNIT_EXPECT_EQ(test, ZwClose(root), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwFlushKey(root), STATUS_INVALID_HANDLE);
}

/* ---- tables ---- */

static struct {
	unsigned int calls;
	ULONG type;
	ULONG length;
	char name[NT_REG_NAME];
	char text[256];
	NTSTATUS status;
} routine;

static NTSTATUS query_routine(PWSTR ValueName, ULONG ValueType, PVOID ValueData,
			      ULONG ValueLength, PVOID Context, PVOID EntryContext)
{
	const WCHAR *text = ValueData;
	size_t used = strlen(routine.text);
	unsigned int i;

	routine.calls++;
	routine.type = ValueType;
	routine.length = ValueLength;
	for (i = 0; ValueName && ValueName[i]; i++)
		routine.name[i] = ValueName[i];
	routine.name[i] = 0;
	if (ValueType == REG_SZ) {
		for (i = 0; text[i]; i++)
			routine.text[used++] = text[i];
		routine.text[used++] = '|';
	}
	return routine.status;
}

static NTSTATUS table(PRTL_QUERY_REGISTRY_TABLE entries)
{
	memset(&routine, 0, sizeof(routine));
	return RtlQueryRegistryValues(RTL_REGISTRY_ABSOLUTE, SERVICE, entries, NULL, NULL);
}

static void tables_give_values_directly(struct kunit *test)
{
	WCHAR buffer[4];
	UNICODE_STRING mine = { 0, sizeof(buffer), buffer }, none = {};
	ULONG speed = 0, missing = 0, def = 9;
	u8 bytes[32];
	RTL_QUERY_REGISTRY_TABLE entries[] = {
		{ NULL, RTL_QUERY_REGISTRY_SUBKEY, L"Parameters" },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"Speed", &speed, REG_DWORD },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"Missing", &missing, REG_DWORD, &def, 4 },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"Name", &none, REG_SZ },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_NOEXPAND, L"Text", &mine,
		  REG_SZ, L"ab" },
		{ NULL, RTL_QUERY_REGISTRY_DIRECT, L"Mac", bytes, REG_BINARY },
		{}
	};

	*(LONG *)bytes = sizeof(bytes);
	KUNIT_EXPECT_EQ(test, table(entries), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, speed, 100u);
	KUNIT_EXPECT_EQ(test, missing, 9u);
	KUNIT_EXPECT_EQ(test, none.Length, 20);
	KUNIT_ASSERT_NOT_NULL(test, none.Buffer);
	KUNIT_EXPECT_EQ(test, memcmp(none.Buffer, L"left,right", 22), 0);
	KUNIT_EXPECT_EQ(test, mine.Length, 4);
	KUNIT_EXPECT_EQ(test, memcmp(buffer, L"ab", 6), 0);
	KUNIT_EXPECT_EQ(test, ((ULONG *)bytes)[0], 6u);
	KUNIT_EXPECT_EQ(test, ((ULONG *)bytes)[1], (ULONG)REG_BINARY);
	KUNIT_EXPECT_EQ(test, bytes[13], 1);
	ExFreePool(none.Buffer);

	/* Data alone, and no room. */
	*(LONG *)bytes = -6;
	KUNIT_EXPECT_EQ(test, table(&entries[5]), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, bytes[0], 2);
	*(LONG *)bytes = -5;
	KUNIT_EXPECT_EQ(test, table(&entries[5]), STATUS_BUFFER_TOO_SMALL);
	*(LONG *)bytes = 13;
	KUNIT_EXPECT_EQ(test, table(&entries[5]), STATUS_BUFFER_TOO_SMALL);
	none.Buffer = buffer;
	none.MaximumLength = sizeof(buffer);
	KUNIT_EXPECT_EQ(test, table(&entries[3]), STATUS_BUFFER_TOO_SMALL);
}

static void tables_call_routines(struct kunit *test)
{
	RTL_QUERY_REGISTRY_TABLE list[] = {
		{ query_routine, 0, L"Name", NULL, REG_MULTI_SZ }, {}
	};
	RTL_QUERY_REGISTRY_TABLE whole[] = {
		{ query_routine, RTL_QUERY_REGISTRY_NOEXPAND, L"Name", NULL, REG_MULTI_SZ }, {}
	};
	RTL_QUERY_REGISTRY_TABLE required[] = {
		{ query_routine, RTL_QUERY_REGISTRY_REQUIRED, L"None" }, {}
	};
	RTL_QUERY_REGISTRY_TABLE all[] = {
		{ query_routine, RTL_QUERY_REGISTRY_SUBKEY, L"Deep" }, {}
	};
	RTL_QUERY_REGISTRY_TABLE novalue[] = { { query_routine, RTL_QUERY_REGISTRY_NOVALUE }, {} };

	KUNIT_EXPECT_EQ(test, table(list), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, routine.calls, 2u);
	KUNIT_EXPECT_STREQ(test, routine.text, "left|right|");
	KUNIT_EXPECT_EQ(test, table(whole), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, routine.calls, 1u);
	KUNIT_EXPECT_EQ(test, routine.type, (ULONG)REG_MULTI_SZ);
	KUNIT_EXPECT_EQ(test, table(required), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, routine.calls, 0u);
	KUNIT_EXPECT_EQ(test, table(all), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, routine.calls, 1u);
	KUNIT_EXPECT_STREQ(test, routine.name, "Level");
	KUNIT_EXPECT_EQ(test, table(novalue), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, routine.calls, 1u);
	KUNIT_EXPECT_EQ(test, routine.length, 0u);
	memset(&routine, 0, sizeof(routine));
	routine.status = STATUS_UNSUCCESSFUL;
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"mock", list, NULL,
						     NULL), STATUS_UNSUCCESSFUL);
	KUNIT_EXPECT_EQ(test, routine.calls, 1u);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_SERVICES, L"else", list, NULL,
						     NULL), STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlQueryRegistryValues(RTL_REGISTRY_CONTROL, L"X", list, NULL, NULL),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

static void types_are_checked_and_values_deleted(struct kunit *test)
{
	ULONG speed = 0;
	RTL_QUERY_REGISTRY_TABLE entries[] = {
		{ NULL, RTL_QUERY_REGISTRY_DIRECT | RTL_QUERY_REGISTRY_TYPECHECK |
		  RTL_QUERY_REGISTRY_DELETE, L"Own", &speed,
		  REG_DWORD << RTL_QUERY_REGISTRY_TYPECHECK_SHIFT }, {}
	};
	HANDLE key;
	ULONG length;

	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_ABSOLUTE, PARAMETERS, L"Own",
						    REG_SZ, L"5", 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, table(entries), STATUS_OBJECT_TYPE_MISMATCH);
	length = 5;
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_SERVICES, L"mock\\Parameters",
						    L"Own", REG_DWORD, &length, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, table(entries), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, speed, 5u);
	entries[0].Flags |= RTL_QUERY_REGISTRY_REQUIRED;
	KUNIT_EXPECT_EQ(test, table(entries), STATUS_OBJECT_NAME_NOT_FOUND);

	KUNIT_EXPECT_EQ(test, IoOpenDriverRegistryKey(mock.driver, DriverRegKeyParameters, KEY_READ,
						      0, &key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlWriteRegistryValue(RTL_REGISTRY_HANDLE, key, L"Own", REG_DWORD,
						    &length, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(test, key, L"Own"), 5u);
	KUNIT_EXPECT_EQ(test, RtlDeleteRegistryValue(RTL_REGISTRY_HANDLE, key, L"Own"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_ABSOLUTE, PARAMETERS L"\\New"),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, RtlCreateRegistryKey(RTL_REGISTRY_ABSOLUTE, PARAMETERS L"\\New"),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, RtlCheckRegistryKey(RTL_REGISTRY_ABSOLUTE, PARAMETERS L"\\New"),
			STATUS_SUCCESS);
	ZwClose(key);
}

/* ---- handles ---- */

static void handles_are_counted_and_of_a_type(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_BAD_OBJECT);
	HANDLE key = open_key(test, SERVICE, NULL);
	OBJECT_HANDLE_INFORMATION information;
	PVOID object, same;

	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(key, KEY_READ, *IoFileObjectType,
							KernelMode, &object, NULL),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(key, KEY_READ, *CmKeyObjectType, KernelMode,
							&object, &information), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ObOpenObjectByPointer(object, 0, NULL, KEY_READ, NULL, KernelMode,
						    &key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(key, 0, NULL, KernelMode, &same, NULL),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, same, object);
	ObDereferenceObject(same);
	ObDereferenceObject(object);
	ZwClose(key);
	KUNIT_EXPECT_EQ(test, ZwClose(NULL), STATUS_INVALID_HANDLE);
	KUNIT_EXPECT_EQ(test, ZwClose((HANDLE)4), STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	ObDereferenceObject(object);
	MOCK_EXPECT_RULE(test, before, NT_RULE_BAD_OBJECT);
	/* Devices are objects, too. */
	ObReferenceObject(mock.object);
	ObDereferenceObject(mock.object);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

/* What keeps an object for others is not the driver's to drop. */
static void references_of_others_stay(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_REFERENCE_UNDERFLOW);
	PVOID object;
	HANDLE key;

	ObDereferenceObject(mock.object);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_REFERENCE_UNDERFLOW), before + 1);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	ObReferenceObject(mock.object);
	ObDereferenceObject(mock.object);
	MOCK_EXPECT_VIOLATIONS(test, 0);

	key = open_key(test, SERVICE, NULL);
	KUNIT_ASSERT_EQ(test, ObReferenceObjectByHandle(key, KEY_READ, *CmKeyObjectType, KernelMode,
							&object, NULL), STATUS_SUCCESS);
	ObDereferenceObject(object);
	ObDereferenceObject(object);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_EQ(test, ZwFlushKey(key), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(key), STATUS_SUCCESS);
}

static void handles_left_open_are_reported(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_HANDLE_LEAK);

	KUNIT_ASSERT_NOT_NULL(test, open_key(test, SERVICE, NULL));
	nt_handles_orphan(mock.module.priv);
	MOCK_EXPECT_RULE(test, before, NT_RULE_HANDLE_LEAK);
	nt_handles_orphan(mock.module.priv);
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static struct kunit_case registry_cases[] = {
	KUNIT_CASE(paths_lead_to_a_drivers_own_keys),
	KUNIT_CASE(text_becomes_what_it_looks_like),
	KUNIT_CASE(readers_say_what_text_is_meant_to_be),
	KUNIT_CASE(written_values_hide_given_ones),
	KUNIT_CASE(answers_say_how_long_they_are),
	KUNIT_CASE(values_and_keys_are_numbered),
	KUNIT_CASE(keys_are_created_and_deleted),
	KUNIT_CASE(tables_give_values_directly),
	KUNIT_CASE(tables_call_routines),
	KUNIT_CASE(types_are_checked_and_values_deleted),
	KUNIT_CASE(handles_are_counted_and_of_a_type),
	KUNIT_CASE(references_of_others_stay),
	KUNIT_CASE(handles_left_open_are_reported),
	{}
};

static struct kunit_suite registry_suite = {
	.name = "nt_registry",
	.init = registry_setup,
	.exit = mock_teardown,
	.test_cases = registry_cases,
};

kunit_test_suite(registry_suite);
