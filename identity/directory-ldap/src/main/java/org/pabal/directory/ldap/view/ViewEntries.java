// SPDX-License-Identifier: Apache-2.0
package org.pabal.directory.ldap.view;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.directory.DirectoryAdministration.Alias;
import org.pabal.directory.ldap.view.ViewConfig.Posix;
import org.pabal.message.Address;
import org.pabal.message.Domain;

/// Makes entries of what the directory says, with what a viewer may see.
final class ViewEntries {
    private final DirectoryAdministration directory;
    private final KnownNames names;
    private final EntryIds ids;
    private final ViewConfig config;

    ViewEntries(
            DirectoryAdministration directory, KnownNames names, EntryIds ids, ViewConfig config) {
        this.directory = directory;
        this.names = names;
        this.ids = ids;
        this.config = config;
    }

    /// The entry with this name, if there is one and the viewer sees it.
    Optional<ViewEntry> find(TreeName name, Viewer viewer) {
        return switch (name) {
            case TreeName.OfDomain(Domain domain) -> in(domain, viewer, () -> domain(domain));
            case TreeName.People(Domain domain) ->
                    in(domain, viewer, () -> unit(domain, TreeName.PEOPLE));
            case TreeName.Groups(Domain domain) ->
                    in(domain, viewer, () -> unit(domain, TreeName.GROUPS));
            case TreeName.Person(Address address) ->
                    viewer.sees(address.domain())
                            ? KnownNames.account(directory, address)
                                    .map(account -> person(account, viewer))
                            : Optional.empty();
            case TreeName.Group(Address address) ->
                    viewer.sees(address.domain())
                            ? names.group(address).map(alias -> group(alias, viewer))
                            : Optional.empty();
            case TreeName.Root _, TreeName.Schema _, TreeName.Nothing _ -> Optional.empty();
        };
    }

    private interface Making {
        ViewEntry entry();
    }

    private Optional<ViewEntry> in(Domain domain, Viewer viewer, Making making) {
        return viewer.sees(domain) && names.isContext(domain)
                ? Optional.of(making.entry())
                : Optional.empty();
    }

    ViewEntry domain(Domain domain) {
        String name = domain.toAscii();
        return operational(
                        new ViewEntry(TreeName.dn(domain), "top", "dcObject", "organization"), true)
                .put(AttributeType.DC, name.substring(0, (name + ".").indexOf('.')))
                .put(AttributeType.O, domain.name());
    }

    ViewEntry unit(Domain domain, String name) {
        return operational(
                        new ViewEntry(
                                "ou=" + name + "," + TreeName.dn(domain),
                                "top",
                                "organizationalUnit"),
                        true)
                .put(AttributeType.OU, name);
    }

    ViewEntry person(Account account, Viewer viewer) {
        return person(account, List.of(), viewer);
    }

    /// @param asked names of the account that the directory has just told
    ViewEntry person(Account account, List<Address> asked, Viewer viewer) {
        Address address = account.address();
        String uid = address.localPart();
        String name = account.displayName().isBlank() ? uid : account.displayName().strip();
        ViewEntry entry =
                new ViewEntry(
                                TreeName.personDn(address),
                                "top",
                                "person",
                                "organizationalPerson",
                                "inetOrgPerson",
                                "inetLocalMailRecipient",
                                "pabalAccount")
                        .put(AttributeType.UID, uid)
                        .put(AttributeType.CN, name)
                        .put(AttributeType.SN, surname(name))
                        .put(AttributeType.DISPLAY_NAME, name)
                        .put(AttributeType.MAIL, TreeName.shown(address))
                        .put(AttributeType.MAIL_LOCAL_ADDRESS, allNames(account, asked))
                        .put(AttributeType.MAIL_HOST, account.host().orElse(config.hostname()))
                        .put(AttributeType.ENTRY_UUID, ids.of(account.id()).toString());
        addPosix(entry, account, name);
        if (viewer.seesPrivate(address)) {
            addPrivate(entry, account);
        }
        return operational(entry, false);
    }

    private List<String> allNames(Account account, List<Address> asked) {
        List<String> shown = new ArrayList<>();
        shown.add(TreeName.shown(account.address()));
        names.now().names(account).forEach(name -> shown.add(TreeName.shown(name)));
        asked.stream()
                .map(TreeName::shown)
                .filter(name -> !shown.contains(name))
                .forEach(shown::add);
        return shown;
    }

    /// RFC 4519 §2.32 wants one: the last word of the name, or all of a name in one word.
    private static String surname(String name) {
        return name.substring(name.lastIndexOf(' ') + 1);
    }

    /// RFC 2307.
    private void addPosix(ViewEntry entry, Account account, String name) {
        Posix posix = config.posix();
        if (posix.uidBase().isEmpty()) {
            return;
        }
        Address address = account.address();
        entry.add(AttributeType.OBJECT_CLASS, "posixAccount", "shadowAccount")
                .put(
                        AttributeType.UID_NUMBER,
                        Long.toString(posix.uidBase().getAsLong() + account.id().value()))
                .put(AttributeType.GID_NUMBER, Long.toString(posix.gid()))
                .put(
                        AttributeType.HOME_DIRECTORY,
                        posix.home()
                                .replace("{user}", address.localPart())
                                .replace("{domain}", address.domain().toAscii()))
                .put(AttributeType.LOGIN_SHELL, posix.shell());
        if (name.chars().allMatch(c -> c >= 0x20 && c < 0x7f && c != ':')) {
            entry.put(AttributeType.GECOS, name);
        }
    }

    private static void addPrivate(ViewEntry entry, Account account) {
        account.quotaOctets()
                .ifPresent(
                        limit -> entry.put(AttributeType.PABAL_QUOTA_OCTETS, Long.toString(limit)));
        account.quotaMessages()
                .ifPresent(limit ->
                        entry.put(AttributeType.PABAL_QUOTA_MESSAGES, Long.toString(limit)));
        entry.put(AttributeType.PREFERRED_LANGUAGE, account.language().tag())
                .put(AttributeType.PABAL_LANGUAGE, account.language().tag())
                .put(
                        AttributeType.PABAL_ROLE,
                        account.role().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put(AttributeType.PABAL_STATUS, account.enabled() ? "enabled" : "disabled");
    }

    /// A group of names needs a member that has one: others are lists of addresses.
    ViewEntry group(Alias alias, Viewer viewer) {
        List<String> members =
                alias.targets().stream()
                        .flatMap(target -> KnownNames.account(directory, target).stream())
                        .map(account -> TreeName.personDn(account.address()))
                        .toList();
        Address address = alias.address();
        ViewEntry entry =
                new ViewEntry(
                                TreeName.groupDn(address),
                                "top",
                                members.isEmpty() ? "nisMailAlias" : "groupOfNames",
                                "pabalGroup")
                        .put(AttributeType.CN, TreeName.groupName(address))
                        .put(
                                AttributeType.MAIL,
                                address.localPart().isEmpty()
                                        ? "@" + address.domain().toAscii()
                                        : TreeName.shown(address))
                        .put(
                                AttributeType.RFC822_MAIL_MEMBER,
                                alias.targets().stream().map(TreeName::shown).toList())
                        .put(AttributeType.MEMBER, members)
                        .put(AttributeType.ENTRY_UUID, ids.ofGroup(address).toString());
        if (viewer.administers(address.domain())) {
            alias.senders()
                    .ifPresent(senders -> entry.put(AttributeType.PABAL_SENDERS, senders.word()));
            alias.owner()
                    .ifPresent(
                            owner -> entry.put(AttributeType.PABAL_OWNER, TreeName.shown(owner)));
        }
        return operational(entry, false);
    }

    private static ViewEntry operational(ViewEntry entry, boolean hasSubordinates) {
        return entry.put(AttributeType.ENTRY_DN, entry.dn())
                .put(AttributeType.SUBSCHEMA_SUBENTRY, TreeName.SCHEMA)
                .put(AttributeType.HAS_SUBORDINATES, hasSubordinates ? "TRUE" : "FALSE");
    }
}
