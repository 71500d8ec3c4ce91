// SPDX-License-Identifier: Apache-2.0
package org.pabal.imap.state;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/// Tells a client now and then how far its long command is. RFC 9585.
///
/// The client hears nothing of a command that is done within the interval.
public interface Progress {
    /// RFC 9585 §3 asks for not less than ten seconds between two.
    Duration INTERVAL = Duration.ofSeconds(10);

    /// Of work that belongs to no command, or is done at once.
    Progress NONE =
            new Progress() {
                @Override
                public void begin(long ofAll) {}

                @Override
                public void done(long soFar) {}
            };

    /// Of the running command, which begins now.
    static Progress of(Client client) {
        return new Told(client);
    }

    /// A part of the command's work begins.
    ///
    /// @param ofAll how much there is to do
    void begin(long ofAll);

    /// To be called as often as one likes between two responses: sends what the client is to know.
    void done(long soFar) throws IOException;

    /// By an untagged OK.
    final class Told implements Progress {
        private final Client client;
        private Instant next;
        private long goal;

        private Told(Client client) {
            this.client = client;
            this.next = client.services().clock().instant().plus(INTERVAL);
        }

        @Override
        public void begin(long ofAll) {
            goal = ofAll;
        }

        @Override
        public void done(long soFar) throws IOException {
            Instant now = client.services().clock().instant();
            if (now.isBefore(next)) {
                return;
            }
            next = now.plus(INTERVAL);
            String tag = client.tag().replace("\\", "\\\\").replace("\"", "\\\"");
            client.out()
                    .untagged(
                            "OK",
                            "INPROGRESS (\"" + tag + "\" " + soFar + " " + goal + ")",
                            "Still at it")
                    .flush();
        }
    }
}
