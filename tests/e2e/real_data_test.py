#!/usr/bin/env python3
"""Captures that no one here made, through the whole core: real pixels, a real car's bus."""
import json
import subprocess
import sys
import unittest

from rig import SHARED, Rig, wait_until

BIN_DIR = sys.argv.pop(1)
DRIVE = SHARED / "frames" / "drive_96x88_571fps.y4m.gz"
FLICKER = SHARED / "frames" / "flicker_96x88_571fps.y4m.gz"
CAR_LOG = SHARED / "can" / "logs" / "normalsportcomfortengineon.log"
CAR_DBC = SHARED / "can" / "logs" / "ford_lincoln_base_pt.dbc"


@unittest.skipUnless(SHARED.exists(), f"{SHARED} is not here")
class RealData(unittest.TestCase):
    def setUp(self):
        self.rig = Rig(BIN_DIR)
        self.addCleanup(self.rig.close)

    def replay(self, frames):
        done = subprocess.run([self.rig.bin / "tripline", "replay", "--frames", frames, "--json"], capture_output=True, text=True,
                              check=True)
        return [json.loads(line) for line in done.stdout.splitlines()]

    def test_the_drive_trips_once_at_frame_300(self):
        events = self.replay(DRIVE)
        self.assertEqual([event["frame"] for event in events if event.get("event") == "trip"], [300])
        self.assertEqual(events[-1], {"summary": True, "frames": 340, "trips": 1, "scene_changes": 0})

    def test_flicker_and_a_gain_step_never_trip(self):
        summary = self.replay(FLICKER)[-1]
        self.assertEqual((summary["trips"], summary["scene_changes"]), (0, 1))

    def test_the_core_makes_one_shot_of_the_drive_and_marks_it_replayed(self):
        watch = None
        self.rig.run_dir.mkdir()
        watch = self.rig.watch("shot", count=1)
        self.rig.start_core("--frames", str(DRIVE))
        shot = json.loads(watch.stdout.readline())["event"]
        self.assertEqual(shot["trip_frame"], 300)
        self.assertEqual(shot["frames"], list(range(294, 309)))
        self.assertEqual(shot["frame_provenance"], "replayed")
        self.assertTrue(wait_until(lambda: self.rig.counter("frames") == 340))
        self.assertEqual(self.rig.counter("shots"), 1)

    def test_every_frame_of_the_cars_log_is_counted_and_none_dropped(self):
        bus = f'can.buses=[{{name: "can0", source: "replay", log: "{CAR_LOG}", speed: "max"}}]'
        self.rig.start_core("--dbc", str(CAR_DBC), "--set", bus)
        self.assertTrue(wait_until(lambda: self.rig.counter("can_in") == 40_929))
        decoded, unknown = self.rig.counter("can_decoded"), self.rig.counter("can_unknown")
        self.assertEqual(decoded + unknown, 40_929)
        self.assertGreater(decoded, 0.95 * 40_929)
        self.assertEqual([self.rig.drops()[place] for place in ("can_kernel", "can_frames", "can_samples")], [0, 0, 0])


if __name__ == "__main__":
    unittest.main()
