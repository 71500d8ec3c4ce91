// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.joined;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.sasl.Credentials;
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
    private final ForeignNames names;
    private final ForeignAccounts foreign;
    private final ForeignLogIns logIns;
    private final ForeignChanges changes;
    private final SourceAdministration administration;
    private final List<Consumer<AccountId>> loginChanges = new CopyOnWriteArrayList<>();

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
        this.names = new ForeignNames(builtIn, register, config, ticker);
        this.foreign = new ForeignAccounts(builtIn, config, register, names, attached);
        this.logIns = new ForeignLogIns(builtIn, config, register, foreign);
        this.changes = new ForeignChanges(builtIn, register, foreign, this::tellLoginChanged);
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
                                name -> foreign.of(name.domain()));
        this.administration =
                new SourceAdministration(builtIn, attached, register, foreignGroups, config);
    }

    @Override
    public void close() {
        attached.forEach(each -> each.source().close());
        builtIn.close();
    }

    // Who is here.

    @Override
    public Resolution resolve(Address address) {
        return foreign.sourceOf(address.domain())
                .map(source -> names.resolve(source, address.lookupForm()))
                .orElseGet(() -> builtIn.resolve(address));
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

    @Override
    public Optional<Account> account(Address address) {
        Optional<Account> here = builtIn.account(address);
        return here.isPresent() ? here : foreign.account(address);
    }

    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        Optional<Account> here = builtIn.findByLogin(login, context);
        return here.isPresent() || attached.isEmpty() ? here : logIns.find(login, context);
    }

    @Override
    public Credentials credentials(LoginContext context) {
        return attached.isEmpty()
                ? builtIn.credentials(context)
                : new JoinedCredentials(logIns, builtIn.credentials(context, this), context);
    }

    @Override
    public void whenLoginChanges(Consumer<AccountId> told) {
        builtIn.whenLoginChanges(told);
        loginChanges.add(told);
    }

    @Override
    public void watchPasswords(PasswordWatch other) {
        changes.watchPasswords(other);
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
        return foreign.taken(account.address()).orElseGet(() -> builtIn.addAccount(account));
    }

    @Override
    public Outcome addFirstAdministrator(NewAccount account) {
        return register.accounts(each -> each.known().role() == Role.ADMINISTRATOR).isEmpty()
                ? foreign.taken(account.address())
                        .orElseGet(() -> builtIn.addFirstAdministrator(account))
                : ForeignAccounts.refused(
                        "another directory has an administrator already; sign in as this one");
    }

    @Override
    public Outcome importAccount(ImportedAccount account) {
        return foreign.taken(account.address()).orElseGet(() -> builtIn.importAccount(account));
    }

    /// Of a source's account only what is kept here goes, once the source has it no more.
    @Override
    public Outcome removeAccount(Address address) {
        return builtIn.account(address).isPresent()
                ? builtIn.removeAccount(address)
                : changes.remove(address).orElseGet(() -> builtIn.removeAccount(address));
    }

    @Override
    public Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        return foreign.find(address)
                .map(account -> changes.setQuota(account, octets, messages))
                .orElseGet(() -> builtIn.setQuota(address, octets, messages));
    }

    @Override
    public Outcome setRole(Address address, Role role) {
        return foreign.elsewhere(address, "role").orElseGet(() -> builtIn.setRole(address, role));
    }

    @Override
    public Outcome setHost(Address address, Optional<String> host) {
        return foreign.find(address)
                .map(account -> changes.setHost(address, account, host))
                .orElseGet(
                        () -> builtIn.setHost(address, host.filter(config.isThisHost().negate())));
    }

    @Override
    public void hostChanged(Address address, Optional<String> host) {
        foreign.find(address).ifPresent(account -> changes.noteHost(address, account, host));
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
        return foreign.find(address)
                .map(account -> changes.changePassword(address, account, old, password))
                .orElseGet(() -> builtIn.changePassword(address, password));
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
        return foreign.find(grant.account())
                .map(account -> builtIn.grant(config.account(account), grant.sendAs()))
                .orElseGet(() -> builtIn.grant(grant));
    }

    @Override
    public Outcome revoke(Grant grant) {
        return foreign.find(grant.account())
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
        return foreign.elsewhere(from, "address")
                .or(() -> foreign.taken(to))
                .orElseGet(() -> builtIn.renameAccount(from, to, old));
    }

    @Override
    public Outcome setProfile(Address address, String displayName, Language language) {
        return foreign.elsewhere(address, "name and language")
                .orElseGet(() -> builtIn.setProfile(address, displayName, language));
    }

    @Override
    public Outcome disableAccount(Address address) {
        return foreign.elsewhere(address, "status")
                .orElseGet(() -> builtIn.disableAccount(address));
    }

    @Override
    public Outcome enableAccount(Address address) {
        return foreign.elsewhere(address, "status").orElseGet(() -> builtIn.enableAccount(address));
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
