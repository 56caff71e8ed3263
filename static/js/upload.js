/* A file dropped on its field; without this file the form works all the same. */
(function () {
  'use strict';

  const form = document.getElementById('upload');
  if (!form) { return; }

  function dropInto(zone) {
    const field = zone.querySelector('input[type=file]');
    zone.querySelectorAll('[data-with-script]').forEach((hint) => { hint.hidden = false; });
    zone.addEventListener('dragover', (event) => { event.preventDefault(); zone.classList.add('over'); });
    zone.addEventListener('dragleave', () => zone.classList.remove('over'));
    zone.addEventListener('drop', (event) => {
      event.preventDefault();
      zone.classList.remove('over');
      if (event.dataTransfer.files.length) { field.files = event.dataTransfer.files; field.focus(); }
    });
  }

  form.querySelectorAll('[data-drop]').forEach(dropInto);
}());
