// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// OAUTHBEARER (RFC 7628) and XOAUTH2 (its forerunner), server side: a bearer token in one response.
///
/// A token that is no good is answered by a challenge that says so in JSON, and the exchange fails
/// with the client's next response, whatever it is. RFC 7628 §3.2.3.
final class BearerServer implements SaslServerMechanism {
    private static final int MAX_OCTETS = 16 * 1024;
    private static final String KVSEP = "\1";

    /// `gs2-header`, without channel binding. RFC 5801 §4.
    private static final Pattern GS2_HEADER = Pattern.compile("[ny],(?:a=([^,]*))?,");

    private static final Pattern PAIR = Pattern.compile("([A-Za-z]+)=(.*)", Pattern.DOTALL);

    /// An HTTP Authorization of RFC 6750 §2.1.
    private static final Pattern BEARER =
            Pattern.compile("[Bb][Ee][Aa][Rr][Ee][Rr] +([A-Za-z0-9._~+/=-]++)");

    /// How the two write the same.
    enum Form {
        /// `gs2-header kvsep *kvpair kvsep`; the value of `auth` is the Authorization.
        OAUTHBEARER,
        /// `user=` kvsep `auth=` kvsep kvsep
        XOAUTH2
    }

    /// @param name as claimed; empty for none
    private record Message(String name, String token) {}

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
            SaslStep last = refusal.orElseGet(() -> new SaslStep.Malformed("the exchange is over"));
            refusal = Optional.empty();
            return last;
        }
        asked = true;
        Optional<Message> message =
                response.length > MAX_OCTETS
                        ? Optional.empty()
                        : SaslText.decode(response).flatMap(this::parse);
        return message.isEmpty()
                ? new SaslStep.Malformed("not a message of " + form)
                : judge(message.get());
    }

    private Optional<Message> parse(String text) {
        String[] parts = text.split(KVSEP, -1); // "…\1" at the end gives two empty parts
        int last = parts.length - 1;
        if (last < 3 || !parts[last].isEmpty() || !parts[last - 1].isEmpty()) {
            return Optional.empty();
        }
        List<String> pairs = Arrays.asList(parts).subList(1, last - 1);
        return switch (form) {
            case OAUTHBEARER -> {
                Matcher header = GS2_HEADER.matcher(parts[0]);
                yield header.matches()
                        ? message(Optional.ofNullable(header.group(1)).orElse(""), pairs)
                                .flatMap(this::unescaped)
                        : Optional.empty();
            }
            case XOAUTH2 ->
                    parts[0].startsWith("user=") && pairs.size() == 1
                            ? message(parts[0].substring("user=".length()), pairs)
                            : Optional.empty();
        };
    }

    private Optional<Message> unescaped(Message message) {
        return ScramText.saslName(message.name()).map(name -> new Message(name, message.token()));
    }

    /// Other pairs (`host`, `port`) tell nothing that the connection does not know better.
    private static Optional<Message> message(String name, List<String> pairs) {
        Optional<Message> found = Optional.empty();
        for (String each : pairs) {
            Matcher pair = PAIR.matcher(each);
            if (!pair.matches()) {
                return Optional.empty();
            }
            if (pair.group(1).equals("auth")) {
                Matcher bearer = BEARER.matcher(pair.group(2));
                if (found.isPresent() || !bearer.matches()) {
                    return Optional.empty();
                }
                found = Optional.of(new Message(name, bearer.group(1)));
            }
        }
        return found;
    }

    private SaslStep judge(Message message) {
        return switch (verifier.judge(message.token())) {
            case TokenJudgement.Good(var identity) -> admit(message.name(), identity);
            case TokenJudgement.Bad(var fault, var reason) ->
                    refused(
                            fault,
                            SaslText.isIdentity(message.name()) ? message.name() : "",
                            "the token is no good: " + reason);
        };
    }

    private SaslStep admit(String claimed, String identity) {
        if (!SaslText.isIdentity(identity) || !credentials.isKnown(identity)) {
            return refused(
                    TokenJudgement.Fault.INVALID_TOKEN,
                    SaslText.isIdentity(claimed) ? claimed : "",
                    "the token is for somebody who may not log in here");
        }
        SaslStep outcome =
                PasswordJudge.authorize(
                        credentials,
                        identity,
                        claimed.isEmpty() ? identity : claimed,
                        Optional.empty());
        return outcome instanceof SaslStep.Refused(var who, var reason)
                ? refused(TokenJudgement.Fault.INVALID_TOKEN, who, reason)
                : outcome;
    }

    private SaslStep refused(TokenJudgement.Fault fault, String who, String reason) {
        refusal = Optional.of(new SaslStep.Refused(who, reason));
        return new SaslStep.Challenge(verifier.hint().failure(fault));
    }
}
