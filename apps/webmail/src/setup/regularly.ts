// SPDX-License-Identifier: Apache-2.0

/** Does something now and then again after each rest, for as long as the page is seen.
 *
 *  @param work gives false where nothing more is to be asked
 *  @returns what ends it */
export function regularly(work: () => Promise<boolean>, restMillis: number): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  let busy = false;
  async function again(): Promise<void> {
    clearTimeout(timer);
    if (ended || busy || document.visibilityState !== 'visible') return;
    busy = true;
    const more = await work().finally(() => (busy = false));
    if (more && !ended) timer = setTimeout(() => void again(), restMillis);
  }
  const seen = () => void again();
  document.addEventListener('visibilitychange', seen);
  void again();
  return () => {
    ended = true;
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', seen);
  };
}
