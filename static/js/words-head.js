/* The parts around the sections: each field is kept as it is typed, the date once it is complete. */
(function () {
  'use strict';

  const form = document.getElementById('head-form');
  const inputs = Array.from(form.querySelectorAll('input[type="text"], textarea'));
  const fields = {};

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
    const event = input.tagName === 'TEXTAREA' ? 'written' : input.name === 'date' ? 'change' : 'input';
    input.addEventListener(event, (change) => { if (!change.isComposing) { keeper.changed(input.name); } });
    input.addEventListener('blur', () => { if (input.value !== standing[input.name]) { keeper.changed(input.name); } });
  });
}());
