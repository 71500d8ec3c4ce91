// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.time.Duration;
import java.util.List;
import org.pabal.jmap.Check;
import org.pabal.mta.jobs.OutsidePosts;
import org.pabal.mta.webhook.WebhookDelivery;
import org.pabal.server.checks.ForwardCheck;
import org.pabal.server.checks.WebhookCheck;
import org.pabal.server.settings.SieveTable;

/// Servers that people name, on the web or as a forward, and that this host writes to for them:
/// notifications, webhooks, and whether they work.
final class OutsideWeb {
    /// A server that does not answer by then does not answer.
    private static final Duration WEBHOOK_TIME_LIMIT = Duration.ofSeconds(10);

    /// A person waits for it.
    private static final Duration CHECKED_WITHIN = Duration.ofSeconds(15);

    private final OutsidePosts posts;
    private final WebhookDelivery webhooks;
    private final List<Check> checks;

    OutsideWeb(Ground here, MailRoutes routes, WebhookParts parts) throws StartFailure {
        this.posts = posts(here, here.settings().get(SieveTable.SIEVE_PROGRAM_TIME_LIMIT));
        this.webhooks =
                new WebhookDelivery(
                        parts.webhooks(),
                        posts(here, WEBHOOK_TIME_LIMIT),
                        here.clock(),
                        parts.counts());
        this.checks =
                List.of(
                        new WebhookCheck(
                                here.resolver(),
                                here.https(),
                                ProgramSettings.reachable(here.settings())::isAllowed,
                                CHECKED_WITHIN,
                                System::nanoTime),
                        new ForwardCheck(
                                routes.router()::route, here.resolver(), System::nanoTime));
    }

    private static OutsidePosts posts(Ground here, Duration limit) throws StartFailure {
        return new OutsidePosts(
                here.resolver(), here.https(), ProgramSettings.reachable(here.settings()), limit);
    }

    /// To servers of the web that users name.
    OutsidePosts posts() {
        return posts;
    }

    WebhookDelivery webhooks() {
        return webhooks;
    }

    /// What people may have checked.
    List<Check> checks() {
        return checks;
    }
}
