/* The words about saving: in the bar of the report, in a band above what is typed, and before the page is left.

   const bar = window.savebar(form, () => keeper)
   form           has data-login, the way to the log-in and back (an address with a query); the band is put before it
   bar.tell       what the keeper of autosave.js tells goes here
   bar.open(words, place)   something waits for a decision: these words stand in the bar instead of the time and lead to
                  the element with the id `place`; '' for nothing
   bar.note(lines, [[label, act], …])   a band that stays until one of its buttons is pressed
   A link to a window of its own that has data-saved-first is followed once what is typed is saved. */
(function () {
  'use strict';

  const HOLD = 1500;
  const OPENING = 4000; // A click lets a window be opened for five seconds.
  const KEPT = '您填的都还在这台电脑上';
  const UNKEPT = '您填的都还在这一页上，先别关这一页';
  const AGAIN = '请重新打开这一页：能改的话，会放回原处接着存；不能改，会列出来，可以复制。';
  const COPY = '请先复制到别处，再重新打开这一页。';

  window.savebar = function (form, keeper) {
    const saved = document.getElementById('saved');
    const icon = saved && saved.querySelector('svg');
    let band = null;
    let about = '';
    let waiting = '';
    let where = '';
    let time = '';
    let leaving = false;

    function words(text, kind, marked) {
      if (!saved) { return; }
      saved.className = 'saved' + (kind ? ' ' + kind : '');
      saved.replaceChildren(...(marked && icon ? [icon] : []), document.createTextNode(text));
    }

    function line(text) {
      const made = document.createElement('p');
      made.textContent = text;
      return made;
    }

    /* One band at a time, and spoken once: the same trouble is not said again. */
    function warn(key, text, link) {
      if (about === key) { return; }
      calm();
      about = key;
      band = document.createElement('div');
      band.className = 'band error mb-3';
      band.setAttribute('role', 'alert');
      form.insertAdjacentElement('beforebegin', band);
      const said = line(text);
      if (link) { said.append(link); }
      band.append(said);
    }

    function calm() {
      if (band) { band.remove(); }
      band = null;
      about = '';
    }

    const SAID = {
      saving: () => { if (!about) { words('正在保存', 'busy'); } },
      saved: (event) => {
        time = event.answer.saved;
        calm();
        settled();
      },
      back: () => { calm(); settled(); },
      failed: (event) => {
        words('没存上，正在重试', 'failed');
        const kept = event.kept ? KEPT : UNKEPT;
        if (event.offline) { warn('offline', '没有连上，' + kept + '，连上后自动保存。'); }
        else { warn('failed', '没存上，正在重试。' + kept + '。'); }
      },
      login: (event) => {
        words(keeper().count() ? '没存上，' : '', 'failed');
        const wayIn = () => window.requests.wayIn(form.dataset.login, event.other, '登录后接着填');
        if (saved) { saved.append(wayIn()); }
        const said = (event.message || '登录到时间了，或者在别的页面退出了。') + (keeper().count() ? KEPT + '。' : '');
        warn(said, said, wayIn());
      },
      refused: (event) => {
        const said = event.message || '没存上。';
        if (!keeper().count()) { warn('refused' + said, said); return; }
        words('没存上', 'failed');
        warn('refused' + said, said + (event.kept === false ? UNKEPT + '。' + COPY : KEPT + '。' + AGAIN));
      },
    };

    function settled() {
      if (waiting) {
        words('', 'failed');
        if (saved) { saved.append(wayTo()); }
      }
      else if (time) { words(time + ' 已保存', '', true); }
    }

    function wayTo() {
      const link = document.createElement('a');
      link.href = '#' + where;
      link.textContent = waiting;
      link.addEventListener('click', () => { document.getElementById(where).focus(); });
      return link;
    }

    function open(text, place) {
      waiting = text;
      where = place;
      if (!about) { settled(); }
    }

    function note(lines, buttons) {
      const made = document.createElement('div');
      const said = document.createElement('div');
      const row = document.createElement('div');
      made.className = 'band mb-3';
      made.setAttribute('role', 'status');
      row.className = 'btn-row';
      lines.forEach((text) => said.append(line(text)));
      buttons.forEach((pair) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'btn btn-quiet btn-sm';
        button.textContent = pair[0];
        button.addEventListener('click', () => { made.remove(); pair[1](); });
        row.append(button);
      });
      made.append(said, row);
      form.insertAdjacentElement('beforebegin', made);
    }

    /* --- Before the page is left: what is on its way arrives first, or is kept here ---------------------------- */

    function first(then, most) {
      const slow = new Promise((done) => { setTimeout(done, most); });
      Promise.race([keeper().now(), slow]).then(() => {
        leaving = true;
        then();
        setTimeout(() => { leaving = false; }, 0);
      });
    }

    document.addEventListener('click', (event) => {
      const link = event.target.closest('a[href]');
      const plain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
      if (!link || !plain || event.defaultPrevented || link.download || !keeper().count()) { return; }
      if (link.getAttribute('href').startsWith('#')) { return; }
      if ('savedFirst' in link.dataset) {
        event.preventDefault();
        first(() => { window.open(link.href, link.target, link.rel); }, OPENING);
      } else if (!link.target) {
        event.preventDefault();
        first(() => { window.location.href = link.href; }, HOLD);
      }
    });

    // The window hears of it after this: logout.js, which asks about what could not be saved.
    document.addEventListener('submit', (event) => {
      const sent = event.target;
      const button = event.submitter;
      freshen(sent);
      if (event.defaultPrevented || leaving) { return; }
      if (sent === form) {
        event.preventDefault();
        keeper().now();
      } else if (keeper().count()) {
        event.preventDefault();
        event.stopPropagation();
        first(() => sent.requestSubmit(button), HOLD);
      }
    });

    /* Somebody who has logged in again elsewhere has a new token. */
    function freshen(sent) {
      const field = sent.querySelector('input[name="csrfmiddlewaretoken"]');
      const token = document.cookie.split('; ').find((part) => part.startsWith('csrftoken='));
      if (field && token) { field.value = token.slice('csrftoken='.length); }
    }

    document.addEventListener('keydown', (event) => {
      if ((event.ctrlKey || event.metaKey) && event.key === 's') {
        event.preventDefault();
        keeper().now();
      }
    });

    return { tell: (event) => SAID[event.name](event), open: open, note: note };
  };
}());
