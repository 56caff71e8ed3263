/* Rectangles in the entry table: choose them, copy them out, paste them in with a preview, and one step back.
   Cells are changed through their inputs and an `input` event, so that totals and saving follow by themselves. */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const form = document.getElementById('table-form');
  if (!table || !form || !table.querySelector('input')) { return; }
  const rectangle = window.rectangle;
  const lines = grid();
  const spot = new Map();
  lines.forEach((line, row) => line.cells.forEach((cell, column) => {
    if (cell && !spot.has(cell.key)) { spot.set(cell.key, { row: row, column: column }); }
  }));
  const panel = makePanel();
  const live = makeLive();
  let chosen = null;
  let waiting = null;
  let before = null;
  let typed = null; // The cell typed in since: Ctrl+Z is its own there until nothing is left of it.

  /* --- The table as lines of cells ---------------------------------------------------------------------------- */

  /* {label, cells, heads}: for each line with figures its innermost label and, per column, {key, input, box} and the
     head right above. */
  function grid() {
    const rows = rectangle.opened(table);
    return rows.map((row, at) => {
      const heads = row.filter((cell) => cell && cell.element.tagName === 'TH' && cell.element.getAttribute('scope') === 'row');
      const columns = row.map((cell, column) => (cell && cell.element.querySelector('.cell') ? column : -1)).filter((column) => column >= 0);
      return {
        at: at,
        label: heads.length ? rectangle.normal(heads[heads.length - 1].element.textContent) : '',
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
    const input = element.querySelector('input');
    const cell = element.querySelector('.cell');
    return { key: input ? input.id : cell.id, input: input, box: cell };
  }

  function text(cell) {
    if (cell.input) { return cell.input.value.trim(); }
    return Array.from(cell.box.childNodes).filter((node) => node.nodeType === Node.TEXT_NODE).map((node) => node.nodeValue).join('').trim();
  }

  /* --- Choosing a rectangle ----------------------------------------------------------------------------------- */

  function choose(from, to) {
    chosen = from === to ? null : { from: spot.get(from.id), to: spot.get(to.id), anchor: from, end: to };
    table.querySelectorAll('.cell.sel').forEach((cell) => cell.classList.remove('sel'));
    if (!chosen) { return; }
    inside().forEach((row) => row.forEach((cell) => cell.box.classList.add('sel')));
    say('选了' + inside().length + '行' + inside()[0].length + '列');
  }

  /* The cells of the chosen rectangle, row by row, a wide cell once. */
  function inside() {
    const [top, bottom] = [chosen.from.row, chosen.to.row].sort((a, b) => a - b);
    const [left, right] = [chosen.from.column, chosen.to.column].sort((a, b) => a - b);
    return lines.slice(top, bottom + 1).map((line) => line.cells.slice(left, right + 1).filter((cell, at, all) => all.indexOf(cell) === at));
  }

  /* The cells of the chosen rectangle that can be filled in. */
  function picked() {
    return inside().reduce((all, row) => all.concat(row), []).filter((cell) => cell.input);
  }

  function extend(input, across, down) {
    const end = chosen ? chosen.end : input;
    const at = spot.get(end.id);
    let row = at.row + down;
    let column = at.column + across;
    while (lines[row] && lines[row].cells[column] && !lines[row].cells[column].input) { row += down; column += across; }
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
    const inputs = Array.from(table.querySelectorAll('input'));
    return inputs[back ? 0 : inputs.length - 1];
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
      change(picked().map((cell) => ({ cell: cell, text: value })), '已填' + (value || '空') + '：');
    } else if ((event.key === 'Delete' || event.key === 'Backspace') && chosen) {
      event.preventDefault();
      change(picked().map((cell) => ({ cell: cell, text: '' })), '已清空');
      choose(input, input);
    } else if (event.key.toLowerCase() === 'z' && control && !event.shiftKey && before && untouched() && typed !== input) {
      event.preventDefault();
      undo();
    } else if (event.key === 'Escape' && chosen) {
      choose(input, input);
    }
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

  table.addEventListener('input', (event) => {
    if (event.isTrusted) { typed = event.target.value === event.target.dataset.before ? null : event.target; }
  });
  table.addEventListener('focusin', () => { typed = null; });

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
    const inputs = rows.reduce((all, line) => all.concat(line.cells.filter((cell) => cell.input)), []).map((cell) => cell.input);
    if (!inputs.length) { return; }
    go(inputs[0]);
    choose(inputs[0], inputs[inputs.length - 1]);
  });

  /* Zero in every empty cell, here and not on the server, so that one step back is left. */
  const zeros = document.getElementById('zeros-form');
  if (zeros) {
    zeros.addEventListener('submit', (event) => {
      event.preventDefault();
      const empty = lines.reduce((all, line) => all.concat(line.cells), []).filter((cell, at, all) => all.indexOf(cell) === at && cell.input && !cell.input.value.trim());
      if (empty.length) { change(empty.map((cell) => ({ cell: cell, text: '0' })), '已填0：'); } else { say('没有空着的格子了'); }
    });
  }

  /* --- Copying out -------------------------------------------------------------------------------------------- */

  table.addEventListener('copy', (event) => {
    if (!chosen) { return; }
    event.preventDefault();
    const rows = inside().map((row) => row.map(text));
    event.clipboardData.setData('text/plain', rows.map((row) => row.join('\t')).join('\n'));
    event.clipboardData.setData('text/html', htmlOf(rows));
    say('已复制' + rows.length + '行' + rows[0].length + '列');
  });

  function htmlOf(rows) {
    const copy = document.createElement('table');
    rows.forEach((row) => {
      const line = copy.insertRow();
      row.forEach((value) => { line.insertCell().textContent = value; });
    });
    return copy.outerHTML;
  }

  /* --- Pasting in --------------------------------------------------------------------------------------------- */

  table.addEventListener('paste', (event) => {
    const input = event.target;
    if (input.tagName !== 'INPUT' || !spot.has(input.id)) { return; }
    const html = event.clipboardData.getData('text/html');
    const plain = event.clipboardData.getData('text/plain');
    const rows = (html && rectangle.fromHtml(html)) || rectangle.fromText(plain);
    const single = rows.length === 1 && rows[0].length === 1 ? rows[0][0].trim() : null;
    if (single !== null && single === plain.trim() && single.indexOf('\n') < 0) { return; }
    event.preventDefault();
    if (single === null) { preview(rows, chosen ? topLeft() : input); } else { one(single, input); }
  });

  /* A single cell: a field of the browser would run its lines together. */
  function one(single, input) {
    if (single.indexOf('\n') < 0) {
      change([{ cell: lines[spot.get(input.id).row].cells[spot.get(input.id).column], text: single }], '已贴上');
    } else {
      waiting = { input: input };
      tell(['贴来的一格里有几段：' + single.replace(/\n/g, '／') + '。分不清是哪个数，没有贴。'], []);
    }
  }

  function topLeft() {
    const first = inside()[0].find((cell) => cell.input);
    return first ? first.input : chosen.anchor;
  }

  /* What a rectangle would change: {changes, same, odd, totals, outside, blank, wrong}; `wrong` says why it does not fit. */
  function plan(rows, input) {
    const known = new Set(Array.from(table.querySelectorAll('th:not([scope^="row"])'), (head) => rectangle.normal(head.textContent)));
    const labels = lines.map((line) => line.label);
    const placed = rectangle.place(rectangle.split(rows, known, labels), labels, spot.get(input.id).row);
    const found = { changes: [], same: 0, odd: [], totals: [], outside: 0, blank: 0, wrong: '' };
    if (placed.unknown.length) {
      found.wrong = '这张表里没有这样的行，或者不止一行：' + placed.unknown.slice(0, 3).map((label) => '“' + label.slice(0, 20).replace(/\(/g, '（').replace(/\)/g, '）') + '”').join('、') + '。没有贴。请把行名改成和表里一样，或者只复制有数字的格子。';
      return found;
    }
    placed.lines.forEach((line) => {
      const target = lines[line.row];
      const full = line.labelled && target && [target.cells.length, target.cells.filter((cell) => cell.input).length].indexOf(line.values.length) >= 0;
      const column = target ? rectangle.column(line, target.heads, full ? 0 : spot.get(input.id).column) : 0;
      if (column === null) { found.wrong = '贴来的表头和这张表的次序不同，没有贴。请照这张表的次序排好再复制。'; } else { arrange(line.values, target, column, found); }
    });
    return found;
  }

  function arrange(values, target, column, found) {
    const seen = new Set();
    values.forEach((value, at) => {
      const cell = target && target.cells[column + at];
      if (value === null || (cell && seen.has(cell))) { return; }
      if (!cell) { if (value.trim()) { found.outside += 1; } return; }
      seen.add(cell);
      const plain = value.trim().replace(/\s*\n\s*/g, '／');
      if (!plain) { found.blank += 1; return; }
      if (!cell.input) { if (same(plain, text(cell)) === false) { found.totals.push({ cell: cell, text: plain }); } return; }
      if (plain === cell.input.value.trim()) { found.same += 1; return; }
      if (!rectangle.isFigure(plain)) { found.odd.push({ cell: cell, text: plain }); }
      found.changes.push({ cell: cell, text: plain });
    });
  }

  function same(pasted, shown) {
    return shown === '' || shown.endsWith('…') ? null : pasted.normalize('NFKC').replace(/[,，\s]/g, '') === shown;
  }

  function preview(rows, input) {
    cancel();
    const found = plan(rows, input);
    if (found.wrong) { waiting = { input: input }; tell([found.wrong], []); return; }
    if (!found.changes.length) { tell(['没有要改的格子' + (found.same ? '，' + found.same + '格和现在一样' : '') + '。'], []); return; }
    waiting = { found: found, input: input };
    found.changes.forEach((change) => {
      change.cell.box.classList.add('will');
      const was = change.cell.input.value.trim();
      change.cell.box.dataset.will = was ? was + ' → ' + change.text : change.text;
    });
    tell(sentences(found), [['贴上（' + found.changes.length + '格）', accept], ['不贴', cancel]]);
  }

  function sentences(found) {
    const said = ['会改' + found.changes.length + '格，在表里标出来了。'];
    const over = found.changes.filter((change) => change.cell.input.value.trim()).length;
    if (over) { said.push('其中' + over + '格原来有数，会换成贴来的。'); }
    if (found.same) { said.push(found.same + '格和现在一样。'); }
    if (found.blank) { said.push(found.blank + '格是空的，那里不动。'); }
    if (found.odd.length) {
      const marks = Array.from(new Set(found.odd.map((change) => '“' + change.text.slice(0, 8) + '”'))).slice(0, 4).join('、');
      said.push(found.odd.length + '格是' + marks + '，不是数字：照样放进格里，等您改成数。没有发生请填0。');
    }
    if (found.totals.length) { said.push(found.totals.length + '个总计与自动算出的不同，不会贴：总计由各项相加。'); }
    if (found.outside) { said.push(found.outside + '个数在表外，贴不进去。'); }
    return said;
  }

  function accept() {
    const found = waiting.found;
    const input = waiting.input;
    clear();
    change(found.changes, '已贴上');
    go(input);
  }

  function cancel() {
    const input = waiting && waiting.input;
    clear();
    if (input) { go(input); }
  }

  function clear() {
    table.querySelectorAll('.cell.will').forEach((cell) => { cell.classList.remove('will'); delete cell.dataset.will; });
    waiting = null;
    panel.hidden = true;
    panel.replaceChildren();
  }

  /* --- Changing, and one step back ---------------------------------------------------------------------------- */

  function change(changes, words) {
    const real = changes.filter((one) => one.cell.input.value !== one.text);
    before = real.map((one) => ({ input: one.cell.input, was: one.cell.input.value, now: one.text }));
    real.forEach((one) => set(one.cell.input, one.text));
    typed = null;
    if (real.length) { offer(words + real.length + '格'); }
  }

  function set(input, value) {
    input.value = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  function untouched() { return before.every((one) => one.input.value === one.now); }

  function undo() {
    const kept = before.filter((one) => one.input.value !== one.now).length;
    before.filter((one) => one.input.value === one.now).forEach((one) => set(one.input, one.was));
    say(kept ? '已撤销，' + kept + '格后来又改过，没有动' : '已撤销');
    before = null;
    const toast = document.getElementById('toast');
    if (toast) { toast.replaceChildren(); }
  }

  /* A line that floats for ten seconds, longer while it is pointed at or has the focus. */
  function offer(words) {
    const toast = document.getElementById('toast');
    if (!toast) { return; }
    const line = document.createElement('div');
    const button = document.createElement('button');
    line.className = 'float-line';
    line.textContent = words;
    button.type = 'button';
    button.textContent = '撤销';
    button.addEventListener('click', undo);
    line.appendChild(button);
    toast.replaceChildren(line);
    const leave = () => {
      if (line.matches(':hover, :focus-within')) { setTimeout(leave, 2000); } else { line.remove(); }
    };
    setTimeout(leave, 10000);
  }

  /* --- What is said ------------------------------------------------------------------------------------------- */

  function makePanel() {
    const made = document.createElement('div');
    made.className = 'band paste';
    made.setAttribute('role', 'group');
    made.setAttribute('aria-label', '贴进来的数');
    made.hidden = true;
    table.parentElement.insertAdjacentElement('afterend', made);
    made.addEventListener('keydown', (event) => { if (event.key === 'Escape') { cancel(); } });
    return made;
  }

  function makeLive() {
    const line = document.createElement('p');
    line.className = 'visually-hidden';
    line.setAttribute('role', 'status');
    form.appendChild(line);
    return line;
  }

  function say(words) { live.textContent = words; }

  function tell(said, buttons) {
    const words = document.createElement('div');
    said.forEach((sentence) => {
      const line = document.createElement('p');
      line.textContent = sentence;
      words.appendChild(line);
    });
    const row = document.createElement('div');
    row.className = 'btn-row';
    (buttons.length ? buttons : [['知道了', cancel]]).forEach(([label, act], at) => {
      const button = document.createElement('button');
      button.type = 'button';
      button.className = at ? 'btn btn-plain' : 'btn btn-quiet';
      button.textContent = label;
      button.addEventListener('click', act);
      row.appendChild(button);
    });
    panel.replaceChildren(words, row);
    panel.hidden = false;
    row.firstElementChild.focus();
    say(said.join(''));
  }
}());
