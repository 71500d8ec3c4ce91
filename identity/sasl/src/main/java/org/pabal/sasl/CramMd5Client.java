// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.nio.charset.StandardCharsets;

/// CRAM-MD5, client side. RFC 2195. Proves nothing about the server.
final class CramMd5Client implements SaslClientMechanism {
    private final String identity;
    private final String password;
    private boolean responded;

    CramMd5Client(String identity, String password) {
        this.identity = identity;
        this.password = password;
    }

    @Override
    public String name() {
        return CramMd5.NAME;
    }

    @Override
    public SaslClientStep respond(byte[] challenge) {
        if (responded) {
            return new SaslClientStep.Failed("CRAM-MD5 has one challenge");
        }
        responded = true;
        String digest = new String(CramMd5.digest(password, challenge), StandardCharsets.US_ASCII);
        return new SaslClientStep.Response(SaslText.encode(identity + " " + digest));
    }

    @Override
    public boolean isComplete() {
        return responded;
    }
}
