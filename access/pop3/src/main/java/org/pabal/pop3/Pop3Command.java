// SPDX-License-Identifier: Apache-2.0
package org.pabal.pop3;

import java.util.Optional;
import java.util.OptionalInt;

/// One command line, parsed but not yet judged. RFC 1939 §3.
sealed interface Pop3Command {

    // Before log-in.

    record User(String name) implements Pop3Command {}

    record Pass(String password) implements Pop3Command {
        /// Without the password, for logs and failures.
        @Override
        public String toString() {
            return "Pass[]";
        }
    }

    /// RFC 1939 §7.
    ///
    /// @param digest as given: sixteen octets in hexadecimal
    record Apop(String name, String digest) implements Pop3Command {}

    /// RFC 5034 §4.
    ///
    /// @param initialResponse base64, or `=` for no octets
    record Auth(String mechanism, Optional<String> initialResponse) implements Pop3Command {
        /// Without the response, which may be a password.
        @Override
        public String toString() {
            return "Auth[mechanism=" + mechanism + "]";
        }
    }

    /// AUTH alone, by which clients older than CAPA ask for the mechanisms.
    record AuthMechanisms() implements Pop3Command {}

    /// RFC 2595 §4.
    record Stls() implements Pop3Command {}

    /// From a front: whose session it is, in the words of Dovecot's proxies.
    record Xclient(String attributes) implements Pop3Command {}

    /// RFC 6856 §2.1.
    record Utf8() implements Pop3Command {}

    // After log-in. A message number is at least 0, which no message has.

    record Stat() implements Pop3Command {}

    /// LIST, of one message or of all.
    record Scan(OptionalInt message) implements Pop3Command {}

    record Uidl(OptionalInt message) implements Pop3Command {}

    record Retr(int message) implements Pop3Command {}

    record Top(int message, int lines) implements Pop3Command {}

    record Dele(int message) implements Pop3Command {}

    record Rset() implements Pop3Command {}

    /// RFC 1460.
    record Last() implements Pop3Command {}

    record Noop() implements Pop3Command {}

    // At any time.

    /// RFC 2449 §5.
    record Capa() implements Pop3Command {}

    /// RFC 6856 §3.
    ///
    /// @param range a language range; empty to list the languages
    record Lang(Optional<String> range) implements Pop3Command {}

    record Quit() implements Pop3Command {}

    /// The peer speaks another protocol.
    record Foreign(String protocol) implements Pop3Command {}

    /// A line outside the grammar; the reply says why.
    record Unparsable(Pop3Reply reply) implements Pop3Command {}
}
