// The few ways in which the page touches its document. What comes from the stream becomes text or an attribute,
// never markup.

const svgNamespace = "http://www.w3.org/2000/svg";

export const byId = id => document.getElementById(id);

/** Writes text where it differs, so that what stays the same is neither laid out nor read out again. */
export function write(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

export function make(name, { className, ...properties } = {}, ...children) {
  const element = document.createElement(name);
  if (className) {
    element.className = className;
  }

  Object.assign(element, properties);
  element.append(...children);
  return element;
}

export function makeSvg(name, attributes = {}, ...children) {
  const element = document.createElementNS(svgNamespace, name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value);
  }

  element.append(...children);
  return element;
}

/** Has a parent hold just so many children: those that are there stay, so that nothing flickers or loses the focus. */
export function keep(parent, number, create) {
  while (parent.children.length > number) {
    parent.lastElementChild.remove();
  }

  while (parent.children.length < number) {
    parent.append(create());
  }

  return [...parent.children];
}

/** Tells whether somebody is choosing within an element: then its rows must not move under the hand. */
export const isInUse = element => element.matches(":hover") || element.contains(document.activeElement);

/** A button that asks for what its row is about; `setPick` says what that is. */
export const makePick = () => make("button", { type: "button", className: "pick" });

export function setPick(button, about, subject) {
  write(button, subject);
  button.dataset.about = about;
  button.dataset.subject = subject;
  button.title = about === "user" ? `Recommendations for user ${subject}` : `What comes next after item ${subject}`;
}
