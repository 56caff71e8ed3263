/* The entry table as lines of cells, for everything that works on rectangles of them. Uses rectangle.js.

   window.cellLines, null where nothing can be filled in:
     table, form   the elements
     lines         for each line with figures {at (row of the table), name, label, cells, heads}: its innermost label as it
                   is written and as rectangle.normal has it and, per column, {key, input, box} and the head right above;
                   a wide cell stands, itself, in each of its columns
     spot          Map: key of a cell → {row, column} in `lines`
     text(cell)    what stands in a cell
     inputs(rows)  the cells of some rows of cells that can be filled in, a wide one once */
window.cellLines = (function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const form = document.getElementById('table-form');
  if (!table || !form || !table.querySelector('input')) { return null; }
  const rectangle = window.rectangle;
  const met = new Map();
  const lines = grid();
  const spot = new Map();
  lines.forEach((line, row) => line.cells.forEach((cell, column) => {
    if (cell && !spot.has(cell.key)) { spot.set(cell.key, { row: row, column: column }); }
  }));

  function grid() {
    const rows = rectangle.opened(table);
    return rows.map((row, at) => {
      const heads = row.filter((cell) => cell && cell.element.tagName === 'TH' && cell.element.getAttribute('scope') === 'row');
      const name = heads.length ? heads[heads.length - 1].element.textContent.trim() : '';
      const columns = row.map((cell, column) => (cell && cell.element.querySelector('.cell') ? column : -1)).filter((column) => column >= 0);
      return {
        at: at,
        name: name,
        label: rectangle.normal(name),
        cells: columns.map((column) => figure(row[column].element)),
        heads: columns.map((column) => headAbove(rows, at, column)),
      };
    }).filter((line) => line.cells.length);
  }

  function headAbove(rows, at, column) {
    for (let row = at - 1; row >= 0; row -= 1) {
      const cell = rows[row][column];
      if (cell && cell.element.tagName === 'TH') { return rectangle.normal(cell.element.textContent); }
    }
    return '';
  }

  function figure(element) {
    if (!met.has(element)) {
      const input = element.querySelector('input');
      const cell = element.querySelector('.cell');
      met.set(element, { key: input ? input.id : cell.id, input: input, box: cell });
    }
    return met.get(element);
  }

  function text(cell) { return window.figures.textOf(cell.box); }

  function inputs(rows) {
    const all = rows.reduce((found, row) => found.concat(row), []);
    return all.filter((cell, at) => cell.input && all.indexOf(cell) === at);
  }

  return { table: table, form: form, lines: lines, spot: spot, text: text, inputs: inputs };
}());
