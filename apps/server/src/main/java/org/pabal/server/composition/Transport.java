// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.Optional;
import org.pabal.mta.queue.QueueWorker;
import org.pabal.sasl.LoginGuard;
import org.pabal.server.settings.LocalTable;
import org.pabal.wire.TlsServerContext;

/// The roles that move mail, in the order in which they are made: each is given those before it.
///
/// It is used in this order, and each step has its reason.
///
/// 1. Made: nothing works on mail yet, but a mistake in the settings is found.
/// 2. {@link #open}: the doors. Mail that comes now is kept on disk before its 250, so that it does not
///    need the queue to run.
/// 3. {@link #start}: what outbound mail asks comes first (which ports are open, which TLS is demanded),
///    then the queue with what has waited, then those who keep records, last what programs of this host
///    have dropped meanwhile.
/// 4. The doors are drained, by {@link Server}: sessions under way get their replies, while all of this
///    still works.
/// 5. {@link #close}: programs' drops end first, since each of them is a mail that comes in; then most
///    of those who work by the clock; then the queue, which begins nothing any more and waits a little
///    for what it has begun. What does not end in time is in the store as it was, and is tried again
///    after the next start. After the queue the refusals that were still to be written are, and the
///    sessions with other hosts and the wires to programs that check are closed, which until then were
///    in use. The store itself is closed by {@link Server}, later.
final class Transport implements AutoCloseable {
    private final JudgingParts judging;
    private final MailRoutes routes;
    private final Outbound outbound;
    private final Signing signing;
    private final MailQueue queue;
    private final MailFiling filing;
    private final Intake intake;
    private final Reports reports;
    private final SessionCheckers checkers;
    private final Inbound inbound;
    private final Submissions submissions;
    private final RemoteMail remote;
    private final OutsideWeb web;
    private final QueueWorker deliveries;
    private final Optional<LocalPrograms> local;
    private final Snoozes snoozes;
    private final SmtpDoors doors;

    Transport(
            Ground here,
            LoginContexts logins,
            TlsServerContext tls,
            LoginGuard guard,
            Cluster cluster,
            ScriptParts scripts,
            JudgingParts judging,
            WebhookParts webhooks,
            MailLogs logs)
            throws StartFailure {
        this.judging = judging;
        this.routes = new MailRoutes(here, logins, cluster.membership());
        this.outbound =
                new Outbound(
                        here.foundation(),
                        here.settings(),
                        here.name(),
                        routes.smarthosts(),
                        here.wire(),
                        here.resolver());
        this.signing = new Signing(here.foundation(), here.settings(), here.resolver());
        this.queue = new MailQueue(here, logs.ledger());
        this.filing = new MailFiling(here, routes, queue, signing, scripts, webhooks);
        this.intake = new Intake(here, logins.preset(), routes, queue, filing);
        this.reports =
                new Reports(
                        here.foundation(),
                        here.settings(),
                        here.name(),
                        logins.preset(),
                        here.resolver(),
                        routes.router(),
                        intake.reportPost(signing),
                        here.https());
        this.checkers =
                new SessionCheckers(
                        here.settings(),
                        here.name(),
                        judging.connectors().refusals(),
                        here.clock());
        this.inbound = new Inbound(here, queue, intake, reports, signing, checkers, judging);
        this.submissions =
                new Submissions(here, queue, intake, inbound, outbound, signing, checkers, logins);
        this.remote = new RemoteMail(here, routes, outbound, reports);
        outbound.watch(queue.queue(), remote.delivery(), here.resolver());
        this.web = new OutsideWeb(here, routes, webhooks);
        this.deliveries = Deliveries.of(here, routes, filing, remote, signing, judging.spam(), web);
        this.local =
                here.settings().get(LocalTable.LOCAL_ENABLED)
                        ? Optional.of(
                                new LocalPrograms(here, logins.preset(), submissions, inbound))
                        : Optional.empty();
        this.snoozes = new Snoozes(here.foundation());
        this.doors =
                new SmtpDoors(
                        here, logins, tls, guard, cluster, inbound, submissions, logs.sessions());
    }

    void open(Listeners listeners) throws StartFailure {
        doors.open(listeners, local);
    }

    void start() {
        outbound.start();
        remote.tls().start();
        queue.queue().start(deliveries);
        intake.refusals().start();
        judging.spam().start();
        queue.keeper().start();
        snoozes.start();
        judging.greylists().start();
        signing.start();
        reports.start();
        local.ifPresent(LocalPrograms::start);
    }

    MailRoutes routes() {
        return routes;
    }

    Outbound outbound() {
        return outbound;
    }

    Signing signing() {
        return signing;
    }

    MailQueue queue() {
        return queue;
    }

    MailFiling filing() {
        return filing;
    }

    Intake intake() {
        return intake;
    }

    Inbound inbound() {
        return inbound;
    }

    Submissions submissions() {
        return submissions;
    }

    OutsideWeb web() {
        return web;
    }

    SmtpDoors doors() {
        return doors;
    }

    @Override
    public void close() {
        local.ifPresent(LocalPrograms::close);
        signing.close();
        reports.close();
        queue.keeper().close();
        snoozes.close();
        judging.greylists().close();
        queue.notices().close();
        outbound.close();
        remote.tls().close();
        queue.queue().close();
        intake.refusals().close();
        judging.spam().close();
        remote.sessions().close();
        checkers.close();
    }
}
