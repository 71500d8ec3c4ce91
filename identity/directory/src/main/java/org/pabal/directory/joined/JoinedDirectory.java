// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.AppPassword;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.Groups;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.builtin.BuiltInDirectory;
import org.pabal.directory.format.v1.RegisteredAccount;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceChange;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslPassword;
import org.pabal.storage.Storage;

/// The built-in directory and the sources behind it as one. See the package for how.
///
/// Without a source every question goes straight to the built-in directory.
public final class JoinedDirectory implements DirectoryAdministration, AutoCloseable {
    /// A source that is asked who belongs to a group is asked again after as long; its answers to
    /// single names last as the settings say.
    private static final Duration MEMBERS_LAST = Duration.ofSeconds(5);

    private final BuiltInDirectory builtIn;
    private final JoinedConfig config;
    private final Register register;
    private final List<Attached> attached;
    private final Groups groups;
    private final Map<Domain, Attached> byDomain = new HashMap<>();
    private final ForeignNames names;
    private final SourceAdministration administration;
    private final List<Consumer<AccountId>> loginChanges = new CopyOnWriteArrayList<>();
    private volatile PasswordWatch watch = PasswordWatch.NONE;

    /// Closes the built-in directory and the sources with itself.
    ///
    /// @param storage that the built-in directory is kept in, too
    public JoinedDirectory(
            BuiltInDirectory builtIn,
            List<Attachment> attachments,
            JoinedConfig config,
            Storage storage,
            SecureRandom random) {
        this(builtIn, attachments, config, storage, random, Ticker.systemTicker());
    }

    JoinedDirectory(
            BuiltInDirectory builtIn,
            List<Attachment> attachments,
            JoinedConfig config,
            Storage storage,
            SecureRandom random,
            Ticker ticker) {
        this.builtIn = builtIn;
        this.config = config;
        this.register = new Register(storage, builtIn, this::tellLoginChanged);
        this.attached =
                attachments.stream()
                        .map(each -> Attached.of(each, register, this::gone, random, ticker))
                        .toList();
        for (Attached each : attached) {
            each.terms().domains().forEach(domain -> byDomain.put(domain, each));
        }
        this.names = new ForeignNames(builtIn, register, config, ticker);
        ForeignGroups foreignGroups =
                new ForeignGroups(
                        attached, new GroupRegister(storage, builtIn), register, this, ticker);
        this.groups =
                attached.isEmpty()
                        ? builtIn.groups()
                        : new JoinedGroups(
                                builtIn.groups(this, MEMBERS_LAST),
                                foreignGroups,
                                builtIn,
                                attached,
                                name -> of(name.domain()));
        this.administration =
                new SourceAdministration(builtIn, attached, register, foreignGroups, config);
    }

    @Override
    public void close() {
        attached.forEach(each -> each.source().close());
        builtIn.close();
    }

    private Optional<Attached> of(Domain domain) {
        return attached.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(byDomain.get(builtIn.realDomain(domain)));
    }

    /// The source's account of the address; empty where the built-in directory has one.
    private Optional<Attached> of(Address address) {
        return of(address.domain()).filter(_ -> builtIn.account(address).isEmpty());
    }

    // Who is here.

    @Override
    public Resolution resolve(Address address) {
        Attached source = attached.isEmpty() ? null : byDomain.get(address.domain());
        return source == null
                ? builtIn.resolve(address)
                : names.resolve(source, address.lookupForm());
    }

    @Override
    public boolean isLocal(Domain domain) {
        return builtIn.isLocal(domain);
    }

    @Override
    public List<Domain> domains() {
        return builtIn.domains();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        Optional<Account> here = builtIn.account(id);
        return here.isPresent() ? here : register.account(id).map(config::account);
    }

    /// The source is asked; while it is down, and for an account that it has forgotten, what it said
    /// last holds.
    @Override
    public Optional<Account> account(Address address) {
        Optional<Account> here = builtIn.account(address);
        return here.isPresent()
                ? here
                : there(real(address))
                        .or(() -> names.forgotten(real(address)).map(config::account));
    }

    private Optional<Account> there(Address address) {
        try {
            return of(address.domain()).flatMap(source -> names.account(source, address));
        } catch (UnavailableException down) {
            return Optional.empty();
        }
    }

    private Address real(Address address) {
        return new Address(address.localPart(), builtIn.realDomain(address.domain())).lookupForm();
    }

    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        Optional<Account> here = builtIn.findByLogin(login, context);
        if (here.isPresent() || attached.isEmpty()) {
            return here;
        }
        Optional<Address> address = builtIn.loginNames().address(login, context).map(this::real);
        return address.flatMap(known ->
                of(known.domain())
                        .flatMap(source -> source.questions().findByLogin(known))
                        .flatMap(register::account)
                        .map(config::account));
    }

    @Override
    public Credentials credentials(LoginContext context) {
        return attached.isEmpty()
                ? builtIn.credentials(context)
                : new JoinedCredentials(this, builtIn.credentials(context, this), context);
    }

    /// Of a source's names those are told that are remembered: a failed log-in is no reason to ask
    /// for its name in all domains.
    String explain(String login, LoginContext context) {
        return builtIn.explain(login, context, this::isRemembered);
    }

    private boolean isRemembered(Address address) {
        return builtIn.account(address)
                .or(() ->
                        of(address.domain())
                                .flatMap(source -> source.questions().remembered(real(address)))
                                .flatMap(register::account)
                                .map(config::account))
                .filter(Account::enabled)
                .isPresent();
    }

    /// What SCRAM may be announced although the sources keep no keys for it.
    boolean offersScram() {
        return config.offersScram();
    }

    /// Judges the password of a name that the built-in directory does not have.
    ///
    /// @return empty when no source has names of its kind, either
    Optional<Boolean> isRight(String login, String password, LoginContext context) {
        Optional<Address> address = builtIn.loginNames().address(login, context).map(this::real);
        Optional<Attached> source = address.flatMap(this::of);
        return source.map(knowing -> isRight(knowing, address.orElseThrow(), password));
    }

    private boolean isRight(Attached source, Address address, String password) {
        Optional<String> prepared = SaslPassword.prepare(password).filter(text -> !text.isEmpty());
        if (prepared.isEmpty()) {
            return false;
        }
        Optional<RegisteredAccount> known = registered(source.questions().findByLogin(address));
        if (source.passwords().isRight(known, prepared.get())) {
            return true;
        }
        // What was remembered of the name may be old: it is new there, or has moved within it.
        Optional<RegisteredAccount> now = registered(source.questions().findByLoginAnew(address));
        return !now.equals(known) && source.passwords().isRight(now, prepared.get());
    }

    private Optional<RegisteredAccount> registered(Optional<AccountId> id) {
        return id.flatMap(register::account);
    }

    @Override
    public void whenLoginChanges(Consumer<AccountId> told) {
        builtIn.whenLoginChanges(told);
        loginChanges.add(told);
    }

    @Override
    public void watchPasswords(PasswordWatch other) {
        watch = other;
        builtIn.watchPasswords(other);
    }

    /// App passwords are the built-in directory's alone.
    @Override
    public void whenSignInChanges(Consumer<AccountId> told) {
        builtIn.whenSignInChanges(told);
        loginChanges.add(told);
    }

    private void tellLoginChanged(AccountId id) {
        loginChanges.forEach(told -> told.accept(id));
    }

    /// An address that was an account's is unknown: that of a person who has left, or just a second
    /// name that was taken back.
    private void gone(AccountId id, Address address) {
        if (register.account(id).filter(was -> was.known().address().equals(address)).isPresent()) {
            tellLoginChanged(id);
        }
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        return builtIn.owns(account, address)
                || !attached.isEmpty() && new Paths(this, account).leadFrom(address);
    }

    @Override
    public Groups groups() {
        return groups;
    }

    // Domains.

    @Override
    public Outcome addDomain(Domain domain) {
        return builtIn.addDomain(domain);
    }

    @Override
    public Outcome removeDomain(Domain domain) {
        return builtIn.removeDomain(domain);
    }

    @Override
    public Outcome addDomainAlias(DomainAlias alias) {
        return builtIn.addDomainAlias(alias);
    }

    @Override
    public Outcome removeDomainAlias(Domain name) {
        return builtIn.removeDomainAlias(name);
    }

    @Override
    public List<DomainAlias> domainAliases() {
        return builtIn.domainAliases();
    }

    // Accounts.

    @Override
    public Outcome addAccount(NewAccount account) {
        return taken(account.address()).orElseGet(() -> builtIn.addAccount(account));
    }

    @Override
    public Outcome addFirstAdministrator(NewAccount account) {
        return register.accounts(each -> each.known().role() == Role.ADMINISTRATOR).isEmpty()
                ? taken(account.address()).orElseGet(() -> builtIn.addFirstAdministrator(account))
                : refused("another directory has an administrator already; sign in as this one");
    }

    @Override
    public Outcome importAccount(ImportedAccount account) {
        return taken(account.address()).orElseGet(() -> builtIn.importAccount(account));
    }

    /// An account here would take the mail of the one there.
    private Optional<Outcome> taken(Address address) {
        return of(address.domain())
                .filter(source -> names.account(source, real(address)).isPresent())
                .map(source ->
                        refused(
                                "the directory "
                                        + source.source().name()
                                        + " has an account "
                                        + address
                                        + " already"));
    }

    /// Of a source's account only what is kept here goes, once the source has it no more.
    @Override
    public Outcome removeAccount(Address address) {
        if (builtIn.account(address).isPresent()) {
            return builtIn.removeAccount(address);
        }
        Optional<Attached> source = of(address.domain());
        if (source.isPresent() && names.account(source.get(), real(address)).isPresent()) {
            return refused(
                    "the directory "
                            + source.get().source().name()
                            + " has the account "
                            + address
                            + "; remove it there first");
        }
        Optional<RegisteredAccount> forgotten = names.forgotten(real(address));
        forgotten.ifPresent(register::remove);
        return forgotten.isPresent() ? DONE : builtIn.removeAccount(address);
    }

    @Override
    public Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        Optional<RegisteredAccount> foreign = foreign(address);
        if (foreign.isEmpty()) {
            return builtIn.setQuota(address, octets, messages);
        }
        SourceAccount known = foreign.get().known();
        if (known.quotaOctets().isPresent() || known.quotaMessages().isPresent()) {
            return refused(elsewhere(foreign.get(), "quota"));
        }
        if (octets.orElse(1) < 1 || messages.orElse(1) < 1) {
            return refused("a quota is at least 1; leave it out for no limit");
        }
        register.renew(foreign.get().id(), before -> before.withQuota(octets, messages));
        return DONE;
    }

    @Override
    public Outcome setRole(Address address, Role role) {
        return foreign(address)
                .map(account -> refused(elsewhere(account, "role")))
                .orElseGet(() -> builtIn.setRole(address, role));
    }

    @Override
    public Outcome setHost(Address address, Optional<String> host) {
        Optional<RegisteredAccount> foreign = foreign(address);
        if (foreign.isEmpty()) {
            return builtIn.setHost(address, host.filter(config.isThisHost().negate()));
        }
        RegisteredAccount account = foreign.get();
        Attached source = of(address).orElseThrow();
        Outcome outcome = outcome(source.source().changeHost(account.known(), host));
        if (outcome instanceof Outcome.Done) {
            noteHost(account, source, host);
        }
        return outcome;
    }

    private void noteHost(RegisteredAccount account, Attached source, Optional<String> host) {
        register.renew(account.id(), before -> before.with(before.known().withHost(host)));
        source.questions().flush();
        tellLoginChanged(account.id());
    }

    @Override
    public void hostChanged(Address address, Optional<String> host) {
        foreign(address).ifPresent(account -> noteHost(account, of(address).orElseThrow(), host));
    }

    private Optional<RegisteredAccount> foreign(Address address) {
        return of(address).flatMap(_ -> account(address)).flatMap(a -> register.account(a.id()));
    }

    private static String elsewhere(RegisteredAccount account, String what) {
        return "the directory "
                + account.source()
                + " says the "
                + what
                + " of "
                + account.known().address()
                + "; change it there";
    }

    private static Outcome refused(String reason) {
        return new Outcome.Refused(reason);
    }

    private static Outcome outcome(SourceChange change) {
        return switch (change) {
            case SourceChange.Done _ -> DONE;
            case SourceChange.Refused(var reason) -> refused(reason);
        };
    }

    @Override
    public Optional<String> storedPassword(Address address) {
        return builtIn.storedPassword(address);
    }

    @Override
    public Outcome changePassword(Address address, String password) {
        return changePassword(address, Optional.empty(), password);
    }

    @Override
    public Outcome changePassword(Address address, String oldPassword, String password) {
        return changePassword(address, Optional.of(oldPassword), password);
    }

    private Outcome changePassword(Address address, Optional<String> old, String password) {
        Optional<Attached> source = of(address);
        Optional<RegisteredAccount> foreign = foreign(address);
        if (source.isEmpty() || foreign.isEmpty()) {
            return builtIn.changePassword(address, password);
        }
        Optional<String> objection = builtIn.passwordObjection(address, password);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        AccountId id = foreign.get().id();
        return watch.around(id, () -> changePassword(source.get(), foreign.get(), old, password));
    }

    private Outcome changePassword(
            Attached source, RegisteredAccount foreign, Optional<String> old, String password) {
        AccountId id = foreign.id();
        Passwords passwords = source.passwords();
        boolean refused = false;
        try {
            Outcome outcome =
                    outcome(
                            source.source()
                                    .changePassword(
                                            foreign.known(),
                                            old.flatMap(SaslPassword::prepare),
                                            SaslPassword.prepare(password).orElseThrow()));
            refused = outcome instanceof Outcome.Refused;
            return outcome;
        } finally {
            passwords.changed(id); // also when it is not known what became of it
            if (!refused) {
                tellLoginChanged(id);
            }
        }
    }

    /// Of the sources those that were needed here so far; nobody is asked.
    @Override
    public List<Account> accounts() {
        List<Account> here = builtIn.accounts();
        return Stream.concat(
                        here.stream(), register.accounts(_ -> true).stream().map(config::account))
                .toList();
    }

    // Aliases and grants: all here, for the sources' accounts and domains, too.

    @Override
    public Outcome addAlias(Alias alias) {
        return builtIn.addAlias(alias);
    }

    @Override
    public Outcome removeAlias(Address address) {
        return builtIn.removeAlias(address);
    }

    @Override
    public List<Alias> aliases() {
        return builtIn.aliases();
    }

    @Override
    public List<OwnAlias> ownAliases() {
        return builtIn.ownAliases();
    }

    /// Has people of the built-in directory make addresses of the own accord.
    ///
    /// @param elsewhere other hosts that know of them
    public OwnAliases ownAliases(OwnAliases.Terms terms, OwnAliases.Elsewhere elsewhere) {
        return builtIn.ownAliases(terms, elsewhere);
    }

    @Override
    public Outcome grant(Grant grant) {
        return foreign(grant.account())
                .map(account -> builtIn.grant(config.account(account), grant.sendAs()))
                .orElseGet(() -> builtIn.grant(grant));
    }

    @Override
    public Outcome revoke(Grant grant) {
        return foreign(grant.account())
                .map(account -> builtIn.revoke(config.account(account), grant.sendAs()))
                .orElseGet(() -> builtIn.revoke(grant));
    }

    @Override
    public List<Grant> grants() {
        List<Grant> grants = new ArrayList<>(builtIn.grants());
        for (RegisteredAccount account : register.accounts(_ -> true)) {
            builtIn.grants(account.id())
                    .forEach(sendAs -> grants.add(new Grant(account.known().address(), sendAs)));
        }
        return List.copyOf(grants);
    }

    @Override
    public Outcome renameAccount(Address from, Address to, OldAddress old) {
        return foreign(from)
                .map(account -> refused(elsewhere(account, "address")))
                .or(() -> taken(to))
                .orElseGet(() -> builtIn.renameAccount(from, to, old));
    }

    @Override
    public Outcome setProfile(Address address, String displayName, Language language) {
        return foreign(address)
                .map(account -> refused(elsewhere(account, "name and language")))
                .orElseGet(() -> builtIn.setProfile(address, displayName, language));
    }

    @Override
    public Outcome disableAccount(Address address) {
        return foreign(address)
                .map(account -> refused(elsewhere(account, "status")))
                .orElseGet(() -> builtIn.disableAccount(address));
    }

    @Override
    public Outcome enableAccount(Address address) {
        return foreign(address)
                .map(account -> refused(elsewhere(account, "status")))
                .orElseGet(() -> builtIn.enableAccount(address));
    }

    // Only accounts here have limits and app passwords of their own.

    @Override
    public Outcome setLimits(Address address, AccountLimits limits) {
        return builtIn.setLimits(address, limits);
    }

    @Override
    public Outcome setLoginRule(Address address, LoginRule rule) {
        return builtIn.setLoginRule(address, rule);
    }

    @Override
    public AppPassword.Issue issueAppPassword(
            Address address, String name, Set<LoginService> scope, Optional<Duration> validFor) {
        return builtIn.issueAppPassword(address, name, scope, validFor);
    }

    @Override
    public List<AppPassword> appPasswords(Address address) {
        return builtIn.appPasswords(address);
    }

    @Override
    public Outcome revokeAppPassword(Address address, String name) {
        return builtIn.revokeAppPassword(address, name);
    }

    @Override
    public Outcome setGroup(Address group, Optional<Address> owner, WhoMaySend senders) {
        return builtIn.setGroup(group, owner, senders);
    }

    @Override
    public Outcome addMembers(Address alias, List<Address> members) {
        return builtIn.addMembers(alias, members);
    }

    @Override
    public Outcome removeMembers(Address alias, List<Address> members) {
        return builtIn.removeMembers(alias, members);
    }

    // Administration of the sources.

    public SourceAdministration sources() {
        return administration;
    }
}
