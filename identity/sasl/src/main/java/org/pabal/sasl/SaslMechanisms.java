// SPDX-License-Identifier: Apache-2.0
package org.pabal.sasl;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/// The mechanisms that exist, in the order in which a client prefers them, and how an exchange begins.
public final class SaslMechanisms {
    private static final String PLUS = "-PLUS";
    private static final List<String> NAMES =
            List.of(
                    "SCRAM-SHA-256-PLUS",
                    "SCRAM-SHA-256",
                    "SCRAM-SHA-1-PLUS",
                    "SCRAM-SHA-1",
                    "PLAIN",
                    "LOGIN",
                    CramMd5.NAME,
                    "OAUTHBEARER",
                    "XOAUTH2",
                    ExternalServer.NAME);

    private static final Set<String> NOT_BY_PASSWORD =
            Set.of("OAUTHBEARER", "XOAUTH2", ExternalServer.NAME);

    private SaslMechanisms() {}

    public static List<String> names() {
        return NAMES;
    }

    /// What to announce on a connection: the configured names that the secrets and the connection
    /// allow, and with each SCRAM the `-PLUS` form when the connection has a channel binding.
    ///
    /// A session that announces this may give the same binding to {@link #start}. One that
    /// announces no `-PLUS` must give none: a client that says `y` ("I could bind, you did not
    /// offer it") is otherwise taken for the victim of a downgrade. RFC 5802 §6.
    public static List<String> offered(
            List<String> configured, Credentials credentials, SaslChannel channel) {
        List<String> offered = new ArrayList<>();
        for (String name : NAMES) {
            boolean wanted = configured.contains(name) || configured.contains(withoutPlus(name));
            if (wanted && isPossible(name, credentials, channel)) {
                offered.add(name);
            }
        }
        return List.copyOf(offered);
    }

    private static boolean isPossible(String name, Credentials credentials, SaslChannel channel) {
        return switch (name) {
            case "PLAIN", "LOGIN" -> true;
            case CramMd5.NAME -> credentials.keepsClearPasswords();
            case "OAUTHBEARER", "XOAUTH2" -> credentials.tokens().isPresent();
            case ExternalServer.NAME -> channel.clientCertificate().isPresent();
            default ->
                    credentials.scramHashes().contains(scramHash(name))
                            && (!name.endsWith(PLUS) || channel.canBind());
        };
    }

    /// Begins an exchange as the server.
    ///
    /// @param name as the client gave it, in any case
    /// @param channel with its binding only when `-PLUS` was announced, see {@link #offered}
    /// @return empty for an unknown name, and for what the secrets or the connection do not allow
    public static Optional<SaslServerMechanism> start(
            String name, Credentials credentials, SaslChannel channel) {
        return start(name, credentials, channel, new SecureRandom());
    }

    /// As above, with the source of nonces.
    public static Optional<SaslServerMechanism> start(
            String name, Credentials credentials, SaslChannel channel, RandomGenerator random) {
        return NAMES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .filter(known -> isPossible(known, credentials, channel))
                .findFirst()
                .map(known -> server(known, credentials, channel, random));
    }

    private static SaslServerMechanism server(
            String name, Credentials credentials, SaslChannel channel, RandomGenerator random) {
        return switch (name) {
            case "PLAIN" -> new PlainServer(credentials);
            case "LOGIN" -> new LoginServer(credentials);
            case CramMd5.NAME -> new CramMd5Server(credentials, () -> ScramText.nonce(random));
            case "OAUTHBEARER", "XOAUTH2" ->
                    new BearerServer(
                            BearerServer.Form.valueOf(name),
                            credentials,
                            credentials.tokens().orElseThrow());
            case ExternalServer.NAME ->
                    new ExternalServer(credentials, channel.clientCertificate().orElseThrow());
            default ->
                    new ScramServer(
                            name,
                            scramHash(name),
                            credentials,
                            channel.bindings(),
                            () -> ScramText.nonce(random));
        };
    }

    /// Begins an exchange as the client with a bearer token in place of a password.
    ///
    /// @return empty for a mechanism that takes no token, and for a token outside the grammar of
    ///     RFC 7628 §3.1
    public static Optional<SaslClientMechanism> bearer(
            String name, String authenticationIdentity, String token) {
        boolean takesToken = name.equals("OAUTHBEARER") || name.equals("XOAUTH2");
        boolean fits =
                token.matches("[A-Za-z0-9._~+/=-]+") && SaslText.isIdentity(authenticationIdentity);
        return takesToken && fits
                ? Optional.of(
                        new BearerClient(
                                BearerServer.Form.valueOf(name), authenticationIdentity, token))
                : Optional.empty();
    }

    /// Begins an exchange as the client, for an account at another server.
    ///
    /// @param channel this end's bindings, when the server announces a `-PLUS`
    /// @return empty for an unknown name, for one that needs something other than a password, for a
    ///     `-PLUS` without a channel binding, and for a password that SASLprep (RFC 4013) does not
    ///     let pass
    public static Optional<SaslClientMechanism> client(
            String name,
            String authenticationIdentity,
            String password,
            SaslChannel channel,
            RandomGenerator random) {
        Optional<String> prepared = SaslPassword.prepare(password);
        if (prepared.isEmpty() || authenticationIdentity.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        return known(name, channel)
                .map(mechanism ->
                        switch (mechanism) {
                            case "PLAIN" -> new PlainClient(authenticationIdentity, prepared.get());
                            case "LOGIN" -> new LoginClient(authenticationIdentity, prepared.get());
                            case CramMd5.NAME ->
                                    new CramMd5Client(authenticationIdentity, prepared.get());
                            default ->
                                    new ScramClient(
                                            mechanism,
                                            scramHash(mechanism),
                                            authenticationIdentity,
                                            prepared.get(),
                                            channel,
                                            ScramText.nonce(random));
                        });
    }

    /// As above, with randomness of the operating system and without a channel binding.
    public static Optional<SaslClientMechanism> client(
            String name, String authenticationIdentity, String password) {
        return client(
                name, authenticationIdentity, password, SaslChannel.PLAIN, new SecureRandom());
    }

    /// PLAIN as the client, for one who may act for others: `authzid NUL authcid NUL passwd`.
    /// RFC 4616 §2.
    ///
    /// @param authorizationIdentity for whom
    /// @return empty for what no such message can say
    public static Optional<SaslClientMechanism> actingFor(
            String authorizationIdentity, String authenticationIdentity, String password) {
        return SaslPassword.prepare(password)
                .filter(_ -> (authorizationIdentity + authenticationIdentity).indexOf('\0') < 0)
                .map(prepared ->
                        new PlainClient(authorizationIdentity, authenticationIdentity, prepared));
    }

    private static Optional<String> known(String name, SaslChannel channel) {
        return NAMES.stream()
                .filter(known -> known.equalsIgnoreCase(name))
                .filter(known -> !NOT_BY_PASSWORD.contains(known))
                .filter(known -> !known.endsWith(PLUS) || channel.bestType().isPresent())
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
