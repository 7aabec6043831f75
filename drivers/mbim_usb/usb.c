// SPDX-License-Identifier: GPL-2.0
/*
 * The USB side of the function: finding it, bringing it from wherever it is to
 * the state in which MBIM_OPEN may be sent (MBIM 1.0 section 6, in the order of
 * the compliance tests), and the class requests for that.
 *
 * Runs in PnP and power callbacks only, so nothing here needs a lock. Pipes
 * are made anew whenever a setting is selected: what hangs on them (readers,
 * write requests) is set up again by its owner after each bring-up.
 */
#include "driver.h"

/* Sierra EM7455 and MC7455 never deliver data if the pause is 1 or 2 ms. */
#define SETTLE_TIME_MS		15

/* Answers that may still wait in a device that cannot be reset. */
#define STALE_RESPONSES		16

NTSTATUS UsbClassRequest(MBIM_DEVICE *Device, BOOLEAN In, UINT8 Request, UINT16 Value,
			 PVOID Buffer, UINT16 Length, ULONG *Transferred)
{
	WDF_USB_CONTROL_SETUP_PACKET setup;
	WDF_REQUEST_SEND_OPTIONS options;
	WDF_MEMORY_DESCRIPTOR memory;
	ULONG transferred = 0;
	NTSTATUS status;

	WDF_USB_CONTROL_SETUP_PACKET_INIT_CLASS(&setup,
						In ? BmRequestDeviceToHost : BmRequestHostToDevice,
						BmRequestToInterface, Request, Value,
						Device->Usb.Function.ControlInterface);
	WDF_REQUEST_SEND_OPTIONS_INIT(&options, 0);
	WDF_REQUEST_SEND_OPTIONS_SET_TIMEOUT(&options,
					     WDF_REL_TIMEOUT_IN_SEC(MBIM_SETUP_TIMEOUT_S));
	if (Length)
		WDF_MEMORY_DESCRIPTOR_INIT_BUFFER(&memory, Buffer, Length);

	status = WdfUsbTargetDeviceSendControlTransferSynchronously(Device->Usb.Device,
								    WDF_NO_HANDLE, &options,
								    &setup,
								    Length ? &memory : NULL,
								    &transferred);
	if (Transferred)
		*Transferred = transferred;
	return status;
}

static NTSTATUS SelectSetting(WDFUSBINTERFACE Interface, UCHAR Setting)
{
	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS params;

	WDF_USB_INTERFACE_SELECT_SETTING_PARAMS_INIT_SETTING(&params, Setting);
	return WdfUsbInterfaceSelectSetting(Interface, WDF_NO_OBJECT_ATTRIBUTES, &params);
}

static WDFUSBINTERFACE FindInterface(MBIM_DEVICE *Device, UINT8 Number)
{
	UCHAR count = WdfUsbTargetDeviceGetNumInterfaces(Device->Usb.Device);
	UCHAR i;

	for (i = 0; i < count; i++) {
		WDFUSBINTERFACE interface = WdfUsbTargetDeviceGetInterface(Device->Usb.Device, i);

		if (WdfUsbInterfaceGetInterfaceNumber(interface) == Number)
			return interface;
	}
	return NULL;
}

static WDFUSBPIPE FindPipe(WDFUSBINTERFACE Interface, UINT8 Address)
{
	BYTE count = WdfUsbInterfaceGetNumConfiguredPipes(Interface);
	BYTE i;

	for (i = 0; i < count; i++) {
		WDF_USB_PIPE_INFORMATION info;
		WDFUSBPIPE pipe;

		WDF_USB_PIPE_INFORMATION_INIT(&info);
		pipe = WdfUsbInterfaceGetConfiguredPipe(Interface, i, &info);
		if (pipe && info.EndpointAddress == Address)
			return pipe;
	}
	return NULL;
}

/* ---- at each PrepareHardware ---- */

static NTSTATUS ReadFunction(MBIM_DEVICE *Device)
{
	MBIM_DESCRIPTOR_RESULT result;
	USHORT length = 0;
	NTSTATUS status;
	UINT8 *config;

	status = WdfUsbTargetDeviceRetrieveConfigDescriptor(Device->Usb.Device, NULL, &length);
	if (status != STATUS_BUFFER_TOO_SMALL || !length)
		return NT_SUCCESS(status) ? STATUS_NO_SUCH_DEVICE : status;

	config = ExAllocatePool2(POOL_FLAG_NON_PAGED, length, MBIM_POOL_TAG);
	if (!config)
		return STATUS_INSUFFICIENT_RESOURCES;

	status = WdfUsbTargetDeviceRetrieveConfigDescriptor(Device->Usb.Device, config, &length);
	if (NT_SUCCESS(status)) {
		result = MbimDescriptorParse(config, length, &Device->Usb.Function);
		if (result != MbimDescriptorOk) {
			MbimWarn("this device cannot be used: %s\n",
				 MbimDescriptorResultText(result));
			status = STATUS_NO_SUCH_DEVICE;
		}
	}
	ExFreePool(config);
	return status;
}

static VOID ReportOddities(UINT32 Oddities)
{
	UINT32 i;

	for (i = 0; i < MBIM_ODDITIES; i++)
		if (Oddities & (1u << i))
			MbimInfo("unusual, tolerated: %s\n", MbimDescriptorOddityText(1u << i));
}

static VOID FindQuirk(MBIM_DEVICE *Device)
{
	USB_DEVICE_DESCRIPTOR descriptor;

	WdfUsbTargetDeviceGetDeviceDescriptor(Device->Usb.Device, &descriptor);
	Device->Usb.Quirk = MbimQuirkFind(descriptor.idVendor, descriptor.idProduct);
	if (Device->Usb.Quirk)
		MbimInfo("%s: %s\n", Device->Usb.Quirk->Device, Device->Usb.Quirk->Reason);
}

NTSTATUS UsbOpen(MBIM_DEVICE *Device)
{
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS select;
	WDF_USB_DEVICE_CREATE_CONFIG create;
	MBIM_USB *usb = &Device->Usb;
	NTSTATUS status;

	if (!usb->Device) {
		WDF_USB_DEVICE_CREATE_CONFIG_INIT(&create, USBD_CLIENT_CONTRACT_VERSION_602);
		status = WdfUsbTargetDeviceCreateWithParameters(Device->WdfDevice, &create,
								WDF_NO_OBJECT_ATTRIBUTES,
								&usb->Device);
		if (!NT_SUCCESS(status))
			return status;
	}

	status = ReadFunction(Device);
	if (!NT_SUCCESS(status))
		return status;
	ReportOddities(usb->Function.Oddities);
	FindQuirk(Device);

	/* every interface to setting 0, where the bring-up begins */
	WDF_USB_DEVICE_SELECT_CONFIG_PARAMS_INIT_MULTIPLE_INTERFACES(&select, 0, NULL);
	status = WdfUsbTargetDeviceSelectConfig(usb->Device, WDF_NO_OBJECT_ATTRIBUTES, &select);
	if (!NT_SUCCESS(status))
		return status;

	usb->Control = FindInterface(Device, usb->Function.ControlInterface);
	usb->Data = FindInterface(Device, usb->Function.DataInterface);
	usb->InterruptReader = FALSE;
	usb->Configured = FALSE;
	if (!usb->Control || !usb->Data) {
		MbimWarn("interfaces %u and %u do not belong to one function\n",
			 usb->Function.ControlInterface, usb->Function.DataInterface);
		return STATUS_NO_SUCH_DEVICE;
	}
	return STATUS_SUCCESS;
}

/* ---- the bring-up ---- */

VOID UsbResetFunction(MBIM_DEVICE *Device)
{
	NTSTATUS status = UsbClassRequest(Device, FALSE, CDC_RESET_FUNCTION, 0, NULL, 0, NULL);

	/*
	 * Some devices stall it. The state of those is unknown: answers nobody
	 * fetched may still be waiting.
	 */
	Device->Usb.Stale = !NT_SUCCESS(status);
	if (!NT_SUCCESS(status) && !DeviceIsGoneStatus(status))
		MbimWarn("RESET_FUNCTION refused (0x%08x), going on\n", status);
}

static NTSTATUS ReadParameters(MBIM_DEVICE *Device)
{
	NTB_PARAMETERS *parameters = &Device->Usb.Parameters;
	UINT8 block[NTB_PARAMETERS_LENGTH];
	ULONG length = 0;
	NTSTATUS status;

	status = UsbClassRequest(Device, TRUE, NCM_GET_NTB_PARAMETERS, 0, block, sizeof(block),
				 &length);
	if (!NT_SUCCESS(status)) {
		MbimWarn("GET_NTB_PARAMETERS failed (0x%08x)\n", status);
		return status;
	}
	if (!NtbParametersParse(block, length, parameters)) {
		MbimWarn("GET_NTB_PARAMETERS answered with %u bytes, too few\n", length);
		return STATUS_DEVICE_PROTOCOL_ERROR;
	}
	if (parameters->OutMaxSize > MBIM_MAXIMUM_NTB)
		parameters->OutMaxSize = MBIM_MAXIMUM_NTB;
	return STATUS_SUCCESS;
}

/* SET_NTB_FORMAT is legal in data setting 0 and if both formats are there. */
static VOID ChooseFormat(MBIM_DEVICE *Device)
{
	const NTB_PARAMETERS *parameters = &Device->Usb.Parameters;
	BOOLEAN want32;
	NTSTATUS status;

	Device->Usb.Format = NtbFormat16;
	if (!(parameters->FormatsSupported & NTB_FORMATS_32))
		return;
	if (!(parameters->FormatsSupported & NTB_FORMATS_16)) {
		Device->Usb.Format = NtbFormat32;
		return;
	}

	want32 = MbimParameters.NtbFormat == 32 ||
		 (MbimParameters.NtbFormat != 16 && (parameters->InMaxSize > NTB16_MAXIMUM_SIZE ||
						     parameters->OutMaxSize > NTB16_MAXIMUM_SIZE));
	status = UsbClassRequest(Device, FALSE, NCM_SET_NTB_FORMAT, want32, NULL, 0, NULL);
	if (NT_SUCCESS(status))
		Device->Usb.Format = want32 ? NtbFormat32 : NtbFormat16;
	else if (want32)
		MbimWarn("NTB32 refused (0x%08x), staying with NTB16\n", status);
}

/* What the device will send at most. */
static UINT32 NegotiateInputSize(MBIM_DEVICE *Device)
{
	UINT32 packet = Device->Usb.Function.BulkIn.MaximumPacketSize;
	UINT32 offered = Device->Usb.Parameters.InMaxSize;
	UINT32 limit = Device->Usb.Format == NtbFormat32 ? MBIM_MAXIMUM_NTB : NTB16_MAXIMUM_SIZE;
	UINT32 size = offered < limit ? offered : limit;
	UINT8 block[4];
	NTSTATUS status;

	/* nonsense such as 0 has been seen: nothing to choose from, but room for NCM's least */
	if (offered < NTB_MINIMUM_SIZE)
		return NTB_MINIMUM_SIZE;

	/* whole packets, so that a full buffer ends the transfer like a short packet */
	size -= size % packet;
	if (size < NTB_MINIMUM_SIZE)
		size = NTB_MINIMUM_SIZE;

	/* the 4-byte form is understood by every device */
	LePut32(block, size);
	status = UsbClassRequest(Device, FALSE, NCM_SET_NTB_INPUT_SIZE, 0, block, sizeof(block),
				 NULL);
	if (!NT_SUCCESS(status) && size != offered) {
		/* then it will use what it offered, up to what there is room for */
		MbimWarn("blocks of up to %u bytes refused (0x%08x), the device sends up to %u\n",
			 size, status, offered);
		size = offered < MBIM_MAXIMUM_NTB ? offered : MBIM_MAXIMUM_NTB;
	}
	return size;
}

static VOID ChooseInputSize(MBIM_DEVICE *Device)
{
	UINT32 packet = Device->Usb.Function.BulkIn.MaximumPacketSize;
	UINT32 size = NegotiateInputSize(Device);

	Device->Usb.InputSize = size;
	Device->Usb.BufferSize = (size + packet - 1) / packet * packet;
}

/* FALSE: the device does not say. */
static BOOLEAN ReadDatagramSize(MBIM_DEVICE *Device, UINT16 *Size)
{
	UINT8 block[2];
	ULONG length = 0;
	NTSTATUS status;

	if (!(Device->Usb.Function.NetworkCapabilities & MBIM_CAP_MAX_DATAGRAM_SIZE))
		return FALSE;
	status = UsbClassRequest(Device, TRUE, NCM_GET_MAX_DATAGRAM_SIZE, 0, block,
				 sizeof(block), &length);
	if (!NT_SUCCESS(status) || length != sizeof(block))
		return FALSE;
	*Size = LeGet16(block);
	return TRUE;
}

/* @Segment, unless the device insists on less. */
static UINT16 NegotiateDatagramSize(MBIM_DEVICE *Device, UINT16 Segment)
{
	UINT16 current;
	UINT8 block[2];
	NTSTATUS status;

	if (!ReadDatagramSize(Device, &current) || current == Segment)
		return Segment;

	LePut16(block, Segment);
	status = UsbClassRequest(Device, FALSE, NCM_SET_MAX_DATAGRAM_SIZE, 0, block,
				 sizeof(block), NULL);
	if (NT_SUCCESS(status))
		return Segment;
	MbimWarn("datagrams of up to %u bytes refused (0x%08x), the device takes %u\n", Segment,
		 status, current);
	return current >= MBIM_MINIMUM_SEGMENT && current < Segment ? current : Segment;
}

static VOID ChooseDatagramSize(MBIM_DEVICE *Device)
{
	const MBIM_FUNCTION *function = &Device->Usb.Function;
	UINT32 largest = NtbRulesLargestDatagram(&Device->Tx.Rules);
	UINT16 segment = function->MaxSegmentSize;

	/* small ones exist and are respected; this cannot be meant */
	if (segment < MBIM_MINIMUM_SEGMENT)
		segment = MBIM_DEFAULT_SEGMENT;
	segment = NegotiateDatagramSize(Device, segment);
	Device->Usb.MaximumDatagram = segment < largest ? segment : largest;

	/* the most there may be: the stack begins with 1500 if this is larger */
	Device->Usb.Mtu = Device->Usb.MaximumDatagram;
	if (function->Mtu >= MBIM_MINIMUM_MTU && function->Mtu < Device->Usb.Mtu)
		Device->Usb.Mtu = function->Mtu;
}

static VOID Settle(VOID)
{
	LARGE_INTEGER interval;

	interval.QuadPart = WDF_REL_TIMEOUT_IN_MS(SETTLE_TIME_MS);
	KeDelayExecutionThread(KernelMode, FALSE, &interval);
}

static NTSTATUS SelectInitialSettings(MBIM_DEVICE *Device)
{
	MBIM_USB *usb = &Device->Usb;
	NTSTATUS status;

	status = SelectSetting(usb->Data, 0);
	if (!NT_SUCCESS(status) || !usb->Function.ControlSetting)
		return status;
	/* dual function: its NCM half is in setting 0 */
	usb->InterruptReader = FALSE;
	return SelectSetting(usb->Control, usb->Function.ControlSetting);
}

static NTSTATUS OpenPipes(MBIM_DEVICE *Device)
{
	MBIM_USB *usb = &Device->Usb;
	NTSTATUS status;

	status = SelectSetting(usb->Data, usb->Function.DataSetting);
	if (!NT_SUCCESS(status))
		return status;

	usb->Interrupt = FindPipe(usb->Control, usb->Function.Interrupt.Address);
	usb->BulkIn = FindPipe(usb->Data, usb->Function.BulkIn.Address);
	usb->BulkOut = FindPipe(usb->Data, usb->Function.BulkOut.Address);
	if (!usb->Interrupt || !usb->BulkIn || !usb->BulkOut)
		return STATUS_NO_SUCH_DEVICE;

	if (!usb->InterruptReader) {
		status = ControlConfigureReader(Device);
		if (!NT_SUCCESS(status))
			return status;
		usb->InterruptReader = TRUE;
	}
	status = RxConfigureReader(Device);
	if (!NT_SUCCESS(status))
		return status;
	return TxPrepare(Device);
}

NTSTATUS UsbBringUp(MBIM_DEVICE *Device)
{
	MBIM_USB *usb = &Device->Usb;
	BOOLEAN oneNdp = usb->Quirk && (usb->Quirk->Flags & MBIM_QUIRK_ONE_NDP);
	NTSTATUS status;

	usb->Configured = FALSE;
	status = SelectInitialSettings(Device);
	if (!NT_SUCCESS(status)) {
		MbimWarn("selecting the initial settings failed (0x%08x)\n", status);
		return status;
	}

	UsbResetFunction(Device);
	ControlReset(Device);
	RxReset(Device);
	Device->Tx.Sequence = 0;

	status = ReadParameters(Device);
	if (!NT_SUCCESS(status))
		return status;
	ChooseFormat(Device);
	ChooseInputSize(Device);
	if (!NtbRulesInit(&Device->Tx.Rules, &usb->Parameters, usb->Format,
			  usb->Function.BulkOut.MaximumPacketSize, oneNdp)) {
		MbimWarn("blocks of %u bytes have no room for a packet of %u\n",
			 usb->Parameters.OutMaxSize, MBIM_MINIMUM_MTU);
		return STATUS_DEVICE_PROTOCOL_ERROR;
	}
	ChooseDatagramSize(Device);

	Settle();
	status = OpenPipes(Device);
	if (!NT_SUCCESS(status)) {
		MbimWarn("opening the pipes failed (0x%08x)\n", status);
		return status;
	}
	usb->Configured = TRUE;
	return STATUS_SUCCESS;
}

/* 0 stands for what the device does not tell: some refuse to. */
static VOID ReadNegotiated(MBIM_DEVICE *Device, MBIM_NEGOTIATED *Negotiated)
{
	const UINT16 both = NTB_FORMATS_16 | NTB_FORMATS_32;
	UINT8 block[4];
	ULONG length = 0;
	NTSTATUS status;

	RtlZeroMemory(Negotiated, sizeof(*Negotiated));
	status = UsbClassRequest(Device, TRUE, NCM_GET_NTB_INPUT_SIZE, 0, block, 4, &length);
	if (NT_SUCCESS(status) && length == 4)
		Negotiated->InputSize = LeGet32(block);

	ReadDatagramSize(Device, &Negotiated->DatagramSize);
	if ((Device->Usb.Parameters.FormatsSupported & both) != both)
		return;
	status = UsbClassRequest(Device, TRUE, NCM_GET_NTB_FORMAT, 0, block, 2, &length);
	if (NT_SUCCESS(status) && length == 2)
		Negotiated->Format = 1u + LeGet16(block);
}

VOID UsbNoteSettings(MBIM_DEVICE *Device)
{
	ReadNegotiated(Device, &Device->Usb.Noted);
}

static BOOLEAN Differs(UINT32 Noted, UINT32 Now)
{
	return Noted && Now && Noted != Now;
}

/*
 * A device that lost power while it slept is back at its defaults although it
 * was armed. KMDF does not say; that it tells something else than before it
 * fell asleep does. What it does not tell, now or then, proves nothing: resetting
 * a function that is open would end its sessions.
 */
BOOLEAN UsbStillConfigured(MBIM_DEVICE *Device)
{
	const MBIM_NEGOTIATED *noted = &Device->Usb.Noted;
	MBIM_NEGOTIATED now;

	ReadNegotiated(Device, &now);
	return !Differs(noted->InputSize, now.InputSize) &&
	       !Differs(noted->Format, now.Format) &&
	       !Differs(noted->DatagramSize, now.DatagramSize);
}

/* Only where no reset could: a device must not be asked without need. */
VOID UsbDrainResponses(MBIM_DEVICE *Device)
{
	UINT16 size = Device->Usb.Function.MaxControlMessage;
	UINT8 *buffer;
	UINT32 i;

	if (size > MBIM_MAXIMUM_CONTROL)
		size = MBIM_MAXIMUM_CONTROL;
	buffer = ExAllocatePool2(POOL_FLAG_NON_PAGED, size, MBIM_POOL_TAG);
	if (!buffer)
		return;

	for (i = 0; i < STALE_RESPONSES; i++) {
		ULONG length = 0;
		NTSTATUS status = UsbClassRequest(Device, TRUE, CDC_GET_ENCAPSULATED_RESPONSE, 0,
						  buffer, size, &length);

		/* a stall means the same as an empty answer */
		if (!NT_SUCCESS(status) || !length)
			break;
	}
	ExFreePool(buffer);
	Device->Usb.Stale = FALSE;
}
