// Charts answer to the pointer once the reader asks for it: only then are the program and the figures fetched.
const button = document.getElementById("lively");
const places = [...document.querySelectorAll("[data-chart]")];
const tip = document.createElement("div");

function width() {
  const seen = places.find((place) => place.clientWidth > 0);
  return Math.min(1200, Math.max(240, Math.round(seen.clientWidth / 20) * 20));
}

// The cell around a dot, which Vega makes to find the nearest one, holds that dot, and the dot its row.
function point(_, event, item, found) {
  const text = found && (item.datum?.datum ?? item.datum)?.told;
  tip.hidden = !text;
  if (tip.hidden) return;
  tip.textContent = text;
  const room = document.documentElement.clientWidth - tip.offsetWidth - 8;
  tip.style.left = `${Math.max(8, Math.min(event.clientX + 14, room))}px`;
  tip.style.top = `${event.clientY + 18}px`;
}

async function draw(place, spec, numbers, times) {
  // Vega gives every mark a role, but no name: what a reader hears is said by the element around them all.
  const holder = document.createElement("div");
  holder.setAttribute("role", "img");
  holder.setAttribute("aria-label", spec.description);
  const canvas = holder.appendChild(document.createElement("div"));
  canvas.setAttribute("aria-hidden", "true");
  await window.probantDraw(canvas, spec, {
    mode: "vega-lite",
    ast: true,
    actions: false,
    renderer: "svg",
    defaultStyle: false,
    tooltip: point,
    formatLocale: numbers,
    timeFormatLocale: times,
    logLevel: 1,
  });
  place.replaceChildren(holder);
}

async function enliven() {
  button.disabled = true;
  button.setAttribute("aria-busy", "true");
  const url = new URL(button.dataset.charts, location.href);
  url.searchParams.set("width", width());
  const [answer] = await Promise.all([fetch(url), import(button.dataset.program)]);
  const { charts, numbers, times } = await answer.json();
  tip.className = "tip";
  tip.hidden = true;
  document.body.append(tip);
  for (const place of places) {
    const spec = charts[place.dataset.chart];
    if (spec && place.clientWidth > 0) await draw(place, spec, numbers, times);
  }
  button.removeAttribute("aria-busy");
  document.documentElement.dataset.charts = "lively";
}

if (button && places.length > 0) {
  button.hidden = false;
  button.addEventListener("click", enliven, { once: true });
}
