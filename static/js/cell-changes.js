/* Many cells changed at once, each time with one step back. Cells are changed through their inputs and an `input` event,
   so that totals and saving follow by themselves. The way back outlives the page, in this tab. Uses cell-lines.js.

   window.cellChanges.change([{cell, text}, …], words)   change cells; `words` and their number are said, with a way back
   window.cellChanges.tell(words)                        what came of it, for all to see; who listens hears it
   window.cellChanges.say(words)                         for those who listen */
window.cellChanges = (function () {
  'use strict';

  if (!window.cellLines) { return null; }
  const { table, form, lines, inputs } = window.cellLines;
  const KEPT = ['undo', form.dataset.user, form.dataset.place].join('|');
  const LATELY = 600000;
  const MOST = 20;
  const live = makeLive();
  let steps = []; // What was changed and can be taken back, the last one first: {at, words, cells: [{input, was, now}]}.
  let typed = null; // The cell typed in since: Ctrl+Z is its own there until nothing is left of it.

  function change(changes, words) {
    const real = changes.filter((one) => !one.cell.input.readOnly && one.cell.input.value !== one.text);
    if (!real.length) { return; }
    const cells = real.map((one) => ({ input: one.cell.input, was: one.cell.input.value, now: one.text }));
    real.forEach((one) => set(one.cell.input, one.text));
    typed = null;
    steps = [{ at: Date.now(), words: words, cells: cells }].concat(steps).slice(0, MOST);
    keep();
    offer(words + real.length + '格');
  }

  /* --- The way back, for who has left the page and comes again --------------------------------------------------- */

  function keep() {
    const plain = steps.map((step) => Object.assign({}, step, {
      cells: step.cells.map((one) => ({ key: one.input.id, was: one.was, now: one.now })),
    }));
    try { sessionStorage.setItem(KEPT, JSON.stringify(plain)); } catch (refusal) { /* It ends with the page. */ }
  }

  function stored() {
    try { return JSON.parse(sessionStorage.getItem(KEPT)) || []; } catch (refusal) { return []; }
  }

  /* What was changed since keeps its place; of the last step what still stands can be taken back. */
  function recall() {
    const found = [].concat(stored()).filter((step) => Date.now() - step.at < LATELY);
    steps = found.map((step) => Object.assign({}, step, {
      cells: step.cells.map((one) => ({ input: document.getElementById(one.key), was: one.was, now: one.now }))
        .filter((one) => one.input && one.input.tagName === 'INPUT'),
    }));
    while (steps.length && !steps[0].cells.some(stands)) { steps.shift(); }
    if (!steps.length) { return; }
    steps[0].cells = steps[0].cells.filter(stands);
    offer('刚才' + steps[0].words + steps[0].cells.length + '格');
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
    const cells = steps.length ? steps[0].cells : [];
    if (!cells.length || cells.some((one) => one.input.readOnly)) { return; }
    const kept = cells.filter((one) => !stands(one)).length;
    cells.filter(stands).forEach((one) => set(one.input, one.was));
    tell(undone(kept, cells.length));
    steps.shift();
    keep();
  }

  function undone(kept, all) {
    if (kept === all) { return '没有撤销：' + kept + '格后来又改过，没有动'; }
    return kept ? '已撤销，' + kept + '格后来又改过，没有动' : '已撤销';
  }

  function offer(words) {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = '撤销';
    button.addEventListener('click', undo);
    tell(words, button);
  }

  /* A line that floats for ten seconds, longer while it is pointed at or has the focus. */
  function tell(words, button) {
    const toast = document.getElementById('toast');
    if (!toast) { return; }
    const line = document.createElement('div');
    line.className = 'float-line';
    line.append(words, button || '');
    toast.replaceChildren(line);
    const leave = () => {
      if (line.matches(':hover, :focus-within')) { setTimeout(leave, 2000); } else { line.remove(); }
    };
    setTimeout(leave, 10000);
  }

  table.addEventListener('keydown', (event) => {
    const control = event.ctrlKey || event.metaKey;
    if (event.target.tagName !== 'INPUT' || event.altKey || event.isComposing || !control || event.shiftKey) { return; }
    const open = steps.length && steps[0].cells.every((one) => one.theirs || stands(one));
    if (event.key.toLowerCase() !== 'z' || !open || typed === event.target) { return; }
    event.preventDefault();
    undo();
  });

  table.addEventListener('input', (event) => {
    if (!event.isTrusted) { return; }
    typed = event.target.value === event.target.dataset.before ? null : event.target;
    if (steps.length > 1) { steps = steps.slice(0, 1); keep(); } // Nothing is taken back past what is typed by hand.
    of(event.target).forEach((one) => { one.mine = true; });
  });
  table.addEventListener('focusin', () => { typed = null; });

  /* A cell that others have changed meanwhile is theirs, and in the way of nothing; one typed in here since is not,
     though the server writes its figure anew. */
  table.addEventListener('standing', (event) => {
    of(event.target).forEach((one) => { one.theirs = !one.mine && !stands(one); });
  });

  function of(input) { return steps.reduce((all, step) => all.concat(step.cells), []).filter((one) => one.input === input); }

  /* Zero in every empty cell, here and not on the server, so that one step back is left. */
  const zeros = document.getElementById('zeros-form');
  if (zeros) {
    zeros.addEventListener('submit', (event) => {
      event.preventDefault();
      const empty = inputs(lines.map((line) => line.cells)).filter((cell) => !cell.input.value.trim());
      if (empty.length) { change(empty.map((cell) => ({ cell: cell, text: '0' })), '已填0：'); } else { tell('没有空着的格子了'); }
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
  return { change: change, tell: tell, say: say };
}());
