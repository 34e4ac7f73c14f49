// Previews: footnotes, cross-references, terms and citations show what they lead to, on hover, on
// focus, and on the first tap. Without this script they are links. Another page of the site is
// fetched once; nothing is asked of another host.
(() => {
  "use strict";

  const words = document.currentScript.dataset;
  const LINKS = "a:is(.footnote-ref, .cross-reference, .term, .citation)[href]";
  const BLOCKS = "figure, table, li, p, blockquote, pre, dl, div, section";
  const WAIT = 200; // milliseconds before a preview opens, and in which the pointer may reach it
  const MARGIN = 8; // pixels
  const LEFT_BEHIND =
    /^(name$|for$|headers$|popovertarget$|tabindex$|autofocus$|aria-(labelledby|describedby|controls)$|on|background|ping)/;
  const ADDRESSES = ["href", "src", "poster", "xlink:href"];

  let box = null;
  let shown = null; // the link whose preview is open
  let wanted = null; // the link whose preview is being waited for
  let timer = 0;
  let pages = new Map();

  // --- what a link leads to ----------------------------------------------------------------------

  // Any other file than a page may hold anything.
  const isPage = ({ ok, headers }) => ok && /^text\/html/i.test(headers.get("Content-Type"));

  const pageOf = (url) => {
    const address = url.pathname + url.search;
    if (address === location.pathname + location.search) return document;
    if (!pages.has(address)) {
      const page = fetch(address, { redirect: "error" })
        .then((answer) => (isPage(answer) ? answer.text() : ""))
        .then((text) => new DOMParser().parseFromString(text, "text/html"))
        .catch(() => null);
      pages.set(address, page);
    }
    return pages.get(address);
  };

  // A heading stands for what follows it, a word for its paragraph, a term for its definition.
  const nodesOf = (target) => {
    const nodes = [];
    const inside = target.closest("h1, h2, h3, h4, h5, h6, dt");
    if (inside) {
      nodes.push(inside);
      const ends = inside.tagName === "DT" ? "DT" : "H1 H2 H3 H4 H5 H6";
      for (let next = inside.nextElementSibling; next; next = next.nextElementSibling) {
        if (ends.includes(next.tagName)) break;
        nodes.push(next);
        if (nodes.length === 4) break;
      }
      return nodes;
    }
    const block = target.closest(BLOCKS);
    return [(block?.closest("figure, .table-wrap") ?? block) || target];
  };

  // What does nothing in a copy, or says where else one could go.
  const LEFT_OUT =
    "script, style, meta, link, base, iframe, object, embed, form, .footnote-backref, .reference-back, .referred-to-from, .copy-code";

  // May load files of other hosts; browsers read "\\" as "/".
  const LOADS = /^(srcset|style|fill|stroke|filter|mask|clip-path|cursor|marker)/;
  const FOREIGN = /\\|\/\/|https?:|set\(|url\((?!["']?#)/i;

  const copyOf = (node, url, isElsewhere) => {
    const copy = node.cloneNode(true);
    copy.querySelectorAll(LEFT_OUT).forEach((each) => each.remove());
    copy.querySelectorAll(".sort-button").forEach((each) => each.replaceWith(...each.childNodes));
    for (const each of [copy, ...copy.querySelectorAll("*")]) {
      // Drawings refer to their own parts, which are on this page only if the target is.
      if (!isElsewhere || !each.closest("svg")) each.removeAttribute("id");
      for (const name of each.getAttributeNames()) {
        const value = each.getAttribute(name);
        if ((LOADS.test(name) && FOREIGN.test(value)) || LEFT_BEHIND.test(name)) {
          each.removeAttribute(name);
        } else if (ADDRESSES.includes(name) && (value[0] !== "#" || (isElsewhere && !each.closest("svg")))) {
          const to = new URL(value, url);
          const isLink = name === "href" && each.localName === "a" && to.protocol !== "javascript:";
          if (isLink || to.origin === location.origin) each.setAttribute(name, to);
          else each.removeAttribute(name);
        }
      }
      if (each.tagName === "DETAILS") each.open = true;
    }
    return copy.tagName === "LI" ? [...copy.childNodes] : [copy];
  };

  const contentsOf = async (link) => {
    const url = new URL(link.href);
    if (url.origin !== location.origin || !/^#[^_]/.test(url.hash)) return null;
    const page = await pageOf(url);
    const target = page?.getElementById(decodeURIComponent(url.hash.slice(1)));
    if (!target) return null;
    const isElsewhere = page !== document;
    const made = document.createElement("div");
    made.className = (target.closest(".prose") ?? link.closest(".prose"))?.className ?? "";
    const nodes = nodesOf(target).flatMap((node) => copyOf(node, url, isElsewhere));
    const parent = nodes[0].tagName === "DT" ? made.appendChild(document.createElement("dl")) : made;
    parent.append(...nodes);
    made.lang = target.closest("[lang]")?.lang ?? "";
    made.dir = page.dir || "ltr";
    if (!isElsewhere) return [made];
    const source = document.createElement("a");
    source.className = "preview-page";
    source.href = url;
    source.textContent = page.querySelector("h1")?.textContent ?? page.title;
    source.lang = page.documentElement.lang;
    return [source, made];
  };

  // --- the box -----------------------------------------------------------------------------------

  const makeBox = () => {
    box = document.createElement("div");
    box.id = "_preview";
    box.className = "preview";
    box.popover = "manual";
    box.setAttribute("role", "dialog");
    new ResizeObserver(() => shown && place(shown)).observe(box); // pictures come later
    box.setAttribute("aria-label", words.preview);
    box.addEventListener("pointerenter", () => clearTimeout(timer));
    box.addEventListener("pointerleave", (event) => event.pointerType === "mouse" && hideSoon());
    box.addEventListener("focusout", ({ relatedTarget }) => {
      if (relatedTarget && relatedTarget !== shown && !box.contains(relatedTarget)) hide();
    });
  };

  // Below the link, or above it where there is more room; always in sight.
  const place = (link) => {
    const lines = [...link.getClientRects()];
    const line = lines[0];
    if (!line) return;
    const end = document.documentElement.clientWidth - MARGIN;
    const below = innerHeight - line.bottom - 2 * MARGIN;
    const above = line.top - 2 * MARGIN;
    const isAbove = below < Math.min(box.scrollHeight, 240) && above > below;
    box.style.maxHeight = `${Math.max(isAbove ? above : below, 80)}px`;
    const isLeft = getComputedStyle(link).direction === "ltr";
    const left = isLeft ? line.left : line.right - box.offsetWidth;
    const gap = link.closest("sup") ? 1.5 * MARGIN : MARGIN / 2; // the rest of the line
    const top = isAbove ? line.top - box.offsetHeight - MARGIN / 2 : line.bottom + gap;
    box.style.left = `${Math.max(MARGIN, Math.min(left, end - box.offsetWidth)) + scrollX}px`;
    box.style.top = `${top + scrollY}px`;
  };

  const show = async (link) => {
    clearTimeout(timer);
    if (shown === link) return true;
    wanted = link;
    const contents = await contentsOf(link).catch(() => null);
    if (wanted !== link) return false;
    wanted = null;
    hide();
    if (!contents || !link.isConnected) return false;
    if (!box) makeBox();
    box.replaceChildren(...contents);
    document.body.append(box); // the last: what else changes the page may have removed it
    box.showPopover({ source: link }); // so that Tab leads from the link into it
    box.scrollTop = 0;
    place(link);
    link.setAttribute("aria-describedby", box.id);
    link.setAttribute("aria-expanded", "true");
    shown = link;
    return true;
  };

  const hide = () => {
    clearTimeout(timer);
    wanted = null;
    if (!shown) return;
    shown.removeAttribute("aria-describedby");
    shown.removeAttribute("aria-expanded");
    shown = null;
    if (box.matches(":popover-open")) box.hidePopover();
  };

  const hideSoon = () => {
    clearTimeout(timer);
    wanted = null;
    timer = setTimeout(() => box?.matches(":focus-within") || hide(), WAIT);
  };

  // --- pointer, keyboard, touch ------------------------------------------------------------------

  if (!("popover" in HTMLElement.prototype)) return;
  const linkAt = ({ target }) => {
    const link = target instanceof Element ? target.closest(LINKS) : null;
    return link && !box?.contains(link) ? link : null;
  };

  document.addEventListener("pointerover", (event) => {
    const link = event.pointerType === "mouse" && linkAt(event);
    if (!link) return;
    clearTimeout(timer);
    if (link !== shown) timer = setTimeout(show, WAIT, link);
  });
  document.addEventListener("pointerout", (event) => {
    const link = event.pointerType === "mouse" && linkAt(event);
    if (link && !link.contains(event.relatedTarget)) hideSoon();
  });
  document.addEventListener("focusin", (event) => {
    const link = linkAt(event);
    if (link?.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", (event) => {
    if (linkAt(event) && !box?.contains(event.relatedTarget)) hideSoon();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !(shown || wanted)) return;
    const link = box?.matches(":focus-within") && shown;
    hide();
    if (!link) return;
    link.focus();
    hide(); // the focus has opened it again
  });

  let pointer = "";
  document.addEventListener("pointerdown", (event) => {
    pointer = event.pointerType;
    if (shown && !box.contains(event.target) && linkAt(event) !== shown) hide();
  });
  document.addEventListener("click", (event) => {
    const link = linkAt(event);
    if (!link) {
      if (box?.contains(event.target) && event.target.closest("a[href]")) hide();
      return;
    }
    const isTap = pointer === "touch" && event.detail > 0;
    if (!isTap || link === shown || link === wanted) {
      hide();
      return;
    }
    event.preventDefault();
    // With nothing to show, the tap goes where the link leads.
    show(link).then((isShown) => isShown || wanted || link.click());
  });

  addEventListener("resize", hide);
  addEventListener("pagehide", hide);
  document.addEventListener("sitegen:patched", () => (hide(), (pages = new Map()))); // by the preview
})();
