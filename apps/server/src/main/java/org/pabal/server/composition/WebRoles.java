// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.pabal.cluster.HostOperation;
import org.pabal.cluster.web.PassingOn;
import org.pabal.http.jetty.HttpServer;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.imports.Imports;
import org.pabal.jmap.webhook.WebhookServices;
import org.pabal.sasl.LoginGuard;
import org.pabal.server.administration.DkimOperations;
import org.pabal.server.administration.SignInOperations;
import org.pabal.wire.Door;
import org.pabal.wire.TlsCertificates;

/// The roles behind the doors of HTTP: pages, sign-in, the first run, JMAP, single mails, and requests
/// that are answered on another host.
///
/// What the first run has begun ends first, then the doors; then calls to and from other hosts, and those who sweep; what JMAP has begun
/// to bring from other servers goes on after the next start.
final class WebRoles implements AutoCloseable {
    private final WebHomes homes;
    private final Web web;
    private final WebSignIn signIn;
    private final MailViewing viewing;
    private final Importing importing;
    private final WebhookServices webhooks;
    private final Jmap jmap;
    private final FirstRun firstRun;

    /// @param doors by service, of those that are open
    /// @param again stops the server and starts it again; returns at once
    WebRoles(
            Ground here,
            LoginContexts logins,
            TlsCertificates tls,
            DoorGuard doorGuard,
            Cluster cluster,
            AccountMoving moving,
            ScriptParts scripts,
            JudgingParts judging,
            WebhookParts webhookParts,
            Transport transport,
            DkimOperations dkim,
            Supplier<Map<String, List<Door>>> doors,
            Runnable again)
            throws StartFailure {
        Foundation foundation = here.foundation();
        LoginGuard guard = doorGuard.guard();
        this.homes = new WebHomes(here.directory(), cluster);
        this.web = new Web(foundation, here.settings(), here.name(), here.wire(), homes.passing());
        this.signIn =
                new WebSignIn(
                        foundation,
                        here.settings(),
                        here.name(),
                        logins,
                        guard,
                        doorGuard.recent(),
                        homes.passing());
        this.viewing =
                new MailViewing(
                        foundation,
                        here.settings(),
                        here.wire(),
                        here.resolver(),
                        transport.web().posts(),
                        signIn.sessions());
        this.importing = new Importing(foundation, here.settings(), here.wire(), here.resolver());
        this.webhooks =
                new WebhookServices(
                        webhookParts.webhooks(),
                        transport.web().webhooks(),
                        transport.queue().queue(),
                        here.mailboxes(),
                        webhookParts.settings());
        this.jmap =
                new Jmap(
                        foundation,
                        here.settings(),
                        logins,
                        guard,
                        scripts.scripts(),
                        transport.submissions().sending(),
                        new PushSending(
                                transport.web().posts(),
                                "mailto:postmaster@" + here.name(),
                                webhookParts.isKnown(),
                                webhookParts.pushes()),
                        scripts.lab(),
                        transport.web().checks(),
                        signIn,
                        webhooks,
                        viewing,
                        importing,
                        transport.filing().notes(),
                        moving.aliases(),
                        judging.spam().lists(),
                        homes.passing());
        this.firstRun =
                new FirstRun(
                        here,
                        tls,
                        guard,
                        transport,
                        judging.connectors(),
                        dkim,
                        web,
                        signIn,
                        doors,
                        again);
    }

    /// Each role adds what it answers; from now on other hosts may ask, too.
    void join() {
        signIn.open(web);
        firstRun.open(web);
        jmap.open(web);
        viewing.open(web);
        homes.open(web);
    }

    void open(Listeners listeners) throws StartFailure {
        web.open(listeners);
    }

    /// Tells other hosts what they are owed, from now on.
    void start() {
        homes.start(signIn.kept().owed());
    }

    /// What other hosts ask.
    Map<String, HostOperation> operations() {
        return homes.operations(signIn.kept());
    }

    PassingOn passing() {
        return homes.passing();
    }

    HttpServer server() {
        return web.server();
    }

    /// Where a browser of this host finds the pages, if there are any.
    Optional<String> addressHere() {
        return web.addressHere();
    }

    FirstRun firstRun() {
        return firstRun;
    }

    SignInOperations signInOperations() {
        return signIn.operations();
    }

    Imports imports() {
        return importing.imports();
    }

    WebhookServices webhooks() {
        return webhooks;
    }

    @Override
    public void close() {
        firstRun.close();
        web.close();
        homes.close();
        signIn.close();
        jmap.close();
    }
}
