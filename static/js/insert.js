/* Puts the figure of a cell into the narrative: found by words of its name, inserted where the caret stands. */
(function () {
  'use strict';

  const box = document.getElementById('insert-figure');
  const find = document.getElementById('find-cell');
  const list = document.getElementById('cells');
  const text = document.querySelector('#words-form textarea');
  if (!box || !find || !list || !text || text.disabled) { return; }
  const all = Array.from(list.options);
  let caret = text.value.length;
  box.hidden = false;

  text.addEventListener('blur', () => { caret = text.selectionStart; });

  find.addEventListener('input', () => {
    const words = find.value.trim().split(/\s+/);
    list.replaceChildren(...all.filter((option) => words.every((word) => option.textContent.indexOf(word) >= 0)));
    list.selectedIndex = list.options.length ? 0 : -1;
  });

  find.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') { event.preventDefault(); insert(); }
    if (event.key === 'ArrowDown') { event.preventDefault(); list.focus(); }
  });
  list.addEventListener('keydown', (event) => { if (event.key === 'Enter') { event.preventDefault(); insert(); } });
  list.addEventListener('dblclick', insert);
  document.getElementById('insert-cell').addEventListener('click', insert);

  /* Through the browser's own editing, so that Ctrl+Z takes it back. */
  function insert() {
    const mark = list.value;
    if (!mark || text.readOnly) { find.focus(); return; }
    box.open = false;
    text.focus();
    text.setSelectionRange(caret, caret);
    if (!document.execCommand('insertText', false, mark)) {
      text.setRangeText(mark, caret, caret, 'end');
      text.dispatchEvent(new Event('input', { bubbles: true }));
    }
  }
}());
