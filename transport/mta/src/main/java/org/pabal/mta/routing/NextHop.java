// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.routing;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.pabal.message.Domain;

/// Who gets a copy that is not for a mailbox of ours.
public sealed interface NextHop {

    /// What is spoken with a host.
    enum Protocol {
        SMTP,
        /// RFC 2033: the other end delivers, and answers for each recipient.
        LMTP
    }

    /// The mail exchangers of a domain, or the host of an address literal. RFC 5321 §5.1.
    record Exchangers(Domain domain) implements NextHop {
        @Override
        public String toString() {
            return "mail exchangers of " + domain;
        }
    }

    /// A host that the settings name. Its addresses are looked up, its MX records are not.
    ///
    /// @param host a name or an IP address
    record Host(
            String host,
            int port,
            Protocol protocol,
            Optional<RelayCredentials> credentials,
            RelayTls tls)
            implements NextHop {
        public Host {
            if (port < 1 || port > 65_535) {
                throw new IllegalArgumentException("not a port: " + port);
            }
        }

        /// A host that speaks SMTP.
        public Host(String host, int port, Optional<RelayCredentials> credentials, RelayTls tls) {
            this(host, port, Protocol.SMTP, credentials, tls);
        }

        /// A host without a log-in.
        public static Host of(String host, int port) {
            return new Host(host, port, Optional.empty(), RelayTls.OPPORTUNISTIC);
        }

        /// A host that delivers what it gets.
        public static Host lmtp(String host, int port) {
            return new Host(host, port, Protocol.LMTP, Optional.empty(), RelayTls.OPPORTUNISTIC);
        }

        @Override
        public String toString() {
            return (protocol == Protocol.LMTP ? "lmtp:" : "") + host + ":" + port;
        }
    }

    /// A program of this host that speaks LMTP on a Unix socket.
    record LmtpSocket(Path path) implements NextHop {
        @Override
        public String toString() {
            return "lmtp:unix:" + path;
        }
    }

    /// The host of this mail system that holds the account. Where it is and how it is spoken with is
    /// looked up at each attempt.
    record OtherHost(String name) implements NextHop {
        @Override
        public String toString() {
            return "host " + name;
        }
    }

    /// Something on this host that keeps the mail: no server speaks for it.
    sealed interface FinalHop extends NextHop {}

    /// A program of the settings, run once for each recipient.
    record Pipe(String name) implements FinalHop {
        @Override
        public String toString() {
            return "pipe:" + name;
        }
    }

    /// A program that an alias names, run once.
    ///
    /// @param command the program's path and its arguments, as they are
    record Program(List<String> command) implements FinalHop {
        public Program {
            command = List.copyOf(command);
        }

        @Override
        public String toString() {
            return "program " + command.getFirst();
        }
    }

    /// A Maildir of the settings or of an alias.
    ///
    /// @param template its absolute path, with `{local}` and `{domain}` where the address comes in
    record Maildir(String template) implements FinalHop {
        @Override
        public String toString() {
            return "maildir:" + template;
        }
    }

    /// An mbox of the settings or of an alias: a file to which messages are appended.
    ///
    /// @param template its absolute path, with `{local}` and `{domain}` where the address comes in
    record Mbox(String template) implements FinalHop {
        @Override
        public String toString() {
            return "mbox:" + template;
        }
    }

    /// A smarthost: it takes mail for any domain, as far as it likes the sender.
    ///
    /// @param name by which the settings and the operator know it
    record Relay(String name, Host host) implements NextHop {
        @Override
        public String toString() {
            return "relay " + name + " (" + host + ")";
        }
    }
}
