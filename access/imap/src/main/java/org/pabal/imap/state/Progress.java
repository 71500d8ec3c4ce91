// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// Tells a client now and then how far its long command is. RFC 9585.
///
/// The client hears nothing of a command that is done within the interval.
public final class Progress {
    /// RFC 9585 §3 asks for not less than ten seconds and not more than some minutes between two.
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    private final Client client;
    private final InstantSource clock;
    private Instant next;
    private long goal;

    private Progress(Client client) {
        this.client = client;
        this.clock = client.services().clock();
        this.next = clock.instant().plus(INTERVAL);
    }

    /// Of the running command, which begins now.
    public static Progress of(Client client) {
        return new Progress(client);
    }

    /// A part of the command's work begins.
    ///
    /// @param ofAll how much there is to do
    public void begin(long ofAll) {
        goal = ofAll;
    }

    /// To be called as often as one likes between two responses: sends what the client is to know.
    public void done(long soFar) throws IOException {
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(INTERVAL);
        client.out()
                .untagged(
                        "OK",
                        "INPROGRESS (\"" + client.tag() + "\" " + soFar + " " + goal + ")",
                        "Still at it")
                .flush();
    }
}
