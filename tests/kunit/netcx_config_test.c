// SPDX-License-Identifier: GPL-2.0
/*
 * NETCONFIGURATION: what the module's parameter says, what the driver writes, and
 * what becomes of values that are not what is asked for.
 */
#include "netcx_ether_mock.h"

static char *given;

#define DECLARE_NAME(var, text)	DECLARE_CONST_UNICODE_STRING(var, text)

static NETCONFIGURATION open(struct kunit *test, char *text)
{
	NETCONFIGURATION config = NULL;

	given = text;
	ether_module.ndis_config = &given;
	ether_load(test);
	KUNIT_ASSERT_EQ(test, NetAdapterOpenConfiguration(ether.adapter, NULL, &config),
			STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, config);
	return config;
}

static void config_test_exit(struct kunit *test)
{
	ether_test_exit(test);
	ether_module.ndis_config = NULL;
}

static NTSTATUS number(NETCONFIGURATION config, PCUNICODE_STRING name, bool hex, ULONG *value)
{
	*value = 4711;
	return NetConfigurationQueryUlong(config, hex ?
					  NetConfigurationQueryUlongMayBeStoredAsHexString :
					  NetConfigurationQueryUlongNoFlags, name, value);
}

static void numbers(struct kunit *test)
{
	NETCONFIGURATION config = open(test,
		"Plain=12; *JumboPacket = 9014;Word=twelve;Mine=1;kunit_netcx_ether.0/Mine=2;"
		"kunit_netcx_ether.9/Mine=3");
	DECLARE_NAME(plain, L"plain");
	DECLARE_NAME(jumbo, L"*JumboPacket");
	DECLARE_NAME(word, L"Word");
	DECLARE_NAME(mine, L"Mine");
	DECLARE_NAME(none, L"None");
	DECLARE_NAME(empty, L"");
	ULONG value;

	KUNIT_EXPECT_EQ(test, number(config, &plain, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 12U);
	KUNIT_EXPECT_EQ(test, number(config, &plain, true, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 0x12U);
	KUNIT_EXPECT_EQ(test, number(config, &jumbo, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 9014U);
	KUNIT_EXPECT_EQ(test, number(config, &mine, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 2U);
	KUNIT_EXPECT_EQ(test, number(config, &word, false, &value), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, number(config, &none, false, &value),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, value, 4711U);
	KUNIT_EXPECT_EQ(test, number(config, &empty, false, &value), STATUS_INVALID_PARAMETER);
	NetConfigurationClose(config);
}

static void bytes(struct kunit *test)
{
	NETCONFIGURATION config = open(test, "NetworkAddress=02-00-5e-10-00-01;Bad=0x;Some=0a0b0c");
	static const u8 address[] = { 2, 0, 0x5e, 0x10, 0, 1 };
	NET_ADAPTER_LINK_LAYER_ADDRESS got;
	DECLARE_NAME(some, L"Some");
	DECLARE_NAME(bad, L"Bad");
	WDFMEMORY memory;
	size_t size;
	u8 *data;

	KUNIT_EXPECT_EQ(test, NetConfigurationQueryLinkLayerAddress(config, &got),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, got.Length, 6);
	KUNIT_EXPECT_EQ(test, memcmp(got.Address, address, 6), 0);
	KUNIT_ASSERT_EQ(test, NetConfigurationQueryBinary(config, &some, NonPagedPoolNx, NULL,
							  &memory), STATUS_SUCCESS);
	data = WdfMemoryGetBuffer(memory, &size);
	KUNIT_EXPECT_EQ(test, size, (size_t)3);
	KUNIT_EXPECT_EQ(test, data[2], 0x0c);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryBinary(config, &bad, NonPagedPoolNx, NULL,
							  &memory), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_PTR_EQ(test, memory, NULL);
	/* The memory goes with the handle. */
	NetConfigurationClose(config);
}

static void no_address_is_not_found(struct kunit *test)
{
	NETCONFIGURATION config = open(test, NULL);
	NET_ADAPTER_LINK_LAYER_ADDRESS got;

	KUNIT_EXPECT_EQ(test, NetConfigurationQueryLinkLayerAddress(config, &got),
			STATUS_OBJECT_NAME_NOT_FOUND);
	NetConfigurationClose(config);
}

/* Both kinds of handle are on one section, and what is written goes first. */
static void written_values(struct kunit *test)
{
	NETCONFIGURATION config = open(test, "Depth=1"), other;
	DECLARE_NAME(depth, L"Depth");
	DECLARE_NAME(text, L"Text");
	DECLARE_NAME(raw, L"Raw");
	DECLARE_NAME(forty, L"40");
	WDFMEMORY memory;
	size_t size;
	ULONG value;

	KUNIT_ASSERT_EQ(test, NetDeviceOpenConfiguration(ether.device, NULL, &other),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignUlong(config, &depth, 7), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(other, &depth, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 7U);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignUnicodeString(config, &text, &forty),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(other, &text, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 40U);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignBinary(config, &raw, "abcd", 4),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(other, &raw, false, &value), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_ASSERT_EQ(test, NetConfigurationQueryBinary(other, &raw, NonPagedPoolNx, NULL,
							  &memory), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, memcmp(WdfMemoryGetBuffer(memory, &size), "abcd", 4), 0);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignBinary(config, &raw, NULL, 4),
			STATUS_INVALID_PARAMETER);
	NetConfigurationClose(other);
	NetConfigurationClose(config);
}

static void keys_below(struct kunit *test)
{
	NETCONFIGURATION config = open(test, "kunit_netcx_ether.0/Ndi/Inner/Speed=5"), ndi, inner;
	DECLARE_NAME(ndi_name, L"ndi");
	DECLARE_NAME(inner_name, L"Inner");
	DECLARE_NAME(speed, L"Speed");
	ULONG value;

	KUNIT_ASSERT_EQ(test, NetConfigurationOpenSubConfiguration(config, &ndi_name, NULL, &ndi),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, NetConfigurationOpenSubConfiguration(ndi, &inner_name, NULL, &inner),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, number(inner, &speed, false, &value), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, value, 5U);
	KUNIT_EXPECT_EQ(test, number(config, &speed, false, &value),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, NetConfigurationOpenSubConfiguration(config, &speed, NULL, &inner),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_PTR_EQ(test, inner, NULL);
	/* Children go with it. */
	NetConfigurationClose(config);
}

static void handles(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_BAD_HANDLE);
	NETCONFIGURATION config = open(test, "A=1");
	DECLARE_NAME(a, L"A");
	ULONG value;

	NetConfigurationClose(config);
	KUNIT_EXPECT_EQ(test, number(config, &a, false, &value), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, nt_violation_count(NT_RULE_BAD_HANDLE), before + 1);
}

static void strings_are_objects(struct kunit *test)
{
	NETCONFIGURATION config = open(test, "Text=some words;Number=12");
	DECLARE_CONST_UNICODE_STRING(wide, L"\x20ac 1");
	WDFSTRING string = (WDFSTRING)test;
	UNICODE_STRING seen;
	DECLARE_NAME(text, L"Text");
	DECLARE_NAME(number, L"Number");
	DECLARE_NAME(none, L"None");
	DECLARE_NAME(raw, L"Raw");
	DECLARE_NAME(empty, L"");

	KUNIT_ASSERT_EQ(test, NetConfigurationQueryString(config, &text, NULL, &string),
			STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &seen);
	KUNIT_EXPECT_EQ(test, seen.Length, (USHORT)20);
	KUNIT_EXPECT_EQ(test, memcmp(seen.Buffer, L"some words", 22), 0);
	WdfObjectDelete(string);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryString(config, &number, NULL, &string),
			STATUS_SUCCESS);
	/* What is beyond one byte comes back as it was. */
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignUnicodeString(config, &text, &wide),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, NetConfigurationQueryString(config, &text, NULL, &string),
			STATUS_SUCCESS);
	WdfStringGetUnicodeString(string, &seen);
	KUNIT_EXPECT_EQ(test, seen.Length, wide.Length);
	KUNIT_EXPECT_EQ(test, memcmp(seen.Buffer, wide.Buffer, wide.Length), 0);
	string = (WDFSTRING)test;
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryString(config, &none, NULL, &string),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_PTR_EQ(test, string, NULL);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryString(config, &empty, NULL, &string),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryString(config, &text, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignBinary(config, &raw, "abcd", 4),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryString(config, &raw, NULL, &string),
			STATUS_OBJECT_TYPE_MISMATCH);
	/* The strings that are left are the handle's children. */
	NetConfigurationClose(config);
}

static void lists_are_collections(struct kunit *test)
{
	NETCONFIGURATION config = open(test, NULL);
	DECLARE_CONST_UNICODE_STRING(left, L"left");
	DECLARE_CONST_UNICODE_STRING(right, L"right");
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFCOLLECTION out, in;
	UNICODE_STRING seen;
	WDFSTRING string;
	DECLARE_NAME(list, L"List");

	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &out), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &in), STATUS_SUCCESS);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = out;
	KUNIT_ASSERT_EQ(test, WdfStringCreate(&left, &attributes, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(out, string), STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfStringCreate(&right, &attributes, &string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(out, string), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryMultiString(config, &list, NULL, in),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, NetConfigurationAssignMultiString(config, &list, out),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NetConfigurationQueryMultiString(config, &list, NULL, in),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, WdfCollectionGetCount(in), 2u);
	WdfStringGetUnicodeString((WDFSTRING)WdfCollectionGetItem(in, 1), &seen);
	KUNIT_EXPECT_EQ(test, seen.Length, right.Length);
	KUNIT_EXPECT_EQ(test, memcmp(seen.Buffer, L"right", 12), 0);
	WdfObjectDelete(in);
	WdfObjectDelete(out);
	NetConfigurationClose(config);
}

static struct kunit_case config_cases[] = {
	KUNIT_CASE(numbers),
	KUNIT_CASE(bytes),
	KUNIT_CASE(no_address_is_not_found),
	KUNIT_CASE(written_values),
	KUNIT_CASE(keys_below),
	KUNIT_CASE(handles),
	KUNIT_CASE(strings_are_objects),
	KUNIT_CASE(lists_are_collections),
	{}
};

static struct kunit_suite config_suite = {
	.name = "ndis_shim_netcx_config",
	.init = ether_test_init,
	.exit = config_test_exit,
	.test_cases = config_cases,
};

kunit_test_suite(config_suite);

MODULE_LICENSE("GPL");
MODULE_IMPORT_NS(NDIS_SHIM);
MODULE_IMPORT_NS(NDIS_SHIM_INTERNAL);
