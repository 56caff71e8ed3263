/* What is typed is kept: put by in this browser at every key, sent half a second after the last one, one request at a
   time, and repeated unchanged until the server has answered for it. Uses requests.js and shelf.js.

   const keeper = window.autosave({
     address   where texts are posted, as JSON {base: {key: text}, typed: {key: text}, …extra()}
     user      whose they are
     place     of which report and section, as "34/requests"
     standing  {key: text} that the page was loaded with
     read      key → the text in its field now
     show      (key, text, label): put a text kept from an earlier visit into its field; false where the page has no such field
     label     key → the name of its field, kept with its text; optional
     extra     () → what else a request carries; optional
     settle    (answer, sent {key: text}, grounds {key: text}) → {key: text} the field's next change is measured against: the
               text sent, the one shown instead of it, or its own ground where it was not taken; a key left out (a clash)
               stays unsaved until `resume` or `release`
     tell      what became of it, each time it changes: {name: 'saving' | 'saved' | 'failed' | 'login' | 'back' | 'refused'},
               with `answer` (saved), `offline` (failed), `kept` (failed, refused), `message` (login, refused; may be empty),
               `locked` (refused: the report may not be written in now) and `other` (login: somebody else has logged in);
               'back' when somebody has logged in again and there was nothing to save
     restored  (key): what the field was measured against stands in it again, and nothing is sent; optional
   });
   keeper.changed(key)          the field was typed in
   keeper.now()                 send at once → promise of whether nothing is left unsaved
   keeper.count()               how many fields are not saved
   keeper.unsaved(key)          whether this one is
   keeper.resume(key, base)     a clash was decided for the field's text: send it, measured against `base`
   keeper.park(key, base)       part of the field waits for a decision: its text is kept here, nothing is sent until it changes
   keeper.release(key, base)    the field shows what the server holds (`base`): nothing is left of what was typed
   keeper.ask(address)          → promise of a JSON answer, null when there is nothing new or no answer
   keeper.found                 {shown: [key], left: [{key, text, label}]}: texts of an earlier visit, and those without a field
   keeper.forget(key)           let go of a text without a field

   An answer is JSON; `message` says in a sentence why a request was refused (4xx). Answers to no one in particular, a
   redirect or 401, mean that the session has ended or is another account's. */
(function () {
  'use strict';

  const PAUSE = 500;
  const LONGEST = 4000;
  const SLOW = 400;

  window.autosave = function (options) {
    const bases = Object.assign({}, options.standing);
    const kept = window.shelf(options.user, options.place);
    const held = new Map();
    const parked = new Map();
    const queue = [];
    let waiting = new Map();
    let left = [];
    let busy = false;
    let trouble = 0;
    let blocked = false;
    let ended = false;
    let timer = 0;
    let first = 0;
    let waiters = [];

    /* --- What is not saved yet -------------------------------------------------------------------------------- */

    function steps(key) {
      const found = queue.concat([waiting, held, parked]).filter((batch) => batch.has(key)).map((batch) => batch.get(key));
      return found.map((step) => [step.base, step.text]);
    }

    function keep(key) { kept.put(key, options.label ? options.label(key) : '', steps(key)); }

    function unsaved(key) { return held.has(key) || parked.has(key) || waiting.has(key) || queue.some((batch) => batch.has(key)); }

    function count() {
      const keys = new Set();
      queue.concat([waiting, held, parked]).forEach((batch) => batch.forEach((step, key) => keys.add(key)));
      return keys.size;
    }

    /* What the field's text has grown out of: the text on its way, else the one last confirmed. */
    function ground(key) {
      if (waiting.has(key)) { return waiting.get(key).base; }
      const before = queue.filter((batch) => batch.has(key));
      return before.length ? before[before.length - 1].get(key).text : bases[key] || '';
    }

    function changed(key) {
      const text = options.read(key);
      parked.delete(key);
      if (held.has(key)) {
        held.get(key).text = text;
      } else if (text === ground(key)) {
        waiting.delete(key);
      } else {
        waiting.set(key, { base: ground(key), text: text });
      }
      keep(key);
      blocked = false;
      if (options.restored && !unsaved(key)) { options.restored(key); }
      if (!trouble) { later(PAUSE); }
    }

    /* Somebody who never pauses is saved every few seconds all the same. */
    function later(pause) {
      first = first || Date.now();
      clearTimeout(timer);
      timer = setTimeout(send, Math.min(pause, Math.max(0, first + LONGEST - Date.now())));
    }

    /* --- Sending ---------------------------------------------------------------------------------------------- */

    function send() {
      clearTimeout(timer);
      first = 0;
      if (busy || blocked) { return; }
      if (!queue.length && waiting.size) {
        queue.push(waiting);
        waiting = new Map();
      }
      if (!queue.length) { rest(); return; }
      busy = true;
      const slow = setTimeout(() => { if (!trouble) { options.tell({ name: 'saving' }); } }, SLOW);
      window.requests.post(options.address, options.user, bodyOf(queue[0])).then(hear, fail).finally(() => {
        clearTimeout(slow);
        busy = false;
        if (!trouble && !blocked) { send(); }
      });
    }

    function bodyOf(batch) {
      const base = {};
      const typed = {};
      batch.forEach((step, key) => { base[key] = step.base; typed[key] = step.text; });
      return JSON.stringify(Object.assign({ base: base, typed: typed }, options.extra ? options.extra() : {}));
    }

    function hear(heard) {
      if (heard.status === 401) { end(heard.answer); }
      else if (heard.status >= 500 || heard.status === 408 || heard.status === 429) { fail(); }
      else if (heard.status >= 400) { refuse(heard.answer.message || '', heard.status === 409); }
      else { confirm(heard.answer); }
    }

    function confirm(answer) {
      const batch = queue.shift();
      const sent = {};
      const grounds = {};
      trouble = 0;
      ended = false;
      batch.forEach((step, key) => { sent[key] = step.text; grounds[key] = step.base; });
      const settled = options.settle(answer, sent, grounds);
      batch.forEach((step, key) => {
        if (key in settled) { settleOn(key, step, settled[key]); } else { hold(key, step); }
        keep(key);
      });
      options.tell({ name: 'saved', answer: answer });
    }

    /* The text typed since has grown out of the one sent, and is measured against what became of that; not one of another
       page, kept beside it. */
    function settleOn(key, step, text) {
      const next = queue.concat([waiting]).find((batch) => batch.has(key));
      bases[key] = text;
      if (next && next.get(key).base === step.text) { next.get(key).base = text; }
    }

    /* A clash: whatever was typed since belongs to it. */
    function hold(key, step) {
      const later = queue.concat([waiting]).filter((batch) => batch.has(key));
      const text = later.length ? later[later.length - 1].get(key).text : step.text;
      later.forEach((batch) => batch.delete(key));
      held.set(key, { base: step.base, text: text });
    }

    function rest() {
      waiters.forEach((done) => done(!count()));
      waiters = [];
    }

    /* --- When it does not go well ----------------------------------------------------------------------------- */

    function again() {
      trouble += 1;
      const most = Math.min(30000, 1000 * 2 ** (trouble - 1));
      clearTimeout(timer);
      timer = setTimeout(send, most * (0.5 + Math.random() / 2));
      rest();
    }

    function fail(reason) {
      again();
      options.tell({ name: 'failed', offline: reason !== undefined, kept: kept.works() });
    }

    function end(answer) {
      ended = true;
      trouble = Math.max(trouble, 4);
      again();
      tellEnd(answer);
    }

    function tellEnd(answer) { options.tell({ name: 'login', message: answer.message || '', other: Boolean(answer.other) }); }

    function refuse(message, locked) {
      trouble = 0;
      blocked = locked || !waiting.size;
      if (!locked) { takeBack(); }
      rest();
      options.tell({ name: 'refused', message: message, kept: kept.works(), locked: locked });
    }

    /* What is refused as a whole would be refused again: it gives way to what is typed in its place. */
    function takeBack() {
      queue.shift().forEach((step, key) => {
        bases[key] = step.base;
        const next = queue.concat([waiting]).find((batch) => batch.has(key));
        if (!next) { waiting.set(key, step); } else if (next.get(key).base === step.text) { next.get(key).base = step.base; }
      });
    }

    function hurry() { if (trouble) { send(); } }

    /* --- What a page may ask ---------------------------------------------------------------------------------- */

    function now() {
      blocked = false;
      return new Promise((done) => {
        waiters.push(done);
        send();
      });
    }

    function resume(key, base) {
      held.delete(key);
      bases[key] = base;
      changed(key);
      send();
    }

    function park(key, base) {
      bases[key] = base;
      parked.set(key, { base: base, text: options.read(key) });
      keep(key);
    }

    function release(key, base) {
      queue.concat([waiting, held, parked]).forEach((batch) => batch.delete(key));
      bases[key] = base;
      keep(key);
    }

    function ask(address) {
      return window.requests.get(address, options.user).then((heard) => {
        if (heard.status === 401) {
          ended = true;
          tellEnd(heard.answer);
        } else if (heard.status < 300) {
          hurry();
          if (ended && !trouble) { ended = false; options.tell({ name: 'back' }); }
        }
        return heard.status === 200 ? heard.answer : null;
      }, () => null);
    }

    /* --- What an earlier visit has left ----------------------------------------------------------------------- */

    function adopt() {
      const shown = new Set();
      kept.take().forEach((item) => {
        const text = item.steps[item.steps.length - 1][1];
        if (options.show(item.key, text, item.label) === false) {
          left.push({ key: item.key, text: text, label: item.label, name: item.name });
          return;
        }
        item.steps.forEach((step) => line(item.key, { base: step[0], text: step[1] }));
        shown.add(item.key);
        keep(item.key);
        kept.drop(item.name);
      });
      if (queue.length) { send(); }
      return Array.from(shown);
    }

    /* Behind every step of the same field, so that they are sent in the order they were typed. */
    function line(key, step) {
      const last = queue.reduce((found, batch, at) => (batch.has(key) ? at : found), -1);
      if (last + 1 === queue.length) { queue.push(new Map()); }
      queue[last + 1].set(key, step);
    }

    function forget(key) {
      left.filter((one) => one.key === key).forEach((one) => kept.drop(one.name));
      left = left.filter((one) => one.key !== key);
    }

    window.addEventListener('online', hurry);
    window.addEventListener('focus', hurry);
    window.addEventListener('pageshow', (event) => { if (event.persisted) { send(); } });
    window.addEventListener('pagehide', send);
    document.addEventListener('visibilitychange', () => { if (document.hidden) { send(); } else { hurry(); } });
    window.addEventListener('beforeunload', (event) => {
      if (count() && !kept.works()) { event.preventDefault(); event.returnValue = ''; }
    });

    const keeper = {
      changed: changed, now: now, count: count, unsaved: unsaved, resume: resume, park: park,
      release: release, ask: ask, forget: forget,
    };
    keeper.found = { shown: adopt(), left: left };
    return keeper;
  };
}());
