// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;
import java.util.List;

/// An IMAP server under measurement, with accounts `user0` … of one password.
interface ImapPeer extends AutoCloseable {
    String PASSWORD = "bench-secret";

    String name();

    int imapPort();

    int imapsPort();

    /// Where the same mailboxes are shown by POP3.
    default int pop3Port() {
        throw new UnsupportedOperationException(name() + " is not measured by POP3");
    }

    default int pop3sPort() {
        throw new UnsupportedOperationException(name() + " is not measured by POP3");
    }

    ProcessGroup group();

    /// Log-in name of an account.
    String login(int account);

    /// Ways to keep messages that the server offers; measured each, the best counts.
    default List<String> stores() {
        return List.of("");
    }

    /// The log-in name of the account with the large mailboxes in one of {@link #stores}.
    default String login(String store) {
        return login(0);
    }

    /// How many clients may idle at one time before the machine has no memory left.
    default int mostIdling() {
        return Integer.MAX_VALUE;
    }

    /// Fills a mailbox without its server, where that is quicker and makes no difference afterwards.
    ///
    /// @return false when it must be filled by APPEND
    default boolean fillsItself(String store, String mailbox, int count) throws IOException {
        return false;
    }

    /// True when the large mailbox would take a quarter of an hour: then it is made of copies.
    default boolean isSlowToAppend() {
        return false;
    }

    void start() throws IOException, InterruptedException;

    void stop() throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
