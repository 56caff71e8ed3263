/* A file dropped on its field, and how long the reading has taken; without this file the form works all the same. */
(function () {
  'use strict';

  const form = document.getElementById('upload');
  if (!form) { return; }
  const progress = document.getElementById('progress');

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

  /* Nothing is said in the first second: most files are read by then. */
  function wait() {
    const began = Date.now();
    const name = Array.from(form.querySelectorAll('input[type=file]')).map((field) => field.files[0]).find(Boolean);
    const tick = () => {
      const seconds = Math.round((Date.now() - began) / 1000);
      progress.textContent = '正在读取' + (name ? '“' + name.name + '”' : '') + '，已用' + seconds + '秒';
    };
    setTimeout(() => { tick(); setInterval(tick, 1000); }, 1000);
  }

  form.querySelectorAll('[data-drop]').forEach(dropInto);
  form.addEventListener('submit', wait);
}());
