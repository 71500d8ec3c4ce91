// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

/// LOGIN, client side: the first challenge gets the name and the second the password, whatever
/// their words are. To be used under TLS only.
final class LoginClient implements SaslClientMechanism {
    private final String identity;
    private final String password;
    private int responses;

    LoginClient(String identity, String password) {
        this.identity = identity;
        this.password = password;
    }

    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public SaslClientStep respond(byte[] challenge) {
        return switch (responses++) {
            case 0 -> new SaslClientStep.Response(SaslText.encode(identity));
            case 1 -> new SaslClientStep.Response(SaslText.encode(password));
            default -> new SaslClientStep.Failed("LOGIN has two challenges");
        };
    }

    @Override
    public boolean isComplete() {
        return responses == 2;
    }
}
