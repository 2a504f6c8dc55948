// A uPlot chart as wide as its box, in the colours of the page.
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";

export interface ChartLook {
  /** Chart and accessible name; a change makes a new chart. */
  label: string;
  xUnit: string;
  yUnit: string;
  kind: "line" | "bars";
  heightPx: number;
  xRange?: [number, number];
  yFromZero: boolean;
}

export interface ChartData {
  x: number[];
  /** Null breaks the line. */
  y: (number | null)[];
}

export const Chart = ({ look, data, testId }: { look: ChartLook; data: ChartData; testId: string }) => {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const newest = useRef(data);
  newest.current = data;
  useEffect(() => mount(box.current!, look, plot, () => newest.current), [look.label, look.yUnit]);
  useEffect(() => plot.current?.setData([data.x, data.y]), [data]);
  return (
    <div ref={box} class="chart" role="img" aria-label={look.label} data-testid={testId} data-points={data.x.length} />
  );
};

type PlotRef = { current: uPlot | null };

/** Makes the chart, and makes it anew when the colours change; returns how to take it away. */
function mount(box: HTMLElement, look: ChartLook, plot: PlotRef, data: () => ChartData): () => void {
  const draw = () => {
    plot.current?.destroy();
    const { x, y } = data();
    plot.current = new uPlot(options(box, look), [x, y], box);
  };
  const size = new ResizeObserver(() => plot.current?.setSize({ width: box.clientWidth, height: look.heightPx }));
  const dark = matchMedia("(prefers-color-scheme: dark)");
  draw();
  size.observe(box);
  dark.addEventListener("change", draw);
  return () => {
    dark.removeEventListener("change", draw);
    size.disconnect();
    plot.current?.destroy();
    plot.current = null;
  };
}

function options(box: HTMLElement, look: ChartLook): uPlot.Options {
  const style = getComputedStyle(box);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis: uPlot.Axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: `11px ${style.fontFamily}`,
    labelFont: `11px ${style.fontFamily}`,
    labelSize: 16,
    gap: 4,
  };
  return {
    width: box.clientWidth,
    height: look.heightPx,
    legend: { show: false },
    cursor: { drag: { x: false, y: false } },
    scales: {
      x: { time: false, range: look.xRange ?? ((_, low, high) => barsRange(low, high)) },
      y: { range: (_, low, high) => yRange(low, high, look.yFromZero) },
    },
    axes: [
      { ...axis, size: 22, label: look.xUnit, incrs: wholeSteps },
      { ...axis, size: 44, label: look.yUnit },
    ],
    series: [{}, seriesOf(look, colour("--accent"), colour("--accent-soft"))],
  };
}

const seriesOf = ({ kind }: ChartLook, stroke: string, fill: string): uPlot.Series =>
  kind === "line"
    ? { stroke, width: 1.5, points: { show: false } }
    : { stroke, fill, width: 1, points: { show: false }, paths: uPlot.paths.bars!({ size: [0.7, 18] }) };

/** Marks of the horizontal axis stand at whole numbers: seconds and shots. */
const wholeSteps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 10_000, 100_000];

/** Room for twelve bars at least, so that the first ones do not fill the chart. */
const barsRange = (low: number, high: number): [number, number] =>
  Number.isFinite(low) ? [low - 0.7, Math.max(high, low + 11) + 0.7] : [0, 12];

function yRange(low: number, high: number, fromZero: boolean): [number, number] {
  if (!Number.isFinite(low) || !Number.isFinite(high)) return [0, 1];
  if (fromZero) return [0, high > 0 ? high * 1.1 : 1];
  const margin = (high - low || Math.abs(high) || 1) * 0.1;
  return [low - margin, high + margin];
}
