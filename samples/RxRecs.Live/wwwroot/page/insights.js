// The report of the newest minute: asked for when the state says that there is another one.

import { byId, keep, make, write } from "./dom.js";
import * as format from "./format.js";

const mostChanges = 6;
const conversions = [
  ["view_to_cart", "view to cart"], ["cart_to_purchase", "cart to purchase"], ["view_to_purchase", "view to purchase"],
];
const gaps = {
  late: "late",
  without_user: "without a user",
  without_category: "without a category",
  without_brand: "without a brand",
  purchases_without_price: "bought without a price",
  beyond_max_users: "of more users than are kept",
  forgotten_carts: "carts forgotten",
  forgotten_items: "items forgotten",
};
const pause = 2_000;

let shownUntil;

/** Shows the report that ends at a time, if it is not shown yet; where it cannot be had, the next state asks again. */
export async function showInsights(until) {
  if (until === shownUntil || !until) {
    return;
  }

  shownUntil = until;
  try {
    const answer = await fetch("insights");
    if (!answer.ok) {
      throw new Error(`status ${answer.status}`);
    }

    show((await answer.json()).report);
  } catch {
    setTimeout(() => shownUntil = undefined, pause);
  }
}

function show({ start, end, now, before, items, categories, brands, contrasts, against_category: against }) {
  const counts = ["view", "cart", "purchase", "user"].map(name => format.many(now[`${name}s`], name)).join(", ");
  write(byId("insights-text"),
    `${format.time(start)} to ${format.time(end)}: ${counts}, revenue ${format.plain(now.revenue)}.`);
  keep(byId("insights-conversions"), conversions.length, makeRow).forEach((row, index) => {
    const [name, label] = conversions[index];
    showRow(row, label, share(now[name]), share(before?.[name]), compare(now[name], before?.[name]));
  });
  const changes = [items, categories, brands].flatMap(({ rising, falling }) => [...rising, ...falling])
    .sort((left, right) => Math.abs(right.score) - Math.abs(left.score)).slice(0, mostChanges);
  keep(byId("insights-changes"), changes.length, makeRow).forEach((row, index) => {
    const change = changes[index];
    showRow(row, String(change.product_id ?? change.category ?? change.brand),
      format.count(change.before), format.count(change.now), format.time(change.since));
    row.dataset.direction = change.score > 0 ? "up" : "down";
  });
  showPairs("insights-contrasts", contrasts, "views", "demand");
  showPairs("insights-against", against, "demand", "category_demand");
  write(byId("insights-carts"),
    describeCarts(now.carts_left) + (changes.length === 0 ? " Nothing rises or falls by more than chance." : ""));
  const missing = Object.entries(gaps).filter(([name]) => now.gaps[name] > 0)
    .map(([name, label]) => `${format.count(now.gaps[name])} ${label}`);
  write(byId("insights-missing"), missing.length === 0 ? "Nothing is missing." : `Missing: ${missing.join(", ")}.`);
}

/** Shows items of which two figures went opposite ways; without any there is no table. */
function showPairs(id, pairs, ...names) {
  const table = byId(id);
  table.hidden = pairs.length === 0;
  keep(table.tBodies[0], Math.min(pairs.length, mostChanges), makePair).forEach((row, index) => {
    const pair = pairs[index];
    showRow(row, String(pair.product_id), ...names.map(name =>
      `${format.count(pair[name].before)} → ${format.count(pair[name].now)}`));
    row.dataset.direction = pair.demand.score > 0 ? "up" : "down";
  });
}

function describeCarts({ count, lines, worth, lines_without_price: unknown, taken_up: taken }) {
  const without = unknown > 0 ? ` and ${format.many(unknown, "line")} of unknown price` : "";
  return `${format.many(count, "cart")} left with ${format.many(lines, "line")} worth ${format.plain(worth)}` +
    `${without}; ${format.count(taken)} taken up again.`;
}

function showRow(row, name, ...cells) {
  write(row.children[0], name);
  row.children[0].title = name;
  cells.forEach((text, index) => write(row.children[index + 1], text));
}

const makeRow = () => make("tr", {}, make("th", { scope: "row" }),
  make("td", { className: "number" }), make("td", { className: "number" }), make("td"));

const makePair = () => make("tr", {}, make("th", { scope: "row" }),
  make("td", { className: "number" }), make("td", { className: "number" }));

const share = conversion => conversion?.users > 0 ? format.percent(conversion.share) : format.none;

function compare(now, before) {
  if (!(now?.users > 0 && before?.users > 0)) {
    return format.none;
  }

  return now.low > before.high ? "better" : now.high < before.low ? "worse" : "may be chance";
}
