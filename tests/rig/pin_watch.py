"""Prints the level at a pin, and then each change of it, by looking without a pause."""
import os
import sys

pin = os.open(sys.argv[1], os.O_RDONLY)
last = b""
while True:
    level = os.pread(pin, 8, 0)
    if level != last:
        print(level.decode().strip(), flush=True)
        last = level
