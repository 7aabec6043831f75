/* SPDX-License-Identifier: GPL-2.0 */
/*
 * NETCONFIGURATION: the keywords of a device or an adapter, as an INF would set
 * them. Here they come from the driver's module parameter config=, where
 * name=value is for all of its devices and device/name=value for one of them;
 * what the driver writes lasts until it is unloaded. Names have no case.
 */
#ifndef _NT_NETCONFIGURATION_H
#define _NT_NETCONFIGURATION_H

#include <netadaptercxtypes.h>
#include <netlinklayeraddress.h>

typedef enum _NET_CONFIGURATION_QUERY_ULONG_FLAGS {
	NetConfigurationQueryUlongNoFlags = 0,
	NetConfigurationQueryUlongMayBeStoredAsHexString = 0x1
} NET_CONFIGURATION_QUERY_ULONG_FLAGS;
DEFINE_ENUM_FLAG_OPERATORS(NET_CONFIGURATION_QUERY_ULONG_FLAGS)

/* As older sources spell them. */
#define NET_CONFIGURATION_QUERY_ULONG_NO_FLAGS	NetConfigurationQueryUlongNoFlags
#define NET_CONFIGURATION_QUERY_ULONG_MAY_BE_STORED_AS_HEX_STRING	\
	NetConfigurationQueryUlongMayBeStoredAsHexString

EXTERN_C_START

/*
 * All of them: PASSIVE_LEVEL. Opening always succeeds but for want of memory;
 * the handle is a WDF object, a child of the adapter or device unless the
 * attributes say otherwise, and ends with NetConfigurationClose() or its parent.
 *
 * Queries: STATUS_OBJECT_NAME_NOT_FOUND without such a value,
 * STATUS_OBJECT_TYPE_MISMATCH for one that is not what is asked for.
 */
NTSTATUS NetAdapterOpenConfiguration(NETADAPTER Adapter,
				     PWDF_OBJECT_ATTRIBUTES ConfigurationAttributes,
				     NETCONFIGURATION *Configuration);
NTSTATUS NetDeviceOpenConfiguration(WDFDEVICE Device,
				    PWDF_OBJECT_ATTRIBUTES ConfigurationAttributes,
				    NETCONFIGURATION *Configuration);
/* A key below; STATUS_OBJECT_NAME_NOT_FOUND if nothing is in it. */
NTSTATUS NetConfigurationOpenSubConfiguration(NETCONFIGURATION Configuration,
					      PCUNICODE_STRING SubConfigurationName,
					      PWDF_OBJECT_ATTRIBUTES SubConfigurationAttributes,
					      NETCONFIGURATION *SubConfiguration);
VOID NetConfigurationClose(NETCONFIGURATION Configuration);

NTSTATUS NetConfigurationQueryUlong(NETCONFIGURATION Configuration,
				    NET_CONFIGURATION_QUERY_ULONG_FLAGS Flags,
				    PCUNICODE_STRING ValueName, PULONG Value);
NTSTATUS NetConfigurationQueryString(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     PWDF_OBJECT_ATTRIBUTES StringAttributes,
				     WDFSTRING *WdfString);
/* The strings are added to the collection, which holds the references to them. */
NTSTATUS NetConfigurationQueryMultiString(NETCONFIGURATION Configuration,
					  PCUNICODE_STRING ValueName,
					  PWDF_OBJECT_ATTRIBUTES StringsAttributes,
					  WDFCOLLECTION Collection);
NTSTATUS NetConfigurationQueryBinary(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     POOL_TYPE PoolType, PWDF_OBJECT_ATTRIBUTES MemoryAttributes,
				     WDFMEMORY *WdfMemory);
/* The keyword NetworkAddress: hexadecimal digits, with or without separators. */
NTSTATUS NetConfigurationQueryLinkLayerAddress(NETCONFIGURATION Configuration,
					       NET_ADAPTER_LINK_LAYER_ADDRESS *LinkLayerAddress);

NTSTATUS NetConfigurationAssignUlong(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				     ULONG Value);
NTSTATUS NetConfigurationAssignUnicodeString(NETCONFIGURATION Configuration,
					     PCUNICODE_STRING ValueName, PCUNICODE_STRING Value);
NTSTATUS NetConfigurationAssignMultiString(NETCONFIGURATION Configuration,
					   PCUNICODE_STRING ValueName,
					   WDFCOLLECTION StringsCollection);
NTSTATUS NetConfigurationAssignBinary(NETCONFIGURATION Configuration, PCUNICODE_STRING ValueName,
				      PVOID Value, ULONG ValueLength);

EXTERN_C_END

#endif
