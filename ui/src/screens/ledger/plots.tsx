// Plots drawn by hand: bars and lines with their numbers at them, readable in grey and on paper.
import styles from "./Ledger.module.css";

export interface Series<T extends number | null = number> {
  name: string;
  /** A token of the plot colours. */
  fill: string;
  values: readonly T[];
}

const WIDTH = 560;
const HEIGHT = 150;
const FOOT = 20;
const TOP = 14;

interface Props {
  labels: readonly string[];
  series: readonly Series[];
  /** Beside each other instead of one on the other. */
  beside?: boolean;
}

export function Bars({ labels, series, beside = false }: Props) {
  const total = (at: number) => (beside ? Math.max(...series.map((one) => one.values[at] ?? 0)) : series.reduce((sum, one) => sum + (one.values[at] ?? 0), 0));
  const most = Math.max(1, ...labels.map((_, at) => total(at)));
  const step = WIDTH / Math.max(1, labels.length);
  const wide = Math.min(34, step * 0.68);
  const height = (value: number) => ((HEIGHT - FOOT - TOP) * value) / most;
  return (
    <svg className={styles.plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMinYMid meet" aria-hidden="true" focusable="false">
      <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT + 0.5} y2={HEIGHT - FOOT + 0.5} />
      {labels.map((label, at) => {
        const middle = step * (at + 0.5);
        let top = HEIGHT - FOOT;
        return (
          <g key={label}>
            {series.map((one, nth) => {
              const value = one.values[at] ?? 0;
              const tall = height(value);
              const slim = beside ? wide / series.length : wide;
              const x = beside ? middle - wide / 2 + nth * slim : middle - wide / 2;
              const y = beside ? HEIGHT - FOOT - tall : (top -= tall);
              return value > 0 && <rect key={one.name} x={x} y={y} width={Math.max(1, slim - 0.5)} height={tall} style={{ fill: one.fill }} />;
            })}
            {total(at) > 0 && <text className={styles.value} x={middle} y={HEIGHT - FOOT - height(total(at)) - 3} textAnchor="middle">{total(at)}</text>}
            {(labels.length <= 14 || at % 2 === 0) && <text x={middle} y={HEIGHT - 5} textAnchor="middle">{label}</text>}
          </g>
        );
      })}
    </svg>
  );
}

/** Lines whose last value stands at their end; a month without a value leaves a gap. */
export function Lines({ labels, series, unit }: { labels: readonly string[]; series: readonly Series<number | null>[]; unit: string }) {
  const most = Math.max(1, ...series.flatMap((one) => one.values.map((value) => value ?? 0)));
  const step = (WIDTH - 60) / Math.max(1, labels.length - 1);
  const point = (value: number, at: number) => ({ x: 14 + step * at, y: TOP + (HEIGHT - FOOT - TOP) * (1 - value / most) });
  return (
    <>
      <svg className={styles.plot} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMinYMid meet" aria-hidden="true" focusable="false">
        <line x1="0" x2={WIDTH} y1={HEIGHT - FOOT + 0.5} y2={HEIGHT - FOOT + 0.5} />
        {labels.map((label, at) => <text key={label} x={point(0, at).x} y={HEIGHT - 5} textAnchor="middle">{label}</text>)}
        {series.map((one) => {
          const points = one.values.map((value, at) => (value === null ? null : point(value, at)));
          const last = points.reduce((found, it, at) => (it ? at : found), -1);
          const end = points[last];
          const path = points.map((it, at) => (it ? `${points[at - 1] ? "L" : "M"}${it.x.toFixed(1)} ${it.y.toFixed(1)}` : "")).join("");
          return (
            <g key={one.name}>
              <path d={path} fill="none" strokeWidth="2" style={{ stroke: one.fill }} />
              {points.map((it, at) => it && <circle key={labels[at]} cx={it.x} cy={it.y} r="3" style={{ fill: one.fill }} />)}
              {end && <text className={styles.value} x={end.x + 7} y={end.y + 4}>{`${one.values[last] ?? ""} ${unit}`}</text>}
            </g>
          );
        })}
      </svg>
      <Key series={series} />
    </>
  );
}

export function Key({ series }: { series: readonly Series<number | null>[] }) {
  return (
    <p className={styles.key} aria-hidden="true">
      {series.map((one) => (
        <span key={one.name}>
          <i style={{ background: one.fill }} />
          {one.name}
        </span>
      ))}
    </p>
  );
}
