// SPDX-License-Identifier: Apache-2.0
// Passkeys by the browser's own means: it reads the options that the server sends, and writes the
// answer, as JSON (Web Authentication §5.1.8, §5.1.9).

export type PasskeyAnswer = Record<string, unknown>;

export function passkeysWork(): boolean {
  // Passkeys belong to a name; a page opened by an IP address has none.
  return !/^(?:[\d.]+|\[.*\])$/.test(location.hostname) && typeof PublicKeyCredential === 'function' && typeof PublicKeyCredential.parseRequestOptionsFromJSON === 'function';
}

/** Whether the browser offers passkeys where it fills in addresses. */
export async function passkeysFillIn(): Promise<boolean> {
  return passkeysWork() && (await PublicKeyCredential.isConditionalMediationAvailable?.()) === true;
}

/** Nothing when the person has thought better of it, or has none. */
async function answered(asking: Promise<Credential | null>): Promise<PasskeyAnswer | undefined> {
  try {
    const credential = await asking;
    return credential === null ? undefined : ((credential as PublicKeyCredential).toJSON() as unknown as PasskeyAnswer);
  } catch (failure) {
    if (failure instanceof DOMException) return undefined;
    throw failure;
  }
}

/** @param stop takes the question back, when the person goes another way
 *  @param how by filling in: the browser asks nobody, and offers it where the address is typed */
export function showPasskey(options: PasskeyAnswer, stop: AbortSignal, how: 'asking' | 'filling in'): Promise<PasskeyAnswer | undefined> {
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options as unknown as PublicKeyCredentialRequestOptionsJSON);
  return answered(navigator.credentials.get({ publicKey, signal: stop, ...(how === 'filling in' ? { mediation: 'conditional' } : {}) }));
}

export function makePasskey(options: PasskeyAnswer): Promise<PasskeyAnswer | undefined> {
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options as unknown as PublicKeyCredentialCreationOptionsJSON);
  return answered(navigator.credentials.create({ publicKey }));
}
