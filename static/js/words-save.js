/* Words kept as they are typed: what others wrote comes in, and where two wrote the same paragraph somebody chooses.

   const keeper = window.keepWords(form, fields, standing, asBase)
   form      has data-save, data-user, data-place and the hidden field `base`; it gets the event `kept` after each answer
   fields    {key: {read: () → text, show: (text), patch: ([{line, old, new}]) → whether they could be put in}}
   standing  {key: text} the page was loaded with
   asBase    ({key: text}) → what the hidden field holds, so that the form can be sent without this script
   The keeper is that of autosave.js: keeper.changed(key) when a field was typed in. */
(function () {
  'use strict';

  const WORDS = {
    saving: '正在保存',
    failed: '没存上，正在重试。您写的都还在',
    unkept: '没存上，正在重试。先别关这一页',
    login: '登录已过期，您写的都留在这台电脑上。',
  };

  window.keepWords = function (form, fields, standing, asBase) {
    const saved = document.getElementById('saved');
    const said = document.getElementById('said');
    const box = document.getElementById('clashes');
    const pattern = document.getElementById('clash');
    const bases = Object.assign({}, standing);
    const choices = {};
    const open = {};
    let answered = {};

    function status(words, kind) {
      if (!saved) { return; }
      saved.textContent = words;
      saved.className = 'saved' + (kind ? ' ' + kind : '');
    }

    function say(words) { if (said) { said.textContent = words; } }

    /* --- What the server says --------------------------------------------------------------------------------- */

    function settle(answer, sent) {
      const grounds = {};
      answered = answer.fields || {};
      Object.keys(sent).forEach((key) => {
        const found = answered[key];
        if (found) { grounds[key] = taken(key, found, sent[key]); }
        error(key, (answer.errors || {})[key] || '');
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
      if (event.name === 'saving') { status(WORDS.saving, 'busy'); }
      if (event.name === 'failed') { status(event.kept ? WORDS.failed : WORDS.unkept, 'failed'); }
      if (event.name === 'login') { status(event.message || WORDS.login, 'failed'); }
      if (event.name === 'refused') { status(event.message || '没存上', 'failed'); }
      if (event.name === 'saved') { confirmed(event.answer); }
    }

    function confirmed(answer) {
      Object.keys(answered).forEach((key) => {
        showClashes(key, answered[key].clashes);
        if (keeper.unsaved(key)) {
          keeper.changed(key); // Typed while the answer was on its way: measured against what has come with it.
        } else if (answered[key].clashes.length) {
          keeper.park(key, bases[key]);
        }
      });
      const waiting = Object.keys(open).length;
      const wrong = Object.keys(answer.errors || {}).length;
      if (waiting) { status('有' + waiting + '处要选用哪一个', 'failed'); }
      else if (wrong) { status('有' + wrong + '处没存上', 'failed'); }
      else { status(answer.at + ' 已保存'); }
      form.dispatchEvent(new CustomEvent('kept'));
    }

    /* --- Errors and clashes at their places ------------------------------------------------------------------- */

    function error(key, message) {
      const input = form.elements[key];
      const id = 'refused-' + key;
      let line = document.getElementById(id);
      if (!line && message) {
        line = document.createElement('p');
        line.id = id;
        line.className = 'invalid-feedback d-block';
        line.setAttribute('role', 'alert');
        input.insertAdjacentElement('afterend', line);
      }
      if (line) { line.textContent = message; line.hidden = !message; }
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
      made.setAttribute('role', 'alert');
      made.querySelectorAll('input').forEach((input) => {
        input.name = 'settle:' + clash.id;
        input.addEventListener('change', () => {
          choices[clash.id] = input.value;
          keeper.changed(key);
          keeper.now();
        });
      });
      box.append(made);
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
      show: (key, text) => (key in fields ? fields[key].show(text) : false),
      extra: () => ({ choices: choices }),
      settle: settle,
      tell: tell,
    });

    /* --- Saving on demand ------------------------------------------------------------------------------------- */

    if (keeper.found.shown.length) { say('上次没存上的文字放回来了'); }
    box.replaceChildren();
    Object.keys(fields).forEach((key) => {
      if (fields[key].read() !== standing[key]) { keeper.changed(key); }
    });
    form.addEventListener('submit', (event) => {
      const then = event.submitter && event.submitter.value;
      if (then !== 'next') {
        event.preventDefault();
        keeper.now();
      } else if (keeper.count() && !event.submitter.dataset.sent) {
        event.preventDefault();
        keeper.now().then(() => { event.submitter.dataset.sent = '1'; form.requestSubmit(event.submitter); });
      }
    });
    document.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); keeper.now(); }
    });
    return keeper;
  };
}());
