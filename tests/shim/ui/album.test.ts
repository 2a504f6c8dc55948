// The last shot and its pictures, whichever comes first.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Frame } from "../src/decode/frame";
import type { Shot } from "../src/decode/shot";
import { places, ShotAlbum } from "../src/store/shot_album";
import { goldenEvent } from "./golden";

const frame = (shotId: number, index: number): Frame => ({ ...goldenEvent("frame", "frame"), shotId, index });
const shot = (shotId: number, edgeDoneNs = 1_000_103_900n): Shot => ({
  ...goldenEvent("shot", "shot"),
  shotId,
  edgeDoneNs,
});

test("a shot has fifteen places, the trip frame in the seventh", () => {
  assert.equal(places.length, 15);
  assert.equal(places.indexOf(0), 6);
});

test("pictures that come before their shot are kept for it", () => {
  const album = new ShotAlbum();
  album.addFrame(frame(4, -6));
  assert.equal(album.view(), null);
  album.addShot(shot(4));
  album.addFrame(frame(4, 8));
  assert.deepEqual([...album.view()!.frames.keys()], [-6, 8]);
});

test("previews and places beyond the strip are left out", () => {
  const album = new ShotAlbum();
  album.addShot(shot(4));
  for (const [id, index] of [
    [0, 0],
    [4, -7],
    [4, 9],
  ] as const)
    album.addFrame(frame(id, index));
  assert.equal(album.view()!.frames.size, 0);
});

test("a new shot takes the place of the last one; a late old one does not", () => {
  const album = new ShotAlbum();
  album.addShot(shot(4));
  album.addShot(shot(5));
  album.addShot(shot(3));
  assert.equal(album.view()!.shot.shotId, 5);
});

test("pictures of two shots are kept, not of all", () => {
  const album = new ShotAlbum();
  for (const id of [1, 2, 3]) album.addFrame(frame(id, 0));
  album.addShot(shot(1));
  assert.equal(album.view()!.frames.size, 0);
});

test("each shot counts once among the latencies, and only when an edge was made", () => {
  const album = new ShotAlbum();
  album.addShot(shot(4));
  album.addShot(shot(4));
  album.addShot(shot(5, 0n));
  assert.deepEqual(album.latencies, [{ shotId: 4, us: 1.9 }]);
});
