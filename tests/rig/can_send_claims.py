"""`tripline can send` on a bus of the kernel: what is asked for is what somebody else on the bus hears."""
import socket
import struct
import subprocess
import tempfile
import unittest

from core_claims import BIN
from kernel import CanInterface

DBC = """BO_ 68 Engine: 8 X
 SG_ Rpm : 0|16@1+ (0.25,0) [0|8000] "rpm" X
"""


class CanSend(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bus = CanInterface("vcan0")

    def setUp(self):
        self.listener = socket.socket(socket.AF_CAN, socket.SOCK_RAW, socket.CAN_RAW)
        self.addCleanup(self.listener.close)
        self.listener.setsockopt(socket.SOL_CAN_RAW, socket.CAN_RAW_FD_FRAMES, 1)
        self.listener.settimeout(60)
        self.listener.bind(("vcan0",))

    def send(self, *arguments, code=0):
        done = subprocess.run([BIN / "tripline", "can", "send", *arguments], capture_output=True, text=True, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, code, done.stderr)
        return done.stdout + done.stderr

    def heard(self):
        """Id with its flag bits, payload, and whether it was a CAN FD frame."""
        message = self.listener.recv(72)
        can_id, length = struct.unpack_from("=IB", message)
        return can_id, message[8:8 + length], len(message) == 72

    def file(self, text):
        made = tempfile.NamedTemporaryFile("w", suffix=".txt")
        self.addCleanup(made.close)
        made.write(text)
        made.flush()
        return made.name

    def test_frames_that_tripline_sends_are_heard_on_the_bus(self):
        said = self.send("vcan0", "123#1122", "18FEF100#", "123##1" + "AB" * 64)
        self.assertIn("sent 3 frames on vcan0", said)
        self.assertEqual(self.heard(), (0x123, b"\x11\x22", False))
        self.assertEqual(self.heard(), (0x98FEF100, b"", False))
        self.assertEqual(self.heard(), (0x123, b"\xab" * 64, True))

    def test_a_signal_that_tripline_sets_is_heard_as_its_bits(self):
        self.send("vcan0", "--dbc", self.file(DBC), "--set", "Engine.Rpm=800", "--count", "2", "--period", "1")
        for _ in range(2):
            self.assertEqual(self.heard(), (68, b"\x80\x0c\0\0\0\0\0\0", False))

    def test_a_log_that_tripline_sends_is_heard_in_its_order(self):
        log = self.file("(10.000000) can0 001#01\n(10.010000) can7 002#02\n(10.020000) can0 003#03\n")
        self.assertIn("sent 3 frames", self.send("vcan0", "--log", log))
        self.assertEqual([self.heard()[:2] for _ in range(3)], [(1, b"\1"), (2, b"\2"), (3, b"\3")])

    def test_sending_on_an_interface_that_is_down_is_refused(self):
        self.bus.down()
        self.addCleanup(self.bus.up)
        self.assertIn("ip link set vcan0 up", self.send("vcan0", "123#", code=72))
