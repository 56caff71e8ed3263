/* The entry table while somebody types: totals, the balance of every column, and moving about with the keyboard.
   Computes with the rules and sums the server gave it (#rules); without this file the page works all the same.
   A cell that changes by other hands gets the event `standing`; the table, when the findings are new, `checked`.

   window.matrix.figures(typed)   every figure by cell key, as if these texts (cell key → text) stood in their cells */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const source = document.getElementById('rules');
  const form = document.getElementById('table-form');
  if (!table || !source || !form) { return; }
  const data = JSON.parse(source.textContent);
  const inputs = Array.from(table.querySelectorAll('input'));
  const live = liveRegion();
  const read = window.figures.read;
  const shown = window.figures.shown;
  let speaking = 0;
  let said = '';

  /* --- Adding up ---------------------------------------------------------------------------------------------- */

  /* Every figure of the table by cell key; a total is null while one of its parts is. */
  function figures(typed) {
    const found = {};
    inputs.forEach((input) => {
      found[input.id] = read(input.id in typed ? typed[input.id] : input.value, input.inputMode === 'text');
    });
    Object.keys(data.totals).forEach((key) => data.totals[key].forEach((part) => {
      if (!(part in found) && !(part in data.totals)) { found[part] = fixed(part); }
    }));
    return window.linear.addTotals(data.totals, found);
  }

  function addUp() {
    const found = figures({});
    Object.keys(data.totals).forEach((key) => {
      const sum = found[key] === null ? soFar(key, found) : found[key];
      showTotal(key, found[key] !== null ? shown(sum) : sum ? shown(sum) + '…' : '');
    });
    return found;
  }

  /* What a total comes to as far as its parts are known. */
  function soFar(key, found) {
    return data.totals[key].reduce((sum, part) => sum + (found[part] === null && part in data.totals ? soFar(part, found) : found[part] || 0), 0);
  }

  /* A cell that cannot be filled in just now. */
  function fixed(key) {
    const cell = document.getElementById(key);
    return cell ? read(window.figures.textOf(cell), true) : null;
  }

  /* A sum with an ellipsis is one that is not complete yet. */
  function showTotal(key, text) {
    const cell = document.getElementById(key);
    if (!cell) { return; }
    let node = cell.lastChild;
    if (!node || node.nodeType !== Node.TEXT_NODE) { node = cell.appendChild(document.createTextNode('')); }
    if (node.nodeValue.trim() !== text) { node.nodeValue = text; }
    cell.classList.toggle('zero', text === '0');
    cell.classList.toggle('long', text.length > 6);
  }

  /* --- The balance of every column ---------------------------------------------------------------------------- */

  function refresh() {
    const wrong = [];
    window.linear.evaluate(data.rules, addUp()).forEach((verdict) => {
      const row = table.querySelector('tr[data-rule="' + verdict.rule.id + '"]');
      if (!row) { return; }
      const gap = verdict.holds === null ? null : Math.abs(verdict.left - verdict.right);
      showBalance(row.querySelector('td[data-column="' + verdict.line.line + '"]'), verdict.left, verdict.right, gap);
      if (gap) { wrong.push(verdict.line.label + '两边差' + shown(gap)); }
      if (gap === 0) { verdict.line.left.concat(verdict.line.right).forEach((term) => calm(term[0], 'title-')); }
    });
    return wrong;
  }

  function showBalance(cell, left, right, gap) {
    const words = document.createElement('b');
    words.textContent = gap === null ? '没填全' : gap ? '差 ' + shown(gap) : '✓ 相等';
    cell.className = gap === null ? '' : gap ? 'bal-no' : 'bal-ok';
    cell.firstElementChild.textContent = gap === null ? '—' : shown(left) + (gap ? ' ≠ ' : ' = ') + shown(right);
    cell.firstElementChild.appendChild(words);
  }

  /* Take the red frame off a cell whose fault is mended; the checks have the last word when it is saved. */
  function calm(key, explainedBy) {
    const input = document.getElementById(key);
    if (!input || (input.getAttribute('aria-describedby') || '').indexOf(explainedBy) !== 0) { return; }
    const mark = input.parentElement.querySelector('.mk');
    if (mark) { mark.remove(); }
    input.parentElement.classList.remove('err');
    input.removeAttribute('aria-invalid');
    input.removeAttribute('aria-describedby');
  }

  function update(input) {
    const value = read(input.value, input.inputMode === 'text');
    const cell = input.parentElement;
    const was = cell.querySelector('.was');
    cell.classList.toggle('empty', input.value.trim() === '');
    cell.classList.toggle('zero', value === 0);
    cell.classList.toggle('long', input.value.length > 6);
    cell.classList.toggle('full', input.value.length + (was ? was.textContent.length : 0) > 8);
    if (value !== null) { calm(input.id, 'error-'); }
    const wrong = refresh();
    clearTimeout(speaking);
    speaking = setTimeout(() => say(wrong), 1500);
  }

  /* --- What is said ------------------------------------------------------------------------------------------- */

  function liveRegion() {
    const line = document.createElement('p');
    line.className = 'visually-hidden';
    line.setAttribute('role', 'status');
    table.parentElement.insertAdjacentElement('afterend', line);
    return line;
  }

  function say(wrong) {
    const words = wrong.length ? wrong.slice(0, 3).join('，') : said ? '各列两边相等' : '';
    if (words !== said) { live.textContent = words; }
    said = wrong.length ? words : '';
  }

  /* The card of a finding lights up with its cell. */
  function light(key) {
    document.querySelectorAll('.find[data-cells]').forEach((card) => {
      card.classList.toggle('on', card.dataset.cells.split(' ').indexOf(key) >= 0);
    });
  }

  /* --- The keyboard ------------------------------------------------------------------------------------------- */

  /* The nearest input in a direction, by where cells are drawn: merged cells need no table of coordinates. */
  function neighbour(input, across, down) {
    const here = input.getBoundingClientRect();
    let best = null;
    let nearest = Infinity;
    inputs.forEach((other) => {
      const there = other.getBoundingClientRect();
      const x = there.left - here.left;
      const y = there.top - here.top;
      const along = across ? x * across : y * down;
      const aside = Math.abs(across ? y : x);
      if (along > 4 && aside < (across ? 4 : Math.max(here.width, there.width)) && along + aside < nearest) {
        nearest = along + aside;
        best = other;
      }
    });
    return best;
  }

  function go(input) {
    if (input) { input.focus(); input.select(); }
  }

  function nextFinding(back) {
    const marked = inputs.filter((input) => /\b(err|conf|qry|empty)\b/.test(input.parentElement.className));
    if (!marked.length) { live.textContent = '没有要看的格子了'; return; }
    const at = marked.indexOf(document.activeElement);
    go(marked[at < 0 ? 0 : (at + (back ? -1 : 1) + marked.length) % marked.length]);
  }

  const MOVES = { ArrowDown: [0, 1], ArrowUp: [0, -1], ArrowRight: [1, 0], ArrowLeft: [-1, 0] };

  function moves(event, input) {
    if (event.key === 'Enter') { return [0, event.shiftKey ? -1 : 1]; }
    const inside = input.selectionStart === input.selectionEnd;
    if (event.shiftKey) { return null; }
    if (event.key === 'ArrowRight' && inside && input.selectionEnd < input.value.length) { return null; }
    if (event.key === 'ArrowLeft' && inside && input.selectionStart > 0) { return null; }
    return MOVES[event.key] || null;
  }

  table.addEventListener('focusin', (event) => {
    if (event.target.tagName !== 'INPUT') { return; }
    event.target.dataset.before = event.target.value;
    event.target.select();
    light(event.target.id);
  });

  table.addEventListener('input', (event) => update(event.target));
  table.addEventListener('standing', (event) => update(event.target));
  table.addEventListener('checked', () => { if (table.contains(document.activeElement)) { light(document.activeElement.id); } });

  table.addEventListener('keydown', (event) => {
    const input = event.target;
    if (input.tagName !== 'INPUT' || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) { return; }
    const way = moves(event, input);
    if (way) {
      event.preventDefault();
      go(neighbour(input, way[0], way[1]));
    } else if (event.key === 'Escape' && input.value !== input.dataset.before) {
      input.value = input.dataset.before;
      input.dispatchEvent(new Event('input', { bubbles: true }));
      input.select();
    }
  });

  document.addEventListener('keydown', (event) => {
    if (event.key === 'F8') { event.preventDefault(); nextFinding(event.shiftKey); }
  });

  // Typed before this script had come, or brought back by the browser.
  inputs.filter((input) => input.value !== input.defaultValue).forEach(update);

  window.matrix = { figures: figures };
  if (inputs.length) {
    refresh();
    document.querySelectorAll('[data-with-script]').forEach((part) => { part.hidden = false; });
  }
}());
