// Sliders answer while they are moved; without this script the form's button does the same.
const form = document.querySelector("form[data-scenario]");
let asked = 0;

async function answer() {
  const mine = ++asked;
  const url = new URL(form.dataset.scenario, location.href);
  for (const [name, value] of new FormData(form)) url.searchParams.set(name, value);
  const response = await fetch(url);
  // A slider moved on in the meantime: what comes back is of a plan that is no longer shown.
  if (!response.ok || mine !== asked) return;
  const { told, sliders } = await response.json();
  for (const place of form.querySelectorAll("[data-told]")) place.textContent = told[place.dataset.told];
  for (const slider of sliders) {
    const output = form.querySelector(`[data-slider="${CSS.escape(slider.field)}"]`);
    const [amount, effect, note] = output.children;
    amount.textContent = slider.amount;
    effect.textContent = slider.effect;
    note.textContent = slider.note;
  }
}

if (form) {
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(answer, 60);
  });
}
