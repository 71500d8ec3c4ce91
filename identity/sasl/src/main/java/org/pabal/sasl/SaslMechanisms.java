// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// The mechanisms that exist, strongest first, and how an exchange begins.
public final class SaslMechanisms {
    private static final String PLUS = "-PLUS";
    private static final List<String> NAMES =
            List.of(
                    "SCRAM-SHA-256-PLUS",
                    "SCRAM-SHA-256",
                    "SCRAM-SHA-1-PLUS",
                    "SCRAM-SHA-1",
                    "PLAIN",
                    "LOGIN");

    private SaslMechanisms() {}

    public static List<String> names() {
        return NAMES;
    }

    /// What to announce on a connection: the configured names that exist, and with each SCRAM the
    /// `-PLUS` form when the connection has a channel binding.
    ///
    /// A session that announces this may give the same binding to {@link #start}. One that
    /// announces no `-PLUS` must give none: a client that says `y` ("I could bind, you did not
    /// offer it") is otherwise taken for the victim of a downgrade. RFC 5802 §6.
    public static List<String> offered(List<String> configured, Optional<byte[]> channelBinding) {
        List<String> offered = new ArrayList<>();
        for (String name : NAMES) {
            boolean plus = name.endsWith(PLUS);
            if (configured.contains(name) && (!plus || channelBinding.isPresent())
                    || plus
                            && channelBinding.isPresent()
                            && configured.contains(withoutPlus(name))) {
                offered.add(name);
            }
        }
        return List.copyOf(offered);
    }

    /// Begins an exchange as the server.
    ///
    /// @param name as the client gave it, in any case
    /// @param channelBinding the connection's `tls-exporter` value (RFC 9266) when `-PLUS` was
    ///     announced, see {@link #offered}; otherwise empty
    /// @return empty for an unknown name, and for a `-PLUS` without a channel binding
    public static Optional<SaslServerMechanism> start(
            String name, Credentials credentials, Optional<byte[]> channelBinding) {
        return start(name, credentials, channelBinding, new SecureRandom());
    }

    /// As above, with the source of nonces.
    public static Optional<SaslServerMechanism> start(
            String name,
            Credentials credentials,
            Optional<byte[]> channelBinding,
            RandomGenerator random) {
        Optional<String> known = known(name, channelBinding);
        return known.map(mechanism ->
                switch (mechanism) {
                    case "PLAIN" -> new PlainServer(credentials);
                    case "LOGIN" -> new LoginServer(credentials);
                    default ->
                            new ScramServer(
                                    mechanism,
                                    scramHash(mechanism),
                                    credentials,
                                    channelBinding,
                                    () -> ScramText.nonce(random));
                });
    }

    /// Begins an exchange as the client, for an account at another server.
    ///
    /// @param channelBinding this end's `tls-exporter` value, when there is one
    /// @return empty for an unknown name, for a `-PLUS` without a channel binding, and for a
    ///     password that SASLprep (RFC 4013) does not let pass
    public static Optional<SaslClientMechanism> client(
            String name,
            String authenticationIdentity,
            String password,
            Optional<byte[]> channelBinding,
            RandomGenerator random) {
        Optional<String> prepared = SaslPassword.prepare(password);
        if (prepared.isEmpty() || authenticationIdentity.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return known(name, channelBinding)
                .map(mechanism ->
                        switch (mechanism) {
                            case "PLAIN" -> new PlainClient(authenticationIdentity, prepared.get());
                            case "LOGIN" -> new LoginClient(authenticationIdentity, prepared.get());
                            default ->
                                    new ScramClient(
                                            mechanism,
                                            scramHash(mechanism),
                                            authenticationIdentity,
                                            prepared.get(),
                                            channelBinding,
                                            ScramText.nonce(random));
                        });
    }

    /// As above, with randomness of the operating system and without a channel binding.
    public static Optional<SaslClientMechanism> client(
            String name, String authenticationIdentity, String password) {
        return client(name, authenticationIdentity, password, Optional.empty(), new SecureRandom());
    }

    private static Optional<String> known(String name, Optional<byte[]> channelBinding) {
        return NAMES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .filter(known -> !known.endsWith(PLUS) || channelBinding.isPresent())
                .findFirst();
    }

    private static ScramHash scramHash(String mechanism) {
        String base = withoutPlus(mechanism);
        return ScramHash.SHA_256.mechanism().equals(base) ? ScramHash.SHA_256 : ScramHash.SHA_1;
    }

    private static String withoutPlus(String name) {
        return name.endsWith(PLUS) ? name.substring(0, name.length() - PLUS.length()) : name;
    }
}
