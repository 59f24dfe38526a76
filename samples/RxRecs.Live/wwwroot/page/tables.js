// The tables of what rises and falls, of the newest changes of carts, and of dead letters by reason.

import { drawSpark } from "./charts.js";
import { byId, isInUse, keep, make, makePick, makeSvg, setPick, write } from "./dom.js";
import * as format from "./format.js";

const trendRows = 8;
const cartRows = 6;

/** Shows one side of the trends: `changes` of `{item, before, now, score, spark}`, the greatest first. */
export function showTrend(side, changes) {
  const body = byId(`${side}-rows`);
  if (isInUse(body)) {
    return;
  }

  write(byId(`${side}-text`), describeTrend(side, changes));
  keep(body, Math.min(trendRows, changes.length), makeTrendRow).forEach((row, index) => {
    const { item, before, now, score, spark } = changes[index];
    const [, line, was, is, by] = row.children;
    setPick(row.querySelector("button"), "session", String(item));
    drawSpark(line.firstElementChild, spark ?? []);
    write(was, format.count(before));
    write(is, format.count(now));
    write(by, format.change(score));
  });
}

function describeTrend(side, changes) {
  if (changes.length === 0) {
    return `No item is ${side}.`;
  }

  const { item, before, now } = changes[0];
  return `Most of all item ${item}, from ${format.count(before)} to ${format.count(now)} in its window.`;
}

function makeTrendRow() {
  const svg = makeSvg("svg", { class: "spark", "aria-hidden": "true" });
  const number = () => make("td", { className: "number" });
  return make("tr", {}, make("th", { scope: "row" }, makePick()), make("td", { className: "course" }, svg),
    number(), number(), make("td", { className: "number score" }));
}

/** Shows `{open, abandoned, recent: [{user, change, item}]}`. */
export function showCarts({ open, abandoned, recent = [] } = {}) {
  write(byId("carts-open"), format.count(open));
  write(byId("carts-abandoned"), format.count(abandoned));
  write(byId("carts-text"), describeCarts(open ?? 0, abandoned ?? 0));
  const body = byId("carts-rows");
  if (isInUse(body)) {
    return;
  }

  keep(body, Math.min(cartRows, recent.length), makeCartRow).forEach((row, index) => {
    const { user, change, item } = recent[index];
    const [who, what, which] = row.children;
    setPick(who.firstElementChild, "user", String(user));
    write(what, change);
    setPick(which.firstElementChild, "session", String(item));
  });
}

function describeCarts(open, abandoned) {
  const all = open + abandoned;
  return all === 0
    ? "No cart is open."
    : `${format.many(all, "cart")}; ${format.percent(abandoned / all)} of them abandoned.`;
}

const makeCartRow = () => make("tr", {},
  make("th", { scope: "row" }, makePick()), make("td"), make("td", {}, makePick()));

/** Shows the counts of dead letters, `{reason: count}`, the greatest first. */
export function showDeadLetters(counts = {}) {
  const reasons = Object.entries(counts).filter(([, count]) => count > 0)
    .sort(([left, more], [right, other]) => other - more || left.localeCompare(right, "en"));
  const all = reasons.reduce((sum, [, count]) => sum + count, 0);
  write(byId("dead-text"), all === 0
    ? "Nothing has been set aside."
    : `${format.many(all, "record")} set aside, for ${format.many(reasons.length, "reason")}.`);
  keep(byId("dead-rows"), reasons.length, makeReasonRow).forEach((row, index) => {
    const [reason, count] = reasons[index];
    write(row.children[0].firstElementChild, reason);
    row.querySelector("progress").value = count / reasons[0][1];
    write(row.children[1], format.count(count));
  });
}

const makeReasonRow = () => make("tr", {},
  make("th", { scope: "row" }, make("span"), make("progress", { max: 1, ariaHidden: "true" })),
  make("td", { className: "number" }));
