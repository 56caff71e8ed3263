/* Rectangles of cells chosen with keyboard and mouse, filled, emptied, copied and cut out. Uses cell-lines.js, cell-changes.js.

   window.choosing.topLeft()   the first input of the chosen rectangle, null when none is chosen
   window.choosing.go(input)   the focus goes there, with its text selected */
window.choosing = (function () {
  'use strict';

  if (!window.cellLines) { return null; }
  const { table, lines, spot, text, inputs } = window.cellLines;
  const changes = window.cellChanges;
  let chosen = null;

  function choose(from, to) {
    chosen = from === to ? null : { from: spot.get(from.id), to: spot.get(to.id), anchor: from, end: to };
    table.querySelectorAll('.cell.sel').forEach((cell) => cell.classList.remove('sel'));
    if (!chosen) { return; }
    inside().forEach((row) => row.forEach((cell) => cell.box.classList.add('sel')));
    changes.say('选了' + inside().length + '行' + inside()[0].length + '列');
  }

  /* The cells of the chosen rectangle, row by row, a wide cell once. */
  function inside() {
    const [top, bottom] = [chosen.from.row, chosen.to.row].sort((a, b) => a - b);
    const rows = lines.slice(top, bottom + 1).map((line) => line.cells);
    const [left, right] = uncut(rows, [chosen.from.column, chosen.to.column].sort((a, b) => a - b));
    return rows.map((cells) => cells.slice(left, right + 1).filter((cell, at, all) => all.indexOf(cell) === at));
  }

  /* The first and last column, moved outwards until no wide cell is cut in two: what is copied then begins, in every row,
     where it is pasted again. */
  function uncut(rows, [left, right]) {
    const first = Math.min(left, ...rows.filter((cells) => cells[left]).map((cells) => cells.indexOf(cells[left])));
    const last = Math.max(right, ...rows.filter((cells) => cells[right]).map((cells) => cells.lastIndexOf(cells[right])));
    return first === left && last === right ? [left, right] : uncut(rows, [first, last]);
  }

  function extend(input, across, down) {
    const end = chosen ? chosen.end : input;
    const at = spot.get(end.id);
    let row = at.row + down;
    let column = at.column + across;
    const own = lines[at.row].cells[at.column];
    const passed = (cell) => cell && (cell === own || !cell.input);
    while (lines[row] && passed(lines[row].cells[column])) { row += down; column += across; }
    const next = lines[row] && lines[row].cells[column];
    if (next) { choose(chosen ? chosen.anchor : input, next.input); }
  }

  const WAYS = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

  function whole(input) { return input.selectionStart === 0 && input.selectionEnd === input.value.length; }

  /* The last cell that can be filled in, seen from one of them in a direction. */
  function edge(input, across, down) {
    const at = spot.get(input.id);
    let found = input;
    for (let row = at.row + down, column = at.column + across; lines[row] && lines[row].cells[column]; row += down, column += across) {
      if (lines[row].cells[column].input) { found = lines[row].cells[column].input; }
    }
    return found;
  }

  function corner(back) {
    const all = table.querySelectorAll('input');
    return all[back ? 0 : all.length - 1];
  }

  function go(input) { input.focus(); input.select(); }

  table.addEventListener('keydown', (event) => {
    const input = event.target;
    if (input.tagName !== 'INPUT' || event.altKey || event.isComposing) { return; }
    const control = event.ctrlKey || event.metaKey;
    const way = WAYS[event.key];
    if (way && event.shiftKey && !control && (way[1] || chosen || whole(input))) {
      event.preventDefault();
      extend(input, way[0], way[1]);
    } else if (way && control) {
      event.preventDefault();
      if (event.shiftKey) { choose(chosen ? chosen.anchor : input, edge(chosen ? chosen.end : input, way[0], way[1])); }
      else { choose(input, input); go(edge(input, way[0], way[1])); }
    } else if ((event.key === 'Home' || event.key === 'End') && (control || whole(input))) {
      event.preventDefault();
      go(control ? corner(event.key === 'Home') : edge(input, event.key === 'Home' ? -1 : 1, 0));
    } else if (event.key === 'Enter' && control && chosen) {
      event.preventDefault();
      event.stopImmediatePropagation();
      const value = input.value.trim();
      changes.change(inputs(inside()).map((cell) => ({ cell: cell, text: value })), '已填' + (value || '空') + '：');
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && chosen) {
      event.preventDefault();
      changes.change(inputs(inside()).map((cell) => ({ cell: cell, text: '' })), '已清空');
      choose(input, input);
    } else if (event.key === 'Escape' && chosen) {
      choose(input, input);
    }
  });

  /* Who walks on leaves the rectangle: what is typed, emptied or pasted next belongs where the focus is. */
  table.addEventListener('focusin', (event) => {
    if (chosen && event.target !== chosen.anchor && spot.has(event.target.id)) { choose(event.target, event.target); }
  });

  table.addEventListener('mousedown', (event) => {
    const input = event.target.closest('td') && event.target.closest('td').querySelector('input');
    if (!input) { return; }
    if (event.shiftKey && document.activeElement && spot.has(document.activeElement.id)) {
      event.preventDefault();
      choose(document.activeElement, input);
    } else {
      choose(input, input);
      drag(input);
    }
  });

  function drag(from) {
    const over = (event) => {
      const cell = event.target.closest && event.target.closest('td');
      const input = cell && cell.querySelector('input');
      if (input && spot.has(input.id) && (input !== from || chosen)) { choose(from, input); }
    };
    table.addEventListener('mouseover', over);
    document.addEventListener('mouseup', () => table.removeEventListener('mouseover', over), { once: true });
  }

  /* The name of a row or group stands for all its cells. */
  table.addEventListener('click', (event) => {
    const head = event.target.closest('tbody th[scope="row"], tbody th[scope="rowgroup"]');
    if (!head) { return; }
    const first = head.parentElement.rowIndex;
    const rows = lines.filter((line) => line.at >= first && line.at < first + head.rowSpan);
    const cells = inputs(rows.map((line) => line.cells));
    if (!cells.length) { return; }
    go(cells[0].input);
    choose(cells[0].input, cells[cells.length - 1].input);
  });

  /* The name of a column, of a block or of several columns stands for all cells below it, where each head of the table
     stands above all its lines. */
  table.addEventListener('click', (event) => {
    const head = event.target.closest('thead th');
    if (!head || table.querySelector('tbody th[scope^="col"]')) { return; }
    const { left, right } = head.getBoundingClientRect();
    const below = (cell) => {
      const at = cell.box.getBoundingClientRect();
      return left < (at.left + at.right) / 2 && (at.left + at.right) / 2 < right;
    };
    const cells = inputs(lines.map((line) => line.cells)).filter(below);
    if (!cells.length) { return; }
    go(cells[0].input);
    choose(cells[0].input, cells[cells.length - 1].input);
  });

  function topLeft() {
    if (!chosen) { return null; }
    const first = inside()[0].find((cell) => cell.input);
    return first ? first.input : chosen.anchor;
  }

  /* --- Copying out -------------------------------------------------------------------------------------------- */

  table.addEventListener('copy', (event) => { if (chosen) { copy(event); } });

  table.addEventListener('cut', (event) => {
    if (!chosen) { return; }
    copy(event);
    changes.change(inputs(inside()).map((cell) => ({ cell: cell, text: '' })), '已剪切');
  });

  function copy(event) {
    event.preventDefault();
    const rows = inside().map((row) => row.map(text));
    event.clipboardData.setData('text/plain', rows.map((row) => row.join('\t')).join('\n'));
    event.clipboardData.setData('text/html', htmlOf(rows));
    changes.say('已复制' + rows.length + '行' + rows[0].length + '列');
  }

  function htmlOf(rows) {
    const copy = document.createElement('table');
    rows.forEach((row) => {
      const line = copy.insertRow();
      row.forEach((value) => { line.insertCell().textContent = value; });
    });
    return copy.outerHTML;
  }

  return { topLeft: topLeft, go: go };
}());
