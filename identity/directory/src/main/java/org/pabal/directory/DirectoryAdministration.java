// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Changes to the built-in directory. Each is durable when it returns.
public interface DirectoryAdministration extends Directory {

    /// What became of a change.
    sealed interface Outcome {
        record Done() implements Outcome {}

        /// @param reason one sentence that says what is wrong and what to do
        record Refused(String reason) implements Outcome {}
    }

    Outcome DONE = new Outcome.Done();

    /// Stands around every change of a main password, so that what ends with it ends also when the server
    /// is killed in between.
    @FunctionalInterface
    interface PasswordWatch {
        PasswordWatch NONE = (_, change) -> change.get();

        /// @param change to be made once; what it throws goes on to whoever asked for it
        Outcome around(AccountId account, Supplier<Outcome> change);
    }

    /// Has all changes of main passwords watched from now on. For the start; one watch there is.
    default void watchPasswords(PasswordWatch watch) {}

    /// An address that leads to others; a group is one with a rule who may send to it.
    ///
    /// @param targets none only for a group, which then takes no mail
    /// @param owner makes it a list: who is told when a copy fails, in the author's place.
    ///     RFC 5321 §3.9.2
    /// @param senders makes it a group
    record Alias(
            Address address,
            List<Address> targets,
            Optional<Address> owner,
            Optional<WhoMaySend> senders) {

        public Alias(Address address, List<Address> targets) {
            this(address, targets, Optional.empty());
        }

        public Alias(Address address, List<Address> targets, Optional<Address> owner) {
            this(address, targets, owner, Optional.empty());
        }

        public boolean isGroup() {
            return senders.isPresent();
        }

        public Alias withTargets(List<Address> others) {
            return new Alias(address, others, owner, senders);
        }
    }

    /// An address that an account may write from although it does not get its mail.
    ///
    /// @param account its address
    /// @param sendAs an empty local-part stands for every address of the domain
    record Grant(Address account, Address sendAs) {}

    /// @param password clear text; hashed at once, never kept
    record NewAccount(
            Address address,
            String password,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            OptionalLong quotaMessages) {

        /// Without a limit of messages.
        public NewAccount(
                Address address,
                String password,
                String displayName,
                Language language,
                OptionalLong quotaOctets) {
            this(address, password, displayName, language, quotaOctets, OptionalLong.empty());
        }
    }

    Outcome addDomain(Domain domain);

    /// Refused while the domain has accounts or aliases.
    Outcome removeDomain(Domain domain);

    /// A domain whose addresses are those of another, name by name: `bob@example.net` is
    /// `bob@example.com`.
    ///
    /// @param name a domain, or `*.domain` for every domain below it that is none of ours itself
    /// @param target a domain of ours, no alias
    record DomainAlias(Domain name, Domain target) {
        public static final String BELOW = "*.";

        /// A name as people write it.
        public static Optional<Domain> parseName(String text) {
            return text.startsWith(BELOW)
                    ? Domain.parse(text.substring(BELOW.length()))
                            .filter(parent -> !parent.isLiteral())
                            .map(parent -> new Domain(BELOW + parent))
                    : Domain.parse(text);
        }

        /// The domain below which it holds; empty for the alias of one domain.
        public Optional<Domain> parent() {
            return name.name().startsWith(BELOW)
                    ? Optional.of(new Domain(name.name().substring(BELOW.length())))
                    : Optional.empty();
        }
    }

    Outcome addDomainAlias(DomainAlias alias);

    /// @param name as in the alias
    Outcome removeDomainAlias(Domain name);

    /// In the order of their names.
    List<DomainAlias> domainAliases();

    Outcome addAccount(NewAccount account);

    /// Makes the account that administers everything, and its domain if it is not here yet, in one
    /// durable change. Refused once the directory has such an account: there is never a second one by
    /// this way.
    Outcome addFirstAdministrator(NewAccount account);

    /// An account as another server kept it.
    ///
    /// @param displayName may be empty
    /// @param host the declared host that holds its mailboxes; empty for this one
    record ImportedAccount(
            Address address,
            Secret secret,
            String displayName,
            Language language,
            OptionalLong quotaOctets,
            OptionalLong quotaMessages,
            boolean enabled,
            Role role,
            Optional<String> host) {

        /// What is known of its password.
        public sealed interface Secret {
            /// As it is; hashed at once. The policy for new passwords is not asked: it is the one
            /// that its owner has.
            record Clear(String password) implements Secret {}

            /// @param stored see {@link org.pabal.directory.password.PasswordHash} for the schemes;
            ///     replaced by this server's own at the first log-in. Until then there is no SCRAM
            record Hash(String stored) implements Secret {}

            /// Nobody logs in until a password is set.
            record Missing() implements Secret {}
        }
    }

    /// Takes an account over, all of it in one durable change.
    Outcome importAccount(ImportedAccount account);

    /// A password as it is stored, for an export that was asked for it; empty where there is none
    /// and where it is kept by somebody else.
    Optional<String> storedPassword(Address address);

    /// What becomes of an account's old address.
    enum OldAddress {
        /// An alias of the new one.
        KEPT,
        GIVEN_UP
    }

    /// Gives an account another address. It stays the same account, with the same mail; aliases,
    /// groups and grants that name it follow. Its sessions end.
    Outcome renameAccount(Address from, Address to, OldAddress old);

    Outcome setProfile(Address address, String displayName, Language language);

    /// No log-in any more, and mail is refused, until {@link #enableAccount}. Its sessions end.
    Outcome disableAccount(Address address);

    Outcome enableAccount(Address address);

    Outcome setLimits(Address address, AccountLimits limits);

    Outcome setLoginRule(Address address, LoginRule rule);

    /// Makes an app password.
    ///
    /// @param scope at least one, of {@link AppPassword#EVERYWHERE}
    /// @param validFor from now on; empty for good
    AppPassword.Issue issueAppPassword(
            Address address, String name, Set<LoginService> scope, Optional<Duration> validFor);

    /// In the order of their names; none for an unknown account.
    List<AppPassword> appPasswords(Address address);

    /// The account's sessions end, whichever password they came with.
    Outcome revokeAppPassword(Address address, String name);

    Outcome removeAccount(Address address);

    /// Sets both limits; empty for none. What is used already stays.
    Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages);

    /// What the account may do from now on. Its sessions end.
    Outcome setRole(Address address, Role role);

    /// Which host holds the account's mailboxes from now on. Its sessions end.
    ///
    /// @param host a declared host's name in lower case, also this one's; empty for the one that is
    ///     meant when none is named: this one in the built-in directory
    Outcome setHost(Address address, Optional<String> host);

    /// Takes note that the account's source says so by now, as another host has told it. Its sessions
    /// end. Without effect for accounts of the built-in directory.
    ///
    /// @param host as in {@link #setHost}
    default void hostChanged(Address address, Optional<String> host) {}

    Outcome changePassword(Address address, String password);

    /// As above, by the owner, who has just proved the old one: some directories ask for it.
    default Outcome changePassword(Address address, String oldPassword, String password) {
        return changePassword(address, password);
    }

    /// The account of exactly this address: no alias, no detail.
    Optional<Account> account(Address address);

    List<Account> accounts();

    Outcome addAlias(Alias alias);

    /// Says anew who owns a group and who may send to it.
    ///
    /// @param owner empty for none
    Outcome setGroup(Address group, Optional<Address> owner, WhoMaySend senders);

    /// Adds targets to an alias or group.
    Outcome addMembers(Address alias, List<Address> members);

    /// Takes targets out again. The last one leaves only a group.
    Outcome removeMembers(Address alias, List<Address> members);

    Outcome removeAlias(Address address);

    List<Alias> aliases();

    /// The addresses that people have made of the own accord, in the order of domains and names; those
    /// that are given up, too. {@link #removeAlias} frees the name of one at once.
    default List<OwnAlias> ownAliases() {
        return List.of();
    }

    /// Refused when it is granted already.
    Outcome grant(Grant grant);

    Outcome revoke(Grant grant);

    /// In the order of the accounts.
    List<Grant> grants();
}
