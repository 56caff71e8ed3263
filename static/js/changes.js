/* The change since last year beside every cell, while somebody types: shown on demand, and that is remembered in this
   browser. Says the same as disclosure/yearly.py. Without this file a link shows the changes of the page as it was loaded. */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const source = document.getElementById('last-year');
  const link = document.getElementById('show-changes');
  if (!table || !source || !link) { return; }
  const KEPT = 'changes-shown';
  const BASE = 10;
  const MOST = 1000;
  const ROOM = 8;
  const figures = window.figures;
  const last = lastYear(JSON.parse(source.textContent));
  const cells = Array.from(table.querySelectorAll('td > .cell'));
  const beside = document.getElementById('beside');
  const sentence = document.getElementById('cell-change');
  const button = makeButton();
  let saying = 0;

  /* Cell key → last year's figure; null where there is none. */
  function lastYear(data) {
    const found = (key) => (key in data.figures ? figures.read(data.figures[key], true) : data.unknown.indexOf(key) < 0 ? 0 : null);
    return { year: data.year, of: found };
  }

  /* --- One change --------------------------------------------------------------------------------------------- */

  function percent(gap, before) {
    if (before < figures.one * BASE) { return ''; }
    const rounded = Math.floor((200 * Math.abs(gap) + before) / (2 * before));
    const share = gap < 0 && gap > -before ? Math.min(rounded, 99) : rounded;
    return share > 0 && share < MOST ? share + '%' : '';
  }

  /* {signs, percent, words}; signs are empty where there is nothing to compare. */
  function change(before, now) {
    if (before === null || now === null || (!before && !now)) { return { signs: '', percent: '', words: '' }; }
    const gap = now - before;
    if (!gap) { return { signs: '＝', percent: '', words: '没有变' }; }
    const size = figures.shown(Math.abs(gap));
    const share = percent(gap, before);
    const sign = gap > 0 ? '＋' : '－';
    const words = (gap > 0 ? '多' : '少') + size + (share && '，' + (gap > 0 ? '增加' : '减少') + share);
    return { signs: sign + size, percent: share && sign + share, words: words };
  }

  function keyOf(cell) {
    const input = cell.querySelector('input');
    return input ? input.id : cell.id;
  }

  function changeOf(cell) { return change(last.of(keyOf(cell)), figures.read(figures.textOf(cell), true)); }

  /* --- Beside every cell -------------------------------------------------------------------------------------- */

  function on() { return table.classList.contains('changes'); }

  function draw(cell) {
    const found = changeOf(cell);
    const old = cell.querySelector('.chg');
    if (old) { old.remove(); }
    if (found.signs) { cell.prepend(element(found)); }
    room(cell, found);
  }

  function element(found) {
    const made = span('chg', '');
    made.append(span('visually-hidden', '比去年' + found.words), seen(found.signs));
    if (found.percent) { made.append(seen(found.percent)); }
    return made;
  }

  function span(style, words) {
    const made = document.createElement('span');
    made.className = style;
    made.textContent = words;
    return made;
  }

  function seen(words) {
    const made = span('', words);
    made.removeAttribute('class');
    made.setAttribute('aria-hidden', 'true');
    return made;
  }

  function room(cell, found) {
    cell.classList.toggle('full', figures.textOf(cell).length + Math.max(found.signs.length, found.percent.length) > ROOM);
  }

  function roomOfLastYear(cell) {
    const was = cell.querySelector('.was');
    cell.classList.toggle('full', figures.textOf(cell).length + (was ? was.textContent.length : 0) > ROOM);
  }

  function show(wanted) {
    table.classList.toggle('changes', wanted);
    button.setAttribute('aria-pressed', String(wanted));
    beside.textContent = wanted ? beside.dataset.change : beside.dataset.last;
    if (sentence) { sentence.setAttribute('aria-live', wanted ? 'polite' : 'off'); }
    table.querySelectorAll('.chg').forEach((one) => one.remove());
    cells.forEach(wanted ? draw : roomOfLastYear);
  }

  function makeButton() {
    const made = document.createElement('button');
    made.type = 'button';
    made.id = link.id;
    made.className = link.className;
    made.textContent = '显示变化';
    made.addEventListener('click', () => {
      show(!on());
      try { localStorage.setItem(KEPT, on() ? '1' : '0'); } catch (refusal) { /* Shown all the same, not remembered. */ }
    });
    return made;
  }

  function remembered() {
    try { return localStorage.getItem(KEPT) === '1'; } catch (refusal) { return false; }
  }

  /* --- The cell one stands in, in words ----------------------------------------------------------------------- */

  function say(input) {
    if (!sentence) { return; }
    const before = last.of(input.id);
    const words = changeOf(input.parentElement).words;
    const said = before === null ? '' : last.year + '年是' + figures.shown(before) + (words ? '，今年' + words : '');
    if (sentence.textContent !== said) { sentence.textContent = said; }
  }

  /* Of several cells changed at once the last event is another's: what is said is of the one somebody stands in. */
  function sayHere() {
    const here = document.activeElement;
    if (table.contains(here) && here.tagName === 'INPUT') { say(here); }
  }

  /* A total changes with its parts. */
  function typed(event) {
    if (on()) { cells.filter((cell) => cell.contains(event.target) || cell.classList.contains('derived')).forEach(draw); }
    clearTimeout(saying);
    saying = setTimeout(sayHere, 600);
  }

  table.addEventListener('input', typed);
  table.addEventListener('standing', typed);
  table.addEventListener('focusin', (event) => {
    clearTimeout(saying);
    if (event.target.tagName === 'INPUT') { say(event.target); }
  });
  link.replaceWith(button);
  show(on() || remembered());
}());
