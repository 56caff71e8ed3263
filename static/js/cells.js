/* The cells of an entry table, saved while they are typed: what the server answers is shown at its cell, and what
   others fill in meanwhile appears. Uses autosave.js and savebar.js; without this file the form has its button. */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const form = document.getElementById('table-form');
  if (!table || !form || !window.autosave || !form.dataset.cells || 'unsaved' in form.dataset) { return; }
  const LOOK = 20000;
  const CHECK = 900;
  const inputs = Array.from(table.querySelectorAll('input'));
  const clashes = new Map();
  const errors = new Map();
  const known = JSON.parse(form.elements.base.value || '{}');
  const loaded = Object.assign({}, known);
  const bar = window.savebar(form, () => keeper);
  const status = region('status');
  const alarm = region('alert');
  const mended = [];
  let revision = Number(form.dataset.revision);
  let returned = new Set();
  let well = true;
  let looking = 0;
  let checking = 0;
  let asked = 0;

  function region(role) {
    const made = document.createElement('p');
    made.className = 'visually-hidden';
    made.setAttribute('role', role);
    form.append(made);
    return made;
  }

  function fieldOf(key) {
    const found = document.getElementById(key);
    return found && found.tagName === 'INPUT' ? found : null;
  }

  function nameOf(key) {
    const input = fieldOf(key);
    return input ? input.getAttribute('aria-label') : '';
  }

  function shown(text) { return text === '' ? '空的' : text; }

  /* Put a text into a cell as if it had been there from the start. */
  function put(key, text) {
    const input = fieldOf(key);
    const chosen = input === document.activeElement;
    input.value = text;
    input.dataset.before = text;
    input.dispatchEvent(new CustomEvent('standing', { bubbles: true }));
    if (chosen) { input.select(); }
  }

  function flash(key, name, time) {
    const cell = fieldOf(key).parentElement;
    cell.classList.add(name);
    setTimeout(() => cell.classList.remove(name), time);
  }

  /* --- What the server answers ---------------------------------------------------------------------------------- */

  const keeper = window.autosave({
    address: form.dataset.cells,
    user: form.dataset.user,
    place: form.dataset.place,
    standing: known,
    read: (key) => fieldOf(key).value,
    show: (key, text) => Boolean(fieldOf(key)) && (put(key, text), true),
    label: nameOf,
    extra: () => ({ user: Number(form.dataset.user), revision: revision }),
    settle: settle,
    tell: tell,
  });

  function settle(answer, sent) {
    const grounds = {};
    const found = new Map(answer.conflicts.map((conflict) => [conflict.key, conflict]));
    revision = answer.revision;
    Object.keys(sent).forEach((key) => {
      known[key] = answer.cells[key];
      if (found.has(key)) { clash(key, found.get(key).theirs); } else { grounds[key] = ground(key, sent[key], answer); }
      if (returned.delete(key) && (found.has(key) || known[key] !== loaded[key])) { mended.push(key); }
    });
    take(answer.cells, sent);
    return grounds;
  }

  /* The text of a saved cell from now on: as the server reads it, unless somebody is still typing there. */
  function ground(key, sent, answer) {
    const input = fieldOf(key);
    wrong(key, answer.errors[key] || '');
    if (!(key in answer.errors)) { flash(key, 'saved', 2000); }
    if (input === document.activeElement || input.value !== sent || key in answer.errors) { return sent; }
    if (answer.cells[key] !== sent) { put(key, answer.cells[key]); }
    return answer.cells[key];
  }

  /* Others' cells come in; where something is typed and not saved yet, the save will tell. */
  function take(cells, sent) {
    const fresh = Object.keys(cells).filter((key) => !(key in sent) && cells[key] !== known[key] && fieldOf(key));
    fresh.forEach((key) => {
      known[key] = cells[key];
      if (keeper.unsaved(key)) { return; }
      put(key, cells[key]);
      wrong(key, '');
      keeper.release(key, cells[key]);
      flash(key, 'fresh', 4000);
    });
    if (fresh.length) {
      status.textContent = '同事刚改了' + fresh.length + '格';
      checkSoon();
    }
  }

  function tell(event) {
    well = event.name === 'saved' || event.name === 'saving' || event.name === 'back';
    const underWay = event.name === 'saving';
    inputs.forEach((input) => {
      input.parentElement.classList.toggle('saving', underWay && keeper.unsaved(input.id) && !clashes.has(input.id));
    });
    bar.tell(event);
    if (event.name !== 'saved') { return; }
    checkSoon();
    if (mended.length && !returned.size) { sayReturned(); }
  }

  /* --- A text that is no figure --------------------------------------------------------------------------------- */

  function wrong(key, sentence) {
    const input = fieldOf(key);
    if (sentence === (errors.get(key) || '')) { return; }
    if (!sentence) {
      errors.delete(key);
      aside(key, 'error-' + key).remove();
      mark(input, '', '');
      return;
    }
    errors.set(key, sentence);
    aside(key, 'error-' + key).textContent = sentence;
    mark(input, 'err', 'error-' + key);
    status.textContent = nameOf(key) + '：' + sentence;
  }

  /* What is said under a cell while it has the focus. */
  function aside(key, id) {
    const found = document.getElementById(id);
    if (found) { return found; }
    const made = document.createElement('div');
    made.id = id;
    made.className = 'said';
    fieldOf(key).closest('td').append(made);
    return made;
  }

  const SIGNS = { err: '!', qry: '?' };

  /* Frame a cell: one frame at a time, with the element that explains it. */
  function mark(input, style, explained) {
    const cell = input.parentElement;
    const sign = cell.querySelector('.mk');
    if (sign) { sign.remove(); }
    ['err', 'qry', 'conf'].forEach((name) => cell.classList.toggle(name, name === style));
    if (SIGNS[style]) {
      const made = document.createElement('span');
      made.className = 'mk';
      made.setAttribute('aria-hidden', 'true');
      made.textContent = SIGNS[style];
      cell.insertBefore(made, input);
    }
    if (explained) { input.setAttribute('aria-describedby', explained); } else { input.removeAttribute('aria-describedby'); }
    if (style === 'err') { input.setAttribute('aria-invalid', 'true'); } else { input.removeAttribute('aria-invalid'); }
  }

  /* --- Two people in one cell ----------------------------------------------------------------------------------- */

  function clash(key, theirs) {
    const input = fieldOf(key);
    const fresh = !clashes.has(key);
    wrong(key, '');
    clashes.set(key, theirs);
    mark(input, 'conf', 'clash-' + key);
    choice(key);
    bar.open('有' + clashes.size + '格要选用哪一个');
    if (fresh) { alarm.textContent = nameOf(key) + '：' + sentence(key) + '到这一格选用哪一个。'; }
  }

  function sentence(key) { return '同事填的是' + shown(clashes.get(key)) + '，您填的是' + shown(fieldOf(key).value) + '，还没有存。'; }

  /* Both values in the cell, and under it the choice, which opens with the focus. */
  function choice(key) {
    const input = fieldOf(key);
    const cell = input.parentElement;
    const both = cell.querySelector('.both') || cell.appendChild(document.createElement('span'));
    const box = aside(key, 'choice-' + key);
    both.className = 'both';
    both.setAttribute('aria-hidden', 'true');
    both.textContent = shown(clashes.get(key)) + ' / ' + shown(input.value);
    if (!box.firstChild) {
      const words = document.createElement('p');
      words.id = 'clash-' + key;
      box.setAttribute('role', 'group');
      box.setAttribute('aria-labelledby', words.id);
      box.append(words, button(() => theirs(key)), button(() => yours(key)));
    }
    box.children[0].textContent = sentence(key);
    box.children[1].textContent = '用他的：' + shown(clashes.get(key));
    box.children[2].textContent = '用我的：' + shown(input.value);
  }

  function button(act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-quiet btn-sm';
    made.addEventListener('click', act);
    return made;
  }

  function settled(key) {
    const found = clashes.get(key);
    clashes.delete(key);
    aside(key, 'choice-' + key).remove();
    fieldOf(key).parentElement.querySelector('.both').remove();
    mark(fieldOf(key), '', '');
    fieldOf(key).focus();
    bar.open(clashes.size ? '有' + clashes.size + '格要选用哪一个' : '');
    return found;
  }

  function yours(key) { keeper.resume(key, settled(key)); }

  function theirs(key) {
    const text = settled(key);
    put(key, text);
    keeper.release(key, text);
    checkSoon();
  }

  /* --- What an earlier visit has left --------------------------------------------------------------------------- */

  function sayReturned() {
    const open = mended.filter((key) => clashes.has(key));
    const lines = ['有' + mended.length + '格上次没存上，' + (open.length < mended.length ? '已补存' : '同事也改了') + '。'];
    mended.filter((key) => !clashes.has(key)).slice(0, 6).forEach((key) => lines.push(nameOf(key) + '：' + shown(known[key])));
    open.forEach((key) => lines.push(nameOf(key) + '：' + sentence(key) + '到这一格选用哪一个。'));
    bar.note(lines, [['知道了', () => {}]]);
    mended.length = 0;
  }

  function sayLeft(left) {
    const lines = ['这里现在不能填。上次有' + left.length + '格没存上，还在这台电脑上：'];
    left.forEach((one) => lines.push(one.label + '：' + shown(one.text)));
    bar.note(lines, [['不要了', () => left.forEach((one) => keeper.forget(one.key))]]);
  }

  /* --- What the checks say now ---------------------------------------------------------------------------------- */

  function checkSoon() {
    clearTimeout(checking);
    checking = setTimeout(check, CHECK);
  }

  function check() {
    asked += 1;
    const mine = asked;
    fetch(form.dataset.findings, { credentials: 'same-origin', cache: 'no-store' })
      .then((answer) => (answer.ok && !answer.redirected ? answer.text() : ''))
      .then((page) => { if (page && mine === asked) { redraw(new DOMParser().parseFromString(page, 'text/html')); } })
      .catch(() => {}); // The next save asks again.
  }

  function redraw(fresh) {
    const marks = JSON.parse(fresh.querySelector('[data-marks]').dataset.marks);
    inputs.forEach((input) => {
      if (clashes.has(input.id) || errors.has(input.id) || keeper.unsaved(input.id)) { return; }
      mark(input, ...(marks[input.id] || ['', '']));
    });
    const notes = Array.from(document.querySelectorAll('nav.steps .m'));
    fresh.querySelectorAll('nav.steps .m').forEach((note, at) => { if (notes[at]) { notes[at].replaceWith(note); } });
    panel(document.getElementById('findings-title').closest('section'), fresh.getElementById('findings-title').closest('section'));
    table.dispatchEvent(new CustomEvent('checked'));
  }

  /* Cards that say the same stay as they are, with the focus and the place scrolled to. */
  function panel(old, fresh) {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const at = old.parentElement.scrollTop;
    const count = document.getElementById('findings-count');
    const said = fresh.querySelector('#findings-count').textContent;
    if (count.textContent !== said) { count.textContent = said; }
    const cards = Array.from(fresh.children).slice(1).map((card) => {
      const before = card.id && document.getElementById(card.id);
      return before && before.innerHTML === card.innerHTML ? before : card;
    });
    old.replaceChildren(old.firstElementChild, ...cards);
    old.parentElement.scrollTop = at;
    if (focus) { (focus.isConnected ? focus : old.querySelector('a, button') || table.querySelector('input')).focus(); }
  }

  /* --- What others do meanwhile --------------------------------------------------------------------------------- */

  function look() {
    clearTimeout(looking);
    looking = setTimeout(look, LOOK);
    if (document.hidden || keeper.count() > clashes.size) { return; }
    keeper.ask(form.dataset.cells + '?revision=' + revision).then((news) => {
      if (!news) { return; }
      revision = news.revision;
      take(news.cells, {});
      if (news.locked) { lock(news.locked); }
    });
  }

  function lock(state) {
    clearTimeout(looking);
    inputs.forEach((input) => { input.readOnly = true; });
    bar.tell({ name: 'refused', message: '这份报告现在是“' + state + '”，不能改了。' });
  }

  /* --- Typing --------------------------------------------------------------------------------------------------- */

  table.addEventListener('input', (event) => {
    const key = event.target.id;
    keeper.changed(key);
    if (clashes.has(key)) { choice(key); }
  });
  table.addEventListener('focusout', (event) => {
    if (event.target.tagName === 'INPUT' && well && keeper.unsaved(event.target.id)) { keeper.now(); }
  });

  document.querySelectorAll('[data-without-script]').forEach((part) => { part.hidden = true; });
  returned = new Set(keeper.found.shown);
  if (keeper.found.left.length) { sayLeft(keeper.found.left); }
  // Typed before this script had come, or brought back by the browser.
  inputs.filter((input) => input.value !== known[input.id] && !keeper.unsaved(input.id)).forEach((input) => keeper.changed(input.id));
  if (inputs.length) {
    looking = setTimeout(look, LOOK);
    window.addEventListener('focus', look);
    // A page that comes out of the history is as old as the visit it is from.
    window.addEventListener('pageshow', (event) => {
      const way = performance.getEntriesByType('navigation')[0];
      if (event.persisted || (way && way.type === 'back_forward')) { look(); }
    });
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { look(); } });
  }
}());
