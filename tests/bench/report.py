#!/usr/bin/python3
# SPDX-License-Identifier: GPL-2.0
"""Makes a table, and a plot, of what the benchmark measured.

report.py [--svg FILE] [--doc FILE] [--codec LOG] LOG...

Lines of a log that have "bench driver=NAME name=MEASURE key=value..." in them are one
measurement each; the others are left alone. Costs are instructions of the host. Each
is told as the median of its turns; the spread is that of the ratios of single turns,
which is what the two per cent are about. A missed target is a verdict, no error.
"""
import argparse
import re
import statistics
import sys
from xml.sax.saxutils import escape

LINE = re.compile(r"bench driver=(\w+) name=([\w-]+) (.*)")


def per(key):
    """Instructions per so many of @key."""
    return lambda run: run["busy"] / run[key]


def over(a, b):
    return lambda run: run[a] / run[b]


class Row:
    """One line of the table: @value of the measurement @name, for both drivers.

    @limit: of the ratio ours / stock; with @absolute of our value itself; with
    @against of our value / our value of another measurement. @fact: there is none.
    """
    def __init__(self, text, name, value, unit, limit=None, absolute=False, against=None,
                 fact=False):
        self.text, self.name, self.value, self.unit = text, name, value, unit
        self.limit, self.absolute, self.against, self.fact = limit, absolute, against, fact


def rows():
    table = []
    for size, limit in ((1400, 0.6), (512, 1.0), (64, 0.7)):
        table += [
            Row("receive, UDP %u B, to the stack" % size, "rx-udp-%u-stack" % size,
                per("delivered"), "instr/packet", limit),
            Row("receive, UDP %u B, to a socket" % size, "rx-udp-%u" % size,
                per("delivered"), "instr/packet", limit),
        ]
    table.append(Row("receive, TCP bulk", "rx-tcp", per("bytes"), "instr/byte", 0.35))
    for size, limit in ((1400, 0.6), (512, 1.0), (64, 0.7)):
        table += [
            Row("transmit, UDP %u B, at the driver" % size, "tx-udp-%u-device" % size,
                per("delivered"), "instr/packet", limit),
            Row("transmit, UDP %u B, from a socket" % size, "tx-udp-%u" % size,
                per("delivered"), "instr/packet", limit),
        ]
    table.append(Row("transmit, TCP bulk", "tx-tcp", per("bytes"), "instr/byte", 0.3))
    table += [
        Row("lone packet, send() to bus", "lone", lambda run: run["median"] / 1000, "us", 50,
            absolute=True),
        Row("bytes on the bus, lone 40-byte packet", "lone", over("bus_bytes", "ntbs"), "bytes",
            68, absolute=True),
    ]
    for way, text in (("rx", "receive"), ("tx", "transmit")):
        for size in (1400, 64):
            table.append(Row("%s, UDP %u B, 16 sessions" % (text, size),
                             "%s-udp-%u-16" % (way, size), per("delivered"), "instr/packet", 1.0))
            table.append(Row("  the same against 1 session", "%s-udp-%u-16" % (way, size),
                             per("delivered"), "instr/packet", 1.1,
                             against="%s-udp-%u" % (way, size)))
        table.append(Row("%s, TCP bulk, 16 sessions" % text, "%s-tcp-16" % way, per("bytes"),
                         "instr/byte", 1.0))
        table.append(Row("  the same against 1 session", "%s-tcp-16" % way, per("bytes"),
                         "instr/byte", 1.1, against="%s-tcp" % way))
    table += [
        Row("command, write() to bus", "control", lambda run: run["bus"] / 1000, "us", 1.0),
        Row("command and its answer", "control", lambda run: run["back"] / 1000, "us", 1.0),
        Row("ten commands and their answers", "control",
            lambda run: run["ten"] / 1000, "us", 1.0),
    ]
    for size in (1400, 64):
        table.append(Row("memory per queued byte, UDP %u B" % size, "memory-%u" % size,
                         over("truesize", "payload"), "bytes", 1.0))
    for name, text in (("tx-udp-1400", "UDP 1400 B"), ("tx-udp-64", "UDP 64 B")):
        table.append(Row("datagrams per NTB, %s" % text, name, over("delivered", "ntbs"), "",
                         fact=True))
        table.append(Row("bytes on the bus per datagram, %s" % text, name,
                         over("bus_bytes", "delivered"), "bytes", fact=True))
    for base, limit in (("macvlan", 1.5), ("bridge", None)):
        for way in ("up", "down"):
            for where in ("stack", "socket"):
                table.append(Row("passthru / %s on veth, UDP 1400 B, %s, %s" % (base, way, where),
                                 "%s-%s-%s" % (base, way, where), per("delivered"),
                                 "instr/packet", limit))
    for way, text in (("rx", "down"), ("tx", "up")):
        for size in (1400, 64):
            table.append(Row("whole guest, %u-byte datagrams, %s" % (size, text),
                             "end-%s-udp-%u" % (way, size), per("delivered"), "instr/packet",
                             1.0))
        table.append(Row("whole guest, TCP bulk, %s" % text, "end-%s-tcp" % way, per("bytes"),
                         "instr/byte", 1.0))
    return table


def read_codec(name):
    """Lines of codec.sh, "name times-as-fast", with the targets of their kind."""
    found = []
    with open(name, encoding="utf-8") as file:
        for text in file:
            words = text.split()
            if len(words) >= 2 and re.fullmatch(r"[a-z][\w-]*", words[0]) \
                    and re.fullmatch(r"[\d.]+", words[1]):
                limit = {"decode": 2.0, "encode": 1.5}.get(words[0].split("-")[0])
                if "ntb32" in words[0]:		# the kernel's does not do this
                    limit = None
                found.append((words[0], float(words[1]), limit))
    return found


def judge(times, limit):
    """Target and verdict of one of them."""
    if not limit:
        return "", ""
    return ">= %g" % limit, "met" if times >= limit else "MISSED"


def print_codec(found):
    print("\nNTB codec and rings, native, times as fast as the kernel's own")
    for name, times, limit in found:
        print(("  %-24s %6.2f x  %s  %s" % ((name, times) + judge(times, limit))).rstrip())


def read(files):
    """{measure: {driver: [{key: number}]}}, and what failed or was lost."""
    runs, odd = {}, []
    for name in files:
        with open(name, encoding="utf-8", errors="replace") as file:
            for line in file:
                found = LINE.search(line)
                if not found:
                    continue
                driver, measure, words = found.groups()
                run = dict(w.split("=", 1) for w in words.split() if "=" in w)
                if "failed" in run:
                    odd.append("%s, %s: failed: %s" % (measure, driver, run["failed"]))
                    continue
                run = {k: float(v) for k, v in run.items()}
                lost = run.get("packets", 0) - run.get("delivered", run.get("packets", 0))
                if lost:
                    drops = run.get("qdisc_drops", 0)
                    odd.append("%s, %s: %u of %u packets did not arrive; the qdisc dropped %u%s" %
                               (measure, driver, lost, run["packets"], drops,
                                "" if drops >= lost else ", the others VANISHED"))
                for key in ("lost", "malformed"):
                    if run.get(key):
                        odd.append("%s, %s: %s %u" % (measure, driver, key, run[key]))
                runs.setdefault(measure, {}).setdefault(driver, []).append(run)
    return runs, odd


class Result:
    def __init__(self, row, runs):
        self.row = row
        both = runs.get(row.name, {})
        self.ours = [row.value(r) for r in both.get("ours", [])]
        base = both.get("stock", [])
        if row.against:
            base = runs.get(row.against, {}).get("ours", [])
        self.base = [row.value(r) for r in base]
        self.known = bool(self.ours) and (bool(self.base) or row.absolute)
        self.ratios = [o / b for o, b in zip(self.ours, self.base) if b]

    def number(self):
        """What the limit is about."""
        if self.row.absolute:
            return statistics.median(self.ours)
        return statistics.median(self.ratios)

    def spread(self):
        values = self.ours if self.row.absolute or not self.ratios else self.ratios
        middle = statistics.median(values)
        return (max(values) - min(values)) / middle * 100 if middle else 0.0

    def verdict(self):
        if self.row.fact or self.row.limit is None:
            return ""
        return "met" if round(self.number(), 3) <= self.row.limit else "MISSED"


def figure(value):
    return "%.0f" % value if value >= 1000 else "%.4g" % value


def line(result):
    row = result.row
    limit = ""
    if row.limit is not None and not row.fact:
        limit = "<= %g" % row.limit
    ratio = "%.3f" % statistics.median(result.ratios) if result.ratios else "-"
    return (row.text, row.unit, figure(statistics.median(result.base)) if result.base else "-",
            figure(statistics.median(result.ours)), ratio, limit, result.verdict(),
            "%.1f %%" % result.spread())


def table(results):
    lines = [("measure", "unit", "stock", "ours", "ratio", "target", "verdict", "spread")]
    lines += [line(r) for r in results]
    width = [max(len(l[i]) for l in lines) for i in range(len(lines[0]))]
    for n, l in enumerate(lines):
        left = (0, 1, 5, 6)
        print("  ".join(c.ljust(w) if i in left else c.rjust(w)
                        for i, (c, w) in enumerate(zip(l, width))).rstrip())
        if not n:
            print("  ".join("-" * w for w in width))


def document(results, codec, name):
    """The tables in place of those between two marks."""
    head = ("measure", "unit", "stock", "ours", "ratio", "target", "verdict", "spread")
    lines = ["| %s |" % " | ".join(head), "|---|---|---:|---:|---:|---|---|---:|"]
    lines += ["| %s |" % " | ".join(c.strip() for c in line(r)) for r in results]
    if codec:
        lines += ["", "| NTB codec and rings, native | times as fast as the kernel's own "
                      "| target | verdict |", "|---|---:|---|---|"]
        lines += ["| %s | %.2f | %s |" % (text, times, " | ".join(judge(times, limit)))
                  for text, times, limit in codec]
    with open(name, encoding="utf-8") as file:
        text = file.read()
    before, mark, rest = text.partition("<!-- table")
    comment, _, rest = rest.partition("\n")
    after = rest[rest.index("<!-- end of table"):]
    with open(name, "w", encoding="utf-8") as file:
        file.write(before + mark + comment + "\n" + "\n".join(lines) + "\n" + after)


def plot(results, name):
    """Bars of ours / stock, a tick for each target, a line where they are alike."""
    bars = [r for r in results if r.ratios and not r.row.fact and not r.row.against
            and not r.row.absolute and "passthru" not in r.row.text]
    step, left, right, top = 22, 330, 60, 46
    longest = max([1.2] + [statistics.median(r.ratios) for r in bars])
    scale = 460 / longest
    height, width = top + step * len(bars) + 34, left + 460 + right
    out = ['<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" '
           'viewBox="0 0 %d %d" font-family="sans-serif" font-size="12">' %
           (width, height, width, height),
           '<rect width="100%" height="100%" fill="#ffffff"/>',
           '<text x="12" y="20" font-size="15">Host cost, mbim_usb / stock cdc_mbim</text>',
           '<text x="12" y="36" fill="#555555">instructions for the same work in the same '
           'boot; shorter is better; the tick is the target</text>']
    for n, r in enumerate(bars):
        y, ratio = top + n * step, statistics.median(r.ratios)
        color = "#2a7f4f" if r.verdict() == "met" else "#b5483a"
        out.append('<text x="%d" y="%d" text-anchor="end">%s</text>' %
                   (left - 8, y + 14, escape(r.row.text)))
        out.append('<rect x="%d" y="%d" width="%.1f" height="15" fill="%s"/>' %
                   (left, y + 3, ratio * scale, color))
        out.append('<text x="%.1f" y="%d">%.2f</text>' % (left + ratio * scale + 5, y + 15, ratio))
        if r.row.limit is not None:
            x = left + r.row.limit * scale
            out.append('<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#000000" '
                       'stroke-width="2"/>' % (x, y + 1, x, y + 20))
    x = left + scale
    out.append('<line x1="%.1f" y1="%d" x2="%.1f" y2="%d" stroke="#777777" '
               'stroke-dasharray="4 3"/>' % (x, top - 4, x, height - 28))
    out.append('<text x="%.1f" y="%d" text-anchor="middle" fill="#555555">1 = stock</text>' %
               (x, height - 12))
    out.append("</svg>")
    with open(name, "w", encoding="utf-8") as file:
        file.write("\n".join(out) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--svg", help="where the plot goes")
    parser.add_argument("--doc", help="document whose table is replaced")
    parser.add_argument("--codec", help="what codec.sh printed")
    parser.add_argument("logs", nargs="+")
    args = parser.parse_args()
    runs, odd = read(args.logs)
    results = [Result(row, runs) for row in rows()]
    missing = sorted({r.row.name for r in results if not r.known})
    results = [r for r in results if r.known]
    if not results:
        sys.exit("report: no measurement of both drivers in %s" % " ".join(args.logs))
    table(results)
    codec = read_codec(args.codec) if args.codec else []
    if codec:
        print_codec(codec)
        print()
    for text in sorted(set(odd)):
        print("note: " + text)
    if missing:
        print("not measured: " + " ".join(missing))
    verdicts = [r.verdict() for r in results]
    met = verdicts.count("met") + sum(limit is not None and times >= limit
                                      for _, times, limit in codec)
    missed = verdicts.count("MISSED") + sum(limit is not None and times < limit
                                            for _, times, limit in codec)
    print("%d targets met, %d missed; %d of %d measures repeat within 2 %%" %
          (met, missed,
           sum(r.spread() <= 2 for r in results), len(results)))
    if args.svg:
        plot(results, args.svg)
    if args.doc:
        document(results, codec, args.doc)


if __name__ == "__main__":
    main()
