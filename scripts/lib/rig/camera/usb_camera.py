"""A USB camera of software for the virtual rig: the machine's kernel finds it behind its USB controller.

Arguments: the socket of QEMU's usb-redir device, and the one of the port by which the machine tells what happens to the
camera and to what it looks at, a word a line: strike, tee, freeze, thaw, unplug, plug. Ends with the machine.
"""
import selectors
import socket
import sys
import time

import uvc_device
from redirection import Redirection
from scene import Scene

START_S = 60  # QEMU makes its sockets meanwhile


def connect(path):
    end = time.monotonic() + START_S
    while True:
        connection = socket.socket(socket.AF_UNIX)
        try:
            connection.connect(path)
            return connection
        except OSError:
            connection.close()
            if time.monotonic() > end:
                sys.exit(f"usb_camera: nobody listens at {path}")
            time.sleep(0.1)


class UsbCamera:
    def __init__(self, usb, orders):
        self.device = uvc_device.UvcDevice()
        self.scene = Scene()
        self.usb = Redirection(usb, self.device, uvc_device.ENDPOINT, uvc_device.PACKET_BYTES)
        self.orders = orders
        self.plugged = self.frozen = False
        self.plug()

    def plug(self):
        if not self.plugged:
            identity = (*uvc_device.CLASS, uvc_device.VENDOR, uvc_device.PRODUCT, uvc_device.RELEASE)
            self.usb.plug(uvc_device.INTERFACES, uvc_device.STREAMING, identity)
        self.plugged = True

    def unplug(self):
        if self.plugged:
            self.usb.unplug()
        self.plugged = False

    def freeze(self):
        self.frozen = True

    def thaw(self):
        self.frozen = False

    def strike(self):
        self.scene.has_ball = False

    def tee(self):
        self.scene.has_ball = True

    def take_orders(self):
        for word in self.orders.recv(4096).decode().split():
            {"strike": self.strike, "tee": self.tee, "freeze": self.freeze, "thaw": self.thaw, "unplug": self.unplug,
             "plug": self.plug}[word]()

    def run(self):
        chooser = selectors.DefaultSelector()
        chooser.register(self.usb.connection, selectors.EVENT_READ, self.usb.receive)
        chooser.register(self.orders, selectors.EVENT_READ, self.take_orders)
        due = time.monotonic()
        while True:
            for key, _ in chooser.select(max(0, due - time.monotonic())):
                key.data()
            if time.monotonic() >= due:
                due = max(due + 1 / uvc_device.FRAMES_PER_S, time.monotonic())
                if self.plugged and not self.frozen:
                    self.usb.deliver(self.device.payload(self.scene.picture()))


if __name__ == "__main__":
    try:
        UsbCamera(connect(sys.argv[1]), connect(sys.argv[2])).run()
    except (EOFError, ConnectionError):
        pass  # the machine was switched off
