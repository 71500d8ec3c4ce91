// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.composition;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginService;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.Subaddress;
import org.pabal.http.Homes;
import org.pabal.http.HttpClientFacts;
import org.pabal.http.OwnNames;
import org.pabal.http.Route;
import org.pabal.jmap.Capability;
import org.pabal.jmap.Check;
import org.pabal.jmap.JmapDoor;
import org.pabal.jmap.JmapLimits;
import org.pabal.jmap.JmapMethod;
import org.pabal.jmap.JmapServices;
import org.pabal.jmap.MailSending;
import org.pabal.jmap.PushSending;
import org.pabal.jmap.Sharing;
import org.pabal.jmap.Sharing.Visible;
import org.pabal.jmap.alias.Aliases;
import org.pabal.jmap.check.CheckCapability;
import org.pabal.jmap.check.CheckRun;
import org.pabal.jmap.door.AuthorizationDoor;
import org.pabal.jmap.door.BrowserDoor;
import org.pabal.jmap.door.FrontDoor;
import org.pabal.jmap.door.RememberedProofs;
import org.pabal.jmap.export.ExportServices;
import org.pabal.jmap.protocol.JmapHandler;
import org.pabal.jmap.sender.SenderLists;
import org.pabal.jmap.service.JmapService;
import org.pabal.jmap.uses.Uses;
import org.pabal.jmap.webhook.WebhookCapability;
import org.pabal.jmap.webhook.WebhookServices;
import org.pabal.mailbox.TextIndex;
import org.pabal.mda.lab.SieveLab;
import org.pabal.mda.notes.DeliveryNotes;
import org.pabal.mda.scripts.ScriptStore;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.LoginDoor;
import org.pabal.sasl.LoginGuard;
import org.pabal.sasl.LoginPause;
import org.pabal.server.settings.AddressTable;
import org.pabal.server.settings.SearchTable;
import org.pabal.server.settings.Settings;
import org.pabal.server.settings.WebTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The role that shows mail to programs of today, our own pages among them: JMAP.
final class Jmap implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jmap.class);
    private static final Duration SWEPT_EVERY = Duration.ofHours(1);

    private final JmapService service;
    private final JmapHandler handler;
    private final OwnAliases ownAliases;
    private final Importing importing;
    private final Thread sweeper;

    Jmap(
            Foundation foundation,
            Settings settings,
            LoginContexts logins,
            LoginGuard guard,
            ScriptStore scripts,
            MailSending sending,
            PushSending push,
            SieveLab lab,
            List<Check> checks,
            WebSignIn signIn,
            WebhookServices webhooks,
            MailViewing viewing,
            Importing importing,
            DeliveryNotes notes,
            OwnAliases ownAliases,
            Optional<SenderLists> senders,
            Homes homes) {
        SecureRandom random = new SecureRandom();
        List<Check> all = joined(checks, importing.checks());
        this.importing = importing;
        this.ownAliases = ownAliases;
        Aliases aliases = new Aliases(ownAliases, foundation.directory(), foundation.clock());
        Uses uses =
                new Uses(
                        notes,
                        scripts,
                        foundation.directory(),
                        new Subaddress(settings.get(AddressTable.DETAIL_DELIMITERS)));
        ExportServices exports =
                new ExportServices(
                        foundation.mailboxes(),
                        foundation.storage(),
                        foundation.directory(),
                        scripts,
                        signIn.sessions()::isConfirmed,
                        foundation.clock(),
                        random);
        List<Capability> capabilities =
                new ArrayList<>(
                        List.of(
                                signIn.capability(),
                                new WebhookCapability(),
                                new CheckCapability(all),
                                exports.capability(),
                                viewing.capability(),
                                aliases.capability(),
                                uses.capability()));
        senders.map(SenderLists::capability).ifPresent(capabilities::add);
        this.service =
                new JmapService(
                        new JmapServices(
                                JmapLimits.defaults(),
                                foundation.directory(),
                                foundation.mailboxes(),
                                settings.get(SearchTable.SEARCH_INDEX)
                                        ? foundation.indexes()
                                        : TextIndex.NONE,
                                foundation.storage(),
                                scripts,
                                foundation.clock(),
                                random,
                                Optional.of(sending),
                                Optional.of(push),
                                Optional.of(sharing(foundation, settings)),
                                Optional.of(lab)),
                        joined(capabilities, importing.capabilities()),
                        joined(
                                methods(
                                        signIn,
                                        webhooks,
                                        all,
                                        foundation,
                                        viewing,
                                        exports,
                                        aliases,
                                        senders,
                                        uses),
                                importing.methods()));
        JmapDoor authorization =
                new AuthorizationDoor(
                        foundation.directory(),
                        client -> context(logins, client),
                        new LoginDoor("jmap", guard, LoginPause.SLEEP),
                        HttpClientFacts::isSecure,
                        RememberedProofs.forAMinute(foundation.clock(), random));
        this.handler =
                service.handler(
                        List.of(
                                new FrontDoor(foundation.directory()),
                                authorization,
                                new BrowserDoor(signIn.signedIn())),
                        homes,
                        exports.pages());
        this.sweeper = Thread.ofVirtual().name("jmap-sweeper").unstarted(this::keepSweeping);
    }

    private static List<JmapMethod> methods(
            WebSignIn signIn,
            WebhookServices webhooks,
            List<Check> checks,
            Foundation foundation,
            MailViewing viewing,
            ExportServices exports,
            Aliases aliases,
            Optional<SenderLists> senders,
            Uses uses) {
        List<JmapMethod> methods = new ArrayList<>(signIn.credentials().methods());
        methods.addAll(webhooks.methods());
        methods.addAll(viewing.methods());
        methods.addAll(exports.methods());
        methods.addAll(aliases.methods());
        senders.map(SenderLists::methods).ifPresent(methods::addAll);
        methods.addAll(uses.methods());
        methods.add(new CheckRun(checks, foundation.clock()));
        return methods;
    }

    private static <T> List<T> joined(List<T> some, List<T> more) {
        List<T> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static Sharing sharing(Foundation foundation, Settings settings) {
        return new Sharing(
                foundation.directory(),
                Visible.parse(settings.get(WebTable.JMAP_PRINCIPALS)).orElseThrow());
    }

    private static LoginContext context(LoginContexts logins, HttpClientFacts client) {
        return logins.of(
                Optional.empty(), Optional.of(OwnNames.bare(client.host())), LoginService.HTTP);
    }

    void open(Web web) {
        web.add(Route.get("/.well-known/jmap", handler));
        web.add(new Route(Set.of("GET", "POST"), "/jmap/*", handler));
        sweeper.start();
        service.start();
        importing.start(service.changes());
    }

    private void keepSweeping() {
        while (!Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(this, SWEPT_EVERY.toNanos());
            try {
                service.sweep();
                ownAliases.sweep();
            } catch (UnavailableException reason) {
                LOG.warn("event=not-swept reason=\"{}\"", reason.getMessage());
            } catch (RuntimeException bug) {
                LOG.error("event=not-swept", bug);
            }
        }
    }

    @Override
    public void close() {
        sweeper.interrupt();
        importing.close();
        service.close();
    }
}
