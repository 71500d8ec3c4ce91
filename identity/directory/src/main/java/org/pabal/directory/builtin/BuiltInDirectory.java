// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.AccountLimits;
import org.pabal.directory.AppPassword;
import org.pabal.directory.Directory;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.Groups;
import org.pabal.directory.Language;
import org.pabal.directory.LoginContext;
import org.pabal.directory.LoginNames;
import org.pabal.directory.LoginRule;
import org.pabal.directory.LoginService;
import org.pabal.directory.OwnAlias;
import org.pabal.directory.OwnAliases;
import org.pabal.directory.Resolution;
import org.pabal.directory.Role;
import org.pabal.directory.WhoMaySend;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.password.PasswordHash;
import org.pabal.directory.password.PasswordPolicy;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;

/// The directory that the server keeps itself: one name for its parts. See the package for how.
public final class BuiltInDirectory implements DirectoryAdministration, AutoCloseable {
    private static final Duration ALWAYS = Duration.ofDays(365);

    private final DirectoryChanges changes;
    private final HashingPool hashing;
    private final PasswordChanges passwords;
    private final LastUses lastUses;
    private final AppPasswords appPasswords;
    private final LogIns logIns;
    private final DomainChanges domains;
    private final AccountChanges accounts;
    private final AliasChanges aliases;
    private final GrantChanges grants;
    private final Numbering numbering;
    private final InstantSource clock;
    private final Ticker ticker;
    private final Groups groups;
    private volatile PasswordWatch watch = PasswordWatch.NONE;

    /// Loads the directory; a new one is empty.
    ///
    /// @throws UnavailableException when the storage cannot be read
    public BuiltInDirectory(
            Storage storage, DirectoryConfig config, SecureRandom random, InstantSource clock) {
        this(storage, config, random, clock, Ticker.systemTicker());
    }

    BuiltInDirectory(
            Storage storage,
            DirectoryConfig config,
            SecureRandom random,
            InstantSource clock,
            Ticker ticker) {
        PasswordConfig hashes = config.passwords();
        changes =
                new DirectoryChanges(
                        new DirectoryStore(
                                storage, config.subaddress(), config.foreignDomains(), clock));
        this.clock = clock;
        UnknownNames unknownNames =
                new UnknownNames(changes.secret(random), hashes.scramIterations());
        hashing = new HashingPool(hashes.hashingThreads(), hashes.maxWaitingHashes());
        StoredPasswords stored =
                new StoredPasswords(hashes.argon2(), hashes.scramIterations(), random);
        PasswordPolicy policy = new PasswordPolicy(hashes.minCharacters());
        RememberedLogins remembered =
                new RememberedLogins(
                        hashes.maxRememberedLogins(),
                        hashes.rememberLogins(),
                        random,
                        ticker::read);
        changes.whenLoginChanges(remembered::forget);
        passwords = new PasswordChanges(changes, stored, hashing, policy);
        lastUses = new LastUses(changes, clock);
        appPasswords = new AppPasswords(changes, stored, hashing, random, clock, lastUses);
        logIns =
                new LogIns(
                        changes,
                        stored,
                        hashing,
                        passwords,
                        appPasswords,
                        remembered,
                        unknownNames,
                        config.onlyAppPasswords());
        domains = new DomainChanges(changes);
        accounts = new AccountChanges(changes, passwords, clock);
        aliases = new AliasChanges(changes);
        grants = new GrantChanges(changes);
        numbering = new Numbering(changes);
        aliases.numberAll();
        this.ticker = ticker;
        groups = groups(this, ALWAYS);
    }

    /// Ends the hashing threads. The storage stays open.
    @Override
    public void close() {
        lastUses.write();
        hashing.close();
    }

    private DirectoryIndex index() {
        return changes.index();
    }

    // Who is here.

    @Override
    public Resolution resolve(Address address) {
        return index().resolve(address);
    }

    @Override
    public boolean isLocal(Domain domain) {
        return index().isLocal(domain);
    }

    @Override
    public List<Domain> domains() {
        return index().domains();
    }

    @Override
    public List<DomainAlias> domainAliases() {
        return index().domainAliases();
    }

    @Override
    public Optional<Account> account(AccountId id) {
        return index().account(id);
    }

    @Override
    public Optional<Account> account(Address address) {
        return index().account(address);
    }

    @Override
    public List<Account> accounts() {
        return index().accounts();
    }

    @Override
    public List<Alias> aliases() {
        return index().aliases();
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        return index().owns(account, address);
    }

    @Override
    public Groups groups() {
        return groups;
    }

    // Log-in.

    /// See {@link org.pabal.directory.LoginNames}. An alias is nobody who could log in.
    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        return logIns.find(login, context);
    }

    @Override
    public Credentials credentials(LoginContext context) {
        return credentials(context, this);
    }

    /// As above, where others have names, too.
    ///
    /// @param names who says whose names log-in names are
    public Credentials credentials(LoginContext context, Directory names) {
        return new DirectoryCredentials(logIns, names, context);
    }

    @Override
    public void whenLoginChanges(Consumer<AccountId> told) {
        changes.whenLoginChanges(told);
    }

    @Override
    public void whenSignInChanges(Consumer<AccountId> told) {
        changes.whenSignInChanges(told);
    }

    // For the directory that joins this one with others.

    /// As {@link #groups()}, where others have names, too.
    ///
    /// @param names says whom the members' addresses lead to
    /// @param lasts how long an answer holds at most
    public Groups groups(Directory names, Duration lasts) {
        return new BuiltInGroups(changes, names, lasts, ticker);
    }

    /// What stands here under exactly this address: no detail, catch-all or role is looked for. An
    /// address of a domain alias means the one in its place.
    public Optional<Resolution> entry(Address address) {
        return index().entry(address);
    }

    /// The domain that another is an alias of; the same when it is none.
    public Domain realDomain(Domain domain) {
        return index().real(domain);
    }

    /// An account that another directory knows and that has no number yet.
    public interface Newcomer {

        /// Read anew: whoever numbered it meanwhile was quicker.
        Optional<AccountId> number();

        /// What is to be kept of it under its number.
        List<Change> entries(AccountId id);
    }

    /// Gives an account of another directory the next number, once.
    public AccountId number(Newcomer newcomer) {
        return numbering.number(newcomer);
    }

    /// Gives groups of another directory the next numbers, in one commit.
    ///
    /// @param newcomers by the first number that is free: one entry for each, under this number and
    ///     those behind it; judged anew when another process was quicker
    public void numberAll(LongFunction<List<Change>> newcomers) {
        numbering.numberAll(newcomers);
    }

    /// Makes changes durable that touch none of this directory's own entries.
    ///
    /// @param others judged anew when another process was quicker; none: nothing is written
    public void keep(Supplier<List<Change>> others) {
        numbering.keep(others);
    }

    /// What else is kept for an account of another directory goes with its own entries.
    public void forget(AccountId id, List<Change> others) {
        numbering.forget(id, others);
    }

    /// What speaks against a new password; see {@link PasswordPolicy}.
    public Optional<String> passwordObjection(Address address, String password) {
        return passwords.policyObjection(address, password);
    }

    /// As {@link #grant(Grant)}, also for an account of another directory.
    public Outcome grant(Account account, Address sendAs) {
        return grants.grant(account, sendAs);
    }

    /// As {@link #revoke(Grant)}, also for an account of another directory.
    public Outcome revoke(Account account, Address sendAs) {
        return grants.revoke(account, sendAs);
    }

    /// In the order of domains and names; an empty local-part stands for a whole domain.
    public Set<Address> grants(AccountId account) {
        return index().grants(account);
    }

    /// One sentence for the log of a failed log-in; empty when there is nothing to add.
    ///
    /// @param isAccount whether an address is that of an account that may log in
    public String explain(String login, LoginContext context, Predicate<Address> isAccount) {
        return logIns.explain(login, context, isAccount);
    }

    /// How log-in names are read.
    public LoginNames loginNames() {
        return new LoginNames(index());
    }

    // Changes.

    @Override
    public Outcome addDomain(Domain domain) {
        return domains.add(domain);
    }

    @Override
    public Outcome removeDomain(Domain domain) {
        return domains.remove(domain);
    }

    @Override
    public Outcome addDomainAlias(DomainAlias alias) {
        return domains.addAlias(alias);
    }

    @Override
    public Outcome removeDomainAlias(Domain name) {
        return domains.removeAlias(name);
    }

    @Override
    public Outcome addAccount(NewAccount account) {
        return accounts.add(account);
    }

    @Override
    public Outcome addFirstAdministrator(NewAccount account) {
        return new FirstAdministrator(changes, accounts).add(account);
    }

    @Override
    public Outcome importAccount(ImportedAccount account) {
        return accounts.importAccount(account);
    }

    @Override
    public Outcome removeAccount(Address address) {
        return accounts.remove(address);
    }

    @Override
    public Outcome renameAccount(Address from, Address to, OldAddress old) {
        return new Renaming(changes).rename(from, to, old);
    }

    @Override
    public Outcome setProfile(Address address, String displayName, Language language) {
        return accounts.setProfile(address, displayName, language);
    }

    @Override
    public Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        return accounts.setQuota(address, octets, messages);
    }

    @Override
    public Outcome setLimits(Address address, AccountLimits limits) {
        return accounts.setLimits(address, limits);
    }

    @Override
    public Outcome setRole(Address address, Role role) {
        return accounts.changeForSessions(address, account -> account.withRole(role));
    }

    @Override
    public Outcome setHost(Address address, Optional<String> host) {
        return accounts.changeForSessions(address, account -> account.withHost(host));
    }

    @Override
    public Outcome setLoginRule(Address address, LoginRule rule) {
        return accounts.changeForSessions(address, account -> account.withLoginRule(rule));
    }

    @Override
    public Outcome disableAccount(Address address) {
        return accounts.changeForSessions(address, account -> account.withEnabled(false));
    }

    @Override
    public Outcome enableAccount(Address address) {
        return accounts.change(address, account -> account.withEnabled(true));
    }

    @Override
    public Outcome changePassword(Address address, String password) {
        return index().account(address)
                .map(account ->
                        watch.around(account.id(), () -> passwords.change(address, password)))
                .orElseGet(() -> passwords.change(address, password));
    }

    @Override
    public void watchPasswords(PasswordWatch other) {
        watch = other;
    }

    /// Takes a password hash from another server; see {@link PasswordHash} for the schemes. It is
    /// replaced by this server's own at the first log-in. Until then there is no SCRAM for it.
    public Outcome importPasswordHash(Address address, String hash) {
        return passwords.importHash(address, hash);
    }

    @Override
    public Optional<String> storedPassword(Address address) {
        return index().account(address)
                .flatMap(account -> changes.store().credential(account.id()))
                .map(StoredCredential::hash);
    }

    @Override
    public AppPassword.Issue issueAppPassword(
            Address address, String name, Set<LoginService> scope, Optional<Duration> validFor) {
        return appPasswords.issue(address, name, scope, validFor);
    }

    @Override
    public List<AppPassword> appPasswords(Address address) {
        return appPasswords.list(address);
    }

    @Override
    public Outcome revokeAppPassword(Address address, String name) {
        return appPasswords.revoke(address, name);
    }

    @Override
    public Outcome addAlias(Alias alias) {
        return aliases.add(alias);
    }

    @Override
    public Outcome setGroup(Address group, Optional<Address> owner, WhoMaySend senders) {
        return aliases.setGroup(group, owner, senders);
    }

    @Override
    public Outcome addMembers(Address alias, List<Address> members) {
        return aliases.addMembers(alias, members);
    }

    @Override
    public Outcome removeMembers(Address alias, List<Address> members) {
        return aliases.removeMembers(alias, members);
    }

    @Override
    public Outcome removeAlias(Address address) {
        return aliases.remove(address);
    }

    @Override
    public List<OwnAlias> ownAliases() {
        return ownAliases(OwnAliases.Terms.NONE).all();
    }

    /// Has people make addresses of the own accord.
    public OwnAliases ownAliases(OwnAliases.Terms terms) {
        return ownAliases(terms, OwnAliases.Elsewhere.NOBODY);
    }

    /// The same, where other hosts know of these addresses too.
    public OwnAliases ownAliases(OwnAliases.Terms terms, OwnAliases.Elsewhere elsewhere) {
        return new OwnAliasChanges(changes, clock, terms, elsewhere);
    }

    @Override
    public Outcome grant(Grant grant) {
        return grants.grant(grant);
    }

    @Override
    public Outcome revoke(Grant grant) {
        return grants.revoke(grant);
    }

    @Override
    public List<Grant> grants() {
        return grants.all();
    }
}
