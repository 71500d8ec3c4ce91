// SPDX-License-Identifier: Apache-2.0
package org.pabal.server.administration;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.pabal.directory.Account;
import org.pabal.directory.DirectoryAdministration;
import org.pabal.imap.CyrusNames;
import org.pabal.imap.MailboxPattern;
import org.pabal.mailbox.AccountMailboxes;
import org.pabal.mailbox.MailboxInfo;
import org.pabal.mailbox.MailboxName;
import org.pabal.mailbox.MailboxSnapshot;
import org.pabal.server.administration.MailboxNaming.Named;

/// The calls about what mailboxes there are, and what is known of one.
final class MailboxListing {
    private static final int MAX_LISTED = 100_000; // one line of JSON of some 20 MB

    private final DirectoryAdministration directory;
    private final MailboxOperations mailboxes;
    private final MailboxRights rights;

    MailboxListing(
            DirectoryAdministration directory, MailboxOperations mailboxes, MailboxRights rights) {
        this.directory = directory;
        this.mailboxes = mailboxes;
        this.rights = rights;
    }

    /// The mailboxes whose names match a pattern: `*` matches anything, `%` anything within a level.
    ///
    /// @param arguments `pattern`; `form` of names where the pattern does not say; `rights` for their
    ///     ACLs, `limit`
    Map<String, Object> list(Arguments arguments) {
        String text = arguments.text("pattern", "*");
        int limit = arguments.count("limit", 10_000, MAX_LISTED);
        Optional<CyrusNames> form =
                mailboxes
                        .naming()
                        .form(text)
                        .or(() -> mailboxes.naming().form(arguments.text("form", "")));
        MailboxPattern pattern =
                new MailboxPattern(text, form.map(CyrusNames::delimiter).orElse('/'));
        List<Map<String, Object>> shown = new ArrayList<>();
        for (Account account : accounts(pattern, form)) {
            AccountMailboxes open = mailboxes.store().open(account);
            List<MailboxInfo> all = open.list();
            Set<MailboxName> parents = parents(all);
            for (MailboxInfo info : all) {
                Named named = new Named(account, info.name(), form);
                if (!matches(pattern, named) || isLeftOut(arguments, info)) {
                    continue;
                }
                if (shown.size() == limit) {
                    return Map.of("mailboxes", shown, "more", true);
                }
                Map<String, Object> one = shown(named, info, open.snapshot(info.id()));
                if (arguments.flag("rights")) {
                    one.put("rights", rights.entries(named, info));
                }
                one.put("children", parents.contains(info.name()));
                shown.add(one);
            }
        }
        return Map.of("mailboxes", shown, "more", false);
    }

    /// Those that have mailboxes below them. In Cyrus' names all others are below INBOX.
    private static Set<MailboxName> parents(List<MailboxInfo> all) {
        Set<MailboxName> parents = new HashSet<>();
        for (MailboxInfo info : all) {
            info.name().parent().ifPresent(parents::add);
        }
        if (all.size() > 1) {
            parents.add(MailboxName.INBOX);
        }
        return parents;
    }

    private static boolean isLeftOut(Arguments arguments, MailboxInfo info) {
        return (arguments.flag("subscribed") && !info.subscribed())
                || (arguments.flag("specialUse") && info.specialUse().isEmpty());
    }

    private List<Account> accounts(MailboxPattern pattern, Optional<CyrusNames> form) {
        return directory.accounts().stream()
                .filter(Account::isHere)
                .filter(account ->
                        pattern.mayMatchBelow(
                                form.map(names -> names.above(account.address()))
                                        .orElse(account.address().toString())))
                .sorted(Comparator.comparing(account -> account.address().toString()))
                .toList();
    }

    private static boolean matches(MailboxPattern pattern, Named named) {
        String shown = named.shown();
        int end = named.form().map(names -> names.domainStart(shown)).orElse(shown.length());
        char delimiter = named.form().map(CyrusNames::delimiter).orElse('/');
        return pattern.matches(shown, new MailboxPattern.Levels(delimiter, end))
                // INBOX is also the account itself
                || (named.form().isEmpty()
                        && named.mailbox().isInbox()
                        && pattern.matches(named.owner().address().toString()));
    }

    private static Map<String, Object> shown(
            Named named, MailboxInfo info, Optional<MailboxSnapshot> messages) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("name", named.shown());
        shown.put("account", named.owner().address().toString());
        shown.put("mailbox", info.name().text());
        shown.put("selectable", info.selectable());
        shown.put("subscribed", info.subscribed());
        info.specialUse().ifPresent(use -> shown.put("specialUse", use.attribute()));
        messages.ifPresent(snapshot -> {
            shown.put("messages", snapshot.count());
            shown.put("unseen", snapshot.unseenCount());
            shown.put("octets", snapshot.octets());
        });
        return shown;
    }

    /// Everything there is to know of one mailbox.
    Map<String, Object> info(Arguments arguments) {
        Named named = mailboxes.naming().named(arguments.text("name"));
        MailboxInfo info = mailboxes.found(named);
        AccountMailboxes open = mailboxes.store().open(named.owner());
        Optional<MailboxSnapshot> snapshot = open.snapshot(info.id());
        Map<String, Object> shown = shown(named, info, snapshot);
        shown.put("rights", rights.entries(named, info));
        if (snapshot.isPresent()) {
            MailboxSnapshot now = snapshot.get();
            shown.put("deleted", now.deletedCount());
            shown.put("uidValidity", now.uidValidity());
            shown.put("uidNext", now.uidNext());
            shown.put("highestModSeq", now.highestModSeq());
            if (now.count() > 0) {
                shown.put("lastAppend", now.savedDate(now.count() - 1).toString());
            }
        }
        shown.put("annotations", MailboxAnnotations.entries(open, Optional.of(info.id())));
        return shown;
    }
}
