// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// OAUTHBEARER (RFC 7628) and XOAUTH2, client side: a bearer token in one response. To be used under
/// TLS only.
final class BearerClient implements SaslClientMechanism {
    private final BearerServer.Form form;
    private final String identity;
    private final String token;
    private boolean sent;
    private boolean told;

    BearerClient(BearerServer.Form form, String identity, String token) {
        this.form = form;
        this.identity = identity;
        this.token = token;
    }

    @Override
    public String name() {
        return form.name();
    }

    @Override
    public boolean clientFirst() {
        return true;
    }

    @Override
    public byte[] initialResponse() {
        sent = true;
        String head =
                switch (form) {
                    case OAUTHBEARER ->
                            "n,a=" + identity.replace("=", "=3D").replace(",", "=2C") + ",\1";
                    case XOAUTH2 -> "user=" + identity + "\1";
                };
        return SaslText.encode(head + "auth=Bearer " + token + "\1\1");
    }

    /// A challenge says in JSON what is wrong with the token; the answer only lets the server fail.
    /// RFC 7628 §3.2.3.
    @Override
    public SaslClientStep respond(byte[] challenge) {
        if (!sent && challenge.length == 0) {
            return new SaslClientStep.Response(initialResponse());
        }
        if (told) {
            return new SaslClientStep.Failed(name() + " has one challenge");
        }
        told = true;
        return new SaslClientStep.Response(
                form == BearerServer.Form.OAUTHBEARER ? new byte[] {1} : new byte[0]);
    }

    @Override
    public boolean isComplete() {
        return sent && !told;
    }
}
