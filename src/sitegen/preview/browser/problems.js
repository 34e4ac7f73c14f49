// Shows problems on top of the page, and a note on a page that is not published yet.

const STYLE = `
  :host { all: initial; color-scheme: inherit; }
  * { box-sizing: border-box; }
  section, .again {
    color: light-dark(#1f2328, #e6edf3);
    background: light-dark(#ffffff, #161b22);
    border: 1px solid light-dark(#b42318, #ff7b72);
    font: 15px/1.5 system-ui, sans-serif;
  }
  section {
    position: fixed; inset: auto 1rem 1rem; z-index: 2147483647; margin-inline: auto;
    max-width: 60rem; max-height: 70vh; overflow: auto; padding: 1rem 1.25rem;
    border-top-width: 4px; border-radius: 8px; box-shadow: 0 8px 32px rgb(0 0 0 / 0.35);
  }
  .head { display: flex; gap: 1rem; align-items: baseline; justify-content: space-between; }
  h2 { margin: 0; font-size: 1.15em; color: light-dark(#b42318, #ff9d94); }
  p { margin: 0.25rem 0; }
  ol { margin: 1rem 0 0; padding: 0; list-style: none; }
  li { padding: 0.6rem 0; border-top: 1px solid light-dark(#d0d7de, #3d444d); overflow-wrap: anywhere; }
  button { font: inherit; color: inherit; background: none; border: 1px solid; border-radius: 4px; padding: 0 0.6em; cursor: pointer; }
  .again { position: fixed; right: 1rem; bottom: 1rem; z-index: 2147483647; padding: 0.3em 0.8em; }
  a { color: light-dark(#0550ae, #79c0ff); }
  a:focus-visible, button:focus-visible, section:focus-visible { outline: 2px solid light-dark(#0550ae, #79c0ff); outline-offset: 2px; }
  pre { margin: 0.4rem 0 0; padding: 0.4rem 0.6rem; overflow-x: auto; background: light-dark(#f3f4f6, #0d1117); border-radius: 4px; }
  pre, code { font: 13px/1.5 ui-monospace, monospace; tab-size: 4; }
  mark { display: block; color: inherit; background: light-dark(#ffe0dc, #5c1f1a); }
  strong, span, a, code, mark { unicode-bidi: isolate; }
  .quiet { color: light-dark(#57606a, #9ba4ae); }
`;

// --- a page that is not published yet --------------------------------------------------------

const NOTE_STYLE = `
  :host { all: initial; color-scheme: inherit; }
  p {
    position: fixed; left: 1rem; bottom: 1rem; z-index: 2147483646; margin: 0; padding: 0.2em 0.8em;
    color: light-dark(#4d2d00, #f2cc60); background: light-dark(#fff8c5, #2b2111);
    border: 1px solid; border-radius: 2em; font: 14px/1.5 system-ui, sans-serif; pointer-events: none;
  }
  @media print { p { display: none; } }
`;

let note = null;

const showNote = ({ text }) => {
  note?.remove();
  note = isTop && text ? inShadow("sitegen-note", NOTE_STYLE, make("p", `Preview: ${text}`)) : null;
};

// --- on top of the page ----------------------------------------------------------------------

const OVERLAY = "sitegen-preview";
let told = "[]";
let host = null;
let focused = null;
let aboutPage = "";

const make = (name, text = "", properties = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  return Object.assign(made, properties);
};

// Shows problems of this page at once, and those of other pages behind a button.
const showProblems = ({ problems, about }) => {
  if (!isTop || JSON.stringify(problems) === told) return;
  told = JSON.stringify(problems);
  aboutPage = about;
  hide();
  if (problems.some((each) => each.here)) open(problems);
  else if (problems.length) fold(problems);
};

const hide = () => {
  if (!host) return;
  host.remove();
  host = null;
  if (focused?.isConnected) focused.focus({ preventScroll: true });
  focused = null;
};

const attach = (child) => {
  host?.remove();
  host = inShadow(OVERLAY, STYLE, child);
};

const inShadow = (name, style, child) => {
  const made = make(name);
  const root = made.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet(); // no policy forbids constructed stylesheets
  sheet.replaceSync(style);
  root.adoptedStyleSheets = [sheet];
  root.append(child);
  document.documentElement.append(made);
  return made;
};

const titleOf = (problems) => {
  const errors = problems.reduce((sum, { severity, errors: more = 0 }) => sum + more + (severity === "error"), 0);
  return `${errors} ${errors === 1 ? "error" : "errors"}`;
};

const open = (problems) => {
  if (!focused && document.activeElement !== document.body) focused = document.activeElement;
  const box = make("section", "", { tabIndex: -1 });
  box.setAttribute("role", "alertdialog");
  box.setAttribute("aria-labelledby", "title");
  box.setAttribute("aria-describedby", "about");
  const head = make("div", "", { className: "head" });
  const close = make("button", "Hide", { type: "button", title: "Escape" });
  close.addEventListener("click", () => fold(problems));
  head.append(make("h2", titleOf(problems), { id: "title" }), close);
  const list = make("ol");
  const here = problems.filter((each) => each.here);
  const elsewhere = problems.filter((each) => !each.here);
  list.append(...here.map(describe));
  if (here.length && elsewhere.length) list.append(make("li", "On other pages:", { className: "quiet" }));
  list.append(...elsewhere.map(describe));
  box.append(head, make("p", aboutPage, { id: "about" }), list);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") fold(problems);
  });
  attach(box);
  box.focus({ preventScroll: true });
};

// Hides the problems behind a button.
const fold = (problems) => {
  const back = focused;
  hide();
  const again = make("button", titleOf(problems), { type: "button", className: "again" });
  again.addEventListener("click", () => open(problems));
  attach(again);
  focused = back?.isConnected ? back : null;
};

const describe = (problem) => {
  const item = make("li");
  const code = problem.code ? `[${problem.code}]` : "";
  const message = make("p");
  message.append(make("strong", `${problem.severity}${code}: `), make("span", problem.message));
  item.append(message);
  if (problem.hint) item.append(make("p", problem.hint, { className: "quiet" }));
  if (problem.open) {
    item.append(make("a", problem.shown, { href: problem.open, title: "Open in the editor" }));
  } else if (problem.place) {
    item.append(make("code", problem.shown));
  }
  if (problem.frame?.length) item.append(frame(problem));
  return item;
};

const frame = (problem) => {
  const block = make("pre", "", { tabIndex: 0 });
  const width = String(problem.frame.at(-1).line).length;
  for (const { line, text } of problem.frame) {
    const isIt = line === problem.line;
    block.append(make(isIt ? "mark" : "span", `${String(line).padStart(width)} │ ${text}${isIt ? "" : "\n"}`));
  }
  return block;
};

document.addEventListener("keydown", (event) => {
  const box = host?.shadowRoot.querySelector("[role=alertdialog]");
  if (event.key === "Escape" && box && !event.defaultPrevented) {
    host.shadowRoot.querySelector(".head button").click();
  }
});
