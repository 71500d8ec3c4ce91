// SPDX-License-Identifier: Apache-2.0
package org.pabal.mta.queue;

import org.pabal.message.Domain;

/// What the recipients of one entry have in common: where their copy goes next. Limits and rests
/// count per destination.
///
/// @param name the domain, `host:port`, the name of a host or smarthost, a path, a pipe's name, a command, an account's address,
///     that and a webhook's id; empty for local
public record Destination(Kind kind, String name) {

    public enum Kind {
        LOCAL('l'),
        DOMAIN('d'),
        HOST('h'),
        /// A host of this mail system, by its name.
        OTHER_HOST('o'),
        RELAY('r'),
        /// A Unix socket on which LMTP is spoken.
        SOCKET('u'),
        /// A program of the settings.
        PIPE('p'),
        /// A program that an alias names.
        PROGRAM('x'),
        MAILDIR('m'),
        MBOX('b'),
        /// What an account's script wants done once its mail is safe.
        JOB('j'),
        /// A webhook of an account's.
        WEBHOOK('w');

        private final char letter;

        Kind(char letter) {
            this.letter = letter;
        }

        char letter() {
            return letter;
        }

        static Kind of(char letter) {
            for (Kind kind : values()) {
                if (kind.letter == letter) {
                    return kind;
                }
            }
            throw new IllegalArgumentException("no kind of destination: " + letter);
        }
    }

    /// Accounts of this server.
    public static final Destination LOCAL = new Destination(Kind.LOCAL, "");

    /// The mail exchangers of a domain.
    public static Destination domain(Domain domain) {
        return new Destination(Kind.DOMAIN, domain.name());
    }

    /// A host that the settings name.
    public static Destination host(String host, int port) {
        return new Destination(Kind.HOST, host + ":" + port);
    }

    /// A smarthost, by its name in the settings: two may be log-ins at one host.
    public static Destination relay(String name) {
        return new Destination(Kind.RELAY, name);
    }

    /// Each is a destination of its own, so that one that does not answer keeps no other waiting.
    ///
    /// @param account its address
    public static Destination webhook(String account, String id) {
        return new Destination(Kind.WEBHOOK, account + " " + id);
    }

    public boolean isLocal() {
        return kind == Kind.LOCAL;
    }

    @Override
    public String toString() {
        return switch (kind) {
            case LOCAL -> "local";
            case DOMAIN, HOST -> name;
            case OTHER_HOST -> "host " + name;
            case RELAY -> "relay " + name;
            case SOCKET -> "lmtp:unix:" + name;
            case PIPE -> "pipe:" + name;
            case PROGRAM -> "program " + name.replace('\0', ' ');
            case MAILDIR -> "maildir:" + name;
            case MBOX -> "mbox:" + name;
            case JOB -> "script of " + name;
            case WEBHOOK -> "webhook of " + name;
        };
    }
}
