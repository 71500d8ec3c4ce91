// SPDX-License-Identifier: Apache-2.0
import { createHash, X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';

/** The hash of the server's public key, as Chromium names one that is trusted. */
export function keyOf(url) {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port || 443), rejectUnauthorized: false }, () => {
      const { publicKey } = new X509Certificate(socket.getPeerCertificate().raw);
      resolve(createHash('sha256').update(publicKey.export({ type: 'spki', format: 'der' })).digest('base64'));
      socket.end();
    });
    socket.on('error', reject);
  });
}

/** Runs in the page before anything of it: notes when the first row has been painted, how many requests went
 *  over the line before, and how many of these waited for one another. */
export function marks() {
  if (window.top !== window || !location.protocol.startsWith('http')) return;
  const note = () => {
    const millis = performance.now();
    const over = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
      .filter((each) => each.transferSize > 0 && each.responseStart > 0 && each.responseStart <= millis)
      .sort((a, b) => a.startTime - b.startTime);
    const trips = new Map();
    // The page itself is read while it comes.
    const ended = (each) => (each.entryType === 'navigation' ? each.responseStart : each.responseEnd);
    for (const each of over) trips.set(each, 1 + Math.max(0, ...over.filter((other) => trips.has(other) && ended(other) <= each.startTime).map((other) => trips.get(other))));
    window.pabalShown = { millis, requests: over.length, trips: Math.max(0, ...trips.values()) };
  };
  const look = new MutationObserver(() => {
    if (document.querySelector('[role=grid] [role=row][draggable]') === null) return;
    look.disconnect();
    requestAnimationFrame(() => {
      // The first thing after this frame.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = note;
      port2.postMessage(undefined);
    });
  });
  look.observe(document, { subtree: true, childList: true });
}
