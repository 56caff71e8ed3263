/* Text that comes from elsewhere, pasted or taken over from last year: tidied, listed, and taken back in one step.

   const paste = window.wordsPaste(field, {address, token, notices, say, picture})
   picture(files)            a picture, and no words, was pasted
   paste.take(words, year)   put a paragraph of that year behind the one the caret is in, with its years and figures listed */
(function () {
  'use strict';

  const DATED = /20\d\d年?|[去上前今]年|\d[\d,.]*[件条次个项份人名家期场篇部处万亿元%％]/g;
  const MOST = 900000; // Characters of HTML that are worth sending.
  const TIMES = 2; // Of what a report may hold: more is not put in,
  const LINES = 2000; // nor are more lines, for each of which the browser takes longer than for the one before.
  const NOTES = 3; // What was tidied before that is no longer looked at.

  window.wordsPaste = function (field, options) {
    const text = field.text;
    let taken = [];
    let tidiedNotes = []; // The newest first: {note, lines of the text it is about}.
    let overlong = null; // The note on a text that does not fit.

    /* --- Pasted ----------------------------------------------------------------------------------------------- */

    /* The words are put in at once; the tidied ones take their place if nobody has typed meanwhile. */
    function pasted(event) {
      const sent = event.clipboardData.getData('text/plain') || '';
      const plain = sent.replace(/\r\n?|[\v\u2028]/g, '\n');
      const html = event.clipboardData.getData('text/html') || '';
      const drawn = Array.from(event.clipboardData.files).some((file) => file.type.startsWith('image/'));
      if (text.readOnly || (!plain && !html && !drawn)) { return; }
      event.preventDefault();
      if (!plain.trim() && drawn) { options.picture(event.clipboardData.files); return; }
      if (isTooMuch(plain)) { refused(plain); return; }
      const start = text.selectionStart;
      const behind = text.value.slice(0, start).split('\n').filter((line) => line.trim()).length;
      const within = /[^\n]$/.test(text.value.slice(0, start));
      field.insert(plain, start, text.selectionEnd);
      const after = text.value;
      const body = new FormData();
      body.set('csrfmiddlewaretoken', options.token());
      body.set('text', sent);
      body.set('html', html.length < MOST ? html : '');
      body.set('behind', Math.max(0, behind - (within ? 1 : 0)));
      fetch(options.address, { method: 'POST', body: body, credentials: 'same-origin', redirect: 'error' })
        .then((answer) => (answer.ok ? answer.json() : Promise.reject(answer)))
        .then((tidied) => {
          if (tidied.whole) { asItWas('贴来的像是一整份报告', tidied.whole); }
          if (tidied.long) { overlong = asItWas('贴来的太长', tidied.long); }
          if (isTooMuch(tidied.text)) { refused(tidied.text); return; }
          if (text.value !== after || !tidied.changes) { return; }
          if (tidied.text) { field.insert(tidied.text, start, start + plain.length); } else if (plain.trim()) { return; }
          listed(tidied, start, plain);
        })
        .catch(() => options.say('粘贴的文字原样放进来了，没有整理'));
    }

    function most() { return TIMES * Number(text.dataset.limit); }

    function isTooMuch(words) {
      return words.length > most() || words.split('\n').length > LINES;
    }

    /* So much would keep the browser busy for minutes: it stays where it is, and the text as it was. */
    function refused(words) {
      const size = words.length + '个字、' + words.split('\n').length + '段';
      overlong = asItWas('贴来的太长', '贴来的有' + size + '，一次最多贴' + most() + '个字、' + LINES + '段，没有放进来。文字还在剪贴板上，请只复制要用的，或者分几次贴。');
    }

    function listed(tidied, start, plain) {
      const note = made(tidied.text ? '粘贴的文字整理过了' : '粘贴来的里面没有文字');
      note.list.append(...read(tidied.changes));
      keepFew(note, tidied.text.split('\n'));
      if (!tidied.text) { return; }
      button(note, '撤销整理', () => {
        const at = text.value.indexOf(tidied.text, Math.max(0, start - 200));
        if (at < 0) { options.say('后来又改过了，按Ctrl+Z一步一步撤销'); return; }
        field.insert(plain, at, at + tidied.text.length);
        note.remove();
        options.say('放回了原样');
      });
    }

    function read(html) { return new DOMParser().parseFromString(html, 'text/html').body.childNodes; }

    function keepFew(note, lines) {
      tidiedNotes = [{ note: note, lines: lines.filter((line) => line.trim()) }].concat(tidiedNotes.filter((one) => one.note.box.isConnected));
      tidiedNotes.splice(NOTES).forEach((one) => one.note.remove());
    }

    /* A note goes with the last of the paragraphs it is about, and one on what is too long with the next change that fits. */
    function withTheirText() {
      if (overlong && text.value.length <= Number(text.dataset.limit)) { overlong.remove(); overlong = null; }
      tidiedNotes.filter((one) => one.lines.length && !one.lines.some((line) => text.value.includes(line.trim())))
        .forEach((one) => one.note.remove());
      tidiedNotes = tidiedNotes.filter((one) => one.note.box.isConnected);
    }

    /* Several parts of a report at once, or more than it may hold: said, and the text stays as it was pasted. */
    function asItWas(words, html) {
      const old = options.notices.querySelector('[data-whole]');
      if (old) { old.remove(); }
      const note = made(words);
      note.box.dataset.whole = '';
      note.list.append(...read(html));
      return note;
    }

    /* --- Taken over from last year ---------------------------------------------------------------------------- */

    function take(words, year) {
      if (text.readOnly) { return; }
      const line = field.line();
      const here = field.lines()[line];
      const end = field.startOf(line) + here.length;
      field.insert((here.trim() ? '\n' : '') + words, end, end);
      const at = line + (here.trim() ? 1 : 0);
      const dated = (words.match(DATED) || []).map((excerpt) => ({ excerpt: excerpt, line: at }));
      taken = taken.concat(dated.filter((spot, n) => dated.findIndex((one) => one.excerpt === spot.excerpt) === n));
      if (dated.length) { yearsListed(year); }
      options.say(year + '年的这一段放进来了' + (dated.length ? '，年份和数字要改' : ''));
    }

    function yearsListed(year) {
      const old = options.notices.querySelector('[data-years]');
      if (old) { old.remove(); }
      const note = made('从' + year + '年拿来的文字，这些年份和数字要看一看：');
      note.box.dataset.years = '';
      note.gone = () => { taken = []; field.mark('t', taken); };
      still(note);
      text.addEventListener('input', () => still(note));
    }

    /* What was changed leaves the list; with the last one the list goes. */
    function still(note) {
      if (!note.box.isConnected) { return; }
      taken = taken.filter((spot) => field.find(spot.excerpt, spot.line));
      field.mark('t', taken);
      note.list.replaceChildren(...taken.map((spot) => {
        const go = document.createElement('button');
        go.type = 'button';
        go.className = 'btn btn-quiet btn-sm';
        go.textContent = spot.excerpt;
        go.addEventListener('click', () => {
          const place = field.find(spot.excerpt, spot.line);
          if (place) { field.goTo(place[0], place[1]); }
        });
        return go;
      }));
      if (!taken.length) { note.remove(); }
    }

    /* --- A note above the field ------------------------------------------------------------------------------- */

    function made(words) {
      const box = document.createElement('div');
      const head = document.createElement('p');
      const list = document.createElement('div');
      const acts = document.createElement('div');
      box.className = 'band noted';
      list.className = 'listed';
      acts.className = 'btn-row';
      head.textContent = words;
      box.append(head, list, acts);
      options.notices.prepend(box);
      setTimeout(field.reveal, 0);
      const note = { box: box, list: list, acts: acts, gone: () => {} };
      note.remove = () => { note.gone(); box.remove(); };
      button(note, '知道了', () => { note.remove(); text.focus(); });
      options.say(words);
      return note;
    }

    function button(note, words, act) {
      const made = document.createElement('button');
      made.type = 'button';
      made.className = 'btn btn-plain btn-sm';
      made.textContent = words;
      made.addEventListener('click', act);
      note.acts.prepend(made);
    }

    text.addEventListener('paste', pasted);
    ['input', 'arrived'].forEach((name) => text.addEventListener(name, withTheirText));
    return { take: take };
  };
}());
