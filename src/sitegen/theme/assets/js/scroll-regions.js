// Wide tables and long lines of code: the keyboard stops at those that scroll, and at no others.
// Without this script it stops at all that may scroll on a small screen.
(() => {
  "use strict";

  const REGIONS = ".prose :is(pre, .table-wrap, .diagram-box, .math)[tabindex], .prose :is([data-region], .math-wide)";

  const settle = (region) => {
    const isWide = region.scrollWidth > region.clientWidth + 1;
    const scrolls = isWide || region.scrollHeight > region.clientHeight + 1;
    region.dataset.region ??= region.getAttribute("aria-label") ?? "";
    const label = region.dataset.region;
    if (scrolls) region.tabIndex = 0;
    else region.removeAttribute("tabindex");
    if (!label) return;
    if (scrolls) {
      region.setAttribute("role", "region");
      region.setAttribute("aria-label", label);
    } else {
      region.removeAttribute("role");
      region.removeAttribute("aria-label");
    }
  };

  const observer = new ResizeObserver((entries) => entries.forEach(({ target }) => settle(target)));
  const watch = () => {
    for (const region of document.querySelectorAll(REGIONS)) {
      settle(region);
      observer.observe(region);
    }
  };

  watch();
  document.addEventListener("sitegen:patched", watch); // by the preview
})();
