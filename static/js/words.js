/* The page of a narrative while it is written: what stands beside it follows, and leads to the place in the text. */
(function () {
  'use strict';

  const form = document.getElementById('words-form');
  const text = form && form.querySelector('textarea');
  if (!text) { return; }
  const part = text.name;
  const locked = text.readOnly;
  const field = window.wordsField(text);
  const preview = document.getElementById('preview');
  const general = document.getElementById('general');
  const comparison = document.getElementById('comparison');
  const outline = document.getElementById('outline');
  const state = document.getElementById('preview-state');
  const count = document.getElementById('count');
  const begin = document.getElementById('begin');
  const said = document.getElementById('said');
  const sides = Array.from(document.querySelectorAll('[data-side]'));
  const NUMERALS = '一二三四五六七八九十';
  const PAUSE = 600;
  let side = 'look';
  let waiting = 0;
  let asked = 0;
  let late = false;

  /* --- What stands beside follows ------------------------------------------------------------------------------- */

  /* The server draws what is typed; an answer that a newer question has overtaken is dropped. */
  function draw() {
    asked += 1;
    const mine = asked;
    const body = new FormData(form);
    body.set('then', side);
    fetch(form.dataset.preview, { method: 'POST', body: body, credentials: 'same-origin', redirect: 'error' })
      .then((answer) => {
        if (answer.status !== 200 && answer.status !== 422) { throw new Error('no preview'); }
        return answer.text();
      })
      .then((page) => { if (mine === asked) { show(page); } })
      .then(() => { late = false; })
      .catch(() => { if (mine === asked) { late = true; state.textContent = '没有连上，连上后更新'; } });
  }

  function show(page) {
    const fresh = new DOMParser().parseFromString(page, 'text/html');
    [['fresh-outline', outline], ['fresh-general', general], ['fresh-comparison', comparison]].forEach((pair) => {
      const part = fresh.getElementById(pair[0]);
      if (!part) { return; }
      part.remove();
      if (pair[1]) { pair[1].replaceChildren(...part.childNodes); }
    });
    const notes = Array.from(document.querySelectorAll('nav.steps .m'));
    const steps = fresh.getElementById('fresh-steps');
    if (steps) {
      steps.querySelectorAll('.m').forEach((note, at) => { if (notes[at]) { notes[at].replaceWith(note); } });
      steps.remove();
    }
    preview.replaceChildren(...fresh.body.childNodes);
    state.textContent = '';
    marked();
    follow();
  }

  /* The words in question, under the text as in the printed look. */
  function marked() {
    const links = Array.from(preview.querySelectorAll('[data-excerpt]'));
    field.mark('q', links.map((link) => ({ excerpt: link.dataset.excerpt.trim(), line: lineOf(link) })));
  }

  /* A finding follows the paragraph it is about. */
  function lineOf(inside) {
    let place = inside.closest('.find');
    while (place && !('line' in place.dataset)) { place = place.previousElementSibling; }
    return place ? Number(place.dataset.line) : 0;
  }

  function typed() {
    const over = text.value.length - Number(text.dataset.limit);
    count.textContent = text.value.replace(/\s/g, '').length + '字' + (over > 0 ? '，多出' + over + '字，存不下' : '');
    count.classList.toggle('late', over > 0);
    state.textContent = '正在更新';
    if (begin) { begin.hidden = Boolean(text.value.trim()); }
    clearTimeout(waiting);
    waiting = setTimeout(draw, PAUSE);
  }

  /* --- Where the caret is ----------------------------------------------------------------------------------------- */

  function follow() {
    const line = field.line();
    let heading = null;
    outline.querySelectorAll('a[data-line]').forEach((row) => {
      row.removeAttribute('aria-current');
      if (Number(row.dataset.line) <= line) { heading = row; }
    });
    if (heading) { heading.setAttribute('aria-current', 'true'); }
    preview.querySelectorAll('.here, .find.on').forEach((one) => one.classList.remove('here', 'on'));
    const here = preview.querySelector('.p[data-line="' + line + '"]');
    if (!here || document.activeElement !== text) { return; }
    here.classList.add('here');
    for (let next = here.nextElementSibling; next && next.matches('.find'); next = next.nextElementSibling) {
      next.classList.add('on');
    }
    inSight(here);
  }

  /* Only the printed look is scrolled, and only when the paragraph is out of it. */
  function inSight(paragraph) {
    const box = paragraph.getBoundingClientRect();
    const frame = preview.getBoundingClientRect();
    if (box.bottom > frame.bottom || box.top < frame.top) { preview.scrollTop += box.top - frame.top - 48; }
  }

  /* A new heading at the end for a matter not written of yet, numbered after the last one of its level. */
  function add(label) {
    const numbers = text.value.match(/^\s*（[一二三四五六七八九十]）/gm) || [];
    const numeral = NUMERALS[numbers.length] || NUMERALS[NUMERALS.length - 1];
    const end = text.value.length;
    field.insert((text.value && !text.value.endsWith('\n') ? '\n' : '') + '（' + numeral + '）' + label + '。', end, end);
    field.goTo(text.value.length, text.value.length);
  }

  /* --- What is clicked -------------------------------------------------------------------------------------------- */

  outline.addEventListener('click', (event) => {
    const row = event.target.closest('a');
    if (!row) { return; }
    event.preventDefault();
    if (row.dataset.add && !locked) { add(row.dataset.add); } else if (row.dataset.line) { field.goToLine(Number(row.dataset.line)); }
  });

  document.querySelector('.beside').addEventListener('click', (event) => {
    const link = event.target.closest('[data-excerpt]');
    const paragraph = event.target.closest('.p[data-line]');
    if (link) {
      event.preventDefault();
      const place = field.find(link.dataset.excerpt.trim(), lineOf(link));
      if (place) { field.goTo(place[0], place[1]); } else { field.goToLine(lineOf(link)); }
    } else if (paragraph && !String(window.getSelection())) {
      field.goToLine(Number(paragraph.dataset.line));
    }
  });

  sides.forEach((button) => {
    if (button.getAttribute('aria-pressed') === 'true') { side = button.dataset.side; }
    button.addEventListener('click', (event) => {
      event.preventDefault();
      side = button.dataset.side;
      sides.forEach((one) => one.setAttribute('aria-pressed', String(one === button)));
      document.querySelectorAll('[data-panel]').forEach((panel) => { panel.hidden = panel.dataset.panel !== side; });
      if (side !== 'last') { draw(); }
    });
  });

  /* --- Kept, pasted, taken over ----------------------------------------------------------------------------------- */

  const own = {
    read: () => text.value,
    show: (words) => { text.value = words; field.draw(); },
    patch: field.patch,
    reveal: field.reveal,
  };
  /* A pasted picture goes the way of every other: into the form that asks what it shows. */
  function chosen(files) {
    handing.closest('details').open = true;
    handing.elements.file.files = files;
    handing.elements.alt.focus();
    said.textContent = '图片选好了，写上说明再传上来';
  }

  const handing = document.getElementById('picture-form');
  if (handing) { text.addEventListener('blur', () => { handing.elements.line.value = field.line(); }); }

  const keeper = window.keepWords(
    form,
    locked ? {} : { [part]: own },
    { [part]: form.elements.base.value.replace(/\r\n?/g, '\n') },
    (bases) => bases[part] || '',
  );
  const paste = window.wordsPaste(field, {
    address: form.dataset.paste,
    token: () => form.elements.csrfmiddlewaretoken.value,
    notices: document.getElementById('notices'),
    say: (words) => { said.textContent = words; },
    picture: chosen,
  });
  document.querySelectorAll('[data-take]').forEach((button) => {
    button.addEventListener('click', () => {
      paste.take(button.parentElement.querySelector('p').textContent, button.closest('[data-year]').dataset.year);
    });
  });

  text.addEventListener('written', () => {
    typed();
    if (!locked) { keeper.changed(part); }
  });
  text.addEventListener('arrived', typed);
  form.addEventListener('kept', () => { if (late) { draw(); } });
  document.addEventListener('selectionchange', () => { if (document.activeElement === text) { follow(); } });
  marked();
  // From the list of all findings: the caret stands at the words in question. The browser, which goes to the finding and takes
  // the caret away, has done so by then; whoever writes already stays where they are.
  function goToWanted() {
    const wanted = location.hash.startsWith('#finding-') && document.getElementById(location.hash.slice(1));
    const place = wanted && wanted.querySelector('[data-excerpt]');
    if (place && !document.activeElement.matches('input, textarea, select')) { place.click(); }
  }
  window.addEventListener('load', () => setTimeout(goToWanted));
  // Answers are not kept before they have become a draft.
  let sent = false;
  window.addEventListener('beforeunload', (event) => {
    const answers = begin && !sent ? Array.from(begin.querySelectorAll('textarea, input[type="text"]')) : [];
    if (answers.some((answer) => answer.value !== answer.defaultValue)) { event.preventDefault(); event.returnValue = ''; }
  });
  window.addEventListener('submit', (event) => { sent = sent || (begin && begin.contains(event.target) && !event.defaultPrevented); });
  // Typed before this script had come, brought back by the browser, or kept from an earlier visit.
  if (text.value !== text.defaultValue.replace(/\r\n?/g, '\n')) { typed(); }
}());
