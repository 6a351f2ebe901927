#!/usr/bin/env python3
"""What `large.sh` and `readers.sh` measure with: readers in pseudo-terminals, timed and weighed. Standard library only.

usage: probe.py large EXE LIBRARY HOME ADDED    one reader on a library, cold and warm; then the files in ADDED come to it
       probe.py readers EXE LIBRARY HOME COUNT  so many readers at once on one library and one index

Times are wall clock, in ms, from the start of the process, or from the last key, to what is waited for. Memory is in MB of
10^6 bytes from /proc/PID/smaps_rollup: Rss, Pss (what is shared is divided among those that share it) and Uss (its own).
A process holds some of its pages of files (the program, the index) only as long as nobody else wants them: `Anon` is what
it holds in any case.
"""

import fcntl
import os
import pty
import select
import shutil
import signal
import struct
import sys
import termios
import time

ROWS, COLS = 24, 80
# What is searched for: a word that many documents have, and one that only the added files have.
WORD, MARK = "水库", "蓼汀渡口"


class Reader:
    """The program in a pseudo-terminal that answers as an xterm does."""

    def __init__(self, argv, home):
        self.seen, self.from_here, self.at = b"", 0, {}
        self.began = time.monotonic()
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            env = {"HOME": home, "TERM": "xterm-256color", "LANG": "C.UTF-8", "PATH": os.environ.get("PATH", "")}
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLS, 0, 0))
            os.execve(argv[0], argv, env)

    def read(self):
        try:
            some = os.read(self.fd, 1 << 16)
        except OSError:
            some = b""
        if not some:
            sys.exit(f"the reader ended: {self.seen[-600:].decode(errors='replace')}")
        self.seen += some
        # Narrow and plain: each question for the cursor is answered as if one cell had been drawn.
        os.write(self.fd, b"\x1b[2;2R" * some.count(b"\x1b[6n") + b"\x1b[?62;22c" * some.count(b"\x1b[c"))

    def send(self, keys):
        self.from_here, self.began = len(self.seen), time.monotonic()
        os.write(self.fd, keys.encode())

    def has(self, *words):
        """Whether one of these came since the last keys; a word may be cut by what colours it, so look for short ones."""
        return any(word.encode() in self.seen[self.from_here :] for word in words)

    def memory(self):
        sizes = {}
        for line in open(f"/proc/{self.pid}/smaps_rollup"):
            name, _, value = line.partition(":")
            if value.strip().endswith("kB"):
                sizes[name] = int(value.split()[0]) * 1024 / 1e6
        uss = sizes["Private_Clean"] + sizes["Private_Dirty"]
        return {"Rss": sizes["Rss"], "Pss": sizes["Pss"], "Uss": uss, "Anon": sizes["Anonymous"]}

    def peak(self):
        lines = open(f"/proc/{self.pid}/status").read().split("\n")
        return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("VmHWM"))

    def processor(self):
        """Seconds of processor time so far."""
        fields = open(f"/proc/{self.pid}/stat").read().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self):
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.fd)


def wait(readers, done, patience=1800):
    """Until `done` says so of each reader: the milliseconds since each one's start or last key."""
    waiting, end = list(readers), time.monotonic() + patience
    while waiting:
        ready, _, _ = select.select([r.fd for r in readers], [], [], 1)
        for reader in readers:
            if reader.fd in ready:
                reader.read()
                if reader in waiting and done(reader):
                    reader.at["ms"] = (time.monotonic() - reader.began) * 1000
                    waiting.remove(reader)
        if time.monotonic() > end:
            sys.exit(f"waited in vain; last: {waiting[0].seen[-600:].decode(errors='replace')}")
    return [reader.at["ms"] for reader in readers]


def idle(readers, quiet=1.5, patience=1800):
    """Until no reader works: none has used the processor for so long, nor sent anything."""
    before, since, end = None, time.monotonic(), time.monotonic() + patience
    while time.monotonic() - since < quiet and time.monotonic() < end:
        ready, _, _ = select.select([r.fd for r in readers], [], [], 0.1)
        for reader in readers:
            if reader.fd in ready:
                reader.read()
        now = [round(r.processor(), 1) for r in readers] + [len(r.seen) for r in readers]
        if now != before:
            before, since = now, time.monotonic()


def forget(*places):
    """Has the system drop these files from memory, as far as it listens to us."""
    os.sync()
    for place in places:
        for folder, _, names in os.walk(place) if os.path.isdir(place) else [(os.path.dirname(place), [], [os.path.basename(place)])]:
            for name in names:
                descriptor = os.open(os.path.join(folder, name), os.O_RDONLY)
                os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                os.close(descriptor)


def listed(reader):
    return reader.has("年第")


def row(what, value):
    print(f"{what}\t{value}", flush=True)


def weigh(what, reader):
    m = reader.memory()
    row(what, f"Rss {m['Rss']:.0f}, Pss {m['Pss']:.0f}, Uss {m['Uss']:.0f}, Anon {m['Anon']:.0f}, peak {reader.peak():.0f}")


def large(exe, library, home, added):
    cache = os.path.join(home, ".cache")
    shutil.rmtree(cache, ignore_errors=True)
    reader = Reader([exe, library], home)
    wait([reader], listed)
    row("first run of all, ms to the list (everything is parsed)", f"{reader.at['ms']:.0f}")
    row("  s of processor time to the list", f"{reader.processor():.1f}")
    idle([reader])
    row("  s of processor time until the index is made", f"{reader.processor():.1f}")
    weigh("  MB then", reader)
    reader.end()
    sizes = {name: sum(os.path.getsize(os.path.join(f, n)) for f, _, ns in os.walk(os.path.join(cache, "gongbao")) for n in ns if name in f + n) / 1e6 for name in ("catalog", "index")}
    row("MB on disk", ", ".join(f"{name} {size:.1f}" for name, size in sizes.items()))

    forget(library, cache, exe)
    reader = Reader([exe, library], home)
    row("cold, ms to the first drawing", f"{wait([reader], lambda r: r.has('馆藏'))[0]:.0f}")
    row("cold, ms to the list", f"{wait([reader], listed)[0] if not listed(reader) else reader.at['ms']:.0f}")
    idle([reader])
    reader.end()

    times, drawn = [], []
    for _ in range(7):
        reader = Reader([exe, library], home)
        drawn += wait([reader], lambda r: r.has("馆藏"))
        times += wait([reader], listed) if not listed(reader) else [reader.at["ms"]]
        used = reader.processor()
        idle([reader])
        if len(times) < 7:
            reader.end()
    row("warm, ms to the first drawing, best and median of 7", f"{min(drawn):.0f}, {sorted(drawn)[3]:.0f}")
    row("warm, ms to the list, best and median of 7", f"{min(times):.0f}, {sorted(times)[3]:.0f}")
    row("  s of processor time to the list", f"{used:.2f}")
    row("  s of processor time until idle", f"{reader.processor():.2f}")
    weigh("MB, idle", reader)

    def typed(what, keys, *words):
        """What a key costs, from it until one of these words is seen, and until nobody works any more."""
        used = reader.processor()
        reader.send(keys)
        wait([reader], lambda r: r.has(*words))
        row(f"{what}, ms", f"{reader.at['ms']:.0f}")
        idle([reader])
        row("  s of processor time until idle", f"{reader.processor() - used:.2f}")

    typed("opening an issue", "\r", "目录")
    typed("opening the first document", "\r", "提纲")
    weigh("MB then", reader)
    typed("a title typed after the colon", ":防汛防", "防汛")
    weigh("MB then", reader)
    reader.send("\x1b")
    idle([reader], 0.6)
    reader.send("q")
    idle([reader], 0.6)
    reader.send("q")
    idle([reader], 0.6)

    reader.send("s")
    wait([reader], lambda r: r.has("检索"))
    typed("the first word typed in the bar", "防汛", "处")
    weigh("MB then", reader)
    for query in ("单位:县水务局", "文号:政发〔2021〕1"):
        reader.send("\x15")
        idle([reader], 0.4)
        typed(f"the field {query}", query, "处")
        weigh("MB then", reader)
    # The index has not been read since it was dropped from memory: the first time is the disk's. The third of them stands nowhere
    # as it is, and is looked for with one character changed.
    for time_of in ("first", "second"):
        for word in (WORD, "县人民政府办公室", "责任单位：县财政局", "防汛"):
            # Only what differs is sent: what was counted before has to go first.
            reader.send("\x15")
            idle([reader], 0.4)
            used = reader.processor()
            reader.send(word)
            wait([reader], lambda r: r.has("处"))
            row(f"{time_of} search for {word}: ms, s of processor time", f"{reader.at['ms']:.0f}, {reader.processor() - used:.2f}")
    idle([reader])
    weigh("MB after searches", reader)
    reader.send("\x1b")
    idle([reader], 0.6)
    reader.send("q")
    idle([reader], 0.6)

    copied = []
    for folder, _, names in os.walk(added):
        for name in names:
            there = os.path.join(library, "added-" + name)
            with open(os.path.join(folder, name), encoding="utf-8") as old, open(there, "w", encoding="utf-8") as new:
                new.write(old.read() + f"\n会议决定修建{MARK}。\n")
            copied.append(there)
    used = reader.processor()
    reader.send(f"\x1b[15~s\x15{MARK}")
    wait([reader], lambda r: r.has(f"{len(copied)}处"))
    row(f"adding {len(copied)} files and F5: ms until all are found", f"{reader.at['ms']:.0f}")
    idle([reader])
    row("  s of processor time until idle", f"{reader.processor() - used:.2f}")
    weigh("MB then", reader)
    reader.end()
    for path in copied:
        os.remove(path)


def readers(exe, library, home, count):
    reader = Reader([exe, library], home)
    wait([reader], listed)
    idle([reader])
    weigh("MB of one alone", reader)
    reader.end()
    all_of_them = [Reader([exe, library], home) for _ in range(int(count))]
    times = sorted(wait(all_of_them, listed))
    row(f"ms to the list, {count} started at once: first, median, last", f"{times[0]:.0f}, {times[len(times) // 2]:.0f}, {times[-1]:.0f}")
    idle(all_of_them)
    each = [r.memory() for r in all_of_them]
    for name in ("Rss", "Pss", "Uss", "Anon"):
        values = sorted(m[name] for m in each)
        row(f"MB of each, {name}: median, most", f"{values[len(values) // 2]:.1f}, {values[-1]:.1f}")
    row("MB of all (sum of Pss)", f"{sum(m['Pss'] for m in each):.0f}")
    for reader in all_of_them:
        reader.send("s")
    wait(all_of_them, lambda r: r.has("检索"))
    idle(all_of_them, 0.6)
    for reader in all_of_them:
        reader.send(WORD)
    times = sorted(wait(all_of_them, lambda r: r.has("件")))
    row(f"ms to the hits, {count} searches at once: first, median, last", f"{times[0]:.0f}, {times[len(times) // 2]:.0f}, {times[-1]:.0f}")
    idle(all_of_them)
    each = [r.memory() for r in all_of_them]
    for name in ("Pss", "Uss", "Anon"):
        values = sorted(m[name] for m in each)
        row(f"MB of each after the search, {name}: median, most", f"{values[len(values) // 2]:.1f}, {values[-1]:.1f}")
    for reader in all_of_them:
        reader.end()


if __name__ == "__main__":
    if len(sys.argv) < 6 or sys.argv[1] not in ("large", "readers"):
        sys.exit(__doc__)
    {"large": large, "readers": readers}[sys.argv[1]](*sys.argv[2:6])
