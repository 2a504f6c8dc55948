#!/usr/bin/env python3
"""The checker of the arrows finds what it is there to find."""
import pathlib
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts/lib"))
import rooms  # noqa: E402


class Rooms(unittest.TestCase):
    def faults(self, source, text):
        return list(rooms.faults_of_text(source, text))

    def test_the_longest_match_is_the_room(self):
        self.assertEqual(rooms.room_of("rt/core/can/plan.hpp"), "rt/core")
        self.assertEqual(rooms.room_of("tests/rt/core/plan_test.cpp"), "tests")
        self.assertIsNone(rooms.room_of("sys/socket.h"))

    def test_an_arrow_of_the_table_is_allowed(self):
        self.assertEqual(self.faults("rt/core/a.cpp", '#include "rt/base/time.hpp"\n#include <vector>\n'), [])
        self.assertEqual(self.faults("rt/app/a.cpp", '#include "hw/sim/camera.hpp"\n'), [])

    def test_an_arrow_against_the_table_is_named_with_its_line(self):
        self.assertEqual(self.faults("hw/sim/a.cpp", '#include <vector>\n\n#include "rt/core/a.hpp"\n'),
                         ["hw/sim/a.cpp:3: no arrow from hw/sim to rt/core (rt/core/a.hpp)"])
        self.assertEqual(len(self.faults("shim/app/a.cpp", '#include "rt/loops/a.hpp"\n')), 1)
        self.assertEqual(len(self.faults("rt/core/a.cpp", '# include "schemas/status_generated.h"\n')), 1)

    def test_civetweb_stays_in_its_room(self):
        self.assertEqual(self.faults("shim/http/a.cpp", "#include <civetweb.h>\n"), [])
        self.assertEqual(len(self.faults("shim/api/a.cpp", "#include <civetweb.h>\n")), 1)

    def test_a_room_that_the_table_does_not_know_is_a_fault(self):
        self.assertEqual(len(self.faults("rt/app/a.cpp", '#include "rt/cellar/a.hpp"\n')), 1)


if __name__ == "__main__":
    unittest.main()
