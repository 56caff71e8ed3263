/* A narrative while it is written: how it will be printed, how long it is, and a warning before it is lost. */
(function () {
  'use strict';

  var form = document.getElementById('words-form');
  var preview = document.getElementById('preview');
  if (!form || !preview) { return; }
  var text = form.querySelector('textarea');
  var state = document.getElementById('preview-state');
  var count = document.getElementById('count');
  var look = document.getElementById('look');
  var saved = document.getElementById('saved');
  var dirty = false;
  var waiting = 0;
  var asked = 0;

  function draw() {
    asked += 1;
    var mine = asked;
    fetch(form.dataset.preview, { method: 'POST', body: new FormData(form), credentials: 'same-origin' })
      .then(function (answer) { return answer.text().then(function (html) { return [answer.status, html]; }); })
      .then(function (found) {
        if (mine !== asked) { return; }
        if (found[0] !== 200 && found[0] !== 422) { throw new Error(String(found[0])); }
        preview.innerHTML = found[1];
        state.textContent = '';
      })
      .catch(function () { if (mine === asked) { state.textContent = '没有连上，写的都还在这一页'; } });
  }

  text.addEventListener('input', function () {
    dirty = true;
    if (saved) { saved.textContent = '有改动，还没有保存'; saved.className = 'saved busy'; }
    count.textContent = text.value.replace(/\s/g, '').length + '字';
    state.textContent = '正在更新';
    clearTimeout(waiting);
    waiting = setTimeout(draw, 600);
  });

  if (look) { look.addEventListener('click', function (event) { event.preventDefault(); draw(); }); }
  form.addEventListener('submit', function () { dirty = false; });
  window.addEventListener('beforeunload', function (event) {
    if (dirty) { event.preventDefault(); event.returnValue = ''; }
  });
}());
