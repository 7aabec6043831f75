#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The control device of tests/clients/ndis51_mux.

mux-ctl.py add ADAPTER    a virtual adapter over \\Device\\ADAPTER; prints its number
mux-ctl.py remove NUMBER
mux-ctl.py list           number, filter, filter below, sent, failed, received,
                          address, adapter below of each
"""
import ctypes
import fcntl
import os
import struct
import sys

DEVICE = "/dev/ndismux"
CONTROL = 3 << 30 | 40 << 16 | ord("N") << 8 | 0xD0   # NT_IOCTL_DEVICE_CONTROL
TARGET = struct.Struct("=I64s")
REPORT = struct.Struct("=7I6s2x64s")


def code(function, access):
    return 0x12 << 16 | access << 14 | function << 2


def control(number, data=b"", room=0):
    """DeviceIoControl(): what came back."""
    given = ctypes.create_string_buffer(data, max(len(data), 1))
    got = ctypes.create_string_buffer(max(room, 1))
    request = bytearray(struct.pack("=IIIIQQiI", number, len(data), room, 0,
                                    ctypes.addressof(given), ctypes.addressof(got), 0, 0))
    file = os.open(DEVICE, os.O_RDWR)
    try:
        fcntl.ioctl(file, CONTROL, request)
    finally:
        os.close(file)
    return got.raw[:struct.unpack_from("=I", request, 12)[0]]


def main(command, *args):
    if command == "add":
        name = ("\\Device\\" + args[0]).encode("utf-16-le")
        back = control(code(0xA00, 2), TARGET.pack(0, name), TARGET.size)
        print(TARGET.unpack(back)[0])
    elif command == "remove":
        control(code(0xA01, 2), TARGET.pack(int(args[0]), b""))
    elif command == "list":
        back = control(code(0xA02, 1), b"", 64 * REPORT.size)
        for number, upper, lower, sent, failed, received, _, address, name in \
                REPORT.iter_unpack(back):
            print(number, "%#x" % upper, "%#x" % lower, sent, failed, received,
                  address.hex(":"), name.decode("utf-16-le").rstrip("\0"))
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except OSError as error:
        sys.exit("mux-ctl: %s" % error)
