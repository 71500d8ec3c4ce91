// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.MessageDigest;
import java.util.Optional;
import java.util.function.Supplier;

/// CRAM-MD5, server side: a challenge that is never sent twice, and the client's digest of it.
/// RFC 2195. Needs the password in the clear, so that few directories can offer it.
final class CramMd5Server implements SaslServerMechanism {
    private static final int MAX_OCTETS = SaslText.MAX_IDENTITY_OCTETS + 1 + 32;

    private final Credentials credentials;
    private final byte[] challenge;
    private State state = State.NEW;

    private enum State {
        NEW,
        CHALLENGED,
        OVER
    }

    CramMd5Server(Credentials credentials, Supplier<String> nonce) {
        this.credentials = credentials;
        this.challenge = SaslText.encode("<" + nonce.get().replace(',', '.') + "@sasl>");
    }

    @Override
    public String name() {
        return CramMd5.NAME;
    }

    @Override
    public boolean clientFirst() {
        return false;
    }

    @Override
    public SaslStep step(byte[] response) {
        return switch (state) {
            case NEW -> {
                state = State.CHALLENGED;
                yield response.length == 0
                        ? new SaslStep.Challenge(challenge)
                        : new SaslStep.Malformed("a response before the challenge");
            }
            case CHALLENGED -> {
                state = State.OVER;
                yield judge(response);
            }
            case OVER -> new SaslStep.Malformed("the exchange is over");
        };
    }

    /// `user SP digest`; the name may hold spaces.
    private SaslStep judge(byte[] response) {
        if (response.length > MAX_OCTETS) {
            return new SaslStep.Refused("", "the response is too long");
        }
        Optional<String> text = SaslText.decode(response);
        int space = text.map(found -> found.lastIndexOf(' ')).orElse(-1);
        if (text.isEmpty() || space < 1) {
            return new SaslStep.Malformed("not a name and a digest");
        }
        String identity = text.get().substring(0, space);
        if (!SaslText.isIdentity(identity)) {
            return new SaslStep.Refused("", "the authentication identity cannot be an account's");
        }
        Optional<String> password = credentials.clearPassword(identity);
        byte[] expected = CramMd5.digest(password.orElse("no password fits \0"), challenge);
        byte[] given = SaslText.encode(text.get().substring(space + 1));
        boolean right = MessageDigest.isEqual(expected, given); // before it is known who that is
        return right && password.isPresent()
                ? PasswordJudge.authorize(credentials, identity, identity, Optional.empty())
                : PasswordJudge.wrong(credentials, identity);
    }
}
