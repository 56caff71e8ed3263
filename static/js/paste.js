/* A rectangle pasted into the entry table: where it belongs, a preview of what will change, and then the change.
   Uses matrix.js, rectangle.js, cell-lines.js, cell-changes.js and choosing.js. */
(function () {
  'use strict';

  if (!window.cellLines) { return; }
  const { table, lines, spot } = window.cellLines;
  const rectangle = window.rectangle;
  const changes = window.cellChanges;
  const choosing = window.choosing;
  const panel = makePanel();
  const GAP = 8;
  const elsewhere = JSON.parse(document.getElementById('elsewhere').textContent);
  let waiting = null;

  table.addEventListener('paste', (event) => {
    const input = event.target;
    if (input.tagName !== 'INPUT' || input.readOnly || !spot.has(input.id)) { return; }
    const html = event.clipboardData.getData('text/html');
    const plain = event.clipboardData.getData('text/plain');
    const copied = (html && rectangle.fromHtml(html)) || { rows: rectangle.fromText(plain), hidden: 0, left: 0 };
    const { rows } = copied;
    const single = rows.length === 1 && rows[0].length === 1 && !copied.left ? rows[0][0].trim() : null;
    if (single !== null && single === plain.trim() && single.indexOf('\n') < 0) { return; }
    event.preventDefault();
    if (single === null) { preview(copied, choosing.topLeft() || input); } else { one(single, input); }
  });

  /* A single cell: a field of the browser would run its lines together. */
  function one(single, input) {
    if (single.indexOf('\n') < 0) {
      changes.change([{ cell: lines[spot.get(input.id).row].cells[spot.get(input.id).column], text: single }], '已贴上');
    } else {
      waiting = { input: input };
      tell(['贴来的一格里有几段：' + single.replace(/\n/g, '／') + '。分不清是哪个数，没有贴。'], []);
    }
  }

  /* What a rectangle would change: {changes, mistyped, same, odd, unfit, totals, outside, blank, wrong}; `wrong` says why it does not fit. */
  function plan(rows, input) {
    const known = new Set(Array.from(table.querySelectorAll('th:not([scope^="row"])'), (head) => rectangle.normal(head.textContent)));
    const other = ofOther(rows);
    if (other) { return { wrong: '贴来的是“' + other.title + '”的表，不是这一部分的，没有贴。请到那一部分去贴。' }; }
    const labels = lines.map((line) => line.label);
    const placed = rectangle.place(rectangle.split(rows, known, labels), labels, spot.get(input.id).row);
    const found = { changes: [], mistyped: [], same: 0, odd: [], unfit: [], totals: [], outside: 0, blank: 0, wrong: '' };
    if (placed.unknown.length) {
      found.wrong = '这张表里没有这样的行，或者不止一行：' + placed.unknown.slice(0, 3).map(printed).join('、') + '。没有贴。请把行名改成和表里一样，或者只复制有数字的格子。';
      return found;
    }
    if (placed.doubled.length) {
      found.wrong = '贴来的不止一行是“' + lines[placed.doubled[0]].name + '”，分不清要哪一行，没有贴。';
      return found;
    }
    found.mistyped = mistyped(placed.mistyped);
    placed.lines.forEach((line) => {
      const target = fitted(line, lines[line.row], spot.get(input.id).column);
      const column = rectangle.column(target.pasted, target.heads, target.start);
      if (column === null) { found.wrong = '贴来的表头和这张表的次序不同，没有贴。请照这张表的次序排好再复制。'; } else { arrange(target, column, found); }
    });
    found.totals = wrongTotals(found);
    return found;
  }

  /* A label of the rectangle between quotation marks. */
  function printed(label) { return '“' + label.slice(0, 20).replace(/\(/g, '（').replace(/\)/g, '）') + '”'; }

  function mistyped(pairs) {
    return pairs.map(([label, row]) => '行名' + printed(label) + '和表里的不一样，当作“' + lines[row].name + '”。');
  }

  /* The other section a rectangle is of: it has labels of that one's table, and more than of this one. */
  function ofOther(rows) {
    const pasted = new Set([].concat(...rows).filter((text) => text && !rectangle.isFigure(text)).map(rectangle.normal));
    const count = (labels) => new Set(labels.map(rectangle.normal).filter((label) => pasted.has(label))).size;
    const own = count(Array.from(table.querySelectorAll('th'), (head) => head.textContent));
    const counted = elsewhere.map((other) => ({ title: other.title, own: count(other.labels) }));
    const most = counted.sort((one, two) => two.own - one.own)[0];
    return most && most.own > 1 && most.own > own ? most : null;
  }

  /* A line of the table as a pasted line fits it, {name, cells, heads, start, values, pasted}: in each of its columns where
     the rectangle has wide cells as well, with nothing in their other columns; else every cell once. */
  function fitted(line, target, column) {
    if (!target) { return { name: '', cells: [], heads: [], start: 0, values: line.values, pasted: [] }; }
    const firsts = target.cells.map((cell, at) => at).filter((at) => target.cells.indexOf(target.cells[at]) === at);
    const from = line.labelled && isWhole(line.values, target.cells, firsts) ? 0 : column;
    const start = firsts.filter((at) => at <= target.cells.indexOf(target.cells[from])).length - 1;
    const wide = line.values.length > firsts.length - start && line.values.every((value, at) => (
      !at || from + at >= target.cells.length || firsts.indexOf(from + at) >= 0 || !value || !value.trim()
    ));
    const columns = wide ? target.cells.map((cell, at) => at) : firsts;
    const kept = line.values.map((value, at) => at).filter((at) => wide || line.values[at] !== null);
    return {
      name: target.name,
      cells: columns.map((at) => target.cells[at]),
      heads: columns.map((at) => target.heads[at]),
      start: wide ? from : start,
      values: kept.map((at) => line.values[at]),
      pasted: line.heads.length ? kept.map((at) => line.heads[at]) : [],
    };
  }

  /* Whether values are those of a whole line: of all its columns, of each cell, or of each that is filled in. */
  function isWhole(values, cells, firsts) {
    const written = values.reduce((last, value, at) => (value && value.trim() ? at + 1 : last), 0);
    const lengths = [cells.length, firsts.length, firsts.filter((at) => cells[at].input).length];
    return lengths.indexOf(values.length) >= 0 || lengths.indexOf(written) >= 0;
  }

  function arrange(target, column, found) {
    const seen = new Set();
    target.values.forEach((value, at) => {
      const cell = target.cells[column + at];
      if (value === null || (cell && seen.has(cell))) { return; }
      if (!cell) { if (value.trim()) { found.outside += 1; } return; }
      seen.add(cell);
      const plain = value.trim().replace(/\s*\n\s*/g, '／');
      if (!plain) { found.blank += 1; return; }
      if (!cell.input) { found.totals.push({ key: cell.key, name: target.name + '，' + target.heads[column + at], text: plain }); return; }
      if (isSame(plain, cell.input)) { found.same += 1; return; }
      if (!rectangle.isFigure(plain)) { found.odd.push(plain); } else if (!fits(plain, cell.input)) { found.unfit.push(plain); }
      found.changes.push({ cell: cell, text: plain, was: cell.input.value });
    });
  }

  /* Whether a cell says this already, be the same figure written otherwise (１2, 3,001). */
  function isSame(plain, input) {
    const figure = window.figures.read(plain, input.inputMode === 'text');
    return plain === input.value.trim() || (figure !== null && figure === window.figures.read(input.value, input.inputMode === 'text'));
  }

  /* Whether a cell can hold a figure; how it is typed says whether that may have a sign or decimals. */
  function fits(plain, input) {
    if (input.inputMode === 'numeric' && /[.．]/.test(plain)) { return false; }
    return window.figures.read(plain, input.inputMode === 'text') !== null;
  }

  /* The pasted totals that are not what the cells come to once the rectangle is in them: [{name, text, sum}]. */
  function wrongTotals(found) {
    const figures = window.matrix.figures(Object.fromEntries(found.changes.map((change) => [change.cell.key, change.text])));
    const known = found.totals.filter((total) => figures[total.key] !== null && window.figures.read(total.text, true) !== null);
    return known.filter((total) => window.figures.read(total.text, true) !== figures[total.key])
      .map((total) => ({ name: total.name, text: total.text, sum: window.figures.shown(figures[total.key]) }));
  }

  /* `first` is said before everything else. */
  function preview(copied, input, first) {
    cancel();
    const found = plan(copied.rows, input);
    found.hidden = copied.hidden;
    found.left = copied.left;
    if (found.wrong) { waiting = { input: input }; tell([found.wrong], []); return; }
    if (!found.changes.length) {
      tell(['没有要改的格子' + (found.same ? '，' + found.same + '格和现在一样' : '') + '。'].concat(leftOut(found)), []);
      return;
    }
    waiting = { found: found, input: input, again: (words) => { preview(copied, input, words); } };
    found.changes.forEach((change) => {
      change.cell.box.classList.add('will');
      const was = change.cell.input.value.trim();
      change.cell.box.dataset.will = was ? was + ' → ' + change.text : change.text;
    });
    tell((first || []).concat(sentences(found)), [['贴上（' + found.changes.length + '格）', accept], ['不贴', cancel]]);
    uncover(found.changes[0].cell.box);
  }

  /* In a small window what is said stands over the table: the first of its cells comes out from under it. */
  function uncover(box) {
    const under = box.getBoundingClientRect().bottom + GAP - panel.getBoundingClientRect().top;
    if (under > 0) { window.scrollBy(0, under); }
  }

  function sentences(found) {
    const said = ['会改' + found.changes.length + '格，在表里标出来了。'].concat(found.mistyped);
    const over = found.changes.filter((change) => change.cell.input.value.trim()).length;
    if (over) { said.push('其中' + over + '格原来有数，会换成贴来的。'); }
    if (found.same) { said.push(found.same + '格和现在一样。'); }
    if (found.blank) { said.push(found.blank + '格是空的，那里不动。'); }
    if (found.odd.length) {
      said.push(found.odd.length + '格是' + quoted(found.odd) + '，不是数字：照样放进格里，等您改成数。没有发生请填0。');
    }
    if (found.unfit.length) {
      said.push(found.unfit.length + '格是' + quoted(found.unfit) + '，这里不能这样填：照样放进格里，等您改。');
    }
    if (found.totals.length) { said.push(found.totals.length + '个总计与各项相加的不同，不会贴：' + found.totals.slice(0, 3).map(different).join('；') + '。'); }
    if (found.hidden) { said.push('原表里有' + found.hidden + '处隐藏的行、列或格子，没有贴。'); }
    if (found.outside) { said.push(found.outside + '个数在表外，贴不进去。'); }
    return said.concat(leftOut(found));
  }

  /* A table broken over two pages is two tables: the figures of the other half are not lost without a word. */
  function leftOut(found) {
    return found.left ? ['一起复制的别的表里还有' + found.left + '个数，没有贴；是这张表的，请单独复制那一张再贴。'] : [];
  }

  function different(total) { return '“' + total.name + '”贴来的是' + total.text + '，相加是' + total.sum; }

  function quoted(texts) {
    return Array.from(new Set(texts.map((text) => '“' + text.slice(0, 8) + '”'))).slice(0, 4).join('、');
  }

  function accept() {
    const found = waiting.found;
    const input = waiting.input;
    const stale = found.changes.filter((one) => one.cell.input.value !== one.was).length;
    if (stale) { waiting.again(['有' + stale + '格在您看的时候改过了，请再看一遍。']); return; }
    clear();
    changes.change(found.changes, '已贴上');
    choosing.go(input);
  }

  function cancel() {
    const input = waiting && waiting.input;
    clear();
    if (input) { choosing.go(input); }
  }

  function clear() {
    table.querySelectorAll('.cell.will').forEach((cell) => { cell.classList.remove('will'); delete cell.dataset.will; });
    waiting = null;
    panel.hidden = true;
    panel.replaceChildren();
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
    changes.say(said.join(''));
  }
}());
