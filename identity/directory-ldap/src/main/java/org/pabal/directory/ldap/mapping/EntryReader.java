// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.mapping;

import com.unboundid.ldap.sdk.Entry;
import com.unboundid.ldap.sdk.LDAPException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import org.pabal.directory.Language;
import org.pabal.directory.Role;
import org.pabal.directory.source.SourceAccount;
import org.pabal.directory.source.SourceAnswer;
import org.pabal.directory.source.UnusableEntryException;
import org.pabal.message.Address;
import org.pabal.message.Domain;
import org.pabal.wire.LogText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes accounts of entries.
public final class EntryReader {
    private static final Logger log = LoggerFactory.getLogger(EntryReader.class);
    private static final int MAX_NAME_CHARACTERS = 200;

    /// Before the key of an entry that has no other.
    public static final String KEY_IS_DN = "dn:";

    private final String directory;
    private final Mapping mapping;
    private final Set<Domain> domains;
    private final Function<String, Optional<String>> hosts;
    private final InstantSource clock;

    /// @param directory the source's name, for messages
    /// @param domains whose accounts the source knows
    /// @param hosts the declared host that a name means, in lower case
    public EntryReader(
            String directory,
            Mapping mapping,
            Set<Domain> domains,
            Function<String, Optional<String>> hosts,
            InstantSource clock) {
        this.directory = directory;
        this.mapping = mapping;
        this.domains = Set.copyOf(domains);
        this.hosts = hosts;
        this.clock = clock;
    }

    public Mapping mapping() {
        return mapping;
    }

    /// Where the mail of an entry goes.
    ///
    /// @param ownDomain completes bare names
    /// @throws UnusableEntryException when it says nothing that can be done
    public SourceAnswer delivery(Entry entry, Domain ownDomain) {
        return new DeliveryReader(this, entry, ownDomain).read();
    }

    /// The account that an entry is, whatever becomes of its mail.
    ///
    /// @throws UnusableEntryException when it has no address, or its host is nobody's
    public SourceAccount account(Entry entry, Domain ownDomain) {
        return switch (mapping.delivery()) {
            case MAILDROP -> account(entry, ownDomain, hostOfMaildrops(entry));
            case HERE, LOCAL_MAIL_RECIPIENT -> account(entry, ownDomain, namedHost(entry));
        };
    }

    private Optional<String> hostOfMaildrops(Entry entry) {
        return Values.all(mapping, Field.ROUTING, entry).stream()
                .map(Values::plainAddress)
                .flatMap(Optional::stream)
                .map(address -> hosts.apply(address.domain().toAscii()))
                .flatMap(Optional::stream)
                .findFirst();
    }

    /// @throws UnusableEntryException when it is no host of ours: mail must not be kept here instead
    Optional<String> namedHost(Entry entry) {
        return Values.first(mapping, Field.HOST, entry)
                .map(name ->
                        hosts.apply(name.toLowerCase(Locale.ROOT))
                                .orElseThrow(() ->
                                        unusable(
                                                entry,
                                                "its host "
                                                        + new LogText(name)
                                                        + " is not declared; add"
                                                        + " [hosts.NAME], or set"
                                                        + " attributes ="
                                                        + " [\"host=\"] to leave"
                                                        + " hosts out")));
    }

    Optional<String> hostOf(Domain domain) {
        return hosts.apply(domain.toAscii());
    }

    boolean isOurs(Domain domain) {
        return domains.contains(domain);
    }

    SourceAccount account(Entry entry, Domain ownDomain, Optional<String> host) {
        return new SourceAccount(
                key(entry),
                primary(entry, ownDomain),
                entry.getDN(),
                name(entry),
                language(entry),
                quota(entry, Field.QUOTA, mapping.quotaUnitOctets()),
                quota(entry, Field.QUOTA_MESSAGES, 1),
                enabled(entry),
                role(entry),
                host);
    }

    /// What tells an entry from others, also when it is renamed.
    public String key(Entry entry) {
        return Values.key(mapping, entry).orElseGet(() -> KEY_IS_DN + normalized(entry));
    }

    private static String normalized(Entry entry) {
        try {
            return entry.getParsedDN().toNormalizedString();
        } catch (LDAPException malformed) {
            return entry.getDN().toLowerCase(Locale.ROOT);
        }
    }

    private Address primary(Entry entry, Domain ownDomain) {
        return marked(entry)
                .or(() -> ours(Values.addresses(mapping, Field.MAIL, entry, ownDomain)))
                .or(() -> ours(Values.addresses(mapping, Field.UID, entry, ownDomain)))
                .or(() -> ours(Values.addresses(mapping, Field.ALIASES, entry, ownDomain)))
                .orElseThrow(() ->
                        unusable(entry, "it has no address in the domains of this directory"));
    }

    /// `SMTP:` in capitals.
    private Optional<Address> marked(Entry entry) {
        return Values.all(mapping, Field.MAIL, entry).stream()
                .filter(value -> value.startsWith("SMTP:"))
                .map(value -> Values.plainAddress(value.substring("SMTP:".length())))
                .flatMap(Optional::stream)
                .filter(address -> isOurs(address.domain()))
                .findFirst();
    }

    private Optional<Address> ours(List<Address> addresses) {
        return addresses.stream().filter(address -> isOurs(address.domain())).findFirst();
    }

    /// Where mail of an entry that belongs to a group is sent, also outside of our domains.
    public Optional<Address> memberAddress(Entry entry, Domain ownDomain) {
        return marked(entry)
                .or(() ->
                        Values.addresses(mapping, Field.MAIL, entry, ownDomain).stream()
                                .findFirst())
                .or(() -> ours(Values.addresses(mapping, Field.UID, entry, ownDomain)));
    }

    /// A plain mail address; a bare name is completed.
    public Optional<Address> plainAddress(String value, Domain ownDomain) {
        return Values.plainAddress(value.indexOf('@') < 0 ? value + "@" + ownDomain : value);
    }

    /// Whether an entry may be used; one that says neither yes nor no may not.
    public boolean isEnabled(Entry entry) {
        try {
            return Enabled.of(mapping, entry, clock.instant());
        } catch (IllegalArgumentException neither) {
            return false;
        }
    }

    private boolean enabled(Entry entry) {
        try {
            return Enabled.of(mapping, entry, clock.instant());
        } catch (IllegalArgumentException neither) {
            throw unusable(
                    entry,
                    "whether it is enabled cannot be read from \""
                            + new LogText(String.valueOf(neither.getMessage()))
                            + "\"");
        }
    }

    private String name(Entry entry) {
        String name = Values.first(mapping, Field.NAME, entry).orElse("");
        return name.length() <= MAX_NAME_CHARACTERS ? name : "";
    }

    private Optional<Language> language(Entry entry) {
        return Values.first(mapping, Field.LANGUAGE, entry)
                .map(text -> text.toLowerCase(Locale.ROOT))
                .flatMap(text -> {
                    for (Language language : Language.values()) {
                        if (text.startsWith(language.tag())) {
                            return Optional.of(language);
                        }
                    }
                    return Optional.empty();
                });
    }

    private OptionalLong quota(Entry entry, Field field, long unit) {
        Optional<String> text = Values.first(mapping, field, entry);
        if (text.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            return Quota.octets(text.get(), unit);
        } catch (IllegalArgumentException malformed) {
            log.warn(
                    "event=ldap_quota_ignored directory={} entry={} value={}",
                    directory,
                    new LogText(entry.getDN()),
                    new LogText(text.get()));
            return OptionalLong.empty();
        }
    }

    private Role role(Entry entry) {
        return switch (Values.first(mapping, Field.ROLE, entry)
                .orElse("")
                .toLowerCase(Locale.ROOT)
                .replace('_', '-')) {
            case "administrator" -> Role.ADMINISTRATOR;
            case "domain-administrator" -> Role.DOMAIN_ADMINISTRATOR;
            default -> Role.USER;
        };
    }

    /// Says so in the log too: somebody must mend the entry, and mail waits for it.
    UnusableEntryException unusable(Entry entry, String why) {
        log.warn(
                "event=ldap_entry_unusable audit=true directory={} entry={} reason={}",
                directory,
                new LogText(entry.getDN()),
                new LogText(why));
        return new UnusableEntryException(
                "the directory "
                        + directory
                        + " has an entry that cannot be used, "
                        + new LogText(entry.getDN())
                        + ": "
                        + why);
    }
}
