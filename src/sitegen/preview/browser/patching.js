// Changes the live page as little as possible.

// Changes the old node into the fresh one, in the sent page and in the live page.
const patch = (old, fresh) => {
  const live = placeOf(old);
  if (!live && (isSolid(old) || isSolid(fresh))) throw new Error("its live node is not known");
  if (old.nodeType !== Node.ELEMENT_NODE) {
    if (live) patchText(live, old.data, fresh.data);
    old.data = fresh.data;
  } else if (isStylesheet(old) && old.getAttribute("href") !== fresh.getAttribute("href")) {
    swapStylesheet(live, fresh);
    patchAttributes(old, fresh);
  } else if (!isCode(old) && !(isPolicy(old) && isPolicy(fresh))) {
    const hasOtherSources = sourcesOf(old) !== sourcesOf(fresh);
    patchAttributes(old, fresh, live);
    if (old.localName === "noscript") patchHidden(old, fresh, live);
    else patchChildren(old, fresh, live);
    if (hasOtherSources && live instanceof HTMLMediaElement) live.load();
  }
};

// Policies differ only in the nonce, which is new in each answer of the server.
const isPolicy = (node) => node.matches("meta[http-equiv]");

// Data for programs, such as descriptions in JSON-LD, is not run and can be changed in place.
const isCode = (node) => node.localName === "script" && node.type !== "application/ld+json";

const patchHidden = (old, fresh, live) => {
  live.textContent = fresh.innerHTML;
  old.replaceChildren(...fresh.childNodes);
};

const isSolid = (node) =>
  node.nodeType === Node.ELEMENT_NODE || (node.nodeType === Node.TEXT_NODE && node.data.trim());

// Media elements read their sources only once.
const sourcesOf = (node) => {
  if (node.localName !== "video" && node.localName !== "audio") return "";
  const sources = [...node.querySelectorAll("source")];
  return JSON.stringify(sources.map(({ src, type, media }) => [src, type, media]));
};

// Replaces only what differs, so that a selection around it stays.
const patchText = (live, old, text) => {
  if (live.data !== old) throw new Error("another script has changed it");
  const [start, end] = measureSame(old, text);
  live.replaceData(start, old.length - start - end, text.slice(start, text.length - end));
};

// Returns how many characters two texts share at the start and at the end.
const measureSame = (one, other) => {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  return [start, end];
};

const similarity = (one, other) => {
  const [start, end] = measureSame(one, other);
  return (start + end) / Math.max(one.length, other.length, 1);
};

const patchAttributes = (old, fresh, live = null) => {
  for (const { name } of [...old.attributes]) {
    if (fresh.hasAttribute(name)) continue;
    if (live) checkAttribute(old, fresh, live, name);
    live?.removeAttribute(name);
    old.removeAttribute(name);
  }
  for (const { name, value, namespaceURI } of [...fresh.attributes]) {
    if (old.getAttribute(name) === value) continue;
    if (live) checkAttribute(old, fresh, live, name);
    live?.setAttributeNS(namespaceURI, name, value);
    old.setAttributeNS(namespaceURI, name, value);
  }
};

const checkAttribute = (old, fresh, live, name) => {
  const value = live.getAttribute(name);
  const known = [old.getAttribute(name), fresh.getAttribute(name), renewed.get(live)?.[name]];
  if (!known.includes(value)) throw new Error("another script has changed it");
};

const patchChildren = (old, fresh, live) => {
  const olds = [...old.childNodes];
  const freshes = [...fresh.childNodes];
  const pairs = align(olds, freshes);
  if (pairs.length !== olds.length || pairs.length !== freshes.length) {
    patchList(olds, freshes, pairs, old, live);
  }
  for (const [child, next, isSame] of pairs) {
    if (!isSame) patch(child, next);
  }
};

const patchList = (olds, freshes, pairs, old, live) => {
  const partners = new Map(pairs.map(([one, other]) => [other, one]));
  const placeIn = (node) => childAround(placeOf(node), live, olds);
  if (isMixed(olds, freshes, partners, live, placeIn)) throw new Error("its nodes may be elsewhere");
  const kept = new Set(partners.values());
  const start = document.createComment("");
  live.insertBefore(start, olds.map(placeIn).find(Boolean) ?? null);
  let last = start;
  let lastSent = null;
  for (const child of freshes) {
    const partner = partners.get(child);
    if (!partner) {
      last.after(copyToLive(child));
      old.insertBefore(child, lastSent ? lastSent.nextSibling : old.firstChild);
    }
    lastSent = partner ?? child;
    const place = partner ? placeIn(partner) : placeOf(child);
    if (place) last = place;
    else if (isSolid(child)) throw new Error("not where it was");
  }
  const gone = olds.filter((each) => !kept.has(each));
  const wraps = gone.map((each) => [placeIn(each), placeOf(each)]).filter(([a, b]) => a !== b);
  gone.forEach(remove);
  for (const [wrap] of wraps) wrap?.remove();
  start.remove();
};

// Returns the child of a live node that is or holds this one. Scripts may wrap a node, but not
// several in one element: then nobody knows what belongs into it.
const childAround = (place, live, olds) => {
  if (!place || place.parentNode === live) return place ?? null;
  let around = place;
  while (around && around.parentNode !== live) around = around.parentNode;
  const isShared = around && olds.some((each) => placeOf(each) !== place && around.contains(placeOf(each)));
  return isShared ? null : around;
};

// Tells whether other scripts moved these, added nodes between them, or beside one that is added or
// removed.
const isMixed = (olds, freshes, partners, live, placeIn) => {
  const [oldSolids, solids] = [olds.filter(isSolid), freshes.filter(isSolid)];
  const known = new Set(oldSolids.map(placeIn));
  const all = [...live.childNodes].filter((each) => isSolid(each) && !leaving.has(each));
  const isKnown = (each) => known.has(each);
  const present = new Set(all);
  const inOrder = [...known].filter((each) => present.has(each));
  if (all.filter(isKnown).some((each, i) => each !== inOrder[i])) return true;
  const [first, last] = [all.findIndex(isKnown), all.findLastIndex(isKnown)];
  if (first < 0) return all.length > 0;
  const isSameFirst = partners.get(solids[0]) === oldSolids[0];
  const isSameLast = partners.get(solids.at(-1)) === oldSolids.at(-1);
  return !all.slice(isSameFirst ? first : 0, isSameLast ? last : all.length).every(isKnown);
};

// Returns a copy of a node for the live page.
const copyToLive = (node) => {
  if (isCode(node)) throw new Error("only a reload runs scripts");
  const live = document.importNode(node, false);
  places.set(node, live);
  if (node.localName === "noscript") live.textContent = node.innerHTML;
  else live.append?.(...[...node.childNodes].map(copyToLive));
  return live;
};

const remove = (node) => {
  const live = placeOf(node);
  if (!live && isSolid(node)) throw new Error("its live node is not known");
  for (let each = live; each; each = predecessors.get(each)) each.remove();
  node.remove();
};
