// What other sites show, such as videos and maps: loaded only when a reader presses the button.
// Without this script, there is a link to the page of the other site.
(() => {
  "use strict";

  const ALLOWED = "fullscreen; picture-in-picture; encrypted-media; web-share";
  const SANDBOX = [
    "allow-scripts",
    "allow-same-origin",
    "allow-forms",
    "allow-popups",
    "allow-popups-to-escape-sandbox",
    "allow-presentation",
    "allow-downloads",
  ];

  const addTo = (box) => {
    const button = box.querySelector("button");
    const address = URL.canParse(box.dataset.frame) ? new URL(box.dataset.frame) : null;
    if (!button?.hidden || address?.protocol !== "https:") return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const frame = document.createElement("iframe");
      frame.title = box.dataset.title;
      frame.allow = ALLOWED;
      frame.allowFullscreen = true;
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      frame.sandbox.add(...SANDBOX);
      frame.src = box.dataset.frame;
      box.append(frame);
      box.classList.add("is-loaded");
      frame.focus();
    });
  };

  const watch = () => document.querySelectorAll(".embed-box").forEach(addTo);
  watch();
  document.addEventListener("sitegen:patched", watch); // by the preview
})();
