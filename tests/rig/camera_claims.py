"""A camera of libcamera's: its frames trip the trigger, and the pulses stand on a line of the kernel's."""
import pathlib
import subprocess

from core_claims import CoreClaims, start_core
from kernel import run, wait_until
from system import PATIENCE_S, Page, clean_up_rig, counter, journal, status

FRAMES = pathlib.Path("/usr/share/tripline-rig-frames")
CAMERAS = pathlib.Path("/usr/share/libcamera/pipeline/virtual/virtual.yaml")
STILL, STRUCK = 200, 40  # frames of a loop without and with the ball


def pictures_of_a_strike():
    """A frame before and one at the strike, as JPEG: the simulated rig makes them, and the page hands them out."""
    page = Page(8080)
    assert wait_until(lambda: page.get("/api/v1/shots").get("shots"), PATIENCE_S), journal("tripline-rt@main.service")
    newest = page.get("/api/v1/shots")["shots"][0]["id"]
    assert wait_until(lambda: len(page.get(f"/api/v1/shots/{newest}")["frames"]) > 8, PATIENCE_S), "no frames after it"
    told = page.get(f"/api/v1/shots/{newest}")
    struck = next(frame for frame in told["frames"] if frame["sequence"] == told["shot"]["trip_frame"])
    return [as_jpeg(page.ask("GET", f"{frame['href']}?format=pgm")[1]) for frame in (told["frames"][0], struck)]


def as_jpeg(picture):
    """Grey as colour, which is what libcamera's virtual camera reads."""
    magic, size, most, grey = picture.split(b"\n", 3)
    assert (magic, most) == (b"P5", b"255"), picture[:20]
    pixels = bytes(value for pixel in grey for value in (pixel,) * 3)
    return subprocess.run(["cjpeg", "-quality", "95"], input=b"P6\n" + size + b"\n255\n" + pixels, capture_output=True,
                          check=True).stdout


def show_a_strike_to_the_camera():
    """libcamera's virtual camera plays a directory of pictures again and again, in the order of their names."""
    if FRAMES.exists():
        return
    before, struck = pictures_of_a_strike()
    making = FRAMES.with_suffix(".part")
    making.mkdir(parents=True)
    for number in range(STILL + STRUCK):
        (making / f"{number:04}.jpg").write_bytes(before if number < STILL else struck)
    making.rename(FRAMES)
    CAMERAS.write_text(f"""# SPDX-License-Identifier: CC0-1.0
%YAML 1.1
---
"Virtual0":
  supported_formats:
  - width: 96
    height: 88
    frame_rates:
    - 30
    - 60
  frames:
    path: "{FRAMES}/"
  location: "CameraLocationFront"
  model: "Virtual Video Device"
""")


class Camera(CoreClaims):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        run("systemctl", "start", "tripline-rt@main.service")
        show_a_strike_to_the_camera()
        run("systemctl", "stop", "tripline-rt@main.service")

    def start_with_camera(self, **overrides):
        # By its name: there is a USB camera, too. The virtual one delivers as fast as it gets buffers back; one CPU of its
        # own is enough for that.
        self.addCleanup(clean_up_rig)
        start_core(camera={"source": "libcamera", "name": "Virtual0", "fps": 30}, realtime={"camera_cpu": 1}, **overrides)

    def test_a_camera_thread_that_never_rests_loses_its_priority_and_the_core_says_so(self):
        self.start_with_camera(strobe={"output": "sim"})
        self.assertTrue(wait_until(lambda: counter("frames") > 20, PATIENCE_S), journal())
        told = lambda: [row for row in status().get("degraded", []) if "tl-camera ran for 300 ms" in row["what"]]
        self.assertTrue(wait_until(told, PATIENCE_S), status())
        camera = next(row for row in status()["threads"] if row["name"] == "tl-camera")
        self.assertEqual(camera["priority"], 0)
        self.assertIn("tl-camera ran for 300 ms without a pause", journal())

    def test_a_strike_that_a_libcamera_camera_sees_shows_its_pulses_on_a_real_line(self):
        edges = self.watch_pin(0)
        self.start_with_camera(trigger={"settle_ms": 100, "cooldown_ms": 200})
        self.assertEqual(self.next_level(edges), "1", f"{status()}\n{journal()}")
        self.assertEqual(self.next_level(edges), "0")
        self.assertTrue(wait_until(lambda: counter("shots") >= 1, PATIENCE_S), journal())
        devices = wait_until(lambda: status().get("devices"), PATIENCE_S)  # which may be late: the camera never rests
        camera = next(row for row in devices if row["role"] == "camera")
        self.assertNotEqual(camera.get("provenance"), "simulated", camera)
