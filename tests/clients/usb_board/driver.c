// SPDX-License-Identifier: GPL-2.0
/*
 * A KMDF driver for a USB learning board, as such drivers are written: vendor
 * requests as device control requests, bulk pipes as reads and writes, an
 * interrupt pipe with a continuous reader that completes requests which wait.
 */
#include "driver.h"

#ifdef ALLOC_PRAGMA
#pragma alloc_text(INIT, DriverEntry)
#pragma alloc_text(PAGE, BoardEvtDriverContextCleanup)
#endif

NTSTATUS
DriverEntry(
    _In_ PDRIVER_OBJECT  DriverObject,
    _In_ PUNICODE_STRING RegistryPath
    )
{
    WDF_DRIVER_CONFIG     config;
    WDF_OBJECT_ATTRIBUTES attributes;
    NTSTATUS              status;

    WDF_DRIVER_CONFIG_INIT(&config, BoardEvtDeviceAdd);
    config.DriverPoolTag = POOL_TAG;

    WDF_OBJECT_ATTRIBUTES_INIT(&attributes);
    attributes.EvtCleanupCallback = BoardEvtDriverContextCleanup;

    status = WdfDriverCreate(DriverObject,
                             RegistryPath,
                             &attributes,
                             &config,
                             WDF_NO_HANDLE);
    if (!NT_SUCCESS(status)) {
        KdPrint(("WdfDriverCreate failed 0x%x\n", status));
    }

    return status;
}

VOID
BoardEvtDriverContextCleanup(
    _In_ WDFOBJECT Driver
    )
{
    UNREFERENCED_PARAMETER(Driver);

    PAGED_CODE();

    KdPrint(("board: driver context cleanup\n"));
}
