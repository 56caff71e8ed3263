/* Leaving for good: what this browser keeps because it is not saved goes with whoever logs out, but not unasked. */
(function () {
  'use strict';

  const form = document.querySelector('form[data-leave]');
  if (!form) { return; }
  const prefix = ['unsaved', form.dataset.leave, ''].join('|');

  function kept() {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(prefix));
    } catch (refusal) {
      return [];
    }
  }

  function go() {
    kept().forEach((name) => localStorage.removeItem(name));
    form.submit();
  }

  function button(label, style, act) {
    const made = document.createElement('button');
    made.type = 'button';
    made.className = 'btn btn-sm ' + style;
    made.textContent = label;
    made.addEventListener('click', act);
    return made;
  }

  function ask(count) {
    const band = document.getElementById('leaving') || document.createElement('div');
    const words = document.createElement('p');
    words.textContent = '这台电脑上还有' + count + '处填了没存上，退出后就没有了。不退出，回到那一页会接着存。';
    band.id = 'leaving';
    band.className = 'band query';
    band.setAttribute('role', 'alert');
    const row = document.createElement('div');
    row.className = 'btn-row';
    row.append(button('先不退出', 'btn-quiet', () => band.remove()), button('不要了，退出', 'btn-plain', go));
    band.replaceChildren(words, row);
    document.getElementById('main').prepend(band);
    row.firstElementChild.focus();
  }

  // On the window, behind everybody who saves first.
  window.addEventListener('submit', (event) => {
    const left = event.target === form ? kept().length : 0;
    if (left) {
      event.preventDefault();
      ask(left);
    }
  });
}());
