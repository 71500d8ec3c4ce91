// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// SCRAM, server side. RFC 5802, RFC 7677; channel binding by the type that the client
/// names, of those that the connection has: `tls-exporter` (RFC 9266) or `tls-server-end-point`
/// (RFC 5929).
///
/// Server errors (`e=`) are not sent: every failure ends the exchange, and the protocol's own reply
/// says no more than that the authentication failed.
final class ScramServer implements SaslServerMechanism {
    private final String name;
    private final ScramKeys keys;
    private final Credentials credentials;
    private final Map<String, byte[]> channelBindings;
    private final Supplier<String> nonces;
    private State state = new New();

    private sealed interface State {}

    private record New() implements State {}

    /// The server's first message is out.
    private record Challenged(
            ScramText.ClientFirst first,
            ScramCredential credential,
            String serverFirst,
            String nonce)
            implements State {}

    private record Over() implements State {}

    ScramServer(
            String name,
            ScramHash hash,
            Credentials credentials,
            Map<String, byte[]> channelBindings,
            Supplier<String> nonces) {
        this.name = name;
        this.keys = new ScramKeys(hash);
        this.credentials = credentials;
        this.channelBindings = Map.copyOf(channelBindings);
        this.nonces = nonces;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean clientFirst() {
        return true;
    }

    @Override
    public SaslStep step(byte[] response) {
        State before = state;
        state = new Over();
        return switch (before) {
            case New _ -> first(response);
            case Challenged challenged -> last(challenged, response);
            case Over _ -> new SaslStep.Malformed("the exchange is over");
        };
    }

    private SaslStep first(byte[] response) {
        Optional<ScramText.ClientFirst> parsed = ScramText.clientFirst(response);
        if (parsed.isEmpty()) {
            return new SaslStep.Malformed("not a client-first-message of RFC 5802");
        }
        ScramText.ClientFirst first = parsed.get();
        Optional<String> objection = bindingObjection(first);
        if (objection.isPresent()) {
            return new SaslStep.Refused(first.name(), objection.get());
        }
        if (!SaslText.isIdentity(first.name())) {
            return new SaslStep.Refused("", "the authentication identity cannot be an account's");
        }
        Optional<ScramCredential> credential = credentials.scram(first.name(), keys.function());
        if (credential.isEmpty()) {
            return new SaslStep.Refused(first.name(), "no credential for " + name + " is kept");
        }
        return challenge(first, credential.get());
    }

    private SaslStep challenge(ScramText.ClientFirst first, ScramCredential credential) {
        Base64.Encoder base64 = Base64.getEncoder();
        String nonce = first.nonce() + nonces.get();
        String serverFirst =
                "r="
                        + nonce
                        + ",s="
                        + base64.encodeToString(credential.salt())
                        + ",i="
                        + credential.iterations();
        state = new Challenged(first, credential, serverFirst, nonce);
        return new SaslStep.Challenge(SaslText.encode(serverFirst));
    }

    /// What speaks against the client's gs2-cbind-flag. RFC 5802 §6.
    private Optional<String> bindingObjection(ScramText.ClientFirst first) {
        boolean plus = name.endsWith("-PLUS");
        if (first.flag() == 'p') {
            if (!plus) {
                return Optional.of("channel binding in a mechanism without");
            }
            return channelBindings.containsKey(first.bindingName())
                    ? Optional.empty()
                    : Optional.of("a channel binding other than " + channelBindings.keySet());
        }
        if (first.flag() == 'y' && !channelBindings.isEmpty()) {
            return Optional.of("the client did not see that -PLUS is offered: a downgrade");
        }
        return plus ? Optional.of("-PLUS without channel binding") : Optional.empty();
    }

    private SaslStep last(Challenged before, byte[] response) {
        String identity = before.first().name();
        Optional<ScramText.ClientFinal> parsed = ScramText.clientFinal(response);
        if (parsed.isEmpty()) {
            return new SaslStep.Malformed("not a client-final-message of RFC 5802");
        }
        ScramText.ClientFinal last = parsed.get();
        if (!MessageDigest.isEqual(expectedBinding(before.first()), last.binding())) {
            return new SaslStep.Refused(identity, "the channel binding is that of another channel");
        }
        if (!before.nonce().equals(last.nonce())) {
            return new SaslStep.Refused(identity, "the nonce was changed");
        }
        String authMessage =
                before.first().bare() + "," + before.serverFirst() + "," + last.withoutProof();
        Optional<ScramCredential> proved = proved(before, authMessage, last.proof());
        if (proved.isEmpty()) {
            return PasswordJudge.wrong(credentials, identity);
        }
        credentials.proved(identity, proved.get());
        byte[] signature = keys.hmac(proved.get().serverKey(), authMessage);
        String actsAs = before.first().authorizationIdentity();
        return PasswordJudge.authorize(
                credentials,
                identity,
                actsAs.isEmpty() ? identity : actsAs,
                Optional.of(SaslText.encode("v=" + Base64.getEncoder().encodeToString(signature))));
    }

    private Optional<ScramCredential> proved(Challenged before, String authMessage, byte[] proof) {
        ScramCredential told = before.credential();
        return Stream.concat(
                        Stream.of(told),
                        credentials.moreScram(before.first().name(), told).stream())
                .filter(credential -> isProof(credential, authMessage, proof))
                .findFirst();
    }

    /// `ClientKey = ClientProof XOR ClientSignature; H(ClientKey) = StoredKey`. RFC 5802 §3.
    private boolean isProof(ScramCredential credential, String authMessage, byte[] proof) {
        byte[] signature = keys.hmac(credential.storedKey(), authMessage);
        if (proof.length != signature.length) {
            return false;
        }
        byte[] clientKey = ScramKeys.xor(proof, signature);
        return MessageDigest.isEqual(keys.hash(clientKey), credential.storedKey());
    }

    /// `cbind-input = gs2-header [cbind-data]`
    private byte[] expectedBinding(ScramText.ClientFirst first) {
        byte[] header = SaslText.encode(first.gs2Header());
        if (first.flag() != 'p') {
            return header;
        }
        byte[] data = Objects.requireNonNull(channelBindings.get(first.bindingName()));
        byte[] input = Arrays.copyOf(header, header.length + data.length);
        System.arraycopy(data, 0, input, header.length, data.length);
        return input;
    }
}
