// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.pabal.cli.Administration;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.filter.policy.ListEntry;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import tools.jackson.databind.json.JsonMapper;

/// Answers administrators' calls on the parts of this process.
public final class AdministrationService implements Administration {
    private static final JsonMapper JSON = new JsonMapper();

    private final DomainOperations domains;
    private final AccountOperations accounts;
    private final AppPasswordOperations appPasswords;
    private final AliasOperations aliases;
    private final MigrationOperations migration;
    private final Storage storage;
    private final QueueOperations queue;
    private final TraceOperations traces;
    private final RouteAdministration routes;
    private final RelayOperations relays;
    private final SearchOperations searches;
    private final DkimOperations dkim;
    private final SpfOperations spf;
    private final SrsOperations srs;
    private final ReportOperations reports;
    private final ForwarderOperations forwarders;
    private final GreylistOperations greylist;
    private final OutgoingOperations outgoing;
    private final DoctorOperations doctor;
    private final ScriptOperations scripts;
    private final LabOperations lab;
    private final ClusterOperations cluster;
    private final DirectoryOperations directories;
    private final AccountMoves moves;
    private final BanOperations bans;
    private final SpamOperations spam;
    private final SpamPolicyOperations spamPolicy;
    private final QuarantineOperations quarantine;
    private final LearningOperations learning;
    private final ConnectorOperations connectors;
    private final SignInOperations signIns;
    private final ImportOperations imports;
    private final WebhookOperations webhooks;
    private final SetupOperations setup;
    private final StatusSource status;
    private final MailboxOperations mailbox;
    private final MailboxRights mailboxRights;
    private final MailboxQuota mailboxQuota;
    private final MailboxAnnotations mailboxAnnotations;
    private final MailboxDeleted mailboxDeleted;

    /// @param status what `pabal status` shows besides the store
    public AdministrationService(
            DirectoryAdministration directory,
            MailboxStore mailboxes,
            InstantSource clock,
            Storage storage,
            QueueOperations queue,
            TraceOperations traces,
            RouteAdministration routes,
            RelayOperations relays,
            SearchOperations searches,
            DkimOperations dkim,
            SpfOperations spf,
            SrsOperations srs,
            ReportOperations reports,
            ForwarderOperations forwarders,
            GreylistOperations greylist,
            OutgoingOperations outgoing,
            DoctorOperations doctor,
            ScriptOperations scripts,
            LabOperations lab,
            ClusterOperations cluster,
            DirectoryOperations directories,
            AccountMoves moves,
            BanOperations bans,
            SpamOperations spam,
            SpamPolicyOperations spamPolicy,
            QuarantineOperations quarantine,
            LearningOperations learning,
            ConnectorOperations connectors,
            SignInOperations signIns,
            ImportOperations imports,
            WebhookOperations webhooks,
            SetupOperations setup,
            StatusSource status) {
        this.domains = new DomainOperations(directory, dkim);
        this.accounts = new AccountOperations(directory, mailboxes, moves);
        this.appPasswords = new AppPasswordOperations(directory);
        this.aliases = new AliasOperations(directory);
        this.migration = new MigrationOperations(directory);
        this.storage = storage;
        this.queue = queue;
        this.traces = traces;
        this.routes = routes;
        this.relays = relays;
        this.searches = searches;
        this.dkim = dkim;
        this.spf = spf;
        this.srs = srs;
        this.reports = reports;
        this.forwarders = forwarders;
        this.greylist = greylist;
        this.outgoing = outgoing;
        this.doctor = doctor;
        this.scripts = scripts;
        this.lab = lab;
        this.cluster = cluster;
        this.directories = directories;
        this.moves = moves;
        this.bans = bans;
        this.spam = spam;
        this.spamPolicy = spamPolicy;
        this.quarantine = quarantine;
        this.learning = learning;
        this.connectors = connectors;
        this.signIns = signIns;
        this.imports = imports;
        this.webhooks = webhooks;
        this.setup = setup;
        this.status = status;
        this.mailbox = new MailboxOperations(directory, mailboxes, routes::defaultDomain);
        this.mailboxRights = new MailboxRights(directory, mailbox);
        this.mailboxQuota = new MailboxQuota(directory, mailbox);
        this.mailboxAnnotations = new MailboxAnnotations(mailbox);
        this.mailboxDeleted = new MailboxDeleted(mailbox, clock);
    }

    /// What `pabal status` shows.
    public interface StatusSource {
        Map<String, Object> status();
    }

    @Override
    public Answer call(String operation, Map<String, Object> arguments) {
        try {
            return dispatch(operation, new Arguments(arguments));
        } catch (Arguments.Unusable unusable) {
            return new Answer.Refused(String.valueOf(unusable.getMessage()));
        } catch (UnavailableException | StorageException unavailable) {
            return new Answer.Unavailable(String.valueOf(unavailable.getMessage()));
        }
    }

    private Answer dispatch(String operation, Arguments arguments) {
        return switch (operation) {
            case "domain.add" -> done(domains.add(arguments));
            case "domain.list" -> done(domains.list());
            case "domain.show" -> done(domains.show(arguments));
            case "domain.records" -> done(doctor.records(arguments));
            case "domain.remove" -> done(domains.remove(arguments));
            case "account.add" -> done(accounts.add(arguments, cluster.hostIn(arguments)));
            case "account.list" -> done(accounts.list());
            case "account.show" -> done(accounts.show(arguments));
            case "account.remove" -> done(accounts.remove(arguments));
            case "account.set" -> done(accounts.set(arguments));
            case "account.rename" -> done(accounts.rename(arguments));
            case "account.role" -> done(accounts.setRole(arguments));
            case "account.login" -> done(accounts.setLoginRule(arguments));
            case "account.limits" -> done(accounts.limits(arguments));
            case "account.quota" -> done(accounts.quota(arguments));
            case "account.passwd" -> done(accounts.changePassword(arguments));
            case "account.app-password.add" -> done(appPasswords.add(arguments));
            case "account.app-password.list" -> done(appPasswords.list(arguments));
            case "account.app-password.revoke" -> done(appPasswords.revoke(arguments));
            case "account.sessions.list" -> done(signIns.list(arguments));
            case "account.sessions.end" -> done(signIns.end(arguments));
            case "account.webhooks.list" -> done(webhooks.list(arguments));
            case "account.webhooks.test" -> done(webhooks.test(arguments));
            case "account.webhooks.enable" -> done(webhooks.enable(arguments, true));
            case "account.webhooks.disable" -> done(webhooks.enable(arguments, false));
            case "account.webhooks.remove" -> done(webhooks.remove(arguments));
            case "account.second-factor.show" -> done(signIns.secondFactor(arguments));
            case "account.second-factor.demand" -> done(signIns.demandSecondFactor(arguments));
            case "account.second-factor.off" -> done(signIns.withoutSecondFactor(arguments));
            case "account.import.find" -> done(imports.find(arguments));
            case "account.import.start" -> done(imports.start(arguments));
            case "account.import.show" -> done(imports.show(arguments));
            case "account.import.stop" -> done(imports.stop(arguments));
            case "account.grant" -> done(aliases.grant(arguments));
            case "account.revoke" -> done(aliases.revoke(arguments));
            case "account.grants" -> done(aliases.grants());
            case "alias.add" -> done(aliases.add(arguments));
            case "alias.list" -> done(aliases.list());
            case "alias.remove" -> done(aliases.remove(arguments));
            case "group.add" -> done(aliases.addGroup(arguments));
            case "group.set" -> done(aliases.setGroup(arguments));
            case "group.list" -> done(aliases.groups());
            case "group.remove" -> done(aliases.removeGroup(arguments));
            case "group.add-member" -> done(aliases.addMembers(arguments));
            case "group.remove-member" -> done(aliases.removeMembers(arguments));
            case "alias.files" -> done(routes.aliasFiles());
            case "queue.list" -> done(queue.list(arguments));
            case "queue.show" -> done(queue.show(arguments));
            case "queue.hold", "queue.release", "queue.retry", "queue.remove" ->
                    done(queue.change(operation, arguments));
            case "trace" -> done(traces.trace(arguments));
            case "ledger.check" -> done(traces.check(arguments));
            case "route.explain" -> done(routes.explain(completed(arguments), sender(arguments)));
            case "relay.check" -> done(relays.check());
            case "dkim.show" -> done(dkim.show(arguments));
            case "dkim.rotate" -> done(dkim.rotate(arguments));
            case "dkim.import" -> done(dkim.importKey(arguments));
            case "dkim.export" -> done(dkim.export(arguments));
            case "mailbox.create" -> done(mailbox.create(arguments));
            case "mailbox.use" -> done(mailbox.use(arguments));
            case "mailbox.delete" -> done(mailbox.delete(arguments));
            case "mailbox.rename" -> done(mailbox.rename(arguments));
            case "mailbox.subscribe" -> done(mailbox.subscribe(arguments));
            case "mailbox.list" -> done(mailbox.list(arguments));
            case "mailbox.info" -> done(mailbox.info(arguments));
            case "mailbox.move" -> done(moves.move(mailbox.move(arguments)));
            case "mailbox.reconstruct" -> done(mailbox.reconstruct(arguments));
            case "mailbox.acl.get" -> done(mailboxRights.get(arguments));
            case "mailbox.acl.set" -> done(mailboxRights.set(arguments));
            case "mailbox.acl.delete" -> done(mailboxRights.delete(arguments));
            case "mailbox.quota.get" -> done(mailboxQuota.get(arguments));
            case "mailbox.quota.set" -> done(mailboxQuota.set(arguments));
            case "mailbox.deleted" -> done(mailboxDeleted.list(arguments));
            case "mailbox.restore" -> done(mailboxDeleted.restore(arguments));
            case "mailbox.metadata.set" -> done(mailboxAnnotations.set(arguments));
            case "mailbox.index.status" -> done(searches.status(arguments));
            case "mailbox.index.rebuild" -> done(searches.rebuild(arguments));
            case "setup.code" -> done(setup.code());
            case "setup.open" -> done(setup.open());
            case "srs.rotate" -> done(srs.rotate());
            case "spf.explain" -> done(spf.explain(arguments));
            case "auth.reports" -> done(reports.reports(arguments));
            case "doctor" -> done(doctor.examine(arguments));
            case "outgoing.list" -> done(outgoing.list());
            case "outgoing.show" -> done(outgoing.show(arguments));
            case "outgoing.freeze" -> done(outgoing.freeze(arguments));
            case "outgoing.release" -> done(outgoing.release(arguments));
            case "outgoing.discard" -> done(outgoing.discard(arguments));
            case "greylist.list" -> done(greylist.list(arguments));
            case "greylist.allow" -> done(greylist.allow(arguments));
            case "greylist.forget" -> done(greylist.forget(arguments));
            case "forwarder.add" -> done(forwarders.add(arguments));
            case "forwarder.list" -> done(forwarders.list());
            case "forwarder.remove" -> done(forwarders.remove(arguments));
            case "sieve.put" -> done(scripts.put(arguments));
            case "sieve.get" -> done(scripts.get(arguments));
            case "sieve.list" -> done(scripts.list(arguments));
            case "sieve.activate" -> done(scripts.activate(arguments));
            case "sieve.deactivate" -> done(scripts.deactivate(arguments));
            case "sieve.delete" -> done(scripts.delete(arguments));
            case "sieve.rename" -> done(scripts.rename(arguments));
            case "sieve.trouble" -> done(scripts.trouble(arguments));
            case "sieve.check" -> done(scripts.check(arguments));
            case "sieve.test" -> done(lab.test(arguments));
            case "sieve.apply" -> done(lab.apply(arguments));
            case "sieve.batches" -> done(lab.batches(arguments));
            case "sieve.undo" -> done(lab.undo(arguments));
            case "account.move" -> done(moves.move(arguments));
            case "account.move-cancel" -> done(moves.cancel(arguments));
            case "account.move-resume" -> done(moves.resume(arguments));
            case "account.moves" -> done(moves.list());
            case "account.import" -> done(migration.importAccount(arguments));
            case "alias.import" -> done(migration.importAlias(arguments));
            case "directory.export" -> done(migration.export(arguments));
            case "cluster.init" -> done(cluster.init(arguments));
            case "cluster.invite" -> done(cluster.invite(arguments));
            case "cluster.join" -> done(cluster.join(arguments));
            case "cluster.list" -> done(cluster.list());
            case "cluster.status" -> done(cluster.status());
            case "cluster.remove" -> done(cluster.remove(arguments));
            case "cluster.renew" -> done(cluster.renew());
            case "directory.status" -> done(directories.status());
            case "directory.check" -> done(directories.check(arguments));
            case "directory.find" -> done(directories.find(arguments));
            case "directory.test-login" -> done(directories.testLogin(arguments));
            case "directory.flush" -> done(directories.flush(arguments));
            case "directory.forgotten" -> done(directories.forgotten());
            case "directory.forget" -> done(directories.forget(arguments));
            case "spam.explain" -> done(spam.explain(arguments));
            case "spam.lists" -> done(connectors.lists());
            case "spam.connectors" -> done(connectors.connectors());
            case "spam.allow" -> done(spamPolicy.put(arguments, ListEntry.Kind.ALLOWED));
            case "spam.block" -> done(spamPolicy.put(arguments, ListEntry.Kind.BLOCKED));
            case "spam.unlist" -> done(spamPolicy.remove(arguments));
            case "spam.list" -> done(spamPolicy.list(arguments));
            case "spam.threshold" -> done(spamPolicy.threshold(arguments));
            case "spam.learn" -> done(learning.learn(arguments));
            case "spam.status" -> done(learning.status(arguments));
            case "spam.forget" -> done(learning.forget(arguments));
            case "spam.quarantine.list" -> done(quarantine.list(arguments));
            case "spam.quarantine.show" -> done(quarantine.show(arguments));
            case "spam.quarantine.release" -> done(quarantine.release(arguments));
            case "spam.quarantine.delete" -> done(quarantine.delete(arguments));
            case "spam.check" -> done(spam.check(arguments));
            case "ban.list" -> done(bans.list());
            case "ban.add" -> done(bans.add(arguments));
            case "ban.remove" -> done(bans.remove(arguments));
            case "ban.explain" -> done(bans.explain(arguments));
            case "status" -> done(status.status());
            case "store.verify" -> verify();
            default ->
                    new Answer.Refused(
                            "this server does not know the call "
                                    + operation
                                    + "; its version and that of the command differ");
        };
    }

    private static Address address(Arguments arguments, String name) {
        return arguments.parsed(arguments.text(name), "an address", Address::parse);
    }

    /// An address, or a name that the default domain completes.
    private Address completed(Arguments arguments) {
        String text = arguments.text("address");
        String whole =
                text.indexOf('@') >= 0
                        ? text
                        : routes.defaultDomain().map(domain -> text + "@" + domain).orElse(text);
        return arguments.parsed(whole, "an address", Address::parse);
    }

    /// Nobody, `<>`, unless an address is given.
    private static ReversePath sender(Arguments arguments) {
        return arguments.text("from", "").isEmpty()
                ? ReversePath.NULL
                : new ReversePath.To(address(arguments, "from"));
    }

    private Answer verify() {
        List<String> findings = storage.verify();
        return findings.isEmpty()
                ? done(Map.of("whole", true))
                : new Answer.Refused(String.join("\n", findings));
    }

    private static Answer done(Object result) {
        return new Answer.Done(JSON.valueToTree(result));
    }

    @Override
    public void close() {
        // The parts belong to whoever made them.
    }
}
