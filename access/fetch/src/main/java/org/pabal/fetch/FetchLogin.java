// SPDX-License-Identifier: Apache-2.0
package org.pabal.fetch;

import java.util.Optional;

/// As whom to log in.
public sealed interface FetchLogin {

    /// As the other server knows it.
    String user();

    /// @param actsFor whose mail is read, where the user is one who may read everyone's: the
    ///     authorization identity of SASL PLAIN (RFC 4616), as Cyrus and Dovecot take it
    record Password(String user, String password, Optional<String> actsFor) implements FetchLogin {
        @Override
        public String toString() {
            return "password of " + user; // a secret is in no log
        }
    }

    /// An OAuth 2 access token, for OAUTHBEARER (RFC 7628) or XOAUTH2.
    record Token(String user, String token) implements FetchLogin {
        @Override
        public String toString() {
            return "token of " + user;
        }
    }
}
