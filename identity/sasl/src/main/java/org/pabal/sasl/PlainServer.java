// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// PLAIN, server side: `[authzid] NUL authcid NUL passwd`. RFC 4616 §2.
final class PlainServer implements SaslServerMechanism {
    /// Two identities, a password, two NULs; anything longer fails unread (THREATS A08).
    private static final int MAX_OCTETS =
            2 * SaslText.MAX_IDENTITY_OCTETS + SaslPassword.MAX_OCTETS + 2;

    private final PasswordJudge judge;
    private boolean over;

    PlainServer(Credentials credentials) {
        judge = new PasswordJudge(credentials);
    }

    @Override
    public String name() {
        return "PLAIN";
    }

    @Override
    public boolean clientFirst() {
        return true;
    }

    @Override
    public SaslStep step(byte[] response) {
        if (over || response.length == 0) {
            return new SaslStep.Malformed(over ? "the exchange is over" : "an empty response");
        }
        over = true;
        if (response.length > MAX_OCTETS) {
            return new SaslStep.Refused("", "the response is too long");
        }
        Optional<String> text = SaslText.decode(response);
        if (text.isEmpty()) {
            return new SaslStep.Malformed("the response is not UTF-8");
        }
        String[] parts = text.get().split("\0", -1);
        if (parts.length != 3) {
            return new SaslStep.Refused("", "the response has not two NULs");
        }
        return judge.judge(parts[1], parts[0], parts[2]);
    }
}
