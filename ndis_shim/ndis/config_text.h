/* SPDX-License-Identifier: GPL-2.0 */
/* Values of configurations that are given as text. Pure: touches only what it is given. */
#ifndef _NDIS_SHIM_NDIS_CONFIG_TEXT_H
#define _NDIS_SHIM_NDIS_CONFIG_TEXT_H

#include <linux/types.h>

#include <ndis.h>

/* @text as up to @size bytes of @data. Return: how many; -EINVAL, it is something else. */
int ndis_config_unhex(const char *text, u8 *data, u32 size);
/* @text as a number of @type. Return: false, it is none. */
bool ndis_config_to_number(const char *text, NDIS_PARAMETER_TYPE type, ULONG *number);

#endif
