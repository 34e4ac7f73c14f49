// Filters of a list of publications. What is chosen is in the address, so it can be sent.
(() => {
  "use strict";

  const form = document.querySelector(".publication-filters");
  if (!form) return;

  const output = form.querySelector("output");
  const choices = form.querySelector("details");
  const all = output.textContent;
  const fold = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // Links in the list name people by their pages, the address of a filtered list by their ids.
  const idsByUrl = new Map();
  for (const option of form.elements.person) {
    if (option.dataset.url) idsByUrl.set(option.dataset.url, option.value);
  }
  const linkedPeople = (authors) =>
    [...authors.querySelectorAll("a")].map((link) => idsByUrl.get(link.getAttribute("href")));

  // Each choice of a type, a topic or a project has the places of its entries in the list, as steps from the one before.
  const placesByChoice = new Map();
  for (const option of form.querySelectorAll("option[data-at]")) {
    let place = -1;
    const places = option.dataset.at.split(",").map((step) => (place += step ? Number.parseInt(step, 36) : 1));
    placesByChoice.set(`${option.parentElement.name} ${option.value}`, new Set(places));
  }
  const isAt = (place, name, value) => placesByChoice.get(`${name} ${value}`)?.has(place) ?? false;

  // What entries have in common is not written a thousand times.
  const addCiteLink = (title, links) => {
    const link = document.createElement("a");
    link.href = `${title.querySelector("a").getAttribute("href")}#_cite`;
    link.setAttribute("aria-describedby", title.id);
    link.textContent = form.dataset.cite;
    links.append(link);
  };

  const groups = [...document.querySelectorAll(".publication-group")].map((node) => ({
    node,
    count: node.querySelector(".publication-count"),
    items: [...node.querySelectorAll(".publications > li")],
  }));

  // Everything that is compared is read from the page once: a key press only compares strings.
  let place = 0;
  const entries = groups.flatMap((group, index) =>
    group.items.map((node) => {
      const [whole, venue, links] = node.querySelectorAll("p");
      const title = node.querySelector("h3");
      if (form.dataset.cite) addCiteLink(title, links);
      const authors = whole.cloneNode(true);
      for (const mark of authors.querySelectorAll("sup, button")) mark.remove();
      const names = authors.textContent.split(",").map(fold);
      const linked = new Set([...authors.querySelectorAll("a")].map((link) => fold(link.textContent)));
      const withPages = linkedPeople(authors);
      return {
        node,
        place: place++,
        group: index,
        text: fold(`${title.textContent} ${authors.textContent} ${venue.textContent}`),
        year: (venue.textContent.match(/\d{4}(?!.*\d{4})/s) ?? [""])[0],
        people: withPages,
        first: linked.has(names[0].trim()) ? withPages[0] : "",
        last: linked.has(names.at(-1).trim()) ? withPages.at(-1) : "",
      };
    }),
  );

  const fits = (entry, wanted) =>
    wanted.words.every((word) => entry.text.includes(word)) &&
    (!wanted.year || entry.year === wanted.year) &&
    (!wanted.person || entry.people.includes(wanted.person) || isAt(entry.place, "person", wanted.person)) &&
    ["type", "project", "topic"].every((name) => !wanted[name] || isAt(entry.place, name, wanted[name])) &&
    (!wanted.position ||
      (entry[wanted.position] && (!wanted.person || entry[wanted.position] === wanted.person)));

  const read = () => {
    const wanted = Object.fromEntries(new FormData(form));
    wanted.words = fold(wanted.q.trim()).split(/\s+/).filter(Boolean);
    return wanted;
  };

  const show = () => {
    const wanted = read();
    const counts = groups.map(() => 0);
    for (const entry of entries) {
      const shown = fits(entry, wanted);
      if (shown) counts[entry.group] += 1;
      if (entry.node.hidden === shown) entry.node.hidden = !shown;
    }
    groups.forEach((group, index) => {
      group.node.hidden = counts[index] === 0;
      if (group.count) group.count.textContent = counts[index];
    });
    const total = counts.reduce((sum, count) => sum + count, 0);
    if (total === entries.length) output.textContent = all;
    else output.textContent = total ? `${total} / ${entries.length}` : output.dataset.none;
  };

  const remember = () => {
    const url = new URL(location.href);
    url.search = "";
    for (const [name, value] of new FormData(form)) if (value) url.searchParams.set(name, value);
    history.replaceState(history.state, "", url);
  };

  const recall = () => {
    const asked = new URLSearchParams(location.search);
    for (const field of form.elements) {
      if (!field.name) continue;
      const value = asked.get(field.name) ?? "";
      field.value = value;
      if (field.value !== value) field.value = "";
      if (field.value && field.name !== "q") choices.open = true;
    }
    show();
  };

  let waiting = 0;
  form.addEventListener("input", () => {
    show();
    clearTimeout(waiting);
    waiting = setTimeout(remember, 200);
  });
  form.addEventListener("reset", () => setTimeout(() => (show(), remember())));
  form.addEventListener("submit", (event) => event.preventDefault());
  addEventListener("popstate", recall);
  for (const select of form.querySelectorAll("select")) {
    select.closest("label").hidden = select.options.length < 3 && select.name !== "position";
  }
  form.hidden = false;
  recall();
})();
