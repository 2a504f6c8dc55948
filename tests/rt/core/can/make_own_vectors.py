#!/usr/bin/env python3
"""Makes own_vectors.dbc and own_vectors.jsonl: random layouts and what they decode to, worked out on whole integers.

Shares no code with the decoder. Run it in its directory after a change; the files are the same every time.
"""
import json
import pathlib
import random
import struct

HERE = pathlib.Path(__file__).resolve().parent
SCALES = ["1", "0.1", "-0.5", "1E-007", "3", "0.015625"]
OFFSETS = ["0", "-40", "0.3", "1e+3"]
FLOATS = {16: "e", 32: "f", 64: "d"}


class Signal:
    def __init__(self, name, first, length, rng, mark="", selector=None):
        self.name, self.length, self.mark, self.selector = name, length, mark, selector
        self.big = rng.random() < 0.5
        self.signed = rng.random() < 0.5
        self.real = length in FLOATS and not mark.endswith("M") and rng.random() < 0.4
        self.scale, self.offset = rng.choice(SCALES), rng.choice(OFFSETS)
        if mark.endswith("M"):
            self.signed, self.scale, self.offset = False, "1", "0"
        self.first = first  # bits in front of it, from the top of the payload (big endian) or from its bottom

    def start_bit(self):
        return self.first // 8 * 8 + 7 - self.first % 8 if self.big else self.first

    def line(self):
        mark = f" {self.mark}" if self.mark else ""
        return (f" SG_ {self.name}{mark} : {self.start_bit()}|{self.length}@{0 if self.big else 1}"
                f"{'-' if self.signed else '+'} ({self.scale},{self.offset}) [0|0] \"\" X\n")

    def raw(self, payload):
        """None when the payload ends before it."""
        if self.first + self.length > len(payload) * 8:
            return None
        number = int.from_bytes(payload, "big" if self.big else "little")
        shift = len(payload) * 8 - self.first - self.length if self.big else self.first
        bits = number >> shift & (1 << self.length) - 1
        if self.real:
            return struct.unpack("<" + FLOATS[self.length], bits.to_bytes(self.length // 8, "little"))[0]
        return bits - (1 << self.length) if self.signed and bits >> self.length - 1 else bits

    def physical(self, raw):
        if self.scale == "1" and self.offset == "0":
            return float(raw)
        return float(raw) * float(self.scale) + float(self.offset)


def pack(rng, size, mark="", first=0, prefix="S", selector=None):
    """Signals one behind the other, as most files have them."""
    signals, at = [], first
    while at < size * 8:
        length = min(rng.choice([1, 2, 3, 7, 8, 12, 16, 16, 32, 33, 52, 57, 63, 64]), size * 8 - at)
        signals.append(Signal(f"{prefix}{len(signals)}", at, length, rng, mark, selector))
        at += length + rng.randrange(3)
    return signals


def multiplexed(rng, size):
    """Two levels: Mode selects 0, 1 or 2; 2 has a multiplexer of its own."""
    mode = Signal("Mode", 0, 3, rng, "M")
    inner = Signal("Inner", 8, 4, rng, "m2M", [("Mode", 2, 2)])
    mode.big = inner.big = False
    signals = [mode, inner]
    for value in (0, 1):
        signals += pack(rng, size, f"m{value}", 16, f"A{value}_", [("Mode", value, value)])
    signals += pack(rng, size, "m3", 16, "B_", [("Inner", 3, 5), ("Inner", 9, 9)])
    return signals, "SG_MUL_VAL_ {id} Inner Mode 2-2;\n" + "".join(
        "SG_MUL_VAL_ {id} " + f"{s.name} {s.selector[0][0]} " + ", ".join(f"{a}-{b}" for _, a, b in s.selector) + ";\n"
        for s in signals[2:])


def decode(signals, payload):
    raws = {}
    for signal in signals:
        raw = signal.raw(payload)
        chosen = signal.selector is None or any(a <= raws.get(by, -1) <= b for by, a, b in signal.selector)
        if raw is not None and chosen:
            raws[signal.name] = raw
    return raws


def is_listed(signals, raws):
    """Every multiplexer that is there has a value that some signal asks for."""
    return all(any(by == m.name and a <= raws[m.name] <= b for s in signals if s.selector for by, a, b in s.selector)
               for m in signals if m.mark.endswith("M") and m.name in raws)


def vectors(message, rng):
    name, key, extended, size, signals = message
    for kind in ["zeros", "ones"] + ["random"] * 8 + ["short", "long"]:
        length = {"short": max(size - 1 - rng.randrange(4), 1), "long": min(size + 3, 64)}.get(kind, size)
        for _ in range(1000):
            data = {"zeros": bytes(length), "ones": b"\xff" * length}.get(kind) or rng.randbytes(length)
            raws = decode(signals, data)
            if kind in ("zeros", "ones") or (is_listed(signals, raws) and
                                             all(abs(v) < 1e300 for v in raws.values())):
                break
        if not is_listed(signals, raws) or any(v != v or abs(v) == float("inf") for v in raws.values()):
            continue
        by_name = {s.name: s for s in signals}
        yield {"dbc": "own_vectors.dbc", "msg": name, "id": key, "ext": extended, "len": size, "kind": kind,
               "data": data.hex(), "phys": {n: by_name[n].physical(v) for n, v in raws.items()}, "raw": raws}


def main():
    rng = random.Random(2026)
    text, types, ranges, lines = "VERSION \"\"\n\nBU_: X\n\n", "", "", []
    for number in range(24):
        extended, size = number % 3 == 0, rng.choice([2, 4, 8, 8, 8, 12, 20, 64])
        key = 0x18FF0000 + number if extended else 0x100 + number
        file_id = key | 0x80000000 if extended else key
        signals, values = multiplexed(rng, max(size, 8)) if number % 4 == 3 else (pack(rng, size), "")
        size = max(size, 8) if values else size
        text += f"BO_ {file_id} M{number}: {size} X\n" + "".join(s.line() for s in signals) + "\n"
        ranges += values.replace("{id}", str(file_id))
        types += "".join(f"SIG_VALTYPE_ {file_id} {s.name} : {2 if s.length == 64 else 1};\n" for s in signals if s.real)
        lines += vectors((f"M{number}", key, extended, size, signals), rng)
    (HERE / "own_vectors.dbc").write_text(text + types + ranges)
    (HERE / "own_vectors.jsonl").write_text("".join(json.dumps(line, separators=(",", ":")) + "\n" for line in lines))


if __name__ == "__main__":
    main()
