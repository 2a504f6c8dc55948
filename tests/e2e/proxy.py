"""nginx with the project's own configuration in front of a web process, and a client that speaks TLS to it.

proxy.py <directory> <port of the web process>: runs until it is terminated, for tests that bring a client of their own.
"""
import base64
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys

from rig import PATIENCE_S, ROOT, wait_until

NAME = "rig.example"
SAMPLE = ROOT / "systemd/nginx/tripline.conf"
# Everything that is not of the sample: it must run in a directory of its own, also as an ordinary user.
MAIN = """daemon off;
worker_processes 1;
pid {dir}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 64; }}
http {{
  access_log off;
  client_body_temp_path {dir}/body;
  proxy_temp_path {dir}/proxy;
  fastcgi_temp_path {dir}/fastcgi;
  uwsgi_temp_path {dir}/uwsgi;
  scgi_temp_path {dir}/scgi;
  include {dir}/tripline.conf;
}}
"""


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def self_signed(directory):
    """A certificate for NAME, and its key, made by openssl."""
    certificate, key = directory / "cert.pem", directory / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days",
                    "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}", "-keyout", key, "-out",
                    certificate], check=True, capture_output=True)
    return certificate, key


class Reply:
    def __init__(self, status, head, rest, connection):
        self.status, self.head, self.rest, self.connection = status, head, rest, connection

    def header(self, name):
        found = re.search(rf"(?im)^{re.escape(name)}: (.*?)\r?$", self.head)
        return found.group(1) if found else None


class Proxy:
    """Lives in `directory`, in front of the web process on `web_port`."""

    def __init__(self, directory, web_port):
        self.port = free_port()
        directory = pathlib.Path(directory)
        self.certificate, key = self_signed(directory)
        sample = SAMPLE.read_text(encoding="utf-8")
        for there, here in (("listen 443 ssl", f"listen 127.0.0.1:{self.port} ssl"), ("127.0.0.1:8080", f"127.0.0.1:{web_port}"),
                            ("/etc/ssl/certs/rig.example.pem", self.certificate), ("/etc/ssl/private/rig.example.key", key)):
            assert sample.count(there) == 1, there
            sample = sample.replace(there, str(here))
        (directory / "tripline.conf").write_text(sample, encoding="utf-8")
        (directory / "nginx.conf").write_text(MAIN.format(dir=directory), encoding="utf-8")
        self.log = directory / "nginx.log"
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen(["nginx", "-p", directory, "-c", directory / "nginx.conf", "-e", "stderr"], stderr=log)
        assert wait_until(self.answers), self.log.read_text()

    def answers(self):
        assert self.process.poll() is None, self.log.read_text()
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except OSError:
            return False
        return True

    def close(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)

    def connect(self):
        context = ssl.create_default_context(cafile=self.certificate)
        plain = socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)
        return context.wrap_socket(plain, server_hostname=NAME)

    @property
    def origin(self):
        return f"https://{NAME}:{self.port}"

    def ask(self, method, path, headers=(), body=""):
        """One request; the connection stays open only for a WebSocket."""
        lines = [f"{method} {path} HTTP/1.1", f"Host: {NAME}:{self.port}", *headers]
        if body:
            lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"]
        if not any(line.startswith("Upgrade") for line in lines):
            lines.append("Connection: close")
        connection = self.connect()
        connection.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
        received = b""
        while b"\r\n\r\n" not in received and (more := connection.recv(65536)):
            received += more
        head, _, rest = received.partition(b"\r\n\r\n")
        status = int(head.split()[1])
        reply = Reply(status, head.decode() + "\r\n", rest, connection)
        if status != 101:
            length = int(reply.header("Content-Length") or 0)
            while len(reply.rest) < length and (more := connection.recv(65536)):
                reply.rest += more
            connection.close()
        return reply

    def web_socket(self, headers=(), origin=None):
        return self.ask("GET", "/rig1/ws", [
            "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Version: 13", "Sec-WebSocket-Protocol: tripline.v1",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}", f"Origin: {origin or self.origin}", *headers])


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    running = Proxy(sys.argv[1], int(sys.argv[2]))
    print(f"proxy on port {running.port}", flush=True)
    try:
        running.process.wait()
    finally:
        running.close()
