// SPDX-License-Identifier: GPL-2.0
/*
 * The glue: what the one-line declarations of a driver's module make, and that
 * a module made by one of them loads, has its devices and unloads.
 *
 * Each macro may stand once in a file, and its functions become the module's
 * own init and exit; here they are renamed and called by the cases.
 */
#include "wdf_mock.h"

#undef module_init
#undef module_exit
#define module_init(fn)	static int (* const GLUE_INIT)(void) = (fn)
#define module_exit(fn)	static void (* const GLUE_EXIT)(void) = (fn)
#undef __init
#undef __exit
#define __init
#define __exit

static const struct usb_device_id glue_ids[] = {
	{ USB_DEVICE(0x1234, 0xfff0) },
	{}
};

static const char * const glue_drivers[] = { "none", NULL };
static bool glue_enabled = true;
static const struct nt_takeover glue_takeover = { glue_drivers, &glue_enabled };
static unsigned int glue_entries;

NTSTATUS DriverEntry(PDRIVER_OBJECT object, PUNICODE_STRING path)
{
	glue_entries++;
	return mock_driver_entry(object, path);
}

/* wdf_mock.h has the one that the inline functions use: all share it. */
#undef NT_MODULE_GLOBALS
#define NT_MODULE_GLOBALS	struct glue_no_globals

/* And one parameter, as each file has. */
NT_MODULE_CONFIG;
#undef NT_MODULE_CONFIG
#define NT_MODULE_CONFIG	struct glue_no_config

#define GLUE_INIT		root_init
#define GLUE_EXIT		root_exit
#define nt_this_module		root_module
#define nt_this_module_init	root_module_init
#define nt_this_module_exit	root_module_exit
NT_ROOT_MODULE(kunit_glue_root, 2);
#undef GLUE_INIT
#undef GLUE_EXIT
#undef nt_this_module
#undef nt_this_module_init
#undef nt_this_module_exit

static unsigned int glue_modems = 1;
static const struct nt_root_kind glue_kinds[] = {
	{ .id = "kunit_glue_net" },
	{ .id = "kunit_glue_modem", .count = &glue_modems },
	{ }
};

#define GLUE_INIT		kinds_init
#define GLUE_EXIT		kinds_exit
#define nt_this_module		kinds_module
#define nt_this_module_init	kinds_module_init
#define nt_this_module_exit	kinds_module_exit
NT_ROOT_MODULE_KINDS(kunit_glue_kinds, glue_kinds);
#undef GLUE_INIT
#undef GLUE_EXIT
#undef nt_this_module
#undef nt_this_module_init
#undef nt_this_module_exit

#define GLUE_INIT		usb_init
#define GLUE_EXIT		usb_exit
#define nt_this_module		usb_module
#define nt_this_module_init	usb_module_init
#define nt_this_module_exit	usb_module_exit
NT_USB_MODULE(kunit_glue_usb, glue_ids);
#undef GLUE_INIT
#undef GLUE_EXIT
#undef nt_this_module
#undef nt_this_module_init
#undef nt_this_module_exit

#define GLUE_INIT		takeover_init
#define GLUE_EXIT		takeover_exit
#define nt_this_module		takeover_module
#define nt_this_module_init	takeover_module_init
#define nt_this_module_exit	takeover_module_exit
NT_USB_MODULE_TAKEOVER(kunit_glue_takeover, glue_ids, &glue_takeover);

#undef GLUE_INIT
#undef GLUE_EXIT
#undef nt_this_module
#undef nt_this_module_init
#undef nt_this_module_exit

#define GLUE_INIT		ndis_init
#define GLUE_EXIT		ndis_exit
#define nt_this_module		ndis_module
#define nt_this_module_init	ndis_module_init
#define nt_this_module_exit	ndis_module_exit
NT_NDIS_MODULE(kunit_glue_ndis, "GPL", "what the glue makes of an NDIS driver");

/* Instead of into the module's information, where no code can look. */
#undef MODULE_INFO
#define MODULE_INFO(tag, info)	static const char glue_tag[] = #tag, glue_info[] = info
NT_USES_MBBCX;

static int glue_setup(struct kunit *test)
{
	(void)mock_setup;
	(void)mock_teardown;
	memset(&mock, 0, sizeof(mock));
	mock.violations = nt_violation_count(0);
	glue_entries = 0;
	return 0;
}

static void glue_teardown(struct kunit *test)
{
	MOCK_EXPECT_VIOLATIONS(test, 0);
}

static void declared(struct kunit *test, const struct nt_module *module, const char *name)
{
	KUNIT_EXPECT_STREQ(test, module->name, name);
	KUNIT_EXPECT_PTR_EQ(test, module->owner, THIS_MODULE);
	KUNIT_EXPECT_TRUE(test, module->entry == DriverEntry);
	KUNIT_EXPECT_PTR_EQ(test, module->globals, &nt_module_globals);
}

/* Loaded and unloaded by the module's own init and exit functions. */
static void load(struct kunit *test, struct nt_module *module, int (*init)(void))
{
	/* Cases run before this module has its place in sysfs. */
	module->owner = NULL;
	KUNIT_EXPECT_EQ(test, init(), 0);
	KUNIT_EXPECT_NOT_NULL(test, module->priv);
	KUNIT_EXPECT_EQ(test, glue_entries, 1u);
}

static void unload(struct kunit *test, struct nt_module *module, void (*exit)(void))
{
	exit();
	KUNIT_EXPECT_NULL(test, module->priv);
	module->owner = THIS_MODULE;
}

static void root_module_has_devices(struct kunit *test)
{
	declared(test, &root_module, "kunit_glue_root");
	KUNIT_EXPECT_EQ(test, root_module.root_devices, 2u);
	KUNIT_EXPECT_NULL(test, (const void *)root_module.usb_ids);
	load(test, &root_module, root_init);
	MOCK_EXPECT_LOG(test, "add prepare entry:5 post:5 init add prepare entry:5 post:5 init");
	unload(test, &root_module, root_exit);
}

static void root_module_has_kinds_of_devices(struct kunit *test)
{
	declared(test, &kinds_module, "kunit_glue_kinds");
	KUNIT_EXPECT_PTR_EQ(test, kinds_module.root_kinds, &glue_kinds[0]);
	load(test, &kinds_module, kinds_init);
	MOCK_EXPECT_LOG(test, "add prepare entry:5 post:5 init add prepare entry:5 post:5 init");
	unload(test, &kinds_module, kinds_exit);
}

static void usb_module_has_a_driver(struct kunit *test)
{
	declared(test, &usb_module, "kunit_glue_usb");
	KUNIT_EXPECT_PTR_EQ(test, usb_module.usb_ids, &glue_ids[0]);
	KUNIT_EXPECT_NULL(test, (const void *)usb_module.takeover);
	KUNIT_EXPECT_EQ(test, usb_module.root_devices, 0u);
	KUNIT_EXPECT_PTR_EQ(test, (void *)usb_module.ndis_config, (void *)&nt_module_config);
	load(test, &usb_module, usb_init);
	KUNIT_EXPECT_NOT_NULL(test, (void *)usb_module.priv->usb);
	unload(test, &usb_module, usb_exit);
}

static void takeover_module_names_drivers(struct kunit *test)
{
	declared(test, &takeover_module, "kunit_glue_takeover");
	KUNIT_EXPECT_PTR_EQ(test, takeover_module.usb_ids, &glue_ids[0]);
	KUNIT_EXPECT_PTR_EQ(test, takeover_module.takeover, &glue_takeover);
	load(test, &takeover_module, takeover_init);
	unload(test, &takeover_module, takeover_exit);
}

/* The module's own parameter, or NULL. */
static char **parameter(const char *name)
{
	unsigned int i;

	for (i = 0; i < THIS_MODULE->num_kp; i++) {
		if (!strcmp(THIS_MODULE->kp[i].name, name))
			return THIS_MODULE->kp[i].arg;
	}
	return NULL;
}

static void ndis_module_has_parameters(struct kunit *test)
{
	declared(test, &ndis_module, "kunit_glue_ndis");
	KUNIT_EXPECT_NULL(test, (const void *)ndis_module.usb_ids);
	KUNIT_EXPECT_EQ(test, ndis_module.root_devices, 0u);
	/* Read when they are needed: the module is told where they are. */
	KUNIT_EXPECT_PTR_EQ(test, (void *)ndis_module.ndis_bind, (void *)parameter("bind"));
	KUNIT_EXPECT_PTR_EQ(test, (void *)ndis_module.ndis_config, (void *)parameter("config"));
	KUNIT_ASSERT_NOT_NULL(test, (void *)ndis_module.ndis_bind);
	KUNIT_ASSERT_NOT_NULL(test, (void *)ndis_module.ndis_config);
	KUNIT_EXPECT_NULL(test, *ndis_module.ndis_bind);
	KUNIT_EXPECT_NULL(test, *ndis_module.ndis_config);
	load(test, &ndis_module, ndis_init);
	unload(test, &ndis_module, ndis_exit);
}

static void mbbcx_client_imports_its_namespace(struct kunit *test)
{
	KUNIT_EXPECT_STREQ(test, glue_tag, "import_ns");
	KUNIT_EXPECT_STREQ(test, glue_info, "MBBCX");
}

static struct kunit_case glue_cases[] = {
	KUNIT_CASE(root_module_has_devices),
	KUNIT_CASE(root_module_has_kinds_of_devices),
	KUNIT_CASE(usb_module_has_a_driver),
	KUNIT_CASE(takeover_module_names_drivers),
	KUNIT_CASE(ndis_module_has_parameters),
	KUNIT_CASE(mbbcx_client_imports_its_namespace),
	{}
};

static struct kunit_suite glue_suite = {
	.name = "ndis_shim_glue",
	.init = glue_setup,
	.exit = glue_teardown,
	.test_cases = glue_cases,
};

kunit_test_suite(glue_suite);
