// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.message.Domain;
import org.pabal.mta.acceptance.Acceptance;
import org.pabal.mta.acceptance.ContentChecks;
import org.pabal.mta.acceptance.MessageLimits;
import org.pabal.mta.acceptance.Promise;
import org.pabal.mta.acceptance.RecipientConfig;
import org.pabal.mta.acceptance.RecipientRules;
import org.pabal.mta.acceptance.Refusals;
import org.pabal.mta.filtering.QuarantineDesk;
import org.pabal.mta.reports.ReportPost;
import org.pabal.server.settings.ReceptionTable;

/// What reception and submission share: who is a recipient, what a message has to keep to, the promise
/// that a 250 is, and the record of what was refused.
final class Intake {
    private final Ground here;
    private final MailRoutes routes;
    private final RecipientRules rules;
    private final Acceptance acceptance;
    private final Promise promise;
    private final Refusals refusals;
    private final QuarantineDesk quarantine;

    /// @param preset the domain that completes bare names
    Intake(
            Ground here,
            Optional<Domain> preset,
            MailRoutes routes,
            MailQueue queue,
            MailFiling filing)
            throws StartFailure {
        this.here = here;
        this.routes = routes;
        RecipientConfig recipients = TransportSettings.recipients(here.settings(), preset);
        this.rules =
                new RecipientRules(here.directory(), routes.router(), here.mailboxes(), recipients);
        this.acceptance =
                new Acceptance(
                        here.mailboxes(),
                        queue.queue(),
                        filing.consignment(),
                        filing.commitments());
        this.quarantine =
                new QuarantineDesk(
                        routes.router(),
                        acceptance,
                        here.storage(),
                        here.mailboxes(),
                        here.ids(),
                        here.clock());
        this.promise =
                new Promise(
                        acceptance,
                        new ContentChecks(
                                here.storage(),
                                here.mailboxes(),
                                rules,
                                MessageLimits.defaults(),
                                here.settings().get(ReceptionTable.MAX_MESSAGE_SIZE)),
                        recipients.fullMailbox());
        this.refusals = new Refusals(queue.ledger(), here.storage(), here.clock());
    }

    RecipientRules rules() {
        return rules;
    }

    Promise promise() {
        return promise;
    }

    Refusals refusals() {
        return refusals;
    }

    /// Delivers what was kept back after all.
    QuarantineDesk quarantine() {
        return quarantine;
    }

    /// Posts reports of this host's own.
    ReportPost reportPost(Signing signing) {
        return new ReportPost(
                routes.router(),
                acceptance,
                here.mailboxes(),
                here.ids(),
                signing::fields,
                here.clock());
    }
}
