// The page: hears the states of the pipeline and shows the newest one.

import { drawShares, drawSpark } from "./charts.js";
import { byId, write } from "./dom.js";
import { describeFlow, drawFlow, summarizeFlow } from "./flow.js";
import * as format from "./format.js";
import { showInsights } from "./insights.js";
import { listen } from "./stream.js";
import { showCarts, showDeadLetters, showTrend } from "./tables.js";
import { offerUsers, watchLists } from "./watch.js";

const staleAfter = 3_000; // a state comes every 250 ms
const remembered = 240; // states, a minute of them

const rates = [];
const lags = [];
let connection = "connecting";
let newest;
let heardAt;
let isPaused = false;
let isDue = false;

listen("events", {
  state(state) {
    newest = state;
    heardAt = performance.now();
    remember(rates, state.eventsPerSecond);
    remember(lags, state.lagMs);
    redraw();
  },
  connection(now) {
    if (connection === "open" && now === "lost") {
      rates.length = lags.length = 0; // the lines have a gap here, and a minute that is not one would mislead
    }

    connection = now;
    showConnection();
  },
});
watchLists(() => isPaused);
setInterval(showConnection, 1_000);
new ResizeObserver(redraw).observe(document.body);

byId("pause").addEventListener("click", event => {
  isPaused = !isPaused;
  event.target.setAttribute("aria-pressed", String(isPaused));
  document.body.classList.toggle("paused", isPaused);
  showConnection();
  redraw();
});

function remember(values, value) {
  if (typeof value === "number") {
    values.push(value);
    values.splice(0, values.length - remembered);
  }
}

// At most once a frame, and not at all while nobody can see it.
function redraw() {
  if (isDue || isPaused || newest === undefined) {
    return;
  }

  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    show(newest);
  });
}

function show(state) {
  showFigures(state);
  showTrend("rising", state.rising ?? []);
  showTrend("falling", state.falling ?? []);
  showHitRate(state.hitRate ?? []);
  showCarts(state.carts);
  showDeadLetters(state.deadLetters);
  offerUsers(state.users ?? state.carts?.recent?.map(each => each.user) ?? []);
  showInsights(state.insightsUntil);
  drawFlow(byId("flow-chart"), state.flow);
  write(byId("flow-text"), summarizeFlow(state.flow));
  write(byId("flow-words"), describeFlow(state.flow));
}

function showFigures({ eventsPerSecond, events, watermark, lagMs }) {
  write(byId("rate"), format.rate(eventsPerSecond));
  write(byId("events"), format.count(events));
  write(byId("watermark"), format.time(watermark));
  write(byId("watermark-text"), watermark ? `${format.date(watermark)}, UTC` : "No event time is known yet.");
  write(byId("lag"), format.length(lagMs));
  write(byId("rate-text"), rates.length === 0 ? "Waiting for the first events." : rangeOf(rates, format.rate));
  write(byId("lag-text"),
    lags.length === 0 ? "From the clock back to the newest event." : rangeOf(lags, format.length));
  drawSpark(byId("rate-line"), rates);
  drawSpark(byId("lag-line"), lags);
}

const rangeOf = (values, write) =>
  `${write(Math.min(...values))} to ${write(Math.max(...values))} in the last ${seconds(values.length)}.`;

const seconds = states => states >= remembered ? "minute" : `${Math.max(1, Math.round(states / 4))} s`;

function showHitRate(points) {
  drawShares(byId("hits-chart"), points);
  write(byId("hits-text"), describeHitRate(points));
}

// Each point is a stretch of time of its own, so that the newest one alone says little.
function describeHitRate(points) {
  const lists = points.reduce((sum, { n }) => sum + n, 0);
  if (lists === 0) {
    return "No list has been tested yet.";
  }

  const hits = points.reduce((sum, { value, n }) => sum + value * n, 0);
  const { value, low, high, n } = points[points.length - 1];
  return `${format.percent(hits / lists)} of ${format.many(lists, "list")} since ${format.time(points[0].t)} held ` +
    `what came next. Newest: ${format.percent(value)} of ${format.count(n)} ` +
    `(95 % interval ${format.points(low)} to ${format.percent(high)}).`;
}

function showConnection() {
  const age = heardAt === undefined ? undefined : performance.now() - heardAt;
  const isAway = newest?.isLogAway === true;
  const isStale = age !== undefined && (isAway || connection !== "open" || age > staleAfter);
  const now = connection === "lost" ? "reconnecting"
    : connection === "connecting" ? "connecting"
    : isPaused ? "paused"
    : isStale ? "waiting" : "live";
  document.body.dataset.connection = now;
  document.body.classList.toggle("is-stale", isStale);
  write(byId("connection-text"), now[0].toUpperCase() + now.slice(1));
  byId("stale").hidden = !isStale;
  write(byId("stale"), !isStale ? ""
    : isAway && connection === "open" ? "Stale: the log does not answer, and what happens meanwhile is not known here."
    : `Stale: what you see is from ${format.time(newest.at)} UTC, ${format.length(age)} ago.`);
}
