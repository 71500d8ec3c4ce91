// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.pabal.milter.MilterTimes;
import org.pabal.mta.policy.Checks;
import org.pabal.mta.policy.FailureAction;
import org.pabal.mta.policy.SessionCheck;
import org.pabal.mta.policy.delegation.PolicyService;
import org.pabal.mta.policy.delegation.PolicyServiceConfig;
import org.pabal.mta.policy.delegation.PolicyStage;
import org.pabal.mta.policy.lists.ListedClients;
import org.pabal.mta.policy.milter.Milter;
import org.pabal.mta.policy.milter.MilterConfig;
import org.pabal.mta.policy.milter.MilterHost;
import org.pabal.server.settings.CheckTables;
import org.pabal.server.settings.NamedTable;
import org.pabal.server.settings.Settings;
import org.pabal.wire.Connector;
import org.pabal.wire.ServiceAddress;
import org.pabal.wire.Wire;
import org.pabal.wire.WireLimits;

/// The programs of others that have a say in SMTP sessions, as the settings name them.
final class SessionCheckers implements AutoCloseable {
    /// A program that takes nothing of what it is sent for so long is stuck.
    private static final Duration WRITE_LIMIT = Duration.ofSeconds(60);

    private final Settings settings;
    private final String hostname;
    private final InstantSource clock;
    private final Optional<ListedClients> listed;
    private final Wire wire;

    /// @param listed refuses strangers on port 25, if any list may do so
    SessionCheckers(
            Settings settings,
            String hostname,
            Optional<ListedClients> listed,
            InstantSource clock) {
        this.listed = listed;
        this.settings = settings;
        this.hostname = hostname;
        this.clock = clock;
        // A scanner may think for minutes before its answer, so that there is no pace to keep.
        this.wire =
                new Wire(
                        WireLimits.standard()
                                .withBodyPace(0, Duration.ofMinutes(1))
                                .withWrite(WRITE_LIMIT));
    }

    /// Of `smtp`, `submission` or `lmtp`.
    Checks of(String service) {
        List<Supplier<SessionCheck>> all = new ArrayList<>();
        if (service.equals("smtp")) {
            listed.ifPresent(all::add);
        }
        for (NamedTable table : settings.tables(CheckTables.POLICY_SERVICES)) {
            if (table.get(CheckTables.POLICY_SERVICE_SERVICES).contains(service)) {
                all.add(new PolicyService(policyService(table), new Connector(wire)));
            }
        }
        for (NamedTable table : settings.tables(CheckTables.MILTERS)) {
            if (table.get(CheckTables.MILTER_SERVICES).contains(service)) {
                MilterHost host = new MilterHost(hostname, "Pabal " + Version.text(), service);
                all.add(new Milter(milter(table), host, new Connector(wire), clock));
            }
        }
        return new Checks(all);
    }

    private static MilterConfig milter(NamedTable table) {
        MilterTimes times =
                new MilterTimes(
                        table.get(CheckTables.CONNECT_TIMEOUT),
                        table.get(CheckTables.COMMAND_TIMEOUT),
                        table.get(CheckTables.CONTENT_TIMEOUT));
        return new MilterConfig(table.name(), address(table), times, whenDown(table));
    }

    private static PolicyServiceConfig policyService(NamedTable table) {
        return new PolicyServiceConfig(
                table.name(),
                address(table),
                table.get(CheckTables.STAGES).stream()
                        .map(PolicyStage::of)
                        .collect(Collectors.toSet()),
                table.get(CheckTables.REQUEST_TIMEOUT),
                whenDown(table),
                "Pabal " + Version.text());
    }

    private static ServiceAddress address(NamedTable table) {
        return table.get(CheckTables.ADDRESS).orElseThrow(); // the reader has seen to it
    }

    private static FailureAction whenDown(NamedTable table) {
        return FailureAction.valueOf(
                table.get(CheckTables.DEFAULT_ACTION).toUpperCase(Locale.ROOT));
    }

    @Override
    public void close() {
        wire.close();
    }
}
