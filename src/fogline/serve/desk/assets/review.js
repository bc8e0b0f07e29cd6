// Keys of the review: each presses a button or follows a link that is on the page. It sends nothing of its own.
"use strict";

(() => {
  const cards = () => [...document.querySelectorAll("article.card")];
  const at = () => cards().findIndex((card) => card.contains(document.activeElement) || card === document.activeElement);

  const go = (step) => {
    const all = cards();
    if (!all.length) return;
    const now = at();
    const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + step));
    all[next].focus();
    all[next].scrollIntoView({ block: "nearest" });
  };

  const named = (key) => {
    const wanted = `[data-key="${CSS.escape(key)}"]`;
    const card = cards()[at()];
    if (card && card.querySelector(wanted)) return card.querySelector(wanted);
    // Outside the cards: the page's own forms, and "undo".
    return [...document.querySelectorAll(wanted)].find((one) => !one.closest("article.card"));
  };

  const begin = () => {
    const chosen = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (chosen && chosen.matches("article.card")) chosen.focus({ preventScroll: true });
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.target.closest("input:not([type=checkbox]), select, textarea, [contenteditable]")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j" || event.key === "k") {
      go(event.key === "j" ? 1 : -1);
    } else if (event.key === "/") {
      const field = document.querySelector("main input[type=search]");
      if (!field) return;
      field.focus();
    } else if (event.key === "?") {
      const keys = document.getElementById("keys");
      if (!keys) return;
      keys.open = !keys.open;
      keys.querySelector("summary").focus();
    } else if (/^[a-z]$/.test(event.key)) {
      const found = named(event.key);
      if (!found) return;
      found.click();
    } else {
      return;
    }
    event.preventDefault();
  });

  begin();
})();
