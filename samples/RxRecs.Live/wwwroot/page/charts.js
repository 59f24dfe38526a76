// Lines as SVG, drawn in the pixels that they take, so that text and strokes keep their size at every width.

import { makeSvg } from "./dom.js";
import * as format from "./format.js";

const axis = { left: 44, right: 12, top: 12, bottom: 24 };
const lowest = 190;

/** A line without axes; where the least value is 0 it touches the bottom. */
export function drawSpark(svg, values) {
  const [width, tall] = [svg.clientWidth, svg.clientHeight];
  if (width === 0 || values.length < 2) {
    svg.replaceChildren();
    return;
  }

  const [low, high] = [Math.min(0, ...values), Math.max(...values)];
  const margin = 3;
  const x = index => margin + index * (width - 2 * margin) / (values.length - 1);
  const y = value => tall - margin - (high === low ? 0 : (value - low) / (high - low)) * (tall - 2 * margin);
  const places = values.map((value, index) => `${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  const last = values.length - 1;
  svg.setAttribute("viewBox", `0 0 ${width} ${tall}`);
  svg.replaceChildren(
    makeSvg("polygon", { class: "area", points: `${x(0)},${tall} ${places.join(" ")} ${x(last)},${tall}` }),
    makeSvg("polyline", { class: "line", points: places.join(" ") }),
    makeSvg("circle", { class: "end", cx: x(last), cy: y(values[last]), r: 2.5 }));
}

/** Shares over time with the interval of each as a band: `points` of `{t, value, low, high}`, the oldest first. */
export function drawShares(svg, points) {
  const [width, height] = [svg.clientWidth, Math.max(lowest, svg.clientHeight)];
  svg.setAttribute("viewBox", `0 0 ${Math.max(1, width)} ${height}`);
  if (width === 0 || points.length === 0) {
    svg.replaceChildren();
    return;
  }

  const times = points.map(point => new Date(point.t).getTime());
  const [from, to] = [times[0], Math.max(times[times.length - 1], times[0] + 1)];
  const top = ceilingOf(Math.max(...points.map(point => point.high ?? point.value)));
  const x = time => axis.left + (time - from) / (to - from) * (width - axis.left - axis.right);
  const y = share => height - axis.bottom - share / top * (height - axis.top - axis.bottom);
  const at = (index, share) => `${x(times[index]).toFixed(1)},${y(share).toFixed(1)}`;
  const line = points.map((point, index) => at(index, point.value));
  const upper = points.map((point, index) => at(index, point.high ?? point.value));
  const lower = points.map((point, index) => at(index, point.low ?? point.value)).reverse();
  const last = points.length - 1;
  svg.replaceChildren(
    ...[0, 0.25, 0.5, 0.75, 1].flatMap(part => gridLine(width, y(part * top), part * top, part % 0.5 === 0)),
    makeSvg("polygon", { class: "band", points: [...upper, ...lower].join(" ") }),
    makeSvg("polyline", { class: "line", points: line.join(" ") }),
    makeSvg("circle", { class: "end", cx: x(times[last]), cy: y(points[last].value), r: 3.5 }),
    label(axis.left, height - 6, format.time(from), "start"),
    label(width - axis.right, height - 6, format.time(to), "end"));
}

export const label = (x, y, text, anchor, name = "label") =>
  makeSvg("text", { class: name, x, y, "text-anchor": anchor }, text);

function gridLine(width, y, share, isNamed) {
  const line = makeSvg("line", { class: "grid", x1: axis.left, x2: width - axis.right, y1: y, y2: y });
  return isNamed ? [line, label(axis.left - 8, y + 4, `${+(share * 100).toFixed(1)} %`, "end")] : [line];
}

// The least of these that holds everything: the axis changes seldom, and its labels are round.
function ceilingOf(share) {
  return [0.01, 0.02, 0.04, 0.1, 0.2, 0.4, 0.6, 0.8, 1].find(each => share <= each) ?? 1;
}
