/* Before a form is sent it is asked whether somebody answers and the account of this page is still logged in. If not, the
   page stays with what was typed in it, says why, and leads to the log-in. Forms a script keeps to itself are not its
   business. Uses requests.js; without this file forms are sent at once. */
(function () {
  'use strict';

  const main = document.getElementById('main');
  if (!main || !main.dataset.user || !window.requests) { return; }
  const FRESH = 5000; // An answer holds for those who send the form again: what is typed elsewhere is saved first.
  const passed = new WeakMap();
  const asking = new WeakSet();
  let band = null;

  function watched(form) { return form.method === 'post' && !('leave' in form.dataset); }

  // On the window, behind those who stop a form or save first, and before those who say that it is on its way.
  window.addEventListener('submit', (event) => {
    const form = event.target;
    if (event.defaultPrevented || !watched(form) || Date.now() - (passed.get(form) || 0) < FRESH) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (!asking.has(form)) { ask(form, event.submitter); }
  });

  function ask(form, button) {
    asking.add(form);
    window.requests.get(main.dataset.here, main.dataset.user)
      .then((heard) => {
        if (heard.status === 401) { stay(form, heard.answer.message || '登录到时间了，或者在别的页面退出了。', wayIn(heard.answer.other)); }
        else { go(form, button); } // Any other trouble is told by the page that answers.
      }, () => stay(form, '没有连上，'))
      .finally(() => asking.delete(form));
  }

  function go(form, button) {
    if (band) { band.remove(); }
    freshen(form);
    passed.set(form, Date.now());
    form.requestSubmit(button && button.isConnected ? button : null);
  }

  /* Somebody who has logged in again elsewhere has a new token. */
  function freshen(form) {
    const field = form.querySelector('input[name="csrfmiddlewaretoken"]');
    const token = document.cookie.split('; ').find((part) => part.startsWith('csrftoken='));
    if (field && token) { field.value = token.slice('csrftoken='.length); }
  }

  function stay(form, why, link) {
    if (band) { band.remove(); }
    band = document.createElement('div');
    band.className = 'band error mb-3';
    band.setAttribute('role', 'alert');
    const said = document.createElement('p');
    said.textContent = why + '您填的都还在这一页上，' + (link ? '登录以后再按一次。' : '连上以后再按一次。');
    if (link) { said.append(link); }
    band.append(said);
    form.insertAdjacentElement('beforebegin', band);
    if (band.scrollIntoView) { band.scrollIntoView({ block: 'nearest' }); }
  }

  function wayIn(other) {
    const link = document.createElement('a');
    link.href = main.dataset.login + (other ? '&other' : '');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = other ? '换回原来的账号' : '去登录';
    return link;
  }
}());
