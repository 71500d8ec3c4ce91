// SPDX-License-Identifier: Apache-2.0
package org.pabal.smtp;

import java.time.Duration;
import java.util.Optional;
import org.pabal.wire.TlsClientContext;

/// How the client's end speaks.
///
/// @param protocol which greeting is said
/// @param hostname our name in it
/// @param login for a smarthost
public record SmtpClientConfig(
        Protocol protocol,
        String hostname,
        ClientTls tls,
        Optional<Login> login,
        Deadlines deadlines) {

    public enum Protocol {
        SMTP,
        /// RFC 2033: a reply for each recipient behind the content.
        LMTP
    }

    /// Who we are at the peer. What gives the secret away is used under TLS only.
    public record Login(String identity, String secret, Kind kind) {

        public enum Kind {
            PASSWORD,
            /// A bearer token of OAuth. RFC 7628
            TOKEN
        }

        public Login(String identity, String password) {
            this(identity, password, Kind.PASSWORD);
        }

        /// Without the secret.
        @Override
        public String toString() {
            return "Login[identity=" + identity + "]";
        }
    }

    /// How long the peer may take to begin a reply. RFC 5321 §4.5.3.2.
    ///
    /// @param wholeReply from the first to the last line of a reply
    public record Deadlines(
            Duration greeting,
            Duration command,
            Duration dataStart,
            Duration dataEnd,
            Duration wholeReply) {

        public static final Deadlines STANDARD =
                new Deadlines(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(2),
                        Duration.ofMinutes(10),
                        Duration.ofSeconds(30));
    }

    /// For a remote domain's mail exchangers: opportunistic TLS, no login.
    public static SmtpClientConfig toMailExchanger(
            String hostname, TlsClientContext context, String exchanger) {
        return new SmtpClientConfig(
                Protocol.SMTP,
                hostname,
                new ClientTls.Opportunistic(context, exchanger),
                Optional.empty(),
                Deadlines.STANDARD);
    }
}
