// Who copies a formula gets its TeX, between dollars, as sitegen reads it. Without this script, the
// browser decides what is copied.
(() => {
  "use strict";

  const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, tr, dt, dd, pre, blockquote, figcaption, .math.display";
  const formulaAround = (node) => (node.nodeType === 1 ? node : node.parentElement)?.closest("math");

  const texOf = (formula) => {
    const tex = formula.querySelector("annotation")?.textContent.trim() ?? formula.textContent;
    return formula.getAttribute("display") === "block" ? `$$\n${tex}\n$$` : `$${tex}$`;
  };

  document.addEventListener("copy", (event) => {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return;
    const range = selection.getRangeAt(0).cloneRange();
    // A part of a formula stands for all of it.
    const first = formulaAround(range.startContainer);
    const last = formulaAround(range.endContainer);
    if (first) range.setStartBefore(first);
    if (last) range.setEndAfter(last);
    const copied = range.cloneContents();
    const formulas = copied.querySelectorAll("math");
    if (!formulas.length) return;
    const box = document.createElement("div");
    box.append(copied);
    const html = box.innerHTML;
    for (const formula of formulas) formula.replaceWith(texOf(formula));
    for (const block of box.querySelectorAll(BLOCKS)) block.append("\n");
    event.clipboardData.setData("text/plain", box.textContent.replace(/\n{3,}/g, "\n\n").trim());
    event.clipboardData.setData("text/html", html);
    event.preventDefault();
  });
})();
