// Light and dark: the page follows the system until its reader chooses, and again when asked to.
(() => {
  "use strict";

  const KEY = "sitegen-theme";
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  // Storage may be blocked or full: then a choice lasts as long as the page.
  const stored = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const store = (theme) => {
    try {
      if (theme) localStorage.setItem(KEY, theme);
      else localStorage.removeItem(KEY);
    } catch {
      return;
    }
  };

  const apply = (theme) => {
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  // After the system's theme comes the other one, so that the first click is seen.
  const following = (theme) => {
    const [same, other] = system.matches ? ["dark", "light"] : ["light", "dark"];
    if (!theme) return other;
    return theme === other ? same : "";
  };

  apply(stored()); // in the head, before anything is painted

  // All events are heard at the document, so that the button may come and go while a page is shown.
  const BUTTON = "#_theme";
  const show = () => {
    for (const button of document.querySelectorAll(BUTTON)) {
      const label = button.dataset[root.dataset.theme ?? "system"];
      button.setAttribute("aria-label", label);
      button.title = label;
      button.hidden = false;
    }
  };

  document.addEventListener("click", ({ target }) => {
    if (!target.closest?.(BUTTON)) return;
    const theme = following(root.dataset.theme);
    apply(theme);
    store(theme);
    show();
  });
  system.addEventListener("change", show);
  addEventListener("storage", (event) => {
    if (event.key !== KEY && event.key !== null) return;
    apply(stored());
    show();
  });
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("sitegen:patched", show); // by the preview
})();
