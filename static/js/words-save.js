/* Words kept as they are typed: what others wrote comes in, and where two wrote the same paragraph somebody chooses.

   const keeper = window.keepWords(form, fields, standing, asBase)
   form      has data-save, data-user, data-place and the hidden field `base`; it gets the event `kept` after each answer
   fields    {key: {read: () → text, show: (text), patch: ([{line, old, new}]) → whether they could be put in,
              reveal: () bring the caret into sight; optional}}
   standing  {key: text} the page was loaded with
   asBase    ({key: text}) → what the hidden field holds, so that the form can be sent without this script
   The keeper is that of autosave.js: keeper.changed(key) when a field was typed in. */
(function () {
  'use strict';

  const LOOK = 20000;

  window.keepWords = function (form, fields, standing, asBase) {
    const said = document.getElementById('said');
    const box = document.getElementById('clashes');
    const pattern = document.getElementById('clash');
    const bar = window.savebar(form, () => keeper);
    const bases = Object.assign({}, standing);
    const choices = {};
    const open = {};
    const refused = new Set(); // Fields whose text the server does not take.
    let answered = {};
    let revision = Number(form.dataset.revision);
    let looking = 0;

    function say(words) { if (said) { said.textContent = words; } }

    /* --- What the server says --------------------------------------------------------------------------------- */

    function settle(answer, sent, before) {
      const grounds = {};
      answered = answer.fields || {};
      if (Object.keys(fields).every((key) => key in sent)) { revision = answer.revision; } // Else others may be behind it.
      Object.keys(sent).forEach((key) => {
        const found = answered[key];
        grounds[key] = found ? taken(key, found, sent[key]) : before[key];
        refuse(key, (answer.errors || {})[key] || '');
      });
      Object.assign(bases, grounds);
      form.elements.base.value = asBase(bases);
      return grounds;
    }

    /* What the field is measured against from now on: with the others' lines put in, or without. */
    function taken(key, found, sent) {
      const still = fields[key].read() === sent;
      if (!found.patches.length) { return found.base; }
      if (!still || !fields[key].patch(found.patches)) { return found.kept; }
      say('同事改的文字放进来了，在第' + found.patches.map((one) => one.line + 1).join('、') + '行');
      return found.base;
    }

    function tell(event) {
      if (event.name === 'saved') { confirmed(); }
      if (event.locked) { close(); }
      bar.tell(event);
    }

    /* Nothing of what was said of the other text holds any more; what others wrote in its place comes in. */
    function restored(key) {
      const clashed = Object.keys(open).some((id) => open[id].key === key);
      if (!clashed && !refused.has(key)) { return; }
      refuse(key, '');
      showClashes(key, []);
      sayOpen();
      fetchOthers(revision);
    }

    function confirmed() {
      Object.keys(answered).forEach((key) => {
        showClashes(key, answered[key].clashes);
        if (keeper.unsaved(key)) {
          keeper.changed(key); // Typed while the answer was on its way: measured against what has come with it.
        } else if (answered[key].clashes.length) {
          keeper.park(key, bases[key]);
          if (answered[key].clashes.some((one) => one.id in choices)) { keeper.changed(key); } // Chosen meanwhile.
        }
      });
      refused.forEach((key) => { if (!keeper.unsaved(key)) { keeper.park(key, bases[key] || ''); } });
      sayOpen();
      form.dispatchEvent(new CustomEvent('kept'));
    }

    function sayOpen() {
      const waiting = Object.keys(open).length;
      const first = form.elements[Array.from(refused)[0]];
      if (waiting) { bar.open('有' + waiting + '处要选用哪一个', 'clashes'); }
      else { bar.open(refused.size ? '有' + refused.size + '处没存上' : '', first && first.id); }
    }

    /* --- Errors and clashes at their places ------------------------------------------------------------------- */

    function refuse(key, message) {
      if (message) { refused.add(key); } else { refused.delete(key); }
      error(key, message);
    }

    function error(key, message) {
      const input = form.elements[key];
      const id = 'refused-' + key;
      const old = document.getElementById(id);
      if (old && old.textContent === message) { return; }
      if (old) { old.remove(); }
      if (message) {
        const line = document.createElement('p');
        line.id = id;
        line.className = 'invalid-feedback d-block';
        line.setAttribute('role', 'alert');
        line.textContent = message;
        input.insertAdjacentElement('afterend', line);
      }
      input.classList.toggle('is-invalid', Boolean(message));
      if (message) { input.setAttribute('aria-invalid', 'true'); } else { input.removeAttribute('aria-invalid'); }
    }

    function showClashes(key, clashes) {
      Object.keys(open).filter((id) => open[id].key === key && !clashes.some((one) => one.id === id)).forEach((id) => {
        open[id].card.remove();
        delete open[id];
        delete choices[id];
      });
      clashes.forEach((clash) => {
        if (!open[clash.id]) { open[clash.id] = { key: key, card: card(key, clash) }; }
        fill(open[clash.id].card, clash);
      });
    }

    function card(key, clash) {
      const made = pattern.content.firstElementChild.cloneNode(true);
      made.querySelectorAll('input').forEach((input) => {
        input.name = 'settle:' + clash.id;
        input.addEventListener('change', () => {
          choices[clash.id] = input.value;
          keeper.changed(key);
          keeper.now();
        });
      });
      box.append(made);
      if (fields[key].reveal) { fields[key].reveal(); }
      say('有人刚才也改了您改的这一段，您写的还没有存。在文字上面选用哪一个');
      return made;
    }

    function fill(made, clash) {
      made.querySelector('.theirs').textContent = clash.theirs || '（删去了）';
      made.querySelector('.yours').textContent = clash.yours || '（删去了）';
    }

    const keeper = window.autosave({
      address: form.dataset.save,
      user: form.dataset.user,
      place: form.dataset.place,
      standing: standing,
      read: (key) => fields[key].read(),
      show: (key, text) => (key in fields ? (fields[key].show(text), true) : false),
      extra: () => ({ choices: choices }),
      settle: settle,
      tell: tell,
      restored: restored,
    });

    /* --- What others do meanwhile ----------------------------------------------------------------------------- */

    function look() {
      clearTimeout(looking);
      looking = setTimeout(look, LOOK);
      if (document.hidden || keeper.count() >= Object.keys(fields).length) { return; }
      keeper.ask(form.dataset.save + '?revision=' + revision).then((news) => {
        if (!news) { return; }
        if (news.locked) { lock(news.locked); } else { fetchOthers(news.revision); }
      });
    }

    /* Sending what is known as if it had been typed brings what others have written since. */
    function fetchOthers(fresh) {
      const known = {};
      Object.keys(fields).filter((key) => !keeper.unsaved(key)).forEach((key) => { known[key] = bases[key]; });
      window.requests.post(form.dataset.save, form.dataset.user, JSON.stringify({ base: known, typed: known })).then((heard) => {
        if (heard.status !== 200) { return; }
        let whole = true;
        Object.keys(known).forEach((key) => {
          const found = heard.answer.fields[key];
          if (!found || keeper.unsaved(key) || known[key] !== bases[key]) { return; }
          if (taken(key, found, fields[key].read()) !== found.base) { whole = false; return; } // Somebody is in it.
          bases[key] = found.base;
          keeper.release(key, found.base);
        });
        if (whole) { revision = fresh; }
        form.elements.base.value = asBase(bases);
      }, () => {});
    }

    function close() {
      clearTimeout(looking);
      Array.from(form.elements).forEach((input) => { input.readOnly = true; });
    }

    function lock(state) {
      close();
      bar.tell({ name: 'refused', message: '这份报告现在是“' + state + '”，不能改了。' });
    }

    function sayLeft(left) {
      const lines = left.reduce((all, one) => all.concat(one.text.split('\n')), []);
      bar.note(['这里现在不能改。上次没存上的文字还在这台电脑上：'].concat(lines), [
        ['不要了', () => left.forEach((one) => keeper.forget(one.key))],
      ]);
    }

    /* --- What is there already -------------------------------------------------------------------------------- */

    box.replaceChildren();
    box.removeAttribute('role');
    document.querySelectorAll('[data-without-script]').forEach((part) => { part.hidden = true; });
    document.querySelectorAll('[data-with-script]').forEach((part) => { part.hidden = false; });
    if (keeper.found.left.length) { sayLeft(keeper.found.left); }
    if (!Object.keys(fields).length) { return keeper; }
    if (keeper.found.shown.length) { bar.note(['上次没存上的文字放回来了。'], [['知道了', () => {}]]); }
    Object.keys(fields).forEach((key) => {
      if (fields[key].read() !== standing[key] && !keeper.unsaved(key)) { keeper.changed(key); }
    });
    looking = setTimeout(look, LOOK);
    window.addEventListener('focus', look);
    document.addEventListener('visibilitychange', () => { if (!document.hidden) { look(); } });
    return keeper;
  };
}());
