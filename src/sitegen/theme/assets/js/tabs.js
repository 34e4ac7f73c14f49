// Tabs, after the pattern of the WAI-ARIA Authoring Practices: a row of buttons shows one panel at a
// time. Sets with the same `data-group` choose the tab of the same name. Without this script, all
// panels are shown under their titles.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const STORED = "tabs:";
  let count = 0;

  const nameOf = (tab) => tab.textContent.trim();

  const stored = (group, name) => {
    try {
      if (name === undefined) return sessionStorage.getItem(STORED + group);
      sessionStorage.setItem(STORED + group, name);
    } catch {
      // Without storage, the next page begins with the first tab.
    }
    return null;
  };

  const show = (set, chosen) => {
    for (const tab of set.querySelector(":scope > .tab-list").children) {
      const isChosen = tab === chosen;
      tab.setAttribute("aria-selected", isChosen);
      tab.tabIndex = isChosen ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      panel.toggleAttribute("data-shown", isChosen);
    }
  };

  const choose = (set, chosen) => {
    const top = chosen.getBoundingClientRect().top;
    show(set, chosen);
    const group = set.dataset.group;
    if (!group) return;
    stored(group, nameOf(chosen));
    for (const other of document.querySelectorAll(".tabs[data-tabs][data-group]")) {
      if (other === set || other.dataset.group !== group) continue;
      const same = [...other.querySelector(":scope > .tab-list").children].find(
        (tab) => nameOf(tab) === nameOf(chosen),
      );
      if (same) show(other, same);
    }
    // What has changed above must not move what the reader looks at.
    scrollBy(0, chosen.getBoundingClientRect().top - top);
  };

  const move = (event, set) => {
    const tabs = [...event.currentTarget.children];
    const at = tabs.indexOf(document.activeElement);
    const isReversed = getComputedStyle(set).direction === "rtl";
    const step = { ArrowRight: isReversed ? -1 : 1, ArrowLeft: isReversed ? 1 : -1 }[event.key];
    const to =
      event.key === "Home" ? 0 : event.key === "End" ? tabs.length - 1 : step ? at + step : NaN;
    if (at < 0 || Number.isNaN(to)) return;
    event.preventDefault();
    const next = tabs[(to + tabs.length) % tabs.length];
    next.focus();
    choose(set, next);
  };

  const build = (set) => {
    const panels = [...set.querySelectorAll(":scope > .tab")];
    if (panels.length < 2 || "tabs" in set.dataset) return;
    const list = document.createElement("div");
    list.className = "tab-list";
    list.setAttribute("role", "tablist");
    list.setAttribute("aria-label", words.tabs);
    for (const panel of panels) {
      const tab = document.createElement("button");
      const number = (count += 1);
      tab.type = "button";
      tab.id = `_tab-${number}`;
      tab.setAttribute("role", "tab");
      const title = panel.querySelector(":scope > .tab-title").cloneNode(true);
      for (const link of title.querySelectorAll("a")) link.replaceWith(...link.childNodes);
      for (const node of title.querySelectorAll("[id]")) node.removeAttribute("id");
      tab.append(...title.childNodes);
      panel.id ||= `_panel-${number}`;
      tab.setAttribute("aria-controls", panel.id);
      panel.setAttribute("role", "tabpanel");
      panel.setAttribute("aria-labelledby", tab.id);
      panel.tabIndex = 0;
      tab.addEventListener("click", () => choose(set, tab));
      list.append(tab);
    }
    list.addEventListener("keydown", (event) => move(event, set));
    panels[0].before(list);
    set.dataset.tabs = "";
    const wanted = set.dataset.group ? stored(set.dataset.group) : null;
    const tabs = [...list.children];
    show(set, tabs.find((tab) => nameOf(tab) === wanted) ?? tabs[0]);
  };

  // What an address leads to is shown, with the panels around it.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    let isHidden = false;
    for (let panel = target?.closest(".tab"); panel; panel = panel.parentElement.closest(".tab")) {
      const tab = document.querySelector(`.tab-list > [aria-controls="${CSS.escape(panel.id)}"]`);
      if (tab && !panel.hasAttribute("data-shown")) {
        show(panel.parentElement, tab);
        isHidden = true;
      }
    }
    if (isHidden) target.scrollIntoView();
  };

  const buildAll = () => document.querySelectorAll(".tabs").forEach((set) => build(set));

  buildAll();
  reveal();
  addEventListener("hashchange", reveal);

  // While the preview changes the page there are no rows, for panels and titles may become others.
  const formerly = new Map();
  let focused = null;
  document.addEventListener("sitegen:patch", () => {
    formerly.clear();
    focused = document.activeElement?.closest(".tab-list")?.parentElement;
    for (const list of document.querySelectorAll(".tabs[data-tabs] > .tab-list")) {
      const set = list.parentElement;
      formerly.set(set, set.querySelector(":scope > .tab[data-shown]"));
      list.remove();
      delete set.dataset.tabs;
    }
  });
  document.addEventListener("sitegen:patched", () => {
    buildAll();
    for (const [set, panel] of formerly) {
      if (!panel.isConnected || !("tabs" in set.dataset)) continue;
      show(set, document.getElementById(panel.getAttribute("aria-labelledby")));
    }
    focused?.querySelector("[aria-selected=true]")?.focus({ preventScroll: true });
  });
})();
