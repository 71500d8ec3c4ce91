// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// PLAIN, client side. RFC 4616 §2. To be used under TLS only.
final class PlainClient implements SaslClientMechanism {
    private final String authorization;
    private final String identity;
    private final String password;
    private boolean sent;

    PlainClient(String identity, String password) {
        this("", identity, password);
    }

    /// @param authorization for whom; empty for oneself
    PlainClient(String authorization, String identity, String password) {
        this.authorization = authorization;
        this.identity = identity;
        this.password = password;
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
    public byte[] initialResponse() {
        sent = true;
        return SaslText.encode(authorization + "\0" + identity + "\0" + password);
    }

    /// An empty challenge asks for the initial response of a client that had to hold it back.
    @Override
    public SaslClientStep respond(byte[] challenge) {
        return sent || challenge.length > 0
                ? new SaslClientStep.Failed("PLAIN has no challenges")
                : new SaslClientStep.Response(initialResponse());
    }

    @Override
    public boolean isComplete() {
        return sent;
    }
}
