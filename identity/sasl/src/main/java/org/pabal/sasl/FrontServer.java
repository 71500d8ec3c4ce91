// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;

/// EXTERNAL of a front of ours: TLS has proved which host it is, and it has asked for the password of
/// whom it acts for. RFC 4422 appendix A.
public final class FrontServer implements SaslServerMechanism {
    private final String front;
    private final Credentials credentials;
    private boolean over;

    /// @param front the host's name
    public FrontServer(String front, Credentials credentials) {
        this.front = front;
        this.credentials = credentials;
    }

    @Override
    public String name() {
        return ExternalServer.NAME;
    }

    @Override
    public boolean clientFirst() {
        return true;
    }

    /// The response is the authorization identity, which a front always names.
    @Override
    public SaslStep step(byte[] response) {
        Optional<String> asked =
                over || response.length > SaslText.MAX_IDENTITY_OCTETS
                        ? Optional.empty()
                        : SaslText.decode(response).filter(SaslText::isIdentity);
        over = true;
        if (asked.isEmpty()) {
            return new SaslStep.Malformed("a front names the account that it acts for");
        }
        return credentials.isKnown(asked.get())
                ? new SaslStep.Success("host " + front, asked.get(), Optional.empty())
                : new SaslStep.Refused("host " + front, "no enabled account to act for");
    }
}
