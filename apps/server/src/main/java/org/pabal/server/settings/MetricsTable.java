// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.settings;

import java.time.Duration;

/// What the running server tells of itself, and how it stops: `metrics.*`, `stop.*`.
public final class MetricsTable {
    static final Section SECTION = new Section();

    public static final Setting<Boolean> METRICS =
            SECTION.add(
                    "metrics.enabled",
                    Form.SWITCH,
                    "true",
                    "Whether `/metrics` and `/health` are served, on loopback only.");
    public static final Setting<Integer> METRICS_PORT =
            SECTION.add("metrics.port", Form.PORT, "9925", "The port of `/metrics` and `/health`.");
    public static final Setting<Duration> DRAIN =
            SECTION.add(
                    "stop.drain",
                    Form.TIME,
                    "10s",
                    "How long a stop waits for sessions to finish what they are doing.");

    private MetricsTable() {}
}
