// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.pabal.dns.Resolver;
import org.pabal.mailauth.dmarc.ReportDestinations;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.mta.delivery.TlsObserver;
import org.pabal.mta.reports.ReceivedReports;
import org.pabal.mta.reports.ReportDesk;
import org.pabal.mta.reports.ReportKeeper;
import org.pabal.mta.reports.ReportLimits;
import org.pabal.mta.reports.ReportPost;
import org.pabal.mta.reports.ReportReader;
import org.pabal.mta.reports.dmarc.AggregateReports;
import org.pabal.mta.reports.dmarc.DmarcReportConfig;
import org.pabal.mta.reports.dmarc.DmarcReporting;
import org.pabal.mta.reports.dmarc.ReceivedDmarcReports;
import org.pabal.mta.reports.tls.ReceivedTlsReports;
import org.pabal.mta.reports.tls.TlsReportConfig;
import org.pabal.mta.reports.tls.TlsReporting;
import org.pabal.mta.routing.Router;
import org.pabal.server.administration.ReportOperations;
import org.pabal.server.settings.ReportsTable;
import org.pabal.server.settings.Setting;
import org.pabal.server.settings.Settings;
import org.pabal.wire.http.HttpClient;

/// Reports to other domains and from them.
final class Reports implements AutoCloseable {
    private final DmarcReporting dmarc;
    private final TlsObserver tls;
    private final ReportKeeper keeper;

    Reports(
            Foundation foundation,
            Settings settings,
            String hostname,
            Optional<Domain> defaultDomain,
            Resolver resolver,
            Router router,
            ReportPost post,
            HttpClient https)
            throws StartFailure {
        List<ReportDesk> desks = new ArrayList<>();
        if (settings.get(ReportsTable.REPORTS_SEND_DMARC)) {
            AggregateReports aggregate =
                    new AggregateReports(
                            DmarcReportConfig.defaults(
                                    hostname,
                                    settings.get(ReportsTable.REPORTS_ORGANIZATION)
                                            .orElse(hostname),
                                    from(settings, hostname, defaultDomain)),
                            foundation.storage(),
                            new ReportDestinations(resolver),
                            post,
                            foundation.clock());
            desks.add(aggregate);
            this.dmarc = aggregate;
        } else {
            this.dmarc = DmarcReporting.NONE;
        }
        ReceivedTlsReports receivedTls = new ReceivedTlsReports(foundation.storage());
        if (settings.get(ReportsTable.REPORTS_SEND_TLS)) {
            TlsReporting reporting =
                    new TlsReporting(
                            tls(settings, hostname, defaultDomain),
                            resolver,
                            foundation.storage(),
                            post,
                            https,
                            work -> Thread.ofVirtual().name("tls-report-posts").start(work),
                            foundation.clock());
            desks.add(reporting);
            this.tls = reporting;
        } else {
            this.tls = TlsObserver.NOBODY;
        }
        Set<Address> addresses = new LinkedHashSet<>();
        List<ReportReader> readers = new ArrayList<>();
        ReceivedDmarcReports received = received(foundation);
        readers.add(received);
        desks.add(received);
        address(settings, ReportsTable.REPORTS_DMARC_ADDRESS).ifPresent(addresses::add);
        address(settings, ReportsTable.REPORTS_TLS_ADDRESS).ifPresent(addresses::add);
        readers.add(receivedTls);
        desks.add(receivedTls);
        this.keeper =
                new ReportKeeper(
                        desks,
                        new ReceivedReports(
                                addresses,
                                readers,
                                ReportLimits.standard(),
                                router,
                                foundation.mailboxes(),
                                foundation.storage()),
                        foundation.clock());
    }

    private static ReceivedDmarcReports received(Foundation foundation) {
        return new ReceivedDmarcReports(foundation.storage(), foundation.directory()::isLocal);
    }

    /// Numbers of reports that came in, for administrators.
    static ReportOperations operations(Foundation foundation) {
        return new ReportOperations(
                received(foundation),
                new ReceivedTlsReports(foundation.storage()),
                foundation.clock());
    }

    private static TlsReportConfig tls(
            Settings settings, String hostname, Optional<Domain> defaultDomain)
            throws StartFailure {
        Address from = from(settings, hostname, defaultDomain);
        return new TlsReportConfig(
                settings.get(ReportsTable.REPORTS_ORGANIZATION).orElse(hostname),
                from,
                from.toString());
    }

    /// Whose mail reports are.
    private static Address from(Settings settings, String hostname, Optional<Domain> defaultDomain)
            throws StartFailure {
        Optional<Address> set = address(settings, ReportsTable.REPORTS_FROM);
        return set.isPresent()
                ? set.get()
                : new Address("postmaster", defaultDomain.orElseGet(() -> Domain.of(hostname)));
    }

    private static Optional<Address> address(Settings settings, Setting<Optional<String>> setting)
            throws StartFailure {
        Optional<String> text = settings.get(setting);
        Optional<Address> address = text.flatMap(Address::parse);
        if (text.isPresent() && address.isEmpty()) {
            throw new StartFailure(setting.key() + " is no address: \"" + text.get() + "\"");
        }
        return address;
    }

    /// Counts mails for the reports.
    DmarcReporting dmarc() {
        return dmarc;
    }

    /// Counts sessions for the reports.
    TlsObserver tls() {
        return tls;
    }

    void start() {
        keeper.start();
    }

    @Override
    public void close() {
        keeper.close();
    }
}
