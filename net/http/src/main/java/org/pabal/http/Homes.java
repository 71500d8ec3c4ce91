// SPDX-License-Identifier: Apache-2.0
package org.pabal.http;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/// The other hosts of this mail system, which answer requests for the accounts that they hold. Safe for
/// use by many threads.
public interface Homes {

    /// Of a host that stands alone.
    Homes NONE = (exchange, matter) -> unreachable(exchange, matter.host());

    /// Stands before the host's name in the path of what is asked for without a session:
    /// `/px/~imap/...`.
    String MARK = "~";

    /// A host that starts anew is back in less.
    String RETRY_AFTER_SECONDS = "20";

    /// Whom a request is for, and where it is answered.
    ///
    /// @param host the name of the host that holds the account
    /// @param owner the account's address; empty where it matters to nobody
    /// @param isJudged whether this host has judged the owner's log-in
    /// @param cookies that go along: those that the other host has made itself, and nothing else
    /// @param body in the place of the one that came
    record Matter(
            String host,
            Optional<String> owner,
            boolean isJudged,
            Map<String, String> cookies,
            Optional<byte[]> body) {

        public Matter {
            cookies = Map.copyOf(cookies);
        }

        /// By a password or a token that was judged here.
        public static Matter judged(String host, String owner) {
            return new Matter(host, Optional.of(owner), true, Map.of(), Optional.empty());
        }

        /// By a session of the other host's.
        public static Matter session(String host, String owner, Map<String, String> cookies) {
            return new Matter(host, Optional.of(owner), false, cookies, Optional.empty());
        }

        /// By an address that the other host has signed.
        public static Matter link(String host) {
            return new Matter(host, Optional.empty(), false, Map.of(), Optional.empty());
        }

        public Matter with(Map<String, String> others, byte[] other) {
            return new Matter(host, owner, isJudged, others, Optional.of(other));
        }
    }

    /// Has the other host answer, and answers with what it says. Is it out of reach, that is the
    /// answer: 503, with its name. Never called for what was passed on to us.
    ///
    /// @throws IOException when the client is gone, or the other host in the midst of its answer
    void pass(HttpExchange exchange, Matter matter) throws IOException;

    /// Whether this is another host of ours, and not this one.
    default boolean isOther(String host) {
        return true;
    }

    /// What is said of a host that does not answer: it is not the client's password that is wrong.
    static void unreachable(HttpExchange exchange, String host) throws IOException {
        exchange.answer("Retry-After", RETRY_AFTER_SECONDS);
        new Problem(
                        503,
                        "Your mailboxes are on the host "
                                + host
                                + ", which does not answer for now; try again in a moment.")
                .with("code", "homeDown")
                .with("host", host)
                .send(exchange);
    }

    /// What is said to a front that takes us for the home of an account that lives on a third host:
    /// nothing is passed on twice, or two directories that disagree would send it round for ever.
    static void astray(HttpExchange exchange) throws IOException {
        exchange.answer("Retry-After", RETRY_AFTER_SECONDS);
        new Problem(503, "Your mailboxes are out of reach for now; try again in a moment.")
                .with("code", "homeDown")
                .send(exchange);
    }
}
