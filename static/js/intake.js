/* One tick for all the cells of a table that differ; without this file each has its own. */
(function () {
  'use strict';

  document.querySelectorAll('table[data-clash]').forEach((table) => {
    const boxes = Array.from(table.querySelectorAll('tbody input'));
    if (boxes.length < 2) { return; }
    const head = table.querySelector('thead th:last-child');
    const label = document.createElement('label');
    const all = document.createElement('input');
    all.type = 'checkbox';
    all.className = 'form-check-input';
    all.checked = boxes.every((box) => box.checked);
    label.append(all, '都用文件里的');
    head.replaceChildren(label);
    all.addEventListener('change', () => boxes.forEach((box) => { box.checked = all.checked; }));
    table.addEventListener('change', (event) => {
      if (event.target !== all) { all.checked = boxes.every((box) => box.checked); }
    });
  });
}());
