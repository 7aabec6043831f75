// SPDX-License-Identifier: GPL-2.0
/*
 * Who a client module is: names for messages, and the way from its globals.
 */
#include <ntmodule.h>

#include "nt/nt_internal.h"

const char *nt_driver_name(const struct nt_driver *driver)
{
	return driver && driver->module ? driver->module->name : "?";
}

/**
 * nt_driver_from_globals() - the client behind a hidden argument
 * @globals: of the calling module; NULL from class extensions
 *
 * Return: the client, or NULL.
 */
struct nt_driver *nt_driver_from_globals(PWDF_DRIVER_GLOBALS globals)
{
	return globals ? globals->Private : NULL;
}
