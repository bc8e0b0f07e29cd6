// The slider beside "As of": it turns the field's day with it, and the desk once it rests. Without scripts there is the field.
"use strict";
const OF_1970 = 719163; // the number of 1 January 1970, counted as the page counts days
const RESTS = 500; // milliseconds: who presses an arrow key three times opens one page
const slider = document.querySelector("input.slide");
if (slider) {
  const day = slider.form.elements.as_of;
  let waiting = 0;
  const turn = () => {
    const chosen = new Date((Number(slider.value) - OF_1970) * 864e5).toISOString().slice(0, 10);
    slider.setAttribute("aria-valuetext", chosen);
    day.value = slider.value === slider.max ? "" : chosen; // its right end is now
  };
  slider.hidden = false;
  slider.setAttribute("aria-valuetext", day.value || "now");
  slider.addEventListener("input", () => {
    clearTimeout(waiting);
    turn();
  });
  slider.addEventListener("change", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => slider.form.requestSubmit(), RESTS);
  });
}
