// SPDX-License-Identifier: GPL-2.0
/*
 * Files behind handles: names, files of Linux, nodes that block and know programs'
 * memory only, devices of drivers, and what happens to all of them when handles go.
 */
#include "nt_device_mock.h"

#include <linux/miscdevice.h>
#include <linux/poll.h>

#include "nt/zw.h"

MODULE_IMPORT_NS(EXPORTED_FOR_KUNIT_TESTING);

#define NAME(text)	((UNICODE_STRING)RTL_CONSTANT_STRING(text))
#define ZW_FILE		L"\\??\\C:\\kunit_zw"
#define ZW_NODE		L"\\DosDevices\\Kunit_Zw_Node"
#define ZW_SYNC		(GENERIC_READ | GENERIC_WRITE | SYNCHRONIZE)

static NTSTATUS zw_open_at(HANDLE root, const UNICODE_STRING name, ACCESS_MASK access,
			   ULONG disposition, ULONG options, HANDLE *handle,
			   IO_STATUS_BLOCK *iosb)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING copy = name;

	InitializeObjectAttributes(&attributes, &copy, OBJ_KERNEL_HANDLE, root, NULL);
	return ZwCreateFile(handle, access, &attributes, iosb, NULL, FILE_ATTRIBUTE_NORMAL,
			    FILE_SHARE_READ, disposition, options, NULL, 0);
}

static NTSTATUS zw_open(const UNICODE_STRING name, ACCESS_MASK access, ULONG disposition,
			HANDLE *handle)
{
	IO_STATUS_BLOCK iosb;

	return zw_open_at(NULL, name, access, disposition, FILE_SYNCHRONOUS_IO_NONALERT, handle,
			  &iosb);
}

static NTSTATUS zw_delete(const UNICODE_STRING name)
{
	OBJECT_ATTRIBUTES attributes;
	UNICODE_STRING copy = name;

	InitializeObjectAttributes(&attributes, &copy, 0, NULL, NULL);
	return ZwDeleteFile(&attributes);
}

static NTSTATUS zw_write(HANDLE handle, const char *text, LARGE_INTEGER *offset)
{
	IO_STATUS_BLOCK iosb = {};
	NTSTATUS status;

	status = ZwWriteFile(handle, NULL, NULL, NULL, &iosb, (PVOID)text, strlen(text), offset,
			     NULL);
	return NT_SUCCESS(status) && iosb.Information != strlen(text) ? STATUS_DATA_ERROR : status;
}

/* What was read, as a string. */
static NTSTATUS zw_read(HANDLE handle, char *text, size_t size, LARGE_INTEGER *offset)
{
	IO_STATUS_BLOCK iosb = {};
	NTSTATUS status;

	memset(text, 0, size);
	status = ZwReadFile(handle, NULL, NULL, NULL, &iosb, text, size - 1, offset, NULL);
	return NT_SUCCESS(status) && iosb.Information != strlen(text) ? STATUS_DATA_ERROR : status;
}

/* ---- names ---- */

static void names_lead_to_files(struct kunit *test)
{
	static const struct {
		const WCHAR *name;
		const char *path;
	} rows[] = {
		{ L"\\??\\C:\\a\\b.bin", "/a/b.bin" },
		{ L"\\??\\d:\\", "/" },
		{ L"\\DosDevices\\Z:\\dir\\", "/dir" },
		{ L"\\dosdevices\\global\\C:\\x", "/x" },
		{ L"\\??\\cdc-wdm0", "/dev/cdc-wdm0" },
		{ L"\\GLOBAL??\\bus\\usb\\001", "/dev/bus/usb/001" },
		{ L"\\SystemRoot\\fw\\a.bin", "/var/lib/ndis_shim/fw/a.bin" },
		{ L"\\??\\C:\\\x00e9\x20ac", "/\xc3\xa9\xe2\x82\xac" },
		{ L"\\??\\C:\\\xd83d\xde00", "/\xf0\x9f\x98\x80" },
	};
	char *path = kunit_kzalloc(test, NT_ZW_PATH, GFP_KERNEL);
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, path);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		UNICODE_STRING name;

		RtlInitUnicodeString(&name, rows[i].name);
		KUNIT_EXPECT_EQ(test, nt_zw_path(&name, path), STATUS_SUCCESS);
		KUNIT_EXPECT_STREQ(test, path, rows[i].path);
	}
}

static void names_that_lead_nowhere(struct kunit *test)
{
	static const struct {
		const WCHAR *name;
		NTSTATUS status;
	} rows[] = {
		{ L"", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ L"a", STATUS_OBJECT_PATH_SYNTAX_BAD },
		{ L"\\Device\\HarddiskVolume1\\a", STATUS_OBJECT_PATH_NOT_FOUND },
		{ L"\\??\\UNC\\server\\share", STATUS_OBJECT_PATH_NOT_FOUND },
		{ L"\\??\\C:", STATUS_OBJECT_NAME_NOT_FOUND },
		{ L"\\??\\C:\\..\\a", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\C:\\a\\.", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\C:\\a\\\\b", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\C:\\a/b", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\C:\\a*", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\C:\\\xd83d", STATUS_OBJECT_NAME_INVALID },
		{ L"\\??\\", STATUS_OBJECT_NAME_INVALID },
		{ L"\\SystemRoot\\..\\etc\\passwd", STATUS_OBJECT_NAME_INVALID },
	};
	char *path = kunit_kzalloc(test, NT_ZW_PATH, GFP_KERNEL);
	WCHAR *longest = kunit_kzalloc(test, 2 * NT_ZW_PATH * sizeof(WCHAR), GFP_KERNEL);
	UNICODE_STRING name;
	unsigned int i;

	KUNIT_ASSERT_NOT_NULL(test, path);
	KUNIT_ASSERT_NOT_NULL(test, longest);
	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		RtlInitUnicodeString(&name, rows[i].name);
		KUNIT_EXPECT_EQ(test, nt_zw_path(&name, path), rows[i].status);
	}
	memcpy(longest, L"\\??\\C:\\", 14);
	for (i = 7; i < 2 * NT_ZW_PATH - 1; i++)
		longest[i] = 'x';
	RtlInitUnicodeString(&name, longest);
	KUNIT_EXPECT_EQ(test, nt_zw_path(&name, path), STATUS_OBJECT_NAME_INVALID);
}

/* ---- files ---- */

static void files_keep_what_is_written(struct kunit *test)
{
	LARGE_INTEGER offset = { .QuadPart = 2 };
	char text[16];
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_FILE), ZW_SYNC, FILE_OVERWRITE_IF, &handle),
			STATUS_SUCCESS);
	/* One after the other, and where it is said. */
	KUNIT_EXPECT_EQ(test, zw_write(handle, "abc", NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "def", NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "cdef");
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL), STATUS_END_OF_FILE);
	offset.QuadPart = 0;
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, 3, &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "ab");
	offset.LowPart = FILE_USE_FILE_POINTER_POSITION;
	offset.HighPart = -1;
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, 3, &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "cd");
	offset.LowPart = FILE_WRITE_TO_END_OF_FILE;
	KUNIT_EXPECT_EQ(test, zw_write(handle, "gh", &offset), STATUS_SUCCESS);
	offset.QuadPart = 0;
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "abcdefgh");
	offset.QuadPart = -5;
	KUNIT_EXPECT_EQ(test, zw_write(handle, "x", &offset), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_delete(NAME(ZW_FILE)), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_delete(NAME(ZW_FILE)), STATUS_OBJECT_NAME_NOT_FOUND);
}

static void files_without_a_position(struct kunit *test)
{
	LARGE_INTEGER offset = {};
	IO_STATUS_BLOCK iosb;
	char text[16];
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, zw_open_at(NULL, NAME(ZW_FILE), ZW_SYNC, FILE_CREATE, 0, &handle,
					 &iosb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "abc", NULL), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "abc", &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), &offset), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "abc");
	ZwClose(handle);
	zw_delete(NAME(ZW_FILE));
}

static void dispositions(struct kunit *test)
{
	static const struct {
		ULONG disposition;
		NTSTATUS without, with;
		ULONG_PTR created, found;
	} rows[] = {
		{ FILE_SUPERSEDE, STATUS_SUCCESS, STATUS_SUCCESS, FILE_CREATED, FILE_SUPERSEDED },
		{ FILE_OPEN, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS, FILE_DOES_NOT_EXIST,
		  FILE_OPENED },
		{ FILE_CREATE, STATUS_SUCCESS, STATUS_OBJECT_NAME_COLLISION, FILE_CREATED,
		  FILE_EXISTS },
		{ FILE_OPEN_IF, STATUS_SUCCESS, STATUS_SUCCESS, FILE_CREATED, FILE_OPENED },
		{ FILE_OVERWRITE, STATUS_OBJECT_NAME_NOT_FOUND, STATUS_SUCCESS,
		  FILE_DOES_NOT_EXIST, FILE_OVERWRITTEN },
		{ FILE_OVERWRITE_IF, STATUS_SUCCESS, STATUS_SUCCESS, FILE_CREATED,
		  FILE_OVERWRITTEN },
	};
	IO_STATUS_BLOCK iosb;
	unsigned int i;
	HANDLE handle;

	for (i = 0; i < ARRAY_SIZE(rows); i++) {
		zw_delete(NAME(ZW_FILE));
		KUNIT_EXPECT_EQ(test, zw_open_at(NULL, NAME(ZW_FILE), ZW_SYNC, rows[i].disposition,
						 0, &handle, &iosb), rows[i].without);
		KUNIT_EXPECT_EQ(test, iosb.Information, rows[i].created);
		if (handle)
			ZwClose(handle);
		KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_FILE), ZW_SYNC, FILE_OPEN_IF, &handle),
				STATUS_SUCCESS);
		ZwClose(handle);
		KUNIT_EXPECT_EQ(test, zw_open_at(NULL, NAME(ZW_FILE), ZW_SYNC, rows[i].disposition,
						 0, &handle, &iosb), rows[i].with);
		KUNIT_EXPECT_EQ(test, iosb.Information, rows[i].found);
		if (handle)
			ZwClose(handle);
	}
	zw_delete(NAME(ZW_FILE));
}

static void opening_is_for_something(struct kunit *test)
{
	IO_STATUS_BLOCK iosb;
	HANDLE handle, root;
	char text[4];

	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_FILE), GENERIC_WRITE, FILE_CREATE, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL), STATUS_ACCESS_DENIED);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "abc", NULL), STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_FILE), GENERIC_READ, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "abc", NULL), STATUS_ACCESS_DENIED);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, zw_open_at(NULL, NAME(ZW_FILE), GENERIC_READ, FILE_OPEN,
					 FILE_DIRECTORY_FILE, &handle, &iosb),
			STATUS_OBJECT_PATH_NOT_FOUND);
	KUNIT_EXPECT_EQ(test, zw_open_at(NULL, NAME(L"\\??\\C:\\"), GENERIC_READ, FILE_OPEN,
					 FILE_NON_DIRECTORY_FILE, &handle, &iosb),
			STATUS_FILE_IS_A_DIRECTORY);
	/* Below a directory that is open. */
	KUNIT_ASSERT_EQ(test, zw_open_at(NULL, NAME(L"\\??\\C:\\"), FILE_LIST_DIRECTORY, FILE_OPEN,
					 FILE_DIRECTORY_FILE, &root, &iosb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_open_at(root, NAME(L"kunit_zw"), GENERIC_READ, FILE_OPEN, 0,
					 &handle, &iosb), STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, zw_open_at(root, NAME(L"\\kunit_zw"), GENERIC_READ, FILE_OPEN, 0,
					 &handle, &iosb), STATUS_OBJECT_PATH_SYNTAX_BAD);
	ZwClose(root);
	zw_delete(NAME(ZW_FILE));
}

static void open_arguments(struct kunit *test)
{
	IO_STATUS_BLOCK iosb;
	HANDLE handle;

#define OPEN(access, disposition, options)						\
	zw_open_at(NULL, NAME(ZW_FILE), access, disposition, options, &handle, &iosb)
	/* A file that waits has to be one that can be waited for. */
	KUNIT_EXPECT_EQ(test, OPEN(FILE_READ_DATA, FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_OPEN, FILE_SYNCHRONOUS_IO_NONALERT |
				   FILE_SYNCHRONOUS_IO_ALERT), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_MAXIMUM_DISPOSITION + 1, 0),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_OPEN, 0x80000000), STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_OPEN, FILE_DELETE_ON_CLOSE),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_CREATE, FILE_DIRECTORY_FILE),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, OPEN(ZW_SYNC, FILE_OPEN, FILE_OPEN_BY_FILE_ID),
			STATUS_NOT_SUPPORTED);
#undef OPEN
	KUNIT_EXPECT_NULL(test, handle);
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, zw_open(NAME(ZW_FILE), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_INVALID_DEVICE_STATE);
	local_bh_enable();
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void what_is_known_of_a_file(struct kunit *test)
{
	FILE_POSITION_INFORMATION position = { .CurrentByteOffset.QuadPart = 1 };
	FILE_END_OF_FILE_INFORMATION end = { .EndOfFile.QuadPart = 3 };
	FILE_STANDARD_INFORMATION standard;
	FILE_BASIC_INFORMATION basic;
	FILE_FS_DEVICE_INFORMATION device;
	LARGE_INTEGER now;
	IO_STATUS_BLOCK iosb;
	char text[16];
	HANDLE handle;

	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_FILE), ZW_SYNC, FILE_CREATE, &handle),
			STATUS_SUCCESS);
	zw_write(handle, "abcdef", NULL);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &iosb, &standard, sizeof(standard),
						     FileStandardInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iosb.Information, sizeof(standard));
	KUNIT_EXPECT_EQ(test, standard.EndOfFile.QuadPart, 6);
	KUNIT_EXPECT_EQ(test, standard.NumberOfLinks, 1u);
	KUNIT_EXPECT_FALSE(test, standard.Directory);
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &iosb, &position, sizeof(position),
						   FilePositionInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &iosb, &end, sizeof(end),
						   FileEndOfFileInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "bc");
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &iosb, &position, sizeof(position),
						     FilePositionInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, position.CurrentByteOffset.QuadPart, 3);
	/* Within a day of what the clock says. */
	KeQuerySystemTime(&now);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &iosb, &basic, sizeof(basic),
						     FileBasicInformation), STATUS_SUCCESS);
	KUNIT_EXPECT_LT(test, abs(now.QuadPart - basic.LastWriteTime.QuadPart), 864000000000LL);
	KUNIT_EXPECT_EQ(test, basic.FileAttributes, (ULONG)FILE_ATTRIBUTE_NORMAL);
	KUNIT_EXPECT_EQ(test, ZwFlushBuffersFile(handle, &iosb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &iosb, &device, sizeof(device),
							   FileFsDeviceInformation),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, device.DeviceType, (DEVICE_TYPE)FILE_DEVICE_DISK);
	KUNIT_EXPECT_EQ(test, ZwQueryVolumeInformationFile(handle, &iosb, &device, sizeof(device),
							   FileFsSizeInformation),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &iosb, &standard, 4,
						     FileStandardInformation),
			STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwQueryInformationFile(handle, &iosb, &standard, sizeof(standard),
						     FileRenameInformation),
			STATUS_INVALID_INFO_CLASS);
	ZwClose(handle);
	zw_delete(NAME(ZW_FILE));
}

static void files_go_with_their_last_handle(struct kunit *test)
{
	FILE_DISPOSITION_INFORMATION disposition = { .DeleteFile = TRUE };
	FILE_NETWORK_OPEN_INFORMATION info;
	UNICODE_STRING name = NAME(ZW_FILE);
	OBJECT_ATTRIBUTES attributes;
	FILE_STANDARD_INFORMATION standard;
	IO_STATUS_BLOCK iosb;
	HANDLE handle;
	PVOID object;

	InitializeObjectAttributes(&attributes, &name, 0, NULL, NULL);
	KUNIT_ASSERT_EQ(test, zw_open(name, ZW_SYNC, FILE_CREATE, &handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwSetInformationFile(handle, &iosb, &disposition,
						   sizeof(disposition),
						   FileDispositionInformation), STATUS_SUCCESS);
	ZwQueryInformationFile(handle, &iosb, &standard, sizeof(standard),
			       FileStandardInformation);
	KUNIT_EXPECT_TRUE(test, standard.DeletePending);
	KUNIT_EXPECT_EQ(test, ZwQueryFullAttributesFile(&attributes, &info), STATUS_SUCCESS);
	/* A reference keeps the memory, not the file. */
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *IoFileObjectType, KernelMode,
							&object, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, ((PFILE_OBJECT)object)->WriteAccess);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwQueryFullAttributesFile(&attributes, &info),
			STATUS_OBJECT_NAME_NOT_FOUND);
	ObDereferenceObject(object);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "a", NULL), STATUS_INVALID_HANDLE);

	KUNIT_ASSERT_EQ(test, zw_open_at(NULL, name, ZW_SYNC | DELETE, FILE_CREATE,
					 FILE_DELETE_ON_CLOSE, &handle, &iosb), STATUS_SUCCESS);
	ZwClose(handle);
	KUNIT_EXPECT_EQ(test, ZwQueryFullAttributesFile(&attributes, &info),
			STATUS_OBJECT_NAME_NOT_FOUND);
}

/* ---- a node like cdc-wdm's: it blocks, and copies to programs ---- */

static struct {
	wait_queue_head_t wait;
	spinlock_t lock;	/* protects data and length */
	char data[64];
	size_t length;
	char written[64];
	bool gone;
} node;

static ssize_t node_read(struct file *filp, char __user *to, size_t size, loff_t *pos)
{
	char data[sizeof(node.data)];
	size_t length;
	int err;

	for (;;) {
		spin_lock(&node.lock);
		length = min(node.length, size);
		memcpy(data, node.data, length);
		if (length)
			node.length = 0;
		spin_unlock(&node.lock);
		if (length)
			return copy_to_user(to, data, length) ? -EFAULT : length;
		if (READ_ONCE(node.gone))
			return -ENODEV;
		if (filp->f_flags & O_NONBLOCK)
			return -EAGAIN;
		err = wait_event_interruptible(node.wait, READ_ONCE(node.length) ||
					       READ_ONCE(node.gone));
		if (err)
			return err;
	}
}

static ssize_t node_write(struct file *filp, const char __user *from, size_t size, loff_t *pos)
{
	if (size >= sizeof(node.written))
		return -EMSGSIZE;
	memset(node.written, 0, sizeof(node.written));
	return copy_from_user(node.written, from, size) ? -EFAULT : size;
}

static __poll_t node_poll(struct file *filp, poll_table *table)
{
	poll_wait(filp, &node.wait, table);
	if (READ_ONCE(node.gone))
		return EPOLLHUP | EPOLLERR;
	return EPOLLOUT | (READ_ONCE(node.length) ? EPOLLIN : 0);
}

static const struct file_operations node_fops = {
	.owner = THIS_MODULE,
	.read = node_read,
	.write = node_write,
	.poll = node_poll,
};

static struct miscdevice node_misc = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "kunit_zw_node",
	.fops = &node_fops,
};

static void node_feed(const char *text)
{
	spin_lock(&node.lock);
	node.length = strlen(text);
	memcpy(node.data, text, node.length);
	spin_unlock(&node.lock);
	wake_up_all(&node.wait);
}

static void node_begin(struct kunit *test)
{
	memset(&node, 0, sizeof(node));
	init_waitqueue_head(&node.wait);
	spin_lock_init(&node.lock);
	KUNIT_ASSERT_EQ(test, misc_register(&node_misc), 0);
}

/* An event with a handle. */
struct zw_event {
	struct nt_ob ob;
	KEVENT event;
	HANDLE handle;
};

static void zw_event_release(struct nt_ob *ob)
{
}

static void zw_event_init(struct kunit *test, struct zw_event *event)
{
	KeInitializeEvent(&event->event, NotificationEvent, TRUE);
	nt_ob_init(&event->ob, NT_OB_EVENT, NULL, &event->event, zw_event_release);
	KUNIT_ASSERT_EQ(test, nt_handle_create(&event->ob, NULL, &event->handle), STATUS_SUCCESS);
}

static void zw_event_exit(struct zw_event *event)
{
	ZwClose(event->handle);
	nt_ob_put(&event->ob);
}

static bool zw_event_wait(struct zw_event *event)
{
	LARGE_INTEGER timeout = { .QuadPart = -300000000LL };

	return KeWaitForSingleObject(&event->event, Executive, KernelMode, FALSE, &timeout) ==
	       STATUS_SUCCESS;
}

static void nodes_are_read_and_written(struct kunit *test)
{
	char text[16];
	HANDLE handle;

	node_begin(test);
	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_NODE), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "question", NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, node.written, "question");
	node_feed("answer");
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "answer");
	WRITE_ONCE(node.gone, true);
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL),
			STATUS_DEVICE_NOT_CONNECTED);
	ZwClose(handle);
	misc_deregister(&node_misc);
}

static void reads_of_nodes_pend(struct kunit *test)
{
	IO_STATUS_BLOCK iosb = {};
	struct zw_event event;
	char text[16] = {};
	HANDLE handle;

	node_begin(test);
	zw_event_init(test, &event);
	KUNIT_ASSERT_EQ(test, zw_open_at(NULL, NAME(ZW_NODE), ZW_SYNC, FILE_OPEN, 0, &handle,
					 &iosb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, event.handle, NULL, NULL, &iosb, text,
					 sizeof(text), NULL, NULL), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event.event), 0);
	node_feed("late");
	KUNIT_EXPECT_TRUE(test, zw_event_wait(&event));
	KUNIT_EXPECT_EQ(test, iosb.Status, STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, iosb.Information, 4ul);
	KUNIT_EXPECT_STREQ(test, text, "late");

	/* The end of the last handle is the end of what it has under way. */
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, event.handle, NULL, NULL, &iosb, text,
					 sizeof(text), NULL, NULL), STATUS_PENDING);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, KeReadStateEvent(&event.event), 1);
	KUNIT_EXPECT_EQ(test, iosb.Status, STATUS_CANCELLED);
	zw_event_exit(&event);
	misc_deregister(&node_misc);
}

static int zw_blocked_reader(void *data)
{
	HANDLE handle = data;
	NTSTATUS status;
	char text[16];

	status = zw_read(handle, text, sizeof(text), NULL);
	while (!kthread_should_stop())
		schedule_timeout_interruptible(1);
	return status;
}

static void closing_ends_a_read_that_waits(struct kunit *test)
{
	struct task_struct *task;
	struct nt_zw_file *file;
	struct nt_file *device;
	struct nt_ob *ob;
	HANDLE handle;

	node_begin(test);
	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_NODE), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, nt_zw_get(handle, "test", &ob, &device, &file), STATUS_SUCCESS);
	task = kthread_run(zw_blocked_reader, handle, "zw_reader");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	while (list_empty_careful(&file->requests))
		schedule_timeout_uninterruptible(1);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, kthread_stop(task), (int)STATUS_CANCELLED);
	nt_ob_put(ob);
	misc_deregister(&node_misc);
}

static void files_left_open_are_closed(struct kunit *test)
{
	u64 before = nt_violation_count(NT_RULE_HANDLE_LEAK);
	IO_STATUS_BLOCK iosb = {};
	struct zw_event event;
	char text[16];
	HANDLE handle;

	node_begin(test);
	zw_event_init(test, &event);
	KUNIT_ASSERT_EQ(test, zw_open_at(NULL, NAME(ZW_NODE), ZW_SYNC, FILE_OPEN, 0, &handle,
					 &iosb), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, event.handle, NULL, NULL, &iosb, text,
					 sizeof(text), NULL, NULL), STATUS_PENDING);
	nt_handles_orphan(mock.device->driver);
	KUNIT_EXPECT_EQ(test, iosb.Status, STATUS_CANCELLED);
	MOCK_EXPECT_RULE(test, before, NT_RULE_HANDLE_LEAK);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_INVALID_HANDLE);
	zw_event_exit(&event);
	misc_deregister(&node_misc);
}

static VOID zw_apc(PVOID context, PIO_STATUS_BLOCK iosb, ULONG reserved)
{
}

static void transfer_arguments(struct kunit *test)
{
	IO_STATUS_BLOCK iosb;
	struct zw_event event;
	HANDLE handle;
	char text[4];

	node_begin(test);
	zw_event_init(test, &event);
	KUNIT_ASSERT_EQ(test, zw_open(NAME(ZW_NODE), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, NULL, text, 4, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, NULL, NULL, &iosb, NULL, 4, NULL, NULL),
			STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, NULL, zw_apc, NULL, &iosb, text, 4, NULL, NULL),
			STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, ZwReadFile(handle, handle, NULL, NULL, &iosb, text, 4, NULL, NULL),
			STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwReadFile(event.handle, NULL, NULL, NULL, &iosb, text, 4, NULL,
					 NULL), STATUS_OBJECT_TYPE_MISMATCH);
	KUNIT_EXPECT_EQ(test, ZwWriteFile(handle, NULL, NULL, NULL, &iosb, text, NT_IO_MAX + 1,
					  NULL, NULL), STATUS_INVALID_BUFFER_SIZE);
	KUNIT_EXPECT_EQ(test, ZwDeviceIoControlFile(handle, NULL, NULL, NULL, &iosb, 0, NULL, 0,
						    NULL, 0), STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_INVALID_HANDLE);
	zw_event_exit(&event);
	misc_deregister(&node_misc);
}

/* ---- devices of drivers ---- */

static NTSTATUS answer_read(PDEVICE_OBJECT object, PIRP irp)
{
	memcpy(irp->AssociatedIrp.SystemBuffer, "abc", 3);
	return mock_complete(irp, STATUS_SUCCESS, 3);
}

static NTSTATUS answer_control(PDEVICE_OBJECT object, PIRP irp)
{
	u32 *value = irp->AssociatedIrp.SystemBuffer;

	*value += 1;
	return mock_complete(irp, STATUS_SUCCESS, sizeof(*value));
}

static void devices_of_drivers_are_files(struct kunit *test)
{
	ULONG code = CTL_CODE(FILE_DEVICE_NETWORK, 0x800, METHOD_BUFFERED, FILE_ANY_ACCESS);
	u32 in = 41, out = 0;
	IO_STATUS_BLOCK iosb;
	FILE_OBJECT *object;
	HANDLE handle;
	char text[8];

	mock.does[IRP_MJ_READ] = answer_read;
	mock.does[IRP_MJ_DEVICE_CONTROL] = answer_control;
	KUNIT_ASSERT_EQ(test, zw_open(NAME(MOCK_DEVICE), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "create");
	KUNIT_EXPECT_EQ(test, zw_read(handle, text, sizeof(text), NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_STREQ(test, text, "abc");
	KUNIT_EXPECT_EQ(test, ZwDeviceIoControlFile(handle, NULL, NULL, NULL, &iosb, code, &in,
						    sizeof(in), &out, sizeof(out)),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, out, 42u);
	KUNIT_EXPECT_EQ(test, iosb.Information, sizeof(out));
	KUNIT_EXPECT_EQ(test, ObReferenceObjectByHandle(handle, 0, *IoFileObjectType, KernelMode,
							(PVOID *)&object, NULL), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, object->DeviceObject, mock.object);
	ObDereferenceObject(object);
	MOCK_EXPECT_LOG(test, "read control");
	KUNIT_EXPECT_EQ(test, ZwClose(handle), STATUS_SUCCESS);
	MOCK_EXPECT_LOG(test, "cleanup close");
	/* By its symbolic link. */
	KUNIT_ASSERT_EQ(test, zw_open(NAME(MOCK_LINK), GENERIC_READ, FILE_OPEN, &handle),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, zw_write(handle, "x", NULL), STATUS_ACCESS_DENIED);
	ZwClose(handle);
	MOCK_EXPECT_LOG(test, "create cleanup close");
	KUNIT_EXPECT_EQ(test, zw_open(NAME(L"\\Device\\NoSuch"), ZW_SYNC, FILE_OPEN, &handle),
			STATUS_OBJECT_PATH_NOT_FOUND);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(names_lead_to_files),
	KUNIT_CASE(names_that_lead_nowhere),
	KUNIT_CASE(files_keep_what_is_written),
	KUNIT_CASE(files_without_a_position),
	KUNIT_CASE(dispositions),
	KUNIT_CASE(opening_is_for_something),
	KUNIT_CASE(open_arguments),
	KUNIT_CASE(what_is_known_of_a_file),
	KUNIT_CASE(files_go_with_their_last_handle),
	KUNIT_CASE(nodes_are_read_and_written),
	KUNIT_CASE(reads_of_nodes_pend),
	KUNIT_CASE(closing_ends_a_read_that_waits),
	KUNIT_CASE(files_left_open_are_closed),
	KUNIT_CASE(transfer_arguments),
	KUNIT_CASE(devices_of_drivers_are_files),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_nt_zw",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = cases,
};

kunit_test_suites(&suite);
