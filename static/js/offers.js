/* What last year's report gives for empty cells, filled in on the page: nothing is loaded anew, whoever was typing goes on
   where they were, and one step back is left. Uses cell-lines.js and cell-changes.js. */
(function () {
  'use strict';

  const panel = document.getElementById('offers');
  if (!panel || !window.cellLines) { return; }
  const { table, lines, spot } = window.cellLines;
  let last = null;

  table.addEventListener('focusin', (event) => { if (spot.has(event.target.id)) { last = event.target; } });

  /* The cells of an offer that are still empty, with the texts for them. */
  function wanted(offer) {
    const pairs = offer.dataset.typed.trim().split(' ').map((pair) => pair.split('='));
    const known = pairs.filter(([key]) => spot.has(key));
    const found = known.map(([key, text]) => ({ cell: lines[spot.get(key).row].cells[spot.get(key).column], text: text }));
    return found.filter((one) => one.cell.input && !one.cell.input.value.trim());
  }

  panel.addEventListener('submit', (event) => {
    event.preventDefault();
    const changes = wanted(event.target);
    event.target.remove();
    panel.hidden = !panel.querySelector('form');
    if (!changes.length) { window.cellChanges.tell('这些格已经填过了'); return; }
    window.cellChanges.change(changes, '已照去年的填上：');
    (last || changes[0].cell.input).focus({ preventScroll: true });
  });
}());
