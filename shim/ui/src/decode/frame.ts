// Topic `frame`: pictures, around a shot or as a preview.
import type { ByteBuffer } from "flatbuffers";
import { Frame as WireFrame } from "../../generated/tripline/wire/frame";
import { PixelFormat } from "../../generated/tripline/wire/pixel-format";
import type { Rect as WireRect } from "../../generated/tripline/wire/rect";
import { DecodeError, required } from "./checked_buffer";
import { type Header, readHeader } from "./header";
import { type Provenance, readProvenance } from "./provenance";

/** Pixels of the full frame. */
export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Frame {
  topic: "frame";
  header: Header;
  frameSequence: number;
  sensorMs: number;
  /** 0: a preview. */
  shotId: number;
  /** Place in the shot: 0 is the trip frame. */
  index: number;
  width: number;
  height: number;
  /** Every n-th column and row of the full frame is in `pixels`. */
  step: number;
  roi: Rect | null;
  guard: Rect | null;
  provenance: Provenance;
  pixels: Uint8Array;
}

const readRect = (rect: WireRect | null): Rect | null =>
  rect && { x: rect.x(), y: rect.y(), width: rect.width(), height: rect.height() };

export function readFrame(bytes: ByteBuffer): Frame {
  const frame = WireFrame.getRootAsFrame(bytes);
  const pixels = required(frame.pixelsArray(), "pixels");
  const [width, height] = [frame.width(), frame.height()];
  if (frame.format() !== PixelFormat.gray8) throw new DecodeError("pixel format is not gray8");
  if (width === 0 || height === 0 || pixels.length !== width * height) {
    throw new DecodeError(`${pixels.length} pixels are not ${width} x ${height}`);
  }
  return {
    topic: "frame",
    header: readHeader(frame.header()),
    frameSequence: Number(frame.frameSequence()),
    sensorMs: Number(frame.sensorNs()) / 1e6,
    shotId: frame.shotId(),
    index: frame.index(),
    width,
    height,
    step: Math.max(1, frame.step()),
    roi: readRect(frame.roi()),
    guard: readRect(frame.guard()),
    provenance: readProvenance(frame.provenance()),
    pixels,
  };
}
