// Reloads stylesheets and other files that the page shows, without reloading the page.

const leaving = new WeakSet();

const isStylesheet = (node) => node.localName === "link" && node.relList.contains("stylesheet");

const predecessors = new WeakMap();
const successors = new WeakMap();

// The old stylesheet stays until the new one has loaded, so the page is never without style. It may
// itself be the unfinished replacement of older ones, which are removed with it.
const swapStylesheet = (live, fresh) => {
  const added = document.importNode(fresh, true);
  leaving.add(live);
  predecessors.set(added, live);
  successors.set(live, added);
  const finish = () => {
    for (let each = live; each; each = predecessors.get(each)) each.remove();
    predecessors.delete(added); // or each would keep all earlier ones in memory
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

// Every file of this server that the page or one of its files has loaded, and what requested it.
const loaded = new Map();

const recordLoaded = ({ name, initiatorType }) => {
  const address = toAddress(name);
  if (address?.origin !== location.origin) return;
  const path = pathOf(address);
  if (!loaded.has(path)) loaded.set(path, new Set());
  loaded.get(path).add(initiatorType);
};

const loads = new PerformanceObserver((list) => list.getEntries().forEach(recordLoaded));
loads.observe({ type: "resource", buffered: true });

// Attributes in which a new address reloads a file, and the initiators that use such attributes.
const ADDRESSES = [
  ["link[rel~=stylesheet i], link[rel~=icon i]", "href"],
  ["img, input[type=image i]", "src"],
  ["img, source", "srcset"],
  ["video", "poster"],
  ["image, use", "href"],
  ["image, use", "xlink:href"],
];
const INITIATORS = ["link", "img", "imageset", "input", "video", "image", "use", "icon", "other"];
const CANDIDATE = /([^\s,]\S*[^\s,])(\s[^,]*)?/g; // in srcset
// Fingerprinted names, pages, which are updated separately, and the files of the preview itself.
const CONSTANT =
  /\/assets\/(.*\.[0-9a-f]{10}\.[^/]+|images\/[0-9a-f]{16}[.-][^/]+)$|\/$|\.html$|^\/-sitegen\//;

const FAVICON = "/favicon.ico"; // browsers request it although no page names it

let refreshes = 0;
const renewed = new WeakMap();

// Reloads these files in place if possible, else the page; "*" stands for all loaded files. Returns
// whether the page stays.
const refreshFiles = (names) => {
  loads.takeRecords().forEach(recordLoaded);
  const all = names.includes("*") ? [...loaded.keys()].filter((each) => each !== FAVICON) : names;
  const files = new Set(all.filter((each) => !CONSTANT.test(each) && each !== pathOf(location)));
  const { changes, seen } = findChanges(files);
  const isSeen = (path) =>
    seen.has(path) && [...loaded.get(path)].every((by) => INITIATORS.includes(by));
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
  for (const [selector, name] of ADDRESSES) {
    for (const node of document.querySelectorAll(selector)) {
      const value = node.getAttribute(name) ?? "";
      const isList = name === "srcset";
      const fresh = isList
        ? value.replace(CANDIDATE, (_, text, rest = "") => renew(text) + rest)
        : value && renew(value);
      // A stylesheet that is being replaced already must not get a second replacement.
      if (fresh !== value && !leaving.has(node)) changes.push([node, name, fresh]);
    }
  }
  return { changes, seen };
};
