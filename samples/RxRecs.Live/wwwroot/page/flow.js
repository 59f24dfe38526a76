// The picture of the pipeline: stages in the order in which events reach them, side by side or, where it is narrow,
// in a column.

import { makeSvg, write } from "./dom.js";
import { label } from "./charts.js";
import * as format from "./format.js";

const box = { height: 46, gap: 14 };
const narrowest = 720;
const indent = 14;
const bend = 44;

// What each picture shows: it is drawn anew only where its shape changes, so that what moves along its lines is not
// set back.
const shapes = new WeakMap();

/** Draws `{nodes: [{id, label, rate}], edges: [{from, to}]}`. */
export function drawFlow(svg, flow) {
  const width = svg.clientWidth;
  const nodes = flow?.nodes ?? [];
  if (width === 0 || nodes.length === 0) {
    svg.replaceChildren();
    shapes.delete(svg);
    return;
  }

  const edges = (flow.edges ?? []).filter(edge => [edge.from, edge.to].every(id => nodes.some(node => node.id === id)));
  const shape = JSON.stringify([width, nodes.map(node => [node.id, node.label]), edges]);
  if (shapes.get(svg) !== shape) {
    shapes.set(svg, shape);
    drawShape(svg, nodes, edges, width);
  }

  const rates = new Map(nodes.map(node => [node.id, node.rate ?? 0]));
  for (const part of svg.children) {
    const rate = rates.get(part.dataset.from ?? part.dataset.id);
    part.classList.toggle("still", rate === 0);
    if (part.dataset.from) {
      part.setAttribute("stroke-width", (1 + Math.log10(1 + rate) / 2).toFixed(1));
    } else {
      write(part.lastElementChild, `${format.rate(rate)}/s`);
    }
  }
}

function drawShape(svg, nodes, edges, width) {
  const depths = depthsOf(nodes, edges);
  const { places, height } = width < narrowest ? inColumn(nodes, depths, width) : inRanks(nodes, depths, width);
  const link = width < narrowest ? elbow : curve;
  const bends = edges.filter(({ from, to }) => depths.get(to) - depths.get(from) > 1);
  const room = bends.length > 0 && width >= narrowest ? bend / 2 : 0;
  svg.setAttribute("height", height + room);
  svg.setAttribute("viewBox", `0 0 ${width} ${height + room}`);
  svg.replaceChildren(
    ...edges.flatMap(edge =>
      drawEdge(edge.from, link(places.get(edge.from), places.get(edge.to), bends.includes(edge)))),
    ...nodes.map(node => drawNode(node, places.get(node.id))));
}

/** Says in a sentence what comes in and what goes out. */
export function summarizeFlow(flow) {
  const nodes = flow?.nodes ?? [];
  if (nodes.length === 0) {
    return "Nothing flows yet.";
  }

  const ends = end => nodes.filter(node => !(flow.edges ?? []).some(edge => edge[end] === node.id))
    .map(node => `${format.rate(node.rate)}/s at ${node.label}`).join(" and ");
  return `${format.many(nodes.length, "stage")}. In: ${ends("to")}. Out: ${ends("from")}.`;
}

/** Says in words all that the picture shows. */
export function describeFlow(flow) {
  const nodes = flow?.nodes ?? [];
  const names = new Map(nodes.map(node => [node.id, node.label]));
  const said = nodes.map(node => {
    const next = (flow.edges ?? []).filter(edge => edge.from === node.id && names.has(edge.to));
    const onward = next.length > 0 ? ` to ${next.map(edge => names.get(edge.to)).join(", ")}` : "";
    return `${node.label} ${format.rate(node.rate)}/s${onward}`;
  });
  return said.join("; ");
}

// The longest way from a source; a cycle, which no pipeline has, ends the search instead of the page.
function depthsOf(nodes, edges) {
  const depths = new Map(nodes.map(node => [node.id, 0]));
  for (let turn = 0; turn < nodes.length; turn++) {
    for (const { from, to } of edges) {
      depths.set(to, Math.min(nodes.length, Math.max(depths.get(to), depths.get(from) + 1)));
    }
  }

  return depths;
}

function inRanks(nodes, depths, width) {
  const ranks = [...new Set(depths.values())].sort((left, right) => left - right)
    .map(depth => nodes.filter(node => depths.get(node.id) === depth));
  const step = width / ranks.length;
  const wide = Math.min(200, step * 0.8);
  const height = Math.max(...ranks.map(rank => rank.length)) * (box.height + box.gap) - box.gap;
  const places = new Map();
  const free = ranks.length > 1 ? (width - wide) / (ranks.length - 1) : 0;
  ranks.forEach((rank, column) => {
    const top = (height - rank.length * (box.height + box.gap) + box.gap) / 2;
    rank.forEach((node, row) => places.set(node.id,
      { x: column * free, y: top + row * (box.height + box.gap), width: wide }));
  });
  return { places, height };
}

function inColumn(nodes, depths, width) {
  const ordered = [...nodes].sort((left, right) => depths.get(left.id) - depths.get(right.id));
  const places = new Map(ordered.map((node, row) => {
    const x = depths.get(node.id) * indent;
    return [node.id, { x, y: row * (box.height + 8), width: width - x }];
  }));
  return { places, height: ordered.length * (box.height + 8) - 8 };
}

// One that passes a stage by goes below it.
function curve(from, to, isBend) {
  const [x1, y1] = [from.x + from.width, from.y + box.height / 2];
  const [x2, y2] = [to.x, to.y + box.height / 2];
  const middle = (x1 + x2) / 2;
  if (isBend) {
    const low = Math.max(y1, y2) + bend;
    return `M${x1} ${y1}C${x1 + bend} ${low} ${x2 - bend} ${low} ${x2} ${y2}`;
  }

  return `M${x1} ${y1}C${middle} ${y1} ${middle} ${y2} ${x2} ${y2}`;
}

function elbow(from, to) {
  const x = from.x + indent / 2;
  return `M${x} ${from.y + box.height}V${to.y + box.height / 2}H${to.x}`;
}

// Twice: the way, and above it the dashes that move along it.
const drawEdge = (from, path) =>
  ["edge", "edge moving"].map(name => makeSvg("path", { class: name, d: path, "data-from": from }));

const drawNode = (node, { x, y, width }) =>
  makeSvg("g", { class: "node", transform: `translate(${x} ${y})`, "data-id": node.id },
    makeSvg("rect", { width, height: box.height, rx: 8 }),
    label(12, 19, shorten(node.label, width), "start", "name"),
    label(12, 36, "", "start"));

function shorten(text, width) {
  const fits = Math.floor((width - 16) / 8.2);
  return text.length > fits ? `${text.slice(0, fits - 1)}…` : text;
}
