// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import org.pabal.mta.bounce.Bounces;
import org.pabal.mta.bounce.ReportLimit;
import org.pabal.mta.delivery.CommitPause;
import org.pabal.mta.delivery.Keepers;
import org.pabal.mta.delivery.LocalDelivery;
import org.pabal.mta.delivery.QueueDelivery;
import org.pabal.mta.jobs.JobDelivery;
import org.pabal.mta.jobs.ScriptedRuns;
import org.pabal.mta.jobs.WebNotifications;
import org.pabal.mta.queue.QueueWorker;
import org.pabal.server.settings.AddressTable;

/// What is done with each entry of the queue when its time comes: a mail is filed here, sent on, or
/// reported as undeliverable; a job of a script or a webhook is run.
final class Deliveries {
    private static final int REPORTS_AT_ONCE = 10;
    private static final Duration REPORTS_WITHIN = Duration.ofMinutes(1);

    private Deliveries() {}

    static QueueWorker of(
            Ground here,
            MailRoutes routes,
            MailFiling filing,
            RemoteMail remote,
            Signing signing,
            SpamFilter spam,
            OutsideWeb web)
            throws StartFailure {
        LocalDelivery local =
                new LocalDelivery(here.storage(), here.mailboxes(), spam::judgedBefore);
        Bounces bounces = bounces(here, routes, filing, signing);
        QueueDelivery mails =
                new QueueDelivery(
                        routes.router(),
                        remote.delivery(),
                        routes.forwardedSender(),
                        keepers(here, filing),
                        local,
                        bounces,
                        filing.consignment(),
                        filing.commitments(),
                        here.ids(),
                        here.clock(),
                        CommitPause.SLEEP);
        JobDelivery jobs =
                new JobDelivery(
                        here.directory(),
                        new ScriptedRuns(filing.sievePrograms(), _ -> "/", here.storage()),
                        new WebNotifications(web.posts()),
                        web.webhooks(),
                        local,
                        bounces,
                        filing.commitments(),
                        here.clock());
        return jobs.beside(mails);
    }

    private static Bounces bounces(
            Ground here, MailRoutes routes, MailFiling filing, Signing signing) {
        return new Bounces(
                QueueSettings.bounces(here.settings(), here.name()),
                routes.router(),
                here.directory(),
                here.mailboxes(),
                here.storage(),
                filing.consignment(),
                here.ids(),
                signing::signed,
                new ReportLimit(here.clock(), REPORTS_AT_ONCE, REPORTS_WITHIN));
    }

    /// Programs and files of this host that aliases name.
    private static Keepers keepers(Ground here, MailFiling filing) {
        return new Keepers(
                RoutingSettings.pipes(here.settings()),
                here.settings().get(AddressTable.ALIAS_EXIT_CODES),
                filing.programs(),
                RoutingSettings.subaddress(here.settings()),
                here.storage(),
                here.name(),
                here.clock(),
                CommitPause.SLEEP);
    }
}
