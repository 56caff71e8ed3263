/* What the cell one stands in asks for: its row and its column out of the list of all of them. */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const here = document.getElementById('this-cell');
  const all = document.getElementById('all-meanings');
  if (!table || !here || !all) { return; }

  const small = window.matchMedia('(max-width: 1199.98px)');
  const box = here.parentElement;
  const panel = box.parentElement;

  /* In sight while somebody types: beside the table, or below it where there is no room. */
  function settle() {
    box.classList.toggle('here-below', small.matches);
    box.classList.toggle('body', !small.matches);
    // Where it is too long for its place it scrolls, by keyboard as well.
    if (small.matches) { box.tabIndex = 0; } else { box.removeAttribute('tabindex'); }
    if (small.matches) { table.parentElement.insertAdjacentElement('afterend', box); } else { panel.insertBefore(box, all); }
  }

  small.addEventListener('change', settle);
  settle();

  /* The explanation of the longest key that the cell's key begins (row) or ends (column) with. */
  function best(name, fits) {
    return Array.from(all.querySelectorAll('[data-' + name + ']'))
      .filter((part) => fits(part.dataset[name]))
      .sort((a, b) => b.dataset[name].length - a.dataset[name].length)[0];
  }

  table.addEventListener('focusin', (event) => {
    const key = event.target.id || '';
    if (event.target.tagName !== 'INPUT') { return; }
    const rest = key.slice(table.dataset.matrix.length + 1);
    const row = best('row', (name) => name === '' || rest.startsWith(name + '.'));
    const column = row && best('column', (name) => rest === (row.dataset.row ? row.dataset.row + '.' : '') + name);
    const list = document.createElement('dl');
    list.className = 'mb-0';
    [row, column].filter(Boolean).forEach((part) => list.append(...Array.from(part.children).map((child) => child.cloneNode(true))));
    here.replaceChildren(list);
    box.hidden = false;
  });
}());
