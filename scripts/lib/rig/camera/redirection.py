"""USB over a stream, as QEMU's usb-redir device speaks it (usbredir protocol 0.7): plugs a device into the machine,
answers its requests."""
import struct

HELLO, CONNECT, DISCONNECT, RESET, INTERFACE_INFO, ENDPOINT_INFO = range(6)
SET_CONFIGURATION, GET_CONFIGURATION, CONFIGURATION, SET_ALTERNATE, GET_ALTERNATE, ALTERNATE = range(6, 12)
CANCEL, CONTROL, BULK = 21, 100, 101
OK, CANCELLED, STALLED = 0, 1, 4
HIGH_SPEED, BULK_ENDPOINT, NO_ENDPOINT = 2, 2, 255
# Connecting tells the device's version, endpoints tell their packet size, numbers of packets have 64 bits, lengths of bulk
# data 32: the last three are what QEMU wants of a device behind its xHCI controller.
CAPABILITIES = 1 << 1 | 1 << 4 | 1 << 5 | 1 << 6
HELLO_HEADER, HEADER = struct.Struct("<III"), struct.Struct("<IIQ")  # kind, size, number; hellos come before capabilities
PLACES = 32  # endpoints and interfaces are told in tables of this length: 16 outward, 16 inward


class Redirection:
    def __init__(self, connection, device, endpoint, packet_bytes):
        self.connection, self.device = connection, device
        self.endpoint, self.packet_bytes = endpoint, packet_bytes
        self.unread, self.header = b"", HELLO_HEADER
        self.waiting = {}  # bulk requests that wait for data, by id, the oldest first
        hello = struct.pack("<64sI", b"tripline usb camera", CAPABILITIES)
        self.connection.sendall(HELLO_HEADER.pack(HELLO, len(hello), 0) + hello)

    def send(self, kind, number, body):
        self.connection.sendall(HEADER.pack(kind, len(body), number) + body)

    def plug(self, interfaces, interface_of_endpoint, identity):
        """interfaces: class, subclass and protocol of each; identity: class, subclass, protocol, vendor, product, release."""
        self.interfaces, self.interface_of_endpoint = interfaces, interface_of_endpoint
        self.tell_interfaces()
        self.send(CONNECT, 0, struct.pack("<4B3H", HIGH_SPEED, *identity))

    def unplug(self):
        self.waiting.clear()
        self.send(DISCONNECT, 0, b"")

    def tell_interfaces(self):
        columns = [range(len(self.interfaces)), *zip(*self.interfaces)]
        table = b"".join(bytes(column).ljust(PLACES, b"\0") for column in columns)
        self.send(INTERFACE_INFO, 0, struct.pack("<I", len(self.interfaces)) + table)
        place = (self.endpoint & 0x80) >> 3 | self.endpoint & 0x0F
        kinds, owners, sizes = [NO_ENDPOINT] * PLACES, [0] * PLACES, [0] * PLACES
        kinds[0] = kinds[PLACES // 2] = 0  # the control endpoint's two directions
        kinds[place], owners[place], sizes[place] = BULK_ENDPOINT, self.interface_of_endpoint, self.packet_bytes
        self.send(ENDPOINT_INFO, 0, bytes(kinds) + bytes(PLACES) + bytes(owners) + struct.pack(f"<{PLACES}H", *sizes))

    def receive(self):
        """Answers what has come. Raises EOFError when the machine is gone."""
        came = self.connection.recv(65536)
        if not came:
            raise EOFError
        self.unread += came
        while len(self.unread) >= self.header.size:
            kind, size, number = self.header.unpack_from(self.unread)
            end = self.header.size + size
            if len(self.unread) < end:
                return
            body, self.unread = self.unread[self.header.size:end], self.unread[end:]
            self.header = HEADER
            self.answer(kind, number, body)

    def answer(self, kind, number, body):
        if kind == CONTROL:
            self.answer_control(number, body)
        elif kind == BULK:
            self.waiting[number] = body
        elif kind == CANCEL:
            if (request := self.waiting.pop(number, None)) is not None:
                self.send(BULK, number, self.bulk_header(request, CANCELLED, 0))
        elif kind in (SET_CONFIGURATION, GET_CONFIGURATION):
            self.tell_interfaces()
            self.send(CONFIGURATION, number, bytes([OK, 1]))
        elif kind in (SET_ALTERNATE, GET_ALTERNATE):
            self.tell_interfaces()
            self.send(ALTERNATE, number, bytes([OK, body[0], 0]))
        elif kind == RESET:
            self.waiting.clear()

    def answer_control(self, number, body):
        endpoint, request, kind, _, value, index, length = struct.unpack_from("<4B3H", body)
        answer = self.device.control(kind, request, value, index)
        data = b"" if answer is None else answer[:length]
        told = len(data) if kind & 0x80 else length
        status = STALLED if answer is None else OK
        self.send(CONTROL, number, struct.pack("<4B3H", endpoint, request, kind, status, value, index, told) + data)

    @staticmethod
    def bulk_header(request, status, size):
        endpoint, _, _, stream, _ = struct.unpack("<BBHIH", request)
        return struct.pack("<BBHIH", endpoint, status, size & 0xFFFF, stream, size >> 16)

    def deliver(self, data):
        """Answers the oldest bulk request. A frame for which there is none is lost, as a real camera's is."""
        if self.waiting:
            number = next(iter(self.waiting))
            self.send(BULK, number, self.bulk_header(self.waiting.pop(number), OK, len(data)) + data)
