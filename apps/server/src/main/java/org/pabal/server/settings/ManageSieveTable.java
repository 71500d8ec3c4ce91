// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;

/// Clients that manage scripts: `managesieve.*`.
public final class ManageSieveTable {
    static final Section SECTION = new Section();

    public static final Setting<Integer> MANAGESIEVE_SESSIONS =
            SECTION.add(
                    "managesieve.sessions-per-account",
                    Form.COUNT,
                    "20",
                    "How many ManageSieve sessions an account may have at one time.");
    public static final Setting<Duration> MANAGESIEVE_IDLE_TIMEOUT =
            SECTION.add(
                    "managesieve.idle-timeout",
                    Form.TIME,
                    "30m",
                    "How long a ManageSieve client that has logged in may say nothing; RFC 5804 asks"
                            + " for 30 minutes.");

    private ManageSieveTable() {}
}
