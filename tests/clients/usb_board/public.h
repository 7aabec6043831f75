/* SPDX-License-Identifier: GPL-2.0 */
/* What programs and the driver of the learning board have in common. */
#ifndef _BOARD_PUBLIC_H
#define _BOARD_PUBLIC_H

#define BOARD_CODE(function)	CTL_CODE(FILE_DEVICE_UNKNOWN, 0x800 + (function), METHOD_BUFFERED, \
					 FILE_ANY_ACCESS)

#define IOCTL_BOARD_GET_CONFIG_DESCRIPTOR	BOARD_CODE(0)
#define IOCTL_BOARD_RESET_DEVICE		BOARD_CODE(1)
#define IOCTL_BOARD_REENUMERATE			BOARD_CODE(2)
#define IOCTL_BOARD_GET_BAR			BOARD_CODE(3)
#define IOCTL_BOARD_SET_BAR			BOARD_CODE(4)
#define IOCTL_BOARD_GET_DIGIT			BOARD_CODE(5)
#define IOCTL_BOARD_SET_DIGIT			BOARD_CODE(6)
#define IOCTL_BOARD_READ_SWITCHES		BOARD_CODE(7)
/* Waits until the switches change; the answer is their new state. */
#define IOCTL_BOARD_GET_INTERRUPT_MESSAGE	BOARD_CODE(8)
/* UTF-16, without a terminator. */
#define IOCTL_BOARD_GET_PRODUCT			BOARD_CODE(9)
/* Two bytes: the board's own GET_STATUS, asked for by an URB. */
#define IOCTL_BOARD_GET_STATUS			BOARD_CODE(10)
/* Reads that wait are cancelled. */
#define IOCTL_BOARD_ABORT			BOARD_CODE(11)
/* Clears a halt, of both bulk pipes. */
#define IOCTL_BOARD_RESET_PIPES			BOARD_CODE(12)
/* One byte in: the alternate setting; the answer is how many pipes it has. */
#define IOCTL_BOARD_SELECT_SETTING		BOARD_CODE(13)

#endif
