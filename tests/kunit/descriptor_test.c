// SPDX-License-Identifier: GPL-2.0
/*
 * mbim_usb's view of descriptors and notifications: ordinary functions, dual
 * ones, the broken rules of known devices, and what must be refused; when the
 * log speaks of it.
 */
#include <kunit/test.h>
#include <linux/slab.h>
#include <linux/string.h>

#include "../../drivers/mbim_usb/descriptor.c"
#include "../../drivers/mbim_usb/notify.c"
#include "../../drivers/mbim_usb/params.h"
#include "../../drivers/mbim_usb/quirks.c"

struct config {
	u8 bytes[512];
	u32 length;
};

static int descriptor_test_init(struct kunit *test)
{
	test->priv = kunit_kzalloc(test, sizeof(struct config), GFP_KERNEL);
	return test->priv ? 0 : -ENOMEM;
}

static void add(struct config *c, const u8 *bytes)
{
	memcpy(c->bytes + c->length, bytes, bytes[0]);
	c->length += bytes[0];
}

#define ADD(c, ...)	add(c, (const u8 []){ __VA_ARGS__ })

static void begin(struct config *c)
{
	c->length = 0;
	ADD(c, 9, 2, 0, 0, 2, 1, 0, 0x80, 250);
}

static void interface(struct config *c, u8 number, u8 setting, u8 class, u8 subclass, u8 protocol)
{
	ADD(c, 9, 4, number, setting, 0, class, subclass, protocol, 0);
}

static void endpoint(struct config *c, u8 address, u8 type, u16 size)
{
	ADD(c, 7, 5, address, type, size & 0xff, size >> 8, 5);
}

static void header(struct config *c)
{
	ADD(c, 5, 0x24, 0x00, 0x20, 0x01);
}

static void cdc_union(struct config *c, u8 control, u8 data)
{
	ADD(c, 5, 0x24, 0x06, control, data);
}

static void mbim(struct config *c, u16 message, u16 segment)
{
	ADD(c, 12, 0x24, 0x1b, 0x00, 0x01, message & 0xff, message >> 8, 16, 128, segment & 0xff,
	    segment >> 8, 0x20);
}

static void extended(struct config *c)
{
	ADD(c, 8, 0x24, 0x1c, 0x00, 0x01, 64, 0xdc, 0x05);
}

static void data_pair(struct config *c, u8 number)
{
	interface(c, number, 0, 0x0a, 0, 2);
	interface(c, number, 1, 0x0a, 0, 2);
	endpoint(c, 0x82, 2, 512);
	endpoint(c, 0x01, 2, 512);
}

static void ordinary(struct config *c)
{
	begin(c);
	interface(c, 12, 0, 2, 0x0e, 0);
	header(c);
	cdc_union(c, 12, 14);
	mbim(c, 4096, 2048);
	extended(c);
	endpoint(c, 0x81, 3, 64);
	data_pair(c, 14);
}

static MBIM_DESCRIPTOR_RESULT parse(struct config *c, MBIM_FUNCTION *f)
{
	return MbimDescriptorParse(c->bytes, c->length, f);
}

static void ordinary_function(struct kunit *test)
{
	struct config *c = test->priv;
	MBIM_FUNCTION f;

	ordinary(c);
	KUNIT_ASSERT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorOk);
	KUNIT_EXPECT_EQ(test, f.ControlInterface, 12);
	KUNIT_EXPECT_EQ(test, f.ControlSetting, 0);
	KUNIT_EXPECT_EQ(test, f.DataInterface, 14);
	KUNIT_EXPECT_EQ(test, f.DataSetting, 1);
	KUNIT_EXPECT_EQ(test, f.MbimVersion, 0x100);
	KUNIT_EXPECT_EQ(test, f.MaxControlMessage, 4096);
	KUNIT_EXPECT_EQ(test, f.MaxSegmentSize, 2048);
	KUNIT_EXPECT_EQ(test, f.NumberFilters, 16);
	KUNIT_EXPECT_EQ(test, f.MaxFilterSize, 128);
	KUNIT_EXPECT_EQ(test, f.NetworkCapabilities, 0x20);
	KUNIT_EXPECT_EQ(test, f.ExtendedVersion, 0x100);
	KUNIT_EXPECT_EQ(test, f.MaxOutstandingCommands, 64);
	KUNIT_EXPECT_EQ(test, f.Mtu, 1500);
	KUNIT_EXPECT_EQ(test, f.Interrupt.Address, 0x81);
	KUNIT_EXPECT_EQ(test, f.Interrupt.MaximumPacketSize, 64);
	KUNIT_EXPECT_EQ(test, f.BulkIn.Address, 0x82);
	KUNIT_EXPECT_EQ(test, f.BulkOut.Address, 0x01);
	KUNIT_EXPECT_EQ(test, f.Oddities, 0);
}

/* Comm setting 0 and data setting 1 are NCM's. */
static void dual_function(struct kunit *test)
{
	struct config *c = test->priv;
	MBIM_FUNCTION f;

	begin(c);
	interface(c, 0, 0, 2, 0x0d, 0);
	header(c);
	cdc_union(c, 0, 1);
	ADD(c, 13, 0x24, 0x0f, 1, 0, 0, 0, 0, 0xea, 0x05, 0, 0, 0);
	ADD(c, 6, 0x24, 0x1a, 0, 1, 0);
	endpoint(c, 0x81, 3, 64);
	interface(c, 0, 1, 2, 0x0e, 0);
	header(c);
	cdc_union(c, 0, 1);
	mbim(c, 1024, 2048);
	endpoint(c, 0x81, 3, 64);
	interface(c, 1, 0, 0x0a, 0, 1);
	interface(c, 1, 1, 0x0a, 0, 1);
	endpoint(c, 0x83, 2, 512);
	endpoint(c, 0x03, 2, 512);
	interface(c, 1, 2, 0x0a, 0, 2);
	endpoint(c, 0x82, 2, 512);
	endpoint(c, 0x02, 2, 512);

	KUNIT_ASSERT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorOk);
	KUNIT_EXPECT_EQ(test, f.ControlSetting, 1);
	KUNIT_EXPECT_EQ(test, f.DataSetting, 2);
	KUNIT_EXPECT_EQ(test, f.BulkIn.Address, 0x82);
	KUNIT_EXPECT_EQ(test, f.ExtendedVersion, 0);
	KUNIT_EXPECT_EQ(test, f.Oddities, 0);
}

/* Sierra MC7710: no Union. An old Huawei: MBIM first, small segments. */
static void tolerated(struct kunit *test)
{
	struct config *c = test->priv;
	MBIM_FUNCTION f;

	begin(c);
	interface(c, 3, 0, 2, 0x0e, 1);
	mbim(c, 512, 1500);
	endpoint(c, 0x81, 3, 16);
	data_pair(c, 4);
	KUNIT_ASSERT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorOk);
	KUNIT_EXPECT_EQ(test, f.DataInterface, 4);
	KUNIT_EXPECT_EQ(test, f.Oddities, MBIM_ODD_NO_HEADER | MBIM_ODD_NO_UNION | MBIM_ODD_ORDER |
			MBIM_ODD_SEGMENT_SIZE | MBIM_ODD_PROTOCOL);

	/* a Union that names an interface which is not there */
	begin(c);
	interface(c, 3, 0, 2, 0x0e, 0);
	header(c);
	cdc_union(c, 3, 9);
	mbim(c, 512, 2048);
	endpoint(c, 0x81, 3, 16);
	data_pair(c, 4);
	KUNIT_ASSERT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorOk);
	KUNIT_EXPECT_EQ(test, f.DataInterface, 4);
	KUNIT_EXPECT_EQ(test, f.Oddities, MBIM_ODD_NO_UNION);
}

/* Each has a line of its own in the log, and there are as many as announced. */
static void oddities_have_texts(struct kunit *test)
{
	u32 i, k;

	for (i = 0; i < MBIM_ODDITIES; i++) {
		const char *text = MbimDescriptorOddityText(1u << i);

		KUNIT_EXPECT_STRNEQ(test, text, "unknown");
		for (k = 0; k < i; k++)
			KUNIT_EXPECT_STRNEQ(test, text, MbimDescriptorOddityText(1u << k));
	}
	KUNIT_EXPECT_STREQ(test, MbimDescriptorOddityText(1u << i), "unknown");
}

/* The first block with three faults of a kind went unreported. */
static void faults_reported(struct kunit *test)
{
	static const struct { u64 before, after; bool due; } cases[] = {
		{ 0, 1, true }, { 1, 2, true }, { 2, 3, false }, { 3, 4, true },
		{ 0, 3, true }, { 3, 5, true }, { 5, 7, false }, { 7, 100, true },
		{ 100, 127, false }, { 127, 128, true }, { 5, 5, false }, { 0, 0, false },
	};
	int i;

	for (i = 0; i < ARRAY_SIZE(cases); i++)
		KUNIT_EXPECT_EQ_MSG(test, MbimReportDue(cases[i].before, cases[i].after),
				    cases[i].due, "%llu to %llu", cases[i].before, cases[i].after);
}

static void refused(struct kunit *test)
{
	struct config *c = test->priv;
	MBIM_FUNCTION f;
	u32 i;

	c->length = 0;
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorMalformed);
	begin(c);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoFunction);
	interface(c, 0, 0, 2, 0x0e, 0);
	header(c);
	cdc_union(c, 0, 1);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoMbim);
	mbim(c, 4096, 2048);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoInterrupt);
	endpoint(c, 0x81, 3, 0);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoInterrupt);
	endpoint(c, 0x81, 3, 64);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoData);
	interface(c, 1, 1, 0x0a, 0, 2);
	endpoint(c, 0x82, 2, 0);
	endpoint(c, 0x01, 2, 512);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoData);

	begin(c);
	interface(c, 0, 0, 2, 0x0e, 0);
	mbim(c, 63, 2048);
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorControlSize);

	/* cut anywhere: never Ok before the second bulk endpoint is there */
	ordinary(c);
	for (i = c->length - 1; i > 0; i--) {
		c->length = i;
		KUNIT_EXPECT_NE(test, (int)parse(c, &f), (int)MbimDescriptorOk);
	}
	/* a length of 0 must not hold the walk up */
	ordinary(c);
	c->bytes[9] = 0;
	KUNIT_EXPECT_EQ(test, (int)parse(c, &f), (int)MbimDescriptorNoFunction);
}

static void quirks(struct kunit *test)
{
	KUNIT_ASSERT_NOT_NULL(test, MbimQuirkFind(0x12d1, 0x15c1));
	KUNIT_EXPECT_EQ(test, MbimQuirkFind(0x12d1, 0x15c1)->Flags, MBIM_QUIRK_ONE_NDP);
	KUNIT_ASSERT_NOT_NULL(test, MbimQuirkFind(0x03f0, 0xa31d));
	KUNIT_EXPECT_TRUE(test, !MbimQuirkFind(0x03f0, 0xa31e));
	KUNIT_EXPECT_TRUE(test, !MbimQuirkFind(0x1199, 0x9079));
}

static const u8 response_available[] = { 0xa1, 0x01, 0, 0, 2, 0, 0, 0 };
static const u8 speed_change[] = {
	0xa1, 0x2a, 0, 0, 2, 0, 8, 0, 0x80, 0xd1, 0xf0, 0x08, 0x80, 0xf0, 0xfa, 0x02
};

static void notification_whole(struct kunit *test)
{
	CDC_ASSEMBLY assembly = { 0 };
	CDC_NOTIFICATION n;
	SIZE_T used;

	KUNIT_ASSERT_TRUE(test, CdcNotifyParse(&assembly, response_available, 8, &used, &n));
	KUNIT_EXPECT_EQ(test, used, 8);
	KUNIT_EXPECT_EQ(test, n.Code, CDC_NOTIFY_RESPONSE_AVAILABLE);
	KUNIT_EXPECT_EQ(test, n.Index, 2);
	KUNIT_EXPECT_TRUE(test, CdcNotifyEndTransfer(&assembly, 8, 64));

	KUNIT_ASSERT_TRUE(test, CdcNotifyParse(&assembly, speed_change, 16, &used, &n));
	KUNIT_EXPECT_EQ(test, n.DownlinkSpeed, 150000000);
	KUNIT_EXPECT_EQ(test, n.UplinkSpeed, 50000000);
}

static void notification_in_pieces(struct kunit *test)
{
	CDC_ASSEMBLY assembly = { 0 };
	CDC_NOTIFICATION n;
	SIZE_T used;

	KUNIT_EXPECT_FALSE(test, CdcNotifyParse(&assembly, speed_change, 8, &used, &n));
	KUNIT_EXPECT_EQ(test, used, 8);
	KUNIT_EXPECT_TRUE(test, CdcNotifyEndTransfer(&assembly, 8, 8));
	KUNIT_ASSERT_TRUE(test, CdcNotifyParse(&assembly, speed_change + 8, 8, &used, &n));
	KUNIT_EXPECT_EQ(test, n.Code, CDC_NOTIFY_SPEED_CHANGE);
	KUNIT_EXPECT_TRUE(test, CdcNotifyEndTransfer(&assembly, 8, 8));
}

static void notification_nonsense(struct kunit *test)
{
	static const u8 foreign[] = { 0x21, 0x01, 0, 0, 2, 0, 0, 0 };
	static const u8 huge[] = { 0xa1, 0x01, 0, 0, 2, 0, 0xff, 0xff, 1, 2, 3 };
	CDC_ASSEMBLY assembly = { 0 };
	CDC_NOTIFICATION n;
	SIZE_T used;

	KUNIT_EXPECT_FALSE(test, CdcNotifyParse(&assembly, foreign, 8, &used, &n));
	KUNIT_EXPECT_FALSE(test, CdcNotifyEndTransfer(&assembly, 8, 8));
	KUNIT_EXPECT_FALSE(test, CdcNotifyParse(&assembly, huge, 11, &used, &n));
	KUNIT_EXPECT_EQ(test, used, 11);
	KUNIT_EXPECT_FALSE(test, CdcNotifyEndTransfer(&assembly, 11, 64));
	/* too short, and the transfer says that is all */
	KUNIT_EXPECT_FALSE(test, CdcNotifyParse(&assembly, response_available, 5, &used, &n));
	KUNIT_EXPECT_FALSE(test, CdcNotifyEndTransfer(&assembly, 5, 64));
	/* and the next one is understood again */
	KUNIT_EXPECT_TRUE(test, CdcNotifyParse(&assembly, response_available, 8, &used, &n));
}

static struct kunit_case descriptor_cases[] = {
	KUNIT_CASE(ordinary_function),
	KUNIT_CASE(dual_function),
	KUNIT_CASE(tolerated),
	KUNIT_CASE(oddities_have_texts),
	KUNIT_CASE(faults_reported),
	KUNIT_CASE(refused),
	KUNIT_CASE(quirks),
	KUNIT_CASE(notification_whole),
	KUNIT_CASE(notification_in_pieces),
	KUNIT_CASE(notification_nonsense),
	{ }
};

static struct kunit_suite descriptor_suite = {
	.name = "mbim_usb_descriptor",
	.init = descriptor_test_init,
	.test_cases = descriptor_cases,
};

kunit_test_suite(descriptor_suite);

MODULE_LICENSE("GPL");
