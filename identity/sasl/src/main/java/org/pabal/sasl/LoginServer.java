// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// LOGIN, server side: two prompts, two responses. It has no RFC; clients know it from
/// draft-murchison-sasl-login, and old ones know nothing else.
final class LoginServer implements SaslServerMechanism {
    private final PasswordJudge judge;
    private State state = State.NEW;
    private @Nullable String identity;

    private enum State {
        NEW,
        NAME_ASKED,
        PASSWORD_ASKED,
        OVER
    }

    LoginServer(Credentials credentials) {
        judge = new PasswordJudge(credentials);
    }

    @Override
    public String name() {
        return "LOGIN";
    }

    @Override
    public boolean clientFirst() {
        return false;
    }

    /// Some clients send the name as an initial response, which is then not asked for.
    @Override
    public SaslStep step(byte[] response) {
        return switch (state) {
            case NEW -> {
                state = State.NAME_ASKED;
                yield response.length == 0 ? prompt("Username:") : step(response);
            }
            case NAME_ASKED -> takeName(response);
            case PASSWORD_ASKED -> takePassword(response);
            case OVER -> new SaslStep.Malformed("the exchange is over");
        };
    }

    private SaslStep takeName(byte[] response) {
        if (response.length > SaslText.MAX_IDENTITY_OCTETS) {
            state = State.OVER;
            return new SaslStep.Refused("", "the name is too long");
        }
        Optional<String> name = SaslText.decode(response);
        if (name.isEmpty()) {
            state = State.OVER;
            return new SaslStep.Malformed("the name is not UTF-8");
        }
        identity = name.get();
        state = State.PASSWORD_ASKED;
        return prompt("Password:");
    }

    private SaslStep takePassword(byte[] response) {
        state = State.OVER;
        String name = identity == null ? "" : identity;
        if (response.length > SaslPassword.MAX_OCTETS) {
            return new SaslStep.Refused("", "the password is too long");
        }
        Optional<String> password = SaslText.decode(response);
        return password.isEmpty()
                ? new SaslStep.Malformed("the password is not UTF-8")
                : judge.judge(name, "", password.get());
    }

    private static SaslStep prompt(String text) {
        return new SaslStep.Challenge(SaslText.encode(text));
    }
}
