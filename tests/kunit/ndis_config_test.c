// SPDX-License-Identifier: GPL-2.0
/*
 * Configuration: sections, values from the module's parameter and the driver's
 * own, the keywords that are always answered, keys, and how long it all lasts.
 */
#include <linux/etherdevice.h>
#include <linux/netdevice.h>
#include <linux/slab.h>

#include "ndis_client.h"

static NDIS_HANDLE open_section(struct kunit *test, const char *adapter)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_HANDLE handle = NULL;
	NDIS_STRING section;

	KUNIT_ASSERT_EQ(test, ndis_config_section_name("KUNIT", adapter, &section), 0);
	NdisOpenProtocolConfiguration(&status, &handle, &section);
	kfree(section.Buffer);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_NOT_NULL(test, handle);
	return handle;
}

static PNDIS_CONFIGURATION_PARAMETER get(struct kunit *test, NDIS_HANDLE handle,
					 const char *keyword, NDIS_PARAMETER_TYPE type)
{
	PNDIS_CONFIGURATION_PARAMETER value = (PVOID)test;
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_STRING name;

	KUNIT_ASSERT_EQ(test, ndis_string_create(&name, keyword), 0);
	NdisReadConfiguration(&status, &value, handle, &name, type);
	kfree(name.Buffer);
	if (status == NDIS_STATUS_SUCCESS) {
		KUNIT_ASSERT_NOT_NULL(test, value);
		return value;
	}
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, value);
	return NULL;
}

/* The string, or "-" where there is none. */
static const char *get_text(struct kunit *test, NDIS_HANDLE handle, const char *keyword)
{
	PNDIS_CONFIGURATION_PARAMETER value = get(test, handle, keyword, NdisParameterString);
	static char text[128];

	if (!value)
		return "-";
	KUNIT_EXPECT_EQ(test, (int)value->ParameterType, (int)NdisParameterString);
	KUNIT_ASSERT_TRUE(test, ndis_string_to_text(&value->ParameterData.StringData, text,
						    sizeof(text)));
	/* It is terminated, too. */
	KUNIT_EXPECT_EQ(test, (int)value->ParameterData.StringData.Buffer[strlen(text)], 0);
	return text;
}

static ULONG get_number(struct kunit *test, NDIS_HANDLE handle, const char *keyword,
			NDIS_PARAMETER_TYPE type)
{
	PNDIS_CONFIGURATION_PARAMETER value = get(test, handle, keyword, type);

	KUNIT_ASSERT_NOT_NULL(test, value);
	return value->ParameterData.IntegerData;
}

static NDIS_STATUS put(struct kunit *test, NDIS_HANDLE handle, const char *keyword,
		       PNDIS_CONFIGURATION_PARAMETER value)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_STRING name;

	KUNIT_ASSERT_EQ(test, ndis_string_create(&name, keyword), 0);
	NdisWriteConfiguration(&status, handle, &name, value);
	kfree(name.Buffer);
	return status;
}

/* ---- where values are ---- */

static void sections_are_of_adapters(struct kunit *test)
{
	NDIS_HANDLE eth0, eth1, own;
	NDIS_STATUS status;
	NDIS_STRING name = NDIS_STRING_CONST("Kunit\\Parameters");

	client.config = "Speed=1; eth0/Speed = 2 ;eth0/Only=x;;Speed2=3";
	eth0 = open_section(test, "eth0");
	eth1 = open_section(test, "eth1");
	NdisOpenProtocolConfiguration(&status, &own, &name);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Speed"), "2");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth1, "Speed"), "1");
	KUNIT_EXPECT_STREQ(test, get_text(test, own, "Speed"), "1");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Only"), "x");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth1, "Only"), "-");
	KUNIT_EXPECT_STREQ(test, get_text(test, own, "Only"), "-");
	KUNIT_EXPECT_STREQ(test, get_text(test, own, "Speed2"), "3");
	KUNIT_EXPECT_STREQ(test, get_text(test, own, "Spee"), "-");
	NdisCloseConfiguration(eth0);
	NdisCloseConfiguration(eth1);
	NdisCloseConfiguration(own);
	EXPECT_NO_VIOLATION(test);
}

/* Keywords have no case, interfaces do; the last of several values holds. */
static void names_are_compared_as_they_are_elsewhere(struct kunit *test)
{
	NDIS_HANDLE eth0;

	client.config = "eth0/KEY=1;eth0/key=2;Key=3;eth00/Key=4;eth/Key=5;ETH0/Key=6";
	eth0 = open_section(test, "eth0");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "kEy"), "2");
	NdisCloseConfiguration(eth0);
}

static void parameter_that_is_none(struct kunit *test)
{
	NDIS_HANDLE eth0;

	client.config = "nonsense;=1;eth0/=2;/;eth0/Good=3";
	eth0 = open_section(test, "eth0");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "nonsense"), "-");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, ""), "-");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Good"), "3");
	client.config = NULL;
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Good"), "-");
	client.config = "";
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Good"), "-");
	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
}

static void missing_keyword_fails(struct kunit *test)
{
	NDIS_HANDLE eth0 = open_section(test, "eth0");

	KUNIT_EXPECT_NULL(test, get(test, eth0, "Nothing", NdisParameterInteger));
	KUNIT_EXPECT_NULL(test, get(test, eth0, "Nothing", NdisParameterString));
	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
}

static void predefined_keywords(struct kunit *test)
{
	NDIS_HANDLE eth0;

	client.config = "Environment=7";
	eth0 = open_section(test, "eth0");
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "Environment", NdisParameterInteger),
			(ULONG)NdisEnvironmentWindowsNt);
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "ProcessorType", NdisParameterInteger),
			(ULONG)NdisProcessorAmd64);
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "ndisversion", NdisParameterHexInteger),
			0x50001u);
	NdisCloseConfiguration(eth0);
}

/* ---- in which form ---- */

static const struct {
	const char *config;
	NDIS_PARAMETER_TYPE type;
	bool good;
	ULONG number;
} number_cases[] = {
	{ "K=10", NdisParameterInteger, true, 10 },
	{ "K=10", NdisParameterHexInteger, true, 0x10 },
	{ "K=0x1F", NdisParameterInteger, true, 0x1f },
	{ "K=0x1F", NdisParameterHexInteger, true, 0x1f },
	{ "K=4294967295", NdisParameterInteger, true, 0xffffffff },
	{ "K=-1", NdisParameterInteger, true, 0xffffffff },
	{ "K=4294967296", NdisParameterInteger, false },
	{ "K=1f", NdisParameterInteger, false },
	{ "K=", NdisParameterInteger, false },
	{ "K=12 monkeys", NdisParameterInteger, false },
};

static void numbers(struct kunit *test)
{
	NDIS_HANDLE eth0 = open_section(test, "eth0");
	PNDIS_CONFIGURATION_PARAMETER value;
	unsigned int i;

	for (i = 0; i < ARRAY_SIZE(number_cases); i++) {
		client.config = (char *)number_cases[i].config;
		value = get(test, eth0, "K", number_cases[i].type);
		KUNIT_EXPECT_EQ_MSG(test, !!value, number_cases[i].good, "%s", client.config);
		if (!value)
			continue;
		KUNIT_EXPECT_EQ(test, value->ParameterData.IntegerData, number_cases[i].number);
		KUNIT_EXPECT_EQ(test, (int)value->ParameterType, (int)number_cases[i].type);
	}
	NdisCloseConfiguration(eth0);
}

static void lists_of_strings(struct kunit *test)
{
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_HANDLE eth0;

	client.config = "Upper=\\Device\\a,\\Device\\bc";
	eth0 = open_section(test, "eth0");
	value = get(test, eth0, "Upper", NdisParameterMultiString);
	KUNIT_ASSERT_NOT_NULL(test, value);
	KUNIT_EXPECT_EQ(test, (int)value->ParameterType, (int)NdisParameterMultiString);
	/* Each has its end, and so has the list. */
	KUNIT_EXPECT_EQ(test, (int)value->ParameterData.StringData.Length,
			(int)sizeof(L"\\Device\\a\0\\Device\\bc"));
	KUNIT_EXPECT_EQ(test, memcmp(value->ParameterData.StringData.Buffer,
				     L"\\Device\\a\0\\Device\\bc\0",
				     sizeof(L"\\Device\\a\0\\Device\\bc\0")), 0);
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Upper"), "\\Device\\a,\\Device\\bc");
	NdisCloseConfiguration(eth0);
}

static void bytes(struct kunit *test)
{
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_HANDLE eth0;

	client.config = "Good=00-1F:a0b1;Odd=123;Bad=0g";
	eth0 = open_section(test, "eth0");
	value = get(test, eth0, "Good", NdisParameterBinary);
	KUNIT_ASSERT_NOT_NULL(test, value);
	KUNIT_EXPECT_EQ(test, (int)value->ParameterType, (int)NdisParameterBinary);
	KUNIT_EXPECT_EQ(test, (int)value->ParameterData.BinaryData.Length, 4);
	KUNIT_EXPECT_EQ(test, memcmp(value->ParameterData.BinaryData.Buffer, "\0\x1f\xa0\xb1", 4),
			0);
	KUNIT_EXPECT_NULL(test, get(test, eth0, "Odd", NdisParameterBinary));
	KUNIT_EXPECT_NULL(test, get(test, eth0, "Bad", NdisParameterBinary));
	KUNIT_EXPECT_NULL(test, get(test, eth0, "Good", (NDIS_PARAMETER_TYPE)17));
	NdisCloseConfiguration(eth0);
}

static void network_address(struct kunit *test)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_HANDLE eth0;
	PVOID address;
	UINT length;

	client.config = "eth0/NetworkAddress=02-00-5E-10-20-fF";
	eth0 = open_section(test, "eth0");
	NdisReadNetworkAddress(&status, &address, &length, eth0);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, 6u);
	KUNIT_EXPECT_EQ(test, memcmp(address, "\x02\x00\x5e\x10\x20\xff", 6), 0);
	client.config = "eth0/NetworkAddress=";
	NdisReadNetworkAddress(&status, &address, &length, eth0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	client.config = NULL;
	NdisReadNetworkAddress(&status, &address, &length, eth0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, address);
	KUNIT_EXPECT_EQ(test, length, 0u);
	NdisCloseConfiguration(eth0);
}

/* ---- what is made up ---- */

static const struct net_device_ops other_ops;

static void other_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &other_ops;
	dev->needs_free_netdev = true;
}

/* Of Linux' own; freed by unregister_netdev(). */
static struct net_device *other_interface(struct kunit *test, const char *name)
{
	struct net_device *dev = alloc_netdev(0, name, NET_NAME_USER, other_setup);

	KUNIT_ASSERT_NOT_NULL(test, dev);
	eth_hw_addr_random(dev);
	KUNIT_ASSERT_EQ(test, register_netdev(dev), 0);
	return dev;
}

static void upper_bindings_are_made_up(struct kunit *test)
{
	NDIS_HANDLE eth0 = open_section(test, "eth0"), eth1 = open_section(test, "eth1"), again;
	PNDIS_CONFIGURATION_PARAMETER value;
	char first[64];

	strscpy(first, get_text(test, eth0, "UpperBindings"), sizeof(first));
	KUNIT_EXPECT_TRUE(test, strstarts(first, "\\Device\\ndisim"));
	KUNIT_EXPECT_STRNEQ(test, first, get_text(test, eth1, "UpperBindings"));
	/* The same whenever it is asked for: configuration of the device outlives a bind. */
	NdisCloseConfiguration(eth0);
	again = open_section(test, "eth0");
	KUNIT_EXPECT_STREQ(test, first, get_text(test, again, "upperbindings"));
	value = get(test, again, "UpperBindings", NdisParameterMultiString);
	KUNIT_ASSERT_NOT_NULL(test, value);
	KUNIT_EXPECT_EQ(test, (int)value->ParameterData.StringData.Length,
			(int)((strlen(first) + 1) * sizeof(WCHAR)));
	client.config = "eth0/UpperBindings=\\Device\\mine";
	KUNIT_EXPECT_STREQ(test, get_text(test, again, "UpperBindings"), "\\Device\\mine");
	NdisCloseConfiguration(again);
	NdisCloseConfiguration(eth1);
	EXPECT_NO_VIOLATION(test);
}

/* The device instance's interface is to have that name. */
static void upper_bindings_are_no_interfaces(struct kunit *test)
{
	struct net_device *first = other_interface(test, "ndisim0"), *second;
	NDIS_HANDLE eth0 = open_section(test, "eth0");

	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "UpperBindings"), "\\Device\\ndisim1");
	second = other_interface(test, "ndisim1");
	/* Somebody else's by now. */
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "UpperBindings"), "\\Device\\ndisim2");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "UpperBindings"), "\\Device\\ndisim2");
	unregister_netdev(second);
	unregister_netdev(first);
	NdisCloseConfiguration(eth0);
}

/* Only of a section of an adapter, and as long as its driver is loaded. */
static void upper_bindings_have_their_place(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("Kunit\\Parameters");
	NDIS_HANDLE own, eth0;
	NDIS_STATUS status;
	char first[64];

	NdisOpenProtocolConfiguration(&status, &own, &name);
	KUNIT_EXPECT_STREQ(test, get_text(test, own, "UpperBindings"), "-");
	NdisCloseConfiguration(own);
	eth0 = open_section(test, "eth0");
	strscpy(first, get_text(test, eth0, "UpperBindings"), sizeof(first));
	NdisCloseConfiguration(eth0);
	client_unload();
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	/* The number is free again. */
	eth0 = open_section(test, "another");
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "UpperBindings"), first);
	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
}

/* ---- what a driver writes ---- */

static void written_values_are_read(struct kunit *test)
{
	NDIS_CONFIGURATION_PARAMETER value = { NdisParameterInteger };
	NDIS_HANDLE eth0, eth1 = open_section(test, "eth1");
	PNDIS_CONFIGURATION_PARAMETER got;
	static const u8 raw[] = { 1, 2, 3 };

	client.config = "Number=5";
	eth0 = open_section(test, "eth0");
	value.ParameterData.IntegerData = 77;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Number", &value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "number", NdisParameterInteger), 77u);
	KUNIT_EXPECT_EQ(test, get_number(test, eth1, "Number", NdisParameterInteger), 5u);
	value.ParameterData.IntegerData = 78;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "NUMBER", &value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "Number", NdisParameterInteger), 78u);
	/* A number is one, whatever is asked for. */
	got = get(test, eth0, "Number", NdisParameterString);
	KUNIT_ASSERT_NOT_NULL(test, got);
	KUNIT_EXPECT_EQ(test, (int)got->ParameterType, (int)NdisParameterInteger);

	value.ParameterType = NdisParameterString;
	value.ParameterData.StringData = (NDIS_STRING)NDIS_STRING_CONST("0x20");
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Text", &value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Text"), "0x20");
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "Text", NdisParameterInteger), 0x20u);

	value.ParameterType = NdisParameterMultiString;
	value.ParameterData.StringData = (NDIS_STRING)NDIS_STRING_CONST("a\0b,\0");
	KUNIT_EXPECT_EQ(test, put(test, eth0, "List", &value), NDIS_STATUS_SUCCESS);
	got = get(test, eth0, "List", NdisParameterMultiString);
	KUNIT_ASSERT_NOT_NULL(test, got);
	KUNIT_EXPECT_EQ(test, (int)got->ParameterData.StringData.Length, 10);
	KUNIT_EXPECT_EQ(test, memcmp(got->ParameterData.StringData.Buffer, L"a\0b,\0", 12), 0);

	value.ParameterType = NdisParameterBinary;
	value.ParameterData.BinaryData.Length = sizeof(raw);
	value.ParameterData.BinaryData.Buffer = (PVOID)raw;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Raw", &value), NDIS_STATUS_SUCCESS);
	got = get(test, eth0, "Raw", NdisParameterBinary);
	KUNIT_ASSERT_NOT_NULL(test, got);
	KUNIT_EXPECT_EQ(test, (int)got->ParameterData.BinaryData.Length, 3);
	KUNIT_EXPECT_EQ(test, memcmp(got->ParameterData.BinaryData.Buffer, raw, 3), 0);

	value.ParameterData.BinaryData.Buffer = NULL;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "None", &value), NDIS_STATUS_FAILURE);
	value.ParameterType = NdisParameterString;
	value.ParameterData.StringData = (NDIS_STRING){ 8, 8, NULL };
	KUNIT_EXPECT_EQ(test, put(test, eth0, "None", &value), NDIS_STATUS_FAILURE);
	value.ParameterType = 17;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Odd", &value), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, put(test, eth0, "", &value), NDIS_STATUS_FAILURE);
	NdisCloseConfiguration(eth0);
	NdisCloseConfiguration(eth1);
	EXPECT_NO_VIOLATION(test);
}

static void written_values_outlive_the_handle_only(struct kunit *test)
{
	NDIS_CONFIGURATION_PARAMETER value = { NdisParameterInteger };
	NDIS_HANDLE eth0 = open_section(test, "eth0");

	value.ParameterData.IntegerData = 9;
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Number", &value), NDIS_STATUS_SUCCESS);
	NdisCloseConfiguration(eth0);
	eth0 = open_section(test, "eth0");
	KUNIT_EXPECT_EQ(test, get_number(test, eth0, "Number", NdisParameterInteger), 9u);
	NdisCloseConfiguration(eth0);
	client_unload();
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	eth0 = open_section(test, "eth0");
	KUNIT_EXPECT_NULL(test, get(test, eth0, "Number", NdisParameterInteger));
	NdisCloseConfiguration(eth0);
}

static void written_values_are_bounded(struct kunit *test)
{
	NDIS_CONFIGURATION_PARAMETER value = { NdisParameterInteger };
	NDIS_HANDLE eth0 = open_section(test, "eth0");
	char keyword[80];
	unsigned int i;

	for (i = 0; i < 256; i++) {
		snprintf(keyword, sizeof(keyword), "K%u", i);
		KUNIT_ASSERT_EQ(test, put(test, eth0, keyword, &value), NDIS_STATUS_SUCCESS);
	}
	KUNIT_EXPECT_EQ(test, put(test, eth0, "Another", &value), NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, put(test, eth0, "K7", &value), NDIS_STATUS_SUCCESS);
	memset(keyword, 'k', 79);
	keyword[79] = '\0';
	KUNIT_EXPECT_EQ(test, put(test, eth0, keyword, &value), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, get(test, eth0, keyword, NdisParameterInteger));
	NdisCloseConfiguration(eth0);
}

/* ---- keys ---- */

static void keys_by_name_and_number(struct kunit *test)
{
	NDIS_STRING one = NDIS_STRING_CONST("ONE"), deep = NDIS_STRING_CONST("Two\\Deep");
	NDIS_STRING none = NDIS_STRING_CONST("Three"), part = NDIS_STRING_CONST("Tw"), name;
	NDIS_CONFIGURATION_PARAMETER value = { NdisParameterInteger };
	NDIS_HANDLE eth0, key, sub;
	NDIS_STATUS status;
	char text[32];

	client.config = "eth0/One/Key=1;eth0/Two/Deep/Key=2;eth1/Three/Key=3;Key=4;eth0/one/B=5";
	eth0 = open_section(test, "eth0");
	NdisOpenConfigurationKeyByName(&status, eth0, &one, &key);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, get_text(test, key, "Key"), "1");
	KUNIT_EXPECT_STREQ(test, get_text(test, key, "B"), "5");
	NdisCloseConfiguration(key);
	NdisOpenConfigurationKeyByName(&status, eth0, &deep, &key);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, get_text(test, key, "Key"), "2");
	KUNIT_EXPECT_STREQ(test, get_text(test, key, "UpperBindings"), "-");
	NdisCloseConfiguration(key);
	NdisOpenConfigurationKeyByName(&status, eth0, &none, &key);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, key);
	NdisOpenConfigurationKeyByName(&status, eth0, &part, &key);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_STREQ(test, get_text(test, eth0, "Key"), "4");

	NdisOpenConfigurationKeyByIndex(&status, eth0, 0, &name, &key);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ndis_string_to_text(&name, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, text, "One");
	NdisCloseConfiguration(key);
	NdisOpenConfigurationKeyByIndex(&status, eth0, 1, &name, &key);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ndis_string_to_text(&name, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, text, "Two");
	/* One key on, and a value of the driver's own in it. */
	NdisOpenConfigurationKeyByIndex(&status, key, 0, &name, &sub);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, get_text(test, sub, "Key"), "2");
	value.ParameterData.IntegerData = 6;
	KUNIT_EXPECT_EQ(test, put(test, sub, "Key", &value), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, get_number(test, sub, "Key", NdisParameterInteger), 6u);
	NdisCloseConfiguration(sub);
	NdisCloseConfiguration(key);
	NdisOpenConfigurationKeyByIndex(&status, eth0, 2, &name, &key);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, key);
	NdisOpenConfigurationKeyByIndex(&status, eth0, UINT_MAX, &name, &key);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
}

/* ---- handles ---- */

static void values_live_until_the_handle_is_closed(struct kunit *test)
{
	PNDIS_CONFIGURATION_PARAMETER first, second;
	NDIS_HANDLE eth0;

	client.config = "Key=one";
	eth0 = open_section(test, "eth0");
	first = get(test, eth0, "Key", NdisParameterString);
	client.config = "Key=two";
	second = get(test, eth0, "Key", NdisParameterString);
	KUNIT_ASSERT_NOT_NULL(test, first);
	KUNIT_ASSERT_NOT_NULL(test, second);
	KUNIT_EXPECT_EQ(test, memcmp(first->ParameterData.StringData.Buffer, L"one", 8), 0);
	KUNIT_EXPECT_EQ(test, memcmp(second->ParameterData.StringData.Buffer, L"two", 8), 0);
	NdisCloseConfiguration(eth0);
}

/* A result has nowhere to go, or there is nothing to write: no more than a failure. */
static void nowhere_to_say_so(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("Environment");
	NDIS_HANDLE eth0 = open_section(test, "eth0"), other;
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;
	PVOID address;
	UINT length;

	NdisOpenProtocolConfiguration(NULL, &other, &name);
	NdisOpenProtocolConfiguration(&status, NULL, &name);
	NdisOpenConfiguration(NULL, &other, NULL);
	NdisOpenConfiguration(&status, NULL, NULL);
	NdisOpenConfigurationKeyByName(NULL, eth0, &name, &other);
	NdisOpenConfigurationKeyByName(&status, eth0, &name, NULL);
	NdisOpenConfigurationKeyByIndex(NULL, eth0, 0, &name, &other);
	NdisOpenConfigurationKeyByIndex(&status, eth0, 0, NULL, &other);
	NdisOpenConfigurationKeyByIndex(&status, eth0, 0, &name, NULL);
	NdisReadConfiguration(NULL, &value, eth0, &name, NdisParameterInteger);
	NdisReadConfiguration(&status, NULL, eth0, &name, NdisParameterInteger);
	NdisReadNetworkAddressWorker(NULL, &address, &length, eth0);
	NdisReadNetworkAddressWorker(&status, NULL, &length, eth0);
	NdisReadNetworkAddressWorker(&status, &address, NULL, eth0);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 14);
	status = NDIS_STATUS_SUCCESS;
	NdisWriteConfiguration(&status, eth0, &name, NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisCloseConfiguration(eth0);
}

static void closed_handles(struct kunit *test)
{
	NDIS_HANDLE eth0 = open_section(test, "eth0");
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_STRING name = NDIS_STRING_CONST("Environment");
	NDIS_STATUS status = NDIS_STATUS_SUCCESS;

	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
	NdisCloseConfiguration(eth0);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	NdisReadConfiguration(&status, &value, eth0, &name, NdisParameterInteger);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	eth0 = open_section(test, "eth0");
	NdisReadConfiguration(&status, &value, eth0, NULL, NdisParameterInteger);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	NdisCloseConfiguration(eth0);
	NdisOpenProtocolConfiguration(&status, &eth0, NULL);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, eth0);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

static void configuration_of_a_miniport(struct kunit *test)
{
	struct ndis_object *context;
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_HANDLE config = NULL, handle;

	client.config = "ndisim0/Key=7";
	context = ndis_config_context_create(client.module.priv, "ndisim0");
	KUNIT_ASSERT_NOT_NULL(test, context);
	handle = context->handle;
	NdisOpenConfiguration(&status, &config, handle);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, get_number(test, config, "Key", NdisParameterInteger), 7u);
	/* MiniportInitialize returned; what it opened stays open. */
	ndis_object_put(context);
	KUNIT_EXPECT_EQ(test, get_number(test, config, "Key", NdisParameterInteger), 7u);
	NdisCloseConfiguration(config);
	EXPECT_NO_VIOLATION(test);
	NdisOpenConfiguration(&status, &config, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, config);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static void configuration_at_dispatch_level(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("Environment");
	NDIS_HANDLE eth0 = open_section(test, "eth0"), other;
	NDIS_CONFIGURATION_PARAMETER written = { NdisParameterInteger };
	PNDIS_CONFIGURATION_PARAMETER value;
	NDIS_STATUS status[7] = {};
	unsigned int i;
	PVOID address;
	UINT length;

	local_bh_disable();
	NdisOpenProtocolConfiguration(&status[0], &other, &name);
	NdisOpenConfiguration(&status[1], &other, NULL);
	NdisReadConfiguration(&status[2], &value, eth0, &name, NdisParameterInteger);
	NdisWriteConfiguration(&status[3], eth0, &name, &written);
	NdisOpenConfigurationKeyByName(&status[4], eth0, &name, &other);
	NdisOpenConfigurationKeyByIndex(&status[5], eth0, 0, &name, &other);
	NdisReadNetworkAddress(&status[6], &address, &length, eth0);
	NdisCloseConfiguration(eth0);
	local_bh_enable();
	for (i = 0; i < ARRAY_SIZE(status); i++)
		KUNIT_EXPECT_EQ(test, status[i], NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 8);
	NdisCloseConfiguration(eth0);
	EXPECT_NO_VIOLATION(test);
}

static void unload_names_an_open_configuration(struct kunit *test)
{
	unsigned int live = ndis_objects_live();

	get(test, open_section(test, "eth0"), "Environment", NdisParameterInteger);
	client_unload();
	EXPECT_VIOLATIONS(test, NDIS_OBJECT_LEAK, 1);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), live);
}

static void section_name_of_a_bind(struct kunit *test)
{
	NDIS_STRING section;
	char text[80];

	KUNIT_ASSERT_EQ(test, ndis_config_section_name("PROTO", "wwan0", &section), 0);
	KUNIT_EXPECT_TRUE(test, ndis_string_to_text(&section, text, sizeof(text)));
	KUNIT_EXPECT_STREQ(test, text, "PROTO\\Parameters\\Adapters\\wwan0");
	KUNIT_EXPECT_EQ(test, (int)section.Buffer[section.Length / sizeof(WCHAR)], 0);
	kfree(section.Buffer);
}

static struct kunit_case config_cases[] = {
	KUNIT_CASE(sections_are_of_adapters),
	KUNIT_CASE(names_are_compared_as_they_are_elsewhere),
	KUNIT_CASE(parameter_that_is_none),
	KUNIT_CASE(missing_keyword_fails),
	KUNIT_CASE(predefined_keywords),
	KUNIT_CASE(numbers),
	KUNIT_CASE(lists_of_strings),
	KUNIT_CASE(bytes),
	KUNIT_CASE(network_address),
	KUNIT_CASE(upper_bindings_are_made_up),
	KUNIT_CASE(upper_bindings_are_no_interfaces),
	KUNIT_CASE(upper_bindings_have_their_place),
	KUNIT_CASE(written_values_are_read),
	KUNIT_CASE(written_values_outlive_the_handle_only),
	KUNIT_CASE(written_values_are_bounded),
	KUNIT_CASE(keys_by_name_and_number),
	KUNIT_CASE(values_live_until_the_handle_is_closed),
	KUNIT_CASE(nowhere_to_say_so),
	KUNIT_CASE(closed_handles),
	KUNIT_CASE(configuration_of_a_miniport),
	KUNIT_CASE(configuration_at_dispatch_level),
	KUNIT_CASE(unload_names_an_open_configuration),
	KUNIT_CASE(section_name_of_a_bind),
	{}
};

static struct kunit_suite config_suite = {
	.name = "ndis_config",
	.init = client_setup,
	.exit = client_teardown,
	.test_cases = config_cases,
};

kunit_test_suite(config_suite);
