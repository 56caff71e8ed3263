/* A form whose answer takes more than a second says what is done and for how long, and is sent only once; without this
   file the form works all the same. */
(function () {
  'use strict';

  document.querySelectorAll('form[data-waiting]').forEach((form) => {
    const said = form.querySelector('[data-waiting-said]');
    let ticking = 0;
    let starting = 0;

    function about() {
      const chosen = Array.from(form.querySelectorAll('input[type=file]')).map((field) => field.files[0]).find(Boolean);
      return form.dataset.waiting + (chosen ? '“' + chosen.name + '”' : '');
    }

    /* Nothing is said in the first second: most answers have come by then. */
    function begin() {
      const began = Date.now();
      const tick = () => { said.textContent = about() + '，已用' + Math.round((Date.now() - began) / 1000) + '秒'; };
      starting = setTimeout(() => { tick(); ticking = setInterval(tick, 1000); }, 1000);
    }

    // On the window, behind everybody who may stop it.
    window.addEventListener('submit', (event) => {
      if (event.target !== form || event.defaultPrevented) { return; }
      if (starting) { event.preventDefault(); return; }
      begin();
    });

    function end() {
      clearTimeout(starting);
      clearInterval(ticking);
      starting = 0;
      said.textContent = '';
    }

    // The page may be shown again from the browser's memory, or be stopped by hand, with nothing on its way.
    window.addEventListener('pageshow', end);
    if (window.navigation) { window.navigation.addEventListener('navigateerror', end); }
  });
}());
