/* What was typed on a page that was left before the server had answered: said on every page of the report, with the way
   to its part, and sent from here. What stands against another person's change waits for its own page. The report is not
   submitted without it. Uses autosave.js and shelf.js. */
(function () {
  'use strict';

  const UNCONNECTED = '没有连上，连上后自动保存。';
  const QUIET = 2000; // Whoever typed a moment ago may be typing still, in another tab.
  const own = document.querySelector('form[data-place]');
  const box = document.getElementById('unsent');
  const band = box.firstElementChild;
  const count = band.querySelector('[data-count]');
  const state = band.querySelector('[data-state]');
  const submits = document.querySelectorAll('form[data-needs-saved]');
  const places = Array.from(band.querySelectorAll('[data-of]'), (link) => ({
    link: link,
    name: link.textContent,
    shelf: window.shelf(box.dataset.user, link.dataset.of),
    keeper: null,
    stuck: '',
    trouble: '',
  })).filter((place) => !own || place.link.dataset.of !== own.dataset.place);
  let sent = 0;
  let timer = 0;

  function kept(place) { return new Set(place.shelf.take().map((item) => item.key)).size; }

  function lately(place) { return place.shelf.take().some((item) => Date.now() - item.at < QUIET); }

  /* --- What is said ----------------------------------------------------------------------------------------------- */

  function write(element, text) { if (element.textContent !== text) { element.textContent = text; } }

  function show() {
    const left = places.reduce((sum, place) => sum + kept(place), 0);
    places.forEach((place) => {
      place.link.hidden = !kept(place);
      write(place.link, place.name + '（' + kept(place) + '处）');
    });
    submits.forEach((form) => hold(form, left));
    if (left) {
      said('query', '本浏览器中还有' + left + '处未保存：', standing());
    } else if (sent) {
      arrived();
    } else {
      band.hidden = true;
    }
  }

  function said(kind, words, after) {
    band.className = 'band ' + kind;
    band.hidden = false;
    write(count, words);
    write(state, after);
  }

  function standing() {
    if (navigator.onLine === false) { return UNCONNECTED; }
    const waiting = places.find((place) => kept(place) && (place.trouble || place.stuck));
    return waiting ? waiting.trouble || waiting.stuck : '正在保存。';
  }

  function hold(form, left) {
    const button = form.querySelector('button');
    const why = form.querySelector('[data-why]');
    button.disabled = left > 0;
    write(why, left ? '本浏览器中还有' + left + '处未保存，保存以后才能提交。' : '');
  }

  /* What the checks say is older than what has just been saved: the page is drawn anew, unless something is typed in it. */
  function arrived() {
    if (!own && !begun()) { window.location.reload(); return; }
    said('ok', '上次没保存的' + sent + '处补存好了。', own ? '' : '这一页的检查结果还是补存以前的，写完以后请重新打开。');
  }

  function begun() {
    return Array.from(document.querySelectorAll('textarea, input:not([type=hidden])')).some((field) => (
      field.value !== field.defaultValue || field.checked !== field.defaultChecked
    ));
  }

  /* --- Sending it ------------------------------------------------------------------------------------------------- */

  function look() {
    clearTimeout(timer);
    places.forEach(send);
    show();
    if (places.some(lately)) { timer = setTimeout(look, QUIET); }
  }

  function send(place) {
    if (!kept(place)) { place.keeper = null; }
    if (!kept(place) || lately(place) || (place.keeper && place.keeper.count())) { return; }
    const texts = {};
    const labels = {};
    place.keeper = window.autosave({
      address: place.link.dataset.send,
      user: box.dataset.user,
      place: place.link.dataset.of,
      standing: {},
      read: (key) => texts[key],
      show: (key, text, label) => { texts[key] = text; labels[key] = label; },
      label: (key) => labels[key],
      settle: (answer, typed) => settle(place, answer, typed),
      tell: (event) => tell(place, event),
    });
  }

  /* What is left out stays kept here: somebody has to choose, or to write something else. */
  function settle(place, answer, typed) {
    const taken = Object.keys(typed).filter((key) => stored(answer, key, typed[key]));
    sent += taken.length;
    if (taken.length < Object.keys(typed).length) { place.stuck = '别人也改了，或者写的存不下，打开这一部分看一看。'; }
    return Object.fromEntries(taken.map((key) => [key, typed[key]]));
  }

  function stored(answer, key, text) {
    if (answer.cells) {
      return !answer.conflicts.some((one) => one.key === key) && (!(key in answer.errors) || answer.cells[key] === text);
    }
    return !(key in answer.errors) && !(key in answer.fields && answer.fields[key].clashes.length);
  }

  const TROUBLE = {
    failed: (event) => (event.offline ? UNCONNECTED : '没存上，正在重试。'),
    login: (event) => event.message + '打开这一部分，登录后接着存。',
    refused: (event) => event.message + '打开这一部分看一看。',
  };

  function tell(place, event) {
    if (event.name !== 'saving') { place.trouble = event.name in TROUBLE ? TROUBLE[event.name](event) : ''; }
    show();
  }

  submits.forEach((form) => form.addEventListener('submit', (event) => {
    if (places.some(kept)) {
      event.preventDefault();
      look();
    }
  }));
  window.addEventListener('focus', look);
  window.addEventListener('pageshow', (event) => { if (event.persisted) { look(); } });
  ['storage', 'offline', 'online'].forEach((name) => window.addEventListener(name, show));
  look();
}());
