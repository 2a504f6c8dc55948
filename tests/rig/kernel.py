"""The kernel's devices of software: GPIO chips whose pins can be looked at and pulled, and CAN interfaces."""
import pathlib
import subprocess
import time

CONFIGFS = pathlib.Path("/sys/kernel/config/gpio-sim")


def run(*command):
    subprocess.run(command, check=True, capture_output=True, text=True)


def wait_until(reached, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if answer := reached():
            return answer
        time.sleep(0.05)
    return reached()


class GpioChip:
    """A gpio-sim chip with a label; it is gone after remove()."""

    def __init__(self, label, lines=8):
        self.dir = CONFIGFS / label
        bank = self.dir / "bank0"
        if not self.dir.exists():
            bank.mkdir(parents=True)
            (bank / "num_lines").write_text(str(lines))
            (bank / "label").write_text(label)
        self.bank = bank
        self.plug()

    def plug(self):
        if (self.dir / "live").read_text().strip() == "0":
            (self.dir / "live").write_text("1")
        device = (self.dir / "dev_name").read_text().strip()
        self.pins = pathlib.Path("/sys/devices/platform") / device / (self.bank / "chip_name").read_text().strip()

    def unplug(self):
        (self.dir / "live").write_text("0")

    def level(self, line):
        """What stands at the pin."""
        return int((self.pins / f"sim_gpio{line}" / "value").read_text())

    def pull(self, line, up):
        """Somebody outside pulls an input's pin."""
        (self.pins / f"sim_gpio{line}" / "pull").write_text("pull-up" if up else "pull-down")


class CanInterface:
    def __init__(self, name):
        self.name = name
        if not pathlib.Path("/sys/class/net", name).exists():
            run("ip", "link", "add", name, "type", "vcan")
        run("ip", "link", "set", name, "mtu", "72")
        self.up()

    def up(self):
        run("ip", "link", "set", self.name, "up")

    def down(self):
        run("ip", "link", "set", self.name, "down")

    def send(self, frame):
        run("cansend", self.name, frame)
