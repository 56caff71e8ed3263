/* A request for JSON, and what it means.

   window.requests.get(address, user), .post(address, user, body)
     body is a string of JSON, user the account of the page: the server answers 401 to the page of another account
     → promise of {status, answer}, rejected when there was no answer at all, or that of a gateway which asks for a log-in
     of its own in a page; 401 also where the answer leads to the log-in.
   window.requests.token()   what a form has to send along: another one since somebody logged in
   window.requests.wayIn(address, other, words)   a link to the log-in; `other`: another account is logged in
   A short post outlives its page. */
window.requests = (function () {
  'use strict';

  const PATIENCE = 15000;
  const BODY = 20000; // Characters that a request which outlives its page may hold: browsers allow 64 KB.

  function cookie(name) {
    const found = document.cookie.split('; ').find((part) => part.startsWith(name + '='));
    return found ? decodeURIComponent(found.slice(name.length + 1)) : '';
  }

  function token() { return cookie('csrftoken'); }

  function wayIn(address, other, words) {
    const link = document.createElement('a');
    link.href = address + (other ? '&other' : '');
    link.target = '_blank';
    link.rel = 'noopener';
    link.textContent = other ? '换回原来的账号' : words;
    return link;
  }

  function request(address, user, body) {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), PATIENCE);
    const ask = {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Accept: 'application/json',
        'Content-Type': 'application/json',
        'X-Account': user,
        'X-CSRFToken': token(),
      },
      body: body,
      cache: 'no-store',
      credentials: 'same-origin',
      keepalive: body !== undefined && body.length < BODY,
      redirect: 'manual',
      signal: stop.signal,
    };
    return fetch(address, ask).then((response) => {
      const json = (response.headers.get('Content-Type') || '').startsWith('application/json');
      if (response.ok && response.status !== 204 && !json) { throw new Error('not of this server'); }
      const status = response.type === 'opaqueredirect' || (response.status === 403 && !json) ? 401 : response.status;
      return (json ? response.json() : Promise.resolve({})).then((answer) => ({ status: status, answer: answer }));
    }).finally(() => clearTimeout(timer));
  }

  return { get: (address, user) => request(address, user), post: request, token: token, wayIn: wayIn };
}());
