/* What this browser keeps of one place: an item for each field and page, {at, label, steps: [[base, text], …]}.

   const kept = window.shelf(user, place)
   kept.put(key, label, steps)   keep the steps of a field; none: nothing is kept of it
   kept.take()                   what other pages have left: [{name, key, label, at, steps}], oldest first
   kept.drop(name)               let go of an item
   kept.works()                  false once the browser has refused */
window.shelf = function (user, place) {
  'use strict';

  const prefix = ['unsaved', user, place, ''].join('|');
  const page = '|' + Math.random().toString(36).slice(2);
  let works = true;

  function put(key, label, steps) {
    try {
      if (steps.length) {
        localStorage.setItem(prefix + key + page, JSON.stringify({ at: Date.now(), label: label, steps: steps }));
      } else {
        localStorage.removeItem(prefix + key + page);
      }
      works = true;
    } catch (refusal) {
      works = false;
    }
  }

  function take() {
    const found = [];
    try {
      Object.keys(localStorage).filter((name) => name.startsWith(prefix)).forEach((name) => {
        const item = JSON.parse(localStorage.getItem(name));
        found.push(Object.assign({ name: name, key: name.slice(prefix.length, name.lastIndexOf('|')) }, item));
      });
    } catch (refusal) {
      works = false;
    }
    return found.sort((one, other) => one.at - other.at);
  }

  function drop(name) {
    try { localStorage.removeItem(name); } catch (refusal) { works = false; }
  }

  return { put: put, take: take, drop: drop, works: () => works };
};
