// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.pabal.cli.Administration;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.DirectoryAdministration.DomainAlias;
import org.pabal.directory.DirectoryAdministration.Grant;
import org.pabal.directory.DirectoryAdministration.NewAccount;
import org.pabal.directory.DirectoryAdministration.Outcome;
import org.pabal.directory.Language;
import org.pabal.directory.PasswordChange;
import org.pabal.mailbox.AccountMailboxes.Quota;
import org.pabal.mailbox.MailboxStore;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.ReversePath;
import org.pabal.message.UnavailableException;
import org.pabal.server.settings.Form;
import org.pabal.storage.Storage;
import org.pabal.storage.StorageException;
import tools.jackson.databind.json.JsonMapper;

/// Answers administrators' calls on the parts of this process.
public final class AdministrationService implements Administration {
    private static final JsonMapper JSON = new JsonMapper();

    private final DirectoryAdministration directory;
    private final MailboxStore mailboxes;
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
    private final DoctorOperations doctor;
    private final ScriptOperations scripts;
    private final LabOperations lab;
    private final StatusSource status;

    /// @param status what `pabal status` shows besides the store
    public AdministrationService(
            DirectoryAdministration directory,
            MailboxStore mailboxes,
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
            DoctorOperations doctor,
            ScriptOperations scripts,
            LabOperations lab,
            StatusSource status) {
        this.directory = directory;
        this.mailboxes = mailboxes;
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
        this.doctor = doctor;
        this.scripts = scripts;
        this.lab = lab;
        this.status = status;
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
            case "domain.add" -> addDomain(arguments);
            case "domain.list" -> done(domains());
            case "domain.remove" -> removeDomain(arguments);
            case "account.add" -> addAccount(arguments);
            case "account.list" -> done(directory.accounts().stream().map(this::shown).toList());
            case "account.remove" -> removeAccount(address(arguments, "address"));
            case "account.quota" -> quota(arguments);
            case "account.passwd" -> changePassword(arguments);
            case "account.grant" -> outcome(directory.grant(grant(arguments)), Map.of());
            case "account.revoke" -> outcome(directory.revoke(grant(arguments)), Map.of());
            case "account.grants" ->
                    done(directory.grants().stream().map(AdministrationService::shown).toList());
            case "alias.add" -> addAlias(arguments);
            case "alias.list" -> done(directory.aliases().stream().map(this::shown).toList());
            case "alias.remove" -> outcome(directory.removeAlias(aliasName(arguments)), Map.of());
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
            case "mailbox.index.status" -> done(searches.status(arguments));
            case "mailbox.index.rebuild" -> done(searches.rebuild(arguments));
            case "srs.rotate" -> done(srs.rotate());
            case "spf.explain" -> done(spf.explain(arguments));
            case "auth.reports" -> done(reports.reports(arguments));
            case "doctor" -> done(doctor.examine(arguments));
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

    /// An address, or `@domain` for every address that is not there.
    private static Address aliasName(Arguments arguments) {
        return addressOrDomain(arguments, "alias");
    }

    private static Grant grant(Arguments arguments) {
        return new Grant(address(arguments, "address"), addressOrDomain(arguments, "sendAs"));
    }

    private static Address addressOrDomain(Arguments arguments, String name) {
        String text = arguments.text(name);
        return text.startsWith("@")
                ? new Address("", arguments.parsed(text.substring(1), "a domain", Domain::parse))
                : address(arguments, name);
    }

    /// Nobody, `<>`, unless an address is given.
    private static ReversePath sender(Arguments arguments) {
        return arguments.text("from", "").isEmpty()
                ? ReversePath.NULL
                : new ReversePath.To(address(arguments, "from"));
    }

    /// `*.domain` without another domain is an alias of that domain.
    private Answer addDomain(Arguments arguments) {
        Domain name = domainName(arguments);
        String given = arguments.text("aliasOf", "");
        boolean below = name.name().startsWith(DomainAlias.BELOW);
        if (given.isEmpty() && !below) {
            return added(name, outcome(directory.addDomain(name), Map.of("domain", name.name())));
        }
        Domain target =
                given.isEmpty()
                        ? new Domain(name.name().substring(DomainAlias.BELOW.length()))
                        : arguments.parsed(given, "a domain", Domain::parse);
        return added(
                name,
                outcome(
                        directory.addDomainAlias(new DomainAlias(name, target)),
                        Map.of("domain", name.name(), "aliasOf", target.name())));
    }

    private Answer added(Domain name, Answer answer) {
        if (answer instanceof Answer.Done) {
            dkim.added(name);
        }
        return answer;
    }

    private Answer removeDomain(Arguments arguments) {
        Domain name = domainName(arguments);
        boolean alias =
                directory.domainAliases().stream().anyMatch(each -> each.name().equals(name));
        Answer answer =
                outcome(
                        alias ? directory.removeDomainAlias(name) : directory.removeDomain(name),
                        Map.of());
        if (answer instanceof Answer.Done) {
            dkim.removed(name);
        }
        return answer;
    }

    private static Domain domainName(Arguments arguments) {
        return arguments.parsed(
                arguments.text("domain"), "a domain or *.domain", DomainAlias::parseName);
    }

    private List<Object> domains() {
        List<Object> shown =
                new ArrayList<>(directory.domains().stream().map(Domain::name).toList());
        directory
                .domainAliases()
                .forEach(alias ->
                        shown.add(
                                Map.of(
                                        "alias", alias.name().name(),
                                        "of", alias.target().name())));
        return shown;
    }

    private Answer changePassword(Arguments arguments) {
        return switch (new PasswordChange(directory)
                .change(address(arguments, "address"), arguments.text("password"))) {
            case PasswordChange.Outcome.Changed _ -> done(Map.of());
            case PasswordChange.Outcome.Refused(var reason) -> new Answer.Refused(reason);
            case PasswordChange.Outcome.NotWorking(var reason) -> new Answer.Refused(reason);
        };
    }

    private Answer addAccount(Arguments arguments) {
        Address address = address(arguments, "address");
        NewAccount account =
                new NewAccount(
                        address,
                        arguments.text("password"),
                        arguments.text("name", ""),
                        arguments.parsed(
                                arguments.text("language", "en"),
                                "a language of this server: en or ko",
                                AdministrationService::language),
                        limit(arguments, QUOTA_OCTETS, OptionalLong.empty()),
                        limit(arguments, QUOTA_MESSAGES, OptionalLong.empty()));
        return outcome(
                directory.addAccount(account), Map.of("address", address.lookupForm().toString()));
    }

    /// Sets the limits that are given, `none` for no limit, and shows both.
    private Answer quota(Arguments arguments) {
        Address address = address(arguments, "address");
        Optional<Account> before = account(address);
        if (before.isEmpty()) {
            return new Answer.Refused("there is no account " + address + ": pabal account list");
        }
        OptionalLong octets = limit(arguments, QUOTA_OCTETS, before.get().quotaOctets());
        OptionalLong messages = limit(arguments, QUOTA_MESSAGES, before.get().quotaMessages());
        Account after = before.get().withQuota(octets, messages);
        if (!after.equals(before.get())
                && directory.setQuota(address, octets, messages)
                        instanceof Outcome.Refused(var reason)) {
            return new Answer.Refused(reason);
        }
        return done(shown(after));
    }

    private Optional<Account> account(Address address) {
        return directory.accounts().stream()
                .filter(each -> each.address().equals(address.lookupForm()))
                .findFirst();
    }

    /// An argument that limits something.
    private record Limit(String name, String what, Function<String, Optional<Long>> reading) {}

    private static final Limit QUOTA_OCTETS =
            new Limit("quota", "a size such as 2GiB, or none", AdministrationService::size);

    private static final Limit QUOTA_MESSAGES =
            new Limit(
                    "quotaMessages", "a number of messages, or none", AdministrationService::count);

    /// @param preset when nothing is written
    private static OptionalLong limit(Arguments arguments, Limit limit, OptionalLong preset) {
        String text = arguments.text(limit.name(), "");
        if (text.isEmpty()) {
            return preset;
        }
        return text.equals("none")
                ? OptionalLong.empty()
                : OptionalLong.of(arguments.parsed(text, limit.what(), limit.reading()));
    }

    private static Optional<Long> count(String text) {
        try {
            return Optional.of(Long.parseLong(text));
        } catch (NumberFormatException _) {
            return Optional.empty();
        }
    }

    private static Optional<Language> language(String tag) {
        for (Language language : Language.values()) {
            if (language.tag().equals(tag)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    private static Optional<Long> size(String text) {
        try {
            return Optional.of(Form.readSize(text));
        } catch (IllegalArgumentException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private Answer removeAccount(Address address) {
        Optional<Account> account = account(address);
        Answer answer = outcome(directory.removeAccount(address), Map.of());
        if (answer instanceof Answer.Done && account.isPresent()) {
            mailboxes.removeAll(account.get().id());
        }
        return answer;
    }

    private Answer addAlias(Arguments arguments) {
        Address alias = aliasName(arguments);
        List<Address> targets =
                arguments.texts("targets").stream()
                        .map(text -> arguments.parsed(text, "an address", Address::parse))
                        .toList();
        Optional<Address> owner =
                arguments.text("owner", "").isEmpty()
                        ? Optional.empty()
                        : Optional.of(address(arguments, "owner"));
        return outcome(directory.addAlias(new Alias(alias, targets, owner)), Map.of());
    }

    private Map<String, Object> shown(Account account) {
        Quota quota = mailboxes.open(account).quota();
        return Map.of(
                "address", account.address().toString(),
                "name", account.displayName(),
                "language", account.language().tag(),
                "enabled", account.enabled(),
                "quota", account.quotaOctets().orElse(0),
                "quotaMessages", account.quotaMessages().orElse(0),
                "usedOctets", quota.storage().used(),
                "messages", quota.messages().used());
    }

    private Map<String, Object> shown(Alias alias) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("alias", shown(alias.address()));
        shown.put("targets", alias.targets().stream().map(Address::toString).toList());
        alias.owner().ifPresent(owner -> shown.put("owner", owner.toString()));
        return shown;
    }

    private static Map<String, Object> shown(Grant grant) {
        return Map.of("address", grant.account().toString(), "sendAs", shown(grant.sendAs()));
    }

    private static String shown(Address address) {
        return address.localPart().isEmpty() ? "@" + address.domain() : address.toString();
    }

    private Answer verify() {
        List<String> findings = storage.verify();
        return findings.isEmpty()
                ? done(Map.of("whole", true))
                : new Answer.Refused(String.join("\n", findings));
    }

    private static Answer outcome(Outcome outcome, Map<String, Object> result) {
        return switch (outcome) {
            case Outcome.Done _ -> done(result);
            case Outcome.Refused(var reason) -> new Answer.Refused(reason);
        };
    }

    private static Answer done(Object result) {
        return new Answer.Done(JSON.valueToTree(result));
    }

    @Override
    public void close() {
        // The parts belong to whoever made them.
    }
}
