/* Before a form is sent it is asked whether somebody answers and the account of this page is still logged in. If not, the
   page stays with what was typed in it, says why, and leads to the log-in. Forms a script keeps to itself are not its
   business. Uses requests.js; without this file forms are sent at once. */
(function () {
  'use strict';

  const main = document.getElementById('main');
  if (!main || !main.dataset.user || !window.requests) { return; }
  const FRESH = 5000; // An answer holds for those who send the form again: what is typed elsewhere is saved first.
  const ONCE = 10000; // Whoever presses again while the answer is on its way sends nothing twice.
  const passed = new WeakMap();
  const asking = new WeakSet();
  let sent = new WeakMap();
  let band = null;

  function watched(form) { return form.method === 'post' && !('leave' in form.dataset); }

  // On the window, behind those who stop a form or save first, and before those who say that it is on its way.
  window.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !watched(form)) { return; }
    const again = asking.has(form) || within(sent, form, ONCE);
    if (!again && within(passed, form, FRESH)) { sent.set(form, Date.now()); return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (again) { say(form, '已经发出去了，正在等答复。', 'status'); } else { ask(form, event.submitter); }
  });
  window.addEventListener('pageshow', (event) => { if (event.persisted) { forget(); } });
  // Somebody has stopped it by hand.
  if (window.navigation) { window.navigation.addEventListener('navigateerror', forget); }

  function forget() {
    sent = new WeakMap();
    calm();
  }

  function within(times, form, long) { return Date.now() - (times.get(form) || 0) < long; }

  function ask(form, button) {
    asking.add(form);
    window.requests.get(main.dataset.here, main.dataset.user)
      .then((heard) => {
        if (heard.status === 401) { stay(form, heard.answer.message || '登录到时间了，或者在别的页面退出了。', window.requests.wayIn(main.dataset.login, heard.answer.other, '去登录')); }
        else { go(form, button); } // Any other trouble is told by the page that answers.
      }, () => stay(form, '没有连上，'))
      .finally(() => asking.delete(form));
  }

  function go(form, button) {
    calm();
    freshen(form);
    asking.delete(form);
    passed.set(form, Date.now());
    form.requestSubmit(button && button.isConnected ? button : null);
  }

  /* Somebody who has logged in again elsewhere has a new token. */
  function freshen(form) {
    const field = form.querySelector('input[name="csrfmiddlewaretoken"]');
    const token = window.requests.token();
    if (field && token) { field.value = token; }
  }

  function stay(form, why, link) {
    say(form, why + '您填的都还在这一页上，' + (link ? '登录以后再按一次。' : '连上以后再按一次。'), 'alert');
    if (link) { band.firstElementChild.append(link); }
  }

  function say(form, words, role) {
    calm();
    band = document.createElement('div');
    band.className = role === 'alert' ? 'band error mb-3' : 'band mb-3';
    band.setAttribute('role', role);
    const said = document.createElement('p');
    said.textContent = words;
    band.append(said);
    form.insertAdjacentElement('beforebegin', band);
    if (band.scrollIntoView) { band.scrollIntoView({ block: 'nearest' }); }
  }

  function calm() {
    if (band) { band.remove(); }
    band = null;
  }
}());
