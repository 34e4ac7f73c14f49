// Stylesheets and other files that the page shows are asked for again.

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
