// SPDX-License-Identifier: GPL-2.0
/*
 * Wrappers and registered miniports: the checks of their characteristics, the
 * association with a protocol, the end of a driver.
 */
#include "ndis_im_mock.h"

static NDIS_STATUS try_register(u8 major, u8 minor, UINT length)
{
	NDIS_HANDLE handle = (NDIS_HANDLE)1;
	NDIS_STATUS status;

	im.chars.MajorNdisVersion = major;
	im.chars.MinorNdisVersion = minor;
	status = NdisIMRegisterLayeredMiniport(im.wrapper, (void *)&im.chars, length, &handle);
	if (status == NDIS_STATUS_SUCCESS)
		NdisIMDeregisterLayeredMiniport(handle);
	else if (handle)
		return 0x7777;		/* a failure leaves no handle */
	return status;
}

static void get_wrapper(struct kunit *test)
{
	NdisMInitializeWrapper(&im.wrapper, &client.module.priv->object, NULL, NULL);
	KUNIT_ASSERT_NOT_NULL(test, im.wrapper);
}

static void versions_and_lengths(struct kunit *test)
{
	get_wrapper(test);
	KUNIT_EXPECT_EQ(test, try_register(2, 0, 240), NDIS_STATUS_BAD_VERSION);
	KUNIT_EXPECT_EQ(test, try_register(6, 0, 240), NDIS_STATUS_BAD_VERSION);
	KUNIT_EXPECT_EQ(test, try_register(3, 0, 111), NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_EQ(test, try_register(3, 0, 112), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_register(4, 0, 135), NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_EQ(test, try_register(4, 0, 136), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_register(5, 0, 183), NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_EQ(test, try_register(5, 0, 184), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 239), NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 4000), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 0), NDIS_STATUS_BAD_CHARACTERISTICS);
}

static void required_handlers(struct kunit *test)
{
	const NDIS51_MINIPORT_CHARACTERISTICS all = im.chars;

	get_wrapper(test);
	im.chars.InitializeHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
	im.chars.HaltHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
	im.chars.QueryInformationHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
	im.chars.SetInformationHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
	im.chars.SendHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_SUCCESS);
	im.chars.SendPacketsHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
	im.chars.SendPacketsHandler = NULL;
	im.chars.ResetHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(5, 1, 240), NDIS_STATUS_SUCCESS);
	/* A 3.0 structure ends before SendPackets: it is not seen. */
	im.chars = all;
	im.chars.SendHandler = NULL;
	KUNIT_EXPECT_EQ(test, try_register(3, 0, 240), NDIS_STATUS_BAD_CHARACTERISTICS);
	im.chars = all;
}

/* What the driver does to its structure afterwards changes nothing. */
static void characteristics_are_copied(struct kunit *test)
{
	NDIS51_MINIPORT_CHARACTERISTICS copy;

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	copy = im.chars;
	memset(&im.chars, 0xff, sizeof(im.chars));
	KUNIT_EXPECT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 1);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	im.chars = copy;
}

static void wrapper_rules(struct kunit *test)
{
	NDIS_HANDLE driver = (NDIS_HANDLE)1, none = (NDIS_HANDLE)1;

	NdisMInitializeWrapper(&none, NULL, NULL, NULL);
	KUNIT_EXPECT_PTR_EQ(test, none, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	NdisMInitializeWrapper(NULL, &client.module.priv->object, NULL, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	get_wrapper(test);
	NdisTerminateWrapper(im.wrapper, NULL);
	KUNIT_EXPECT_EQ(test, NdisIMRegisterLayeredMiniport(im.wrapper, (void *)&im.chars, 240,
							    &driver), NDIS_STATUS_FAILURE);
	KUNIT_EXPECT_PTR_EQ(test, driver, NULL);
	NdisTerminateWrapper(im.wrapper, NULL);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 2);
	im.wrapper = NULL;
}

static void registration_without_pointers(struct kunit *test)
{
	NDIS_HANDLE driver = (NDIS_HANDLE)1;

	get_wrapper(test);
	KUNIT_EXPECT_EQ(test, NdisIMRegisterLayeredMiniport(im.wrapper, NULL, 240, &driver),
			NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_PTR_EQ(test, driver, NULL);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_EQ(test, NdisIMRegisterLayeredMiniport(im.wrapper, (void *)&im.chars, 240,
							    NULL), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_EQ(test, NdisMRegisterMiniport(im.wrapper, NULL, 240),
			NDIS_STATUS_BAD_CHARACTERISTICS);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
}

/* DriverEntry fails after it has registered: the wrapper's end is that of all. */
static void wrapper_ends_what_is_registered(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	NdisTerminateWrapper(im.wrapper, NULL);
	im.wrapper = NULL;
	NdisIMDeregisterLayeredMiniport(im.driver);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	im.driver = NULL;
}

static unsigned int unloads;

static VOID count_unload(PDRIVER_OBJECT object)
{
	unloads++;
}

static void unload_handler_runs_once(struct kunit *test)
{
	unloads = 0;
	get_wrapper(test);
	NdisMRegisterUnloadHandler(im.wrapper, count_unload);
	NdisFreePacketPool(im_pool);
	client_unload();
	KUNIT_EXPECT_EQ(test, unloads, 1u);
	/* The wrapper has gone with it. */
	im.wrapper = NULL;
	EXPECT_NO_VIOLATION(test);
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	NdisAllocatePacketPool(&im.initialize, &im_pool, 1, 64);
}

/* Drivers of NDIS 4.0 leave their miniport to NDIS: no leak. */
static void unloading_deregisters(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	NdisFreePacketPool(im_pool);
	client_unload();
	EXPECT_NO_VIOLATION(test);
	im.driver = NULL;
	im.wrapper = NULL;
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	NdisAllocatePacketPool(&im.initialize, &im_pool, 1, 64);
}

/* An instance that was left is halted before the driver's code goes. */
static void unloading_halts(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	NdisFreePacketPool(im_pool);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_LEAK, 1);
	im.driver = NULL;
	im.wrapper = NULL;
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	NdisAllocatePacketPool(&im.initialize, &im_pool, 1, 64);
}

static void deregistering_halts(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	NdisIMDeregisterLayeredMiniport(im.driver);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_LEAK, 1);
	KUNIT_EXPECT_EQ(test, im_start_name("kunitim1"), NDIS_STATUS_FAILURE);
	EXPECT_VIOLATIONS(test, NDIS_BAD_HANDLE, 1);
	im.driver = NULL;
}

static void slow_halt(void)
{
	msleep(150);
}

static int deregister(void *done)
{
	NdisIMDeregisterLayeredMiniport(im.driver);
	complete(done);
	return 0;
}

/* A thread of the driver's own is at it when the driver goes: that is waited for. */
static void unloading_waits_for_deregistration(struct kunit *test)
{
	DECLARE_COMPLETION_ONSTACK(done);

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	im.in_halt = slow_halt;
	kthread_run(deregister, &done, "deregister");
	/* Its adapter goes before it is halted. */
	KUNIT_EXPECT_TRUE(test, im_wait(!im_present(IM_NAME)));
	NdisFreePacketPool(im_pool);
	client_unload();
	KUNIT_EXPECT_EQ(test, atomic_read(&im.halts), 1);
	KUNIT_EXPECT_NE(test, wait_for_completion_timeout(&done, 10 * HZ), 0ul);
	EXPECT_VIOLATIONS(test, NDIS_INSTANCE_LEAK, 1);
	im.driver = NULL;
	im.wrapper = NULL;
	KUNIT_ASSERT_EQ(test, client_load(), 0);
	NdisAllocatePacketPool(&im.initialize, &im_pool, 1, 64);
}

static struct ndis_protocol *protocol_of(NDIS_HANDLE handle)
{
	struct ndis_object *object = ndis_object_get(handle, NDIS_HANDLE_PROTOCOL, __func__);

	if (object)
		ndis_object_put(object);
	return container_of(object, struct ndis_protocol, object);
}

static void association(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_TRUE(test, client.module.priv->intermediate);
	KUNIT_ASSERT_EQ(test, up_register(true), NDIS_STATUS_SUCCESS);
	NdisIMAssociateMiniport(im.driver, upper.protocol);
	KUNIT_EXPECT_NOT_NULL(test, protocol_of(upper.protocol)->miniport);
	/* Its own instances are not for it. */
	KUNIT_ASSERT_EQ(test, im_start_name(IM_NAME), NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_NE(test, up_open(IM_NAME), NDIS_STATUS_SUCCESS);
	upper.handle = NULL;
	client_look();
	NdisIMAssociateMiniport(im.driver, upper.protocol);
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_EQ(test, im_stop(), NDIS_STATUS_SUCCESS);
	/* The miniport first: the protocol is one like any other then. */
	NdisIMDeregisterLayeredMiniport(im.driver);
	im.driver = NULL;
	KUNIT_EXPECT_NULL(test, protocol_of(upper.protocol)->miniport);
}

static void association_of_other_handles(struct kunit *test)
{
	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	NdisIMAssociateMiniport(im.driver, im.driver);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
	NdisIMAssociateMiniport(im.wrapper, im.driver);
	EXPECT_VIOLATIONS(test, NDIS_WRONG_HANDLE_TYPE, 1);
}

static void association_of_another_driver(struct kunit *test)
{
	struct ndis_protocol *protocol;

	KUNIT_ASSERT_EQ(test, im_register(), NDIS_STATUS_SUCCESS);
	KUNIT_ASSERT_EQ(test, up_register(true), NDIS_STATUS_SUCCESS);
	protocol = protocol_of(upper.protocol);
	protocol->driver = NULL;
	NdisIMAssociateMiniport(im.driver, upper.protocol);
	protocol->driver = client.module.priv;
	EXPECT_VIOLATIONS(test, NDIS_ARGUMENT, 1);
	KUNIT_EXPECT_NULL(test, protocol->miniport);
}

/* The alternative of NT 4: checked the same way, and not an intermediate driver. */
static void plain_miniport(struct kunit *test)
{
	get_wrapper(test);
	KUNIT_EXPECT_EQ(test, NdisMRegisterMiniport(im.wrapper, (void *)&im.chars, 240),
			NDIS_STATUS_SUCCESS);
	KUNIT_EXPECT_EQ(test, NdisMRegisterMiniport(im.wrapper, (void *)&im.chars, 239),
			NDIS_STATUS_BAD_CHARACTERISTICS);
	KUNIT_EXPECT_FALSE(test, client.module.priv->intermediate);
	KUNIT_EXPECT_EQ(test, atomic_read(&im.inits), 0);
}

static struct kunit_case cases[] = {
	KUNIT_CASE(versions_and_lengths),
	KUNIT_CASE(required_handlers),
	KUNIT_CASE(characteristics_are_copied),
	KUNIT_CASE(wrapper_rules),
	KUNIT_CASE(registration_without_pointers),
	KUNIT_CASE(wrapper_ends_what_is_registered),
	KUNIT_CASE(unload_handler_runs_once),
	KUNIT_CASE(unloading_deregisters),
	KUNIT_CASE(unloading_halts),
	KUNIT_CASE(deregistering_halts),
	KUNIT_CASE(unloading_waits_for_deregistration),
	KUNIT_CASE(association),
	KUNIT_CASE(association_of_other_handles),
	KUNIT_CASE(association_of_another_driver),
	KUNIT_CASE(plain_miniport),
	{}
};

static struct kunit_suite suite = {
	.name = "ndis_shim_ndis_im_driver",
	.init = im_setup,
	.exit = im_teardown,
	.test_cases = cases,
};

kunit_test_suite(suite);
