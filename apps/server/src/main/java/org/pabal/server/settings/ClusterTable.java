// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;
import java.util.List;

/// The hosts of one mail system, and accounts that move between them: `cluster.*`.
public final class ClusterTable {
    static final Section SECTION = new Section();

    public static final Setting<String> CLUSTER_NAME =
            SECTION.add(
                    "cluster.name",
                    Form.TEXT,
                    "",
                    "This host's name among the hosts of its mail system, before it has joined by"
                            + " another; `hostname` when not set.");
    public static final Setting<String> CLUSTER_ADDRESS =
            SECTION.add(
                    "cluster.address",
                    Form.TEXT,
                    "",
                    "Where the other hosts reach this one: a name or an IP address; `hostname` when"
                            + " not set.");
    public static final Setting<List<String>> CLUSTER_ALIASES =
            SECTION.add(
                    "cluster.aliases",
                    Form.LIST,
                    "",
                    "Other names that a directory has for this host, beside `hostname`:"
                            + " `[\"imap.example.org\"]`.");
    public static final Setting<Integer> MOVES_AT_ONCE =
            SECTION.add(
                    "cluster.moves-at-once",
                    Form.COUNT,
                    "2",
                    "How many accounts are copied to other hosts at the same time; others wait.");
    public static final Setting<Long> MOVE_RATE =
            SECTION.add(
                    "cluster.move-rate",
                    Form.SIZE_IN_OCTETS,
                    "0",
                    "How much of one account that moves is sent in a second, at most; 0 for as fast"
                            + " as it goes.");
    public static final Setting<Duration> MOVE_FREEZE =
            SECTION.add(
                    "cluster.move-freeze",
                    Form.TIME,
                    "8s",
                    "For how long an account that moves is frozen at most: changes wait so long."
                            + " What is not carried by then is carried while it is in use again.");
    public static final Setting<Duration> MOVE_KEEP =
            SECTION.add(
                    "cluster.move-keep",
                    Form.TIME,
                    "1d",
                    "For how long the mail of an account that has moved lies at the old host.");

    private ClusterTable() {}
}
