// SPDX-License-Identifier: Apache-2.0
package org.pabal.benchmarks;

import java.io.IOException;

/// A mail server under measurement, running with {@link #ACCOUNTS} mailboxes `user0@bench.test` ….
interface Peer extends AutoCloseable {
    int ACCOUNTS = 100;
    String DOMAIN = "bench.test";

    String name();

    int smtpPort();

    int lmtpPort();

    ProcessGroup group();

    /// Mails that are durable in a mailbox by now, over all accounts, since the start.
    long filed() throws IOException, InterruptedException;

    @Override
    void close() throws IOException, InterruptedException;
}
