// What htmx does not do by itself: after "Show more", the keyboard goes on at the first line that came.
document.addEventListener("htmx:afterSwap", (event) => {
  const asked = event.detail.requestConfig && event.detail.requestConfig.elt;
  if (!asked || !asked.closest(".more")) return;
  const links = document.querySelectorAll("#results a.deal");
  const first = links[Number(asked.dataset.shown)];
  if (first) first.focus();
});
document.addEventListener("htmx:configRequest", (event) => {
  const asked = event.detail.elt;
  if (asked.closest(".more")) asked.dataset.shown = document.querySelectorAll("#results a.deal").length;
  // Filters that are not set stay out of the address.
  for (const [name, value] of [...event.detail.formData.entries()]) {
    if (value === "") event.detail.formData.delete(name);
  }
});
