/** Whether a question is on the screen. */
export function inSight(): boolean {
  const card = document.querySelector("[data-question]");
  if (!card || card.closest("[hidden]")) return false;
  const { top, bottom, height } = card.getBoundingClientRect();
  return height > 0 && top < window.innerHeight && bottom > 0;
}
