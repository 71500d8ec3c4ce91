// SPDX-License-Identifier: Apache-2.0
package org.pabal.jmap;

import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.pabal.directory.Account;
import org.pabal.http.Homes.Matter;
import org.pabal.http.HttpExchange;

/// Finds out who sends a request, by one kind of proof: a password, a token, a browser's session. Safe
/// for use by many threads; may block.
@FunctionalInterface
public interface JmapDoor {

    Entry enter(HttpExchange exchange);

    /// What a door says.
    sealed interface Entry {

        /// @param account enabled, and here
        /// @param session the id of the browser's session by which it came; empty where none was
        /// @param lasts whether it has not ended since, for connections that last
        record Admitted(Account account, Optional<String> session, BooleanSupplier lasts)
                implements Entry {

            /// Without a session: by a password or a token.
            public Admitted(Account account) {
                this(account, Optional.empty(), () -> true);
            }
        }

        /// The request has no proof of this door's kind.
        record NoProof() implements Entry {}

        /// @param status 401, 403, 429 or 503
        /// @param detail one sentence for the client's log
        /// @param fields of the answer: `WWW-Authenticate`, `Retry-After`
        record Refused(int status, String detail, Map<String, String> fields)
                implements Entry {}

        /// The owner's mailboxes are on another host, which is to answer. Nobody but who has proved to
        /// be the owner learns where they are.
        record Elsewhere(Matter matter) implements Entry {

            /// By a password or a token that was judged here.
            public static Elsewhere judged(Account account) {
                return new Elsewhere(
                        Matter.judged(
                                account.host().orElseThrow(), account.address().toString()));
            }
        }
    }
}
