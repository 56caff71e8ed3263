/* The parts around the sections: each field is kept as it is typed; of the date a whole one, and half of one when it is left. */
(function () {
  'use strict';

  const form = document.getElementById('head-form');
  const inputs = Array.from(form.querySelectorAll('input[type="text"], textarea'));
  const fields = {};
  const DATE = /^\s*(\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*)?$/;

  /* A field of one line takes what others wrote while nobody is in it. */
  function line(input) {
    return (patches) => {
      if (document.activeElement === input) { return false; }
      input.value = patches[patches.length - 1].new.join('');
      return true;
    };
  }

  inputs.forEach((input) => {
    const grown = input.tagName === 'TEXTAREA' ? window.wordsField(input) : null;
    fields[input.name] = {
      read: () => input.value,
      show: (text) => { input.value = text; if (grown) { grown.draw(); } },
      patch: grown ? grown.patch : line(input),
    };
  });
  const standing = JSON.parse(form.elements.base.value || '{}');
  const locked = inputs.some((input) => input.readOnly);
  const keeper = window.keepWords(form, locked ? {} : fields, standing, JSON.stringify);
  if (locked) { return; }

  /* The date as it is written in documents, once it has been kept. */
  form.addEventListener('kept', () => {
    const bases = JSON.parse(form.elements.base.value);
    inputs.filter((input) => input !== document.activeElement && !keeper.unsaved(input.name)).forEach((input) => {
      if (input.tagName === 'INPUT') { input.value = bases[input.name] || ''; }
    });
  });
  inputs.forEach((input) => {
    const changed = () => keeper.changed(input.name);
    const half = () => input.name === 'date' && !DATE.test(input.value);
    const events = input.tagName === 'TEXTAREA' ? ['written'] : ['input', 'compositionend'];
    events.forEach((event) => {
      input.addEventListener(event, (change) => { if (!change.isComposing && !half()) { changed(); } });
    });
    input.addEventListener('blur', () => { if (input.value !== standing[input.name]) { changed(); } });
    if (input.name === 'date') { whenLeft(input, changed); }
  });

  /* Nobody is told of half a date while typing it; leaving the field, saving and leaving the page end that. */
  function whenLeft(input, changed) {
    input.addEventListener('change', changed);
    input.addEventListener('keydown', (key) => { if ((key.ctrlKey || key.metaKey) && key.key === 's') { changed(); } });
    window.addEventListener('pagehide', changed);
  }
}());
