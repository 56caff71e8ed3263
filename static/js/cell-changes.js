/* Many cells changed at once, with one step back. Cells are changed through their inputs and an `input` event, so that
   totals and saving follow by themselves. The way back outlives the page, in this tab. Uses cell-lines.js.

   window.cellChanges.change([{cell, text}, …], words)   change cells; `words` and their number are said, with a way back
   window.cellChanges.say(words)                         for those who listen */
window.cellChanges = (function () {
  'use strict';

  if (!window.cellLines) { return null; }
  const { table, form, lines, inputs } = window.cellLines;
  const KEPT = ['undo', form.dataset.user, form.dataset.place].join('|');
  const LATELY = 600000;
  const live = makeLive();
  let before = null;
  let typed = null; // The cell typed in since: Ctrl+Z is its own there until nothing is left of it.

  function change(changes, words) {
    const real = changes.filter((one) => !one.cell.input.readOnly && one.cell.input.value !== one.text);
    if (!real.length) { return; }
    before = real.map((one) => ({ input: one.cell.input, was: one.cell.input.value, now: one.text }));
    real.forEach((one) => set(one.cell.input, one.text));
    typed = null;
    keep(words);
    offer(words + real.length + '格');
  }

  /* --- The way back, for who has left the page and comes again --------------------------------------------------- */

  function keep(words) {
    const cells = before.map((one) => ({ key: one.input.id, was: one.was, now: one.now }));
    try { sessionStorage.setItem(KEPT, JSON.stringify({ at: Date.now(), words: words, cells: cells })); } catch (refusal) { /* It ends with the page. */ }
  }

  function forget() { try { sessionStorage.removeItem(KEPT); } catch (refusal) { /* There is none. */ } }

  function stored() {
    try { return JSON.parse(sessionStorage.getItem(KEPT)); } catch (refusal) { return null; }
  }

  function recall() {
    const found = stored();
    if (!found || Date.now() - found.at > LATELY) { forget(); return; }
    before = found.cells.map((one) => ({ input: document.getElementById(one.key), was: one.was, now: one.now }))
      .filter((one) => one.input && one.input.tagName === 'INPUT' && stands(one));
    if (before.length) { offer('刚才' + found.words + before.length + '格'); } else { before = null; }
  }

  /* Esc takes back what was typed into a cell, and no part of this. */
  function set(input, value) {
    input.value = value;
    input.dataset.before = value;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }

  /* A figure that was saved stands in its cell as the server writes it: 3001 for 3,001. */
  function stands(one) {
    const signed = one.input.inputMode === 'text';
    const figure = window.figures.read(one.now, signed);
    return one.input.value === one.now || (figure !== null && figure === window.figures.read(one.input.value, signed));
  }

  function undo() {
    if (before.some((one) => one.input.readOnly)) { return; }
    const kept = before.filter((one) => !stands(one)).length;
    before.filter(stands).forEach((one) => set(one.input, one.was));
    say(kept ? '已撤销，' + kept + '格后来又改过，没有动' : '已撤销');
    before = null;
    forget();
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

  table.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (event.target.tagName !== 'INPUT' || event.altKey || event.isComposing || !control || event.shiftKey) { return; }
    if (event.key.toLowerCase() !== 'z' || !before || !before.every((one) => one.theirs || stands(one)) || typed === event.target) { return; }
    event.preventDefault();
    undo();
  });

  table.addEventListener('input', (event) => {
    if (!event.isTrusted) { return; }
    typed = event.target.value === event.target.dataset.before ? null : event.target;
    of(event.target).forEach((one) => { one.mine = true; });
  });
  table.addEventListener('focusin', () => { typed = null; });

  /* A cell that others have changed meanwhile is theirs, and in the way of nothing; one typed in here since is not,
     though the server writes its figure anew. */
  table.addEventListener('standing', (event) => {
    of(event.target).forEach((one) => { one.theirs = !one.mine && !stands(one); });
  });

  function of(input) { return (before || []).filter((one) => one.input === input); }

  /* Zero in every empty cell, here and not on the server, so that one step back is left. */
  const zeros = document.getElementById('zeros-form');
  if (zeros) {
    zeros.addEventListener('submit', (event) => {
      event.preventDefault();
      const empty = inputs(lines.map((line) => line.cells)).filter((cell) => !cell.input.value.trim());
      if (empty.length) { change(empty.map((cell) => ({ cell: cell, text: '0' })), '已填0：'); } else { say('没有空着的格子了'); }
    });
  }

  function makeLive() {
    const line = document.createElement('p');
    line.className = 'visually-hidden';
    line.setAttribute('role', 'status');
    form.appendChild(line);
    return line;
  }

  function say(words) { live.textContent = words; }

  recall();
  return { change: change, say: say };
}());
