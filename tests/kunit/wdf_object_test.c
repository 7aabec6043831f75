// SPDX-License-Identifier: GPL-2.0
/*
 * Objects: contexts, references, the order in which a tree dies, handles that
 * are none, memory objects and collections.
 */
#include "wdf_mock.h"

typedef struct first {
	u32 value;
	u8 fill[60];
} first;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(first, get_first)

typedef struct second {
	u64 value;
} second;
WDF_DECLARE_CONTEXT_TYPE(second)

typedef struct label {
	char text[16];
} label;
WDF_DECLARE_CONTEXT_TYPE_WITH_NAME(label, get_label)

static void label_cleanup(WDFOBJECT object)
{
	mock_log("-%s", get_label(object)->text);
}

static void label_destroy(WDFOBJECT object)
{
	mock_log("~%s", get_label(object)->text);
}

/* An object that logs "-name" at cleanup and "~name" at destroy. */
static WDFOBJECT make(struct kunit *test, const char *name, WDFOBJECT parent)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, label);
	attributes.EvtCleanupCallback = label_cleanup;
	attributes.EvtDestroyCallback = label_destroy;
	attributes.ParentObject = parent;
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_SUCCESS);
	strscpy(get_label(object)->text, name, sizeof(get_label(object)->text));
	return object;
}

/* ---- contexts ---- */

static void context_is_zeroed_and_aligned(struct kunit *test)
{
	static const u8 zero[sizeof(struct first)];
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;
	int i;

	for (i = 0; i < 32; i++) {
		WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, first);
		attributes.ContextSizeOverride = sizeof(struct first) + i * 3;
		KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, (unsigned long)get_first(object) & 15, 0ul);
		KUNIT_EXPECT_EQ(test, memcmp(get_first(object), zero, sizeof(zero)), 0);
		KUNIT_EXPECT_PTR_EQ(test, WdfObjectContextGetObject(get_first(object)), object);
		memset(get_first(object), 0xff, attributes.ContextSizeOverride);
		WdfObjectDelete(object);
	}
}

static void several_contexts_one_per_type(struct kunit *test)
{
	WDFOBJECT object = make(test, "x", NULL);
	WDF_OBJECT_ATTRIBUTES attributes;
	void *context, *again;

	KUNIT_EXPECT_NULL(test, get_first(object));
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, first);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	attributes.EvtDestroyCallback = mock_evt_destroy;
	KUNIT_ASSERT_EQ(test, WdfObjectAllocateContext(object, &attributes, &context),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, context, (void *)get_first(object));
	KUNIT_EXPECT_EQ(test, WdfObjectAllocateContext(object, &attributes, &again),
			STATUS_OBJECT_NAME_EXISTS);
	KUNIT_EXPECT_PTR_EQ(test, again, context);
	KUNIT_EXPECT_NULL(test, WdfObjectGet_second(object));
	mock.log[0] = '\0';
	WdfObjectDelete(object);
	MOCK_EXPECT_LOG(test, "evt-cleanup -x evt-destroy ~x");
}

static void context_type_by_name_and_size(struct kunit *test)
{
	WDFOBJECT object = make(test, "x", NULL);
	WDF_OBJECT_CONTEXT_TYPE_INFO twin = *WDF_GET_CONTEXT_TYPE_INFO(label);

	twin.UniqueType = &twin;
	KUNIT_EXPECT_PTR_EQ(test, WdfObjectGetTypedContextWorker(object, &twin),
			    (PVOID)get_label(object));
	twin.ContextSize++;
	KUNIT_EXPECT_NULL(test, WdfObjectGetTypedContextWorker(object, &twin));
	WdfObjectDelete(object);
}

static void wrong_attributes_are_refused(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	attributes.EvtDestroyCallback = mock_evt_destroy;
	mock.log[0] = '\0';
	attributes.Size--;
	object = &attributes;
	KUNIT_EXPECT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_INFO_LENGTH_MISMATCH);
	KUNIT_EXPECT_NULL(test, object);
	attributes.Size++;
	attributes.ContextSizeOverride = 8;
	KUNIT_EXPECT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_INVALID_PARAMETER);
	attributes.ContextTypeInfo = WDF_GET_CONTEXT_TYPE_INFO(first);
	KUNIT_EXPECT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_INVALID_PARAMETER);
	attributes.ContextSizeOverride = 0;
	attributes.ExecutionLevel = WdfExecutionLevelInvalid;
	KUNIT_EXPECT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_INVALID_PARAMETER);
	attributes.ExecutionLevel = WdfExecutionLevelInheritFromParent;
	MOCK_EXPECT_VIOLATIONS(test, 0);
	attributes.ParentObject = &attributes;
	KUNIT_EXPECT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_INVALID_HANDLE);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	/* Nothing was created, so nothing of the client's ran. */
	MOCK_EXPECT_LOG(test, "");
}

/* ---- life ---- */

static void cleanups_children_first_then_destroys(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);
	WDFOBJECT b = make(test, "b", a);

	make(test, "c", b);
	make(test, "d", a);
	mock.log[0] = '\0';
	WdfObjectDelete(a);
	/* All cleanups before any destroy; children before parents in each. */
	MOCK_EXPECT_LOG(test, "-d -c -b -a ~d ~c ~b ~a");
}

static void child_alone_dies_alone(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);
	WDFOBJECT b = make(test, "b", a);

	mock.log[0] = '\0';
	WdfObjectDelete(b);
	MOCK_EXPECT_LOG(test, "-b ~b");
	WdfObjectDelete(a);
	MOCK_EXPECT_LOG(test, "-a ~a");
}

static void reference_delays_destroy_of_that_object_only(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);
	WDFOBJECT b = make(test, "b", a);

	WdfObjectReference(b);
	mock.log[0] = '\0';
	WdfObjectDelete(a);
	MOCK_EXPECT_LOG(test, "-b -a ~a");
	/* The handle is readable until the last reference is gone. */
	KUNIT_EXPECT_STREQ(test, get_label(b)->text, "b");
	WdfObjectDereference(b);
	MOCK_EXPECT_LOG(test, "~b");
	MOCK_EXPECT_VIOLATIONS(test, 0);
	KUNIT_EXPECT_NULL(test, get_label(b));
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void dereference_alone_never_deletes(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);

	mock.log[0] = '\0';
	WdfObjectReference(a);
	WdfObjectDereference(a);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfObjectDereference(a);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	MOCK_EXPECT_LOG(test, "");
	WdfObjectDelete(a);
	MOCK_EXPECT_LOG(test, "-a ~a");
}

static WDFOBJECT create_status_parent;
static NTSTATUS create_status;

static void create_in_cleanup(WDFOBJECT object)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT child;
	void *context;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = create_status_parent;
	create_status = WdfObjectCreate(&attributes, &child);
	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, second);
	if (WdfObjectAllocateContext(object, &attributes, &context) != STATUS_DELETE_PENDING)
		mock_log("context-allocated");
}

static void dying_parent_takes_no_children(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = create_in_cleanup;
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_SUCCESS);
	create_status_parent = object;
	mock.log[0] = '\0';
	WdfObjectDelete(object);
	KUNIT_EXPECT_EQ(test, create_status, STATUS_DELETE_PENDING);
	MOCK_EXPECT_LOG(test, "");
}

static WDFOBJECT delete_in_cleanup_of;

static void delete_in_cleanup(WDFOBJECT object)
{
	mock_log("parent");
	WdfObjectDelete(delete_in_cleanup_of);
}

static void cleanup_may_delete_what_dies_anyway(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = delete_in_cleanup;
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_SUCCESS);
	delete_in_cleanup_of = make(test, "child", object);
	mock.log[0] = '\0';
	WdfObjectDelete(object);
	MOCK_EXPECT_LOG(test, "-child parent ~child");
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void child_may_delete_its_parent(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT parent, child;
	int i;

	parent = make(test, "p", NULL);
	delete_in_cleanup_of = parent;
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtCleanupCallback = delete_in_cleanup;
	attributes.ParentObject = parent;
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &child), STATUS_SUCCESS);
	mock.log[0] = '\0';
	WdfObjectDelete(child);
	/* The parent waits, elsewhere, until the child is through. */
	for (i = 0; i < 100 && !strstr(mock.log, "~p"); i++)
		msleep(20);
	MOCK_EXPECT_LOG(test, "parent -p ~p");
}

static void second_delete_is_a_violation(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);

	WdfObjectReference(a);
	WdfObjectDelete(a);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfObjectDelete(a);
	MOCK_EXPECT_RULE(test, DOUBLE_DELETE, 1);
	WdfObjectDereference(a);
}

/* A reference too many outlives the driver, and gets nowhere any more. */
static void left_objects_are_reported_and_gone(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);

	WdfObjectReference(a);
	nt_module_unload(&mock.module);
	mock.loaded = false;
	root_device_unregister(mock.dev);
	MOCK_EXPECT_RULE(test, OBJECT_LEAK, 1);
	WdfObjectReference(a);
	MOCK_EXPECT_RULE(test, BAD_HANDLE, 1);
	/* Its reference: nobody else will. */
	wdf_object_put((struct wdf_object *)a);
}

static void bad_handles_are_violations(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);
	char stack[64];

	WdfObjectDelete(stack);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(NULL);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectReference(stack);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_NULL(test, WdfMemoryGetBuffer(a, NULL));	/* another type */
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_NULL(test, WdfObjectContextGetObject(stack));
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(a);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfObjectDelete(a);
	MOCK_EXPECT_VIOLATIONS(test, 1);
}

static void framework_objects_are_not_the_clients(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WdfObjectDelete(WdfGetDriver());
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(mock.device);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	KUNIT_EXPECT_PTR_EQ(test, WdfDeviceGetDriver(mock.device), WdfGetDriver());
}

static VOID no_timer(WDFTIMER timer)
{
}

/*
 * A timer must die in process context: deleting its parent with bottom halves
 * off is left to somebody else.
 */
static void atomic_delete_is_deferred(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;
	WDFTIMER timer;
	WDFOBJECT a;
	int i;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	a = make(test, "a", mock.device);
	WDF_TIMER_CONFIG_INIT(&config, no_timer);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = a;
	KUNIT_ASSERT_EQ(test, WdfTimerCreate(&config, &attributes, &timer), STATUS_SUCCESS);
	mock.log[0] = '\0';
	local_bh_disable();
	WdfObjectDelete(a);
	KUNIT_EXPECT_STREQ(test, mock.log, "");
	local_bh_enable();
	for (i = 0; i < 100 && !strstr(mock.log, "~a"); i++)
		msleep(20);
	MOCK_EXPECT_LOG(test, "-a ~a");
}

static void plain_delete_runs_where_it_is(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);

	mock.log[0] = '\0';
	local_bh_disable();
	WdfObjectDelete(a);
	KUNIT_EXPECT_STREQ(test, mock.log, "-a ~a");
	local_bh_enable();
}

static void parents_that_lead_to_a_device(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDF_TIMER_CONFIG config;
	WDFTIMER timer;

	WDF_TIMER_CONFIG_INIT(&config, no_timer);
	KUNIT_EXPECT_EQ(test, WdfTimerCreate(&config, NULL, &timer),
			STATUS_WDF_PARENT_NOT_SPECIFIED);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.ParentObject = WdfGetDriver();
	KUNIT_EXPECT_EQ(test, WdfTimerCreate(&config, &attributes, &timer),
			STATUS_INVALID_DEVICE_REQUEST);
	KUNIT_EXPECT_NULL(test, timer);
}

static void object_lock_belongs_to_devices(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL);

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	WdfObjectAcquireLock(mock.device);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)DISPATCH_LEVEL);
	WdfObjectReleaseLock(mock.device);
	KUNIT_EXPECT_EQ(test, KeGetCurrentIrql(), (KIRQL)PASSIVE_LEVEL);
	MOCK_EXPECT_VIOLATIONS(test, 0);
	WdfObjectReleaseLock(mock.device);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectAcquireLock(a);
	MOCK_EXPECT_RULE(test, NO_OBJECT_LOCK, 1);
	WdfObjectDelete(a);
}

/* ---- memory ---- */

static void memory_sizes_and_bounds(struct kunit *test)
{
	WDFMEMORY memory;
	PVOID buffer;
	u8 copy[32];
	size_t size;

	KUNIT_EXPECT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 0, &memory, NULL),
			STATUS_INVALID_PARAMETER);
	KUNIT_ASSERT_EQ(test, WdfMemoryCreate(NULL, NonPagedPoolNx, 0, 16, &memory, &buffer),
			STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfMemoryGetBuffer(memory, &size), buffer);
	KUNIT_EXPECT_EQ(test, size, (size_t)16);
	memset(copy, 0xa5, sizeof(copy));
	KUNIT_EXPECT_EQ(test, WdfMemoryCopyFromBuffer(memory, 0, copy, 16), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfMemoryCopyFromBuffer(memory, 1, copy, 16),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, WdfMemoryCopyFromBuffer(memory, SIZE_MAX, copy, 2),
			STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, WdfMemoryCopyToBuffer(memory, 8, copy, 9), STATUS_BUFFER_TOO_SMALL);
	KUNIT_EXPECT_EQ(test, WdfMemoryCopyToBuffer(memory, 8, copy, 8), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfMemoryAssignBuffer(memory, copy, 8),
			STATUS_INVALID_DEVICE_REQUEST);
	WdfObjectDelete(memory);
}

static void preallocated_memory_stays_the_callers(struct kunit *test)
{
	u8 first_buffer[8], second_buffer[4];
	WDFMEMORY memory;
	size_t size;

	KUNIT_ASSERT_EQ(test, WdfMemoryCreatePreallocated(NULL, first_buffer, 8, &memory),
			STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfMemoryAssignBuffer(memory, second_buffer, 4), STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, WdfMemoryGetBuffer(memory, &size), (PVOID)second_buffer);
	KUNIT_EXPECT_EQ(test, size, (size_t)4);
	WdfObjectDelete(memory);
}

static void lookaside_elements_have_their_attributes(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFLOOKASIDE list;
	WDFMEMORY memory;
	size_t size;

	WDF_OBJECT_ATTRIBUTES_INIT_CONTEXT_TYPE(&attributes, second);
	attributes.EvtCleanupCallback = mock_evt_cleanup;
	KUNIT_ASSERT_EQ(test, WdfLookasideListCreate(NULL, 100, NonPagedPoolNx, &attributes, 0,
						     &list), STATUS_SUCCESS);
	local_bh_disable();
	KUNIT_EXPECT_EQ(test, WdfMemoryCreateFromLookaside(list, &memory), STATUS_SUCCESS);
	local_bh_enable();
	WdfMemoryGetBuffer(memory, &size);
	KUNIT_EXPECT_EQ(test, size, (size_t)100);
	KUNIT_EXPECT_NOT_NULL(test, WdfObjectGet_second(memory));
	WdfObjectDelete(list);
	mock.log[0] = '\0';
	local_bh_disable();
	WdfObjectDelete(memory);
	local_bh_enable();
	MOCK_EXPECT_LOG(test, "evt-cleanup");
}

static void collection_keeps_order_and_references(struct kunit *test)
{
	WDFOBJECT a = make(test, "a", NULL), b = make(test, "b", NULL), c = make(test, "c", NULL);
	WDFCOLLECTION collection;

	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &collection), STATUS_SUCCESS);
	KUNIT_EXPECT_NULL(test, WdfCollectionGetFirstItem(collection));
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(collection, a), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(collection, b), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionAdd(collection, c), STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, WdfCollectionGetCount(collection), 3u);
	KUNIT_EXPECT_PTR_EQ(test, WdfCollectionGetFirstItem(collection), a);
	KUNIT_EXPECT_PTR_EQ(test, WdfCollectionGetItem(collection, 1), b);
	KUNIT_EXPECT_PTR_EQ(test, WdfCollectionGetLastItem(collection), c);
	KUNIT_EXPECT_NULL(test, WdfCollectionGetItem(collection, 3));
	mock.log[0] = '\0';
	WdfObjectDelete(a);
	MOCK_EXPECT_LOG(test, "-a");
	WdfCollectionRemove(collection, a);
	MOCK_EXPECT_LOG(test, "~a");
	WdfCollectionRemoveItem(collection, 0);
	KUNIT_EXPECT_PTR_EQ(test, WdfCollectionGetFirstItem(collection), c);
	WdfObjectDelete(c);
	MOCK_EXPECT_LOG(test, "-c");
	WdfObjectDelete(collection);
	MOCK_EXPECT_LOG(test, "~c");
	WdfObjectDelete(b);
}

static WDFCOLLECTION add_in_destroy_to;
static NTSTATUS add_in_destroy_status;

static void add_in_destroy(WDFOBJECT object)
{
	add_in_destroy_status = WdfCollectionAdd(add_in_destroy_to, object);
}

static void collection_takes_nothing_that_is_destroyed(struct kunit *test)
{
	WDF_OBJECT_ATTRIBUTES attributes;
	WDFOBJECT object;

	KUNIT_ASSERT_EQ(test, WdfCollectionCreate(NULL, &add_in_destroy_to), STATUS_SUCCESS);
	WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
	attributes.EvtDestroyCallback = add_in_destroy;
	KUNIT_ASSERT_EQ(test, WdfObjectCreate(&attributes, &object), STATUS_SUCCESS);
	WdfObjectDelete(object);
	KUNIT_EXPECT_EQ(test, add_in_destroy_status, STATUS_INVALID_PARAMETER);
	KUNIT_EXPECT_EQ(test, WdfCollectionGetCount(add_in_destroy_to), 0u);
	MOCK_EXPECT_VIOLATIONS(test, 1);
	WdfObjectDelete(add_in_destroy_to);
}

static void device_properties(struct kunit *test)
{
	WDFMEMORY memory;
	PCWSTR text;
	size_t size;

	KUNIT_ASSERT_EQ(test, mock_add(), 0);
	KUNIT_ASSERT_EQ(test, WdfDeviceAllocAndQueryProperty(mock.device,
							     DevicePropertyEnumeratorName,
							     NonPagedPoolNx, NULL, &memory),
			STATUS_SUCCESS);
	text = WdfMemoryGetBuffer(memory, &size);
	KUNIT_EXPECT_EQ(test, size, 5 * sizeof(WCHAR));
	KUNIT_EXPECT_EQ(test, memcmp(text, L"mock", size), 0);
	WdfObjectDelete(memory);
	KUNIT_EXPECT_EQ(test, WdfDeviceAllocAndQueryProperty(mock.device,
							     DevicePropertyInstallState,
							     NonPagedPoolNx, NULL, &memory),
			STATUS_OBJECT_NAME_NOT_FOUND);
	KUNIT_EXPECT_NULL(test, memory);
}

static struct kunit_case wdf_object_cases[] = {
	KUNIT_CASE(context_is_zeroed_and_aligned),
	KUNIT_CASE(several_contexts_one_per_type),
	KUNIT_CASE(context_type_by_name_and_size),
	KUNIT_CASE(wrong_attributes_are_refused),
	KUNIT_CASE(cleanups_children_first_then_destroys),
	KUNIT_CASE(child_alone_dies_alone),
	KUNIT_CASE(reference_delays_destroy_of_that_object_only),
	KUNIT_CASE(dereference_alone_never_deletes),
	KUNIT_CASE(dying_parent_takes_no_children),
	KUNIT_CASE(cleanup_may_delete_what_dies_anyway),
	KUNIT_CASE(child_may_delete_its_parent),
	KUNIT_CASE(second_delete_is_a_violation),
	KUNIT_CASE(left_objects_are_reported_and_gone),
	KUNIT_CASE(bad_handles_are_violations),
	KUNIT_CASE(framework_objects_are_not_the_clients),
	KUNIT_CASE(atomic_delete_is_deferred),
	KUNIT_CASE(plain_delete_runs_where_it_is),
	KUNIT_CASE(parents_that_lead_to_a_device),
	KUNIT_CASE(object_lock_belongs_to_devices),
	KUNIT_CASE(memory_sizes_and_bounds),
	KUNIT_CASE(preallocated_memory_stays_the_callers),
	KUNIT_CASE(lookaside_elements_have_their_attributes),
	KUNIT_CASE(collection_keeps_order_and_references),
	KUNIT_CASE(collection_takes_nothing_that_is_destroyed),
	KUNIT_CASE(device_properties),
	{}
};

static struct kunit_suite wdf_object_suite = {
	.name = "ndis_shim_object",
	.init = mock_setup,
	.exit = mock_teardown,
	.test_cases = wdf_object_cases,
};

kunit_test_suite(wdf_object_suite);
