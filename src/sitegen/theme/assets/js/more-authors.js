// Long lists of authors are folded. Without this script they are whole.
(() => {
  "use strict";

  for (const button of document.querySelectorAll("button.more-authors")) {
    const rest = button.nextElementSibling;
    button.hidden = false;
    rest.hidden = true;
    button.addEventListener("click", () => {
      rest.hidden = false;
      rest.tabIndex = -1;
      rest.focus();
      button.remove();
    });
  }
})();
