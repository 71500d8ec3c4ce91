// SPDX-License-Identifier: Apache-2.0
// The page's end of a cage: an iframe without our origin, and the one port to it.

export interface Cage<Down> {
  send(message: Down): void;
  close(): void;
}

/** Waits until the cage says that it listens, then hands it its port.
 *  @param ready called once, when messages go through */
export function cage<Down, Up>(frame: HTMLIFrameElement, heard: (message: Up) => void, ready: (cage: Cage<Down>) => void): () => void {
  let port: MessagePort | undefined;
  const greet = (event: MessageEvent) => {
    // A frame that is gone has no window, and neither have its last words.
    if (event.source === null || event.source !== frame.contentWindow || event.data !== 'pabal-cage' || port) return;
    const channel = new MessageChannel();
    port = channel.port1;
    port.onmessage = ({ data }: MessageEvent<Up>) => heard(data);
    // Its origin is opaque: no other target can be named, and only this window can take it.
    frame.contentWindow?.postMessage('pabal-port', '*', [channel.port2]);
    ready({ send: (message) => port?.postMessage(message), close });
  };
  const close = () => {
    window.removeEventListener('message', greet);
    port?.close();
  };
  window.addEventListener('message', greet);
  return close;
}
