// The page as the server sent it, and where each of its nodes is shown.

const script = document.currentScript;
const isTop = window.top === window;

// Other scripts change the page while it is shown. So what changed is found by comparing what the
// server sent with what it sends now, and only that is done to what is shown.
let shown = script.dataset.page;
let before = null;

const digestOf = (page) => page.querySelector("script[data-page]")?.dataset.page;

// As a document, not as text: no policy forbids that, and no script in it runs.
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

let remembering = null;

const remember = async () => {
  await isParsed;
  const fetched = await fetchPage();
  if (before || !fetched || digestOf(fetched.page) !== shown) return;
  before = fetched.page;
  match(before.documentElement, document.documentElement);
};

// Where each node is shown that the server sent. Other scripts may have put nodes of the same kind
// beside it, so this is found out once, and known from then on.
const places = new WeakMap();

const placeOf = (node) => {
  let live = places.get(node);
  while (successors.has(live)) live = successors.get(live);
  return live;
};

const match = (sent, live) => {
  places.set(sent, live);
  if (sent.localName === "noscript") return; // what is in it is text where scripts run
  const pairs = align([...sent.childNodes], [...live.childNodes], true);
  for (const [child, place, isSame] of pairs) (isSame ? matchSame : match)(child, place);
};

const matchSame = (sent, live) => {
  places.set(sent, live);
  let place = live.firstChild;
  for (let child = sent.firstChild; child; child = child.nextSibling) {
    matchSame(child, place);
    place = place.nextSibling;
  }
};
