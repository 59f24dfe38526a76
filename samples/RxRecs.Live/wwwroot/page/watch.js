// The list of a user or a session picked by hand, asked for again while it is looked at, and why each item is in it.

import { byId, isInUse, keep, make, write } from "./dom.js";
import * as format from "./format.js";

const most = 8;
const mostParts = 5;
const pause = 2_000;
const patience = 5_000;

/** Makes the form ask; the answer of `isPaused()` tells whether the list has to stand still. */
export function watchLists(isPaused) {
  const [form, subject, list] = ["ask", "subject", "list"].map(byId);
  let asked;
  let round = 0;
  let timer;

  form.addEventListener("change", nameField);
  form.addEventListener("submit", event => {
    event.preventDefault();
    ask(form.elements.about.value, subject.value.trim());
  });
  document.addEventListener("click", event => {
    const button = event.target.closest("button[data-about]");
    if (button) {
      ask(button.dataset.about, button.dataset.subject);
      byId("watch").scrollIntoView({ block: "nearest" });
    }
  });
  addEventListener("hashchange", askByAddress);
  askByAddress();

  function ask(about, of) {
    if (of === "") {
      return;
    }

    [form.elements.about.value, subject.value, asked] = [about, of, { about, of }];
    nameField();
    history.replaceState(null, "", `#${about}=${encodeURIComponent(of)}`);
    list.replaceChildren();
    write(byId("watch-text"), `Asking for ${nameOf(asked)}.`);
    refresh(true);
  }

  function askByAddress() {
    const [, about, of] = /^#(user|session)=(.+)$/.exec(location.hash) ?? [];
    if (about) {
      ask(about, decoded(of));
    }
  }

  async function refresh(isNew = false) {
    clearTimeout(timer);
    const mine = ++round;
    if (isNew || !(isPaused() || document.hidden || isInUse(list))) {
      const answer = await fetchList(asked);
      if (mine !== round) {
        return; // somebody has asked for something else meanwhile
      }

      show(answer, asked);
    }

    timer = setTimeout(refresh, pause);
  }

  function nameField() {
    const what = form.elements.about.value === "user" ? "Id of the user" : "Items, the newest last: 17, 4";
    subject.placeholder = what;
    write(byId("subject-label"), what);
  }

  function show({ problem, items = [], notice, asOf, age, complete, stale }, about) {
    const text = problem ?? (items.length === 0
      ? `Nothing is recommended for ${nameOf(about)} yet.`
      : `${format.many(Math.min(most, items.length), "item")} for ${nameOf(about)}${notice ? `: ${notice}` : ""}.`);
    write(byId("watch-text"), text);
    byId("watch-text").classList.toggle("problem", problem !== undefined);
    if (problem) {
      return; // what was known before stays, under the message
    }

    const limits = (complete === false ? "; older events are still being read" : "") +
      (stale ? "; the server cannot make a newer one now" : "");
    write(byId("watch-age"), asOf ? `As of ${format.time(asOf)} UTC${ageText(age)}${limits}.` : "");
    const best = Math.max(...items.map(each => each.score));
    keep(list, Math.min(most, items.length), makeRow).forEach((row, index) => fill(row, items[index], index, best));
  }
}

/** Offers users to pick. */
export function offerUsers(users) {
  const picks = byId("picks");
  if (isInUse(picks)) {
    return;
  }

  const few = [...new Set(users.map(String))].slice(0, 6);
  keep(picks, few.length, () => make("button", { type: "button", className: "chip" })).forEach((button, index) => {
    write(button, few[index]);
    button.dataset.about = "user";
    button.dataset.subject = few[index];
  });
}

const nameOf = ({ about, of }) => about === "user" ? `user ${of}` : `a session of ${of}`;

const ageText = age => typeof age === "number" && age > 0 ? `, ${format.length(age)} old` : "";

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // a half-written % in the address
  }
}

async function fetchList({ about, of }) {
  const address = about === "user"
    ? `recommendations/${encodeURIComponent(of)}?why=true`
    : `session/next?why=true&items=${encodeURIComponent(of.split(/[\s,]+/).filter(Boolean).join(","))}`;
  try {
    const signal = AbortSignal.timeout(patience);
    const response = await fetch(address, { headers: { accept: "application/json" }, signal });
    const answer = await response.json().catch(() => ({}));
    const problem = answer.detail ?? answer.title ?? `the server answers with status ${response.status}`;
    return response.ok ? answer : { problem: `No list: ${problem}` };
  } catch {
    return { problem: "No list: the server does not answer. It is asked again." };
  }
}

function makeRow() {
  const span = className => make("span", { className });
  const summary = make("summary", {}, span("rank"), span("item"), span("reason"), span("score"));
  return make("li", {}, make("details", {}, summary, make("ul", { className: "why" })));
}

function fill(row, { item, score, reason, why = [] }, index, best) {
  const [rank, name, because, points] = row.querySelectorAll("summary > span");
  write(rank, String(index + 1));
  write(name, String(item));
  write(because, reason ?? "");
  write(points, format.plain(score));
  const parts = why.length > 0 ? greatest(why) : [{ source: "No parts are known of this score", value: score }];
  keep(row.querySelector("ul"), parts.length, makePart).forEach((part, place) => {
    const { source, value, matchedItem, detail } = parts[place];
    const through = [matchedItem && `through item ${matchedItem}`, detail].filter(Boolean).join(", ");
    const [words, bar, figure] = part.children;
    write(words, through ? `${source}, ${through}` : source);
    bar.value = Math.max(0, value / best) || 0;
    write(figure, format.change(value));
  });
}

// Parts that read the same are one, and the small ones one more: what is shown adds up to the score.
function greatest(why) {
  const sums = new Map();
  for (const part of why) {
    const name = JSON.stringify([part.source, part.matchedItem, part.detail]);
    sums.set(name, { ...part, value: (sums.get(name)?.value ?? 0) + part.value });
  }

  const parts = [...sums.values()].sort((left, right) => right.value - left.value);
  const rest = parts.slice(mostParts);
  return rest.length < 2 ? parts : [
    ...parts.slice(0, mostParts),
    { source: `${rest.length} smaller parts`, value: rest.reduce((sum, { value }) => sum + value, 0) },
  ];
}

const makePart = () =>
  make("li", {}, make("span"), make("progress", { max: 1, ariaHidden: "true" }), make("span", { className: "score" }));
