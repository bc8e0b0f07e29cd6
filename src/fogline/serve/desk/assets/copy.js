// Copies a citation, or a quotation with its source, to the clipboard. Without scripts the texts are there to be selected.
"use strict";
(() => {
  const told = document.querySelector("p.copied");
  const buttons = document.querySelectorAll("button.copy");

  // A while after it was emptied: the same words are read out a second time too.
  const say = (text) => setTimeout(() => (told.textContent = text), 50);

  // The citation that stands after the button; or the words marked beside it, with the source that the button holds.
  const textOf = (button) => {
    if (!("source" in button.dataset)) return button.parentElement.nextElementSibling.textContent;
    const words = button.closest(".words, main").querySelector("mark").textContent;
    return `“${words.trim().replace(/\s+/g, " ")}” ${button.dataset.source}`;
  };

  const choose = (button, text) => {
    let shown = button.nextElementSibling;
    if (!("source" in button.dataset)) {
      shown = button.parentElement.nextElementSibling;
    } else if (!shown || !shown.matches(".to-copy")) {
      shown = document.createElement("span");
      shown.className = "to-copy";
      button.after(shown);
    }
    if (shown.textContent !== text) shown.textContent = text;
    getSelection().selectAllChildren(shown);
    say(told.dataset.selected);
  };

  for (const button of buttons) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = textOf(button);
      told.textContent = "";
      try {
        await navigator.clipboard.writeText(text); // there only on this machine and over TLS
        say(told.dataset.copied);
      } catch {
        choose(button, text);
      }
    });
  }
})();
