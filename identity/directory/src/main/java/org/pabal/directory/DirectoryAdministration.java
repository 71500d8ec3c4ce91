// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
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

    /// @param owner makes it a list: who is told when a copy fails, in the author's place.
    ///     RFC 5321 §3.9.2
    record Alias(Address address, List<Address> targets, Optional<Address> owner) {

        public Alias(Address address, List<Address> targets) {
            this(address, targets, Optional.empty());
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

    Outcome removeAccount(Address address);

    /// Sets both limits; empty for none. What is used already stays.
    Outcome setQuota(Address address, OptionalLong octets, OptionalLong messages);

    Outcome changePassword(Address address, String password);

    List<Account> accounts();

    Outcome addAlias(Alias alias);

    Outcome removeAlias(Address address);

    List<Alias> aliases();

    /// Refused when it is granted already.
    Outcome grant(Grant grant);

    Outcome revoke(Grant grant);

    /// In the order of the accounts.
    List<Grant> grants();
}
