// The map is moved by dragging it: the drawing follows the pointer, and where it is let go the page of that view is
// opened. It sends nothing of its own; without it the arrows beside the map do the same.
"use strict";

(() => {
  const map = document.querySelector("svg.map[data-view]");
  if (!map) return;
  const LEAST = 5; // pixels: less is a click
  const POLE = 80;
  let from = null;
  let dragged = false;
  const sheet = document.createElement("div"); // moved as a whole: a drawing that moves itself is painted anew each time
  sheet.className = "sheet";
  map.before(sheet);
  sheet.append(map);
  map.classList.add("movable");

  const back = () => {
    from = null;
    sheet.style.transform = "";
    map.classList.remove("moving");
  };

  const view = (right, down) => {
    const [lat, lon, km] = map.dataset.view.split(",").map(Number);
    const unit = Number(map.dataset.unit) * (map.getBoundingClientRect().width / map.viewBox.baseVal.width);
    const north = Math.min(POLE, Math.max(-POLE, lat + down / unit));
    const east = Math.min(180, Math.max(-180, lon - right / unit / Number(map.dataset.squeeze)));
    return `${north.toFixed(2)},${east.toFixed(2)},${km}`;
  };

  map.addEventListener("pointerdown", (event) => {
    dragged = false;
    if (event.button !== 0 || !event.isPrimary || event.pointerType === "touch") return; // a finger scrolls
    from = { x: event.clientX, y: event.clientY };
  });
  window.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [right, down] = [event.clientX - from.x, event.clientY - from.y];
    if (!dragged && Math.hypot(right, down) < LEAST) return;
    dragged = true;
    map.classList.add("moving");
    sheet.style.transform = `translate(${right}px, ${down}px)`;
  });
  window.addEventListener("pointerup", (event) => {
    if (!from) return;
    const moved = view(event.clientX - from.x, event.clientY - from.y);
    if (!dragged) {
      from = null;
      return;
    }
    from = null; // it stays where it was let go until the page is there
    const next = new URL(location.href);
    next.searchParams.set("view", moved);
    next.searchParams.delete("after");
    next.hash = "";
    location.assign(next);
  });
  window.addEventListener("pointercancel", back);
  window.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && from) back();
  });
  window.addEventListener("pageshow", back); // also of a page that is gone back to
  map.addEventListener("dragstart", (event) => event.preventDefault()); // links are not dragged out of it
  map.addEventListener("click", (event) => {
    if (dragged) event.preventDefault();
  }, true);
})();
