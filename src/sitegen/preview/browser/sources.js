// Opens the source of a block in the editor on Alt and a click.

const BLOCKS = "p, li, h1, h2, h3, h4, h5, h6, dt, dd, td, th, caption, figcaption, pre, blockquote, summary";
const LONGEST = 2000;

document.addEventListener(
  "click",
  (event) => {
    const block = event.altKey && event.button === 0 && event.target.closest?.(BLOCKS);
    if (!block || !send({ command: "locate", text: block.textContent.slice(0, LONGEST) })) return;
    event.preventDefault(); // Alt and a click on a link would download its target
    event.stopPropagation();
  },
  { capture: true },
);

const openSource = ({ address }) => {
  if (announce("sitegen:open", { address })) location.assign(address);
};
