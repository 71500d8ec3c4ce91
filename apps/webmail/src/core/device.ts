// SPDX-License-Identifier: Apache-2.0
/** A first name for a passkey: the system it is made on. */
export function deviceName(): string {
  const agent = navigator.userAgent;
  for (const name of ['iPhone', 'iPad', 'Android', 'Windows', 'CrOS', 'Mac OS X', 'Linux']) {
    if (agent.includes(name)) return name === 'Mac OS X' ? 'Mac' : name === 'CrOS' ? 'Chromebook' : name;
  }
  return '';
}

/** The browser and what it runs on, by which its owner knows it in a list. */
export function browserName(): string {
  const agent = navigator.userAgent;
  const name = [['Edg', 'Edge'], ['SamsungBrowser', 'Samsung Internet'], ['Whale', 'Whale'], ['OPR', 'Opera'], ['Firefox', 'Firefox'], ['FxiOS', 'Firefox'], ['Chrome', 'Chrome'], ['CriOS', 'Chrome'], ['Safari', 'Safari']].find(([sign]) => agent.includes(`${sign}/`))?.[1];
  return [name, deviceName()].filter(Boolean).join(' · ');
}
