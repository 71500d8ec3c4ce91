// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// `HMAC-MD5(password, challenge)` in lower-case hex. RFC 2195 §2.
final class CramMd5 {
    static final String NAME = "CRAM-MD5";

    private CramMd5() {}

    static byte[] digest(String password, byte[] challenge) {
        try {
            Mac mac = Mac.getInstance("HmacMD5");
            mac.init(new SecretKeySpec(SaslText.encode(password), "HmacMD5"));
            return SaslText.encode(HexFormat.of().formatHex(mac.doFinal(challenge)));
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("this Java runtime has no HmacMD5", missing);
        }
    }
}
