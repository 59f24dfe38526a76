// Numbers, times and lengths of time as the page writes them, in English, whatever the browser's language.

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const tenth = new Intl.NumberFormat("en", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const hundredth = { minimumFractionDigits: 2, maximumFractionDigits: 2 };
const score = new Intl.NumberFormat("en", hundredth);
const signed = new Intl.NumberFormat("en", { ...hundredth, signDisplay: "exceptZero" });
const clock = new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

export const none = "–";

const known = value => typeof value === "number" && Number.isFinite(value);

export const count = value => known(value) ? whole.format(value) : none;

/** A rate: with a tenth below ten, where a whole number would hide a half. */
export const rate = value => known(value) ? (value !== 0 && value < 10 ? tenth : whole).format(value) : none;

export const percent = value => known(value) ? `${tenth.format(value * 100)} %` : none;

export const points = value => known(value) ? tenth.format(value * 100) : none;

export const plain = value => known(value) ? score.format(value) : none;

export const change = value => known(value) ? signed.format(value).replace("-", "−") : none;

export const time = value => text(clock, value);

export const date = value => text(day, value);

/** A length of time in its largest unit that leaves a figure of one or more. */
export function length(milliseconds) {
  if (!known(milliseconds)) {
    return none;
  }

  const past = Math.max(0, milliseconds);
  const units = [["d", 86_400_000], ["h", 3_600_000], ["min", 60_000], ["s", 1_000]];
  const [name, size] = units.find(([, each]) => past >= each) ?? ["ms", 1];
  return `${(name === "ms" ? whole : tenth).format(past / size)} ${name}`;
}

export const many = (number, one, more = `${one}s`) => `${count(number)} ${number === 1 ? one : more}`;

function text(format, value) {
  const at = value === null || value === undefined ? NaN : new Date(value).getTime();
  return Number.isNaN(at) ? none : format.format(at);
}
