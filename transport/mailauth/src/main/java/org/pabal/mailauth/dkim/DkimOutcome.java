// SPDX-License-Identifier: Apache-2.0
package org.pabal.mailauth.dkim;

/// What came of one signature. Texts are those of the signature, of printable ASCII or UTF-8, and
/// empty where it does not say.
///
/// @param domain `d=`, in lower case, A-labels: who answers for the message when it passes
/// @param selector `s=`
/// @param identity `i=`, or its default `@` and the domain
/// @param algorithm `a=`, such as `rsa-sha256`
/// @param keyBits of the key that was found; 0 when none was
/// @param reason in one clause why it did not pass; empty with a pass
/// @param testing whether the key says that its domain only tries DKIM out (`t=y`): a signature that
///     did not pass is then to be treated as if there were none, RFC 6376 §3.6.1
/// @param signature the first characters of `b=`, which tell signatures of one domain apart in
///     Authentication-Results, RFC 6008 §4
/// @param fingerprint the same for each copy of a signed message however it travels, and of no
///     other: SHA-256 of the signature's octets in hexadecimal digits. A message sent again to
///     thousands is counted by it (THREATS D07)
public record DkimOutcome(
        DkimResult result,
        String domain,
        String selector,
        String identity,
        String algorithm,
        int keyBits,
        String reason,
        boolean testing,
        String signature,
        String fingerprint) {

    public boolean isPass() {
        return result == DkimResult.PASS;
    }

    /// Of a signature about which nothing is known yet.
    static DkimOutcome of(DkimResult result, String reason) {
        return new DkimOutcome(result, "", "", "", "", 0, reason, false, "", "");
    }

    DkimOutcome withKey(int bits, boolean test) {
        return new DkimOutcome(
                result,
                domain,
                selector,
                identity,
                algorithm,
                bits,
                reason,
                test,
                signature,
                fingerprint);
    }

    DkimOutcome with(DkimResult other, String why) {
        return new DkimOutcome(
                other,
                domain,
                selector,
                identity,
                algorithm,
                keyBits,
                why,
                testing,
                signature,
                fingerprint);
    }
}
