// One grey picture on a canvas of exactly its pixels; the style sheet scales it.
import { useEffect, useRef } from "preact/hooks";
import type { Frame } from "../decode/frame";

interface GrayCanvasProps {
  frame: Frame;
  label: string;
  testId?: string;
}

export const GrayCanvas = ({ frame, label, testId }: GrayCanvasProps) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => paint(canvas.current, frame), [frame]);
  return (
    <canvas
      ref={canvas}
      class="gray"
      width={frame.width}
      height={frame.height}
      role="img"
      aria-label={label}
      data-testid={testId}
      data-sequence={frame.frameSequence}
    />
  );
};

function paint(canvas: HTMLCanvasElement | null, { width, height, pixels }: Frame): void {
  const context = canvas?.getContext("2d");
  if (!context) return;
  const image = context.createImageData(width, height);
  const rgba = new Uint32Array(image.data.buffer);
  for (let i = 0; i < pixels.length; i += 1) rgba[i] = 0xff000000 | (pixels[i]! * 0x010101);
  context.putImageData(image, 0, 0);
}
