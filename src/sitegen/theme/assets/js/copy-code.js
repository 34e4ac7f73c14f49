// A button on each block of code that copies it: without prompts, results and marks of notes.
// Without this script, the text can be selected.
(() => {
  "use strict";

  const { copyCode, copiedCode } = document.currentScript.dataset;
  if (!navigator.clipboard) return;

  const textOf = (pre) => {
    const code = (pre.querySelector("code") ?? pre).cloneNode(true);
    for (const mark of code.querySelectorAll(".annotation, del.line")) {
      const before = mark.previousSibling;
      if (before?.nodeType === Node.TEXT_NODE) before.data = before.data.replace(/ +$/, "");
      const after = mark.nextSibling;
      if (mark.matches("del") && after?.nodeType === Node.TEXT_NODE) {
        after.data = after.data.replace(/^\n/, "");
      }
      mark.remove();
    }
    if (!code.querySelector(".gp")) return code.textContent.replace(/\n$/, "");
    const commands = [];
    for (const line of code.innerHTML.split("\n")) {
      const part = document.createElement("template");
      part.innerHTML = line;
      const prompt = part.content.querySelector(".gp");
      if (!prompt) continue;
      prompt.remove();
      commands.push(part.content.textContent);
    }
    return commands.join("\n");
  };

  const addTo = (pre) => {
    const box = document.createElement("div");
    box.className = "copy-box";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy-code";
    button.textContent = copyCode;
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(textOf(pre));
      } catch {
        return;
      }
      button.textContent = copiedCode;
      button.dataset.done = "";
      setTimeout(() => {
        button.textContent = copyCode;
        delete button.dataset.done;
      }, 2000);
    });
    pre.before(box);
    box.append(pre, button);
  };

  const watch = () => {
    for (const pre of document.querySelectorAll("pre.highlight:not(.no-copy)")) {
      if (!pre.parentElement.classList.contains("copy-box")) addTo(pre);
    }
  };

  watch();
  document.addEventListener("sitegen:patched", watch); // by the preview
})();
