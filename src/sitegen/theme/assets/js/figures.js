// Pictures that open, galleries, comparisons. All events are heard at the document, so that a page
// may change while it is shown. Without this script, pictures are links to their largest files.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const root = document.documentElement;
  root.dataset.figures = ""; // the stylesheet shows the sliders

  // --- comparisons -----------------------------------------------------------------------------

  const SLIDERS = ".compare-pair > input";
  const split = (slider) => slider.parentElement.style.setProperty("--split", `${slider.value}%`);

  document.addEventListener("input", ({ target }) => {
    if (target.matches?.(SLIDERS)) split(target);
  });
  // A browser that comes back to a page may have kept where the sliders stood.
  addEventListener("pageshow", () => document.querySelectorAll(SLIDERS).forEach(split));

  // --- pictures that open ----------------------------------------------------------------------

  const LINKS = ".zoom-link";
  const SWIPE = 48; // pixels
  const SLIP = 8;
  const SCROLL = 80;
  const ARROWS = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, -1],
    ArrowDown: [0, 1],
  };

  const make = (name, attributes = {}, ...children) => {
    const made = document.createElement(name);
    for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, value);
    made.append(...children);
    return made;
  };

  const button = (kind, label) =>
    make("button", { type: "button", class: kind, "aria-label": label, title: label });

  // Any link may have the class: nothing but a picture of this site is loaded.
  const isPicture = ({ href, origin, pathname }) =>
    origin === location.origin && pathname.includes("/assets/images/") && !href.includes("?");
  const picturesIn = (node) =>
    [...node.querySelectorAll(LINKS)].filter((link) => isPicture(link) && link.querySelector("img"));

  // The same picture in its best format, as large as there is.
  const enlarge = (link) => {
    const shown = link.querySelector("img");
    if (shown.src !== link.href) return make("img", { src: link.href, alt: shown.alt }); // cut
    const copy = (shown.closest("picture") ?? shown).cloneNode(true);
    const image = copy.querySelector("img") ?? copy;
    for (const name of ["class", "id", "width", "height", "loading", "title"]) {
      image.removeAttribute(name);
    }
    for (const each of [image, ...copy.querySelectorAll("source")]) {
      const widths = [...each.srcset.matchAll(/ (\d+)w/g)].map((found) => Number(found[1]));
      if (widths.length) each.sizes = `${Math.max(...widths)}px`;
    }
    return copy;
  };

  const captionOf = (link) => {
    const below = link.closest(".gallery-list")
      ? link.closest("li").querySelector("p")
      : link.closest("figure")?.querySelector("figcaption");
    return below?.textContent ?? "";
  };

  const open = (opener) => {
    const end = new AbortController();
    const on = (target, name, act) => target.addEventListener(name, act, { signal: end.signal });
    const gallery = opener.closest(".gallery-list");
    const links = gallery ? picturesIn(gallery) : [opener];
    const forwards = getComputedStyle(root).direction === "rtl" ? -1 : 1;
    let index = links.indexOf(opener);
    let isActual = false;
    let from = null;
    let hasMoved = false;

    const stage = make("div", { class: "lightbox-stage" });
    const caption = make("p", { class: "lightbox-caption" });
    const status = make("p", { class: "lightbox-status", role: "status" });
    const close = button("lightbox-close", words.close);
    const actual = button("lightbox-actual", words.actualSize);
    const previous = button("lightbox-previous", words.previous);
    const next = button("lightbox-next", words.next);
    const label = gallery?.getAttribute("aria-label") || words.pictures;
    const box = make("dialog", { class: "lightbox", "aria-label": label }, close, actual);
    if (links.length > 1) box.append(previous, next);
    box.append(stage, caption, status);

    const isLarger = () => {
      const image = stage.querySelector("img");
      return image.naturalWidth > image.clientWidth + 1;
    };
    const measure = () => {
      if (!isActual) actual.hidden = !isLarger();
    };
    const setActual = (wanted) => {
      isActual = wanted;
      actual.setAttribute("aria-pressed", String(wanted));
      stage.classList.toggle("is-actual", wanted);
      if (wanted) stage.tabIndex = 0;
      else stage.removeAttribute("tabindex");
      measure();
    };
    const show = (to) => {
      index = (to + links.length) % links.length;
      const picture = enlarge(links[index]);
      const image = picture.querySelector("img") ?? picture;
      image.draggable = false;
      on(image, "load", measure);
      if (!picture.isEqualNode(stage.firstChild)) {
        stage.replaceChildren(picture);
        setActual(false);
      }
      caption.textContent = captionOf(links[index]);
      if (links.length < 2) return;
      const count = words.pictureOf.replace("{number}", index + 1).replace("{total}", links.length);
      status.replaceChildren(count, make("span", {}, `. ${image.alt}`));
    };

    on(close, "click", () => box.close());
    on(actual, "click", () => setActual(!isActual));
    on(previous, "click", () => show(index - 1));
    on(next, "click", () => show(index + 1));
    on(stage, "click", ({ target }) => {
      if (hasMoved) return;
      if (target.localName !== "img") box.close();
      else if (isActual || isLarger()) setActual(!isActual);
    });
    on(stage, "pointerdown", (event) => {
      hasMoved = false;
      from = event.isPrimary ? event : null;
    });
    on(stage, "pointercancel", () => {
      from = null;
    });
    on(stage, "pointerup", (event) => {
      if (!from) return;
      const [across, down] = [event.clientX - from.clientX, event.clientY - from.clientY];
      from = null;
      hasMoved = Math.hypot(across, down) > SLIP;
      if (isActual || links.length < 2) return;
      const isSwipe = Math.abs(across) > SWIPE && Math.abs(across) > 2 * Math.abs(down);
      if (isSwipe) show(index - Math.sign(across) * forwards);
    });
    const press = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const [across, down] = ARROWS[event.key] ?? [0, 0];
      if (isActual && (across || down)) stage.scrollBy(across * SCROLL, down * SCROLL);
      else if (links.length < 2) return;
      else if (across) show(index + across * forwards);
      else if (event.key === "Home") show(0);
      else if (event.key === "End") show(links.length - 1);
      else return;
      event.preventDefault();
    };
    on(document, "keydown", press); // the focus may be on nothing
    on(window, "resize", measure);
    // The preview has changed the page below.
    on(document, "sitegen:patched", () => {
      if (links.every((each) => each.isConnected)) show(index);
      else box.close();
    });
    on(box, "close", () => {
      end.abort();
      box.remove();
      // The page may have changed meanwhile.
      const all = opener.isConnected ? [opener] : picturesIn(document);
      const back = all.find((each) => each.href === opener.href);
      back?.focus({ preventScroll: true });
    });

    document.body.append(box);
    box.showModal();
    show(index);
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.(LINKS);
    if (!link?.querySelector("img") || !isPicture(link) || event.defaultPrevented || event.button !== 0) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link);
  });
})();
