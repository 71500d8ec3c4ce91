// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;

/// What POP3 clients find: `pop3.*`.
public final class Pop3Table {
    static final Section SECTION = new Section();

    public static final Setting<Duration> POP3_IDLE_TIMEOUT =
            SECTION.add(
                    "pop3.idle-timeout",
                    Form.TIME,
                    "10m",
                    "How long a POP3 client that has logged in may say nothing; below 10 minutes"
                            + " RFC 1939 is broken. Until then a client that vanished without a word"
                            + " keeps its maildrop.");
    public static final Setting<Boolean> POP3_SHARED =
            SECTION.add(
                    "pop3.shared",
                    Form.SWITCH,
                    "false",
                    "Whether several POP3 sessions may have one maildrop at a time, each with the"
                            + " messages as they were when it began; else the second is told"
                            + " `[IN-USE]`.");
    public static final Setting<Boolean> POP3_MARK_SEEN =
            SECTION.add(
                    "pop3.mark-seen",
                    Form.SWITCH,
                    "true",
                    "Whether messages that were fetched by POP3 are seen (`\\Seen`) for IMAP.");

    private Pop3Table() {}
}
