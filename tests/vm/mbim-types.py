#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""The MBIM messages in a capture of scripts/mbim-pcap, for the guest cases.

mbim-types.py CAPTURE      a line for each: direction, type, length, service and CID
                           of those that have them; "bad ..." where a record is not
                           what it should be
"""
import struct
import sys

data = open(sys.argv[1], "rb").read()
magic, major, minor, _, _, _, link = struct.unpack_from("<IHHiIII", data)
if (magic, major, minor, link) != (0xa1b2c3d4, 2, 4, 220):
    print("bad file header")
at = 24
requests = {}
while at < len(data):
    _, _, size, whole = struct.unpack_from("<IIII", data, at)
    record = data[at + 16:at + 16 + size]
    at += 16 + size
    urb, kind, _, endpoint = struct.unpack_from("<QcBB", record)
    length, = struct.unpack_from("<I", record, 36)
    if size != whole or len(record) != size or size != 64 + length:
        print("bad record at", at)
        break
    if kind == b"S":
        requests[urb] = record[40:42]
    payload = record[64:]
    way = {(b"\x21\x00", b"S"): "->", (b"\xa1\x01", b"C"): "<-"}.get((requests.get(urb), kind))
    if not way:
        continue
    if len(payload) < 12 or struct.unpack_from("<I", payload, 4)[0] != len(payload):
        print("bad message at", at)
        continue
    message, = struct.unpack_from("<I", payload)
    line = "%s %08x %u" % (way, message, len(payload))
    if message & 0x7fffffff in (3, 7) and payload[16:20] == bytes(4):
        line += " %s %u" % (payload[20:36].hex(), struct.unpack_from("<I", payload, 36)[0])
    print(line)
