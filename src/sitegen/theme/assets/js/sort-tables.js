// Tables that readers sort by a column: numbers, dates, or text in the language of the page.
// Without this script, they are as written.
(() => {
  "use strict";

  const months = new Map();

  const monthsOf = (language) => {
    if (!months.has(language)) {
      const found = new Map();
      for (const month of ["long", "short"]) {
        const name = new Intl.DateTimeFormat(language, { month, day: "numeric", timeZone: "UTC" });
        for (let n = 0; n < 12; n++) {
          const part = name.formatToParts(Date.UTC(2024, n, 1)).find(({ type }) => type === "month");
          found.set(part.value.replace(/\.$/, "").toLocaleLowerCase(language), n);
        }
      }
      months.set(language, found);
    }
    return months.get(language);
  };

  // 1 March 2024, March 1, 2024, 1. März 2024, 2024-03-01
  const readDate = (text, language) => {
    const iso = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(text);
    if (iso) return Date.UTC(+iso[1], iso[2] - 1, +(iso[3] ?? 1));
    const words = text.toLocaleLowerCase(language).split(/[\s.,]+/).filter(Boolean);
    const year = words.find((word) => /^\d{4}$/.test(word));
    const day = words.find((word) => /^\d{1,2}$/.test(word)) ?? 1;
    const month = words.map((word) => monthsOf(language).get(word)).find((n) => n !== undefined);
    return year && month !== undefined && words.length < 4 ? Date.UTC(+year, month, +day) : NaN;
  };

  const readNumber = (text, decimal) => {
    let plain = text.replace(/[\s'%]|^[<>≤≥~≈±]/g, "").replace("−", "-");
    plain = decimal === "," ? plain.replace(/\./g, "").replace(",", ".") : plain.replace(/,(?=\d{3})/g, "");
    return plain === "" ? NaN : Number(plain);
  };

  const textOf = (cell) => {
    if (!cell) return "";
    if (cell.dataset.value) return cell.dataset.value;
    const time = cell.querySelector("time[datetime]");
    if (time) return time.dateTime.slice(0, 10);
    const copy = cell.cloneNode(true);
    for (const pad of copy.querySelectorAll(".pad")) pad.remove();
    return copy.textContent.trim();
  };

  // A comma divides the decimals of a column if one of its numbers cannot be read otherwise.
  const decimalOf = (texts, language) => {
    if (texts.some((text) => /\d\.\d+$/.test(text) && !/\d\.\d{3}$/.test(text))) return ".";
    if (texts.some((text) => /\d,\d+$/.test(text) && !/\d,\d{3}$/.test(text))) return ",";
    const parts = new Intl.NumberFormat(language).formatToParts(1.5);
    const usual = parts.find(({ type }) => type === "decimal")?.value;
    return usual === "," && texts.some((text) => text.includes(",")) ? "," : ".";
  };

  const valuesOf = (texts, language) => {
    const told = texts.filter(Boolean);
    const decimal = decimalOf(told, language);
    const readers = [(text) => readNumber(text, decimal), (text) => readDate(text, language)];
    for (const read of readers) {
      if (told.every((text) => !Number.isNaN(read(text)))) return texts.map((t) => (t ? read(t) : null));
    }
    return texts.map((text) => text || null);
  };

  const sort = (table, heading, column) => {
    const down = heading.getAttribute("aria-sort") === "ascending";
    const language = table.closest("[lang]")?.lang || "en";
    const collator = new Intl.Collator(language, { numeric: true });
    const body = table.tBodies[0];
    const rows = [...body.rows];
    const values = valuesOf(rows.map((row) => textOf(row.cells[column])), language);
    const order = rows.map((_, index) => index);
    order.sort((a, b) => {
      const [x, y] = [values[a], values[b]];
      if (x === null || y === null) return (x === null) - (y === null); // empty cells come last
      const way = typeof x === "number" ? x - y : collator.compare(x, y);
      return down ? -way : way;
    });
    body.append(...order.map((index) => rows[index]));
    for (const other of heading.parentElement.cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  };

  const addTo = (table) => {
    const headings = table.tHead?.rows[table.tHead.rows.length - 1]?.cells ?? [];
    const body = table.tBodies[0];
    if (!body || body.rows.length < 2 || body.querySelector("[rowspan], [colspan]")) return;
    [...headings].forEach((heading, column) => {
      if (heading.colSpan > 1 || heading.querySelector(".sort-button, a, button")) return;
      if (!heading.textContent.trim()) return;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "sort-button";
      button.append(...heading.childNodes);
      heading.append(button);
      button.addEventListener("click", () => sort(table, heading, column));
    });
  };

  const watch = () => document.querySelectorAll("table.sortable, .sortable table").forEach(addTo);
  watch();
  document.addEventListener("sitegen:patched", watch); // by the preview
})();
