// SPDX-License-Identifier: GPL-2.0
/*
 * Device instances: MiniportInitialize and MiniportHalt in every order with what
 * is above, initialisation that is put off, and what a driver may ask.
 */
#include "ndis_im_mock.h"

#include "ndis/miniport_internal.h"

static void start(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
}

static bool seen_early;

static void look_for_adapter(void)
{
	seen_early = im_present(IM_NAME) || im_has_netdev();
}

/* Inside the call, before anybody sees the adapter. */
static void initialize_comes_first(struct kunit *test)
{
	im.in_initialize = look_for_adapter;
	start(test);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 1);
	KUNIT_EXPECT_FALSE(test, seen_early);
	KUNIT_EXPECT_TRUE(test, im_present(IM_NAME));
	KUNIT_EXPECT_TRUE(test, im_has_netdev());
	KUNIT_EXPECT_PTR_EQ(test, im.device_context, (NDIS_HANDLE)0x1234);
	KUNIT_EXPECT_PTR_EQ(test, NdisIMGetDeviceContext(im.handle), (NDIS_HANDLE)0x1234);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
}

static void failure_is_the_calls(struct kunit *test)
{
	im.initialize = NDIS_STATUS_RESOURCES;
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_RESOURCES);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 0);
	KUNIT_EXPECT_FALSE(test, im_present(IM_NAME));
	KUNIT_EXPECT_FALSE(test, im_has_netdev());
	/* Its handle is dead, and the name free again. */
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	im.initialize = NDIS_STATUS_SUCCESS;
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static void impossible_success(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	im.medium = -1;
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_UNSUPPORTED_MEDIA);
	EXPECT_VIOLATIONS(test, NDIS_INITIALIZE, 1);
	/* What it has made in good faith it takes down. */
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	KUNIT_EXPECT_FALSE(test, im_present(IM_NAME));
	im.halted = false;
	im.medium = NdisMedium802_3;
	/* Without a context there is nothing to call MiniportHalt with. */
	im.no_attributes = true;
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_INITIALIZE, 1);
	im.no_attributes = false;
	im.initialize = NDIS_STATUS_PENDING;
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
}

static void deregister_inside(void)
{
	NdisIMDeregisterLayeredMiniport(im.driver);
}

/* Its driver goes while it begins: it is halted, and nobody ever sees it. */
static void deregistered_by_initialize(struct kunit *test)
{
	im.in_initialize = deregister_inside;
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_CLOSING);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	KUNIT_EXPECT_FALSE(test, im_present(IM_NAME));
	im.driver = NULL;
}

static void names(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_NOT_ACCEPTED);
	KUNIT_EXPECT_EQ(test, im_start_name("\\Device\\" IM_NAME), NDIS_STATUS_NOT_ACCEPTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 1);
	KUNIT_EXPECT_EQ(test, im_start_name(""), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, im_start_name("\\Device\\"), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, im_start_name("a-name-that-is-longer-than-any-adapter-has"),
			NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, NdisIMInitializeDeviceInstance(im.driver, NULL),
			NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 4);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static bool bound_at_halt;

static void look_above(void)
{
	bound_at_halt = upper.handle && !atomic_read(&upper.closes);
	im.upper_at_halt = im_present(IM_NAME);
}

/* Those above unbind, the interface goes, and then the miniport is halted. */
static void halt_comes_last(struct kunit *test)
{
	im_run(test, true);
	im.in_halt = look_above;
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	KUNIT_EXPECT_EQ(test, atomic_read(&upper.closes), 1);
	KUNIT_EXPECT_FALSE(test, bound_at_halt);
	KUNIT_EXPECT_FALSE(test, im.upper_at_halt);
	KUNIT_EXPECT_FALSE(test, im.netdev_at_halt);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
}

static void binding_context(struct kunit *test)
{
	im_run(test, true);
	KUNIT_EXPECT_PTR_EQ(test, NdisIMGetBindingContext(upper.handle), (NDIS_HANDLE)0x1234);
	KUNIT_EXPECT_PTR_EQ(test, NdisIMGetBindingContext(im.handle), NULL);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	up_close(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_PTR_EQ(test, NdisIMGetDeviceContext(im.handle), NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static NDIS_STATUS stopped_inside;

static void stop_inside(void)
{
	stopped_inside = im_stop();
}

/* Waiting for itself is refused, at both ends. */
static void stop_from_inside(struct kunit *test)
{
	im.in_initialize = stop_inside;
	start(test);
	KUNIT_EXPECT_EQ(test, stopped_inside, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_STATE, 1);
	im.in_halt = stop_inside;
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, stopped_inside, NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_STATE, 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
}

static NDIS_HANDLE second_driver;
static NDIS_STATUS second_status;

static void start_the_same(void)
{
	NDIS_STRING name;

	im.in_initialize = NULL;
	if (ndis_string_create(&name, IM_NAME))
		return;
	second_status = NdisIMInitializeDeviceInstance(second_driver, &name);
	kfree(name.Buffer);
}

/* Neither has an adapter yet that the other one could see. */
static void one_name_two_drivers(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, NdisIMRegisterLayeredMiniport(im.wrapper, (void *)&im.chars,
							    sizeof(im.chars), &second_driver),
			NDIS_STATUS_SUCCESS);
	im.in_initialize = start_the_same;
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, second_status, NDIS_STATUS_NOT_ACCEPTED);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 1);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	NdisIMDeregisterLayeredMiniport(second_driver);
}

static int stop_thread(void *status)
{
	*(NDIS_STATUS *)status = im_stop();
	atomic_inc(&im.callbacks);
	return 0;
}

static void slow_halt(void)
{
	msleep(100);
}

/* Two threads stop it: one does, MiniportHalt runs once. */
static char waited_for[128];
static bool watched;

static void look_at_watch(void)
{
	struct ndis_instance *instance = ndis_instance_get(im.handle, __func__);

	ndis_instance_waits_for(instance, waited_for, sizeof(waited_for));
	watched = delayed_work_pending(&instance->watch);
	ndis_instance_put(instance);
}

/* An rmmod that does not return has its reason in the log. */
static void halting_is_watched(struct kunit *test)
{
	struct ndis_instance *instance;
	u32 value = 7;

	start(test);
	im.in_halt = look_at_watch;
	im.request = NDIS_STATUS_PENDING;
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	ndis_miniport_tell(instance, OID_GEN_CURRENT_LOOKAHEAD, &value, sizeof(value));
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&instance->watch));
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	EXPECT_VIOLATIONS(test, NDIS_LOST_OPERATION, 1);
	KUNIT_EXPECT_TRUE(test, watched);
	KUNIT_EXPECT_STREQ(test, waited_for,
			   "0 packets to send, 0 to fill, 0 lent to those above, OID 0001010f");
	KUNIT_EXPECT_FALSE(test, delayed_work_pending(&instance->watch));
	ndis_instance_put(instance);
}

static void two_stop_it(struct kunit *test)
{
	NDIS_STATUS other = 0x7777, status;
	struct task_struct *task;

	start(test);
	im.in_halt = slow_halt;
	task = kthread_run(stop_thread, &other, "stop");
	KUNIT_ASSERT_FALSE(test, IS_ERR(task));
	status = im_stop();
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.callbacks) == 1));
	KUNIT_EXPECT_TRUE(test, (status == NDIS_STATUS_SUCCESS) != (other == NDIS_STATUS_SUCCESS));
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	/* The later one may have found no handle any more. */
	client_look();
}

static void attributes_only_in_initialize(struct kunit *test)
{
	start(test);
	NdisMSetAttributesEx(im.handle, NULL, 0, 0, 0);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_STATE, 1);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

/* ---- put off ---- */

static void too_late_to_cancel(struct kunit *test)
{
	start(test);
	KUNIT_EXPECT_EQ(test, im_cancel_name(IM_NAME), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_EQ(test, im_cancel_name("kunitim9"), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_TRUE(test, im_present(IM_NAME));
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static void deferred_runs_later(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 1);
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 0);
	KUNIT_EXPECT_TRUE(test, im_wait(im_present(IM_NAME)));
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 1);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
}

/* SUCCESS: MiniportInitialize is never called. FAILURE: it was, or will be. */
static void cancelled_is_never_initialized(struct kunit *test)
{
	unsigned int i, cancelled = 0, inits;

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	for (i = 0; i < 20; i++) {
		inits = atomic_read(&im.inits);
		ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 1);
		KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
		ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 0);
		if (i % 2)
			udelay(i * 20);
		if (im_cancel_name(IM_NAME) == NDIS_STATUS_SUCCESS) {
			msleep(20);
			KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), inits);
			cancelled++;
		} else {
			KUNIT_EXPECT_TRUE(test, im_wait(im_present(IM_NAME)));
			KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), inits + 1);
			im.halted = false;
			KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
			im.halted = false;
		}
	}
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 20 - cancelled);
}

static void slow_initialize(void)
{
	msleep(100);
}

/* The driver is told to stop what is just being started: that is waited for. */
static void deregistered_while_initializing(struct kunit *test)
{
	im.in_initialize = slow_initialize;
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 1);
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	ndis_knob_set(NDIS_KNOB_DEFER_IM_INIT, 0);
	KUNIT_EXPECT_TRUE(test, im_wait(atomic_read(&im.inits) == 1));
	NdisIMDeregisterLayeredMiniport(im.driver);
	im.driver = NULL;
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_LEAK, 1);
}

/* ---- other things ---- */

static VOID shutdown(PVOID context)
{
	atomic_inc((atomic_t *)context);
}

static VOID shutdown_of_adapter(PVOID context)
{
	im.bad_context |= context != IM_CONTEXT;
	atomic_inc(&im.cancels);
}

static void shutdown_handlers(struct kunit *test)
{
	im.chars.AdapterShutdownHandler = shutdown_of_adapter;
	start(test);
	ndis_instances_shutdown();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 1);
	/* The registered one instead of that of the characteristics. */
	NdisMRegisterAdapterShutdownHandler(im.handle, &im.callbacks, shutdown);
	ndis_instances_shutdown();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.callbacks), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 1);
	NdisMDeregisterAdapterShutdownHandler(im.handle);
	ndis_instances_shutdown();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.callbacks), 1);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 2);
	NdisMRegisterAdapterShutdownHandler(im.handle, &im.callbacks, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_EQ(test, NdisMSetMiniportSecondary(im.handle, im.handle),
			NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, NdisMPromoteMiniport(im.handle), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	ndis_instances_shutdown();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.cancels), 2);
}

/* What an instance cannot do is refused, and is not what a handle leads to. */
static void unsupported_is_said(struct kunit *test)
{
	NDIS_HANDLE log = &log;

	start(test);
	KUNIT_EXPECT_EQ(test, NdisMRemoveMiniport(im.handle), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_EQ(test, NdisMCreateLog(im.handle, 4096, &log), NDIS_STATUS_NOT_SUPPORTED);
	KUNIT_EXPECT_NULL(test, log);
	NdisRegisterTdiCallBack(NULL, NULL);
	NdisDeregisterTdiCallBack();
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_EQ(test, NdisMWriteLogData(log, &log, sizeof(log)),
			NDIS_STATUS_NOT_SUPPORTED);
	NdisMFlushLog(log);
	NdisMCloseLog(log);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 3);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMRemoveMiniport(im.handle), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
}

static void instance_has_a_name_and_no_device(struct kunit *test)
{
	PCM_RESOURCE_LIST resources = (PCM_RESOURCE_LIST)&resources;
	PDEVICE_OBJECT device = (PDEVICE_OBJECT)&device;
	NDIS_STRING name, wanted;

	start(test);
	RtlInitUnicodeString(&wanted, L"kunitim0");
	KUNIT_ASSERT_EQ(test, NdisMQueryAdapterInstanceName(&name, im.handle),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, NdisEqualString(&name, &wanted, FALSE));
	NdisFreeString(name);
	KUNIT_EXPECT_EQ(test, NdisMQueryAdapterInstanceName(NULL, im.handle), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisMGetDeviceProperty(im.handle, &device, NULL, NULL, &resources, NULL);
	KUNIT_EXPECT_NULL(test, device);
	KUNIT_EXPECT_NULL(test, resources);
	EXPECT_NO_VIOLATION(test);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMQueryAdapterInstanceName(&name, im.handle),
			NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_NULL(test, name.Buffer);
	NdisMGetDeviceProperty(im.handle, NULL, NULL, &device, NULL, NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 2);
}

static unsigned int power_asked, power_set;
static u32 power_question;

static void see_power(NDIS_OID oid)
{
	if (oid == OID_PNP_QUERY_POWER)
		power_question = im.asked_value;
	power_asked += oid == OID_PNP_QUERY_POWER;
	power_set += oid == OID_PNP_SET_POWER;
}

/* What NDIS tells a miniport of the machine's sleep, each once. */
static void power(struct kunit *test)
{
	power_asked = 0;
	power_set = 0;
	start(test);
	im.in_request = see_power;
	ndis_instances_power(NdisDeviceStateD3);
	KUNIT_EXPECT_EQ(test, power_asked, 1u);
	KUNIT_EXPECT_EQ(test, power_question, (u32)NdisDeviceStateD3);
	KUNIT_EXPECT_EQ(test, power_set, 1u);
	KUNIT_EXPECT_EQ(test, im.set_value, (u32)NdisDeviceStateD3);
	ndis_instances_power(NdisDeviceStateD3);
	KUNIT_EXPECT_EQ(test, power_set, 1u);
	/* Nobody is asked whether it may wake. */
	ndis_instances_power(NdisDeviceStateD0);
	KUNIT_EXPECT_EQ(test, power_asked, 1u);
	KUNIT_EXPECT_EQ(test, power_set, 2u);
	KUNIT_EXPECT_EQ(test, im.set_value, (u32)NdisDeviceStateD0);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

static void old_attributes(void)
{
	NdisMSetAttributes(im.handle, IM_CONTEXT, TRUE, 0);
}

/* As a 3.0 miniport names its context: serialized. */
static void attributes_without_flags(struct kunit *test)
{
	struct ndis_instance *instance;

	im.no_attributes = true;
	im.in_initialize = old_attributes;
	start(test);
	instance = ndis_instance_get(im.handle, __func__);
	KUNIT_ASSERT_NOT_NULL(test, instance);
	KUNIT_EXPECT_EQ(test, instance->attributes, (u32)NDIS_ATTRIBUTE_BUS_MASTER);
	KUNIT_EXPECT_EQ(test, instance->hang_seconds, 2u);
	ndis_instance_put(instance);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
}

/* Many times, with protocols and frames that come and go. */
static void again_and_again(struct kunit *test)
{
	unsigned int i;

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, up_register(true), NDIS_STATUS_SUCCESS);
	for (i = 1; i <= 10; i++) {
		im.halted = false;
		KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, up_open(IM_NAME), NDIS_STATUS_SUCCESS);
		KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
		upper.handle = NULL;
		KUNIT_EXPECT_EQ(test, atomic_read(&upper.closes), i);
		KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), i);
	}
}

static struct kunit_case cases[] = {
	KUNIT_CASE(initialize_comes_first),
	KUNIT_CASE(failure_is_the_calls),
	KUNIT_CASE(impossible_success),
	KUNIT_CASE(deregistered_by_initialize),
	KUNIT_CASE(names),
	KUNIT_CASE(halt_comes_last),
	KUNIT_CASE(binding_context),
	KUNIT_CASE(stop_from_inside),
	KUNIT_CASE(one_name_two_drivers),
	KUNIT_CASE(halting_is_watched),
	KUNIT_CASE(two_stop_it),
	KUNIT_CASE(attributes_only_in_initialize),
	KUNIT_CASE(too_late_to_cancel),
	KUNIT_CASE(deferred_runs_later),
	KUNIT_CASE(cancelled_is_never_initialized),
	KUNIT_CASE(deregistered_while_initializing),
	KUNIT_CASE(shutdown_handlers),
	KUNIT_CASE(unsupported_is_said),
	KUNIT_CASE(instance_has_a_name_and_no_device),
	KUNIT_CASE(power),
	KUNIT_CASE(attributes_without_flags),
	KUNIT_CASE(again_and_again),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_instance",
	.init = im_setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
