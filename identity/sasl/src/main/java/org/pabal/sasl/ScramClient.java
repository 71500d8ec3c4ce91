// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// SCRAM, client side. RFC 5802 §5, RFC 7677.
final class ScramClient implements SaslClientMechanism {
    /// A server that asks for more wants our processor, not our proof.
    private static final int MAX_ITERATIONS = 1_000_000;

    private final String name;
    private final ScramKeys keys;
    private final String password;
    private final String gs2Header;
    private final byte[] bindingInput;
    private final String nonce;
    private final String firstBare;
    private State state = new New();

    private sealed interface State {}

    private record New() implements State {}

    private record FirstSent() implements State {}

    private record FinalSent(byte[] expectedSignature) implements State {}

    private record Proven() implements State {}

    private record Failed() implements State {}

    ScramClient(
            String name,
            ScramHash hash,
            String identity,
            String password,
            SaslChannel channel,
            String nonce) {
        this.name = name;
        this.keys = new ScramKeys(hash);
        this.password = password;
        if (name.endsWith("-PLUS")) {
            String type = channel.bestType().orElseThrow();
            this.gs2Header = "p=" + type + ",,";
            this.bindingInput = bindingInput(gs2Header, channel.bindings().get(type));
        } else {
            this.gs2Header = channel.canBind() ? "y,," : "n,,";
            this.bindingInput = bindingInput(gs2Header, null);
        }
        this.nonce = nonce;
        this.firstBare = "n=" + ScramText.toSaslName(identity) + ",r=" + nonce;
    }

    private static byte[] bindingInput(String header, byte @Nullable [] data) {
        byte[] octets = SaslText.encode(header);
        if (data == null) {
            return octets;
        }
        byte[] input = Arrays.copyOf(octets, octets.length + data.length);
        System.arraycopy(data, 0, input, octets.length, data.length);
        return input;
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
    public byte[] initialResponse() {
        state = new FirstSent();
        return SaslText.encode(gs2Header + firstBare);
    }

    @Override
    public SaslClientStep respond(byte[] challenge) {
        return switch (state) {
            case New _ ->
                    challenge.length == 0
                            ? new SaslClientStep.Response(initialResponse())
                            : fail("the server spoke first");
            case FirstSent _ -> prove(challenge);
            case FinalSent(var expected) -> judge(challenge, expected);
            case Proven _, Failed _ -> fail("the exchange is over");
        };
    }

    @Override
    public boolean isComplete() {
        return state instanceof Proven;
    }

    private SaslClientStep fail(String reason) {
        state = new Failed();
        return new SaslClientStep.Failed(reason);
    }

    /// `server-first-message = nonce "," salt "," iteration-count ["," extensions]`
    private SaslClientStep prove(byte[] challenge) {
        Optional<String> text =
                challenge.length > ScramText.MAX_OCTETS
                        ? Optional.empty()
                        : SaslText.decode(challenge);
        String[] fields = text.orElse("").split(",", -1);
        if (fields.length < 3) {
            return fail("not a server-first-message of RFC 5802");
        }
        Optional<String> both = ScramText.attribute('r', fields[0], false).filter(this::isOurs);
        Optional<byte[]> salt =
                ScramText.attribute('s', fields[1], false).flatMap(ScramText::base64);
        int iterations = ScramText.attribute('i', fields[2], false).map(this::count).orElse(-1);
        if (both.isEmpty() || salt.filter(octets -> octets.length > 0).isEmpty()) {
            return fail("the server's nonce or salt is not what RFC 5802 §5.1 asks for");
        }
        if (iterations < ScramCredentials.MIN_ITERATIONS || iterations > MAX_ITERATIONS) {
            return fail("the server asks for too few or too many iterations");
        }
        return proof(text.orElseThrow(), both.get(), salt.get(), iterations);
    }

    private SaslClientStep proof(String serverFirst, String both, byte[] salt, int iterations) {
        Base64.Encoder base64 = Base64.getEncoder();
        String withoutProof = "c=" + base64.encodeToString(bindingInput) + ",r=" + both;
        String authMessage = firstBare + "," + serverFirst + "," + withoutProof;
        byte[] salted = keys.hi(SaslText.encode(password), salt, iterations);
        byte[] clientKey = keys.hmac(salted, ScramKeys.CLIENT_KEY);
        byte[] proof = ScramKeys.xor(clientKey, keys.hmac(keys.hash(clientKey), authMessage));
        byte[] serverKey = keys.hmac(salted, ScramKeys.SERVER_KEY);
        state = new FinalSent(keys.hmac(serverKey, authMessage));
        return new SaslClientStep.Response(
                SaslText.encode(withoutProof + ",p=" + base64.encodeToString(proof)));
    }

    /// `server-final-message = (server-error / verifier) ["," extensions]`
    private SaslClientStep judge(byte[] challenge, byte[] expected) {
        Optional<byte[]> signature =
                SaslText.decode(challenge)
                        .map(text -> text.split(",", -1)[0])
                        .flatMap(field -> ScramText.attribute('v', field, false))
                        .flatMap(ScramText::base64);
        if (signature.isEmpty() || !MessageDigest.isEqual(signature.get(), expected)) {
            return fail("the server did not prove that it knows the password");
        }
        state = new Proven();
        return new SaslClientStep.Response(new byte[0]);
    }

    /// Ours with the server's part behind it.
    private boolean isOurs(String both) {
        return both.length() > nonce.length() && both.startsWith(nonce) && ScramText.isNonce(both);
    }

    private int count(String digits) {
        return digits.length() <= 9 && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(digits)
                : -1;
    }
}
