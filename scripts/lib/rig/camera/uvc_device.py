"""A grey USB camera as its own firmware would have it: descriptors, control requests and payloads of UVC 1.1, over a bulk
endpoint. It knows nothing of how it is plugged in."""
import struct

import scene

FRAMES_PER_S = 20  # as much as an emulated machine follows
STREAMING = 1  # number of the interface that streams
ENDPOINT = 0x81  # of that interface: bulk, in
PACKET_BYTES = 512  # of a bulk endpoint at high speed (USB 2.0, 5.8.3)
HEADER_BYTES = 2
VENDOR, PRODUCT, RELEASE = 0x1D6B, 0x0102, 0x0100  # the Linux Foundation's camera of software
CLASS = (0xEF, 2, 1)  # several functions, told by association descriptors
INTERFACES = [(0x0E, 1, 0), (0x0E, 2, 0)]  # class, subclass, protocol: video control, video streaming

FRAME_BYTES = scene.WIDTH * scene.HEIGHT
INTERVAL = 10_000_000 // FRAMES_PER_S  # in units of 100 ns
CLOCK_HZ = 1_000_000
DEVICE, CONFIGURATION, STRING, INTERFACE, ENDPOINT_KIND, ASSOCIATION, OF_CLASS = 1, 2, 3, 4, 5, 11, 0x24  # descriptors
GREY = b"Y800\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71"
STRINGS = ["Tripline", "SIMULATED camera", "1"]


def descriptor(kind, layout, *values):
    body = struct.pack("<" + layout, *values)
    return bytes([len(body) + 2, kind]) + body


def interface(number, endpoints):
    return descriptor(INTERFACE, "7B", number, 0, endpoints, *INTERFACES[number], 0)


def of_class(layout, *values):
    return descriptor(OF_CLASS, layout, *values)


def control_interface():
    camera_terminal = of_class("BBHBB3HB3s", 2, 1, 0x0201, 0, 0, 0, 0, 0, 3, bytes(3))
    output_terminal = of_class("BBHBBB", 3, 2, 0x0101, 0, 1, 0)
    total = 13 + len(camera_terminal) + len(output_terminal)
    header = of_class("BHHIBB", 1, 0x0110, total, CLOCK_HZ, 1, STREAMING)
    return interface(0, 0) + header + camera_terminal + output_terminal


def streaming_interface():
    bits_per_s = FRAME_BYTES * 8 * FRAMES_PER_S
    form = of_class("BBB16s6B", 4, 1, 1, GREY, 8, 1, 0, 0, 0, 0)
    frame = of_class("BBBHHIIIIBI", 5, 1, 0, scene.WIDTH, scene.HEIGHT, bits_per_s, bits_per_s, FRAME_BYTES, INTERVAL, 1,
                     INTERVAL)
    total = 14 + len(form) + len(frame)
    header = of_class("BBH8B", 1, 1, total, ENDPOINT, 0, 2, 0, 0, 0, 1, 0)
    endpoint = descriptor(ENDPOINT_KIND, "BBHB", ENDPOINT, 2, PACKET_BYTES, 0)
    return interface(STREAMING, 1) + header + form + frame + endpoint


def device_descriptor():
    return descriptor(DEVICE, "H4B3H4B", 0x0200, *CLASS, 64, VENDOR, PRODUCT, RELEASE, 1, 2, 3, 1)


def configuration():
    association = descriptor(ASSOCIATION, "6B", 0, len(INTERFACES), 0x0E, 3, 0, 0)
    inside = association + control_interface() + streaming_interface()
    return descriptor(CONFIGURATION, "H5B", 9 + len(inside), len(INTERFACES), 1, 0, 0x80, 250) + inside


def string(index):
    if index == 0:
        return descriptor(STRING, "H", 0x0409)  # the one language: English
    text = STRINGS[index - 1].encode("utf-16-le")
    return descriptor(STRING, f"{len(text)}s", text)


def stream_settings():
    """The one setting that there is, as a probe or commit control."""
    return struct.pack("<HBBI5H3I4B", 1, 1, 1, INTERVAL, 0, 0, 0, 0, 0, FRAME_BYTES, FRAME_BYTES + HEADER_BYTES, CLOCK_HZ,
                       0, 1, 1, 1)


class UvcDevice:
    def __init__(self):
        self.toggle = 0

    def control(self, kind, request, value, index):
        """What the device answers to a request; None: it stalls."""
        if kind == 0x80 and request == 6:
            return self.describe(value >> 8, value & 0xFF)
        if kind & 0x60 == 0:
            return {0: b"\0\0", 1: b""}.get(request)  # status, clear feature
        if kind == 0x21 and index & 0xFF == STREAMING and request == 1:
            return b""  # whatever was set, probing again tells what it became
        if kind == 0xA1 and index & 0xFF == STREAMING and value >> 8 in (1, 2):
            settings = stream_settings()
            return {0x85: struct.pack("<H", len(settings)), 0x86: b"\x03"}.get(request, settings)
        return None

    @staticmethod
    def describe(kind, index):
        if kind == STRING:
            return string(index) if index <= len(STRINGS) else None
        return {DEVICE: device_descriptor, CONFIGURATION: configuration}.get(kind, lambda: None)()

    def payload(self, picture):
        """A whole frame: the header's first bit changes with each, its second says that the frame ends here."""
        self.toggle ^= 1
        return bytes([HEADER_BYTES, 0x80 | 2 | self.toggle]) + picture
