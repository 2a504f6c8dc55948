"""A camera of the kernel's: uvcvideo drives a USB camera of software, libcamera finds it, the kernel stamps its frames."""
import pathlib
import re

from core_claims import CoreClaims, start_core
from kernel import wait_until
from system import PATIENCE_S, UNIT, clean_up_rig, counter, done, journal, main_pid, shown, status, tripline

ORDERS = pathlib.Path("/dev/virtio-ports/rig.camera")  # the other end is scripts/lib/rig/camera
LATE_NS = 30_000_000_000  # a frame's way through an emulated machine


def tell_camera(word):
    with open(ORDERS, "w", encoding="ascii") as orders:
        orders.write(word + "\n")


def camera_id():
    """As libcamera names it: the path of its controller, its port, who made it."""
    found = re.search(r"\((\S+1d6b:0102)\)", done("cam", "-l").stdout)
    return found and found.group(1)


class UsbCamera(CoreClaims):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.name = wait_until(camera_id, PATIENCE_S)
        assert cls.name, done("cam", "-l")

    def start_with_camera(self, **overrides):
        for word in ("plug", "thaw", "tee"):
            self.addCleanup(tell_camera, word)
        camera = {"source": "libcamera", "name": self.name, "fps": 20}
        self.start(camera=camera, realtime={"camera_cpu": 1}, **overrides)

    def next_alert(self, alerts, kind):
        self.next_event(alerts, lambda event: "message" in event and event.get("kind", "camera_stalled") == kind)

    def assert_camera_thread_is_fifo(self):
        thread = next(row for row in status()["threads"] if row["name"] == "tl-camera")
        self.assertEqual(thread.get("priority"), 80, thread)

    def assert_frames_come(self):
        before = counter("frames")
        self.assertTrue(wait_until(lambda: counter("frames") > before + 5, PATIENCE_S), journal())

    def test_a_usb_cameras_frames_arrive_on_a_fifo_thread_with_the_kernels_times(self):
        self.start_with_camera()
        self.assert_camera_thread_is_fifo()
        shots = self.watch("shot")
        self.assertEqual(tripline("fire").returncode, 0)
        shot = self.next_event(shots, lambda event: event.get("shot_id") == 1)
        self.assertEqual(shot.get("frame_provenance", "measured"), "measured", shot)
        self.assertLess(shot["sensor_ns"], shot["delivered_ns"])
        self.assertGreater(shot["sensor_ns"], shot["delivered_ns"] - LATE_NS)
        self.assertEqual(shot["frames"], list(range(shot["frames"][0], shot["frames"][0] + len(shot["frames"]))))

    def test_a_strike_that_a_usb_camera_sees_shows_its_pulses_on_a_real_line(self):
        self.start_with_camera()
        edges = self.watch_pin(0)
        tell_camera("strike")
        self.assertEqual(self.next_level(edges), "1", f"{status()}\n{journal()}")
        self.assertEqual(self.next_level(edges), "0")
        self.assertTrue(wait_until(lambda: counter("shots") == 1, PATIENCE_S), journal())

    def test_a_usb_camera_that_comes_late_is_waited_for(self):
        self.addCleanup(tell_camera, "plug")
        tell_camera("unplug")
        self.assertTrue(wait_until(lambda: camera_id() is None, PATIENCE_S))
        self.addCleanup(clean_up_rig)
        start_core("--no-block", camera={"source": "libcamera", "name": self.name, "fps": 20})
        self.assertTrue(wait_until(lambda: "waiting for a device" in journal(), PATIENCE_S), journal())
        tell_camera("plug")
        self.assertTrue(wait_until(lambda: status().get("state") == "armed", PATIENCE_S), journal())
        self.assertEqual(shown(UNIT, "NRestarts"), "0")

    def test_a_usb_camera_that_stands_still_is_told_and_its_next_frame_is_no_shot(self):
        self.start_with_camera()
        alerts = self.watch("alert")
        tell_camera("freeze")
        self.next_alert(alerts, "camera_stalled")
        tell_camera("strike")
        tell_camera("thaw")
        self.next_alert(alerts, "camera_back")
        self.assert_frames_come()
        self.assertEqual(counter("shots"), 0)

    def test_a_usb_camera_that_is_unplugged_is_told_and_used_again_once_it_is_back(self):
        self.start_with_camera()
        core = main_pid()
        for _ in range(2):
            alerts = self.watch("alert")
            tell_camera("unplug")
            self.next_alert(alerts, "camera_stalled")
            self.assertTrue(wait_until(lambda: camera_id() is None, PATIENCE_S))
            tell_camera("plug")
            self.next_alert(alerts, "camera_back")
            self.assert_frames_come()
            self.assertTrue(wait_until(lambda: status().get("state") == "armed", PATIENCE_S), status())
        self.assertEqual(counter("shots"), 0)
        self.assertEqual(main_pid(), core, "it was restarted instead")
        self.assert_camera_thread_is_fifo()
