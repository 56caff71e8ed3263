/* A narrative while it is written: how it will be printed, its outline and length, and a warning before it is lost. */
(function () {
  'use strict';

  const form = document.getElementById('words-form');
  const preview = document.getElementById('preview');
  const text = form && form.querySelector('textarea');
  if (!text || !preview || text.disabled) { return; }
  const outline = document.getElementById('outline');
  const state = document.getElementById('preview-state');
  const count = document.getElementById('count');
  const saved = document.getElementById('saved');
  const look = document.getElementById('look');
  const NUMERALS = '一二三四五六七八九十';
  let dirty = false;
  let waiting = 0;
  let asked = 0;

  /* The server draws what is typed; an answer that a newer question has overtaken is dropped. */
  function draw() {
    asked += 1;
    const mine = asked;
    fetch(form.dataset.preview, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
      .then((answer) => {
        if (answer.redirected || (answer.status !== 200 && answer.status !== 422)) { throw new Error('no preview'); }
        return answer.text();
      })
      .then((page) => { if (mine === asked) { show(page); } })
      .catch(() => { if (mine === asked) { state.textContent = '没有连上，写的都还在这一页'; } });
  }

  function show(page) {
    const fresh = new DOMParser().parseFromString(page, 'text/html');
    const rows = fresh.getElementById('fresh-outline');
    if (rows) {
      rows.remove();
      if (outline) { outline.replaceChildren(...rows.childNodes); }
    }
    preview.replaceChildren(...fresh.body.childNodes);
    state.textContent = '';
  }

  function changed() {
    dirty = true;
    if (saved) { saved.textContent = '有改动，还没有保存'; saved.className = 'saved busy'; }
    count.textContent = text.value.replace(/\s/g, '').length + '字';
    state.textContent = '正在更新';
    clearTimeout(waiting);
    waiting = setTimeout(draw, 600);
  }

  /* Put the caret at a line and bring it into sight; leaving and entering the field again makes the browser scroll. */
  function goTo(line) {
    const at = text.value.split('\n').slice(0, line).join('\n').length + (line ? 1 : 0);
    text.setSelectionRange(at, at);
    text.blur();
    text.focus();
  }

  /* A new heading at the end for a matter not written of yet, numbered after the last one of its level. */
  function add(label) {
    const numbers = text.value.match(/^\s*（[一二三四五六七八九十]）/gm) || [];
    const numeral = NUMERALS[numbers.length] || NUMERALS[NUMERALS.length - 1];
    const end = text.value.length;
    text.focus();
    text.setSelectionRange(end, end);
    const words = (text.value && !text.value.endsWith('\n') ? '\n' : '') + '（' + numeral + '）' + label + '。';
    // Through the browser's own editing, so that Ctrl+Z takes it back.
    if (!document.execCommand('insertText', false, words)) { text.value += words; changed(); }
  }

  text.addEventListener('input', changed);
  if (outline) {
    outline.addEventListener('click', (event) => {
      const row = event.target.closest('a');
      if (!row) { return; }
      event.preventDefault();
      if (row.dataset.add) { add(row.dataset.add); } else { goTo(Number(row.dataset.line)); }
    });
  }
  if (look) { look.hidden = true; }
  document.addEventListener('keydown', (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key === 's') { event.preventDefault(); form.requestSubmit(); }
  });
  form.addEventListener('submit', () => { dirty = false; });
  // Typed before this script had come, brought back by the browser, or sent and not saved.
  if (text.value !== text.defaultValue.replace(/\r\n?/g, '\n') || 'unsaved' in form.dataset) { changed(); }
  window.addEventListener('beforeunload', (event) => {
    if (dirty) { event.preventDefault(); event.returnValue = ''; }
  });
}());
