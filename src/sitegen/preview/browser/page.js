// Keeps the page as the server sent it, and which live node shows each of its nodes.

const script = document.currentScript;
const isTop = window.top === window;

// Other scripts may change the live page. So changes are found by comparing the page that the server
// sent first with the one that it sends now, and only these changes are made to the live page.
let shown = script.dataset.page;
let before = null;

const digestOf = (page) => page.querySelector("script[data-page]")?.dataset.page;

// Fetched as a document, which no policy forbids; scripts in it do not run.
const fetchPage = () =>
  new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.responseType = "document";
    request.addEventListener("loadend", () => {
      const page = request.responseXML;
      resolve(page && { page, address: new URL(request.responseURL) });
    });
    request.send();
  });

const isParsed = new Promise((resolve) => {
  if (document.readyState !== "loading") resolve();
  else document.addEventListener("DOMContentLoaded", resolve);
});

// A copy of the page as it was parsed, taken before deferred scripts change it, and which live node
// each of its nodes is a copy of. The copy belongs to a page that is never shown, so loads nothing.
let parsed = null;
const originals = new WeakMap();

const keepParsed = () => {
  parsed = document.implementation.createHTMLDocument().importNode(document.documentElement, true);
  keepOriginal(parsed, document.documentElement);
};

const keepOriginal = (copy, live) => {
  originals.set(copy, live);
  let place = live.firstChild;
  for (let child = copy.firstChild; child; child = child.nextSibling) {
    keepOriginal(child, place);
    place = place.nextSibling;
  }
};

const keepOnce = () => {
  if (!parsed && document.readyState === "interactive") keepParsed();
};
document.addEventListener("readystatechange", keepOnce, { once: true });

let remembering = null;

const remember = async () => {
  await isParsed;
  const fetched = await fetchPage();
  if (before || !fetched || digestOf(fetched.page) !== shown) return;
  before = fetched.page;
  match(before.documentElement, parsed ?? document.documentElement);
  parsed = null;
};

// Maps each node that the server sent to the live node that shows it. Other scripts may add similar
// nodes later, so this is determined once.
const places = new WeakMap();

const placeOf = (node) => {
  let live = places.get(node);
  while (successors.has(live)) live = successors.get(live);
  return live;
};

const setPlace = (sent, node) => {
  const live = originals.get(node) ?? node;
  if (live.isConnected) places.set(sent, live); // otherwise a script has removed it
};

const match = (sent, live) => {
  setPlace(sent, live);
  if (sent.localName === "noscript") return; // its content is text where scripts run
  const pairs = align([...sent.childNodes], [...live.childNodes], true);
  for (const [child, place, isSame] of pairs) (isSame ? matchSame : match)(child, place);
};

const matchSame = (sent, live) => {
  setPlace(sent, live);
  let place = live.firstChild;
  for (let child = sent.firstChild; child; child = child.nextSibling) {
    matchSame(child, place);
    place = place.nextSibling;
  }
};
