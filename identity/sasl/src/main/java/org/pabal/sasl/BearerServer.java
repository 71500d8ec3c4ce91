// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// OAUTHBEARER (RFC 7628) and XOAUTH2 (its forerunner), server side: a bearer token in one response.
///
/// A token that is no good is answered by a challenge that says so in JSON, and the exchange fails
/// with the client's next response, whatever it is. RFC 7628 §3.2.3.
final class BearerServer implements SaslServerMechanism {
    private static final int MAX_OCTETS = 16 * 1024;
    private static final byte[] INVALID_TOKEN = SaslText.encode("{\"status\":\"invalid_token\"}");

    /// How the two write the same.
    enum Form {
        /// `gs2-header kvsep *kvpair kvsep`; the value of `auth` is an HTTP Authorization.
        OAUTHBEARER(
                Pattern.compile(
                        "[ny],(?:a=([^,\\x01]*))?,\\x01(?:[A-Za-z]+=[^\\x01]*\\x01)*?"
                                + "auth=[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/=-]+)\\x01"
                                + "(?:[A-Za-z]+=[^\\x01]*\\x01)*\\x01")),
        XOAUTH2(
                Pattern.compile(
                        "user=([^\\x01]*)\\x01"
                                + "auth=[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/=-]+)\\x01\\x01"));

        private final Pattern pattern;

        Form(Pattern pattern) {
            this.pattern = pattern;
        }
    }

    private final Form form;
    private final Credentials credentials;
    private final TokenVerifier verifier;
    private Optional<SaslStep> refusal = Optional.empty();
    private boolean asked;

    BearerServer(Form form, Credentials credentials, TokenVerifier verifier) {
        this.form = form;
        this.credentials = credentials;
        this.verifier = verifier;
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
    public SaslStep step(byte[] response) {
        if (asked) {
            return refusal.orElseGet(() -> new SaslStep.Malformed("the exchange is over"));
        }
        asked = true;
        Optional<String> text =
                response.length > MAX_OCTETS ? Optional.empty() : SaslText.decode(response);
        Optional<Matcher> parts = text.map(form.pattern::matcher).filter(Matcher::matches);
        if (parts.isEmpty()) {
            return new SaslStep.Malformed("not a message of " + form);
        }
        String claimed = Optional.ofNullable(parts.get().group(1)).map(this::name).orElse("");
        SaslStep outcome = judge(claimed, parts.get().group(2));
        if (outcome instanceof SaslStep.Refused) {
            refusal = Optional.of(outcome);
            return new SaslStep.Challenge(INVALID_TOKEN);
        }
        return outcome;
    }

    /// `saslname` of GS2 writes two characters otherwise. RFC 5801 §4.
    private String name(String written) {
        return form == Form.OAUTHBEARER ? written.replace("=2C", ",").replace("=3D", "=") : written;
    }

    private SaslStep judge(String claimed, String token) {
        Optional<String> identity = verifier.identityOf(token).filter(SaslText::isIdentity);
        if (identity.isEmpty() || !credentials.isKnown(identity.get())) {
            return new SaslStep.Refused(
                    SaslText.isIdentity(claimed) ? claimed : "", "the token is no good");
        }
        return PasswordJudge.authorize(
                credentials,
                identity.get(),
                claimed.isEmpty() ? identity.get() : claimed,
                Optional.empty());
    }
}
