// The preview's part in the browser: hears what was built, brings the page up to date in place,
// and shows mistakes over it. Only `sitegen serve` adds this script; no built page has it.
(() => {
  "use strict";

  const script = document.currentScript;
  if (!script || window.sitegenPreview) return;
  window.sitegenPreview = true;

  const SOCKET = `ws://${location.host}/-sitegen/socket`;
  const OVERLAY = "sitegen-preview";
  const isTop = window.top === window;

  // --- the page as the server sent it ----------------------------------------------------------

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

  // --- bringing it up to date ------------------------------------------------------------------

  let isUpdating = false;
  let isStale = false;

  // One at a time; what comes meanwhile is done once more afterwards.
  const update = async ({ changed, files }) => {
    if (files.length && !refreshFiles(files)) return;
    isStale ||= changed;
    if (isUpdating) return;
    isUpdating = true;
    try {
      while (isStale) {
        isStale = false;
        await updatePage();
      }
    } finally {
      isUpdating = false;
    }
  };

  const updatePage = async () => {
    await remembering;
    const fetched = await fetchPage();
    if (!fetched) return; // the server went away; it will be asked again when it is back
    const { page, address } = fetched;
    if (address.pathname !== location.pathname) {
      location.replace(address);
      return;
    }
    if (digestOf(page) === shown) return;
    if (!before || needsReload(before, page) || !announce("sitegen:patch")) {
      location.reload();
      return;
    }
    try {
      const isPlain = textOf(document) === textOf(before);
      const [text, digest] = [textOf(page), digestOf(page)];
      patch(before.documentElement, page.documentElement);
      if (isPlain && textOf(document) !== text) throw new Error("not the same");
      shown = digest;
    } catch {
      location.reload();
      return;
    }
    announce("sitegen:patched");
  };

  const announce = (name, detail = {}) =>
    document.dispatchEvent(new CustomEvent(name, { cancelable: true, detail }));

  // Without what is for pages on which no scripts run: there it is elements, here it is text.
  const textOf = (page) => {
    const hidden = [...page.querySelectorAll("body noscript")].map((each) => each.textContent);
    return hidden.reduce((text, each) => text.replace(each, ""), page.body?.textContent ?? "");
  };

  // Scripts have run, policies hold, and a base has been applied: those cannot be taken back.
  const fixed = (page) =>
    [...page.querySelectorAll("script:not([data-page]), base, meta[http-equiv], template")]
      .map((each) => each.outerHTML.replace(/nonce-[\w-]+/g, ""))
      .join("\n");

  const needsReload = (old, fresh) =>
    fixed(old) !== fixed(fresh) || fresh.querySelector("meta[http-equiv=refresh i]") !== null;

  // Does to what is shown, and to the page as it was sent, what makes the old node the fresh one.
  const patch = (old, fresh) => {
    const live = placeOf(old);
    if (!live && (isSolid(old) || isSolid(fresh))) throw new Error("nobody knows where it is shown");
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (live) patchText(live, old.data, fresh.data);
      old.data = fresh.data;
    } else if (isStylesheet(old) && old.getAttribute("href") !== fresh.getAttribute("href")) {
      swapStylesheet(live, fresh);
      patchAttributes(old, fresh);
    } else if (old.localName !== "script") {
      const isOtherFilm = sourcesOf(old) !== sourcesOf(fresh);
      patchAttributes(old, fresh, live);
      if (old.localName === "noscript") patchHidden(old, fresh, live);
      else patchChildren(old, fresh, live);
      if (isOtherFilm && live instanceof HTMLMediaElement) live.load();
    }
  };

  const patchHidden = (old, fresh, live) => {
    live.textContent = fresh.innerHTML;
    old.replaceChildren(...fresh.childNodes);
  };

  const isSolid = (node) =>
    node.nodeType === Node.ELEMENT_NODE || (node.nodeType === Node.TEXT_NODE && node.data.trim());

  // A film looks at its sources once only.
  const sourcesOf = (node) => {
    if (node.localName !== "video" && node.localName !== "audio") return "";
    const sources = [...node.querySelectorAll("source")];
    return JSON.stringify(sources.map(({ src, type, media }) => [src, type, media]));
  };

  // As little as possible, so that a selection around the change stays.
  const patchText = (live, old, text) => {
    if (live.data !== old) throw new Error("another script has changed it");
    const [start, end] = measureSame(old, text);
    live.replaceData(start, old.length - start - end, text.slice(start, text.length - end));
  };

  // How much of two texts is the same, from the start and from the end.
  const measureSame = (one, other) => {
    const most = Math.min(one.length, other.length);
    let start = 0;
    while (start < most && one[start] === other[start]) start += 1;
    let end = 0;
    while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
    return [start, end];
  };

  const likeness = (one, other) => {
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
    if (isMixed(olds, freshes, partners, live)) throw new Error("others may be elsewhere now");
    const kept = new Set(partners.values());
    const start = document.createComment("");
    live.insertBefore(start, olds.map(placeOf).find((each) => each?.parentNode === live) ?? null);
    let last = start;
    let lastSent = null;
    for (const child of freshes) {
      const partner = partners.get(child);
      if (!partner) {
        last.after(bring(child));
        old.insertBefore(child, lastSent ? lastSent.nextSibling : old.firstChild);
      }
      lastSent = partner ?? child;
      const place = placeOf(lastSent);
      if (place?.parentNode === live) last = place;
      else if (isSolid(child)) throw new Error("not where it was");
    }
    olds.filter((each) => !kept.has(each)).forEach(remove);
    start.remove();
  };

  // Whether other scripts have put something between these nodes, or beside one that is new or goes.
  const isMixed = (olds, freshes, partners, live) => {
    const [oldSolids, solids] = [olds.filter(isSolid), freshes.filter(isSolid)];
    const known = new Set(oldSolids.map(placeOf));
    const all = [...live.childNodes].filter((each) => isSolid(each) && !leaving.has(each));
    const isKnown = (each) => known.has(each);
    const [first, last] = [all.findIndex(isKnown), all.findLastIndex(isKnown)];
    if (first < 0) return all.length > 0;
    const isSameFirst = partners.get(solids[0]) === oldSolids[0];
    const isSameLast = partners.get(solids.at(-1)) === oldSolids.at(-1);
    return !all.slice(isSameFirst ? first : 0, isSameLast ? last : all.length).every(isKnown);
  };

  // A copy for this page.
  const bring = (node) => {
    if (node.localName === "script") throw new Error("only a reload runs scripts");
    const live = document.importNode(node, false);
    places.set(node, live);
    if (node.localName === "noscript") live.textContent = node.innerHTML;
    else live.append?.(...[...node.childNodes].map(bring));
    return live;
  };

  const remove = (node) => {
    const live = placeOf(node);
    if (!live && isSolid(node)) throw new Error("shown nowhere, or nobody knows where");
    for (let each = live; each; each = predecessors.get(each)) each.remove();
    node.remove();
  };

  // Pairs of nodes of two lists, in the order of both, and whether the two are equal: the longest
  // common subsequence, in which equal nodes count more than those of the same text, and these more
  // than those of the same kind, the more of it is the same. Where only what is sure counts, a node
  // is left out that could have another partner as well.
  const align = (olds, others, isSure = false) => {
    const pairs = [];
    let start = 0;
    let oldEnd = olds.length;
    let otherEnd = others.length;
    while (start < oldEnd && start < otherEnd && olds[start].isEqualNode(others[start])) {
      pairs.push([olds[start], others[start], true]);
      start += 1;
    }
    const isOne = () => oldEnd === start + 1 && otherEnd === start + 1; // and known to differ
    while (
      oldEnd > start &&
      otherEnd > start &&
      !isOne() &&
      olds[oldEnd - 1].isEqualNode(others[otherEnd - 1])
    ) {
      oldEnd -= 1;
      otherEnd -= 1;
      pairs.push([olds[oldEnd], others[otherEnd], true]);
    }
    const middle = [olds.slice(start, oldEnd), others.slice(start, otherEnd)];
    const isLong = middle[0].length * middle[1].length > MOST_PAIRS;
    return pairs.concat((isLong ? alignLong : alignShort)(...middle, isSure));
  };

  const MOST_PAIRS = 40_000;
  const htmlOf = (node) => node.outerHTML ?? node.data;
  const kindOf = (node) =>
    [node.nodeName, ...NAMES.map((name) => node.getAttribute?.(name))].join("\n");
  const NAMES = ["id", "rel", "name", "property"];

  // Equal nodes divide long lists into short ones: those at the same places, or, in lists that are
  // not of the same length, those that are there once.
  const alignLong = (olds, others, isSure) => {
    const isEven = olds.length === others.length;
    const cuts = isEven ? olds.map((_, i) => [i, i]) : findOnce(olds, others);
    const pairs = [];
    let [oldStart, start] = [0, 0];
    const alignGap = (i, j) => {
      const [oldGap, gap] = [olds.slice(oldStart, i), others.slice(start, j)];
      if (oldGap.length && gap.length) pairs.push(...align(oldGap, gap, isSure));
    };
    for (const [i, j] of cuts) {
      if (!olds[i].isEqualNode(others[j])) continue;
      alignGap(i, j);
      pairs.push([olds[i], others[j], true]);
      [oldStart, start] = [i + 1, j + 1];
    }
    if (start) alignGap(olds.length, others.length);
    return pairs;
  };

  const findOnce = (olds, others) => {
    const places = indexOnce(others);
    const cuts = [];
    for (const [key, i] of indexOnce(olds)) {
      const j = places.get(key) ?? -1;
      if (i >= 0 && j > (cuts.at(-1)?.[1] ?? -1)) cuts.push([i, j]);
    }
    return cuts;
  };

  const indexOnce = (nodes) => {
    const found = new Map();
    nodes.forEach((node, i) => {
      const key = `${node.nodeName} ${htmlOf(node)}`;
      found.set(key, found.has(key) ? -1 : i);
    });
    return found;
  };

  const alignShort = (olds, others, isSure) => {
    if (!olds.length || !others.length) return [];
    if (olds.length + others.length === 2) {
      return kindOf(olds[0]) === kindOf(others[0]) ? [[olds[0], others[0], false]] : [];
    }
    const worths = worthsOf(olds, others, isSure);
    const best = Array.from({ length: olds.length + 1 }, () => new Array(others.length + 1).fill(0));
    for (let i = olds.length - 1; i >= 0; i -= 1) {
      for (let j = others.length - 1; j >= 0; j -= 1) {
        const together = worths[i][j] && worths[i][j] + best[i + 1][j + 1];
        best[i][j] = Math.max(together, best[i + 1][j], best[i][j + 1]);
      }
    }
    const early = trace(worths, best, true);
    const late = isSure ? trace(worths, best, false) : early;
    return [...early]
      .filter(([i, j]) => late.get(i) === j || !isSolid(olds[i]))
      .map(([i, j]) => [olds[i], others[j], olds[i].isEqualNode(others[j])]);
  };

  const worthsOf = (olds, others, isSure) => {
    const describe = (node) => ({
      kind: kindOf(node),
      html: htmlOf(node),
      text: node.textContent.trim(),
    });
    const described = others.map(describe);
    return olds.map(describe).map((old) =>
      described.map((other) => {
        if (old.kind !== other.kind) return 0;
        if (old.html === other.html) return 40;
        if (old.text && old.text === other.text) return 30;
        return isSure ? 10 : 10 + Math.round(10 * likeness(old.html, other.html));
      }),
    );
  };

  // One of the best ways through the table: with each pair as early as it can be, or as late.
  const trace = (worths, best, isEarly) => {
    const found = new Map();
    for (let i = 0, j = 0; i < worths.length && j < worths[0].length; ) {
      const isPair = worths[i][j] && best[i][j] === worths[i][j] + best[i + 1][j + 1];
      const canWait = best[i][j] === best[i + 1][j] || best[i][j] === best[i][j + 1];
      if (isPair && (isEarly || !canWait)) {
        found.set(i, j);
        i += 1;
        j += 1;
      } else if (best[i][j] === best[i + 1][j]) i += 1;
      else j += 1;
    }
    return found;
  };

  // --- stylesheets and other files -------------------------------------------------------------

  const leaving = new WeakSet();

  const isStylesheet = (node) => node.localName === "link" && node.relList.contains("stylesheet");

  const predecessors = new WeakMap();
  const successors = new WeakMap();

  // The old one stays until the new one is there: no moment without style. With it go those that it
  // was to replace itself, had it come in time.
  const swapStylesheet = (live, fresh) => {
    const added = document.importNode(fresh, true);
    leaving.add(live);
    predecessors.set(added, live);
    successors.set(live, added);
    const finish = () => {
      for (let each = live; each; each = predecessors.get(each)) each.remove();
      predecessors.delete(added); // or each would keep all before it, for as long as the page is open
    };
    added.addEventListener("load", finish, { once: true });
    added.addEventListener("error", finish, { once: true });
    live.after(added);
    return added;
  };

  const pathOf = (address) => {
    try {
      return decodeURIComponent(address.pathname);
    } catch {
      return address.pathname;
    }
  };

  const toAddress = (text) => {
    try {
      return new URL(text, document.baseURI);
    } catch {
      return null;
    }
  };

  // Every file of ours that this page or one of its files has loaded, and what asked for it.
  const loaded = new Map();

  const hearLoaded = ({ name, initiatorType }) => {
    const address = toAddress(name);
    if (address?.origin !== location.origin) return;
    const path = pathOf(address);
    if (!loaded.has(path)) loaded.set(path, new Set());
    loaded.get(path).add(initiatorType);
  };

  const loads = new PerformanceObserver((list) => list.getEntries().forEach(hearLoaded));
  loads.observe({ type: "resource", buffered: true });

  // Where a new address shows a file anew, and what asks for a file there.
  const SHOWS = [
    ["link[rel~=stylesheet i], link[rel~=icon i]", "href"],
    ["img, input[type=image i]", "src"],
    ["img, source", "srcset"],
    ["video", "poster"],
    ["image, use", "href"],
    ["image, use", "xlink:href"],
  ];
  const ASKS = ["link", "img", "imageset", "input", "video", "image", "use", "icon", "other"];
  const CANDIDATE = /([^\s,]\S*[^\s,])(\s[^,]*)?/g; // in srcset
  // Names that tell their bytes; pages, which are brought up to date themselves; what is ours alone.
  const CONSTANT =
    /\/assets\/(.*\.[0-9a-f]{10}\.[^/]+|images\/[0-9a-f]{16}[.-][^/]+)$|\/$|\.html$|^\/-sitegen\//;

  const UNASKED = "/favicon.ico"; // what browsers look for although no page names it

  let refreshes = 0;
  const renewed = new WeakMap();

  // What shows these files asks for them again, without the page being loaded again if that can be;
  // "*" stands for more files than could be named.
  const refreshFiles = (names) => {
    loads.takeRecords().forEach(hearLoaded);
    const all = names.includes("*") ? [...loaded.keys()].filter((each) => each !== UNASKED) : names;
    const files = new Set(all.filter((each) => !CONSTANT.test(each) && each !== pathOf(location)));
    const { changes, seen } = findChanges(files);
    const isSeen = (path) => seen.has(path) && [...loaded.get(path)].every((by) => ASKS.includes(by));
    if ([...files].some((path) => loaded.has(path) && !isSeen(path))) {
      location.reload();
      return false;
    }
    for (const [node, name, value] of changes) {
      if (isStylesheet(node)) {
        const fresh = node.cloneNode();
        fresh.setAttribute(name, value);
        swapStylesheet(node, fresh);
      } else {
        node.setAttribute(name, value);
        renewed.set(node, { ...renewed.get(node), [name]: value });
      }
    }
    return true;
  };

  const findChanges = (files) => {
    const changes = [];
    const seen = new Set();
    refreshes += 1;
    const renew = (text) => {
      const address = toAddress(text);
      if (address?.origin !== location.origin || !files.has(pathOf(address))) return text;
      seen.add(pathOf(address));
      address.searchParams.set("sitegen", String(refreshes));
      return address.href;
    };
    for (const [selector, name] of SHOWS) {
      for (const node of document.querySelectorAll(selector)) {
        const value = node.getAttribute(name) ?? "";
        const isList = name === "srcset";
        const fresh = isList
          ? value.replace(CANDIDATE, (_, text, rest = "") => renew(text) + rest)
          : value && renew(value);
        // One that is leaving has its successor under way, which would not know of another.
        if (fresh !== value && !leaving.has(node)) changes.push([node, name, fresh]);
      }
    }
    return { changes, seen };
  };

  // --- mistakes --------------------------------------------------------------------------------

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

  let told = "[]";
  let host = null;
  let focused = null;

  const make = (name, text = "", properties = {}) => {
    const made = document.createElement(name);
    made.textContent = text;
    return Object.assign(made, properties);
  };

  const showProblems = (problems) => {
    if (!isTop || JSON.stringify(problems) === told) return;
    told = JSON.stringify(problems);
    hide();
    if (problems.length) open(problems);
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
    const sheet = new CSSStyleSheet(); // no policy forbids what a script constructs
    sheet.replaceSync(style);
    root.adoptedStyleSheets = [sheet];
    root.append(child);
    document.documentElement.append(made);
    return made;
  };

  const titleOf = (problems) => {
    const errors = problems.filter((each) => each.severity === "error").length;
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
    list.append(...problems.map(describe));
    box.append(head, make("p", "You see the last page that could be built.", { id: "about" }), list);
    box.addEventListener("keydown", (event) => {
      if (event.key === "Escape") fold(problems);
    });
    attach(box);
    box.focus({ preventScroll: true });
  };

  // Out of the way, but not forgotten.
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
    message.append(make("strong", `${problem.severity}${code}: `), problem.message);
    item.append(message);
    if (problem.hint) item.append(make("p", problem.hint, { className: "quiet" }));
    if (problem.open) {
      item.append(make("a", problem.place, { href: problem.open, title: "Open in the editor" }));
    } else if (problem.place) {
      item.append(make("code", problem.place));
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

  // --- from the page to its source -------------------------------------------------------------

  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, td, th, caption, figcaption, pre, blockquote, summary";
  const LONGEST = 2000;

  document.addEventListener(
    "click",
    (event) => {
      const block = event.altKey && event.button === 0 && event.target.closest?.(BLOCKS);
      if (!block || !say({ command: "locate", text: block.textContent.slice(0, LONGEST) })) return;
      event.preventDefault(); // Alt and a click on a link would save what it leads to
      event.stopPropagation();
    },
    { capture: true },
  );

  const openSource = ({ address }) => {
    if (announce("sitegen:open", { address })) location.assign(address);
  };

  // --- the news --------------------------------------------------------------------------------

  const DELAYS = [100, 250, 500, 1000, 2000];
  let socket = null;
  let tries = 0;
  let timer = 0;
  let heard = performance.timeOrigin;

  const say = (message) => {
    if (socket?.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(message));
    return true;
  };

  const hear = {
    hello: () => {},
    update,
    problems: ({ problems }) => showProblems(problems),
    open: openSource,
    note: showNote,
  };

  const connect = () => {
    clearTimeout(timer);
    if (socket && socket.readyState < WebSocket.CLOSING) return;
    socket = new WebSocket(SOCKET);
    socket.addEventListener("open", () => {
      tries = 0;
      say({ command: "hello", protocols: ["http://livereload.com/protocols/official-7"] });
      // In seconds, so that the server knows what this page has missed: two clocks may differ.
      const age = (Date.now() - heard) / 1000;
      say({ command: "info", url: location.href, page: shown, age });
      if (!before) remembering = remember();
    });
    socket.addEventListener("message", ({ data }) => {
      heard = Date.now();
      const message = JSON.parse(data);
      hear[message.command]?.(message);
    });
    socket.addEventListener("close", () => {
      timer = setTimeout(connect, DELAYS[Math.min(tries, DELAYS.length - 1)]);
      tries += 1;
    });
  };

  // A page from the browser's own memory, or a machine that slept: do not wait for the timer.
  for (const name of ["pageshow", "online", "focus"]) addEventListener(name, connect);
  connect();
})();
