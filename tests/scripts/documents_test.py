#!/usr/bin/env python3
"""What documents repeat from the code is the same as in the code."""
import pathlib
import re
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
CORE = sys.argv.pop(1)


def table_rows(text):
    """The cells of each table row, without markup and with single spaces."""
    for line in text.splitlines():
        if line.startswith("|") and not re.fullmatch(r"[|\s:-]+", line):
            yield tuple(" ".join(cell.replace("`", "").split()) for cell in line.strip().strip("|").split("|"))


class Documents(unittest.TestCase):
    def test_the_architecture_has_the_thread_table_of_the_core(self):
        printed = subprocess.run([CORE, "--print-threads"], capture_output=True, text=True, check=True).stdout
        threads = list(table_rows(printed))
        self.assertGreater(len(threads), 3)
        names = {row[0] for row in threads}
        written = [row for row in table_rows((ROOT / "ARCHITECTURE.md").read_text())
                   if row[0] in names and len(row) == len(threads[0])]
        self.assertEqual(written, threads)

    def test_the_readme_has_every_exit_code(self):
        header = (ROOT / "rt/base/exit_code.hpp").read_text()
        codes = {int(number): meaning.strip() for number, meaning in re.findall(r"= (\d+),\s*(?:///<(.*))?", header)}
        self.assertGreater(len(codes), 10)
        written = {int(row[0]): row[1] for row in table_rows((ROOT / "README.md").read_text())
                   if re.fullmatch(r"\d+", row[0])}
        self.assertEqual(set(written), set(codes))
        for number, meaning in codes.items():
            if meaning:
                self.assertEqual(written[number], meaning)


if __name__ == "__main__":
    unittest.main()
