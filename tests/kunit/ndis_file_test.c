// SPDX-License-Identifier: GPL-2.0
/*
 * NdisOpenFile() and what goes with it, with a firmware loader of the suite's own:
 * not every kernel has one.
 */
#include <linux/firmware.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>

#include "ndis_client.h"

static const u8 content[] = { 0xde, 0xad, 0xbe, 0xef, 0x05 };
static const NDIS_PHYSICAL_ADDRESS anywhere = NDIS_PHYSICAL_ADDRESS_CONST(-1, -1);

static struct {
	unsigned int asked;
	char name[40];			/* the last one asked for */
	const char *there;		/* the name that there is */
	int err;			/* of one that is there */
	size_t size;
} loader;

/* A kernel with a loader frees what it gave; one without has nothing to free. */
static struct firmware *loader_make(void)
{
	static struct firmware constant;
	struct firmware *made;
	void *data;

	if (!IS_REACHABLE(CONFIG_FW_LOADER)) {
		constant.data = content;
		return &constant;
	}
	made = kzalloc(sizeof(*made), GFP_KERNEL);
	data = vmalloc(sizeof(content));
	if (!made || !data) {
		kfree(made);
		vfree(data);
		return NULL;
	}
	made->data = memcpy(data, content, sizeof(content));
	return made;
}

static int loader_request(const struct firmware **firmware, const char *name,
			  struct device *device)
{
	struct firmware *made;

	*firmware = NULL;
	loader.asked++;
	strscpy(loader.name, name, sizeof(loader.name));
	if (strcmp(name, loader.there))
		return -ENOENT;
	if (loader.err)
		return loader.err;
	made = loader_make();
	if (!made)
		return -ENOMEM;
	made->size = loader.size;
	*firmware = made;
	return 0;
}

static int (*loader_before)(const struct firmware **firmware, const char *name,
			    struct device *device);

static int file_setup(struct kunit *test)
{
	memset(&loader, 0, sizeof(loader));
	loader.there = "radio.bin";
	loader.size = sizeof(content);
	loader_before = ndis_file_source;
	ndis_file_source = loader_request;
	return client_setup(test);
}

static void file_teardown(struct kunit *test)
{
	client_teardown(test);
	ndis_file_source = loader_before;
}

static NDIS_STATUS open_file(PCWSTR text, NDIS_HANDLE *handle, UINT *length)
{
	NDIS_STATUS status = NDIS_STATUS_PENDING;
	NDIS_STRING name;

	NdisInitUnicodeString(&name, text);
	NdisOpenFile(&status, handle, length, &name, anywhere);
	return status;
}

static void file_is_read_and_mapped(struct kunit *test)
{
	NDIS_HANDLE handle = NULL;
	NDIS_STATUS status;
	UINT length = 0;
	u8 *data = NULL;
	PVOID again;

	KUNIT_ASSERT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, (UINT)sizeof(content));
	NdisMapFile(&status, (PVOID *)&data, handle);
	KUNIT_ASSERT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_FALSE(test, memcmp(data, content, sizeof(content)));
	/* Its own copy, that it may write to. */
	data[0] = 1;
	KUNIT_EXPECT_EQ(test, content[0], (u8)0xde);
	NdisMapFile(&status, &again, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_ALREADY_MAPPED);
	KUNIT_EXPECT_NULL(test, again);
	NdisUnmapFile(handle);
	NdisMapFile(&status, &again, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, again, (PVOID)data);
	NdisCloseFile(handle);
	EXPECT_NO_VIOLATION(test);
}

static void file_of_nothing(struct kunit *test)
{
	NDIS_HANDLE handle;
	NDIS_STATUS status;
	UINT length = 7;
	PVOID data;

	loader.size = 0;
	KUNIT_ASSERT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, length, 0u);
	NdisMapFile(&status, &data, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_NOT_NULL(test, data);
	NdisUnmapFile(handle);
	NdisCloseFile(handle);
}

/* As on Windows, capitals do not matter; a file of just that name comes first. */
static void file_in_small_letters(struct kunit *test)
{
	NDIS_HANDLE handle;
	UINT length;

	KUNIT_ASSERT_EQ(test, open_file(L"RADIO.Bin", &handle, &length), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, loader.asked, 2u);
	NdisCloseFile(handle);
	loader.there = "RADIO.Bin";
	KUNIT_ASSERT_EQ(test, open_file(L"RADIO.Bin", &handle, &length), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, loader.asked, 3u);
	NdisCloseFile(handle);
}

static void file_that_cannot_be_read(struct kunit *test)
{
	NDIS_HANDLE handle = &handle;
	UINT length = 7;

	KUNIT_EXPECT_EQ(test, open_file(L"other.bin", &handle, &length),
			NDIS_STATUS_FILE_NOT_FOUND);
	KUNIT_EXPECT_NULL(test, handle);
	KUNIT_EXPECT_EQ(test, length, 0u);
	loader.err = -EIO;
	KUNIT_EXPECT_EQ(test, open_file(L"radio.bin", &handle, &length),
			NDIS_STATUS_ERROR_READING_FILE);
	loader.err = -ENOMEM;
	KUNIT_EXPECT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_RESOURCES);
	loader.err = 0;
	ndis_knob_set(NDIS_KNOB_FAIL_ALLOC, 1);
	KUNIT_EXPECT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_NO_VIOLATION(test);
}

/* No name leads out of the folders for firmware: the loader is not asked. */
static void file_names_are_no_paths(struct kunit *test)
{
	static const PCWSTR names[] = {
		L"", L"..", L"../shadow", L"a/radio.bin", L"\\radio.bin", L"c:radio.bin",
		L".hidden",
	};
	NDIS_HANDLE handle;
	unsigned int i;
	UINT length;

	for (i = 0; i < ARRAY_SIZE(names); i++)
		KUNIT_EXPECT_EQ(test, open_file(names[i], &handle, &length),
				NDIS_STATUS_FILE_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, loader.asked, 0u);
}

static void file_misuse(struct kunit *test)
{
	NDIS_STRING name = NDIS_STRING_CONST("radio.bin");
	NDIS_HANDLE handle;
	NDIS_STATUS status;
	UINT length;
	PVOID data;

	status = NDIS_STATUS_PENDING;
	NdisOpenFile(&status, NULL, &length, &name, anywhere);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	NdisOpenFile(NULL, &handle, &length, &name, anywhere);
	NdisMapFile(NULL, &data, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 3);
	local_bh_disable();
	status = open_file(L"radio.bin", &handle, &length);
	local_bh_enable();
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, handle);
	EXPECT_VIOLATIONS(test, IRQL_TOO_HIGH, 1);

	KUNIT_ASSERT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_SUCCESS);
	NdisCloseFile(handle);
	NdisCloseFile(handle);
	NdisMapFile(&status, &data, handle);
	KUNIT_EXPECT_EQ(test, status, NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, data);
	NdisUnmapFile(handle);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 3);
}

static void unload_names_a_file_left_open(struct kunit *test)
{
	unsigned int before = ndis_objects_live();
	NDIS_HANDLE handle;
	UINT length;

	KUNIT_ASSERT_EQ(test, open_file(L"radio.bin", &handle, &length), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), before + 1);
	client_unload();
	EXPECT_VIOLATIONS(test, NDIS_OBJECT_LEAK, 1);
	KUNIT_EXPECT_EQ(test, ndis_objects_live(), before);
}

static struct kunit_case file_cases[] = {
	KUNIT_CASE(file_is_read_and_mapped),
	KUNIT_CASE(file_of_nothing),
	KUNIT_CASE(file_in_small_letters),
	KUNIT_CASE(file_that_cannot_be_read),
	KUNIT_CASE(file_names_are_no_paths),
	KUNIT_CASE(file_misuse),
	KUNIT_CASE(unload_names_a_file_left_open),
	{}
};

static struct kunit_suite file_suite = {
	.name = "ndis_file",
	.init = file_setup,
	.exit = file_teardown,
	.test_cases = file_cases,
};

kunit_test_suite(file_suite);
