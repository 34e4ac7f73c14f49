// Brings the page up to date, in place or by loading it again.

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
