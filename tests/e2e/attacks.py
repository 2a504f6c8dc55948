"""Clients that misbehave towards a web process on this machine. Each is bounded in count and ends with close()."""
import base64
import contextlib
import os
import socket
import struct
import threading
import time

STEP_S = 0.02


def connect(port):
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    client.setblocking(False)
    return client


def pushed(client, data):
    """False once the other side has closed. What does not fit now is not sent."""
    try:
        client.send(data)
    except BlockingIOError:
        return True
    except OSError:
        return False
    try:
        return client.recv(65536, socket.MSG_PEEK) != b""
    except BlockingIOError:
        return True
    except OSError:
        return False


JSON = "Content-Type: application/json\r\n"


def head(port, method="GET", path="/api/v1/status", more=""):
    return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n{more}".encode()


def frame(opcode, payload, announced=None):
    length = len(payload) if announced is None else announced
    if length < 126:
        size = bytes([0x80 | length])
    elif length < 65536:
        size = bytes([0x80 | 126]) + struct.pack(">H", length)
    else:
        size = bytes([0x80 | 127]) + struct.pack(">Q", length)
    return bytes([0x80 | opcode]) + size + bytes(4) + payload  # the mask is zero


def web_socket(port, path="/ws", more=""):
    """A blocking socket behind its handshake, and the status of that."""
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    key = base64.b64encode(os.urandom(16)).decode()
    client.sendall(head(port, path=path, more=f"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                              f"Sec-WebSocket-Key: {key}\r\n{more}\r\n"))
    reply = b""
    while not reply.endswith(b"\r\n\r\n"):
        byte = client.recv(1)
        if not byte:
            break
        reply += byte
    return client, int(reply[9:12] or 0)


class Crowd:
    """`count` connections that send `first`, then `drip` again and again; those that the server ends come back."""

    def __init__(self, name, count, first, drip=b""):
        self.name, self.count, self.first, self.drip = name, count, first, drip
        self.clients = []

    def step(self, port):
        alive = []
        for client in self.clients:
            if pushed(client, self.drip):
                alive.append(client)
            else:
                client.close()
        self.clients = alive
        while len(self.clients) < self.count:
            client = connect(port)
            pushed(client, self.first(port))
            self.clients.append(client)

    def close(self):
        for client in self.clients:
            client.close()
        self.clients = []


class Sockets:
    """`count` WebSockets that send `first`, then `drip` as fast as it is taken, and never read."""

    def __init__(self, name, count, first=b"", drip=b""):
        self.name, self.count, self.first, self.drip = name, count, first, drip
        self.clients = []

    def step(self, port):
        for client in [client for client in self.clients if self.drip and not self.flood(client)]:
            client.close()
            self.clients.remove(client)
        while len(self.clients) < self.count:
            client, status = web_socket(port)
            if status != 101:
                client.close()
                return
            if self.first:
                client.sendall(self.first)
            client.setblocking(False)
            self.clients.append(client)

    def flood(self, client):
        end = time.monotonic() + STEP_S / 2
        while time.monotonic() < end:
            try:
                client.send(self.drip)
            except BlockingIOError:
                return True
            except OSError:
                return False
        return True

    close = Crowd.close


def all_attacks():
    looks = frame(1, b'{"subscribe":["frame/preview","can_raw","can_signals","status"]}')
    return [
        Crowd("500 half-open", 500, lambda port: head(port)),
        Crowd("500 silent", 500, lambda port: b""),
        Crowd("100 slow headers", 100, head, b"x"),
        Crowd("64 slow bodies", 64, lambda port: head(port, "POST", more=JSON + "Content-Length: 60000\r\n\r\n"), b"x"),
        Crowd("32 oversized headers", 32, lambda port: head(port, more="X-Long: " + "x" * 60000)),
        Crowd("32 oversized bodies", 32, lambda port: head(port, "POST", more=JSON + "Content-Length: 2000000000\r\n\r\n"), b"x" * 65536),
        Crowd("8 pipelines", 8, lambda port: head(port, more="\r\n") * 500),
        Sockets("16 stalled WebSockets", 16, looks),
        Sockets("8 oversized frames", 8, frame(1, b"", announced=2_000_000_000)[:-4] + bytes(4), bytes(65536)),
        Sockets("8 ping floods", 8, b"", frame(9, b"x" * 100) * 100),
    ]


@contextlib.contextmanager
def running(attack, port):
    """The attack goes on in a thread of its own while the body runs."""
    over = threading.Event()

    def go_on():
        while not over.is_set():
            with contextlib.suppress(OSError):  # the server may refuse for a moment; that is its right
                attack.step(port)
            over.wait(STEP_S)

    thread = threading.Thread(target=go_on)
    with contextlib.suppress(OSError):
        attack.step(port)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
        attack.close()


def ask(port, path="/api/v1/status", method="GET", more="", body=b"", patience_s=20):
    """Status, head, body and seconds of one request on a connection of its own."""
    begun = time.monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=patience_s) as client:
        length = f"Content-Length: {len(body)}\r\n" if body else ""
        client.sendall(head(port, method, path, f"{more}{length}\r\n") + body)
        reply = b""
        while chunk := client.recv(65536):
            reply += chunk
    top, _, rest = reply.partition(b"\r\n\r\n")
    return int(top[9:12] or 0), top.decode("latin-1"), rest, time.monotonic() - begun
