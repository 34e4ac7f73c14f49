// The table of contents tells which section is read. Without this script, browsers that know
// `scroll-target-group` do, and others do not.
(() => {
  "use strict";

  const LISTS = ".toc, .toc-inline";
  let entries = []; // each a heading and the links to it, in the order of the page
  let current = null;
  let followed = null; // the heading to which the reader has gone, until they scroll themselves
  let isWaiting = false;

  // The id in an address, which may hold a "%" that stands for itself.
  const idIn = (hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  };

  const collect = () => {
    const byHeading = new Map();
    for (const list of document.querySelectorAll(LISTS)) list.dataset.follows = ""; // for the stylesheet
    for (const link of document.querySelectorAll(`:is(${LISTS}) a[href^="#"]`)) {
      const heading = document.getElementById(idIn(link.hash));
      if (heading) byHeading.set(heading, [...(byHeading.get(heading) ?? []), link]);
    }
    entries = [...byHeading].map(([heading, links]) => ({ heading, links }));
    current = null;
    mark();
  };

  // A heading is reached where it comes to the upper part of the window; towards the end of the
  // page that part grows, since its last headings cannot come up there.
  const find = () => {
    const root = document.documentElement;
    const rest = root.scrollHeight - innerHeight - scrollY;
    const share = Math.max(0.25, 1 - Math.max(rest, 0) / innerHeight);
    const line = innerHeight * Math.min(share, scrollY ? 1 : 0.25);
    let low = 0;
    let high = entries.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (entries[middle].heading.getBoundingClientRect().top <= line) low = middle + 1;
      else high = middle;
    }
    return entries[low - 1] ?? null;
  };

  const mark = () => {
    isWaiting = false;
    const found = followed ?? find();
    if (found === current) return;
    for (const link of current?.links ?? []) link.removeAttribute("aria-current");
    for (const link of found?.links ?? []) {
      link.setAttribute("aria-current", "location");
      reveal(link);
    }
    current = found;
  };

  // A long table of contents scrolls by itself, and never the page with it.
  const reveal = (link) => {
    const list = link.closest(".toc");
    if (!list || list.scrollHeight <= list.clientHeight) return;
    const [inner, outer] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top || inner.bottom > outer.bottom) {
      list.scrollTop += inner.top - outer.top - list.clientHeight / 2;
    }
  };

  const markSoon = () => {
    if (!isWaiting) requestAnimationFrame(mark);
    isWaiting = true;
  };
  const follow = () => {
    const heading = location.hash && document.getElementById(idIn(location.hash));
    followed = entries.find((each) => each.heading === heading) ?? null;
    markSoon();
  };
  const leave = () => {
    followed = null;
  };

  collect();
  follow();
  addEventListener("hashchange", follow);
  addEventListener("scroll", markSoon, { passive: true });
  addEventListener("resize", markSoon);
  for (const name of ["wheel", "touchmove", "keydown", "pointerdown"]) {
    addEventListener(name, leave, { passive: true });
  }
  document.addEventListener("sitegen:patched", collect); // by the preview
})();
