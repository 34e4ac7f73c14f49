// Updates the page in place, or reloads it.

let isUpdating = false;
let isStale = false;

// Runs one update at a time; changes that arrive meanwhile cause another one afterwards.
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
  if (!fetched) return; // the server is gone; the page is fetched when it is back
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
    if (isPlain && textOf(document) !== text) throw new Error("the result differs");
    shown = digest;
  } catch {
    location.reload();
    return;
  }
  announce("sitegen:patched");
};

const announce = (name, detail = {}) =>
  document.dispatchEvent(new CustomEvent(name, { cancelable: true, detail }));

// Leaves out `<noscript>`, whose content is elements in the fetched page and text in the live one.
const textOf = (page) => {
  const hidden = [...page.querySelectorAll("body noscript")].map((each) => each.textContent);
  return hidden.reduce((text, each) => text.replace(each, ""), page.body?.textContent ?? "");
};

// Scripts, policies and a base URL have taken effect already and cannot be changed in place.
const fixed = (page) =>
  [...page.querySelectorAll("script, base, meta[http-equiv], template")]
    .filter((each) => !("page" in each.dataset) && each.type !== "application/ld+json")
    .map((each) => each.outerHTML.replace(/nonce-[\w-]+/g, ""))
    .join("\n");

const needsReload = (old, fresh) =>
  fixed(old) !== fixed(fresh) || fresh.querySelector("meta[http-equiv=refresh i]") !== null;
