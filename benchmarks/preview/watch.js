// Runs in every page before its own scripts: tells when what is expected has been on screen.
// What is expected is kept for the tab, so that a reload does not lose it.
(() => {
  "use strict";
  if (window.top !== window || !location.protocol.startsWith("http")) return;

  const KEY = "bench-expected";
  let isQueued = false;

  const isLaidOut = (text) => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      if (!walker.currentNode.data.includes(text)) continue;
      const range = document.createRange();
      range.selectNodeContents(walker.currentNode);
      return range.getBoundingClientRect().height > 0;
    }
    return false;
  };

  const isShown = ({ text, colour }) => {
    if (!document.body) return false;
    if (colour) return getComputedStyle(document.body).backgroundColor === colour;
    return document.body.textContent.includes(text) && isLaidOut(text);
  };

  // The task after the frame's own: by then the frame with it has been drawn up.
  const tell = (expected) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      const at = performance.timeOrigin + performance.now();
      console.debug(`bench ${JSON.stringify({ ...expected, at })}`);
    };
    port2.postMessage(null);
  };

  const look = () => {
    isQueued = false;
    const expected = JSON.parse(sessionStorage.getItem(KEY));
    if (!expected || !isShown(expected)) return;
    sessionStorage.removeItem(KEY);
    tell(expected);
  };

  const lookAtNextFrame = () => {
    if (isQueued || !sessionStorage.getItem(KEY)) return;
    isQueued = true;
    requestAnimationFrame(look);
  };

  const everything = { attributes: true, characterData: true, childList: true, subtree: true };
  new MutationObserver(lookAtNextFrame).observe(document, everything);
  // Stylesheets load without a change of the document.
  document.addEventListener("load", lookAtNextFrame, true);
  for (const name of ["DOMContentLoaded", "load"]) addEventListener(name, lookAtNextFrame);

  window.benchExpect = (expected) => sessionStorage.setItem(KEY, JSON.stringify(expected));
})();
