/* SHA-256 (FIPS 180-4) of bytes: by the browser where it offers it, else here; a page that was opened without TLS or
   from a disk is offered nothing. */
(function () {
  'use strict';

  const primes = [];
  for (let number = 2; primes.length < 64; number += 1) {
    if (primes.every((prime) => number % prime)) { primes.push(number); }
  }
  const fraction = (value) => Math.floor((value - Math.floor(value)) * 4294967296) | 0;
  const START = primes.slice(0, 8).map((prime) => fraction(Math.sqrt(prime)));
  const ROUNDS = primes.map((prime) => fraction(Math.cbrt(prime)));
  const turned = (word, by) => (word >>> by) | (word << (32 - by));

  /* The message with its end: a one, zeros, and its length in bits. */
  function padded(bytes) {
    const whole = new Uint8Array(((bytes.length + 8 >> 6) + 1) * 64);
    whole.set(bytes);
    whole[bytes.length] = 128;
    const view = new DataView(whole.buffer);
    view.setUint32(whole.length - 8, Math.floor(bytes.length / 536870912));
    view.setUint32(whole.length - 4, bytes.length * 8 >>> 0);
    return view;
  }

  function addBlock(state, view, start, words) {
    for (let at = 0; at < 16; at += 1) { words[at] = view.getInt32(start + at * 4); }
    for (let at = 16; at < 64; at += 1) {
      const far = words[at - 15];
      const near = words[at - 2];
      words[at] = words[at - 16] + (turned(far, 7) ^ turned(far, 18) ^ far >>> 3)
        + words[at - 7] + (turned(near, 17) ^ turned(near, 19) ^ near >>> 10);
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let at = 0; at < 64; at += 1) {
      const one = h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + (e & f ^ ~e & g) + ROUNDS[at] + words[at] | 0;
      const two = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + one | 0; d = c; c = b; b = a; a = one + two | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, at) => { state[at] = state[at] + word | 0; });
  }

  function computed(bytes) {
    const view = padded(bytes);
    const state = Int32Array.from(START);
    const words = new Int32Array(64);
    for (let start = 0; start < view.byteLength; start += 64) { addBlock(state, view, start, words); }
    return Array.from(state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  const hex = (buffer) => Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, '0')).join('');

  async function sha256(buffer) {
    const offered = window.crypto && window.crypto.subtle;
    return offered ? hex(await offered.digest('SHA-256', buffer)) : computed(new Uint8Array(buffer));
  }

  window.sha256 = Object.assign(sha256, { computed });
}());
