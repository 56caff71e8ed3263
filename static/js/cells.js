/* The cells of an entry table, saved while they are typed: what the server answers is shown at its cell, and what
   others fill in meanwhile appears. Uses autosave.js, savebar.js and
   cell-marks.js; without this file the form has its button. */
(function () {
  'use strict';

  const table = document.querySelector('table[data-matrix]');
  const form = document.getElementById('table-form');
  if (!table || !form || !window.autosave || !form.dataset.cells || 'unsaved' in form.dataset) { return; }
  const LOOK = 20000;
  const CHECK = 900;
  const marks = window.cellMarks;
  const inputs = Array.from(table.querySelectorAll('input'));
  const clashes = new Map();
  const errors = new Map();
  const refused = new Set(); // Cells whose text is too long to be kept.
  const known = JSON.parse(form.elements.base.value || '{}');
  const loaded = Object.assign({}, known);
  const bar = window.savebar(form, () => keeper);
  const status = region('status');
  const alarm = region('alert');
  const mended = [];
  const unsaid = [];
  let revision = Number(form.dataset.revision);
  let returned = new Set();
  let well = true;
  const open = document.querySelector('form[data-declared]');
  let declared = Boolean(open);
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

  /* Put a text into a cell as if it had been there from the start. */
  function put(key, text) {
    const input = marks.field(key);
    const chosen = input === document.activeElement;
    input.value = text;
    input.dataset.before = text;
    input.dispatchEvent(new CustomEvent('standing', { bubbles: true }));
    if (chosen) { input.select(); }
  }

  function flash(key, name, time) {
    const cell = marks.field(key).parentElement;
    cell.classList.add(name);
    setTimeout(() => cell.classList.remove(name), time);
  }

  /* --- What the server answers ---------------------------------------------------------------------------------- */

  const keeper = window.autosave({
    address: form.dataset.cells,
    user: form.dataset.user,
    place: form.dataset.place,
    standing: known,
    read: (key) => marks.field(key).value,
    show: (key, text) => Boolean(marks.field(key)) && (put(key, text), true),
    label: marks.name,
    extra: () => ({ revision: revision }),
    settle: settle,
    tell: tell,
    restored: (key) => { if (refused.delete(key)) { wrong(key, ''); } },
  });

  function settle(answer, sent, before) {
    const grounds = {};
    const found = new Map(answer.conflicts.map((conflict) => [conflict.key, conflict]));
    const late = answer.revision < revision;
    revision = answer.revision;
    Object.keys(sent).forEach((key) => {
      if (!(key in answer.cells)) {
        grounds[key] = before[key];
        refused.add(key);
        wrong(key, answer.errors[key]);
        return;
      }
      refused.delete(key);
      known[key] = answer.cells[key];
      if (found.has(key)) { clash(key, found.get(key).theirs); } else { grounds[key] = ground(key, sent[key], answer); }
      if (returned.delete(key) && (found.has(key) || known[key] !== loaded[key])) { mended.push(key); }
    });
    if (!late) { take(answer.cells, sent); }
    sayDeclared(answer.declared);
    if (unsaid.length) { alarm.textContent = unsaid.splice(0).join('') + '到格里选用哪一个。'; }
    return grounds;
  }

  /* The text of a saved cell from now on: as the server reads it, unless somebody is still typing there. */
  function ground(key, sent, answer) {
    const input = marks.field(key);
    wrong(key, answer.errors[key] || '');
    if (!(key in answer.errors)) { flash(key, 'saved', 2000); }
    if (input === document.activeElement || input.value !== sent || key in answer.errors) { return sent; }
    if (answer.cells[key] !== sent) { put(key, answer.cells[key]); }
    return answer.cells[key];
  }

  /* Others' cells come in; where something is typed and not saved yet, the save will tell. */
  function take(cells, sent) {
    const fresh = Object.keys(cells).filter((key) => !(key in sent) && cells[key] !== known[key] && marks.field(key));
    fresh.forEach((key) => {
      known[key] = cells[key];
      if (clashes.has(key)) { clash(key, cells[key]); }
      if (keeper.unsaved(key)) { return; }
      put(key, cells[key]);
      wrong(key, '');
      keeper.release(key, cells[key]);
      flash(key, 'fresh', 4000);
    });
    if (fresh.length) {
      status.textContent = '刚有人改了' + fresh.length + '格';
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
    if (event.locked) { close(); }
    if (event.name !== 'saved') { return; }
    checkSoon();
    if (mended.length && !returned.size) { sayReturned(); }
  }

  /* --- A text that is no figure, and two people in one cell ------------------------------------------------------ */

  function wrong(key, sentence) {
    if (sentence === (errors.get(key) || '')) { return; }
    marks.say(key, sentence);
    if (sentence) {
      errors.set(key, sentence);
      status.textContent = marks.name(key) + '：' + sentence;
    } else {
      errors.delete(key);
    }
  }

  function clash(key, theirs) {
    if (!clashes.has(key)) { unsaid.push(marks.name(key) + '：' + marks.clash(key, theirs)); }
    wrong(key, '');
    clashes.set(key, theirs);
    marks.choice(key, theirs, (which) => decide(key, which));
    sayOpen();
  }

  function decide(key, which) {
    const theirs = clashes.get(key);
    clashes.delete(key);
    marks.chosen(key);
    sayOpen();
    if (which === 'yours') {
      keeper.resume(key, theirs);
    } else {
      put(key, theirs);
      keeper.release(key, theirs);
      checkSoon();
    }
  }

  function sayOpen() { bar.open(clashes.size ? '有' + clashes.size + '格要选用哪一个' : '', clashes.keys().next().value); }

  /* --- What an earlier visit has left --------------------------------------------------------------------------- */

  function sayReturned() {
    const open = mended.filter((key) => clashes.has(key));
    const lines = ['有' + mended.length + '格上次没存上，' + (open.length < mended.length ? '已补存' : '别人也改了') + '。'];
    mended.filter((key) => !clashes.has(key)).slice(0, 6).forEach((key) => lines.push(marks.name(key) + '：' + marks.shown(known[key])));
    open.forEach((key) => lines.push(marks.name(key) + '：' + marks.clash(key, clashes.get(key)) + '到这一格选用哪一个。'));
    bar.note(lines, [['知道了', () => {}]]);
    mended.length = 0;
  }

  function sayLeft(left) {
    const lines = ['这里现在不能填。上次有' + left.length + '格没存上，还在这台电脑上：'];
    left.forEach((one) => lines.push(one.label + '：' + marks.shown(one.text)));
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
    const frames = JSON.parse(fresh.querySelector('[data-marks]').dataset.marks);
    inputs.forEach((input) => {
      if (clashes.has(input.id) || errors.has(input.id) || keeper.unsaved(input.id)) { return; }
      marks.frame(input, ...(frames[input.id] || ['', '']));
    });
    const notes = Array.from(document.querySelectorAll('nav.steps .m'));
    fresh.querySelectorAll('nav.steps .m').forEach((note, at) => { if (notes[at]) { notes[at].replaceWith(note); } });
    offers(document.getElementById('offers'), fresh.getElementById('offers'));
    panel(document.getElementById('findings-title').closest('section'), fresh.getElementById('findings-title').closest('section'));
    table.dispatchEvent(new CustomEvent('checked'));
  }

  /* Offers are the same while they give the same figures. */
  function offers(old, fresh) {
    const given = (part) => Array.from(part.querySelectorAll('form'), (offer) => offer.dataset.typed).join();
    if (given(old) === given(fresh) || old.contains(document.activeElement)) { return; }
    old.replaceChildren(...fresh.children);
    old.hidden = fresh.hidden;
  }

  /* Cards that say the same stay as they are, with the focus and the place scrolled to. */
  function panel(old, fresh) {
    const focus = old.contains(document.activeElement) ? document.activeElement : null;
    const at = old.scrollTop;
    const count = document.getElementById('findings-count');
    const said = fresh.querySelector('#findings-count').textContent;
    if (count.textContent !== said) { count.textContent = said; }
    const cards = Array.from(fresh.children).slice(1).map((card) => {
      const before = card.id && document.getElementById(card.id);
      return before && before.innerHTML === card.innerHTML ? before : card;
    });
    old.replaceChildren(old.firstElementChild, ...cards);
    old.scrollTop = at;
    if (focus) { (focus.isConnected ? focus : old.querySelector('a, button') || table.querySelector('input')).focus(); }
  }

  /* --- What others do meanwhile --------------------------------------------------------------------------------- */

  function look() {
    clearTimeout(looking);
    looking = setTimeout(look, LOOK);
    if (document.hidden || keeper.count() > clashes.size) { return; }
    keeper.ask(form.dataset.cells + '?revision=' + revision).then((news) => {
      if (!news || news.revision < revision) { return; } // Saved here since it was asked: older figures are not put back.
      revision = news.revision;
      take(news.cells, {});
      sayDeclared(news.declared);
      if (news.locked) { lock(news.locked); }
    });
  }

  /* Somebody has declared the table, which is seen here as zeros in its cells; said once as long as it holds. */
  function sayDeclared(now) {
    if (now && !declared) {
      bar.note(['有人写了“本年无此项”，空着的格都成了0。改了其中一格，这一声明就取消。'], [['知道了', () => {}]]);
    }
    if (open && declared && !now) { ended(); }
    declared = now;
  }

  /* This page was opened with the table declared, without fields; that is over, and nothing is left to take back. */
  function ended() {
    close();
    document.querySelectorAll('[data-declared], .bands .band.ok').forEach((part) => part.remove());
    bar.note(['有人改了这张表，“本年无此项”已经取消。重新打开这一页，就能看到改过的数，接着填。'], [['重新打开这一页', () => location.reload()]]);
  }

  function close() {
    clearTimeout(looking);
    inputs.forEach((input) => { input.readOnly = true; });
  }

  function lock(state) {
    close();
    document.querySelectorAll('.sechead .end').forEach((acts) => acts.remove());
    bar.tell({ name: 'refused', message: '这份报告现在是“' + state + '”，不能改了。' });
  }

  /* --- Typing --------------------------------------------------------------------------------------------------- */

  table.addEventListener('input', (event) => {
    const key = event.target.id;
    keeper.changed(key);
    if (clashes.has(key)) { marks.choice(key, clashes.get(key)); }
  });
  table.addEventListener('focusout', (event) => {
    if (event.target.tagName === 'INPUT' && well && keeper.unsaved(event.target.id)) { keeper.now(); }
  });

  document.querySelectorAll('[data-without-script]').forEach((part) => { part.hidden = true; });
  // What is typed is saved by itself: these do not have to send the table.
  document.querySelectorAll('[data-saved]').forEach((button) => { button.setAttribute('form', button.dataset.saved); });
  returned = new Set(keeper.found.shown);
  if (keeper.found.left.length) { sayLeft(keeper.found.left); }
  // Typed before this script had come, or brought back by the browser.
  inputs.filter((input) => input.value !== known[input.id] && !keeper.unsaved(input.id)).forEach((input) => keeper.changed(input.id));
  if (inputs.length || open) {
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
