// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.pabal.directory.Account;
import org.pabal.directory.Directory;
import org.pabal.mailbox.AccountMailboxes.AclOutcome;
import org.pabal.mailbox.Acl;
import org.pabal.mailbox.Grantee;
import org.pabal.mailbox.GranteeNames;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.Rights;
import org.pabal.server.administration.MailboxNaming.Named;

/// The calls about who may do what with a mailbox. RFC 4314.
final class MailboxRights {
    /// The words that cyradm has for rights.
    private static final Map<String, String> WORDS =
            Map.of(
                    "none", "",
                    "read", "lrs",
                    "post", "lrsp",
                    "append", "lrsip",
                    "write", "lrswipkxte",
                    "delete", "lrxte",
                    "all", Rights.LETTERS);

    private final Directory directory;
    private final MailboxOperations mailboxes;

    MailboxRights(Directory directory, MailboxOperations mailboxes) {
        this.directory = directory;
        this.mailboxes = mailboxes;
    }

    Map<String, Object> get(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        return Map.of("name", named.shown(), "rights", entries(named, mailboxes.found(named)));
    }

    /// The owner first, who has all rights.
    List<Map<String, Object>> entries(Named named, MailboxInfo info) {
        List<Map<String, Object>> entries = new ArrayList<>();
        entries.add(entry(named.owner().address().toString(), Rights.ALL));
        Acl acl = info.acl();
        new TreeMap<>(acl.given())
                .forEach((who, rights) ->
                        shown(who).ifPresent(text -> entries.add(entry(text, rights))));
        new TreeMap<>(acl.withheld())
                .forEach((who, rights) ->
                        shown(who).ifPresent(text -> entries.add(entry("-" + text, rights))));
        return entries;
    }

    private static Map<String, Object> entry(String who, Rights rights) {
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("who", who);
        entry.put("rights", rights.toString());
        entry.put("letters", rights.withObsolete());
        return entry;
    }

    /// Empty for an account or group that is no more.
    private Optional<String> shown(Grantee grantee) {
        return new GranteeNames(directory).text(grantee);
    }

    /// @param arguments `who`, and `rights`: a word or letters, `+` to add, `-` to take away
    Map<String, Object> set(Arguments arguments) {
        String rights = arguments.text("rights");
        boolean adds = rights.startsWith("+");
        boolean takes = rights.startsWith("-");
        Rights parsed = rights(adds || takes ? rights.substring(1) : rights);
        return change(
                arguments,
                rights,
                before -> adds ? before.plus(parsed) : takes ? before.minus(parsed) : parsed);
    }

    Map<String, Object> delete(Arguments arguments) {
        return change(arguments, "none", _ -> Rights.NONE);
    }

    private static Rights rights(String text) {
        return switch (Rights.parse(WORDS.getOrDefault(text, text))) {
            case Rights.Parsed.Known(Rights rights) -> rights;
            case Rights.Parsed.Unknown _ ->
                    throw new Arguments.Unusable(
                            "'"
                                    + text
                                    + "' are not rights: letters of "
                                    + Rights.LETTERS
                                    + ", or read, post, append, write, delete, all, none");
        };
    }

    private interface Change {
        Rights of(Rights before);
    }

    private Map<String, Object> change(Arguments arguments, String told, Change change) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        MailboxInfo info = mailboxes.found(named);
        String who = arguments.text("who");
        boolean withholds = who.startsWith("-");
        Grantee grantee = grantee(withholds ? who.substring(1) : who, named.owner());
        if (grantee.equals(new Grantee.Account(named.owner().id()))) {
            throw new Arguments.Unusable("the owner of a mailbox always has every right");
        }
        AclOutcome outcome =
                mailboxes
                        .store()
                        .open(named.owner())
                        .changeAcl(
                                info.id(),
                                acl ->
                                        withholds
                                                ? acl.withholding(
                                                        grantee,
                                                        change.of(acl.withheldFrom(grantee)))
                                                : acl.giving(
                                                        grantee, change.of(acl.givenTo(grantee))));
        return switch (outcome) {
            case AclOutcome.Done _ -> {
                MailboxAudit.written("acl", named, who + " " + told);
                yield Map.of(
                        "name", named.shown(), "rights", entries(named, mailboxes.found(named)));
            }
            case AclOutcome.NoSuchMailbox _ ->
                    throw new Arguments.Unusable("there is no mailbox " + named.shown());
            case AclOutcome.TooMany(int max) ->
                    throw new Arguments.Unusable(
                            "a mailbox is shared with at most " + max + ": take rights from some");
        };
    }

    private Grantee grantee(String name, Account owner) {
        return new GranteeNames(directory)
                .parse(name, owner.address().domain())
                .orElseThrow(() ->
                        new Arguments.Unusable(
                                "there is no account or group '"
                                        + name
                                        + "': write an address, or a name in "
                                        + owner.address().domain()
                                        + ", group: and the address of a group, or anyone"));
    }
}
