// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.builtin;

import com.github.benmanes.caffeine.cache.Ticker;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.pabal.directory.Account;
import org.pabal.directory.AccountId;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.LoginContext;
import org.pabal.directory.Resolution;
import org.pabal.directory.format.v1.DirectoryFormat;
import org.pabal.directory.format.v1.StoredCredential;
import org.pabal.directory.password.HashingPool;
import org.pabal.directory.password.PasswordHash;
import org.pabal.directory.password.PasswordPolicy;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.message.UnavailableException;
import org.pabal.sasl.Credentials;
import org.pabal.sasl.SaslPassword;
import org.pabal.sasl.ScramCredential;
import org.pabal.storage.Change;
import org.pabal.storage.Storage;

/// The directory that the server keeps itself. See the package for how.
public final class BuiltInDirectory implements DirectoryAdministration, AutoCloseable {
    private static final int MAX_LOGIN_OCTETS = 255;
    private static final int MAX_ALIAS_TARGETS = 1_000;
    private static final int MAX_GRANTS = 1_000;
    private static final int MAX_DISPLAY_NAME = 255;

    /// So often may another process be quicker before a change gives up.
    private static final int MAX_ATTEMPTS = 10;

    private final DirectoryStore store;
    private final StoredPasswords passwords;
    private final HashingPool hashing;
    private final PasswordPolicy policy;
    private final RememberedLogins remembered;
    private final UnknownNames unknownNames;

    /// Held while a change is judged, committed and taken into the index.
    private final ReentrantLock changing = new ReentrantLock();

    private final List<Consumer<AccountId>> loginChanges = new CopyOnWriteArrayList<>();

    private volatile DirectoryStore.Loaded loaded;

    /// What a change comes to, judged against the index of the moment.
    private sealed interface Plan {
        record Refuse(String reason) implements Plan {}

        /// @param take brings the index up to date once the changes are durable
        record Write(List<Change> changes, Consumer<DirectoryIndex> take) implements Plan {}
    }

    /// Loads the directory; a new one is empty.
    ///
    /// @throws UnavailableException when the storage cannot be read
    public BuiltInDirectory(Storage storage, DirectoryConfig config, SecureRandom random) {
        this(storage, config, random, Ticker.systemTicker());
    }

    BuiltInDirectory(Storage storage, DirectoryConfig config, SecureRandom random, Ticker ticker) {
        store = new DirectoryStore(storage, config.subaddress());
        passwords = new StoredPasswords(config.argon2(), config.scramIterations(), random);
        policy = new PasswordPolicy(config.minPasswordCharacters());
        remembered =
                new RememberedLogins(
                        config.maxRememberedLogins(), config.rememberLogins(), random, ticker);
        loaded = store.load();
        unknownNames = new UnknownNames(secret(random), config.scramIterations());
        hashing = new HashingPool(config.hashingThreads(), config.maxWaitingHashes());
    }

    /// Ends the hashing threads. The storage stays open.
    @Override
    public void close() {
        hashing.close();
    }

    private byte[] secret(SecureRandom random) {
        byte[] fresh = new byte[UnknownNames.SECRET_OCTETS];
        random.nextBytes(fresh);
        Change put =
                new Change.Put(DirectoryFormat.secretKey(), DirectoryFormat.encodeOctets(fresh));
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Optional<byte[]> kept = store.secret();
            if (kept.isPresent()) {
                return kept.get();
            }
            if (store.commit(loaded.version(), List.of(put))) {
                loaded = next(loaded, loaded.nextId());
                return fresh;
            }
            loaded = store.load();
        }
        throw tooBusy();
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
    public Optional<Account> account(AccountId id) {
        return index().account(id);
    }

    @Override
    public List<Account> accounts() {
        return index().accounts();
    }

    @Override
    public List<Alias> aliases() {
        return index().aliases();
    }

    /// A login is an account's address, or its local-part under the context's domain, or under the
    /// only domain there is. Nothing in it is expanded (THREATS A12).
    @Override
    public Optional<Account> findByLogin(String login, LoginContext context) {
        return loginAddress(login, context).flatMap(index()::account);
    }

    private Optional<Address> loginAddress(String login, LoginContext context) {
        if (login.isEmpty() || login.length() > MAX_LOGIN_OCTETS) {
            return Optional.empty();
        }
        if (login.indexOf('@') >= 0) {
            return Address.parse(login).map(Address::lookupForm);
        }
        DirectoryIndex index = index();
        return context.defaultDomain()
                .filter(index::isLocal)
                .or(index::onlyDomain)
                .flatMap(domain -> Address.parse(login + "@" + domain))
                .map(Address::lookupForm);
    }

    @Override
    public Credentials credentials(LoginContext context) {
        return new DirectoryCredentials(this, context);
    }

    @Override
    public boolean owns(AccountId account, Address address) {
        return new AliasPaths(index()).leadsTo(address, account)
                || index().isGranted(account, address);
    }

    // Log-in.

    /// The same work for an unknown name, a wrong password and a disabled account (THREATS A02).
    boolean verify(Optional<Account> account, String password) {
        Optional<String> prepared = SaslPassword.prepare(password);
        if (prepared.isEmpty()) {
            return false;
        }
        Optional<StoredCredential> stored = account.flatMap(found -> store.credential(found.id()));
        if (account.isEmpty() || stored.isEmpty()) {
            hashing.call(() -> {
                passwords.burn(prepared.get());
                return false;
            });
            return false;
        }
        return verify(account.get(), stored.get(), prepared.get());
    }

    private boolean verify(Account account, StoredCredential stored, String password) {
        if (account.enabled() && remembered.isRight(account.id(), stored.hash(), password)) {
            return true;
        }
        boolean right = hashing.call(() -> passwords.verify(stored, password));
        if (!right || !account.enabled()) {
            return false;
        }
        StoredCredential kept =
                passwords.isWeak(stored) ? renew(account, stored, password) : stored;
        remembered.remember(account.id(), kept.hash(), password);
        return true;
    }

    /// Replaces a credential that is weaker than the settings while the password is at hand.
    private StoredCredential renew(Account account, StoredCredential stored, String password) {
        try {
            StoredCredential fresh = hashing.call(() -> passwords.make(password));
            Outcome outcome = change(() -> planRenewal(account.id(), stored, fresh));
            return outcome instanceof Outcome.Done ? fresh : stored;
        } catch (UnavailableException full) {
            return stored; // a full disk must not keep people from deleting; the next log-in renews
        }
    }

    private Plan planRenewal(AccountId id, StoredCredential stored, StoredCredential fresh) {
        return store.credential(id).filter(stored::isSameAs).isPresent()
                ? write(put(id, fresh))
                : new Plan.Refuse("changed meanwhile");
    }

    ScramCredential scram(String login, LoginContext context) {
        Optional<Address> address = loginAddress(login, context);
        return address.flatMap(index()::account)
                .filter(Account::enabled)
                .flatMap(account -> store.credential(account.id()))
                .flatMap(StoredCredential::scram)
                .orElseGet(() -> unknownNames.scram(address.map(Address::toString).orElse(login)));
    }

    // Changes.

    @Override
    public Outcome addDomain(Domain domain) {
        if (domain.isLiteral()) {
            return refused(
                    domain
                            + " is an address, not a name; give the domain after the @ of addresses");
        }
        return change(() ->
                index().isReal(domain) || index().domainAlias(domain).isPresent()
                        ? new Plan.Refuse(domain + " is a domain of this server already")
                        : new Plan.Write(
                                List.of(
                                        new Change.Put(
                                                DirectoryFormat.domainKey(domain),
                                                DirectoryFormat.encodePresence())),
                                index -> index.putDomain(domain)));
    }

    @Override
    public List<DomainAlias> domainAliases() {
        return index().domainAliases();
    }

    @Override
    public Outcome addDomainAlias(DomainAlias alias) {
        return change(() ->
                domainAliasObjection(alias)
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Put(
                                                        DirectoryFormat.domainAliasKey(
                                                                alias.name()),
                                                        DirectoryFormat.encodeText(
                                                                alias.target().name()))),
                                        index -> index.putDomainAlias(alias))));
    }

    private Optional<String> domainAliasObjection(DomainAlias alias) {
        Domain name = alias.name();
        if (name.isLiteral()) {
            return Optional.of(name + " is an address, not a name");
        }
        if (!index().isReal(alias.target())) {
            return Optional.of(noSuchDomain(alias.target()));
        }
        if (index().isReal(name)) {
            return Optional.of(
                    name
                            + " is a domain of this server with names of its own; remove it first:"
                            + " pabal domain remove "
                            + name);
        }
        return index().domainAlias(name)
                .map(taken ->
                        name
                                + " is an alias of "
                                + taken.target()
                                + " already; remove it first: pabal domain remove "
                                + name);
    }

    @Override
    public Outcome removeDomainAlias(Domain name) {
        return change(() ->
                index().domainAlias(name)
                        .<Plan>map(alias ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Delete(
                                                        DirectoryFormat.domainAliasKey(name))),
                                        index -> index.removeDomainAlias(alias)))
                        .orElseGet(
                                () -> new Plan.Refuse(name + " is not an alias of a domain here")));
    }

    @Override
    public Outcome removeDomain(Domain domain) {
        return change(() -> {
            if (!index().isReal(domain)) {
                return new Plan.Refuse(domain + " is not a domain of this server");
            }
            if (index().domainAliases().stream().anyMatch(a -> a.target().equals(domain))) {
                return new Plan.Refuse(
                        domain + " has aliases; remove them first: pabal domain list shows them");
            }
            if (!index().isEmpty(domain)) {
                return new Plan.Refuse(
                        domain
                                + " has accounts or aliases; remove them first: pabal"
                                + " account list, pabal alias list");
            }
            return new Plan.Write(
                    List.of(new Change.Delete(DirectoryFormat.domainKey(domain))),
                    index -> index.removeDomain(domain));
        });
    }

    @Override
    public Outcome addAccount(NewAccount account) {
        Address address = account.address().lookupForm();
        Optional<String> objection =
                nameObjection(address)
                        .or(() -> profileObjection(account))
                        .or(() -> policy.objection(address, account.password()));
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        StoredCredential credential = hash(account.password());
        return change(() ->
                nameObjection(address)
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() -> planAccount(account, address, credential)));
    }

    private Plan planAccount(NewAccount account, Address address, StoredCredential credential) {
        AccountId id = new AccountId(loaded.nextId());
        Account added =
                new Account(
                        id,
                        address,
                        account.displayName(),
                        account.language(),
                        account.quotaOctets(),
                        account.quotaMessages(),
                        true);
        return new Plan.Write(
                List.of(
                        new Change.Put(
                                DirectoryFormat.nextIdKey(),
                                DirectoryFormat.encodeNumber(id.value() + 1)),
                        put(added),
                        put(id, credential)),
                index -> index.putAccount(added));
    }

    /// What speaks against a new name: no domain, taken, or not a name.
    private Optional<String> nameObjection(Address address) {
        if (!index().isReal(address.domain())) {
            return Optional.of(
                    index().domainAlias(address.domain())
                            .map(alias ->
                                    address.domain()
                                            + " is an alias of "
                                            + alias.target()
                                            + "; add the name there")
                            .orElseGet(() -> noSuchDomain(address.domain())));
        }
        return index().entry(address)
                .map(taken ->
                        shown(address)
                                + (taken instanceof Resolution.Alias
                                        ? " is an alias already; remove it first: pabal"
                                                + " alias remove "
                                                + shown(address)
                                        : " is an account already; choose another" + " address"));
    }

    private static Optional<String> profileObjection(NewAccount account) {
        if (account.address().localPart().isEmpty()) {
            return Optional.of("an account needs a name before the @");
        }
        String name = account.displayName();
        if (name.length() > MAX_DISPLAY_NAME || name.chars().anyMatch(Character::isISOControl)) {
            return Optional.of(
                    "the display name has more than "
                            + MAX_DISPLAY_NAME
                            + " characters or control characters; shorten it");
        }
        return quotaObjection(account.quotaOctets(), account.quotaMessages());
    }

    private static Optional<String> quotaObjection(OptionalLong octets, OptionalLong messages) {
        if (octets.orElse(1) < 1) {
            return Optional.of("the quota is less than one octet; leave it out for no limit");
        }
        return messages.orElse(1) < 1
                ? Optional.of("the quota is less than one message; leave it out for no limit")
                : Optional.empty();
    }

    @Override
    public Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages) {
        Optional<String> objection = quotaObjection(octets, messages);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        return changeAccount(
                address,
                account -> {
                    Account after = account.withQuota(octets, messages);
                    return new Plan.Write(List.of(put(after)), index -> index.putAccount(after));
                });
    }

    @Override
    public Outcome removeAccount(Address address) {
        return changeAccount(
                address,
                account ->
                        new Plan.Write(
                                removal(account),
                                index -> {
                                    index.removeAccount(account);
                                    remembered.forget(account.id());
                                    tellLoginChanged(account.id());
                                }));
    }

    private List<Change> removal(Account account) {
        List<Change> changes = new ArrayList<>();
        changes.add(new Change.Delete(DirectoryFormat.accountKey(account.id())));
        changes.add(new Change.Delete(DirectoryFormat.credentialKey(account.id())));
        for (Address sendAs : index().grants(account.id())) {
            changes.add(new Change.Delete(DirectoryFormat.grantKey(account.id(), sendAs)));
        }
        return changes;
    }

    @Override
    public Outcome changePassword(Address address, String password) {
        Optional<String> objection = policy.objection(address, password);
        if (objection.isPresent()) {
            return refused(objection.get());
        }
        if (index().account(address).isEmpty()) {
            return refused(noSuchAccount(address));
        }
        StoredCredential credential = hash(password);
        return changeAccount(address, account -> writeSecret(account.id(), credential));
    }

    private Plan writeSecret(AccountId id, StoredCredential credential) {
        return new Plan.Write(List.of(put(id, credential)), _ -> tellLoginChanged(id));
    }

    @Override
    public void whenLoginChanges(Consumer<AccountId> told) {
        loginChanges.add(told);
    }

    private void tellLoginChanged(AccountId id) {
        loginChanges.forEach(told -> told.accept(id));
    }

    /// Takes a password hash from another server; see {@link PasswordHash} for the schemes. It is
    /// replaced by this server's own at the first log-in. Until then there is no SCRAM for it.
    public Outcome importPasswordHash(Address address, String hash) {
        if (PasswordHash.parse(hash) instanceof PasswordHash.Parsed.Unsupported(var reason)) {
            return refused(reason);
        }
        StoredCredential credential = new StoredCredential(hash, Optional.empty());
        return changeAccount(address, account -> writeSecret(account.id(), credential));
    }

    /// No log-in any more, and mail is refused, until {@link #enableAccount}.
    public Outcome disableAccount(Address address) {
        return changeAccount(address, account -> writeAccount(account, false));
    }

    public Outcome enableAccount(Address address) {
        return changeAccount(address, account -> writeAccount(account, true));
    }

    private Plan writeAccount(Account before, boolean enabled) {
        Account after =
                new Account(
                        before.id(),
                        before.address(),
                        before.displayName(),
                        before.language(),
                        before.quotaOctets(),
                        before.quotaMessages(),
                        enabled);
        return new Plan.Write(
                List.of(put(after)),
                index -> {
                    index.putAccount(after);
                    if (!enabled) {
                        tellLoginChanged(after.id());
                    }
                });
    }

    @Override
    public Outcome addAlias(Alias alias) {
        Address address = alias.address().lookupForm();
        List<Address> targets = alias.targets().stream().distinct().toList();
        Alias added = new Alias(address, targets, alias.owner());
        return change(() ->
                aliasObjection(added)
                        .<Plan>map(Plan.Refuse::new)
                        .orElseGet(() ->
                                new Plan.Write(
                                        List.of(
                                                new Change.Put(
                                                        DirectoryFormat.aliasKey(address),
                                                        DirectoryFormat.encode(added))),
                                        index -> index.putAlias(added))));
    }

    private Optional<String> aliasObjection(Alias alias) {
        if (alias.targets().isEmpty() || alias.targets().size() > MAX_ALIAS_TARGETS) {
            return Optional.of("an alias leads to 1 to " + MAX_ALIAS_TARGETS + " addresses");
        }
        if (alias.targets().stream().anyMatch(target -> target.localPart().isEmpty())) {
            return Optional.of("a target of an alias needs a name before the @");
        }
        return nameObjection(alias.address())
                .or(() -> alias.owner().flatMap(owner -> ownerObjection(alias, owner)))
                .or(() -> new AliasPaths(index()).objection(alias));
    }

    private Optional<String> ownerObjection(Alias alias, Address owner) {
        if (owner.lookupForm().equals(alias.address())) {
            return Optional.of(
                    owner + " cannot be its own owner: name a person who is told of failures");
        }
        return index().resolve(owner) instanceof Resolution.Unknown
                ? Optional.of(
                        owner
                                + " is not an address of this server, although its domain is; name"
                                + " another owner or add it first: pabal account add "
                                + owner)
                : Optional.empty();
    }

    @Override
    public Outcome removeAlias(Address address) {
        Address lookup = address.lookupForm();
        return change(() ->
                index().entry(lookup).orElse(null) instanceof Resolution.Alias
                        ? new Plan.Write(
                                List.of(new Change.Delete(DirectoryFormat.aliasKey(lookup))),
                                index -> index.removeAlias(lookup))
                        : new Plan.Refuse(
                                shown(lookup)
                                        + " is not an alias of this server; pabal alias"
                                        + " list shows them"));
    }

    @Override
    public Outcome grant(Grant grant) {
        Address sendAs = grant.sendAs().lookupForm();
        return changeAccount(grant.account(), account -> planGrant(account, sendAs));
    }

    private Plan planGrant(Account account, Address sendAs) {
        if (owns(account.id(), sendAs)) {
            return new Plan.Refuse(
                    account.address() + " may write from " + shown(sendAs) + " already");
        }
        if (index().grants(account.id()).size() >= MAX_GRANTS) {
            return new Plan.Refuse(
                    account.address()
                            + " has "
                            + MAX_GRANTS
                            + " grants; grant a whole domain instead: @DOMAIN");
        }
        return new Plan.Write(
                List.of(
                        new Change.Put(
                                DirectoryFormat.grantKey(account.id(), sendAs),
                                DirectoryFormat.encodePresence())),
                index -> index.putGrant(account.id(), sendAs));
    }

    @Override
    public Outcome revoke(Grant grant) {
        Address sendAs = grant.sendAs().lookupForm();
        return changeAccount(
                grant.account(),
                account ->
                        index().grants(account.id()).contains(sendAs)
                                ? new Plan.Write(
                                        List.of(
                                                new Change.Delete(
                                                        DirectoryFormat.grantKey(
                                                                account.id(), sendAs))),
                                        index -> index.removeGrant(account.id(), sendAs))
                                : new Plan.Refuse(
                                        account.address()
                                                + " has no grant of "
                                                + shown(sendAs)
                                                + "; pabal account grants shows them"));
    }

    @Override
    public List<Grant> grants() {
        List<Grant> grants = new ArrayList<>();
        for (Account account : accounts()) {
            index().grants(account.id())
                    .forEach(sendAs -> grants.add(new Grant(account.address(), sendAs)));
        }
        return List.copyOf(grants);
    }

    private interface AccountPlan {
        Plan of(Account account);
    }

    private Outcome changeAccount(Address address, AccountPlan plan) {
        return change(() ->
                index().account(address)
                        .map(plan::of)
                        .orElseGet(() -> new Plan.Refuse(noSuchAccount(address))));
    }

    /// Judges, commits, and judges again when another process was quicker.
    private Outcome change(Supplier<Plan> judge) {
        changing.lock();
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                switch (judge.get()) {
                    case Plan.Refuse(String reason) -> {
                        return refused(reason);
                    }
                    case Plan.Write(var changes, var take) -> {
                        DirectoryStore.Loaded before = loaded;
                        if (store.commit(before.version(), changes)) {
                            take.accept(before.index());
                            loaded = next(before, nextId(before, changes));
                            return DONE;
                        }
                        loaded = store.load();
                    }
                }
            }
            throw tooBusy();
        } finally {
            changing.unlock();
        }
    }

    private static long nextId(DirectoryStore.Loaded before, List<Change> changes) {
        for (Change change : changes) {
            if (change instanceof Change.Put(byte[] key, byte[] value)
                    && Arrays.equals(key, DirectoryFormat.nextIdKey())) {
                return DirectoryFormat.decodeNumber("the next id", value);
            }
        }
        return before.nextId();
    }

    private static DirectoryStore.Loaded next(DirectoryStore.Loaded before, long nextId) {
        return new DirectoryStore.Loaded(before.index(), nextId, before.version() + 1);
    }

    private StoredCredential hash(String password) {
        String prepared = SaslPassword.prepare(password).orElseThrow();
        return hashing.call(() -> passwords.make(prepared));
    }

    private DirectoryIndex index() {
        return loaded.index();
    }

    private static Change put(Account account) {
        return new Change.Put(
                DirectoryFormat.accountKey(account.id()), DirectoryFormat.encode(account));
    }

    private static Change put(AccountId id, StoredCredential credential) {
        return new Change.Put(DirectoryFormat.credentialKey(id), credential.encode());
    }

    private static Plan write(Change change) {
        return new Plan.Write(List.of(change), index -> {});
    }

    private static Outcome refused(String reason) {
        return new Outcome.Refused(reason);
    }

    private static UnavailableException tooBusy() {
        return new UnavailableException(
                "the directory was changed by others all the while; try again");
    }

    private static String noSuchDomain(Domain domain) {
        return domain + " is not a domain of this server; add it first: pabal domain add " + domain;
    }

    private static String noSuchAccount(Address address) {
        return shown(address) + " is not an account of this server; pabal account list shows them";
    }

    /// The address as people write it; `@domain` for the alias of every address that is not there.
    static String shown(Address address) {
        return address.localPart().isEmpty() ? "@" + address.domain() : address.toString();
    }
}
